"""The front page."""

from starlette.responses import Response

from models import calls, front
from models.listings import Sorting, Wanted
from web import listings
from web.kit.visit import Visit

WAITING = 3


def show(visit: Visit) -> Response:
    return visit.render(
        "home/show.html",
        figures=visit.db.execute(front.figures()).one(),
        calls=visit.db.exec(calls.open_now()).all(),
        answered=visit.db.execute(front.lately_answered()).all(),
        changed=front.lately_changed(visit.db),
        waiting=listings.first_of(visit, Wanted(sorting=Sorting.WAITING), WAITING),
    )
