"""Finding ideas by words, and numbers by whatever shape they are typed in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_
from sqlmodel import Session

from models import search, text
from tests.cast import Cast
from tests.said import an_idea, answered, hidden


@pytest.mark.parametrize(("typed", "reference"), [
    ("FM-2417", "FM-2417"), ("fm-2417", "FM-2417"), ("FM 2417", "FM-2417"), ("fm2417", "FM-2417"), ("2417", "FM-2417"),
    (" #2417. ", "FM-2417"), ("FM-0002417", "FM-2417"), ("FM-1", "FM-1"), ("241", None), ("FM-", None), ("", None),
    ("FM-2417 please", None), ("FM-٢٤١٧", None), ("2417²", None), ("9" * 40, None),
])
def test_a_reference_in_any_shape(typed: str, reference: str | None) -> None:
    assert search.reference_in(typed) == reference


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_.text(max_size=200))
def test_no_text_makes_a_search_fail(db: Session, typed: str) -> None:
    words = text.clean(typed)
    search.ideas_saying(db, words, None)
    search.ideas_saying(db, search.any_of(words), None)
    search.beside(db, words)


def test_only_the_newest_of_very_many_are_ranked(db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CANDIDATES", 3)
    made = [an_idea(db, people.maya, f"A bench number {n}") for n in range(6)]

    found = {row.id for row in search.ideas_saying(db, "bench", None)}
    assert found == {idea.id for idea in made[3:]}


def test_the_answer_to_an_idea_that_dev_hid_is_not_found(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = answered(db, people, idea=idea)
    assert [(row.kind, row.id) for row in search.beside(db, "clinic")] == [("answer", answer.id)]

    hidden(db, idea, people)

    assert search.beside(db, "clinic") == []
