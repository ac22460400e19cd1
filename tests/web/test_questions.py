"""Answering what a team asks back: by the link of a mail, and on the site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import clock, comments, questions
from models.accounts import Account
from models.comments import Comment
from models.ideas import Idea
from models.limits import COMMENTS_OF_ACCOUNT
from models.questions import Asking, Question
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], Any]
WORDS = "On which days did you ring, and at what time?"


@pytest.fixture
def asking(db: Session, people: Cast) -> Asking:
    """Maya is asked about her idea."""
    idea = scenes.idea(db, people.maya)
    questions.ask(db, words=WORDS, answer_by=clock.today() + timedelta(days=10), by=people.ruth, idea_id=idea.id)
    db.commit()
    return db.exec(select(Asking)).one()


def responses(db: Session, asking: Asking) -> list[Comment]:
    db.expire_all()
    below = select(Comment).where(Comment.parent_id == asking.comment_id)
    return list(db.exec(below.order_by(col(Comment.id))).all())


def test_maya_answers_from_her_mail_without_signing_in(db: Session, people: Cast, site: Site, asking: Asking) -> None:
    page = site.get(asking.path)
    assert WORDS in page and "Outpatients team" in page
    assert "Your answer is public" in page and "Maya Okafor" in page

    after = site.follow(site.send(page, asking.path, body="On Monday at nine."))

    assert "Your answer is public, below your idea." in after and "On Monday at nine." in after
    [said] = responses(db, asking)
    assert said.body == "On Monday at nine." and said.author_id == people.maya.id


def test_opening_the_link_changes_nothing(db: Session, site: Site, asking: Asking) -> None:
    before = asking.model_dump()

    for _ in range(3):
        site.get(asking.path)

    db.refresh(asking)
    assert asking.model_dump() == before and responses(db, asking) == []


def test_the_conversation_stands_on_the_page_of_the_idea(db: Session, site: Site, asking: Asking) -> None:
    site.send(site.get(asking.path), asking.path, body="On Monday at nine.")

    page = site.get(f"/ideas/{asking.idea_id}")
    assert page.html.index(WORDS) < page.html.index("On Monday at nine.")
    assert "A question to the person who wrote this" in page and "Outpatients team" in page
    assert "A team asked its author a question" in page and "Its author answered the team’s question" in page
    where = site.get(f"/where/{db.get_one(Idea, asking.idea_id).reference}")
    assert "A team asked its author a question" in where


def test_she_can_change_her_answer_from_the_same_mail(db: Session, site: Site, asking: Asking) -> None:
    site.send(site.get(asking.path), asking.path, body="On Monday at nine.")
    page = site.get(asking.path)
    assert page.form(asking.path)["fields"]["body"].strip() == "On Monday at nine."

    site.send(page, asking.path, body="On Monday at ten.")

    [said] = responses(db, asking)
    assert said.body == "On Monday at ten." and said.edited_at is not None


def test_a_double_click_answers_once(db: Session, site: Site, asking: Asking) -> None:
    page = site.get(asking.path)
    for _ in range(2):
        site.send(page, asking.path, body="On Monday at nine.")

    assert len(responses(db, asking)) == 1


def test_on_the_site_it_is_answered_by_who_was_asked_only(db: Session, people: Cast, sign_in: SignIn,
                                                          asking: Asking) -> None:
    maya, ben = sign_in(people.maya), sign_in(people.ben)
    assert f"/questions/{asking.id}" in maya.get(f"/ideas/{asking.idea_id}")
    assert f"/questions/{asking.id}" not in ben.get(f"/ideas/{asking.idea_id}").html
    ben.get(f"/questions/{asking.id}", expect=404)
    ben.post(f"/questions/{asking.id}", {"body": "Mine"}, expect=404)

    maya.send(maya.get(f"/questions/{asking.id}"), f"/questions/{asking.id}", body="On Monday.")

    assert [said.body for said in responses(db, asking)] == ["On Monday."]


def test_a_reply_below_the_question_counts_as_the_answer(db: Session, people: Cast, sign_in: SignIn,
                                                         asking: Asking) -> None:
    maya = sign_in(people.maya)

    maya.post(f"/ideas/{asking.idea_id}/comments", {"body": "On Monday.", "parent": str(asking.comment_id)})

    [said] = responses(db, asking)
    assert db.get_one(Asking, asking.id).response_id == said.id


def test_both_sides_go_on_talking(db: Session, people: Cast, sign_in: SignIn, site: Site, asking: Asking) -> None:
    site.send(site.get(asking.path), asking.path, body="On Monday at nine.")
    [said] = responses(db, asking)
    ruth, maya = sign_in(people.ruth), sign_in(people.maya)

    ruth.send(ruth.get(f"/comments/{said.id}/reply"), "/comments", body="Thank you. Which number?")
    maya.send(maya.get(f"/comments/{said.id}/reply"), "/comments", body="The one on the letter.")

    assert [one.body for one in responses(db, asking)][1:] == ["Thank you. Which number?", "The one on the letter."]


@pytest.mark.parametrize(("body", "sentence"), [
    ("", "Enter your answer."),
    ("x" * (comments.BODY_LIMIT + 1), "Use 5,000 characters or fewer."),
])
def test_an_answer_that_cannot_be_is_sent_back_with_a_sentence(site: Site, asking: Asking, body: str,
                                                               sentence: str) -> None:
    page = site.send(site.get(asking.path), asking.path, expect=422, body=body)

    assert sentence in page and page.form(asking.path)["fields"]["body"].strip() == body


def test_the_longest_answer_is_taken(db: Session, site: Site, asking: Asking) -> None:
    site.send(site.get(asking.path), asking.path, body="x" * comments.BODY_LIMIT)

    assert len(responses(db, asking)) == 1


def test_private_details_are_pointed_out_first(db: Session, site: Site, asking: Asking) -> None:
    page = site.send(site.get(asking.path), asking.path, expect=422, body="Ring me on 07700 900123.")
    assert "looks like a telephone number" in page and responses(db, asking) == []

    site.send(page, asking.path)

    assert len(responses(db, asking)) == 1


def test_what_cannot_wait_is_seen_by_moderators(db: Session, site: Site, asking: Asking) -> None:
    page = site.send(site.get(asking.path), asking.path, expect=422, body="I want to kill myself.")
    assert "ring 999" in page

    site.send(page, asking.path)

    assert responses(db, asking)[0].signals


def test_a_link_that_was_ended_answers_no_more(db: Session, people: Cast, site: Site, sign_in: SignIn,
                                               asking: Asking) -> None:
    site.send(site.get(asking.path), "/end")

    assert "This link is ended" in site.get(asking.path, expect=410)
    site.post(asking.path, {"body": "On Monday."}, expect=410)
    assert responses(db, asking) == []
    maya = sign_in(people.maya)  # whoever signs in still answers
    maya.send(maya.get(f"/questions/{asking.id}"), f"/questions/{asking.id}", body="On Monday.")
    assert len(responses(db, asking)) == 1


def test_a_cut_link_says_how_to_answer_all_the_same(site: Site, asking: Asking) -> None:
    for path in (asking.path[:-3], "/questions/link/nonsense"):
        assert "A part of this link is missing" in site.get(path, expect=404)
        site.post(path, {"body": "On Monday."}, expect=404)
        site.post(f"{path}/end", expect=404)


def test_a_closed_question_says_so(db: Session, people: Cast, site: Site, asking: Asking) -> None:
    page = site.get(asking.path)
    questions.close(db, db.exec(select(Question)).one(), by=people.ruth)
    db.commit()

    assert "takes no more answers" in site.get(asking.path)
    assert "takes no more answers" in site.send(page, asking.path, expect=422, body="On Monday.")


def test_a_link_is_for_one_thing(site: Site, asking: Asking) -> None:
    site.get(asking.path)

    site.get("/account", expect=303)
    site.get(f"/unsubscribe/{asking.path.rsplit('/', 1)[-1]}", expect=404)
    site.get(f"/sign-in/{asking.path.rsplit('/', 1)[-1]}", expect=404)


def test_answers_count_towards_what_an_account_may_write(site: Site, asking: Asking) -> None:
    for number in range(COMMENTS_OF_ACCOUNT.most):
        site.post(asking.path, {"body": f"On day {number}."})

    site.post(asking.path, {"body": "Once more."}, expect=429)


def test_the_page_asks_few_questions_of_the_database(site: Site, asking: Asking, queries: Queries) -> None:
    with queries() as asked:
        site.get(asking.path)

    assert len(asked) <= 7
