"""Following an idea or a call."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, false
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.base import moment, points_to


class Subscription(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("account_id", "idea_id"),
        UniqueConstraint("account_id", "call_id", name="uq_subscription_account_call"),
        CheckConstraint("num_nonnulls(idea_id, call_id) = 1", name="one_thing"),
    )

    id: int = Field(default=None, primary_key=True)
    account_id: int = points_to("account", index=False)
    idea_id: int | None = points_to("idea", optional=True)
    call_id: int | None = points_to("call", optional=True)
    since: datetime = moment()


def to(account: Account, *, idea_id: int | None = None, call_id: int | None = None) -> SelectOfScalar[Subscription]:
    mine = select(Subscription).where(Subscription.account_id == account.id)
    if idea_id is not None:
        return mine.where(Subscription.idea_id == idea_id)
    return mine.where(col(Subscription.call_id) == call_id)


def followed_by(account: Account | None, *, call_id: int) -> ColumnElement[bool]:
    """As a column of a query: whether this person follows the call."""
    if account is None:
        return false()
    return to(account, call_id=call_id).exists()


def follows(db: Session, account: Account, idea_id: int) -> bool:
    return db.exec(to(account, idea_id=idea_id)).first() is not None


def follow(db: Session, account: Account, *, idea_id: int | None = None, call_id: int | None = None) -> None:
    if db.exec(to(account, idea_id=idea_id, call_id=call_id)).one_or_none() is None:
        db.add(Subscription(account_id=account.id, idea_id=idea_id, call_id=call_id))
        history.record(db, "subscription.begun", by=account.id, idea=idea_id, call=call_id)


def unfollow(db: Session, account: Account, *, idea_id: int | None = None, call_id: int | None = None) -> None:
    row = db.exec(to(account, idea_id=idea_id, call_id=call_id)).one_or_none()
    if row is not None:
        db.delete(row)
        history.record(db, "subscription.ended", by=account.id, idea=idea_id, call=call_id)
