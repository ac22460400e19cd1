"""Reading a CSV that somebody else made: which column is which, and what is wrong with each bad row."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from commands import dates, files
from commands.dates import Order
from commands.files import Unreadable
from models import clock, ideas, text
from models.imports import Submission
from models.statuses import Stance

LONGEST_KEY = 60
COLUMNS = ("text", "title", "kind", "date", "place", "key")
STANCE = "stance"  # never guessed from a column's name, and no part of what a row is known by
STANCES = {stance.value: stance for stance in Stance} | {"neither": Stance.NEITHER, "both": Stance.NEITHER}
GUESSES = {
    "text": (
        "text",
        "comments",
        "comment",
        "description",
        "body",
        "submission",
        "response",
        "answer",
        "details",
        "message",
        "idea",
    ),
    "title": ("title", "subject", "heading", "name of idea", "summary"),
    "kind": ("requesttype", "kind", "category", "type", "topic"),
    "date": ("date", "requestdate", "submitted", "created", "created_at", "timestamp", "vote year", "year"),
    "place": ("place", "location", "address", "area", "neighbourhood", "neighborhood", "ward"),
    "key": ("objectid", "id", "requestid", "reference", "ref", "key", "project number"),
}


@dataclass(frozen=True)
class Bad:
    line: int
    reason: str


@dataclass(frozen=True)
class Row:
    """The cells of one row, or why it cannot be read, with the lines of the file that it runs over."""

    line: int
    last: int
    cells: list[str]
    error: str = ""


@dataclass
class Table:
    """A file's rows with the columns that were found for each of ours. `dates`: the order of their parts, if said;
    `proposition`: what their choices are for or against."""

    path: Path
    header: list[str]
    mapping: dict[str, str]
    encoding: str = "UTF-8"
    delimiter: str = ","
    dates: Order | None = None
    proposition: str = ""
    bad: list[Bad] = field(default_factory=list)
    _content: str = ""

    def rows(self) -> Iterator[Row]:
        reader = csv.reader(io.StringIO(self._content, newline=""), delimiter=self.delimiter, strict=False)
        line = 1
        while True:
            try:
                cells, error = next(reader), ""
            except StopIteration:
                return
            except csv.Error as trouble:
                cells, error = [], f"cannot be read: {trouble}"
            if line > 1 and (error or cells):
                yield Row(line, reader.line_num, cells, error)
            line = reader.line_num + 1

    @cached_property
    def order(self) -> tuple[Order, str]:
        """Which part of a date comes first in this file, and who says so."""
        if self.dates is not None:
            return self.dates, "as you said"
        if "date" not in self.mapping:
            return Order.DAY_FIRST, "there are none"
        place = self.header.index(self.mapping["date"])
        return dates.order_of(row.cells[place] for row in self.rows() if len(row.cells) > place)

    def submissions(self) -> Iterator[Submission]:
        """Every good row; the others are put into `bad` with their line and reason."""
        self.bad.clear()
        seen: dict[str, int] = {}
        for row in self.rows():
            one = self._submission(row, seen)
            if isinstance(one, Bad):
                self.bad.append(one)
            else:
                yield one

    def _submission(self, row: Row, seen: dict[str, int]) -> Submission | Bad:
        if row.error:
            return Bad(row.line, row.error)
        if any(cell.strip() for cell in row.cells[len(self.header) :]):
            return Bad(row.line, f"has {len(row.cells)} cells, the first line has {len(self.header)}")
        mine = self._mine(row.cells)
        title, body = (text.without_markup(mine.get(name, "")) for name in ("title", "text"))
        # Somebody who wrote nothing but chose from a list has said that much.
        title = text.one_line(title or ("" if body else text.without_markup(mine.get("kind", ""))))
        reason = _reason(title, body, row)
        at = dates.read(mine["date"], self.order[0]) if mine.get("date") else clock.now()
        if reason is None and at is None:
            reason = f"has a date that cannot be read ({self.order[0]}): {mine['date'][:40]!r}"
        chosen = mine.get(STANCE, "")
        if reason is None and chosen and chosen.lower() not in STANCES:
            reason = f"has a choice that is not known: {chosen[:40]!r}. Write {', '.join(STANCES)}, or nothing"
        if reason is not None or at is None:
            return Bad(row.line, reason or "")
        body = body or title
        shown = title if text.visible_length(title) >= ideas.TITLE_LEAST else text.title_from(body)
        place = text.one_line(mine.get("place", ""))[: ideas.PLACE_LIMIT]
        return Submission(_key(mine, seen), _cut(shown), body, place, at, row.line, STANCES.get(chosen.lower()))

    def _mine(self, cells: list[str]) -> dict[str, str]:
        """The cells of our own columns. A row that ends early has nothing in the rest."""
        places = {ours: self.header.index(theirs) for ours, theirs in self.mapping.items()}
        return {ours: cells[place].strip() if place < len(cells) else "" for ours, place in places.items()}


def read(path: Path, wanted: dict[str, str], order: Order | None = None) -> Table:
    """The table in a file. Raises Unreadable with a sentence for a person."""
    content, encoding = files.text_of(path)
    known = {name for names in GUESSES.values() for name in names} | {name.lower() for name in wanted.values()}
    header, delimiter = files.header_of(content, known)
    if not any(header):
        raise Unreadable("The first line of the file names no columns.")
    mapping = _mapping(header, wanted)
    if "text" not in mapping and "title" not in mapping:
        raise Unreadable(f"Say which column holds the words: --map text=COLUMN. The columns are: {', '.join(header)}.")
    table = Table(path, header, mapping, encoding, delimiter, order, _content=content)
    if next(table.rows(), None) is None:
        raise Unreadable("The file has no rows below the names of its columns.")
    return table


def _mapping(header: list[str], wanted: dict[str, str]) -> dict[str, str]:
    for ours, theirs in wanted.items():
        if ours not in (*COLUMNS, STANCE):
            raise Unreadable(f"There is no {ours!r} to map. Choose from: {', '.join((*COLUMNS, STANCE))}.")
        if theirs and theirs not in header:
            raise Unreadable(f"There is no column {theirs!r}. The columns are: {', '.join(header)}.")
    lower = {name.lower(): name for name in reversed(header)}
    guessed = {ours: lower[guess] for ours, guesses in GUESSES.items() for guess in reversed(guesses) if guess in lower}
    return {ours: theirs for ours, theirs in (guessed | wanted).items() if theirs}


def _reason(title: str, body: str, row: Row) -> str | None:
    if text.visible_length(body or title) == 0:
        return "has no words"
    longer = max(title, body, key=len)
    if len(longer) > ideas.BODY_LIMIT:
        over = f", and runs on to line {row.last:,}: is a quotation mark missing?" if row.last > row.line else ""
        return f"is longer than {ideas.BODY_LIMIT:,} characters ({len(longer):,}){over}"
    return None


def _key(mine: dict[str, str], seen: dict[str, int]) -> str:
    """What makes the row itself again when it comes a second time: its own key, or else all that it says."""
    own = text.one_line(mine.get("key", ""))
    said = "\x1f".join(mine.get(name, "") for name in COLUMNS)
    what = own if 0 < len(own) <= LONGEST_KEY else hashlib.sha256(said.encode()).hexdigest()[:24]
    seen[what] = seen.get(what, 0) + 1
    return what if seen[what] == 1 else f"{what}#{seen[what]}"


def _cut(title: str) -> str:
    return title if len(title) <= ideas.TITLE_LIMIT else text.title_from(title, ideas.TITLE_LIMIT)
