"""Deciding on many proposals at once: each as if it were decided alone, and undone together."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import acts, changes, themes
from models.accounts import Account
from models.acts import Act
from models.changes import Change
from models.ideas import Idea

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Decided:
    """`last` stands for all that was done; `missed` had been decided by somebody else, or no longer fit."""

    count: int
    missed: int
    last: Act | None


def decide(db: Session, change_ids: Collection[int], *, accepted: bool, by: Account) -> Decided:
    """Accepts or refuses these proposals. What somebody else decided a moment ago stays as they decided it."""
    rows = select(Change).where(col(Change.id).in_(change_ids)).order_by(col(Change.id)).with_for_update()
    found = db.exec(rows.execution_options(populate_existing=True)).all()
    _hold(db, found)
    act_on = changes.accept if accepted else changes.refuse
    done = [act for act in (act_on(db, change, by=by) for change in found) if act is not None]
    return Decided(len(done), len(change_ids) - len(done), acts.bind(db, done))


def _hold(db: Session, found: Collection[Change]) -> None:
    """Everything that any of them will ask for, in the order in which everybody does: two who decide never both wait.
    """
    for call_id in sorted({change.call_id for change in found}):
        themes.hold_names(db, call_id)
    ids = {idea for change in found for idea in change.idea_ids}
    stand = select(Idea.theme_id).where(col(Idea.id).in_(ids), col(Idea.theme_id).is_not(None)).distinct()
    named = {theme for change in found for theme in (change.theme_id, change.other_theme_id)}
    themes.hold(db, {theme for theme in (*named, *db.exec(stand)) if theme is not None})
