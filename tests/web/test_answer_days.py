"""What an answer promises lies ahead, what it was measured by lies behind, and a draft may wait half-filled."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from models import clock, commitments, outcomes
from models.accounts import Account
from models.answers import Answer
from models.commitments import Commitment
from models.ideas import Idea
from models.outcomes import Outcome
from models.reviews import Review
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site
from tests.web.test_desk_answers import TYPED, days

SignIn = Callable[[Account], Site]


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    db.commit()
    return theme


@pytest.fixture
def desk(sign_in: SignIn, people: Cast) -> Site:
    return sign_in(people.ruth)


def saved(desk: Site, theme: Theme, *, expect: int = 303, **typed: str) -> Page:
    return desk.send(desk.get(f"/desk/themes/{theme.id}"), "/answer", expect=expect, **typed)


@pytest.mark.parametrize(("name", "typed", "sentence"), [
    ("due_on", days(-1), "Choose the day of the promise from today on"),
    ("due_on", (commitments.latest() + timedelta(days=1)).isoformat(), "Choose the day of the promise in the next 10"),
    ("read_by", days(-1), "Choose the day it will be read from today on"),
    ("baseline_on", days(1), "Choose the day of the value before up to today"),
    ("baseline_on", (outcomes.EARLIEST - timedelta(days=1)).isoformat(), "Choose the day of the value before from 1"),
    ("target", TYPED["baseline"], "Enter a value wanted that is not the same as the value before."),
    ("better", "higher", "You said which way is better, but the value wanted lies the other way."),
    ("matters", "-1", "Enter how large a change has to be to matter"),
])
def test_a_day_or_a_target_that_cannot_be_is_refused_beside_its_field(
    desk: Site, theme: Theme, name: str, typed: str, sentence: str
) -> None:
    refused = saved(desk, theme, expect=422, **(TYPED | {name: typed}))

    assert sentence in refused
    assert f'id="field-{name}-error"' in refused.html
    assert refused.form("/answer")["fields"]["summary"].strip() == TYPED["summary"]


def test_everything_that_is_wrong_is_said_at_once(desk: Site, theme: Theme) -> None:
    refused = saved(desk, theme, expect=422, **(TYPED | {"due_on": days(-1), "baseline": "many"}))

    assert "Choose the day of the promise from today on" in refused
    assert "Enter the value before as a number, like 11.2." in refused


@pytest.mark.parametrize("days_chosen", [
    {"due_on": days(0), "read_by": days(0), "baseline_on": days(0)},
    {"due_on": commitments.latest().isoformat(), "baseline_on": outcomes.EARLIEST.isoformat()},
])
def test_the_first_and_the_last_day_are_taken(
    db: Session, desk: Site, theme: Theme, days_chosen: dict[str, str]
) -> None:
    saved(desk, theme, **(TYPED | days_chosen))

    assert db.exec(select(Commitment.due_on)).one() == date.fromisoformat(days_chosen["due_on"])
    assert db.exec(select(Outcome.baseline_on)).one() == date.fromisoformat(days_chosen["baseline_on"])


def test_an_answer_whose_days_have_passed_meanwhile_is_not_published(db: Session, desk: Site, theme: Theme) -> None:
    saved(desk, theme, **TYPED)
    answer, promise = db.exec(select(Answer)).one(), db.exec(select(Commitment)).one()
    promise.due_on = db.exec(select(Outcome)).one().read_by = clock.today() - timedelta(days=1)
    db.commit()

    refused = desk.post(f"/desk/answers/{answer.id}/publication", expect=422)

    assert "The day of the promise has passed. Choose another." in refused
    assert "The day that the measure will be read has passed. Choose another." in refused
    db.refresh(answer)
    assert not answer.published


def test_a_half_filled_draft_is_saved_as_it_is_and_says_what_is_missing_before_it_is_public(
    db: Session, desk: Site, theme: Theme
) -> None:
    half = TYPED | {"promise": "", "measure": "", "baseline": "", "baseline_on": ""}
    saved(desk, theme, **half)

    fields = desk.get(f"/desk/themes/{theme.id}").form("/answer")["fields"]
    answer = db.exec(select(Answer)).one()
    preview = desk.get(f"/desk/answers/{answer.id}/preview")

    assert {name: fields[name] for name in ("due_on", "target", "baseline")} == {
        "due_on": TYPED["due_on"], "target": "10", "baseline": ""}
    for sentence in ("Say what you promise", "Say what you will measure", "Enter the value before anything changes.",
                     "Enter the day of the value before."):
        assert sentence in preview
    assert "/publication" not in preview.html


def test_nothing_is_decided_for_the_officer(desk: Site, theme: Theme) -> None:
    page = desk.get(f"/desk/themes/{theme.id}")

    assert page.form("/answer")["fields"]["verdict"] == ""
    assert "Choose what you decided." in saved(desk, theme, expect=422, **TYPED | {"verdict": "burnt"})


@pytest.mark.parametrize("pressed", ["then", "quote"])
def test_a_draft_is_kept_before_anything_is_decided_and_cannot_be_read_or_published_so(
    db: Session, desk: Site, site: Site, theme: Theme, people: Cast, pressed: str
) -> None:
    idea = db.exec(select(Idea).where(Idea.theme_id == theme.id)).one()
    untouched = desk.get(f"/desk/themes/{theme.id}")

    page = desk.follow(desk.send(untouched, "/answer", **{pressed: "stay" if pressed == "then" else str(idea.id)}))

    answer = db.exec(select(Answer)).one()
    assert (answer.verdict, page.form("/answer")["fields"]["verdict"]) == (None, "")
    for path in (f"/desk/answers/{answer.id}/preview", "/desk/publication"):
        shown = desk.get(path)
        assert "No decision yet" in shown and "Choose what you decided." in shown, path
    preview = desk.get(f"/desk/answers/{answer.id}/preview")
    assert "#field-verdict" in preview.html and "/publication" not in preview.html.split("<main")[1]
    seen = {"seen": answer.saved_at.isoformat()}
    for action in ("publication", "review"):
        refused = desk.post(f"/desk/answers/{answer.id}/{action}", seen, expect=422)
        assert "Choose what you decided." in refused, action
    db.refresh(answer)
    assert not answer.published and not db.exec(select(Review)).all()
    site.get(f"/answers/{answer.id}", expect=404)


def test_what_is_added_later_is_whole_and_a_reading_is_not_from_tomorrow(
    db: Session, people: Cast, desk: Site, theme: Theme
) -> None:
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    page = desk.get(f"/desk/answers/{answer.id}")

    assert "from today on" in desk.send(page, "/commitments", promise="Evenings", due_on=days(-1), expect=422)
    half = desk.send(page, "/outcomes", measure="Calls after six", read_by=days(-1), expect=422)
    assert "Choose the day it will be read from today on" in half
    whole = desk.send(page, "/outcomes", measure="Calls after six", expect=422)
    assert "Enter the value before anything changes." in whole and "Enter the day of the value before." in whole
    desk.send(page, "/outcomes", measure="Calls after six", baseline="0", baseline_on=days(0))
    measured = desk.get(f"/desk/outcomes/{db.exec(select(Outcome.id)).one()}")

    tomorrow = desk.send(measured, "/readings", value="3", read_on=days(1), confidence="low", expect=422)
    assert "Choose the day it was read up to today" in tomorrow
    desk.send(measured, "/readings", value="3", read_on=days(0), confidence="low")
