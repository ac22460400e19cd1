"""Drafts that wait for somebody's reading stand on top of their own work."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import answers, clock, deputies, publications, reviews
from models.accounts import Account
from models.answers import Answer
from models.settings import settings
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]
Work = Callable[[Account], Page]


@pytest.fixture
def nia(db: Session, people: Cast) -> Account:
    return scenes.officer(db, people, "Nia Bell")


@pytest.fixture
def work(db: Session, sign_in: SignIn) -> Work:
    """What an officer has."""

    def page(account: Account) -> Page:
        db.commit()
        return sign_in(account).get("/desk/work")

    return page


def test_omar_finds_the_draft_that_waits_for_him_and_nobody_else_does(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, work: Work
) -> None:
    with clock.at(clock.now() + timedelta(seconds=1)):
        reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)

    his = work(omar)

    assert "Drafts to read" in his and f"/desk/answers/{draft.id}/preview" in his
    assert "Ruth Ellison asked you" in his.text.replace("  ", " ")
    assert "To answer" in his and "Nothing waits for an answer from you." in his and "Nothing waits for you" not in his
    for other in (nia, people.ruth, people.anna):
        assert "Drafts to read" not in work(other)
    assert "Nothing waits for you" in work(nia)


def test_whoever_may_read_it_finds_it_where_nobody_was_chosen(
    db: Session, people: Cast, omar: Account, draft: Answer, work: Work
) -> None:
    reviews.ask(db, draft, by=people.ruth)

    for reader in (omar, people.anna):
        assert "for whoever has time first" in work(reader)
    assert "Drafts to read" not in work(people.ruth)


def test_who_stands_in_today_finds_it_too_unless_they_wrote_it(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, work: Work
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    today = clock.today()
    for deputy, begins_on, has in (
        (nia, today, True), (nia, today + timedelta(days=1), False), (people.ruth, today, False),
    ):
        deputies.name(db, omar, deputy, begins_on=begins_on, ends_on=begins_on)
        assert ("Drafts to read" in work(deputy)) == ("· you stand in" in work(deputy)) == has
    assert "Drafts to read" in work(omar)


@pytest.mark.parametrize("end", ["changed by its writer", "changed by its reader", "approved", "published"])
def test_it_is_there_no_longer_when_it_does_not_wait(
    db: Session, people: Cast, omar: Account, draft: Answer, work: Work, end: str
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    assert "Drafts to read" in work(omar)

    if end.startswith("changed"):
        by = people.ruth if end.endswith("writer") else omar
        answers.draft(db, theme_id=draft.theme_id, by=by, seen=draft.saved_at, summary="Other words.")
    else:
        reviews.approve(db, draft, by=people.anna, seen=draft.saved_at)
    if end == "published":
        publications.publish(db, draft, by=people.ruth, seen=draft.saved_at, tell=False)

    for officer in (omar, people.ruth, people.anna):
        assert "Drafts to read" not in work(officer)


def test_nothing_is_to_be_read_where_no_second_reader_is_needed(
    db: Session, people: Cast, omar: Account, draft: Answer, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    monkeypatch.setattr(settings(), "second_reader", "never")

    assert "Drafts to read" not in work(omar)


def test_an_officer_reads_their_work_with_few_queries_however_many_drafts_wait(
    db: Session, people: Cast, omar: Account, sign_in: SignIn, queries  # type: ignore[no-untyped-def]
) -> None:
    call = scenes.call(db, people)
    for number in range(12):
        theme = scenes.theme(db, call.id, title=f"Theme {number}")
        scenes.grouped(db, theme, scenes.idea(db, people.maya, title=f"Idea {number}", call_id=call.id))
        reviews.ask(db, scenes.draft(db, people, theme=theme), by=people.ruth, reader_id=omar.id)
    db.commit()
    his = sign_in(omar)

    with queries() as asked:
        page = his.get("/desk/work")

    assert len(asked) <= 7 and page.html.count("/preview") == 12


def test_a_citizen_has_no_work_here(sign_in: SignIn, people: Cast) -> None:
    sign_in(people.maya).get("/desk/work", expect=404)


def test_ones_work_stands_among_the_places_of_the_desk(sign_in: SignIn, people: Cast) -> None:
    ruth = sign_in(people.ruth)
    links = ("/desk/ideas", "/desk/changes", "/desk/publication", "/desk/promises", "/desk/questions")

    page = ruth.get("/desk/work")

    assert all(f'href="{link}"' in page.html for link in links)
    assert '<a href="/desk/work" aria-current="true">Your work</a>' in page.html
    assert 'href="/desk/work" aria-current' not in ruth.get("/desk").html
