"""Two people work on the same themes in the same moment: nothing that one of them did is lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import answers, changes, groupings, memberships, merging, publishing, themes
from models.answers import Answer
from models.changes import Change, ChangeKind
from models.ideas import Idea
from models.themes import Theme
from tests import cast, scenes, together
from tests.together import person


@pytest.fixture(scope="module")
def desk(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("themes") as engine:
        yield engine


@pytest.fixture
def pair(desk: Engine) -> tuple[int, int]:
    """Two themes, with an idea of Maya's in each."""
    with Session(desk) as db, db.begin():
        made = scenes.theme(db, None), scenes.theme(db, None, title="Letters")
        for theme in made:
            scenes.grouped(db, theme, scenes.idea(db, person(db, "maya")))
        return made[0].id, made[1].id


def merge(db: Session, theme_id: int, into_id: int) -> bool:
    return bool(merging.merge(db, db.get_one(Theme, theme_id), db.get_one(Theme, into_id), by=person(db, "ruth")))


def alone(db: Session) -> Idea:
    """The newest idea, which stands in no theme yet."""
    return db.exec(select(Idea).order_by(col(Idea.id).desc()).limit(1)).one()


def placed(db: Session) -> tuple[int | None, int]:
    """Where the newest idea stands, and how many ideas that theme counts."""
    idea = alone(db)
    return idea.theme_id, db.get_one(Theme, idea.theme_id).ideas_count


def test_two_themes_merged_into_each_other_at_once_leave_one(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair
    done = []

    together.meanwhile(desk, lambda db: done.append(merge(db, here, there)),
                       lambda db: done.append(merge(db, there, here)))

    with Session(desk) as db:
        assert (db.get_one(Theme, here).merged_into_id, db.get_one(Theme, there).current) == (there, True)
        assert db.get_one(Theme, there).ideas_count == 2
    assert done == [True, False]


def test_an_idea_moved_into_a_theme_that_was_merged_meanwhile_stands_in_the_one_it_became(
    desk: Engine, pair: tuple[int, int]
) -> None:
    here, there = pair
    with Session(desk) as db, db.begin():
        scenes.idea(db, person(db, "ben"))

    together.meanwhile(desk, lambda db: merge(db, here, there), lambda db: memberships.move(
        db, [alone(db).id], db.get_one(Theme, here), by=person(db, "anna")))

    with Session(desk) as db:
        assert placed(db) == (there, 3)


def test_the_machine_puts_no_idea_into_a_theme_that_was_merged_meanwhile(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair
    with Session(desk) as db, db.begin():
        scenes.idea(db, person(db, "ben"))

    together.meanwhile(desk, lambda db: merge(db, here, there),
                       lambda db: memberships.put(db, alone(db), db.get_one(Theme, here), by=None))

    with Session(desk) as db:
        assert placed(db) == (there, 3)


def test_nothing_is_put_into_a_theme_that_was_closed_meanwhile(desk: Engine) -> None:
    with Session(desk) as db, db.begin():
        empty, mine = scenes.theme(db, None).id, scenes.idea(db, person(db, "ben")).id

    def move(db: Session) -> None:
        with pytest.raises(themes.Closed):
            memberships.move(db, [mine], db.get_one(Theme, empty), by=person(db, "anna"))

    together.meanwhile(desk, lambda db: themes.retire(db, db.get_one(Theme, empty), by=person(db, "ruth")), move)

    with Session(desk) as db:
        assert db.get_one(Idea, mine).theme_id is None


def test_a_draft_saved_while_its_theme_was_merged_goes_along(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair

    together.meanwhile(desk, lambda db: merge(db, here, there), lambda db: answers.draft(
        db, theme_id=here, by=person(db, "anna"), summary="What Anna wrote."))

    with Session(desk) as db:
        assert db.exec(select(Answer.summary).where(Answer.theme_id == there)).all() == ["What Anna wrote."]


def rename(db: Session, theme_id: int, title: str, *, by: str) -> None:
    themes.rename(db, db.get_one(Theme, theme_id), title=title, description="", by=person(db, by))


def names_of(db: Session, *theme_ids: int) -> list[str]:
    return list(db.exec(select(Theme.title).where(col(Theme.id).in_(theme_ids)).order_by(col(Theme.id))))


def test_of_two_people_who_give_two_themes_one_name_at_once_the_second_is_told_that_it_is_taken(
    desk: Engine, pair: tuple[int, int]
) -> None:
    here, there = pair

    def too_late(db: Session) -> None:
        with pytest.raises(themes.NameTaken):
            rename(db, there, "VISITING  hours", by="anna")

    together.meanwhile(desk, lambda db: rename(db, here, "Visiting hours", by="ruth"), too_late)

    with Session(desk) as db:
        assert names_of(db, here, there) == ["Visiting hours", "Letters"]


def test_a_new_theme_is_not_given_the_name_that_another_is_just_given(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair
    with Session(desk) as db:
        mine = db.exec(select(Idea.id).where(Idea.theme_id == there)).one()

    def too_late(db: Session) -> None:
        with pytest.raises(themes.NameTaken):
            memberships.move_from(db, db.get_one(Theme, there), [mine], "Parking", by=person(db, "anna"))

    together.meanwhile(desk, lambda db: rename(db, here, "Parking", by="ruth"), too_late)

    with Session(desk) as db:
        assert len(db.exec(select(Theme).where(Theme.title == "Parking")).all()) == 1


def test_a_theme_that_was_merged_meanwhile_is_given_no_name(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair

    def too_late(db: Session) -> None:
        with pytest.raises(themes.Closed):
            rename(db, here, "Waiting rooms", by="anna")

    together.meanwhile(desk, lambda db: merge(db, here, there), too_late)


def test_a_theme_is_split_while_it_is_renamed_and_neither_waits_for_ever(desk: Engine) -> None:
    with Session(desk) as db, db.begin():
        people = cast.gather(db)
        call = scenes.call(db, people)
        theme = scenes.theme(db, call.id)
        scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
        run = groupings.ask(db, call.id, by=None)
        change = Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.SPLIT, theme_id=theme.id, confidence=0.9,
                        reason="Alike.", idea_ids=[alone(db).id], title="Ringing up")
        db.add(change)
        db.flush()
        call_id, theme_id, change_id = call.id, theme.id, change.id

    together.meanwhile(
        desk, lambda db: themes.hold_names(db, call_id),
        lambda db: changes.accept(db, db.get_one(Change, change_id), by=person(db, "anna")),
        then=lambda db: rename(db, theme_id, "Ringing up", by="ruth"))

    with Session(desk) as db:
        named = db.exec(select(Theme.title).where(Theme.call_id == call_id).order_by(col(Theme.id))).all()
        assert named == ["Ringing up", "Ringing up 2"]


def test_an_idea_withdrawn_while_it_is_moved_counts_nowhere(desk: Engine, pair: tuple[int, int]) -> None:
    here, there = pair
    with Session(desk) as db:
        mine = db.exec(select(Idea.id).where(Idea.theme_id == here)).one()

    together.meanwhile(desk, lambda db: memberships.move(db, [mine], db.get_one(Theme, there), by=person(db, "ruth")),
                       lambda db: publishing.withdraw(db, db.get_one(Idea, mine), by=person(db, "maya")))

    with Session(desk) as db:
        counts = db.get_one(Theme, here).ideas_count, db.get_one(Theme, there).ideas_count
        assert counts == (0, 1)
