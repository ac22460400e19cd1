"""What each method makes of a set: its scores beside what it costs, one row a method."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import peer, scores
from bench.methods import FOLKMOOT, READING
from bench.sets import LabelledSet

BERTOPIC = "bertopic"
METHODS = (FOLKMOOT, BERTOPIC)
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "NO_COLOR": "1"}


class MethodFailed(Exception):
    """The method ended without a grouping."""


@dataclass(frozen=True)
class Row:
    """`other` is the share of texts without a theme; `cpu_s` and `peak_mb` are those of the method's own process,
    with the sentence vectors read."""

    set: str
    method: str
    documents: int
    ami: float
    ari: float
    bcubed_f1: float
    themes: int
    other: float
    cpu_s: float
    peak_mb: int


def rows(method: str, labelled: LabelledSet, path: Path, folder: Path) -> Iterator[Row]:
    """Runs a method on the set at `path`; what it leaves for later measurements is in `folder`. Raises
    `MethodFailed`."""
    before, peak = 0.0, 0
    if method == BERTOPIC:
        told = run([sys.executable, "-m", "bench.methods", READING, str(path), str(folder)], folder)
        before, peak = told["found"][READING]["cpu_s"], told["peak_mb"]
        told = run([str(peer.PYTHON), "-m", "bench.bertopic_peer", str(path), str(folder)], folder)
    else:
        told = run([sys.executable, "-m", "bench.methods", method, str(path), str(folder)], folder)
    for name, found in told["found"].items():
        themes_of = found["themes_of"]
        yield Row(
            labelled.name, name, len(themes_of), *_scored(themes_of, labelled.labels), len(set(themes_of) - {-1}),
            round(themes_of.count(-1) / len(themes_of), 4), round(before + found["cpu_s"], 2),
            max(peak, told["peak_mb"]))


def run(command: list[str], folder: Path) -> dict:  # type: ignore[type-arg]
    """What the process wrote to `told.json`. Raises `MethodFailed` with its last words."""
    ended = subprocess.run(
        command, cwd=peer.HOME, env=os.environ | OFFLINE, capture_output=True, text=True, check=False)
    if ended.returncode < 0:
        raise MethodFailed(f"it was stopped by signal {-ended.returncode}")
    if ended.returncode:
        raise MethodFailed((ended.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    told: dict = json.loads((folder / "told.json").read_text())  # type: ignore[type-arg]
    return told


def _scored(themes_of: list[int], labels: list[str]) -> tuple[float, float, float]:
    measures = (scores.ami, scores.ari, scores.bcubed_f1)
    ami, ari, f1 = (round(measure(themes_of, labels), 4) for measure in measures)
    return ami, ari, f1
