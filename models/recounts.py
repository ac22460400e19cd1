"""Figures counted a second time, row by row and without the queries that pages ask: both have to agree."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from models import calls, figures, overviews, statuses, waiting, wording, working_days
from models.asides import Aside
from models.calls import Call
from models.coverages import Coverage
from models.ideas import Idea
from models.themes import Theme

Key = tuple[bool, int | None]


@dataclass
class Tally:
    ideas: int = 0
    answered: int = 0
    waiting: int = 0
    supports: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def median(self) -> int | None:
        return median_low(self.days) if self.days else None


def differing(db: Session) -> Iterator[tuple[str, int, int]]:
    """What was counted twice: its name, how many there are, and how many differ."""
    tallies, waits = _by_hand(db)
    shown = {(one.overall, one.call_id): one for one in figures.of_calls(db)}
    drafts = set(db.execute(sa.select(col(Call.id)).where(col(Call.state).not_in(statuses.PUBLIC_CALLS))).scalars())
    told = {key: tally for key, tally in tallies.items() if key[1] not in drafts}
    yield "figures shown of each call", len(told), sum(not _same(shown.get(key), tally) for key, tally in told.items())
    yield "calls that are not public yet and have no figures", len(drafts), len(drafts & {key[1] for key in shown})
    rows = {id_: db.execute(calls.counts(id_)).one() for id_ in db.execute(sa.select(col(Call.id))).scalars()}
    yield "figures on the page of each call", len(rows), sum(
        (row.ideas, row.answered, row.waiting, row.supports) != _of(tallies[False, id_]) for id_, row in rows.items())
    listed = set(db.execute(sa.select(overviews.of_themes().subquery().c.id)).scalars())
    current = sa.select(col(Theme.id)).where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    counted = {id_ for id_ in db.execute(current).scalars() if id_ in waits["themes"]}
    yield "themes in their list", len(counted | listed), len(counted ^ listed)
    owed = waits["single"] - _owed_none(db)
    found = set(db.execute(sa.select(waiting.single().subquery().c.id)).scalars())
    yield "single ideas that wait", tallies[True, None].ideas, len(owed ^ found)


def _owed_none(db: Session) -> set[int]:
    """Ideas that were put aside, and those of calls that, closed, do not answer what one person says."""
    aside = set(db.execute(sa.select(col(Aside.idea_id)).where(col(Aside.idea_id).is_not(None))).scalars())
    calls_told = db.execute(sa.select(col(Call.id), col(Call.state), col(Call.fewest))).all()
    closed = [id_ for id_, state, fewest in calls_told if state in statuses.READ_CALLS and fewest > 1]
    return aside | set(db.execute(sa.select(col(Idea.id)).where(col(Idea.call_id).in_(closed))).scalars())


def _same(shown: Any, tally: Tally) -> bool:
    counts = (tally.ideas, tally.answered, tally.waiting, tally.median)
    return shown is not None and counts == (
        shown.counts["ideas"], shown.counts["answered"], shown.counts["waiting"], shown.median)


def _of(tally: Tally) -> tuple[int, int, int, int]:
    return tally.ideas, tally.answered, tally.waiting, tally.supports


def _by_hand(db: Session) -> tuple[dict[Key, Tally], dict[str, set[int]]]:
    given = dict(db.execute(sa.select(col(Coverage.idea_id), func.min(Coverage.at)).group_by(
        col(Coverage.idea_id))).tuples().all())
    columns: list[Any] = [Idea.id, Idea.call_id, Idea.theme_id, Idea.status, Idea.hidden_at, Idea.proposed_at,
                          Idea.supports_count]
    tallies: dict[Key, Tally] = defaultdict(Tally)
    seen: dict[str, set[int]] = {"themes": set(), "single": set()}
    for row in db.execute(sa.select(*columns)):
        if row.hidden_at is None and row.status in statuses.LISTED:
            for key in ((True, None), (False, row.call_id)):
                _add(tallies[key], row, given.get(row.id))
            if row.theme_id is not None:
                seen["themes"].add(row.theme_id)
            elif row.status in statuses.WAITING:
                seen["single"].add(row.id)
    return tallies, seen


def _add(tally: Tally, row: Any, given_at: Any) -> None:
    tally.ideas += 1
    tally.supports += row.supports_count
    tally.waiting += row.status in statuses.WAITING
    if row.status in statuses.SETTLED:
        tally.answered += 1
        tally.days.append(working_days.between(wording.local_day(row.proposed_at), wording.local_day(given_at)))
