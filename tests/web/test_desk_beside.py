"""The list beside a theme stays as it was chosen, whatever is done to the theme."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import answers, clock
from models.accounts import Account
from models.calls import Call
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    return scenes.call(db, people)


@pytest.fixture
def theme(db: Session, call: Call) -> Theme:
    return scenes.theme(db, call.id)


@pytest.fixture
def idea(db: Session, people: Cast, call: Call, theme: Theme) -> Idea:
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, theme, mine, scenes.idea(db, people.ben, call_id=call.id))
    db.commit()
    return mine


@pytest.fixture
def other(db: Session, call: Call) -> Theme:
    made = scenes.theme(db, call.id, title="Letters")
    db.commit()
    return made


def leads_back(done: Page, call: Call) -> bool:
    location = done.response.headers["location"]
    return all(part in location for part in (f"call={call.id}", "sort=growth", "show=nobody"))


def test_it_stays_after_each_act(
    sign_in: SignIn, people: Cast, call: Call, theme: Theme, idea: Idea, other: Theme
) -> None:
    desk, list_of = sign_in(people.ruth), f"?call={call.id}&sort=growth&show=nobody"
    page = desk.get(f"/desk/themes/{theme.id}{list_of}")

    assert leads_back(desk.send(page, "/desk/assignments"), call)
    assert leads_back(desk.send(page, "/answer", verdict="no"), call)
    ways = {"call": str(call.id), "sort": "growth", "show": "nobody"}
    assert leads_back(desk.post(f"/desk/themes/{theme.id}/keeps", {"only": str(idea.id), **ways}), call)
    moved = desk.send(page, "/moves", ideas=str(idea.id), into=str(other.id))
    assert leads_back(moved, call)
    assert leads_back(desk.send(desk.follow(moved), "/undoing"), call)
    name = desk.get(f"/desk/themes/{theme.id}/name{list_of}")
    assert leads_back(desk.send(name, "/name", title="Ringing up", description=""), call)
    merge = desk.get(f"/desk/themes/{theme.id}/merger{list_of}&into={other.id}")
    assert leads_back(desk.send(merge, "/merger"), call)


@pytest.mark.parametrize(("way", "act", "typed"), [
    ("waiting", "/assignment", {"officer": "ruth"}),
    ("waiting", "/aside", {"no_answer": "The council of the county decides this."}),
    ("questions", "/questions", {"words": "Which of the letters do you mean?", "answer_by": "soon"}),
    ("", "/notes", {"note": "Ask the post room about this."}),
])
def test_it_stays_on_the_way_to_another_page_and_back(
    sign_in: SignIn, people: Cast, call: Call, theme: Theme, idea: Idea, way: str, act: str, typed: dict[str, str]
) -> None:
    desk, list_of = sign_in(people.ruth), f"?call={call.id}&sort=growth&show=nobody"
    meant = {"ruth": str(people.ruth.id), "soon": (clock.today() + timedelta(days=10)).isoformat()}
    page = desk.get(f"/desk/themes/{theme.id}/{way}{list_of}".replace(f"/{list_of}", list_of))
    done = desk.send(page, act, **{name: meant.get(value, value) for name, value in typed.items()})

    assert leads_back(done, call)
    back = f'href="/desk/themes/{theme.id}?call={call.id}&amp;sort=growth&amp;show=nobody'
    assert back in desk.follow(done).html


def test_what_is_wrong_keeps_it_too(sign_in: SignIn, people: Cast, call: Call, theme: Theme, idea: Idea) -> None:
    desk, list_of = sign_in(people.ruth), f"?call={call.id}&sort=growth&show=nobody"
    page = desk.get(f"/desk/themes/{theme.id}/waiting{list_of}")
    wrong = desk.send(page, "/aside", expect=422, no_answer="")

    assert leads_back(desk.send(wrong, "/aside", no_answer="The county decides this."), call)


def test_what_the_address_does_not_say_is_not_made_up(
    sign_in: SignIn, people: Cast, theme: Theme, idea: Idea
) -> None:
    desk = sign_in(people.ruth)
    done = desk.send(desk.get(f"/desk/themes/{theme.id}/name"), "/name", title="Ringing up", description="")

    assert done.response.headers["location"] == f"/desk/themes/{theme.id}?done=renamed"


def test_it_stays_when_an_answer_is_refused(
    db: Session, sign_in: SignIn, people: Cast, call: Call, theme: Theme, idea: Idea
) -> None:
    alone = scenes.idea(db, people.maya, call_id=call.id)
    db.commit()
    desk, long = sign_in(people.ruth), "x" * (answers.BODY_LIMIT + 1)

    page = desk.get(f"/desk/themes/{theme.id}?call={call.id}&sort=growth&show=nobody")
    refused = desk.send(page, "/answer", body=long, expect=422)
    assert f"/desk/themes/{theme.id}?call={call.id}&sort=growth&show=nobody" in refused.html.replace("&amp;", "&")

    page = desk.get(f"/desk/ideas/{alone.id}?call={call.id}&sort=due")
    refused = desk.send(page, "/answer", body=long, expect=422)
    assert f"/desk/ideas/{alone.id}?call={call.id}&sort=due" in refused.html.replace("&amp;", "&")


def test_single_ideas_come_by_support_or_by_the_day_they_are_due(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    loved, late = scenes.idea(db, people.maya), scenes.idea(db, people.ben, call_id=call.id)
    loved.supports_count, call.answer_by = 9, clock.today() - timedelta(days=3)
    db.commit()
    desk = sign_in(people.ruth)

    for sort, first, second in (("supported", loved, late), ("nonsense", loved, late), ("due", late, loved)):
        listed = desk.get(f"/desk/ideas?sort={sort}").html
        assert listed.index(first.reference) < listed.index(second.reference), sort
