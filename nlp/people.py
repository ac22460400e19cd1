"""Where a text names a private person. Careful: it wants a sign that a person is meant, not only capital letters."""

import re
from collections.abc import Iterator

from nlp.lists import listed

_CAPITAL, _SMALL = "[A-ZÀ-ÖØ-ÞŴŶ]", "[a-zß-öø-ÿŵŷ]"
_NAME = rf"{_CAPITAL}(?:['’]{_CAPITAL})?{_SMALL}+(?:['’-]{_CAPITAL}?{_SMALL}+)*"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Nurse|Sister|PC|Sgt|Sergeant|Constable|Cllr|Councillor|Rev|Reverend)\b\.?"
)
_KIN = (
    r"(?:neighbou?rs?|son|daughter|husband|wife|partner|mother|father|mum|dad|mam|brother|sister|friend|gran|nan|grandmother|"
    r"grandfather|grandson|granddaughter|uncle|aunt|cousin|boss|manager|landlord|landlady|teacher|doctor|GP|carer|social\s+worker|"
    r"caseworker|case\s+worker|support\s+worker|colleague|tenant|child|boy|girl|man|woman|lady|receptionist|nurse|clerk|officer|driver)"
)
_PLACE_AFTER = re.compile(
    r"\s+(?i:street|st|road|rd|avenue|ave|lane|close|drive|way|court|crescent|place|terrace|gardens?|grove|hill|square|park|"
    r"school|primary|academy|college|university|hospital|infirmary|surgery|centre|center|house|library|church|bridge|station|"
    r"estate|ward|hall|pub|inn|arms|cathedral|chapel|council|green|common|fields?|trust|foundation|circle|blvd|boulevard)\b"
)
_NOT_A_NAME = listed(
    """
    The This That These Those There Then They We You He She It His Her Our My Your And But Or So If When Where
    What Who Why How Not No Yes Please Thank Thanks At In On Of For To From By With About Is Was Are Were Has
    Have Had Will Would Can Could Should Said Says Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December Christmas Easter
    English Welsh British Scottish Irish London Road Street Park School Hospital Council Police Service Centre
    Department Office Minister Mayor After Before Because As Also Just Never Always Every All Some Any Now Only
    Number Team Lane Line Bus Train Test Who Whose Which While Until World Universe
    """
)
_THEIR = r"\b (?i: my | our | his | her | their | your ) \s+ (?: [a-z]+[\s-]+ ){0,2}"
_A = r"\b (?i: the | an? ) \s+ (?: [a-z]+[\s-]+ ){0,2}"
_SAID = r"""\b (?i: named | called | name\s+is | name\s+was | names?: | signed,? | spoke\s+to | asked\s+for | speak\s+to
    | regards,? | sincerely,? | faithfully,? )"""
_OWN = r"\b (?i: my\s+name\s+is | (?:i\s+am|i[’']m)\s+called | (?:her|his)\s+name\s+(?:is|was) | signed,? )"
_SIGNED = r"\b (?i: signed,? | regards,? | sincerely,? | faithfully,? )"
_INITIALS = r"(?: [B-HJ-Z] (?: \.\s? | \s ) | [AI]\.\s? ){1,3}"
_I_AM = r"(?<![\w.]) (?i: i\s+am | i['’]m )"
_TITLED = re.compile(rf"\b (?P<it> {_TITLE} \s+ (?:[A-Z]\.?\s+)? {_NAME} (?:\s+{_NAME})? )", re.VERBOSE)
_RULES = (
    _TITLED,
    re.compile(rf"{_THEIR} (?i:{_KIN}) ,?\s+ (?P<it> {_NAME} (?:\s+{_NAME}){{0,2}} )", re.VERBOSE),
    re.compile(rf"{_A} (?i:{_KIN}) ,?\s+ (?P<it> {_NAME} (?:\s+{_NAME}){{1,2}} )", re.VERBOSE),
    re.compile(rf"{_SAID} \s+ (?P<it> {_NAME} (?:\s+{_NAME}){{1,2}} )", re.VERBOSE),
    re.compile(rf"{_SIGNED} \s+ (?P<it> {_INITIALS} {_NAME} )", re.VERBOSE),
    re.compile(rf"{_OWN} \s+ (?P<it> {_NAME} )", re.VERBOSE),
    re.compile(
        rf"{_I_AM} \s+ (?P<it> {_NAME}\s+{_NAME} ) (?= [\s,.]+(?i:and|from|of|i|my|aged|a)\b | [,.] )", re.VERBOSE
    ),
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what looks like the name of a private person; not of places that carry one."""
    for rule in _RULES:
        for match in rule.finditer(text):
            start, end = match.span("it")
            end = _without_tail(text, start, end)
            words = text[start:end].split()
            titled = rule is _TITLED
            if not words or (titled and len(words) < 2) or words[-1] in _NOT_A_NAME or words[0] in _NOT_A_NAME:
                continue
            if titled and _after_a_name(text, start):
                continue
            if not _PLACE_AFTER.match(text, end) and not _PLACE_AFTER.search(text[start:end]):
                yield start, end


def _after_a_name(text: str, start: int) -> bool:
    """ "Storrow Dr. West" is a road."""
    before = text[max(0, start - 20) : start]
    return text.startswith("Dr", start) and re.search(r"[A-Z][a-z]+\s+$", before) is not None


def _without_tail(text: str, start: int, end: int) -> int:
    """Capitalised words that begin something else ("Mrs Patel The bins …") are not part of the name."""
    words = list(re.finditer(r"\S+", text[start:end]))
    kept = list(words)
    while len(kept) > 1 and kept[-1].group().strip(".,") in _NOT_A_NAME:
        kept.pop()
    return start + kept[-1].end() if kept else end
