"""The sentences of a text, found by rule. A passage is always the text's own characters between two offsets."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

LONGEST_READ = 100_000  # characters; what lies beyond is stored and shown, but not read by the machine

_SHORT_FORMS = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "st",
    "rd",
    "ave",
    "av",
    "blvd",
    "sq",
    "no",
    "nos",
    "vs",
    "approx",
    "dept",
    "tel",
    "eg",
    "ie",
    "etc",
    "inc",
    "ltd",
    "am",
    "pm",
    "jr",
    "sr",
    "cllr",
    "rev",
    "hon",
    "mt",
}
_END = re.compile(r"[.!?…。！？]+[\"'”’)\]]*(?=\s)|\n+|[;](?=\s)|\s[-–—•*]{1,2}\s(?=[A-Z])")
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z.]*)$")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to `end` of a text."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order, without the white space around them; every word is in one of them.

    Starts and ends count characters of the text, of which the first 100,000 are read.
    """
    text = text[:LONGEST_READ]
    cuts = [match.end() for match in _END.finditer(text) if not _goes_on(text, match)]
    edges = [0, *cuts, len(text)]
    spans = (_trimmed(text, a, b) for a, b in pairwise(edges))
    return [span for span in spans if span.end > span.start]


def holding(spans: list[Span], place: int) -> int:
    """Which of the sentences holds this character (the last one that starts before it): its place in `spans`.

    0 where there is none.
    """
    return max(0, bisect_right([span.start for span in spans], place) - 1)


def _goes_on(text: str, end: re.Match[str]) -> bool:
    if end.group(0) not in {".", ";"}:
        return False
    following = text[end.end() : end.end() + 3].lstrip()
    if end.group(0) == ";":
        return len(text[: end.start()].rsplit(".", 1)[-1]) < 25
    before = _WORD_BEFORE.search(text, max(0, end.start() - 20), end.start())
    short = before is not None and _is_short(before.group(1).lower())
    return short and not _opens_a_thought(following)


def _is_short(word: str) -> bool:
    """A short form we know, or letters with full stops between them, such as "P.S" or "J"."""
    return word in _SHORT_FORMS or all(len(part) == 1 for part in word.split("."))


def _opens_a_thought(following: str) -> bool:
    """A short form ends a sentence only when a plain capitalised opener follows, never before a name or a number."""
    return following[:2] in {"I ", "We", "Th", "It", "A "}


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, max(start + left, start + len(piece.rstrip())))
