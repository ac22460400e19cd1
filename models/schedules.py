"""The hour that an answer is set to become public at, and what came of it then."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Index, text
from sqlmodel import Field, SQLModel, and_, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock
from models.base import given_moment, json, maybe_moment, moment, points_to

MOST_DAYS = 365
_WAITS = "called_off_at IS NULL AND refused_at IS NULL AND done_at IS NULL"


class Schedule(SQLModel, table=True):
    """`text_at` is when the text had been saved that is to be public. `refused`: why it was not published then."""

    __table_args__ = (Index("uq_schedule_waits", "answer_id", unique=True, postgresql_where=text(_WAITS)),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    due_at: datetime = given_moment()
    tells: bool = True
    text_at: datetime = given_moment()
    by_id: int = points_to("account", index=False)
    made_at: datetime = moment()
    called_off_at: datetime | None = maybe_moment()
    refused_at: datetime | None = maybe_moment()
    refused: list[str] = json(list)
    done_at: datetime | None = maybe_moment()

    @property
    def waits(self) -> bool:
        return self.called_off_at is None and self.refused_at is None and self.done_at is None


def waiting() -> ColumnElement[bool]:
    return and_(col(Schedule.called_off_at).is_(None), col(Schedule.refused_at).is_(None),
                col(Schedule.done_at).is_(None))


def of(answer_id: int) -> SelectOfScalar[Schedule]:
    """The one that waits for its hour, if there is one."""
    return select(Schedule).where(Schedule.answer_id == answer_id, waiting())


def latest() -> datetime:
    """The last moment that an answer may be set for."""
    return clock.now() + timedelta(days=MOST_DAYS)
