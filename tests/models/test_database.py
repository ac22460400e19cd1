"""A page that only shows may not change anything: the database itself refuses, in tests as on the site."""

import pytest
from sqlalchemy.exc import InternalError
from sqlmodel import Session, select

from models import database
from models.accounts import Account
from tests.cast import Cast
from tests.said import an_idea


def test_what_is_opened_for_reading_refuses_to_write(db: Session, people: Cast) -> None:
    with database.open_session(read_only=True) as reading, pytest.raises(InternalError, match="read-only"):
        an_idea(reading, people.maya)


def test_who_read_before_may_write_afterwards(db: Session, people: Cast) -> None:
    with database.open_session(read_only=True) as reading, reading.begin():
        assert reading.exec(select(Account)).first() is not None

    assert an_idea(db, people.maya).id
