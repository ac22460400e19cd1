"""What a team promised in an answer: what, who, by when, and the day it was done."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.answers import Answer
from models.base import maybe_moment, moment, points_to

TEXT_LIMIT = 300


class Commitment(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    promise: str = Field(max_length=TEXT_LIMIT)
    who: str = Field(default="", max_length=120)
    due_on: date | None = None
    made_at: datetime = moment()
    delivered_at: datetime | None = maybe_moment()


def of_answer(answer_id: int) -> SelectOfScalar[Commitment]:
    return select(Commitment).where(Commitment.answer_id == answer_id).order_by(col(Commitment.id))


def make(db: Session, answer: Answer, *, promise: str, who: str, due_on: date | None, by: Account) -> Commitment:
    commitment = Commitment(answer_id=answer.id, promise=promise, who=who, due_on=due_on)
    db.add(commitment)
    db.flush()
    history.record(db, "commitment.made", by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id)
    return commitment


def deliver(db: Session, commitment: Commitment, answer: Answer, *, by: Account) -> None:
    if commitment.delivered_at is None:
        commitment.delivered_at = clock.now()
        history.record(db, "commitment.delivered", by=by.id, answer=answer.id, theme=answer.theme_id,
                       idea=answer.idea_id, commitment=commitment.id)
