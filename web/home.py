"""The front page."""

from starlette.responses import Response

from models import calls, front, listings
from models.listings import Sorting, Wanted
from web.kit import paging
from web.kit.paging import Order
from web.kit.visit import Visit

WAITING = 3


def show(visit: Visit) -> Response:
    longest = Wanted(sorting=Sorting.WAITING)
    waiting = listings.cards(visit.account).where(*listings.conditions(longest))
    return visit.render(
        "home/show.html", figures=front.figures(visit.db), calls=visit.db.exec(calls.open_now()).all(),
        answered=visit.db.execute(front.lately_answered()).all(),
        changed=visit.db.execute(front.lately_changed()).all(),
        waiting=paging.fetch(visit.db, waiting, Order(listings.order(longest.sorting)), after="", size=WAITING).rows,
    )
