"""What gets no answer of its own, with the reason that everyone can read. It may be taken up again."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ColumnElement
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import history
from models.accounts import Account
from models.assignments import about
from models.base import moment, points_to
from models.ideas import Idea
from models.themes import Theme

REASON_LIMIT = 300
REASON_LEAST = 10


class Aside(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True, unique=True)
    idea_id: int | None = points_to("idea", optional=True, unique=True)
    reason: str = Field(max_length=REASON_LIMIT)
    by_id: int | None = points_to("account", optional=True)
    at: datetime = moment()


def of(db: Session, thing: Theme | Idea) -> Aside | None:
    key = col(Aside.theme_id) if isinstance(thing, Theme) else col(Aside.idea_id)
    return db.exec(select(Aside).where(key == thing.id)).one_or_none()


def put(db: Session, thing: Theme | Idea, *, reason: str, by: Account) -> None:
    """Says that it gets no answer, and why. Once: the first reason stands until it is taken up again."""
    db.refresh(thing, with_for_update={"key_share": True})
    if of(db, thing) is None:
        db.add(Aside(**about(thing), reason=reason, by_id=by.id))
        _record(db, "put_aside", thing, by, reason=reason)


def take_up(db: Session, thing: Theme | Idea, *, by: Account) -> None:
    db.refresh(thing, with_for_update={"key_share": True})
    aside = of(db, thing)
    if aside is not None:
        db.delete(aside)
        _record(db, "taken_up", thing, by)


def _record(db: Session, what: str, thing: Theme | Idea, by: Account, **data: Any) -> None:
    noun = "theme" if isinstance(thing, Theme) else "idea"
    history.record(db, f"{noun}.{what}", by=by.id, call=thing.call_id, **{noun: thing.id}, **data)


def is_theme() -> ColumnElement[bool]:
    """The condition on a theme's row that it was put aside."""
    return sa.exists().where(col(Aside.theme_id) == Theme.id)


def is_idea() -> ColumnElement[bool]:
    """The condition on an idea's row that it was put aside by itself."""
    return sa.exists().where(col(Aside.idea_id) == Idea.id)


def not_ideas() -> ColumnElement[bool]:
    """The condition on an idea's row that it was not, where many rows are asked: all that were are read once, and not
    looked for anew beside each row."""
    aside = sa.select(col(Aside.idea_id)).where(col(Aside.idea_id).is_not(None))
    return col(Idea.id).not_in(aside)


def told(theme_id: Any, idea_id: Any) -> Any:
    """As a column: why a theme or an idea was put aside, and when. An idea that stands in a theme goes its way."""
    line = func.jsonb_build_array(Aside.reason, Aside.at, type_=JSONB)
    of_theme = col(Aside.theme_id) == theme_id
    alone = sa.and_(col(Aside.idea_id) == idea_id, theme_id.is_(None)) if idea_id is not None else sa.false()
    return sa.select(line).where(sa.or_(of_theme, alone)).limit(1).scalar_subquery()
