"""No merge moves a promised day to a later one: the earliest stands until somebody puts it off with a reason. Only what
was missed with no reason given takes the day and the reason of the other."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from models import clock, delays, merging, stories, timelines, undoing, waiting
from models.acts import Act
from models.calls import Call
from models.ideas import Idea
from models.themes import Theme
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.said import a_call

WHY = "The hospital has not sent us its figures."


def ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    """Its answer was promised for three days ago."""
    made = a_call(db, people)
    made.answer_by = ahead(-3)
    return made


@pytest.fixture
def three(db: Session, people: Cast, call: Call) -> list[Theme]:
    made = [scenes.theme(db, call.id, title=title) for title in ("Letters", "Telephones", "Benches")]
    for theme in made:
        scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
    return made


def put_off(db: Session, people: Cast, theme: Theme, days: int) -> None:
    promised = due(db, theme)
    assert promised is not None
    delays.explain(db, theme, promised=promised, new_by=ahead(days), reason=WHY, by=people.ruth)


def due(db: Session, theme: Theme) -> date | None:
    """For when its answer is promised: on its own page, on the list of what waits and to those who wrote."""
    db.flush()
    db.expire_all()
    day: date | None = db.execute(waiting.one(waiting.THEME, theme.id)).one().due
    column = select(waiting.due_of(Theme)).select_from(Theme).outerjoin(Call, col(Call.id) == Theme.call_id)
    story = stories.told(db, db.exec(select(Idea.id).where(Idea.theme_id == theme.id)).first() or 0, None)
    assert story is not None
    assert {day} == {db.exec(column.where(Theme.id == theme.id)).one(), story.promise.due}
    return day


def merge(db: Session, people: Cast, theme: Theme, into: Theme) -> Act:
    act = merging.merge(db, theme, into, by=people.ruth)
    assert act is not None
    return act


@pytest.mark.parametrize(("first", "second"), [(10, 30), (30, 10)])
def test_two_merges_keep_the_earlier_of_two_days(
    db: Session, people: Cast, three: list[Theme], first: int, second: int
) -> None:
    letters, telephones, benches = three
    put_off(db, people, letters, first)
    put_off(db, people, telephones, second)

    merge(db, people, letters, telephones)
    assert due(db, telephones) == ahead(10)
    merge(db, people, telephones, benches)
    assert due(db, benches) == ahead(10)


@pytest.mark.parametrize(("first", "second"), [(10, 30), (30, 10)])
def test_two_parts_of_a_theme_without_a_day_keep_the_earlier(
    db: Session, people: Cast, three: list[Theme], first: int, second: int
) -> None:
    letters, telephones, benches = three
    put_off(db, people, letters, first)
    put_off(db, people, telephones, second)

    merge(db, people, letters, benches)
    merge(db, people, telephones, benches)

    assert due(db, benches) == ahead(10)


def test_what_was_put_off_since_stays_put_off(db: Session, people: Cast, three: list[Theme]) -> None:
    letters, telephones, benches = three
    put_off(db, people, letters, 10)
    merge(db, people, letters, telephones)
    put_off(db, people, telephones, 20)

    merge(db, people, telephones, benches)
    assert due(db, benches) == ahead(20)
    put_off(db, people, benches, 40)
    assert due(db, benches) == ahead(40)


def test_a_day_that_is_not_over_is_not_lost_to_a_later_one(
    db: Session, people: Cast, call: Call, three: list[Theme]
) -> None:
    letters, telephones, _ = three
    call.answer_by = ahead(5)
    put_off(db, people, letters, 30)

    preview = merging.consequences(db, letters, telephones)
    merge(db, people, letters, telephones)

    assert (preview.stands.on, preview.goes.on, due(db, telephones)) == (ahead(5), ahead(30), ahead(5))


def test_parted_again_each_has_its_day(db: Session, people: Cast, three: list[Theme]) -> None:
    letters, telephones, _ = three
    put_off(db, people, letters, 10)
    put_off(db, people, telephones, 30)
    act = merge(db, people, letters, telephones)

    undoing.undo(db, act, by=people.ruth)

    assert (due(db, letters), due(db, telephones)) == (ahead(10), ahead(30))


def test_who_wrote_reads_each_delay_and_the_day_that_stands(db: Session, people: Cast, three: list[Theme]) -> None:
    letters, telephones, _ = three
    put_off(db, people, letters, 10)
    put_off(db, people, telephones, 30)
    merge(db, people, letters, telephones)

    story = stories.told(db, db.exec(select(Idea.id).order_by(col(Idea.id))).first() or 0, None)

    assert story is not None
    assert (story.promise.due, len(story.promise.delays)) == (ahead(10), 2)
    said = {step.what: step.note for step in timelines.steps(story)}
    assert timelines.NO_LONGER in said[f"The answer was put off to {day(ahead(30))}"]
    assert timelines.NO_LONGER not in said[f"The answer was put off to {day(ahead(10))}"]


def test_a_merge_from_before_days_were_given_up_is_undone_with_both_days(
    db: Session, people: Cast, three: list[Theme]
) -> None:
    letters, telephones, _ = three
    put_off(db, people, letters, 30)
    put_off(db, people, telephones, 10)
    act = merge(db, people, letters, telephones)
    act.before = {name: value for name, value in act.before.items() if name != "given_up"}

    undoing.undo(db, act, by=people.ruth)

    assert (due(db, letters), due(db, telephones)) == (ahead(30), ahead(10))
