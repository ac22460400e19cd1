"""What the people of a theme say in their own words: of each idea that stands for it the words that an officer chose,
where they are short and say nothing private; else those that the machine found. Each only while its text says it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.orm import aliased
from sqlmodel import col, func

from models import ideas
from models.analyses import Analysis
from models.ideas import Idea
from models.memberships import Membership
from models.themes import ThemeQuote

LONGEST = 300  # characters of what was chosen

_Chosen: Any = aliased(Membership, name="chosen")
_SPAN = func.jsonb_build_object("begins", _Chosen.begins, "ends", _Chosen.ends)
_FOUND_IN = "$[*] ? (@.begins < $ends && @.ends > $begins)"
_PRIVATE = sa.exists().where(
    col(Analysis.idea_id) == _Chosen.idea_id,
    func.jsonb_path_exists(Analysis.findings, sa.cast(_FOUND_IN, JSONPATH), _SPAN))
_HERE = sa.and_(_Chosen.idea_id == ThemeQuote.idea_id, _Chosen.theme_id == ThemeQuote.theme_id,
                _Chosen.chosen_by_id.is_not(None), func.char_length(_Chosen.words) <= LONGEST, ~_PRIVATE)
_BEGINS, _ENDS, _WORDS = (
    func.coalesce(getattr(_Chosen, name), getattr(ThemeQuote, name)) for name in ("begins", "ends", "words"))


def rows(*columns: Any) -> Select[Any]:
    """The words of each quote that its idea says, and these columns of the quote or of the idea."""
    found = sa.select(_WORDS.label("words"), *columns).select_from(ThemeQuote)
    found = found.join(Idea, col(Idea.id) == ThemeQuote.idea_id).outerjoin(_Chosen, _HERE)
    return found.where(func.substr(Idea.body, _BEGINS + 1, _ENDS - _BEGINS) == _WORDS)


def of_theme(theme_id: Any, *columns: Any) -> Select[Any]:
    """The same of this theme, best first."""
    found = rows(*columns).where(col(ThemeQuote.theme_id) == theme_id)
    return found.order_by(col(ThemeQuote.rank), col(ThemeQuote.id))


def stand() -> ColumnElement[bool]:
    """The condition that these quotes may be shown as the theme's: their ideas are public, and still in it."""
    return sa.and_(ideas.listed(), col(Idea.theme_id) == ThemeQuote.theme_id)

