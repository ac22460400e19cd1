"""The key that each form carries. The first time it arrives it is kept with where its answer led; a double click,
a retry or the Back button then leads to the same place and stores nothing again."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, col, select

from models.base import moment


class FormKey(SQLModel, table=True):
    key: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(default=0, primary_key=True)
    leads_to: str = Field(max_length=500)
    at: datetime = moment()


def leads_to(db: Session, key: str, account_id: int) -> str | None:
    """Where the first led. One that is still at work is waited for: what it wrote must not refuse its own second.
    What signed somebody in came from nobody."""
    db.execute(text("SELECT pg_advisory_xact_lock(4204, hashtext(:key))"), {"key": key})
    owners = col(FormKey.account_id).in_({0, account_id})
    return db.exec(select(FormKey.leads_to).where(FormKey.key == key, owners).limit(1)).first()


def remember(db: Session, key: str, account_id: int, path: str) -> None:
    """Raises IntegrityError at commit when another request with this key was faster."""
    db.add(FormKey(key=key, account_id=account_id, leads_to=path))
    db.flush()


def forget_old(db: Session) -> None:
    db.execute(text("DELETE FROM formkey WHERE at < now() - interval '2 days'"))
