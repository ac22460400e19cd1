"""What the first page tells of the whole: figures, what was answered lately, what changed because of it."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, func

from models import ideas, quotes, statuses
from models.answers import Answer
from models.before_after import Measured
from models.commitments import Commitment
from models.findings import Change
from models.ideas import Idea
from models.outcomes import Outcome, Reading
from models.teams import Team
from models.themes import Theme

_NO_GOOD = {Change.SAME, Change.WORSE}
_LOOKED_AT = 40  # of what was done lately, to find enough that did good
_READINGS = "(SELECT jsonb_agg(to_jsonb(r) ORDER BY r.read_on, r.id) FROM reading r WHERE r.outcome_id = outcome.id)"


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


def lately_changed(db: Session, most: int = 4) -> list[tuple[Any, Measured | None]]:
    """What was promised and is done, the newest first, with what its answer is measured by once that was read. What
    the readings say did nothing, or harm, is left out."""
    read = [(row, _measured(row)) for row in db.execute(_lately_done())]
    return [(row, measured) for row, measured in read if measured is None or measured.change not in _NO_GOOD][:most]


def _measured(row: Any) -> Measured | None:
    return Measured(row.Outcome, [Reading.model_validate(one) for one in row.readings]) if row.readings else None


@cache
def _lately_done() -> sa.Select[Any]:
    columns: list[Any] = [
        Commitment.promise, Commitment.delivered_at, Commitment.answer_id, Outcome,
        sa.literal_column(_READINGS, JSONB).label("readings"),
    ]
    rows = (
        sa.select(*columns).select_from(Commitment).join(Answer, col(Answer.id) == Commitment.answer_id)
        .outerjoin(Idea, (col(Idea.id) == Answer.idea_id) & ideas.listed())
        .outerjoin(Outcome, (col(Outcome.answer_id) == Answer.id) & col(Outcome.success))
        .where(col(Commitment.delivered_at).is_not(None), col(Answer.published_at).is_not(None), answers_in_public())
    )
    return rows.order_by(col(Commitment.delivered_at).desc(), col(Commitment.id).desc()).limit(_LOOKED_AT)
