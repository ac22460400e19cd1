"""The numbers of a text in another language stand in the English one."""

import pytest

from models import english
from models.english import English
from models.proofs import Facts, Passage

TEXT = English("We heard {people} people and 1,200 letters, and the first of June about twenty beds.",
               "By 3 March 2026 we spend £4.5m in two years, 15% of “all of 300 pounds here”.")


@pytest.mark.parametrize("words", [
    "1.200 llythyr, 4,5 miliwn, 15 %, 2 flynedd", "1 200 listów w 2026", "w 2026 1200 listów", "1’200",
    "1 Mehefin", "20 gwely", "06/2026", "£4,50m",     "١٢٠٠ رسالة و٣ مارس ٢٠٢٦", "ক ১,২০০",
    "{people} o bobl, {quote FM-1042}", "029 2087 1234, +44 20 7946 0999, 14:30",
    "https://llyw.cymru/2031", "“dywedodd 45 o bobl wrthym”",
])
def test_numbers_that_stand_in_the_english_text_pass(words: str) -> None:
    said = {"dywedodd 45 o bobl wrthym": Passage(1, "FM-1", "dywedodd 45 o bobl wrthym")}
    assert english.strange_numbers(words, words, TEXT, Facts(said=said)) == []


@pytest.mark.parametrize(("words", "number"), [
    ("Clywsom 45 o bobl", "45"), ("1 400 osób", "1 400"), ("٤٥ شخصا", "٤٥"), ("4.05", "4.05"), ("12,000", "12,000"),
    ("2026,5", "2026,5"), ("“dywedodd 45 o bobl wrthym”", "45"),
])
def test_others_are_named_beside_their_field(words: str, number: str) -> None:
    [fault] = english.strange_numbers("", words, TEXT, Facts())

    assert str(fault).startswith(f"{number} stands nowhere in the English text.") and fault.field == "body"


def test_a_number_of_any_length_is_read() -> None:
    [fault] = english.strange_numbers("", "1" * 10_000, TEXT, Facts())

    assert fault.startswith(f"{'1' * 30}… stands")
