"""What a team promised in an answer: what, who, by when, how it goes, and how it ended."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, audiences, clock, history
from models.accounts import Account
from models.answers import Answer
from models.audiences import Audience
from models.base import maybe_moment, moment, points_to, word
from models.faults import Fault
from models.statuses import SLIPS, CommitmentState, ProgressKind
from models.wording import day

TEXT_LIMIT = 300
WHO_LIMIT = 120
SENTENCE_LIMIT = 300
LINK_LIMIT = 500
MOST_YEARS = 10


class MovedSince(Exception):
    """The promise has another day than the person saw who moves it now."""


class RewordedSince(Exception):
    """Somebody else put its words right after the person who does so now had opened it."""


class Commitment(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(delivered_at, dropped_at) < 2", name="one_end"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    promise: str = Field(max_length=TEXT_LIMIT)
    who: str = Field(default="", max_length=WHO_LIMIT)
    due_on: date | None = None
    made_at: datetime = moment()
    begun_at: datetime | None = maybe_moment()
    delivered_at: datetime | None = maybe_moment()
    dropped_at: datetime | None = maybe_moment()

    @property
    def missing(self) -> list[Fault]:
        """What stands in the way of promising it in public."""
        wrong = {
            Fault("Say what you promise, or take out who does it and by when.", "promise"): not self.promise,
            Fault("Say by when you will have done what you promise.", "due_on"): self.due_on is None,
            Fault("The day of the promise has passed. Choose another.", "due_on"): self.late,
        }
        return [fault for fault, so in wrong.items() if so]

    @property
    def state(self) -> CommitmentState:
        if self.dropped_at is not None:
            return CommitmentState.DROPPED
        if self.delivered_at is not None:
            return CommitmentState.DELIVERED
        return CommitmentState.PLANNED if self.begun_at is None else CommitmentState.UNDER_WAY

    @property
    def ended(self) -> bool:
        return self.delivered_at is not None or self.dropped_at is not None

    @property
    def late(self) -> bool:
        return not self.ended and self.due_on is not None and self.due_on < clock.today()


class Progress(SQLModel, table=True):
    """What happened to a promise, said in public: nothing of it is written again."""

    id: int = Field(default=None, primary_key=True)
    commitment_id: int = points_to("commitment")
    kind: ProgressKind = word(ProgressKind, ProgressKind.NOTED)
    sentence: str = Field(default="", max_length=SENTENCE_LIMIT)
    link: str = Field(default="", max_length=LINK_LIMIT)
    due_before: date | None = None
    due_after: date | None = None
    promise_before: str = Field(default="", max_length=TEXT_LIMIT)
    who_before: str = Field(default="", max_length=WHO_LIMIT)
    at: datetime = moment()

    @property
    def words(self) -> str:
        """What happened, in short; `sentence` says why, or how anybody can see it."""
        before = f"“{self.promise_before}”" + (f", {self.who_before}" if self.who_before else "")
        moved = f"Moved from {day(self.due_before)} to" if self.due_before else "It had no day. It was set for"
        return {
            ProgressKind.NOTED: self.sentence, ProgressKind.BEGUN: "Work on it began",
            ProgressKind.MOVED: f"{moved} {day(self.due_after)}", ProgressKind.DELIVERED: "Delivered",
            ProgressKind.REWORDED: f"Put right. It was: {before}",
            ProgressKind.DROPPED: "Dropped: it will not be done",
        }[self.kind]

    @property
    def slipped(self) -> bool:
        return self.kind in SLIPS


def latest() -> date:
    """The last day that something may be promised for."""
    return clock.today() + timedelta(days=365 * MOST_YEARS)


def of_answer(answer_id: int) -> SelectOfScalar[Commitment]:
    return select(Commitment).where(Commitment.answer_id == answer_id).order_by(col(Commitment.id))


def progress(commitment_id: int) -> SelectOfScalar[Progress]:
    rows = select(Progress).where(Progress.commitment_id == commitment_id)
    return rows.order_by(col(Progress.at), col(Progress.id))


def first_due(commitment: Commitment, happened: Iterable[Progress]) -> date | None:
    """The day it was promised for at first."""
    days = (row.due_before for row in happened if row.commitment_id == commitment.id and row.due_before)
    return next(days, commitment.due_on)


def audience(db: Session, answer_id: int, *, by: Account) -> Audience:
    """Whom it concerns what becomes of a promise: who wrote what was answered, and who follows it."""
    return audiences.count(db, audiences.of(answers.covered(answer_id)), but_for=by)


def make(
    db: Session, answer: Answer, *, promise: str, who: str, due_on: date | None, by: Account
) -> Commitment:
    commitment = Commitment(answer_id=answer.id, promise=promise, who=who, due_on=due_on)
    db.add(commitment)
    answers.add_to(db, answer, by=by)
    db.flush()
    if answer.published:  # what was delivered is no longer all
        answers.settle(db, answer)
    _record(db, "commitment.made", commitment, answer, by)
    return commitment


def write(db: Session, answer: Answer, *, promise: str, who: str, due_on: date | None, by: Account) -> None:
    """What a draft promises first: one commitment, perhaps half-written, or none when nothing is written."""
    old, written = db.exec(of_answer(answer.id)).first(), bool(promise or who or due_on)
    if old is None and written:
        make(db, answer, promise=promise, who=who, due_on=due_on, by=by)
    elif old is not None and not written:
        db.delete(old)
        answers.add_to(db, answer, by=by)
    elif old is not None and (old.promise, old.who, old.due_on) != (promise, who, due_on):
        old.promise, old.who, old.due_on = promise, who, due_on
        answers.add_to(db, answer, by=by)


def note(db: Session, commitment: Commitment, answer: Answer, *, sentence: str, by: Account) -> bool:
    """How it goes, in a sentence."""
    return _open(db, commitment) and _happened(db, commitment, answer, by, ProgressKind.NOTED, sentence=sentence)


def begin(db: Session, commitment: Commitment, answer: Answer, *, sentence: str = "", by: Account) -> bool:
    if not _open(db, commitment) or commitment.begun_at is not None:
        return False
    commitment.begun_at = clock.now()
    return _happened(db, commitment, answer, by, ProgressKind.BEGUN, sentence=sentence)


def move(
    db: Session, commitment: Commitment, answer: Answer, *, due_on: date, because: str, seen: date | None, by: Account,
    tell: bool = True,
) -> bool:
    """Another day for the promise. Raises MovedSince when it has another day already than `seen`."""
    if not _open(db, commitment):
        return False
    if commitment.due_on != seen:
        raise MovedSince
    before, commitment.due_on = commitment.due_on, due_on
    return _happened(db, commitment, answer, by, ProgressKind.MOVED, tell=tell, sentence=because, due_before=before,
                     due_after=due_on)


def rewordings(db: Session, commitment_id: int) -> int:
    """How often its words were put right."""
    rows = select(func.count(col(Progress.id))).where(Progress.commitment_id == commitment_id)
    return db.exec(rows.where(Progress.kind == ProgressKind.REWORDED)).one()


def reword(
    db: Session, commitment: Commitment, answer: Answer, *, promise: str, who: str, because: str, seen: int,
    by: Account, tell: bool,
) -> bool:
    """Puts right what was promised and who does it; what it said stays readable. Its day is only moved. False where it
    says this already. Raises RewordedSince when it was put right more often than `seen`."""
    db.refresh(commitment, with_for_update=True)
    if rewordings(db, commitment.id) != seen:
        raise RewordedSince
    before = {"promise_before": commitment.promise, "who_before": commitment.who}
    if list(before.values()) == [promise, who]:
        return False
    commitment.promise, commitment.who = promise, who
    return _happened(db, commitment, answer, by, ProgressKind.REWORDED, tell=tell, sentence=because, **before)


def deliver(
    db: Session, commitment: Commitment, answer: Answer, *, by: Account, evidence: str = "", link: str = "",
    tell: bool = True,
) -> bool:
    """It is done, and `evidence` says how anybody can see that it is."""
    if not _open(db, commitment):
        return False
    commitment.delivered_at = clock.now()
    answers.settle(db, answer)
    return _happened(db, commitment, answer, by, ProgressKind.DELIVERED, tell=tell, sentence=evidence, link=link)


def drop(
    db: Session, commitment: Commitment, answer: Answer, *, because: str, by: Account, tell: bool = True
) -> bool:
    """It will not be done after all."""
    if not _open(db, commitment):
        return False
    commitment.dropped_at = clock.now()
    answers.settle(db, answer)
    return _happened(db, commitment, answer, by, ProgressKind.DROPPED, tell=tell, sentence=because)


def _open(db: Session, commitment: Commitment) -> bool:
    """Whether it has not ended yet; nobody else can end it from here on."""
    db.refresh(commitment, with_for_update=True)
    return not commitment.ended


def _happened(
    db: Session, commitment: Commitment, answer: Answer, by: Account, kind: ProgressKind, *, tell: bool = False,
    **said: Any,
) -> bool:
    row = Progress(commitment_id=commitment.id, kind=kind, **said)
    db.add_all([commitment, row])
    db.flush()
    _record(db, f"commitment.{kind.value}", commitment, answer, by, progress=row.id, tell=tell)
    return True


def _record(db: Session, kind: str, commitment: Commitment, answer: Answer, by: Account, **data: Any) -> None:
    """The promise of a draft is not public, so it is not told with its idea."""
    idea = answer.idea_id if answer.published else None
    history.record(db, kind, by=by.id, answer=answer.id, theme=answer.theme_id, idea=idea,
                   commitment=commitment.id, **data)


def state_of(commitment: Any = Commitment) -> Any:
    """The state as a column."""
    def said(state: CommitmentState) -> Any:
        return sa.literal_column(f"'{state.value}'")

    state = sa.case(
        (col(commitment.dropped_at).is_not(None), said(CommitmentState.DROPPED)),
        (col(commitment.delivered_at).is_not(None), said(CommitmentState.DELIVERED)),
        (col(commitment.begun_at).is_not(None), said(CommitmentState.UNDER_WAY)),
        else_=said(CommitmentState.PLANNED))
    return sa.type_coerce(state, _STATES)


_STATES = sa.Enum(CommitmentState, native_enum=False, values_callable=lambda all_: [one.value for one in all_])
