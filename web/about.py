"""What the site says about itself."""

from starlette.responses import Response

from web.kit.visit import Visit


def data(visit: Visit) -> Response:
    return visit.render("about/data.html")


def accessibility(visit: Visit) -> Response:
    return visit.render("about/accessibility.html")


def privacy(visit: Visit) -> Response:
    return visit.render("about/privacy.html")
