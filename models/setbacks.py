"""Jobs that kept failing and were set aside, with the error, for the administrator to see and to try again."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, queue
from models.accounts import Account
from models.base import json, maybe_moment, moment


class Setback(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    task: str = Field(max_length=60)
    arguments: dict[str, Any] = json()
    error: str = Field(max_length=500)
    at: datetime = moment()
    retried_at: datetime | None = maybe_moment()


def keep(db: Session, task: str, arguments: dict[str, Any], error: BaseException) -> None:
    """Keeps the kind and first line of the error only: the rest of a message can hold people's words."""
    first = str(error).splitlines()[0] if str(error) else ""
    db.add(Setback(task=task, arguments=arguments, error=f"{type(error).__name__}: {first}"[:300]))


def waiting() -> SelectOfScalar[Setback]:
    return select(Setback).where(col(Setback.retried_at).is_(None)).order_by(col(Setback.id).desc())


def count(db: Session) -> int:
    return db.exec(select(func.count(col(Setback.id))).where(col(Setback.retried_at).is_(None))).one()


def retry_all(db: Session, *, by: Account) -> None:
    """All that waits, as after a mail server was away for longer than anything is tried again by itself."""
    found = db.exec(waiting().with_for_update(skip_locked=True)).all()
    by_task: dict[str, list[dict[str, Any]]] = {}
    for setback in reversed(found):
        setback.retried_at = clock.now()
        by_task.setdefault(setback.task.removeprefix("jobs."), []).append(setback.arguments)
    for task, arguments in by_task.items():
        queue.defer_many(db, task, arguments)
    if found:
        history.record(db, "jobs.retried", by=by.id, setbacks=[setback.id for setback in found])


def retry(db: Session, setback: Setback, *, by: Account) -> None:
    if setback.retried_at is None:
        setback.retried_at = clock.now()
        queue.defer(db, setback.task.removeprefix("jobs."), **setback.arguments)
        history.record(db, "job.retried", by=by.id, setback=setback.id)
