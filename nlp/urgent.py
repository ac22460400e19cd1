"""What a text says that cannot wait for a theme: danger to life, and people who may need protecting.

Raised apart, for a person to read. Phrases are looked for; no judgement is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from nlp.passages import LONGEST_READ

Kind = Literal["danger", "safeguarding"]


@dataclass(frozen=True, slots=True)
class Signal:
    """Characters `start` up to `end` say so."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Signal]:
    """Signals in a text, in order, without overlaps; starts and ends count its characters. It never fails.

    Only the first 100,000 characters are read.
    """
    found: list[Signal] = []
    for signal in sorted(_all(text[:LONGEST_READ]), key=lambda signal: (signal.start, -signal.end)):
        if not found or signal.start >= found[-1].end:
            found.append(signal)
    return found


def _all(text: str) -> Iterator[Signal]:
    pairs = chain((("danger", one) for one in _DANGER), (("safeguarding", one) for one in _SAFEGUARDING))
    for kind, pattern in pairs:
        for match in pattern.finditer(text):
            yield Signal(kind, *match.span())  # type: ignore[arg-type]


def _patterns(*written: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.VERBOSE | re.IGNORECASE) for one in written)


_NEAR = r"(?: \W+ [\w'’]+ ){0,6}? \W+"
_SHUT = r"(?: blocked | locked | chained | padlocked | bolted | wedged | obstructed | jammed | screwed\s+shut )"
_ESCAPE = r"fire \s (?: exits? | doors? | escapes? )"
_KIN = r"""(?: husband | wife | partner | boyfriend | girlfriend | ex | dad | father | step-?father | mum | mother
    | step-?mother | brother | uncle | son | carer )"""
_HURTS = r"""(?: hits | beats | hurts | punches | kicks | strangles | threatens | rapes
    | (?:has\s|had\s)? (?: hit | beaten | beat | hurt | punched | kicked | strangled | threatened | raped ) )"""
_SOMEBODY = r"""(?: me | us | her | him | them
    | (?:my|our|the|her|his) \s (?: child(?:ren)? | kids? | baby | mum | mother | sister ) )"""

_DANGER = _patterns(
    rf"\b {_ESCAPE} {_NEAR} {_SHUT} \b",
    rf"\b {_SHUT} {_NEAR}? \s? {_ESCAPE} \b",
    r"\b (?: gas \s leak | leak(?:ing)? \s (?:of\s)? gas | smell (?:s|ing)? \s (?:of\s)? gas | carbon \s monoxide ) \b",
    r"\b (?: live | bare | exposed ) \s (?: electric (?:al|ity)? \s )? (?: wires? | wiring | cables? ) \b",
    r"\b (?: about | going | ready ) \s to \s (?: collapse | cave \s in ) \b",
    r"\b (?: carr(?:y|ies|ying) | pulled | with ) \s a \s (?: knife | gun | machete ) \b",
    r"""\b (?: given | gave | giving ) (?: \s [\w'’]+ ){0,3}?
    \s the \s wrong \s (?: dose | drugs? | medicines? | medication | blood ) \b""",
)
_SAFEGUARDING = _patterns(
    r"""\b (?: kill(?:ing)? \s (?:my|him|her|them) sel(?:f|ves) | end(?:ing)? \s my \s (?:own\s)? life
    | take \s my \s own \s life ) \b""",
    r"""\b (?: suicidal | self[- ]harm(?:s|ed|ing)? | harm(?:s|ed|ing)? \s myself
    | hurt(?:s|ing)? \s myself \s on \s purpose ) \b""",
    r"\b (?: do \s? n[o'’]?t | do \s not ) \s want \s to \s (?: live | be \s here ) \s any \s? more \b",
    r"\b want(?:s|ed)? \s to \s die \b",
    rf"\b (?: my | her | his | their ) \s {_KIN} \s {_HURTS} \s {_SOMEBODY} \b",
    r"""\b (?: being | been | was | were | is | are ) \s (?: sexually \s | physically \s )?
    (?: abused | groomed | raped | molested | trafficked ) \b""",
    r"\b sexually \s assaulted \b",
    r"""\b (?: fleeing | escaping | suffering | suffered | living \s with ) \s (?: from \s )?
    domestic \s (?: abuse | violence ) \b""",
    r"""\b (?: child(?:ren)? | kids? | bab(?:y|ies) | toddlers? ) (?: \s [\w'’]+ ){0,3}?
    \s left \s (?: all \s )? alone \b""",
    r"\b forced \s (?: marriage | to \s marry | into \s marriage ) \b",
)
