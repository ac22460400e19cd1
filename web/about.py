"""What the site says about itself."""

from starlette.responses import Response

from models import search
from web.kit import paging
from web.kit.visit import Visit


def data(visit: Visit) -> Response:
    return visit.render("about/data.html", part=paging.LARGEST, best=search.SHOWN)


def accessibility(visit: Visit) -> Response:
    return visit.render("about/accessibility.html")


def privacy(visit: Visit) -> Response:
    return visit.render("about/privacy.html")
