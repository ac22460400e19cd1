"""Grouping a call for the first time: what is not grouped, what is said meanwhile, and when it breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from jobs import expire, found
from models import analyses, groupings, themes
from models.memberships import Membership
from tests import crowd
from tests.cast import Cast


def test_too_few_ideas_are_not_grouped_and_the_run_says_so(db: Session, people: Cast) -> None:
    call = crowd.a_call(db)
    crowd.speaks(db, call, people.maya, count=7)

    grouping = crowd.grouped(db, call)

    assert not grouping.running
    assert grouping.error == "There are only 7 ideas to group. At least 10 are needed."


def test_a_run_that_breaks_says_so_and_leaves_nothing_behind(
    db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = crowd.a_call(db)
    crowd.speaks(db, call, people.maya, count=12)

    def breaks(*_: Any) -> None:
        raise ValueError("a very technical thing")

    monkeypatch.setattr(found, "themes", breaks)
    grouping = crowd.grouped(db, call)

    assert not grouping.running and "nothing was changed" in grouping.error and "technical" not in grouping.error
    assert not db.exec(themes.current(call.id)).all() and analyses.newest_state(db, call.id) is None


def test_the_desk_can_see_how_far_it_is(db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    call = crowd.a_call(db)
    crowd.speaks(db, call, people.maya, count=12)
    seen: list[str] = []
    tell = groupings.tell
    monkeypatch.setattr(groupings, "tell", lambda db, run, words: (seen.append(words), tell(db, run, words)))

    crowd.grouped(db, call)

    assert seen[0] == "Learning the words that people use" and seen[-1] == "Writing it down"
    assert any(words.startswith("Reading what they mean: ") for words in seen)


def test_an_idea_that_was_hidden_is_not_grouped(
    db: Session, people: Cast, deferred: Callable[[str], list[Any]]
) -> None:
    call = crowd.a_call(db)
    spoken = crowd.speaks(db, call, people.maya, count=20)
    spoken[3].hidden_at = spoken[3].proposed_at
    db.commit()

    grouping = crowd.grouped(db, call)

    assert grouping.figures["ideas"] == 19
    assert not db.exec(select(Membership).where(Membership.idea_id == spoken[3].id)).all()
    assert deferred("group") == [{"event_id": crowd.newest_event(db, "grouping.asked")}]


def test_a_call_that_grew_is_grouped_overnight(
    db: Session, people: Cast, deferred: Callable[[str], list[Any]]
) -> None:
    crowd.speaks(db, crowd.a_call(db), people.maya, count=11)
    db.commit()

    expire.each_day()
    expire.each_day()

    assert len(deferred("group")) == 1
