"""The address in every mail that ends these mails with one click, for whoever holds it."""

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Session, select

from models import history
from models.accounts import Account
from models.settings import settings
from models.statuses import MailChoice


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="unsubscribe")


def path(account: Account) -> str:
    return f"/unsubscribe/{_signer().dumps(account.id)}"


def account_of(db: Session, token: str) -> Account | None:
    try:
        account_id = _signer().loads(token)
    except BadSignature:
        return None
    return (
        db.exec(select(Account).where(Account.id == account_id)).one_or_none() if isinstance(account_id, int) else None
    )


def stop(db: Session, account: Account) -> None:
    if account.mail_choice != MailChoice.NEVER:
        account.mail_choice = MailChoice.NEVER
        history.record(db, "account.unsubscribed", by=account.id)
