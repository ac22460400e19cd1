"""Two officers change the same call: neither takes back what the other has just saved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import calls, clock, wording
from models.accounts import Account
from models.calls import Call
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_call

SignIn = Callable[[Account], Site]


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    call = a_call(db, people)
    db.commit()
    return call


def both_opened(sign_in: SignIn, people: Cast, call: Call) -> tuple[Site, Page, Site, Page]:
    """Ruth and Anna, each with the form as it is now."""
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    return ruth, ruth.get(f"/calls/{call.id}/edit"), anna, anna.get(f"/calls/{call.id}/edit")


def test_a_stale_form_shows_both_texts_and_loses_neither(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, here, anna, there = both_opened(sign_in, people, call)
    later = clock.today() + timedelta(days=200)
    anna.send(there, "/edit", summary="What Anna saved.\nIn two lines.", answer_by=str(later))

    page = ruth.send(here, "/edit", decides="Ruth’s board", expect=409)

    assert "Nothing is lost" in page and "What Anna saved." in page and wording.day(later) in page
    assert page.form("/edit")["fields"]["decides"] == "Ruth’s board"
    assert "<dt>What can change" not in page.html, "both say the same there"
    db.refresh(call)
    assert (call.summary, call.decides) == ("What Anna saved.\nIn two lines.", "The board")

    ruth.send(page, "/edit", summary="What both want.", answer_by=str(later))
    db.refresh(call)
    assert (call.summary, call.decides, call.answer_by) == ("What both want.", "Ruth’s board", later)


def test_a_form_that_was_refused_is_as_stale_as_before(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, here, anna, there = both_opened(sign_in, people, call)
    anna.send(there, "/edit", summary="What Anna saved.")

    refused = ruth.send(here, "/edit", question="", expect=422)

    assert "What Anna saved." in ruth.send(refused, "/edit", question="How can we meet on time?", expect=409)


def test_what_somebody_else_saved_just_so_is_no_conflict(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, here, anna, there = both_opened(sign_in, people, call)

    anna.send(there, "/edit", summary="The same words.")
    ruth.send(here, "/edit", summary="The same words.")

    db.refresh(call)
    assert call.summary == "The same words."


def test_what_is_missing_to_open_a_call_is_written_and_saved(db: Session, sign_in: SignIn, people: Cast) -> None:
    call, ruth = calls.draft(db, by=people.ruth, question="Who may park at the school?"), sign_in(people.ruth)
    db.commit()

    page = ruth.send(ruth.get(f"/calls/{call.id}"), "/state", wanted="open", expect=422)
    ruth.send(page, "/edit", decides="The school board")

    db.refresh(call)
    assert call.decides == "The school board"


def test_unsent_words_of_one_call_are_not_put_into_another(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, other = sign_in(people.ruth), calls.draft(db, by=people.ruth, question="Who may park at the school?")
    db.commit()

    for one in (call, other):
        assert f'data-keep="call-{one.id}"' in ruth.get(f"/calls/{one.id}/edit").html
    assert 'data-keep="call"' in ruth.get("/calls/new").html
