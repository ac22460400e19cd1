"""A call counts as answered only when everything in it has an outcome: an answer, or a reason in public for none."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col

from models import calls, waiting
from models.accounts import Account
from models.calls import Call
from models.statuses import CallState

SHOWN = 12


class StillWaits(Exception):
    """A call would count as answered while people in it wait for an answer. `first`: what waits longest."""

    def __init__(self, themes: int, single: int, first: Sequence[Any]) -> None:
        super().__init__(f"{themes} themes and {single} single ideas")
        self.themes, self.single, self.first = themes, single, first


def conclude(db: Session, call: Call, *, by: Account | None) -> None:
    """Says that the call is answered. Raises StillWaits while a theme or a single idea in it is owed an answer."""
    calls.hold(db, call)
    db.flush()
    thing = waiting.things()
    rows = db.execute(waiting.rows(call.id).order_by(thing.c.since, thing.c.kind, col(thing.c.id))).all()
    if rows and CallState.ANSWERED in dict(call.state.next_states):
        themes = sum(row.kind == waiting.THEME for row in rows)
        raise StillWaits(themes, len(rows) - themes, rows[:SHOWN])
    calls.move(db, call, CallState.ANSWERED, "call.answered", by)
