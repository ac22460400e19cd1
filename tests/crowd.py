"""A call with many ideas in it: those that people of the sample service sent about their appointments."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from jobs import analyse, group
from models import calls, clock, groupings, ideas
from models.accounts import Account
from models.calls import Call
from models.groupings import Grouping
from models.ideas import Idea
from models.statuses import Kind

CONTENT = Path(__file__).resolve().parent.parent / "seeds" / "content"
COMMITMENT: dict[str, Any] = {
    "can_change": "How we remind people\nHow a visit is moved", "cannot_change": "How many clinics there are",
    "decides": "The board of Ellerford General", "sponsor": "Helen Rathbone",
}


@cache
def said(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))["idea"])


def a_call(db: Session, question: str = "How can we make appointments easier to keep?", **more: Any) -> Call:
    """An open call."""
    days = {"answer_by": clock.today(), "closes_on": clock.today()}
    call = calls.draft(db, by=None, question=question, **(days | COMMITMENT | more))
    calls.open_up(db, call, by=None)
    return call


def speaks(
    db: Session, call: Call | None, by: Account | None, *, count: int, name: str = "appointments", start: int = 0
) -> list[Idea]:
    """So many people of the sample service say in this call what they said there."""
    made = []
    for told in said(name)[start:start + count]:
        kind = Kind(told.get("kind", "idea"))
        idea = ideas.receive(db, title=told["title"], body=told["body"].strip(), author=by, kind=kind,
                             call_id=call.id if call else None)
        ideas.propose(db, idea)
        made.append(idea)
    return made


def newest_event(db: Session, kind: str) -> int:
    rows = text("SELECT id FROM event WHERE kind = :kind ORDER BY id DESC LIMIT 1")
    return int(db.execute(rows, {"kind": kind}).scalar_one())


def grouped(db: Session, call: Call) -> Grouping:
    """Runs the machine over the call, as the worker does."""
    grouping = groupings.ask(db, call.id, by=None)
    db.commit()
    group.group(newest_event(db, "grouping.asked"))
    db.expire_all()
    db.refresh(grouping)
    return grouping


def analysed(db: Session, idea: Idea, kind: str = "idea.proposed") -> None:
    """Runs the job that the idea's newest event of this kind deferred."""
    rows = text("SELECT id FROM event WHERE kind = :kind AND idea_id = :idea ORDER BY id DESC LIMIT 1")
    analyse.analyse(db, int(db.execute(rows, {"kind": kind, "idea": idea.id}).scalar_one()))
    db.commit()
