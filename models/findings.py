"""What readings say of a measure, in words: better, worse, no real change, or not enough to say."""

from collections.abc import Sequence
from enum import StrEnum

from models.outcomes import Outcome, Reading
from models.statuses import Better, Confidence
from models.wording import day, number

ENOUGH = 2  # rough readings, before they say anything


class Change(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNSAID = "unsaid"  # it changed, and nobody said which way is better
    TOO_FEW = "too_few"

    @property
    def words(self) -> str:
        return {"better": "Better", "worse": "Worse", "same": "No real change", "unsaid": "Changed",
                "too_few": "Not enough readings"}[self.value]


def figure(outcome: Outcome, value: float | None) -> str:
    return f"{number(value)} {outcome.unit}".strip() if value is not None else "no value yet"


def change(outcome: Outcome, readings: Sequence[Reading]) -> Change:
    """What the last reading says against the value before. A rough reading by itself says nothing."""
    if outcome.baseline is None or not readings or _too_rough(readings):
        return Change.TOO_FEW
    difference = round(readings[-1].value - outcome.baseline, 9)
    if abs(difference) < (outcome.matters or 0) or not difference:
        return Change.SAME
    if outcome.wanted is None:
        return Change.UNSAID
    return Change.BETTER if (difference < 0) == (outcome.wanted is Better.LOWER) else Change.WORSE


def _too_rough(readings: Sequence[Reading]) -> bool:
    return readings[-1].confidence is Confidence.LOW and len(readings) < ENOUGH


def reached(outcome: Outcome, readings: Sequence[Reading]) -> bool:
    """Whether the last reading is what was wanted, or better."""
    if not readings or outcome.target is None or outcome.wanted is None:
        return False
    last = readings[-1].value
    return last <= outcome.target if outcome.wanted is Better.LOWER else last >= outcome.target


def sentence(outcome: Outcome, readings: Sequence[Reading]) -> str:
    """What changed, from when to when, and whether that is better."""
    before = figure(outcome, outcome.baseline) + (f" ({day(outcome.baseline_on)})" if outcome.baseline_on else "")
    if outcome.baseline is None and readings:
        now = f"{figure(outcome, readings[-1].value)} ({day(readings[-1].read_on)})"
        return f"{outcome.measure}: {now}. There is no value from before to compare it with."
    if outcome.baseline is None:
        return f"{outcome.measure}: no value from before."
    if not readings:
        return f"{outcome.measure}: {before} before anything changed."
    last = readings[-1]
    now = f"{figure(outcome, last.value)} ({day(last.read_on)})"
    said = f"{outcome.measure} {_moved(outcome.baseline, last.value)} from {before} to {now}."
    if last.value == outcome.baseline:
        said = f"{outcome.measure} stayed at {now}."
    return f"{said} {judgement(outcome, readings)}".strip()


def _moved(before: float, now: float) -> str:
    return "fell" if now < before else "rose"


def judgement(outcome: Outcome, readings: Sequence[Reading]) -> str:
    """Whether that is better; nothing where that cannot be said."""
    found = change(outcome, readings)
    if found is Change.TOO_FEW:
        return "One rough reading is not enough to say whether anything changed." if readings else ""
    if found is Change.SAME:
        least = f": less than the {figure(outcome, outcome.matters)} that would matter" if outcome.matters else ""
        return f"That is no real change{least}."
    better = "That is better, and what was wanted is reached." if reached(outcome, readings) else "That is better."
    return {Change.BETTER: better, Change.WORSE: "That is worse."}.get(found, "")
