"""Making an answer public: what must be so before, and what stands in the way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from models import answered, answers, evidence, proofs, reviews, translations
from models.accounts import Account
from models.answered import Answered
from models.answers import Answer, SavedSince
from models.faults import Blocked
from models.proofs import Facts
from models.reviews import Readers


def unread(told: Answered, readers: Readers) -> list[str]:
    """Whether a second person has still to read it with the facts that it has now, and who may."""
    if told.approved or not readers.needed:
        return []
    writer_id = told.answer.writer_id
    if told.review is not None and told.review.was_sent_back(told.answer.saved_at):
        return [reviews.CHANGE_IT]
    if told.review is not None and told.review.asks(told.answer):
        return [f"A second person must read it first. It waits for {readers.whom(told.review, writer_id)}."]
    return [f"{_changed(told)}Ask a colleague to read it: {readers.who_may(writer_id)} may approve it."]


def _changed(told: Answered) -> str:
    review = told.review
    if review is None:
        return ""
    if review.is_of(told.answer):
        return "An idea that it quotes says other words now than those that were read. "
    since = "it was approved" if review.approved_at else "it was sent back" if review.sent_back_at else \
        "somebody was asked to read it"
    return f"It was changed after {since}. "


def publish(db: Session, answer: Answer, *, by: Account, seen: datetime | None, tell: bool) -> None:
    """Makes it public as it was read. Again changes nothing. Raises Blocked with what stands in the way, SavedSince
    for a text that was saved since."""
    answers.hold(db, answer)
    if answer.published:
        return
    freeze(answer, check(db, answer, seen=seen))
    answers.publish(db, answer, by=by, tell=tell)
    translations.publish_with(db, answer, by=by)


def check(db: Session, answer: Answer, *, seen: datetime | None) -> Facts:
    """What it claims, if it may be published as it was read. Raises Blocked and SavedSince where it may not."""
    told, facts = shown(db, answer.id), evidence.of_one(db, answer.id, answer.summary, answer.body)
    _refuse([*told.missing, *faults(answer, facts), *_unreadable(db, answer)])
    if answer.saved_at != seen:
        raise SavedSince(answer)
    _refuse(unread(told.with_facts(facts), reviews.readers(db)))
    return facts


def _unreadable(db: Session, answer: Answer) -> list[str]:
    """An answer to an idea that was hidden or taken back would be one to nobody, also once it is shown again."""
    if answer.idea_id is None or db.execute(answers.covered(answer.id).limit(1)).first() is not None:
        return []
    return ["Nobody can read this idea now: it was hidden or taken back. Publish the answer when it is shown again."]


def freeze(answer: Answer, facts: Facts) -> None:
    """Its figures and quotes stay what they are now; what was typed is kept, so that it can be amended."""
    summary, body = answer.summary, answer.body
    answer.typed = {"summary": summary, "body": body}
    answer.figures = {name: facts.counts[name] for name in proofs.figures_in(summary, body)}
    public = proofs.freeze(summary, body, facts)
    answer.summary, answer.body, answer.quotes = public.summary, public.body, public.quotes


def faults(answer: Answer, facts: Facts) -> Sequence[str]:
    """What it claims and cannot prove."""
    return proofs.faults(answer.summary, answer.body, facts)


def _refuse(sentences: list[str]) -> None:
    if sentences:
        raise Blocked(tuple(sentences))


def shown(db: Session, answer_id: int) -> Answered:
    there: Any = col(Answer.id) == answer_id
    return answered.find(db, there, None)[0]
