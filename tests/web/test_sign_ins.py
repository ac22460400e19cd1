"""Signing in and out in a browser without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models import clock, ideas, sessions, sign_ins
from models.accounts import Account
from models.ideas import Idea
from models.sessions import SignedIn
from models.settings import settings
from tests.cast import Cast
from tests.page import Site
from tests.signing_in import MAYA, asked, is_signed_in, newest


def test_maya_signs_in_by_the_link(db: Session, site: Site, people: Cast) -> None:
    page = asked(site)
    assert "Check your e-mail" in page and MAYA in page

    opened = site.get(f"/sign-in/{newest(db).token}")
    assert MAYA in opened and not is_signed_in(site)
    site.follow(site.send(opened, "/sign-in/"))

    assert is_signed_in(site)


def test_a_program_that_looks_into_mail_does_not_use_up_the_link(db: Session, site: Site, people: Cast) -> None:
    asked(site)
    link = f"/sign-in/{newest(db).token}"
    for _ in range(3):
        site.get(link)
        site.client.request("HEAD", link)

    assert newest(db).used_at is None
    site.send(site.get(link), "/sign-in/")
    assert is_signed_in(site)


def test_somebody_new_gets_an_account(db: Session, site: Site) -> None:
    page = asked(site, "new.person@example.org")

    site.send(page, "/sign-in/code?", code=newest(db).code)

    assert is_signed_in(site)


def test_a_used_link_says_so_and_sends_a_new_one(db: Session, site: Site, people: Cast) -> None:
    asked(site)
    link = f"/sign-in/{newest(db).token}"
    page = site.get(link)
    site.send(page, "/sign-in/")
    site.client.cookies.clear()

    assert "This link was used already" in site.send(page, "/sign-in/", form_key="2", expect=410)
    used = site.get(link, expect=410)
    assert "This link was used already" in used
    again = site.follow(site.send(used, "/renewal"))
    assert "We have sent you a new e-mail" in again
    site.send(again, "/sign-in/code?", code=newest(db).code)
    assert is_signed_in(site)


def test_a_used_link_takes_the_person_it_signed_in_onwards(db: Session, site: Site, people: Cast) -> None:
    asked(site, path="/sign-in?next=/account")
    page = site.get(f"/sign-in/{newest(db).token}")
    for key in ("one", "two"):
        answer = site.send(page, "/sign-in/", form_key=key)
        assert answer.response.headers["location"].startswith("/account")

    assert len(db.exec(select(SignedIn)).all()) == 1


def test_an_old_link_says_so(db: Session, site: Site, people: Cast) -> None:
    asked(site)
    sign_in = newest(db)
    sign_in.expires_at = clock.now() - timedelta(seconds=1)
    db.commit()

    assert "This link is too old" in site.get(f"/sign-in/{sign_in.token}", expect=410)
    site.post(f"/sign-in/{sign_in.token}", expect=410)
    assert not is_signed_in(site)


@pytest.mark.parametrize("token", ["made-up", "x" * 5000, "%00", "WzEsIngiXQ.abc", "é", "a.b.c"])
def test_a_link_that_we_did_not_make(site: Site, token: str) -> None:
    assert "We do not know this link" in site.get(f"/sign-in/{token}", expect=404)
    site.post(f"/sign-in/{token}", expect=404)


def test_each_sign_in_has_a_session_of_its_own(db: Session, site: Site, people: Cast) -> None:
    cookies = []
    for _ in range(2):
        asked(site)
        site.send(site.get(f"/sign-in/{newest(db).token}"), "/sign-in/")
        cookies.append(site.client.cookies.get("folkmoot"))

    first, second = db.exec(select(SignedIn).order_by(col(SignedIn.id))).all()
    assert first.ended_at is not None and second.ended_at is None
    assert cookies[0] != cookies[1]


def test_signing_out_ends_the_session_itself(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.maya)
    stolen = site.client.cookies.get("folkmoot")

    answer = site.post("/sign-out")

    assert 'folkmoot="";' in answer.response.headers["set-cookie"]
    assert "You are signed out" in site.follow(answer)
    site.client.cookies.set("folkmoot", stolen or "")
    assert not is_signed_in(site)


def test_signing_out_twice_or_as_nobody_does_no_harm(site: Site) -> None:
    for _ in range(2):
        site.post("/sign-out")


def test_after_signing_in_people_are_where_they_wanted_to_be(db: Session, site: Site, people: Cast) -> None:
    sent_away = site.get("/account?after=x", expect=303)
    page = asked(site, path=sent_away.response.headers["location"])

    answer = site.send(page, "/sign-in/code?", code=newest(db).code)

    assert answer.response.headers["location"].startswith("/account")


def test_a_direct_link_signs_in_at_once_and_again(db: Session, site: Site, people: Cast) -> None:
    link = f"/sign-in/{sign_ins.direct(db, people.ruth, next_path='/account').token}"
    db.commit()

    for _ in range(2):
        assert "Your account" in site.get(link)
        site.client.cookies.clear()


def test_a_direct_link_does_nothing_in_production(
    db: Session, site: Site, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"/sign-in/{sign_ins.direct(db, people.ruth).token}"
    db.commit()
    monkeypatch.setattr(settings(), "environment", "production")

    page = site.get(link, expect=410)

    assert "This link is too old" in page and not is_signed_in(site)


def test_the_link_of_an_idea_shows_and_publishes_it(db: Session, site: Site, people: Cast) -> None:
    idea = ideas.receive(db, title="A bench <b>now</b>", body="To sit on.", author=people.maya)
    sign_in = sign_ins.ask(db, MAYA, idea_id=idea.id)
    db.commit()

    page = site.get(f"/sign-in/{sign_in.token}")
    assert "A bench &lt;b&gt;now&lt;/b&gt;" in page.html and idea.reference in page
    answer = site.send(page, "/sign-in/")

    assert answer.response.headers["location"] == f"/ideas/{idea.id}?done=proposed"
    db.expire_all()
    assert db.get_one(Idea, idea.id).published
    assert "Your idea is published" in site.follow(answer)


def test_an_old_link_of_an_idea_is_renewed_for_the_same_idea(db: Session, site: Site, people: Cast) -> None:
    idea = ideas.receive(db, title="A bench", body="To sit on.", author=people.maya)
    sign_in = sign_ins.ask(db, MAYA, idea_id=idea.id)
    sign_in.expires_at = clock.now()
    db.commit()

    site.send(site.get(f"/sign-in/{sign_in.token}", expect=410), "/renewal")

    assert newest(db).id != sign_in.id and newest(db).idea_id == idea.id


def test_somebody_signed_in_may_go_on_or_change_the_address(sign_in: Callable[[Account], Site], people: Cast) -> None:
    page = sign_in(people.maya).get("/sign-in?next=/ideas/new")

    assert f"You are signed in as <bdi>{MAYA}</bdi>" in page.html and 'href="/ideas/new"' in page.html


def test_a_session_ends_by_itself(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.maya)
    row = db.exec(select(SignedIn)).one()
    assert (row.expires_at - row.started_at).days >= sessions.DAYS - 1

    row.expires_at = clock.now()
    db.commit()
    assert not is_signed_in(site)
