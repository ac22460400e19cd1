"""What is kept of people ends: of those who ask for it, and of those whose idea nobody ever confirmed."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from models import clock, history, ideas, roles, sessions, statuses
from models.accounts import Account
from models.bounces import Bounce
from models.comments import Comment
from models.drafts import DAYS, Draft
from models.history import Event
from models.ideas import Idea
from models.improvements import Improvement
from models.languages import Language
from models.mails import Mail
from models.notifications import Notification
from models.revisions import Revision
from models.sign_ins import SignIn
from models.statuses import MailChoice
from models.subscriptions import Subscription
from models.supports import Support

MAIL_DAYS = 30  # that a mail is kept after it was sent
AT_ONCE = 200
PARTS: tuple[Any, ...] = (SignIn, Event, Draft, Improvement, Revision)  # all that speaks of an idea nobody sent
GONE = "(This mail was sent, and is not kept.)"


def erase(db: Session, account: Account) -> None:
    """Somebody wants nothing kept that says who they are. What they published stays, without their name, until they
    or a moderator take it back."""
    # Ideas before accounts, as everybody does. What is being written to or by them is finished first, and goes too.
    mine = select(Idea.id).where(Idea.author_id == account.id).order_by(col(Idea.id))
    db.exec(mine.with_for_update(key_share=True)).all()
    db.refresh(account, with_for_update=True)
    email = account.email
    sessions.end_others(db, account)
    db.exec(delete(SignIn).where(col(SignIn.email) == email))
    db.exec(delete(Draft).where(sa.or_(col(Draft.account_id) == account.id, func.lower(Draft.email) == email)))
    db.exec(delete(Subscription).where(col(Subscription.account_id) == account.id))
    db.exec(update(Notification).where(col(Notification.account_id) == account.id).values(
        data={}, settled_at=sa.func.coalesce(Notification.settled_at, clock.now())))
    db.exec(update(Mail).where(col(Mail.to) == email).values(_emptied()))
    db.exec(update(Idea).where(col(Idea.author_id) == account.id).values(signed="", author_private=True))
    account.sqlmodel_update({
        "email": f"erased-{account.id}@account.invalid", "name": "", "private": True, "job": "", "team_id": None,
        "role": roles.EVERYONE, "mail_choice": MailChoice.NEVER, "language": Language.ENGLISH})
    db.add(account)
    history.record(db, "account.erased", by=account.id)
    history.announce(db)  # what pages kept with the name is made anew


def forget_old_mails(db: Session) -> None:
    """A mail that was sent, or will never be, says nothing any more after a while."""
    done = sa.or_(col(Mail.sent_at).is_not(None), col(Mail.error) != "", col(Mail.claimed_at).is_not(None))
    over = done, func.coalesce(Mail.sent_at, Mail.written_at) < _ago(MAIL_DAYS)
    db.exec(update(Mail).where(*over, col(Mail.to) != "").values(_emptied()))


def forget_unconfirmed(db: Session) -> None:
    """Ideas that were never sent, as nobody confirmed their author's address; then accounts that only stood for one."""
    private = sa.or_(col(Idea.status).in_(sorted(statuses.PRIVATE)), ~ideas.heard_of())
    rows = select(Idea.id).where(private, col(Idea.received_at) < _ago(DAYS)).limit(AT_ONCE)
    for idea_id in db.exec(rows).all():
        _delete(db, *((part, col(part.idea_id) == idea_id) for part in PARTS), (Idea, col(Idea.id) == idea_id))
    for account_id in db.exec(_never_confirmed().limit(AT_ONCE)).all():
        begun = sa.and_(col(Event.by_id) == account_id, col(Event.kind) == "account.opened")
        _delete(db, (Bounce, col(Bounce.account_id) == account_id), (Event, begun),
                (Account, col(Account.id) == account_id))


def _never_confirmed() -> Any:
    def has(thing: Any) -> Any:
        return sa.exists().where(thing == Account.id)

    others = [~has(one) for one in (Idea.author_id, Support.account_id, Comment.author_id, Subscription.account_id)]
    unknown = col(Account.confirmed_at).is_(None), col(Account.role) == roles.EVERYONE
    return select(Account.id).where(*unknown, col(Account.created_at) < _ago(DAYS), *others)


def _delete(db: Session, *rows: tuple[Any, Any]) -> None:
    """Rows of several tables, by their conditions; none of them, where something else still speaks of one."""
    with suppress(IntegrityError), db.begin_nested():
        for table, condition in rows:
            db.exec(delete(table).where(condition))


def _emptied() -> dict[str, Any]:
    return {"to": "", "subject": "", "text": GONE, "html": "", "unsubscribe": ""}


def _ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
