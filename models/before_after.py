"""A measure with what was read of it, and as a drawing: the value before, what was read since, what is wanted, and what
would be too small to matter.

Only where things stand, in the units of the drawing; how they look is the page's part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models import findings
from models.findings import Change, figure
from models.outcomes import Correction, Outcome, Reading
from models.wording import day, number

LEFT, RIGHT, TOP, BOTTOM = 14, 326, 26, 148  # words stand above and below, where no line goes
FITS = 20  # characters of a value beside another one; of a longer one its unit is left to the sentence


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    words: str
    label: str
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Drawing:
    points: list[Point]
    wanted: tuple[float, str] | None
    band: tuple[float, float] | None
    floor: float

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def draw(outcome: Outcome, readings: Sequence[Reading]) -> Drawing | None:
    """None where there is nothing to compare."""
    if outcome.baseline is None or outcome.baseline_on is None or not readings:
        return None
    scale = _Scale(outcome, readings)
    values = [outcome.baseline, *(reading.value for reading in readings)]
    days = [outcome.baseline_on, *(reading.read_on for reading in readings)]
    places = _across([one.toordinal() for one in days])
    points = [
        Point(x, scale.at(value), day(on), _label(outcome, value), first=n == 0, last=n == len(days) - 1)
        for n, (x, value, on) in enumerate(zip(places, values, days, strict=True))]
    wanted = (scale.at(outcome.target), _label(outcome, outcome.target)) if outcome.target is not None else None
    return Drawing(points, wanted, _band(outcome, scale), scale.at(scale.low))


def _label(outcome: Outcome, value: float) -> str:
    whole = figure(outcome, value)
    return whole if len(whole) <= FITS else number(value)


def _across(days: list[int]) -> list[float]:
    """By their day; side by side where all are of one day."""
    first, span = min(days), max(days) - min(days)
    if not span:
        return [round(LEFT + (RIGHT - LEFT) * n / (len(days) - 1), 1) for n in range(len(days))]
    return [round(LEFT + (RIGHT - LEFT) * (one - first) / span, 1) for one in days]


def _band(outcome: Outcome, scale: "_Scale") -> tuple[float, float] | None:
    """What would be no real change: its upper edge and its height."""
    if outcome.baseline is None or not outcome.matters:
        return None
    upper, lower = scale.at(outcome.baseline + outcome.matters), scale.at(outcome.baseline - outcome.matters)
    return upper, round(lower - upper, 1)


class _Scale:
    """From nothing to the highest value, so that a change looks as large as it is."""

    def __init__(self, outcome: Outcome, readings: Sequence[Reading]) -> None:
        shown = [value for value in (outcome.baseline, outcome.target) if value is not None]
        shown += [reading.value for reading in readings]
        shown += [outcome.baseline + (outcome.matters or 0)] if outcome.baseline is not None else []
        self.low, self.high = min(0.0, *shown), max(0.0, *shown)

    def at(self, value: float) -> float:
        span = (self.high - self.low) or 1
        y = BOTTOM - (BOTTOM - TOP) * (value - self.low) / span
        return round(min(max(y, TOP), BOTTOM), 1)


@dataclass(frozen=True)
class Measured:
    """A measure of success: before, wanted, and what was read since, oldest first."""

    outcome: Outcome
    readings: list[Reading]
    corrections: list[Correction] = field(default_factory=list)

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    def figure(self, value: float | None) -> str:
        return findings.figure(self.outcome, value)

    @property
    def sentence(self) -> str:
        """What changed, in words."""
        return findings.sentence(self.outcome, self.readings)

    @property
    def change(self) -> Change:
        return findings.change(self.outcome, self.readings)

    @property
    def drawing(self) -> Drawing | None:
        return draw(self.outcome, self.readings)

    def corrections_of(self, reading: Reading) -> list[Correction]:
        """What it said before, the last first."""
        return [one for one in reversed(self.corrections) if one.reading_id == reading.id]
