"""Officers who join and part the same ideas at once, with real commits on a database of its own: never a circle."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import checks, joining
from models.accounts import Account
from models.ideas import Idea
from models.roles import Role
from tests import cast, said, together

ROUNDS = 12


@pytest.fixture(scope="module")
def desk(migrated: None) -> Iterator[Engine]:
    """A database with four public ideas."""
    with together.fresh_database("joiners") as engine:
        with Session(engine) as db, db.begin():
            people = cast.gather(db)
            for number in range(4):
                said.an_idea(db, people.maya, f"One reminder {number}")
        yield engine


def tried(engine: Engine, place: int, into: int | None) -> bool:
    """An officer joins the idea at this place with the one at another, or parts it; as the web does it."""
    with Session(engine) as db, db.begin():
        ruth = db.exec(select(Account).where(Account.role == Role.POLICY)).one()
        ideas = db.exec(select(Idea).order_by(col(Idea.id))).all()
        if into is None:
            return joining.part(db, ideas[place], by=ruth)
        other = joining.whole(db, ideas[into].reference)
        return other is not None and joining.join(db, ideas[place], other, by=ruth)


@pytest.mark.parametrize("wanted", [
    [(0, 1), (1, 0)], [(0, 1), (1, 2), (2, 0)], [(0, 1), (2, 0), (1, 3), (3, 2)],
    [(0, 1), (0, 2), (1, 2), (2, None)],
])
def test_joined_at_once_what_goes_on_stands_by_itself(desk: Engine, wanted: list[tuple[int, int | None]]) -> None:
    for _ in range(ROUNDS):
        with ThreadPoolExecutor(len(wanted)) as pool:
            done = list(pool.map(lambda one: tried(desk, *one), wanted))

        assert any(done)
        with Session(desk) as db:
            assert [checked.name for checked in checks.all_of(db) if checked.wrong] == []
        for place in range(4):
            tried(desk, place, None)
