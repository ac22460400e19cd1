"""What is kept of people ends: when they ask, when nobody confirmed it, and when a mail has long been read."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from commands import erasing
from jobs import expire
from models import clock, drafts, forgetting, sign_ins, subscriptions
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.sign_ins import SignIn
from models.statuses import Kind
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, a_mail, an_idea


def old(days: int) -> object:
    return clock.at(clock.now() + timedelta(days=days))


def sent_in(db: Session) -> Idea:
    """By somebody who is known for nothing else, and never opens the mail."""
    draft = drafts.begin(db, title="A bench", kind=Kind.IDEA, call_id=None, account_id=None)
    draft.today, draft.better, draft.email, draft.name = "None.", "One.", "lena@example.org", "Lena Fox"
    idea = drafts.send(db, draft, by=None)
    db.commit()
    return idea


@pytest.mark.parametrize(("days", "left"), [(13, 1), (15, 0)])
def test_an_idea_that_nobody_confirmed_goes_with_its_account(db: Session, people: Cast, days: int, left: int) -> None:
    public = an_idea(db, people.maya)
    idea_id = sent_in(db).id

    for _ in range(2):
        with old(days):  # type: ignore[attr-defined]
            expire.each_hour()

    db.expire_all()
    assert len(db.exec(select(Idea).where(Idea.id == idea_id)).all()) == left
    assert len(db.exec(select(Account).where(Account.email == "lena@example.org")).all()) == left
    assert len(db.exec(select(Event).where(Event.idea_id == idea_id)).all()) <= left
    assert db.get(Idea, public.id) is not None and db.get(Account, people.maya.id) is not None


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_mail_says_nothing_a_month_after_it_was_sent(db: Session, days: int, kept: bool) -> None:
    sent, waits = (a_mail(db, subject="An answer", text="You wrote of your knee.", html="<p>Knee</p>") for _ in "12")
    sent.sent_at = clock.now()
    db.commit()

    with old(days):  # type: ignore[attr-defined]
        expire.each_hour()

    db.expire_all()
    assert ("knee" in sent.text, sent.to != "", sent.html != "") == (kept, kept, kept)
    assert "knee" in waits.text


def test_who_asks_is_erased_and_what_they_published_stays(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    a_comment(db, idea, people.maya)
    subscriptions.follow(db, people.maya, idea_id=idea.id)
    sign_ins.ask(db, people.maya.email)
    mail = a_mail(db, to=people.maya.email, subject="An answer", text="To these words of yours")
    db.commit()

    forgetting.erase(db, people.maya)
    db.commit()

    db.expire_all()
    page = site.get(f"/ideas/{idea.id}")
    assert "Maya" not in page.html and "A member of the public" in page and "Maya" not in people.maya.model_dump_json()
    assert "maya@" not in people.maya.email and (mail.to, mail.text) == ("", forgetting.GONE)
    assert db.exec(select(SignIn)).all() == [] and not subscriptions.follows(db, people.maya, idea.id)
    [event] = db.exec(select(Event).where(col(Event.kind) == "account.erased")).all()
    assert event.by_id == people.maya.id


def test_an_address_that_nobody_has_is_said(db: Session) -> None:
    import typer

    app = typer.Typer()
    app.command()(erasing.erase)
    assert CliRunner().invoke(app, ["nobody@example.org"]).exit_code == 2
