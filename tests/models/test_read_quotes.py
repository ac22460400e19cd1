"""A second person approves what is quoted too: where an idea says other words since, they read them first."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models import amendments, proofs, publications, reviews, revisions, translations
from models.accounts import Account
from models.answers import Answer
from models.faults import Blocked
from models.ideas import Idea
from models.languages import Language
from tests import scenes
from tests.cast import Cast

OTHER = "Doctor Smith of 12 High Street is a thief. " * 5
Given = tuple[Idea, Answer, Account]


@pytest.fixture
def given(db: Session, people: Cast) -> Given:
    """An idea, a draft answer to it, and a second officer."""
    idea = scenes.idea(db, people.maya)
    scenes.grouped(db, scenes.theme(db, scenes.call(db, people).id), idea)
    return idea, scenes.measured(db, people, scenes.draft(db, people, idea=idea)), scenes.officer(db, people)


def changed(db: Session, people: Cast, idea: Idea) -> None:
    revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body=OTHER)


def test_an_answer_is_read_again(db: Session, people: Cast, given: Given) -> None:
    idea, answer, omar = given
    answer.body = f"As one said:\n\n{proofs.quote_token(idea.reference)}"
    reviews.approve(db, answer, by=omar, seen=answer.saved_at)
    changed(db, people, idea)

    with pytest.raises(Blocked, match="says other words now than those that were read"):
        publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=False)
    reviews.ask(db, answer, by=people.ruth, reader_id=omar.id)
    reviews.approve(db, answer, by=omar, seen=answer.saved_at)
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=False)

    assert answer.quotes[0]["words"] == OTHER.strip() or answer.quotes[0]["words"] in OTHER


def test_a_new_text_and_one_in_another_language_are_read_again(db: Session, people: Cast, given: Given) -> None:
    idea, answer, omar = given
    reviews.approve(db, answer, by=omar, seen=answer.saved_at)
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=False)
    said = {"summary": "In short.", "body": proofs.quote_token(idea.reference)}
    new = amendments.save(db, answer, **said, reason="A slip.", by=people.ruth, seen=None)
    welsh = translations.save(db, answer, Language.WELSH, **said, by=people.ruth, seen=None)
    acts: list[tuple[Callable[..., None], object, dict[str, bool]]] = [
        (translations.publish, welsh, {}), (amendments.publish, new, {"tell": False})]
    amendments.approve(db, answer, new, by=omar, seen=new.saved_at)
    translations.approve(db, answer, welsh, by=omar, seen=welsh.saved_at)
    changed(db, people, idea)

    for publish, one, more in acts:
        with pytest.raises(Blocked, match="Ask a colleague"):
            publish(db, answer, one, by=people.ruth, seen=one.saved_at, **more)  # type: ignore[attr-defined]
    translations.approve(db, answer, welsh, by=omar, seen=welsh.saved_at)
    amendments.approve(db, answer, new, by=omar, seen=new.saved_at)
    for publish, one, more in acts:
        publish(db, answer, one, by=people.ruth, seen=one.saved_at, **more)  # type: ignore[attr-defined]
