"""What changed because of an answer: a measure with its value before, the target, and readings over time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, Select, text
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, audiences, clock, history
from models.accounts import Account
from models.answers import Answer
from models.audiences import Audience
from models.base import moment, points_to, word
from models.faults import Fault
from models.history import Event
from models.notifications import Notification
from models.statuses import ACCEPTS, Better, Confidence, Verdict

MEASURE_LIMIT = 200
UNIT_LIMIT = 40
SOURCE_LIMIT = 200
NOTE_LIMIT = 300
EARLIEST = date(2000, 1, 1)


class Settled(Exception):
    """What a public answer is measured by was promised to everyone: it is not written again afterwards."""


class CorrectedSince(Exception):
    """Somebody else corrected this reading after the person who corrects it now had opened it."""


class Outcome(SQLModel, table=True):
    __table_args__ = (
        Index("uq_outcome_success", "answer_id", unique=True, postgresql_where=text("success")),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    measure: str = Field(max_length=MEASURE_LIMIT)
    unit: str = Field(default="", max_length=UNIT_LIMIT)
    better: Better | None = word(Better, None)
    baseline: float | None = None
    baseline_on: date | None = None
    baseline_source: str = Field(default="", max_length=SOURCE_LIMIT)
    target: float | None = None
    matters: float | None = None  # the smallest change that would be a real one
    read_by: date | None = None
    success: bool = True  # of all measures of an answer, the one that says whether it worked
    made_at: datetime = moment()

    @property
    def missing(self) -> list[Fault]:
        """What stands in the way of promising it in public."""
        over = self.read_by is not None and self.read_by < clock.today()
        wrong = {
            Fault("Say what you will measure, or take its figures out.", "measure"): not self.measure,
            Fault("Enter the value before anything changes.", "baseline"): self.baseline is None,
            Fault("Enter the day of the value before.", "baseline_on"): self.baseline_on is None,
            Fault("The day that the measure will be read has passed. Choose another.", "read_by"): over,
        }
        return [fault for fault, so in wrong.items() if so]

    @property
    def wanted(self) -> Better | None:
        """Which way it should go: as it was said, or else towards the target."""
        if self.better is not None or self.target is None or self.baseline is None:
            return self.better
        return Better.LOWER if self.target < self.baseline else Better.HIGHER


class Reading(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    outcome_id: int = points_to("outcome")
    value: float
    read_on: date
    note: str = Field(default="", max_length=NOTE_LIMIT)
    source: str = Field(default="", max_length=SOURCE_LIMIT)
    confidence: Confidence = word(Confidence, Confidence.MEDIUM)
    version: int = 1


class Correction(SQLModel, table=True):
    """What a reading said before it was corrected, and why it was."""

    id: int = Field(default=None, primary_key=True)
    reading_id: int = points_to("reading")
    value: float
    read_on: date
    note: str = Field(default="", max_length=NOTE_LIMIT)
    source: str = Field(default="", max_length=SOURCE_LIMIT)
    confidence: Confidence = word(Confidence, Confidence.MEDIUM)
    because: str = Field(max_length=NOTE_LIMIT)
    at: datetime = moment()


SAID = ("value", "read_on", "note", "source", "confidence")


def of_answer(answer_id: int) -> SelectOfScalar[Outcome]:
    """The measures of an answer, its measure of success first."""
    return select(Outcome).where(Outcome.answer_id == answer_id).order_by(col(Outcome.success).desc(), col(Outcome.id))


def missing_success(verdict: Verdict | None, measures: Sequence[Outcome]) -> list[Fault]:
    """What is still to be said of how one will know that it worked, where something is done at all."""
    if verdict not in ACCEPTS:
        return []
    success = next((one for one in measures if one.success), None)
    if success is None:
        return [Fault("Say how you will know that it worked: what you will measure, its value now, the value wanted, "
                      "and when it will be read.", "measure")]
    wanted = {
        Fault("Say where the value before comes from.", "baseline_source"): success.baseline_source,
        Fault("Enter the value wanted of what you measure.", "target"): success.target is not None,
        Fault("Say when the measure will be read.", "read_by"): success.read_by,
    }
    return [fault for fault, said in wanted.items() if not said]


def success_missing(db: Session, answer: Answer) -> Sequence[str]:
    """The same of a stored answer, with what is wrong with any of its measures."""
    measures = db.exec(of_answer(answer.id)).all()
    return [sentence for one in measures for sentence in one.missing] + missing_success(answer.verdict, measures)


def expect(
    db: Session, answer: Answer, *, measure: str, unit: str, baseline: float | None, baseline_on: date | None,
    baseline_source: str, target: float | None, read_by: date | None, by: Account, better: Better | None = None,
    matters: float | None = None,
) -> Outcome:
    """How the team will know that it worked: the measure of success, written again while it is a draft.

    Raises Settled when the answer is public and has another one.
    """
    says: dict[str, Any] = {
        "measure": measure, "unit": unit, "baseline": baseline, "baseline_on": baseline_on, "better": better,
        "baseline_source": baseline_source, "target": target, "matters": matters, "read_by": read_by,
    }
    outcome = db.exec(of_answer(answer.id)).first() or Outcome(answer_id=answer.id, **says)
    same = outcome.id is not None and all(getattr(outcome, name) == value for name, value in says.items())
    if same and outcome.success:
        return outcome
    if outcome.id is not None and answer.published:
        raise Settled
    for name, value in says.items():
        setattr(outcome, name, value)
    outcome.success = True
    return _keep(db, outcome, answer, by)


def add(db: Session, answer: Answer, *, by: Account, **says: Any) -> Outcome:
    """A measure more. Where an answer has no measure of success, it is that."""
    db.refresh(answer, with_for_update=True)
    first = db.exec(of_answer(answer.id)).first()
    return _keep(db, Outcome(answer_id=answer.id, success=first is None or not first.success, **says), answer, by)


def _keep(db: Session, outcome: Outcome, answer: Answer, by: Account) -> Outcome:
    db.add(outcome)
    answers.add_to(db, answer, by=by)
    db.flush()
    history.record(db, "outcome.expected", by=by.id, answer=answer.id, theme=answer.theme_id,
                   outcome=outcome.id)
    return outcome


def expect_nothing(db: Session, answer: Answer, *, by: Account) -> None:
    """Takes the measure of success out of a draft again."""
    outcome = db.exec(of_answer(answer.id)).first()
    if outcome is not None and outcome.success and not answer.published:
        db.delete(outcome)
        answers.add_to(db, answer, by=by)


def readings(outcome_id: int) -> SelectOfScalar[Reading]:
    return select(Reading).where(Reading.outcome_id == outcome_id).order_by(col(Reading.read_on), col(Reading.id))


def read(
    db: Session, outcome: Outcome, answer: Answer, *, value: float, read_on: date, note: str, by: Account,
    source: str = "", confidence: Confidence = Confidence.MEDIUM,
) -> Reading:
    reading = Reading(outcome_id=outcome.id, value=value, read_on=read_on, note=note, source=source,
                      confidence=confidence)
    db.add(reading)
    db.flush()
    answers.settle(db, answer)
    history.record(db, "outcome.measured", by=by.id, answer=answer.id, theme=answer.theme_id,
                   idea=answer.idea_id, outcome=outcome.id, reading=reading.id)
    return reading


def correct(
    db: Session, reading: Reading, answer: Answer, *, because: str, seen: int, by: Account, tell: bool = True,
    **says: Any,
) -> None:
    """Says what the reading was, and keeps what it said. Who was told of it is told of this, if that is wanted.

    `seen` is the version that this person saw. Raises CorrectedSince when it was corrected again since.
    """
    db.refresh(reading, with_for_update=True)
    if reading.version != seen:
        raise CorrectedSince
    before = {name: getattr(reading, name) for name in SAID}
    correction = Correction(reading_id=reading.id, because=because, **before)
    db.add(correction)
    for name, value in says.items():
        setattr(reading, name, value)
    reading.version += 1
    db.add(reading)
    db.flush()
    history.record(db, "outcome.corrected", by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id,
                   outcome=reading.outcome_id, reading=reading.id, correction=correction.id, tell=tell)


def told_of(answer_id: int, reading_id: int) -> Select[Any]:
    """The accounts that were told of this reading."""
    rows: Select[Any] = sa.select(col(Notification.account_id)).join(Event, col(Event.id) == Notification.event_id)
    this = sa.cast(col(Event.data)["reading"].astext, sa.Integer) == reading_id
    return rows.where(col(Event.answer_id) == answer_id, col(Event.kind) == "outcome.measured", this)


def audience(db: Session, answer: Answer, reading_id: int, *, by: Account) -> Audience:
    """Whom a correction concerns: who was told of the reading, and is still told of its answer."""
    people = audiences.of(answers.covered(answer.id)).subquery()
    told = people.c.account_id.in_(told_of(answer.id, reading_id))
    return audiences.count(db, sa.select(people).where(told), but_for=by)
