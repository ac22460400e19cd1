"""A second person reads an answer before it is public: who asked whom, who approved it, and which saved text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, deputies, evidence, history, ideas, roles
from models.accounts import Account
from models.answers import Answer, SavedSince
from models.base import among, maybe_moment, moment, points_to, so_many
from models.faults import Blocked
from models.ideas import Idea
from models.settings import settings
from models.themes import Theme

_Asker: Any = aliased(Account, name="asker")
_Named: Any = aliased(Account, name="named")
WHY_LIMIT = 500
CHANGE_IT = "It was sent back. Change the text and save it, then ask for a second reader again."


class OwnText(Exception):
    """Whoever saved a text last is not the second person to read it."""


class MayNotRead(Exception):
    """Who was chosen to read a text does not work at the desk, or saved it last."""


class ReadSince(Exception):
    """A second person approved the text or sent it back, after the person who acts now had opened it."""


class Read(SQLModel):
    """What a second person may send back. `sent_back_of` is when that text had been saved: a later one is read anew."""

    sent_back_by_id: int | None = points_to("account", optional=True, index=False)
    sent_back_at: datetime | None = maybe_moment()
    sent_back_of: datetime | None = maybe_moment()
    sent_back_why: str | None = Field(default=None, max_length=WHY_LIMIT)

    def was_sent_back(self, saved_at: datetime) -> bool:
        """Whether that was of the text that was saved then."""
        return self.sent_back_of == saved_at

    def note_sent_back(self, saved_at: datetime, *, by: Account, why: str) -> None:
        self.sent_back_by_id, self.sent_back_at = by.id, clock.now()
        self.sent_back_of, self.sent_back_why = saved_at, why


class Review(Read, table=True):
    """`reader_id` is who was asked, none for whoever has time first. A text that was saved after `asked_at` is asked
    about anew. `text_at` is when the text that was approved had been saved: a later text is approved anew."""

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    asked_by_id: int | None = points_to("account", optional=True, index=False)
    asked_at: datetime = moment()
    reader_id: int | None = points_to("account", optional=True, index=False)
    approved_by_id: int | None = points_to("account", optional=True, index=False)
    approved_at: datetime | None = maybe_moment()
    text_at: datetime | None = maybe_moment()
    quoted: str = Field(default="", max_length=16)  # what it quoted then: proofs.Facts.quoted

    def asks(self, answer: Answer) -> bool:
        """Whether it waits to be read as it is now."""
        return self.approved_at is None and self.sent_back_at is None and answer.saved_at <= self.asked_at

    def is_of(self, answer: Answer) -> bool:
        """Whether somebody approved its text as it is."""
        return self.text_at is not None and self.text_at == answer.saved_at

    def approves(self, answer: Answer, quoted: str) -> bool:
        """The same, with what it quotes now: authors change their words, and other words of theirs are found."""
        return self.is_of(answer) and self.quoted == quoted


class Asked(Protocol):
    """What somebody, or whoever has time, is asked to read."""

    reader_id: int | None


@dataclass(frozen=True)
class Readers:
    """Who works at the desk, and whether a second one of them must read an answer."""

    people: Sequence[Any]

    @property
    def needed(self) -> bool:
        asked = settings().second_reader
        return asked == "always" or (asked == "auto" and self._officers > 1)

    @property
    def _officers(self) -> int:
        return sum(person.role in roles.ANSWERS for person in self.people)

    @property
    def why(self) -> str:
        asked = settings().second_reader
        if asked != "auto":
            return f"This service asks for {'a' if asked == 'always' else 'no'} second reader."
        if self.needed:
            return "More than one policy officer works here, so a second person reads each answer."
        return "Only one policy officer works here, so an answer needs no second reader."

    def name(self, account_id: int | None) -> str:
        return next((person.name for person in self.people if person.id == account_id), "") or "a colleague"

    def may_approve(self, account: Account, writer_id: int | None) -> bool:
        return account.works_at_desk and account.id != writer_id

    def may_read(self, account_id: int | None, writer_id: int | None) -> bool:
        return any(one.id == account_id for one in self.able(writer_id))

    def able(self, writer_id: int | None) -> list[Any]:
        """Those who can be asked to read what this person wrote, policy officers first."""
        others = (one for one in self.people if one.id != writer_id)
        return sorted(others, key=lambda one: (one.role not in roles.ANSWERS, one.name, one.id))

    def choices(self, writer_id: int | None) -> list[tuple[int, str]]:
        return [(one.id, one.name or one.email) for one in self.able(writer_id)]

    def who_may(self, writer_id: int | None, *, most: int = 3) -> str:
        names = [one.name for one in self.able(writer_id) if one.name]
        shown = names[:most] + ["another colleague"] * (len(names) > most)
        return " or ".join(shown) or "a new colleague"

    def whom(self, review: Asked, writer_id: int | None) -> str:
        """For whom a draft waits. Where who was asked has left the desk, that is whoever has time."""
        if self.may_read(review.reader_id, writer_id):
            return self.name(review.reader_id)
        return f"whoever has time first: {self.who_may(writer_id)}"

    def told(self, review: Asked, writer_id: int | None) -> list[int]:
        """Who is told that it waits: the one who was asked, or the policy officers. Others only where there is none."""
        able = self.able(writer_id)
        named = [one.id for one in able if one.id == review.reader_id]
        return named or [one.id for one in able if one.role in roles.ANSWERS] or [one.id for one in able]


def readers(db: Session) -> Readers:
    columns: list[Any] = [Account.id, Account.name, Account.email, Account.role]
    rows = sa.select(*columns).where(col(Account.role).in_(roles.WORKS_AT_DESK)).order_by(col(Account.id))
    return Readers(db.execute(rows).all())


def of(answer_id: int) -> SelectOfScalar[Review]:
    """How it was read, the last time first."""
    return select(Review).where(Review.answer_id == answer_id).order_by(col(Review.id).desc()).limit(1)


def _waits() -> tuple[ColumnElement[bool], ...]:
    """The conditions on the rows of a review and its answer that it waits to be read as it is now."""
    unread = col(Review.approved_at).is_(None), col(Review.sent_back_at).is_(None)
    this = col(Review.answer_id) == Answer.id, col(Answer.published_at).is_(None)
    return *unread, col(Answer.saved_at) <= Review.asked_at, *this


def _may(
    reader: Any, named: ColumnElement[bool], asked: Any = Review, writer: Any = Answer.writer_id
) -> ColumnElement[bool]:
    """The condition on the same rows that this reader may read it now. `named`: that they are who was asked."""
    at_desk = sa.select(col(Account.id)).where(among(Account.role, roles.WORKS_AT_DESK)).correlate(None)
    whoever = sa.or_(col(asked.reader_id).is_(None), col(asked.reader_id).not_in(at_desk))
    return sa.and_(sa.or_(whoever, named), func.coalesce(col(writer) != reader, sa.true()))


def how_far(reader: Any, named: ColumnElement[bool], *draft: ColumnElement[bool]) -> Any:
    """Whether the draft is approved, or waits for a second reader: for this one, or for somebody else."""
    last = sa.select(Review.text_at).where(col(Review.answer_id) == Answer.id)  # type: ignore[call-overload]
    approved = last.order_by(col(Review.id).desc()).limit(so_many(1)).correlate(Answer).scalar_subquery()
    mine, asked = sa.exists().where(*_waits(), _may(reader, named)), sa.exists().where(*_waits())
    words = sa.case((approved == Answer.saved_at, "approved"), (mine, "yours"), (asked, "others"), else_="")
    read = sa.select(words).select_from(Answer).where(*draft).order_by(col(Answer.id)).limit(so_many(1))
    return read.scalar_subquery().label("read")


def to_read(account: Account) -> Select[Any]:
    """The drafts that wait for this person, or for somebody for whom they stand in today."""
    return waiting_for(account, Review, Answer.writer_id).where(*_waits())


def waiting_for(account: Account, asked: Any, writer: Any) -> Select[Any]:
    """The requests of this table that are theirs to meet, whether they still wait or not.

    `reader` is the name of who was asked, none for whoever has time."""
    columns: list[Any] = [
        col(Answer.id).label("answer_id"), func.coalesce(Theme.title, ideas.name_for(account)).label("about"),
        asked.asked_at, _Asker.name.label("asker"), asked.reader_id, _Named.name.label("reader"), Answer.published_at,
    ]
    at_desk = sa.and_(_Named.id == asked.reader_id, among(_Named.role, roles.WORKS_AT_DESK))
    rows = sa.select(*columns).select_from(asked).join(Answer, col(Answer.id) == asked.answer_id)
    rows = rows.outerjoin(Theme, col(Theme.id) == Answer.theme_id).outerjoin(Idea, col(Idea.id) == Answer.idea_id)
    rows = rows.outerjoin(_Asker, _Asker.id == asked.asked_by_id).outerjoin(_Named, at_desk)
    named = sa.or_(col(asked.reader_id) == account.id, col(asked.reader_id).in_(deputies.stood_in_for(account)))
    return rows.where(_may(account.id, named, asked, writer))


def ask(db: Session, answer: Answer, *, by: Account, reader_id: int | None = None) -> None:
    """Asks one person to read it, or whoever has time first. While it waits, asking another changes for whom. Again, or
    where this text is approved, it changes nothing. Raises Blocked before it is written and decided, MayNotRead,
    ReadSince."""
    answers.hold(db, answer)
    last = db.exec(of(answer.id)).first()
    if answer.published or (last is not None and last.approves(answer, _quoted(db, answer))):
        return
    _refuse_unfinished(answer)
    _refuse_sent_back(last, answer)
    if reader_id is not None and not readers(db).may_read(reader_id, answer.writer_id):
        raise MayNotRead
    waits = last if last is not None and last.asks(answer) else None
    if waits is not None and waits.reader_id == reader_id:
        return
    before = {"before": waits.reader_id} if waits is not None else {}
    review = waits or Review(answer_id=answer.id, asked_by_id=by.id, asked_at=max(clock.now(), answer.saved_at))
    review.reader_id = reader_id
    _record(db, "answer.review_asked", review, answer, by, reader=reader_id, **before)


def approve(db: Session, answer: Answer, *, by: Account, seen: datetime | None) -> None:
    """Says that this text may be public. Raises Blocked before it is written and decided, SavedSince for a text they
    have not seen, OwnText for their own, ReadSince."""
    answers.hold(db, answer)
    last, quoted = db.exec(of(answer.id)).first(), _quoted(db, answer)
    if answer.published or (last is not None and last.approves(answer, quoted)):
        return
    _refuse_unfinished(answer)
    _refuse_sent_back(last, answer)
    review = _begin(last, answer, by, seen)
    review.approved_by_id, review.approved_at, review.text_at = by.id, clock.now(), answer.saved_at
    review.quoted = quoted
    _record(db, "answer.approved", review, answer, by)


def send_back(db: Session, answer: Answer, *, by: Account, seen: datetime | None, why: str) -> None:
    """Says what must change before it may be public. Raises ReadSince, SavedSince for a text they have not seen,
    OwnText for their own."""
    answers.hold(db, answer)
    last = db.exec(of(answer.id)).first()
    if answer.published or (last is not None and last.approves(answer, _quoted(db, answer))):
        raise ReadSince
    _refuse_sent_back(last, answer)
    review = _begin(last, answer, by, seen)
    review.note_sent_back(answer.saved_at, by=by, why=why)
    _record(db, "answer.sent_back", review, answer, by, reason=why)


def _begin(last: Review | None, answer: Answer, by: Account, seen: datetime | None) -> Review:
    """The request that a second person meets, or one that nobody made."""
    if answer.saved_at != seen:
        raise SavedSince(answer)
    if by.id == answer.writer_id:
        raise OwnText
    return last if last is not None and last.approved_at is None else Review(answer_id=answer.id, asked_by_id=by.id)


def _refuse_sent_back(last: Review | None, answer: Answer) -> None:
    if last is not None and last.was_sent_back(answer.saved_at):
        raise ReadSince


def _quoted(db: Session, answer: Answer) -> str:
    return evidence.of_one(db, answer.id, answer.summary, answer.body).quoted


def _refuse_unfinished(answer: Answer) -> None:
    if missing := answers.missing(answer):
        raise Blocked(tuple(missing))


def _record(db: Session, kind: str, review: Review, answer: Answer, by: Account, **data: Any) -> None:
    db.add(review)
    db.flush()
    history.record(db, kind, by=by.id, answer=answer.id, theme=answer.theme_id, review=review.id, **data)
