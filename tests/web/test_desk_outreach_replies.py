"""Who was told by letter or on the telephone says whether the answer answers their point; the desk takes it down."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import contacts, outreaches, replies
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.ideas import Idea
from models.replies import Reply
from models.statuses import Channel, Heard, OutreachState
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], Any]


@pytest.fixture
def given(db: Session, people: Cast) -> Answer:
    """It answers Maya and those who wrote six letters, which were sent; the call to another got through to nobody."""
    theme = scenes.theme(db, None)
    members = [
        contacts.enter(
            db, channel=channel, title="Ring people back", body=f"So I gave up. {scenes.PASSAGE}.", call_id=None,
            name="Arthur Pell", address="2 Mill Lane", telephone="01632 960123", by=people.ruth)
        for channel in [Channel.PAPER] * 6 + [Channel.PHONE]]
    scenes.grouped(db, theme, scenes.idea(db, people.maya), *members)
    answer = scenes.published(db, people, theme=theme)
    for idea in members:
        state = OutreachState.SENT if idea.channel is Channel.PAPER else OutreachState.NOT_REACHED  # type: ignore[comparison-overlap]
        outreaches.mark(db, answer, idea.id, state, by=people.ruth)
    db.commit()
    return answer


def entered(db: Session, channel: Channel) -> list[Idea]:
    return list(db.exec(select(Idea).where(Idea.channel == channel).order_by(col(Idea.id))).all())


def page_of(answer: Answer, idea: Idea) -> str:
    return f"/desk/answers/{answer.id}/outreach/{idea.id}/reply"


def test_ruth_takes_down_what_the_writer_of_a_letter_says_and_everyone_reads_how_many_say_so(
    db: Session, people: Cast, sign_in: SignIn, site: Site, given: Answer,
) -> None:
    ruth, idea = sign_in(people.ruth), entered(db, Channel.PAPER)[0]
    assert page_of(given, idea) in ruth.get(f"/desk/entries/{idea.id}").html
    assert page_of(given, idea) in ruth.get(f"/desk/answers/{given.id}/outreach").html
    page = ruth.get(page_of(given, idea))
    assert "Arthur Pell" in page and scenes.PASSAGE in page and given.summary in page

    listed = ruth.follow(ruth.send(page, "/reply", heard="partly", sentence="Which clinics?"))

    assert "They said: it answers part of my point." in listed and "Which clinics?" in listed
    assert "It answers part of my point" in ruth.get(f"/desk/entries/{idea.id}")
    assert "Which clinics?" in ruth.get(f"/desk/answers/{given.id}")
    public = site.get(f"/answers/{given.id}")
    assert "Of the 1 person who has said so far" in public and "Which clinics?" not in public.html
    row = site.get(f"/answers/{given.id}.json").response.json()
    assert (row["says_answered"], row["says_partly"], row["says_not"]) == (0, 1, 0)
    event = db.exec(select(Event).where(Event.kind == "outreach.replied")).one()
    assert (event.by_id, event.idea_id, event.answer_id) == (people.ruth.id, idea.id, given.id)
    assert event.data == {"heard": "partly"}


def test_taken_down_again_it_changes_what_they_said_and_counts_once(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    ruth, idea = sign_in(people.ruth), entered(db, Channel.PAPER)[0]

    for heard in ("not", "answered", "answered"):
        ruth.send(ruth.get(page_of(given, idea)), "/reply", heard=heard, sentence="")

    reply = db.exec(select(Reply)).one()
    assert (reply.heard, reply.idea_id, reply.account_id) == (Heard.ANSWERED, idea.id, None)
    assert len(db.exec(select(Event).where(Event.kind == "outreach.replied")).all()) == 2
    assert 'value="answered" checked' in ruth.get(page_of(given, idea)).html


def test_too_few_who_say_so_by_letter_bring_the_theme_back(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    ruth, letters = sign_in(people.ruth), entered(db, Channel.PAPER)
    assert "Ring people back" not in ruth.get("/desk?show=short").html
    for idea in letters[:replies.LEAST]:
        outreaches.reply(db, given, idea.id, heard=Heard.NOT, sentence="", by=people.ruth)
    db.commit()

    assert f"/desk/themes/{given.theme_id}" in ruth.get("/desk?show=short").html


def test_a_choice_is_asked_for_and_what_was_typed_stays(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    ruth, idea = sign_in(people.ruth), entered(db, Channel.PAPER)[0]

    page = ruth.send(ruth.get(page_of(given, idea)), "/reply", expect=422, sentence="Which clinics?")

    assert "Choose whether the answer answers their point." in page and "Which clinics?" in page
    ruth.send(page, "/reply", expect=422, heard="not", sentence="x" * (replies.SENTENCE_LIMIT + 1))
    assert db.exec(select(Reply)).all() == []
    ruth.send(page, "/reply", heard="not", sentence="x" * replies.SENTENCE_LIMIT)


def test_who_was_not_reached_or_has_an_account_says_nothing_here(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    ruth = sign_in(people.ruth)
    mayas = db.exec(select(Idea).where(Idea.author_id == people.maya.id)).one()

    for idea in (mayas, *entered(db, Channel.PHONE)):
        ruth.get(page_of(given, idea), expect=404)
        ruth.post(page_of(given, idea), {"heard": "not"}, expect=404)
    for other in (people.maya, people.tom, people.dev):
        sign_in(other).get(page_of(given, entered(db, Channel.PAPER)[0]), expect=404)
    assert "They have not been told yet." in ruth.get(f"/desk/entries/{entered(db, Channel.PHONE)[0].id}")
    assert db.exec(select(Reply)).all() == []


def test_a_call_that_got_through_to_nobody_after_all_is_no_reply(
    db: Session, people: Cast, given: Answer,
) -> None:
    caller = entered(db, Channel.PHONE)[0]
    outreaches.mark(db, given, caller.id, OutreachState.REACHED, by=people.ruth)
    assert outreaches.reply(db, given, caller.id, heard=Heard.NOT, sentence="", by=people.ruth)

    outreaches.mark(db, given, caller.id, OutreachState.NOT_REACHED, by=people.ruth)

    assert db.exec(select(Reply)).all() == []


def test_what_was_taken_down_goes_when_the_letter_was_never_sent(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    ruth, idea = sign_in(people.ruth), entered(db, Channel.PAPER)[0]
    ruth.send(ruth.get(page_of(given, idea)), "/reply", heard="not", sentence="")
    page = ruth.get(f"/desk/answers/{given.id}/outreach")
    assert "Take it back, and what they said" in page

    ruth.send(page, f"/outreach/{idea.id}", wanted="back")

    assert db.exec(select(Reply)).all() == []


def test_the_pages_ask_few_questions_of_the_database(
    db: Session, people: Cast, sign_in: SignIn, given: Answer, queries: Queries,
) -> None:
    ruth, idea = sign_in(people.ruth), entered(db, Channel.PAPER)[0]
    for path in (page_of(given, idea), f"/desk/entries/{idea.id}"):
        with queries() as counted:
            ruth.get(path)
        assert len(counted) <= 5, path
