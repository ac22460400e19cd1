"""Ideas that may say the same as a new title, found by its words alone."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Row, cast, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func

from models.ideas import SEARCH, Idea, listed

MOST = 5
CANDIDATES = 500
WORDS = 10
EXCERPT = 240
ENGLISH: ColumnElement[Any] = literal_column("'english'::regconfig")


def to_title(db: Session, title: str) -> Sequence[Row[Any]]:
    """Up to five listed ideas. Any word counts; beside a longer title, an idea must share two of them."""
    words = _words(db, title)
    if not words:
        return []
    pairs = [f"({one} & {other})" for one, other in combinations(words, 2)]
    near = (
        select(
            col(Idea.id), col(Idea.reference), col(Idea.title), func.left(Idea.body, EXCERPT).label("body"),
            col(Idea.supports_count), col(Idea.comments_count), col(Idea.status), SEARCH,
        )
        .where(listed(), SEARCH.op("@@")(_query(pairs if len(words) > 2 else words)))
        .order_by(col(Idea.id).desc()).limit(CANDIDATES).subquery()
    )
    rank = func.ts_rank(near.c.search, _query(words), 1)
    return db.execute(select(near).order_by(rank.desc(), near.c.id.desc()).limit(MOST)).all()


def _words(db: Session, title: str) -> list[str]:
    """The title's words as the search knows them, the longest first, quoted for a query."""
    found = db.execute(select(func.tsvector_to_array(func.to_tsvector(ENGLISH, title)))).scalar_one()
    longest = sorted(found, key=len, reverse=True)[:WORDS]
    return ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in longest]


def _query(any_of: list[str]) -> Any:
    return cast(" | ".join(any_of), TSQUERY)
