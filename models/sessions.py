"""Where an account is signed in. The cookie holds a random key; the row holds only its hash, and can be revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.base import given_moment, maybe_moment, moment, points_to

DAYS = 30
STAFF_HOURS = 12


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
    db.add(SignedIn(key_hash=hashed(key), account_id=account.id, agent=agent[:120], expires_at=clock.now() + lasts))
    return key


def account_for(db: Session, key: str) -> tuple[Account, SignedIn] | None:
    row = db.exec(
        select(Account, SignedIn)
        .join(SignedIn, col(SignedIn.account_id) == Account.id)
        .where(SignedIn.key_hash == hashed(key), col(SignedIn.ended_at).is_(None))
        .where(col(SignedIn.expires_at) > clock.now())
    ).one_or_none()
    return (row[0], row[1]) if row else None


def of(account: Account) -> SelectOfScalar[SignedIn]:
    return (
        select(SignedIn)
        .where(SignedIn.account_id == account.id, col(SignedIn.ended_at).is_(None))
        .where(col(SignedIn.expires_at) > clock.now())
        .order_by(col(SignedIn.id).desc())
    )


def end(db: Session, session: SignedIn) -> None:
    if session.ended_at is None:
        session.ended_at = clock.now()
        history.record(db, "account.signed_out", by=session.account_id)
