"""What somebody was reminded of, so that each reminder goes out once."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import moment, points_to, word


class Stage(StrEnum):
    """When somebody is reminded of a promised answer."""

    BEFORE = "before"
    AFTER = "after"
    HANDED = "handed"


class Reminder(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("theme_id", "idea_id", "stage", "due_on", postgresql_nulls_not_distinct=True),
        CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),
    )

    id: int = Field(default=None, primary_key=True)
    stage: Stage = word(Stage, None)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    due_on: date
    account_id: int = points_to("account")
    at: datetime = moment()
