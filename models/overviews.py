"""What the public pages show of themes: rows of a list, quotes that are checked, passages, neighbours."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import col, func, select

from models import calls, ideas
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme, ThemeQuote


def stands() -> Any:
    """The condition that a quote may be shown: its idea is public, still here, and says it word for word."""
    stored = func.substr(Idea.body, ThemeQuote.begins + 1, ThemeQuote.ends - ThemeQuote.begins)
    return sa.and_(ideas.listed(), col(Idea.theme_id) == ThemeQuote.theme_id, stored == ThemeQuote.words)


def quotes_of(theme_id: int) -> Select[Any]:
    """What people say in their own words, best first."""
    columns: list[Any] = [ThemeQuote.words, Idea.id, Idea.title, Idea.reference, Idea.kind]
    found = sa.select(*columns).join(Idea, col(Idea.id) == ThemeQuote.idea_id)
    found = found.where(col(ThemeQuote.theme_id) == theme_id, stands())
    return found.order_by(col(ThemeQuote.rank), col(ThemeQuote.id))


def in_use() -> Any:
    """The condition that a theme stands in public lists."""
    return sa.and_(
        col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None), col(Theme.ideas_count) > 0)


def of_themes(call_id: int | None = None) -> Select[Any]:
    """What a list of themes shows of each: its size, its best quote, and whether it is answered."""
    best = (
        sa.select(col(ThemeQuote.words), col(ThemeQuote.idea_id))
        .join(Idea, col(Idea.id) == ThemeQuote.idea_id)
        .where(col(ThemeQuote.theme_id) == Theme.id, stands())
        .order_by(col(ThemeQuote.rank)).limit(1).lateral("best")
    )
    answered = sa.exists().where(col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_not(None))
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.description, Theme.ideas_count, Theme.staff_count, Theme.made_at,
        Theme.x, Theme.y, Theme.call_id, col(Call.question).label("question"), answered.label("answered"),
        best.c.words.label("quote"), best.c.idea_id.label("quoted_id"),
    ]
    found = sa.select(*columns).outerjoin(Call, col(Call.id) == Theme.call_id).outerjoin(best, sa.true())
    found = found.where(in_use())
    return found.where(col(Theme.call_id) == call_id) if call_id is not None else found


def near(theme: Theme, most: int = 4) -> Select[Any]:
    """The themes nearest to this one in meaning, among those of its call."""
    columns: list[Any] = [Theme.id, Theme.title, Theme.ideas_count]
    found = sa.select(*columns).where(
        col(Theme.call_id) == theme.call_id, col(Theme.version) == theme.version, col(Theme.id) != theme.id,
        col(Theme.centre).is_not(None), in_use())
    if theme.centre is None:
        return found.where(sa.false())
    return found.order_by(col(Theme.centre).op("<=>")(theme.centre), col(Theme.id)).limit(most)


def passages_in(theme_id: int) -> Select[Any]:
    """The ideas of a theme as its page shows them, each with where its passage stands in its own text."""
    columns: list[Any] = [
        Idea.id, Idea.title, Idea.body, Idea.reference, Idea.kind, Idea.proposed_at, Idea.supports_count,
        Idea.comments_count, Membership.score, Membership.begins, Membership.ends, Membership.words,
    ]
    here = sa.and_(col(Membership.idea_id) == Idea.id, col(Membership.theme_id) == Idea.theme_id)
    return sa.select(*columns).join(Membership, here).where(col(Idea.theme_id) == theme_id, ideas.listed())


def theme(theme_id: int, account: Account | None) -> Any:
    """A theme with its call, as far as this person may see that, its support, and whether a person made it."""
    mine = sa.select(func.coalesce(func.sum(Idea.supports_count), 0))
    mine = mine.where(col(Idea.theme_id) == Theme.id, ideas.listed())
    shown = sa.or_(col(Theme.call_id).is_(None), calls.shown_to(account))
    by_hand = sa.exists().where(
        col(Event.theme_id) == Theme.id, col(Event.kind) == "theme.made", col(Event.by_id).is_not(None))
    found = select(Theme, Call, mine.scalar_subquery(), by_hand).outerjoin(Call, col(Call.id) == Theme.call_id)
    return found.where(col(Theme.id) == theme_id, shown)


def answers_in(call_id: int, most: int = 12) -> Select[Any]:
    """What was answered in a call, to its themes and to single ideas, newest first."""
    columns: list[Any] = [
        Answer.id, Answer.verdict, Answer.passed_to, Answer.summary, Answer.published_at, Answer.theme_id,
        Answer.idea_id, sa.func.coalesce(Theme.title, Idea.title).label("about"), Theme.ideas_count,
    ]
    shown = sa.or_(col(Theme.call_id) == call_id, sa.and_(col(Idea.call_id) == call_id, ideas.listed()))
    found = sa.select(*columns).select_from(Answer).outerjoin(Theme, col(Theme.id) == Answer.theme_id)
    found = found.outerjoin(Idea, col(Idea.id) == Answer.idea_id)
    found = found.where(shown, col(Answer.published_at).is_not(None))
    return found.order_by(col(Answer.published_at).desc(), col(Answer.id)).limit(most)
