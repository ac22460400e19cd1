"""Personal details in a text, as the United Kingdom writes them: kinds and offsets, for its author to look at.

NHS numbers, bank cards and international account numbers carry check digits, and these are checked. Names are
found only where the text itself says that a person is meant ("Mrs Patel", "my neighbour John Smith").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from nlp import check_digits
from nlp.passages import LONGEST_READ
from nlp.people import names

Kind = Literal[
    "telephone",
    "email",
    "postcode",
    "nhs number",
    "national insurance number",
    "registration plate",
    "bank details",
    "date of birth",
    "address",
    "name",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters `start` up to `end` look like this kind of personal detail."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """What looks private in a text, in order, without overlaps; where two kinds could be meant, the surer one.

    Starts and ends count characters of the text, of which the first 100,000 are read. It never fails.
    """
    text = text[:LONGEST_READ]
    found: list[Finding] = []
    taken = bytearray(len(text))
    for finding in _all(text):
        if not any(taken[finding.start : finding.end]):
            taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def _all(text: str) -> Iterator[Finding]:
    """Every candidate, the surest kinds first."""
    for kind, pattern, holds in _RULES:
        for match in pattern.finditer(text):
            if holds(match):
                yield Finding(kind, match.start("it"), match.end("it"))
    for start, end in names(text):
        yield Finding("name", start, end)


def _always(_: re.Match[str]) -> bool:
    return True


def _proved(check: Callable[[str], bool]) -> Callable[[re.Match[str]], bool]:
    return lambda match: check("".join(c for c in match.group("it") if c.isascii() and c.isalnum()))


def _plate(match: re.Match[str]) -> bool:
    """Written in capitals, or a car is spoken of near by."""
    around = match.string[max(0, match.start() - 60) : match.end() + 30]
    return match.group("it").isupper() or _CAR.search(around) is not None


def _born(match: re.Match[str]) -> bool:
    return 1 <= int(match.group("day") or 1) <= 31


def _house(match: re.Match[str]) -> bool:
    """A year or a bus is not a house number."""
    said = match.group("it")
    number = int(re.findall(r"\d+", said)[0])
    year = 1900 <= number <= 2099 and said[0].isdigit()
    return not year and _NOT_A_HOUSE.search(match.string[max(0, match.start() - 30) : match.start()]) is None


def _pattern(written: str, *, any_case: bool = False) -> re.Pattern[str]:
    return re.compile(written, re.VERBOSE | (re.IGNORECASE if any_case else re.NOFLAG))


_CAR = _pattern(
    r"\b (?: reg | registration | plates? | car | van | lorry | vehicle | taxi | driver | parked | bmw | audi ) \b",
    any_case=True,
)
_NOT_A_HOUSE = _pattern(
    r"""\b (?: bus(?:es)? | routes? | numbers? | no\.? | room | zone ) \s*
    (?: \d{1,4}[a-z]? (?: ,\s | \s(?:and|or)\s ) ){0,6} $""",
    any_case=True,
)
_STREET = r"""(?: street | st | road | rd | avenue | ave | lane | ln | close | drive | dr | way | court | ct | crescent
    | place | pl | terrace | gardens? | grove | hill | mews | row | walk | square | park | rise | view | green | parade
    | boulevard | blvd )"""
_BUILDING = r"(?: house | court | point | tower | lodge )"
_MONTH = r"""(?: jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july? | aug(?:ust)?
    | sept?(?:ember)? | oct(?:ober)? | nov(?:ember)? | dec(?:ember)? )"""
_OUTWARD = r"[A-PR-UWYZ] (?: \d{1,2} | [A-HK-Y]\d | [A-HK-Y]\d\d | \d[A-HJKPSTUW] | [A-HK-Y]\d[ABEHMNPRV-Y] )"
_INWARD = r"\d [ABD-HJLNP-UW-Z]{2}"

_EMAIL = _pattern(r"(?<![\w.+-]) (?P<it> [\w.+-]{1,64} @ (?:[\w-]{1,63}\.){1,4} [A-Za-z]{2,24} ) \b")
_INSURANCE = _pattern(
    r"\b (?P<it> [A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \s?\d\d\s?\d\d\s?\d\d\s? [A-D] ) \b", any_case=True
)
_IBAN = _pattern(r"\b (?P<it> [A-Z]{2}\d\d (?:\s?[A-Z0-9]{4}){3,7} (?:\s?[A-Z0-9]{1,3})? ) \b")
_CARD = _pattern(r"(?<!\d) (?P<it> \d{4} (?:[ -]?\d{4}){3} ) (?!\d)")
_SORT_CODE = _pattern(
    r"\b sort[ -]?code \W{0,12} (?:is\W{0,3})? (?P<it> \d\d[- ]?\d\d[- ]?\d\d (?:\D{1,30}\d{8})? ) (?!\d)",
    any_case=True,
)
_ACCOUNT = _pattern(
    r"\b (?: bank\s+account | account\s+(?:number|no) ) \W{0,12} (?:is\W{0,3})? (?P<it> \d{8} ) (?!\d)", any_case=True
)
_SORT_AND_ACCOUNT = _pattern(r"(?<![\d-]) (?P<it> \d\d-\d\d-\d\d \s{1,3} \d{8} ) (?!\d)")
_ABROAD = _pattern(r"(?<![\d.,£$-]) (?P<it> (?:\+|00)44 [\s.-]? (?:\(0\)[\s.-]?)? \d (?:[\s.-]?\d){8,9} ) (?!\d)")
_TELEPHONE = _pattern(r"(?<![\d.,£$-]) (?P<it> \(?0\d (?:[\s.()-]{0,2}\d){8,9} ) (?!\d)")
_NHS = _pattern(r"(?<![\d-]) (?P<it> \d{3}[ -]?\d{3}[ -]?\d{4} ) (?![\d-])")
_BIRTH = _pattern(
    rf"""\b (?: d\.?o\.?b\.? | date\s+of\s+birth | born(?:\s+on)? | birthday ) \W{{0,6}} (?: (?:is|was|on)\W{{1,3}} )?
    (?P<it> (?P<day>\d{{1,2}})(?:st|nd|rd|th)?
    (?: \s*[/.-]\s*\d{{1,2}}\s*[/.-]\s* | \s+(?:of\s+)?{_MONTH},?\s+ ) (?:19|20)?\d\d
    | \d{{4}}-\d\d-\d\d ) (?!\d)""",
    any_case=True,
)
_NEW_PLATE = _pattern(r"\b (?P<it> [A-HJ-PR-Y]{2}[0-7]\d\s?[A-HJ-PR-Z]{3} ) \b", any_case=True)
_OLD_PLATE = _pattern(r"\b (?P<it> [A-HJ-NPR-TV-Y]\d{1,3}\s[A-HJ-PR-Y]{3} ) \b")
_ADDRESS = _pattern(
    rf"""\b (?P<it> (?: (?i:flat|unit|apartment)\s+ (?: \d{{1,4}}[a-z]? \W{{1,3}} )? )?
    \d{{1,4}}[A-Za-z]? ,?\s+ (?: [A-Z][\w'’]*\.?\s+ ){{1,3}} (?i: {_STREET} ) \b
    (?: \.?,?\s+ (?: [A-Z][a-z]+,?\s+ ){{0,2}} {_OUTWARD} \s? {_INWARD} )? )"""
)
_FLAT = _pattern(
    rf"\b (?P<it> (?i:flat|apartment) \s+\d{{1,4}}[A-Za-z]?\b (?: ,?\s+ (?:[A-Z][a-z]+\s+){{1,2}} (?i:{_BUILDING}) )? )"
)
_POSTCODE = _pattern(rf"\b (?P<it> (?: {_OUTWARD} | GIR ) \s? {_INWARD} ) \b")
_SAID_POSTCODE = _pattern(
    r"\b post\s?code \W{0,6} (?:is\W{0,3})? (?P<it> [a-z]{1,2}\d[a-z\d]? \s? \d[abd-hjlnp-uw-z]{2} ) \b", any_case=True
)

_RULES: tuple[tuple[Kind, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    ("email", _EMAIL, _always),
    ("national insurance number", _INSURANCE, _proved(check_digits.national_insurance)),
    ("bank details", _IBAN, _proved(check_digits.iban)),
    ("bank details", _CARD, _proved(check_digits.card)),
    ("bank details", _SORT_CODE, _always),
    ("bank details", _ACCOUNT, _always),
    ("bank details", _SORT_AND_ACCOUNT, _always),
    ("telephone", _ABROAD, _proved(check_digits.telephone)),
    ("nhs number", _NHS, _proved(check_digits.nhs)),
    ("telephone", _TELEPHONE, _proved(check_digits.telephone)),
    ("date of birth", _BIRTH, _born),
    ("registration plate", _NEW_PLATE, _plate),
    ("registration plate", _OLD_PLATE, _plate),
    ("address", _ADDRESS, _house),
    ("address", _FLAT, _always),
    ("postcode", _POSTCODE, _always),
    ("postcode", _SAID_POSTCODE, _always),
)
