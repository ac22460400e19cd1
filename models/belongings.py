"""What belongs to one account: the ideas it proposed and the things it follows, as its own pages list them."""

from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col, or_
from sqlmodel import select as select_rows

from models import ideas, statuses, subscriptions
from models.accounts import Account
from models.calls import Call
from models.ideas import Idea
from models.subscriptions import Subscription


def ideas_of(account: Account) -> Select[Any]:
    """Every idea of this author, hidden and unconfirmed ones too."""
    shown: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.status, Idea.proposed_at, Idea.hidden_at,
        Idea.supports_count, Idea.comments_count, col(Idea.status).in_(statuses.PRIVATE).label("waits"),
    ]
    return select(*shown).where(col(Idea.author_id) == account.id)


def follows_of(account: Account) -> Select[Any]:
    """The ideas and calls it follows, without those that it may no longer see."""
    shown: list[Any] = [
        Subscription.id, Subscription.since, Subscription.idea_id, Subscription.call_id, Idea.title, Call.question,
    ]
    seen = or_(col(Call.state).in_(statuses.PUBLIC_CALLS), ideas.shown_to(account) & col(Idea.id).is_not(None))
    return (
        select(*shown).select_from(Subscription)
        .outerjoin(Idea, col(Idea.id) == Subscription.idea_id)
        .outerjoin(Call, col(Call.id) == Subscription.call_id)
        .where(col(Subscription.account_id) == account.id, seen)
    )


def end_follow(db: Session, account: Account, subscription_id: int) -> None:
    """Ends one of this account's own. One that is not there (any more) is as good as ended."""
    mine = select_rows(Subscription).where(
        Subscription.id == subscription_id, col(Subscription.account_id) == account.id)
    row = db.exec(mine).one_or_none()
    if row is not None:
        subscriptions.unfollow(db, account, idea_id=row.idea_id, call_id=row.call_id)
