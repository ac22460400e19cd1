"""Tells an officer, or who leads a team, what a colleague gave them: one mail for all of late, and each thing once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from jobs import letters
from models import accounts, clock, deputies, mails, waiting
from models.accounts import Account
from models.history import Event
from models.mails import Mail
from models.notifications import Notification
from models.teams import Team

SHOWN = 20
TOGETHER = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Who leads which team, and who stands in for whom today."""

    leads: Mapping[int, int | None]
    deputies: Mapping[int, int]

    def receiver(self, event: Event) -> int | None:
        """Who has it from now on; none where they had it before."""
        to, before = self._owner(event.data), self._owner(event.data["before"])
        return self.stand_in(to) if to != before else None

    def _owner(self, given: Mapping[str, Any]) -> int | None:
        return given["account"] or self.leads.get(given["team"])

    def stand_in(self, account_id: int | None) -> int | None:
        return self.deputies.get(account_id, account_id) if account_id is not None else None


def hand(db: Session, event_id: int) -> None:
    event = db.get_one(Event, event_id)
    standing = Standing(dict(db.exec(select(Team.id, Team.lead_id)).all()),
                        dict(db.execute(deputies.now()).tuples().all()))
    to = standing.receiver(event)
    if to in {None, event.by_id}:
        return
    # Held, so that two jobs about what one person was given take turns: the first tells all of it.
    mailed = accounts.at_desk().where(Account.id == to, accounts.mailed())
    person = db.exec(mailed.with_for_update(key_share=True)).first()
    events = _untold(db, event, person, standing) if person is not None else []
    if person is not None and events:
        rows = [row for row in _waiting(db, events) if standing.stand_in(row.owner_id) == person.id]
        if rows:
            _tell(db, events, person, write(person, db.get(Account, event.by_id), rows, _reasons(events)))


def _untold(db: Session, event: Event, person: Account, standing: Standing) -> list[Event]:
    """What the same colleague gave this person lately, and no mail has told."""
    told = select(Notification.event_id).where(Notification.account_id == person.id)
    rows = select(Event).where(Event.kind == event.kind, Event.by_id == event.by_id, col(Event.id).not_in(told))
    rows = rows.where(col(Event.at) > event.at - TOGETHER).order_by(col(Event.id))
    return [one for one in db.exec(rows) if standing.receiver(one) == person.id]


def _waiting(db: Session, events: Sequence[Event]) -> Sequence[Any]:
    """What of it waits for an answer, and who has it."""
    thing = waiting.things().c
    among = or_(thing.theme_id.in_([event.theme_id for event in events if event.theme_id]),
                thing.idea_id.in_([event.idea_id for event in events if event.idea_id]))
    return db.execute(waiting.rows().where(among).order_by(*waiting.first_due())).all()


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
