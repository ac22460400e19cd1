"""How numbers read."""

import pytest

from models import wording
from models.wording import FEW


def test_of_few_people_a_share_says_how_many_and_of_more_how_many_percent() -> None:
    assert (wording.share(5, FEW - 1), wording.share(5, FEW)) == ("5 of 19", "25 %")
    assert wording.share_of(0, 1, "reply says", "replies say") == "0 of 1 reply says"
    assert wording.share_of(225, 312, "reply says", "replies say") == "72 % of 312 replies say"
    assert wording.share(0, 0) == "0 of 0"


def test_the_same_number_of_people_never_reads_as_two_different_shares() -> None:
    assert [said for _, said in wording.shares([5, 1, 1])] == ["5 of 7", "1 of 7", "1 of 7"]


@pytest.mark.parametrize("counts", [[5, 1, 1], [1, 1, 1], [333, 333, 334], [1, 999], [40, 0, 0], [0], [29, 57, 14]])
def test_shares_add_up_to_all_of_them(counts: list[int]) -> None:
    assert sum(wording.percents(counts)) == (100 if any(counts) else 0)
    assert all(abs(100 * count / (sum(counts) or 1) - percent) < 1
               for count, percent in zip(counts, wording.percents(counts), strict=True))


def test_one_person_of_a_thousand_is_not_nobody() -> None:
    assert [said for _, said in wording.shares([1, 999, 0])] == ["under 1 %", "100 %", "0 %"]


@pytest.mark.parametrize(("value", "words"), [
    (0.04, "0.04"), (4.25, "4.25"), (31.5, "31.5"), (10.0, "10"), (0.1 + 0.2, "0.3"), (1234567.5, "1,234,567.5"),
    (-0.5, "-0.5"), (7, "7"),
])
def test_a_number_has_the_decimals_that_it_has(value: float, words: str) -> None:
    assert wording.number(value) == words


@pytest.mark.parametrize(("value", "words"), [(42000.0, "£42,000"), (1.5, "£1.50"), (0, "£0"), (0.1 + 0.2, "£0.30")])
def test_pounds_have_no_pence_or_two_figures_of_them(value: float, words: str) -> None:
    assert wording.pounds(value) == words
