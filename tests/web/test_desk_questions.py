"""Asking back at the desk: how many are asked, by when, and what came of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models import clock, questions
from models.accounts import Account
from models.questions import Asking, Question
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], Any]
WORDS = "On which days did you ring, and at what time?"


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, *(scenes.idea(db, author) for author in (people.maya, people.tom, None)))
    db.commit()
    return theme


def asked(db: Session, people: Cast, theme: Theme) -> Question:
    question = questions.ask(db, words=WORDS, answer_by=in_days(10), by=people.ruth, theme_id=theme.id)
    db.commit()
    return question


def test_ruth_sees_how_many_are_asked_and_asks_them(db: Session, people: Cast, sign_in: SignIn, theme: Theme) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/themes/{theme.id}/questions")
    assert "Ask 2 people" in page and "2 people get it by e-mail" in page
    assert "1 idea came without an e-mail address" in page

    page = ruth.follow(ruth.send(page, "/questions", words=WORDS, answer_by=in_days(10).isoformat()))

    assert "The question is public" in page and "0 of 2 people answered" in page and WORDS in page


def test_one_author_is_asked_from_their_idea(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = scenes.idea(db, people.maya)
    db.commit()
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/ideas/{idea.id}/questions")
    assert "Ask 1 person" in page

    ruth.send(page, "/questions", words=WORDS, answer_by=in_days(10).isoformat())

    assert db.exec(select(Question)).one().idea_id == idea.id
    where = ruth.get(f"/where/{idea.reference}")
    assert "A team has asked its author about it." in where and "No team has it yet" not in where


@pytest.mark.parametrize(("words", "days", "sentence"), [
    ("", 10, "Enter your question."),
    ("Why?", 10, "Write a little more: at least 10 characters."),
    ("x" * (questions.WORDS_LIMIT + 1), 10, "Use 500 characters or fewer."),
    (WORDS, questions.DAYS_LEAST - 1, "Choose a day from"),
    (WORDS, questions.DAYS_MOST + 1, "Choose a day from"),
])
def test_a_question_that_cannot_be_is_sent_back(db: Session, people: Cast, sign_in: SignIn, theme: Theme, words: str,
                                                days: int, sentence: str) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/themes/{theme.id}/questions"

    page = ruth.send(ruth.get(path), path, expect=422, words=words, answer_by=in_days(days).isoformat())

    assert sentence in page and page.form(path)["fields"]["words"].strip() == words
    assert db.exec(select(Question)).all() == []


@pytest.mark.parametrize("days", [questions.DAYS_LEAST, questions.DAYS_MOST])
def test_the_first_and_the_last_day_are_taken(db: Session, people: Cast, sign_in: SignIn, theme: Theme,
                                              days: int) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/themes/{theme.id}/questions"

    ruth.send(ruth.get(path), path, words="x" * questions.WORDS_LIMIT, answer_by=in_days(days).isoformat())

    assert db.exec(select(Question)).one().answer_by == in_days(days)


def test_a_question_without_a_day_is_sent_back(people: Cast, sign_in: SignIn, theme: Theme) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/themes/{theme.id}/questions"

    assert "Enter a day to answer by." in ruth.send(ruth.get(path), path, expect=422, words=WORDS, answer_by="")


def test_a_fourth_open_question_is_refused(db: Session, people: Cast, sign_in: SignIn, theme: Theme) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/themes/{theme.id}/questions"
    form = ruth.get(path)
    for _ in range(questions.OPEN_AT_ONCE):
        asked(db, people, theme)

    assert "Close one before you ask another." in ruth.get(path)
    page = ruth.send(form, path, expect=422, words=WORDS, answer_by=in_days(10).isoformat())
    assert "Close one first." in page


def test_where_nobody_can_be_asked_the_page_says_why(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = scenes.idea(db, None)
    db.commit()
    ruth, path = sign_in(people.ruth), f"/desk/ideas/{idea.id}/questions"

    assert "Nobody can be asked" in ruth.get(path)
    page = ruth.post(path, {"words": WORDS, "answer_by": in_days(10).isoformat()}, expect=422)
    assert "Nobody who wrote about this can be asked." in page


def test_the_desk_shows_who_answered_and_what_waits(db: Session, people: Cast, sign_in: SignIn, theme: Theme) -> None:
    ruth = sign_in(people.ruth)
    assert "Nothing has been asked yet" in ruth.get("/desk/questions")
    question = asked(db, people, theme)
    asking = db.exec(select(Asking).where(Asking.account_id == people.maya.id)).one()
    questions.respond(db, asking, body="On Monday at nine.")
    db.commit()

    page = ruth.get(f"/desk/questions/{question.id}")
    assert "1 of 2 people answered" in page and "On Monday at nine." in page and "has not answered" in page
    listed = ruth.get("/desk/questions")
    assert "1 of 2 answered" in listed and "Questions 1" in listed.text
    assert "Asked before" in ruth.get(f"/desk/themes/{theme.id}/questions")


def test_a_private_name_stays_private_at_the_desk(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = scenes.idea(db, people.ben)
    question = questions.ask(db, words=WORDS, answer_by=in_days(10), by=people.ruth, idea_id=idea.id)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/questions/{question.id}")
    assert "A member of the public" in page and "Ben Sharma" not in page.html


def test_closing_takes_no_more_answers(db: Session, people: Cast, sign_in: SignIn, theme: Theme) -> None:
    question, ruth = asked(db, people, theme), sign_in(people.ruth)

    page = ruth.follow(ruth.send(ruth.get(f"/desk/questions/{question.id}"), "/closing"))

    assert "The question is closed." in page and "Close it" not in page
    assert "closed" in ruth.get(f"/ideas/{db.exec(select(Asking.idea_id)).first()}")


def test_the_pages_ask_few_questions_of_the_database(db: Session, people: Cast, sign_in: SignIn, theme: Theme,
                                                     queries: Queries) -> None:
    question, ruth = asked(db, people, theme), sign_in(people.ruth)
    for path in ("/desk/questions", f"/desk/questions/{question.id}", f"/desk/themes/{theme.id}/questions"):
        with queries() as counted:
            ruth.get(path)
        assert len(counted) <= 6, path
