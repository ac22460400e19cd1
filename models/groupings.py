"""One run of the machine over a call's ideas. Its first run makes themes; every later one only proposes changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, func, select, update

from models import calls, clock, history, statuses
from models.accounts import Account
from models.base import json, maybe_moment, moment, points_to
from models.calls import Call
from models.history import Event
from models.ideas import Idea

FEWEST_IDEAS = 10
GROWN = 0.10  # since the last run: worth another one at night
GROWN_MUCH = 0.30  # worth one at once


class Grouping(SQLModel, table=True):
    __table_args__ = (
        Index("uq_grouping_running", "call_id", unique=True, postgresql_where=text("finished_at IS NULL")),
    )

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
    try:
        with db.begin_nested():
            db.add(grouping)
    except IntegrityError:  # somebody asked in the same moment, and was first
        return db.exec(select(Grouping).where(Grouping.call_id == call_id, col(Grouping.finished_at).is_(None))).one()
    history.record(db, "grouping.asked", by=by.id if by else None, call=call_id, grouping=grouping.id)
    return grouping


def of_event(db: Session, event_id: int) -> Grouping | None:
    """The run that this event asked for."""
    event = db.get(Event, event_id)
    return db.get(Grouping, event.data["grouping"]) if event is not None and "grouping" in event.data else None


def tell(db: Session, grouping_id: int, progress: str) -> None:
    """Says how far it is, for the desk."""
    db.exec(update(Grouping).where(col(Grouping.id) == grouping_id).values(progress=progress[:120]))


def finish(db: Session, grouping: Grouping, figures: dict[str, Any]) -> None:
    grouping.finished_at, grouping.figures, grouping.progress = clock.now(), figures, "Finished"
    history.record(db, "themes.grouped", by=None, call=grouping.call_id, grouping=grouping.id, **figures)


def fail(db: Session, grouping_id: int, error: str) -> None:
    """Ends a run that could not be done, with the reason in plain words. Themes stay as they were."""
    grouping = db.get(Grouping, grouping_id, with_for_update=True)
    if grouping is not None and grouping.running:
        grouping.finished_at, grouping.error, grouping.progress = clock.now(), error, "Stopped"
        history.record(db, "grouping.failed", by=None, call=grouping.call_id, grouping=grouping.id)


def newest_idea_before(db: Session, grouping: Grouping) -> int:
    """The newest idea that an earlier run has seen: those after it are new to the machine."""
    earlier = select(Grouping).where(Grouping.call_id == grouping.call_id, col(Grouping.id) < grouping.id)
    return max((int(run.figures.get("newest_idea", 0)) for run in db.exec(earlier).all()), default=0)


def ideas_in(db: Session, call_id: int) -> int:
    """How many ideas of the call can be grouped."""
    rows = select(func.count(col(Idea.id))).where(Idea.call_id == call_id, groupable())
    return db.exec(rows).one()


def groupable() -> Any:
    """The condition on an idea's row that the machine may group it."""
    return (col(Idea.status).in_(statuses.GROUPABLE)) & (col(Idea.hidden_at).is_(None))


def due(db: Session, call_id: int, *, at_once: bool = False) -> bool:
    """Whether the call has grown enough since its last run: by a tenth for the night, by three tenths for at once."""
    last = latest(db, call_id)
    count = ideas_in(db, call_id)
    if count < FEWEST_IDEAS or (last is not None and last.running):
        return False
    before = int(last.figures.get("ideas", 0)) if last is not None else 0
    return count >= before * (1 + (GROWN_MUCH if at_once else GROWN)) and count > before


def ask_where_due(db: Session) -> int:
    """Asks for a run in every call that has grown: each night. Says for how many."""
    grown = [call.id for call in db.exec(select(Call).where(calls.takes_grouping())).all() if due(db, call.id)]
    for call_id in grown:
        ask(db, call_id, by=None)
    return len(grown)
