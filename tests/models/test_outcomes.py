"""What is promised beside an answer, and what it is measured by: written in a draft, kept once it is public."""

import pytest
from sqlmodel import Session, select

from models import answers, clock, commitments, outcomes
from models.answers import Answer, SavedSince
from models.history import Event
from models.outcomes import Outcome, Settled
from tests import scenes
from tests.cast import Cast


def test_a_promise_or_a_measure_added_to_a_draft_must_be_read_before_it_is_published(
    db: Session, people: Cast
) -> None:
    answer = scenes.draft(db, people, theme=scenes.theme(db, None))

    for add in (lambda: commitments.make(db, answer, promise="A lift", who="", due_on=None, by=people.anna),
                lambda: expects(db, answer, people, baseline=11.2)):
        read = answer.saved_at
        add()
        with pytest.raises(SavedSince):
            answers.publish(db, answer, by=people.ruth, seen=read)

    answers.publish(db, answer, by=people.ruth, seen=answer.saved_at)
    assert answer.published


def expects(db: Session, answer: Answer, people: Cast, *, baseline: float) -> Outcome:
    return outcomes.expect(
        db, answer, measure="Missed appointments", unit="%", baseline=baseline, baseline_on=scenes.JUNE,
        baseline_source="Clinic system", target=8.0, read_by=None, by=people.ruth)


def test_what_a_public_answer_is_measured_by_is_not_written_again(db: Session, people: Cast) -> None:
    answer = scenes.draft(db, people, theme=scenes.theme(db, None))
    first = expects(db, answer, people, baseline=15.0)
    expects(db, answer, people, baseline=11.2)
    answers.publish(db, answer, by=people.ruth)

    with pytest.raises(Settled):
        expects(db, answer, people, baseline=20.0)

    assert expects(db, answer, people, baseline=11.2).id == first.id
    assert first.baseline == 11.2
    expected = select(Event).where(Event.kind == "outcome.expected")
    assert len(db.exec(expected).all()) == 2


def test_a_draft_promises_one_thing_or_none(db: Session, people: Cast) -> None:
    answer = scenes.draft(db, people, theme=scenes.theme(db, None))

    for promise in ("One", "Two", ""):
        due = clock.today() if promise else None
        commitments.write(db, answer, promise=promise, who="", due_on=due, by=people.ruth)
        db.flush()
        found = [row.promise for row in db.exec(commitments.of_answer(answer.id))]
        assert found == ([promise] if promise else [])
