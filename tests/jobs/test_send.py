"""Handing mail over: once, or reported."""

import socket
from datetime import timedelta

import pytest
from sqlmodel import Session

from jobs import send
from models import clock, mails
from models.mails import Mail
from models.settings import Settings
from tests.jobs.conftest import Catcher
from tests.said import a_mail


@pytest.fixture
def mail(db: Session) -> Mail:
    letter = a_mail(
        db,
        to="maya@example.org",
        subject="Ŵy answer",
        text="Diolch.\n",
        html="<p>Diolch.</p>",
        unsubscribe="http://127.0.0.1:8000/unsubscribe/x",
    )
    db.commit()
    return letter


def test_a_mail_arrives_with_both_parts_and_a_way_out(db: Session, mail: Mail, post_office: Catcher) -> None:
    send.send(mail.id)

    [message] = post_office.caught
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    db.refresh(mail)
    assert mail.sent_at is not None


def test_a_line_that_begins_with_from_arrives_as_it_was_written(db: Session, post_office: Catcher) -> None:
    said = "From May you can choose.\nFrom June too, in Llŷn.\n"
    mail = a_mail(db, subject="An answer", text=said, html=f"<pre>\n{said}</pre>")
    db.commit()

    send.send(mail.id)

    [message] = post_office.caught
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert said in part.get_payload(decode=True).decode().replace("\r\n", "\n")
    assert message["To"] == "maya@example.org" and message["From"]


def test_a_job_done_twice_sends_once(mail: Mail, post_office: Catcher) -> None:
    send.send(mail.id)
    send.send(mail.id)

    assert len(post_office.caught) == 1


def test_a_mail_claimed_by_work_that_died_is_reported_and_not_sent_again(
    db: Session, mail: Mail, post_office: Catcher
) -> None:
    send._claim(mail.id)

    send.send(mail.id)

    assert post_office.caught == []
    db.refresh(mail)
    assert mail.unsure


def test_a_server_that_is_away_leaves_the_mail_to_be_tried_again(
    db: Session, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    monkeypatch.setattr(send, "settings", lambda: Settings(smtp_url=f"smtp://127.0.0.1:{closed}"))

    with pytest.raises(OSError):
        send.send(mail.id)

    db.refresh(mail)
    assert not mail.unsure


def test_a_refusal_for_good_is_kept_and_one_for_now_is_tried_again(
    db: Session, mail: Mail, post_office: Catcher
) -> None:
    post_office.says = "451 later"
    with pytest.raises(Exception, match="451"):
        send.send(mail.id)
    db.refresh(mail)
    assert not mail.unsure

    post_office.says = "550 never"
    send.send(mail.id)
    db.refresh(mail)
    assert mail.error == "could not be delivered (550)" and not mail.unsure
    assert post_office.caught == []


def test_without_a_mail_server_the_mail_stays_in_the_outbox(db: Session, mail: Mail) -> None:
    send.send(mail.id)

    db.refresh(mail)
    assert (mail.claimed_at, mail.sent_at) == (None, None)


def test_words_that_sign_somebody_in_are_gone_once_they_are_sent(db: Session, post_office: Catcher) -> None:
    letter = a_mail(db, subject="Sign in", text="Your code is 123456", html="", secret=True)
    db.commit()

    send.send(letter.id)

    assert "123456" in post_office.caught[0].as_string()
    db.refresh(letter)
    assert "123456" not in letter.text


def test_words_that_sign_somebody_in_wait_an_hour_at_most(db: Session) -> None:
    with clock.at(clock.now() - timedelta(minutes=59)):
        young = a_mail(db, subject="Sign in", text="Your code is 123456", secret=True)
    with clock.at(clock.now() - timedelta(minutes=61)):
        old = a_mail(db, subject="Sign in", text="Your code is 654321", secret=True)
        other = a_mail(db, subject="Hello", text="Hello")

    mails.forget_secrets(db)

    for letter in (young, old, other):
        db.refresh(letter)
    assert ("123456" in young.text, "654321" in old.text, other.text) == (True, False, "Hello")


def test_a_link_that_signs_nobody_in_any_more_is_not_sent_after_an_outage(db: Session, post_office: Catcher) -> None:
    for minutes in (59, 61):
        with clock.at(clock.now() - timedelta(minutes=minutes)):
            letter = a_mail(db, subject=f"Sign in {minutes}", text="123456", secret=True)
        db.commit()
        send.send(letter.id)

    assert [message["Subject"] for message in post_office.caught] == ["Sign in 59"]
    db.refresh(letter)
    assert letter.error == "not sent: its link to sign in is too old"
