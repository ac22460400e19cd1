"""Ending mails with one click, from the mail itself and without signing in."""

from starlette.responses import Response

from models import unsubscribing
from models.unsubscribing import Ending
from web.kit.visit import Visit, found


def show(visit: Visit, token: str) -> Response:
    ending = _ending(visit, token)
    ended = unsubscribing.ended(visit.db, ending)
    return visit.render("unsubscribing/show.html", ending=ending, ended=ended, token=token)


def stop(visit: Visit, token: str) -> Response:
    """Also what a mail program sends by itself (RFC 8058)."""
    unsubscribing.end(visit.db, _ending(visit, token))
    return visit.redirect("unsubscribing.show", token=token, done="unsubscribed")


def _ending(visit: Visit, token: str) -> Ending:
    return found(unsubscribing.ending(visit.db, token))
