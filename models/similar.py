"""Ideas that may say the same as a title, found by its words; and those that a job found by what it means.

The fewer ideas say a word, the more it tells (Spärck Jones, 1972); and it tells most in a title.
"""

import math
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Row, case, cast, literal, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func

from models import analyses
from models.ideas import SEARCH, Idea, listed

MOST = 5
BESIDE = 4  # that stand beside an idea on its page
CANDIDATES = 500
WORDS = 10
COUNTED_TO = 1_000  # ideas that say a word; one that more say tells as little
ENOUGH = 0.4  # of what all the words of the title tell, that an idea must say
EXCERPT = 240
ENGLISH: ColumnElement[Any] = literal_column("'english'::regconfig")


def to_title(db: Session, title: str, *, but: int = 0) -> Sequence[Row[Any]]:
    """Up to five listed ideas, without the one that asks. Each names a word of this title in its own, and says others:
    one more at least, where there is one."""
    told = _told(db, title)
    if not told:
        return []
    words = [_quoted(word) for word in told]
    pairs = [f"({one} & {other})" for one, other in combinations(words, 2)]
    near = (
        select(*_shown(), SEARCH, func.to_tsvector(ENGLISH, Idea.title).label("named"))
        .where(listed(), col(Idea.id) != but, SEARCH.op("@@")(_query(pairs if len(words) > 2 else words)))
        .order_by(col(Idea.id).desc()).limit(CANDIDATES).subquery()
    )
    said, named = _weighed(near.c.search, told), _weighed(near.c.named, told)
    alike = said >= ENOUGH * sum(told.values()), named > 0
    return db.execute(select(near).where(*alike).order_by((said + named).desc(), near.c.id.desc()).limit(MOST)).all()


def to_meaning(db: Session, idea_ids: Sequence[int], *, but: Collection[int]) -> Sequence[Row[Any]]:
    """Those of these ideas that are listed now, in this order, without some."""
    left = [idea_id for idea_id in idea_ids if idea_id not in but]
    rows = db.execute(select(*_shown()).where(listed(), col(Idea.id).in_(left))).all() if left else []
    return sorted(rows, key=lambda row: left.index(row.id))


def in_meaning(db: Session, idea: Idea) -> Sequence[Row[Any]]:
    """Up to four ideas that mean the same, for one that is not grouped but has its vector."""
    near = analyses.meaning_the_same(idea).subquery()
    columns: list[Any] = [Idea.id, Idea.reference, Idea.title, Idea.status, Idea.supports_count, Idea.proposed_at]
    rows = select(*columns).join(near, near.c.id == Idea.id).order_by(near.c.away, col(Idea.id))
    return db.execute(rows.limit(BESIDE)).all()


def _shown() -> list[Any]:
    return [col(Idea.id), col(Idea.reference), col(Idea.title), func.left(Idea.body, EXCERPT).label("body"),
            col(Idea.supports_count), col(Idea.comments_count), col(Idea.status)]


def _told(db: Session, title: str) -> dict[str, float]:
    """How much each of the title's words tells, the longest of them: the logarithm of how few ideas say it."""
    found = db.execute(select(func.tsvector_to_array(func.to_tsvector(ENGLISH, title)))).scalar_one()
    longest = sorted(found, key=len, reverse=True)[:WORDS]
    if not longest:
        return {}
    counts = db.execute(select(func.max(Idea.id), *map(_saying, longest))).one()
    ideas = counts[0] or 0
    return {word: math.log((ideas + 2) / (count + 1)) + 0.1 for word, count in zip(longest, counts[1:], strict=True)}


def _saying(word: str) -> Any:
    some = select(literal(1)).select_from(Idea).where(SEARCH.op("@@")(_query([_quoted(word)]))).limit(COUNTED_TO)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _weighed(words: Any, told: dict[str, float]) -> Any:
    """What those of the words that are said tell together."""
    each = (case((words.op("@@")(_query([_quoted(word)])), tells), else_=0.0) for word, tells in told.items())
    return sum(each, literal(0.0))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _query(any_of: list[str]) -> Any:
    return cast(" | ".join(any_of), TSQUERY)
