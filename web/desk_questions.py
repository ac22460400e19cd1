"""Asking back at the desk: a question to one author or to everyone who wrote about a theme, and what came of it."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select
from starlette.responses import Response

from models import askings, authors, clock, desk_counts, ideas, questions, themes, wording
from models.ideas import Idea
from models.questions import Asking, Question
from models.themes import Theme
from web import checking, desk_beside
from web.desk import order
from web.kit import paging
from web.kit.forms import Filled, Form, day, words
from web.kit.visit import Visit, found

NEWEST = order((Question.id, True))
FIRST_ANSWERED = order((Asking.answered_at.is_(None), False), (Asking.id, False))  # type: ignore[union-attr]


class QuestionForm(Form):
    words: words("your question", least=10, most=questions.WORDS_LIMIT)  # type: ignore[valid-type]
    answer_by: day("a day to answer by")  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    page = paging.fetch(visit.db, askings.listed(), NEWEST, after=visit.asked("after"))
    return visit.render("desk/questions.html", page=page, tally=desk_counts.tally(visit.db, None), call_id=None)


def of_theme(visit: Visit, theme_id: int) -> Response:
    return _form(visit, _theme(visit, theme_id))


def ask_theme(visit: Visit, theme_id: int) -> Response:
    return _ask(visit, _theme(visit, theme_id))


def of_idea(visit: Visit, idea_id: int) -> Response:
    return _form(visit, _idea(visit, idea_id))


def ask_idea(visit: Visit, idea_id: int) -> Response:
    return _ask(visit, _idea(visit, idea_id))


def _theme(visit: Visit, theme_id: int) -> Theme:
    return visit.one(themes.current().where(Theme.id == theme_id))


def _idea(visit: Visit, idea_id: int) -> Idea:
    return visit.one(ideas.visible_to(visit.member).where(Idea.id == idea_id, ideas.listed()))


def _named(about: Theme | Idea) -> dict[str, int]:
    return {"theme_id": about.id} if isinstance(about, Theme) else {"idea_id": about.id}


def _form(
    visit: Visit, about: Theme | Idea, draft: Filled[QuestionForm] | None = None, status: int = 200
) -> Response:
    """The form, and whom the question would be put to."""
    named, blank = _named(about), QuestionForm.blank(answer_by=clock.today() + timedelta(days=2 * questions.DAYS_LEAST))
    before = visit.db.execute(askings.listed().where(questions.about(**named)).order_by(col(Question.id).desc())).all()
    full = sum(row.open for row in before) >= questions.OPEN_AT_ONCE
    return visit.render("desk/ask.html", status, about=about, is_theme=isinstance(about, Theme), draft=draft or blank,
                        reach=questions.reach(visit.db, **named, by=visit.member), before=before, full=full,
                        limit=questions.WORDS_LIMIT, most=questions.OPEN_AT_ONCE, beside=desk_beside.ways(visit))


def _ask(visit: Visit, about: Theme | Idea) -> Response:
    draft = QuestionForm.read(visit.form)
    if draft.accepted:
        _check_day(draft, draft.accepted.answer_by)
    if not draft.accepted or checking.asks(visit, draft, "words"):
        return _form(visit, about, draft, 422)
    said = draft.accepted
    try:
        question = questions.ask(visit.db, words=said.words, answer_by=said.answer_by, by=visit.member, **_named(about))
    except questions.TooMany:
        draft.refuse("words", f"{questions.OPEN_AT_ONCE} questions wait for answers here already. Close one first.")
    except questions.Nobody:
        draft.refuse("words", "Nobody who wrote about this can be asked.")
    if not draft.accepted:
        return _form(visit, about, draft, 422)
    return visit.redirect("desk_questions.show", question_id=question.id, done="asked-back", **desk_beside.ways(visit))


def _check_day(draft: Filled[QuestionForm], chosen: date | None) -> None:
    first = clock.today() + timedelta(days=questions.DAYS_LEAST)
    last = clock.today() + timedelta(days=questions.DAYS_MOST)
    if chosen is None:
        draft.refuse("answer_by", "Enter a day to answer by.")
    elif not first <= chosen <= last:
        draft.refuse("answer_by", f"Choose a day from {wording.day(first)} to {wording.day(last)}.")


def show(visit: Visit, question_id: int) -> Response:
    row = found(visit.db.execute(askings.listed().where(col(Question.id) == question_id)).first())
    page = paging.fetch(visit.db, askings.people(question_id), FIRST_ANSWERED, after=visit.asked("after"))
    return visit.render("desk/question.html", row=row, question=row.Question, page=page, author_of=authors.of,
                        beside=desk_beside.ways(visit))


def close(visit: Visit, question_id: int) -> Response:
    question: Any = visit.one(select(Question).where(Question.id == question_id))
    questions.close(visit.db, question, by=visit.member)
    return visit.redirect("desk_questions.show", question_id=question.id, done="question-closed")
