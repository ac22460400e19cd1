"""What a grouping proposes. Nothing happens until a person accepts a line; a refused line is not proposed again."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import acts, clock, history, ideas, memberships, merging, themes
from models.accounts import Account
from models.acts import Act, ActKind
from models.base import among, json, maybe_moment, points_to, word
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme

QUOTED = 3
REASONS = ("score", "begins", "ends", "words", "terms", "nearest")


class ChangeKind(StrEnum):
    NEW = "new"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"


NAMES_A_THEME = frozenset({ChangeKind.NEW, ChangeKind.SPLIT})


class ChangeState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OUTDATED = "outdated"


UNDECIDED = frozenset({ChangeState.OPEN})
DECIDED = frozenset({ChangeState.ACCEPTED, ChangeState.REFUSED})
DISMISSED = frozenset({ChangeState.REFUSED})
# What a person is told after their decision (web/kit/notices.py).
DONE = {ChangeState.ACCEPTED: "accepted", ChangeState.REFUSED: "refused", ChangeState.OUTDATED: "outdated"}


class Change(SQLModel, table=True):
    """`theme_id` is the theme it is about, `other_theme_id` where things go; `why` holds the reasons of each idea.

    new: `idea_ids` into a theme called `title`. move: `idea_ids` from the theme (or from none) into the other. merge:
    all of the theme into the other. split: `idea_ids` out of the theme into one called `title`. retire: the theme ends.
    """

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

    def because(self, theme: str | None, other: str | None) -> str:
        """Why it is proposed, with the names that its themes have now: {12} stands for that of the theme 12."""
        names = {self.theme_id: theme, self.other_theme_id: other}
        return re.sub(r"\{(\d+)\}", lambda found: names.get(int(found[1])) or found[0], self.reason)

    @property
    def open(self) -> bool:
        return self.state == ChangeState.OPEN


def undecided() -> Any:
    """The condition on a proposal's row that no person has decided on it."""
    return among(Change.state, UNDECIDED)


def waiting() -> Any:
    """The condition on a proposal's row that it waits for a person, and still fits what stands there now."""
    one: Any = aliased(Theme)
    closed = sa.exists().where(one.id.in_([Change.theme_id, Change.other_theme_id]), ~themes.is_current(one))
    full = sa.exists().where(one.id == Change.theme_id, one.ideas_count > 0)
    named = func.jsonb_array_length(Change.idea_ids)
    there = _standing().with_only_columns(func.count(col(Idea.id))).scalar_subquery()
    fits = sa.case((col(Change.kind) == ChangeKind.RETIRE, ~full), (col(Change.kind) == ChangeKind.MERGE, sa.true()),
                   else_=2 * there > named)
    return sa.and_(undecided(), ~closed, fits)


def _standing() -> Select[Any]:
    """The ids of a proposal's ideas that everybody may read, that stand where they stood, and that no person put
    there. A new theme takes its ideas from anywhere."""
    named = sa.select(sa.cast(func.jsonb_array_elements_text(Change.idea_ids), sa.Integer)).correlate(Change)
    here = sa.or_(col(Idea.theme_id).is_not_distinct_from(col(Change.theme_id)),
                  sa.and_(col(Change.kind) == ChangeKind.NEW, col(Change.theme_id).is_(None)))
    first = sa.exists().where(
        col(Membership.idea_id) == Idea.id, col(Membership.primary), col(Membership.by_id).is_not(None))
    return sa.select(col(Idea.id)).where(col(Idea.id).in_(named), here, ideas.listed(), ~first).correlate(Change)


def accept(db: Session, change: Change, *, by: Account) -> Act | None:
    """Does what is proposed, as this person's choice; a proposal that no longer fits becomes outdated instead.

    None when nothing was done, also when somebody else decided a moment ago: `change.state` says which.
    """
    db.refresh(change, with_for_update=True)
    if not change.open:
        return None
    if change.kind in NAMES_A_THEME:
        themes.hold_names(db, change.call_id)
    themes.hold(db, {id_ for id_ in (change.theme_id, change.other_theme_id) if id_ is not None})
    act = _ACTS[change.kind](db, change, by)
    if act is not None:
        act.change_id = change.id
    _close(db, change, ChangeState.ACCEPTED if act else ChangeState.OUTDATED, by)
    return act


def refuse(db: Session, change: Change, *, by: Account) -> Act | None:
    """It will not be proposed again. None when it was decided before."""
    db.refresh(change, with_for_update=True)
    if not change.open:
        return None
    _close(db, change, ChangeState.REFUSED, by)
    act = acts.keep(db, ActKind.REFUSED, by=by, call_id=change.call_id, theme_id=change.theme_id,
                    other_theme_id=change.other_theme_id, change_id=change.id)
    for theme_id in sorted(act.themes):
        acts.tell(db, act, "theme.proposal_refused", theme_id, proposed=change.kind.value)
    return act


def reopen(db: Session, change: Change, *, by: Account) -> None:
    """After its decision was undone it waits again, unless a later grouping has looked at the call since."""
    db.refresh(change, with_for_update=True)
    newest = select(func.max(Change.grouping_id)).where(Change.call_id == change.call_id)
    again = ChangeState.OPEN if db.exec(newest).one() == change.grouping_id else ChangeState.OUTDATED
    change.state, change.decided_by_id, change.decided_at = again, None, None
    history.record(db, "change.reopened", by=by.id, call=change.call_id, theme=change.theme_id, change=change.id)


def _close(db: Session, change: Change, state: ChangeState, by: Account) -> None:
    change.state, change.decided_by_id, change.decided_at = state, by.id, clock.now()
    history.record(db, f"change.{state.value}", by=by.id, call=change.call_id, theme=change.theme_id, change=change.id)


def _current(db: Session, theme_id: int | None) -> Theme | None:
    theme = db.get(Theme, theme_id) if theme_id is not None else None
    return theme if theme is not None and theme.current else None


def _still_there(db: Session, change: Change) -> list[int]:
    """Its ideas that stand where they stood, and that no person put there. None when most of them are gone."""
    mine = _standing().join(Change, col(Change.id) == change.id)
    ids = list(db.execute(mine.order_by(col(Idea.id))).scalars())
    return ids if 2 * len(ids) > len(change.idea_ids) else []


def _why(change: Change) -> dict[int, dict[str, Any]]:
    given = {int(key): value for key, value in change.why.items() if key.isdigit() and isinstance(value, dict)}
    return {idea: {name: value[name] for name in REASONS if name in value} for idea, value in given.items()}


def _make(db: Session, change: Change, by: Account) -> Act | None:
    ids = _still_there(db, change)
    if not ids or (change.theme_id is not None and _current(db, change.theme_id) is None):
        return None
    title = themes.free_name(db, change.title, change.call_id)
    theme = themes.make(db, title=title, call_id=change.call_id, by=by)
    return memberships.move(db, ids, theme, by=by, why=_why(change), kind=ActKind.SPLIT)


def _move(db: Session, change: Change, by: Account) -> Act | None:
    into, ids = _current(db, change.other_theme_id), _still_there(db, change)
    if into is None or not ids:
        return None
    return memberships.move(db, ids, into, by=by, why=_why(change))


def _merge(db: Session, change: Change, by: Account) -> Act | None:
    theme, into = _current(db, change.theme_id), _current(db, change.other_theme_id)
    return merging.merge(db, theme, into, by=by) if theme and into else None


def _retire(db: Session, change: Change, by: Account) -> Act | None:
    theme = _current(db, change.theme_id)
    return themes.retire(db, theme, by=by) if theme else None


_ACTS = {
    ChangeKind.NEW: _make, ChangeKind.SPLIT: _make, ChangeKind.MOVE: _move, ChangeKind.MERGE: _merge,
    ChangeKind.RETIRE: _retire,
}

Other: Any = aliased(Theme, name="other")


def shown(call_id: int | None) -> Select[Any]:
    """Every open proposal, the surest first, with the names of the themes it is about."""
    columns: list[Any] = [
        Change, col(Theme.title).label("theme"), Other.title.label("other"), Theme.ideas_count,
        Other.ideas_count.label("other_count"),
    ]
    rows = sa.select(*columns).outerjoin(Theme, col(Theme.id) == Change.theme_id)
    rows = rows.outerjoin(Other, Other.id == Change.other_theme_id).where(waiting())
    return rows.where(col(Change.call_id) == call_id) if call_id is not None else rows


def words_of(idea_ids: list[int]) -> Select[Any]:
    """The ideas that proposals speak of, with the passage that counts: only those that everybody may read."""
    first = sa.and_(col(Membership.idea_id) == Idea.id, col(Membership.primary))
    columns: list[Any] = [Idea.id, Idea.title, Idea.body, Membership.begins, Membership.ends, Membership.words]
    return sa.select(*columns).outerjoin(Membership, first).where(col(Idea.id).in_(idea_ids), ideas.listed())


def quoted(shown_changes: Iterable[Change]) -> list[int]:
    """The ideas whose words stand beside the proposals: the first few of each."""
    return sorted({idea for change in shown_changes for idea in change.idea_ids[:QUOTED]})
