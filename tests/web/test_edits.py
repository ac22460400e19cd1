"""Changing one's own idea for a while, its earlier texts, and taking it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import checks, clock, ideas, publishing, revisions
from models.accounts import Account
from models.ideas import Idea
from models.revisions import Revision
from models.statuses import Status
from tests.cast import Cast
from tests.page import Site
from tests.said import received


@pytest.fixture
def bench(db: Session, people: Cast) -> Idea:
    idea = ideas.receive(db, title="A bench at the stop", body="People stand in the rain.", author=people.maya)
    publishing.publish(db, idea, by=people.maya)
    db.commit()
    return idea


def test_maya_changes_her_idea_and_everyone_can_read_what_it_said(
    db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)

    page = maya.follow(maya.send(maya.get(f"/ideas/{bench.id}/edit"), "/edit", title="Two benches <b>at</b> the stop"))

    assert "Your change is saved" in page and "Two benches &lt;b&gt;at&lt;/b&gt; the stop" in page.html
    versions = site.get(f"/ideas/{bench.id}/versions")
    assert "A bench at the stop" in versions and "Two benches" in versions
    assert "set-cookie" not in versions.response.headers


def test_earlier_texts_as_data(db: Session, site: Site, people: Cast, bench: Idea) -> None:
    revisions.edit_idea(db, bench, title="=Two benches", body="People stand.", by=people.maya)
    revisions.edit_idea(db, bench, title="Three benches", body="People stand.", by=people.maya)
    db.commit()

    items = site.get(f"/ideas/{bench.id}/versions.json").response.json()["items"]
    assert [item["title"] for item in items] == ["Three benches", "=Two benches", "A bench at the stop"]
    assert "'=Two benches" in site.get(f"/ideas/{bench.id}/versions.csv").response.text
    assert "<title>A bench at the stop</title>" in site.get(f"/ideas/{bench.id}/versions.atom").response.text
    site.get(f"/ideas/{bench.id}/versions.pdf", expect=404)


def test_an_idea_that_was_never_changed_says_so(site: Site, bench: Idea) -> None:
    assert "it was never changed" in site.get(f"/ideas/{bench.id}/versions")


@pytest.mark.parametrize("path", ["edit", "withdrawal"])
def test_strangers_find_nothing(
    sign_in: Callable[[Account], Site], site: Site, people: Cast, bench: Idea, path: str
) -> None:
    typed = {"title": "Mine now", "body": "All of it is mine."}
    for stranger in (people.ben, people.tom, people.ruth, people.dev, people.anna):
        sign_in(stranger).get(f"/ideas/{bench.id}/{path}", expect=404)
        sign_in(stranger).post(f"/ideas/{bench.id}/{path}", typed, expect=404)
    site.get(f"/ideas/{bench.id}/{path}", expect=303)
    site.post(f"/ideas/{bench.id}/{path}")
    for unknown in (999999, 99999999999):
        sign_in(people.maya).get(f"/ideas/{unknown}/{path}", expect=404)


def test_what_a_stranger_sends_changes_nothing(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    typed = {"title": "Mine now", "body": "All of it is mine."}
    sign_in(people.ben).post(f"/ideas/{bench.id}/edit", typed, expect=404)

    db.expire_all()
    assert db.get_one(Idea, bench.id).title == "A bench at the stop"


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("title", "", "Enter a title for your idea."), ("title", "\u2060\u200b", "Enter a title for your idea."),
    ("title", "x" * 121, "Use 120 characters or fewer. You have written 121."), ("body", "", "Enter your idea."),
    ("body", "x" * 10_001, "Use 10,000 characters or fewer. You have written 10,001."),
])
def test_a_change_that_cannot_be_taken_is_given_back(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea, field: str, typed: str, sentence: str
) -> None:
    maya = sign_in(people.maya)

    page = maya.send(maya.get(f"/ideas/{bench.id}/edit"), "/edit", expect=422, **{field: typed})

    assert sentence in page and page.title.startswith("Error:")
    assert page.form("/edit")["fields"][field].strip() == typed
    assert db.exec(select(Revision)).all() == []


def test_a_stale_form_shows_both_texts_and_loses_neither(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)
    here, there = maya.get(f"/ideas/{bench.id}/edit"), maya.get(f"/ideas/{bench.id}/edit")
    maya.send(there, "/edit", body="Saved in the other window.")

    page = maya.send(here, "/edit", body="Typed in this window.", expect=409)

    assert "Nothing is lost" in page and "Saved in the other window." in page
    assert page.form("/edit")["fields"]["body"].strip() == "Typed in this window."
    maya.send(page, "/edit")
    db.expire_all()
    assert db.get_one(Idea, bench.id).body == "Typed in this window."
    assert [text.body for text in db.exec(revisions.of_idea(bench))] == [
        "Saved in the other window.", "People stand in the rain."]


def test_the_same_change_sent_twice_is_one(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)
    page = maya.get(f"/ideas/{bench.id}/edit")
    for key in ("one", "one", "two"):
        maya.send(page, "/edit", body="It rains there.", form_key=key)

    assert len(db.exec(select(Revision)).all()) == 1


def test_after_an_hour_it_stays_and_what_was_typed_is_given_back(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)
    page = maya.get(f"/ideas/{bench.id}/edit")
    bench.proposed_at = clock.now() - timedelta(minutes=61)
    db.commit()

    refused = maya.send(page, "/edit", body="Typed too late.", expect=409)

    assert "It cannot be changed any more" in refused and "Typed too late." in refused
    assert "It cannot be changed any more" in maya.get(f"/ideas/{bench.id}/edit", expect=409)


def test_maya_takes_her_idea_back(
    db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)
    page = maya.get(f"/ideas/{bench.id}/withdrawal")
    assert "Take your idea back?" in page

    told = maya.follow(maya.send(page, "/withdrawal"))

    assert "Your idea is withdrawn" in told
    db.expire_all()
    assert db.get_one(Idea, bench.id).taken_back
    assert "You have taken it back" in maya.get(f"/ideas/{bench.id}/withdrawal")
    site.get(f"/ideas/{bench.id}/versions", expect=404)
    assert "A bench at the stop" in maya.get(f"/ideas/{bench.id}/versions")


def test_an_answered_idea_cannot_be_taken_back(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, bench: Idea
) -> None:
    maya = sign_in(people.maya)
    page = maya.get(f"/ideas/{bench.id}/withdrawal")
    bench.status = Status.ANSWERED
    db.commit()

    assert "It cannot be taken back any more" in maya.send(page, "/withdrawal", expect=409)


def test_earlier_texts_of_a_hidden_idea_are_hidden_too(
    db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast, bench: Idea
) -> None:
    revisions.edit_idea(db, bench, title="Two benches", body="People stand.", by=people.maya)
    bench.hidden_at = clock.now()
    db.commit()

    for ending in ("", ".json", ".csv", ".atom"):
        site.get(f"/ideas/{bench.id}/versions{ending}", expect=404)
        sign_in(people.ben).get(f"/ideas/{bench.id}/versions{ending}", expect=404)
    sign_in(people.dev).get(f"/ideas/{bench.id}/versions")


def test_nobody_else_knows_of_an_idea_that_was_taken_back_before_it_was_sent(
    db: Session, people: Cast, site: Site, sign_in: Callable[[Account], Site]
) -> None:
    idea = received(db, people.maya)
    assert publishing.withdraw(db, idea, by=people.maya)
    db.commit()

    assert "withdrawn" in sign_in(people.maya).get(f"/ideas/{idea.id}").text.lower()
    for stranger in (site, sign_in(people.ben), sign_in(people.dev)):
        stranger.get(f"/ideas/{idea.id}", expect=404)
    assert not any(one.wrong for one in checks.all_of(db))
