"""Two people put the same benefit, or the same promise, right in the same moment. With real commits."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import benefits, commitments, restatements
from models.answers import Answer
from models.benefits import Benefit
from models.commitments import Commitment, Progress, RewordedSince
from models.history import Event
from models.restatements import RestatedSince, Restatement
from tests import cast, scenes, together
from tests.together import person


@pytest.fixture
def engine(migrated: None) -> Iterator[Engine]:
    with together.fresh_database("put_right") as engine:
        with Session(engine, expire_on_commit=False) as db, db.begin():
            people = cast.gather(db)
            answer = scenes.published(db, people, theme=scenes.theme(db, None))
            benefits.claim(db, answer, by=people.ruth, what="Paper", amount=100.0, owner_name="Ruth",
                            budget_line="Paper")
            commitments.make(db, answer, promise="A lift", who="Buildings", due_on=None, by=people.ruth)
        yield engine


def restate(db: Session, by: str, amount: float) -> bool:
    benefit = db.exec(select(Benefit)).one()
    says = {name: getattr(benefit, name) for name in restatements.NAMES} | {"amount": amount}
    return restatements.restate(db, benefit, because="A slip.", seen=1, by=person(db, by), **says)


def reword(db: Session, by: str, words: str) -> bool:
    promise, answer = db.exec(select(Commitment)).one(), db.exec(select(Answer)).one()
    return commitments.reword(db, promise, answer, promise=words, who="Buildings", because="A slip.", seen=0,
                              by=person(db, by), tell=False)


def kinds(db: Session, kind: str) -> int:
    return len(db.exec(select(Event).where(Event.kind == kind)).all())


def test_of_two_who_restate_a_benefit_at_once_the_second_is_told(engine: Engine) -> None:
    def second(db: Session) -> None:
        with pytest.raises(RestatedSince):
            restate(db, "anna", 300.0)

    together.meanwhile(engine, lambda db: restate(db, "ruth", 200.0), second)

    with Session(engine) as db:
        benefit = db.exec(select(Benefit)).one()
        assert (benefit.amount, benefit.version, kinds(db, "benefit.restated")) == (200.0, 2, 1)
        assert [row.before for row in db.exec(select(Restatement))] == [{"amount": "100"}]


def test_of_two_who_reword_a_promise_at_once_the_second_is_told(engine: Engine) -> None:
    def second(db: Session) -> None:
        with pytest.raises(RewordedSince):
            reword(db, "anna", "A ramp")

    together.meanwhile(engine, lambda db: reword(db, "ruth", "Two lifts"), second)

    with Session(engine) as db:
        assert db.exec(select(Commitment.promise)).one() == "Two lifts"
        assert len(db.exec(select(Progress)).all()) == 1 == kinds(db, "commitment.reworded")
