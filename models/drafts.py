"""An idea on its way, one question at a time. Whoever holds the key goes on with it; it is emptied once it is sent."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select

from models import clock
from models.base import moment, points_to, word
from models.statuses import Kind

DAYS = 14


class Draft(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: secrets.token_urlsafe(18), unique=True, max_length=40)
    account_id: int | None = points_to("account", optional=True)
    call_id: int | None = points_to("call", optional=True)
    kind: Kind = word(Kind, Kind.IDEA)
    title: str = ""
    today: str = ""
    better: str = ""
    place: str = ""
    waste: str = ""
    small_test: str = ""
    saving: str = ""
    name: str = ""
    email: str = ""
    private: bool = False
    begun_at: datetime = moment()
    idea_id: int | None = points_to("idea", optional=True)

    @property
    def body(self) -> str:
        return "\n\n".join(part for part in (self.today, self.better) if part)

    @property
    def sent(self) -> bool:
        return self.idea_id is not None


def begin(db: Session, *, title: str, kind: Kind, call_id: int | None, account_id: int | None) -> Draft:
    draft = Draft(title=title, kind=kind, call_id=call_id, account_id=account_id)
    db.add(draft)
    db.flush()
    return draft


def with_key(db: Session, key: str) -> Draft | None:
    return db.exec(select(Draft).where(Draft.key == key)).one_or_none()


def empty(draft: Draft, idea_id: int) -> None:
    """Keeps only which idea came of it, so that sending it twice finds the same idea."""
    draft.idea_id = idea_id
    draft.title = draft.today = draft.better = draft.place = draft.name = draft.email = ""
    draft.waste = draft.small_test = draft.saving = ""


def forget_old(db: Session) -> int:
    old = clock.now() - timedelta(days=DAYS)
    return db.exec(delete(Draft).where(col(Draft.begun_at) < old)).rowcount
