"""The bench, tiny: it measures every page, and its made-up site counts as the real one does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import load


def test_a_tiny_bench_measures_every_page_in_one_run(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    environment = {name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "DATABASE_URL"}}

    run = subprocess.run(
        [sys.executable, "-m", "bench", "--ideas", "200", "--requests", "20", "--json", str(out)],
        env=environment, capture_output=True, text=True, timeout=240, check=False)

    assert run.returncode == 0, run.stderr[-3000:]
    figures = json.loads(out.read_text())
    assert figures["ideas"] == 200
    assert figures["differences"] == 0, "the made-up site would fail `folkmoot doctor`"
    names = {page["name"] for page in figures["signed_in"]}
    assert names >= {"an idea with 50 comments", "the list of ideas", "a theme", "the desk"}
    for page in figures["signed_in"]:
        assert page["cpu_ms"] == pytest.approx(page["web_ms"] + page["database_ms"])
        assert page["times_limit"] == pytest.approx(page["cpu_ms"] / page["limit_ms"])
        assert page["queries"] >= 1 and page["bytes"] > 1_000 and page["per_second"] > 0, page
    for page in figures["cached"]:
        assert min(page["share"], page["cpu_share"], page["limit_per_second"]) > 0 and page["bytes"] > 500, page
    assert "share of limit" in run.stdout


def test_an_answer_that_is_no_page_ends_the_measuring() -> None:
    with pytest.raises(load.Unexpected, match="503"):
        load._length(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 12")
    assert load._length(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX: y") == 12
