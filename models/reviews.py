"""A second person reads an answer before it is public: who asked for it, who approved it, and which saved text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, history, roles
from models.accounts import Account
from models.answers import Answer, SavedSince
from models.base import maybe_moment, moment, points_to, so_many
from models.settings import settings


class OwnText(Exception):
    """Whoever saved a text last is not the second person to read it."""


class Review(SQLModel, table=True):
    """`text_at` is when the text that was approved had been saved: a later text is approved anew."""

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    asked_by_id: int | None = points_to("account", optional=True, index=False)
    asked_at: datetime = moment()
    approved_by_id: int | None = points_to("account", optional=True, index=False)
    approved_at: datetime | None = maybe_moment()
    text_at: datetime | None = maybe_moment()

    @property
    def waits(self) -> bool:
        return self.approved_at is None

    def approves(self, answer: Answer) -> bool:
        return self.text_at is not None and self.text_at == answer.saved_at


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

    def who_may(self, writer_id: int | None, *, most: int = 3) -> str:
        """The names of those who can be asked to read what this person wrote, policy officers first."""
        able = sorted((one.role not in roles.ANSWERS, one.name) for one in self.people if one.id != writer_id)
        return " or ".join(name for _, name in able[:most] if name) or "a new colleague"


def readers(db: Session) -> Readers:
    columns: list[Any] = [Account.id, Account.name, Account.role]
    rows = sa.select(*columns).where(col(Account.role).in_(roles.WORKS_AT_DESK)).order_by(col(Account.id))
    return Readers(db.execute(rows).all())


def of(answer_id: int) -> SelectOfScalar[Review]:
    """How it was read, the last time first."""
    return select(Review).where(Review.answer_id == answer_id).order_by(col(Review.id).desc()).limit(1)


def how_far(reader: Any, *draft: ColumnElement[bool]) -> Any:
    """Whether the draft is approved, or waits for a second reader: for this one, or for somebody else."""
    last = sa.select(Review.text_at).where(col(Review.answer_id) == Answer.id)  # type: ignore[call-overload]
    approved = last.order_by(col(Review.id).desc()).limit(so_many(1)).correlate(Answer).scalar_subquery()
    asked = sa.exists().where(col(Review.answer_id) == Answer.id, col(Review.approved_at).is_(None))
    mine = sa.func.coalesce(col(Answer.writer_id) != reader, sa.true())
    others = sa.case((mine, "yours"), else_="others")
    words = sa.case((approved == Answer.saved_at, "approved"), (asked, others), else_="")
    read = sa.select(words).select_from(Answer).where(*draft).order_by(col(Answer.id)).limit(so_many(1))
    return read.scalar_subquery().label("read")


def ask(db: Session, answer: Answer, *, by: Account) -> None:
    """Asks the others to read it. Again, or where this text is approved, it changes nothing."""
    answers.hold(db, answer)
    last = db.exec(of(answer.id)).first()
    if answer.published or (last is not None and (last.waits or last.approves(answer))):
        return
    db.add(Review(answer_id=answer.id, asked_by_id=by.id))
    history.record(db, "answer.review_asked", by=by.id, answer=answer.id, theme=answer.theme_id)


def approve(db: Session, answer: Answer, *, by: Account, seen: datetime | None) -> None:
    """Says that this text may be public. Raises SavedSince for a text they have not seen, OwnText for their own."""
    answers.hold(db, answer)
    last = db.exec(of(answer.id)).first()
    if answer.published or (last is not None and last.approves(answer)):
        return
    if answer.saved_at != seen:
        raise SavedSince(answer)
    if by.id == answer.writer_id:
        raise OwnText
    review = last if last is not None and last.waits else Review(answer_id=answer.id, asked_by_id=by.id)
    review.approved_by_id, review.approved_at, review.text_at = by.id, clock.now(), answer.saved_at
    db.add(review)
    history.record(db, "answer.approved", by=by.id, answer=answer.id, theme=answer.theme_id)
