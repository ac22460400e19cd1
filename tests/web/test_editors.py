"""Who opens a draft sees who else opened or saved it in the last minutes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import clock, editors
from models.accounts import Account
from models.editors import OPEN_MINUTES, Editor
from models.ideas import Idea
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    mine = scenes.idea(db, people.maya)
    scenes.grouped(db, scenes.theme(db, None), mine)
    db.commit()
    return mine


@pytest.mark.parametrize("alone", [False, True])
def test_two_people_at_once_see_each_other(db: Session, sign_in: SignIn, people: Cast, idea: Idea, alone: bool) -> None:
    path = f"/desk/ideas/{idea.id}" if alone else f"/desk/themes/{idea.theme_id}"
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)

    first = ruth.get(path)
    assert "opened this draft" not in first
    assert "Ruth Ellison opened this draft just now." in anna.get(path)
    assert "Anna Lindqvist opened this draft just now." in ruth.get(path)
    ruth.send(first, "/answer", verdict="no", summary="We cannot.")

    assert "Ruth Ellison saved this draft just now." in anna.get(path)
    assert "Ruth Ellison" not in ruth.get(path).text.split("Answer")[0]


@pytest.mark.parametrize(("minutes", "says"), [
    (1, "Anna Lindqvist opened this draft 1 minute ago."), (OPEN_MINUTES - 1, "9 minutes ago."), (OPEN_MINUTES, "")])
def test_it_is_forgotten_after_ten_minutes(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, minutes: int, says: str
) -> None:
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        editors.mark(db, f"theme-{idea.theme_id}", people.anna)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/themes/{idea.theme_id}")

    assert (says in page) if says else ("Anna Lindqvist" not in page)
    editors.forget_old(db)
    assert (people.anna.id in db.exec(select(Editor.account_id)).all()) == bool(says)


def test_opening_again_writes_no_second_row(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> None:
    ruth = sign_in(people.ruth)
    for _ in range(3):
        ruth.get(f"/desk/themes/{idea.theme_id}")

    assert db.exec(select(Editor.about, Editor.account_id)).all() == [(f"theme-{idea.theme_id}", people.ruth.id)]


def test_nobody_else_is_seen_or_written_down(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> None:
    sign_in(people.tom).get(f"/desk/themes/{idea.theme_id}", expect=404)

    assert db.exec(select(Editor)).all() == []
