"""Two people decide on the same proposals, and undo the same act, in the same moment."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import changes, deciding, groupings, memberships, merging, undoing
from models.acts import Act
from models.changes import Change, ChangeKind, ChangeState
from models.deciding import Decided
from models.ideas import Idea
from models.themes import Theme
from tests import cast, scenes, together
from tests.together import person


@pytest.fixture(scope="module")
def desk(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("decided") as engine:
        yield engine


@pytest.fixture
def proposals(desk: Engine) -> list[int]:
    """Two moves there and one back, of an idea each."""
    with Session(desk) as db, db.begin():
        people = cast.gather(db)
        call = scenes.call(db, people)
        pair = scenes.theme(db, call.id), scenes.theme(db, call.id, title="Letters")
        run = groupings.ask(db, call.id, by=None)
        made = []
        for source, place in (pair, pair, pair[::-1]):
            idea = scenes.idea(db, people.maya, call_id=call.id)
            scenes.grouped(db, source, idea)
            made.append(Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.MOVE, theme_id=source.id,
                               other_theme_id=place.id, idea_ids=[idea.id], confidence=0.8, reason="Closer."))
        db.add_all(made)
        db.flush()
        return [change.id for change in made]


def decide(db: Session, ids: list[int], by: str, *, accepted: bool = True) -> Decided:
    return deciding.decide(db, ids, accepted=accepted, by=person(db, by))


def states(db: Session, ids: list[int]) -> list[ChangeState]:
    return list(db.exec(select(Change.state).where(col(Change.id).in_(ids)).order_by(col(Change.id))))


def counted(db: Session) -> bool:
    """Whether each theme counts the ideas that stand in it."""
    return all(theme.ideas_count == len(db.exec(select(Idea).where(Idea.theme_id == theme.id)).all())
               for theme in db.exec(select(Theme)))


def test_of_two_who_decide_on_one_list_at_once_each_line_has_one_decision(desk: Engine, proposals: list[int]) -> None:
    done: list[Decided] = []

    together.meanwhile(desk, lambda db: done.append(decide(db, proposals[:2], "ruth")),
                       lambda db: done.append(decide(db, proposals[::-1], "anna", accepted=False)))

    assert [(one.count, one.missed) for one in done] == [(2, 0), (1, 2)]
    with Session(desk) as db:
        assert states(db, proposals) == [ChangeState.ACCEPTED, ChangeState.ACCEPTED, ChangeState.REFUSED]
        assert counted(db)


def test_a_line_and_the_whole_list_at_once_do_not_wait_for_ever(desk: Engine, proposals: list[int]) -> None:
    done: list[Decided] = []

    together.meanwhile(
        desk, lambda db: changes.accept(db, db.get_one(Change, proposals[2]), by=person(db, "ruth")),
        lambda db: done.append(decide(db, proposals, "anna")))

    assert [(one.count, one.missed) for one in done] == [(2, 1)]
    with Session(desk) as db:
        assert counted(db)


def test_of_two_who_undo_the_same_at_once_the_second_is_told(desk: Engine, proposals: list[int]) -> None:
    with Session(desk) as db, db.begin():
        last = decide(db, proposals, "ruth").last
        assert last is not None
        act_id = last.id

    def too_late(db: Session) -> None:
        with pytest.raises(undoing.Obstacle) as met:
            undoing.undo_all(db, db.get_one(Act, act_id), by=person(db, "anna"))
        assert met.value.why == undoing.Why.BEFORE

    together.meanwhile(desk, lambda db: undoing.undo_all(db, db.get_one(Act, act_id), by=person(db, "ruth")), too_late)

    with Session(desk) as db:
        assert states(db, proposals) == [ChangeState.OPEN] * 3
        assert counted(db)


def test_a_move_is_not_undone_while_its_theme_is_merged(desk: Engine, proposals: list[int]) -> None:
    with Session(desk) as db, db.begin():
        change = db.get_one(Change, proposals[0])
        here, there = db.get_one(Theme, change.theme_id), db.get_one(Theme, change.other_theme_id)
        act_id = memberships.move_from(db, here, change.idea_ids, there, by=person(db, "ruth")).id
        pair = here.id, there.id

    def too_late(db: Session) -> None:
        with pytest.raises(undoing.Obstacle) as met:
            undoing.undo_all(db, db.get_one(Act, act_id), by=person(db, "anna"))
        assert met.value.why == undoing.Why.THEME_GONE

    together.meanwhile(desk, lambda db: merging.merge(
        db, db.get_one(Theme, pair[0]), db.get_one(Theme, pair[1]), by=person(db, "ruth")), too_late)

    with Session(desk) as db:
        assert db.get_one(Theme, pair[1]).ideas_count == 3
        assert counted(db)
