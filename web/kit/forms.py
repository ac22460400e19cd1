"""What was typed, and what is wrong with it: one sentence a field, in our own words, and nothing typed is lost."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from models import text

Accepted = TypeVar("Accepted", bound="Form")


@dataclass
class Filled(Generic[Accepted]):
    """A form as it came: `typed` goes back into the fields, `errors` beside them, `accepted` to the verb.

    `found` is what its author is asked about before it is sent (web/checking.py), `urgent` whether it says something
    that cannot wait, and `meant` their yes to just that.
    """

    typed: dict[str, str]
    accepted: Accepted | None = None
    errors: dict[str, str] = field(default_factory=dict)
    found: Sequence[Any] = ()
    urgent: bool = False
    meant: str = ""

    @property
    def shown(self) -> "Shown":
        return Shown(tuple(self.typed.items()), tuple(self.errors.items()))

    def refuse(self, name: str, sentence: str) -> None:
        self.errors[name], self.accepted = sentence, None


@dataclass(frozen=True)
class Shown:
    """What its fields show of a form, as a value: forms that look the same are made once."""

    words: tuple[tuple[str, str], ...]
    sentences: tuple[tuple[str, str], ...]

    @cached_property
    def typed(self) -> dict[str, str]:
        return dict(self.words)

    @cached_property
    def errors(self) -> dict[str, str]:
        return dict(self.sentences)


class Form(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=False)

    @classmethod
    def read(cls, posted: Mapping[str, Any], *, only: Collection[str] = ()) -> Filled[Self]:
        """What was typed; into these fields only, where the page left the others out."""
        typed = {name: str(posted.get(name, "")) for name in only or cls.model_fields}
        try:
            return Filled(typed, accepted=cls(**typed))
        except ValidationError as error:
            return Filled(typed, errors={str(e["loc"][0]): cls._sentence(dict(e)) for e in error.errors()})

    @classmethod
    def blank(cls, **typed: object) -> Filled[Self]:
        """The form before anything is typed, or with what is already stored."""
        shown = dict.fromkeys(cls.model_fields, "")
        return Filled(shown | {name: str(value) for name, value in typed.items()})

    @classmethod
    def _sentence(cls, error: dict[str, Any]) -> str:
        """What is wrong. Where one of several answers was to be chosen, the title of the field says of what."""
        if error["type"] == "value_error":
            return str(error["ctx"]["error"])
        choice = error["type"] in {"enum", "literal_error"} and cls.model_fields[error["loc"][0]].title
        return f"Choose {choice}." if choice else "We could not read this. Check it."


def line(what: str, *, most: int, least: int = 0) -> Any:
    """One line of text. `what` completes "Enter …": "a title for your idea"."""
    return Annotated[str, BeforeValidator(text.one_line), AfterValidator(_length(what, least, most))]


def words(what: str, *, most: int, least: int = 0) -> Any:
    """Text of several lines."""
    return Annotated[str, BeforeValidator(text.clean), AfterValidator(_length(what, least, most))]


def _length(what: str, least: int, most: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        seen = text.visible_length(value)
        if least and seen == 0:
            raise ValueError(f"Enter {what}.")
        if seen < least:
            raise ValueError(f"Write a little more: at least {least} characters.")
        if len(value) > most:
            raise ValueError(f"Use {most:,} characters or fewer. You have written {len(value):,}.")
        return "" if seen == 0 else value

    return check


# One address and nothing else: no comma, angle bracket or quotation mark that a mail program would take apart.
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+")


def checked_email(value: str) -> str:
    """The address as it is; raises ValueError with our sentence when no mail could go there."""
    if not _ADDRESS.fullmatch(value):
        raise ValueError("Enter an e-mail address like name@example.org.")
    return value


def _name(value: str) -> str:
    if text.turns_direction(value):
        raise ValueError("Write your name without characters that turn the direction of the text.")
    if value[:1] in "=+-@" and value:
        raise ValueError("Start your name with a letter.")
    if "://" in value or "www." in value.lower():
        raise ValueError("Write your name without a web address.")
    return value


def link(what: str, *, most: int) -> Any:
    """The address of a page; nothing for an empty field."""
    def check(value: str) -> str:
        if value and not _LINK.fullmatch(value):
            raise ValueError("Enter an address that begins with https:// or http://.")
        return value

    return Annotated[line(what, most=most), AfterValidator(check)]


_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>\"'`\\]*)?")


def whole(what: str, *, most: int) -> Any:
    """A whole number from 1 on; none for an empty field. `what` completes "Enter …"."""
    def read(value: object) -> int | None:
        typed = str(value).strip()
        if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= most):
            raise ValueError(f"Enter {what} as a number from 1 to {most}.")
        return int(typed) if typed else None

    return Annotated[int | None, BeforeValidator(read)]


def day(what: str) -> Any:
    """A date as a browser's date field sends it; none for an empty field. `what` completes "Enter …"."""
    def read(value: object) -> date | None:
        typed = str(value).strip()
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            raise ValueError(f"Enter {what} like 2026-03-31: the year, the month, the day.") from None

    return Annotated[date | None, BeforeValidator(read)]


Day = day("a date")
Email = Annotated[
    str,
    BeforeValidator(text.one_line),
    AfterValidator(_length("your e-mail address", 1, 254)),
    AfterValidator(checked_email),
]
Name = Annotated[
    str, BeforeValidator(text.one_line), AfterValidator(_length("your name", 0, 80)), AfterValidator(_name)
]
Ticked = Annotated[bool, BeforeValidator(lambda value: value in {"yes", "on", "true", "1", True})]
