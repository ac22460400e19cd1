"""What people typed is stored as they typed it, less what could do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import text


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert text.clean(text.clean(typed)) == text.clean(typed)


@given(st.text())
def test_nothing_that_postgresql_refuses_is_left(typed: str) -> None:
    cleaned = text.clean(typed)

    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


def test_markup_stays_what_it_is_characters() -> None:
    assert text.clean("<b>5 < 6 & 7</b>") == "<b>5 < 6 & 7</b>"


def test_an_imported_texts_markup_goes_and_its_words_stay() -> None:
    assert text.without_markup("<p>Fish &amp; <b>chips</b></p><script>x</script>") == "Fish & chipsx"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert text.for_spreadsheet(cell) == "'" + cell


def test_a_harmless_cell_stays() -> None:
    assert text.for_spreadsheet("A 1-in-9 chance") == "A 1-in-9 chance"


def test_a_title_is_the_first_sentence_cut_at_a_word() -> None:
    assert text.title_from("Cars speed. Always.") == "Cars speed"
    assert text.title_from("word " * 40, 30) == "word word word word word…"
