"""Submissions that came in elsewhere, taken in by the thousand: each is an idea of its own with its own event, and a
row that its call has already is not taken a second time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from models import history, ideas
from models.calls import Call
from models.ideas import Idea
from models.statuses import Channel, Kind, Stance, Status

BATCH = 500


@dataclass(frozen=True)
class Submission:
    """`key` is what it is known by within its call; `line` is where it stood in its file."""

    key: str
    title: str
    body: str
    place: str
    at: datetime
    line: int = 0
    stance: Stance | None = None


class Taken(NamedTuple):
    """How many were stored, and which were not because their key belongs to other words."""

    new: int
    other_words: list[Submission]


class AskedOtherwise(Exception):
    """The call no longer asks what the choices that would be brought in are for or against."""


def take_in(db: Session, call: Call, submissions: Sequence[Submission], *, asked: str = "") -> Taken:
    """Stores those that are new. Their analysis is the call's grouping, not a job for each. What they chose is for or
    against what was `asked`: AskedOtherwise is raised when that is not what the call asks."""
    db.flush()
    db.refresh(call, with_for_update={"read": True})  # it cannot ask anything else before these stand
    if call.proposition != asked and any(one.stance for one in submissions):
        raise AskedOtherwise
    by_key = {f"{call.id}:{one.key}": one for one in submissions}
    stored = sa.select(col(Idea.source_key), col(Idea.body)).where(col(Idea.source_key).in_(by_key))
    known: dict[str, str] = dict(db.execute(stored).tuples().all())
    other_words = [by_key[key] for key, body in known.items() if by_key[key].body != body]
    new = {key: one for key, one in by_key.items() if key not in known}
    return Taken(_store(db, call, new) if new else 0, sorted(other_words, key=lambda one: one.line))


def _store(db: Session, call: Call, new: dict[str, Submission]) -> int:
    sequence = sa.text("SELECT nextval(pg_get_serial_sequence('idea', 'id')) FROM generate_series(1, :count)")
    ids = db.execute(sequence, {"count": len(new)}).scalars().all()
    made = insert(Idea).values([_row(call, *one, idea_id) for one, idea_id in zip(new.items(), ids, strict=True)])
    fresh = made.on_conflict_do_nothing(index_elements=["source_key"]).returning(col(Idea.id))
    stored = list(db.execute(fresh).scalars())
    history.record_each(db, "idea.imported", stored, by=None, call=call.id)
    history.record(db, "call.imported_into", by=None, call=call.id, ideas=len(stored))
    return len(stored)


def call_of(db: Session, submissions: Sequence[Submission]) -> Call | None:
    """The call that has most of these already, whatever their file was called then."""
    words = {one.key: one.body for one in submissions}
    key: Any = sa.func.substr(Idea.source_key, sa.func.strpos(Idea.source_key, ":") + 1)
    rows = sa.select(col(Idea.call_id), key, col(Idea.body)).where(col(Idea.source_key).is_not(None), key.in_(words))
    same = Counter(call_id for call_id, known, body in db.execute(rows) if words[known] == body)
    call_id, count = next(iter(same.most_common(1)), (None, 0))
    return db.get(Call, call_id) if 2 * count > len(words) else None


def _row(call: Call, key: str, one: Submission, idea_id: int) -> dict[str, object]:
    return {
        "id": idea_id,
        "reference": ideas.reference_of(idea_id),
        "kind": Kind.IDEA,
        "status": Status.PUBLISHED,
        "title": one.title,
        "body": one.body,
        "place": one.place,
        "channel": Channel.IMPORTED,
        "author_private": True,
        "call_id": call.id,
        "stance": one.stance,
        "source_key": key,
        "received_at": one.at,
        "proposed_at": one.at,
        "supports_count": 0,
        "staff_supports_count": 0,
        "comments_count": 0,
        "lot": ideas.new_lot(),
    }
