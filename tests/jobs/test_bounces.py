"""Mails that come back: after three an address gets no more, until somebody reads a mail there again."""

from collections.abc import Callable
from io import BytesIO, TextIOWrapper

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from commands import app
from jobs import notify, send
from models import bounces, comments, sign_ins, subscriptions
from models.accounts import Account
from models.answers import Answer
from models.bounces import BOUNCES_MOST, Bounce
from models.history import Event
from models.mails import Mail
from tests import said, scenes
from tests.cast import Cast
from tests.jobs.conftest import Catcher
from tests.page import Site

SignIn = Callable[[Account], Site]


def a_mail(db: Session, to: str = "maya@example.org", *, secret: bool = False) -> Mail:
    mail = said.a_mail(db, to=to, subject="Hello", text="Hello", unsubscribe="http://x/unsubscribe/y", secret=secret)
    db.commit()
    return mail


def lost(db: Session, person: Account, times: int = BOUNCES_MOST) -> None:
    for _ in range(times):
        assert bounces.record(db, a_mail(db, person.email))
    db.commit()


def report(mail: Mail, *, action: str = "failed", status: str = "5.1.1", to: str = "") -> bytes:
    """What a mail server says of a mail that it could not deliver."""
    return f"""From: MAILER-DAEMON@mx.example.org
To: hello@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to or mail.to.upper()}
Action: {action}
Status: {status}
--b
Content-Type: text/rfc822-headers

Message-ID: <mail-{mail.id}@127.0.0.1>
Subject: Hello
--b--
""".encode()


def fed(words: bytes) -> str:
    found = CliRunner().invoke(app, ["bounce"], input=TextIOWrapper(BytesIO(words)).read())
    assert found.exit_code == 0, found.output
    return found.output


@pytest.mark.parametrize(("times", "reached"), [(BOUNCES_MOST - 1, True), (BOUNCES_MOST, False)])
def test_an_address_gets_no_more_after_the_third(db: Session, people: Cast, times: int, reached: bool) -> None:
    lost(db, people.maya, times)

    db.refresh(people.maya)
    assert people.maya.gets_mail is reached
    assert len(db.exec(select(Event).where(Event.kind == "account.unreachable")).all()) == (not reached)


def test_one_mail_that_came_back_counts_once_however_often_it_is_said(db: Session, people: Cast) -> None:
    mail = a_mail(db)

    assert [bounces.record(db, mail) for _ in range(3)] == [True, False, False]
    assert not bounces.record(db, a_mail(db, "nobody@example.org"))


def test_a_refusal_of_the_address_for_good_counts(db: Session, people: Cast, post_office: Catcher,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> str:
        return "550 no such mailbox"

    monkeypatch.setattr(Catcher, "handle_RCPT", refuse, raising=False)
    mail = a_mail(db)

    send.send(mail.id)

    db.refresh(mail)
    assert mail.error == "could not be delivered (550)"
    assert db.exec(select(Bounce.mail_id)).all() == [mail.id]


def test_a_refusal_of_what_it_says_is_not_the_address(db: Session, people: Cast, post_office: Catcher) -> None:
    post_office.says = "554 looks like an advertisement"

    send.send(a_mail(db).id)

    assert db.exec(select(Bounce)).all() == []


def test_a_report_that_is_fed_in_counts_once(db: Session, people: Cast) -> None:
    mail = a_mail(db)

    assert "Kept" in fed(report(mail))
    assert "Nothing to keep" in fed(report(mail))
    assert db.exec(select(Bounce.mail_id)).all() == [mail.id]


def test_what_is_no_report_of_ours_keeps_nothing(db: Session, people: Cast) -> None:
    mail = a_mail(db)
    for words in (report(mail, action="delayed", status="4.4.1"), report(mail, action="relayed", status="2.0.0"),
                  report(mail, to="ben@example.org"), b"Subject: Hello\n\nHello", b"",
                  report(mail).replace(f"<mail-{mail.id}@".encode(), b"<mail-99999999999999@"),
                  report(mail).replace(f"<mail-{mail.id}@".encode(), b"<other-1@")):
        assert "Nothing to keep" in fed(words)

    assert db.exec(select(Bounce)).all() == []


def test_no_more_is_written_or_sent_but_what_signs_in(db: Session, people: Cast, post_office: Catcher) -> None:
    waits = a_mail(db)
    lost(db, people.maya)
    idea = scenes.idea(db, people.maya)
    subscriptions.follow(db, people.maya, idea_id=idea.id)
    comments.write(db, idea, body="The same here.", by=people.tom)
    db.commit()
    before = len(db.exec(select(Mail)).all())

    notify.notify(db, db.exec(select(Event.id).where(Event.kind == "comment.written")).one())
    send.send(waits.id)
    send.send(said.a_mail(db, subject="Sign in", text="123456", secret=True).id)

    assert len(db.exec(select(Mail)).all()) == before + 1
    assert [message["Subject"] for message in post_office.caught] == ["Sign in"]


def test_who_reads_a_mail_again_is_told_so_and_gets_them_again(db: Session, people: Cast, site: Site,
                                                               sign_in: SignIn) -> None:
    lost(db, people.maya)
    assert "Our mails to this address come back" in sign_in(people.maya).get("/account")
    link = f"/sign-in/{sign_ins.ask(db, people.maya.email).token}"
    db.commit()

    page = site.follow(site.send(site.get(link), link))

    assert "Our mails to you came back for a while" in page
    db.refresh(people.maya)
    assert people.maya.gets_mail and db.exec(select(Bounce)).all() == []
    assert "Our mails to this address come back" not in site.get("/account")


def test_the_desk_sees_who_is_out_of_reach(db: Session, people: Cast, sign_in: SignIn) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer: Answer = scenes.draft(db, people, theme=theme)
    db.commit()
    ruth = sign_in(people.ruth)
    assert "Their mails come back" not in ruth.get(f"/desk/answers/{answer.id}/outreach")
    lost(db, people.maya)

    assert "Their mails come back" in ruth.get(f"/desk/answers/{answer.id}/outreach")
    preview = ruth.get(f"/desk/answers/{answer.id}/preview")
    assert "1 person cannot be told: our e-mails come back" in preview and "asked for no e-mails" not in preview
