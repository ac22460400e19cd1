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
    changes,
    clock,
    coverages,
    desk_promises,
    doubts,
    editors,
    handling,
    ideas,
    memberships,
    moving,
    notes,
    questions,
    replies,
    reviews,
    stances,
    themes,
    views,
    waiting,
)
from models.accounts import Account
from models.answers import Answer
from models.base import Fixed, so_many, unforeseen
from models.calls import Call
from models.changes import Change
from models.handling import Show
from models.ideas import Idea
from models.memberships import Membership
from models.questions import Question
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


Sorts = dict[Sort, tuple[ColumnElement[Any], bool]]  # a column, and whether it falls


_CALL, _TODAY = bindparam("call", type_=Integer), handling.TODAY
_SINCE = unforeseen(bindparam("since", type_=DateTime(timezone=True)))


def given(call_id: int | None = None, reader: Account | None = None) -> dict[str, Any]:
    """What the desk's queries wait for."""
    return {"call": call_id, "today": clock.today(), "since": clock.now() - timedelta(days=GROWTH_DAYS),
            "reader": reader.id if reader else None, "reader_team": reader.team_id if reader else None}


def _growth() -> Any:
    """How many came lately. A value, so that only the themes of a page are asked, where it is not what sorts them."""
    fresh = sa.select(func.count(col(Idea.id)))
    fresh = fresh.where(col(Idea.theme_id) == Theme.id, col(Idea.proposed_at) > _SINCE, ideas.listed())
    return fresh.correlate(Theme).scalar_subquery()


def _oldest() -> Any:
    """Since when somebody in a theme has waited for an answer."""
    since = func.min(Idea.proposed_at).label("since")
    return sa.select(since).where(*coverages.newcomers()).correlate(Theme).lateral("oldest")


def _late(due: Any) -> Any:
    return func.coalesce(due < _TODAY, sa.false()).label("late")


_GIVEN = sa.exists().where(col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_not(None))
_DRAFT = col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_(None)
_BEGUN = sa.exists().where(*_DRAFT)
_DRAFT_OF_IDEA = col(Answer.idea_id) == Idea.id, col(Answer.published_at).is_(None)
# Looked for only where a theme has an answer already: there, these came after it.
_SHORT = func.coalesce(replies.newest_falls_short(Theme.id), sa.false())
# A value, for the database would look up all newcomers of the site once it is asked whether there are any.
_FIRST = sa.select(col(Idea.id)).where(*coverages.newcomers()).correlate(Theme).limit(so_many(1)).scalar_subquery()
_WAITS = sa.and_(~asides.is_theme(), sa.or_(~_GIVEN, _FIRST.is_not(None), _SHORT))


def _came_after() -> Any:
    newcomers = sa.select(func.count(col(Idea.id))).where(*coverages.newcomers()).correlate(Theme)
    return sa.case((_GIVEN, newcomers.scalar_subquery()), else_=0).label("came_after")


@cache
def queue(*, of_call: bool, show: Show) -> tuple[Select[Any], Sorts]:
    """The themes that a list shows, and what each order sorts by."""
    fresh, oldest = _growth(), _oldest()
    promised = waiting.due_of(Theme)
    due = func.coalesce(promised, NEVER)
    size: ColumnElement[Any] = sa.type_coerce(col(Theme.ideas_count), sa.Integer)
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.ideas_count, Theme.staff_count, fresh.label("fresh"),
        promised.label("answer_by"), asides.is_theme().label("aside"), _SHORT.label("short"),
        _BEGUN.label("begun"), _GIVEN.label("given"), _late(promised), oldest.c.since,
        _came_after(), doubts.kinds(), reviews.how_far(handling.READER, *_DRAFT), handling.had_by(Theme),
    ]
    rows = sa.select(*columns).select_from(Theme).join(oldest, sa.true())
    rows = rows.outerjoin(Call, col(Call.id) == Theme.call_id)
    rows = rows.where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    rows = rows.where(*_shown(show), *handling.narrowed(show))
    rows = rows.where(col(Theme.call_id) == _CALL) if of_call else rows
    first = func.coalesce(oldest.c.since, NOT_YET)
    return rows, {Sort.WAITING: (first, False), Sort.DUE: (due, False), Sort.SIZE: (size, True),
                  Sort.GROWTH: (fresh, True)}


def _shown(show: Show) -> tuple[ColumnElement[bool], ...]:
    if show == Show.ASIDE:
        return (asides.is_theme(),)
    return (_WAITS,) if show.waits else (~_WAITS, ~asides.is_theme())


@cache
def single(*, of_call: bool) -> Select[Any]:
    """Ideas that wait for an answer of their own: they stand in no theme."""
    due = waiting.due_of(Idea)
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.kind, Idea.supports_count, Idea.proposed_at, due.label("answer_by"),
        sa.exists().where(col(Answer.idea_id) == Idea.id).label("begun"), _late(due),
        reviews.how_far(handling.READER, *_DRAFT_OF_IDEA), handling.had_by(Idea),
    ]
    rows = sa.select(*columns).outerjoin(Call, col(Call.id) == Idea.call_id).where(*_waits_alone())
    return rows.where(col(Idea.call_id) == _CALL) if of_call else rows


def _waits_alone() -> tuple[ColumnElement[bool], ...]:
    return *waiting.alone(), ~asides.is_idea()


def counts(*, of_call: bool = False) -> list[Any]:
    """How much waits, as columns to read beside something else: themes, single ideas, proposed changes, promises."""
    def of(rows: Select[Any], call: Any) -> Any:
        rows = rows.where(call == _CALL) if of_call else rows
        return rows.scalar_subquery()

    def how_many(key: Any) -> Select[Any]:
        return sa.select(func.count(key)).correlate(None)

    current = themes.is_current(Theme), _WAITS
    return [
        of(how_many(Theme.id).where(*current), col(Theme.call_id)).label("themes_waiting"),
        of(how_many(Idea.id).where(*_waits_alone()), col(Idea.call_id)).label("single_waiting"),
        of(how_many(Change.id).where(changes.waiting()), col(Change.call_id)).label("changes_open"),
        how_many(Answer.id).where(col(Answer.published_at).is_(None)).scalar_subquery().label("drafts_open"),
        sa.select(func.count()).select_from(desk_promises.open_ones()).scalar_subquery().label("promises_open"),
        how_many(Question.id).where(questions.is_open(_TODAY)).scalar_subquery().label("questions_open"),
    ]


def tally(db: Session, call_id: int | None, reader: Account | None = None) -> Any:
    """How much waits, beside the views that a reader keeps."""
    return db.connection().execute(_tally(of_call=call_id is not None), given(call_id, reader)).one()


@cache
def _tally(*, of_call: bool) -> Select[Any]:
    return sa.select(*counts(of_call=of_call), views.told(handling.READER))


def theme(db: Session, theme_id: int, account: Account, *, act_id: int | None = None) -> Any:
    """A theme's own row for the desk: its call, how many people speak in it, how much else waits, and what this person
    just did."""
    return db.connection().execute(_theme(), _asked(account) | {"theme": theme_id, "act": act_id}).first()


def _asked(account: Account) -> dict[str, Any]:
    return {"team": account.team_id, "today": clock.today(), "reader": account.id, **editors.given()}


@cache
def _theme() -> Select[Any]:
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
        pinned.correlate(Theme).scalar_subquery().label("pinned"), _GIVEN.label("given"), _BEGUN.label("begun"),
        _came_after(), doubts.of_theme(), editors.column("theme", Theme.id), *_handled(Theme),
        moving.offered(), acts.just_done(), replies.missed(Theme.id),
    ]
    rows = sa.select(*columns, *counts()).select_from(Theme).outerjoin(Call, col(Call.id) == Theme.call_id)
    return rows.where(col(Theme.id) == bindparam("theme", type_=Integer))


def _handled(thing: Any) -> list[Any]:
    """Who has a theme or an idea, whether it was put aside, and what officers noted."""
    return [handling.had_by(thing), handling.mine(thing), handling.why_aside(thing), notes.told(thing)]


def _own_team() -> Any:
    """The team that answers are signed for: the writer's own."""
    team = sa.select(col(Team.name)).where(col(Team.id) == bindparam("team", type_=Integer))
    return team.scalar_subquery().label("own_team")


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
        _own_team(), editors.column("idea", Idea.id), *_handled(Idea),
    ]
    rows = sa.select(*columns, *counts()).outerjoin(Theme, col(Theme.id) == Idea.theme_id)
    rows = rows.outerjoin(Call, col(Call.id) == Idea.call_id)
    return rows.where(col(Idea.id) == bindparam("idea", type_=Integer), ideas.listed())


@cache
def evidence() -> Select[Any]:
    """The ideas of a `theme` with their words, the passage, and why each is here."""
    here = and_(
        col(Membership.idea_id) == Idea.id, col(Membership.theme_id) == Idea.theme_id, col(Membership.primary))
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.body, Idea.kind, Idea.channel, Idea.supports_count,
        Membership.score, Membership.begins, Membership.ends, Membership.words, Membership.by_id,
        sa.type_coerce(Membership.terms, Fixed).label("terms"),
        sa.type_coerce(Membership.nearest, Fixed).label("nearest"), memberships.also(),
    ]
    rows = sa.select(*columns).outerjoin(Membership, here)
    return rows.where(col(Idea.theme_id) == unforeseen(bindparam("theme", type_=Integer)), ideas.listed())


@cache
def overview() -> Select[Any]:
    """How much waits in all, beside the newest calls with how much waits in each: one row without a call if none is."""
    in_all, calls = sa.select(*counts()).subquery("in_all"), _by_call().subquery("calls")
    both = in_all.outerjoin(calls, sa.true())
    return sa.select(in_all, calls).select_from(both).order_by(calls.c.id.desc())


def _by_call() -> Select[Any]:
    def here(rows: Select[Any]) -> Any:
        return rows.correlate(Call).scalar_subquery()

    current = themes.is_current(Theme), _WAITS
    columns: list[Any] = [
        Call.id, Call.question, Call.state, Call.answer_by,
        here(sa.select(func.count(col(Theme.id))).where(*current, col(Theme.call_id) == Call.id)).label("themes"),
        here(sa.select(func.count(col(Idea.id))).where(*_waits_alone(), col(Idea.call_id) == Call.id)).label("single"),
        here(sa.select(func.count(col(Change.id))).where(
            changes.waiting(), col(Change.call_id) == Call.id)).label("changes"),
    ]
    return sa.select(*columns).order_by(col(Call.id).desc()).limit(so_many(50))


@cache
def on_map() -> Select[Any]:
    """The themes of a `call` as the map draws them: how large, where, and whether answered."""
    columns: list[Any] = [
        Theme.id, Theme.title, Theme.ideas_count, Theme.staff_count, Theme.x, Theme.y, _GIVEN.label("answered")]
    rows = sa.select(*columns).where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
    rows = rows.where(col(Theme.call_id) == _CALL, col(Theme.ideas_count) > 0)
    return rows.order_by(col(Theme.ideas_count).desc(), col(Theme.id))
