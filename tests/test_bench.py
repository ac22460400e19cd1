"""The bench, tiny: it measures every page, and its made-up site counts as the real one does."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bench import load, report
from bench.goals import FINAL_CPU_MS, FINAL_SHARE, REFERENCE_LIMIT_MS, WANTED_CPU_MS, WANTED_QUERIES, WANTED_SHARE
from bench.measure import Cached, SignedIn
from bench.runs import Figures


def test_a_tiny_bench_measures_every_page_in_one_run(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    environment = {name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "DATABASE_URL"}}

    run = subprocess.run(
        [sys.executable, "-m", "bench", "--ideas", "200", "--themes", "4", "--requests", "20", "--json", str(out)],
        env=environment, capture_output=True, text=True, timeout=240, check=False)

    assert run.returncode == 0, run.stderr[-3000:]
    figures = json.loads(out.read_text())
    assert figures["ideas"] == 200
    assert figures["differences"] == 0, "the made-up site would fail `folkmoot doctor`"
    names = {page["name"] for page in figures["signed_in"]}
    assert names >= {"an idea with 50 comments", "the list of ideas", "a theme", "the desk"}
    for page in figures["signed_in"]:
        assert page["queries"] >= 1 and page["bytes"] > 1_000 and page["cpu_ms"] > page["limit_ms"] > 0, page
    for page in figures["cached"]:
        assert page["bytes"] > 500 and page["server_busy"] > 0, page
    assert re.search(r"\d+ of \d+ pages meet the goal", " ".join(run.stdout.split()))


def signed_in(name: str, *, queries: int = WANTED_QUERIES, there: float = WANTED_CPU_MS) -> SignedIn:
    """A page that would take so long on the machine that the goals were set on."""
    return SignedIn(name, "/", 20_000, queries, cpu_ms=9.9, web_ms=9.0, database_ms=0.9, limit_ms=0.1,
                    times_limit=there / REFERENCE_LIMIT_MS, per_second=100, median_ms=10, p99_ms=12)


def cached(name: str, share: float = WANTED_SHARE) -> Cached:
    return Cached(name, "/", 20_000, 8_000, 10_000, share, cpu_share=share, cpu_ms=0.1, limit_cpu_ms=0.1, p99_ms=2,
                  server_busy=1.0)


def reported(signed: list[SignedIn], kept: list[Cached]) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    report.show(Figures("a machine", True, 200, 20, kept, signed, 150.0, 0), console)
    return console.export_text()


def judged(shown: str, name: str) -> str:
    [row] = [line for line in shown.splitlines() if f" {name} " in line]
    return row.split("│")[2].strip()


def test_a_page_at_its_goal_meets_it_and_one_beyond_does_not() -> None:
    shown = reported(
        [signed_in("just so"), signed_in("slow", there=WANTED_CPU_MS + 0.01),
         signed_in("asks much", queries=WANTED_QUERIES + 1)],
        [cached("kept well"), cached("kept badly", WANTED_SHARE - 0.001)])

    assert [judged(shown, name) for name in ("just so", "slow", "asks much", "kept well", "kept badly")] == [
        "yes", "no", "no", "yes", "no"]
    assert "2 of 5 pages meet the goal (missed by slow, asks much, kept badly); 0 meet the one for the end." in shown


def test_when_all_is_well_that_is_said_too() -> None:
    shown = reported([signed_in("quick", there=FINAL_CPU_MS)], [cached("kept", FINAL_SHARE)])

    assert "2 of 2 pages meet the goal (missed by none); 2 meet the one for the end." in shown


def test_the_figures_as_data_say_it_as_well(tmp_path: Path) -> None:
    figures = Figures("a machine", True, 200, 20, [cached("kept", 0.1)], [signed_in("quick")], 150.0, 0)
    report.write(figures, tmp_path / "figures.json")

    written = json.loads((tmp_path / "figures.json").read_text())
    assert (written["signed_in"][0]["goal_met"], written["cached"][0]["goal_met"]) == (True, False)


def test_an_answer_that_is_no_page_ends_the_measuring() -> None:
    with pytest.raises(load.Unexpected, match="503"):
        load._length(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 12")
    assert load._length(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX: y") == 12
