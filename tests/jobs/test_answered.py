"""An answer reaches every voice: each person with the passage of their own words, once, and late ones too."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import answers, commitments, mails, merging, newcomers, outcomes, subscriptions, timelines
from models.clock import today
from models.history import Event
from models.mails import Mail
from models.proofs import PASSAGE_LIMIT
from models.statuses import MailChoice
from models.wording import day, done
from tests import scenes
from tests.cast import Cast


def mails_to(db: Session, email: str) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == email)))


def tell(db: Session, kind: str) -> None:
    for event in db.exec(select(Event).where(Event.kind == kind).order_by(Event.id)).all():  # type: ignore[arg-type]
        notify.notify(db, event.id)


def test_each_author_gets_their_own_passage_and_the_stranger_gets_nothing(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    mine = scenes.idea(db, people.maya)
    hers = scenes.idea(db, people.tom, title="Ring us", body=f"On our ward too. {scenes.PASSAGE}, said a patient.")
    scenes.grouped(db, theme, mine, hers)
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")
    tell(db, "answer.published")

    for person, idea in ((people.maya, mine), (people.tom, hers)):
        [mail] = mails_to(db, person.email)
        assert scenes.PASSAGE in mail.text
        assert idea.reference in mail.text
    assert mails_to(db, people.ben.email) == []


def test_somebody_with_two_ideas_gets_one_mail_with_both_passages(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    both = [
        scenes.idea(db, people.maya),
        scenes.idea(db, people.maya, title="Again", body=f"Twice now. {scenes.PASSAGE}."),
    ]
    scenes.grouped(db, theme, *both)
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")

    [mail] = mails_to(db, people.maya.email)
    assert all(idea.reference in mail.text for idea in both)


@pytest.mark.parametrize(("words", "told"), [
    ("Put a bench at the stop.", "It answers these words of yours:"),
    ("A bench. " * 300, "It answers what you sent us:")])
def test_whoever_wrote_a_single_idea_is_told_with_all_their_words(
    db: Session, people: Cast, words: str, told: str
) -> None:
    idea = scenes.idea(db, people.maya, body=words.strip())
    answers.publish(db, scenes.draft(db, people, idea=idea), by=people.ruth)

    tell(db, "answer.published")

    [mail] = mails_to(db, people.maya.email)
    assert told in mail.text and idea.reference in mail.text
    assert (words.strip() in mail.text) == (len(words) < PASSAGE_LIMIT)


def test_ideas_that_came_after_the_answer_are_told_when_it_is_said_to_be_theirs_too(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.published(db, people, theme=theme)
    late = scenes.idea(db, people.ben)
    subscriptions.follow(db, people.tom, idea_id=late.id)
    scenes.grouped(db, theme, late)
    tell(db, "answer.reached")
    assert mails_to(db, people.ben.email) == []
    said = newcomers.audience(db, answer, by=people.ruth)

    newcomers.answer_too(db, answer, by=people.ruth)
    tell(db, "answer.reached")
    tell(db, "answer.reached")

    [mail] = mails_to(db, people.ben.email)
    assert scenes.PASSAGE in mail.text and late.reference in mail.text
    assert [len(mails_to(db, person.email)) for person in (people.maya, people.tom)] == [0, 1]
    assert (said.wrote, said.follow, answer.told_count) == (1, 1, 2)


@pytest.mark.parametrize("answered_first", [True, False])
def test_nobody_is_told_of_a_merge(db: Session, people: Cast, answered_first: bool) -> None:
    theme, into = scenes.theme(db, None), scenes.theme(db, None, title="Letters")
    mine, theirs = scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    given, waits = (theme, into) if answered_first else (into, theme)
    scenes.grouped(db, given, mine)
    scenes.grouped(db, waits, theirs)
    answer = scenes.published(db, people, theme=given)

    merging.merge(db, theme, into, by=people.ruth)
    tell(db, "answer.reached")

    assert mails_to(db, people.ben.email) == []
    assert (answer.theme_id, newcomers.count(db, answer)) == (into.id, 1)


def test_as_many_are_told_as_the_preview_says(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, None)
    mine, silent, nameless = scenes.idea(db, people.maya), scenes.idea(db, people.ben), scenes.idea(db, None)
    scenes.grouped(db, theme, mine, silent, nameless, scenes.idea(db, people.ruth))
    subscriptions.follow(db, people.tom, idea_id=nameless.id)
    subscriptions.follow(db, people.maya, idea_id=silent.id)
    people.ben.mail_choice = MailChoice.NEVER
    answer = scenes.draft(db, people, theme=theme)
    said = answers.audience(db, answer.id, by=people.ruth)

    answers.publish(db, answer, by=people.ruth)
    tell(db, "answer.published")

    told = [person.email for person in people.everyone().values() if mails_to(db, person.email)]
    assert told == [people.maya.email, people.tom.email]
    assert (said.told, said.wrote, said.follow, said.silent) == (2, 1, 1, 1)
    assert answer.told_count == said.wrote


def test_the_mail_says_what_was_promised_and_by_when(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.draft(db, people, theme=theme)
    commitments.make(
        db, answer, promise="Two more people on the line", who="Outpatients", due_on=today(), by=people.ruth)
    commitments.make(db, answer, promise="Benches", who="", due_on=None, by=people.ruth)
    answers.publish(db, answer, by=people.ruth)

    tell(db, "answer.published")

    [mail] = mails_to(db, people.maya.email)
    assert f"Promised: Two more people on the line (Outpatients), by {day(today())}" in mail.text
    assert "Promised: Benches\n" in mail.text
    assert "Promised: Two more people on the line (Outpatients), by <strong>" in mail.html


def test_a_passage_that_its_author_changed_is_not_sent(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    idea = scenes.idea(db, people.maya)
    scenes.grouped(db, theme, idea)
    idea.body = "Something else altogether."
    answers.publish(db, scenes.draft(db, people, theme=theme), by=people.ruth)

    tell(db, "answer.published")

    [mail] = mails_to(db, people.maya.email)
    assert scenes.PASSAGE not in mail.text


def test_the_mail_says_the_days_that_the_page_of_the_promise_says(db: Session, people: Cast) -> None:
    answer = scenes.draft(db, people, idea=scenes.idea(db, people.maya))
    first, later = today() + timedelta(days=5), today() + timedelta(days=40)
    promise = commitments.make(db, answer, promise="Two more people", who="", due_on=first, by=people.ruth)
    answers.publish(db, answer, by=people.ruth)
    commitments.move(db, promise, answer, due_on=later, because="They were ill.", seen=first, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)

    tell(db, "commitment.delivered")

    [mail] = mails_to(db, people.maya.email)
    steps = timelines.of_commitment(promise, promise.made_at, db.exec(commitments.progress(promise.id)).all())
    assert steps[0].what == f"Promised for {day(first)}"
    said = f"{done(promise.delivered_at, first)}. It was promised for {day(first)} at first, and moved to {day(later)}."
    assert said in mail.text and said in mail.html


def test_what_was_delivered_and_measured_is_told_too(db: Session, people: Cast) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.draft(db, people, theme=theme)
    promise = commitments.make(
        db, answer, promise="Two more people on the line", who="Outpatients", due_on=today(), by=people.ruth
    )
    outcome = outcomes.expect(
        db,
        answer,
        measure="Minutes on hold",
        unit="minutes",
        baseline=40.0,
        baseline_on=today(),
        baseline_source="the switchboard",
        target=5.0,
        read_by=None,
        by=people.ruth,
    )
    answers.publish(db, answer, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)
    outcomes.read(db, outcome, answer, value=6.5, read_on=today(), note="", by=people.ruth)

    tell(db, "commitment.delivered")
    tell(db, "outcome.measured")

    measured, delivered = mails_to(db, people.maya.email)
    assert "Two more people on the line" in delivered.text
    assert f"on the promised day. It was promised for {day(today())}." in delivered.text
    assert "40 minutes" in measured.text
    assert "6.5 minutes" in measured.text
