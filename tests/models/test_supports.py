"""One support for each account, however often and from however many sides it is given."""

from sqlmodel import Session, col, func, select

from models import statuses, supports
from models.history import Event
from models.statuses import Status
from models.supports import Support
from tests.cast import Cast
from tests.said import an_idea, hidden


def kinds(db: Session) -> list[str]:
    rows = select(Event.kind).where(col(Event.kind).startswith("support.")).order_by(col(Event.id))
    return list(db.exec(rows).all())


def test_supporting_twice_counts_once(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)

    supports.give(db, idea, by=people.ben)
    supports.give(db, idea, by=people.ben)

    assert len(db.exec(select(Support)).all()) == idea.supports_count == 1
    assert kinds(db) == ["support.given"]


def test_withdrawing_twice_takes_back_once(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    supports.give(db, idea, by=people.ben)
    supports.give(db, idea, by=people.tom)

    supports.withdraw(db, idea, by=people.tom)
    supports.withdraw(db, idea, by=people.tom)

    assert len(db.exec(select(Support)).all()) == idea.supports_count == 1
    assert idea.staff_supports_count == 0
    assert kinds(db) == ["support.given", "support.given", "support.withdrawn"]


def test_staff_are_counted_as_what_they_were_when_they_gave_it(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    supports.give(db, idea, by=people.tom)
    assert idea.staff_supports_count == 1
    people.tom.role = people.ben.role

    supports.withdraw(db, idea, by=people.tom)
    assert idea.staff_supports_count == 0


def test_only_what_takes_support_gets_it(db: Session, people: Cast) -> None:
    for status in Status:
        idea = an_idea(db, people.maya)
        idea.status = status
        db.flush()
        assert supports.give(db, idea, by=people.ben) == (status in statuses.TAKES_SUPPORT)
        assert idea.supports_count == (1 if status in statuses.TAKES_SUPPORT else 0), status
    away = an_idea(db, people.maya)
    hidden(db, away, people)
    assert not supports.give(db, away, by=people.ben)
    assert (
        db.exec(select(func.count()).select_from(supports.Support).where(supports.Support.idea_id == away.id)).one()
        == 0
    )
