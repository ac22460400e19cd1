"""Tells an officer what a colleague gave them: one mail for all that was given lately, and each thing once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from jobs import letters
from models import accounts, clock, mails, waiting
from models.accounts import Account
from models.history import Event
from models.mails import Mail
from models.notifications import Notification

SHOWN = 20
TOGETHER = timedelta(days=1)


def hand(db: Session, event_id: int) -> None:
    event = db.get_one(Event, event_id)
    account_id = event.data["account"]
    if account_id is None or account_id == event.by_id:
        return
    # Held, so that two jobs about what one person was given take turns: the first tells all of it.
    mailed = accounts.at_desk().where(Account.id == account_id, accounts.mailed())
    person = db.exec(mailed.with_for_update(key_share=True)).first()
    if person is not None:
        events = _untold(db, event, person)
        rows = _still_theirs(db, events, person)
        if rows:
            _tell(db, events, person, write(person, db.get(Account, event.by_id), rows, _reasons(events)))


def _untold(db: Session, event: Event, person: Account) -> Sequence[Event]:
    """What the same colleague gave this person lately, and no mail has told."""
    told = select(Notification.event_id).where(Notification.account_id == person.id)
    rows = select(Event).where(Event.kind == event.kind, Event.by_id == event.by_id, col(Event.id).not_in(told))
    rows = rows.where(col(Event.at) > event.at - TOGETHER, col(Event.data).contains({"account": person.id}))
    return db.exec(rows.order_by(col(Event.id))).all()


def _still_theirs(db: Session, events: Sequence[Event], person: Account) -> Sequence[Any]:
    """What of it waits for an answer, and is still this person's."""
    thing = waiting.things().c
    among = or_(thing.theme_id.in_([event.theme_id for event in events if event.theme_id]),
                thing.idea_id.in_([event.idea_id for event in events if event.idea_id]))
    rows = waiting.rows().where(among, waiting.owner() == person.id)
    return db.execute(rows.order_by(*waiting.first_due())).all()


def _reasons(events: Sequence[Event]) -> dict[tuple[int | None, int | None], str]:
    """Why each was given, in the giver's words."""
    return {(event.theme_id, event.idea_id): event.data["why"] for event in events}


def write(
    person: Account, giver: Account | None, rows: Sequence[Any], why: dict[tuple[int | None, int | None], str]
) -> Mail:
    by = (giver.name if giver else "") or "A colleague"
    first = f"“{rows[0].title}”" + (f" and {len(rows) - 1} more" if len(rows) > 1 else "")
    shown = [(row, why.get((row.theme_id, row.idea_id), "")) for row in rows[:SHOWN]]
    return letters.write(to=person.email, subject=f"{by} gave you {first}", template="handed", account=person, by=by,
                         rows=shown, more=len(rows) - SHOWN)


def _tell(db: Session, events: Sequence[Event], person: Account, mail: Mail) -> None:
    """Settled at once: a digest would come too late."""
    mails.keep(db, [mail])
    db.add_all(Notification(event_id=event.id, account_id=person.id, kind=event.kind, mail_id=mail.id,
                            settled_at=clock.now()) for event in events)
    db.flush()
