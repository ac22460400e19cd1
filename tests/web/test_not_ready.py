"""What the preview of an answer says before it can be public: what is missing, where, and who is still being asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models import clock, commitments, ideas, outcomes, questions
from models.accounts import Account
from models.answers import Answer
from models.ideas import Idea
from models.questions import Asking
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    made = scenes.theme(db, None)
    scenes.grouped(db, made, scenes.idea(db, people.maya), scenes.idea(db, people.tom))
    db.commit()
    return made


@pytest.fixture
def draft(db: Session, people: Cast, theme: Theme) -> Answer:
    return scenes.measured(db, people, scenes.draft(db, people, theme=theme))


@pytest.fixture
def preview(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> Callable[[], Page]:
    def looked_at() -> Page:
        db.commit()
        return sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")

    return looked_at


@pytest.mark.parametrize(("name", "text", "field"), [
    ("summary", "", "summary"), ("body", "", "body"), ("signed_role", "", "signed_role"),
    ("summary", "We read {peeple}.", "summary"), ("body", "We read {peeple}.", "body"),
    ("summary", "We read all 43 ideas.", "summary"), ("summary", f"You said “{scenes.PASSAGE}”.", "summary"),
    ("body", "{quote FM-9}", "body"), ("body", "“Nobody ever wrote these words to us.”", "body"),
])
def test_each_thing_that_is_wrong_leads_to_its_field(
    theme: Theme, draft: Answer, preview: Callable[[], Page], name: str, text: str, field: str
) -> None:
    setattr(draft, name, text)

    page = preview()

    assert "<h1>This draft is not ready</h1>" in page.html and "2 people will be told." in page
    assert f'href="/desk/themes/{theme.id}#field-{field}"' in page.html
    assert "/publication" not in page.html


def test_a_draft_that_is_ready_says_how_many_will_be_told(preview: Callable[[], Page]) -> None:
    page = preview()

    assert "<h1>2 people will be told</h1>" in page.html and "error-summary" not in page.html


def test_a_promise_has_a_day(
    db: Session, people: Cast, theme: Theme, draft: Answer, preview: Callable[[], Page]
) -> None:
    commitments.write(db, draft, promise="A lift", who="", due_on=None, by=people.ruth)
    refused = preview()
    assert "Say by when you will have done what you promise." in refused
    assert f'href="/desk/themes/{theme.id}#field-due_on"' in refused.html

    commitments.write(db, draft, promise="A lift", who="", due_on=clock.today(), by=people.ruth)
    assert "<h1>2 people will be told</h1>" in preview().html


def test_what_is_wrong_with_a_further_measure_leads_to_the_answer(
    db: Session, people: Cast, theme: Theme, draft: Answer, preview: Callable[[], Page]
) -> None:
    outcomes.add(db, draft, by=people.ruth, measure="Letters", baseline=1.0, baseline_on=scenes.JUNE,
                 read_by=clock.today() - timedelta(days=1))

    page = preview().html

    assert f'href="/desk/themes/{theme.id}#answer-heading">The day that the measure will be read has passed' in page


def test_a_question_that_people_may_still_answer_is_said_before_publishing(
    db: Session, people: Cast, theme: Theme, preview: Callable[[], Page]
) -> None:
    assert "If you publish now" not in preview()
    asked = questions.ask(db, words="On which days did you ring?", by=people.ruth, theme_id=theme.id,
                          answer_by=clock.today() + timedelta(days=8))
    page = preview()
    assert "On which days did you ring?" in page and "If you publish now, their answers come after yours." in page
    for asking in db.exec(select(Asking)).all():
        questions.respond(db, asking, body="On Mondays.")
    db.commit()
    assert "If you publish now" not in preview()
    assert "/publication" in page.html

    with clock.at(clock.now() + timedelta(days=9)):
        assert "If you publish now" not in preview()
    asked.closed_at = clock.now()
    assert "If you publish now" not in preview()


def test_a_question_that_everybody_has_answered_or_took_back_their_idea_holds_nobody_up(
    db: Session, people: Cast, theme: Theme, preview: Callable[[], Page]
) -> None:
    questions.ask(db, words="On which days did you ring?", by=people.ruth, theme_id=theme.id,
                  answer_by=clock.today() + timedelta(days=8))
    first, *others = db.exec(select(Asking).order_by(col(Asking.id))).all()
    assert others
    for asking in others:
        assert "If you publish now" in preview()
        questions.respond(db, asking, body="On Mondays.")
    assert "If you publish now" in preview()

    ideas.withdraw(db, db.get_one(Idea, first.idea_id), by=db.get_one(Account, first.account_id))
    assert "If you publish now" not in preview()


def test_the_list_of_drafts_says_that_people_are_still_asked(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, draft: Answer
) -> None:
    questions.ask(db, words="On which days did you ring?", by=people.ruth, theme_id=theme.id,
                  answer_by=clock.today() + timedelta(days=8))
    db.commit()

    assert "A question to people is open until" in sign_in(people.ruth).get("/desk/publication")
