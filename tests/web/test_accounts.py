"""Your account: name, mail, sessions, follows, ideas; and nothing about anybody else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlmodel import Session, select

from models import calls, clock, ideas, publishing, sessions, subscriptions
from models.accounts import Account
from models.ideas import Idea
from models.sessions import SignedIn
from models.statuses import CallState, MailChoice
from models.subscriptions import Subscription
from tests.cast import Cast
from tests.page import Site


@pytest.fixture
def statements(connection: Connection) -> Iterator[Callable[[], list[str]]]:
    """What the database was asked so far."""
    said: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            said.append(statement)

    event.listen(connection, "before_cursor_execute", hear)
    yield lambda: list(said)
    event.remove(connection, "before_cursor_execute", hear)


@pytest.fixture
def bench(db: Session, people: Cast) -> Idea:
    idea = ideas.receive(db, title="A bench at the stop", body="To sit on.", author=people.maya)
    publishing.publish(db, idea, by=people.maya)
    db.commit()
    return idea


def test_a_stranger_is_led_to_sign_in(site: Site) -> None:
    for path in ("/account", "/account/ideas", "/account/follows"):
        assert site.get(path, expect=303).response.headers["location"].startswith("/sign-in?next=%2Faccount")


def test_maya_changes_her_name_her_privacy_and_her_mail(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    site = sign_in(people.maya)

    page = site.follow(site.send(site.get("/account"), "/account", name="Maya O", private="yes", mail_choice="weekly"))

    assert "Your settings are saved" in page and 'value="Maya O"' in page.html
    db.refresh(people.maya)
    assert (people.maya.private, people.maya.mail_choice) == (True, MailChoice.WEEKLY)


def test_an_unticked_box_is_a_no(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.ben)
    fields = site.get("/account").form("/account")["fields"]
    assert fields.pop("private") == "yes"

    site.post("/account", fields)

    db.refresh(people.ben)
    assert not people.ben.private


@pytest.mark.parametrize(("field", "typed"), [
    ("name", "x" * 81), ("name", "Maya \u202eavaM"), ("name", "www.example.org"), ("name", "=1+1"),
    ("mail_choice", "hourly"), ("mail_choice", ""),
])
def test_what_cannot_be_taken_is_said_and_kept(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, field: str, typed: str
) -> None:
    site = sign_in(people.maya)

    page = site.send(site.get("/account"), "/account", expect=422, **{field: typed})

    assert page.title.startswith("Error:") and f'href="#field-{field}"' in page.html
    if field == "name":
        assert f'value="{typed}"' in page.html
    db.refresh(people.maya)
    assert people.maya.name == "Maya Okafor"


def test_an_invisible_name_is_no_name(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.maya)
    site.send(site.get("/account"), "/account", name="\u200b\u2060 ")

    db.refresh(people.maya)
    assert people.maya.name == ""
    assert "Your account" in site.get("/account")


def test_maya_ends_a_session_somewhere_else(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    here, there = sign_in(people.maya), sign_in(people.maya)
    page = here.get("/account")
    assert page.html.count("(this one)") == 1

    page = here.follow(here.send(page, "/account/sessions/"))

    assert "That session is ended" in page
    there.get("/account", expect=303)
    here.get("/account")


def test_ending_this_session_signs_out(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.maya)
    row = db.exec(select(SignedIn)).one()

    assert "You are signed out" in site.follow(site.post(f"/account/sessions/{row.id}/end"))
    site.get("/account", expect=303)


def test_maya_ends_all_the_others(sign_in: Callable[[Account], Site], people: Cast) -> None:
    here, there, bens = sign_in(people.maya), sign_in(people.maya), sign_in(people.ben)

    page = here.follow(here.send(here.get("/account"), "/account/sessions/others/end"))

    assert "You are signed out everywhere else" in page and "End all the others" not in page
    there.get("/account", expect=303)
    bens.get("/account")


def test_nobody_ends_a_session_of_somebody_else(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    hers, his = sign_in(people.maya), sign_in(people.ben)
    row = db.exec(select(SignedIn).where(SignedIn.account_id == people.maya.id)).one()

    his.post(f"/account/sessions/{row.id}/end", expect=404)
    his.post("/account/sessions/999999/end", expect=404)
    hers.get("/account")


def test_maya_stops_following(db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea) -> None:
    site = sign_in(people.maya)

    page = site.follow(site.send(site.get("/account"), "/account/follows/"))

    assert "You will not be told any more" in page
    assert db.exec(select(Subscription)).all() == []


def test_stopping_twice_or_for_somebody_else_changes_nothing(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    follow = db.exec(select(Subscription)).one()

    sign_in(people.ben).post(f"/account/follows/{follow.id}/end")
    assert len(db.exec(select(Subscription)).all()) == 1
    maya = sign_in(people.maya)
    for _ in range(2):
        maya.post(f"/account/follows/{follow.id}/end")
    db.expire_all()
    assert db.exec(select(Subscription)).all() == []


def test_a_followed_call_stands_beside_followed_ideas(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    call = calls.Call(question="How can waiting be shorter?", can_change="x", cannot_change="y", decides="z",
                      answer_by=clock.today(), state=CallState.OPEN)
    db.add(call)
    db.flush()
    subscriptions.follow(db, people.maya, call_id=call.id)
    db.commit()

    page = sign_in(people.maya).get("/account/follows")

    assert "How can waiting be shorter?" in page and "A bench at the stop" in page


def test_an_idea_that_was_hidden_from_ben_is_not_named_to_him(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    subscriptions.follow(db, people.ben, idea_id=bench.id)
    bench.hidden_at = clock.now()
    db.commit()

    assert "A bench at the stop" not in sign_in(people.ben).get("/account")
    assert "Hidden by a moderator" in sign_in(people.maya).get("/account")


def test_an_idea_that_still_waits_can_be_published_from_here(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    idea = ideas.receive(db, title="A shelter at the stop", body="For the rain.", author=people.maya)
    db.commit()
    site = sign_in(people.maya)

    answer = site.send(site.get("/account"), f"/ideas/{idea.id}/publication")

    assert answer.response.headers["location"].startswith(f"/ideas/{idea.id}?")
    db.expire_all()
    assert db.get_one(Idea, idea.id).published
    sign_in(people.ben).post(f"/ideas/{idea.id}/publication", expect=404)


def test_nothing_of_anybody_else_is_on_the_page(
    sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    page = sign_in(people.ben).get("/account")

    assert "A bench at the stop" not in page and "maya" not in page.html.lower()
    assert "You have not proposed an idea yet" in page and "Nothing yet. Follow" in page


def test_long_lists_go_on_on_pages_of_their_own(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, statements: Callable[[], list[str]]
) -> None:
    for n in range(25):
        idea = ideas.receive(db, title=f"Idea number {n:02d}", body="To sit on.", author=people.maya)
        publishing.publish(db, idea, by=people.maya)
    db.commit()
    site = sign_in(people.maya)
    before = len(statements())

    page = site.get("/account")
    assert len(statements()) - before <= 6
    assert "Idea number 24" in page and "Idea number 05" not in page

    for path in ("/account/ideas", "/account/follows"):
        first = site.get(path)
        assert "Idea number 05" in first and "Idea number 04" not in first
        following = first.html.split('rel="next" href="')[1].split('"')[0]
        assert "Idea number 04" in site.get(following) and "Idea number 00" in site.get(following)


def test_signing_in_by_another_browser_shows_its_name(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    sessions.start(db, people.maya, agent="Firefox on Linux")
    db.commit()

    assert "Firefox on Linux" in sign_in(people.maya).get("/account")
