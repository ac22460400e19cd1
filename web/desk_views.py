"""Views of the desk's list that an officer keeps under a name."""

from urllib.parse import urlencode

from sqlmodel import select
from starlette.responses import Response

from models import text, views
from models.desk import Sort
from models.handling import Show
from models.views import NAME_LIMIT, View
from web.kit.visit import Visit


def keep(visit: Visit) -> Response:
    """Keeps the list as it stands: call, order, and what it is narrowed to."""
    name, query = text.one_line(str(visit.form.get("name", ""))), _query(visit)
    here = visit.link("desk.index") + (f"?{query}" if query else "")
    if not 0 < text.visible_length(name) <= len(name) <= NAME_LIMIT:
        return visit.go(here, done="view-unnamed")
    try:
        views.keep(visit.db, visit.member, name=name, query=query)
    except views.TooMany:
        return visit.go(here, done="views-full")
    return visit.go(here, done="view-kept")


def _query(visit: Visit) -> str:
    show, sort = str(visit.form.get("show", "")), str(visit.form.get("sort", ""))
    kept = {"call": visit.typed_id("call"), "show": show if show in set(Show) else "",
            "sort": sort if sort in set(Sort) else ""}
    return urlencode({name: value for name, value in kept.items() if value})


def end(visit: Visit, view_id: int) -> Response:
    mine = select(View).where(View.id == view_id, View.account_id == visit.member.id)
    views.end(visit.db, visit.one(mine), by=visit.member)
    return visit.redirect("desk.index", done="view-ended")
