"""Whoever has a role finds its pages; whoever has another is told, of a page that is not there, who they are."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models.accounts import Account
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
PAGES = ("/desk", "/moderation", "/setbacks", "/outbox")
OF = {"maya": (), "tom": (), "ruth": ("/desk",), "dev": ("/moderation",), "anna": PAGES}


@pytest.mark.parametrize("name", OF)
def test_each_finds_the_pages_of_their_role_in_the_header_and_on_their_account(
    name: str, people: Cast, sign_in: SignIn
) -> None:
    reader = sign_in(people.everyone()[name])
    header, account = reader.get("/account").html.split("<main")

    for part in (header, account):
        assert tuple(path for path in PAGES if f'href="{path}"' in part) == OF[name]
    for path in OF[name]:
        reader.get(path)


def test_a_page_for_others_says_who_is_signed_in_and_how_to_change_that(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    answer = scenes.published(db, people, theme=theme)
    db.commit()

    for path in ("/desk", f"/answers/{answer.id}/reply", "/setbacks", "/ideas/4711"):
        page = sign_in(people.ben).get(path, expect=404)
        assert "You are signed in as Ben Sharma . Some pages are only for other people." in page
        assert 'href="/account"' in page.html.split("<main")[1] and page.form("/sign-out")
    assert "You are signed in" not in site.get("/ideas/4711", expect=404)


def test_signing_out_works_from_there(people: Cast, sign_in: SignIn) -> None:
    ben = sign_in(people.ben)
    ben.send(ben.get("/desk", expect=404), "/sign-out")

    ben.get("/account", expect=303)
