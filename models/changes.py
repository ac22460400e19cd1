"""What a grouping proposes. Nothing happens until a person accepts a line; a refused line is not proposed again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.base import json, maybe_moment, points_to, word


class ChangeKind(StrEnum):
    NEW = "new"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"


class ChangeState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OUTDATED = "outdated"


class Change(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    grouping_id: int = points_to("grouping")
    call_id: int = points_to("call")
    kind: ChangeKind = word(ChangeKind, ChangeKind.MOVE)
    state: ChangeState = word(ChangeState, ChangeState.OPEN)
    theme_id: int | None = points_to("theme", optional=True)
    other_theme_id: int | None = points_to("theme", optional=True)
    title: str = Field(default="", max_length=100)
    idea_ids: list[int] = json(list)
    why: dict[str, Any] = json()
    confidence: float = 0.0
    reason: str = ""
    decided_by_id: int | None = points_to("account", optional=True)
    decided_at: datetime | None = maybe_moment()

    @property
    def open(self) -> bool:
        return self.state == ChangeState.OPEN


def open_in(call_id: int) -> SelectOfScalar[Change]:
    rows = select(Change).where(Change.call_id == call_id, Change.state == ChangeState.OPEN)
    return rows.order_by(col(Change.confidence).desc(), col(Change.id))
