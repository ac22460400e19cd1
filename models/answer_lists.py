"""Public answers as lists show them, and what they can be narrowed by."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlmodel import and_, col

from models import answers, outreaches
from models.answered import beside
from models.answers import Answer
from models.calls import Call
from models.ideas import Idea
from models.replies import Reply
from models.statuses import Heard, Verdict
from models.teams import Team
from models.themes import Theme


def listed(
    *, verdict: Verdict | None = None, team_id: int | None = None, call_id: int | None = None
) -> Select[Any]:
    """Public answers as a list shows them, with what people said of each."""
    said = {heard: sa.func.count(col(Reply.id)).filter(col(Reply.heard) == heard) for heard in Heard}
    replies = sa.select(*(count.label(heard.value) for heard, count in said.items())).where(
        col(Reply.answer_id) == Answer.id).lateral("said")
    columns: list[Any] = [
        Answer.id, Answer.verdict, Answer.passed_to, Answer.summary, Answer.theme_id, Answer.idea_id,
        Answer.signed_name, Answer.signed_role, Answer.published_at, Answer.team_id,
        (col(Answer.told_count) + outreaches.told_by_hand()).label("told_count"),
        sa.func.coalesce(Theme.title, Idea.title).label("about"), col(Team.name).label("team"),
        col(Call.id).label("call_id"), Call.question, replies.c.answered.label("says_answered"),
        replies.c.partly.label("says_partly"), replies.c["not"].label("says_not"),
    ]
    rows: Select[Any] = beside(sa.select(*columns)).join(replies, sa.true()).where(_public())
    rows = rows.where(col(Answer.verdict) == verdict) if verdict else rows
    rows = rows.where(col(Answer.team_id) == team_id) if team_id else rows
    return rows.where(col(Call.id) == call_id) if call_id else rows


def answering() -> Select[Any]:
    """The teams and calls that have public answers."""
    columns: list[Any] = [
        Answer.team_id, col(Team.name).label("team"), col(Call.id).label("call_id"), Call.question]
    rows: Select[Any] = beside(sa.select(*columns).distinct()).where(_public()).limit(200)
    return rows


def _public() -> ColumnElement[bool]:
    return and_(col(Answer.published_at).is_not(None), answers.shown_to(None))
