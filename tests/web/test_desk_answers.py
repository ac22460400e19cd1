"""Writing, looking at and publishing an answer, and what comes after it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import clock, merging, replies
from models.accounts import Account
from models.answers import Answer
from models.commitments import Commitment
from models.ideas import Idea
from models.outcomes import Outcome
from models.statuses import Heard, Status
from models.themes import Theme
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from web.answer_forms import MeasureForm, PromiseForm

SignIn = Callable[[Account], Site]
Told = tuple[Theme, Idea]
Jobs = Callable[[str], list[object]]


def days(count: int) -> str:
    """So many days from today, as a date field sends it."""
    return (clock.today() + timedelta(days=count)).isoformat()


TYPED = {
    "verdict": "part", "summary": "Every clinic will answer within five minutes.", "body": "Two more people.",
    "signed_name": "Ruth Ellison", "signed_role": "Head of access", "promise": "Two more people at the telephones",
    "who": "Outpatients", "due_on": days(60), "measure": "Calls that nobody answers", "unit": "%",
    "baseline": "31.5", "baseline_on": "2026-01-31", "baseline_source": "Telephone system", "target": "10",
    "read_by": days(90),
}


@pytest.fixture
def told(db: Session, people: Cast) -> tuple[Theme, Idea]:
    theme, mine = scenes.theme(db, scenes.call(db, people).id), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    db.commit()
    return theme, mine


def test_the_whole_way_from_draft_to_measured(
    db: Session, site: Site, sign_in: SignIn, people: Cast, told: Told, deferred: Jobs
) -> None:
    theme, mine = told
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/themes/{theme.id}")
    assert page.form("/answer")["fields"]["signed_name"] == "Ruth Ellison"

    saved = desk.send(page, "/answer", then="preview", **TYPED)
    answer = db.exec(select(Answer)).one()
    site.get(f"/answers/{answer.id}", expect=404)
    preview = desk.follow(saved)
    assert "1 person will be told" in preview
    assert f"<mark>{scenes.PASSAGE}</mark>" in preview
    assert mine.reference in preview
    before = len(deferred("notify"))
    published = desk.send(preview, "/publication")
    desk.post(f"/desk/answers/{answer.id}/publication")

    db.expire_all()
    assert (mine.status, answer.told_count, len(deferred("notify")) - before) == (Status.ANSWERED, 1, 1)
    after = desk.follow(published)
    assert "the people it answers are being told" in after
    public = site.get(f"/answers/{answer.id}")
    assert "Two more people at the telephones" in public
    assert "31.5 %" in public
    promise = desk.get(f"/desk/commitments/{db.exec(select(Commitment.id)).one()}")
    desk.send(promise, "/delivery", evidence="They began on 1 June.")
    measure = desk.get(f"/desk/outcomes/{db.exec(select(Outcome.id)).one()}")
    sure = {"read_on": clock.today().isoformat(), "confidence": "high"}
    assert "Enter the value that was read." in desk.send(measure, "/readings", expect=422, value="", **sure)
    desk.send(measure, "/readings", value="12,5x", expect=422, **sure)
    desk.send(measure, "/readings", value="12.5", note="Telephone system", **sure)
    db.expire_all()
    assert mine.status == Status.MEASURED
    fell = f"fell from 31.5 % (31 January 2026) to 12.5 % ({day(clock.today())})"
    assert fell in site.get(f"/answers/{answer.id}")


def test_a_wrong_form_keeps_what_was_typed(sign_in: SignIn, people: Cast, told: Told) -> None:
    theme, _ = told
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/themes/{theme.id}")

    wrong = desk.send(page, "/answer", expect=422, **(TYPED | {"summary": "x" * 201, "due_on": "soon"}))

    assert "Use 200 characters or fewer. You have written 201." in wrong
    assert "Enter the day of the promise like 2026-03-31" in wrong
    assert wrong.form("/answer")["fields"]["promise"] == TYPED["promise"]
    assert wrong.form("/answer")["fields"]["due_on"] == "soon"
    assert scenes.PASSAGE in wrong
    odd = desk.send(page, "/answer", expect=422, **(TYPED | {"baseline": "many", "target": "few"}))
    assert "Enter the value before as a number, like 11.2." in odd
    assert "Enter the value wanted as a number, like 11.2." in odd


def test_two_people_write_at_once_and_lose_nothing(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _ = told
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    hers, mine = ruth.get(f"/desk/themes/{theme.id}"), anna.get(f"/desk/themes/{theme.id}")
    ruth.send(hers, "/answer", **(TYPED | {"summary": "Ruth’s words."}))

    both = anna.send(mine, "/answer", expect=409, **(TYPED | {"summary": "Anna’s words."}))
    assert "Ruth’s words." in both and "Ruth Ellison saved this draft while you wrote" in both.text
    assert both.form("/answer")["fields"]["summary"].strip() == "Anna’s words."
    assert db.exec(select(Answer.summary)).one() == "Ruth’s words."
    anna.send(both, "/answer")

    db.expire_all()
    assert db.exec(select(Answer.summary)).one() == "Anna’s words."


def test_a_draft_for_a_theme_that_was_merged_meanwhile_is_saved_on_what_it_became(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _ = told
    into = scenes.theme(db, theme.call_id, title="Letters")
    db.commit()
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/themes/{theme.id}")
    merging.merge(db, theme, into, by=people.anna)
    db.commit()

    after = desk.follow(desk.send(page, "/answer", **TYPED))

    assert "The theme was merged while you wrote." in after
    assert after.form("/answer")["fields"]["summary"].strip() == TYPED["summary"]
    assert db.exec(select(Answer.theme_id)).one() == into.id
    both = desk.send(page, "/answer", expect=409, **(TYPED | {"summary": "What another wrote."}))
    assert both.form("/answer")["fields"]["summary"].strip() == "What another wrote."
    assert "You saved this draft while you wrote" in both.text


def test_a_merge_says_before_what_stays_and_what_is_left_behind(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _ = told
    into = scenes.theme(db, theme.call_id, title="Letters")
    db.commit()
    desk = sign_in(people.ruth)
    scenes.published(db, people, theme=into)
    left = scenes.draft(db, people, theme=theme)
    scenes.draft(db, people, theme=into)
    db.commit()

    page = desk.get(f"/desk/themes/{theme.id}/merger?into={into.id}")

    assert "Nobody is told of a merge." in page
    assert "1 public answer stays with the ideas that had it before." in page
    assert f'href="/desk/answers/{left.id}">The draft here</a> is left behind' in page


def test_an_unfinished_answer_is_not_published(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, mine = told
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/themes/{theme.id}"), "/answer", verdict="passed", summary="Not ours.")
    answer = db.exec(select(Answer)).one()

    page = desk.get(f"/desk/answers/{answer.id}/preview")
    assert "Say who it was passed to." in page
    assert "/publication" not in page.html
    refused = desk.post(f"/desk/answers/{answer.id}/publication", expect=422)

    assert "Write the answer in full." in refused
    db.expire_all()
    assert (answer.published, mine.status) == (False, Status.CONSIDERED)


def test_a_measure_can_be_taken_out_of_a_draft(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _ = told
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/themes/{theme.id}"), "/answer", **TYPED)
    page = desk.get(f"/desk/themes/{theme.id}")
    assert page.form("/answer")["fields"]["baseline"] == "31.5"

    none = dict.fromkeys((*PromiseForm.model_fields, *MeasureForm.model_fields), "")
    desk.send(page, "/answer", **none)

    assert db.exec(select(Commitment)).all() == []
    assert db.exec(select(Outcome)).all() == []


def test_a_single_idea_can_be_answered(db: Session, site: Site, sign_in: SignIn, people: Cast) -> None:
    alone = scenes.idea(db, people.ben, title="Benches by the river")
    db.commit()
    desk = sign_in(people.ruth)

    assert "Benches by the river" in desk.get("/desk/ideas")
    page = desk.get(f"/desk/ideas/{alone.id}")
    wrong = desk.send(page, "/answer", expect=422, summary="x" * 201)
    assert "Benches by the river" in wrong
    preview = desk.follow(desk.send(page, "/answer", then="preview", **TYPED))
    desk.send(preview, "/publication")

    db.expire_all()
    assert alone.status == Status.ANSWERED
    assert "Benches by the river" not in desk.get("/desk/ideas")
    assert "Two more people at the telephones" in desk.get("/desk/promises")


def test_promises_and_measures_can_be_added_later(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _mine = told
    answer = scenes.published(db, people, theme=theme)
    replies.give(db, answer, heard=Heard.NOT, sentence="What about evenings?", by=people.maya)
    db.commit()
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/answers/{answer.id}")
    assert "What about evenings?" in page

    assert "Enter what you promise." in desk.send(page, "/commitments", expect=422)
    desk.send(page, "/commitments", promise="Evening hours", due_on=days(60))
    assert "Enter what you will measure." in desk.send(page, "/outcomes", expect=422)
    desk.send(page, "/outcomes", measure="Calls after six", baseline="0", baseline_on="2026-11-01")

    desk.send(page, "/outcomes", measure="Letters", baseline="9", baseline_on="2026-11-01")
    measures = db.exec(select(Outcome).order_by(Outcome.id)).all()  # type: ignore[arg-type]
    assert [(one.measure, one.success) for one in measures] == [("Calls after six", True), ("Letters", False)]
    again = desk.get(f"/desk/answers/{answer.id}")
    assert "Evening hours" in again
    assert "Calls after six" in again


def test_others_cannot_write_or_publish(
    db: Session, site: Site, sign_in: SignIn, people: Cast, told: Told
) -> None:
    theme, _ = told
    answer = scenes.draft(db, people, theme=theme)
    db.commit()
    posts = [f"/desk/themes/{theme.id}/answer", f"/desk/answers/{answer.id}/publication",
             f"/desk/answers/{answer.id}/commitments", f"/desk/themes/{theme.id}/moves",
             f"/desk/themes/{theme.id}/merger"]

    for path in posts:
        for person in (people.maya, people.tom, people.dev):
            sign_in(person).post(path, dict(TYPED), expect=404)
        assert site.post(path, dict(TYPED), expect=401).form("/sign-in")
    sign_in(people.maya).get(f"/answers/{answer.id}/reply", expect=404)


def test_nothing_is_published_that_the_officer_has_not_read(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    answer = scenes.measured(db, people, scenes.draft(db, people, theme=told[0]))
    db.commit()
    desk = sign_in(people.ruth)
    preview = desk.get(f"/desk/answers/{answer.id}/preview")
    db.refresh(answer)
    answer.summary, answer.saved_at = "Another text altogether, saved by a colleague.", clock.now()
    db.commit()

    refused = desk.send(preview, "/publication", expect=409)

    assert "Somebody saved another text meanwhile" in refused
    assert "Another text altogether" in refused
    db.refresh(answer)
    assert not answer.published


@pytest.mark.parametrize("typed", ["99999999999", "5" * 5000, "-1", "x"])
def test_a_number_that_is_no_theme_of_this_call_is_refused(
    db: Session, sign_in: SignIn, people: Cast, told: Told, typed: str
) -> None:
    elsewhere = scenes.theme(db, scenes.call(db, people, question="Another question altogether?").id, title="Elsewhere")
    db.commit()
    theme, idea = told
    desk = sign_in(people.ruth)

    desk.post("/desk/groupings", {"call": typed}, expect=404)
    for into in (typed, str(elsewhere.id)):
        desk.post(f"/desk/themes/{theme.id}/moves", {"ideas": str(idea.id), "into": into}, expect=422)
        desk.post(f"/desk/themes/{theme.id}/merger", {"into": into}, expect=404)
