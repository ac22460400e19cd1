"""Whoever is asked to code is told, once, and only while it waits."""

from sqlmodel import Session, select

from jobs import invite
from models import codings
from models.history import Event
from models.mails import Mail
from models.statuses import MailChoice
from tests import coding
from tests.cast import Cast


def told(db: Session) -> list[str]:
    event = db.exec(select(Event).where(Event.kind == "coding.drawn")).one()
    invite.invite(db, event.id)
    return [mail.to for mail in db.exec(select(Mail)).all()]


def test_anna_is_asked_and_ruth_who_drew_it_is_not(db: Session, people: Cast) -> None:
    check = coding.drawn(db, people, coding.scene(db, people))

    assert told(db) == [people.anna.email]

    mail = db.exec(select(Mail)).one()
    assert mail.subject == "You are asked to sort 20 ideas" and f"/desk/codings/{check.id}" in mail.text


def test_anna_is_asked_once_when_the_job_is_done_twice(db: Session, people: Cast) -> None:
    coding.drawn(db, people, coding.scene(db, people))

    assert told(db) == told(db) == [people.anna.email]


def test_nobody_is_asked_for_what_was_stopped_or_who_wants_no_mails(db: Session, people: Cast) -> None:
    check = coding.drawn(db, people, coding.scene(db, people))
    people.anna.mail_choice = MailChoice.NEVER
    assert told(db) == []
    people.anna.mail_choice = MailChoice.AT_ONCE
    codings.stop(db, check, by=people.ruth)

    assert told(db) == []
