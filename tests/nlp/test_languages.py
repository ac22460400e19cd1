"""English, Welsh, or another language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import languages
from tests.nlp import welsh
from tests.nlp.ideas import IDEAS

WELSH = [
    "Mae'r bws i'r ysbyty yn hwyr bob bore ac mae pobl yn colli eu hapwyntiadau.",
    "Rhaid cael mwy o olau ar y llwybr drwy'r parc.",
    "Nid yw'r biniau yn cael eu casglu yn ein pentref ni.",
    "Hoffwn weld y llyfrgell ar agor ar ddydd Sadwrn.",
    "Gormod o geir yn goryrru heibio'r ysgol",
    "Dylai llythyrau'r cyngor fod yn Gymraeg hefyd.",
]
SHORT = ["Bins", "no bus!!", "", "Llanfair Road is flooded", "Tremont St @ Dartmouth St", "lol ok"]
OTHERS = [
    "Potrzebujemy więcej autobusów, bo w naszej wsi nie ma jak dojechać do lekarza.",
    "Il faut plus de bus dans le village, surtout le soir et le dimanche.",
    "Avem nevoie de mai multe locuri de parcare lângă școală pentru că nu este loc.",
    "Нам нужно больше автобусов вечером.",
    "نحتاج إلى مزيد من الحافلات في المساء",
    "晚上需要更多的公共汽车",
    "Necesitamos más autobuses por la noche porque no hay manera de volver a casa.",
]


@pytest.mark.parametrize("text", [*WELSH, *welsh.WELSH])
def test_welsh_is_known(text):
    assert languages.detect(text) == "cy"


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_are_known(text):
    assert languages.detect(text) == "other"


@pytest.mark.parametrize("text", [*IDEAS, *SHORT, *welsh.ENGLISH])
def test_english_is_english_even_when_short_or_named_in_welsh(text):
    assert languages.detect(text) == "en"


@given(st.text(st.characters(), max_size=200))
def test_any_text_has_an_answer(text):
    assert languages.detect(text) in {"en", "cy", "other"}
