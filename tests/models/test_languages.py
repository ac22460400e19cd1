"""The languages that people can be answered in."""

import pytest

from models import languages
from models.languages import Language
from models.settings import LANGUAGES, Settings, settings


@pytest.mark.parametrize(("named", "found"), [("cy", ["cy"]), ("ur, cy ur en", ["ur", "cy"]), ("", [])])
def test_languages_are_named_in_the_settings(monkeypatch: pytest.MonkeyPatch, named: str, found: list[str]) -> None:
    monkeypatch.setattr(settings(), "answer_languages", named)

    assert [one.value for one in languages.further()] == found
    assert len(languages.choices()) == (len(found) + 1 if found else 0)


def test_every_language_has_its_names() -> None:
    assert all(one.words and one.own and one.direction in {"ltr", "rtl"} for one in Language)
    assert Language.URDU.direction == "rtl"


def test_a_language_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"holds hi\. It may hold: en, cy"):
        Settings(answer_languages="cy, hi")
    assert set(LANGUAGES) == set(Language)
