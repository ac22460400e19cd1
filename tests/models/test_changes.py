"""Proposals of a grouping: nothing happens until a person accepts, and a stale one says so."""

from typing import Any

from sqlmodel import Session, col, select

from models import changes, decisions, desk_counts, groupings, memberships, merging, publishing, themes
from models.calls import Call
from models.changes import Change, ChangeKind, ChangeState
from models.decisions import DecisionKind
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


def listed(db: Session, call: Call) -> list[int]:
    return [row.Change.id for row in db.execute(changes.shown(call.id))]


def test_a_proposal_that_no_longer_fits_is_not_offered(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    moved, back, hidden, stays, too = (scenes.idea(db, people.maya, call_id=call.id) for _ in range(5))
    scenes.grouped(db, here, moved, back, hidden, stays, too)
    third, gone = scenes.theme(db, call.id, title="Elsewhere"), scenes.theme(db, call.id, title="Gone")
    to = {"theme_id": here.id, "other_theme_id": there.id}
    for one in (moved, back, hidden):
        propose(db, call, ChangeKind.MOVE, idea_ids=[one.id], **to)
    propose(db, call, ChangeKind.MERGE, theme_id=gone.id, other_theme_id=there.id)
    propose(db, call, ChangeKind.RETIRE, theme_id=third.id)
    still = propose(db, call, ChangeKind.MOVE, idea_ids=[stays.id, moved.id, too.id], **to)
    assert len(listed(db, call)) == 6

    memberships.move_from(db, here, [moved.id], third, by=people.anna)
    publishing.withdraw(db, back, by=people.maya)
    decisions.decide(db, DecisionKind.HIDE, hidden, None, reason="It names a nurse.", by=people.dev)
    merging.merge(db, gone, here, by=people.anna)

    assert listed(db, call) == [still.id]
    assert desk_counts.tally(db, call.id).changes_open == 1


def test_a_reason_speaks_of_a_theme_by_the_name_it_has_now(db: Session, people: Cast) -> None:
    call, here, there = place(db, people)
    themes.rename(db, there, title="Post", description="", by=people.ruth)
    change = propose(db, call, ChangeKind.MERGE, theme_id=here.id, other_theme_id=there.id)
    change.reason = f"All of its ideas stand with those of “{{{there.id}}}”, and {{0}} stays."
    db.flush()

    row = db.execute(changes.shown(call.id)).one()

    assert row.Change.because(row.theme, row.other) == "All of its ideas stand with those of “Post”, and {0} stays."
