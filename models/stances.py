"""How many people are for and against what a call asks, as far as they chose it themselves: no stance is ever inferred
from what somebody wrote.

One voice a person. Somebody with several ideas counts once, with the choice that stands with the newest of them. People
who send the same letter are as many people as they are: here they are counted, not what they say. What was brought in
from elsewhere names nobody, so each of its rows is a voice. An idea that the desk joined with another keeps its
author’s voice; one that was hidden, taken back or not confirmed has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col, func

from models import statuses
from models.base import among
from models.calls import Call
from models.ideas import Idea
from models.statuses import Stance
from models.themes import Theme
from models.wording import number, plural

FEWEST = 5  # who chose for or against: of fewer, nothing is claimed
MOST = 66  # percent of them on one side, from which on it is most people
EVEN = 55  # percent on the larger side, up to which there are about as many on both


@dataclass(frozen=True)
class Tally:
    """How many people chose what."""

    counts: Mapping[Stance, int]

    @property
    def rows(self) -> list[tuple[Stance, int]]:
        return [(stance, self.counts[stance]) for stance in Stance]

    @property
    def sentence(self) -> str:
        others = self.counts[Stance.NEITHER] + self.counts[Stance.UNSAID]
        return in_words(self.counts[Stance.FOR], self.counts[Stance.AGAINST], others)


def in_words(in_favour: int, opposed: int, others: int) -> str:
    """What may be said of these numbers: of those who wrote in and chose a side, never of anybody else."""
    sides = in_favour + opposed
    if sides == 0:
        return "Nobody has chosen for or against."
    if sides < FEWEST:
        return f"Too few to say: {plural(sides, 'person', 'people')} chose for or against."
    said = f"Of the {number(sides)} people who wrote in and chose a side, {_claim(in_favour, opposed)}."
    return f"{said} And {number(others)} took no side." if others else said


def _claim(in_favour: int, opposed: int) -> str:
    more, fewer = max(in_favour, opposed), min(in_favour, opposed)
    larger, smaller = ("for", "against") if in_favour >= opposed else ("against", "for")
    percent = 100 * more / (more + fewer)
    if fewer == 0:
        return f"everybody is {larger} it"
    if percent >= MOST:
        return f"most are {larger} it: {number(more)} {larger}, {number(fewer)} {smaller}"
    if percent > EVEN:
        return f"a majority of {number(more)} is {larger} it and a minority of {number(fewer)} {smaller} it"
    return f"about as many are for it as against it: {number(in_favour)} for, {number(opposed)} against"


def tally(counts: Mapping[str, int] | None) -> Tally | None:
    """What a column below holds, as one can read it; none where the call asks nothing."""
    return None if counts is None else Tally({Stance(stance): count for stance, count in counts.items()})


def in_theme() -> Any:
    """A column beside a theme and its call: how many people of the theme chose what, where the call asks."""
    return sa.case((col(Call.proposition) != "", _counted(col(Idea.theme_id) == Theme.id, Theme)))


def in_call(call_id: int) -> Any:
    return _counted(col(Idea.call_id) == call_id)


def _counted(here: ColumnElement[bool], *beside: Any) -> Any:
    person = func.coalesce(Idea.author_id, -col(Idea.id))
    voices = sa.select(col(Idea.stance)).where(
        here, col(Idea.stance).is_not(None), col(Idea.hidden_at).is_(None), among(Idea.status, statuses.COUNTED))
    voices = voices.distinct(person).order_by(person, col(Idea.proposed_at).desc(), col(Idea.id).desc())
    voice = voices.correlate(*beside or (None,)).subquery("voice")
    each = [part for stance in Stance for part in (stance.value, func.count().filter(voice.c.stance == stance))]
    return sa.select(func.jsonb_build_object(*each, type_=JSONB)).select_from(voice).scalar_subquery()
