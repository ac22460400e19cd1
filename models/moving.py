"""Where the ideas of a theme could go, and what it would mean to take them out, counted before it is done."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from models import coverages, ideas, themes
from models.answers import Answer
from models.ideas import Idea
from models.themes import Theme

OFFERED = 60  # themes in the list beside the evidence; the page that moves offers all
Other: Any = aliased(Theme, name="other")


class Place(NamedTuple):
    """A theme that ideas can go to."""

    id: int
    title: str


def offered() -> Any:
    """As a column of a theme's row: the other themes of its call, the largest when there are many. `places` reads it.
    """
    beside = sa.or_(Other.call_id == Theme.call_id, sa.and_(Other.call_id.is_(None), col(Theme.call_id).is_(None)))
    largest = sa.select(Other.id, Other.title).where(beside, Other.id != Theme.id, themes.is_current(Other))
    few = largest.order_by(Other.ideas_count.desc(), Other.id).limit(OFFERED).correlate(Theme).subquery()
    lines = func.jsonb_agg(func.jsonb_build_array(few.c.id, few.c.title))
    return sa.select(sa.cast(lines, sa.Text)).select_from(few).scalar_subquery().label("offered")


@lru_cache(maxsize=500)
def places(column: str | None) -> tuple[Place, ...]:
    """The same list again is the same object: then the part of the page that shows it is made once."""
    return tuple(sorted((Place(*one) for one in json.loads(column or "[]")), key=lambda one: one.title.lower()))


@dataclass(frozen=True)
class Consequences:
    """`answered`: of the ideas that would go, how many have a public answer. `draft`: whether the theme has one begun.
    """

    ideas: int
    people: int
    answered: int
    left: int
    draft: bool


def consequences(db: Session, theme: Theme, idea_ids: Collection[int]) -> Consequences:
    mine: Any = sa.select(
        func.count(col(Idea.id)), func.count(sa.distinct(col(Idea.author_id))),
        func.count(col(Idea.id)).filter(coverages.of_idea()),
        sa.exists().where(col(Answer.theme_id) == theme.id, col(Answer.published_at).is_(None)),
    ).where(col(Idea.id).in_(idea_ids), col(Idea.theme_id) == theme.id, ideas.listed())
    many, people, answered, draft = db.execute(mine).one()
    return Consequences(many, people, answered, theme.ideas_count - many, draft)
