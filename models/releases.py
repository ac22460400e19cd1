"""An answer that becomes public at a set hour. Everything is checked again then: what fails is not published, and the
desk is told why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import answers, clock, history, publications, schedules
from models.accounts import Account
from models.answers import Answer, SavedSince
from models.faults import Blocked
from models.schedules import Schedule, waiting

CHANGED = "The text was changed after the hour was set. Read it again, then set a new hour."
LEFT = "Who set the hour no longer works at the desk. Set a new one."


def set_hour(
    db: Session, answer: Answer, *, due_at: datetime, by: Account, seen: datetime | None, tell: bool
) -> None:
    """Has the answer published at an hour to come; a second hour takes the place of the first.

    Raises Blocked and SavedSince as publishing now would.
    """
    answers.hold(db, answer)
    if answer.published:
        return
    publications.check(db, answer, seen=seen)
    set_before = db.exec(schedules.of(answer.id)).first()
    same = set_before is not None and (set_before.due_at, set_before.tells, set_before.text_at) == (
        due_at, tell, answer.saved_at)
    if same:
        return
    if set_before is not None:
        _end(db, set_before)
    db.add(Schedule(answer_id=answer.id, due_at=due_at, tells=tell, text_at=answer.saved_at, by_id=by.id))
    _record(db, "answer.scheduled", answer, by.id, due=due_at.isoformat())


def call_off(db: Session, schedule: Schedule, answer: Answer, *, by: Account) -> bool:
    """It stays a draft. False when its hour came, or somebody called it off, a moment before."""
    answers.hold(db, answer)
    db.refresh(schedule)
    if not schedule.waits or answer.published:
        return False
    _end(db, schedule)
    _record(db, "answer.called_off", answer, by.id)
    return True


def _end(db: Session, schedule: Schedule) -> None:
    schedule.called_off_at = clock.now()
    db.add(schedule)
    db.flush()


def due(db: Session) -> Sequence[int]:
    """The schedules whose hour has come, the earliest first."""
    rows = select(Schedule.id).where(waiting(), col(Schedule.due_at) <= clock.now())
    return db.exec(rows.order_by(col(Schedule.due_at), col(Schedule.id))).all()


def carry_out(db: Session, schedule_id: int) -> None:
    """Publishes the answer if it still may be. Again changes nothing."""
    schedule = db.get_one(Schedule, schedule_id)
    answer, by = db.get_one(Answer, schedule.answer_id), db.get_one(Account, schedule.by_id)
    answers.hold(db, answer)
    db.refresh(schedule, with_for_update=True)
    if not schedule.waits:
        return
    try:
        _publish(db, schedule, answer, by)
    except Blocked as blocked:
        _refuse(db, schedule, answer, list(blocked.sentences))
    except SavedSince:
        _refuse(db, schedule, answer, [CHANGED])


def _publish(db: Session, schedule: Schedule, answer: Answer, by: Account) -> None:
    if answer.published:
        _end(db, schedule)
        return
    if not by.works_at_desk:
        raise Blocked((LEFT,))
    publications.publish(db, answer, by=by, seen=schedule.text_at, tell=schedule.tells)
    schedule.done_at = clock.now()
    db.add(schedule)


def _refuse(db: Session, schedule: Schedule, answer: Answer, why: list[str]) -> None:
    schedule.refused_at, schedule.refused = clock.now(), why
    db.add(schedule)
    _record(db, "answer.not_published", answer, None)


def _record(db: Session, kind: str, answer: Answer, by_id: int | None, **data: Any) -> None:
    history.record(db, kind, by=by_id, answer=answer.id, theme=answer.theme_id, **data)
