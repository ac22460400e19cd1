"""Tells who is asked to read a draft that it waits for them, and who asked that it is approved: each once."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlmodel import Session, col, select

from jobs import letters
from models import accounts, answers, clock, deputies, evidence, mails, publications, reviews
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.mails import Mail
from models.notifications import Notification
from models.reviews import Review

Told = dict[int, int | None]  # who is told, and for whom they stand in today
SUBJECTS = {"to_read": "A draft to read: “{}”", "approved": "A second person has approved “{}”"}


def review(db: Session, event_id: int) -> None:
    event = db.get(Event, event_id)
    if event is None:
        return
    answer, one = db.get_one(Answer, event.answer_id), db.get_one(Review, event.data["review"])
    answers.hold(db, answer)  # two jobs about one draft take turns
    if event.data.get("reader", one.reader_id) != one.reader_id:
        return  # somebody else was asked since
    template, whom = KINDS[event.kind]
    told = whom(db, one, answer)
    data = {"review": one.id, "reader": one.reader_id}  # told again when it waits for them, and not for anybody
    people = _untold(db, event, told, data)
    if people:
        words = _words(db, answer) | {"by": _name(db, event.by_id), "named": one.reader_id in told}
        written = [(person, write(person, template, away=_name(db, told[person.id]), **words)) for person in people]
        _keep(db, event, written, data)


def asked(db: Session, one: Review, answer: Answer) -> Told:
    """For whom it waits; and who stands in for the one who was asked, if they may read it themselves."""
    if answer.published or not one.asks(answer):
        return {}
    readers = reviews.readers(db)
    told: Told = dict.fromkeys(readers.told(one, answer.writer_id))
    deputy = dict(db.execute(deputies.now()).tuples().all()).get(one.reader_id) if one.reader_id in told else None
    if deputy is not None and readers.may_read(deputy, answer.writer_id):
        told[deputy] = one.reader_id
    return told


def approved(db: Session, one: Review, answer: Answer) -> Told:
    """Who asked for it, while they work at the desk."""
    there = {person.id for person in reviews.readers(db).people}
    asker = one.asked_by_id
    return {asker: None} if asker is not None and asker in there and one.approves(answer) else {}


KINDS: dict[str, tuple[str, Callable[[Session, Review, Answer], Told]]] = {
    "answer.review_asked": ("to_read", asked), "answer.approved": ("approved", approved),
}


def _untold(db: Session, event: Event, told: Collection[int], data: dict[str, Any]) -> Sequence[Account]:
    """Those who get mails and had none of this. Whoever did it knows."""
    before = select(Notification.account_id).where(
        Notification.kind == event.kind, col(Notification.data).contains(data))
    rows = select(Account).where(col(Account.id).in_(told), col(Account.id).not_in(before), accounts.mailed())
    return db.exec(rows.where(Account.id != event.by_id).order_by(col(Account.id))).all()


def _name(db: Session, account_id: int | None) -> str:
    account = db.get(Account, account_id) if account_id is not None else None
    return account.name or "A colleague" if account is not None else ""


def _words(db: Session, answer: Answer) -> dict[str, Any]:
    told = publications.shown(db, answer.id)
    facts = evidence.of_one(db, answer.id, answer.summary, answer.body)
    return {"about": told.about, "short": told.with_facts(facts).short, "answer": answer}


def write(person: Account, template: str, **words: Any) -> Mail:
    subject = SUBJECTS[template].format(words["about"])
    return letters.write(to=person.email, subject=subject, template=template, account=person, **words)


def _keep(db: Session, event: Event, written: Sequence[tuple[Account, Mail]], data: dict[str, Any]) -> None:
    """Settled at once: a digest would come too late."""
    mails.keep(db, [mail for _, mail in written])
    same: dict[str, Any] = {"event_id": event.id, "kind": event.kind, "answer_id": event.answer_id}
    db.add_all(Notification(**same, account_id=person.id, mail_id=mail.id, data=data,
                            settled_at=clock.now()) for person, mail in written)
    db.flush()
