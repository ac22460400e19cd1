"""The page a person gets when something did not work: in the site's own words, with the right status, never a trace."""

from contextlib import suppress
from traceback import extract_tb
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from models.database import open_session
from web.kit import formats, rendering
from web.kit.visit import Visit

NO_WORDS = frozenset({"wanted", "follow", "parent", "meant", "heard", "private", "mail_choice", "alone", "to", "there",
                      "show", "sort"})

log = structlog.get_logger()


async def http_error(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, HTTPException) else HTTPException(500)
    return error_page(request, known.status_code, dict(known.headers or {}))


async def sign_in_needed(request: Request, error: Exception) -> Response:
    """Leads to signing in, and from there back. Words that came from a page without JavaScript are shown, not lost."""
    back = _own_path(request, str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
    typed = _words(request)
    if request.method == "POST" and back and not typed:
        back += ("&" if "?" in back else "?") + "done=once-more"
    target = request.app.state.links.to("sign_ins.new", next=back)
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": target})
    if not typed:
        return RedirectResponse(target, 303)
    return _page(request, "errors/sign_in.html", 401, {}, next=back, typed=typed)


def _words(request: Request) -> dict[str, str]:
    """What somebody wrote into the form, without what its buttons, boxes and hidden numbers say."""
    typed = request.scope.get("folkmoot.typed", {})
    said = {name: words for name, words in typed.items() if words.strip() and name not in NO_WORDS}
    return {name: words for name, words in said.items() if not (words.isdigit() and len(words) < 10)}


def _own_path(request: Request, address: str) -> str:
    """The path and the query of an address of this site; nothing of any other's."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.netloc == request.url.netloc and not parts.path.startswith("//"):
            return parts._replace(scheme="", netloc="", fragment="").geturl()
    return ""


async def database_away(request: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not _passes(error):
        return await unexpected(request, error)
    log.warning("database away", error=type(error).__name__)
    return error_page(request, 503, {"Retry-After": "5"})


def _passes(error: DBAPIError) -> bool:
    """Whether it is about the server and not about what was asked: away, full, shutting down, read-only for now."""
    code = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, OperationalError) or code == "25006" or code[:2] in {"08", "53", "57", "58"}


async def unexpected(request: Request, error: Exception) -> Response:
    """The log says where it happened, and never what somebody typed."""
    frames = extract_tb(error.__traceback__)[-12:]
    where = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("unexpected error", error=type(error).__name__, page=_route_of(request), where=where)
    return error_page(request, 500, {})


def _route_of(request: Request) -> str:
    """The route's own path: the address itself can hold a key that signs somebody in."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))


def error_page(request: Request, status: int, headers: dict[str, str]) -> Response:
    if request.scope.get("path", "").endswith(tuple(f".{ending}" for ending in formats.ENDINGS)):
        return PlainTextResponse(f"{status}", status, headers)
    wait = headers.get("Retry-After", "")
    return _page(request, "errors/error.html", status, headers, status=status, typed=_words(request),
                 retry_after=int(wait) if wait.isdigit() else None)


def _page(request: Request, template: str, code: int, headers: dict[str, str], **context: Any) -> Response:
    try:
        account = request.scope.get("folkmoot.account")
        visit = Visit(request, open_session(), account)  # opens no connection: an error page asks the database nothing
        html = request.app.state.templates.get_template(template).render(visit=visit, account=account, **context)
    except Exception:  # the last resort must not fail for want of a template
        log.exception("error page failed")
        return PlainTextResponse("Something went wrong on our side. Try again in a moment.", code, headers)
    return Response(html, code, headers | rendering.made_from(template), media_type="text/html")

