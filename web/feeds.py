"""What becomes of one idea, theme, answer or call, as a feed: each step that was taken, the newest first."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from operator import attrgetter

import sqlalchemy as sa
from sqlmodel import col
from starlette.responses import Response

from models import answer_lists, answered, calls, overviews, timelines
from models.answered import Answered
from models.answers import Answer
from models.calls import Call
from models.history import Event
from models.themes import Theme
from models.timelines import Step
from web import ideas
from web.kit import formats
from web.kit.formats import Entry
from web.kit.visit import Visit, found

MOST = 50
MOVES = {"call.opened": "Open for ideas", "call.closed": "Closed: it is being read", "call.answered": "Answered"}


def of_idea(visit: Visit, idea_id: int) -> Response:
    story, steps = ideas.in_public(visit, idea_id)
    return _feed(visit, story.idea.title, visit.link("ideas.show", idea_id=idea_id), steps)


def of_theme(visit: Visit, theme_id: int) -> Response:
    public = sa.or_(col(Theme.call_id).is_(None), calls.shown_to(None))
    theme = found(visit.db.execute(overviews.of_themes().where(col(Theme.id) == theme_id, public)).first())
    given = answered.for_theme(visit.db, theme_id, None)
    steps = [Step("Became a theme", theme.made_at, ""), *_followed(given)]
    return _feed(visit, theme.title, visit.link("themes.show", theme_id=theme_id), steps)


def of_answer(visit: Visit, answer_id: int) -> Response:
    row = found(visit.db.execute(answer_lists.listed().where(col(Answer.id) == answer_id)).first())
    given = answered.find(visit.db, col(Answer.id) == answer_id, None)
    return _feed(visit, row.about, visit.link("answers.show", answer_id=answer_id), _followed(given))


def of_call(visit: Visit, call_id: int) -> Response:
    call = visit.one(calls.visible_to(None).where(Call.id == call_id))
    newest = overviews.answers_in(call_id, MOST).with_only_columns(col(Answer.id))
    given = answered.find(visit.db, col(Answer.id).in_(newest), None)
    moved = visit.db.execute(sa.select(col(Event.kind), col(Event.at)).where(
        col(Event.call_id) == call_id, col(Event.kind).in_(MOVES)))
    steps = [*(Step(MOVES[kind], at, "") for kind, at in moved), *_followed(given)]
    return _feed(visit, call.question, visit.link("calls.show", call_id=call_id), steps)


def _followed(given: Sequence[Answered]) -> list[Step]:
    return [step for told in given for step in timelines.of_public_answer(told)]


def _feed(visit: Visit, title: str, path: str, steps: Sequence[Step]) -> Response:
    """A step is told from the others by its moment: its words may change, as when more ideas join a theme."""
    at_once: Counter[datetime] = Counter()
    entries = []
    for step in steps:
        if step.done and step.on is not None:
            at = _moment(step.on)
            at_once[at] += 1
            id_ = f"{path}#{at.isoformat()}-{at_once[at]}"
            entries.append(Entry(step.what, step.href or path, at, step.note, {}, id_))
    return formats.feed(visit, title, sorted(entries, key=attrgetter("at"), reverse=True)[:MOST])


def _moment(on: datetime | date) -> datetime:
    return on if isinstance(on, datetime) else datetime.combine(on, time(), tzinfo=UTC)
