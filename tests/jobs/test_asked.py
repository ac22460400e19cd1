"""The mail that asks somebody back, and who is told of the answer."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from jobs import digest, notify
from models import clock, comments, mails, questions, subscriptions
from models.accounts import Account
from models.comments import Comment
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.questions import Asking, Question
from models.statuses import MailChoice
from tests import scenes
from tests.cast import Cast

WORDS = "On which days did you ring, and at what time?"


@pytest.fixture
def question(db: Session, people: Cast) -> Question:
    """Maya and Tom wrote about it."""
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya), scenes.idea(db, people.tom))
    return questions.ask(db, words=WORDS, answer_by=clock.today() + timedelta(days=10), by=people.ruth,
                         theme_id=theme.id)


def tell(db: Session, kind: str) -> None:
    for event_id in db.exec(select(Event.id).where(Event.kind == kind).order_by(Event.id)).all():  # type: ignore[arg-type]
        notify.notify(db, event_id)


def mails_to(db: Session, account: Account) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == account.email)))


def asking_of(db: Session, person: Account) -> Asking:
    return db.exec(select(Asking).where(Asking.account_id == person.id)).one()


def test_each_is_asked_with_their_own_words_and_their_own_link(db: Session, people: Cast, question: Question) -> None:
    tell(db, "question.asked")

    for person, other in ((people.maya, people.tom), (people.tom, people.maya)):
        [mail] = mails_to(db, person)
        for words in (mail.text, mail.html):
            assert WORDS in words and scenes.PASSAGE in words and "Your answer is public" in words
            assert asking_of(db, person).path in words and asking_of(db, other).path not in words
        assert "/unsubscribe/" in mail.unsubscribe
    assert mails_to(db, people.ruth) == []


def test_nobody_is_asked_twice(db: Session, people: Cast, question: Question) -> None:
    for _ in range(3):
        tell(db, "question.asked")

    assert len(mails_to(db, people.maya)) == 1


def test_who_reads_once_a_week_finds_it_in_the_digest_with_the_link(db: Session, people: Cast,
                                                                    question: Question) -> None:
    people.maya.mail_choice = MailChoice.WEEKLY
    db.flush()
    tell(db, "question.asked")
    assert mails_to(db, people.maya) == []

    digest.digest(db, people.maya.id)

    [mail] = mails_to(db, people.maya)
    assert asking_of(db, people.maya).path in mail.text and WORDS in mail.text
    assert asking_of(db, people.maya).path in mail.html and WORDS in mail.html


def test_a_question_that_was_closed_meanwhile_is_not_sent(db: Session, people: Cast, question: Question) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    questions.close(db, question, by=people.ruth)
    tell(db, "question.asked")

    digest.digest(db, people.maya.id)

    assert mails_to(db, people.maya) == [] and mails_to(db, people.tom) == []


def test_who_wants_no_mails_gets_none(db: Session, people: Cast, question: Question) -> None:
    people.maya.mail_choice = MailChoice.NEVER
    db.flush()

    tell(db, "question.asked")

    assert mails_to(db, people.maya) == []
    assert db.exec(select(Notification).where(Notification.account_id == people.maya.id)).one().settled_at


def test_the_officer_is_told_of_an_answer_and_maya_of_the_reply(db: Session, people: Cast, question: Question) -> None:
    asking = asking_of(db, people.maya)
    said = questions.respond(db, asking, body="On Monday at nine.")
    tell(db, "comment.written")
    assert "On Monday at nine." in mails_to(db, people.ruth)[0].text

    idea = db.get_one(Idea, asking.idea_id)
    assert not subscriptions.follows(db, people.maya, idea.id)
    comments.write(db, idea, body="Which number?", by=people.ruth, parent=said)
    tell(db, "comment.written")
    assert "Which number?" in mails_to(db, people.maya)[0].text


def test_who_has_not_answered_is_not_told_what_others_say_below_the_question(db: Session, people: Cast,
                                                                             question: Question) -> None:
    asking = asking_of(db, people.maya)
    idea, asked = db.get_one(Idea, asking.idea_id), db.get_one(Comment, asking.comment_id)

    comments.write(db, idea, body="The same here.", by=people.ben, parent=asked)
    tell(db, "comment.written")

    assert mails_to(db, people.maya) == []
