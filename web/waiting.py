"""What waits for an answer, in public: the longest first, with the day promised and why it is late."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from models import clock, waiting, wording, working_days
from models.waiting import Show
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order
from web.kit.visit import Visit

LONGEST = Order(tuple((waiting.things().c[name], False) for name in ("since", "kind", "id")))
FIELDS = ("kind", "id", "reference", "title", "ideas", "since", "working_days", "promised_for", "late", "why_late",
          "explained_at", "team", "call_id", "call")


def index(visit: Visit) -> Response:
    call_id, late = visit.asked_id("call"), visit.asked("late")
    show = Show(late) if late in set(Show) else Show.ALL
    page = paging.fetch(visit.db, waiting.rows(call_id, show), LONGEST, **visit.place())
    asked = {"call": call_id, "late": show.value or None}
    here = "waiting.index" if visit.format == "html" else "waiting.index_as"
    more = visit.link(here, **visit.request.path_params, **asked, after=page.after) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row) for row in page.rows]
        return formats.answer(visit, title="Waiting for an answer", names=FIELDS, entries=entries, next_path=more)
    calls = [(row.id, row.question) for row in visit.db.execute(waiting.calls())]
    tally = visit.db.execute(waiting.tally(call_id)).one()
    return visit.render("waiting/index.html", rows=page.rows, more=more, asked=asked, calls=calls, tally=tally,
                        waited=waited)


def waited(since: datetime) -> int:
    """For how many working days something has waited."""
    return working_days.between(wording.local_day(since), clock.today())


def _entry(visit: Visit, row: Any) -> Entry:
    fields = {
        "kind": row.kind, "id": row.id, "reference": row.reference or None, "title": row.title, "ideas": row.voices,
        "since": row.since, "working_days": waited(row.since), "promised_for": row.due, "late": row.late,
        "why_late": row.reason, "explained_at": row.explained_at, "team": row.team, "call_id": row.call_id,
        "call": row.question,
    }
    return Entry(row.title, path_of(visit, row), row.since, row.reason or "", fields)


def path_of(visit: Visit, row: Any) -> str:
    if row.kind == waiting.THEME:
        return visit.link("themes.show", theme_id=row.id)
    return visit.link("ideas.show", idea_id=row.id)
