"""Your account: your name, your mail, where you are signed in, what you follow and what you proposed."""

from typing import Any

from pydantic import Field
from starlette.responses import Response

from models import accounts, belongings, sessions
from models.ideas import Idea
from models.sessions import SignedIn
from models.statuses import MailChoice
from models.subscriptions import Subscription
from web import language_choice
from web.kit import paging
from web.kit.forms import Form, Name, Ticked
from web.kit.paging import Order
from web.kit.visit import Visit

FIRST = 5
NEWEST_IDEAS = Order(((Idea.id, True),))  # type: ignore[arg-type]
NEWEST_FOLLOWS = Order(((Subscription.id, True),))  # type: ignore[arg-type]
MAIL_CHOICES = (
    (MailChoice.AT_ONCE.value, "At once", "One mail each time something happens."),
    (MailChoice.DAILY.value, "Once a day", "One mail with all that happened, on days when something did."),
    (MailChoice.WEEKLY.value, "Once a week", "One mail on Monday."),
    (MailChoice.NEVER.value, "Never", "Only the mails that let you sign in."),
)


class AccountForm(Form):
    name: Name
    private: Ticked
    mail_choice: MailChoice = Field(title="how often we may write to you")
    language: language_choice.Choice


def show(visit: Visit) -> Response:
    me = visit.member
    draft = AccountForm.blank(
        name=me.name, private="yes" if me.private else "", mail_choice=me.mail_choice.value,
        language=me.language.value)
    return _page(visit, draft)


def update(visit: Visit) -> Response:
    draft = AccountForm.read(visit.form)
    if not draft.accepted:
        return _page(visit, draft, status=422)
    accounts.describe(visit.db, visit.member, name=draft.accepted.name, private=draft.accepted.private,
                      mail_choice=draft.accepted.mail_choice, language=draft.accepted.language)
    return visit.redirect("accounts.show", done="account-saved")


def ideas(visit: Visit) -> Response:
    page = paging.fetch(
        visit.db, belongings.ideas_of(visit.member), NEWEST_IDEAS, after=visit.asked("after"))
    return visit.render("accounts/ideas.html", page=page)


def follows(visit: Visit) -> Response:
    page = paging.fetch(
        visit.db, belongings.follows_of(visit.member), NEWEST_FOLLOWS, after=visit.asked("after"))
    return visit.render("accounts/follows.html", page=page)


def unfollow(visit: Visit, subscription_id: int) -> Response:
    belongings.end_follow(visit.db, visit.member, subscription_id)
    return visit.redirect("accounts.show", done="unfollowed", anchor="follows")


def end_session(visit: Visit, session_id: int) -> Response:
    session = visit.one(sessions.of(visit.member).where(SignedIn.id == session_id))
    sessions.end(visit.db, session.id)
    if session.id == visit.session_id:
        visit.cookie = ""
        return visit.redirect("home.show", done="signed-out")
    return visit.redirect("accounts.show", done="session-ended", anchor="sessions")


def end_other_sessions(visit: Visit) -> Response:
    sessions.end_others(visit.db, visit.member, keep=visit.session_id)
    return visit.redirect("accounts.show", done="sessions-ended", anchor="sessions")


def _page(visit: Visit, draft: Any, status: int = 200) -> Response:
    me, db = visit.member, visit.db
    return visit.render(
        "accounts/show.html", status=status, draft=draft, mail_choices=MAIL_CHOICES,
        languages=language_choice.choices(),
        ideas=paging.fetch(db, belongings.ideas_of(me), NEWEST_IDEAS, after="", size=FIRST),
        follows=paging.fetch(db, belongings.follows_of(me), NEWEST_FOLLOWS, after="", size=FIRST),
        sessions=db.exec(sessions.of(me)).all())
