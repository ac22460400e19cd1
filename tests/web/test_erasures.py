"""Closing one's own account."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models.accounts import Account
from models.languages import Language
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea

SignIn = Callable[[Account], Site]


def test_maya_closes_her_account_and_what_she_published_stays(db: Session, people: Cast, sign_in: SignIn) -> None:
    people.maya.language = Language.WELSH
    idea, here, there = an_idea(db, people.maya), sign_in(people.maya), sign_in(people.maya)
    assert 'href="/account/erasure"' in here.get("/account").html

    home = here.follow(here.send(here.get("/account/erasure"), "/erasure", sure="yes"))

    assert "Your account is closed." in home and "Sign in" in home
    db.refresh(people.maya)
    assert people.maya.name == "" and "maya" not in people.maya.email
    assert people.maya.language == Language.ENGLISH
    assert "A member of the public" in here.get(f"/ideas/{idea.id}")
    there.get("/account", expect=303)


def test_it_asks_once_more(db: Session, people: Cast, sign_in: SignIn) -> None:
    maya = sign_in(people.maya)

    page = maya.send(maya.get("/account/erasure"), "/erasure", expect=422)

    assert "Tick this if you are sure" in page
    db.refresh(people.maya)
    assert people.maya.name == "Maya Okafor"


@pytest.mark.parametrize("who", ["ruth", "dev", "anna"])
def test_whom_colleagues_count_on_is_told_whom_to_ask(db: Session, people: Cast, sign_in: SignIn, who: str) -> None:
    person = getattr(people, who)
    site = sign_in(person)
    page = site.get("/account/erasure")
    assert "Ask who runs this site" in page and "Close my account" not in page

    site.post("/account/erasure", {"sure": "yes"}, expect=422)

    db.refresh(person)
    assert person.name != ""
