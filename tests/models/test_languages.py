"""The languages that people can be answered in."""

import pytest
from sqlmodel import Session

from models import accounts
from models.languages import Language
from models.settings import Settings, settings
from web import language_choice


@pytest.mark.parametrize(("named", "found"), [("cy", ["cy"]), ("ur, cy ur en", ["ur", "cy"]), ("", [])])
def test_languages_are_named_in_the_settings(monkeypatch: pytest.MonkeyPatch, named: str, found: list[str]) -> None:
    monkeypatch.setattr(settings(), "answer_languages", named)

    assert [one.value for one in settings().further_languages] == found
    assert len(language_choice.choices()) == (len(found) + 1 if found else 0)


def test_every_language_has_its_names() -> None:
    assert all(one.words and one.own and one.direction in {"ltr", "rtl"} for one in Language)
    assert Language.URDU.direction == "rtl"


def test_a_language_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"holds hi\. It may hold: en, cy"):
        Settings(answer_languages="cy, hi")


def test_what_was_chosen_last_stands_until_the_account_is_confirmed(db: Session) -> None:
    for language in (Language.ENGLISH, Language.WELSH):
        accounts.known_by(db, "lena@example.org", private=True, language=language)
    lena = accounts.known_by(db, "lena@example.org")
    assert lena.language == Language.WELSH

    accounts.confirm(db, lena)
    accounts.known_by(db, "lena@example.org", language=Language.URDU)
    assert lena.language == Language.WELSH
