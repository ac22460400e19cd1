"""A theme's journal at the desk: everything that was done to it, each line with what can be undone."""

from functools import cache

from sqlalchemy import Select
from sqlmodel import select
from starlette.responses import Response

from models import ideas, journals
from models.history import Event
from models.themes import Theme
from web.kit import paging
from web.kit.paging import Order
from web.kit.visit import Visit

LINES = 40


def show(visit: Visit, theme_id: int) -> Response:
    theme = visit.one(select(Theme).where(Theme.id == theme_id))
    order, first = _newest()
    page = paging.fetch(visit.db, journals.rows(), order, after=visit.asked("after"), size=LINES, first=first,
                        given={"theme": theme.id})
    return visit.render("desk/journal.html", theme=theme, lines=journals.told(visit.db, page.rows), page=page,
                        reference=ideas.reference_of)


@cache
def _newest() -> tuple[Order, Select[tuple[object, ...]]]:
    order = Order(((Event.id, True),))  # type: ignore[arg-type]
    return order, paging.keyed(journals.rows(), order, LINES)
