"""The measuring itself: pages that are cached for everyone beside the limit, and pages for people who are signed in."""

import statistics
from dataclasses import dataclass

from bench import load, processes
from bench.load import Asked

WARM = 40
WARM_SIGNED_IN = 120  # by then each line to the database has planned every query for good
LINES_CACHED = 16
LINES_SIGNED_IN = 4
ROUNDS = 5
LIMIT_TIMES = 20
TURNS = 10


@dataclass(frozen=True)
class Site:
    """Where the site runs, and everything that works for it."""

    port: int
    web: int
    postmaster: int

    def cpu(self) -> tuple[float, float]:
        """What the server and the database have worked so far."""
        return tuple(processes.cpu_seconds(processes.family(pid)) for pid in (self.web, self.postmaster))  # type: ignore[return-value]


@dataclass(frozen=True)
class Cached:
    """A page that is kept as bytes, beside a ready answer of the same size.

    `share` compares what was served in a second; `cpu_share` the CPU time of each, which others on the machine
    disturb less.
    """

    name: str
    path: str
    bytes: int
    per_second: float
    limit_per_second: float
    share: float
    cpu_share: float
    cpu_ms: float
    limit_cpu_ms: float
    p99_ms: float
    server_busy: float


@dataclass(frozen=True)
class SignedIn:
    """A page made for one person: CPU time of server and database, queries, and how long people wait."""

    name: str
    path: str
    bytes: int
    queries: int
    cpu_ms: float
    web_ms: float
    database_ms: float
    limit_ms: float
    times_limit: float
    per_second: float
    median_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Ready:
    """Where the ready answers are: `/1000` has a thousand bytes."""

    port: int
    pid: int


def size_of(path: str, site: Site, cookie: str = "") -> int:
    """How many bytes the page has as it is sent."""
    wanted = load.request(path, cookie)
    load.ask(site.port, wanted, requests=WARM, lines=1)
    return load.page_bytes(site.port, wanted)


def cached(name: str, path: str, site: Site, ready: Ready, *, size: int, requests: int) -> Cached:
    """The page and the limit take turns, so that a busy machine disturbs both alike; their shares' median counts."""
    wanted, limit = load.request(path), load.request(f"/{size}")
    load.ask(ready.port, limit, requests=WARM, lines=1)
    before, ready_before = sum(site.cpu()), processes.cpu_seconds(processes.family(ready.pid))
    pairs = [(load.ask(site.port, wanted, requests=requests, lines=LINES_CACHED),
              load.ask(ready.port, limit, requests=requests, lines=LINES_CACHED)) for _ in range(ROUNDS)]
    worked, ready_worked = sum(site.cpu()) - before, processes.cpu_seconds(processes.family(ready.pid)) - ready_before
    pages, limits = zip(*pairs, strict=True)
    return Cached(
        name, path, size, _middle(pages), _middle(limits),
        share=statistics.median(page.per_second / limit.per_second for page, limit in pairs),
        cpu_share=ready_worked / worked, cpu_ms=1000 * worked / (ROUNDS * requests),
        limit_cpu_ms=1000 * ready_worked / (ROUNDS * requests), p99_ms=statistics.median(page.p99_ms for page in pages),
        server_busy=worked / sum(page.seconds for page in pages))


def _middle(asked: tuple[Asked, ...]) -> float:
    return statistics.median(one.per_second for one in asked)


def signed_in(
    name: str, path: str, cookie: str, site: Site, ready: Ready, *, size: int, requests: int, queries: int
) -> SignedIn:
    """The page and the limit take turns, so that a busy machine disturbs both alike."""
    wanted, limit = load.request(path, cookie), load.request(f"/{size}")
    load.ask(site.port, wanted, requests=WARM_SIGNED_IN, lines=LINES_SIGNED_IN)
    load.ask(ready.port, limit, requests=WARM, lines=1)
    turns = [_turn(site, ready, wanted, limit, requests // TURNS) for _ in range(TURNS)]
    asked = TURNS * (requests // TURNS)
    worked, pages = zip(*turns, strict=True)
    web, database, bare = (1000 * sum(part) / asked for part in zip(*worked, strict=True))
    limit_ms = bare / LIMIT_TIMES
    return SignedIn(
        name, path, size, queries, web + database, web, database, limit_ms, (web + database) / limit_ms, _middle(pages),
        statistics.median(page.median_ms for page in pages), statistics.median(page.p99_ms for page in pages))


def _turn(site: Site, ready: Ready, wanted: bytes, limit: bytes, requests: int) -> tuple[tuple[float, ...], Asked]:
    """How long server, database and ready server worked, each for its own requests."""
    before = site.cpu(), processes.cpu_seconds(processes.family(ready.pid))
    page = load.ask(site.port, wanted, requests=requests, lines=LINES_SIGNED_IN)
    load.ask(ready.port, limit, requests=requests * LIMIT_TIMES, lines=LINES_SIGNED_IN)
    (web, database), bare = site.cpu(), processes.cpu_seconds(processes.family(ready.pid))
    return (web - before[0][0], database - before[0][1], bare - before[1]), page
