"""Bringing the database up to date. Safe to run again, and by several machines at once: one of them does it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

HERE = Path(__file__).resolve().parent.parent
LOCK = 4_241_317


def config() -> Config:
    chosen = Config(HERE / "alembic.ini")
    chosen.set_main_option("script_location", str(HERE / "migrations"))
    return chosen


def bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as holder:
        holder.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        try:
            with engine.connect() as connection:
                chosen = config()
                chosen.attributes["connection"] = connection
                command.upgrade(chosen, "head")
        finally:
            holder.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            holder.commit()
