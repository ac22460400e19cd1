"""What officers tell each other about a theme or a single idea. Nobody outside of the desk reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import Field, Session, SQLModel, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.base import maybe_moment, moment, points_to
from models.ideas import Idea
from models.themes import Theme

NOTE_LIMIT = 2_000


@dataclass(frozen=True)
class Told:
    """A note as its readers see it, with who wrote it."""

    id: int
    who: str
    author_id: int
    body: str
    at: datetime
    edited: bool


class Note(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    author_id: int = points_to("account")
    body: str
    at: datetime = moment()
    edited_at: datetime | None = maybe_moment()


def write(db: Session, thing: Theme | Idea, *, body: str, by: Account) -> Note:
    about: dict[str, Any] = {"theme_id": thing.id} if isinstance(thing, Theme) else {"idea_id": thing.id}
    note = Note(**about, author_id=by.id, body=body)
    db.add(note)
    _record(db, "note.written", note, by)
    return note


def by_its_writer(note_id: int, account: Account) -> SelectOfScalar[Note]:
    """For changing it: what another wrote is not there."""
    return select(Note).where(Note.id == note_id, Note.author_id == account.id)


def edit(db: Session, note: Note, *, body: str, by: Account) -> None:
    if note.body != body:
        note.body, note.edited_at = body, clock.now()
        _record(db, "note.edited", note, by)


def remove(db: Session, note: Note, *, by: Account) -> None:
    """Its words are gone; that there was a note stays in history."""
    _record(db, "note.removed", note, by)
    db.delete(note)


def erase_of(db: Session, account: Account) -> None:
    """Every note of somebody whose account is erased."""
    db.exec(delete(Note).where(col(Note.author_id) == account.id))


def _record(db: Session, kind: str, note: Note, by: Account) -> None:
    db.flush()
    history.record(db, kind, by=by.id, theme=note.theme_id, idea=note.idea_id, note=note.id)


def told(thing: Any) -> Any:
    """As a column beside a theme or an idea: its notes, the oldest first, each with who wrote it."""
    one = func.jsonb_build_object("id", Note.id, "who", Account.name, "author_id", Note.author_id, "body", Note.body,
                                  "at", Note.at, "edited", col(Note.edited_at).is_not(None))
    about = col(Note.theme_id) == Theme.id if thing is Theme else col(Note.idea_id) == Idea.id
    lines = sa.select(func.jsonb_agg(aggregate_order_by(one, col(Note.id)), type_=JSONB)).select_from(Note)
    lines = lines.join(Account, col(Account.id) == Note.author_id).where(about)
    return lines.correlate(thing).scalar_subquery().label("notes")


def shown(column: Sequence[Mapping[str, Any]] | None) -> list[Told]:
    return [Told(**dict(one) | {"at": datetime.fromisoformat(one["at"])}) for one in column or ()]
