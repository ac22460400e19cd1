"""The addresses in every mail that end mails with one click, for whoever holds them: about one thing, or all."""

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Session, col, update

from models import clock, history, subscriptions
from models.accounts import Account
from models.calls import Call
from models.ideas import Idea
from models.notifications import Notification
from models.settings import settings
from models.statuses import MailChoice


@dataclass(frozen=True)
class Ending:
    """Whose mails end, and the idea or the call that they are about; neither for all of them."""

    account: Account
    idea: Idea | None = None
    call: Call | None = None

    @property
    def everything(self) -> bool:
        return self.idea is None and self.call is None

    @property
    def about(self) -> dict[str, int]:
        return {"idea_id": self.idea.id} if self.idea else {"call_id": self.call.id} if self.call else {}

    @property
    def own(self) -> bool:
        """Whether it is their own idea: its answer is told to them in any case."""
        return self.idea is not None and self.idea.author_id == self.account.id


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="unsubscribe")


def path(account: Account, *, idea_id: int | None = None, call_id: int | None = None) -> str:
    about = ["idea", idea_id] if idea_id else ["call", call_id] if call_id else []
    return f"/unsubscribe/{_signer().dumps([account.id, *about] if about else account.id)}"


def ending(db: Session, token: str) -> Ending | None:
    try:
        held: Any = _signer().loads(token)
    except BadSignature:
        return None
    account_id, noun, id_ = held if isinstance(held, list) else (held, "", 0)
    account = db.get(Account, account_id)
    if account is None:
        return None
    return Ending(account, db.get(Idea, id_) if noun == "idea" else None, db.get(Call, id_) if noun == "call" else None)


def ended(db: Session, ending: Ending) -> bool:
    if ending.everything:
        return ending.account.mail_choice == MailChoice.NEVER
    return subscriptions.ended(db, ending.account.id, **ending.about)


def end(db: Session, ending: Ending) -> None:
    if ending.everything:
        stop(db, ending.account)
    elif not subscriptions.ended(db, ending.account.id, **ending.about):
        subscriptions.end(db, ending.account, **ending.about)
        _settle(db, ending)


def stop(db: Session, account: Account) -> None:
    if account.mail_choice != MailChoice.NEVER:
        account.mail_choice = MailChoice.NEVER
        history.record(db, "account.unsubscribed", by=account.id)


def _settle(db: Session, ending: Ending) -> None:
    """What waits for a daily or weekly mail is not sent either, but for the answer to their own idea."""
    if ending.idea is None:
        return
    waits = update(Notification).where(
        col(Notification.account_id) == ending.account.id, col(Notification.idea_id) == ending.idea.id,
        col(Notification.settled_at).is_(None))
    if ending.own:
        waits = waits.where(col(Notification.kind) == "comment.written")
    db.exec(waits.values(settled_at=clock.now()))
