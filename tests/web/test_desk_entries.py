"""Entering for somebody who rings or writes: with consent, a number to take away, and nobody else sees who it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from jobs import expire
from models import clock, contacts
from models.accounts import Account
from models.contacts import Contact
from models.history import Event
from models.ideas import Idea
from models.statuses import Channel
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
CALLER = {
    "channel": "phone", "title": "Ring people back", "body": "I rang three times and gave up.", "name": "Edna Moss",
    "address": "", "telephone": "01632 960123", "consent": "yes", "call": "",
}
WRITER = CALLER | {"channel": "paper", "telephone": "", "address": "2 Mill Lane\nBrackenby"}


def entered(db: Session, people: Cast, channel: Channel = Channel.PHONE) -> Idea:
    idea = contacts.enter(db, channel=channel, title="Ring people back", body="I gave up.", call_id=None,
                          name="Edna Moss", address="2 Mill Lane", telephone="01632 960123", by=people.ruth)
    db.commit()
    return idea


@pytest.mark.parametrize(("typed", "channel"), [(CALLER, Channel.PHONE), (WRITER, Channel.PAPER)])
def test_ruth_enters_it_and_gives_them_its_number(db: Session, people: Cast, sign_in: SignIn, site: Site,
                                                  typed: dict[str, str], channel: Channel) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get("/desk/entries/new")
    assert "Everyone will be able to read it, without your name." in page

    slip = ruth.follow(ruth.send(page, "/desk/entries/new", **typed))

    idea = db.exec(select(Idea)).one()
    assert idea.reference in slip and "It is public, and has its number." in slip
    assert (idea.channel, idea.author_id, idea.published) == (channel, None, True)
    public = site.get(f"/ideas/{idea.id}")
    assert "A member of the public" in public and "Ring people back" in public
    for secret in ("Edna Moss", "960123", "2 Mill Lane"):
        assert secret not in public.html and secret not in site.get(f"/where/{idea.reference}").html
        assert secret not in site.get(f"/ideas/{idea.id}.json").response.text
    event = db.exec(select(Event).where(Event.kind == "idea.entered")).one()
    assert event.by_id == people.ruth.id and "Moss" not in str(event.data)
    assert "Edna Moss" in ruth.get("/desk/entries")


@pytest.mark.parametrize(("typed", "sentence"), [
    (CALLER | {"consent": ""}, "Read the words to them, and tick that they agree."),
    (CALLER | {"telephone": ""}, "Enter the number to ring with the answer."),
    (WRITER | {"address": ""}, "Enter the address that the answer goes to."),
    (CALLER | {"channel": ""}, "Choose how it came."),
    (CALLER | {"title": "Ring"}, "Write a little more"),
    (CALLER | {"body": ""}, "Enter what they said."),
    (CALLER | {"name": "x" * (contacts.NAME_LIMIT + 1)}, "Use 80 characters or fewer."),
    (WRITER | {"address": "x" * (contacts.ADDRESS_LIMIT + 1)}, "Use 400 characters or fewer."),
    (CALLER | {"telephone": "1" * (contacts.TELEPHONE_LIMIT + 1)}, "Use 40 characters or fewer."),
    (CALLER | {"call": "999"}, "This call takes no more ideas."),
])
def test_what_cannot_be_is_sent_back_with_a_sentence(db: Session, people: Cast, sign_in: SignIn,
                                                     typed: dict[str, str], sentence: str) -> None:
    ruth = sign_in(people.ruth)

    page = ruth.send(ruth.get("/desk/entries/new"), "/desk/entries/new", expect=422, **typed)

    assert sentence in page and page.form("/desk/entries/new")["fields"]["name"] == typed["name"]
    assert db.exec(select(Contact)).all() == []


def test_the_longest_of_each_is_taken(db: Session, people: Cast, sign_in: SignIn) -> None:
    ruth = sign_in(people.ruth)
    most = {"name": "x" * contacts.NAME_LIMIT, "address": "x" * contacts.ADDRESS_LIMIT,
            "telephone": "1" * contacts.TELEPHONE_LIMIT}

    ruth.send(ruth.get("/desk/entries/new"), "/desk/entries/new", **CALLER | most)

    assert len(db.exec(select(Contact)).one().address) == contacts.ADDRESS_LIMIT


def test_it_may_be_for_an_open_call(db: Session, people: Cast, sign_in: SignIn) -> None:
    call = scenes.call(db, people)
    db.commit()
    ruth = sign_in(people.ruth)

    ruth.send(ruth.get(f"/desk/entries/new?call={call.id}"), "/desk/entries/new", **CALLER | {"call": str(call.id)})

    assert db.exec(select(Idea)).one().call_id == call.id


def test_private_details_in_the_text_are_pointed_out_first(db: Session, people: Cast, sign_in: SignIn) -> None:
    ruth = sign_in(people.ruth)

    page = ruth.send(ruth.get("/desk/entries/new"), "/desk/entries/new", expect=422,
                     **CALLER | {"body": "Ring me on 07700 900123."})

    assert "looks like a telephone number" in page and db.exec(select(Idea)).all() == []


def test_the_details_are_deleted_when_they_ask(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea, ruth = entered(db, people), sign_in(people.ruth)

    page = ruth.follow(ruth.send(ruth.get(f"/desk/entries/{idea.id}"), "/erasure"))

    assert "Their details are deleted." in page and "Edna Moss" not in page.html
    assert db.exec(select(Contact)).all() == [] and db.get_one(Idea, idea.id).published
    ruth.post(f"/desk/entries/{idea.id}/erasure")  # again changes nothing
    assert len(db.exec(select(Event).where(Event.kind == "contact.erased")).all()) == 1


@pytest.mark.parametrize(("days", "left"), [(contacts.DAYS_KEPT - 1, 1), (contacts.DAYS_KEPT + 1, 0)])
def test_the_details_go_after_two_years(db: Session, people: Cast, days: int, left: int) -> None:
    entered(db, people)

    with clock.at(clock.now() + timedelta(days=days)):
        expire.each_hour()

    db.expire_all()
    assert len(db.exec(select(Contact)).all()) == left


def test_nobody_has_been_entered_yet_and_others_see_none_of_it(db: Session, people: Cast, sign_in: SignIn) -> None:
    assert "Nothing has been entered for anybody yet" in sign_in(people.ruth).get("/desk/entries")
    idea: Any = entered(db, people)
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(f"/desk/entries/{idea.id}", expect=404)
    sign_in(people.ruth).get(f"/desk/entries/{scenes.idea(db, people.maya).id}", expect=404)
