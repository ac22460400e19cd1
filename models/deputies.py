"""Who stands in for an officer from one day to another: gets their reminders, and sees their work at the desk."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models import clock, history
from models.accounts import Account
from models.base import moment, points_to


class Deputy(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint("account_id <> deputy_id", name="another"),
        CheckConstraint("begins_on <= ends_on", name="in_order"),
    )

    id: int = Field(default=None, primary_key=True)
    account_id: int = points_to("account", unique=True)
    deputy_id: int = points_to("account")
    begins_on: date
    ends_on: date
    named_at: datetime = moment()

    @property
    def stands_in(self) -> bool:
        return self.begins_on <= clock.today() <= self.ends_on


def of(db: Session, account: Account) -> Deputy | None:
    return db.exec(select(Deputy).where(Deputy.account_id == account.id)).one_or_none()


def name(db: Session, account: Account, deputy: Account, *, begins_on: date, ends_on: date) -> None:
    """One deputy at a time: a new one takes the place of the last."""
    db.refresh(account, with_for_update={"key_share": True})
    mine = of(db, account) or Deputy(account_id=account.id, deputy_id=deputy.id, begins_on=begins_on, ends_on=ends_on)
    mine.deputy_id, mine.begins_on, mine.ends_on = deputy.id, begins_on, ends_on
    db.add(mine)
    history.record(db, "deputy.named", by=account.id, deputy=deputy.id, begins_on=begins_on.isoformat(),
                   ends_on=ends_on.isoformat())


def end(db: Session, account: Account) -> None:
    mine = of(db, account)
    if mine is not None:
        db.delete(mine)
        history.record(db, "deputy.ended", by=account.id, deputy=mine.deputy_id)


def now() -> Any:
    """Everyone who is stood in for today, and by whom."""
    today = clock.today()
    columns: list[Any] = [Deputy.account_id, Deputy.deputy_id]
    return sa.select(*columns).where(col(Deputy.begins_on) <= today, col(Deputy.ends_on) >= today)


def stood_in_for(account: Account) -> Any:
    """The ids of those for whom this person stands in today."""
    return now().where(col(Deputy.deputy_id) == account.id).with_only_columns(col(Deputy.account_id))
