"""Signing in by a mailed link or a six-digit code: ten minutes, once, and remembered here so it can be revoked.

Neither the link nor the code is stored. Both are derived from the row and the site's secret, so a copy of the
database signs nobody in.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Field, Session, SQLModel, col, select

from models import accounts, clock, history, queue
from models.accounts import Account
from models.base import given_moment, maybe_moment, moment, points_to
from models.settings import settings

MINUTES = 10
TRIES = 5


class SignIn(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, index=True)
    nonce: str = Field(default_factory=lambda: secrets.token_hex(16))
    asked_at: datetime = moment()
    expires_at: datetime = given_moment()
    used_at: datetime | None = maybe_moment()
    tries: int = 0
    direct: bool = False
    idea_id: int | None = points_to("idea", optional=True)
    next_path: str = Field(default="", max_length=300)

    @property
    def token(self) -> str:
        return _signer().dumps([self.id, self.nonce])

    @property
    def code(self) -> str:
        digest = hmac.new(settings().secret_key.encode(), f"code:{self.id}:{self.nonce}".encode(), hashlib.sha256)
        return f"{int.from_bytes(digest.digest()[:8], 'big') % 1_000_000:06d}"

    @property
    def usable(self) -> bool:
        fresh = self.expires_at > clock.now() and self.tries < TRIES
        return fresh and (self.direct or self.used_at is None)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="sign-in")


def ask(db: Session, email: str, *, idea_id: int | None = None, next_path: str = "") -> SignIn:
    """Remembers that somebody wants to sign in, and has the link and the code mailed to them."""
    sign_in = SignIn(email=accounts.normal(email), expires_at=clock.now() + timedelta(minutes=MINUTES),
                     idea_id=idea_id, next_path=next_path)
    db.add(sign_in)
    db.flush()
    queue.defer(db, "mail_sign_in", sign_in_id=sign_in.id)
    return sign_in


def direct(db: Session, account: Account, *, hours: int = 24) -> SignIn:
    """A link for a demonstration that signs in by itself, as often as it is followed, for some hours."""
    sign_in = SignIn(email=account.email, expires_at=clock.now() + timedelta(hours=hours), direct=True)
    db.add(sign_in)
    db.flush()
    return sign_in


def by_token(db: Session, token: str) -> SignIn | None:
    """The row that a link stands for, used or not; None for a link that we did not make."""
    try:
        row_id, nonce = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    if not isinstance(row_id, int) or row_id > 2**31 - 1:
        return None
    return db.exec(select(SignIn).where(SignIn.id == row_id, SignIn.nonce == nonce)).one_or_none()


def by_code(db: Session, email: str, code: str) -> SignIn | None:
    """The usable row that this code belongs to. A wrong code counts against every open row of the address."""
    rows = db.exec(
        select(SignIn)
        .where(SignIn.email == accounts.normal(email), col(SignIn.used_at).is_(None), ~col(SignIn.direct))
        .where(col(SignIn.expires_at) > clock.now())
        .order_by(col(SignIn.id))
        .with_for_update()
    ).all()
    usable = [row for row in rows if row.usable]
    for row in usable:
        if hmac.compare_digest(row.code.encode(), code.encode()):
            return row
    for row in usable:
        row.tries += 1
    return None


def use(db: Session, sign_in: SignIn) -> Account:
    """Spends the link or code; the account is confirmed, since its mail was read."""
    if not sign_in.direct:
        sign_in.used_at = clock.now()
    account = accounts.known_by(db, sign_in.email)
    accounts.confirm(db, account)
    history.record(db, "account.signed_in", by=account.id)
    return account
