"""The story of an idea as steps: past, present and promised."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from models import answered as answered_model
from models import clock, commitments, history, joining, outcomes, overviews, publishing, stories, timelines
from models.ideas import Idea
from models.statuses import Status
from models.timelines import Step
from tests.cast import Cast
from tests.said import a_call, an_idea, answered, grouped, hidden, received


def told(db: Session, idea: Idea) -> list[Step]:
    db.flush()
    story = stories.told_of_reference(db, idea.reference, None)
    assert story is not None
    return timelines.steps(story, answered_model.for_idea(db, idea, None))


def test_a_new_idea_was_sent_in_and_waits(db: Session, people: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=12)):
        idea = an_idea(db, people.maya)

    sent, waits = told(db, idea)
    assert (sent.what, sent.state, waits.what, waits.when, waits.state) == (
        "Sent in", "done", "Waiting for an answer", "for 12 days", "now")


def test_a_call_promises_the_answer(db: Session, people: Cast) -> None:
    call = a_call(db, people, days=20)
    idea = an_idea(db, people.maya, call_id=call.id)

    promise = told(db, idea)[-1]
    assert (promise.what, promise.on, promise.state) == ("An answer", call.answer_by, "promised")
    call.answer_by = clock.today() - timedelta(days=1)
    assert told(db, idea)[-1].state == "late" and "1 day late" in told(db, idea)[-1].when


def test_grouped_then_moved_by_a_person(db: Session, people: Cast) -> None:
    first, second = an_idea(db, people.maya), an_idea(db, people.ben)
    theme = grouped(db, first)
    grouped(db, second)
    grouped(db, second, theme, by=people.ruth)

    steps = told(db, second)
    assert [step.what for step in steps[1:3]] == ["Put into a theme", "Moved to a theme"]
    assert steps[1].note == "by the machine" and steps[2].note == (
        "Missed and moved appointments, by a person; 1 other idea is there now")
    assert steps[2].href == f"/themes/{theme.id}"


def test_a_count_that_has_not_caught_up_makes_no_fewer_than_none(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    grouped(db, idea).ideas_count = 0

    assert told(db, idea)[1].note.endswith("by the machine")


@pytest.mark.parametrize("gone", ["joined", "hidden", "withdrawn"])
def test_the_others_in_the_theme_are_those_that_its_page_counts(
    db: Session, people: Cast, gone: str
) -> None:
    mine, second, third = (an_idea(db, people.maya) for _ in range(3))
    theme = grouped(db, mine)
    for idea in (second, third):
        grouped(db, idea, theme)
    assert "2 other ideas are there now" in told(db, mine)[1].note

    if gone == "joined":
        joining.join(db, mine, second, by=people.ruth)
    elif gone == "hidden":
        hidden(db, mine, people)
    else:
        publishing.withdraw(db, mine, by=people.maya)

    assert "2 other ideas are there now" in told(db, mine)[1].note
    assert "1 other idea is there now" in told(db, third)[1].note
    assert overviews.theme(db, theme.id, None).ideas_count == 2


def test_promises_are_kept_late_or_still_to_come_and_stand_in_order(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = answered(db, people, idea=idea)

    def promise(words: str, due: date | None) -> commitments.Commitment:
        return commitments.make(db, answer, promise=words, who="", due_on=due, by=people.ruth)

    promise("Much later", clock.today() + timedelta(days=90))
    promise("Soon", clock.today() + timedelta(days=9))
    promise("Overdue", clock.today() - timedelta(days=9))
    promise("Some day", None)
    commitments.deliver(db, promise("Done", clock.today()), answer, by=people.ruth)

    ahead = [(step.what, step.state) for step in told(db, idea) if step.state != "done"]
    assert ahead == [("Overdue", "late"), ("Soon", "promised"), ("Much later", "promised"), ("Some day", "promised")]
    kept = next(step for step in told(db, idea) if step.what == "Delivered: Done")
    assert kept.note == "on the promised day"


def test_a_result_is_promised_and_then_measured(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = answered(db, people, idea=idea)
    outcome = outcomes.expect(
        db,
        answer,
        measure="Missed appointments",
        unit="%",
        baseline=11.2,
        baseline_on=date(2026, 3, 1),
        baseline_source="",
        target=6,
        read_by=clock.today() + timedelta(days=60),
        by=people.ruth,
    )
    ahead = told(db, idea)[-1]
    assert (ahead.what, ahead.state) == ("To be measured: Missed appointments", "promised")
    assert "11.2 % before" in ahead.note

    outcomes.read(db, outcome, answer, value=6.4, read_on=clock.today(), note="", by=people.ruth)
    last = told(db, idea)[-1]
    assert (last.what, last.state) == ("Measured: Missed appointments", "done") and "fell from 11.2 %" in last.note


def test_hiding_restoring_joining_and_withdrawing_are_told(db: Session, people: Cast) -> None:
    idea, whole = an_idea(db, people.maya), an_idea(db, people.ben)
    hidden(db, idea, people)
    history.record(db, "idea.restored", by=people.dev.id, idea=idea.id)
    idea.status, idea.joined_id = Status.JOINED, whole.id
    history.record(db, "idea.joined", by=people.ruth.id, idea=idea.id)
    history.record(db, "idea.withdrawn", by=people.maya.id, idea=idea.id)

    whats = [step.what for step in told(db, idea)]
    assert whats[1:] == [
        "A moderator hid it",
        "A moderator showed it again",
        f"Joined with {whole.reference}",
        "Its author took it back",
    ]


def test_without_its_words_only_its_going_is_told(db: Session, people: Cast) -> None:
    idea, private = an_idea(db, people.maya), received(db, people.maya)
    grouped(db, idea)
    publishing.withdraw(db, idea, by=people.maya)

    for one, expected in ((idea, ["Sent in", "Published", "Its author took it back"]),
                          (private, ["Sent in", "Waiting for its author to confirm their e-mail address"])):
        db.flush()
        story = stories.told(db, one.id, people.maya)
        assert story is not None
        assert [step.what for step in timelines.without_words(story)] == expected


def test_the_machine_and_a_draft_call_give_nothing_away(db: Session, people: Cast) -> None:
    call = a_call(db, people)
    idea = an_idea(db, people.maya, call_id=call.id)
    call.state = type(call.state)("draft")
    db.flush()

    story = stories.told(db, idea.id, None)
    assert story is not None and story.row.call_question is None and story.team == ""
