"""Submissions that came in elsewhere, taken in by the thousand: each is an idea of its own with its own event, and a
row that is here already is not taken a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models import clock, history, ideas
from models.calls import Call
from models.history import Event
from models.ideas import FIRST_REFERENCE, Idea
from models.statuses import Channel, Kind, Status

BATCH = 500


@dataclass(frozen=True)
class Submission:
    key: str
    title: str
    body: str
    place: str
    at: datetime


def take_in(db: Session, call: Call, submissions: Sequence[Submission]) -> int:
    """Stores those that are new and says how many. Their analysis is the call's grouping, not a job for each."""
    keys = [one.key for one in submissions]
    known = set(db.exec(select(Idea.source_key).where(col(Idea.source_key).in_(keys))).all())
    new = [one for one in submissions if one.key not in known]
    if not new:
        return 0
    sequence = text("SELECT nextval(pg_get_serial_sequence('idea', 'id')) FROM generate_series(1, :count)")
    ids = db.execute(sequence, {"count": len(new)}).scalars().all()
    made = insert(Idea).values([_row(call, one, idea_id) for one, idea_id in zip(new, ids, strict=True)])
    fresh = made.on_conflict_do_nothing(index_elements=["source_key"]).returning(col(Idea.id))
    stored = list(db.execute(fresh).scalars())
    db.execute(
        insert(Event).values(
            [
                {"kind": "idea.imported", "idea_id": idea_id, "call_id": call.id, "data": {}, "at": clock.now()}
                for idea_id in stored
            ]
        )
    )
    history.record(db, "call.imported_into", by=None, call=call.id, ideas=len(stored))
    return len(stored)


def _row(call: Call, one: Submission, idea_id: int) -> dict[str, object]:
    return {
        "id": idea_id,
        "reference": f"FM-{FIRST_REFERENCE + idea_id}",
        "kind": Kind.IDEA,
        "status": Status.PUBLISHED,
        "title": one.title,
        "body": one.body,
        "place": one.place,
        "channel": Channel.IMPORTED,
        "author_private": True,
        "call_id": call.id,
        "source_key": one.key,
        "received_at": one.at,
        "proposed_at": one.at,
        "supports_count": 0,
        "staff_supports_count": 0,
        "comments_count": 0,
        "lot": ideas.new_lot(),
    }
