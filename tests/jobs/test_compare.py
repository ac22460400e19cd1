"""The title of a draft meets the machine."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select, update

from jobs import compare
from models import analyses, clock, drafts, similar
from models.accounts import Account
from models.analyses import Analysed
from models.drafts import Draft
from models.ideas import Idea
from models.settings import Settings
from models.statuses import Kind
from nlp import vectors
from tests.cast import Cast
from tests.said import an_idea

TITLE = "Somewhere to lock my bicycle at the hospital"
SAME = ("Bike stands, please", "There is no stand where I can chain a bike up when I visit the clinic.")
OTHER = ("Write to me in Welsh", "My letters about the council tax come in English only.")


def begun(db: Session, account: Account | None = None, title: str = TITLE) -> Draft:
    draft = drafts.begin(db, title=title, kind=Kind.IDEA, call_id=None, account_id=account.id if account else None)
    db.commit()
    return draft


def read(db: Session, *ideas: Idea) -> None:
    """The machine has read these, each in a call of its own: only what the sentence model says is the same there."""
    for number, idea in enumerate(ideas):
        state = vectors.fit([idea.text_to_analyse, "Something else is said here."])
        vector = state.embed([idea.text_to_analyse])[0]
        analyses.store(db, [Analysed(idea.id, vector, "en", [])], version=f"{number}-{state.version}"[:64])
    db.commit()


def compared(db: Session, draft: Draft) -> list[int]:
    compare.compare(db, draft.id)
    db.commit()
    db.refresh(draft)
    return draft.nearest


@pytest.fixture
def two(db: Session, people: Cast) -> tuple[Idea, Idea]:
    same, other = an_idea(db, people.maya, *SAME), an_idea(db, people.ben, *OTHER)
    read(db, same, other)
    return same, other


def test_an_idea_that_shares_no_word_is_found_by_what_it_means(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db)

    assert [idea.id for idea in similar.to_title(db, TITLE)] == []
    assert compared(db, draft) == [two[0].id] and draft.is_compared


def test_beginning_a_draft_asks_for_it(db: Session, deferred: Callable[[str], list[object]]) -> None:
    draft = begun(db)

    assert deferred("compare") == [{"draft_id": draft.id}]


def test_the_same_title_is_asked_for_once_and_another_title_again(
    db: Session, deferred: Callable[[str], list[object]]
) -> None:
    draft = begun(db)
    for title in (TITLE, "A bench at the stop", "A bench at the stop"):
        drafts.answer(db, draft, title=title)

    assert len(deferred("compare")) == 2


def test_comparing_twice_is_comparing_once(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db)

    assert compared(db, draft) == compared(db, draft) == [two[0].id]


def test_nothing_like_it_is_an_answer_too(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db, title="Teach chess in prisons")

    assert compared(db, draft) == [] and draft.is_compared


@pytest.mark.parametrize("title", ["?!?!?!?!", "…… ……", "\U0001f600\U0001f600\U0001f600"])
def test_a_title_without_words_finds_nothing(db: Session, two: tuple[Idea, Idea], title: str) -> None:
    draft = begun(db, title=title)

    assert compared(db, draft) == [] and draft.is_compared


def test_a_hidden_idea_is_not_found(db: Session, two: tuple[Idea, Idea]) -> None:
    two[0].hidden_at = clock.now()
    db.commit()

    assert compared(db, begun(db)) == []


def test_at_most_five_are_kept_the_nearest_first(db: Session, people: Cast) -> None:
    bodies = ["I need somewhere to lock my bicycle at the hospital.", *[f"{SAME[1]} {number}" for number in range(6)]]
    ideas = [an_idea(db, people.maya, SAME[0], body) for body in bodies]
    read(db, *ideas)

    near = compared(db, begun(db))

    assert len(near) == similar.MOST and near[0] == ideas[0].id


def test_a_title_changed_meanwhile_keeps_nothing_of_the_old_one(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db)
    old = Draft(**draft.model_dump())
    drafts.answer(db, draft, title="A bench at the bus stop")
    db.commit()

    drafts.keep_nearest(db, old, [two[0].id])
    db.commit()

    db.refresh(draft)
    assert draft.nearest == [] and draft.compared == "" and not draft.is_compared


def test_what_was_found_for_an_old_title_is_not_that_of_the_new_one(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db)
    compared(db, draft)

    drafts.answer(db, draft, title="A bench at the bus stop")

    assert not draft.is_compared


def test_sending_a_draft_takes_what_was_found_with_it(db: Session, people: Cast, two: tuple[Idea, Idea]) -> None:
    draft = begun(db, people.maya)
    compared(db, draft)
    old = Draft(**draft.model_dump())
    draft.today, draft.better, draft.email = "Bikes lie about.", "They stand in a row.", people.maya.email
    drafts.send(db, draft, by=people.maya)
    db.commit()

    drafts.keep_nearest(db, old, [two[0].id])
    db.commit()

    db.refresh(draft)
    assert (draft.compared, draft.nearest) == ("", [])


def test_a_draft_that_is_too_old_goes_with_what_was_found(db: Session, two: tuple[Idea, Idea]) -> None:
    draft = begun(db)
    compared(db, draft)
    draft_id = draft.id
    db.exec(update(Draft).values(begun_at=clock.now() - timedelta(days=drafts.DAYS, minutes=1)))

    drafts.forget_old(db)
    db.commit()

    assert db.exec(select(Draft)).all() == []
    compare.compare(db, draft_id)


def test_without_the_sentence_model_nothing_is_found(
    db: Session, two: tuple[Idea, Idea], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compare, "settings", lambda: Settings(model_dir=tmp_path))
    draft = begun(db)

    assert compared(db, draft) == [] and draft.is_compared


def test_vectors_of_words_alone_are_passed_over(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya, *SAME)
    state = vectors.fit([idea.text_to_analyse], sentences=False)
    row = state.embed([idea.text_to_analyse])[0]
    analyses.store(db, [Analysed(idea.id, row, "en", [])], version=state.version)

    assert compared(db, begun(db)) == []
