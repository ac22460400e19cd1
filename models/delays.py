"""Why an answer is late, in public: the day that was promised, the reason, and the new day."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, update

from models import clock, history
from models.accounts import Account
from models.assignments import about
from models.base import moment, points_to, so_many
from models.ideas import Idea
from models.themes import Theme

Part: Any = aliased(Theme, name="part")
REASON_LIMIT = 300
REASON_LEAST = 10


class NotAhead(ValueError):
    """The new day for an answer would be over already, or no later than the one that was missed."""


class Delay(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    promised: date
    new_by: date
    reason: str = Field(max_length=REASON_LIMIT)
    by_id: int | None = points_to("account", optional=True)
    at: datetime = moment()
    stands: bool = True  # until a merge keeps an earlier day


def explain(
    db: Session, thing: Theme | Idea, *, promised: date, new_by: date, reason: str, by: Account
) -> Delay:
    """Says in public why the answer comes later, and when. Raises NotAhead for a day that is no later."""
    if new_by <= max(promised, clock.today()):
        raise NotAhead
    delay = Delay(**about(thing), promised=promised, new_by=new_by, reason=reason, by_id=by.id)
    db.add(delay)
    noun = "theme" if isinstance(thing, Theme) else "idea"
    said: dict[str, Any] = {"promised": promised.isoformat(), "new_by": new_by.isoformat(), "reason": reason}
    history.record(db, f"{noun}.delayed", by=by.id, call=thing.call_id, **{noun: thing.id}, **said)
    return delay


def _of(theme_id: Any, idea_id: Any) -> ColumnElement[bool]:
    """What was said of a theme, of one that is part of it now, or of an idea by itself."""
    into = sa.select(Part.merged_into_id).where(Part.id == Delay.theme_id).correlate(Delay).scalar_subquery()
    of_theme = sa.or_(col(Delay.theme_id) == theme_id, func.coalesce(into == theme_id, sa.false()))
    return of_theme if idea_id is None else sa.or_(of_theme, col(Delay.idea_id) == idea_id)


def newest(theme_id: Any, idea_id: Any) -> Any:
    """The last delay of a theme or of an idea that stands, as a row beside it."""
    columns: list[Any] = [Delay.new_by, Delay.reason, Delay.at]
    rows = sa.select(*columns).where(_of(theme_id, idea_id), col(Delay.stands))
    return rows.order_by(col(Delay.id).desc()).limit(1).lateral("delay")


def new_by(thing: type[Theme] | type[Idea]) -> Any:
    """As a column beside a theme or an idea: the new day of its last delay. Asked of each row of a long list, so its
    parts are looked up, and not all delays looked through."""
    parts = sa.select(Part.id).where(sa.or_(Part.id == Theme.id, Part.merged_into_id == Theme.id)).correlate(Theme)
    mine = col(Delay.theme_id).in_(parts) if thing is Theme else col(Delay.idea_id) == Idea.id
    rows = sa.select(col(Delay.new_by)).where(mine, col(Delay.stands)).order_by(col(Delay.id).desc()).limit(so_many(1))
    return rows.correlate(thing).scalar_subquery()


def of_theme(theme_id: int) -> Select[Any]:
    """The day that its answer is promised for since it was late, and why."""
    said = newest(theme_id, None)
    return sa.select(said.c.new_by, said.c.reason)


def told(theme_id: Any, idea_id: Any) -> Any:
    """As a column: each delay of a theme or of an idea, the oldest first; none for none. The last that stands is what
    counts."""
    line = func.jsonb_build_array(Delay.promised, Delay.new_by, Delay.reason, Delay.at, Delay.stands)
    rows = sa.select(func.jsonb_agg(aggregate_order_by(line, col(Delay.id)), type_=JSONB))
    return rows.where(_of(theme_id, idea_id)).scalar_subquery()


def give_up(db: Session, theme: Theme) -> list[int]:
    """What was said of a theme counts no more, because another day was kept. Gives the ids."""
    mine = sa.select(col(Delay.id)).where(_of(theme.id, None), col(Delay.stands)).order_by(col(Delay.id))
    ids = list(db.execute(mine).scalars())
    db.exec(update(Delay).where(col(Delay.id).in_(ids)).values(stands=False))
    return ids


def ids_of(db: Session, theme_ids: Collection[int]) -> list[int]:
    return list(db.execute(sa.select(col(Delay.id)).where(col(Delay.theme_id).in_(theme_ids))).scalars())


def take_up(db: Session, ids: Collection[int]) -> None:
    db.exec(update(Delay).where(col(Delay.id).in_(ids)).values(stands=True))
