"""Ending the mails with one click, from the mail itself and without signing in."""

from starlette.responses import Response

from models import unsubscribing
from models.accounts import Account
from web.kit.errors import NotFound
from web.kit.visit import Visit


def show(visit: Visit, token: str) -> Response:
    return visit.render("unsubscribing/show.html", person=_holder(visit, token), token=token)


def stop(visit: Visit, token: str) -> Response:
    """Also what a mail program sends by itself (RFC 8058)."""
    unsubscribing.stop(visit.db, _holder(visit, token))
    return visit.redirect("unsubscribing.show", token=token, done="unsubscribed")


def _holder(visit: Visit, token: str) -> Account:
    account = unsubscribing.account_of(visit.db, token)
    if account is None:
        raise NotFound
    return account
