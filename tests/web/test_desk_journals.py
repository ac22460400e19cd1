"""A theme's journal, and taking back what was just done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import amendments, answers, clock, delays, groupings, journals, outcomes, reviews
from models.accounts import Account
from models.changes import Change, ChangeKind, ChangeState
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    made = scenes.theme(db, scenes.call(db, people).id)
    db.commit()
    return made


@pytest.fixture
def mine(db: Session, people: Cast, theme: Theme) -> list[Idea]:
    made = [scenes.idea(db, person, call_id=theme.call_id) for person in (people.maya, people.ben)]
    scenes.grouped(db, theme, *made)
    db.commit()
    return made


@pytest.fixture
def letters(db: Session, theme: Theme) -> Theme:
    made = scenes.theme(db, theme.call_id, title="Letters")
    db.commit()
    return made


def test_the_journal_does_not_exist_for_others(sign_in: SignIn, site: Site, people: Cast, theme: Theme) -> None:
    path = f"/desk/themes/{theme.id}/journal"

    assert "/sign-in" in site.get(path, expect=303).response.headers["location"]
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(path, expect=404)
    sign_in(people.ruth).get("/desk/themes/4711/journal", expect=404)


def test_the_journal_tells_how_the_answer_came_about_and_what_became_of_it(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, mine: list[Idea]
) -> None:
    draft = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    delays.explain(db, theme, promised=clock.today(), new_by=clock.today() + timedelta(days=9), by=people.ruth,
                   reason="Two of our team were ill.")
    reviews.ask(db, draft, by=people.ruth, reader_id=people.anna.id)
    reviews.approve(db, draft, by=people.anna, seen=draft.saved_at)
    answers.publish(db, draft, by=people.ruth)
    new = amendments.save(db, draft, summary="From July.", body="Not June.", reason="The month.", by=people.ruth,
                          seen=None)
    measure = db.exec(outcomes.of_answer(draft.id)).one()
    reading = outcomes.read(db, measure, draft, value=9.0, read_on=clock.today(), note="", by=people.ruth)
    outcomes.correct(db, reading, draft, because="A slip.", seen=1, by=people.ruth, value=7.0)
    amendments.publish(db, draft, new, by=people.ruth, seen=new.saved_at, tell=False)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/themes/{theme.id}/journal")
    for words in ("said why the answer is late: two of our team were ill.", "asked for a second reader",
                  "approved the draft answer", "published an answer", "began a new text", "put the answer right",
                  "recorded a result", "put a result right"):
        assert words.casefold() in page.text.casefold(), words
    assert ".." not in page.text


def test_a_theme_that_nobody_touched_says_so(db: Session, sign_in: SignIn, people: Cast) -> None:
    theme = Theme(title="Made by a run", call_id=None)
    db.add(theme)
    db.commit()

    assert "Nothing was changed by hand" in sign_in(people.ruth).get(f"/desk/themes/{theme.id}/journal")


def test_a_move_is_told_in_both_journals_and_undone_from_the_notice(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]
) -> None:
    desk = sign_in(people.ruth)
    ticked = [str(idea.id) for idea in mine]
    done = desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": ticked, "into": str(letters.id), "title": ""})

    page = desk.follow(done)
    assert "Moved 2 ideas. Your choice will stay." in page
    left, came = (desk.get(f"/desk/themes/{one.id}/journal") for one in (theme, letters))
    assert "Ruth Ellison moved 2 ideas out to Letters" in left
    assert f"Ruth Ellison moved 2 ideas here from {theme.title}" in came
    assert all(idea.reference in came for idea in mine)
    back = desk.send(page, "/undoing")

    assert "Everything stands as it stood before." in desk.follow(back)
    db.expire_all()
    assert [idea.theme_id for idea in mine] == [theme.id, theme.id]
    told = desk.get(f"/desk/themes/{letters.id}/journal")
    assert "Ruth Ellison took back that 2 ideas had moved" in told
    assert "Taken back later." in told
    assert "/undoing" not in told.html


def test_a_renaming_and_a_merge_are_told_and_the_merge_is_undone_from_the_journal(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]
) -> None:
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/themes/{theme.id}/name"), "/name", title="Ringing up", description="")
    desk.send(desk.get(f"/desk/themes/{theme.id}/merger?into={letters.id}"), "/merger")

    journal = desk.get(f"/desk/themes/{theme.id}/journal")
    assert "renamed it from “Getting through by telephone” to “Ringing up”" in journal
    assert "merged it into another theme, with 2 ideas to Letters" in journal
    back = desk.send(journal, "/undoing")

    assert f"/desk/themes/{theme.id}/journal" in back.response.headers["location"]
    assert "Ringing up" in desk.get(f"/desk/themes/{theme.id}")


def test_undo_says_why_it_does_nothing(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]
) -> None:
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    first = {"ideas": str(mine[0].id), "into": str(letters.id), "title": ""}
    page = ruth.follow(ruth.post(f"/desk/themes/{theme.id}/moves", first))
    anna.post(f"/desk/themes/{letters.id}/moves", {"ideas": str(mine[0].id), "into": str(theme.id), "title": ""})

    refused = ruth.send(page, "/undoing")

    assert "Somebody moved or kept one of these ideas since" in ruth.follow(refused)


def test_what_moved_before_an_answer_offers_no_undo_in_the_journal_and_says_why(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]
) -> None:
    desk, said = sign_in(people.ruth), "It cannot be undone: an answer was published since."
    desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": str(mine[0].id), "into": str(letters.id), "title": ""})
    desk.post(f"/desk/themes/{theme.id}/keeps", {"ideas": str(mine[1].id)})
    both = [f"/desk/themes/{one.id}/journal" for one in (theme, letters)]
    assert said not in desk.get(both[0]) and desk.get(both[1]).form("/undoing")
    scenes.published(db, people, theme=letters)
    db.commit()

    left, came = (desk.get(path) for path in both)

    assert said in left and left.html.count("/undoing") == 1  # of what was kept
    assert said in came and "/undoing" not in came.html
    desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": str(mine[1].id), "into": str(letters.id), "title": ""})
    assert desk.get(both[1]).html.count("/undoing") == 1  # what moved after it can be


def test_the_notice_offers_no_undo_of_what_another_did(
    sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]
) -> None:
    done = sign_in(people.ruth).post(f"/desk/themes/{theme.id}/keeps", {"only": str(mine[0].id)})
    address = done.response.headers["location"].split("#")[0]

    assert "/undoing" in sign_in(people.ruth).get(address).html
    assert "/undoing" not in sign_in(people.anna).get(address).html


def test_the_journal_asks_few_questions(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme, mine: list[Idea],
    queries: Callable[[], object],
) -> None:
    desk = sign_in(people.ruth)
    for idea in mine:
        desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": str(idea.id), "into": str(letters.id), "title": ""})

    with queries() as asked:  # type: ignore[attr-defined]
        desk.get(f"/desk/themes/{theme.id}/journal")

    assert len(asked) <= 4


def test_a_long_journal_names_some_ideas_and_counts_the_others(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, letters: Theme
) -> None:
    many = [scenes.idea(db, people.maya, call_id=theme.call_id) for _ in range(journals.QUOTED + 2)]
    scenes.grouped(db, theme, *many)
    db.commit()
    desk = sign_in(people.ruth)

    desk.post(f"/desk/themes/{theme.id}/keeps", {"ideas": [str(idea.id) for idea in many]})

    page = desk.get(f"/desk/themes/{theme.id}/journal")
    assert "kept 14 ideas here" in page
    assert "and 2 more" in page


@pytest.fixture
def proposals(db: Session, people: Cast, theme: Theme, letters: Theme, mine: list[Idea]) -> list[Change]:
    run = groupings.ask(db, theme.call_id or 0, by=None)
    made = [Change(grouping_id=run.id, call_id=theme.call_id, kind=ChangeKind.MOVE, theme_id=theme.id,
                   other_theme_id=letters.id, idea_ids=[idea.id], confidence=0.8, reason="Closer.") for idea in mine]
    db.add_all(made)
    db.commit()
    return made


def states(db: Session, proposals: list[Change]) -> list[ChangeState]:
    db.expire_all()
    return [change.state for change in proposals]


def test_ticked_proposals_are_accepted_together_and_taken_back_together(
    db: Session, sign_in: SignIn, people: Cast, proposals: list[Change]
) -> None:
    desk = sign_in(people.ruth)
    ids = [str(change.id) for change in proposals]

    done = desk.post("/desk/changes", {"changes": ids, "wanted": "yes"})

    page = desk.follow(done)
    assert "The ticked changes are made. They were 2." in page
    assert states(db, proposals) == [ChangeState.ACCEPTED] * 2
    assert "as was proposed" in desk.get(f"/desk/themes/{proposals[0].theme_id}/journal")
    assert "/desk/changes" in desk.send(page, "/undoing").response.headers["location"]
    assert states(db, proposals) == [ChangeState.OPEN] * 2


def test_one_refusal_is_taken_back(db: Session, sign_in: SignIn, people: Cast, proposals: list[Change]) -> None:
    desk = sign_in(people.ruth)
    page = desk.follow(desk.post(f"/desk/changes/{proposals[0].id}", {"wanted": "no"}))
    assert "refused the proposal to move ideas" in desk.get(f"/desk/themes/{proposals[0].theme_id}/journal")

    desk.send(page, "/undoing")

    assert states(db, proposals) == [ChangeState.OPEN] * 2


def test_two_people_at_one_list_are_both_told(
    db: Session, sign_in: SignIn, people: Cast, proposals: list[Change]
) -> None:
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    ids = [str(change.id) for change in proposals]
    anna.post(f"/desk/changes/{ids[0]}", {"wanted": "no"})

    late = ruth.post(f"/desk/changes/{ids[0]}", {"wanted": "yes"})
    many = ruth.post("/desk/changes", {"changes": ids, "wanted": "yes"})
    none = ruth.post("/desk/changes", {"changes": ids, "wanted": "yes"})

    assert "Somebody else decided this a moment ago." in ruth.follow(late)
    assert "1 more had been decided by somebody else" in ruth.follow(many)
    assert "None of them was decided" in ruth.follow(none)
    assert states(db, proposals) == [ChangeState.REFUSED, ChangeState.ACCEPTED]


def test_nothing_ticked_says_what_to_do(sign_in: SignIn, people: Cast, proposals: list[Change]) -> None:
    desk = sign_in(people.ruth)

    assert "Tick the proposals first" in desk.follow(desk.post("/desk/changes", {"wanted": "yes"}))
