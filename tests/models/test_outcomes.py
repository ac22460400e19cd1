"""What is promised beside an answer, and what it is measured by: written in a draft, kept once it is public."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models import answered, answers, clock, commitments, outcomes
from models.answers import Answer, SavedSince
from models.history import Event
from models.outcomes import Outcome, Settled
from models.statuses import Status, Verdict
from tests import scenes
from tests.cast import Cast
from tests.said import an_idea


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


def test_a_reading_is_corrected_and_what_it_said_stays(db: Session, people: Cast) -> None:
    answer = scenes.published(db, people, theme=scenes.theme(db, None))
    outcome = expects(db, answer, people, baseline=11.2)
    reading = outcomes.read(db, outcome, answer, value=6.4, read_on=scenes.JUNE, note="", by=people.ruth)

    outcomes.correct(db, reading, answer, because="A clinic was left out.", seen=1, by=people.anna, value=8.4)
    with pytest.raises(outcomes.CorrectedSince):
        outcomes.correct(db, reading, answer, because="Again.", seen=1, by=people.ruth, value=1.0)

    [told] = answered.find(db, Answer.id == answer.id, None)  # type: ignore[arg-type]
    [measured] = told.outcomes
    assert measured.sentence.endswith("to 8.4 % (30 June 2026). That is better.")
    assert [(one.value, one.because) for one in measured.corrections_of(reading)] == [(6.4, "A clinic was left out.")]
    kinds = [event.kind for event in db.exec(select(Event).order_by(Event.id))]  # type: ignore[arg-type]
    assert kinds[-2:] == ["outcome.measured", "outcome.corrected"]


def test_a_result_is_measured_when_no_promise_is_open_any_more(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = scenes.published(db, people, idea=idea)
    kept, dropped = (commitments.make(db, answer, promise=words, who="", due_on=clock.today(), by=people.ruth)
                     for words in ("A lift", "A ramp"))
    outcomes.read(db, expects(db, answer, people, baseline=11.2), answer, value=6.4, read_on=clock.today(), note="",
                  by=people.ruth)
    states = [idea.status]

    commitments.deliver(db, kept, answer, by=people.ruth)
    states.append(idea.status)
    commitments.drop(db, dropped, answer, because="No room.", by=people.ruth)
    states.append(idea.status)

    assert states == [Status.ANSWERED, Status.ANSWERED, Status.MEASURED]


def test_the_first_measure_of_an_answer_is_its_measure_of_success(db: Session, people: Cast) -> None:
    answer = scenes.published(db, people, theme=scenes.theme(db, None))
    for name in ("Missed appointments", "Calls", "Letters"):
        outcomes.add(db, answer, by=people.ruth, measure=name, baseline=1.0, baseline_on=scenes.JUNE)

    found = db.exec(outcomes.of_answer(answer.id)).all()
    assert [(one.measure, one.success) for one in found] == [
        ("Missed appointments", True), ("Calls", False), ("Letters", False)]
    assert not answers.take_out(db, answer, found[1], by=people.ruth)


@pytest.mark.parametrize(("verdict", "wanted"), [
    (Verdict.DOING, 3), (Verdict.PART, 3), (Verdict.ALREADY, 0), (Verdict.NO, 0), (Verdict.PASSED, 0)])
def test_what_is_done_has_a_measure_of_success(db: Session, people: Cast, verdict: Verdict, wanted: int) -> None:
    answer = scenes.draft(db, people, theme=scenes.theme(db, None))
    answer.verdict = verdict
    none = outcomes.success_missing(db, answer)
    assert none == [] if not wanted else none[0].startswith("Say how you will know that it worked")

    outcome = outcomes.add(db, answer, by=people.ruth, measure="Calls", baseline=1.0, baseline_on=scenes.JUNE)
    assert len(outcomes.success_missing(db, answer)) == wanted
    outcome.baseline_source, outcome.target, outcome.read_by = "Counted", 2.0, clock.today()
    assert outcomes.success_missing(db, answer) == []
    outcome.baseline = None
    assert outcomes.success_missing(db, answer) == ["Enter the value before anything changes."]


def test_a_measure_that_takes_the_place_of_the_one_of_success_is_it(db: Session, people: Cast) -> None:
    answer = scenes.measured(db, people, scenes.draft(db, people, idea=an_idea(db, people.maya)))
    says: dict[str, Any] = {
        "measure": "Minutes on the telephone", "unit": "", "baseline": 9.0, "baseline_on": scenes.JUNE,
        "baseline_source": "Switchboard", "target": 4.0, "read_by": clock.today() + timedelta(days=9)}
    outcomes.add(db, answer, by=people.ruth, **says)
    success = db.exec(outcomes.of_answer(answer.id)).first()
    assert success is not None and answers.take_out(db, answer, success, by=people.ruth)
    assert outcomes.success_missing(db, answer) != []

    outcomes.add(db, answer, by=people.ruth, **says | {"measure": "Calls a week"})
    assert outcomes.success_missing(db, answer) == []

    outcomes.expect(db, answer, by=people.ruth, **says | {"target": 3.0})
    assert outcomes.success_missing(db, answer) == []
