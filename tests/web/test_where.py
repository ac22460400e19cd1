"""Where is my idea? For anybody who knows its number, without an account."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import Session

from models import asides, clock, commitments, publishing, subscriptions
from models.accounts import Account
from models.statuses import Channel
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import BODY, TITLE, a_call, an_idea, answered, grouped, hidden, received

SignIn = Callable[[Account], Site]


def test_the_form_leads_to_the_idea(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    page = site.get("/where")
    assert page.form("/where")["fields"] == {"reference": ""}
    number = idea.reference[3:]
    for typed in (idea.reference, idea.reference.lower(), f" {number} ", f"FM {number}", f"fm{number}", f"FM–{number}",
                  f"FM — {number}", f"FM‑{number}", f"FM−{number}", f"\u00a0FM-{number}"):
        assert TITLE in site.get(f"/where?reference={quote(typed)}"), typed
        assert TITLE in site.get(f"/find?q={quote(typed)}"), typed


def test_a_form_sent_empty_says_what_to_enter(site: Site) -> None:
    page = site.get("/where?reference=", expect=422)

    assert page.title.startswith("Error: ") and 'href="#field-reference"' in page.html
    assert "Enter the number of your idea" in page and "Enter the number of your idea" not in site.get("/where")


def test_it_leads_to_ones_own_ideas(people: Cast, site: Site, sign_in: SignIn) -> None:
    assert 'href="/account/ideas"' in sign_in(people.maya).get("/where").html
    assert "/sign-in?next=%2Faccount%2Fideas" in site.get("/where").html


def test_it_says_who_has_it_what_comes_next_and_every_step(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people, days=30)
    idea = an_idea(db, people.maya, call_id=call.id)
    grouped(db, idea)
    db.commit()

    page = site.get(f"/where/{idea.reference}")

    assert "Grouped into a theme" in page and "It is with Outpatients team, Ellerford General." in page
    assert "Promised for" in page and "</b>: an answer." in page
    assert "Waiting for an answer" in page and 'aria-current="step"' in page.html
    assert "Sent in" in page and "set-cookie" not in page.response.headers


def test_a_date_that_has_passed_is_said_to_have(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    call.answer_by = clock.today() - timedelta(days=3)
    idea = an_idea(db, people.maya, call_id=call.id)
    db.commit()

    page = site.get(f"/where/{idea.reference}")
    assert "3 days late" in page and "That date has passed" in page


def test_without_a_call_no_date_is_claimed(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    page = site.get(f"/where/{idea.reference}")
    assert "No team has it yet" in page and "No date is promised for it yet" in page


def test_what_came_on_paper_and_is_answered_says_whose_the_answer_is(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, None, channel=Channel.PAPER)
    answered(db, people, idea=idea)
    db.commit()

    page = site.get(f"/where/{idea.reference}")
    assert "No team has it yet" not in page and "Answered: doing part of it" in page
    assert "The answer is from the Outpatients team, Ellerford General." in page


def test_after_the_answer_the_next_promise_is_the_next_date(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    answer = answered(db, people, idea=idea)
    commitments.make(db, answer, promise="Texts in every clinic", who="Outpatients team",
                     due_on=clock.today() + timedelta(days=9), by=people.ruth)
    db.commit()

    page = site.get(f"/where/{idea.reference}")
    assert "</b>: Texts in every clinic." in page and "Answered: doing part of it" in page


def test_a_received_idea_shows_that_it_waits_and_none_of_its_words(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = received(db, people.maya, place="Hartsfield")
    db.commit()

    for reader in (site, sign_in(people.ben), sign_in(people.maya)):
        page = reader.get(f"/where/{idea.reference}")
        assert "waits for its author to confirm" in page
        for secret in (TITLE, BODY[:30], "Maya", "Hartsfield"):
            assert secret not in page.html.split("<main")[1]


def test_hidden_and_withdrawn_are_said_plainly_without_words(db: Session, people: Cast, site: Site) -> None:
    away, back = an_idea(db, people.maya), an_idea(db, people.maya)
    hidden(db, away, people, reason="It names a nurse.")
    publishing.withdraw(db, back, by=people.maya)
    db.commit()

    page = site.get(f"/where/{away.reference}")
    assert "A moderator hid it on" in page and "It names a nurse" in page and TITLE not in page
    page = site.get(f"/where/{back.reference}")
    assert "Its author took it back" in page and TITLE not in page


def test_an_unknown_number_gets_the_form_again_with_what_was_typed(site: Site) -> None:
    for typed in ("FM-999999", "FM-1", "nonsense", "99999999999", "FM-%F0%9F%99%82"):
        page = site.get(f"/where/{typed}", expect=404)
        assert "We know no idea with this number" in page and page.form("/where")["fields"]["reference"]
    site.get("/where/FM-9999999999999999999999", expect=404)


def test_an_odd_reference_gets_the_same_page_however_it_is_asked(site: Site) -> None:
    for typed in ("a/b", "a%2Fb", "FM-1/2", "?", "x" * 300):
        asked = site.get("/where", params={"reference": typed}, expect=404)
        for page in (asked, site.get(f"/where/{quote(typed)}", expect=404)):
            assert "We know no idea with this number" in page and page.form("/where")["fields"]["reference"]


def test_who_follows_it_already_is_not_asked_to(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    subscriptions.follow(db, people.ben, idea_id=idea.id)
    db.commit()

    page = sign_in(people.ben).get(f"/where/{idea.reference}")
    assert "You follow it already" in page and "Follow it, and be told" not in page
    assert "Follow it, and be told" in sign_in(people.ruth).get(f"/where/{idea.reference}")


def test_an_idea_that_was_put_aside_and_came_to_a_theme_goes_the_way_of_the_theme(
    db: Session, site: Site, people: Cast
) -> None:
    idea = scenes.idea(db, people.maya)
    asides.put(db, idea, reason="Nothing we can do here.", by=people.ruth)
    db.commit()
    page = site.get(f"/where/{idea.reference}")
    assert "Nothing we can do here." in page and "No team has it yet" not in page

    scenes.grouped(db, scenes.theme(db, None), idea, scenes.idea(db, people.ben))
    db.commit()

    assert "Nothing we can do here." not in site.get(f"/where/{idea.reference}?again=yes")


@pytest.mark.parametrize("spelling", ["fm{}", "{}", "FM--{}", "FM-000{}"])
def test_a_number_spelt_otherwise_leads_to_the_one_address_of_its_page(
    site: Site, people: Cast, db: Session, spelling: str
) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    page = site.get("/where/" + spelling.format(idea.reference.removeprefix("FM-")), expect=303)

    assert page.response.headers["location"].endswith(f"/where/{idea.reference}")
