"""Proposals of a grouping: nothing happens until a person accepts, and a stale one says so."""

from typing import Any

from sqlmodel import Session, col, select

from models import changes, groupings, memberships, merging
from models.calls import Call
from models.changes import Change, ChangeKind, ChangeState
from models.memberships import Membership
from models.themes import Theme
from tests import scenes
from tests.cast import Cast


def propose(db: Session, call: Call, kind: ChangeKind, **words: Any) -> Change:
    grouping = groupings.ask(db, call.id, by=None)
    change = Change(grouping_id=grouping.id, call_id=call.id, kind=kind, confidence=0.9, reason="Alike.", **words)
    db.add(change)
    db.flush()
    return change


def place(db: Session, people: Cast) -> tuple[Call, Theme, Theme]:
    call = scenes.call(db, people)
    return call, scenes.theme(db, call.id), scenes.theme(db, call.id, title="Letters")


def test_an_accepted_move_is_the_persons_own_choice(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, here, mine)
    why = {str(mine.id): {"score": 0.5, "words": "My letter", "begins": 0, "ends": 9, "unknown": 1}}
    change = propose(db, call, ChangeKind.MOVE, theme_id=here.id, other_theme_id=there.id, idea_ids=[mine.id], why=why)
    assert mine.theme_id == here.id

    changes.accept(db, change, by=people.ruth)
    changes.accept(db, change, by=people.anna)

    member = db.exec(select(Membership).where(Membership.idea_id == mine.id)).one()
    assert (mine.theme_id, member.by_id, member.words, member.score) == (there.id, people.ruth.id, "My letter", 0.5)
    assert (change.state, change.decided_by_id) == (ChangeState.ACCEPTED, people.ruth.id)


def test_an_idea_without_a_theme_can_be_given_one(db: Session, people: Cast) -> None:
    call, here, _ = place(db, people)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    change = propose(db, call, ChangeKind.MOVE, other_theme_id=here.id, idea_ids=[mine.id])

    changes.accept(db, change, by=people.ruth)

    assert mine.theme_id == here.id


def test_a_refused_line_changes_nothing(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, here, mine)
    change = propose(db, call, ChangeKind.MOVE, theme_id=here.id, other_theme_id=there.id, idea_ids=[mine.id])

    changes.refuse(db, change, by=people.ruth)
    changes.accept(db, change, by=people.ruth)

    assert (change.state, mine.theme_id) == (ChangeState.REFUSED, here.id)


def test_new_and_split_make_a_theme_of_their_ideas(db: Session, people: Cast) -> None:
    call, here, _ = place(db, people)
    one, two, three = (scenes.idea(db, people.maya, call_id=call.id) for _ in range(3))
    scenes.grouped(db, here, one, two)
    split = propose(db, call, ChangeKind.SPLIT, theme_id=here.id, idea_ids=[two.id], title="Evenings")
    new = propose(db, call, ChangeKind.NEW, idea_ids=[three.id], title="Weekends")

    changes.accept(db, split, by=people.ruth)
    changes.accept(db, new, by=people.ruth)

    titles = {theme.id: theme.title for theme in db.exec(select(Theme))}
    named = [titles[idea.theme_id or 0] for idea in (one, two, three)]
    assert named == ["Getting through by telephone", "Evenings", "Weekends"]


def test_merge_and_retire_do_what_they_say(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    third = scenes.theme(db, call.id, title="Empty")
    scenes.grouped(db, here, scenes.idea(db, people.maya, call_id=call.id))
    changes.accept(db, propose(db, call, ChangeKind.MERGE, theme_id=here.id, other_theme_id=there.id), by=people.ruth)
    changes.accept(db, propose(db, call, ChangeKind.RETIRE, theme_id=third.id), by=people.ruth)
    db.expire_all()

    assert here.merged_into_id == there.id
    assert third.retired_at is not None


def test_a_proposal_is_outdated_when_the_idea_has_moved(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    mine, kept = scenes.idea(db, people.maya, call_id=call.id), scenes.idea(db, people.ben, call_id=call.id)
    scenes.grouped(db, here, mine, kept)
    third = scenes.theme(db, call.id, title="Elsewhere")
    stale = propose(db, call, ChangeKind.MOVE, theme_id=here.id, other_theme_id=there.id, idea_ids=[mine.id])
    pinned = propose(db, call, ChangeKind.MOVE, theme_id=here.id, other_theme_id=there.id, idea_ids=[kept.id])
    memberships.move_from(db, here, [mine.id], third, by=people.anna)
    memberships.keep(db, [kept.id], here, by=people.anna)

    changes.accept(db, stale, by=people.ruth)
    changes.accept(db, pinned, by=people.ruth)

    assert (stale.state, pinned.state) == (ChangeState.OUTDATED, ChangeState.OUTDATED)
    assert (mine.theme_id, kept.theme_id) == (third.id, here.id)


def test_a_proposal_is_outdated_when_the_theme_is_gone(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, here, mine)
    third = scenes.theme(db, call.id, title="Elsewhere")
    move = propose(db, call, ChangeKind.MOVE, theme_id=here.id, other_theme_id=there.id, idea_ids=[mine.id])
    merge = propose(db, call, ChangeKind.MERGE, theme_id=there.id, other_theme_id=here.id)
    merging.merge(db, there, third, by=people.anna)

    for change in (move, merge):
        changes.accept(db, change, by=people.ruth)
        assert change.state == ChangeState.OUTDATED
    assert mine.theme_id == here.id
    assert db.exec(select(Change).where(col(Change.state) == ChangeState.OPEN)).all() == []
