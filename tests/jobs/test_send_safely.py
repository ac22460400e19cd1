"""Handing mail over where somebody listens on the way, or where what it tells was hidden meanwhile."""

import smtplib
import ssl
from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from jobs import digest, expire, notify, send
from models import clock, mails, subscriptions
from models.history import Event
from models.mails import Mail
from models.settings import Settings
from models.statuses import MailChoice
from tests.cast import Cast
from tests.jobs.conftest import Catcher
from tests.said import a_comment, a_mail, an_idea, hidden


def test_no_password_is_sent_where_anybody_can_read_it(
    db: Session, post_office: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = a_mail(db, subject="An answer", text="Yes.")
    db.commit()
    open_line = send.settings().smtp_url.replace("smtp://", "smtp://folkmoot:secret@")
    monkeypatch.setattr(send, "settings", lambda: Settings(smtp_url=open_line))

    with pytest.raises(smtplib.SMTPNotSupportedError, match="no password is sent"):
        send.send(mail.id)

    db.refresh(mail)
    assert post_office.caught == [] and mail.claimed_at is None


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_server_shows_who_it_is(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    checked: list[ssl.SSLContext] = []

    class Server:
        def __init__(self, *where: object, context: ssl.SSLContext | None = None, **how: object) -> None:
            checked.extend([context] if context else [])

        def ehlo_or_helo_if_needed(self) -> None: ...

        def has_extn(self, name: str) -> bool:
            return name == "starttls"

        def starttls(self, *, context: ssl.SSLContext) -> None:
            checked.append(context)

    monkeypatch.setattr(send, "smtplib", SimpleNamespace(SMTP=Server, SMTP_SSL=Server))
    monkeypatch.setattr(send, "settings", lambda: Settings(smtp_url=f"{scheme}://mail.example.org"))

    send._connect()

    [context] = checked
    assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED


def test_what_a_moderator_hid_while_the_mail_waited_does_not_go_out(
    db: Session, people: Cast, post_office: Catcher
) -> None:
    idea = an_idea(db, people.maya)
    subscriptions.follow(db, people.maya, idea_id=idea.id)
    comment = a_comment(db, idea, people.ben, "Nurse Joy of ward 7 is lazy.")
    notify.notify(db, db.exec(select(Event.id).where(Event.kind == "comment.written")).one())
    mail = db.exec(mails.newest().where(Mail.to == people.maya.email)).first()
    assert mail is not None and "Nurse Joy" in mail.text
    hidden(db, idea, people, comment)
    db.commit()

    send.send(mail.id)

    db.refresh(mail)
    assert post_office.caught == [] and mail.error == "not sent: what it tells can no longer be read"


@pytest.mark.parametrize("before", [True, False])
def test_of_a_digest_only_what_was_hidden_is_left_out(
    db: Session, people: Cast, post_office: Catcher, before: bool
) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    one, other = an_idea(db, people.maya), an_idea(db, people.maya, "Ring us back")
    for idea in (one, other):
        subscriptions.follow(db, people.maya, idea_id=idea.id)
    comment = a_comment(db, one, people.ben, "Nurse Joy of ward 7 is lazy.")
    a_comment(db, other, people.ben, "I agree.")
    for event_id in db.exec(select(Event.id).where(Event.kind == "comment.written")).all():
        notify.notify(db, event_id)
    if before:
        hidden(db, one, people, comment)
    digest.digest(db, people.maya.id)
    hidden(db, one, people, comment)
    db.commit()
    send.send(db.exec(mails.newest()).all()[0].id)
    digest.digest(db, people.maya.id)
    db.commit()

    for mail in db.exec(mails.newest()).all():
        send.send(mail.id)

    [message] = post_office.caught
    said = message.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Ring us back" in said and said.count("Somebody has written") == 1


def test_what_fails_each_hour_keeps_nothing_else_from_its_turn(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Session) -> None:
        raise RuntimeError

    secret = a_mail(db, subject="Sign in", text="123456", secret=True)
    secret.written_at = clock.now().replace(year=2020)
    db.commit()
    monkeypatch.setattr(expire, "EACH_HOUR", (fail, *expire.EACH_HOUR))

    with pytest.raises(ExceptionGroup, match="RuntimeError"):
        expire.each_hour()

    db.refresh(secret)
    assert secret.text == mails.EMPTIED
