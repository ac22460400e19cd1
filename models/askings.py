"""Questions as the desk lists them: what was asked, of how many, and what each of them said."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import col, func

from models import authors, ideas, questions
from models.accounts import Account
from models.comments import Comment
from models.ideas import Idea
from models.questions import Asking, Question
from models.teams import Team
from models.themes import Theme


def listed() -> Select[Any]:
    """Every question with what it is about, and how many were asked and have answered."""
    of_it = col(Asking.question_id) == Question.id
    asked: Any = sa.select(func.count(col(Asking.id))).where(of_it).correlate(Question).scalar_subquery()
    answered: Any = sa.select(func.count(col(Asking.response_id))).where(of_it).correlate(Question).scalar_subquery()
    columns: list[Any] = [
        Question, func.coalesce(Theme.title, ideas.name_for(None)).label("about"), asked.label("asked"),
        answered.label("answered"), col(Team.name).label("team"), col(Account.name).label("asker"),
        questions.is_open().label("open"),
    ]
    rows = sa.select(*columns).outerjoin(Theme, col(Theme.id) == Question.theme_id)
    rows = rows.outerjoin(Idea, col(Idea.id) == Question.idea_id).outerjoin(Team, col(Team.id) == Question.team_id)
    return rows.outerjoin(Account, col(Account.id) == Question.author_id)


def people(question_id: int) -> Select[Any]:
    """Whoever was asked, with their answer as the public sees it, where there is one."""
    shown = sa.case((sa.and_(col(Comment.hidden_at).is_(None), col(Comment.withdrawn_at).is_(None)), Comment.body),
                    else_="")
    columns: list[Any] = [
        Asking.id, Asking.idea_id, Asking.response_id, Asking.answered_at, Idea.reference, Idea.title,
        shown.label("said"), *authors.OF_IDEA,
    ]
    rows = sa.select(*columns).select_from(Asking).join(Idea, col(Idea.id) == Asking.idea_id)
    rows = rows.join(Account, col(Account.id) == Asking.account_id).outerjoin(Team, col(Team.id) == Account.team_id)
    rows = rows.outerjoin(Comment, col(Comment.id) == Asking.response_id)
    return rows.where(col(Asking.question_id) == question_id)
