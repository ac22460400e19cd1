"""bin/bench themes: how well ideas are grouped on labelled sets, beside what people would otherwise use."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import curve, grouped, peer, sets, theme_goals
from bench.curve import Point
from bench.grouped import BERTOPIC, Row
from bench.sets import LabelledSet
from bench.theme_goals import Goal, More


@dataclass
class Figures:
    """What was measured so far. `problems` are sentences about what could not be."""

    sets: list[Row] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    more: dict[str, More] = field(default_factory=dict)
    curve: list[Point] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def write(self, path: Path | None) -> None:
        if path is not None:
            path.write_text(json.dumps(asdict(self), indent=2) + "\n")


def measure(
    paths: list[Path], methods: list[str], out: Path | None, console: Console, *, only_quality: bool = False,
    sizes: Sequence[int] = (),
) -> Figures:
    """Every set in turn; the figures are written after each, so that a long run leaves what it has."""
    figures = Figures()
    if BERTOPIC in methods:
        methods = _with_peer(methods, figures, console)
    for path in paths:
        try:
            labelled = sets.read(path)
        except sets.SetUnreadable as error:
            _complain(figures, console, str(error))
            continue
        with tempfile.TemporaryDirectory(prefix="folkmoot-themes-") as folder:
            _one(labelled, path.resolve(), methods, Path(folder), figures, console)
            figures.write(out)
            if not only_quality and (Path(folder) / "state").is_file():
                console.print(f"{labelled.name}: corrections, a later run, copies, one new idea", style="dim")
                figures.more[labelled.name] = theme_goals.measured(labelled, Path(folder))
        figures.goals = theme_goals.table_of(figures.sets, list(figures.more.values()))
        figures.write(out)
    _draw(figures, paths, sizes, out, console)
    return figures


def _draw(figures: Figures, paths: list[Path], sizes: Sequence[int], out: Path | None, console: Console) -> None:
    given = {row.set for row in figures.sets}
    known = [sets.read(path) for path in paths if path.stem in given]
    for point in curve.points(known, sizes) if known else ():
        figures.curve.append(point)
        console.print(f"{point.ideas:,} ideas, {point.method}: {point.wall_s} s, CPU {point.cpu_s} s, "
                      f"{point.peak_mb:,} MB at most", highlight=False)
        figures.goals = theme_goals.table_of(figures.sets, list(figures.more.values()), figures.curve)
        figures.write(out)
    figures.write(out)


def show(figures: Figures, console: Console) -> None:
    table = Table(title="How well the groups agree with people's labels (1 is best); the share without a theme; cost",
                  title_justify="left")
    table.add_column("set")
    table.add_column("method")
    for heading in ("documents", "AMI", "ARI", "B³ F1", "themes", "other", "CPU s", "peak MB"):
        table.add_column(heading, justify="right")
    for row in figures.sets:
        table.add_row(row.set, row.method, f"{row.documents:,}", f"{row.ami:.3f}", f"{row.ari:.3f}",
                      f"{row.bcubed_f1:.3f}", str(row.themes), f"{row.other:.1%}", f"{row.cpu_s:.1f}",
                      f"{row.peak_mb:,}")
    console.print(table)
    theme_goals.show(figures.goals, console)


def _with_peer(methods: list[str], figures: Figures, console: Console) -> list[str]:
    try:
        console.print("Setting up the peer, when it is not there yet …", style="dim")
        peer.set_up()
    except peer.PeerMissing as error:
        _complain(figures, console, f"BERTopic could not be installed, so it is not measured: {error}")
        return [method for method in methods if method != BERTOPIC]
    return methods


def _one(
    labelled: LabelledSet, path: Path, methods: list[str], folder: Path, figures: Figures, console: Console
) -> None:
    kinds, count = len(set(labelled.labels)), len(labelled.texts)
    console.print(f"{labelled.name}: {count:,} texts with {kinds} labels", style="dim", highlight=False)
    if labelled.passed_over:
        _complain(figures, console, f"{labelled.name}: {labelled.passed_over:,} lines have no text or no label.")
    for method in methods:
        try:
            figures.sets += grouped.rows(method, labelled, path, folder)
        except grouped.MethodFailed as error:
            _complain(figures, console, f"{method} has no result for {labelled.name}: {error}.")


def _complain(figures: Figures, console: Console, words: str) -> None:
    figures.problems.append(words)
    console.print(words, style="yellow", markup=False, highlight=False)
