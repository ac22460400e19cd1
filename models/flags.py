"""A report that something should not be here. One open report from each person for each thing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Index, Select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.base import maybe_moment, moment, points_to, word
from models.comments import Comment
from models.ideas import Idea

NOTE_LIMIT = 1_000
NOTES_SHOWN = 3


class Concern(StrEnum):
    PRIVATE = "private"
    ABUSE = "abuse"
    DANGER = "danger"
    SPAM = "spam"
    WRONG = "wrong"

    @property
    def words(self) -> str:
        return {
            "private": "It gives away somebody’s private details", "abuse": "It is abusive or hateful",
            "danger": "Somebody may be in danger", "spam": "It is spam or advertising",
            "wrong": "Something else is wrong with it",
        }[self.value]


class Flag(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint("num_nonnulls(idea_id, comment_id) >= 1", name="something"),
        Index("uq_flag_open_idea", "idea_id", "by_id", unique=True,
              postgresql_where=text("settled_at IS NULL AND comment_id IS NULL")),
        Index("uq_flag_open_comment", "comment_id", "by_id", unique=True, postgresql_where=text("settled_at IS NULL")),
    )

    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", index=False)
    comment_id: int | None = points_to("comment", optional=True, index=False)
    by_id: int | None = points_to("account", optional=True)
    concern: Concern = word(Concern, Concern.WRONG)
    note: str = Field(default="", max_length=NOTE_LIMIT)
    raised_at: datetime = moment()
    settled_at: datetime | None = maybe_moment()


def waiting() -> SelectOfScalar[Flag]:
    return select(Flag).where(col(Flag.settled_at).is_(None)).order_by(col(Flag.id))


def about(idea_id: int, comment_id: int | None) -> SelectOfScalar[Flag]:
    """The open reports of an idea itself, or of one of its comments."""
    same = col(Flag.comment_id) == comment_id if comment_id else col(Flag.comment_id).is_(None)
    return waiting().where(Flag.idea_id == idea_id, same)


def _notes() -> Any:
    """What people wrote beside their reports, the first ones of many."""
    written = func.array_agg(aggregate_order_by(col(Flag.note), col(Flag.id))).filter(col(Flag.note) != "")
    return written[1:NOTES_SHOWN].label("notes")


def queue() -> Select[Any]:
    """What was reported and not decided: one row for each idea or comment, with how often, since when and why."""
    open_ones = (
        sa.select(
            col(Flag.idea_id), col(Flag.comment_id), func.min(Flag.raised_at).label("since"),
            func.count(col(Flag.id)).label("reports"), func.min(Flag.id).label("first"),
            func.array_agg(sa.distinct(col(Flag.concern))).label("concerns"), _notes(),
        ).where(col(Flag.settled_at).is_(None)).group_by(col(Flag.idea_id), col(Flag.comment_id)).subquery()
    )
    columns: list[Any] = [
        open_ones, Idea.reference, Idea.title, Idea.body, Idea.hidden_at, col(Comment.body).label("comment"),
        col(Comment.hidden_at).label("comment_hidden_at"),
    ]
    rows = sa.select(*columns).join_from(open_ones, Idea, col(Idea.id) == open_ones.c.idea_id)
    rows = rows.outerjoin(Comment, col(Comment.id) == open_ones.c.comment_id)
    return rows.order_by(sa.case((func.array_position(open_ones.c.concerns, "danger").is_not(None), 0), else_=1),
                         open_ones.c.first)


def raise_one(
    db: Session, *, idea_id: int, comment_id: int | None, concern: Concern, note: str, by: Account | None
) -> Flag:
    """Keeps the report. A person's second one about the same thing, while the first waits, adds nothing."""
    if by is not None:
        mine = db.exec(about(idea_id, comment_id).where(Flag.by_id == by.id)).first()
        if mine is not None:
            return mine
    flag = Flag(idea_id=idea_id, comment_id=comment_id, concern=concern, note=note, by_id=by.id if by else None)
    db.add(flag)
    db.flush()
    history.record(db, "flag.raised", by=flag.by_id, idea=idea_id, comment=comment_id, concern=concern.value)
    return flag
