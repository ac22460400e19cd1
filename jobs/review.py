"""Tells who is asked to read a text that it waits for them, and who asked what came of it: each once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from jobs import letters
from models import accounts, answers, clock, deputies, evidence, mails, proofs, publications, reviews
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.history import Event
from models.mails import Mail
from models.notifications import Notification
from models.reviews import Review
from models.translations import Translation

Told = dict[int, int | None]  # who is told, and for whom they stand in today
SUBJECTS = {"to_read": "A draft to read: “{}”", "approved": "A second person has approved “{}”",
            "sent_back": "A second person has sent back “{}”"}


@dataclass(frozen=True)
class Text:
    """What somebody is asked to read: an answer before it is public, its new text, or its text in another language."""

    one: Review | Amendment | Translation
    said: Answer | Amendment | Translation
    key: str  # of `one`, in the data of an event
    what: str
    page: str
    waits: bool
    approved: bool
    public: bool


def review(db: Session, event_id: int) -> None:
    event = db.get(Event, event_id)
    text = _text(db, event) if event is not None else None
    if event is None or text is None or event.data.get("reader", text.one.reader_id) != text.one.reader_id:
        return  # thrown away, or somebody else was asked since
    template, whom = KINDS[event.kind]
    told = whom(db, text)
    # Told again when it waits for them, not for anybody; and whenever it was sent back.
    data: dict[str, Any] = {text.key: text.one.id, "reader": text.one.reader_id}
    if back := event.at if template == "sent_back" else text.one.sent_back_at:
        data["sent_back"] = back.isoformat()
    people = _untold(db, event, told, data)
    if people:
        words = _words(db, event, text) | {"by": _name(db, event.by_id), "named": text.one.reader_id in told}
        written = [(person, write(person, template, away=_name(db, told[person.id]), **words)) for person in people]
        _keep(db, event, written, data)


def _text(db: Session, event: Event) -> Text | None:
    answer = db.get_one(Answer, event.answer_id)
    answers.hold(db, answer)  # two jobs about one text take turns
    if "amendment" in event.data:
        new = db.get(Amendment, event.data["amendment"])
        return _new_text(answer, new) if new is not None else None
    if "translation" in event.data:
        other = db.get(Translation, event.data["translation"])
        return _in_language(answer, other) if other is not None else None
    one, page = db.get_one(Review, event.data["review"]), f"/desk/answers/{answer.id}/preview"
    waits = not answer.published and one.asks(answer)
    return Text(one, answer, "review", "draft answer", page, waits, one.is_of(answer), answer.published)


def _new_text(answer: Answer, new: Amendment) -> Text:
    public = new.published_at is not None
    page = f"/desk/answers/{answer.id}" + ("" if public else "/amendment")
    return Text(new, new, "amendment", "new text of the answer", page, new.waits and not public, new.approved, public)


def _in_language(answer: Answer, other: Translation) -> Text:
    page, public = f"/desk/answers/{answer.id}/in/{other.language.value}", other.published_at is not None
    what = f"answer in {other.language.words}"
    return Text(other, other, "translation", what, page, other.waits, other.approved, public)


def asked(db: Session, text: Text) -> Told:
    """For whom it waits; and who stands in for the one who was asked, if they may read it themselves."""
    if not text.waits:
        return {}
    readers, reader_id, writer_id = reviews.readers(db), text.one.reader_id, text.said.writer_id
    told: Told = dict.fromkeys(readers.told(text.one, writer_id))
    deputy = dict(db.execute(deputies.now()).tuples().all()).get(reader_id) if reader_id in told else None
    if deputy is not None and readers.may_read(deputy, writer_id):
        told[deputy] = reader_id
    return told


def approved(db: Session, text: Text) -> Told:
    """Who asked for it, while they work at the desk."""
    there = {person.id for person in reviews.readers(db).people}
    asker = text.one.asked_by_id
    return {asker: None} if asker is not None and asker in there and text.approved else {}


def sent_back(db: Session, text: Text) -> Told:
    """Who asked for it and who wrote it last, while they work at the desk. The text may be another by now."""
    there = {person.id for person in reviews.readers(db).people}
    people = {text.one.asked_by_id, text.said.writer_id} & there if not text.public else set()
    return {one: None for one in people if one is not None}


KINDS: dict[str, tuple[str, Callable[[Session, Text], Told]]] = {
    "answer.review_asked": ("to_read", asked), "answer.approved": ("approved", approved),
    "answer.amendment_review_asked": ("to_read", asked), "answer.amendment_approved": ("approved", approved),
    "answer.translation_review_asked": ("to_read", asked), "answer.translation_approved": ("approved", approved),
    "answer.sent_back": ("sent_back", sent_back), "answer.amendment_sent_back": ("sent_back", sent_back),
    "answer.translation_sent_back": ("sent_back", sent_back),
}


def _untold(db: Session, event: Event, told: Collection[int], data: dict[str, Any]) -> Sequence[Account]:
    """Those who get mails and had none of this. Whoever did it knows."""
    of_this = col(Notification.data).contains(data) & (col(Notification.kind) == event.kind)
    before = select(Notification.account_id).where(of_this | (col(Notification.event_id) == event.id))
    rows = select(Account).where(col(Account.id).in_(told), col(Account.id).not_in(before), accounts.mailed())
    return db.exec(rows.where(Account.id != event.by_id).order_by(col(Account.id))).all()


def _name(db: Session, account_id: int | None) -> str:
    account = db.get(Account, account_id) if account_id is not None else None
    return account.name or "A colleague" if account is not None else ""


def _words(db: Session, event: Event, text: Text) -> dict[str, Any]:
    assert event.answer_id is not None
    facts = evidence.of_one(db, event.answer_id, text.said.summary, text.said.body)
    short = proofs.fill(text.said.summary, facts.counts)
    return {"about": publications.shown(db, event.answer_id).about, "short": short, "what": text.what,
            "page": text.page, "public": text.public, "why": event.data.get("reason", "")}


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
