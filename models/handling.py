"""Which themes a list of the desk shows, and who has each: the conditions and columns that its queries share."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Date, Integer, bindparam
from sqlmodel import col, func

from models import replies, waiting
from models.accounts import Account
from models.asides import Aside
from models.assignments import Assignment
from models.base import unforeseen
from models.calls import Call
from models.deputies import Deputy
from models.ideas import Idea
from models.teams import Team
from models.themes import Theme

READER, TEAM = bindparam("reader", type_=Integer), bindparam("reader_team", type_=Integer)
TODAY = unforeseen(bindparam("today", type_=Date))


class Show(StrEnum):
    """What the list of themes is narrowed to."""

    WAITING = ""
    MINE = "mine"
    TEAM = "team"
    NOBODY = "nobody"
    OVERDUE = "overdue"
    SHORT = "short"
    ANSWERED = "answered"
    ASIDE = "aside"

    @property
    def words(self) -> str:
        return {"": "All that wait", "mine": "Mine", "team": "My team’s", "nobody": "Not given out",
                "overdue": "Overdue", "short": "Answer falls short", "answered": "Answered",
                "aside": "Put aside"}[self.value]

    @property
    def empty(self) -> str:
        return {"": "No theme waits for an answer.", "mine": "No theme that waits was given to you.",
                "team": "No theme that waits was given to your team.", "nobody": "Every theme that waits is given out.",
                "overdue": "No answer to a theme is late.", "short": "No answer falls short.",
                "answered": "Nothing has been answered yet.", "aside": "Nothing was put aside."}[self.value]

    @property
    def waits(self) -> bool:
        return self not in PAST


PAST = frozenset({Show.ANSWERED, Show.ASIDE})


def _given(*conditions: Any) -> ColumnElement[bool]:
    return sa.exists().where(col(Assignment.theme_id) == Theme.id, *conditions)


def me(account_id: Any) -> ColumnElement[bool]:
    """This person, or somebody they stand in for today."""
    away = sa.select(col(Deputy.account_id)).where(
        col(Deputy.deputy_id) == READER, col(Deputy.begins_on) <= TODAY, col(Deputy.ends_on) >= TODAY)
    return sa.or_(account_id == READER, account_id.in_(away))


def narrowed(show: Show) -> tuple[ColumnElement[bool], ...]:
    """The further conditions on the row of a theme that waits, beside its call's."""
    handed = col(Assignment.account_id).is_not(None)
    teams = col(Assignment.team_id).is_not(None)
    conditions: dict[Show, ColumnElement[bool]] = {
        Show.MINE: sa.or_(_given(me(Assignment.account_id)), sa.and_(me(Call.owner_id), ~_given(handed))),
        Show.TEAM: sa.or_(_given(col(Assignment.team_id) == TEAM), sa.and_(col(Call.team_id) == TEAM, ~_given(teams))),
        Show.NOBODY: ~_given(sa.or_(handed, teams)),
        Show.OVERDUE: func.coalesce(waiting.due_of(Theme) < TODAY, sa.false()),
        Show.SHORT: replies.newest_falls_short(Theme.id),
    }
    return (conditions[show],) if show in conditions else ()


def _of(table: Any, thing: Any) -> ColumnElement[bool]:
    """The condition that a row is about this theme, or this idea."""
    same: ColumnElement[bool] = table.theme_id == Theme.id if thing is Theme else table.idea_id == Idea.id
    return same


def had_by(thing: Any) -> Any:
    """As a column: the name of the officer who has it, else of the team."""
    name = sa.select(func.coalesce(Account.name, Team.name)).select_from(Assignment)
    name = name.outerjoin(Account, col(Account.id) == Assignment.account_id)
    name = name.outerjoin(Team, col(Team.id) == Assignment.team_id).where(_of(Assignment, thing))
    return name.correlate(thing).scalar_subquery().label("had_by")


def mine(thing: Any) -> Any:
    """As a column: whether this reader has it themselves."""
    return sa.exists().where(_of(Assignment, thing), col(Assignment.account_id) == READER).label("mine")


def why_aside(thing: Any) -> Any:
    """As a column: why it was put aside, or none."""
    reason = sa.select(Aside.reason).where(_of(Aside, thing))  # type: ignore[call-overload]
    return reason.correlate(thing).scalar_subquery().label("why_aside")
