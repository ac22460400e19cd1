"""Two officers change the same call in the same moment: what was promised in public stays on record."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from models import calls, clock
from models.calls import Call
from tests import crowd, together
from tests.together import person


@pytest.fixture(scope="module")
def desk(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("calls") as engine:
        yield engine


def promise(call_id: int, name: str, day: date, db: Session) -> None:
    calls.write(db, db.get_one(Call, call_id), by=person(db, name), answer_by=day)


def test_each_day_that_was_promised_in_public_is_told_when_two_move_it_at_once(desk: Engine) -> None:
    first, second, third = (clock.today() + timedelta(days=days) for days in (30, 60, 90))
    with Session(desk) as db, db.begin():
        call_id = crowd.a_call(db, answer_by=first).id

    together.meanwhile(desk, partial(promise, call_id, "ruth", second), partial(promise, call_id, "anna", third))

    with Session(desk) as db:
        told = db.execute(select(calls.promised_before(call_id))).scalar_one()
        assert [date.fromisoformat(one["promised"]) for one in told] == [first, second]
        assert db.get_one(Call, call_id).answer_by == third
