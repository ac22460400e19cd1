"""What the public pages show of themes: rows of a list, quotes that are checked, passages, neighbours."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from models import asides, calls, coverages, delays, ideas, memberships, quotes, stances, waiting, wording
from models.accounts import Account
from models.answers import Answer
from models.base import Written, so_many, unforeseen, written
from models.calls import Call
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.replies import Reply
from models.statuses import Heard
from models.themes import Theme

QUOTES = 3
NEAREST = 4

Near: Any = aliased(Theme, name="near")
_MADE: Any = sa.literal_column("'theme.made'")  # in the query itself: planned for a kind of event that is rare
_ANSWERED = sa.exists().where(col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_not(None))


def _quotes() -> Any:
    """What people say in their own words, best first."""
    return _together(quotes.of_theme(Theme.id, Idea.id, Idea.title, Idea.reference).where(quotes.stand()).limit(QUOTES))


def _together(rows: Select[Any]) -> Any:
    """Rows that belong to a theme, as one value of its own row; none for no row."""
    inner = rows.correlate(Theme).subquery("belonging")
    return sa.select(func.jsonb_agg(func.to_jsonb(sa.literal_column("belonging")), type_=JSONB)).select_from(inner)


def in_use(theme: Any = Theme) -> Any:
    """The condition that a theme stands in public lists."""
    return sa.and_(
        col(theme.merged_into_id).is_(None), col(theme.retired_at).is_(None), col(theme.ideas_count) > 0)


def of_themes(call_id: int | None = None) -> Select[Any]:
    """What a list of themes shows of each: its size, its best quote, and whether it is answered."""
    best: Any = quotes.of_theme(Theme.id, Idea.id).where(quotes.stand()).limit(so_many(1)).lateral("best")
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.description, Theme.ideas_count, Theme.staff_count, Theme.made_at,
        Theme.x, Theme.y, Theme.call_id, col(Call.question).label("question"), _ANSWERED.label("answered"),
        best.c.words.label("quote"), best.c.id.label("quoted_id"),
    ]
    found = sa.select(*columns).outerjoin(Call, col(Call.id) == Theme.call_id).outerjoin(best, sa.true())
    found = found.where(in_use())
    return found.where(col(Theme.call_id) == call_id) if call_id is not None else found


def _near() -> Any:
    """The themes nearest to this one in meaning, among those of its call."""
    both_without = sa.and_(Near.call_id.is_(None), col(Theme.call_id).is_(None))
    found = sa.select(Near.id, Near.title, Near.ideas_count).where(
        sa.or_(Near.call_id == Theme.call_id, both_without), Near.version == Theme.version, Near.id != Theme.id,
        Near.centre.is_not(None), col(Theme.centre).is_not(None), in_use(Near))
    return _together(found.order_by(Near.centre.op("<=>")(Theme.centre), Near.id).limit(NEAREST))


@cache
def passages() -> Select[Any]:
    """The ideas of a `theme` as its page shows them, each with where its passage stands in its own text."""
    columns: list[Any] = [
        Idea.id, Idea.title, Idea.body, Idea.reference, Idea.kind, Idea.proposed_at, Idea.supports_count,
        Idea.comments_count, Membership.score, Membership.begins, Membership.ends, Membership.words,
        memberships.also(),
    ]
    here = sa.and_(col(Membership.idea_id) == Idea.id, col(Membership.theme_id) == Idea.theme_id)
    rows = sa.select(*columns).join(Membership, here)
    return rows.where(col(Idea.theme_id) == unforeseen(sa.bindparam("theme", type_=sa.Integer)), ideas.listed())


def theme(db: Session, theme_id: int, account: Account | None) -> Any:
    """A theme with what its page tells of it, when this person may see its call."""
    return db.connection().execute(_theme(account is not None and account.works_at_desk), {"theme": theme_id}).first()


@cache
def _theme(at_desk: bool) -> Written:
    """The theme, what its call asks, its support, whether a person made it, whether it is answered, the best quotes,
    the nearest themes, and how many are for and against."""
    mine = sa.select(func.coalesce(func.sum(Idea.supports_count), 0))
    mine = mine.where(col(Idea.theme_id) == Theme.id, ideas.listed())
    shown = sa.true() if at_desk else sa.or_(col(Theme.call_id).is_(None), calls.shown_to(None))
    by_hand = sa.exists().where(
        col(Event.theme_id) == Theme.id, col(Event.kind) == _MADE, col(Event.by_id).is_not(None))
    columns: list[Any] = [
        Theme.id, Theme.call_id, Theme.title, Theme.description, Theme.ideas_count, Theme.staff_count,
        (col(Theme.ideas_count) - Theme.staff_count).label("public_count"), Theme.made_at, Theme.touched_at,
        Theme.named_by_id, Theme.retired_at, Theme.merged_into_id, Call.question, Call.proposition,
        mine.scalar_subquery().label("supports"), by_hand.label("by_hand"),
        _ANSWERED.label("answered"), _quotes().label("quotes"), _near().label("near"),
        stances.in_theme().label("chosen"), Call.answer_by, delays.told(Theme.id, None).label("delays"),
        asides.told(Theme.id, None).label("aside"), _waits().label("waits"), Call.fewest,
        waiting.too_few(col(Theme.ideas_count)).label("too_few"),
    ]
    found = sa.select(*columns).outerjoin(Call, col(Call.id) == Theme.call_id)
    return written(found.where(col(Theme.id) == sa.bindparam("theme", type_=sa.Integer), shown))


def aside(row: Any) -> tuple[str, datetime | None] | None:
    """Why a theme gets no answer of its own, and since when that is said."""
    if row.aside:
        return row.aside[0], datetime.fromisoformat(row.aside[1])
    return (wording.too_few(row.fewest), None) if row.too_few and row.waits else None


def _waits() -> Any:
    """How many of its ideas wait for an answer."""
    return sa.select(func.count(col(Idea.id))).where(*coverages.newcomers()).correlate(Theme).scalar_subquery()


def _replied(*conditions: ColumnElement[bool]) -> Any:
    count: Any = sa.select(sa.func.count(col(Reply.id))).where(col(Reply.answer_id) == Answer.id, *conditions)
    return count.correlate(Answer).scalar_subquery()


def answers_in(call_id: int, most: int = 12) -> Select[Any]:
    """What was answered in a call, to its themes and to single ideas, newest first."""
    columns: list[Any] = [
        Answer.id, Answer.verdict, Answer.passed_to, Answer.summary, Answer.published_at, Answer.theme_id,
        Answer.idea_id, sa.func.coalesce(Theme.title, Idea.title).label("about"), Theme.ideas_count,
        _replied().label("replied"), _replied(col(Reply.heard) == Heard.ANSWERED).label("heard"),
    ]
    shown = sa.or_(col(Theme.call_id) == call_id, sa.and_(col(Idea.call_id) == call_id, ideas.listed()))
    found = sa.select(*columns).select_from(Answer).outerjoin(Theme, col(Theme.id) == Answer.theme_id)
    found = found.outerjoin(Idea, col(Idea.id) == Answer.idea_id)
    found = found.where(shown, col(Answer.published_at).is_not(None))
    return found.order_by(col(Answer.published_at).desc(), col(Answer.id)).limit(most)
