"""What becomes of one idea, theme, answer or call, as a feed: what happened, the newest first.

An entry is an event, dated by when it was recorded: what is entered late is news all the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter

import sqlalchemy as sa
from sqlmodel import col, select
from starlette.responses import RedirectResponse, Response

from models import answer_lists, answered, calls, findings, overviews, timelines
from models.answered import Answered
from models.answers import Answer
from models.calls import Call
from models.history import Event
from web import ideas
from web.kit import formats
from web.kit.formats import Entry
from web.kit.visit import Visit, found

MOST = 50
MOVES = {"call.opened": "Open for ideas", "call.closed": "Closed: it is being read", "call.answered": "Answered"}
GIVEN, RIGHTED = "answer.published", "answer.amended"
MEASURED, CORRECTED = "outcome.measured", "outcome.corrected"
PROMISES = ("commitment.moved", "commitment.reworded", "commitment.delivered", "commitment.dropped")


def of_idea(visit: Visit, idea_id: int) -> Response:
    """A step of its own has no row: its moment is its id, for its words change when more ideas join its theme."""
    story, given = ideas.in_public(visit, idea_id)
    path, at_once = visit.link("ideas.show", idea_id=idea_id), Counter[datetime]()
    own = []
    for step in timelines.so_far(story, given):
        if isinstance(step.on, datetime):
            at_once[step.on] += 1
            own.append(Entry(step.what, step.href or path, step.on, step.note, {},
                             f"{path}#{step.on.isoformat()}-{at_once[step.on]}"))
    return _feed(visit, story.idea.title, [*own, *_of_answers(visit, given, but=GIVEN)])


def of_theme(visit: Visit, theme_id: int) -> Response:
    theme = found(overviews.theme(visit.db, theme_id, None))
    if theme.merged_into_id is not None:
        return RedirectResponse(visit.link("feeds.of_theme", theme_id=theme.merged_into_id), 301)
    path = visit.link("themes.show", theme_id=theme_id)
    made = Entry("Became a theme", path, theme.made_at, theme.description, {})
    given = answered.for_theme(visit.db, theme_id, None)
    return _feed(visit, theme.title, [made, *_of_answers(visit, given)])


def of_answer(visit: Visit, answer_id: int) -> Response:
    row = found(visit.db.execute(answer_lists.listed().where(col(Answer.id) == answer_id)).first())
    given = answered.find(visit.db, col(Answer.id) == answer_id, None)
    return _feed(visit, row.about, _of_answers(visit, given))


def of_call(visit: Visit, call_id: int) -> Response:
    call = visit.one(calls.visible_to(None).where(Call.id == call_id))
    path = visit.link("calls.show", call_id=call_id)
    moved = visit.db.exec(select(Event).where(Event.call_id == call_id, col(Event.kind).in_(MOVES))).all()
    own = [Entry(MOVES[event.kind], path, event.at, "", {}, f"{path}#{event.id}") for event in moved]
    here = sa.select(answer_lists.listed(call_id=call_id).with_only_columns(col(Answer.id)).subquery().c.id)
    given = answered.find(visit.db, col(Answer.id).in_(here), None)
    return _feed(visit, call.question, [*own, *_of_answers(visit, given)])


def _of_answers(visit: Visit, given: Iterable[Answered], but: str = "") -> Iterator[Entry]:
    """What was answered, put right, moved, delivered, dropped, measured and corrected."""
    told = {one.answer.id: one for one in given}
    kinds = [kind for kind in (GIVEN, RIGHTED, MEASURED, CORRECTED, *PROMISES) if kind != but]
    for event in visit.db.exec(select(Event).where(col(Event.answer_id).in_(told), col(Event.kind).in_(kinds))):
        one = told[event.answer_id or 0]
        words = _words(event, one)
        if words is not None:
            what, note, path = words
            yield Entry(what, path, event.at, note, {}, f"/answers/{one.answer.id}#{event.id}")


def _words(event: Event, told: Answered) -> tuple[str, str, str] | None:
    """What happened, what is said of it, and the page that tells it. None where its row is gone."""
    path = f"/answers/{told.answer.id}"
    if event.kind == GIVEN:
        return f"{told.answer.verdict_words}: {told.about}", told.short, path
    if event.kind == RIGHTED:
        return f"Put right: {told.about}", told.short, f"{path}/versions"
    if event.kind == MEASURED:
        return _reading(event, told, path)
    if event.kind == CORRECTED:
        return _correction(event, told, path)
    for row in told.progress:
        if row.id == event.data.get("progress"):
            promised = next(one.promise for one in told.commitments if one.id == row.commitment_id)
            return f"{row.words}: {promised}", row.sentence, f"/commitments/{row.commitment_id}"
    return None


def _reading(event: Event, told: Answered, path: str) -> tuple[str, str, str] | None:
    for measured in told.outcomes:
        for place, reading in enumerate(measured.readings, 1):
            if reading.id == event.data.get("reading"):
                said = findings.sentence(measured.outcome, measured.readings[:place])
                return f"Measured: {measured.outcome.measure}", said, path
    return None


def _correction(event: Event, told: Answered, path: str) -> tuple[str, str, str] | None:
    for measured in told.outcomes:
        for one in measured.corrections:
            if (measured.outcome.id, one.id) == (event.data.get("outcome"), event.data.get("correction")):
                return f"Result put right: {measured.outcome.measure}", one.because, path
    return None


def _feed(visit: Visit, title: str, entries: Iterable[Entry]) -> Response:
    return formats.feed(visit, title, sorted(entries, key=attrgetter("at"), reverse=True)[:MOST])
