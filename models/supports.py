"""One account's support for one idea. Giving it twice is the same as giving it once."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, select

from models import history
from models.accounts import Account
from models.base import moment, points_to
from models.ideas import COUNTER, Idea


class Support(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("idea_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", index=False)
    account_id: int = points_to("account")
    by_staff: bool = False
    given_at: datetime = moment()


def given(db: Session, idea: Idea, by: Account) -> Support | None:
    mine = select(Support).where(Support.idea_id == idea.id, Support.account_id == by.id)
    return db.exec(mine).one_or_none()


def give(db: Session, idea: Idea, by: Account) -> bool:
    """Whether it is counted: an idea that was taken back or joined takes no more, and none of its author."""
    db.refresh(idea, with_for_update=COUNTER)
    if not idea.takes_support or idea.by(by):
        return False
    if not given(db, idea, by):
        db.add(Support(idea_id=idea.id, account_id=by.id, by_staff=by.is_staff))
        idea.supports_count += 1
        idea.staff_supports_count += by.is_staff
        history.record(db, "support.given", by=by.id, idea=idea.id, call=idea.call_id)
    return True


def withdraw(db: Session, idea: Idea, by: Account) -> None:
    db.refresh(idea, with_for_update=COUNTER)
    support = given(db, idea, by)
    if support is not None:
        db.delete(support)
        idea.supports_count -= 1
        idea.staff_supports_count -= support.by_staff
        history.record(db, "support.withdrawn", by=by.id, idea=idea.id, call=idea.call_id)
