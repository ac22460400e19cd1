"""The text of a file that somebody else made: how its letters are written, and what stands between its columns."""

import codecs
import csv
import io
from pathlib import Path

from models.wording import plural

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_CELL = 10 * 1024 * 1024
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
WORKBOOK = b"PK\x03\x04"


class Unreadable(ValueError):
    """The file cannot be read as a table; the message says why."""


def text_of(path: Path) -> tuple[str, str]:
    """All of it, and how it was written. Raises Unreadable with a sentence for a person."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror}.") from None
    if raw.startswith(WORKBOOK):
        raise Unreadable("This is a workbook and no CSV. Save it as CSV first.")
    content, encoding = _decoded(raw)
    content = content.replace("\x00", "")
    if not content.strip():
        raise Unreadable("The file is empty.")
    return content, encoding


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    utf8 = raw.decode("utf-8-sig", errors="replace")
    broken = utf8.count("\ufffd")
    if not broken:
        return utf8, "UTF-8"
    # One damaged letter must not turn every other é into Ã©: what is mostly UTF-8 is UTF-8.
    if sum(not letter.isascii() for letter in utf8) > 2 * broken:
        return utf8, f"UTF-8, with {plural(broken, 'letter')} that cannot be read"
    try:
        return raw.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "Latin-1"


def header_of(content: str, known: set[str]) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them: that which gives the most names that we know."""
    readings = {delimiter: _first_row(content, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: (len(known & {n.lower() for n in readings[one]}), len(readings[one])))
    return readings[best], best


def _first_row(content: str, delimiter: str) -> list[str]:
    csv.field_size_limit(LARGEST_CELL)
    try:
        row = next(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
    return [" ".join(name.split()) for name in row]
