"""Who has what at the desk, what is put aside, what officers note for each other, and the views they keep."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models import asides, assignments, deputies, memberships, notes, views
from models import clock as today
from models.accounts import Account
from models.ideas import Idea
from models.notes import Note
from models.themes import Theme
from models.views import View
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from web.desk_waiting import OWN_WORDS, Reason

SignIn = Callable[[Account], Site]
WHY = {"kind": "off_topic", "no_answer": "These are the trains, which we do not run."}


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    made = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, made, scenes.idea(db, people.maya, call_id=made.call_id))
    db.commit()
    return made


@pytest.fixture
def mine(db: Session, theme: Theme) -> Idea:
    return db.exec(select(Idea).where(Idea.theme_id == theme.id)).one()


@pytest.fixture
def alone(db: Session, people: Cast) -> Idea:
    made = scenes.idea(db, people.ben, title="A bench at the stop")
    db.commit()
    return made


@pytest.fixture
def desk(sign_in: SignIn, people: Cast) -> Site:
    return sign_in(people.ruth)


def test_a_theme_put_aside_leaves_the_queue_and_says_why_in_public(
    desk: Site, site: Site, theme: Theme, mine: Idea
) -> None:
    page = desk.get(f"/desk/themes/{theme.id}/waiting")
    assert "this theme with its 1 idea no longer waits" in page

    done = desk.send(page, "/aside", **WHY)

    reading = desk.follow(done)
    assert "It is put aside." in reading
    assert "These are the trains, which we do not run." in reading
    assert theme.title not in desk.get("/desk").text.split("Call by call")[0]
    assert theme.title in desk.get("/desk?show=aside")
    assert "put it aside: It is about something else than we asked." in desk.get(f"/desk/themes/{theme.id}/journal")
    for path in (f"/themes/{theme.id}", f"/ideas/{mine.id}", f"/where/{mine.reference}"):
        assert "These are the trains, which we do not run." in site.get(path), path
    back = desk.send(desk.get(f"/desk/themes/{theme.id}"), "/aside")
    assert "It is taken up again" in desk.follow(back)
    assert theme.title in desk.get("/desk")


def test_a_single_idea_is_put_aside_by_itself(desk: Site, site: Site, alone: Idea) -> None:
    page = desk.get(f"/desk/ideas/{alone.id}/waiting")

    desk.send(page, "/aside", no_answer="The bench is there since May.")

    assert "No single idea waits" in desk.get("/desk/ideas")
    assert "The bench is there since May." in site.get(f"/where/{alone.reference}")
    assert "Take it up again" in desk.get(f"/desk/ideas/{alone.id}/waiting")


def test_a_reason_is_as_long_as_it_may_be_with_ours_before_it(db: Session, desk: Site, theme: Theme) -> None:
    page = desk.get(f"/desk/themes/{theme.id}/waiting")
    longest = {"kind": "off_topic", "no_answer": "a" * OWN_WORDS}

    assert "characters or fewer" in desk.send(page, "/aside", expect=422, **longest | {"no_answer": "a" * 251})
    desk.send(page, "/aside", **longest)

    aside = asides.of(db, theme)
    assert aside is not None and max(len(reason.value) for reason in Reason) < asides.REASON_LIMIT - OWN_WORDS


def test_the_first_reason_stands_and_the_second_person_is_told(
    db: Session, desk: Site, sign_in: SignIn, people: Cast, theme: Theme
) -> None:
    page = desk.get(f"/desk/themes/{theme.id}/waiting")
    sign_in(people.anna).post(f"/desk/themes/{theme.id}/aside", {"no_answer": "Anna was here first."})

    late = desk.send(page, "/aside", **WHY)

    assert "Somebody else put it aside a moment ago." in desk.follow(late)
    aside = asides.of(db, theme)
    assert aside is not None and aside.reason == "Anna was here first."


def test_ruth_takes_a_theme_and_the_list_says_who_has_it(desk: Site, theme: Theme) -> None:
    page = desk.get(f"/desk/themes/{theme.id}")
    assert "With whoever has the call" in page

    done = desk.send(page, "/desk/assignments")

    assert "It is yours now." in desk.follow(done)
    assert "with Ruth Ellison" in desk.get("/desk?show=mine")
    assert "Ruth Ellison gave it to Ruth Ellison" in desk.get(f"/desk/themes/{theme.id}/journal")


def test_ticked_ones_are_given_to_a_colleague_or_a_team_at_once(
    db: Session, desk: Site, people: Cast, theme: Theme, alone: Idea
) -> None:
    asked = desk.get(f"/desk/assignments?themes={theme.id}&ideas={alone.id}")
    assert theme.title in asked and alone.title in asked
    assert "Choose who should have it" in desk.send(asked, "/desk/assignments", expect=422)

    desk.send(asked, "/desk/assignments", to=f"account-{people.anna.id}")

    for thing in (theme, alone):
        given = assignments.of(db, thing)
        assert given is not None and given.account_id == people.anna.id
    assert "with Anna Lindqvist" in desk.get("/desk")
    assert "with Anna Lindqvist" in desk.get("/desk/ideas")
    desk.send(asked, "/desk/assignments", to=f"team-{people.team.id}")
    assert "with Outpatients team" in desk.get("/desk?show=team")
    desk.send(asked, "/desk/assignments", to="nobody")
    assert theme.title in desk.get("/desk?show=nobody").text.split("Call by call")[0]


def test_nobody_is_given_work_who_is_not_at_the_desk(desk: Site, people: Cast, theme: Theme) -> None:
    asked = desk.get(f"/desk/assignments?themes={theme.id}")

    assert "Choose who should have it." in desk.send(
        asked, "/desk/assignments", expect=422, to=f"account-{people.maya.id}")
    assert "Nothing is ticked" in desk.get("/desk/assignments?themes=4711")


def test_who_stands_in_sees_the_others_work_as_theirs(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme
) -> None:
    anna = sign_in(people.anna)
    call = scenes.call(db, people, question="Which stops need shade?")
    call.owner_id = None
    theme.call_id = call.id
    assignments.give(db, theme, account_id=people.ruth.id, team_id=None, by=people.ruth)
    db.commit()
    assert "No theme that waits was given to you." in anna.get("/desk?show=mine")

    deputies.name(db, people.ruth, people.anna, begins_on=today.today(), ends_on=today.today())
    db.commit()

    assert theme.title in anna.get("/desk?show=mine").text.split("Call by call")[0]


@pytest.mark.parametrize(("show", "words"), [
    ("mine", "No theme that waits was given to you."), ("team", "No theme that waits was given to your team."),
    ("nobody", "Every theme that waits is given out."), ("overdue", "No answer to a theme is late."),
    ("short", "No answer falls short."),
    ("answered", "Nothing has been answered yet."), ("aside", "Nothing was put aside."),
    ("nonsense", "No theme waits for an answer."),
])
def test_each_view_says_when_it_is_empty(desk: Site, show: str, words: str) -> None:
    assert words in desk.get(f"/desk?show={show}")


def test_notes_are_the_desks_own_and_their_writers_to_change(
    db: Session, desk: Site, site: Site, sign_in: SignIn, people: Cast, theme: Theme, mine: Idea
) -> None:
    page = desk.get(f"/desk/themes/{theme.id}")
    desk.send(page, "/notes", note="Ask the board on Monday.")
    note = db.exec(select(Note)).one()
    anna = sign_in(people.anna)

    assert "Ask the board on Monday." in anna.get(f"/desk/themes/{theme.id}")
    assert f"/desk/notes/{note.id}" not in anna.get(f"/desk/themes/{theme.id}").html
    anna.get(f"/desk/notes/{note.id}", expect=404)
    anna.post(f"/desk/notes/{note.id}/removal", expect=404)
    for path in (f"/themes/{theme.id}", f"/themes/{theme.id}.json", f"/ideas/{mine.id}", f"/where/{mine.reference}"):
        assert "Ask the board" not in site.get(path).html, path
    desk.send(desk.get(f"/desk/notes/{note.id}"), f"/notes/{note.id}", note="Ask the board on Tuesday.")
    changed = desk.get(f"/desk/themes/{theme.id}")
    assert "Ask the board on Tuesday." in changed and ", changed" in changed
    desk.post(f"/desk/notes/{note.id}/removal")
    assert "Ask the board" not in desk.get(f"/desk/themes/{theme.id}")


def test_an_empty_or_endless_note_is_not_kept(desk: Site, alone: Idea) -> None:
    path = f"/desk/ideas/{alone.id}/notes"

    assert "Enter a note." in desk.post(path, {"note": " "}, expect=422)
    assert "2,000 characters or fewer" in desk.post(path, {"note": "a" * (notes.NOTE_LIMIT + 1)}, expect=422)
    desk.post(path, {"note": "a" * notes.NOTE_LIMIT})


def test_the_notes_of_an_account_go_with_it(db: Session, people: Cast, theme: Theme) -> None:
    notes.write(db, theme, body="By Ruth.", by=people.ruth)
    notes.write(db, theme, body="By Anna.", by=people.anna)

    notes.erase_of(db, people.ruth)

    assert [note.body for note in db.exec(select(Note))] == ["By Anna."]


def test_a_view_is_kept_under_a_name_and_removed(db: Session, desk: Site, sign_in: SignIn, people: Cast) -> None:
    page = desk.get("/desk?show=overdue&sort=size")

    done = desk.send(page, "/desk/views", name="Late and large")

    assert "Late and large" in desk.follow(done)
    view = db.exec(select(View)).one()
    assert (view.account_id, view.query) == (people.ruth.id, "show=overdue&sort=size")
    anna = sign_in(people.anna)
    assert "Late and large" not in anna.get("/desk")
    anna.post(f"/desk/views/{view.id}/end", expect=404)
    desk.post(f"/desk/views/{view.id}/end")
    assert "Late and large" not in desk.get("/desk")


def test_a_view_needs_a_name_and_there_are_so_many(db: Session, desk: Site, people: Cast) -> None:
    assert "Give the view a name" in desk.follow(desk.post("/desk/views", {"name": " "}))
    assert "Give the view a name" in desk.follow(desk.post("/desk/views", {"name": "a" * (views.NAME_LIMIT + 1)}))
    for n in range(views.MOST):
        assert "The view is kept" in desk.follow(desk.post("/desk/views", {"name": f"View {n}", "sort": "size"}))

    assert "that is the most" in desk.follow(desk.post("/desk/views", {"name": "One more"}))
    assert "The view is kept" in desk.follow(desk.post("/desk/views", {"name": "View 3", "sort": "due"}))
    assert len(db.exec(select(View)).all()) == views.MOST


def test_splitting_off_says_what_would_happen(
    db: Session, desk: Site, people: Cast, theme: Theme, mine: Idea
) -> None:
    other = scenes.idea(db, people.ben, call_id=theme.call_id)
    scenes.grouped(db, theme, other)
    scenes.draft(db, people, theme=theme)
    db.commit()

    page = desk.get(f"/desk/themes/{theme.id}/moves?ideas={mine.id}&split=yes")
    moving = desk.get(f"/desk/themes/{theme.id}/moves?ideas={mine.id}")
    assert "Split this idea off" in page and "Move this idea" in moving

    assert "1 idea moves, from 1 person. 1 idea stays." in page
    assert "The draft answer stays here." in page
    assert page.form("/moves")["fields"]["into"] == "new"
    desk.send(page, "/moves", title="Only the telephone")
    db.expire_all()
    assert mine.theme_id != theme.id


def test_split_off_leads_to_a_page_that_says_so_and_no_address_has_a_form_key(
    desk: Site, theme: Theme, mine: Idea
) -> None:
    page, here = desk.get(f"/desk/themes/{theme.id}?sort=size"), f"/desk/themes/{theme.id}/moves"

    asks = desk.send(page, "/moves", split="yes", ideas=str(mine.id))

    assert asks.response.headers["location"] == f"{here}?split=yes&sort=size&ideas={mine.id}"
    assert 'formmethod="get"' not in page.html
    split = desk.follow(asks)
    assert "Split this idea off into a theme of its own" in split and "choose another theme below" in split
    assert '<span class="to-new">Split off</span>' in split.html
    assert "Split this idea off" in desk.send(split, "/moves", expect=422, title="")
    assert "Move this idea" in desk.get(f"{here}?idea={mine.id}")


def test_splitting_off_what_is_answered_says_that_the_answer_stays_theirs(
    db: Session, desk: Site, people: Cast, theme: Theme, mine: Idea
) -> None:
    scenes.published(db, people, theme=theme)
    db.commit()

    page = desk.get(f"/desk/themes/{theme.id}/moves?idea={mine.id}")

    assert "1 of them has an answer already. It stays theirs." in page
    assert "None stays" in page


def test_the_pages_of_the_desk_ask_few_questions(
    db: Session, desk: Site, people: Cast, theme: Theme, alone: Idea,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    notes.write(db, theme, body="By Ruth.", by=people.ruth)
    kept = memberships.keep(db, [idea.id for idea in db.exec(select(Idea).where(Idea.theme_id == theme.id))], theme,
                            by=people.ruth)
    scenes.draft(db, people, theme=theme)
    db.commit()
    asked = {}
    for path in ("/desk", f"/desk?call={theme.call_id}", f"/desk/themes/{theme.id}?done=kept&act={kept and kept.id}",
                 f"/desk/ideas/{alone.id}", "/desk/ideas", f"/desk/assignments?themes={theme.id}"):
        with queries() as said:
            desk.get(path)
        asked[path] = len(said)

    assert {path: many for path, many in asked.items() if many > 6} == {}
