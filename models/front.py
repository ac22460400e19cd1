"""What the first page tells of the whole: figures, what was answered lately, what changed because of it."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models import ideas, quotes, statuses
from models.answers import Answer
from models.commitments import Commitment
from models.ideas import Idea
from models.outcomes import Outcome, Reading
from models.teams import Team
from models.themes import Theme


@cache
def figures() -> sa.Select[Any]:
    """One row: ideas, those that have an answer, public answers, promises and those that are kept."""
    number = func.count(col(Idea.id))
    answers = sa.select(func.count(col(Answer.id))).where(col(Answer.published_at).is_not(None))
    promised = sa.select(func.count(col(Commitment.id))).join(Answer, col(Answer.id) == Commitment.answer_id)
    promised = promised.where(col(Answer.published_at).is_not(None))
    kept = promised.where(col(Commitment.delivered_at).is_not(None))
    columns: list[Any] = [
        number.label("ideas"), number.filter(col(Idea.status).in_(statuses.SETTLED)).label("settled"),
        answers.scalar_subquery().label("answers"), promised.scalar_subquery().label("promised"),
        kept.scalar_subquery().label("kept"),
    ]
    return sa.select(*columns).where(ideas.listed())


@cache
def lately_answered(most: int = 3) -> sa.Select[Any]:
    """The newest answers, each with the words of somebody it answers: a checked quote, else the idea's title."""
    quote = quotes.of_theme(Answer.theme_id).where(quotes.stand()).limit(1).correlate(Answer).scalar_subquery()
    columns: list[Any] = [
        Answer, func.coalesce(quote, Idea.title, Theme.title).label("said"), col(Team.name).label("team"),
        sa.or_(quote.is_not(None), col(Idea.title).is_not(None)).label("in_own_words"),
    ]
    rows = (
        sa.select(*columns).select_from(Answer)
        .outerjoin(Team, col(Team.id) == Answer.team_id).outerjoin(Theme, col(Theme.id) == Answer.theme_id)
        .outerjoin(Idea, (col(Idea.id) == Answer.idea_id) & ideas.listed())
        .where(col(Answer.published_at).is_not(None), answers_in_public())
    )
    return rows.order_by(col(Answer.published_at).desc(), col(Answer.id).desc()).limit(most)


def answers_in_public() -> Any:
    """The condition that what an answer answers may be seen by everyone."""
    return col(Answer.theme_id).is_not(None) | col(Idea.id).is_not(None)


@cache
def lately_changed(most: int = 4) -> sa.Select[Any]:
    """What was promised and is done, the newest first, with what was measured since."""
    read = (
        sa.select(
            col(Outcome.measure), col(Outcome.unit), col(Outcome.baseline), col(Reading.value), col(Reading.read_on))
        .join(Reading, col(Reading.outcome_id) == Outcome.id).where(col(Outcome.answer_id) == Commitment.answer_id)
        .order_by(col(Reading.read_on).desc(), col(Reading.id).desc()).limit(1).correlate(Commitment).lateral("read")
    )
    columns: list[Any] = [
        Commitment.promise, Commitment.who, Commitment.delivered_at, Commitment.answer_id,
        read.c.measure, read.c.unit, read.c.baseline, read.c.value, read.c.read_on,
    ]
    rows = (
        sa.select(*columns).select_from(Commitment).join(Answer, col(Answer.id) == Commitment.answer_id)
        .outerjoin(Idea, (col(Idea.id) == Answer.idea_id) & ideas.listed()).outerjoin(read, sa.true())
        .where(col(Commitment.delivered_at).is_not(None), col(Answer.published_at).is_not(None), answers_in_public())
    )
    return rows.order_by(col(Commitment.delivered_at).desc(), col(Commitment.id).desc()).limit(most)
