"""Signing in by a mailed link or a six-digit code, once, and kept here so it can be revoked. Both are good for ten
minutes; a link that publishes an idea, for a day, since many read their mail in the evening only.

Neither the link nor the code stands in this row: both are derived from it and the site's secret. The mail that carries
them is emptied when it was sent. A code belongs to the page that asked for it: whoever types somebody else's address
uses up only their own tries, and never the link.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Field, Session, SQLModel, col, delete, select

from models import accounts, bounces, clock, history, publishing, queue
from models.accounts import Account
from models.base import given_moment, maybe_moment, moment, points_to
from models.ideas import Idea
from models.settings import settings

MINUTES = 10
HOURS_FOR_IDEA = 24
TRIES = 5


class Trouble(StrEnum):
    """Why a link or a code signs nobody in."""

    WRONG = "wrong"
    USED = "used"
    EXPIRED = "expired"
    TRIED_OUT = "tried_out"


class SignIn(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, index=True)
    nonce: str = Field(default_factory=lambda: secrets.token_hex(16))
    asked_at: datetime = moment()
    expires_at: datetime = given_moment()
    mailed_at: datetime | None = maybe_moment()
    used_at: datetime | None = maybe_moment()
    tries: int = 0
    direct: bool = False
    idea_id: int | None = points_to("idea", optional=True)
    next_path: str = Field(default="", max_length=300)

    @property
    def token(self) -> str:
        """What the mailed link ends with."""
        return _signer("sign-in").dumps([self.id, self.nonce])

    @property
    def page(self) -> str:
        """What the page that takes the code knows it by. It signs nobody in."""
        return _signer("sign-in page").dumps(self.id)

    @property
    def code(self) -> str:
        key, said = settings().secret_key.encode(), f"code:{self.id}:{self.nonce}".encode()
        digest = hmac.new(key, said, hashlib.sha256)
        return f"{int.from_bytes(digest.digest()[:8], 'big') % 1_000_000:06d}"

    @property
    def link_lasts(self) -> str:
        return f"{HOURS_FOR_IDEA} hours" if self.idea_id else self.code_lasts

    @property
    def code_lasts(self) -> str:
        return f"{MINUTES} minutes"

    @property
    def trouble(self) -> Trouble | None:
        """What stands in the way of using the link, if anything."""
        if self.used_at is not None:
            return Trouble.USED
        refused = self.direct and settings().environment == "production"
        return Trouble.EXPIRED if refused or self.expires_at <= clock.now() else None

    @property
    def usable(self) -> bool:
        return self.trouble is None

    @property
    def tries_left(self) -> int:
        return max(0, TRIES - self.tries)


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=salt)


def ask(db: Session, email: str, *, idea_id: int | None = None, next_path: str = "") -> SignIn:
    """Remembers that somebody wants to sign in, and has the link and the code mailed to them."""
    lasts = timedelta(hours=HOURS_FOR_IDEA) if idea_id is not None else timedelta(minutes=MINUTES)
    sign_in = SignIn(email=accounts.normal(email), expires_at=clock.now() + lasts, idea_id=idea_id,
                     next_path=next_path)
    db.add(sign_in)
    db.flush()
    queue.defer(db, "mail_sign_in", sign_in_id=sign_in.id)
    return sign_in


def direct(db: Session, account: Account, *, hours: int = 24, next_path: str = "") -> SignIn:
    """A link for a demonstration that signs in by itself, as often as it is followed, for some hours."""
    sign_in = SignIn(email=account.email, expires_at=clock.now() + timedelta(hours=hours), direct=True,
                     next_path=next_path)
    db.add(sign_in)
    db.flush()
    return sign_in


def by_token(db: Session, token: str) -> SignIn | None:
    """The row that a link stands for, used or not; None for a link that we did not make."""
    match _read("sign-in", token):
        case [int(row_id), str(nonce)]:
            return db.exec(select(SignIn).where(SignIn.id == row_id, SignIn.nonce == nonce)).one_or_none()
    return None


def by_page(db: Session, page: str) -> SignIn | None:
    """The row whose code this page takes."""
    known = _read("sign-in page", page)
    if not isinstance(known, int):
        return None
    return db.exec(select(SignIn).where(SignIn.id == known, ~col(SignIn.direct))).one_or_none()


def for_idea(db: Session, idea_id: int) -> SignIn | None:
    """The newest mail that asks an author to confirm this idea."""
    rows = select(SignIn).where(SignIn.idea_id == idea_id).order_by(col(SignIn.id).desc())
    return db.exec(rows.limit(1)).first()


def _read(salt: str, signed: str) -> object:
    try:
        return _signer(salt).loads(signed)
    except (BadSignature, ValueError, TypeError):
        return None


def lock(db: Session, sign_in: SignIn) -> None:
    """Two requests with one link or code take turns, so that only one of them finds it unused."""
    db.refresh(sign_in, with_for_update=True)


def trouble_with_code(sign_in: SignIn, code: str) -> Trouble | None:
    """What is wrong with this code. A wrong one counts; the fifth closes the way by code, not the link."""
    if sign_in.trouble is not None:
        return sign_in.trouble
    if sign_in.asked_at <= clock.now() - timedelta(minutes=MINUTES):
        return Trouble.EXPIRED
    if not sign_in.tries_left:
        return Trouble.TRIED_OUT
    if hmac.compare_digest(sign_in.code.encode(), code.encode()):
        return None
    sign_in.tries += 1
    return Trouble.WRONG if sign_in.tries_left else Trouble.TRIED_OUT


def use(db: Session, sign_in: SignIn) -> Account:
    """Spends the link or code. Its mail was read: the account is confirmed, the idea it sent in is published."""
    if not sign_in.direct:
        sign_in.used_at = clock.now()
    account = accounts.known_by(db, sign_in.email)
    if not sign_in.direct:
        bounces.forgive(db, account)
    accounts.confirm(db, account)
    history.record(db, "account.signed_in", by=account.id)
    idea = db.get(Idea, sign_in.idea_id) if sign_in.idea_id else None
    if idea is not None and idea.author_id == account.id:
        publishing.publish(db, idea, by=account)
    return account


def forget_old(db: Session) -> None:
    """A day after it ended nobody needs to be told any more that a link was used or too old."""
    db.exec(delete(SignIn).where(col(SignIn.expires_at) < clock.now() - timedelta(days=1)))
