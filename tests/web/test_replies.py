"""Whether an answer answers one's point: said with one click from the mail; too few, and the theme waits again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import accounts, clock, replies
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.mails import Mail
from models.replies import Reply
from models.statuses import Heard
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], Any]


@pytest.fixture
def given(db: Session, people: Cast) -> Answer:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya), scenes.idea(db, people.tom))
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    return answer


def theme_of(db: Session, answer: Answer) -> Theme:
    return db.get_one(Theme, answer.theme_id)


def said(db: Session, answer: Answer, heard: int, short: int) -> None:
    """So many people reply that it answers their point, and so many that it does not."""
    for number in range(heard + short):
        person = accounts.known_by(db, f"reader{number}@example.org")
        choice = Heard.ANSWERED if number < heard else (Heard.PARTLY, Heard.NOT)[number % 2]
        replies.give(db, answer, heard=choice, sentence=f"What of point {number}?", by=person)
    db.commit()


def test_the_mail_has_a_link_for_each_choice(db: Session, people: Cast, given: Answer) -> None:
    event = db.exec(select(Event).where(Event.kind == "answer.published")).one()
    notify.notify(db, event.id)

    mail = db.exec(select(Mail).where(Mail.to == people.maya.email)).one()
    for choice in Heard:
        for words in (mail.text, mail.html):
            assert f"{replies.path(given.id, people.maya.id)}?heard={choice}" in words


def test_following_the_link_says_nothing_and_one_button_says_it(db: Session, people: Cast, site: Site,
                                                                given: Answer) -> None:
    path = replies.path(given.id, people.maya.id)
    page = site.get(f"{path}?heard=partly")
    assert page.form("/replies/")["fields"]["heard"] == "partly"
    assert scenes.PASSAGE in page and db.exec(select(Reply)).all() == []

    after = site.follow(site.send(page, "/replies/", sentence="And in the evening?"))

    assert "Thank you. What you said is counted." in after
    reply = db.exec(select(Reply)).one()
    assert (reply.account_id, reply.heard, reply.sentence) == (people.maya.id, Heard.PARTLY, "And in the evening?")


def test_the_same_link_changes_what_was_said(db: Session, people: Cast, site: Site, given: Answer) -> None:
    path = replies.path(given.id, people.maya.id)
    for choice in ("partly", "not", "not"):
        site.send(site.get(f"{path}?heard={choice}"), "/replies/")

    assert db.exec(select(Reply.heard)).all() == [Heard.NOT]


def test_without_a_choice_it_is_sent_back(db: Session, people: Cast, site: Site, given: Answer) -> None:
    path = replies.path(given.id, people.maya.id)

    page = site.send(site.get(f"{path}?heard=nonsense"), "/replies/", expect=422)
    assert "Choose whether this answers your point." in page
    long = "x" * (replies.SENTENCE_LIMIT + 1)
    assert "Use 500 characters or fewer" in site.send(page, "/replies/", expect=422, heard="not", sentence=long)
    site.send(page, "/replies/", heard="not", sentence=long[1:])
    assert db.exec(select(Reply)).one().sentence == long[1:]


def test_a_link_that_is_cut_old_or_of_somebody_else_says_nothing(db: Session, people: Cast, site: Site,
                                                                 given: Answer) -> None:
    # A day more: half a year ago the clocks stood otherwise, and late in the evening it was tomorrow there.
    with clock.at(clock.now() - timedelta(days=replies.DAYS_OF_A_LINK + 2)):
        old = replies.path(given.id, people.maya.id)
    for path in (old, replies.path(given.id, people.ben.id), replies.path(given.id + 1, people.maya.id), old[:-3]):
        assert "This link says nothing any more" in site.get(path, expect=404)
        site.post(path, {"heard": "not"}, expect=404)
    with clock.at(clock.now() - timedelta(days=replies.DAYS_OF_A_LINK - 1)):
        kept = replies.path(given.id, people.maya.id)
    site.get(kept)
    assert db.exec(select(Reply)).all() == []


def test_signed_in_the_choice_of_the_link_is_there_too(people: Cast, sign_in: SignIn, given: Answer) -> None:
    page = sign_in(people.maya).get(f"/answers/{given.id}/reply?heard=not")

    assert page.form("/reply")["fields"]["heard"] == "not"


@pytest.mark.parametrize(("heard", "short", "waits"), [
    (0, replies.LEAST - 1, False),  # too few to say anything
    (0, replies.LEAST, True),
    (2, 3, True),
    (3, 3, False),  # half of them
    (4, 5, True),
])
def test_the_theme_waits_again_when_too_few_say_that_it_answers_their_point(
    db: Session, people: Cast, sign_in: SignIn, given: Answer, heard: int, short: int, waits: bool
) -> None:
    said(db, given, heard, short)
    ruth, title = sign_in(people.ruth), theme_of(db, given).title

    assert (title in ruth.get("/desk")) is waits
    assert (title in ruth.get("/desk?show=answered")) is not waits
    assert (title in ruth.get("/desk?show=short")) is waits
    assert replies.falls_short(heard, heard + short) is waits


def test_the_desk_says_how_many_and_what_they_miss(db: Session, people: Cast, sign_in: SignIn, given: Answer) -> None:
    said(db, given, 3, 6)
    page = sign_in(people.ruth).get(f"/desk/themes/{given.theme_id}")

    assert "Only 3 of 9 who replied say it answers their point." in page
    assert "What of point 8?" in page and "What of point 0?" not in page
    assert "the answer falls short" in page


def test_a_further_answer_takes_it_off_the_queue(db: Session, people: Cast, sign_in: SignIn, given: Answer) -> None:
    said(db, given, 0, 5)
    assert db.exec(select(Theme.id).where(replies.newest_falls_short(Theme.id))).all() == [given.theme_id]

    with clock.at(clock.now() + timedelta(days=1)):
        further = scenes.published(db, people, theme=theme_of(db, given))
    db.commit()

    assert further.published
    assert db.exec(select(Theme.id).where(replies.newest_falls_short(Theme.id))).all() == []
    assert theme_of(db, given).title not in sign_in(people.ruth).get("/desk")


def test_what_is_missed_in_one_answer_brings_back_no_other_theme(
    db: Session, people: Cast, sign_in: SignIn, given: Answer
) -> None:
    other = scenes.theme(db, theme_of(db, given).call_id, title="Benches along the river")
    scenes.grouped(db, other, scenes.idea(db, people.maya))
    with clock.at(clock.now() - timedelta(days=1)):
        earlier = scenes.published(db, people, theme=other)
    said(db, earlier, 5, 0)
    said(db, given, 0, 5)
    ruth = sign_in(people.ruth)

    assert theme_of(db, given).title in ruth.get("/desk") and other.title not in ruth.get("/desk")
    assert "What of point 4?" not in ruth.get(f"/desk/themes/{other.id}")
    assert db.exec(select(Theme.id).where(replies.newest_falls_short(Theme.id))).all() == [given.theme_id]


def test_the_call_says_how_many_find_it_an_answer(db: Session, people: Cast, site: Site) -> None:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
    answer = scenes.published(db, people, theme=theme)
    scenes.calls.close(db, call, by=people.ruth)
    said(db, answer, 2, 1)

    assert "2 of 3 replies say it answers the point" in site.get(f"/calls/{call.id}")


def test_the_pages_ask_few_questions_of_the_database(db: Session, people: Cast, sign_in: SignIn, site: Site,
                                                     given: Answer, queries: Queries) -> None:
    said(db, given, 0, 5)
    with queries() as counted:
        site.get(replies.path(given.id, people.maya.id))
    assert len(counted) <= 6
    ruth = sign_in(people.ruth)
    for path in ("/desk", f"/desk/themes/{given.theme_id}"):
        with queries() as counted:
            ruth.get(path)
        assert len(counted) <= 7, path
