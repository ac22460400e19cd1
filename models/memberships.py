"""An idea's place in a theme: who put it there, why, and the passage of its own words that did."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, ideas
from models.accounts import Account
from models.base import json, moment, points_to
from models.ideas import Idea
from models.statuses import Kind, Status
from models.themes import Theme


class Membership(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("idea_id", "theme_id"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int = points_to("theme")
    idea_id: int = points_to("idea", index=False)
    primary: bool = True
    by_id: int | None = points_to("account", optional=True)
    score: float = 0.0
    begins: int = 0
    ends: int = 0
    words: str = ""
    terms: list[str] = json(list)
    nearest: list[int] = json(list)
    at: datetime = moment()

    @property
    def by_person(self) -> bool:
        return self.by_id is not None

    def passage_in(self, body: str) -> str | None:
        """The passage, when the stored text still says exactly these words at these offsets."""
        return self.words if self.words and body[self.begins:self.ends] == self.words else None


def of_idea(idea: Idea) -> SelectOfScalar[Membership]:
    return select(Membership).where(Membership.idea_id == idea.id).order_by(col(Membership.primary).desc())


def primary_of(idea_id: int) -> SelectOfScalar[Membership]:
    return select(Membership).where(Membership.idea_id == idea_id, col(Membership.primary))


def passages_in(theme_id: int) -> Select[Any]:
    """The ideas of a theme as its page shows them, each with where its passage stands in its own text."""
    columns: list[Any] = [
        Idea.id, Idea.title, Idea.body, Idea.reference, Idea.kind, Idea.proposed_at, Idea.supports_count,
        Idea.comments_count, Membership.score, Membership.begins, Membership.ends, Membership.words,
    ]
    here = sa.and_(col(Membership.idea_id) == Idea.id, col(Membership.theme_id) == Idea.theme_id)
    return sa.select(*columns).join(Membership, here).where(col(Idea.theme_id) == theme_id, ideas.listed())


def put(db: Session, idea: Idea, theme: Theme, *, by: Account | None, **why: Any) -> Membership:
    """Makes this the idea's theme. What a person chose is never changed by the machine (`by` None)."""
    old = db.exec(primary_of(idea.id)).one_or_none()
    if old is not None and old.by_person and by is None:
        return old
    if old is not None and old.theme_id == theme.id:
        member = old
    else:
        if old is not None:
            db.delete(old)
            db.flush()
        secondary = select(Membership).where(Membership.idea_id == idea.id, Membership.theme_id == theme.id)
        member = db.exec(secondary).one_or_none() or Membership(theme_id=theme.id, idea_id=idea.id)
        member.primary = True
    member.by_id, member.at = (by.id if by else None), clock.now()
    for name, value in why.items():
        setattr(member, name, value)
    db.add(member)
    before, idea.theme_id = idea.theme_id, theme.id
    if idea.status == Status.PUBLISHED:
        idea.status = Status.GROUPED
    db.flush()
    recount(db, {theme.id} if before is None else {theme.id, before})
    if before != theme.id:
        kind = "idea.moved" if before else "idea.grouped"
        history.record(db, kind, by=by.id if by else None, idea=idea.id, theme=theme.id, call=idea.call_id,
                       before=before)
    return member


def recount(db: Session, theme_ids: set[int]) -> None:
    """Sets the counts that lists show from the rows behind them."""
    mine = select(func.count(col(Idea.id))).where(Idea.theme_id == Theme.id, ideas.listed())
    staff = mine.where(Idea.kind == Kind.IMPROVEMENT)
    db.exec(
        update(Theme).where(col(Theme.id).in_(theme_ids))
        .values(ideas_count=mine.scalar_subquery(), staff_count=staff.scalar_subquery())
        .execution_options(synchronize_session="fetch")
    )


def merge(db: Session, theme: Theme, into: Theme, *, by: Account) -> None:
    """Moves everything into another theme. What people chose stays theirs; the old address leads to the new theme."""
    if theme.id == into.id or not theme.current or not into.current:
        return
    for idea in db.exec(select(Idea).where(Idea.theme_id == theme.id).with_for_update()).all():
        put(db, idea, into, by=by)
    theme.merged_into_id, theme.touched_at, into.touched_at = into.id, clock.now(), clock.now()
    recount(db, {theme.id, into.id})
    history.record(db, "theme.merged", by=by.id, theme=theme.id, call=theme.call_id, into=into.id)
