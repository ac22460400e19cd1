"""The figures of a blind check, beside those that the sources print or that a hand can work out."""

import pytest

from nlp import agreement

# Krippendorff (2011), section B: Ben and Gerry, twelve articles, five values; alpha .692.
BEN = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1]
GERRY = [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]
# The same, section A: Meg and Owen, ten articles, two values; alpha .095.
MEG = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
OWEN = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(("one", "other", "printed"), [(BEN, GERRY, 0.692), (MEG, OWEN, 0.095)])
def test_alpha_is_the_one_that_its_author_prints(one: list[int], other: list[int], printed: float) -> None:
    found = agreement.alpha(one, other)

    assert found is not None and found.value == pytest.approx(printed, abs=0.0005)
    assert found.low < found.value < found.high
    assert agreement.alpha(other, one) == found


def test_alpha_of_two_people_who_always_agree_and_who_never_do() -> None:
    same = agreement.alpha(BEN, BEN)
    never = agreement.alpha([1, 2, 1, 2], [2, 1, 2, 1])

    assert same == agreement.Figure(1.0, 1.0, 1.0)
    assert never is not None and never.value == pytest.approx(1 - 1 / (4 / 7))  # chance differs in 4 of 7


def test_without_two_labels_there_is_no_alpha() -> None:
    assert agreement.alpha([7, 7, 7], [7, 7, 7]) is None
    assert agreement.alpha([], []) is None


def test_precision_recall_and_f1_by_hand() -> None:
    """Label 1: the machine gave it 3 times, 2 rightly, of 2. Label 2: never right. Label 3: never given. Label 4: only
    the machine knows it."""
    found = agreement.quality([1, 1, 2, 2, 3, 3], [1, 1, 4, 1, 2, 2])

    assert found is not None
    by_label = {score.label: score for score in found.scores}
    assert (by_label[1].precision, by_label[1].recall, by_label[1].f1) == (2 / 3, 1.0, 0.8)
    assert (by_label[2].precision, by_label[2].recall, by_label[2].f1) == (0.0, 0.0, 0.0)
    assert (by_label[3].precision, by_label[3].recall) == (None, 0.0)
    assert (by_label[4].precision, by_label[4].recall) == (0.0, None)
    assert found.macro.value == pytest.approx(0.8 / 4)
    assert found.micro.value == pytest.approx(2 / 6)


def test_f1_is_the_one_that_is_commonly_printed() -> None:
    """The example of scikit-learn's f1_score: macro .27, micro .33, by label .8, 0, 0."""
    found = agreement.quality([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1])

    assert found is not None
    assert [round(score.f1, 3) for score in found.scores] == [0.8, 0, 0]
    assert (round(found.macro.value, 2), round(found.micro.value, 2)) == (0.27, 0.33)


def test_the_interval_of_a_share_is_the_one_that_the_binomial_gives() -> None:
    """45 of 60 right. Drawn again, the number of right ones is binomial: its outer percentiles are 38 and 51."""
    found = agreement.quality([1] * 45 + [2] * 15, [1] * 45 + [1] * 15)

    assert found is not None
    assert found.micro.value == 0.75
    assert found.micro.low * 60 == pytest.approx(38, abs=1.01)
    assert found.micro.high * 60 == pytest.approx(51, abs=1.01)


def test_the_same_labels_give_the_same_figures_in_any_names() -> None:
    renamed = agreement.alpha([10 * label for label in BEN], [10 * label for label in GERRY])

    assert renamed == agreement.alpha(BEN, GERRY)
    assert agreement.quality(BEN, GERRY) == agreement.quality(BEN, GERRY)


def test_nothing_measured_is_nothing_said() -> None:
    assert agreement.quality([], []) is None
