"""A call is answered when everything in it has an outcome, and its page tells the whole chain."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import asides, calls, clock, closing, commitments, outcomes, subscriptions, wording
from models.accounts import Account
from models.calls import Call
from models.closing import StillWaits
from models.history import Event
from models.ideas import Idea
from models.statuses import MailChoice
from models.themes import Theme
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, answered, grouped

SignIn = Callable[[Account], Site]


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    """Being read, with a theme and a single idea that wait."""
    made = a_call(db, people)
    grouped(db, an_idea(db, people.maya, call_id=made.id))
    an_idea(db, people.ben, "Lamps on the towpath", call_id=made.id)
    calls.close(db, made, by=people.ruth)
    db.commit()
    return made


def test_the_desk_is_shown_what_stands_in_the_way_and_leads_to_it(
    db: Session, people: Cast, call: Call, sign_in: SignIn
) -> None:
    ruth = sign_in(people.ruth)

    page = ruth.send(ruth.get(f"/calls/{call.id}"), "/state", wanted="answered", expect=422)

    assert "1 theme and 1 single idea still wait for an answer" in page
    assert "Missed and moved appointments" in page and "Lamps on the towpath" in page
    assert "/desk/themes/" in page.html and "/desk/ideas/" in page.html


def test_an_answer_or_a_reason_for_none_is_an_outcome(db: Session, people: Cast, call: Call, site: Site) -> None:
    with pytest.raises(StillWaits) as waits:
        closing.conclude(db, call, by=people.ruth)
    theme, idea = sorted(waits.value.first, key=lambda row: row.kind, reverse=True)

    answered(db, people, theme=db.get_one(Theme, theme.id))
    asides.put(db, db.get_one(Idea, idea.id), reason="The canal trust owns the towpath.", by=people.ruth)
    closing.conclude(db, call, by=people.ruth)
    db.commit()

    page = site.get(f"/calls/{call.id}")
    assert call.answered and "1 idea gets no answer of its own. Everyone can read why." in page
    assert "came later" not in page
    assert f'<b>Answered</b><span class="when">{wording.day(clock.today())}</span>' in page.html


@pytest.mark.parametrize(("days", "ends"), [(20, 0), (0, 0), (-2, -2)])
def test_a_call_that_is_closed_early_says_when_it_was(
    db: Session, people: Cast, site: Site, days: int, ends: int
) -> None:
    call = a_call(db, people)
    call.closes_on = clock.today() + timedelta(days=days)
    calls.close(db, call, by=people.ruth)
    db.commit()

    assert f"Closed on {wording.day(clock.today() + timedelta(days=ends))}." in site.get(f"/calls/{call.id}")
    event = db.exec(select(Event).where(Event.kind == "call.closed")).one()
    assert event.data.get("closes_on") == ((clock.today() + timedelta(days=days)).isoformat() if days > 0 else None)


def test_closing_a_call_asks_first_and_says_what_will_happen(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    call = a_call(db, people)
    an_idea(db, people.maya, call_id=call.id)
    for follower in (people.maya, people.ben, people.ruth):
        subscriptions.follow(db, follower, call_id=call.id)
    people.ben.mail_choice = MailChoice.NEVER
    call.fewest = 2
    db.commit()
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/calls/{call.id}")
    assert f'href="/calls/{call.id}/closing"' in page.html and 'value="reading"' not in page.html

    asked = ruth.get(f"/calls/{call.id}/closing")
    for words in ("It closes with 1 idea.", "Its last day becomes today.", "What fewer than 2 people said",
                  "1 person who follows the call will be told", "1 more follows it and has asked for no e-mails."):
        assert words in asked, words
    db.refresh(call)
    assert call.open

    assert "The call is closed and being read." in ruth.follow(ruth.send(asked, "/state"))
    assert "so nothing was changed" in ruth.follow(ruth.get(f"/calls/{call.id}/closing", expect=303))
    for stranger in (people.maya, people.tom, people.dev):
        sign_in(stranger).get(f"/calls/{call.id}/closing", expect=404)


def test_closing_says_when_there_is_nothing_to_read_and_nobody_to_tell(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    call = a_call(db, people)
    call.closes_on = clock.today()
    db.commit()
    asked = sign_in(people.ruth).get(f"/calls/{call.id}/closing")
    assert "nobody has sent one yet" in asked and "Nobody else follows the call" in asked
    assert "becomes today" not in asked and "What fewer than" not in asked


def test_what_too_few_say_does_not_stand_in_the_way_where_the_call_said_so(
    db: Session, people: Cast, call: Call, site: Site
) -> None:
    call.fewest = 2
    closing.conclude(db, call, by=people.ruth)
    db.commit()

    assert call.answered and "What 2 people or more say is answered." in site.get(f"/calls/{call.id}")
    idea = an_idea(db, people.ben, "Later buses", call_id=call.id)
    db.commit()
    assert "this call answers what 2 people or more say" in site.get(f"/where/{idea.reference}")


def test_what_we_did_is_the_chain_from_the_answer_to_the_result(
    db: Session, people: Cast, call: Call, site: Site
) -> None:
    theme = db.query(Theme).filter(Theme.call_id == call.id).one()
    answer = answered(db, people, theme=theme)
    promise = commitments.make(db, answer, promise="Texts in every clinic", who="Outpatients team",
                               due_on=clock.today() + timedelta(days=3), by=people.ruth)
    commitments.deliver(db, promise, answer, evidence="Every clinic texts since Monday.", link="", by=people.ruth)
    outcome = outcomes.expect(db, answer, measure="Missed appointments", unit="%", baseline=11.2,
                              baseline_on=clock.today(), baseline_source="", target=None, read_by=None, by=people.ruth)
    db.commit()

    html = site.get(f"/calls/{call.id}").html
    order = ["We asked", "You said", "We did", "Every clinic will text", "Delivered: Texts in every clinic",
             "To be measured: Missed appointments"]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert f'href="/commitments/{promise.id}"' in html and outcome.id


def test_working_days_from_the_last_day_make_the_day_of_the_answer(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    ruth = sign_in(people.ruth)
    typed = {"question": "What would make our parks safer at night?", "closes_on": "2027-03-19", "answer_days": "10",
             "answer_by": ""}
    page = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new", **typed))

    assert "You will have an answer by 6 April 2027." in page  # Easter lies between
    assert "That is 10 working days after the last day for ideas." in page
    assert "Every answer is published here" in page


@pytest.mark.parametrize(("field", "typed"), [
    ("answer_days", "0"), ("answer_days", "251"), ("fewest", "0"), ("fewest", "21"), ("fewest", "two")])
def test_numbers_have_their_limits(people: Cast, sign_in: SignIn, field: str, typed: str) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.send(ruth.get("/calls/new"), "/calls/new", question="What would make our parks safer at night?",
                     expect=422, **{field: typed})
    assert f'id="field-{field}-error"' in page.html and "as a number from 1 to" in page


def test_a_call_does_not_open_without_saying_how_its_results_are_published(
    people: Cast, sign_in: SignIn
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new",
                                 question="What would make our parks safer at night?", results=""))
    refused = ruth.send(page, "/state", wanted="open", expect=422)
    assert "say how the results will be published" in refused
