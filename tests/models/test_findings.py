"""What readings say, in words: the same figures always make the same sentence."""

from datetime import date

import pytest

from models import before_after, findings
from models.findings import Change
from models.outcomes import Outcome, Reading
from models.statuses import Better, Confidence

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def measure(**says: object) -> Outcome:
    return Outcome(**{"answer_id": 1, "measure": "Missed appointments", "unit": "%", "baseline": 11.4,  # type: ignore[arg-type]
                      "baseline_on": MAY, "target": 8.0} | says)


def read(*values: float, confidence: Confidence = Confidence.HIGH) -> list[Reading]:
    days = (JUNE, JULY)
    return [Reading(outcome_id=1, value=value, read_on=days[n], confidence=confidence)
            for n, value in enumerate(values)]


@pytest.mark.parametrize(("says", "values", "change", "ends"), [
    ({}, [9.0], Change.BETTER, "fell from 11.4 % (1 May 2026) to 9 % (1 June 2026). That is better."),
    ({}, [9.0, 7.9], Change.BETTER, "to 7.9 % (1 July 2026). That is better, and what was wanted is reached."),
    ({}, [9.0, 8.0], Change.BETTER, "That is better, and what was wanted is reached."),
    ({}, [12.0], Change.WORSE, "rose from 11.4 % (1 May 2026) to 12 % (1 June 2026). That is worse."),
    ({}, [11.4], Change.SAME, "Missed appointments stayed at 11.4 % (1 June 2026). That is no real change."),
    ({"matters": 1.0}, [10.5], Change.SAME, "That is no real change: less than the 1 % that would matter."),
    ({"matters": 1.0}, [10.4], Change.BETTER, "That is better."),
    ({"matters": 1.0}, [12.4], Change.WORSE, "That is worse."),
    ({"better": Better.HIGHER, "target": None}, [12.0], Change.BETTER, "That is better."),
    ({"better": Better.HIGHER, "target": None}, [11.0], Change.WORSE, "That is worse."),
    ({"target": None}, [11.0], Change.UNSAID, "fell from 11.4 % (1 May 2026) to 11 % (1 June 2026)."),
    ({}, [], Change.TOO_FEW, "Missed appointments: 11.4 % (1 May 2026) before anything changed."),
    ({"baseline": None}, [9.0], Change.TOO_FEW,
     "Missed appointments: 9 % (1 June 2026). There is no value from before to compare it with."),
])
def test_a_reading_says_better_worse_or_no_real_change(
    says: dict[str, object], values: list[float], change: Change, ends: str
) -> None:
    outcome, readings = measure(**says), read(*values)

    assert findings.change(outcome, readings) is change
    assert findings.sentence(outcome, readings).endswith(ends)


def test_a_rough_reading_by_itself_says_nothing_and_two_do() -> None:
    one, two = read(9.0, confidence=Confidence.LOW), read(9.0, 8.5, confidence=Confidence.LOW)

    assert findings.change(measure(), one) is Change.TOO_FEW
    assert findings.sentence(measure(), one).endswith(
        "One rough reading is not enough to say whether anything changed.")
    assert findings.change(measure(), two) is Change.BETTER


def test_the_drawing_begins_at_nothing_and_keeps_what_would_not_matter_apart() -> None:
    drawn = before_after.draw(measure(matters=1.0), read(9.0, 7.9))

    assert drawn is not None and drawn.band is not None and drawn.wanted is not None
    heights = [point.y for point in drawn.points]
    assert heights == sorted(heights) and drawn.floor == before_after.BOTTOM
    assert [point.x for point in drawn.points][::2] == [before_after.LEFT, before_after.RIGHT]
    assert drawn.points[0].label == "11.4 %" and drawn.points[0].first and drawn.points[-1].last
    assert drawn.band[0] < drawn.points[0].y < drawn.band[0] + drawn.band[1]
    assert before_after.draw(measure(), []) is None and before_after.draw(measure(baseline=None), read(9.0)) is None


def test_values_of_one_day_or_below_nothing_are_drawn_too() -> None:
    same = before_after.draw(measure(baseline=-4.0, target=0.0, baseline_on=JUNE), read(-2.0))

    assert same is not None
    assert [point.x for point in same.points] == [before_after.LEFT, before_after.RIGHT]
    assert same.points[0].y == before_after.BOTTOM


def test_a_value_too_long_to_stand_beside_another_leaves_out_its_unit() -> None:
    fits = before_after.draw(measure(unit="a" * 15, target=8.5), read(9.0))
    long = before_after.draw(measure(unit="a" * 16, target=8.5), read(9.0))

    assert fits is not None and long is not None and fits.wanted is not None and long.wanted is not None
    assert [point.label for point in fits.points] == ["11.4 " + "a" * 15, "9 " + "a" * 15]
    assert [point.label for point in long.points] == ["11.4", "9 " + "a" * 16]
    assert (fits.wanted[1], long.wanted[1]) == ("8.5 " + "a" * 15, "8.5 " + "a" * 16)
