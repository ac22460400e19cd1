"""One row for each change, written in the transaction that makes it.

The rows are the audit trail, the timeline on a page and the cause of every mail. Recording a kind that jobs
listen to defers those jobs in the same transaction, and tells the page caches what is no longer true.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, insert, text
from sqlmodel import Field, Session, SQLModel

from models import clock, queue
from models.base import json, moment, points_to

LISTENERS: dict[str, tuple[str, ...]] = {
    "idea.proposed": ("analyse",),
    "idea.edited": ("analyse",),
    "idea.hidden": ("notify",),
    "idea.restored": ("notify",),
    "idea.joined": ("notify",),
    "version.hidden": ("notify",),
    "version.restored": ("notify",),
    "comment.written": ("notify",),
    "comment.hidden": ("notify",),
    "answer.published": ("notify",),
    "answer.review_asked": ("review",),
    "answer.approved": ("review",),
    "answer.sent_back": ("review",),
    "answer.amendment_review_asked": ("review",),
    "answer.amendment_approved": ("review",),
    "answer.amendment_sent_back": ("review",),
    "answer.translation_review_asked": ("review",),
    "answer.translation_approved": ("review",),
    "answer.translation_sent_back": ("review",),
    "answer.reached": ("notify",),
    "answer.told": ("notify",),
    "answer.amended": ("notify",),
    "answer.translated": ("notify",),
    "comment.restored": ("notify",),
    "commitment.moved": ("notify",),
    "commitment.reworded": ("notify",),
    "commitment.delivered": ("notify",),
    "commitment.dropped": ("notify",),
    "outcome.measured": ("notify",),
    "outcome.corrected": ("notify",),
    "call.opened": ("notify",),
    "call.closed": ("notify",),
    "call.answered": ("notify",),
    "question.asked": ("notify",),
    "work.assigned": ("hand",),
    "grouping.asked": ("group",),
    "coding.drawn": ("invite",),
}
PRIVATE_KINDS = frozenset({
    "account.opened", "account.confirmed", "account.signed_in", "account.signed_out", "account.unsubscribed",
    "account.erased", "account.unreachable", "account.reachable", "coding.drawn", "coding.handed_in", "coding.stopped",
    "question.link_ended", "contact.erased", "idea.coded", "note.written", "note.edited", "note.removed", "view.kept",
    "view.ended",
})


class Event(SQLModel, table=True):
    __table_args__ = (Index("ix_event_idea_id_id", "idea_id", "id"),)

    id: int = Field(default=None, primary_key=True, sa_type=BigInteger)
    kind: str = Field(max_length=40, index=True)
    at: datetime = moment()
    by_id: int | None = points_to("account", optional=True)
    idea_id: int | None = points_to("idea", optional=True, index=False)
    comment_id: int | None = points_to("comment", optional=True)
    call_id: int | None = points_to("call", optional=True)
    theme_id: int | None = points_to("theme", optional=True)
    answer_id: int | None = points_to("answer", optional=True)
    data: dict[str, Any] = json()


def record(
    db: Session,
    kind: str,
    *,
    by: int | None,
    idea: int | None = None,
    comment: int | None = None,
    call: int | None = None,
    theme: int | None = None,
    answer: int | None = None,
    **data: Any,
) -> Event:
    """Writes the event, defers the jobs that listen to its kind, and empties the caches of public pages."""
    event = Event(kind=kind, by_id=by, idea_id=idea, comment_id=comment, call_id=call, theme_id=theme,
                  answer_id=answer, data=data)
    db.add(event)
    db.flush()
    for task in LISTENERS.get(kind, ()):
        queue.defer(db, task, event_id=event.id)
    if kind not in PRIVATE_KINDS:
        announce(db)
    return event


def announce(db: Session) -> None:
    """Says that public pages are no longer what they were, once this transaction is over. Saying it once is enough,
    but what is said within a savepoint goes with it."""
    db.connection()  # begins the transaction where none has begun
    here = db.get_nested_transaction() or db.get_transaction()
    if db.info.get("announced") is not here:
        db.execute(text("NOTIFY pages"))
        db.info["announced"] = here


def record_each(
    db: Session, kind: str, idea_ids: Collection[int], *, by: int | None, call: int | None = None,
    theme: int | None = None,
) -> None:
    """The same change to many ideas, in one statement. Only for kinds that no job listens to."""
    if kind in LISTENERS:
        raise ValueError(f"{kind} has listeners: record each by itself")
    if idea_ids:
        same = {"kind": kind, "at": clock.now(), "by_id": by, "call_id": call, "theme_id": theme, "data": {}}
        db.execute(insert(Event), [same | {"idea_id": idea_id} for idea_id in idea_ids])
        announce(db)
