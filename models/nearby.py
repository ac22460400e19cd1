"""Ideas that stand beside one that no grouping has put beside others yet: by its meaning, or only by its words."""

import re
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func

from models import analyses, ideas
from models.ideas import SEARCH, Idea
from models.similar import ENGLISH

NEAREST = 4
ENOUGH = 2  # words of a title that another idea must say to stand beside it
_ROW: list[Any] = [Idea.id, Idea.reference, Idea.title, Idea.status, Idea.supports_count, Idea.proposed_at]


def like(idea: Idea) -> sa.Select[Any]:
    """Ideas that mean the same, for an idea that is not grouped but has its vector."""
    near = analyses.meaning_the_same(idea).subquery()
    return sa.select(*_ROW).join(near, near.c.id == Idea.id).order_by(near.c.away, col(Idea.id)).limit(NEAREST)


def alike(idea: Idea) -> sa.Select[Any]:
    """Ideas that say similar words, for an idea without a vector yet. Ranked over the newest that share a word."""
    words = func.websearch_to_tsquery(ENGLISH, " or ".join(re.findall(r"\w+", idea.title)))
    shared = (
        sa.select(col(Idea.id)).where(ideas.listed(), SEARCH.op("@@")(words), col(Idea.id) != idea.id)
        .order_by(col(Idea.proposed_at).desc()).limit(200)
    )
    rows = sa.select(*_ROW).where(col(Idea.id).in_(shared), _agreeing(idea.title) >= ENOUGH)
    return rows.order_by(func.ts_rank(SEARCH, words).desc(), col(Idea.id)).limit(NEAREST)


def _agreeing(title: str) -> Any:
    """How many words of this title an idea says."""
    words = func.unnest(func.tsvector_to_array(func.to_tsvector(ENGLISH, title))).table_valued("word").render_derived()
    said = sa.select(func.count()).select_from(words).where(words.c.word == func.any(func.tsvector_to_array(SEARCH)))
    return said.correlate(Idea).scalar_subquery()
