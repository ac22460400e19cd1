"""One mail with everything that waited for somebody who chose to be told once a day or once a week."""

from typing import Any

from sqlmodel import Session, col, select

from jobs import letters, notices
from jobs.notices import Subject
from models import clock, notifications, queue
from models.accounts import Account
from models.history import Event
from models.notifications import Notification
from models.statuses import MailChoice


def due(db: Session, *, monday: bool) -> int:
    """Defers one digest for each person for whom something waits; returns how many.

    Who chose once a week waits for Monday. Whoever changed their choice while something waited waits no longer.
    """
    waits = select(Notification.account_id).where(col(Notification.settled_at).is_(None))
    rows = select(Account.id).where(col(Account.id).in_(waits)).order_by(col(Account.id))
    ids = db.exec(rows if monday else rows.where(Account.mail_choice != MailChoice.WEEKLY)).all()
    for account_id in ids:
        queue.defer(db, "digest", account_id=account_id, lock=f"digest of {account_id}")
    return len(ids)


def digest(db: Session, account_id: int) -> None:
    """Mails what waits and settles it; nothing of what the person can no longer read, and nothing to who wants none."""
    account = db.get(Account, account_id)
    waiting = db.exec(notifications.waiting_for(account_id).with_for_update()).all()
    if account is None or not waiting:
        return
    events = db.exec(
        select(Event).where(col(Event.id).in_({n.event_id for n in waiting})).order_by(col(Event.id))
    ).all()
    subjects = {event.id: Subject.of(db, event) for event in events}
    shown = [(subjects[one.event_id].as_read_by(account), notices.mine(one)) for one in waiting]
    entries = [{"about": about, "mine": mine, "own": about.in_language_of(account)}
               for about, mine in shown if about is not None]
    mail_id = _mailed(db, account, entries) if entries and account.gets_mail else None
    for notification, (about, _) in zip(waiting, shown, strict=True):
        notification.mail_id, notification.settled_at = mail_id if about is not None else None, clock.now()


def _mailed(db: Session, account: Account, entries: list[dict[str, Any]]) -> int:
    weekly = account.mail_choice == MailChoice.WEEKLY
    subject = "Your week: what became of what you follow" if weekly else "Today: what became of what you follow"
    return letters.post(db, to=account.email, subject=subject, template="digest", account=account, entries=entries).id
