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

    assert imports.take_in(db, asked, three()).new == 3

    found = db.exec(select(Idea).order_by(Idea.id)).all()  # type: ignore[arg-type]
    assert [idea.reference for idea in found] == [ideas.reference_of(idea.id) for idea in found]
    assert len(db.exec(select(Event).where(Event.kind == "idea.imported")).all()) == 3
    assert not [one for one in checks.all_of(db) if one.wrong]


def test_a_second_time_adds_nothing(db: Session, people: Cast) -> None:
    asked = call(db, people)
    imports.take_in(db, asked, three())

    found = imports.take_in(db, asked, [*three(), Submission("file:9", "New one here", "New words.", "", AT)])

    assert found == (1, [])
    assert imports.take_in(db, asked, []) == (0, [])


def test_the_same_key_in_another_call_is_another_row(db: Session, people: Cast) -> None:
    imports.take_in(db, call(db, people), three())

    assert imports.take_in(db, call(db, people), three()).new == 3


def test_a_key_with_other_words_is_named_and_not_taken_for_known(db: Session, people: Cast) -> None:
    asked = call(db, people)
    imports.take_in(db, asked, three())
    changed = Submission("file:1", "Cars speed 1", "Somebody else's words.", "", AT, line=7)

    assert imports.take_in(db, asked, [changed]) == (0, [changed])


def test_rows_find_the_call_that_has_most_of_them(db: Session, people: Cast) -> None:
    asked = call(db, people)
    imports.take_in(db, asked, three())
    others = [Submission(one.key, one.title, "Other words.", "", AT) for one in three()]

    assert imports.call_of(db, three()) == asked
    assert imports.call_of(db, others) is None
    assert imports.call_of(db, [*three()[:2], *others[2:]]) == asked
    assert imports.call_of(db, [*three()[:1], *others[1:]]) is None
    assert imports.call_of(db, []) is None
