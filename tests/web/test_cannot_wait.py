"""A comment that says that somebody is in danger: its author is told whom to ring, and moderators see it first."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs.found import read
from models import analyses, decisions, revisions
from models.accounts import Account
from models.comments import Comment
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea
from web import moderation

SignIn = Callable[[Account], Site]
HTMX = {"hx_request": "true", "hx_request_type": "partial"}
CRY = "I cannot go on, I want to kill myself tonight."
NUMBER = "07700 900123"
RING = "If somebody is in danger now, ring 999."
FIRST = "What cannot wait"


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    made = an_idea(db, people.maya)
    db.commit()
    return made


def sent(ben: Site, idea: Idea, words: str) -> None:
    """Written, asked about, and sent all the same."""
    asked = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body=words, expect=422)
    ben.send(asked, "/comments")


def the_comment(db: Session) -> Comment:
    db.expire_all()
    return db.exec(select(Comment)).one()


def test_ben_is_told_whom_to_ring_and_his_words_are_sent_by_the_second_press(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)

    asked = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body=CRY, expect=422)
    assert RING in asked and "You can still send this too." in asked and CRY in asked.html
    assert "Is this meant to be there?" not in asked and db.exec(select(Comment)).all() == []

    ben.send(asked, "/comments")
    assert the_comment(db).body == CRY
    assert len(db.exec(select(Event).where(Event.kind == "comment.written")).all()) == 1


def test_with_htmx_the_form_comes_back_with_the_number_to_ring(people: Cast, sign_in: SignIn, idea: Idea) -> None:
    part = sign_in(people.ben).post(f"/ideas/{idea.id}/comments", {"body": CRY}, expect=422, **HTMX)

    assert RING in part and 'role="alert"' in part.html and part.html.count("data-focus") == 1


def test_who_also_gives_a_number_away_reads_both_and_is_asked_once(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)

    asked = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body=f"{CRY} Ring {NUMBER}.", expect=422)
    assert RING in asked and "looks like a telephone number" in asked and asked.html.count("data-focus") == 1

    ben.send(asked, "/comments")
    assert NUMBER in the_comment(db).body


def test_a_reply_and_a_change_of_a_comment_meet_it_too(db: Session, people: Cast, sign_in: SignIn, idea: Idea) -> None:
    first = a_comment(db, idea, people.ben)
    db.commit()
    ben = sign_in(people.ben)

    for address in (f"/comments/{first.id}/reply", f"/comments/{first.id}/edit"):
        asked = ben.send(ben.get(address), "/comments", body=CRY, expect=422)
        assert RING in asked
        ben.send(asked, "/comments")

    db.expire_all()
    assert [len(one.signals) for one in db.exec(select(Comment)).all()] == [1, 1]


def test_dev_sees_it_above_everything_until_he_decides(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    sent(sign_in(people.ben), idea, CRY)
    comment = the_comment(db)
    reported = a_comment(db, idea, people.tom, body="You fool.")
    db.commit()
    sign_in(people.maya).post(f"/ideas/{idea.id}/report?comment={reported.id}", {"concern": "abuse"})
    dev = sign_in(people.dev)

    page = dev.get("/moderation")
    assert f'a comment on <a class="reference" href="/comments/{comment.id}">{idea.reference}</a>' in page.html
    assert page.html.index("kill myself") < page.html.index(">Reported<") < page.html.index("You fool.")
    assert "Nothing to decide" not in page
    assert "“<bdi>kill myself</bdi>” looks like somebody who may need protecting." in page.html

    dev.send(dev.get(f"/moderation/ideas/{idea.id}?comment={comment.id}"), "/moderation", wanted="keep",
             reason="We have written to him.")
    assert FIRST not in dev.get("/moderation")


def test_it_is_there_again_when_ben_changes_it_and_gone_when_it_says_so_no_more(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben, dev = sign_in(people.ben), sign_in(people.dev)
    sent(ben, idea, CRY)
    decisions.decide(db, DecisionKind.KEEP, idea, the_comment(db), reason="We have written to him.", by=people.dev)
    db.commit()

    again = ben.send(ben.get(f"/comments/{the_comment(db).id}/edit"), "/comments", body=f"{CRY} Help.", expect=422)
    ben.send(again, "/comments")
    assert FIRST in dev.get("/moderation")

    ben.send(ben.get(f"/comments/{the_comment(db).id}/edit"), "/comments", body="I am all right.")
    assert FIRST not in dev.get("/moderation")


def test_an_idea_that_cannot_wait_is_shown_however_many_others_wait(
    db: Session, people: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderation, "MOST_SHOWN", 1)
    older, newer = (an_idea(db, people.maya, body=body) for body in ("There is a gas leak.", f"Ring {NUMBER}."))
    analyses.store(db, [read(one.id, one.body, None) for one in (older, newer)], version="")
    db.commit()

    page = sign_in(people.dev).get("/moderation")
    assert older.reference in page and newer.reference not in page


def test_harmless_words_say_nothing_and_are_not_shown_to_dev(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)
    ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body="The queue is killing me.")

    assert the_comment(db).signals == []
    assert FIRST not in sign_in(people.dev).get("/moderation")
    revisions.edit_comment(db, the_comment(db), body="The queue is long.", by=people.ben)
    assert the_comment(db).signals == []
