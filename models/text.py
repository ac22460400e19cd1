"""What people typed: made safe to store once, and never changed again when it is shown."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

import bleach

# Characters that draw nothing, or that turn the direction of what follows for the rest of the page.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


def clean(typed: str) -> str:
    """Plain text to store: NFC, one kind of line end, no control characters. Mark-up stays what it is: characters."""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF))
    return text.strip()


def one_line(typed: str) -> str:
    return re.sub(r"\s+", " ", clean(typed))


def visible_length(text: str) -> int:
    """How many characters of it can be seen: an all-invisible text counts as empty."""
    return sum(
        1 for c in _INVISIBLE.sub("", text) if not c.isspace() and unicodedata.category(c) not in {"Cf", "Mn", "Cn"}
    )


def visible_line(typed: str) -> str:
    """One line, and nothing where nobody could see anything."""
    line = one_line(typed)
    return line if visible_length(line) else ""


def print_of(texts: Iterable[str]) -> str:
    """A short print of texts as they stand: a form that carries another one is out of date."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def turns_direction(text: str) -> bool:
    """Whether it holds a character that would reorder the letters around it (used to fake names)."""
    return any(c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069" for c in text)


def without_markup(html: str) -> str:
    """The words of a text that came with mark-up, as an imported column may. bleach does the work, here only."""
    return clean(unescape(bleach.clean(html, tags=set(), strip=True, strip_comments=True)))


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def begins_with(body: str, title: str) -> bool:
    """Whether a text begins with its title: said before it, the title would only repeat it."""
    return one_line(body).casefold().startswith(title.rstrip("….").casefold())


def title_from(body: str, limit: int = 80) -> str:
    """A title for a text that came without one: its first sentence, cut at a word."""
    first = _SENTENCE_END.split(one_line(body), maxsplit=1)[0]
    if len(first) <= limit:
        return first.rstrip(".")
    return first[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


@dataclass(frozen=True)
class Excerpt:
    """A passage with a little of what stands around it, cut at words."""

    before: str
    passage: str
    after: str


def excerpt(body: str, begins: int, ends: int, room: int = 110) -> Excerpt:
    first, last = max(0, begins - room), min(len(body), ends + room)
    before, after = body[first:begins], body[ends:last]
    if first:
        before = "…" + before[before.find(" ") + 1 :] if " " in before else "…"
    if last < len(body):
        after = after[: after.rfind(" ")] + "…" if " " in after else "…"
    return Excerpt(re.sub(r"\s+", " ", before), body[begins:ends], re.sub(r"\s+", " ", after))


def for_spreadsheet(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
