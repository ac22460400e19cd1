"""Drafts, publishing, who is concerned, and how far ideas come because of an answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import (
    answered,
    answers,
    commitments,
    decisions,
    faults,
    ideas,
    memberships,
    outcomes,
    publications,
    replies,
    stories,
    timelines,
)
from models.answers import Answer, SavedSince
from models.decisions import DecisionKind
from models.history import Event
from models.replies import Reply
from models.statuses import Heard, Status, Verdict
from tests import scenes
from tests.cast import Cast
from tests.said import an_idea

Jobs = Callable[[str], list[object]]


def kinds(db: Session) -> list[str]:
    return list(db.exec(select(Event.kind).order_by(col(Event.id))))


def test_a_theme_has_one_draft_at_a_time(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    first = scenes.draft(db, people, theme=theme)
    again = answers.draft(db, theme_id=theme.id, by=people.anna, seen=first.saved_at, summary="Better.")

    assert again.id == first.id
    assert again.summary == "Better."
    assert kinds(db).count("answer.drafted") == 1


def test_saving_over_what_somebody_else_saved_is_refused(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    first = scenes.draft(db, people, theme=theme)

    with pytest.raises(SavedSince) as conflict:
        answers.draft(db, theme_id=theme.id, by=people.anna, seen=None, summary="Mine.")
    with pytest.raises(SavedSince):
        earlier = first.saved_at - timedelta(seconds=1)
        answers.draft(db, theme_id=theme.id, by=people.anna, seen=earlier, summary="Mine.")

    assert conflict.value.answer.id == first.id
    assert first.summary == scenes.WORDS["summary"]


def test_publishing_answers_every_idea_of_the_theme(db: Session, people: Cast) -> None:
    theme, alone = scenes.theme(db, None), scenes.idea(db, people.ben)
    mine, theirs = scenes.idea(db, people.maya), scenes.idea(db, people.tom)
    scenes.grouped(db, theme, mine, theirs)

    answer = scenes.published(db, people, theme=theme)

    assert [mine.status, theirs.status, alone.status] == [Status.ANSWERED, Status.ANSWERED, Status.PUBLISHED]
    assert answer.told_count == 2
    assert kinds(db).count("answer.published") == 1


def test_a_draft_says_on_each_idea_that_waits_that_a_team_looks_at_it(db: Session, people: Cast) -> None:
    theme, done, alone = scenes.theme(db, None), scenes.theme(db, None), scenes.idea(db, people.tom)
    mine, back = scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    answered_one = scenes.idea(db, people.ben)
    scenes.grouped(db, theme, mine, back)
    scenes.grouped(db, done, answered_one)
    scenes.published(db, people, theme=done)
    ideas.withdraw(db, back, by=people.ben)

    first = scenes.draft(db, people, theme=theme)
    answers.draft(db, theme_id=theme.id, by=people.anna, seen=first.saved_at, summary="Better.")
    scenes.draft(db, people, idea=alone)
    late = scenes.idea(db, people.ben)
    scenes.draft(db, people, theme=done)
    memberships.move(db, [late.id], theme, by=people.ruth)

    assert [mine.status, alone.status, late.status] == [Status.CONSIDERED] * 3
    assert [back.status, answered_one.status] == [Status.WITHDRAWN, Status.ANSWERED]
    looked_at = db.exec(select(Event.idea_id).where(Event.kind == "idea.considered").order_by(col(Event.id))).all()
    assert looked_at == [answered_one.id, mine.id, alone.id, late.id]
    story = stories.told(db, mine.id, None)
    assert story is not None
    assert "A team began to look at it" in [step.what for step in timelines.steps(story)]
    answers.publish(db, first, by=people.ruth)
    assert mine.status == Status.ANSWERED


def test_publishing_twice_is_publishing_once(db: Session, people: Cast, deferred: Jobs) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.published(db, people, theme=theme)
    first = answer.published_at

    answers.publish(db, answer, by=people.anna)

    assert answer.published_at == first
    assert kinds(db).count("answer.published") == 1
    assert len(deferred("notify")) == 1


def test_contributors_come_with_the_exact_words(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    mine, edited = scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    scenes.grouped(db, theme, mine, edited)
    edited.body = "x" + edited.body
    answer = scenes.draft(db, people, theme=theme)
    db.flush()

    rows = db.execute(answers.contributors(answer.id)).all()

    assert [(row.idea_id, row.account_id, row.words) for row in rows] == [
        (mine.id, people.maya.id, scenes.PASSAGE), (edited.id, people.ben.id, "")]
    assert rows[0].words in mine.body


def test_the_withdrawn_the_hidden_and_the_nameless_are_not_told(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    withdrawn, hidden, nameless = scenes.idea(db, people.maya), scenes.idea(db, people.ben), scenes.idea(db, None)
    scenes.grouped(db, theme, withdrawn, hidden, nameless)
    ideas.withdraw(db, withdrawn, by=people.maya)
    decisions.decide(db, DecisionKind.HIDE, hidden, None, reason="It names a nurse.", by=people.dev)

    answer = scenes.published(db, people, theme=theme)

    assert db.execute(answers.contributors(answer.id)).all() == []
    assert answer.told_count == 0
    db.expire_all()
    assert withdrawn.status == Status.WITHDRAWN


def test_one_person_with_two_ideas_is_one_person(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya), scenes.idea(db, people.maya))

    assert scenes.published(db, people, theme=theme).told_count == 1


def test_a_promise_kept_and_a_reading_move_the_ideas_on(db: Session, people: Cast) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    answer = scenes.published(db, people, theme=theme)
    promise = commitments.make(db, answer, promise="Two more people", who="Clinics", due_on=scenes.JUNE, by=people.ruth)
    outcome = outcomes.expect(
        db, answer, measure="Missed appointments", unit="%", baseline=11.2, baseline_on=scenes.JUNE,
        baseline_source="Clinic system", target=8.0, read_by=None, by=people.ruth)

    commitments.deliver(db, promise, answer, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)
    assert mine.status == Status.DELIVERED
    outcomes.read(db, outcome, answer, value=8.4, read_on=scenes.JUNE, note="", by=people.ruth)
    assert mine.status == Status.MEASURED
    assert kinds(db).count("commitment.delivered") == 1
    assert kinds(db).count("outcome.measured") == 1


def test_an_answer_is_read_with_everything_beside_it(db: Session, people: Cast) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    answer = scenes.published(db, people, theme=theme)
    commitments.make(db, answer, promise="Two more people", who="Clinics", due_on=scenes.JUNE, by=people.ruth)
    outcome = outcomes.expect(
        db, answer, measure="Missed appointments", unit="%", baseline=11.2, baseline_on=scenes.JUNE,
        baseline_source="Clinic system", target=8.0, read_by=None, by=people.ruth)
    outcomes.read(db, outcome, answer, value=8.4, read_on=scenes.JUNE, note="", by=people.ruth)
    replies.give(db, answer, heard=Heard.PARTLY, sentence="And the evenings?", by=people.maya)

    told = answered.for_theme(db, theme.id, people.maya)[0]

    assert told.team == "Outpatients team, Ellerford General"
    assert told.commitments[0].due_on == scenes.JUNE
    assert told.outcomes[0].sentence == (
        "Missed appointments fell from 11.2 % (30 June 2026) to 8.4 % (30 June 2026). "
        "That is better.")
    assert told.shares == {Heard.ANSWERED: 0, Heard.PARTLY: 1, Heard.NOT: 0}
    assert told.share_sentence == "0 of 1 person who was told says it answers their point."
    assert told.mine is not None
    assert (told.mine.words, told.mine.heard) == (scenes.PASSAGE, Heard.PARTLY)
    assert answered.for_theme(db, theme.id, people.ben)[0].mine is None
    assert answered.for_theme(db, theme.id, None)[0].may_reply is False


def test_drafts_are_seen_at_the_desk_only(db: Session, people: Cast) -> None:
    answer = scenes.draft(db, people, theme=scenes.theme(db, None))
    here = Answer.id == answer.id

    assert db.exec(answers.visible_to(people.ruth).where(here)).first() is not None
    for other in (None, people.maya, people.tom, people.dev):
        assert db.exec(answers.visible_to(other).where(here)).first() is None


def test_the_answer_to_a_hidden_idea_is_hidden_with_it(db: Session, people: Cast) -> None:
    mine = scenes.idea(db, people.maya)
    answer = scenes.published(db, people, idea=mine)
    decisions.decide(db, DecisionKind.HIDE, mine, None, reason="It names a nurse.", by=people.dev)

    assert db.exec(answers.visible_to(people.ben).where(Answer.id == answer.id)).first() is None
    assert db.exec(answers.visible_to(people.maya).where(Answer.id == answer.id)).first() is not None


def test_what_is_missing_is_said(db: Session, people: Cast) -> None:
    answer = Answer(theme_id=1, verdict=Verdict.PASSED)

    assert answers.missing(answer) == [
        "Write the answer in short.", "Write the answer in full.", "Say who signs it.", "Say what their role is.",
        "Say who it was passed to."]


def test_the_database_holds_no_public_answer_without_a_decision(db: Session, people: Cast) -> None:
    answer = scenes.draft(db, people, idea=scenes.idea(db, people.maya))
    answer.verdict = None
    assert "Choose what you decided." in answers.missing(answer)

    with pytest.raises(IntegrityError, match="decided"), db.begin_nested():
        answers.publish(db, answer, by=people.ruth)


def test_a_reply_may_be_changed_and_counts_once(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.published(db, people, theme=theme)

    replies.give(db, answer, heard=Heard.NOT, sentence="No.", by=people.maya)
    replies.give(db, answer, heard=Heard.NOT, sentence="No.", by=people.maya)
    replies.give(db, answer, heard=Heard.ANSWERED, sentence="", by=people.maya)

    assert [reply.heard for reply in db.exec(select(Reply))] == [Heard.ANSWERED]
    assert kinds(db).count("answer.replied_to") == 2


def test_an_idea_that_nobody_can_read_is_answered_when_it_is_shown_again(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = scenes.measured(db, people, scenes.draft(db, people, idea=idea))
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names a nurse.", by=people.dev)
    with pytest.raises(faults.Blocked) as blocked:
        publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=True)
    assert "when it is shown again" in blocked.value.sentences[0]

    decisions.decide(db, DecisionKind.RESTORE, idea, None, reason="It does not.", by=people.dev)
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=True)

    assert answer.published and not idea.waits
