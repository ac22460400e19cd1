"""Moving, keeping and merging at the desk: what people choose stays."""

from sqlmodel import Session, col, select

from models import answered, memberships, merging, newcomers, themes
from models.history import Event
from models.memberships import Membership
from models.statuses import Status
from models.themes import Theme
from tests import scenes
from tests.cast import Cast


def of(db: Session, idea_id: int) -> Membership:
    return db.exec(select(Membership).where(Membership.idea_id == idea_id, col(Membership.primary))).one()


def test_moved_ideas_keep_their_passage_and_carry_a_name(db: Session, people: Cast) -> None:
    here, there = scenes.theme(db, None), scenes.theme(db, None, title="Letters")
    one, two = scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    scenes.grouped(db, here, one, two)

    memberships.move_from(db, here, [one.id], there, by=people.ruth)

    member = of(db, one.id)
    assert (member.theme_id, member.by_id, member.words) == (there.id, people.ruth.id, scenes.PASSAGE)
    assert (one.theme_id, two.theme_id) == (there.id, here.id)
    assert (here.ideas_count, there.ideas_count) == (1, 1)
    assert here.touched and there.touched


def test_the_machine_leaves_a_persons_choice_alone(db: Session, people: Cast) -> None:
    here, there, mine = scenes.theme(db, None), scenes.theme(db, None, title="Letters"), scenes.idea(db, people.maya)
    scenes.grouped(db, here, mine)
    kept = memberships.keep(db, [mine.id], here, by=people.ruth)
    assert kept is not None and kept.idea_ids == [mine.id]
    assert memberships.keep(db, [mine.id], here, by=people.anna) is None

    memberships.put(db, mine, there, by=None)

    assert mine.theme_id == here.id
    assert of(db, mine.id).by_id == people.ruth.id


def test_ideas_of_another_theme_are_not_moved_by_mistake(db: Session, people: Cast) -> None:
    here, there, other = scenes.theme(db, None), scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, there, other)

    memberships.move_from(db, here, [other.id, 10_000], "A new one", by=people.ruth)

    assert other.theme_id == there.id


def test_ideas_can_be_taken_out_into_a_new_theme(db: Session, people: Cast) -> None:
    call = scenes.call(db, people)
    here, mine = scenes.theme(db, call.id), scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, here, mine)

    act = memberships.move_from(db, here, [mine.id], "Nobody picks up", by=people.ruth)

    new = db.get_one(Theme, act.other_theme_id)
    assert (new.title, new.call_id, new.named_by_id) == ("Nobody picks up", call.id, people.ruth.id)
    assert mine.theme_id == new.id
    assert [e.by_id for e in db.exec(select(Event).where(Event.kind == "idea.moved", Event.idea_id == mine.id))] == [
        people.ruth.id]


def test_a_merge_moves_everything_and_leaves_an_address(db: Session, people: Cast) -> None:
    here, into, older = scenes.theme(db, None), scenes.theme(db, None, title="Letters"), scenes.theme(db, None)
    one, two, three = (scenes.idea(db, person) for person in (people.maya, people.ben, people.tom))
    scenes.grouped(db, here, one, two)
    scenes.grouped(db, into, three)
    memberships.keep(db, [one.id], here, by=people.anna)
    merging.merge(db, older, here, by=people.ruth)

    preview = merging.consequences(db, here, into)
    merging.merge(db, here, into, by=people.ruth)
    merging.merge(db, here, into, by=people.ruth)
    db.expire_all()

    assert (preview.ideas, preview.together) == (2, 3)
    assert (here.merged_into_id, older.merged_into_id) == (into.id, into.id)
    assert (into.ideas_count, here.ideas_count) == (3, 0)
    assert [of(db, idea.id).by_id for idea in (one, two, three)] == [people.anna.id, people.ruth.id, None]
    assert one.theme_id == two.theme_id == into.id


def test_a_merge_does_not_leave_an_idea_twice_in_a_theme(db: Session, people: Cast) -> None:
    here, into, mine = scenes.theme(db, None), scenes.theme(db, None, title="Letters"), scenes.idea(db, people.maya)
    scenes.grouped(db, here, mine)
    db.add(Membership(theme_id=into.id, idea_id=mine.id, primary=False))
    db.flush()

    merging.merge(db, here, into, by=people.ruth)

    found = db.exec(select(Membership).where(Membership.idea_id == mine.id)).all()
    assert [(member.theme_id, member.primary) for member in found] == [(into.id, True)]


def test_a_merge_gives_no_idea_an_answer_that_it_did_not_have(db: Session, people: Cast) -> None:
    here, into = scenes.theme(db, None), scenes.theme(db, None, title="Letters")
    one, two = scenes.idea(db, people.maya), scenes.idea(db, people.ben)
    scenes.grouped(db, here, one)
    scenes.grouped(db, into, two)
    given = scenes.published(db, people, theme=here)
    mine = scenes.draft(db, people, theme=into)

    merging.merge(db, here, into, by=people.ruth)

    assert (given.theme_id, mine.theme_id) == (into.id, into.id)
    assert [one.status, two.status] == [Status.ANSWERED, Status.CONSIDERED]
    assert newcomers.count(db, given) == 1
    assert db.exec(select(Event).where(Event.kind == "answer.reached")).all() == []


def test_an_idea_takes_its_answer_along_when_it_is_moved(db: Session, people: Cast) -> None:
    here, there, mine = scenes.theme(db, None), scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, here, mine)
    scenes.published(db, people, theme=here)
    assert mine.status == Status.ANSWERED

    memberships.move_from(db, here, [mine.id], there, by=people.ruth)

    assert mine.status == Status.ANSWERED
    assert [told.answer.theme_id for told in answered.for_idea(db, mine, people.maya)] == [here.id]


def test_only_an_empty_theme_is_retired(db: Session, people: Cast) -> None:
    empty, full = scenes.theme(db, None), scenes.theme(db, None)
    scenes.grouped(db, full, scenes.idea(db, people.maya))

    assert themes.retire(db, empty, by=people.ruth)
    assert not themes.retire(db, full, by=people.ruth)
    assert not empty.current and full.current
