"""Finding ideas, themes, calls and answers by their words. Nothing that can be typed makes it fail."""

import re
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import literal
from sqlmodel import Session, col, func

from models import answers, ideas, listings, statuses
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.ideas import SEARCH, Idea
from models.readers import Reader, kind_of, who
from models.similar import ENGLISH
from models.themes import Theme

CANDIDATES = 400
SHOWN = 20
BESIDE = 5
WORDS_LIMIT = 200

# However it was typed or pasted: with a hyphen, a dash of any length, a space or nothing between.
_REFERENCE = re.compile(r"(?:fm[\s\u2010-\u2015\u2212-]*)([0-9]{1,12})|([0-9]{4,12})", re.IGNORECASE)


def reference_in(words: str) -> str | None:
    """FM-2417, when that is all that was typed: with or without the letters, the line or the right case."""
    found = _REFERENCE.fullmatch(words.strip(" \u00a0#."))
    return f"FM-{int(found.group(1) or found.group(2))}" if found else None


def any_of(words: str) -> str:
    """The same words, of which any will do."""
    return " or ".join(re.findall(r"\w+", words))


def ideas_saying(db: Session, words: str, account: Account | None, *, whole: bool = False) -> list[Any]:
    """Ideas as cards, or with their `whole` text, the best match first.

    Only the newest that match are ranked, so a common word stays quick.
    """
    return list(db.execute(_ranked(kind_of(account), CANDIDATES, whole), {"words": words} | who(account)))


@cache
def _ranked(reader: Reader | None, candidates: int, whole: bool) -> sa.Select[Any]:
    words = sa.bindparam("words", type_=sa.String)
    newest = (
        sa.select(col(Idea.id)).where(ideas.listed(), listings.matching(words))
        .order_by(col(Idea.proposed_at).desc(), col(Idea.id).desc()).limit(candidates).subquery()
    )
    rank = func.ts_rank(SEARCH, func.websearch_to_tsquery(ENGLISH, words))
    best = sa.select(col(Idea.id), rank.label("rank")).where(col(Idea.id).in_(sa.select(newest.c.id)))
    best_ones = best.order_by(sa.desc("rank"), col(Idea.id).desc()).limit(SHOWN).subquery()
    cards = listings.cards(reader, whole=whole).join(best_ones, best_ones.c.id == Idea.id)
    return cards.order_by(best_ones.c.rank.desc(), col(Idea.id).desc())


def beside(db: Session, words: str) -> list[Any]:
    """Themes, calls and published answers that say these words: rows of kind, id, title and note."""
    return list(db.execute(_beside(), {"words": words}).all())


@cache
def _beside() -> sa.CompoundSelect[Any]:
    words = sa.bindparam("words", type_=sa.String)
    themes = _saying("theme", Theme, col(Theme.title), Theme.title + " " + Theme.description, words).where(
        col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    calls = _saying("call", Call, col(Call.question), Call.question + " " + Call.summary, words).where(
        col(Call.state).in_(statuses.PUBLIC_CALLS))
    said = _saying("answer", Answer, col(Answer.summary), Answer.summary + " " + Answer.body, words).where(
        col(Answer.published_at).is_not(None), answers.shown_to(None))
    return sa.union_all(*(sa.select(part.subquery()) for part in (calls, themes, said)))


def _saying(kind: str, table: Any, title: Any, searched: Any, words: Any) -> sa.Select[Any]:
    says = func.to_tsvector(ENGLISH, searched).op("@@")(func.websearch_to_tsquery(ENGLISH, words))
    columns: list[Any] = [literal(kind).label("kind"), table.id.label("id"), title.label("title")]
    return sa.select(*columns).where(says).order_by(table.id.desc()).limit(BESIDE)
