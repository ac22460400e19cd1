"""Public pages, kept whole as bytes for people who are not signed in, in front of the router.

A page is kept only when its route says so, the request brought no session, and nothing changed while it was made.
Every change in the database empties the cache through LISTEN/NOTIFY; while that line is down, nothing is kept.
"""

import asyncio
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import structlog
import zstandard
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models import clock, database
from web.kit import cookies

MOST_PAGES = 2_000
MOST_BYTES = 48 * 1024 * 1024
LARGEST_PAGE = 512 * 1024
LONGEST_ADDRESS = 500
# What a kept page can be asked for. An address with anything else in it is made for each reader.
ASKED = frozenset({"after", "call", "done", "kind", "late", "order", "place", "q", "reference", "sort", "stance",
                   "state", "status", "team", "theme", "verdict"})
# A line that is cut without a word is noticed within seconds: until then pages could be stale.
QUICK_TO_NOTICE: dict[str, Any] = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
NOT_CHANGED = "304"

log = structlog.get_logger()


@dataclass(frozen=True)
class Kept:
    """A page in each coding, with its headers ready to be sent."""

    bodies: dict[str, bytes]
    headers: dict[str, list[tuple[bytes, bytes]]]
    etag: bytes

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))


class PagesCache:
    """ASGI in, ASGI out. `empty()` may be called from any thread."""

    def __init__(self, app: ASGIApp, may_keep: Callable[[str], bool] = lambda path: True) -> None:
        """`may_keep` says of a path whether its page is the same for everyone: no other waits for anybody."""
        self.app = app
        self._may_keep = may_keep
        self.listening = False
        self._kept: OrderedDict[str, Kept] = OrderedDict()  # each in the order they were read in
        self._narrowed: OrderedDict[str, Kept] = OrderedDict()  # asked with a query: anybody can make up thousands
        self._size = 0
        self._generation = 0
        self._making: dict[tuple[str, int], asyncio.Future[Kept | None]] = {}
        self._guard = threading.Lock()
        self._stopping = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or not self.listening:
            await self.app(scope, receive, send)
            return
        asked = _asked(scope)
        # What a page says of days ("for 3 days") is true for one day only.
        query = scope.get("query_string", b"").decode("latin-1")
        address = f"{clock.today()} {scope['path']}?{query}"
        if asked is None or len(address) > LONGEST_ADDRESS or not _known(scope["path"], query):
            await self.app(scope, receive, send)
            return
        kept = self._read(address)
        if kept is None:
            if not self._may_keep(scope["path"]):
                await self.app(scope, receive, send)
                return
            kept = await self._make(scope, receive, send, address)
        if kept is not None:
            await _send(kept, asked, scope["method"], send)

    async def _make(self, scope: Scope, receive: Receive, send: Send, address: str) -> Kept | None:
        """The page, made by one request for all who asked while nothing had changed; None when it is sent already."""
        key = (address, self._generation)
        being_made = self._making.get(key)
        if being_made is not None:
            kept = await asyncio.shield(being_made)
            return kept if kept is not None else await self._run(scope, receive, send, address, being_made)
        mine = self._making[key] = asyncio.get_running_loop().create_future()
        kept = None
        try:
            kept = await self._run(scope, receive, send, address, mine)
            return kept
        finally:
            self._making.pop(key, None)
            if not mine.done():
                mine.set_result(kept)

    async def _run(
        self, scope: Scope, receive: Receive, send: Send, address: str, awaited: asyncio.Future[Kept | None]
    ) -> Kept | None:
        generation = self._generation
        messages: list[Message] = []
        passing = False

        async def collect(message: Message) -> None:
            nonlocal passing
            messages.append(message)
            if message["type"] == "http.response.start":
                passing = message["status"] != 200 or not scope.get("folkmoot.cacheable")
            if passing:
                if not awaited.done():
                    awaited.set_result(None)  # nobody waits for what is kept for no one: a long file leaves slowly
                for waiting in messages:
                    await send(waiting)
                messages.clear()

        await self.app(scope, receive, collect)
        if passing:
            return None
        body = b"".join(message.get("body", b"") for message in messages[1:])
        kept = await asyncio.to_thread(_pressed, body, messages[0]["headers"])
        if kept.size <= LARGEST_PAGE:
            with self._guard:
                if generation == self._generation and self.listening:
                    self._keep(address, kept)
        return kept

    def _shelf(self, address: str) -> OrderedDict[str, Kept]:
        return self._kept if address.endswith("?") else self._narrowed

    def _read(self, address: str) -> Kept | None:
        with self._guard:
            shelf = self._shelf(address)
            kept = shelf.get(address)
            if kept is not None:
                shelf.move_to_end(address)
            return kept

    def _keep(self, address: str, kept: Kept) -> None:
        """Makes room by what was read least lately, first of all among the pages asked with a query."""
        shelf = self._shelf(address)
        before = shelf.pop(address, None)
        shelf[address] = kept
        self._size += kept.size - (before.size if before else 0)
        while len(self._kept) + len(self._narrowed) > MOST_PAGES or self._size > MOST_BYTES:
            self._size -= (self._narrowed or self._kept).popitem(last=False)[1].size

    def empty(self) -> None:
        with self._guard:
            self._generation += 1
            self._kept.clear()
            self._narrowed.clear()
            self._size = 0

    def listen(self) -> None:
        """Runs in a thread of its own until `stop`: hears of every change, and empties."""
        while not self._stopping.is_set():
            try:
                with psycopg.connect(database.url(), autocommit=True, **QUICK_TO_NOTICE) as line:
                    line.execute("LISTEN pages")
                    self.empty()
                    self.listening = True
                    while not self._stopping.is_set():
                        for _ in line.notifies(timeout=1, stop_after=1):
                            self.empty()
            except psycopg.Error:
                log.warning("page cache paused: the database is away")
            self.listening = False
            self._stopping.wait(1)

    def stop(self) -> None:
        self._stopping.set()


def _pressed(body: bytes, headers: list[tuple[bytes, bytes]]) -> Kept:
    etag = b'W/"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
    left = [(name, value) for name, value in headers if name not in {b"content-length", b"cache-control"}]
    bodies = {"": body, "gzip": gzip.compress(body, 6, mtime=0), "zstd": zstandard.compress(body, 6)}
    shown = [(b"etag", etag), (b"vary", b"Accept-Encoding, Cookie"), (b"cache-control", b"no-cache")]
    ready = {coding: left + shown + _about(coding, whole) for coding, whole in bodies.items()}
    return Kept(bodies, ready | {NOT_CHANGED: left + shown}, etag)


def _about(coding: str, body: bytes) -> list[tuple[bytes, bytes]]:
    length = (b"content-length", str(len(body)).encode())
    return [length, (b"content-encoding", coding.encode())] if coding else [length]


def _known(path: str, query: str) -> bool:
    """Whether there is one such address for a page. Of /ideas/7 with noughts before the 7 there are hundreds."""
    return "/0" not in path and all(part.partition("=")[0] in ASKED for part in query.split("&") if part)


def _asked(scope: Scope) -> dict[bytes, bytes] | None:
    """What matters of a request's headers; none when the page must be made for this one reader."""
    asked = {}
    mark = f"{cookies.name()}=".encode()
    for name, value in scope["headers"]:
        if name.startswith(b"hx-") or (name == b"cookie" and mark in value):
            return None
        if name in {b"accept-encoding", b"if-none-match"}:
            asked[name] = value
    return asked


async def _send(kept: Kept, asked: dict[bytes, bytes], method: str, send: Send) -> None:
    if asked.get(b"if-none-match") == kept.etag:
        await send({"type": "http.response.start", "status": 304, "headers": kept.headers[NOT_CHANGED]})
        await send({"type": "http.response.body", "body": b""})
        return
    accepted = asked.get(b"accept-encoding", b"")
    coding = "zstd" if b"zstd" in accepted else "gzip" if b"gzip" in accepted else ""
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers[coding]})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else kept.bodies[coding]})
