"""The English text of an answer, as a text in another language is held against it."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import text
from sqlmodel import Session

from models import proofs
from models.answers import Answer
from models.faults import Fault
from models.proofs import Facts

_COMING = text("SELECT summary, body FROM amendment WHERE answer_id = :answer AND published_at IS NULL")


@dataclass(frozen=True)
class English:
    """As it was written, with tokens for figures and passages. `figures` stand in it since it is public; `coming`: it
    takes the place of a public one once it is ready."""

    summary: str
    body: str
    figures: Mapping[str, int] = field(default_factory=dict)
    coming: bool = False

    @property
    def source(self) -> str:
        """The same for the same text, before it is public and after."""
        return sha256(f"{self.summary}\0{self.body}".encode()).hexdigest()[:32]


def of(answer: Answer) -> English:
    said = {"summary": answer.summary, "body": answer.body} | answer.typed
    return English(said["summary"], said["body"], answer.figures)


def beside(db: Session, answer: Answer, source: str) -> English:
    """The text that another language is held against: the new one where one is under way, else what is public. A text
    that was made of the public one, as its source says, stays beside that."""
    now = of(answer)
    new = db.execute(_COMING, {"answer": answer.id}).first() if source != now.source else None
    return English(new.summary, new.body, coming=True) if new is not None else now


_GROUPED = r"\d{1,3}(?:[ .,'’٬\u00a0\u202f]\d{3})+(?!\d)"  # 1,200 and 1.200, 1 200
_NUMBER = re.compile(rf"({_GROUPED}|\d+)(?:[.,٫](\d+))?")
# Addresses, telephone numbers and times are not counts, and may differ from language to language.
_NO_COUNT = re.compile(r"https?://\S+|\S+@\S+|(?<!\d)(?:\+|0)\d(?:[ -]?\d){7,}|(?<!\d)\d{1,2}:\d\d(?!\d)")
# A number that one language spells stands in figures in another.
_SPELLED = {word: number for number, words in (
    *enumerate((["one", "first"], ["two", "second"], ["three", "third"], ["four", "fourth"], ["five", "fifth"],
                ["six", "sixth"], ["seven", "seventh"], ["eight", "eighth"], ["nine", "ninth"], ["ten", "tenth"],
                ["eleven", "eleventh"], ["twelve", "twelfth", "dozen"]), start=1),
    *zip(range(20, 100, 10), (["twenty"], ["thirty"], ["forty"], ["fifty"], ["sixty"], ["seventy"], ["eighty"],
                              ["ninety"]), strict=True),
    *((100, ["hundred"]), (1000, ["thousand"])),
    *((number, [name.lower()]) for number, name in enumerate(calendar.month_name) if name),
) for word in words}


def strange_numbers(summary: str, body: str, english: English, facts: Facts) -> list[Fault]:
    """The numbers of a text in another language that stand nowhere in the English one, where they are proved."""
    whole = f"{english.summary}\n{english.body}"
    known = {*_numbers(whole), *(str(_SPELLED[word]) for word in re.findall(r"\w+", whole.lower()) if word in _SPELLED)}
    return [
        Fault(f"{_short(typed)} stands nowhere in the English text. Write the number as it stands there, as a word, or "
              "a figure such as {people}.", name)
        for name, said in (("summary", summary), ("body", body))
        for typed in _strange(_NO_COUNT.sub(" ", proofs.in_own_words(said, facts)), known)]


def _short(typed: str) -> str:
    return typed if len(typed) <= 30 else f"{typed[:30]}…"


def _strange(said: str, known: set[str]) -> list[str]:
    found = dict.fromkeys(match[0] for match in _NUMBER.finditer(said))
    return [typed for typed in found if _plain(typed) not in known and not _known_apart(typed, known)]


def _known_apart(typed: str, known: set[str]) -> bool:
    """“2026 100” are two numbers, or one."""
    return " " in typed and all(_plain(part) in known for part in typed.split())


def _numbers(said: str) -> Iterator[str]:
    for match in _NUMBER.finditer(said):
        yield _plain(match[0])
        yield from (_plain(part) for part in match[0].split())


def _plain(typed: str) -> str:
    """1,200.50 and 1.200,5 alike; digits of every script."""
    match = _NUMBER.fullmatch(typed)
    if match is None:
        return typed
    whole, decimals = _digits(match[1]).lstrip("0") or "0", _digits(match[2] or "").rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def _digits(typed: str) -> str:
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())
