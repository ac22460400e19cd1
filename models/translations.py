"""An answer in another language than English. It is proved and read by a second person as the English text is, becomes
public with it or later, and says so where the English text was changed since."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Select, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, english, evidence, history, new_texts, proofs, reviews
from models.accounts import Account
from models.answers import Answer
from models.base import json, maybe_moment, word
from models.english import English
from models.faults import Blocked, Fault
from models.languages import Language
from models.new_texts import NewText, WrittenSince
from models.proofs import Facts
from models.reviews import Readers

# The texts that everyone reads now, of the answer of a query.
OF_ANSWER = (
    "SELECT jsonb_agg(to_jsonb(t) ORDER BY t.language) FROM translation t "
    "WHERE t.answer_id = answer.id AND t.published_at IS NOT NULL AND t.ended_at IS NULL"
)
OLDER = "The English text was changed after this one was saved. Read both, and save this one again."


class Translation(NewText, table=True):
    """`source` tells the English text that it was made of. `ended_at` is when a newer text took its place."""

    __table_args__ = (
        Index("uq_translation_open", "answer_id", "language", unique=True,
              postgresql_where=text("published_at IS NULL")),
        Index("uq_translation_public", "answer_id", "language", unique=True,
              postgresql_where=text("published_at IS NOT NULL AND ended_at IS NULL")))

    id: int = Field(default=None, primary_key=True)
    language: Language = word(Language, None)
    source: str = Field(default="", max_length=32)
    ended_at: datetime | None = maybe_moment()
    typed: dict[str, Any] = json()  # its texts before the figures were filled in
    quotes: list[dict[str, Any]] = json(list)

    def is_of(self, text: Answer | English) -> bool:
        """Whether it says what this English text says."""
        return self.source == (text if isinstance(text, English) else english.of(text)).source


def current() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions on the row of what everyone reads now."""
    return col(Translation.published_at).is_not(None), col(Translation.ended_at).is_(None)


def under_way(answer_id: int, language: Language | None = None) -> SelectOfScalar[Translation]:
    """Those that are being written, in all languages or in one."""
    mine = select(Translation).where(Translation.answer_id == answer_id, col(Translation.published_at).is_(None))
    return mine if language is None else mine.where(Translation.language == language)


def public(answer_id: int) -> SelectOfScalar[Translation]:
    return select(Translation).where(Translation.answer_id == answer_id, *current()).order_by(Translation.language)


def unread(account: Account) -> Select[Any]:
    """Those that somebody else wrote and that wait for this person, as rows of reviews.waiting_for; with their
    language and writer. Where nobody was asked, they wait for whoever reads it."""
    rows = reviews.waiting_for(account, Translation, Translation.writer_id)
    rows = rows.outerjoin(Account, col(Account.id) == Translation.writer_id)
    return rows.add_columns(col(Translation.language), col(Account.name).label("writer")).where(
        col(Translation.published_at).is_(None), col(Translation.text_at).is_distinct_from(Translation.saved_at),
        col(Translation.sent_back_of).is_distinct_from(Translation.saved_at))


def ended(answer_id: int, language: Language | None = None) -> SelectOfScalar[Translation]:
    """Those that everyone could read once, in all languages or in one, the newest first."""
    rows = select(Translation).where(Translation.answer_id == answer_id, col(Translation.ended_at).is_not(None))
    rows = rows.order_by(Translation.language, col(Translation.id).desc())
    return rows if language is None else rows.where(Translation.language == language)


def save(
    db: Session, answer: Answer, language: Language, *, summary: str, body: str, by: Account, seen: datetime | None,
    source: str = "",
) -> Translation:
    """Keeps the text as a draft of the desk. `source` tells the English text that it was made of, today's if none is
    given; `seen` is when the draft that this person saw had been saved. Raises WrittenSince for one that was saved
    since."""
    answers.hold(db, answer)
    old = db.exec(under_way(answer.id, language)).first()
    if (old.saved_at if old else None) != seen:
        raise WrittenSince
    one = old or Translation(answer_id=answer.id, language=language)
    said = {"summary": summary, "body": body, "source": source or english.of(answer).source}
    if old is None or any(getattr(one, name) != value for name, value in said.items()):
        one.sqlmodel_update(said)
        one.saved_at, one.writer_id = clock.after(one.saved_at), by.id
        one.asked_by_id = one.asked_at = one.reader_id = None  # nobody was asked to read this
        db.add(one)
        _record(db, "answer.translation_saved", answer, one, by)
    return one


def approve(db: Session, answer: Answer, one: Translation, *, by: Account, seen: datetime | None) -> None:
    """Says that it may be public. Raises Blocked for one that claims what is not so, WrittenSince for a text they
    have not seen, OwnText for their own, ReadSince."""
    new_texts.hold(db, answer, one)
    of = english.beside(db, answer, one.source)
    facts = facts_of(db, answer, one, of)
    if one.published_at is not None or one.approved_as(facts.quoted):
        return
    one.look(by, seen)
    if found := faults(one, of, facts):
        raise Blocked(tuple(found))
    one.approved_by_id, one.text_at, one.quoted = by.id, one.saved_at, facts.quoted
    db.add(one)
    _record(db, "answer.translation_approved", answer, one, by, translation=one.id)


def send_back(db: Session, answer: Answer, one: Translation, *, by: Account, seen: datetime | None, why: str) -> None:
    """Says what must change before it may be public. Raises ReadSince, WrittenSince and OwnText as approving."""
    new_texts.send_back(db, answer, one, by=by, seen=seen, why=why)
    _record(db, "answer.translation_sent_back", answer, one, by, translation=one.id, reason=why)


def ask(db: Session, answer: Answer, one: Translation, *, by: Account, reader_id: int | None = None) -> None:
    """Asks one person to read it, or whoever has time first. While it waits, asking another changes for whom. Again, or
    where this text is approved, it changes nothing. Raises MayNotRead, ReadSince."""
    new_texts.hold(db, answer, one)
    if not new_texts.can_be_asked(db, answer, one, reader_id):
        return
    one.asked_by_id, one.asked_at, one.reader_id = by.id, clock.now(), reader_id
    db.add(one)
    _record(db, "answer.translation_review_asked", answer, one, by, translation=one.id, reader=reader_id)


def drop(db: Session, answer: Answer, one: Translation, *, by: Account, seen: datetime | None) -> None:
    """Throws a draft away. What is public stays. Raises WrittenSince for a text they have not seen."""
    new_texts.hold(db, answer, one)
    if one.saved_at != seen:
        raise WrittenSince
    if one.published_at is None:
        db.delete(one)
        _record(db, "answer.translation_dropped", answer, one, by)


def publish(db: Session, answer: Answer, one: Translation, *, by: Account, seen: datetime | None) -> None:
    """Everyone can read the answer in this language too; who asked for it and was told of the answer is told. Again
    changes nothing. Raises Blocked, and WrittenSince."""
    new_texts.hold(db, answer, one)
    if one.published_at is not None:
        return
    if one.saved_at != seen:
        raise WrittenSince
    of = english.beside(db, answer, one.source)
    facts = facts_of(db, answer, one, of)
    if found := blocks(answer, one, of, facts, reviews.readers(db)):
        raise Blocked(tuple(found))
    _make_public(db, answer, one, facts, by, quiet=answer.told_at is None)


def publish_with(db: Session, answer: Answer, *, by: Account, told: bool = True) -> None:
    """Those of an English text that has just become public and that are ready. `told`: whoever is told of that text
    reads it in theirs, so nobody is told of these alone."""
    rows = db.exec(under_way(answer.id)).all()
    if not rows:
        return
    readers, of = reviews.readers(db), english.of(answer)
    for one in rows:
        facts = facts_of(db, answer, one, of)
        if not blocks(answer, one, of, facts, readers):
            _make_public(db, answer, one, facts, by, quiet=told or answer.told_at is None)


def standing(db: Session, answer: Answer, of: English, readers: Readers) -> dict[Language, Sequence[str]]:
    """Those under way, each with what stands in the way of its becoming public with this English text."""
    rows = db.exec(under_way(answer.id)).all()
    return {one.language: _blocks(one, of, facts_of(db, answer, one, of), readers) for one in rows}


def facts_of(db: Session, answer: Answer, one: Translation, of: English) -> Facts:
    """What it may claim: the figures that stand in a public English text are its own too."""
    facts = evidence.of_one(db, answer.id, one.summary, one.body)
    return Facts({**facts.counts, **of.figures}, facts.passages, facts.said)


def faults(one: Translation, of: English, facts: Facts) -> list[Fault]:
    """What cannot be proved, each a sentence that says what to do."""
    return [*proofs.faults(one.summary, one.body, facts), *english.strange_numbers(one.summary, one.body, of, facts)]


def blocks(answer: Answer, one: Translation, of: English, facts: Facts, readers: Readers) -> Sequence[str]:
    """What stands in the way of making it public, each a sentence that says what to do."""
    found = _blocks(one, of, facts, readers)
    if answer.published and not of.coming:
        return found
    return [f"It becomes public with the {'new ' if of.coming else ''}English text, or after it.", *found]


def _blocks(one: Translation, of: English, facts: Facts, readers: Readers) -> Sequence[str]:
    found: list[str] = list(faults(one, of, facts))
    if not one.is_of(of):
        found.append(OLDER)
    if one.sent_back and readers.needed:
        found.append(reviews.CHANGE_IT)
    elif not one.approved_as(facts.quoted) and readers.needed:
        found.append(f"Ask a colleague who reads {one.language.words} to read it: "
                     f"{readers.who_may(one.writer_id)} may approve it.")
    return found


def _make_public(db: Session, answer: Answer, one: Translation, facts: Facts, by: Account, *, quiet: bool) -> None:
    before = db.exec(public(answer.id).where(Translation.language == one.language)).all()
    for old in before:
        old.ended_at = clock.now()
        db.add(old)
    db.flush()
    one.typed = {"summary": one.summary, "body": one.body}
    frozen = proofs.freeze(one.summary, one.body, facts)
    one.summary, one.body, one.quotes = frozen.summary, frozen.body, frozen.quotes
    one.published_at = clock.now()
    db.add(one)
    _record(db, "answer.translated", answer, one, by, quiet=quiet or bool(before))  # told once in each language


def _record(db: Session, kind: str, answer: Answer, one: Translation, by: Account, **data: Any) -> None:
    history.record(db, kind, by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id,
                   language=one.language.value, **data)
