"""Answers whose hour has come, each in a transaction of its own: one that cannot be published stops no other."""

import structlog

from models import database, releases

log = structlog.get_logger()


def due() -> None:
    with database.transaction() as db:
        ids = releases.due(db)
    for schedule_id in ids:
        try:
            with database.transaction() as db:
                releases.carry_out(db, schedule_id)
        except Exception as error:  # it stays due, and is tried again in a minute
            log.error("answer not published", schedule=schedule_id, error=type(error).__name__)
