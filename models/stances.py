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
NAMELESS = "nameless"  # how many of the voices came without a name
PEOPLE = "person", "people", "people who wrote in and"
SUBMISSIONS = "submission", "submissions", "submissions that"


@dataclass(frozen=True)
class Tally:
    """How many people chose what; or how many submissions, where some of the voices came without a name."""

    counts: Mapping[Stance, int]
    nameless: int = 0

    @property
    def counted(self) -> str:
        return "submissions" if self.nameless else "people"

    @property
    def rows(self) -> list[tuple[Stance, int]]:
        return [(stance, self.counts[stance]) for stance in Stance]

    @property
    def sentence(self) -> str:
        others = self.counts[Stance.NEITHER] + self.counts[Stance.UNSAID]
        return in_words(self.counts[Stance.FOR], self.counts[Stance.AGAINST], others, people=not self.nameless)


def in_words(in_favour: int, opposed: int, others: int, *, people: bool = True) -> str:
    """What may be said of these numbers: of those who wrote in and chose a side, never of anybody else."""
    one, many, who = PEOPLE if people else SUBMISSIONS
    sides = in_favour + opposed
    if sides == 0:
        return "Nobody has chosen for or against."
    if sides < FEWEST:
        return f"Too few to say: {plural(sides, one, many)} chose for or against."
    said = f"Of the {number(sides)} {who} chose a side, {_claim(in_favour, opposed)}."
    return f"{said} And {number(others)} named no side." if others else said


def _claim(in_favour: int, opposed: int) -> str:
    more, fewer = max(in_favour, opposed), min(in_favour, opposed)
    larger, smaller = ("for", "against") if in_favour >= opposed else ("against", "for")
    percent = 100 * more / (more + fewer)
    if fewer == 0:
        return f"all are {larger} it"
    if percent >= MOST:
        return f"most are {larger} it: {number(more)} {larger}, {number(fewer)} {smaller}"
    if percent > EVEN:
        return f"a majority of {number(more)} is {larger} it and a minority of {number(fewer)} {smaller} it"
    return f"about as many are for it as against it: {number(in_favour)} for, {number(opposed)} against"


def tally(counts: Mapping[str, int] | None) -> Tally | None:
    """What a column below holds, as one can read it; none where the call asks nothing."""
    return None if counts is None else Tally({stance: counts[stance] for stance in Stance}, counts[NAMELESS])


def in_theme() -> Any:
    """A column beside a theme and its call: how many people of the theme chose what, where the call asks."""
    return sa.case((col(Call.proposition) != "", _counted(col(Idea.theme_id) == Theme.id, Theme)))


def in_call(call_id: int) -> Any:
    return _counted(col(Idea.call_id) == call_id)


def _counted(here: ColumnElement[bool], *beside: Any) -> Any:
    author = col(Idea.author_id)
    stands = (here, col(Idea.stance).is_not(None), col(Idea.hidden_at).is_(None), among(Idea.status, statuses.COUNTED))
    voices = sa.select(col(Idea.stance), author.is_(None).label("nameless")).where(*stands)
    each = voices.where(author.is_not(None)).distinct(author)
    each = each.order_by(author, col(Idea.proposed_at).desc(), col(Idea.id).desc())
    parts = [one.correlate(*beside or (None,)) for one in (each, voices.where(author.is_(None)))]
    voice = sa.union_all(*parts).subquery("voice")
    number = func.count()
    counts = [part for stance in Stance for part in (stance.value, number.filter(voice.c.stance == stance))]
    counted = func.jsonb_build_object(*counts, NAMELESS, number.filter(voice.c.nameless), type_=JSONB)
    return sa.select(counted).select_from(voice).scalar_subquery()
