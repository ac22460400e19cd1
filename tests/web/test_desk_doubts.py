"""What a policy officer is asked to look at again: at the theme, beside its name, and only while it fits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import acts, doubts, memberships, merging, themes, undoing
from models.accounts import Account
from models.acts import Act
from models.doubts import Doubt, DoubtKind
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]
Read = Callable[[Theme], Page]
BESIDE = "60 % of the ideas here also speak to “{other}”. Merge the two?"
NAME = "This name could stand on almost any theme."
FEW = "Only 2 of the 22 ideas in this call’s themes are here."
MIXED = "The ideas here are less like each other than those of other themes."


FOUND = [Doubt(DoubtKind.CATCH_ALL, NAME, {}), Doubt(DoubtKind.UNDER_USED, FEW, {"ideas": 2}),
         Doubt(DoubtKind.MIXED, MIXED, {"likeness": 0.2})]


def overlap(other: Theme) -> Doubt:
    return Doubt(DoubtKind.OVERLAPPING, BESIDE, {"share": 0.6}, other.id)


@pytest.fixture
def pair(db: Session, people: Cast) -> tuple[Theme, Theme]:
    """Twenty ideas about the telephone and two about letters, with what the machine has to say to the letters."""
    call = scenes.call(db, people)
    telephone, letters = scenes.theme(db, call.id), scenes.theme(db, call.id, title="Other points")
    scenes.grouped(db, telephone, *(scenes.idea(db, people.maya, call_id=call.id) for _ in range(20)))
    scenes.grouped(db, letters, *(scenes.idea(db, people.ben, call_id=call.id) for _ in range(2)))
    doubts.keep(db, call.id, {letters.id: [FOUND[0], overlap(telephone), *FOUND[1:]]})
    db.commit()
    return letters, telephone


@pytest.fixture
def read(db: Session, sign_in: SignIn, people: Cast) -> Read:
    """Ruth reads a theme at the desk."""
    def reading(theme: Theme) -> Page:
        db.commit()
        return sign_in(people.ruth).get(f"/desk/themes/{theme.id}")

    return reading


def test_ruth_reads_what_to_look_at_again_and_where_to_do_it(
    read: Read, sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, telephone = pair
    page, desk = read(letters), sign_in(people.ruth)

    assert NAME in page and FEW in page and MIXED in page
    assert BESIDE.replace("{other}", telephone.title) in page
    merger = f"/desk/themes/{letters.id}/merger?into={telephone.id}"
    for link in (merger, f"/desk/themes/{letters.id}/name", f'/desk/themes/{letters.id}/merger"', "order=doubtful"):
        assert link in page.html
    assert "Merge these two themes?" in desk.get(merger)
    assert "Look at this theme again" not in read(telephone).html


def test_the_list_of_themes_says_in_words_which_to_look_at(read: Read, pair: tuple[Theme, Theme]) -> None:
    _, telephone = pair

    assert "look again: catch-all, overlapping, under-used, mixed" in read(telephone)


def test_nobody_else_reads_it(site: Site, sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme]) -> None:
    letters, _ = pair

    for reader in (site, sign_in(people.maya), sign_in(people.ruth)):
        for path in (f"/themes/{letters.id}", f"/themes/{letters.id}.json", "/themes.json", "/themes"):
            page = reader.get(path)
            assert "doubt" not in page.html and "look again" not in page.html and "any theme" not in page.html
    sign_in(people.maya).get(f"/desk/themes/{letters.id}", expect=404)


def test_a_name_that_ruth_changed_is_no_longer_doubted(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, _ = pair
    themes.rename(db, letters, title="Letters that come late", description="", by=people.ruth)

    page = read(letters)

    assert NAME not in page and FEW in page
    assert "look again: overlapping, under-used, mixed" in page


def test_the_name_that_another_theme_has_now_is_read(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, telephone = pair
    themes.rename(db, telephone, title="Waiting on the line {other}", description="", by=people.ruth)

    assert "also speak to “Waiting on the line {other}”" in read(letters)


def test_a_theme_that_is_gone_is_no_longer_named(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, telephone = pair
    into = scenes.theme(db, telephone.call_id, title="The line")
    merging.merge(db, telephone, into, by=people.ruth)

    page = read(letters)

    assert "also speak to" not in page and FEW in page
    assert "also speak to" not in read(into)


@pytest.mark.parametrize(("more", "holds"), [(2, True), (3, False)])
def test_what_is_said_beside_a_theme_holds_until_that_one_has_changed(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme], more: int, holds: bool
) -> None:
    letters, telephone = pair
    scenes.grouped(db, telephone, *(scenes.idea(db, people.tom, call_id=telephone.call_id) for _ in range(more)))

    assert ("also speak to" in read(letters)) is holds


def test_what_is_said_of_ideas_ends_when_others_join_them(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, telephone = pair
    mine = scenes.idea(db, people.tom, call_id=letters.call_id)
    scenes.grouped(db, telephone, mine)
    memberships.move(db, [mine.id], letters, by=people.ruth)

    page = read(letters)

    assert FEW not in page and MIXED not in page and "also speak to" not in page and NAME in page


def test_what_names_a_theme_of_no_run_is_not_kept(db: Session, people: Cast, pair: tuple[Theme, Theme]) -> None:
    letters, telephone = pair
    merging.merge(db, telephone, scenes.theme(db, letters.call_id, title="The line"), by=people.ruth)

    doubts.keep(db, letters.call_id or 0, {letters.id: [Doubt(DoubtKind.TWIN, BESIDE, {}, telephone.id)]})

    assert letters.doubts == []


def test_it_asks_the_database_no_more(
    sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme],
    queries: Callable[[], AbstractContextManager[list[Any]]],
) -> None:
    letters, telephone = pair
    desk, asked_for = sign_in(people.ruth), []
    for path in (f"/desk/themes/{letters.id}", f"/desk/themes/{telephone.id}", "/desk"):
        desk.get(path)
        with queries() as asked:
            desk.get(path)
        asked_for.append(len(asked))

    assert asked_for[0] == asked_for[1] and max(asked_for) <= 6


def test_ruth_says_that_it_is_right_as_it_is_and_takes_it_back(
    db: Session, read: Read, sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, _ = pair
    ruth = sign_in(people.ruth)

    done = ruth.follow(ruth.send(read(letters), "/doubts", doubt="mixed"))

    assert "You are not asked again while it stays so." in done and MIXED not in done and NAME in done
    assert "look again: catch-all, overlapping, under-used" in done
    journal = ruth.get(f"/desk/themes/{letters.id}/journal")
    assert "found it right as it is, where the machine said “mixed”." in journal
    assert "Somebody answered this already" in ruth.follow(ruth.send(read(letters), "/doubts", doubt="mixed"))
    assert len(db.exec(select(Act)).all()) == 1

    assert MIXED in ruth.follow(ruth.send(done, "/undoing"))
    assert "took back that it was found right as it is" in ruth.get(f"/desk/themes/{letters.id}/journal")


def test_nobody_else_may_say_so(sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme]) -> None:
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).post(f"/desk/themes/{pair[0].id}/doubts", {"doubt": "mixed"}, expect=404)


def test_the_machine_does_not_say_it_again_while_it_stays_as_it_was(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, _ = pair
    for kind in ("mixed", "catch-all"):
        assert doubts.find_right(db, letters, kind, None, by=people.ruth)

    for said in ({letters.id: FOUND}, {}, {letters.id: FOUND}):  # a run may overlook it
        doubts.keep(db, letters.call_id or 0, said)
    page = read(letters)
    assert FEW in page and MIXED not in page and NAME not in page

    mine = scenes.idea(db, people.tom, call_id=letters.call_id)
    scenes.grouped(db, letters, mine)
    themes.rename(db, letters, title="Further points", description="", by=people.ruth)
    doubts.keep(db, letters.call_id or 0, {letters.id: FOUND})
    page = read(letters)
    assert MIXED in page and NAME in page


def test_of_two_themes_it_is_said_on_neither_side(
    db: Session, read: Read, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, telephone = pair
    found = {letters.id: [overlap(telephone)], telephone.id: [overlap(letters)]}
    doubts.keep(db, letters.call_id or 0, found)
    assert "also speak to" in read(telephone)

    act = doubts.find_right(db, letters, "overlapping", telephone.id, by=people.ruth)
    assert act is not None
    for _ in range(2):
        assert "also speak to" not in read(letters) and "also speak to" not in read(telephone)
        doubts.keep(db, letters.call_id or 0, found)

    undoing.undo_all(db, act, by=people.anna)
    assert "also speak to" in read(letters) and "also speak to" in read(telephone)


def test_what_no_longer_fits_is_not_doubted_again(db: Session, people: Cast, pair: tuple[Theme, Theme]) -> None:
    letters, _ = pair
    act = doubts.find_right(db, letters, "catch-all", None, by=people.ruth)
    assert act is not None and acts.concerning([act]) == {letters.id}
    themes.rename(db, letters, title="Letters that come late", description="", by=people.ruth)

    with pytest.raises(undoing.Obstacle, match=undoing.Why.NO_DOUBT.value):
        undoing.undo_all(db, act, by=people.ruth)
    assert not act.undone


def test_what_ruth_kept_is_no_longer_among_the_least_sure(
    db: Session, sign_in: SignIn, people: Cast, pair: tuple[Theme, Theme]
) -> None:
    letters, _ = pair
    first, second = db.exec(select(Idea.id).where(Idea.theme_id == letters.id).order_by(col(Idea.id))).all()
    memberships.keep(db, [first], letters, by=people.ruth)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/themes/{letters.id}?order=doubtful")

    assert page.html.index(f'id="idea-{second}"') < page.html.index(f'id="idea-{first}"')
