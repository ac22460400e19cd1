"""Joining an idea with another, parting them again, and who is told."""

import pytest
from sqlmodel import Session, col, select

from jobs import notify
from models import answered, answers, checks, decisions, evidence, joining, mails, subscriptions, supports
from models.accounts import Account
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.statuses import MailChoice, Status
from tests import said, scenes
from tests.cast import Cast


@pytest.fixture
def two(db: Session, people: Cast) -> tuple[Idea, Idea]:
    """Maya's idea, which Ben supports, and Tom's, which asks for the same."""
    mine, theirs = said.an_idea(db, people.maya), said.an_idea(db, people.tom, "Send a text message")
    supports.give(db, mine, by=people.ben)
    return mine, theirs


def tell(db: Session, kind: str) -> None:
    for event in db.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))).all():
        notify.notify(db, event.id)


def mails_to(db: Session, person: Account) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == person.email)))


def kinds(db: Session) -> list[str]:
    rows = select(Event.kind).where(col(Event.kind).in_(("idea.joined", "idea.parted"))).order_by(col(Event.id))
    return list(db.exec(rows))


def nothing_is_wrong(db: Session) -> bool:
    return all(checked.wrong == 0 for checked in checks.all_of(db))


def test_a_joined_idea_keeps_its_own_support_and_gives_none(
    db: Session, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    theme = said.grouped(db, mine)

    assert joining.join(db, mine, theirs, by=people.ruth)
    assert not joining.join(db, mine, theirs, by=people.ruth)

    assert (mine.status, mine.joined_id, mine.supports_count, theirs.supports_count) == (
        Status.JOINED, theirs.id, 1, 0)
    assert mine.in_public and not supports.give(db, mine, by=people.dev)
    db.refresh(theme)
    assert theme.ideas_count == 0 and kinds(db) == ["idea.joined"] and nothing_is_wrong(db)


def test_parted_again_it_stands_where_it_stood(db: Session, people: Cast, two: tuple[Idea, Idea]) -> None:
    mine, theirs = two
    theme = said.grouped(db, mine)
    joining.join(db, mine, theirs, by=people.ruth)

    assert joining.part(db, mine, by=people.ruth)
    assert not joining.part(db, mine, by=people.ruth)

    db.refresh(theme)
    assert (mine.status, mine.joined_id, theme.ideas_count) == (Status.GROUPED, None, 1)
    assert kinds(db) == ["idea.joined", "idea.parted"] and nothing_is_wrong(db)


def test_its_author_and_its_supporters_are_told_once_and_offered_the_other(
    db: Session, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    subscriptions.follow(db, people.ben, idea_id=mine.id)
    supports.give(db, mine, by=people.dev)
    people.dev.mail_choice = MailChoice.NEVER
    preview = joining.audience(db, mine, by=people.ruth)
    joining.join(db, mine, theirs, by=people.ruth)

    for _ in range(2):
        tell(db, "idea.joined")

    assert (preview.wrote, preview.follow, preview.silent) == (1, 1, 1)
    for person in (people.maya, people.ben):
        [mail] = mails_to(db, person)
        assert theirs.title in mail.text and f"/ideas/{theirs.id}" in mail.html
        assert "Nobody’s support was carried over" in mail.text
    assert [mails_to(db, person) for person in (people.tom, people.ruth, people.dev)] == [[], [], []]


def test_nobody_is_told_of_what_was_parted_or_hidden_meanwhile(
    db: Session, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    other = said.an_idea(db, people.ben, "Ring people up")
    joining.join(db, mine, theirs, by=people.ruth)
    joining.join(db, other, theirs, by=people.ruth)
    joining.part(db, other, by=people.ruth)
    said.hidden(db, theirs, people)

    tell(db, "idea.joined")

    assert mails_to(db, people.maya) == mails_to(db, people.ben) == []


def test_what_went_along_goes_on_in_the_last_one(db: Session, people: Cast, two: tuple[Idea, Idea]) -> None:
    mine, theirs = two
    last = said.an_idea(db, people.dev, "One reminder for all")
    joining.join(db, mine, theirs, by=people.ruth)

    assert joining.join(db, theirs, last, by=people.ruth)

    assert (mine.joined_id, theirs.joined_id) == (last.id, last.id)
    assert joining.whole(db, mine.reference) == joining.whole(db, theirs.reference) == last
    assert nothing_is_wrong(db)


def test_what_cannot_be_joined(db: Session, people: Cast, two: tuple[Idea, Idea]) -> None:
    mine, theirs = two
    hidden, gone, private = (said.an_idea(db, people.ben) for _ in range(3))
    said.hidden(db, hidden, people)
    gone.status, private.status = Status.WITHDRAWN, Status.RECEIVED
    answered = said.an_idea(db, people.ben)
    said.answered(db, people, idea=answered)
    db.flush()

    for other in (mine, hidden, gone, private):
        assert not joining.join(db, mine, other, by=people.ruth)
    for one in (hidden, gone, private, answered):
        assert not joining.join(db, one, theirs, by=people.ruth)
    for reference in (hidden.reference, gone.reference, private.reference, "FM-999999"):
        assert joining.whole(db, reference) is None
    assert kinds(db) == []


def test_no_circle_is_joined(db: Session, people: Cast, two: tuple[Idea, Idea]) -> None:
    mine, theirs = two
    joining.join(db, mine, theirs, by=people.ruth)

    assert joining.whole(db, mine.reference) == theirs
    assert not joining.join(db, theirs, mine, by=people.ruth)
    assert theirs.joined_id is None


@pytest.mark.parametrize("in_theme", [True, False])
def test_the_author_of_a_joined_idea_is_told_of_the_answer_to_the_other(
    db: Session, people: Cast, two: tuple[Idea, Idea], in_theme: bool
) -> None:
    mine, theirs = two
    theme = said.grouped(db, theirs) if in_theme else None
    joining.join(db, mine, theirs, by=people.ruth)
    answer = scenes.draft(db, people, theme=theme, idea=None if theme else theirs)
    assert answers.audience(db, answer.id, by=people.ruth).wrote == 2
    answers.publish(db, answer, by=people.ruth)

    tell(db, "answer.published")

    assert [len(mails_to(db, person)) for person in (people.maya, people.tom, people.ben)] == [1, 1, 0]
    assert mine.status == Status.JOINED and answered.for_idea(db, mine, people.maya)[0].may_reply


def test_a_joined_idea_that_a_moderator_hides_and_shows_again_stays_joined(
    db: Session, people: Cast, two: tuple[Idea, Idea]
) -> None:
    mine, theirs = two
    joining.join(db, mine, theirs, by=people.ruth)
    said.hidden(db, mine, people)
    decisions.decide(db, DecisionKind.RESTORE, mine, None, reason="It is fine.", by=people.dev)

    assert mine.joined_id == theirs.id and nothing_is_wrong(db)


def test_a_draft_may_quote_what_was_joined_with_an_idea_that_it_answers(
    db: Session, people: Cast, two: tuple[Idea, Idea]
) -> None:
    theirs, whole = two
    scenes.grouped(db, scenes.theme(db, None, title="Where it was"), theirs)
    answered_theme = scenes.theme(db, None)
    scenes.grouped(db, answered_theme, whole)
    joining.join(db, theirs, whole, by=people.ruth)
    answer = scenes.draft(db, people, theme=answered_theme)
    db.flush()
    body = f"{{ideas}} “{theirs.body}”"

    before = evidence.of_one(db, answer.id, "", body)
    answers.publish(db, answer, by=people.ruth)
    db.flush()

    assert before.said and before == evidence.of_one(db, answer.id, "", body)
