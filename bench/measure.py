"""The measuring itself: pages that are cached for everyone beside the limit, and pages for people who are signed in."""

import statistics
from dataclasses import dataclass

from bench import load, processes
from bench.load import Asked

WARM = 40
LINES_CACHED = 16
LINES_SIGNED_IN = 4
ROUNDS = 5
LIMIT_TIMES = 10


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


def cached(name: str, path: str, site: Site, *, requests: int, core: int | None) -> Cached:
    """The page and the limit take turns, so that a busy machine disturbs both alike; their shares' median counts."""
    wanted = load.request(path)
    load.ask(site.port, wanted, requests=WARM, lines=1)
    size = load.page_bytes(site.port, wanted)
    ready = load.request("/")
    with processes.ready_application(size, core=core) as (port, pid):
        load.ask(port, ready, requests=WARM, lines=1)
        before, ready_before = sum(site.cpu()), processes.cpu_seconds(processes.family(pid))
        pairs = [(load.ask(site.port, wanted, requests=requests, lines=LINES_CACHED),
                  load.ask(port, ready, requests=requests, lines=LINES_CACHED)) for _ in range(ROUNDS)]
        worked, ready_worked = sum(site.cpu()) - before, processes.cpu_seconds(processes.family(pid)) - ready_before
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
    name: str, path: str, cookie: str, site: Site, *, requests: int, queries: int, core: int | None
) -> SignedIn:
    """The page between two measurings of the limit, so that its ratio holds on a machine that others use too."""
    wanted = load.request(path, cookie)
    load.ask(site.port, wanted, requests=WARM, lines=LINES_SIGNED_IN)
    size = load.page_bytes(site.port, wanted)
    with processes.ready_application(size, core=core) as (port, pid):
        load.ask(port, load.request("/"), requests=WARM, lines=1)
        limits = [_limit_ms(port, pid, requests * LIMIT_TIMES)]
        before = site.cpu()
        asked = load.ask(site.port, wanted, requests=requests, lines=LINES_SIGNED_IN)
        web, database = (1000 * (now - then) / requests for now, then in zip(site.cpu(), before, strict=True))
        limits.append(_limit_ms(port, pid, requests * LIMIT_TIMES))
    limit = statistics.mean(limits)
    return SignedIn(
        name, path, size, queries, web + database, web, database, limit, (web + database) / limit,
        asked.per_second, asked.median_ms, asked.p99_ms)


def _limit_ms(port: int, pid: int, requests: int) -> float:
    before = processes.cpu_seconds(processes.family(pid))
    load.ask(port, load.request("/"), requests=requests, lines=LINES_SIGNED_IN)
    return 1000 * (processes.cpu_seconds(processes.family(pid)) - before) / requests
