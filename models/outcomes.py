"""What changed because of an answer: a measure with its value before, the target, and readings over time."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.answers import Answer
from models.base import moment, points_to


class Outcome(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    measure: str = Field(max_length=200)
    unit: str = Field(default="", max_length=40)
    baseline: float
    baseline_on: date
    baseline_source: str = Field(default="", max_length=200)
    target: float | None = None
    read_by: date | None = None
    made_at: datetime = moment()


class Reading(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    outcome_id: int = points_to("outcome")
    value: float
    read_on: date
    note: str = Field(default="", max_length=300)


def of_answer(answer_id: int) -> SelectOfScalar[Outcome]:
    return select(Outcome).where(Outcome.answer_id == answer_id).order_by(col(Outcome.id))


def readings(outcome_id: int) -> SelectOfScalar[Reading]:
    return select(Reading).where(Reading.outcome_id == outcome_id).order_by(col(Reading.read_on), col(Reading.id))


def read(db: Session, outcome: Outcome, answer: Answer, *, value: float, read_on: date, note: str, by: Account) -> Reading:
    reading = Reading(outcome_id=outcome.id, value=value, read_on=read_on, note=note)
    db.add(reading)
    db.flush()
    history.record(db, "outcome.measured", by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id,
                   outcome=outcome.id)
    return reading
