"""A page that only shows may not change anything: the database itself refuses, in tests as on the site."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from sqlmodel import Session, select

from models import database
from models.accounts import Account
from tests.cast import Cast
from tests.said import an_idea


def test_what_is_opened_for_reading_refuses_to_write(db: Session, people: Cast) -> None:
    with database.open_session(read_only=True) as reading, pytest.raises(InternalError, match="read-only"):
        an_idea(reading, people.maya)


def test_the_connections_for_reading_refuse_to_write_by_themselves(migrated: None) -> None:
    with database.open_session(read_only=True) as reading, pytest.raises(InternalError, match="read-only"):
        reading.execute(text("DELETE FROM account"))


def test_who_read_before_may_write_afterwards(db: Session, people: Cast) -> None:
    with database.open_session(read_only=True) as reading, reading.begin():
        assert reading.exec(select(Account)).first() is not None

    assert an_idea(db, people.maya).id


def test_lines_that_the_server_has_cut_are_replaced_before_anybody_meets_them(migrated: None) -> None:
    own = text("SELECT pg_backend_pid()")
    with database.engine().connect() as one, database.engine().connect() as other:
        cut = {one.scalar(own), other.scalar(own)}
    with database.engine().connect() as line:
        kept = line.scalar(own)
        for pid in cut - {kept}:
            line.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        time.sleep(0.2)
        with database.engine().connect() as fresh:
            assert fresh.scalar(own) not in cut

    assert cut - {kept}, "No line was cut: this proved nothing."
