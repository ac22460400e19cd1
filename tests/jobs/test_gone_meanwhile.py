"""A mail that waits is looked at again on its way out: cheaply, for each of a thousand is."""

import random
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from jobs import digest, notices, notify, send
from models import clock, joining, mails, questions, subscriptions
from models.accounts import Account
from models.history import LISTENERS, Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import MailChoice
from tests import said, scenes
from tests.cast import Cast
from tests.jobs.conftest import Catcher
from tests.jobs.test_told_once import Town

Queries = Callable[[], AbstractContextManager[list[str]]]
AMONG_THEM = 40


def tell(db: Session) -> None:
    for event in db.exec(select(Event).where(col(Event.kind).in_(LISTENERS)).order_by(col(Event.id))).all():
        if "notify" in LISTENERS[event.kind]:
            notify.notify(db, event.id)


def followed(db: Session, people: Cast) -> Idea:
    idea = said.an_idea(db, people.maya)
    subscriptions.follow(db, people.ben, idea_id=idea.id)
    return idea


def answered(db: Session, people: Cast) -> Callable[[], object]:
    idea = followed(db, people)
    said.answered(db, people, idea=idea)
    return lambda: said.hidden(db, idea, people)


def joined(db: Session, people: Cast) -> Callable[[], object]:
    idea, whole = said.an_idea(db, people.ben), said.an_idea(db, people.maya, "Ring us back")
    joining.join(db, idea, whole, by=people.ruth)
    return lambda: joining.part(db, idea, by=people.ruth)


def hidden_after_joining(db: Session, people: Cast) -> Callable[[], object]:
    idea, whole = said.an_idea(db, people.ben), said.an_idea(db, people.maya, "Ring us back")
    joining.join(db, idea, whole, by=people.ruth)
    return lambda: said.hidden(db, whole, people)


def asked(db: Session, people: Cast) -> Callable[[], object]:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.ben))
    question = questions.ask(db, words="On which days?", answer_by=clock.today() + timedelta(days=10), by=people.ruth,
                             theme_id=theme.id)
    return lambda: questions.close(db, question, by=people.ruth)


@pytest.mark.parametrize("scene", [answered, joined, hidden_after_joining, asked])
def test_ben_is_not_sent_what_came_to_an_end_while_his_mail_waited(
    db: Session, people: Cast, post_office: Catcher, scene: Callable[[Session, Cast], Callable[[], object]]
) -> None:
    end = scene(db, people)
    tell(db)
    [mail] = db.exec(mails.newest().where(Mail.to == people.ben.email)).all()
    assert not notices.is_gone(db, mail)
    end()
    db.commit()

    send.send(mail.id)

    db.refresh(mail)
    assert post_office.caught == [] and mail.error == "not sent: what it tells can no longer be read"


def test_one_query_finds_it_out_however_much_a_mail_tells(db: Session, people: Cast, queries: Queries) -> None:
    people.ben.mail_choice = MailChoice.DAILY
    for _ in range(3):
        said.answered(db, people, idea=followed(db, people))
    tell(db)
    digest.digest(db, people.ben.id)
    [mail] = db.exec(mails.newest().where(Mail.to == people.ben.email)).all()
    assert len(db.exec(select(Notification).where(Notification.mail_id == mail.id)).all()) == 3
    db.expire_all()
    mail_id = mail.id

    with queries() as asked:
        assert not notices.is_gone(db, db.get_one(Mail, mail_id))

    assert len(asked) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_mail_on_its_way_out_and_one_that_is_written_agree_on_what_may_be_told(
    db: Session, people: Cast, seed: int
) -> None:
    dice = random.Random(seed)
    town = Town(db, people, dice)
    for _ in range(AMONG_THEM):
        dice.choice(town.acts())(dice.choice(town.persons), dice.choice(town.ideas))
        town.tell()
    for idea in dice.sample(town.ideas, 3):
        said.hidden(db, idea, people)

    found = {mail.id: notices.is_gone(db, mail) for mail in db.exec(mails.newest())}

    rows = select(Notification, Event, Account).join(Event, col(Event.id) == Notification.event_id)
    rows = rows.join(Account, col(Account.id) == Notification.account_id).where(col(Notification.mail_id).is_not(None))
    assert set(found.values()) == {True, False}, "too little happened to prove anything"
    for row, event, person in db.exec(rows):
        assert found[row.mail_id or 0] == (notices.Subject.of(db, event).as_read_by(person) is None), event.kind


def test_the_certificates_of_this_machine_are_read_once_and_not_for_each_mail(
    db: Session, post_office: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[ssl.SSLContext] = []
    make = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: read.append(make()) or read[-1])
    send._checked.cache_clear()
    letters = [said.a_mail(db, subject="An answer", text="Yes.") for _ in range(3)]
    db.commit()

    for mail in letters:
        send.send(mail.id)
    assert read == [], "a server that offers no encryption needs none"
    assert send._checked() is send._checked() is read[0] and len(read) == 1
