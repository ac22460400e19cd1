"""The figures for people to read, and the same as JSON."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import goals
from bench.goals import (
    FINAL_CPU_MS,
    FINAL_SHARE,
    REFERENCE_LIMIT_MS,
    WANTED_CPU_MS,
    WANTED_QUERIES,
    WANTED_SHARE,
)
from bench.runs import Figures


def show(figures: Figures, console: Console) -> None:
    apart = "server and database on one core, the client on the other" if figures.pinned else "all on one core"
    console.print(f"\n{figures.ideas:,} ideas · {figures.machine} · {apart} · loopback\n", highlight=False)
    console.print(_signed_in(figures))
    console.print(_cached(figures))
    console.print(goals.summary(figures), highlight=False)
    console.print(f"The site's web processes use {figures.web_megabytes:.0f} MB (PSS). "
                  f"The doctor found {figures.differences} differences in the made-up site.", highlight=False)


def _signed_in(figures: Figures) -> Table:
    table = Table(title=f"Signed in: wanted ≤ {WANTED_CPU_MS:.0f} ms CPU and ≤ {WANTED_QUERIES} queries, on a machine "
                        f"where the limit takes {REFERENCE_LIMIT_MS} ms", title_justify="left")
    table.add_column("page")
    table.add_column("goal met")
    for heading in ("KB", "queries", "CPU ms there", "here", "web", "database", "limit here", "× limit", "p99 ms"):
        table.add_column(heading, justify="right")
    for page in figures.signed_in:
        there = goals.there(page)
        table.add_row(
            page.name, _yes(goals.met(page)), f"{page.bytes / 1024:.1f}",
            _marked(str(page.queries), page.queries <= WANTED_QUERIES),
            _marked(f"{there:.2f}", there <= WANTED_CPU_MS), f"{page.cpu_ms:.2f}", f"{page.web_ms:.2f}",
            f"{page.database_ms:.2f}", f"{page.limit_ms:.3f}", f"{page.times_limit:.0f}", f"{page.p99_ms:.1f}")
    return table


def _cached(figures: Figures) -> Table:
    table = Table(title=f"Anonymous and cached: wanted ≥ {WANTED_SHARE:.0%} of a ready answer of the same size "
                        f"(in the end {FINAL_SHARE:.0%})", title_justify="left")
    table.add_column("page")
    table.add_column("goal met")
    for heading in ("KB", "share of limit", "by CPU time", "a second", "limit", "CPU ms", "limit's", "server busy"):
        table.add_column(heading, justify="right")
    for page in figures.cached:
        table.add_row(
            page.name, _yes(goals.met(page)), f"{page.bytes / 1024:.1f}",
            _marked(f"{page.share:.1%}", page.share >= WANTED_SHARE),
            _marked(f"{page.cpu_share:.1%}", page.cpu_share >= WANTED_SHARE), f"{page.per_second:,.0f}",
            f"{page.limit_per_second:,.0f}", f"{page.cpu_ms:.3f}", f"{page.limit_cpu_ms:.3f}",
            f"{page.server_busy:.0%}")
    return table


def _yes(good: bool) -> str:
    return _marked("yes" if good else "no", good)


def _marked(value: str, good: bool) -> str:
    return f"[green]{value}[/]" if good else f"[red]{value}[/]"


def write(figures: Figures, path: Path) -> None:
    wanted = {"cpu_ms": WANTED_CPU_MS, "queries": WANTED_QUERIES, "share": WANTED_SHARE,
              "limit_ms": REFERENCE_LIMIT_MS, "finally": {"cpu_ms": FINAL_CPU_MS, "share": FINAL_SHARE}}
    found = asdict(figures)
    for kind in ("signed_in", "cached"):
        for page, row in zip(getattr(figures, kind), found[kind], strict=True):
            row["goal_met"] = goals.met(page)
    path.write_text(json.dumps(found | {"wanted": wanted}, indent=2) + "\n")
