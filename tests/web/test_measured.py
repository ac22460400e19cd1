"""What the figures of a blind check mean in words, and what the record says where something is not known."""

from types import SimpleNamespace
from typing import Any

import pytest

from models.codings import Coding
from nlp import encoder
from web import measured, records

THEMES = [{"id": 1, "title": "Letters"}, {"id": 2, "title": "Telephone"}]


def row(first: int | None, second: int | None, machine: int | None, *, shown: bool = True) -> Any:
    return SimpleNamespace(first=first, second=second, machine_id=machine, shown=shown, coded=True)


def found(*rows: Any) -> dict[str, Any]:
    return measured.figures(Coding(call_id=1, seed=1, size=len(rows), themes=THEMES), rows)


@pytest.mark.parametrize(("alpha", "words"), [
    (0.8, "in the same way, and the machine can be measured"), (0.799, "careful conclusions only"),
    (0.667, "careful conclusions only"), (0.666, "often understand the themes differently"),
])
def test_an_alpha_is_told_by_where_it_lies(alpha: float, words: str) -> None:
    told = {"agreed": 51, "coded": 60, "alpha": {"value": alpha}, "against": {}}

    assert words in measured.sentences(told)[0]


def test_where_all_went_to_one_theme_there_is_no_alpha_and_it_is_said() -> None:
    figures = found(*[row(1, 1, 1)] * 5)

    assert figures["alpha"] is None
    assert measured.sentences(figures)[0] == (
        "Two people agreed on 5 of 5 ideas. Both put all of them under “Letters”, so nobody can say whether that is "
        "more than chance.")
    assert "Both put it under “None of these”" in measured.sentences(found(row(None, None, 2)))[0]


def test_without_a_mistake_it_is_said_how_many_there_may_still_be() -> None:
    figures = found(*[row(1, 1, 1)] * 30, *[row(2, 2, 2)] * 30)

    assert "as many as 5 in 100 may be wrong" in measured.doubts(figures)[0]


def test_few_ideas_disagreements_and_what_is_gone_are_doubts() -> None:
    figures = found(*[row(1, 1, 1)] * 5, *[row(2, 2, 1)] * 4, row(None, 1, None), row(1, 1, 1, shown=False))
    doubts = " ".join(measured.doubts(figures))

    assert "1 theme has fewer than 5 ideas" in doubts
    assert "1 idea is left out where the two people disagreed" in doubts and "1 idea was taken back" in doubts
    assert figures["against"]["both"]["ideas"] == 9 and figures["against"]["first"]["ideas"] == 10


def test_nothing_that_can_be_counted_gives_no_figures_and_no_error() -> None:
    figures = found(row(1, 2, 1, shown=False))

    assert (figures["coded"], figures["against"], measured.doubts(figures)[0][:6]) == (0, {}, "1 idea")
    (sentence,) = measured.sentences(figures)
    assert sentence.startswith("Nothing could be measured") and "agreed" not in sentence


@pytest.mark.parametrize(("value", "words"), [
    (None, "–"), (0.784, ".78"), (0.0, ".00"), (1.0, "1.00"), (0.999, "1.00"), (-0.31, "-.31")])
def test_a_figure_is_written_as_such_figures_are(value: float | None, words: str) -> None:
    assert measured.short(value) == words


@pytest.mark.parametrize(("facts", "words"), [
    ({}, records.UNKNOWN),
    ({"sources": ["lsa"]}, "No sentence model was used."),
    ({"sources": ["lsa", "sentences"], "model": encoder.SHA256[encoder.MODEL][:12]}, encoder.SHA256[encoder.MODEL]),
    ({"sources": ["lsa", "sentences"], "model": "0123456789ab"}, "begins with 0123456789ab"),
    ({"sources": ["lsa", "sentences"]}, "(not recorded)"),
])
def test_the_record_names_the_model_that_was_used_and_no_other(facts: dict[str, Any], words: str) -> None:
    assert words in records._model(facts)


def test_the_machine_may_have_an_idea_in_a_theme_that_was_closed_before_the_sample_was_drawn() -> None:
    """It was hidden when its theme was closed, and is shown again."""
    scores = found(*[row(1, 1, 1)] * 5, row(2, 2, 7))["against"]["both"]["themes"]

    assert {score["theme"] for score in scores} == {"Letters", "Telephone", measured.CLOSED}
