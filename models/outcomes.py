"""What changed because of an answer: a measure with its value before, the target, and readings over time."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, history
from models.accounts import Account
from models.answers import Answer
from models.base import moment, points_to

MEASURE_LIMIT = 200
UNIT_LIMIT = 40
SOURCE_LIMIT = 200
NOTE_LIMIT = 300
EARLIEST = date(2000, 1, 1)


class Settled(Exception):
    """What a public answer is measured by was promised to everyone: it is not written again afterwards."""


class Outcome(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    measure: str = Field(max_length=MEASURE_LIMIT)
    unit: str = Field(default="", max_length=UNIT_LIMIT)
    baseline: float | None = None
    baseline_on: date | None = None
    baseline_source: str = Field(default="", max_length=SOURCE_LIMIT)
    target: float | None = None
    read_by: date | None = None
    made_at: datetime = moment()

    @property
    def missing(self) -> list[str]:
        """What stands in the way of promising it in public."""
        over = self.read_by is not None and self.read_by < clock.today()
        wrong = {
            "Say what you will measure, or take its figures out.": not self.measure,
            "Enter the value before anything changes.": self.baseline is None,
            "Enter the day of the value before.": self.baseline_on is None,
            "The day that the measure will be read has passed. Choose another.": over,
        }
        return [sentence for sentence, so in wrong.items() if so]


class Reading(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    outcome_id: int = points_to("outcome")
    value: float
    read_on: date
    note: str = Field(default="", max_length=NOTE_LIMIT)


def of_answer(answer_id: int) -> SelectOfScalar[Outcome]:
    return select(Outcome).where(Outcome.answer_id == answer_id).order_by(col(Outcome.id))


def expect(
    db: Session, answer: Answer, *, measure: str, unit: str, baseline: float | None, baseline_on: date | None,
    baseline_source: str, target: float | None, read_by: date | None, by: Account,
) -> Outcome:
    """How the team will know that it worked: the one measure of an answer, written again while it is a draft.

    Raises Settled when the answer is public and has another one.
    """
    says: dict[str, Any] = {
        "measure": measure, "unit": unit, "baseline": baseline, "baseline_on": baseline_on,
        "baseline_source": baseline_source, "target": target, "read_by": read_by,
    }
    outcome = db.exec(of_answer(answer.id)).first() or Outcome(answer_id=answer.id, **says)
    same = outcome.id is not None and all(getattr(outcome, name) == value for name, value in says.items())
    if same:
        return outcome
    if outcome.id is not None and answer.published:
        raise Settled
    for name, value in says.items():
        setattr(outcome, name, value)
    db.add(outcome)
    answers.add_to(db, answer, by=by)
    db.flush()
    history.record(db, "outcome.expected", by=by.id, answer=answer.id, theme=answer.theme_id,
                   outcome=outcome.id)
    return outcome


def expect_nothing(db: Session, answer: Answer, *, by: Account) -> None:
    """Takes the measure out of a draft again."""
    outcome = db.exec(of_answer(answer.id)).first()
    if outcome is not None and not answer.published:
        db.delete(outcome)
        answers.add_to(db, answer, by=by)


def read(
    db: Session, outcome: Outcome, answer: Answer, *, value: float, read_on: date, note: str, by: Account
) -> Reading:
    reading = Reading(outcome_id=outcome.id, value=value, read_on=read_on, note=note)
    db.add(reading)
    db.flush()
    answers.settle(db, answer)
    history.record(db, "outcome.measured", by=by.id, answer=answer.id, theme=answer.theme_id,
                   idea=answer.idea_id, outcome=outcome.id)
    return reading
