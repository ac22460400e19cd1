"""Tells who was asked to code a sample that it waits for them, once. Who drew it knows."""

from sqlmodel import Session, col, select

from jobs import letters
from models import clock
from models.accounts import Account
from models.calls import Call
from models.codings import Coder, Coding
from models.history import Event
from models.mails import Mail


def invite(db: Session, event_id: int) -> None:
    event = db.get(Event, event_id)
    coding = db.get(Coding, event.data["coding"]) if event is not None else None
    if event is None or coding is None or not coding.running:
        return
    call = db.get_one(Call, coding.call_id)
    rows = select(Coder, Account).join(Account, col(Account.id) == Coder.account_id)
    rows = rows.where(Coder.coding_id == coding.id, col(Coder.told_at).is_(None)).order_by(col(Coder.id))
    for coder, person in db.exec(rows.with_for_update(of=Coder, key_share=True)).all():
        if person.id != event.by_id and person.gets_mail:
            post(db, person, coding, call)
            coder.told_at = clock.now()


def post(db: Session, person: Account, coding: Coding, call: Call) -> Mail:
    return letters.post(db, to=person.email, subject=f"You are asked to sort {coding.size} ideas", template="invited",
                        account=person, coding=coding, call=call)
