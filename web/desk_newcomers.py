"""Ideas that came to a theme after it was answered: looked at, and given the same answer where it fits."""

from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import answered, answers, newcomers, outreaches
from models.answers import Answer
from models.ideas import Idea
from web.desk import order, told_how
from web.kit import paging
from web.kit.visit import Visit

BY_IDEA = order((Idea.id, False))


def show(visit: Visit, answer_id: int) -> Response:
    answer = _answer(visit, answer_id)
    told = answered.find(visit.db, col(Answer.id) == answer.id, None)[0]
    ideas = answers.each_with_words().where(col(Idea.id).in_(newcomers.of(answer)))
    page = paging.fetch(visit.db, ideas, BY_IDEA, after=visit.asked("after"), size=50)
    return visit.render("desk/newcomers.html", told=told, page=page, count=newcomers.count(visit.db, answer),
                        **_people(visit, answer))


def _people(visit: Visit, answer: Answer) -> dict[str, Any]:
    return {"audience": newcomers.audience(visit.db, answer, by=visit.member),
            "foreseen": outreaches.foreseen(visit.db, answer.id, late=newcomers.of(answer))}


def answer_too(visit: Visit, answer_id: int) -> Response:
    answer = _answer(visit, answer_id)
    done = told_how("answered-too", **_people(visit, answer))
    newcomers.answer_too(visit.db, answer, by=visit.member)
    return visit.redirect("desk_answers.show", answer_id=answer.id, done=done)


def _answer(visit: Visit, answer_id: int) -> Answer:
    """A public answer to a theme; any other has no newcomers."""
    public = col(Answer.published_at).is_not(None), col(Answer.theme_id).is_not(None)
    return visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id, *public))
