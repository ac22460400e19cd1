"""Submissions from elsewhere are ideas like any others, and are never taken in twice."""

from datetime import UTC, datetime

from sqlmodel import Session, select

from models import calls, checks, ideas, imports
from models.calls import Call
from models.history import Event
from models.ideas import Idea
from models.imports import Submission
from tests.cast import Cast

AT = datetime(2016, 1, 19, tzinfo=UTC)


def call(db: Session, people: Cast) -> Call:
    return calls.draft(db, by=people.ruth, question="What makes our streets unsafe?")


def three() -> list[Submission]:
    return [Submission(f"file:{n}", f"Cars speed {n}", f"Cars speed in street {n}.", "", AT) for n in range(3)]


def test_each_is_an_idea_with_a_reference_and_its_event(db: Session, people: Cast) -> None:
    asked = call(db, people)

    assert imports.take_in(db, asked, three()) == 3

    found = db.exec(select(Idea).order_by(Idea.id)).all()  # type: ignore[arg-type]
    assert [idea.reference for idea in found] == [f"FM-{ideas.FIRST_REFERENCE + idea.id}" for idea in found]
    assert len(db.exec(select(Event).where(Event.kind == "idea.imported")).all()) == 3
    assert all(bad == 0 for _, bad in checks.all_of(db))


def test_a_second_time_adds_nothing(db: Session, people: Cast) -> None:
    asked = call(db, people)
    imports.take_in(db, asked, three())

    assert imports.take_in(db, asked, [*three(), Submission("file:9", "New one here", "New words.", "", AT)]) == 1
    assert imports.take_in(db, asked, []) == 0
