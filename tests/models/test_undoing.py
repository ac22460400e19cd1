"""What was done at the desk is taken back as it was, or not at all when something changed since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import (
    acts,
    answers,
    assignments,
    changes,
    clock,
    deciding,
    groupings,
    memberships,
    merging,
    themes,
    undoing,
)
from models.accounts import Account
from models.acts import Act, ActKind
from models.changes import Change, ChangeKind, ChangeState
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.statuses import Status
from models.themes import Theme
from models.undoing import Obstacle, Why
from tests import scenes
from tests.cast import Cast


@pytest.fixture
def here(db: Session) -> Theme:
    return scenes.theme(db, None)


@pytest.fixture
def there(db: Session) -> Theme:
    return scenes.theme(db, None, title="Letters")


@pytest.fixture
def mine(db: Session, people: Cast, here: Theme) -> list[Idea]:
    made = [scenes.idea(db, person) for person in (people.maya, people.ben)]
    scenes.grouped(db, here, *made)
    return made


def places(db: Session) -> list[dict[str, Any]]:
    """Every place of every idea, whatever its row's number is."""
    rows = db.exec(select(Membership).order_by(col(Membership.idea_id), col(Membership.theme_id)))
    return [row.model_dump(exclude={"id"}) for row in rows]


def refused(db: Session, act: Act | None, by: Account) -> Why:
    assert act is not None
    with pytest.raises(Obstacle) as met:
        undoing.undo_all(db, act, by=by)
    return met.value.why


def test_moved_ideas_go_back_with_the_reasons_they_had(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    before = places(db)
    act = memberships.move_from(db, here, [idea.id for idea in mine], there, by=people.ruth)
    assert places(db) != before

    undoing.undo(db, act, by=people.anna)

    assert places(db) == before
    assert [idea.theme_id for idea in mine] == [here.id, here.id]
    assert (here.ideas_count, there.ideas_count) == (2, 0)
    assert (act.undone_by_id, act.undone) == (people.anna.id, True)
    told = db.exec(select(Event).where(Event.kind == "theme.undone").order_by(col(Event.theme_id))).all()
    assert [(event.theme_id, event.by_id) for event in told] == [(here.id, people.anna.id), (there.id, people.anna.id)]


def test_kept_ideas_are_the_machines_to_move_again(db: Session, people: Cast, here: Theme, mine: list[Idea]) -> None:
    act = memberships.keep(db, [mine[0].id], here, by=people.ruth)
    assert act is not None

    undoing.undo(db, act, by=people.ruth)

    assert [place["by_id"] for place in places(db)] == [None, None]


def test_what_was_split_off_goes_back_and_the_new_theme_ends(
    db: Session, people: Cast, here: Theme, mine: list[Idea]
) -> None:
    act = memberships.move_from(db, here, [mine[0].id], "The eye clinic", by=people.ruth)
    assert act.kind == ActKind.SPLIT

    undoing.undo(db, act, by=people.ruth)

    assert mine[0].theme_id == here.id
    assert db.get_one(Theme, act.other_theme_id).retired_at is not None


def test_merged_themes_are_parted_as_they_were(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    older = scenes.theme(db, None, title="Older")
    merging.merge(db, older, here, by=people.ruth)
    also = Membership(theme_id=there.id, idea_id=mine[0].id, primary=False, words="")
    db.add(also)
    scenes.grouped(db, there, scenes.idea(db, people.tom))
    draft = scenes.draft(db, people, theme=here)
    before = places(db)
    act = merging.merge(db, here, there, by=people.ruth)
    assert act is not None and draft.theme_id == there.id

    undoing.undo(db, act, by=people.ruth)

    assert places(db) == before
    db.expire_all()
    assert here.current and older.merged_into_id == here.id
    assert (here.ideas_count, there.ideas_count) == (2, 1)
    assert draft.theme_id == here.id
    assert {idea.status for idea in mine} == {Status.CONSIDERED}


def test_who_has_a_theme_goes_along_with_it_and_back(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    assignments.give(db, here, account_id=people.ruth.id, team_id=None, by=people.ruth)
    act = merging.merge(db, here, there, by=people.anna)
    given = assignments.of(db, there)
    assert act is not None and given is not None and given.account_id == people.ruth.id

    undoing.undo_all(db, act, by=people.anna)

    assert assignments.of(db, there) is None
    given = assignments.of(db, here)
    assert given is not None and given.account_id == people.ruth.id


def test_who_has_the_other_theme_keeps_it(db: Session, people: Cast, here: Theme, there: Theme) -> None:
    assignments.give(db, here, account_id=people.ruth.id, team_id=None, by=people.ruth)
    assignments.give(db, there, account_id=people.anna.id, team_id=None, by=people.ruth)

    merging.merge(db, here, there, by=people.ruth)

    given = assignments.of(db, there)
    assert given is not None and given.account_id == people.anna.id


def test_a_parted_theme_whose_name_was_taken_gets_a_number(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    act = merging.merge(db, here, there, by=people.ruth)
    assert act is not None
    themes.make(db, title=here.title, call_id=None, by=people.anna)

    undoing.undo(db, act, by=people.ruth)

    assert here.title == "Getting through by telephone 2"


def test_a_closed_theme_opens_again(db: Session, people: Cast, there: Theme) -> None:
    act = themes.retire(db, there, by=people.ruth)
    assert act is not None

    undoing.undo(db, act, by=people.ruth)

    assert there.current


@pytest.mark.parametrize(("meanwhile", "why"), [
    (lambda db, people, here, there, mine: memberships.move_from(db, there, [mine[0].id], here, by=people.anna),
     Why.MOVED_ON),
    (lambda db, people, here, there, mine: scenes.published(db, people, theme=there), Why.ANSWERED),
    (lambda db, people, here, there, mine: merging.merge(db, there, scenes.theme(db, None, title="X"), by=people.anna),
     Why.THEME_GONE),
    (lambda db, people, here, there, mine: themes.retire(db, here, by=people.anna), Why.THEME_GONE),
])
def test_a_move_is_not_undone_when_something_changed_since(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea], meanwhile: Callable[..., object], why: Why
) -> None:
    act = memberships.move_from(db, here, [idea.id for idea in mine], there, by=people.ruth)
    meanwhile(db, people, here, there, mine)
    before = places(db)

    assert refused(db, act, people.ruth) == why
    assert places(db) == before
    assert not act.undone


def test_a_split_is_not_undone_when_the_new_theme_has_a_draft(
    db: Session, people: Cast, here: Theme, mine: list[Idea]
) -> None:
    act = memberships.move_from(db, here, [mine[0].id], "The eye clinic", by=people.ruth)
    answers.draft(db, theme_id=act.other_theme_id, by=people.ruth, summary="Soon.")

    assert refused(db, act, people.ruth) == Why.DRAFTED


def test_nothing_is_undone_twice_or_after_its_days(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    act = memberships.move_from(db, here, [mine[0].id], there, by=people.ruth)
    old = memberships.move_from(db, here, [mine[1].id], there, by=people.ruth)
    old.at = clock.now() - timedelta(days=acts.UNDO_DAYS)
    undoing.undo(db, act, by=people.ruth)

    assert refused(db, act, people.ruth) == Why.BEFORE
    assert refused(db, old, people.ruth) == Why.TOO_OLD


def test_what_undoing_needs_is_kept_no_longer_than_its_days(
    db: Session, people: Cast, here: Theme, there: Theme, mine: list[Idea]
) -> None:
    new, old = (memberships.move_from(db, here, [idea.id], there, by=people.ruth) for idea in mine)
    old.at = clock.now() - timedelta(days=acts.UNDO_DAYS, seconds=1)
    db.flush()

    acts.forget_old(db)

    db.expire_all()
    assert (bool(new.before), bool(old.before)) == (True, False)


@pytest.fixture
def proposals(db: Session, people: Cast) -> list[Change]:
    """Two moves of one idea each between two themes of a call."""
    call = scenes.call(db, people)
    source, place = scenes.theme(db, call.id), scenes.theme(db, call.id, title="Letters")
    told = [scenes.idea(db, people.maya, call_id=call.id) for _ in range(2)]
    scenes.grouped(db, source, *told)
    run = groupings.ask(db, call.id, by=None)
    made = [Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.MOVE, theme_id=source.id, idea_ids=[idea.id],
                   other_theme_id=place.id, confidence=0.8, reason="Closer.") for idea in told]
    db.add_all(made)
    db.flush()
    return made


def test_an_accepted_proposal_that_is_undone_waits_again(db: Session, people: Cast, proposals: list[Change]) -> None:
    before, change = places(db), proposals[0]
    act = changes.accept(db, change, by=people.ruth)
    assert act is not None and act.change_id == change.id

    undoing.undo(db, act, by=people.ruth)

    assert places(db) == before
    assert (change.state, change.decided_by_id) == (ChangeState.OPEN, None)
    assert changes.accept(db, change, by=people.ruth) is not None


def test_a_refusal_that_is_undone_after_a_later_grouping_is_outdated(
    db: Session, people: Cast, proposals: list[Change]
) -> None:
    change = proposals[0]
    act = changes.refuse(db, change, by=people.ruth)
    assert act is not None
    groupings.finish(db, groupings.latest(db, change.call_id), {})  # type: ignore[arg-type]
    again = groupings.ask(db, change.call_id, by=people.ruth)
    db.add(Change(grouping_id=again.id, call_id=change.call_id, kind=ChangeKind.MOVE, reason="Closer."))
    db.flush()

    undoing.undo(db, act, by=people.ruth)

    assert change.state == ChangeState.OUTDATED


def test_many_decisions_of_one_click_are_undone_together_or_not_at_all(
    db: Session, people: Cast, proposals: list[Change]
) -> None:
    ids = [change.id for change in proposals]
    decided = deciding.decide(db, ids, accepted=True, by=people.ruth)
    assert (decided.count, decided.missed) == (2, 0)
    idea = proposals[0].idea_ids[0]
    back = memberships.move(db, [idea], db.get_one(Theme, proposals[0].theme_id), by=people.anna)

    assert refused(db, decided.last, people.ruth) == Why.MOVED_ON
    assert [change.state for change in proposals] == [ChangeState.ACCEPTED] * 2
    undoing.undo(db, back, by=people.anna)
    assert decided.last is not None
    undoing.undo_all(db, decided.last, by=people.ruth)
    assert [change.state for change in proposals] == [ChangeState.OPEN] * 2


def test_what_another_decided_is_counted_and_left_alone(db: Session, people: Cast, proposals: list[Change]) -> None:
    changes.refuse(db, proposals[0], by=people.anna)

    decided = deciding.decide(db, [change.id for change in proposals], accepted=True, by=people.ruth)

    assert (decided.count, decided.missed) == (1, 1)
    assert [change.state for change in proposals] == [ChangeState.REFUSED, ChangeState.ACCEPTED]
