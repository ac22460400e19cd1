"""A question put to everyone, with a sponsor, dates, and a commitment made before it opens."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, statuses
from models.accounts import Account
from models.base import moment, points_to, word
from models.statuses import CallState

COMMITMENT = ("can_change", "cannot_change", "decides", "answer_by")
COMMITTED = "state = 'draft' OR (can_change <> '' AND cannot_change <> '' AND decides <> '' AND answer_by IS NOT NULL)"


class CommitmentMissing(ValueError):
    """A call was opened before it said what can change, what cannot, who decides and by when."""


class Call(SQLModel, table=True):
    __table_args__ = (CheckConstraint(COMMITTED, name="committed"),)

    id: int = Field(default=None, primary_key=True)
    question: str = Field(max_length=160)
    summary: str = ""
    sponsor: str = Field(default="", max_length=120)
    sponsor_role: str = Field(default="", max_length=160)
    can_change: str = ""
    cannot_change: str = ""
    decides: str = Field(default="", max_length=300)
    team_id: int | None = points_to("team", optional=True)
    state: CallState = word(CallState, CallState.DRAFT)
    opens_on: date | None = None
    closes_on: date | None = None
    answer_by: date | None = None
    source: str = Field(default="", max_length=120, index=True)
    created_at: datetime = moment()

    @property
    def takes_ideas(self) -> bool:
        return self.state == CallState.OPEN

    @property
    def closed(self) -> bool:
        return self.state in statuses.CLOSED_CALLS

    @property
    def missing(self) -> list[str]:
        """The parts of the commitment that are not written yet."""
        return [name for name in COMMITMENT if not getattr(self, name)]

    @property
    def changeable(self) -> list[str]:
        return [line for line in self.can_change.split("\n") if line]

    @property
    def unchangeable(self) -> list[str]:
        return [line for line in self.cannot_change.split("\n") if line]


def visible_to(account: Account | None) -> SelectOfScalar[Call]:
    if account is not None and account.works_at_desk:
        return select(Call)
    return select(Call).where(col(Call.state).in_(statuses.PUBLIC_CALLS))


def open_now() -> SelectOfScalar[Call]:
    return select(Call).where(Call.state == CallState.OPEN).order_by(col(Call.closes_on), col(Call.id))


def draft(db: Session, *, by: Account | None, question: str, **words: object) -> Call:
    call = Call(question=question, **words)
    db.add(call)
    db.flush()
    history.record(db, "call.drafted", by=by.id if by else None, call=call.id)
    return call


def open_up(db: Session, call: Call, *, by: Account | None) -> None:
    """Opens the call to ideas. Raises CommitmentMissing while a part of the commitment is not written."""
    if call.missing:
        raise CommitmentMissing(", ".join(call.missing))
    _move(db, call, CallState.OPEN, "call.opened", by)


def close(db: Session, call: Call, *, by: Account | None) -> None:
    _move(db, call, CallState.READING, "call.closed", by)


def conclude(db: Session, call: Call, *, by: Account | None) -> None:
    _move(db, call, CallState.ANSWERED, "call.answered", by)


def _move(db: Session, call: Call, state: CallState, kind: str, by: Account | None) -> None:
    if call.state != state:
        call.state = state
        if state == CallState.OPEN and call.opens_on is None:
            call.opens_on = clock.today()
        history.record(db, kind, by=by.id if by else None, call=call.id)
