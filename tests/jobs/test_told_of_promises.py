"""Who wrote or follows what was answered is told of a slip, a delivery and a drop, once, or nobody is if so chosen."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import notify
from models import clock, commitments, joining, mails, outcomes, subscriptions
from models.answers import Answer
from models.commitments import Commitment
from models.history import Event
from models.mails import Mail
from tests import scenes
from tests.cast import Cast

Verb = Callable[[Session, Commitment, Answer, Cast, bool], bool]


def _moved(db: Session, promise: Commitment, answer: Answer, people: Cast, tell: bool) -> bool:
    return commitments.move(db, promise, answer, due_on=clock.today(), because="A strike.", seen=scenes.JUNE,
                            by=people.ruth, tell=tell)


def _done(db: Session, promise: Commitment, answer: Answer, people: Cast, tell: bool) -> bool:
    return commitments.deliver(db, promise, answer, evidence="They answer.", by=people.ruth, tell=tell)


def _dropped(db: Session, promise: Commitment, answer: Answer, people: Cast, tell: bool) -> bool:
    return commitments.drop(db, promise, answer, because="No money.", by=people.ruth, tell=tell)


def _reworded(db: Session, promise: Commitment, answer: Answer, people: Cast, tell: bool) -> bool:
    return commitments.reword(db, promise, answer, promise="Three more people", who="", because="Not two: three.",
                              seen=0, by=people.ruth, tell=tell)


@pytest.mark.parametrize(("verb", "words"), [
    (_moved, "A strike."), (_done, "They answer."), (_dropped, "No money."), (_reworded, "Not two: three."),
    (_reworded, "Put right. It was: “Two more people”."),
])
@pytest.mark.parametrize("tell", [True, False])
def test_contributors_and_followers_are_told_once_or_not_at_all(
    db: Session, people: Cast, verb: Verb, words: str, tell: bool
) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine, scenes.idea(db, people.ruth))
    for person in (people.maya, people.tom):
        subscriptions.follow(db, person, idea_id=mine.id)
    answer = scenes.published(db, people, theme=theme)
    promise = commitments.make(db, answer, promise="Two more people", who="", due_on=scenes.JUNE, by=people.ruth)
    said = commitments.audience(db, answer.id, by=people.ruth)

    assert verb(db, promise, answer, people, tell)
    of_promises = select(Event).where(col(Event.kind).startswith("commitment."))
    event = db.exec(of_promises.order_by(col(Event.id).desc())).first()
    assert event is not None
    for _ in range(2):
        notify.notify(db, event.id)

    told = {mail.to: mail for mail in db.exec(mails.newest())}
    expected = {people.maya.email, people.tom.email} if tell else set()
    assert set(told) == expected and said.told == 2
    for mail in told.values():
        assert words in mail.text and words in mail.html and f"/commitments/{promise.id}" in mail.text
    assert len(db.exec(select(Mail)).all()) == len(expected)


def test_everybody_in_the_chain_is_told_once_of_each_result(db: Session, people: Cast) -> None:
    """Who wrote it, who wrote what was joined with it, who follows it; neither a stranger nor who measured it."""
    theme, mine, also = scenes.theme(db, None), scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    scenes.grouped(db, theme, mine, also)
    joining.join(db, also, mine, by=people.ruth)
    for person in (people.maya, people.tom, people.ruth):
        subscriptions.follow(db, person, idea_id=mine.id)
    answer = scenes.published(db, people, theme=theme)
    measure = outcomes.add(db, answer, by=people.ruth, measure="Calls", baseline=9.0, baseline_on=scenes.JUNE,
                           target=5.0)
    reading = outcomes.read(db, measure, answer, value=8.0, read_on=clock.today(), note="", by=people.ruth)
    outcomes.correct(db, reading, answer, because="A slip.", seen=1, by=people.ruth, value=7.0, tell=False)

    for event in db.exec(select(Event).where(Event.kind == "outcome.measured")).all():
        for _ in range(2):
            notify.notify(db, event.id)

    told = list(db.exec(mails.newest()))
    assert sorted(mail.to for mail in told) == sorted(one.email for one in (people.maya, people.ben, people.tom))
    assert all("Now: 7" in mail.text and "That is better." in mail.text for mail in told)


@pytest.mark.parametrize("tell", [True, False])
def test_who_was_told_of_a_result_is_told_once_that_it_was_put_right(db: Session, people: Cast, tell: bool) -> None:
    """Not who follows it since then, nor who follows it no more, nor who put it right."""
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    for person in (people.tom, people.ruth, people.anna):
        subscriptions.follow(db, person, idea_id=mine.id)
    answer = scenes.measured(db, people, scenes.published(db, people, theme=theme))
    measure = db.exec(outcomes.of_answer(answer.id)).one()
    reading = outcomes.read(db, measure, answer, value=8.0, read_on=clock.today(), note="", by=people.ruth)
    notify.notify(db, db.exec(select(Event.id).where(Event.kind == "outcome.measured")).one())
    before = len(db.exec(select(Mail)).all())
    subscriptions.follow(db, people.ben, idea_id=mine.id)
    subscriptions.unfollow(db, people.anna, idea_id=mine.id)
    said = outcomes.audience(db, answer, reading.id, by=people.ruth)

    outcomes.correct(db, reading, answer, because="A slip.", seen=1, by=people.ruth, value=7.0, tell=tell)
    for _ in range(2):
        notify.notify(db, db.exec(select(Event.id).where(Event.kind == "outcome.corrected")).one())

    told = db.exec(select(Mail).order_by(col(Mail.id))).all()[before:]
    assert sorted(mail.to for mail in told) == (sorted([people.maya.email, people.tom.email]) if tell else [])
    assert said.told == 2 and before == 3
    for mail in told:
        for words in ("It said: 8 %", "It says now: 7 %", "The reason: A slip."):
            assert words in mail.text and words in mail.html
