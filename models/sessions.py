"""Where an account is signed in. The cookie holds a random key, the row its hash; any of them can be revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.base import given_moment, maybe_moment, moment, points_to

DAYS = 30
STAFF_HOURS = 12
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "FxiOS": "Firefox",
            "Firefox": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows",
           "CrOS": "a Chromebook", "Mac OS": "a Mac", "Linux": "Linux"}


_COLUMNS: Any = tuple(getattr(Account, name) for name in Account.model_fields)


class SignedIn(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    key_hash: str = Field(unique=True, max_length=64)
    account_id: int = points_to("account")
    agent: str = Field(default="", max_length=120)
    started_at: datetime = moment()
    expires_at: datetime = given_moment()
    ended_at: datetime | None = maybe_moment()


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def start(db: Session, account: Account, *, agent: str) -> str:
    """Opens a session and returns the key for the cookie: 256 random bits, stored nowhere."""
    key = secrets.token_urlsafe(32)
    lasts = timedelta(hours=STAFF_HOURS) if account.is_staff else timedelta(days=DAYS)
    expires = clock.now() + lasts
    db.add(SignedIn(key_hash=hashed(key), account_id=account.id, agent=agent[:120], expires_at=expires))
    return key


def browser_named(agent: str) -> str:
    """A browser as people call it; of all that it says about itself, only this is kept."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser


@cache
def _lookup(*what: Any) -> Any:
    """Every page for somebody signed in begins with it, so it is built once."""
    return (
        sa.select(*what, col(SignedIn.id).label("session_id"))
        .join(SignedIn, col(SignedIn.account_id) == Account.id)
        .where(col(SignedIn.key_hash) == bindparam("key_hash"), col(SignedIn.ended_at).is_(None))
        .where(col(SignedIn.expires_at) > bindparam("now"))
    )


def account_for(db: Session, key: str) -> tuple[Account, int] | None:
    """Whose session it is that this key opens, and the session's id."""
    row = db.execute(_lookup(Account), _given(key)).one_or_none()
    return (row[0], row[1]) if row else None


def reader_for(db: Session, key: str) -> tuple[Account, int] | None:
    """The same for a page that only reads: an account that `db` does not keep, which takes half the time."""
    row = db.connection().execute(_lookup(*_COLUMNS), _given(key)).one_or_none()
    return (Account.model_construct(**dict(zip(Account.model_fields, row, strict=False))), row[-1]) if row else None


def _given(key: str) -> dict[str, Any]:
    return {"key_hash": hashed(key), "now": clock.now()}


def of(account: Account) -> SelectOfScalar[SignedIn]:
    return (
        select(SignedIn)
        .where(SignedIn.account_id == account.id, col(SignedIn.ended_at).is_(None))
        .where(col(SignedIn.expires_at) > clock.now())
        .order_by(col(SignedIn.id).desc())
    )


def end(db: Session, session_id: int) -> None:
    session = db.get(SignedIn, session_id)
    if session is not None and session.ended_at is None:
        session.ended_at = clock.now()
        history.record(db, "account.signed_out", by=session.account_id)


def end_others(db: Session, account: Account, keep: int | None = None) -> None:
    """Ends every session of the account, besides the one to keep."""
    rows = update(SignedIn).where(col(SignedIn.account_id) == account.id, col(SignedIn.ended_at).is_(None))
    if keep is not None:
        rows = rows.where(col(SignedIn.id) != keep)
    if db.exec(rows.values(ended_at=clock.now())).rowcount:
        history.record(db, "account.signed_out", by=account.id)


def forget_old(db: Session) -> None:
    db.exec(delete(SignedIn).where(col(SignedIn.expires_at) < clock.now() - timedelta(days=1)))
