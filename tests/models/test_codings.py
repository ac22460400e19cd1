"""Drawing a sample, coding it blind, and what the check remembers of the moment when it was drawn."""

import pytest
from sqlmodel import Session, col, select

from models import codings, ideas, memberships, merging, sheets, themes
from models.accounts import Account
from models.codings import FEWEST, MOST, Choice, Coder, Coding, Sheet
from models.history import Event
from tests import coding, scenes
from tests.cast import Cast


def coder_of(db: Session, check: Coding, account: Account) -> Coder:
    return db.exec(select(Coder).where(Coder.coding_id == check.id, Coder.account_id == account.id)).one()


def kinds(db: Session, word: str) -> list[str]:
    return list(db.exec(select(Event.kind).where(col(Event.kind).contains(word)).order_by(col(Event.id))))


def test_each_theme_is_drawn_by_its_share_and_the_same_seed_draws_the_same() -> None:
    placed: list[tuple[int, int | None]] = [(n, 1 if n < 600 else 2 if n < 900 else None) for n in range(1000)]

    drawn = codings.sample(placed, 60, seed=5)

    assert [sum(theme == one for _, theme in drawn) for one in (1, 2, None)] == [36, 18, 6]
    assert len({idea for idea, _ in drawn}) == 60
    assert drawn == codings.sample(placed, 60, seed=5) != codings.sample(placed, 60, seed=6)
    assert sorted(codings.sample(placed, 1000, seed=5)) == placed


def test_every_idea_has_the_same_chance() -> None:
    placed: list[tuple[int, int | None]] = [(n, 1 if n < 7 else 2) for n in range(10)]
    times = [0] * 10
    for seed in range(2_000):
        for idea, _ in codings.sample(placed, 4, seed=seed):
            times[idea] += 1

    assert all(720 < count < 880 for count in times), times


def test_the_sample_keeps_the_themes_and_where_the_machine_had_each_idea(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    check = coding.drawn(db, people, scene)

    themes.rename(db, scene.telephone, title="Ringing up", description="", by=people.ruth)
    merging.merge(db, scene.letters, scene.telephone, by=people.ruth)

    assert {theme["title"] for theme in check.themes} == {"Getting through by telephone", "Letters"}
    machine = dict(db.exec(select(Sheet.idea_id, Sheet.machine_id).where(Sheet.coding_id == check.id)).all())
    assert machine == {idea.id: scene.themes[n % 4 == 0].id for n, idea in enumerate(scene.ideas)}
    assert kinds(db, "coding.") == ["coding.drawn"]


def test_what_a_person_placed_or_nobody_can_read_is_not_drawn(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people, ideas=FEWEST + 3)
    memberships.keep(db, [scene.ideas[0].id], scene.letters, by=people.ruth)
    ideas.withdraw(db, scene.ideas[1], by=people.ben)
    alone = scenes.idea(db, people.maya, title="In no theme", call_id=scene.call.id)
    elsewhere = scenes.idea(db, people.maya, title="In no call")

    placed = codings.to_draw_from(db, scene.call.id)

    assert codings.drawable(db, scene.call.id) == (len(placed), 1) and (alone.id, None) in placed
    assert {idea for idea, _ in placed} == {idea.id for idea in scene.ideas[2:]} | {alone.id}
    assert elsewhere.id not in dict(placed)


@pytest.mark.parametrize(("there", "size", "drawn"), [
    (FEWEST, FEWEST, True), (FEWEST, FEWEST - 1, False), (FEWEST, FEWEST + 1, False), (FEWEST + 1, FEWEST + 1, True)])
def test_a_sample_is_neither_too_small_nor_larger_than_what_is_there(
    db: Session, people: Cast, there: int, size: int, drawn: bool
) -> None:
    scene = coding.scene(db, people, ideas=there)
    if drawn:
        assert coding.drawn(db, people, scene, size=size).size == size
    else:
        with pytest.raises(codings.TooFew):
            coding.drawn(db, people, scene, size=size)


def test_nobody_draws_more_than_the_most_or_from_one_theme(
    db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = coding.scene(db, people, ideas=FEWEST + 1)
    monkeypatch.setattr(codings, "MOST", FEWEST)
    with pytest.raises(codings.TooFew):
        coding.drawn(db, people, scene, size=FEWEST + 1)
    merging.merge(db, scene.letters, scene.telephone, by=people.ruth)
    with pytest.raises(codings.TooFew):
        coding.drawn(db, people, scene)
    assert MOST == 300


def test_one_check_of_a_call_is_under_way_at_a_time(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    first = coding.drawn(db, people, scene)
    with pytest.raises(codings.UnderWay):
        coding.drawn(db, people, scene)

    assert codings.stop(db, first, by=people.anna) and not codings.stop(db, first, by=people.anna)

    assert coding.drawn(db, people, scene).running
    assert kinds(db, "coding.") == ["coding.drawn", "coding.stopped", "coding.drawn"]


def test_a_second_thought_replaces_the_first_and_nothing_changes_after_handing_in(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    check = coding.drawn(db, people, scene)
    mine, sheet = coder_of(db, check, people.ruth), db.exec(select(Sheet).where(Sheet.place == 1)).one()

    for theme in (scene.letters.id, scene.letters.id, None):
        assert sheets.choose(db, check, mine, sheet.id, theme, by=people.ruth)
    assert not sheets.hand_in(db, check, mine, by=people.ruth)
    coding.coded(db, check, ruth=lambda place, machine: scene.letters.id)

    assert len(kinds(db, "idea.coded")) == 2 + FEWEST + FEWEST
    assert not sheets.choose(db, check, mine, sheet.id, None, by=people.ruth)
    assert not sheets.hand_in(db, check, mine, by=people.ruth)
    assert check.finished and not codings.stop(db, check, by=people.ruth)
    chosen = select(Choice.theme_id).where(Choice.sheet_id == sheet.id, Choice.coder_id == mine.id)
    assert db.exec(chosen).one() == scene.letters.id
    assert kinds(db, "coding.") == ["coding.drawn", "coding.handed_in", "coding.handed_in"]


def test_a_theme_of_another_call_is_no_choice(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    check, other = coding.drawn(db, people, scene), scenes.theme(db, None, title="Elsewhere")

    with pytest.raises(sheets.NotTheirs):
        sheets.choose(db, check, coder_of(db, check, people.ruth), 1, other.id, by=people.ruth)


def test_the_last_idea_is_taken_back_and_the_check_still_ends(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    check = coding.drawn(db, people, scene)
    last = db.exec(select(Sheet).where(Sheet.coding_id == check.id, Sheet.place == FEWEST)).one()
    rest = select(Sheet).where(Sheet.coding_id == check.id, Sheet.place < FEWEST)
    for account in (people.ruth, people.anna):
        for sheet in db.exec(rest).all():
            sheets.choose(db, check, coder_of(db, check, account), sheet.id, sheet.machine_id, by=account)
    ideas.withdraw(db, next(one for one in scene.ideas if one.id == last.idea_id), by=people.ben)

    for account in (people.ruth, people.anna):
        assert sheets.hand_in(db, check, coder_of(db, check, account), by=account)

    assert check.finished
    assert [row.shown and row.coded for row in sheets.compared(db, check)] == [True] * (FEWEST - 1) + [False]


def test_what_a_person_chose_stays_when_their_account_goes(db: Session, people: Cast) -> None:
    scene = coding.scene(db, people)
    check = coding.drawn(db, people, scene)
    coding.coded(db, check)

    coder_of(db, check, people.anna).account_id = None
    check.drawn_by_id = None
    db.flush()

    assert [one.name for one in sheets.progress(db, [check.id])[check.id]] == ["Ruth Ellison", "Somebody who has left"]
    assert all(row.coded for row in sheets.compared(db, check))


def test_what_is_public_changes_no_more(db: Session, people: Cast) -> None:
    check = coding.drawn(db, people, coding.scene(db, people))
    assert not codings.publish(db, check, figures={"coded": 1}, record=[], by=people.ruth)
    coding.coded(db, check)
    assert not codings.publish(db, check, figures={"coded": 0}, record=[], by=people.ruth)

    assert codings.publish(db, check, figures={"coded": 1}, record=[], by=people.ruth)
    assert not codings.publish(db, check, figures={"coded": 2}, record=[], by=people.ruth)
    codings.keep(db, check, {"coded": 3}, [1, 2, 3])

    assert check.figures == {"coded": 1}
    assert kinds(db, "coding.published") == ["coding.published"]
