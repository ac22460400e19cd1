"""Deferring a job in the caller's own transaction: a rollback takes the job with it."""

from collections.abc import Sequence
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from sqlmodel import Session

# Never opened: it is only ever used on the caller's connection. The worker has its own (jobs/queue.py).
_app = App(connector=SyncPsycopgConnector())


def defer(
    db: Session, task: str, *, lock: str | None = None, in_seconds: int = 0, priority: int = 0, **arguments: Any
) -> None:
    """Puts a job in the queue. `lock`: jobs with the same one never run at the same time. Lower priorities wait."""
    connection = db.connection().connection.driver_connection
    schedule = {"seconds": in_seconds} if in_seconds else None
    job = _app.configure_task(
        f"jobs.{task}", connection=connection, lock=lock, schedule_in=schedule, priority=priority)
    job.defer(**arguments)


def defer_many(db: Session, task: str, arguments: Sequence[dict[str, Any]]) -> None:
    """The same job once for each of these, in one statement."""
    connection = db.connection().connection.driver_connection
    _app.configure_task(f"jobs.{task}", connection=connection).batch_defer(*arguments)
