"""What the site says about itself."""

from datetime import timedelta

from starlette.responses import PlainTextResponse, Response

from models import clock, search
from models.settings import settings
from models.statuses import Stance
from web import feeds
from web.kit import paging
from web.kit.errors import NotFound
from web.kit.visit import Visit

DAYS = 180  # after which a finder of a fault must ask again where to write
NOT_FOR_ROBOTS = ("/account", "/desk", "/ideas/drafts/", "/ideas/new", "/moderation", "/outbox", "/setbacks",
                  "/sign-in", "/unsubscribe/", "/find")


def data(visit: Visit) -> Response:
    return visit.render("about/data.html", part=paging.LARGEST, best=search.SHOWN,
                        steps=feeds.MOST, stances=list(Stance))


def accessibility(visit: Visit) -> Response:
    return visit.render("about/accessibility.html", contact=settings().contact_email)


def privacy(visit: Visit) -> Response:
    return visit.render("about/privacy.html", contact=settings().contact_email)


def rules(visit: Visit) -> Response:
    return visit.render("about/rules.html", contact=settings().contact_email)


def robots(visit: Visit) -> Response:
    """Everything public may be read by anyone; what belongs to one person or to the desk is nobody else's."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    return PlainTextResponse("\n".join(lines) + "\n")


def security(visit: Visit) -> Response:
    contact = settings().security_contact
    if not contact:
        raise NotFound
    until = (clock.now() + timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return PlainTextResponse(f"Contact: {contact}\nExpires: {until}\n")
