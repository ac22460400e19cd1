"""A text that comes beside or in place of what a public answer says: the English one put right, or another language.
A draft of the desk, until a second person has read it and somebody makes it public."""

from datetime import datetime

from sqlmodel import Field, Session

from models import answers, evidence, reviews
from models.accounts import Account
from models.answers import SUMMARY_LIMIT, Answer
from models.base import maybe_moment, moment, points_to
from models.reviews import MayNotRead, OwnText, Read, ReadSince


class WrittenSince(Exception):
    """Somebody else saved or published this text after the person who acts now had opened it."""


class NewText(Read):
    """`text_at` is when the text that was approved had been saved, `quoted` what it quoted then: Facts.quoted."""

    answer_id: int = points_to("answer")
    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    body: str = ""
    writer_id: int | None = points_to("account", optional=True, index=False)
    saved_at: datetime = moment()
    asked_by_id: int | None = points_to("account", optional=True, index=False)
    asked_at: datetime | None = maybe_moment()
    reader_id: int | None = points_to("account", optional=True, index=False)
    approved_by_id: int | None = points_to("account", optional=True, index=False)
    text_at: datetime | None = maybe_moment()
    quoted: str = Field(default="", max_length=16)
    published_at: datetime | None = maybe_moment()

    @property
    def approved(self) -> bool:
        return self.text_at is not None and self.text_at == self.saved_at

    def approved_as(self, quoted: str) -> bool:
        """Whether it was approved with what it quotes now."""
        return self.approved and self.quoted == quoted

    @property
    def sent_back(self) -> bool:
        return self.was_sent_back(self.saved_at)

    @property
    def waits(self) -> bool:
        """Whether somebody was asked to read it as it is now, and did not yet."""
        return self.asked_at is not None and not self.approved and self.published_at is None

    def look(self, by: Account, seen: datetime | None) -> None:
        """Whether this person may say something of it. Raises ReadSince, WrittenSince for a text they have not seen,
        OwnText for their own."""
        if self.sent_back:
            raise ReadSince
        if self.saved_at != seen:
            raise WrittenSince
        if self.writer_id == by.id:
            raise OwnText


def hold(db: Session, answer: Answer, one: NewText) -> None:
    """Until this transaction is over nobody else saves, approves or publishes it."""
    answers.hold(db, answer)
    db.refresh(one)


def is_read(db: Session, answer: Answer, one: NewText) -> bool:
    """Whether nobody has to read it: it is public, or approved with what it quotes now."""
    if one.published_at is not None:
        return True
    return one.approved_as(evidence.of_one(db, answer.id, one.summary, one.body).quoted)


def can_be_asked(db: Session, answer: Answer, one: NewText, reader_id: int | None) -> bool:
    """Whether asking this person, or whoever has time first, changes anything. Raises MayNotRead, ReadSince."""
    if (one.waits and one.reader_id == reader_id) or is_read(db, answer, one):
        return False
    if one.sent_back:
        raise ReadSince
    if reader_id is not None and not reviews.readers(db).may_read(reader_id, one.writer_id):
        raise MayNotRead
    return True


def send_back(db: Session, answer: Answer, one: NewText, *, by: Account, seen: datetime | None, why: str) -> None:
    """Says what must change before it may be public. Raises as looking does, and ReadSince for one that is read."""
    hold(db, answer, one)
    if is_read(db, answer, one):
        raise ReadSince
    one.look(by, seen)
    one.asked_at = None  # nobody is asked to read what comes next
    one.note_sent_back(one.saved_at, by=by, why=why)
    db.add(one)
