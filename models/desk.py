"""What the desk shows: the themes that wait, how large they are and how fast they grow, and the ideas behind them.

The queries are built once and asked with `given`: the call that the desk is looked at by, and what day it is.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, DateTime, Integer, Select, bindparam
from sqlmodel import Session, and_, col, func

from models import (
    acts,
    asides,
    clock,
    coverages,
    desk_counts,
    doubts,
    editors,
    handling,
    ideas,
    memberships,
    moving,
    notes,
    proofs,
    replies,
    reviews,
    stances,
    waiting,
)
from models.accounts import Account
from models.answers import Answer
from models.base import Fixed, Written, unforeseen, written
from models.calls import Call
from models.desk_counts import CALL, GIVEN, SHORT, WAITS
from models.handling import Show
from models.ideas import Idea
from models.memberships import Membership
from models.teams import Team
from models.themes import Theme

GROWTH_DAYS = 7
NEVER = date(9999, 1, 1)
NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)


class Sort(StrEnum):
    WAITING = "waiting"
    DUE = "due"
    SIZE = "size"
    GROWTH = "growth"

    @property
    def words(self) -> str:
        return {"waiting": "Longest waiting", "due": "First due", "size": "Largest", "growth": "Growing"}[self.value]


class IdeaSort(StrEnum):
    """The orders of the single ideas."""

    SUPPORTED = "supported"
    DUE = "due"

    @property
    def words(self) -> str:
        return {"supported": "Most supported", "due": "First due"}[self.value]


Sorts = dict[Sort, tuple[ColumnElement[Any], bool]]  # a column, and whether it falls


_TODAY = handling.TODAY
_SINCE = unforeseen(bindparam("since", type_=DateTime(timezone=True)))


def given(call_id: int | None = None, reader: Account | None = None) -> dict[str, Any]:
    """What the desk's queries wait for."""
    return desk_counts.given(call_id, reader) | {"since": clock.now() - timedelta(days=GROWTH_DAYS)}


def _growth() -> Any:
    """How many came lately. A value, so that only the themes of a page are asked, where it is not what sorts them."""
    fresh = sa.select(func.count(col(Idea.id)))
    fresh = fresh.where(col(Idea.theme_id) == Theme.id, col(Idea.proposed_at) > _SINCE, ideas.listed())
    return fresh.correlate(Theme).scalar_subquery()


def _oldest() -> Any:
    """Since when somebody in a theme has waited for an answer."""
    since = func.min(Idea.proposed_at).label("since")
    return sa.select(since).where(*coverages.newcomers()).correlate(Theme).lateral("oldest")


_DRAFT = col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_(None)
_BEGUN = sa.exists().where(*_DRAFT)
_DRAFT_OF_IDEA = col(Answer.idea_id) == Idea.id, col(Answer.published_at).is_(None)


def _how_far(*draft: ColumnElement[bool]) -> Any:
    return reviews.how_far(handling.READER, handling.me(reviews.Review.reader_id), *draft)


def _late(due: Any) -> Any:
    return func.coalesce(due < _TODAY, sa.false()).label("late")


def _came_after() -> Any:
    newcomers = sa.select(func.count(col(Idea.id))).where(*coverages.newcomers()).correlate(Theme)
    return sa.case((GIVEN, newcomers.scalar_subquery()), else_=0).label("came_after")


@cache
def queue(*, of_call: bool, show: Show) -> tuple[Select[Any], Sorts]:
    """The themes that a list shows, and what each order sorts by."""
    fresh, oldest = _growth(), _oldest()
    promised = waiting.due_of(Theme)
    due = func.coalesce(promised, NEVER)
    size: ColumnElement[Any] = sa.type_coerce(col(Theme.ideas_count), sa.Integer)
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.ideas_count, Theme.staff_count, fresh.label("fresh"),
        promised.label("answer_by"), sa.literal(show == Show.ASIDE).label("aside"), SHORT.label("short"),
        _BEGUN.label("begun"), GIVEN.label("given"), oldest.c.since,
        _came_after(), doubts.kinds(), _how_far(*_DRAFT), handling.had_by(Theme),
    ]
    rows = sa.select(*columns).select_from(Theme).join(oldest, sa.true())
    rows = rows.outerjoin(Call, col(Call.id) == Theme.call_id)
    rows = rows.where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    rows = rows.where(*_shown(show), *handling.narrowed(show))
    rows = rows.where(col(Theme.call_id) == CALL) if of_call else rows
    first = func.coalesce(oldest.c.since, NOT_YET)
    return rows, {Sort.WAITING: (first, False), Sort.DUE: (due, False), Sort.SIZE: (size, True),
                  Sort.GROWTH: (fresh, True)}


def _shown(show: Show) -> tuple[ColumnElement[bool], ...]:
    if show == Show.ASIDE:
        return (asides.is_theme(),)
    return (WAITS,) if show.waits else (~WAITS, ~asides.is_theme())


@cache
def single(*, of_call: bool, overdue: bool = False) -> tuple[Select[Any], dict[IdeaSort, tuple[Any, bool]]]:
    """Ideas that are owed an answer of their own, as they stand in no theme, and what each order sorts by."""
    due = waiting.due_of(Idea)
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.kind, Idea.supports_count, Idea.proposed_at, due.label("answer_by"),
        sa.exists().where(col(Answer.idea_id) == Idea.id).label("begun"), _late(due),
        _how_far(*_DRAFT_OF_IDEA), handling.had_by(Idea),
    ]
    rows = sa.select(*columns).outerjoin(Call, col(Call.id) == Idea.call_id).where(*waiting.owed())
    rows = rows.where(due < _TODAY) if overdue else rows
    ways = {IdeaSort.SUPPORTED: (Idea.supports_count, True), IdeaSort.DUE: (func.coalesce(due, NEVER), False)}
    return rows.where(col(Idea.call_id) == CALL) if of_call else rows, ways


def singles_overdue(db: Session, call_id: int | None) -> int:
    """How many single ideas wait for an answer whose day is over."""
    rows, _ = single(of_call=call_id is not None, overdue=True)
    late = rows.with_only_columns(func.count(col(Idea.id)), maintain_column_froms=True)
    return int(db.execute(late, given(call_id)).scalar_one())


def theme(db: Session, theme_id: int, account: Account, *, act_id: int | None = None) -> Any:
    """A theme's own row for the desk: its call, how many people speak in it, how much else waits, and what this person
    just did."""
    return db.connection().execute(_theme(), _asked(account) | {"theme": theme_id, "act": act_id}).first()


def _asked(account: Account) -> dict[str, Any]:
    return {"team": account.team_id, "today": clock.today(), "reader": account.id, **editors.given()}


@cache
def _theme() -> Written:
    mine = col(Idea.theme_id) == Theme.id, ideas.listed()
    people = sa.select(func.count(sa.distinct(col(Idea.author_id)))).where(*mine).correlate(Theme).scalar_subquery()
    supports = sa.select(func.sum(Idea.supports_count)).where(*mine).correlate(Theme).scalar_subquery()
    pinned = sa.select(func.count(col(Membership.id))).where(
        col(Membership.theme_id) == Theme.id, col(Membership.primary), col(Membership.by_id).is_not(None))
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.description, Theme.ideas_count, Theme.staff_count, Theme.call_id, Theme.touched_at,
        _own_team(), Theme.named_by_id, Theme.merged_into_id, Theme.retired_at, Call.question,
        Call.proposition, stances.in_theme().label("chosen"), waiting.due_of(Theme).label("answer_by"),
        people.label("people"), func.coalesce(supports, 0).label("supports"), asides.is_theme().label("aside"),
        sa.exists().where(*coverages.newcomers()).correlate(Theme).label("waits"),
        pinned.correlate(Theme).scalar_subquery().label("pinned"), GIVEN.label("given"), _BEGUN.label("begun"),
        _came_after(), doubts.of_theme(), editors.column("theme", Theme.id), *_handled(Theme),
        moving.offered(), acts.just_done(), replies.missed(Theme.id),
    ]
    rows = sa.select(*columns, *desk_counts.of()).select_from(Theme).outerjoin(Call, col(Call.id) == Theme.call_id)
    return written(rows.where(col(Theme.id) == bindparam("theme", type_=Integer)))


def _handled(thing: Any) -> list[Any]:
    """Who has a theme or an idea, whether it was put aside, and what officers noted."""
    return [handling.had_by(thing), handling.mine(thing), handling.why_aside(thing), notes.told(thing)]


def _own_team() -> Any:
    """The team that answers are signed for: the writer's own."""
    team = sa.select(col(Team.name)).where(col(Team.id) == bindparam("team", type_=Integer))
    return team.scalar_subquery().label("own_team")


_HERE = and_(col(Membership.idea_id) == Idea.id, col(Membership.theme_id) == Idea.theme_id, col(Membership.primary))


def _quotable() -> Any:
    """As a column: whether an answer can quote it, by its passage or else in full (models/evidence.py)."""
    short = func.length(Idea.body) <= proofs.PASSAGE_LIMIT
    return sa.or_(func.coalesce(Membership.words, "") != "", short).label("quotable")


def idea(db: Session, idea_id: int, account: Account) -> Any:
    """One idea as the desk answers it by itself, and how much else waits."""
    return db.execute(_idea(), _asked(account) | {"idea": idea_id}).first()


@cache
def _idea() -> Select[Any]:
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.body, Idea.kind, Idea.channel, Idea.supports_count,
        Idea.comments_count,
        Idea.theme_id, Idea.call_id, Idea.proposed_at, col(Theme.title).label("theme"), Call.question,
        waiting.due_of(Idea).label("answer_by"), asides.is_idea().label("aside"), waiting.waits().label("waits"),
        _own_team(), editors.column("idea", Idea.id), *_handled(Idea), _quotable(),
    ]
    rows = sa.select(*columns, *desk_counts.of()).outerjoin(Theme, col(Theme.id) == Idea.theme_id)
    rows = rows.outerjoin(Membership, _HERE).outerjoin(Call, col(Call.id) == Idea.call_id)
    return rows.where(col(Idea.id) == bindparam("idea", type_=Integer), ideas.listed())


@cache
def evidence() -> Select[Any]:
    """The ideas of a `theme` with their words, the passage, and why each is here."""
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.body, Idea.kind, Idea.channel, Idea.supports_count,
        Membership.score, Membership.begins, Membership.ends, Membership.words, Membership.by_id,
        Membership.chosen_by_id,
        sa.type_coerce(Membership.terms, Fixed).label("terms"),
        sa.type_coerce(Membership.nearest, Fixed).label("nearest"), memberships.also(), _quotable(),
    ]
    rows = sa.select(*columns).outerjoin(Membership, _HERE)
    return rows.where(col(Idea.theme_id) == unforeseen(bindparam("theme", type_=Integer)), ideas.listed())


@cache
def on_map() -> Select[Any]:
    """The themes of a `call` as the map draws them: how large, where, and whether answered."""
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.ideas_count, Theme.staff_count, Theme.x, Theme.y, GIVEN.label("answered")]
    rows = sa.select(*columns).where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    rows = rows.where(col(Theme.call_id) == CALL, col(Theme.ideas_count) > 0)
    return rows.order_by(col(Theme.ideas_count).desc(), col(Theme.id))
