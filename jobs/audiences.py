"""Who is told of an event, one function a kind. How they are told is notify's part."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models import answers, audiences, joining, outcomes, slices, subscriptions
from models.accounts import Account
from models.answers import Answer
from models.comments import Comment
from models.decisions import Decision
from models.history import Event
from models.ideas import Idea
from models.questions import Asking
from models.statuses import CallState
from models.subscriptions import Subscription
from models.themes import Theme

Told = dict[int, dict[str, Any]]


def of(db: Session, event: Event) -> Told:
    """Account ids with what each is told besides the event itself. Whoever did it is not told."""
    told = KINDS[event.kind](db, event)
    told.pop(event.by_id or 0, None)
    return told


def _followers(db: Session, idea_ids: Iterable[int], *conditions: ColumnElement[bool]) -> Told:
    """Who follows one of these ideas, each with one that they follow."""
    told: Told = {}
    for ids in slices.of(sorted(idea_ids, reverse=True)):
        rows = select(Subscription.account_id, Subscription.idea_id).where(
            col(Subscription.idea_id).in_(ids), *conditions)
        for account_id, idea_id in db.exec(rows.order_by(col(Subscription.id).desc())):
            told[account_id] = {"idea_id": idea_id}
    return told


def _followers_of_call(db: Session, call_id: int, *conditions: ColumnElement[bool]) -> Told:
    rows = select(Subscription.account_id).where(Subscription.call_id == call_id, *conditions)
    return {account_id: {"call": call_id} for account_id in db.exec(rows)}


def comment_written(db: Session, event: Event) -> Told:
    comment = db.get(Comment, event.comment_id)
    told = _followers(db, [event.idea_id or 0])
    if comment is not None and comment.parent_id is not None:
        above = db.get_one(Comment, comment.parent_id)
        for person in _speak_there(db, above):
            if _hears(db, person, above, told):
                told[person] = {"idea_id": event.idea_id, "reply": True}
    return told


def _speak_there(db: Session, above: Comment) -> list[int]:
    """Who is replied to: its author; below a question the one who was asked, too."""
    asked = select(Asking.account_id).where(Asking.comment_id == above.id, col(Asking.response_id).is_not(None))
    return [*([above.author_id] if above.author_id else []), *(db.exec(asked) if above.question_id else [])]


def _hears(db: Session, person: int, comment: Comment, followers: Told) -> bool:
    """Whether they want to know of a reply: not, when they have ended the mails about the idea since."""
    return person in followers or not subscriptions.ended(db, person, comment.written_at, idea_id=comment.idea_id)


def author_told_why(db: Session, event: Event) -> Told:
    decision = db.get(Decision, event.data["decision"])
    thing = db.get(Comment, event.comment_id) if event.comment_id else db.get(Idea, event.idea_id)
    if thing is None or thing.author_id is None:
        return {}
    return {thing.author_id: {"idea_id": event.idea_id, "reason": decision.reason if decision else ""}}


def joined(db: Session, event: Event) -> Told:
    """Whoever wrote, supports or follows it, or an idea that went along with it."""
    rows = db.execute(joining.people([event.idea_id or 0, *event.data.get("along", [])]))
    return {row.account_id: {"idea_id": event.idea_id} for row in rows}


def answered(db: Session, event: Event) -> Told:
    """Everyone whose idea the answer covers, with their own passages, and whoever follows one of these ideas."""
    answer = db.get(Answer, event.answer_id)
    if answer is None:
        return {}
    covered = db.execute(answers.covered(answer.id)).scalars()
    return _followers(db, covered) | _authors(db.execute(answers.contributors(answer.id)))


def promised(db: Session, event: Event) -> Told:
    """The same of what became of a promise, unless it was said that nobody need be told."""
    return answered(db, event) if event.data.get("tell", True) else {}


def corrected(db: Session, event: Event) -> Told:
    """Of these, who was told of the reading that was put right."""
    told = promised(db, event)
    known = set(db.execute(outcomes.told_of(event.answer_id or 0, event.data["reading"])).scalars()) if told else set()
    return {person: told[person] for person in told if person in known}


def published(db: Session, event: Event) -> Told:
    """These, and whoever follows the call of the theme that is answered: each once, for what concerns them most."""
    if event.data.get("quiet"):
        return {}
    return _followers_of_its_call(db, event) | answered(db, event)


def _followers_of_its_call(db: Session, event: Event, *conditions: ColumnElement[bool]) -> Told:
    theme = db.get(Theme, event.theme_id) if event.theme_id else None
    call_id = theme.call_id if theme else None
    return _followers_of_call(db, call_id, *conditions) if call_id is not None else {}


def told_later(db: Session, event: Event) -> Told:
    """The same people for an answer that was made public before, but for those who were told of it meanwhile."""
    answer_id = event.answer_id or 0
    covered, not_told = db.execute(answers.covered(answer_id)).scalars(), audiences.not_told(answer_id)
    rows = db.execute(answers.contributors(answer_id).where(audiences.untold(answer_id)))
    return _followers_of_its_call(db, event, not_told) | _followers(db, covered, not_told) | _authors(rows)


def translated(db: Session, event: Event) -> Told:
    """Of those whom the answer concerns, who would like to read it in this language."""
    told = published(db, event)
    wish = select(Account.id).where(Account.language == event.data["language"])
    theirs = {id for ids in slices.of(sorted(told)) for id in db.exec(wish.where(col(Account.id).in_(ids)))}
    return {person: told[person] for person in told if person in theirs}


def called(db: Session, event: Event) -> Told:
    """Nobody, when a call that was answered is read again: it was closed long before."""
    again = event.kind == "call.closed" and event.data.get("before") == CallState.ANSWERED
    return {} if again else _followers_of_call(db, event.call_id or 0)


def reached(db: Session, event: Event) -> Told:
    """The same for ideas that came to an answer later, but for those who were told of it before."""
    answer_id, late = event.answer_id or 0, set(event.data["ideas"])
    covered = late & set(db.execute(answers.covered(answer_id)).scalars())
    rows = db.execute(answers.contributors(answer_id).where(audiences.untold(answer_id)))
    return _followers(db, covered, audiences.not_told(answer_id)) | _authors(row for row in rows if row.idea_id in late)


def _authors(rows: Iterable[Any]) -> Told:
    """Who wrote the ideas, each with their own passages."""
    told: Told = {}
    for row in rows:
        mine = told.setdefault(row.account_id, {"idea_id": row.idea_id, "passages": []})
        mine["passages"].append({"idea_id": row.idea_id, "reference": row.reference, "words": row.words})
    return told


def asked(db: Session, event: Event) -> Told:
    """Everyone who is asked a question, each with the words of theirs that it is about."""
    rows = answers.each_with_words().join(Asking, col(Asking.idea_id) == Idea.id).order_by(None)
    rows = rows.add_columns(col(Asking.id).label("asking"), col(Asking.account_id).label("person"))
    return {
        row.person: {"idea_id": row.idea_id, "asking": row.asking, "passages": [
            {"idea_id": row.idea_id, "reference": row.reference, "words": row.words or row.title}]}
        for row in db.execute(rows.where(col(Asking.question_id) == event.data["question"]))
    }


KINDS: dict[str, Callable[[Session, Event], Told]] = {
    "comment.written": comment_written,
    "comment.hidden": author_told_why,
    "comment.restored": author_told_why,
    "idea.hidden": author_told_why,
    "idea.restored": author_told_why,
    "version.hidden": author_told_why,
    "version.restored": author_told_why,
    "idea.joined": joined,
    "question.asked": asked,
    "answer.published": published,
    "answer.reached": reached,
    "commitment.moved": promised,
    "commitment.reworded": promised,
    "commitment.delivered": promised,
    "commitment.dropped": promised,
    "answer.told": told_later,
    "answer.amended": published,
    "answer.translated": translated,
    "outcome.measured": answered,
    "outcome.corrected": corrected,
    "call.opened": called,
    "call.closed": called,
    "call.answered": called,
}
