"""What public answers promised and said they would measure, as far as it is not done yet."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import col, func

from models import ideas
from models.answers import Answer
from models.commitments import Commitment
from models.handling import TODAY
from models.ideas import Idea
from models.outcomes import Outcome, Reading
from models.themes import Theme


@cache
def rows() -> Select[Any]:
    """What public answers promised and have not delivered or measured yet, the soonest first."""
    found = open_ones()
    late = func.coalesce(found.c.due < TODAY, sa.false()).label("late")
    soonest = found.c.due.asc().nulls_last()
    return sa.select(found, late).order_by(soonest, found.c.answer_id).limit(200)


def open_ones() -> Any:
    about = func.coalesce(Theme.title, ideas.name_for(None)).label("about")
    made: Any = sa.select(
        col(Answer.id).label("answer_id"), col(Commitment.id).label("commitment_id"),
        col(Commitment.promise).label("words"), col(Commitment.who).label("who"),
        col(Commitment.due_on).label("due"), sa.literal(False).label("measure"), about,
    ).join(Answer, col(Answer.id) == Commitment.answer_id).where(
        col(Commitment.delivered_at).is_(None), col(Commitment.dropped_at).is_(None))
    unread = ~sa.exists().where(col(Reading.outcome_id) == Outcome.id)
    wanted: Any = sa.select(
        col(Answer.id), sa.null(), col(Outcome.measure), sa.literal(""), col(Outcome.read_by), sa.literal(True), about,
    ).join(Answer, col(Answer.id) == Outcome.answer_id).where(unread)
    both = [
        rows.outerjoin(Theme, col(Theme.id) == Answer.theme_id).outerjoin(Idea, col(Idea.id) == Answer.idea_id)
        .where(col(Answer.published_at).is_not(None)) for rows in (made, wanted)
    ]
    return sa.union_all(*both).subquery()
