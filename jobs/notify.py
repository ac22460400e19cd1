"""Tells everyone whom an event concerns, once: by mail now, in their next digest, or not at all, as they chose."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from jobs import audiences, notices
from models import clock, mails, slices
from models.accounts import Account
from models.history import Event
from models.mails import Mail
from models.notifications import Notification
from models.statuses import MailChoice

Words = dict[str, Any]
SETTLED_NOW = frozenset({MailChoice.AT_ONCE, MailChoice.NEVER})  # for the others, by their next digest


def notify(db: Session, event_id: int) -> None:
    event = db.get(Event, event_id)
    if event is None:
        return
    told = audiences.of(db, event)
    about = notices.Subject.of(db, event)
    for ids in slices.of(sorted(told)):
        rows = select(Account).where(col(Account.id).in_(ids)).order_by(col(Account.id))
        # Whose account is being erased is waited for: no mail goes to the address that they had before.
        held = rows.with_for_update(read=True, key_share=True).execution_options(populate_existing=True)
        people = db.exec(held).all()
        _tell(db, event, about, [(person, told[person.id]) for person in people])


def _tell(db: Session, event: Event, about: notices.Subject, told: list[tuple[Account, Words]]) -> None:
    fresh = _kept(db, event, told)
    written: list[tuple[Notification, Mail]] = []
    for person, _ in told:
        notification = fresh.get(person.id)
        if notification is None:
            continue
        now = person.mail_choice == MailChoice.AT_ONCE and person.gets_mail
        told_now = about.as_read_by(person) if now else None
        if told_now is not None:
            written.append((notification, notices.letter(person, told_now, notification)))
    mails.keep(db, [mail for _, mail in written])
    for notification, mail in written:
        notification.mail_id = mail.id
    db.flush()


def _kept(db: Session, event: Event, told: list[tuple[Account, Words]]) -> dict[int, Notification]:
    """One row a person, in one statement; somebody who has theirs already gets no second one."""
    if not told:
        return {}
    now = clock.now()
    rows = [{"event_id": event.id, "account_id": person.id, "kind": event.kind, "idea_id": words.get("idea_id"),
             "answer_id": event.answer_id, "data": words, "made_at": now,
             "settled_at": now if person.mail_choice in SETTLED_NOW else None} for person, words in told]
    new = insert(Notification).values(rows).on_conflict_do_nothing().returning(Notification)
    return {notification.account_id: notification for notification in db.scalars(new)}
