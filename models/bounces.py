"""Mails that came back for good. After some of them an address gets no more, until its owner reads a mail again."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from models import accounts, clock, history
from models.accounts import Account
from models.base import moment, points_to
from models.mails import Mail

BOUNCES_MOST = 3


class Bounce(SQLModel, table=True):
    """One mail that came back; told twice it counts once."""

    id: int = Field(default=None, primary_key=True)
    account_id: int = points_to("account")
    mail_id: int = points_to("mail", unique=True)
    at: datetime = moment()


def record(db: Session, mail: Mail) -> bool:
    """Keeps that this mail came back for good. False when that is known, or the address is nobody's."""
    account = accounts.with_email(db, mail.to)
    if account is None:
        return False
    db.refresh(account, with_for_update=True)
    if db.exec(select(Bounce).where(Bounce.mail_id == mail.id)).first() is not None:
        return False
    db.add(Bounce(account_id=account.id, mail_id=mail.id))
    db.flush()
    count = db.exec(select(func.count(col(Bounce.id))).where(Bounce.account_id == account.id)).one()
    if count >= BOUNCES_MOST and account.unreachable_at is None:
        account.unreachable_at = clock.now()
        history.record(db, "account.unreachable", by=None, account=account.id)
    return True


def forgive(db: Session, account: Account) -> None:
    """Somebody read a mail at this address: it works again."""
    db.exec(delete(Bounce).where(col(Bounce.account_id) == account.id))
    if account.unreachable_at is not None:
        account.unreachable_at = None
        history.record(db, "account.reachable", by=account.id)
