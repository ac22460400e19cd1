"""The desk: what waits, the evidence, and putting ideas where they belong."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from models import database, groupings
from models.accounts import Account
from models.calls import Call
from models.changes import Change, ChangeKind, ChangeState
from models.ideas import Idea
from models.statuses import Kind
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Told = tuple[Call, Theme, list[Idea]]
Jobs = Callable[[str], list[object]]
PATHS = ["/desk", "/desk/ideas", "/desk/changes", "/desk/promises"]


@pytest.fixture
def told(db: Session, people: Cast) -> tuple[Call, Theme, list[Idea]]:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    members = [mine, scenes.idea(db, people.tom, call_id=call.id, kind=Kind.IMPROVEMENT)]
    scenes.grouped(db, theme, *members)
    db.commit()
    return call, theme, members


@pytest.mark.parametrize("path", PATHS)
def test_the_desk_does_not_exist_for_others(site: Site, sign_in: SignIn, people: Cast, path: str) -> None:
    assert "/sign-in" in site.get(path, expect=303).response.headers["location"]
    for person in (people.maya, people.ben, people.tom, people.dev):
        sign_in(person).get(path, expect=404)
    for person in (people.ruth, people.anna):
        sign_in(person).get(path)


def test_an_empty_desk_says_that_nothing_waits(sign_in: SignIn, people: Cast) -> None:
    desk = sign_in(people.ruth)

    assert "Nothing waits for an answer" in desk.get("/desk")
    assert "No single idea waits" in desk.get("/desk/ideas")
    assert "Nothing is proposed" in desk.get("/desk/changes")
    assert "Every promise is kept" in desk.get("/desk/promises")
    desk.get("/desk/themes/4711", expect=404)


def test_ruth_sees_what_waits_and_reads_it(sign_in: SignIn, people: Cast, told: Told) -> None:
    call, theme, _members = told
    desk = sign_in(people.ruth)

    page = desk.get(f"/desk?call={call.id}")
    assert theme.title in page
    assert "answer due in 10 days" in page
    reading = desk.get(f"/desk/themes/{theme.id}?sort=size&show=nobody")
    orders = reading.html.split('aria-label="Order of the themes"')[1].split("</nav>")[0]
    assert orders.count("show=nobody") == orders.count("<a ")
    assert f"<mark>{scenes.PASSAGE}</mark>" in reading
    assert "because <b>telephone, ring</b>" in reading
    assert "2 ideas from 2 people" in reading
    assert "1 public, 1 staff" in reading
    assert "put here by the machine" in reading


def test_an_idea_is_read_with_its_title_which_its_text_may_not_repeat(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, (mine, _) = told
    grouping = groupings.ask(db, call.id, by=None)
    longer = scenes.idea(db, people.maya, title="Ring back…", body="ring back\nwhen we missed it.", call_id=call.id)
    scenes.grouped(db, theme, longer)
    db.add(Change(grouping_id=grouping.id, call_id=call.id, kind=ChangeKind.SPLIT, theme_id=theme.id, title="Ringing",
                  idea_ids=[mine.id, longer.id], confidence=0.7, reason="They ask for the same."))
    db.commit()
    desk = sign_in(people.ruth)

    for page in (f"/desk/themes/{theme.id}", f"/desk/themes/{theme.id}/moves?idea={mine.id}", "/desk/changes"):
        read = desk.get(page)
        assert "<b>Answer the telephone</b>" in read, page
        assert "<b>Ring back" not in read, page


def test_a_theme_can_be_renamed_and_a_bad_name_is_kept_in_the_field(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    _, theme, _ = told
    desk = sign_in(people.ruth)
    form = desk.get(f"/desk/themes/{theme.id}/name")

    wrong = desk.send(form, "/name", expect=422, title="x", description="What people say")
    assert "What people say" in wrong
    assert wrong.title.startswith("Error:")
    done = desk.send(form, "/name", title="Nobody picks up", description="About the telephone")

    assert "Nobody picks up" in desk.follow(done)
    db.expire_all()
    assert theme.named_by_id == people.ruth.id


def test_ticked_ideas_move_together(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, members = told
    other = scenes.theme(db, call.id, title="Letters")
    db.commit()
    desk = sign_in(people.ruth)

    ticked = [str(member.id) for member in members]
    desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": ticked, "into": str(other.id), "title": ""})

    db.expire_all()
    assert [m.theme_id for m in members] == [other.id, other.id]
    assert (theme.ideas_count, other.ideas_count) == (0, 2)
    assert "No idea is left in this theme" in desk.get(f"/desk/themes/{theme.id}")


def test_one_idea_moves_into_a_new_theme_by_its_own_page(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    _, theme, (mine, _) = told
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/themes/{theme.id}/moves?idea={mine.id}")

    assert "Choose the theme they should go to" in desk.send(page, "/moves", expect=422)
    assert "Enter a name for the new theme" in desk.send(page, "/moves", expect=422, into="new")
    desk.send(page, "/moves", into="new", title="The eye clinic")

    db.expire_all()
    assert db.exec(select(Theme.title).where(Theme.id == mine.theme_id)).one() == "The eye clinic"


def test_with_many_themes_the_largest_are_offered_and_all_on_the_next_page(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, (mine, _) = told
    for n in range(70):
        scenes.theme(db, call.id, title=f"Theme {n:02}")
    db.commit()
    desk = sign_in(people.ruth)
    assert "One that is not listed here" in desk.get(f"/desk/themes/{theme.id}")

    sent = {"ideas": str(mine.id), "into": "other", "title": ""}
    page = desk.post(f"/desk/themes/{theme.id}/moves", sent, expect=422)

    assert "Theme 69" in page
    assert page.form("/moves")["fields"]["ideas"] == str(mine.id)


def test_moving_nothing_says_what_to_do(sign_in: SignIn, people: Cast, told: Told) -> None:
    _, theme, _ = told

    page = sign_in(people.ruth).post(f"/desk/themes/{theme.id}/moves", {"into": "new", "title": "Empty"}, expect=422)

    assert "Tick the ideas that should move." in page


def test_keeping_an_idea_pins_it(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    _, theme, (mine, _) = told
    desk = sign_in(people.ruth)

    desk.post(f"/desk/themes/{theme.id}/keeps", {"only": str(mine.id), "into": ""})

    page = desk.get(f"/desk/themes/{theme.id}")
    assert "put here by a person" in page
    assert "1 kept by people" in page


def test_a_merge_is_confirmed_first(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, _members = told
    other = scenes.theme(db, call.id, title="Letters")
    db.commit()
    desk = sign_in(people.ruth)

    assert "Letters (0)" in desk.get(f"/desk/themes/{theme.id}/merger")
    page = desk.get(f"/desk/themes/{theme.id}/merger?into={other.id}")
    assert "2 ideas move" in page
    done = desk.send(page, "/merger")

    assert "Letters" in desk.follow(done)
    moved = desk.get(f"/desk/themes/{theme.id}", expect=303)
    assert moved.response.headers["location"].endswith(f"/desk/themes/{other.id}")
    desk.get(f"/desk/themes/{other.id}/merger?into={other.id}")
    desk.post(f"/desk/themes/{other.id}/merger", {"into": str(other.id)}, expect=404)


def test_grouping_again_is_asked_for_once(
    db: Session, sign_in: SignIn, people: Cast, told: Told, deferred: Jobs
) -> None:
    call, _, _ = told
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk?call={call.id}")

    desk.send(page, "/desk/groupings")
    desk.post("/desk/groupings", {"call": str(call.id)})

    assert len(deferred("group")) == 1
    assert "Waiting to start" in desk.get(f"/desk/changes?call={call.id}")
    desk.post("/desk/groupings", {"call": "nonsense"}, expect=404)


def test_proposals_are_accepted_or_refused_line_by_line(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, (mine, other) = told
    there = scenes.theme(db, call.id, title="Letters")
    grouping = groupings.ask(db, call.id, by=None)
    lines = [Change(grouping_id=grouping.id, call_id=call.id, kind=ChangeKind.MOVE, theme_id=theme.id,
                    other_theme_id=there.id, idea_ids=[idea.id], confidence=0.7, reason="Closer to two of its ideas.")
             for idea in (mine, other, mine)]
    db.add_all(lines)
    db.commit()
    desk = sign_in(people.ruth)

    page = desk.get(f"/desk/changes?call={call.id}")
    assert "Closer to two of its ideas." in page
    assert f"<mark>{scenes.PASSAGE}</mark>" in page
    assert "Sure" not in page and "70 %" not in page  # it orders the list, and is no rate of hits
    accepted = desk.post(f"/desk/changes/{lines[0].id}", {"wanted": "yes"})
    desk.post(f"/desk/changes/{lines[1].id}", {"wanted": "no"})
    stale = desk.post(f"/desk/changes/{lines[2].id}", {"wanted": "yes"})

    db.expire_all()
    assert (mine.theme_id, other.theme_id) == (there.id, theme.id)
    assert [line.state for line in lines] == [ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.OUTDATED]
    assert "The change is made." in desk.follow(accepted)
    assert "no longer fits" in desk.follow(stale)


def test_after_a_decision_one_goes_on_to_the_next_proposal(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, (mine, other) = told
    places = [scenes.theme(db, call.id, title=title) for title in ("Letters", "Texts")]
    grouping = groupings.ask(db, call.id, by=None)
    first, second, third, same = (
        Change(grouping_id=grouping.id, call_id=call.id, kind=ChangeKind.MOVE, theme_id=theme.id, idea_ids=[idea.id],
               other_theme_id=place.id, confidence=sure, reason="Closer.")
        for idea, place, sure in ((mine, places[0], 0.9), (other, places[1], 0.8), (mine, places[0], 0.7),
                                  (other, places[1], 0.6)))
    db.add_all([first, second, third, same])
    db.commit()
    desk = sign_in(people.ruth)

    def decided(change: Change, wanted: str) -> str:
        form = desk.get("/desk/changes").form(f"/desk/changes/{change.id}")
        return str(desk.post(form["action"], {"wanted": wanted}).response.headers["location"]).split("#")[1]

    assert f'tabindex="-1" data-row id="change-{third.id}"' in desk.get("/desk/changes").html
    assert decided(first, "no") == f"change-{third.id}"  # the next under the theme it leads to
    assert decided(same, "no") == f"change-{third.id}"
    assert decided(third, "yes") == f"change-{second.id}"  # there is none after the last: the one before it
    assert decided(second, "yes") == "main"


def test_the_desk_stays_small_however_much_waits(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme, _ = told
    for n in range(30):
        scenes.grouped(db, scenes.theme(db, call.id, title=f"Theme {n}"), scenes.idea(db, people.ben, call_id=call.id))
        scenes.idea(db, people.ben, call_id=call.id)
    db.commit()
    desk, asked = sign_in(people.ruth), []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(database.engine(), "before_cursor_execute", listen)
    counts = {}
    for path in (f"/desk?call={call.id}", f"/desk/themes/{theme.id}", f"/desk/ideas?call={call.id}", "/desk/changes"):
        asked.clear()
        desk.get(path)
        counts[path] = len([words for words in asked if "SAVEPOINT" not in words])
    event.remove(database.engine(), "before_cursor_execute", listen)

    assert max(counts.values()) <= 6, counts
