"""A call with seventy ideas that the machine has been over once. That is done once for each file: what a test does
with it is undone before the next."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from models import database
from models.calls import Call
from tests import cast, crowd
from tests.cast import Cast
from tests.conftest import one_transaction, undone


@dataclass(frozen=True)
class World:
    line: Connection
    call_id: int


@pytest.fixture(scope="module")
def world(migrated: None, remembering: None) -> Iterator[World]:
    with one_transaction() as line:
        with database.open_session() as db:
            people, call = cast.gather(db), crowd.a_call(db)
            crowd.speaks(db, call, people.maya, count=70)
            assert crowd.grouped(db, call).error == ""
            made = World(line, call.id)
            db.commit()
        yield made


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    with undone(world.line) as line:
        yield line


@pytest.fixture
def people(db: Session) -> Cast:
    return cast.gathered(db)


@pytest.fixture
def call(db: Session, world: World) -> Call:
    return db.get_one(Call, world.call_id)
