"""What a call asks and who answers it, at the same moment: nobody's choice is ever taken for another question."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import calls, clock, drafts, imports
from models.calls import AskedAlready, Call
from models.drafts import Draft
from models.ideas import Idea
from models.imports import Submission
from models.statuses import CallState, Kind, Stance
from tests import together
from tests.together import person

ASKED, OTHER = "We should close Mill Lane.", "We should open Mill Lane to lorries."


@pytest.fixture(scope="module")
def engine(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("stances") as engine:
        yield engine


@pytest.fixture
def call_id(engine: Engine) -> int:
    """Maya is for what this call asks, and has not sent it yet."""
    with Session(engine) as db, db.begin():
        call = calls.draft(db, by=None, question="What would make Mill Lane safer?", proposition=ASKED,
                           can_change="The lane.", cannot_change="The bus.", decides="The council.",
                           results="Here.", answer_by=clock.today())
        call.state = CallState.OPEN
        maya = person(db, "maya")
        draft = drafts.begin(db, title="Mill Lane", kind=Kind.IDEA, call_id=call.id, account_id=maya.id)
        draft.today, draft.better, draft.email = "Cars wait.", "Nobody waits.", maya.email
        draft.stance, draft.proposition = Stance.FOR.value, ASKED
        return call.id


def send(call_id: int, db: Session) -> None:
    drafts.send(db, db.exec(select(Draft).where(Draft.call_id == call_id)).one(), by=person(db, "maya"))


def ask_otherwise(call_id: int, db: Session) -> None:
    calls.write(db, db.get_one(Call, call_id), by=person(db, "ruth"), proposition=OTHER)


def ask_too_late(call_id: int, db: Session) -> None:
    with pytest.raises(AskedAlready):
        ask_otherwise(call_id, db)


def became_of(engine: Engine, call_id: int) -> tuple[str, Stance | None]:
    with Session(engine) as db:
        stance = db.exec(select(Idea.stance).where(Idea.call_id == call_id)).one()
        return db.get_one(Call, call_id).proposition, stance


def test_what_is_asked_waits_for_whoever_is_just_answering_it(engine: Engine, call_id: int) -> None:
    together.meanwhile(engine, partial(send, call_id), partial(ask_too_late, call_id))

    assert became_of(engine, call_id) == (ASKED, Stance.FOR)


def test_a_choice_is_not_stored_for_what_is_asked_otherwise_meanwhile(engine: Engine, call_id: int) -> None:
    together.meanwhile(engine, partial(ask_otherwise, call_id), partial(send, call_id))

    assert became_of(engine, call_id) == (OTHER, None)


def test_what_is_asked_waits_for_choices_that_are_just_brought_in(engine: Engine, call_id: int) -> None:
    row = Submission(f"row of {call_id}", "Mill Lane", "Too many cars.", "", clock.now(), stance=Stance.FOR)

    together.meanwhile(engine, lambda db: imports.take_in(db, db.get_one(Call, call_id), [row], asked=ASKED),
                       partial(ask_too_late, call_id))

    assert became_of(engine, call_id) == (ASKED, Stance.FOR)
