"""A theme's journal: who changed what in it, and when, as sentences made of its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Integer, Select, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import acts, officers, passages, undoing
from models.accounts import Account
from models.acts import Act
from models.answers import Answer
from models.history import Event
from models.themes import Theme
from models.wording import going_on, plural

QUOTED = 12  # ideas named in one line

# Each goes on after the name of who did it. {ideas} is how many, {before} and {after} are names.
SENTENCES = {
    "theme.made": "made this theme",
    "theme.renamed": "renamed it from “{before}” to “{after}”",
    "theme.gained": "moved {ideas} here",
    "theme.lost": "moved {ideas} out",
    "theme.kept": "kept {ideas} here",
    passages.CHOSEN: "chose other words to answer",
    "theme.merged": "merged it into another theme, with {ideas}",
    "theme.absorbed": "merged another theme into it, with {ideas}",
    "theme.retired": "closed it",
    "theme.put_aside": "put it aside: {reason}",
    "theme.taken_up": "took it up again",
    "work.assigned": "gave it to {receiver}",
    "theme.found_right": "found it right as it is, where the machine said “{doubt}”",
    "theme.proposal_refused": "refused the proposal to {proposed}",
    "theme.undone": "took back that {what}",
    "answer.drafted": "began a draft answer",
    "answer.review_asked": "asked for a second reader",
    "answer.approved": "approved the draft answer",
    "answer.sent_back": "sent the draft answer back: {reason}",
    "answer.scheduled": "set the hour at which the answer becomes public",
    "answer.called_off": "called that hour off",
    "answer.published": "published an answer",
    "answer.amendment_begun": "began a new text of the answer",
    "answer.amendment_review_asked": "asked for a second reader of the new text",
    "answer.amendment_approved": "approved the new text",
    "answer.amendment_sent_back": "sent the new text back: {reason}",
    "answer.amendment_dropped": "threw the new text away",
    "answer.translation_saved": "saved the answer in another language",
    "answer.translation_review_asked": "asked for a second reader of the answer in another language",
    "answer.translation_approved": "approved the answer in another language",
    "answer.translation_sent_back": "sent the answer in another language back: {reason}",
    "answer.translation_dropped": "threw a text in another language away",
    "answer.translated": "made the answer public in another language",
    "answer.amended": "put the answer right",
    "theme.delayed": "said why the answer is late: {reason}",
    "question.asked": "asked people a question",
    "question.closed": "closed a question to people",
    "commitment.moved": "moved the day of a promise",
    "commitment.reworded": "put the words of a promise right",
    "commitment.delivered": "said that a promise is kept",
    "commitment.dropped": "said that a promise will not be kept",
    "outcome.measured": "recorded a result",
    "outcome.corrected": "put a result right",
}
PROPOSED = {
    "new": "make a new theme", "move": "move ideas", "merge": "merge two themes", "split": "split some ideas off",
    "retire": "close it",
}
TAKEN_BACK = {
    "moved": "{ideas} had moved", "split": "{ideas} had been split off", "kept": "{ideas} had been kept",
    "merged": "two themes were merged", "closed": "it was closed", "refused": "a proposal was refused",
    "found-right": "it was found right as it is",
}
PREPOSITIONS = {"theme.gained": "from", "theme.lost": "to", "theme.merged": "to", "theme.absorbed": "from",
                "theme.found_right": "beside"}
TELL_OF_UNDOING = frozenset({"theme.undone"})
Doer: Any = aliased(Account, name="doer")


@dataclass(frozen=True)
class Line:
    """One thing that was done. `others`: the themes it was done with; `act`: what can be undone, while it can.
    `answered`: that it cannot since an answer was published."""

    at: datetime
    who: str
    words: str
    link: str
    others: list[tuple[int, str]]
    ideas: list[int]
    more: int
    act: int | None
    answered: bool
    undone: bool


@cache
def rows() -> Select[Any]:
    """What happened to a `theme`, to be put in the order of the events' ids."""
    columns: list[Any] = [Event.id, Event.kind, Event.at, Event.data, Event.by_id, col(Doer.name).label("who"),
                          col(Act.id).label("act_id"), Act.undone_at, Act.change_id,
                          col(Act.kind).label("act"), col(Act.at).label("done_at"), Act.theme_id, Act.other_theme_id]
    mine = sa.select(*columns).outerjoin(Doer, Doer.id == Event.by_id)
    mine = mine.outerjoin(Act, col(Act.id) == sa.cast(col(Event.data)["act"].astext, sa.Integer))
    return mine.where(col(Event.theme_id) == bindparam("theme", type_=Integer), col(Event.kind).in_(SENTENCES))


def told(db: Session, found: Iterable[Any]) -> list[Line]:
    """The lines of a page of events, with the names that the other themes have now."""
    events = list(found)
    ids = {theme for event in events for theme in _themes(event)}
    last = undoing.last_told(col(Answer.theme_id) == Theme.id).correlate(Theme).scalar_subquery()
    themes = db.exec(select(Theme.id, Theme.title, last).where(col(Theme.id).in_(ids))).all() if ids else []
    names, last_told = {id: title for id, title, _ in themes}, {id: at for id, _, at in themes if at}
    receivers = officers.names(db, [event.data for event in events if "account" in event.data])
    bodies = passages.bodies(db, events)
    return [_line(event, names, receivers, bodies, last_told) for event in events]


def _themes(event: Any) -> set[int]:
    """The themes that it was done with, as far as this line knows them."""
    return {event.theme_id, event.other_theme_id, *event.data.get("others", [])} - {None}


def _line(
    event: Any, names: Mapping[int, str], receivers: Mapping[Any, str], bodies: Mapping[int, str],
    last_told: Mapping[int, datetime],
) -> Line:
    data, done = event.data, event.kind not in TELL_OF_UNDOING
    ideas = data.get("ideas", []) if isinstance(data.get("ideas"), list) else []
    others = [(other, names[other]) for other in data.get("others", []) if other in names]
    can = done and event.undone_at is None and event.act_id is not None and acts.recent(event.at)
    answered = can and event.act in acts.MOVES_IDEAS and any(
        last_told[theme] > event.done_at for theme in _themes(event) if theme in last_told)
    words = passages.told(data, bodies) if event.kind == passages.CHOSEN else _words(event, receivers)
    return Line(
        at=event.at, who=event.who or ("A person" if event.by_id else "The machine"), words=words,
        link=PREPOSITIONS.get(event.kind, "") if others else "", others=others, ideas=ideas[:QUOTED],
        more=max(len(ideas) - QUOTED, 0), act=event.act_id if can and not answered else None,
        answered=answered, undone=done and event.undone_at is not None)


def _words(event: Any, receivers: Mapping[Any, str]) -> str:
    data = event.data
    many = data.get("ideas", data.get("count", 0))
    ideas = plural(len(many) if isinstance(many, list) else many, "idea")
    if event.kind == "theme.renamed" and data.get("before") == data.get("after"):
        return "changed what it says it is about"
    said = SENTENCES[event.kind].format(
        ideas=ideas, before=data.get("before", ""), after=data.get("after", ""),
        reason=data.get("reason", "").removesuffix("."), receiver=officers.receiver(data, receivers),
        doubt=data.get("doubt", ""), proposed=PROPOSED.get(data.get("proposed", ""), ""),
        what=TAKEN_BACK.get(data.get("what", ""), "something was done").format(ideas=ideas))
    accepted = event.change_id is not None and event.kind in PREPOSITIONS
    return f"{said}, as was proposed" if accepted else going_on(said)
