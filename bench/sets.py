"""Labelled sets to judge the theme engine by: JSONL with a `text` and a `label` a line, as people publish them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LINE_END = re.compile(rb"\r\n|\n|\r")


class SetUnreadable(Exception):
    """The file is no set of labelled texts."""


@dataclass(frozen=True)
class LabelledSet:
    """`texts[i]` was given `labels[i]` by people. `passed_over` counts lines without a text or a label."""

    name: str
    texts: list[str]
    labels: list[str]
    passed_over: int = 0


def read(path: Path) -> LabelledSet:
    """Raises `SetUnreadable` when no line has both a text and a label."""
    texts, labels, passed_over = [], [], 0
    for line in _lines(path):
        row = _row(line)
        text, label = row.get("text"), row.get("label")
        if not isinstance(text, str) or not text.strip() or label in (None, ""):
            passed_over += 1
            continue
        texts.append(text)
        labels.append(str(label))
    if not texts:
        raise SetUnreadable(f"No line of {path.name} has a text and a label.")
    return LabelledSet(path.stem, texts, labels, passed_over)


def _row(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _lines(path: Path) -> Iterator[str]:
    """The lines that say something. A line that is not in the file's Unicode is taken for an old Windows one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SetUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        content = content.decode(encoding, "replace").encode("utf-8", "replace")
    for line in _LINE_END.split(content.removeprefix(b"\xef\xbb\xbf")):
        if line.strip():
            yield _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
