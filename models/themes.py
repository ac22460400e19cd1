"""What a group of ideas is about. A theme's address never breaks: a merged one leads to where it went."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pgvector.sqlalchemy import Vector
from sqlalchemy import Select
from sqlmodel import Column, Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, ideas
from models.accounts import Account
from models.answers import Answer
from models.base import maybe_moment, moment, points_to
from models.calls import Call
from models.ideas import Idea

TITLE_LIMIT = 100
DESCRIPTION_LIMIT = 500


class Theme(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    call_id: int | None = points_to("call", optional=True)
    title: str = Field(max_length=TITLE_LIMIT)
    description: str = Field(default="", max_length=DESCRIPTION_LIMIT)
    named_by_id: int | None = points_to("account", optional=True)
    touched_at: datetime | None = maybe_moment()
    merged_into_id: int | None = points_to("theme", optional=True)
    retired_at: datetime | None = maybe_moment()
    made_at: datetime = moment()
    ideas_count: int = 0
    staff_count: int = 0
    x: float = 0.5
    y: float = 0.5
    centre: Any = Field(default=None, sa_column=Column(Vector, nullable=True))
    version: str = Field(default="", max_length=64)

    @property
    def touched(self) -> bool:
        """Whether people have put their hand to it: then the machine never moves it by itself."""
        return self.touched_at is not None or self.named_by_id is not None

    @property
    def found_by_machine(self) -> bool:
        return self.version != ""

    @property
    def current(self) -> bool:
        return self.merged_into_id is None and self.retired_at is None


class ThemeQuote(SQLModel, table=True):
    """A passage that stands for its theme. It is shown only while the stored text still says it."""

    id: int = Field(default=None, primary_key=True)
    theme_id: int = points_to("theme")
    idea_id: int = points_to("idea")
    rank: int = 0
    begins: int
    ends: int
    words: str


def current(call_id: int | None = None) -> SelectOfScalar[Theme]:
    rows = select(Theme).where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    rows = rows.where(Theme.call_id == call_id) if call_id is not None else rows
    return rows.order_by(col(Theme.ideas_count).desc(), col(Theme.id))


def stands() -> Any:
    """The condition that a quote may be shown: its idea is public, still here, and says it word for word."""
    stored = func.substr(Idea.body, ThemeQuote.begins + 1, ThemeQuote.ends - ThemeQuote.begins)
    return sa.and_(ideas.listed(), col(Idea.theme_id) == ThemeQuote.theme_id, stored == ThemeQuote.words)


def quotes_of(theme_id: int) -> Select[Any]:
    """What people say in their own words, best first."""
    columns: list[Any] = [ThemeQuote.words, Idea.id, Idea.title, Idea.reference, Idea.kind]
    found = sa.select(*columns).join(Idea, col(Idea.id) == ThemeQuote.idea_id)
    found = found.where(col(ThemeQuote.theme_id) == theme_id, stands())
    return found.order_by(col(ThemeQuote.rank), col(ThemeQuote.id))


def in_use() -> Any:
    """The condition that a theme stands in public lists."""
    return sa.and_(
        col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None), col(Theme.ideas_count) > 0)


def rows(call_id: int | None = None) -> Select[Any]:
    """What a list of themes shows of each: its size, its best quote, and whether it is answered."""
    best = (
        sa.select(col(ThemeQuote.words), col(ThemeQuote.idea_id))
        .join(Idea, col(Idea.id) == ThemeQuote.idea_id)
        .where(col(ThemeQuote.theme_id) == Theme.id, stands())
        .order_by(col(ThemeQuote.rank)).limit(1).lateral("best")
    )
    answered = sa.exists().where(col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_not(None))
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.description, Theme.ideas_count, Theme.staff_count, Theme.made_at,
        Theme.x, Theme.y, Theme.call_id, col(Call.question).label("question"), answered.label("answered"),
        best.c.words.label("quote"), best.c.idea_id.label("quoted_id"),
    ]
    found = sa.select(*columns).outerjoin(Call, col(Call.id) == Theme.call_id).outerjoin(best, sa.true())
    found = found.where(in_use())
    return found.where(col(Theme.call_id) == call_id) if call_id is not None else found


def like(theme: Theme, most: int = 4) -> Select[Any]:
    """The themes nearest to this one in meaning, among those of its call."""
    columns: list[Any] = [Theme.id, Theme.title, Theme.ideas_count]
    near = sa.select(*columns).where(
        col(Theme.call_id) == theme.call_id, col(Theme.version) == theme.version, col(Theme.id) != theme.id,
        col(Theme.centre).is_not(None), in_use())
    if theme.centre is None:
        return near.where(sa.false())
    return near.order_by(col(Theme.centre).op("<=>")(theme.centre), col(Theme.id)).limit(most)


def make(db: Session, *, title: str, call_id: int | None, by: Account | None, description: str = "") -> Theme:
    theme = Theme(title=title[:TITLE_LIMIT], description=description[:DESCRIPTION_LIMIT], call_id=call_id)
    if by is not None:
        theme.named_by_id, theme.touched_at = by.id, clock.now()
    db.add(theme)
    db.flush()
    history.record(db, "theme.made", by=by.id if by else None, theme=theme.id, call=call_id)
    return theme


def rename(db: Session, theme: Theme, *, title: str, description: str, by: Account) -> None:
    if (title, description) != (theme.title, theme.description):
        before = theme.title
        theme.title, theme.description = title, description
        theme.named_by_id, theme.touched_at = by.id, clock.now()
        history.record(db, "theme.renamed", by=by.id, theme=theme.id, call=theme.call_id, before=before,
                       after=title)
