"""How well we answer, in public: each figure with what it means, of each call and of all, and as data."""

from starlette.responses import Response

from models import benefits, clock, figures, wording
from models.figures import Figures
from web.kit import formats
from web.kit.formats import Entry
from web.kit.visit import Visit

DEFINED = {
    "ideas": ("Ideas", "Public ideas: published, and neither hidden, taken back nor joined with another."),
    "answered": ("Answered", "Of these, how many a public answer was given to."),
    "median": ("Half were answered within", "Of the answered ideas, half waited this many working days or fewer: from"
               " the day that each was published to the day that an answer was given to it."),
    "in_time": ("Answered in time", "Of the ideas of calls that are answered, or whose promised day is over: how many"
                " were answered by the day that their call promised first. A day that was moved does not count."),
    "heard": ("“It answers my point”", "Of the people who replied to an answer, how many said so. Of fewer than"
              f" {figures.LEAST} replies we say no share."),
    "delivered": ("Promises kept", "Of what public answers promised to do, how much is done."),
    "kept_late": ("Kept late", "Of the promises kept, how many were done after the day that was promised first. A day"
                  " that was moved does not count."),
    "measured": ("Results measured", "Of the measures that public answers named, how many were read at least once."),
}
OF = {"answered": "ideas", "in_time": "promised", "heard": "replies", "delivered": "promises", "kept_late": "delivered",
      "measured": "measures"}
FIELDS = ("call_id", "call", "ideas", "answered", "waiting", "median_working_days", "promised", "in_time", "replies",
          "heard", "partly", "not_heard", "promises", "delivered", "kept_late", "late", "measures", "measured")


def index(visit: Visit) -> Response:
    rows = figures.of_calls(visit.db)
    if visit.format != "html":
        entries = [_entry(visit, row) for row in rows]
        return formats.answer(visit, title="Figures", names=FIELDS, entries=entries, next_path=None)
    longest = max((row.median or 0 for row in rows), default=0) or 1
    return visit.render("figures/index.html", rows=rows, whole=rows[0] if rows else None, defined=DEFINED, cell=cell,
                        saved=benefits.totals(visit.db), amount=benefits.amount, longest=longest)


def _entry(visit: Visit, row: Figures) -> Entry:
    fields = {"call_id": row.call_id, "call": row.name, "median_working_days": row.median} | row.counts
    path = visit.link("calls.show", call_id=row.call_id) if row.call_id else visit.link("figures.index")
    return Entry(row.name, path, clock.now(), f"{row.counts['answered']} of {row.counts['ideas']} answered", fields)


def cell(row: Figures, name: str) -> str:
    """A figure as people read it: a number, a number of days, or how many of how many."""
    if name == "median":
        return wording.plural(row.median, "working day") if row.median is not None else "none yet"
    count = row.counts[name]
    if name not in OF:
        return wording.number(count)
    whole = row.counts[OF[name]]
    if not whole:
        return "none yet"
    said = f"{wording.number(count)} of {wording.number(whole)}"
    share = whole >= wording.FEW and (name != "heard" or row.says_share)
    return f"{said} ({wording.share(count, whole)})" if share else said
