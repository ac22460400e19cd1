"""What stands beside the desk's lists: the map of a call, and proposals put together by where they lead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from models import desk, desk_counts, text
from models.changes import Change, ChangeKind
from web import themes
from web.kit.visit import Visit

AROUND = 110  # letters shown on either side of the words that count
WITHOUT_THEME = {ChangeKind.NEW: "New themes", ChangeKind.SPLIT: "New themes", ChangeKind.RETIRE: "Themes to close"}


@dataclass
class Destination:
    """Proposals that lead to the same place; `theme` is its name, or empty when they make or close themes."""

    heading: str
    theme: str
    rows: list[Row[Any]] = field(default_factory=list)


def of_call(visit: Visit, call_id: int | None) -> dict[str, Any]:
    """How much waits, beside the map of one call's themes, or all calls with what waits in each."""
    if call_id is None:
        tally, calls = desk_counts.overview(visit.db, visit.member)
        return {"tally": tally, "views": tally.views or (), "calls": calls, "themes": [], "drawings": [],
                "sentence": ""}
    found = visit.connection.execute(desk.on_map(), desk.given(call_id)).all()
    tally = desk_counts.tally(visit.db, call_id, visit.member)
    return {"tally": tally, "views": tally.views or (), "calls": (), "themes": found, **themes.drawn(found)}


def by_destination(rows: Iterable[Row[Any]]) -> list[Destination]:
    """Proposals put together by the theme they lead to; the surest stays first."""
    found: dict[tuple[str, int | None], Destination] = {}
    for row in rows:
        change: Change = row.Change
        heading = WITHOUT_THEME.get(change.kind, "")
        key = (heading, None if heading else change.other_theme_id)
        found.setdefault(key, Destination(heading, "" if heading else row.other)).rows.append(row)
    return list(found.values())


def in_order(destinations: Iterable[Destination]) -> list[int]:
    """The proposals as they stand on the page."""
    return [row.Change.id for place in destinations for row in place.rows]


def following(shown: list[int]) -> dict[int, int]:
    """To which proposal one goes on from each: the next, from the last one the one before it."""
    return dict(zip(shown, [*shown[1:], *shown[-2:-1]], strict=False))


@dataclass(frozen=True)
class Quote:
    """An idea beside a proposal; without its title where the words begin with it."""

    title: str
    words: text.Excerpt


def in_short(row: Row[Any]) -> Quote:
    """An idea's passage with a little around it; else how it begins."""
    words = text.excerpt(row.body, 0, 0, 2 * AROUND)
    if row.words and row.body[row.begins:row.ends] == row.words:
        words = text.excerpt(row.body, row.begins, row.ends, AROUND)
    repeated = text.begins_with(words.before + words.passage + words.after, row.title)
    return Quote("" if repeated else row.title, words)
