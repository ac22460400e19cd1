"""A public answer is put right, with a reason, once a second person has read it. What it said before stays readable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, Select, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, evidence, history, new_texts, proofs, publications, reviews, translations
from models.accounts import Account
from models.answers import Answer
from models.base import json, maybe_moment
from models.faults import Blocked
from models.new_texts import NewText, WrittenSince
from models.proofs import Facts
from models.reviews import Readers

REASON_LIMIT = 300


class Amendment(NewText, table=True):
    """`summary` and `body` as they were typed. `before_…` is what the answer said until it was published."""

    __table_args__ = (
        Index("uq_amendment_open", "answer_id", unique=True, postgresql_where=text("published_at IS NULL")),)

    id: int = Field(default=None, primary_key=True)
    reason: str = Field(default="", max_length=REASON_LIMIT)
    approved_at: datetime | None = maybe_moment()
    before_summary: str = ""
    before_body: str = ""
    before_figures: dict[str, Any] = json()
    before_quotes: list[dict[str, Any]] = json(list)

    @property
    def waits(self) -> bool:
        return self.asked_at is not None and self.approved_at is None


def under_way(answer_id: int) -> SelectOfScalar[Amendment]:
    """The one that is being written, if there is one."""
    return select(Amendment).where(Amendment.answer_id == answer_id, col(Amendment.published_at).is_(None))


def to_read(account: Account) -> Select[Any]:
    """The drafts, the new texts and those in other languages that wait for this person, the first asked first."""
    new = reviews.waiting_for(account, Amendment, Amendment.writer_id).where(col(Amendment.asked_at).is_not(None))
    new = new.where(col(Amendment.approved_at).is_(None), col(Amendment.published_at).is_(None))
    none = sa.cast(sa.null(), sa.String)
    ours = (rows.add_columns(none.label("language"), none.label("writer")) for rows in (reviews.to_read(account), new))
    rows = sa.union_all(*ours, translations.unread(account)).subquery()
    return sa.select(rows).order_by(rows.c.asked_at, rows.c.answer_id)


def made(answer_id: int) -> SelectOfScalar[Amendment]:
    """Those that are public, the newest first: each holds what the answer said before."""
    public = select(Amendment).where(Amendment.answer_id == answer_id, col(Amendment.published_at).is_not(None))
    return public.order_by(col(Amendment.id).desc())


def save(
    db: Session, answer: Answer, *, summary: str, body: str, reason: str, by: Account, seen: datetime | None
) -> Amendment:
    """Keeps the amendment as a draft of the desk. Raises WrittenSince for one that was saved since."""
    answers.hold(db, answer)
    old = db.exec(under_way(answer.id)).first()
    if (old.saved_at if old else None) != seen:
        raise WrittenSince
    one = old or Amendment(answer_id=answer.id)
    said = {"summary": summary, "body": body, "reason": reason}
    if old is None or any(getattr(one, name) != value for name, value in said.items()):
        one.sqlmodel_update(said)
        one.saved_at, one.writer_id = clock.after(one.saved_at), by.id
    db.add(one)
    if old is None:
        _record(db, "answer.amendment_begun", answer, by)
    return one


def ask(db: Session, answer: Answer, one: Amendment, *, by: Account, reader_id: int | None = None) -> None:
    """Asks one person to read it, or whoever has time first. While it waits, asking another changes for whom. Again, or
    where this text is approved, it changes nothing. Raises MayNotRead, ReadSince."""
    new_texts.hold(db, answer, one)
    if not new_texts.can_be_asked(db, answer, one, reader_id):
        return
    if not one.waits:
        one.asked_by_id, one.asked_at, one.approved_at, one.text_at = by.id, clock.now(), None, None
    one.reader_id = reader_id
    db.add(one)
    _record(db, "answer.amendment_review_asked", answer, by, amendment=one.id, reader=reader_id)


def approve(db: Session, answer: Answer, one: Amendment, *, by: Account, seen: datetime | None) -> None:
    """Raises WrittenSince for a text they have not seen, OwnText for their own, ReadSince."""
    new_texts.hold(db, answer, one)
    quoted = evidence.of_one(db, answer.id, one.summary, one.body).quoted
    if one.published_at is not None or one.approved_as(quoted):
        return
    one.look(by, seen)
    one.approved_by_id, one.approved_at, one.text_at, one.quoted = by.id, clock.now(), one.saved_at, quoted
    db.add(one)
    _record(db, "answer.amendment_approved", answer, by, amendment=one.id)


def send_back(db: Session, answer: Answer, one: Amendment, *, by: Account, seen: datetime | None, why: str) -> None:
    """Says what must change before it may be public. Raises as approving does."""
    new_texts.send_back(db, answer, one, by=by, seen=seen, why=why)
    _record(db, "answer.amendment_sent_back", answer, by, amendment=one.id, reason=why)


def drop(db: Session, answer: Answer, one: Amendment, *, by: Account) -> None:
    """Throws a draft away. What is public stays."""
    new_texts.hold(db, answer, one)
    if one.published_at is None:
        db.delete(one)
        _record(db, "answer.amendment_dropped", answer, by)


def publish(db: Session, answer: Answer, one: Amendment, *, by: Account, seen: datetime | None, tell: bool) -> None:
    """From now on the answer says this. Again changes nothing. Raises Blocked, and WrittenSince.

    Where nobody was told of the answer yet, telling tells the answer, and not that it was put right.
    """
    new_texts.hold(db, answer, one)
    if one.published_at is not None:
        return
    facts = evidence.of_one(db, answer.id, one.summary, one.body)
    if one.saved_at != seen:
        raise WrittenSince
    if found := blocks(one, facts, reviews.readers(db)):
        raise Blocked(tuple(found))
    _keep_before(one, answer)
    answer.summary, answer.body = one.summary, one.body
    publications.freeze(answer, facts)
    answer.amended_at = one.published_at = clock.now()
    db.add_all([answer, one])
    translations.publish_with(db, answer, by=by, told=tell)
    first = tell and answer.told_at is None
    _record(db, "answer.amended", answer, by, quiet=first or not tell, amendment=one.id)
    if first:
        answers.tell(db, answer, by=by)


def blocks(one: Amendment, facts: Facts, readers: Readers) -> Sequence[str]:
    """What stands in the way of making it public, each a sentence that says what to do."""
    faults = proofs.faults(one.summary, one.body, facts)
    if faults or one.approved_as(facts.quoted) or not readers.needed:
        return faults
    if one.sent_back:
        return [reviews.CHANGE_IT]
    return [f"Ask a colleague to read it: {readers.who_may(one.writer_id)} may approve it."]


def _keep_before(one: Amendment, answer: Answer) -> None:
    one.before_summary, one.before_body = answer.summary, answer.body
    one.before_figures, one.before_quotes = dict(answer.figures), list(answer.quotes)


def _record(db: Session, kind: str, answer: Answer, by: Account, **data: Any) -> None:
    history.record(db, kind, by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id, **data)
