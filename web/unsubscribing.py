"""Ending mails with one click, from the mail itself and without signing in."""

from starlette.responses import Response

from models import unsubscribing
from web.kit.visit import Visit


def show(visit: Visit, token: str) -> Response:
    ending = unsubscribing.ending(visit.db, token)
    if ending is None:
        return _cut(visit)
    ended = unsubscribing.ended(visit.db, ending)
    return visit.render("unsubscribing/show.html", ending=ending, ended=ended, token=token)


def stop(visit: Visit, token: str) -> Response:
    """Also what a mail program sends by itself (RFC 8058)."""
    ending = unsubscribing.ending(visit.db, token)
    if ending is None:
        return _cut(visit)
    unsubscribing.end(visit.db, ending)
    if visit.form.get("List-Unsubscribe") == "One-Click":  # a mail program follows no redirect
        return show(visit, token)
    return visit.redirect("unsubscribing.show", token=token, done="unsubscribed")


def _cut(visit: Visit) -> Response:
    """Mail programs cut long links: the page says how mails are stopped all the same."""
    return visit.render("unsubscribing/cut.html", 404)
