"""Following an idea or a call."""

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, false
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.base import moment, points_to
from models.history import Event

SAID = ("subscription.begun", "subscription.ended")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


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
    if db.exec(to(account, idea_id=idea_id, call_id=call_id)).one_or_none() is not None:
        end(db, account, idea_id=idea_id, call_id=call_id)


def end(db: Session, account: Account, *, idea_id: int | None = None, call_id: int | None = None) -> None:
    """Also for somebody who does not follow it, and was told because of something they said there."""
    for row in db.exec(to(account, idea_id=idea_id, call_id=call_id)):
        db.delete(row)
    history.record(db, "subscription.ended", by=account.id, idea=idea_id, call=call_id)


def ended(
    db: Session, account_id: int, since: datetime = LONG_AGO, /, *, idea_id: int | None = None,
    call_id: int | None = None,
) -> bool:
    """Whether the last that they said of this, since then, is that they want to hear no more."""
    same = col(Event.idea_id) == idea_id if idea_id else col(Event.call_id) == call_id
    said = select(Event.kind).where(same, Event.by_id == account_id, col(Event.kind).in_(SAID), Event.at >= since)
    return db.exec(said.order_by(col(Event.id).desc()).limit(1)).first() == "subscription.ended"
