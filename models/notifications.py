"""One person to be told of one event, once: the unique key is what makes a repeated job harmless."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlmodel import Column, Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.base import json, maybe_moment, moment, points_to


class Notification(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("event_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(sa_column=Column(BigInteger, ForeignKey("event.id"), nullable=False))
    account_id: int = points_to("account")
    kind: str = Field(max_length=40)
    idea_id: int | None = points_to("idea", optional=True)
    answer_id: int | None = points_to("answer", optional=True)
    data: dict[str, Any] = json()
    made_at: datetime = moment()
    mail_id: int | None = points_to("mail", optional=True)
    settled_at: datetime | None = maybe_moment()


def waiting_for(account_id: int) -> SelectOfScalar[Notification]:
    """What this person has not been mailed yet."""
    rows = select(Notification).where(Notification.account_id == account_id, col(Notification.settled_at).is_(None))
    return rows.order_by(col(Notification.id))
