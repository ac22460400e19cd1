"""What somebody did at the desk, with how things stood before: so that it can be told in a journal, and taken back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select, update

from models import clock, history
from models.accounts import Account
from models.base import json, maybe_moment, moment, points_to, word
from models.wording import plural

UNDO_DAYS = 30


class ActKind(StrEnum):
    MOVED = "moved"
    SPLIT = "split"
    KEPT = "kept"
    MERGED = "merged"
    CLOSED = "closed"
    REFUSED = "refused"
    FOUND_RIGHT = "found-right"


MOVES_IDEAS = frozenset({ActKind.MOVED, ActKind.SPLIT, ActKind.MERGED})
CHANGES_NOTHING = frozenset({ActKind.REFUSED})
ENDS_A_DOUBT = frozenset({ActKind.FOUND_RIGHT})
ENDS_A_THEME = frozenset({ActKind.CLOSED})
MAKES_A_THEME = frozenset({ActKind.SPLIT})
JOINS_THEMES = frozenset({ActKind.MERGED})


# What a person is told right after, beside the button that undoes it; {ideas} is how many.
DONE = {
    ActKind.MOVED: "Moved {ideas}. Your choice will stay.",
    ActKind.SPLIT: "Split off {ideas} into a theme of their own.",
    ActKind.KEPT: "Kept {ideas} here. No grouping will move them.",
    ActKind.MERGED: "The two themes are one now, with {ideas} more.",
    ActKind.CLOSED: "The theme is closed.",
    ActKind.REFUSED: "The change is refused and will not be proposed again.",
    ActKind.FOUND_RIGHT: "It is right as it is. You are not asked again while it stays so.",
}


class Act(SQLModel, table=True):
    """`theme_id` is the theme it was done to, `other_theme_id` where things went, `change_id` the proposal that it
    decided. Acts of one click have the same `batch`. `before` holds what undoing needs, for as long as it can be done.
    """

    id: int = Field(default=None, primary_key=True)
    kind: ActKind = word(ActKind, ActKind.MOVED)
    call_id: int | None = points_to("call", optional=True)
    theme_id: int | None = points_to("theme", optional=True)
    other_theme_id: int | None = points_to("theme", optional=True)
    change_id: int | None = points_to("change", optional=True)
    batch: int | None = Field(default=None, index=True)
    idea_ids: list[int] = json(list)
    before: dict[str, Any] = json()
    by_id: int | None = points_to("account", optional=True)
    at: datetime = moment()
    undone_at: datetime | None = maybe_moment()
    undone_by_id: int | None = points_to("account", optional=True)

    @property
    def places(self) -> list[dict[str, Any]]:
        """The memberships that its ideas had, as rows."""
        return list(self.before.get("places", []))

    @property
    def sources(self) -> set[int]:
        """The themes that its ideas stood in."""
        mine = set(self.idea_ids)
        return {place["theme_id"] for place in self.places if place["primary"] and place["idea_id"] in mine}

    @property
    def themes(self) -> set[int]:
        named = {theme_id for theme_id in (self.theme_id, self.other_theme_id) if theme_id is not None}
        return named | self.sources

    @property
    def sentence(self) -> str:
        """What was done, as the person is told who did it."""
        done = DONE[self.kind].format(ideas=plural(len(self.idea_ids), "idea"))
        return done if self.change_id is None or self.changes_nothing else f"The change is made. {done}"

    @property
    def undone(self) -> bool:
        return self.undone_at is not None

    @property
    def can_be_undone(self) -> bool:
        """Whether it is recent enough. That nothing else changed is found out when it is tried."""
        return not self.undone and recent(self.at)

    @property
    def moves_ideas(self) -> bool:
        return self.kind in MOVES_IDEAS

    @property
    def ends_a_theme(self) -> bool:
        return self.kind in ENDS_A_THEME

    @property
    def changes_nothing(self) -> bool:
        return self.kind in CHANGES_NOTHING

    @property
    def ends_a_doubt(self) -> bool:
        return self.kind in ENDS_A_DOUBT

    @property
    def makes_a_theme(self) -> bool:
        return self.kind in MAKES_A_THEME

    @property
    def joins_themes(self) -> bool:
        return self.kind in JOINS_THEMES


def recent(at: datetime) -> bool:
    return clock.now() - at < timedelta(days=UNDO_DAYS)


def keep(db: Session, kind: ActKind, *, by: Account, **about: Any) -> Act:
    """Keeps what is being done, in the transaction that does it."""
    act = Act(kind=kind, by_id=by.id, **about)
    db.add(act)
    db.flush()
    return act


def tell(db: Session, act: Act, kind: str, theme_id: int | None, **data: Any) -> None:
    """Tells it in a theme's journal."""
    history.record(db, kind, by=act.by_id, theme=theme_id, call=act.call_id, act=act.id, **data)


def tell_of_move(db: Session, act: Act, moved: dict[int, int | None]) -> None:
    """In the journal of the theme that ideas went into, and in that of each they came from."""
    sources = {before for before in moved.values() if before is not None}
    if not moved:
        return
    tell(db, act, "theme.gained", act.other_theme_id, ideas=list(moved), others=sorted(sources))
    for source in sorted(sources):
        left = [idea for idea, before in moved.items() if before == source]
        tell(db, act, "theme.lost", source, ideas=left, others=[act.other_theme_id])


def bind(db: Session, acts: Collection[Act]) -> Act | None:
    """Makes one click of them: whoever undoes it undoes all. Gives the last, which stands for them."""
    ids = [act.id for act in acts]
    for act in acts:
        act.batch = ids[-1]
    db.flush()
    return list(acts)[-1] if acts else None


def together(db: Session, act: Act) -> list[Act]:
    """The act with those of the same click, the last first."""
    if act.batch is None:
        return [act]
    return list(db.exec(select(Act).where(Act.batch == act.batch).order_by(col(Act.id).desc())))


def just_done() -> ColumnElement[Any]:
    """What the `reader` did with the click of this `act`, beside what is asked for: rows for `shown`."""
    one: Any = aliased(Act)
    asked = sa.bindparam("act", type_=sa.Integer)
    batch = sa.select(one.batch).where(one.id == asked).scalar_subquery()
    row = func.to_jsonb(sa.literal_column("act"), type_=JSONB).op("-", return_type=JSONB())("before")
    rows = sa.select(func.jsonb_agg(row, type_=JSONB)).select_from(Act)
    rows = rows.where(sa.or_(col(Act.id) == asked, col(Act.batch) == batch))
    mine = col(Act.by_id) == sa.bindparam("reader", type_=sa.Integer)
    return rows.where(mine).scalar_subquery().label("acts")


def shown(rows: Iterable[dict[str, Any]] | None, act_id: int | None) -> list[Act]:
    """For the notice that offers to undo it: the last first, and none when it cannot be undone any more."""
    done = sorted(map(Act.model_validate, rows or ()), key=lambda act: -act.id)
    return done if any(act.id == act_id and act.can_be_undone for act in done) else []


def concerning(acts: Iterable[Act]) -> set[int]:
    return {theme for act in acts for theme in act.themes}


def forget_old(db: Session) -> None:
    """Past its days nothing can be undone, so people's words need not be kept for it."""
    old = col(Act.at) < clock.now() - timedelta(days=UNDO_DAYS)
    db.exec(update(Act).where(old, col(Act.before) != {}).values(before={}))
