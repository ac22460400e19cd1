"""What an author does with their own idea: publish, change, take back."""

from datetime import timedelta

from sqlmodel import Session, select

from models import clock, ideas, memberships, publishing, revisions, themes
from models.history import Event
from models.ideas import Idea
from models.revisions import Revision
from models.statuses import Status
from tests.cast import Cast


def sent_in(db: Session, people: Cast) -> Idea:
    return ideas.receive(db, title="A bench", body="To sit on.", author=people.maya)


def published(db: Session, people: Cast) -> Idea:
    idea = sent_in(db, people)
    publishing.publish(db, idea, by=people.maya)
    return idea


def kinds(db: Session, idea: Idea) -> list[str]:
    return list(db.exec(select(Event.kind).where(Event.idea_id == idea.id).order_by(Event.id)))  # type: ignore[arg-type]


def test_publishing_twice_is_publishing_once(db: Session, people: Cast) -> None:
    idea = published(db, people)
    publishing.publish(db, idea, by=people.maya)

    assert kinds(db, idea) == ["idea.received", "idea.proposed", "subscription.begun"]


def test_an_idea_taken_back_leaves_the_count_of_its_theme(db: Session, people: Cast) -> None:
    idea = published(db, people)
    theme = themes.Theme(title="Benches")
    db.add(theme)
    db.flush()
    memberships.put(db, idea, theme, by=people.ruth)
    db.refresh(theme)
    assert theme.ideas_count == 1

    assert publishing.withdraw(db, idea, by=people.maya)

    db.refresh(theme)
    assert theme.ideas_count == 0 and idea.taken_back


def test_taking_back_twice_is_one_event(db: Session, people: Cast) -> None:
    idea = published(db, people)

    assert publishing.withdraw(db, idea, by=people.maya)
    assert not publishing.withdraw(db, idea, by=people.maya)
    assert kinds(db, idea).count("idea.withdrawn") == 1


def test_nobody_takes_back_the_idea_of_somebody_else(db: Session, people: Cast) -> None:
    idea = published(db, people)

    assert not publishing.withdraw(db, idea, by=people.ben)
    assert not idea.taken_back


def test_an_answered_idea_stays(db: Session, people: Cast) -> None:
    idea = published(db, people)
    idea.status = Status.ANSWERED
    db.flush()

    assert not publishing.withdraw(db, idea, by=people.maya)


def test_a_change_keeps_what_was_said_before(db: Session, people: Cast) -> None:
    idea = published(db, people)
    before = revisions.print_of(idea, None)

    revisions.edit_idea(db, idea, title="Two benches", body="To sit on.", by=people.maya)
    revisions.edit_idea(db, idea, title="Two benches", body="To sit on.", by=people.maya)

    kept = db.exec(revisions.of_idea(idea)).all()
    assert [(text.title, text.body) for text in kept] == [("A bench", "To sit on.")]
    assert revisions.print_of(idea, None) != before
    assert kinds(db, idea).count("idea.edited") == 1


def test_what_nobody_has_seen_yet_is_not_kept(db: Session, people: Cast) -> None:
    idea = sent_in(db, people)

    revisions.edit_idea(db, idea, title="Two benches", body="To sit on.", by=people.maya)

    assert db.exec(select(Revision)).all() == []


def test_an_idea_can_be_changed_for_an_hour(db: Session, people: Cast) -> None:
    idea = published(db, people)

    assert idea.editable_by(people.maya) and not idea.editable_by(people.ben) and not idea.editable_by(None)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert not idea.editable_by(people.maya)
