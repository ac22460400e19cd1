"""What is owed an answer: themes and single ideas, since when they wait, for when it is promised, and who has them.

Not owed one: what was put aside with a reason, and what fewer people said than its closed call answers.
"""

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import col, func

from models import asides, clock, coverages, delays, deputies, statuses
from models.accounts import Account
from models.assignments import Assignment
from models.base import among
from models.calls import Call
from models.ideas import Idea
from models.teams import Team
from models.themes import Theme

Own: Any = aliased(Team, name="own_team")
CallTeam: Any = aliased(Team, name="call_team")
THEME, IDEA = "theme", "idea"
NEVER = date(9999, 1, 1)


def too_few(voices: Any) -> ColumnElement[bool]:
    """The condition that a call, closed for ideas, said that it does not answer what so few people say."""
    return func.coalesce(sa.and_(voices < Call.fewest, among(Call.state, statuses.READ_CALLS)), sa.false())


def alone() -> tuple[ColumnElement[bool], ...]:
    """The conditions on an idea's row that it waits for an answer of its own: it stands in no theme."""
    return col(Idea.theme_id).is_(None), col(Idea.hidden_at).is_(None), among(Idea.status, statuses.WAITING)


def owed() -> tuple[ColumnElement[bool], ...]:
    """The conditions on an idea's row that it is owed an answer of its own. Calls and what was put aside are read once,
    and not looked for anew beside each row."""
    asks_for_more = sa.select(col(Call.id)).where(too_few(sa.literal(1))).correlate(None)
    return *alone(), asides.not_ideas(), func.coalesce(col(Idea.call_id).not_in(asks_for_more), sa.true())


def waits() -> ColumnElement[bool]:
    """The condition on an idea's row that it waits for an answer."""
    return sa.and_(col(Idea.hidden_at).is_(None), among(Idea.status, statuses.WAITING))


def due_of(thing: type[Theme] | type[Idea]) -> Any:
    """The same as `due`, as a column beside a theme or an idea and its call. Each part is looked for only where those
    before it say nothing."""
    key = col(Assignment.theme_id) if thing is Theme else col(Assignment.idea_id)
    team = sa.select(col(Assignment.due_on)).where(key == thing.id).correlate(thing).scalar_subquery()
    return func.coalesce(delays.new_by(thing), Call.answer_by, team)


def themes() -> Select[Any]:
    waits: Any = sa.select(func.min(Idea.proposed_at).label("since"), func.count(col(Idea.id)).label("voices"))
    waits = waits.where(*coverages.newcomers()).correlate(Theme).lateral("waits")
    columns: list[Any] = [
        sa.literal(THEME).label("kind"), col(Theme.id).label("id"), col(Theme.title).label("title"),
        sa.literal("").label("reference"), waits.c.since, waits.c.voices, col(Theme.id).label("theme_id"),
        sa.null().label("idea_id"), col(Theme.call_id).label("call_id"),
    ]
    rows = sa.select(*columns).select_from(Theme).join(waits, waits.c.since.is_not(None))
    rows = rows.outerjoin(Call, col(Call.id) == Theme.call_id)
    return rows.where(col(Theme.merged_into_id).is_(None), ~asides.is_theme(), ~too_few(col(Theme.ideas_count)))


def single() -> Select[Any]:
    columns: list[Any] = [
        sa.literal(IDEA).label("kind"), col(Idea.id).label("id"), col(Idea.title).label("title"),
        col(Idea.reference).label("reference"), col(Idea.proposed_at).label("since"), sa.literal(1).label("voices"),
        sa.null().label("theme_id"), col(Idea.id).label("idea_id"), col(Idea.call_id).label("call_id"),
    ]
    return sa.select(*columns).select_from(Idea).where(*owed())


@cache
def things() -> Any:
    """All of it, as a table to choose from."""
    return sa.union_all(themes(), single()).subquery("thing")


@cache
def delay() -> Any:
    """The last time that each was put off."""
    return delays.newest(things().c.theme_id, things().c.idea_id)


def due() -> ColumnElement[Any]:
    """By when an answer is promised now: the new day where it is late, else the call's, else the team's."""
    return func.coalesce(delay().c.new_by, Call.answer_by, Assignment.due_on)


def owner() -> ColumnElement[Any]:
    """The account that has it: the officer it was given to, else the call's owner, else who leads the team."""
    return func.coalesce(Assignment.account_id, Call.owner_id, Own.lead_id, CallTeam.lead_id)


class Show(StrEnum):
    """What the list of what waits is narrowed to. What was put off and is late again is late."""

    ALL = ""
    LATE = "yes"
    PUT_OFF = "put-off"


def rows(call_id: int | None = None, show: Show = Show.ALL) -> Select[Any]:
    """What waits, with all that is said of it in public."""
    thing, when = things(), due()
    columns: list[Any] = [
        *thing.c, Call.question, when.label("due"), _late(when).label("late"), _put_off(when).label("put_off"),
        delay().c.reason, delay().c.new_by, delay().c.at.label("explained_at"),
        func.coalesce(Own.name, CallTeam.name).label("team"), func.coalesce(Own.body, CallTeam.body).label("body"),
        owner().label("owner_id"), col(Account.name).label("owner"), col(Assignment.team_id).label("team_id"),
        func.coalesce(Own.lead_id, CallTeam.lead_id).label("lead_id"),
    ]
    found = _beside(sa.select(*columns).select_from(thing), thing)
    found = found.where(thing.c.call_id == call_id) if call_id is not None else found
    conditions = {Show.LATE: _late(when), Show.PUT_OFF: _put_off(when)}
    return found.where(conditions[show]) if show in conditions else found


def _late(when: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(when < clock.today(), sa.false())


def _put_off(when: ColumnElement[Any]) -> ColumnElement[bool]:
    return sa.and_(delay().c.new_by.is_not(None), ~_late(when))


def _beside(found: Select[Any], thing: Any) -> Select[Any]:
    given = sa.or_(col(Assignment.theme_id) == thing.c.theme_id, col(Assignment.idea_id) == thing.c.idea_id)
    found = found.outerjoin(Call, col(Call.id) == thing.c.call_id).outerjoin(Assignment, given)
    found = found.outerjoin(Own, Own.id == Assignment.team_id).outerjoin(CallTeam, CallTeam.id == Call.team_id)
    return found.outerjoin(delay(), sa.true()).outerjoin(Account, col(Account.id) == owner())


def voices_in(call_id: int) -> Any:
    """As a column: how many ideas of a call are owed an answer."""
    waiting: Any = sa.select(func.coalesce(func.sum(things().c.voices), 0)).where(things().c.call_id == call_id)
    return waiting.scalar_subquery()


def put_off_in() -> Any:
    """As a column beside a call whose day is over: the furthest day that something in it was put off to, and why."""
    found = rows(show=Show.PUT_OFF).subquery("put_off")
    last = sa.select(func.jsonb_build_array(found.c.due, found.c.reason, type_=JSONB))
    last = last.where(found.c.call_id == Call.id).order_by(found.c.due.desc()).limit(1).correlate(Call)
    late = _late(sa.type_coerce(col(Call.answer_by), sa.Date))
    return sa.case((late, last.scalar_subquery()), else_=sa.null()).label("put_off")


def tally(call_id: int | None = None) -> Select[Any]:
    """How much waits, how much of it is late, and how much was put off to a day that is still to come."""
    found = rows(call_id).subquery("waiting")
    number = func.count()
    columns: list[Any] = [number.label("all"), number.filter(found.c.late).label("late"),
                          number.filter(found.c.put_off).label("put_off")]
    return sa.select(*columns).select_from(found)


def calls() -> Select[Any]:
    """The calls in which something waits."""
    columns: list[Any] = [Call.id, Call.question]
    here = sa.select(things().c.call_id).where(things().c.call_id.is_not(None))
    return sa.select(*columns).where(col(Call.id).in_(here)).order_by(col(Call.question), col(Call.id))


def one(kind: str, thing_id: int) -> Select[Any]:
    """One thing, as long as it is owed an answer."""
    return rows().where(things().c.kind == kind, things().c.id == thing_id)


def dated(by: date) -> Select[Any]:
    """What is promised for a day up to this one, and somebody has it."""
    return rows().where(due() <= by, owner().is_not(None))


def first_due() -> tuple[Any, ...]:
    """What a list of what somebody has is sorted by."""
    return func.coalesce(due(), NEVER), things().c.kind, things().c.id


def had_by(account: Account) -> Select[Any]:
    """What this person has, or somebody for whom they stand in today."""
    return rows().where(sa.or_(owner() == account.id, owner().in_(deputies.stood_in_for(account))))
