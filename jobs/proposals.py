"""A later run of the machine: what it would change is proposed, and what people settled stays as it is."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from sqlmodel import Session, col, select

from jobs import found
from jobs.found import Outcome
from models import groupings, placements, quotes, themes
from models.changes import ChangeKind
from models.groupings import Grouping
from models.ideas import Idea
from models.memberships import Membership
from models.placements import Place, Proposal
from models.themes import Theme, ThemeQuote
from nlp import changes, layout
from nlp.changes import Change, Existing

KINDS = {
    "new": ChangeKind.NEW, "moved": ChangeKind.MOVE, "merged": ChangeKind.MERGE, "split": ChangeKind.SPLIT,
    "retired": ChangeKind.RETIRE,
}


def write(db: Session, grouping: Grouping, outcome: Outcome) -> dict[str, Any]:
    """Compares the themes as they stand now with what was found. Says how much of each was done or proposed."""
    held = themes.hold(db, [theme.id for theme in db.exec(themes.current(grouping.call_id))])
    current = {theme_id: theme for theme_id, theme in held.items() if theme.current}
    existing = _existing(db, current)
    told = changes.compare(existing, outcome.partition, outcome.material.ids, outcome.vectors)
    clear, open_ones = _sorted_out(told, current, groupings.newest_idea_before(db, grouping))
    placed = sum(_place(db, current[change.into or 0], change, outcome) for change in clear)
    wanted = [_proposal(change, outcome) for change in open_ones]
    count = placements.propose(db, grouping.id, grouping.call_id, wanted)
    _renew(db, current, existing, outcome)
    kinds = Counter(proposal.kind.value for proposal in wanted)
    return {"placed": placed, "proposed": count, "kinds": dict(kinds)}


def _existing(db: Session, current: dict[int, Theme]) -> dict[int, Existing]:
    """The themes as reasons speak of them: by their ids, because people may rename them (models/changes.py)."""
    rows = select(Membership.theme_id, Membership.idea_id, Membership.by_id).join(
        Idea, col(Idea.id) == Membership.idea_id)
    rows = rows.where(col(Membership.theme_id).in_(current), col(Membership.primary), groupings.groupable())
    members: dict[int, set[int]] = {theme_id: set() for theme_id in current}
    pinned: dict[int, set[int]] = {theme_id: set() for theme_id in current}
    for theme_id, idea_id, by_id in db.exec(rows).all():
        members[theme_id].add(idea_id)
        if by_id is not None:
            pinned[theme_id].add(idea_id)
    return {theme_id: Existing(frozenset(members[theme_id]), theme.touched, frozenset(pinned[theme_id]),
                               f"{{{theme_id}}}") for theme_id, theme in current.items()}


def _sorted_out(
    told: list[Change], current: dict[int, Theme], newest: int
) -> tuple[list[Change], list[Change]]:
    """What is clear, and what people decide. Clear: ideas that no run has seen, for a theme that nobody touched;
    they are put there as a single new idea would be."""
    clear, open_ones = [], []
    for change in told:
        fits = change.kind == "moved" and change.theme is None and not current[change.into or 0].touched
        new = tuple(idea for idea in change.ideas if idea > newest) if fits else ()
        old = tuple(idea for idea in change.ideas if idea not in new)
        clear += [replace(change, ideas=new)] if new else []
        open_ones += [replace(change, ideas=old)] if old or not new else []
    return clear, open_ones


def _place(db: Session, theme: Theme, change: Change, outcome: Outcome) -> int:
    found_here = _places(change, outcome)
    free = select(Idea.id, Idea.body).where(col(Idea.id).in_(change.ideas), col(Idea.theme_id).is_(None))
    bodies = dict(db.exec(free.order_by(col(Idea.id)).with_for_update()).all())
    return placements.place(db, theme, list(found_here.values()), bodies)


def _places(change: Change, outcome: Outcome) -> dict[int, Place]:
    at = {idea_id: i for i, idea_id in enumerate(outcome.material.ids)}
    given = {idea_id: found.place_of(outcome, at[idea_id]) for idea_id in change.ideas if idea_id in at}
    return {idea_id: place for idea_id, place in given.items() if place is not None}


def _proposal(change: Change, outcome: Outcome) -> Proposal:
    why = {str(idea_id): place.why for idea_id, place in _places(change, outcome).items()}
    return Proposal(
        kind=KINDS[change.kind], idea_ids=list(change.ideas), confidence=change.confidence, reason=change.reason,
        theme_id=change.theme, other_theme_id=change.into, why=why if change.kind != "merged" else {},
        title=outcome.labels[change.group].title if change.group is not None else "")


def _renew(db: Session, current: dict[int, Theme], existing: dict[int, Existing], outcome: Outcome) -> None:
    """What nobody sees move: centres for new ideas to be compared with, quotes where none stands any more."""
    kept = [theme for theme in current.values() if _recentre(theme, existing[theme.id], outcome)]
    former = [(theme.x, theme.y) if theme.on_map else None for theme in kept]
    if kept and None in former:
        centres = np.array([theme.centre for theme in kept], dtype=np.float32)
        for theme, before, at in zip(kept, former, layout.place(centres, former), strict=True):
            theme.x, theme.y = before or (float(at[0]), float(at[1]))
    heard = _with_quotes(db, kept)
    silent = {theme.id: sorted(existing[theme.id].members) for theme in kept if theme.id not in heard}
    for theme_id, spoken in found.new_quotes(outcome, silent).items():
        placements.quote(db, current[theme_id], spoken)


def _recentre(theme: Theme, told: Existing, outcome: Outcome) -> bool:
    centre = found.centre_of(outcome, sorted(told.members))
    if centre is not None:
        theme.centre, theme.version = centre, outcome.state.version
    return centre is not None


def _with_quotes(db: Session, kept: list[Theme]) -> set[int]:
    """The themes of which a quote still stands."""
    mine = col(ThemeQuote.theme_id).in_([theme.id for theme in kept])
    return {row.theme_id for row in db.execute(quotes.rows(ThemeQuote.theme_id).where(mine, quotes.stand()))}
