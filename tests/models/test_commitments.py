"""What becomes of a promise: each step is said in public, and none is written again."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from models import answered, answers, clock, commitments, roadmap
from models.answers import Answer
from models.commitments import Commitment, MovedSince, Progress, RewordedSince
from models.history import Event
from models.statuses import CommitmentState, Status
from tests import scenes
from tests.cast import Cast
from tests.said import an_idea

MAY, JULY, AUGUST = date(2030, 5, 1), date(2030, 7, 1), date(2030, 8, 1)


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    return scenes.published(db, people, theme=scenes.theme(db, None))


@pytest.fixture
def promise(db: Session, people: Cast, answer: Answer) -> Commitment:
    return commitments.make(db, answer, promise="A lift", who="Buildings", due_on=MAY, by=people.ruth)


def test_a_promise_is_planned_then_under_way_then_delivered(
    db: Session, people: Cast, answer: Answer, promise: Commitment
) -> None:
    states = [promise.state]
    assert commitments.begin(db, promise, answer, by=people.ruth)
    assert not commitments.begin(db, promise, answer, by=people.anna)
    states.append(promise.state)
    assert commitments.note(db, promise, answer, sentence="The shaft was dug.", by=people.ruth)
    assert commitments.deliver(db, promise, answer, evidence="It runs.", link="https://example.org", by=people.ruth)
    states.append(promise.state)

    assert states == [CommitmentState.PLANNED, CommitmentState.UNDER_WAY, CommitmentState.DELIVERED]
    rows = db.exec(commitments.progress(promise.id)).all()
    assert [(row.words, row.sentence, row.link) for row in rows] == [
        ("Work on it began", "", ""), ("The shaft was dug.", "The shaft was dug.", ""),
        ("Delivered", "It runs.", "https://example.org")]


def test_the_old_days_stay_with_the_reasons(db: Session, people: Cast, answer: Answer, promise: Commitment) -> None:
    commitments.move(db, promise, answer, due_on=JULY, because="The part is late.", seen=MAY, by=people.ruth)
    commitments.move(db, promise, answer, due_on=AUGUST, because="So is the fitter.", seen=JULY, by=people.ruth)

    rows = db.exec(commitments.progress(promise.id)).all()
    assert [row.words for row in rows] == [
        "Moved from 1 May 2030 to 1 July 2030", "Moved from 1 July 2030 to 1 August 2030"]
    assert (promise.due_on, commitments.first_due(promise, rows)) == (AUGUST, MAY)
    [told] = answered.for_theme(db, answer.theme_id or 0, None)
    assert [row.sentence for row in told.progress_of(promise)] == ["The part is late.", "So is the fitter."]


def test_a_day_that_somebody_else_moved_meanwhile_is_not_moved(
    db: Session, people: Cast, answer: Answer, promise: Commitment
) -> None:
    commitments.move(db, promise, answer, due_on=JULY, because="Late.", seen=MAY, by=people.anna)

    with pytest.raises(MovedSince):
        commitments.move(db, promise, answer, due_on=AUGUST, because="Later.", seen=MAY, by=people.ruth)

    assert promise.due_on == JULY


def test_the_words_of_a_promise_are_put_right_and_what_they_were_stays(
    db: Session, people: Cast, answer: Answer, promise: Commitment
) -> None:
    due = promise.due_on
    commitments.reword(db, promise, answer, promise="Two lifts", who="Estates", because="There are two.", seen=0,
                       by=people.ruth, tell=False)

    assert (promise.promise, promise.who, promise.due_on) == ("Two lifts", "Estates", due)
    row = db.exec(select(Progress)).one()
    assert (row.words, row.sentence) == ("Put right. It was: “A lift”, Buildings", "There are two.")
    event = db.exec(select(Event).where(Event.kind == "commitment.reworded")).one()
    assert event.data["tell"] is False and event.by_id == people.ruth.id
    assert not commitments.reword(db, promise, answer, promise="Two lifts", who="Estates", because="Again.", seen=1,
                                  by=people.ruth, tell=True)
    with pytest.raises(RewordedSince):
        commitments.reword(db, promise, answer, promise="A ramp", who="", because="No.", seen=0, by=people.anna,
                           tell=True)


@pytest.mark.parametrize("end", ["deliver", "drop"])
def test_what_has_ended_stays_as_it_is(
    db: Session, people: Cast, answer: Answer, promise: Commitment, end: str
) -> None:
    if end == "deliver":
        commitments.deliver(db, promise, answer, by=people.ruth)
    else:
        commitments.drop(db, promise, answer, because="No money.", by=people.ruth)
    state = promise.state

    assert not commitments.deliver(db, promise, answer, by=people.anna)
    assert not commitments.drop(db, promise, answer, because="No.", by=people.anna)
    assert not commitments.move(db, promise, answer, due_on=JULY, because="No.", seen=MAY, by=people.anna)
    assert not commitments.note(db, promise, answer, sentence="No.", by=people.anna)
    assert not commitments.begin(db, promise, answer, by=people.anna)
    assert promise.state == state
    assert len(db.exec(select(Progress)).all()) == 1


def test_only_a_draft_loses_a_promise(db: Session, people: Cast, promise: Commitment, answer: Answer) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    mistake = commitments.make(db, draft, promise="A moon", who="", due_on=None, by=people.ruth)

    assert answers.take_out(db, draft, mistake, by=people.ruth)
    assert not answers.take_out(db, answer, promise, by=people.ruth)
    assert [row.promise for row in db.exec(select(Commitment))] == ["A lift"]


def test_each_change_is_one_event_that_says_whether_it_is_told(
    db: Session, people: Cast, answer: Answer, promise: Commitment
) -> None:
    commitments.move(db, promise, answer, due_on=JULY, because="Late.", seen=MAY, by=people.ruth, tell=False)
    commitments.drop(db, promise, answer, because="No money.", by=people.ruth)

    rows = db.exec(select(Event).where(Event.kind.startswith("commitment.")).order_by(Event.id))  # type: ignore[attr-defined,arg-type]
    assert [(row.kind, row.data.get("tell")) for row in rows] == [
        ("commitment.made", None), ("commitment.moved", False), ("commitment.dropped", True)]


def test_the_roadmap_has_what_is_under_way_first_then_by_day_and_the_newest_end_first(
    db: Session, people: Cast, answer: Answer
) -> None:
    def made(words: str, due: date | None) -> Commitment:
        return commitments.make(db, answer, promise=words, who="", due_on=due, by=people.ruth)

    made("no day", None), made("August", AUGUST), made("May", MAY)
    commitments.begin(db, made("begun", AUGUST), answer, by=people.ruth)
    commitments.drop(db, made("dropped", MAY), answer, because="No.", by=people.ruth)
    with clock.at(clock.now() - timedelta(days=100)):
        commitments.deliver(db, made("first", MAY), answer, by=people.ruth)
    commitments.deliver(db, made("last", MAY), answer, by=people.ruth)
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    commitments.make(db, draft, promise="secret", who="", due_on=MAY, by=people.ruth)

    rows = db.execute(roadmap.listed().order_by(roadmap.RANK, roadmap.days(), Commitment.id)).all()  # type: ignore[arg-type]

    assert [row.promise for row in rows] == ["begun", "May", "August", "no day", "last", "first", "dropped"]
    assert [roadmap.quarter(row) for row in rows][:4] == [
        "July to September 2030", "April to June 2030", "July to September 2030", "Without a day"]


def test_an_idea_counts_as_delivered_when_no_promise_of_its_answer_is_open(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = scenes.published(db, people, idea=idea)
    one, other = (commitments.make(db, answer, promise=words, who="", due_on=MAY, by=people.ruth)
                  for words in ("A lift", "A ramp"))

    commitments.deliver(db, one, answer, by=people.ruth)
    db.refresh(idea)
    assert idea.status == Status.ANSWERED

    commitments.drop(db, other, answer, because="The wall is listed.", by=people.ruth)
    db.refresh(idea)
    assert idea.status == Status.DELIVERED

    commitments.make(db, answer, promise="A bell", who="", due_on=JULY, by=people.ruth)
    db.refresh(idea)
    assert idea.status == Status.ANSWERED
