"""Which ideas a public answer answers: those there when it was given, and those a person said it for later.

What was answered stays answered, wherever the idea is put afterwards. An idea that comes to an answered theme waits.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, SQLModel, col

from models import clock, statuses
from models.base import among, moment, points_to
from models.ideas import Idea
from models.themes import Theme


class Coverage(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("answer_id", "idea_id"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer", index=False)
    idea_id: int = points_to("idea")
    at: datetime = moment()


def cover(db: Session, answer_id: int, idea_ids: Select[Any]) -> list[int]:
    """The answer is one to these ideas from now on. Says which it was none to before."""
    rows = sa.select(sa.literal(answer_id), idea_ids.subquery().c.id, sa.literal(clock.now()))
    new = insert(Coverage).from_select(["answer_id", "idea_id", "at"], rows)
    new = new.on_conflict_do_nothing(index_elements=["answer_id", "idea_id"])
    return sorted(db.execute(new.returning(col(Coverage.idea_id))).scalars())


def of_idea() -> ColumnElement[bool]:
    """The condition on an idea's row that some public answer is one to it."""
    return sa.exists().where(col(Coverage.idea_id) == Idea.id)


def newcomers(theme: Any = Theme) -> tuple[ColumnElement[bool], ...]:
    """The conditions on an idea's row that it waits in this theme."""
    return col(Idea.theme_id) == theme.id, col(Idea.hidden_at).is_(None), among(Idea.status, statuses.WAITING)
