"""The English text of an answer, as a text in another language is held against it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from models import proofs
from models.answers import Answer
from models.faults import Fault
from models.proofs import Facts


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


_GROUPED = r"\d{1,3}(?:[ .,'’٬\u00a0\u202f]\d{3})+(?!\d)"  # 1,200 and 1.200, 1 200
_NUMBER = re.compile(rf"({_GROUPED}|\d+)(?:[.,٫](\d+))?")
# Addresses, telephone numbers and times are not counts, and may differ from language to language.
_NO_COUNT = re.compile(r"https?://\S+|\S+@\S+|(?<!\d)(?:\+|0)\d(?:[ -]?\d){7,}|(?<!\d)\d{1,2}:\d\d(?!\d)")
_SPELLED = {word: str(number) for number, word in enumerate(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1)}


def strange_numbers(summary: str, body: str, english: English, facts: Facts) -> list[Fault]:
    """The numbers of a text in another language that stand nowhere in the English one, where they are proved."""
    known = set(_numbers(f"{english.summary}\n{english.body}"))
    known |= {_SPELLED[word] for word in re.findall(r"\w+", f"{english.summary} {english.body}".lower())
              if word in _SPELLED}
    return [
        Fault(f"{typed} stands nowhere in the English text. Write the number that stands there, or a figure such as "
              "{people}.", name)
        for name, text in (("summary", summary), ("body", body))
        for typed in _strange(_NO_COUNT.sub(" ", proofs.in_own_words(text, facts)), known)]


def _strange(text: str, known: set[str]) -> list[str]:
    found = dict.fromkeys(match[0] for match in _NUMBER.finditer(text))
    return [typed for typed in found if _plain(typed) not in known and not _known_apart(typed, known)]


def _known_apart(typed: str, known: set[str]) -> bool:
    """“2026 100” are two numbers, or one."""
    return " " in typed and all(_plain(part) in known for part in typed.split())


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        yield _plain(match[0])
        yield from (_plain(part) for part in match[0].split())


def _plain(typed: str) -> str:
    """1,200.5 and 1.200,5 alike; digits of every script."""
    match = _NUMBER.fullmatch(typed)
    if match is None:
        return typed
    whole = str(int(re.sub(r"\D", "", match[1])))
    return f"{whole}.{''.join(str(int(digit)) for digit in match[2])}" if match[2] else whole
