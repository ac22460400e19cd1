"""The front page."""

from starlette.responses import Response

from web.kit.visit import Visit


def show(visit: Visit) -> Response:
    return visit.render("home/show.html")
