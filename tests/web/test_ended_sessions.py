"""Somebody whose session has ended loses nothing that they typed, and comes back to where they were."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from models import sessions
from models.accounts import Account
from models.comments import Comment
from models.ideas import Idea
from models.sign_ins import SignIn
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_comment, an_idea

Browser = Callable[[Account], Site]
WORDS = "My dad has no mobile.\n\nNor has <my> mum."


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    made = an_idea(db, people.maya)
    db.commit()
    return made


def ended(db: Session, person: Account) -> None:
    sessions.end_others(db, person, keep=None)
    db.commit()


def next_of(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("next", [""])[0]


def send_too_late(db: Session, person: Account, browser: Site, address: str, part: str, **typed: str) -> Page:
    """The page that answers a form which was opened while signed in, and sent afterwards."""
    page = browser.get(address)
    ended(db, person)
    form = page.form(part)
    came_from = f"http://testserver{address}#discussion"
    return browser.post(form["action"], form["fields"] | typed, expect=401, referer=came_from)


def test_bens_comment_is_shown_to_copy_and_signing_in_leads_back(
    db: Session, people: Cast, sign_in: Browser, site: Site, idea: Idea
) -> None:
    address = f"/ideas/{idea.id}?order=newest"

    page = send_too_late(db, people.ben, sign_in(people.ben), address, "/comments", body=WORDS, follow="yes")

    assert "Nor has &lt;my&gt; mum." in page.html and "readonly" in page.html and "What you wrote is not lost" in page
    assert "Follow" not in page.html.split("<main")[1].split("</main")[0]
    site.send(page, "/sign-in", email=people.ben.email)
    assert db.exec(select(SignIn)).one().next_path == address
    assert db.exec(select(Comment)).all() == []


def test_a_reply_and_a_changed_idea_are_shown_too(db: Session, people: Cast, sign_in: Browser, idea: Idea) -> None:
    first = a_comment(db, idea, people.ben)
    db.commit()

    page = send_too_late(db, people.tom, sign_in(people.tom), f"/comments/{first.id}/reply", "/comments", body=WORDS)
    assert "Nor has &lt;my&gt; mum." in page.html and "Parent" not in page

    page = send_too_late(
        db, people.maya, sign_in(people.maya), f"/ideas/{idea.id}/edit", "/edit", title="Ring us back", body=WORDS)
    assert "Nor has &lt;my&gt; mum." in page.html and "Ring us back" in page


def test_a_button_without_words_leads_to_signing_in_at_once(
    db: Session, people: Cast, sign_in: Browser, idea: Idea
) -> None:
    ben = sign_in(people.ben)
    ended(db, people.ben)

    answer = ben.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, referer="http://testserver/ideas?order=random")

    assert next_of(answer.response.headers["location"]) == "/ideas?order=random&done=once-more"


def test_with_htmx_the_whole_page_goes_to_sign_in_and_its_address_is_kept(
    db: Session, people: Cast, sign_in: Browser, idea: Idea
) -> None:
    ben = sign_in(people.ben)
    ended(db, people.ben)
    came_from = f"https://testserver/ideas/{idea.id}?order=newest"

    answer = ben.post(
        f"/ideas/{idea.id}/comments", {"body": WORDS}, expect=204, hx_request="true", hx_request_type="partial",
        referer=came_from)

    assert next_of(answer.response.headers["hx-redirect"]) == f"/ideas/{idea.id}?order=newest"


def test_a_page_for_members_is_come_back_to_with_its_query(site: Site) -> None:
    answer = site.get("/account/ideas?after=abc", expect=303)

    assert next_of(answer.response.headers["location"]) == "/account/ideas?after=abc"


@pytest.mark.parametrize("elsewhere", ["http://else.example/ideas", "http://testserver//else.example", "http://[", ""])
def test_signing_in_leads_to_no_other_site(site: Site, idea: Idea, elsewhere: str) -> None:
    answer = site.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, referer=elsewhere)

    assert next_of(answer.response.headers["location"]) == ""
