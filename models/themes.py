"""What a group of ideas is about. A theme's address never breaks: a merged one leads to where it went."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import Vector
from sqlmodel import Column, Field, Session, SQLModel, col, func, select, text
from sqlmodel.sql.expression import SelectOfScalar

from models import acts, clock, history
from models.accounts import Account
from models.acts import Act, ActKind
from models.base import json, maybe_moment, moment, points_to
from models.text import print_of

TITLE_LIMIT = 100
DESCRIPTION_LIMIT = 500


class Closed(Exception):
    """Ideas or a name should go to a theme that somebody closed meanwhile."""


class NameTaken(ValueError):
    """Another theme of the same call has this name already."""


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
    doubts: list[dict[str, Any]] = json(list)

    @property
    def said(self) -> dict[str, str]:
        """What people can say of it, by the names of the form."""
        return {"title": self.title, "description": self.description}

    @property
    def print(self) -> str:
        """Of its name and description as they stand: a form that carries another one is out of date."""
        return print_of(self.said.values())

    @property
    def touched(self) -> bool:
        """Whether people have put their hand to it: then the machine never moves it by itself."""
        return self.touched_at is not None or self.named_by_id is not None

    @property
    def on_map(self) -> bool:
        """Whether a grouping has given it its place; one that a person made waits in the middle."""
        return (self.x, self.y) != (0.5, 0.5)

    @property
    def public_count(self) -> int:
        return self.ideas_count - self.staff_count

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


def is_current(theme: Any) -> Any:
    """The condition on a theme's row that it is a theme: neither merged nor closed."""
    return col(theme.merged_into_id).is_(None) & col(theme.retired_at).is_(None)


def current(call_id: int | None = None) -> SelectOfScalar[Theme]:
    rows = select(Theme).where(is_current(Theme))
    rows = rows.where(Theme.call_id == call_id) if call_id is not None else rows
    return rows.order_by(col(Theme.ideas_count).desc(), col(Theme.id))


def taken(db: Session, title: str, call_id: int | None, *, but_for: Theme | None = None) -> bool:
    """Whether another theme of the call has this name, whatever its capitals and spaces."""
    def plain(words: Any) -> Any:
        return func.lower(func.regexp_replace(words, r"\s+", "", "g"))

    same = current().where(col(Theme.call_id).is_not_distinct_from(call_id), plain(Theme.title) == plain(title))
    return db.exec(same.where(Theme.id != but_for.id) if but_for else same).first() is not None


def hold_names(db: Session, call_id: int | None) -> None:
    """Two who name themes of one call take turns, so that each knows the name that the other gave.

    Who also holds themes takes this first, as they take themes before ideas.
    """
    db.execute(text("SELECT pg_advisory_xact_lock(4203, :call)"), {"call": call_id or 0})


def hold_to_name(db: Session, theme: Theme) -> None:
    """The theme with the name that it has now, and that nobody else gives or takes until this transaction ends."""
    hold_names(db, theme.call_id)
    db.refresh(theme, with_for_update={"key_share": True})


def free_name(db: Session, title: str, call_id: int | None) -> str:
    """The name, with the first number behind it that makes it different from the others of the call."""
    number, name = 1, title
    while taken(db, name, call_id):
        number += 1
        name = f"{title[:TITLE_LIMIT - 5]} {number}"
    return name


def hold(db: Session, theme_ids: Collection[int]) -> dict[int, Theme]:
    """These themes as they are now, and as they stay until this transaction ends.

    Whoever changes which ideas a theme has takes the themes first, in the order of their ids, and its ideas after
    them: so two people who work on the same ones wait for each other, and never both.
    """
    rows = select(Theme).where(col(Theme.id).in_(theme_ids)).order_by(col(Theme.id)).with_for_update(key_share=True)
    return {theme.id: theme for theme in db.exec(rows.execution_options(populate_existing=True))}


def hold_where_it_went(db: Session, theme_id: int, others: Collection[int] = ()) -> Theme:
    """The theme, or the one that it has become a part of, held together with others."""
    goes = select(Theme.merged_into_id).where(Theme.id == theme_id)
    theme_id = db.exec(goes).one() or theme_id
    theme = hold(db, {theme_id, *others})[theme_id]
    while theme.merged_into_id is not None:
        theme = hold(db, [theme.merged_into_id])[theme.merged_into_id]
    return theme


def make(db: Session, *, title: str, call_id: int | None, by: Account | None, description: str = "") -> Theme:
    """Makes a theme. Raises NameTaken when a person gives it a name that another of the call has."""
    if by is not None:
        hold_names(db, call_id)
        if taken(db, title, call_id):
            raise NameTaken
    theme = Theme(title=title[:TITLE_LIMIT], description=description[:DESCRIPTION_LIMIT], call_id=call_id)
    if by is not None:
        theme.named_by_id, theme.touched_at = by.id, clock.now()
    db.add(theme)
    db.flush()
    history.record(db, "theme.made", by=by.id if by else None, theme=theme.id, call=call_id)
    return theme


def rename(db: Session, theme: Theme, *, title: str, description: str, by: Account) -> None:
    """Gives a theme its name. Raises NameTaken when another of the call has it, and Closed when the theme is none now.
    """
    hold_to_name(db, theme)
    if not theme.current:
        raise Closed
    if taken(db, title, theme.call_id, but_for=theme):
        raise NameTaken
    if (title, description) != (theme.title, theme.description):
        before = theme.title
        theme.title, theme.description = title, description
        theme.named_by_id, theme.touched_at = by.id, clock.now()
        history.record(db, "theme.renamed", by=by.id, theme=theme.id, call=theme.call_id, before=before,
                       after=title)


def retire(db: Session, theme: Theme, *, by: Account) -> Act | None:
    """Closes a theme that has no idea left. One that has some stays."""
    hold(db, [theme.id])
    if not theme.current or theme.ideas_count:
        return None
    theme.retired_at = theme.touched_at = clock.now()
    act = acts.keep(db, ActKind.CLOSED, by=by, call_id=theme.call_id, theme_id=theme.id)
    acts.tell(db, act, "theme.retired", theme.id)
    return act
