"""The rules stand on one page, everyone who is told of a rule finds it, and it says where to write."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import notify
from models import decisions
from models.accounts import Account
from models.decisions import DecisionKind
from models.history import Event
from models.mails import Mail
from models.settings import settings
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea, hidden

SignIn = Callable[[Account], Site]
LINK = 'href="/rules"'
CONTACT = "ideas@example.org"
ASK_FOR_IT = "ask the organisation that told you about it"


def test_anybody_reads_the_rules_what_a_moderator_does_and_how_to_object(site: Site) -> None:
    page = site.get("/rules")

    for words in ("Be fair to people.", "Keep private things private.", "A moderator is a person.", "ring 999",
                  "If you think we were wrong"):
        assert words in page
    assert LINK in site.get("/").html


@pytest.mark.parametrize("path", ["/rules", "/privacy", "/accessibility"])
def test_it_says_where_to_write_or_where_to_ask(path: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ASK_FOR_IT in site.get(path) and "mailto:" not in site.get(path).html

    monkeypatch.setattr(settings(), "contact_email", CONTACT)
    assert f'<a href="mailto:{CONTACT}">' in site.get(path).html and ASK_FOR_IT not in site.get(path)


def test_who_reports_decides_or_meets_what_is_hidden_finds_them(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea, gone = an_idea(db, people.maya), an_idea(db, people.maya, title="Name the porter")
    hidden(db, idea, people, a_comment(db, idea, people.ben))
    hidden(db, gone, people)
    db.commit()

    for reader, path, status in (
        (site, f"/ideas/{idea.id}", 200), (site, f"/ideas/{idea.id}/report", 200), (site, f"/ideas/{gone.id}", 410),
        (site, f"/where/{gone.reference}", 200), (sign_in(people.maya), f"/ideas/{gone.id}", 200),
        (sign_in(people.dev), f"/moderation/ideas/{idea.id}", 200),
    ):
        main, _, _ = reader.get(path, expect=status).html.partition("<footer")
        assert LINK in main, path


def test_the_mail_that_says_it_was_hidden_leads_to_them_and_that_it_is_back_does_not(
    db: Session, people: Cast
) -> None:
    idea = an_idea(db, people.maya)
    for kind, told in ((DecisionKind.HIDE, True), (DecisionKind.RESTORE, False)):
        decisions.decide(db, kind, idea, None, reason="It names a nurse.", by=people.dev)
        notify.notify(db, db.exec(select(Event.id).order_by(col(Event.id).desc())).first() or 0)
        mail = db.exec(select(Mail).order_by(col(Mail.id).desc())).first()
        assert mail is not None
        assert (f"{settings().base_url}/rules" in mail.text, "/rules" in mail.html) == (told, told)
