"""No two themes of a call have the same name, and none is chosen before an officer chooses it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from models import changes, groupings, merging, themes
from models.accounts import Account
from models.changes import Change, ChangeKind
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Told = tuple[Theme, Theme, Idea]


@pytest.fixture
def told(db: Session, people: Cast) -> Told:
    call = scenes.call(db, people)
    theme, other = scenes.theme(db, call.id, title="Telephone"), scenes.theme(db, call.id, title="Letters that come")
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, theme, mine)
    db.commit()
    return theme, other, mine


@pytest.mark.parametrize("typed", ["Letters that come", "letters  THAT come", "Lettersthat come "])
def test_a_theme_is_not_given_the_name_of_another(
    db: Session, sign_in: SignIn, people: Cast, told: Told, typed: str
) -> None:
    theme, _, mine = told
    desk = sign_in(people.ruth)

    renamed = desk.send(desk.get(f"/desk/themes/{theme.id}/name"), "/name", title=typed, expect=422)
    moved = desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": str(mine.id), "into": "new", "title": typed},
                      expect=422)

    for page in (renamed, moved):
        assert "Another theme of this call has this name." in page
        assert 'id="field-title-error"' in page.html
    db.refresh(theme)
    assert theme.title == "Telephone"
    assert len(db.exec(themes.current(theme.call_id)).all()) == 2


def test_a_theme_keeps_its_own_name_and_may_share_one_with_another_call(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _, _ = told
    elsewhere = scenes.theme(db, scenes.call(db, people, question="What about parks at night?").id, title="Parks")
    db.commit()
    desk = sign_in(people.ruth)

    desk.send(desk.get(f"/desk/themes/{theme.id}/name"), "/name", title="TELEPHONE", description="By telephone.")
    desk.send(desk.get(f"/desk/themes/{elsewhere.id}/name"), "/name", title="Letters that come")

    db.expire_all()
    assert (theme.title, elsewhere.title) == ("TELEPHONE", "Letters that come")


def test_anna_renames_a_theme_while_ruth_writes_and_ruth_sees_both_names(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, here = told[0], f"/desk/themes/{told[0].id}/name"
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    opened = ruth.get(here)
    anna.send(anna.get(here), "/name", title="Nobody picks up", description="What Anna wrote")

    conflict = ruth.send(opened, "/name", title="Ringing up", description="What <b>Ruth</b> wrote", expect=409)

    assert "since you opened this page" in conflict
    assert "Nobody picks up" in conflict and "What Anna wrote" in conflict
    assert conflict.form("/name")["fields"]["title"] == "Ringing up"
    assert "What &lt;b&gt;Ruth&lt;/b&gt; wrote" in conflict.html
    db.refresh(theme)
    assert theme.title == "Nobody picks up"
    wrong = ruth.send(conflict, "/name", title="x", expect=422)
    ruth.send(wrong, "/name", title="Ringing up", form_key="another")
    db.refresh(theme)
    assert (theme.title, theme.description) == ("Ringing up", "What <b>Ruth</b> wrote")


def test_ruth_sends_what_anna_saved_already_and_it_is_no_conflict(
    sign_in: SignIn, people: Cast, told: Told
) -> None:
    ruth, anna, here = sign_in(people.ruth), sign_in(people.anna), f"/desk/themes/{told[0].id}/name"
    opened = ruth.get(here)
    anna.send(anna.get(here), "/name", title="Nobody picks up")

    assert "The theme has its new name" in ruth.follow(ruth.send(opened, "/name", title="Nobody picks up"))


def test_a_theme_was_merged_while_ruth_named_it_and_what_she_typed_is_kept(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, other, _ = told
    ruth = sign_in(people.ruth)
    opened = ruth.get(f"/desk/themes/{theme.id}/name")
    merging.merge(db, theme, other, by=people.anna)
    db.commit()

    late = ruth.send(opened, "/name", title="Ringing up", expect=422)

    assert "This theme was merged or closed meanwhile" in late
    assert late.form("/name")["fields"]["title"] == "Ringing up"
    ruth.get(f"/desk/themes/{theme.id}/name", expect=404)


def test_a_proposed_theme_whose_name_is_taken_gets_a_number(db: Session, people: Cast, told: Told) -> None:
    theme, _, _ = told
    for _ in range(2):
        mine = scenes.idea(db, people.ben, call_id=theme.call_id)
        run = groupings.ask(db, theme.call_id or 0, by=None)
        change = Change(grouping_id=run.id, call_id=run.call_id, kind=ChangeKind.NEW, confidence=0.9, reason="Alike.",
                        idea_ids=[mine.id], title="Letters that come")
        db.add(change)
        db.flush()
        changes.accept(db, change, by=people.ruth)

    made = db.exec(select(Theme.title).where(Theme.call_id == theme.call_id).order_by(col(Theme.id))).all()
    assert made[-2:] == ["Letters that come 2", "Letters that come 3"]


def test_no_theme_is_chosen_for_a_merge_before_the_officer_chooses(
    sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _, _ = told
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/themes/{theme.id}/merger")

    assert page.form("/merger")["fields"]["into"] == ""
    assert "Choose the theme that it should become part of." not in page
    assert "Choose the theme that it should become part of." in desk.get(f"/desk/themes/{theme.id}/merger?into=")
