"""Several people at work at once: on a database of its own, with real commits."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

from models import database
from models.accounts import Account
from tests import cast
from tests.databases import own_database

SECONDS_TO_WAIT = 5.0
Act = Callable[[Session], object]


@contextmanager
def fresh_database(name: str, *, connections: int = 5) -> Iterator[Engine]:
    with own_database(name):
        address = database.engine().url.set(database=name)
        engine = create_engine(address, pool_size=connections, connect_args={"options": "-c statement_timeout=20000"})
        yield engine
        engine.dispose()


@contextmanager
def peopled_database(name: str) -> Iterator[Engine]:
    """One that knows the cast."""
    with fresh_database(name) as engine:
        with Session(engine) as db, db.begin():
            cast.gather(db)
        yield engine


def person(db: Session, name: str) -> Account:
    return db.exec(select(Account).where(Account.email == f"{name}@example.org")).one()


def meanwhile(engine: Engine, first: Act, second: Act, then: Act | None = None) -> None:
    """The second begins before the first has committed, with what it knew before, and must wait for it.

    `then`: what the first goes on to do while the second waits.
    """

    def later() -> None:
        with Session(engine) as db, db.begin():
            second(db)

    with ThreadPoolExecutor(1) as pool:
        with Session(engine) as db, db.begin():
            first(db)
            begun = pool.submit(later)
            until_waiting(engine, 1)
            if then is not None:
                then(db)
        begun.result()


def until_waiting(engine: Engine, many: int) -> None:
    waits = text("SELECT count(*) FROM pg_stat_activity "
                 "WHERE wait_event_type = 'Lock' AND datname = current_database()")
    end = time.monotonic() + SECONDS_TO_WAIT
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        while line.execute(waits).scalar_one() < many:
            assert time.monotonic() < end, f"fewer than {many} wait"
            time.sleep(0.01)
