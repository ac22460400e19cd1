"""One request: read the form, then run the handler in a thread with one session and one transaction.

Returning commits, raising rolls back, and the answer leaves only after the commit. A lost race on a unique key is
tried once more: the second look finds what the first request stored.
"""

import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models import database, form_keys, limits, sessions
from models.accounts import Account
from web.kit import cookies, devices, formats, limiting, origin, squeezing
from web.kit.bodies import read_form
from web.kit.errors import NotFound, Refused
from web.kit.guards import Guard, anyone
from web.kit.visit import Visit

Handler = Callable[..., Response]
Endpoint = Callable[[Request], Awaitable[Response]]
LARGEST_ID = 2**31 - 1

log = structlog.get_logger()


def page(
    path: str, handler: Handler, *, post: bool = False, only: Guard = anyone, cached: bool = False, writes: bool = False
) -> Route:
    """An address. `cached`: the same bytes for everyone who is not signed in. `writes`: a GET that may store."""
    name = f"{handler.__module__.rsplit('.', 1)[-1]}.{handler.__name__}"

    async def endpoint(request: Request) -> Response:
        began = time.perf_counter()
        form = FormData()
        if post:
            if origin.refuses(request.method, request.headers, has_session=cookies.present(request.headers)):
                raise Refused
            form = await read_form(request)
            request.scope["folkmoot.typed"] = {name: value for name, value in form.items() if name != "form_key"}
        request.scope["folkmoot.cacheable"] = cached and not cookies.present(request.headers)
        try:
            response = await run_in_threadpool(_answer, handler, only, request, form, post or writes)
        except IntegrityError:
            response = await run_in_threadpool(_answer, handler, only, request, form, post or writes)
        log.info("answered", page=name, status=response.status_code, ms=round((time.perf_counter() - began) * 1000, 1))
        return response

    route = Route(path, endpoint, methods=["POST" if post else "GET"], name=name)
    route.guard, route.cached = only, cached  # type: ignore[attr-defined]
    return route


def listed(path: str, handler: Handler, *, only: Guard = anyone, cached: bool = True) -> list[Route]:
    """A list: the page, and the same address with .html, .json, .csv or .atom."""
    formats = page(path + ".{format:str}", _known_format(handler), only=only, cached=cached)
    formats.name = f"{handler.__module__.rsplit('.', 1)[-1]}.{handler.__name__}_as"
    return [page(path, handler, only=only, cached=cached), formats]


def alone(path: str, show: Handler, data: Handler, feed: Handler | None = None) -> list[Route]:
    """A public thing by itself: its page, the same as .json, and what becomes of it as .atom."""
    feeds = [page(f"{path}.atom", feed, cached=True)] if feed else []
    return [page(path, show, cached=True), page(f"{path}.json", data, cached=True), *feeds]


def _known_format(handler: Handler) -> Handler:
    def known(visit: Visit, format: str, **params: Any) -> Response:
        if format not in {"html", *formats.ENDINGS} or (format == "csv" and visit.asked("part") not in {"", "1"}):
            raise NotFound  # files came in parts once: who still asks for the next has all already
        return handler(visit, **params)

    known.__module__, known.__name__ = handler.__module__, handler.__name__
    return known


def _answer(handler: Handler, only: Guard, request: Request, form: FormData, writes: bool) -> Response:
    response = _told(handler, only, request, form, writes)
    if isinstance(response, formats.Part) and response.following:
        return _whole(response, handler, only, request)
    squeezing.squeeze(request, response)
    return response


def _whole(first: formats.Part, handler: Handler, only: Guard, request: Request) -> Response:
    """A file with all rows, in the memory that a few take: each part begins after the last row of the one before, so
    none is there twice or missing though others come meanwhile."""
    request.scope["folkmoot.cacheable"] = False

    def parts() -> Iterator[bytes]:
        part: Any = first
        yield bytes(first.body)
        while part.following and request.method == "GET":
            query = urlsplit(part.following).query.encode()
            part = _told(handler, only, Request({**request.scope, "query_string": query}), FormData(), False)
            yield part.rows

    return squeezing.stream(request, parts(), first.headers)


def _told(handler: Handler, only: Guard, request: Request, form: FormData, writes: bool) -> Response:
    params = request.path_params
    if any(isinstance(value, int) and value > LARGEST_ID for value in params.values()):
        raise NotFound
    if request.method == "POST":
        limiting.count((limits.WRITES_OF_ADDRESS, limiting.address_of(request)))
    with database.open_session(read_only=not writes) as db, db.begin():
        visit = Visit(request, db, form=form)
        key = cookies.read(request)
        find = sessions.account_for if writes else sessions.reader_for
        known = find(db, key) if key else None
        if known is not None:
            visit.account, visit.session_id = known
        response = _asked(visit, handler, only, params, once=bool(writes and form.get("form_key")))
    if visit.cookie is not None:
        cookies.write(response, visit.cookie)
    if visit.person is not None:
        devices.write(response, visit.person)
    return response


def _asked(visit: Visit, handler: Handler, only: Guard, params: dict[str, Any], *, once: bool) -> Response:
    """What the handler answers. An error page has no session to ask: it is told who is signed in."""
    try:
        only(visit)
        _count_write(visit)
        return _once(visit, handler, params) if once else handler(visit, **params)
    except HTTPException:
        if visit.account is not None:
            visit.request.scope["folkmoot.account"] = Account(**visit.account.model_dump())
        raise


def _count_write(visit: Visit) -> None:
    """Whatever somebody signed in sends, from any device, counts towards what an account may send."""
    if visit.request.method == "POST" and visit.account is not None:
        limiting.count((limits.WRITES_OF_ACCOUNT, str(visit.account.id)))


def _key_of(path: str, form: FormData) -> str:
    """The form's key with what was typed: the same key with other words is a second thought, no double click."""
    said = "\n".join([path, *(f"{name}={value}" for name, value in form.multi_items())])
    return hashlib.sha256(said.encode()).hexdigest()


def _once(visit: Visit, handler: Handler, params: dict[str, Any]) -> Response:
    """Runs the handler unless this form's key was here before: then the answer leads where it led."""
    key = _key_of(visit.path, visit.form)
    owner = visit.account.id if visit.account else 0
    before = form_keys.leads_to(visit.db, key, owner)
    if before is not None:
        return Response(status_code=204, headers={"HX-Redirect": before}) if visit.wants_fragment else visit.go(before)
    response = handler(visit, **params)
    if response.status_code < 400:
        leads_to = response.headers.get("location") or visit.request.headers.get("hx-current-url") or "/"
        form_keys.remember(visit.db, key, owner, leads_to[:500])
    return response
