"""Calls as people meet them, and as the desk writes, opens and closes them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import calls, clock, memberships, themes, wording
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.history import Event
from models.statuses import Verdict
from models.subscriptions import Subscription
from tests import crowd
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea, answered, grouped

SignIn = Callable[[Account], Site]
WRITTEN = {
    "question": "What would make our parks safer at night?", "summary": "Two lamps in three are out.",
    "sponsor": "Priya Nair", "sponsor_role": "Director of places", "can_change": "Lamps\nHedges",
    "cannot_change": "The railway", "decides": "The parks board", "opens_on": "",
    "closes_on": str(clock.today() + timedelta(days=60)), "answer_by": str(clock.today() + timedelta(days=120)),
}


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    call = crowd.a_call(db, answer_by=clock.today() + timedelta(days=60), closes_on=clock.today() + timedelta(days=12),
                        sponsor="Dr Amrita Sen", sponsor_role="Director of planned care")
    db.commit()
    return call


def test_a_call_says_who_asks_what_can_change_who_decides_and_how_long_is_left(site: Site, call: Call) -> None:
    page = site.get(f"/calls/{call.id}")

    for words in ("Dr Amrita Sen", "How a visit is moved", "How many clinics there are", "The board of Ellerford"):
        assert words in page
    assert "12 days left" in page
    assert f'href="/ideas/new?call={call.id}"' in page.html
    assert "Nobody has answered yet" in page


def test_a_call_shows_its_newest_ideas_and_how_many_there_are(
    db: Session, site: Site, people: Cast, call: Call
) -> None:
    for number in range(6):
        an_idea(db, people.maya, f"Idea number {number}", "A text the day before.", call_id=call.id)
    db.commit()

    page = site.get(f"/calls/{call.id}")

    assert "Idea number 5" in page and "Idea number 0" not in page
    assert "All 6 ideas" in page and f"/ideas?call={call.id}" in page.html


def test_a_draft_is_the_desks_own(db: Session, site: Site, sign_in: SignIn, people: Cast) -> None:
    call = calls.draft(db, by=people.ruth, question="Is this wise at all?")
    db.commit()

    site.get(f"/calls/{call.id}", expect=404)
    sign_in(people.tom).get(f"/calls/{call.id}", expect=404)
    assert "only the desk can see this call" in sign_in(people.ruth).get(f"/calls/{call.id}")
    assert "Is this wise" not in site.get("/calls") and "Is this wise" not in site.get("/calls.json")
    assert "Is this wise" in sign_in(people.ruth).get("/calls")


def test_the_desk_writes_and_opens_a_call(db: Session, site: Site, sign_in: SignIn, people: Cast) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new", **WRITTEN))
    assert "The call is saved." in page

    opened = ruth.follow(ruth.send(page, "/state", wanted="open"))

    assert "The call is open." in opened
    call = db.exec(select(Call)).one()
    assert call.takes_ideas and call.opens_on == clock.today() and call.team_id == people.team.id
    assert "What would make our parks safer at night?" in site.get("/calls")


@pytest.mark.parametrize(("field", "sentence"), [
    ("can_change", "Before this call opens, say what can change."),
    ("cannot_change", "Before this call opens, say what cannot change."),
    ("decides", "Before this call opens, say who decides."),
    ("answer_by", "Before this call opens, say by when people will be answered."),
    ("sponsor", "Before this call opens, say who asks."),
    ("closes_on", "Before this call opens, choose a last day for ideas"),
])
def test_a_call_does_not_open_without_its_commitment(
    db: Session, sign_in: SignIn, people: Cast, field: str, sentence: str
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new", **WRITTEN | {field: ""}))

    refused = ruth.send(page, "/state", wanted="open", expect=422)

    assert sentence in refused and refused.title.startswith("Error: ")
    assert f'id="field-{field}-error"' in refused.html
    assert not db.exec(select(Call)).one().public


def test_a_call_does_not_open_after_its_last_day(db: Session, sign_in: SignIn, people: Cast) -> None:
    ruth = sign_in(people.ruth)
    yesterday = str(clock.today() - timedelta(days=1))
    page = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new", **WRITTEN | {"closes_on": yesterday}))

    refused = ruth.send(page, "/state", wanted="open", expect=422)

    assert "choose a last day for ideas that is not over" in refused and 'id="field-closes_on-error"' in refused.html
    assert not db.exec(select(Call)).one().public


def test_an_open_call_cannot_lose_its_commitment(db: Session, sign_in: SignIn, people: Cast, call: Call) -> None:
    ruth = sign_in(people.ruth)

    refused = ruth.send(ruth.get(f"/calls/{call.id}/edit"), "/edit", decides="", summary="Kept as typed", expect=422)

    assert "say who decides" in refused and "Kept as typed" in refused
    db.expire_all()
    assert call.decides == "The board of Ellerford General"


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"question": ""}, "Enter the question."),
    ({"question": "x" * 161}, "Use 160 characters or fewer. You have written 161."),
    ({"closes_on": "soon"}, "Enter a date like 2026-03-31"),
    ({"opens_on": "2027-03-01", "closes_on": "2027-02-01"}, "The last day must come after the first day."),
    ({"answer_by": str(clock.today())}, "The answer must come after the last day for ideas."),
])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    db: Session, sign_in: SignIn, people: Cast, typed: dict[str, str], sentence: str
) -> None:
    ruth = sign_in(people.ruth)

    page = ruth.send(ruth.get("/calls/new"), "/calls/new", **WRITTEN | typed, expect=422)

    assert sentence in page and "Two lamps in three are out." in page
    assert not db.exec(select(Call)).all()


def test_a_call_opens_closes_opens_again_and_ends(db: Session, sign_in: SignIn, people: Cast, call: Call) -> None:
    ruth = sign_in(people.ruth)
    for wanted, state in (("reading", "reading"), ("open", "open"), ("reading", "reading"), ("answered", "answered")):
        here = "/closing" if call.open else ""
        ruth.send(ruth.get(f"/calls/{call.id}{here}"), "/state", wanted=wanted)
        db.refresh(call)
        assert call.state.value == state
    ruth.post(f"/calls/{call.id}/state", {"wanted": "burnt"}, expect=422)


def test_a_call_is_not_answered_while_anything_in_it_waits(
    db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call
) -> None:
    alone, told, late = (an_idea(db, people.maya, title, call_id=call.id) for title in ("Alone", "Told", "Late"))
    theme = grouped(db, told)
    calls.close(db, call, by=people.ruth)
    db.commit()
    ruth = sign_in(people.ruth)

    refused = ruth.send(ruth.get(f"/calls/{call.id}"), "/state", wanted="answered", expect=422)
    assert "1 theme and 2 single ideas still wait for an answer." in refused
    assert f'href="/desk?call={call.id}"' in refused.html
    answered(db, people, theme=theme)
    answered(db, people, idea=alone)
    grouped(db, late, theme)
    db.commit()
    newcomer = ruth.send(refused, "/state", wanted="answered", expect=422)
    assert "1 theme still waits for an answer." in newcomer
    answered(db, people, idea=late)
    db.commit()

    ruth.send(newcomer, "/state", wanted="answered")
    an_idea(db, people.ben, "Much later", call_id=call.id)
    db.commit()
    assert "Closed" in (page := site.get(f"/calls/{call.id}")) and "and answered" in page
    assert "1 idea came later and still waits for an answer." in page


def test_a_draft_is_not_answered_before_anybody_was_asked(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, draft = sign_in(people.ruth), calls.draft(db, by=people.ruth, **(crowd.COMMITMENT | {"question": "And now?"}))
    db.commit()
    for one, wanted in ((draft, "answered"), (draft, "reading"), (call, "answered")):
        before = one.state
        page = ruth.follow(ruth.post(f"/calls/{one.id}/state", {"wanted": wanted}))
        db.refresh(one)
        assert "so nothing was changed" in page and one.state == before


def test_a_promised_day_that_is_moved_stays_on_the_page(
    db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth, before = sign_in(people.ruth), call.answer_by
    assert before is not None
    draft = ruth.follow(ruth.send(ruth.get("/calls/new"), "/calls/new", **WRITTEN))
    later = str(before + timedelta(days=90))
    ruth.send(ruth.get(f"/calls/{call.id}/edit"), "/edit", answer_by=later)

    page = site.get(f"/calls/{call.id}")
    assert f"Until {wording.day(clock.today())}, the answer was promised by {wording.day(before)}." in page
    event = db.exec(select(Event).where(Event.kind == "call.written")).one()
    assert (event.data["before"], event.data["after"]) == ({"answer_by": str(before)}, {"answer_by": later})
    edit = ruth.get(f"{draft.response.url.path}/edit")
    changed = ruth.send(edit, "/edit", answer_by=later)
    assert "the answer was promised by" not in ruth.follow(changed)


def test_nobody_else_may_write_or_move_a_call(site: Site, sign_in: SignIn, people: Cast, call: Call) -> None:
    for stranger in (people.maya, people.tom, people.dev):
        browser = sign_in(stranger)
        browser.get("/calls/new", expect=404)
        browser.get(f"/calls/{call.id}/edit", expect=404)
        browser.post("/calls/new", WRITTEN, expect=404)
        browser.post(f"/calls/{call.id}/state", {"wanted": "answered"}, expect=404)
    assert "/sign-in" in site.post(f"/calls/{call.id}/state", {"wanted": "answered"}).response.headers["location"]


def test_somebody_follows_a_call_and_stops(db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call) -> None:
    maya = sign_in(people.maya)
    page = maya.follow(maya.send(maya.get(f"/calls/{call.id}"), "/following", wanted="yes"))
    assert "You follow this call." in page
    assert db.exec(select(Subscription)).one().call_id == call.id
    maya.post(f"/calls/{call.id}/following", {"wanted": "yes"})
    assert len(db.exec(select(Subscription)).all()) == 1

    page = maya.follow(maya.send(page, "/following", wanted="no"))

    assert "Tell me what happens to it" in page and not db.exec(select(Subscription)).all()
    assert "/sign-in?next=" in site.get(f"/calls/{call.id}").html


def test_a_closed_call_tells_what_was_asked_said_and_done_in_that_order(
    db: Session, site: Site, people: Cast, call: Call
) -> None:
    idea = an_idea(db, people.maya, "One text", "Send one text the day before.", call_id=call.id)
    theme = themes.make(db, title="Reminders", call_id=call.id, by=people.ruth)
    memberships.put(db, idea, theme, by=people.ruth)
    calls.close(db, call, by=people.ruth)
    db.commit()
    waiting = site.get(f"/calls/{call.id}")
    assert "Nothing is answered yet." in waiting and "/ideas/new?call" not in waiting.html

    db.add(Answer(theme_id=theme.id, summary="Every clinic sends a text.", verdict=Verdict.DOING,
                  published_at=clock.now()))
    db.add(Answer(theme_id=theme.id, summary="A secret draft."))
    db.commit()

    text = site.get(f"/calls/{call.id}").text
    assert text.index("We asked") < text.index("You said") < text.index("Reminders") < text.index("We did")
    assert "Every clinic sends a text." in text and "A secret draft." not in text


def test_calls_come_as_data_with_the_same_address(site: Site, call: Call) -> None:
    listed = site.get("/calls.json").response.json()["items"]
    assert [(row["id"], row["state"], row["ideas"]) for row in listed] == [(call.id, "open", 0)]
    assert "How can we make appointments easier to keep?" in site.get("/calls.csv").html
    assert "<feed" in site.get("/calls.atom").html
    site.get("/calls.xml", expect=404)


def test_a_place_without_calls_says_so(site: Site) -> None:
    assert "Nothing is being asked just now" in site.get("/calls")


def test_what_people_typed_is_never_markup(db: Session, site: Site, call: Call) -> None:
    call.question, call.can_change = "<b>Bold</b> question?", "<script>alert(1)</script>"
    db.commit()

    page = site.get(f"/calls/{call.id}")

    assert "<script>alert" not in page.html and "<b>Bold" not in page.html


def test_a_call_costs_the_same_however_full_it_is(
    db: Session, sign_in: SignIn, people: Cast, call: Call, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    maya = sign_in(people.maya)
    counts = []
    for _ in range(2):
        for number in range(8):
            idea = an_idea(db, people.maya, f"Idea {number}", "A text the day before.", call_id=call.id)
            memberships.put(db, idea, themes.make(db, title=f"Theme {number}", call_id=call.id, by=None), by=None)
        db.commit()
        with queries() as asked:
            maya.get(f"/calls/{call.id}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6, asked
