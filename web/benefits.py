"""The register of benefits in public: kinds apart, totals that say how many rows they rest on, every row shown."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import benefits, restatements, roadmap
from models.benefits import Benefit, BenefitKind
from models.restatements import Restatement
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order
from web.kit.visit import Visit, found

BY_KIND = Order(((benefits.RANK, False), (Benefit.id, False)))  # type: ignore[arg-type]
SAID = ("kind", "what", "amount", "unit", "since", "cost_once", "cost_yearly", "who_benefits", "owner_name",
        "owner_role", "confidence", "source", "budget_line", "made_at", "taken_back_at", "taken_back_because")
FIELDS = ("id", "reference", *SAID, "counted_under", "counted", "measure", "answer_id", "about", "call_id", "call",
          "team")


def index(visit: Visit) -> Response:
    call_id = visit.asked_id("call")
    page = paging.fetch(visit.db, benefits.listed(call_id=call_id), BY_KIND, **visit.place())
    here = "benefits.index" if visit.format == "html" else "benefits.index_as"
    more = visit.link(here, **visit.request.path_params, call=call_id, after=page.after) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row) for row in page.rows]
        return formats.answer(visit, title="Benefits", names=FIELDS, entries=entries, next_path=more)
    links = [(name, visit.link("benefits.index_as", format=ending, call=call_id)) for name, ending in formats.NAMED]
    groups = [(kind, list(rows)) for kind, rows in groupby(page.rows, lambda row: row.Benefit.kind)]
    return visit.render("benefits/index.html", groups=groups, more=more, links=links, call_id=call_id,
                        amount=benefits.amount, totals=_totals(visit, call_id),
                        cost=benefits.cost(visit.db, call_id=call_id), calls=_calls(visit))


def _totals(visit: Visit, call_id: int | None) -> dict[BenefitKind, list[benefits.Total]]:
    found = benefits.totals(visit.db, call_id=call_id)
    return {kind: [total for total in found if total.kind is kind] for kind in benefits.KINDS}


def _calls(visit: Visit) -> list[tuple[int, str]]:
    """What the register can be narrowed by: only calls that something was promised to."""
    rows = visit.db.execute(roadmap.calls_with(Benefit)).all()
    return sorted(((row.call_id, row.question) for row in rows), key=lambda pair: pair[1])


def _entry(visit: Visit, row: Any) -> Entry:
    one = row.Benefit
    under = benefits.reference(one.counted_under_id) if one.counted_under_id else None
    fields = {"id": one.id, "reference": one.reference} | {name: getattr(one, name) for name in SAID} | {
        "counted_under": under, "counted": under is None and one.taken_back_at is None, "measure": row.measure,
        "answer_id": row.answer_id, "about": row.about, "call_id": row.call_id, "call": row.question, "team": row.team}
    path = visit.link("benefits.show", benefit_id=one.id)
    return Entry(f"{one.kind.words}: {one.what}", path, one.taken_back_at or one.made_at, one.amount_words, fields)


def show(visit: Visit, benefit_id: int) -> Response:
    return visit.render("benefits/show.html", row=_row(visit, benefit_id), earlier=_earlier(visit, benefit_id))


def _earlier(visit: Visit, benefit_id: int) -> Sequence[Restatement]:
    return visit.db.exec(restatements.of_benefit(benefit_id)).all()


def data(visit: Visit, benefit_id: int) -> Response:
    entry = _entry(visit, _row(visit, benefit_id))
    entry.fields["earlier"] = [{"because": one.because, "at": formats.plain(one.at), "was": dict(one.was)}
                               for one in _earlier(visit, benefit_id)]
    return formats.one(entry)


def _row(visit: Visit, benefit_id: int) -> Any:
    return found(visit.db.execute(benefits.listed().where(col(Benefit.id) == benefit_id)).first())
