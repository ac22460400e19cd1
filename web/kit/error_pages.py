"""The page a person gets when something did not work: in the site's own words, with the right status, never a trace."""

from traceback import extract_tb

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from models.database import open_session
from web.kit.visit import Visit

log = structlog.get_logger()


async def http_error(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, HTTPException) else HTTPException(500)
    return error_page(request, known.status_code, dict(known.headers or {}))


async def sign_in_needed(request: Request, error: Exception) -> Response:
    links = request.app.state.links
    back = request.url.path if request.method == "GET" else request.headers.get("referer", "")
    target = links.to("sign_ins.new", next=_own_path(request, back))
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def _own_path(request: Request, address: str) -> str:
    own = f"{request.url.scheme}://{request.url.netloc}"
    path = address.removeprefix(own)
    return path if path.startswith("/") and not path.startswith("//") else ""


async def database_away(request: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not _passes(error):
        return await unexpected(request, error)
    log.warning("database away", error=type(error).__name__)
    return error_page(request, 503, {"Retry-After": "5"})


def _passes(error: DBAPIError) -> bool:
    """Whether it is about the server and not about what was asked: away, full, shutting down, read-only for now."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, OperationalError) or state == "25006" or state[:2] in {"08", "53", "57", "58"}


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
    if request.scope.get("path", "").endswith((".json", ".csv", ".atom")):
        return PlainTextResponse(f"{status}", status, headers)
    try:
        account = request.scope.get("folkmoot.account")
        visit = Visit(request, open_session(), account)  # opens no connection: an error page asks the database nothing
        typed = dict(request.scope.get("folkmoot.typed", {}))
        html = request.app.state.templates.get_template("errors/error.html").render(
            visit=visit, account=account, status=status, typed=typed)
    except Exception:  # the last resort must not fail for want of a template
        log.exception("error page failed")
        return PlainTextResponse("Something went wrong on our side. Try again in a moment.", status, headers)
    return Response(html, status, headers, media_type="text/html")

