"""One run of the machine over a call's ideas. Its first run makes themes; every later one only proposes changes."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from models import history
from models.accounts import Account
from models.base import json, maybe_moment, moment, points_to


class Grouping(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    call_id: int = points_to("call")
    asked_by_id: int | None = points_to("account", optional=True)
    asked_at: datetime = moment()
    finished_at: datetime | None = maybe_moment()
    error: str = ""
    progress: str = Field(default="Waiting to start", max_length=120)
    figures: dict[str, Any] = json()

    @property
    def running(self) -> bool:
        return self.finished_at is None


def latest(db: Session, call_id: int) -> Grouping | None:
    rows = select(Grouping).where(Grouping.call_id == call_id).order_by(col(Grouping.id).desc())
    return db.exec(rows.limit(1)).one_or_none()


def ask(db: Session, call_id: int, *, by: Account | None) -> Grouping:
    """Asks for a run; while one is under way, that one serves."""
    running = latest(db, call_id)
    if running is not None and running.running:
        return running
    grouping = Grouping(call_id=call_id, asked_by_id=by.id if by else None)
    db.add(grouping)
    db.flush()
    history.record(db, "grouping.asked", by=by.id if by else None, call=call_id, grouping=grouping.id)
    return grouping
