"""Joining and parting at the desk, without JavaScript."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models import joining, supports
from models.accounts import Account
from models.ideas import Idea
from tests import said
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def two(db: Session, people: Cast) -> tuple[Idea, Idea]:
    mine, theirs = said.an_idea(db, people.maya), said.an_idea(db, people.tom, "Send a <b>text</b> message")
    supports.give(db, mine, by=people.ben)
    db.commit()
    return mine, theirs


def test_ruth_joins_two_ideas_after_she_saw_who_will_be_told(
    db: Session, site: Site, sign_in: SignIn, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    ruth, path = sign_in(people.ruth), f"/desk/ideas/{mine.id}/joining"
    assert f'href="{path}"' in ruth.get(f"/desk/ideas/{mine.id}").html
    assert 'name="reference"' in ruth.get(path).html

    preview = ruth.get(f"{path}?reference={theirs.reference.lower()}")
    assert "2 people are told: 1 wrote it, 1 only supports or follows it" in preview
    joined = ruth.follow(ruth.send(preview, "/joining"))

    assert "The two ideas are joined" in joined and "Part them again" in joined
    page = site.get(f"/ideas/{mine.id}")
    assert "Joined with another idea" in page and f'href="/ideas/{theirs.id}"' in page.html
    assert f"Joined with {theirs.reference}" in page and "<b>text</b>" not in page.html
    assert said.PASSAGE in page and "Part them again" not in page
    assert mine.title not in site.get("/ideas")


def test_ben_supports_the_other_with_a_click_of_his_own(
    db: Session, sign_in: SignIn, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    joining.join(db, mine, theirs, by=people.ruth)
    db.commit()
    ben = sign_in(people.ben)
    assert "You support this" not in ben.get(f"/ideas/{theirs.id}")

    ben.send(ben.get(f"/ideas/{theirs.id}"), "/support", wanted="yes")

    db.expire_all()
    assert (mine.supports_count, theirs.supports_count) == (1, 1)


def test_ruth_parts_them_again_from_the_page_of_the_idea(
    db: Session, site: Site, sign_in: SignIn, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    joining.join(db, mine, theirs, by=people.ruth)
    db.commit()
    ruth, path = sign_in(people.ruth), f"/desk/ideas/{mine.id}/joining"
    assert f'href="{path}"' in ruth.get(f"/ideas/{mine.id}").html

    ruth.follow(ruth.send(ruth.get(path), "/joining"))

    page = site.get(f"/ideas/{mine.id}")
    assert "It stands by itself again" in page and "Joined with another idea" in page
    assert "goes on as part of" not in page


@pytest.mark.parametrize("typed", ["", "nonsense", "FM-999999", "x" * 300])
def test_a_reference_that_cannot_be_joined_is_given_back_with_a_sentence(
    sign_in: SignIn, people: Cast, two: tuple[Idea, Idea], typed: str
) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/ideas/{two[0].id}/joining"

    page = ruth.post(path, {"reference": typed}, expect=422)

    assert page.title.startswith("Error:") and 'id="field-reference-error"' in page.html


def test_an_idea_is_not_joined_with_itself_or_with_what_goes_on_in_it(
    db: Session, sign_in: SignIn, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    joining.join(db, mine, theirs, by=people.ruth)
    db.commit()
    ruth = sign_in(people.ruth)

    for reference in (mine.reference, theirs.reference):
        page = ruth.post(f"/desk/ideas/{theirs.id}/joining", {"reference": reference}, expect=422)
        assert "This is the idea itself" in page


def test_a_title_that_nobody_may_read_any_more_is_not_told_by_what_was_joined_with_it(
    db: Session, site: Site, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    theirs.title = "A name that was hidden"
    joining.join(db, mine, theirs, by=people.ruth)
    said.hidden(db, theirs, people)
    db.commit()

    page = site.get(f"/ideas/{mine.id}")

    assert "that is no longer shown" in page and theirs.title not in page and theirs.reference not in page


def test_an_answered_idea_stays_by_itself(
    db: Session, sign_in: SignIn, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    said.answered(db, people, idea=mine)
    db.commit()
    ruth, path = sign_in(people.ruth), f"/desk/ideas/{mine.id}/joining"

    assert "This idea stays by itself" in ruth.get(path)
    assert "so they were not joined" in ruth.follow(ruth.post(path, {"reference": theirs.reference}))


def test_nobody_else_joins_ideas(sign_in: SignIn, site: Site, people: Cast, two: tuple[Idea, Idea]) -> None:
    mine, theirs = two
    path = f"/desk/ideas/{mine.id}/joining"
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(path, expect=404)
        sign_in(person).post(path, {"reference": theirs.reference}, expect=404)
    site.get(path, expect=303)
