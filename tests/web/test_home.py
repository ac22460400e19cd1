"""The front page: what this is, what is open, what was answered, and figures that are counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from models import clock, commitments, outcomes
from models.accounts import Account
from models.statuses import Better
from tests.cast import Cast
from tests.page import Site
from tests.said import TITLE, a_call, an_idea, answered, grouped, hidden

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]


def test_an_empty_site_still_says_what_it_is_for(site: Site) -> None:
    page = site.get("/")

    assert "Every idea gets an answer" in page and 'href="/ideas/new">Share an idea' in page.html
    assert "No call is open just now" in page and page.form("/find")["fields"] == {"q": ""}
    assert "set-cookie" not in page.response.headers


def test_it_shows_what_is_open_answered_done_and_waiting(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    with clock.at(clock.now() - timedelta(days=90)):
        an_idea(db, people.ben, "The oldest of all")
    idea = an_idea(db, people.maya, call_id=call.id)
    answer = answered(db, people, theme=grouped(db, idea))
    promise = commitments.make(db, answer, promise="Texts in every clinic", who="", due_on=None, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)
    outcome = outcomes.expect(
        db,
        answer,
        measure="Missed appointments",
        unit="%",
        baseline=11.2,
        baseline_on=date(2026, 3, 1),
        baseline_source="",
        target=None,
        read_by=None,
        by=people.ruth,
    )
    outcomes.read(db, outcome, answer, value=6.4, read_on=clock.today(), note="", by=people.ruth)
    db.commit()

    page = site.get("/")

    assert call.question in page and "answer promised for" in page
    assert "Answered: doing part of it" in page and f'href="/answers/{answer.id}"' in page.html
    assert "Texts in every clinic" in page and "11.2 %" in page and "6.4 %" in page
    assert "The oldest of all" in page
    assert "<dt>ideas</dt><dd>2</dd>" in page.html and "<dd>1 of 2</dd>" in page.html


@pytest.mark.parametrize("value", [180, 198, 240, None])
def test_what_made_no_real_difference_is_no_success(
    db: Session, people: Cast, site: Site, value: float | None
) -> None:
    answer = answered(db, people, idea=an_idea(db, people.maya))
    promise = commitments.make(db, answer, promise="A second line", who="", due_on=None, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)
    outcome = outcomes.add(db, answer, measure="Calls", unit="calls", baseline=212, baseline_on=date(2026, 3, 1),
                           better=Better.LOWER, matters=20, by=people.ruth)
    if value is not None:
        outcomes.read(db, outcome, answer, value=value, read_on=clock.today(), note="", by=people.ruth)
    db.commit()

    page = site.get("/")
    listed = value in (180, None)
    assert ("A second line" in page, "Done, because somebody said it" in page) == (listed, listed)
    assert ("Calls fell from 212 calls (1 March 2026) to 180 calls" in page, "212 calls" in page) == (
        value == 180, value == 180)


def test_a_hidden_idea_is_not_on_it(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    answered(db, people, idea=idea)
    assert idea.title == TITLE
    hidden(db, idea, people)
    db.commit()

    page = site.get("/")
    assert TITLE not in page and "Said, and answered" not in page


def test_it_asks_the_database_six_times(db: Session, people: Cast, sign_in: SignIn, queries: Queries) -> None:
    a_call(db, people)
    for n in range(5):
        answered(db, people, idea=an_idea(db, people.maya, f"Idea number {n}"))
    an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)

    with queries() as asked:
        ben.get("/")
    assert 1 < len(asked) <= 6
