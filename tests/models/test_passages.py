"""The passage that an officer chooses: exact, kept whatever the machine finds, and never changed in what was sent."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models import (
    answered,
    answers,
    checks,
    database,
    evidence,
    memberships,
    merging,
    passages,
    proofs,
    publications,
    reviews,
    revisions,
    undoing,
)
from models.answers import Answer, SavedSince
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.passages import ChangedSince
from models.themes import Theme
from nlp.passages import sentences
from tests import scenes
from tests.cast import Cast

BODY = "I have two jobs. That would help. My letter came late, so I lost my place! Nobody rang me."
HELP = "That would help."
LATE = "My letter came late, so I lost my place!"


def span(idea: Idea, words: str) -> tuple[int, int]:
    begins = idea.body.index(words)
    return begins, begins + len(words)


def of(db: Session, idea: Idea) -> Membership:
    return db.exec(memberships.primary_of(idea.id)).one()


def choose(db: Session, idea: Idea, words: str | None, by: Any) -> bool:
    member = of(db, idea)
    wanted = span(idea, words) if words is not None else None
    return passages.choose(db, idea, member, wanted, by=by, seen=passages.print_of(idea, member))


def found(idea: Idea, words: str) -> dict[str, Any]:
    begins, ends = span(idea, words)
    return {"score": 0.7, "begins": begins, "ends": ends, "words": words}


def doctor(db: Session) -> int:
    db.flush()
    return next(rule.wrong for rule in checks.all_of(db) if rule.name == "every passage stands in its idea")


@pytest.fixture
def theme(db: Session) -> Theme:
    return scenes.theme(db, None)


@pytest.fixture
def idea(db: Session, people: Cast, theme: Theme) -> Idea:
    made = scenes.idea(db, people.maya, body=BODY)
    memberships.put(db, made, theme, by=None, **found(made, HELP))
    return made


def test_a_choice_is_exact_and_is_told_once_in_the_journal(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    assert choose(db, idea, LATE, people.ruth)
    assert not choose(db, idea, LATE, people.ruth)

    member = of(db, idea)
    assert (member.words, member.chosen_by_id, member.by_id) == (LATE, people.ruth.id, None)
    assert idea.body[member.begins:member.ends] == LATE
    event = db.exec(select(Event).where(Event.kind == passages.CHOSEN)).one()
    assert (event.by_id, event.idea_id, event.theme_id) == (people.ruth.id, idea.id, theme.id)
    assert passages.told(event.data, {idea.id: idea.body}) == (
        f"chose other words to answer: “{LATE}” instead of “{HELP}”")
    assert LATE not in str(event.data) and HELP not in str(event.data)
    assert doctor(db) == 0


def test_the_journal_is_silent_about_words_that_nobody_can_read_any_more(
    db: Session, people: Cast, idea: Idea
) -> None:
    choose(db, idea, LATE, people.ruth)
    event = db.exec(select(Event).where(Event.kind == passages.CHOSEN)).one()

    assert passages.told(event.data, {}) == "chose other words to answer"
    assert passages.told(event.data, {idea.id: "Something else."}) == "chose other words to answer"


def test_whatever_the_machine_finds_the_choice_stays(db: Session, people: Cast, theme: Theme, idea: Idea) -> None:
    choose(db, idea, LATE, people.ruth)

    memberships.explain(db, of(db, idea), idea, **found(idea, "Nobody rang me."))
    memberships.put(db, idea, theme, by=None, **found(idea, "Nobody rang me."))

    member = of(db, idea)
    assert (member.words, member.score, member.found["words"]) == (LATE, 0.7, "Nobody rang me.")


def test_what_is_chosen_while_the_machine_works_stays(db: Session, people: Cast, theme: Theme, idea: Idea) -> None:
    db.commit()
    with database.open_session() as job:
        theirs, read = of(job, idea), job.get_one(Idea, idea.id)
        choose(db, idea, LATE, people.ruth)
        db.commit()

        memberships.explain(job, theirs, read, **found(idea, "Nobody rang me."))
        job.commit()

    db.expire_all()
    assert (of(db, idea).words, of(db, idea).chosen_by_id) == (LATE, people.ruth.id)


def test_the_choice_goes_along_when_the_idea_is_put_elsewhere(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    letters, last = scenes.theme(db, None, title="Letters"), scenes.theme(db, None, title="All post")
    choose(db, idea, LATE, people.ruth)

    act = memberships.move(db, [idea.id], letters, by=people.anna, why={idea.id: found(idea, "Nobody rang me.")})
    assert (of(db, idea).theme_id, of(db, idea).words) == (letters.id, LATE)
    undoing.undo(db, act, by=people.anna)
    assert (of(db, idea).theme_id, of(db, idea).words) == (theme.id, LATE)
    memberships.put(db, idea, letters, by=people.anna, **found(idea, "Nobody rang me."))
    merging.merge(db, letters, last, by=people.anna)

    db.expire_all()
    assert (of(db, idea).theme_id, of(db, idea).words) == (last.id, LATE)
    assert of(db, idea).chosen_by_id == people.ruth.id


def test_what_was_chosen_after_a_move_stays_when_the_move_is_taken_back(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    act = memberships.move(db, [idea.id], scenes.theme(db, None, title="Letters"), by=people.anna)
    choose(db, idea, LATE, people.ruth)

    undoing.undo(db, act, by=people.anna)

    assert (of(db, idea).theme_id, of(db, idea).words) == (theme.id, LATE)


def test_a_choice_follows_its_words_in_a_new_text_and_else_the_machines_come_back(
    db: Session, people: Cast, idea: Idea
) -> None:
    choose(db, idea, LATE, people.ruth)

    revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body=f"Hello. {BODY}")
    member = of(db, idea)
    assert (member.words, idea.body[member.begins:member.ends]) == (LATE, LATE)
    assert idea.body[member.found["begins"]:member.found["ends"]] == HELP

    revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body=f"{HELP} Please.")
    member = of(db, idea)
    assert (member.words, member.chosen_by_id, member.found) == (HELP, None, {})
    assert doctor(db) == 0


def test_one_can_go_back_to_what_the_machine_found(db: Session, people: Cast, idea: Idea) -> None:
    assert not choose(db, idea, None, people.ruth)
    choose(db, idea, LATE, people.ruth)

    assert choose(db, idea, None, people.anna)

    assert (of(db, idea).words, of(db, idea).chosen_by_id, of(db, idea).found) == (HELP, None, {})
    events = db.exec(select(Event).where(Event.kind == passages.CHOSEN).order_by(col(Event.id))).all()
    assert passages.told(events[-1].data, {idea.id: BODY}) == (
        f"went back to the words that the machine found: “{HELP}” instead of “{LATE}”")


@pytest.mark.parametrize("what", ["text", "passage", "place"])
def test_who_saw_something_else_changes_nothing(
    db: Session, people: Cast, idea: Idea, what: str
) -> None:
    member = of(db, idea)
    seen, wanted = passages.print_of(idea, member), span(idea, LATE)
    if what == "text":
        revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body=f"Hello. {BODY}")
    elif what == "passage":
        choose(db, idea, "Nobody rang me.", people.anna)
    else:
        memberships.put(db, idea, scenes.theme(db, None, title="Letters"), by=people.anna)

    with pytest.raises(ChangedSince):
        passages.choose(db, idea, member, wanted, by=people.ruth, seen=seen)
    assert of(db, idea).words != LATE


def test_a_draft_that_quotes_the_words_has_to_be_read_again_and_any_other_stays_as_it_was_read(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    scenes.officer(db, people)
    draft = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    reviews.approve(db, draft, by=people.anna, seen=draft.saved_at)
    seen = draft.saved_at

    choose(db, idea, "Nobody rang me.", people.anna)
    assert (draft.saved_at, draft.writer_id) == (seen, people.ruth.id)
    draft.body = f"You said it:\n\n{proofs.quote_token(idea.reference)}"
    choose(db, idea, LATE, people.anna)

    assert draft.saved_at > seen and draft.writer_id == people.ruth.id
    with pytest.raises(SavedSince):
        publications.publish(db, draft, by=people.ruth, seen=seen, tell=True)


def sent(db: Session, answer: Answer) -> list[str]:
    return [row.words for row in db.execute(answers.contributors(answer.id))]


def test_what_was_sent_with_a_public_answer_stays(db: Session, people: Cast, theme: Theme, idea: Idea) -> None:
    choose(db, idea, LATE, people.ruth)
    answer = scenes.published(db, people, theme=theme)

    choose(db, idea, "Nobody rang me.", people.anna)

    assert sent(db, answer) == [LATE]
    mine = answered.find(db, col(Answer.id) == answer.id, people.maya)[0].mine
    assert mine is not None and mine.words == LATE
    later = scenes.draft(db, people, theme=theme)
    db.flush()
    assert sent(db, later) == ["Nobody rang me."]
    assert evidence.of_one(db, answer.id, "", f"{{quote {idea.reference}}}").passages[idea.reference].words == LATE
    assert evidence.of_one(db, later.id, "", f"{{quote {idea.reference}}}").passages[idea.reference].words == (
        "Nobody rang me.")
    assert [row.words for row in db.execute(passages.sent(idea.id))] == [LATE]


def test_what_the_author_took_out_of_the_text_is_no_longer_shown_as_sent(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    choose(db, idea, LATE, people.ruth)
    answer = scenes.published(db, people, theme=theme)
    idea.body = "Nobody rang me."
    memberships.follow_text(db, idea)
    db.flush()

    assert sent(db, answer) == [""]


def test_an_answer_that_nobody_was_told_of_goes_out_with_the_new_words(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    answer = scenes.draft(db, people, theme=theme)
    answers.publish(db, answer, by=people.ruth, tell=False)
    assert sent(db, answer) == [HELP] and db.execute(passages.sent(idea.id)).all() == []

    choose(db, idea, LATE, people.ruth)
    assert sent(db, answer) == [LATE]
    answers.tell(db, answer, by=people.ruth)
    choose(db, idea, "Nobody rang me.", people.ruth)

    assert sent(db, answer) == [LATE]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(".!?\n "), max_size=120),
       places=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_any_chosen_passage_is_the_texts_own_characters(
    db: Session, people: Cast, theme: Theme, idea: Idea, body: str, places: tuple[int, int]
) -> None:
    with db.begin_nested() as before:
        idea.body = body
        memberships.follow_text(db, idea)
        db.flush()
        if told := sentences(body):
            first, last = sorted(place % len(told) for place in places)
            wanted = told[first].start, told[last].end
            member = of(db, idea)
            passages.choose(db, idea, member, wanted, by=people.ruth, seen=passages.print_of(idea, member))
            assert (member.begins, member.ends) == wanted
            assert member.words == body[member.begins:member.ends] != ""
        assert doctor(db) == 0
        before.rollback()
    db.expire_all()


def test_an_idea_that_stands_in_no_theme_has_no_passage(db: Session, people: Cast) -> None:
    alone = scenes.idea(db, people.maya)

    assert db.execute(passages.at_desk(alone.id)).first() is None
