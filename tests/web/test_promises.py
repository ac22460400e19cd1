"""An answer that is put off: the new day and the reason stand wherever the old day stood."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models import asides, assignments, clock, delays, merging, teams, themes
from models.delays import NotAhead
from models.ideas import Idea
from models.themes import Theme
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, grouped

WHY = "The hospital has not sent us its figures."


@pytest.fixture
def late(db: Session, people: Cast) -> Idea:
    """An idea in a theme, three days after the day that was promised."""
    call = a_call(db, people)
    call.answer_by = clock.today() - timedelta(days=3)
    idea = an_idea(db, people.maya, call_id=call.id)
    grouped(db, idea)
    db.commit()
    return idea


def _pages(site: Site, idea: Idea) -> list[str]:
    return [site.get(path).text for path in (f"/where/{idea.reference}", f"/themes/{idea.theme_id}",
                                             f"/ideas/{idea.id}", "/waiting")]


def test_until_a_reason_is_given_every_page_says_that_there_is_none(db: Session, late: Idea, site: Site) -> None:
    for page in _pages(site, late):
        assert "no reason given yet" in page


def test_the_reason_and_the_new_day_stand_on_every_page(
    db: Session, people: Cast, late: Idea, site: Site
) -> None:
    theme = db.get_one(Theme, late.theme_id)
    day = clock.today() + timedelta(days=9)
    delays.explain(db, theme, promised=clock.today() - timedelta(days=3), new_by=day, reason=WHY, by=people.ruth)
    db.commit()

    other = grouped(db, an_idea(db, people.ben, call_id=late.call_id), themes.make(
        db, title="Later buses", call_id=late.call_id, by=None))
    db.commit()
    assert WHY not in site.get(f"/themes/{other.id}")
    for page in _pages(site, late):
        assert WHY in page and str(day.year) in page
    assert "no reason given" not in site.get(f"/themes/{theme.id}")


@pytest.mark.parametrize("days", [-1, 0])
def test_a_new_day_lies_ahead(db: Session, people: Cast, late: Idea, days: int) -> None:
    with pytest.raises(NotAhead):
        delays.explain(db, late, promised=clock.today() - timedelta(days=3), reason=WHY, by=people.ruth,
                       new_by=clock.today() + timedelta(days=days))


def test_what_was_said_of_a_theme_is_said_of_the_one_that_it_becomes_part_of(
    db: Session, people: Cast, late: Idea, site: Site
) -> None:
    theme = db.get_one(Theme, late.theme_id)
    delays.explain(db, theme, promised=clock.today() - timedelta(days=3), new_by=clock.today() + timedelta(days=9),
                   reason=WHY, by=people.ruth)
    into = themes.make(db, title="Later buses", call_id=late.call_id, by=None)
    merging.merge(db, theme, into, by=people.ruth)
    db.commit()

    db.refresh(late)
    assert late.theme_id == into.id
    for page in _pages(site, late):
        assert WHY in page


def test_what_was_put_aside_says_why_and_waits_again_when_it_is_taken_up(
    db: Session, people: Cast, late: Idea, site: Site
) -> None:
    theme = db.get_one(Theme, late.theme_id)
    asides.put(db, theme, reason="The county decides this.", by=people.ruth)
    asides.put(db, theme, reason="Said twice.", by=people.ruth)
    db.commit()
    for page in _pages(site, late)[:3]:
        assert "The county decides this." in page and "no reason given" not in page and "Said twice" not in page
    assert "Put aside" in site.get(f"/where/{late.reference}")

    asides.take_up(db, theme, by=people.ruth)
    db.commit()
    assert "no reason given yet" in site.get(f"/where/{late.reference}")


def test_whom_it_was_given_to_has_it(db: Session, people: Cast, late: Idea, site: Site) -> None:
    other = teams.named(db, "Booking desk")
    assignments.give(db, db.get_one(Theme, late.theme_id), account_id=None, team_id=other.id, by=people.ruth)
    db.commit()

    assert "It is with Booking desk." in site.get(f"/where/{late.reference}")
    assert "Booking desk has it" in site.get("/waiting")
