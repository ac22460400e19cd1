"""How much waits at the desk: in all, in one call, and call by call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Integer, Select, bindparam
from sqlmodel import Session, col, func

from models import (
    asides,
    changes,
    clock,
    coverages,
    desk_promises,
    handling,
    questions,
    replies,
    themes,
    views,
    waiting,
)
from models.accounts import Account
from models.answers import Answer
from models.base import Written, so_many, written
from models.calls import Call
from models.changes import Change
from models.ideas import Idea
from models.questions import Question
from models.statuses import CallState
from models.themes import Theme

CALLS = 50  # so many calls, the newest, are told one by one
CALL = bindparam("call", type_=Integer)

# Conditions on a theme's row.
GIVEN = sa.exists().where(col(Answer.theme_id) == Theme.id, col(Answer.published_at).is_not(None))
# Looked for only where a theme has an answer already: there, these came after it.
SHORT = replies.newest_falls_short(Theme.id)
# A value, for the database would look up all newcomers of the site once it is asked whether there are any.
_FIRST = sa.select(col(Idea.id)).where(*coverages.newcomers()).correlate(Theme).limit(so_many(1)).scalar_subquery()
WAITS = sa.and_(~asides.is_theme(), sa.or_(~GIVEN, _FIRST.is_not(None), SHORT))


def given(call_id: int | None = None, reader: Account | None = None) -> dict[str, Any]:
    """What these queries wait for."""
    return {"call": call_id, "today": clock.today(),
            "reader": reader.id if reader else None, "reader_team": reader.team_id if reader else None}


def _themes(*columns: Any) -> Select[Any]:
    return sa.select(*columns).where(themes.is_current(Theme), WAITS)


def _single(*columns: Any) -> Select[Any]:
    return sa.select(*columns).where(*waiting.owed())


def _changes(*columns: Any) -> Select[Any]:
    return sa.select(*columns).where(changes.waiting())


def of(*, of_call: bool = False) -> list[Any]:
    """As columns beside something else: themes, single ideas, proposed changes, drafts, promises, questions."""
    def number(rows: Select[Any], call: Any) -> Any:
        return (rows.where(call == CALL) if of_call else rows).correlate(None).scalar_subquery()

    return [
        number(_themes(func.count(col(Theme.id))), col(Theme.call_id)).label("themes_waiting"),
        number(_single(func.count(col(Idea.id))), col(Idea.call_id)).label("single_waiting"),
        number(_changes(func.count(col(Change.id))), col(Change.call_id)).label("changes_open"),
        *_for_the_site(),
    ]


def _for_the_site() -> list[Any]:
    drafts = sa.select(func.count(col(Answer.id))).where(col(Answer.published_at).is_(None)).correlate(None)
    promises = sa.select(func.count()).select_from(desk_promises.open_ones())
    asked = sa.select(func.count(col(Question.id))).where(questions.is_open(handling.TODAY)).correlate(None)
    return [drafts.scalar_subquery().label("drafts_open"), promises.scalar_subquery().label("promises_open"),
            asked.scalar_subquery().label("questions_open")]


def tally(db: Session, call_id: int | None, reader: Account | None = None) -> Any:
    """How much waits, beside the views that a reader keeps."""
    return db.connection().execute(_tally(of_call=call_id is not None), given(call_id, reader)).one()


@cache
def _tally(*, of_call: bool) -> Written:
    return written(sa.select(*of(of_call=of_call), views.told(handling.READER)))


@dataclass(frozen=True)
class InCall:
    """A call, and how much waits in it."""

    id: int
    question: str
    state: CallState
    answer_by: date | None
    themes: int
    single: int
    changes: int


def overview(db: Session, reader: Account) -> tuple[Any, tuple[InCall, ...]]:
    """The tally, and how much waits in each of the newest calls."""
    rows = db.connection().execute(_overview(), given(reader=reader)).all()
    return rows[0], tuple(
        InCall(row.id, row.question, row.state, row.answer_by, row.themes, row.single, row.changes)
        for row in rows if row.id is not None)


@cache
def _overview() -> Written:
    """Everything is counted once, call by call, and then summed. One row without a call if there is none."""
    counted = {
        "themes": _by_call("themes", _themes, Theme.call_id), "single": _by_call("single", _single, Idea.call_id),
        "changes": _by_call("changes", _changes, Change.call_id)}
    totals = [sa.select(func.coalesce(func.sum(part.c.number), 0)).scalar_subquery() for part in counted.values()]
    names = "themes_waiting", "single_waiting", "changes_open"
    in_all = sa.select(*(total.label(name) for total, name in zip(totals, names, strict=True)), *_for_the_site(),
                       views.told(handling.READER)).subquery("in_all")
    calls: Any = sa.select(Call.id, Call.question, Call.state, Call.answer_by)  # type: ignore[call-overload]
    calls = calls.order_by(col(Call.id).desc()).limit(so_many(CALLS)).subquery("calls")
    both = in_all.outerjoin(calls, sa.true())
    for part in counted.values():
        both = both.outerjoin(part, part.c.call_id == calls.c.id)
    here = [func.coalesce(part.c.number, 0).label(name) for name, part in counted.items()]
    return written(sa.select(in_all, calls, *here).select_from(both).order_by(calls.c.id.desc()))


def _by_call(name: str, rows: Callable[..., Select[Any]], call: Any) -> Any:
    """How many of these rows each call has; those of no call stand beside none."""
    return rows(col(call).label("call_id"), func.count().label("number")).group_by(col(call)).cte(name)
