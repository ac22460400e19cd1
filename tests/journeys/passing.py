"""How a year passes in front of a running site: everything that was done or promised moves so many days back."""

import time

from sqlalchemy import text
from sqlmodel import Session

from models import queue
from tests.journeys.living import Live

SECONDS = 240
DATED = text("""
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
      AND c.data_type IN ('date', 'timestamp with time zone') AND c.table_name NOT LIKE 'procrastinate%'
""")
LEFT = text("""
    SELECT task_name, status::text FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
      AND (id = :last OR task_name NOT IN ('jobs.revive', 'jobs.publish', 'jobs.daily', 'jobs.hourly'))
""")


def days(site: Live, number: int) -> None:
    """Then what the worker does each day is done, and all that it leaves behind."""
    with site.transaction() as db:
        dated: dict[str, list[str]] = {}
        for table, column in db.execute(DATED):
            dated.setdefault(table, []).append(column)
        for table, columns in dated.items():
            back = ", ".join(f'"{column}" = "{column}" - make_interval(days => {number})' for column in columns)
            db.execute(text(f'UPDATE "{table}" SET {back}'))
        db.execute(text("NOTIFY pages"))
    with site.transaction() as db:
        queue.defer(db, "daily", timestamp=0)
        last = int(db.execute(text("SELECT max(id) FROM procrastinate_jobs")).scalar_one())
    until_done(site, last)


def until_done(site: Live, last: int = 0) -> None:
    """Until the worker has nothing left to do but what comes by the clock."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with site.transaction() as db:
            left = _left(db, last)
        if not left:
            return
        time.sleep(0.25)
    raise AssertionError(f"Still to be done after {SECONDS} seconds: {left}")


def _left(db: Session, last: int) -> list[tuple[str, str]]:
    return [(row.task_name, row.status) for row in db.execute(LEFT, {"last": last})]
