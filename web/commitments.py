"""Promises in public: all of them by where they stand, and each with what became of it."""

from functools import cache
from itertools import groupby
from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import commitments, roadmap, timelines
from models.commitments import Commitment
from models.statuses import CommitmentState
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order
from web.kit.visit import Visit, found

FIELDS = ("id", "promise", "who", "state", "promised_on", "first_due", "due_on", "late", "moved_because", "begun_at",
          "delivered_at", "kept_late", "dropped_at", "how_it_ended", "evidence_link", "answer_id", "about", "call_id",
          "call", "team")


@cache
def _in_order() -> Order:
    """Where they stand, then the day: which day it is depends on where the site is."""
    return Order(((roadmap.RANK, False), (roadmap.days(), False), (Commitment.id, False)))  # type: ignore[arg-type]


def index(visit: Visit) -> Response:
    state = CommitmentState(visit.asked("state")) if visit.asked("state") in set(CommitmentState) else None
    asked = {"state": state.value if state else "", "call": visit.asked_id("call")}
    rows = roadmap.listed(call_id=visit.asked_id("call"), state=state)
    page = paging.fetch(visit.db, rows, _in_order(), **visit.place())
    here = "commitments.index" if visit.format == "html" else "commitments.index_as"
    more = visit.link(here, **visit.request.path_params, **asked, after=page.after) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row) for row in page.rows]
        return formats.answer(visit, title="Promises", names=FIELDS, entries=entries, next_path=more)
    return visit.render("commitments/index.html", groups=_groups(page.rows), more=more, asked=asked,
                        links=_links(visit, asked), **_choices(visit, asked))


def _groups(rows: Any) -> list[tuple[CommitmentState, list[tuple[str, list[Any]]]]]:
    """By where they stand, and within that by quarter: they come in that order."""
    return [(state, [(quarter, list(here)) for quarter, here in groupby(of_state, roadmap.quarter)])
            for state, of_state in groupby(rows, lambda row: row.state)]


def _links(visit: Visit, asked: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, visit.link("commitments.index_as", format=ending, **asked)) for name, ending in formats.NAMED]


def _choices(visit: Visit, asked: dict[str, Any]) -> dict[str, Any]:
    """What the list can be narrowed by: only calls that something was promised to. And how many stand where, and
    were kept late."""
    rows = visit.db.execute(roadmap.counts()).all()
    here = [row for row in rows if asked["call"] in (None, row.call_id)]
    return {
        "states": [(state.value, state.words) for state in roadmap.IN_ORDER],
        "calls": sorted({(row.call_id, row.question) for row in rows if row.call_id}, key=lambda pair: pair[1]),
        "counted": {one: sum(row.promises for row in here if row.state is one) for one in CommitmentState},
        "kept_late": sum(row.kept_late for row in here),
        "narrowed": any(asked.values()),
    }


def _entry(visit: Visit, row: Any) -> Entry:
    fields = {
        "id": row.id, "promise": row.promise, "who": row.who, "state": row.state.value, "promised_on": row.published_at,
        "first_due": row.first_due, "due_on": row.due_on, "late": row.late, "moved_because": row.moved_because,
        "begun_at": row.begun_at, "delivered_at": row.delivered_at, "kept_late": row.kept_late,
        "dropped_at": row.dropped_at,
        "how_it_ended": row.how_it_ended, "evidence_link": row.link, "answer_id": row.answer_id, "about": row.about,
        "call_id": row.call_id, "call": row.question, "team": row.team,
    }
    at = row.ended_at or row.begun_at or row.published_at
    return Entry(f"{row.state.words}: {row.promise}", visit.link("commitments.show", commitment_id=row.id), at,
                 row.how_it_ended or row.moved_because or row.who, fields)


def show(visit: Visit, commitment_id: int) -> Response:
    row = _row(visit, commitment_id)
    commitment = visit.db.get_one(Commitment, commitment_id)
    happened = visit.db.exec(commitments.progress(commitment_id)).all()
    since = max(commitment.made_at, row.published_at)
    return visit.render("commitments/show.html", row=row, commitment=commitment,
                        steps=timelines.of_commitment(commitment, since, happened))


def data(visit: Visit, commitment_id: int) -> Response:
    """A promise with everything that happened to it."""
    entry = _entry(visit, _row(visit, commitment_id))
    happened = visit.db.exec(commitments.progress(commitment_id)).all()
    entry.fields["progress"] = [
        {"what": row.kind.value, "words": row.words, "sentence": row.sentence, "at": formats.plain(row.at)}
        for row in happened]
    return formats.one(entry)


def _row(visit: Visit, commitment_id: int) -> Any:
    return found(visit.db.execute(roadmap.listed().where(col(Commitment.id) == commitment_id)).first())
