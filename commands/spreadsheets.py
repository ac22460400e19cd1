"""Reading a CSV that somebody else made: which encoding, which column is which, and what is wrong with each bad row."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from models import ideas, text
from models.imports import Submission

LARGEST_FILE = 200 * 1024 * 1024
COLUMNS = ("text", "title", "kind", "date", "place", "key")
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
DATE_FORMATS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y", "%m/%d/%Y")


class Unreadable(ValueError):
    """The file cannot be read as a table; the message says why."""


@dataclass(frozen=True)
class Bad:
    line: int
    reason: str


@dataclass
class Table:
    """A file's rows with the columns that were found for each of ours."""

    path: Path
    header: list[str]
    mapping: dict[str, str]
    bad: list[Bad] = field(default_factory=list)
    _content: str = ""

    def submissions(self) -> Iterator[Submission]:
        """Every good row; the others are added to `bad` with their line and reason."""
        reader = csv.reader(io.StringIO(self._content, newline=""), strict=False)
        next(reader)
        seen: dict[str, int] = {}
        line = reader.line_num + 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.bad.append(Bad(line, f"cannot be read: {error}"))
                line = reader.line_num + 1
                continue
            started, line = line, reader.line_num + 1
            if not row:
                continue
            one = self._submission(started, row, seen)
            if one is not None:
                yield one

    def _submission(self, line: int, row: list[str], seen: dict[str, int]) -> Submission | None:
        if len(row) > len(self.header):
            self.bad.append(Bad(line, f"has {len(row)} cells, the first line has {len(self.header)}"))
            return None
        cells = dict(zip(self.header, row + [""] * (len(self.header) - len(row)), strict=True))
        mine = {ours: cells[theirs] for ours, theirs in self.mapping.items()}
        title, body = (text.without_markup(mine.get(name, "")) for name in ("title", "text"))
        # Somebody who wrote nothing but chose from a list has said that much.
        title = text.one_line(title or ("" if body else text.without_markup(mine.get("kind", ""))))
        reason = _reason(title, body)
        at = _date(mine["date"]) if mine.get("date", "").strip() else datetime.now(UTC)
        if reason is None and at is None:
            reason = f"has a date we cannot read: {mine['date'][:40]!r}"
        if reason is not None or at is None:
            self.bad.append(Bad(line, reason or ""))
            return None
        body = body or title
        shown = title if text.visible_length(title) >= ideas.TITLE_LEAST else text.title_from(body)
        place = text.one_line(mine.get("place", ""))[: ideas.PLACE_LIMIT]
        key = self._key(mine.get("key", "").strip(), cells, seen)
        return Submission(key, _cut(shown), body, place, at)

    def _key(self, own: str, cells: dict[str, str], seen: dict[str, int]) -> str:
        """What makes the row itself again when the file comes a second time."""
        what = own or hashlib.sha256("\x1f".join(cells.values()).encode()).hexdigest()[:24]
        seen[what] = seen.get(what, 0) + 1
        again = f"#{seen[what]}" if seen[what] > 1 else ""
        return f"{self.path.name[:60]}:{what[:40]}{again}"


def read(path: Path, wanted: dict[str, str]) -> Table:
    """The table in a file. Raises Unreadable with a sentence for a person."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    csv.field_size_limit(10 * 1024 * 1024)
    content = _decoded(path.read_bytes()).replace("\x00", "")
    header = next(csv.reader(io.StringIO(content, newline="")), [])
    header = [name.strip() for name in header]
    if not header:
        raise Unreadable("The file is empty.")
    mapping = _mapping(header, wanted)
    if "text" not in mapping and "title" not in mapping:
        raise Unreadable(f"Say which column holds the words: --map text=COLUMN. The columns are: {', '.join(header)}.")
    return Table(path, header, mapping, _content=content)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _mapping(header: list[str], wanted: dict[str, str]) -> dict[str, str]:
    for ours, theirs in wanted.items():
        if ours not in COLUMNS:
            raise Unreadable(f"There is no {ours!r} to map. Choose from: {', '.join(COLUMNS)}.")
        if theirs not in header:
            raise Unreadable(f"There is no column {theirs!r}. The columns are: {', '.join(header)}.")
    lower = {name.lower(): name for name in reversed(header)}
    guessed = {ours: lower[guess] for ours, guesses in GUESSES.items() for guess in reversed(guesses) if guess in lower}
    return guessed | wanted


def _reason(title: str, body: str) -> str | None:
    if text.visible_length(body or title) == 0:
        return "has no words"
    if len(body) > ideas.BODY_LIMIT:
        return f"is longer than {ideas.BODY_LIMIT:,} characters ({len(body):,})"
    return None


def _date(typed: str) -> datetime | None:
    typed = typed.strip()
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        for form in DATE_FORMATS:
            try:
                found = datetime.strptime(typed, form)
                break
            except ValueError:
                continue
        else:
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _cut(title: str) -> str:
    return title if len(title) <= ideas.TITLE_LIMIT else text.title_from(title, ideas.TITLE_LIMIT)
