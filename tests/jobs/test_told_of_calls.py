"""Who follows a call is told what becomes of it: when it opens, closes and is answered, and of each answer in it."""

import pytest
from sqlmodel import Session, col, select

from jobs import digest, notify
from models import answers, calls, closing, mails, subscriptions
from models.accounts import Account
from models.calls import Call
from models.history import LISTENERS, Event
from models.mails import Mail
from models.statuses import MailChoice
from tests import scenes
from tests.cast import Cast


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    """A call that Ben follows, and the officer who runs it too."""
    made = scenes.call(db, people)
    for person in (people.ben, people.ruth):
        subscriptions.follow(db, person, call_id=made.id)
    return made


def tell(db: Session, kind: str) -> None:
    assert "notify" in LISTENERS[kind]
    for event in db.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))).all():
        notify.notify(db, event.id)


def mails_to(db: Session, person: Account) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == person.email)))


def test_ben_is_told_that_the_call_closed_and_was_answered_and_maya_and_who_did_it_are_not(
    db: Session, people: Cast, call: Call
) -> None:
    calls.close(db, call, by=people.ruth)
    closing.conclude(db, call, by=people.ruth)

    for kind in ("call.closed", "call.answered"):
        tell(db, kind)
        tell(db, kind)

    answered, closed = mails_to(db, people.ben)
    assert "takes no more ideas" in closed.text and "takes no more ideas" in closed.html
    assert "is answered" in answered.text and f"/calls/{call.id}" in answered.html
    assert "you follow this call" in closed.text and "/unsubscribe/" in closed.unsubscribe
    assert mails_to(db, people.maya) == mails_to(db, people.ruth) == []


def test_ben_is_not_told_that_an_answered_call_takes_no_more_ideas(db: Session, people: Cast, call: Call) -> None:
    for move in (calls.close, closing.conclude, calls.close):
        move(db, call, by=people.ruth)

    tell(db, "call.closed")

    assert len(mails_to(db, people.ben)) == 1


def test_ben_is_told_that_a_call_is_open(db: Session, people: Cast, call: Call) -> None:
    tell(db, "call.opened")

    [mail] = mails_to(db, people.ben)
    assert mail.subject.startswith("Open for ideas: “How can we miss fewer")


def test_who_follows_the_call_is_told_of_an_answer_to_one_of_its_themes(
    db: Session, people: Cast, call: Call
) -> None:
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")

    [mail] = mails_to(db, people.ben)
    assert theme.title in mail.text and "you follow the call that it belongs to" in mail.html
    assert mails_to(db, people.tom) == []


def test_an_author_who_follows_the_idea_and_the_call_is_told_once_and_of_their_own_words(
    db: Session, people: Cast, call: Call
) -> None:
    theme, idea = scenes.theme(db, call.id), scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, theme, idea)
    for person in (people.maya, people.tom):
        subscriptions.follow(db, person, call_id=call.id)
        subscriptions.follow(db, person, idea_id=idea.id)
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")

    [mayas], [toms] = mails_to(db, people.maya), mails_to(db, people.tom)
    assert scenes.PASSAGE in mayas.text
    assert "you follow an idea about this" in toms.text


def test_the_preview_counts_who_follows_the_call(db: Session, people: Cast, call: Call) -> None:
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
    subscriptions.follow(db, people.maya, call_id=call.id)
    answer = scenes.draft(db, people, theme=theme)

    said = answers.audience(db, answer.id, by=people.ruth)

    assert (said.wrote, said.follow) == (1, 1)


def test_an_answer_without_a_call_is_told_to_nobody_who_follows_something_else(
    db: Session, people: Cast, call: Call
) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    subscriptions.follow(db, people.tom, idea_id=scenes.idea(db, people.ben).id)
    answer = scenes.draft(db, people, theme=theme)
    assert answers.audience(db, answer.id, by=people.ruth).told == 1
    answers.publish(db, answer, by=people.ruth)

    tell(db, "answer.published")

    assert [len(mails_to(db, person)) for person in (people.maya, people.tom, people.ben)] == [1, 0, 0]


def test_an_answer_in_another_call_is_not_told(db: Session, people: Cast, call: Call) -> None:
    theme = scenes.theme(db, scenes.call(db, people, question="Where should benches stand?").id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")

    assert mails_to(db, people.ben) == []


def test_ben_is_told_as_he_chose(db: Session, people: Cast, call: Call) -> None:
    people.ben.mail_choice = MailChoice.WEEKLY
    calls.close(db, call, by=people.ruth)
    tell(db, "call.closed")
    assert (mails_to(db, people.ben), digest.due(db, monday=False)) == ([], 0)

    assert digest.due(db, monday=True) == 1
    digest.digest(db, people.ben.id)

    [mail] = mails_to(db, people.ben)
    assert f"No longer open for ideas: “{call.question}”" in mail.text
