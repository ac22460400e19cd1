"""A theme's journal at the desk: everything that was done to it, each line with what can be undone."""

from sqlmodel import select
from starlette.responses import Response

from models import ideas, journals
from models.history import Event
from models.themes import Theme
from web.kit import paging
from web.kit.paging import Order
from web.kit.visit import Visit

LINES = 40
NEWEST = Order(((Event.id, True),))  # type: ignore[arg-type]


def show(visit: Visit, theme_id: int) -> Response:
    theme = visit.one(select(Theme).where(Theme.id == theme_id))
    page = paging.fetch(visit.db, journals.rows(), NEWEST, after=visit.asked("after"), size=LINES,
                        given={"theme": theme.id})
    return visit.render("desk/journal.html", theme=theme, lines=journals.told(visit.db, page.rows), page=page,
                        reference=ideas.reference_of)
