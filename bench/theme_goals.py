"""The goals of the theme engine beside what was reached, over all given sets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench import copies, corrections, newcomer, reruns
from bench.bertopic_peer import ATTACHED, PLAIN
from bench.curve import Point
from bench.grouped import Row
from bench.methods import FOLKMOOT, WORDS
from bench.sets import LabelledSet

GAINS = {5: 0.03, 10: 0.07, 20: 0.11}
FOREVER = 1e9
COSTS = {(10_000, FOLKMOOT): (300, 1_500), (10_000, WORDS): (60, 1_500), (100_000, FOLKMOOT): (FOREVER, 4_000),
         (100_000, WORDS): (FOREVER, 4_000)}


@dataclass(frozen=True)
class Goal:
    """One line of the goals table. `peer` is empty where the peer does nothing of the kind."""

    what: str
    goal: str
    reached: str
    peer: str
    met: bool


@dataclass(frozen=True)
class More:
    """What else was measured on one set; None where the set is too small for it."""

    gains: dict[int, float | None]
    rerun: reruns.Rerun
    copies: float | None
    quoted: float | None
    newcomer_ms: float


def measured(labelled: LabelledSet, folder: Path) -> More:
    """Reads what `bench.methods` left in `folder`."""
    from nlp import duplicates
    from nlp.vectors import State

    texts, labels = labelled.texts, labelled.labels
    rows, state = np.load(folder / "rows.npy"), State.load((folder / "state").read_bytes())
    same = duplicates.find(texts, rows)
    return More(
        corrections.gains(texts, labels, rows, same), reruns.again(texts, labels, rows),
        copies.edited(texts, rows, state), copies.quoted(texts, rows, state), newcomer.cpu_ms(texts, rows, state))


def table_of(rows: Sequence[Row], more: Sequence[More], points: Sequence[Point] = ()) -> list[Goal]:
    return [*_of_grouping(rows), *_of_more(more), *_of_cost(points)] if rows else []


def _of_grouping(rows: Sequence[Row]) -> Iterable[Goal]:
    ours = {row.set: row for row in rows if row.method == FOLKMOOT}
    peers = [{row.set: row for row in rows if row.method == name and row.set in ours} for name in (PLAIN, ATTACHED)]
    if not ours:
        return
    mean = fmean(row.ami for row in ours.values())
    told = " / ".join(f"{fmean(row.ami for row in peer.values()):.3f}" for peer in peers if peer)
    yield Goal("AMI, mean over the sets (the peer: as it is / with its outliers attached)", "≥ .40", f"{mean:.3f}",
               told, mean >= 0.4)
    if peers[0]:
        ahead = sum(row.ami > peers[0][name].ami for name, row in ours.items() if name in peers[0])
        yield Goal("sets on which AMI is above the peer's", "all", f"{ahead} of {len(peers[0])}", "",
                   ahead == len(peers[0]))
    other = max(row.other for row in ours.values())
    theirs = f"{max(row.other for row in peers[0].values()):.1%}" if peers[0] else ""
    yield Goal("ideas without a theme, the set with most", "≤ 5 %", f"{other:.1%}", theirs, other <= 0.05)


def _of_more(more: Sequence[More]) -> Iterable[Goal]:
    for each, wanted in GAINS.items():
        gains = [gain for one in more if (gain := one.gains[each]) is not None]
        if gains:
            yield Goal(f"AMI on held-out ideas after {each} corrections a theme, less that without", f"≥ +{wanted}",
                       f"{fmean(gains):+.3f} (least {min(gains):+.3f})", "", fmean(gains) >= wanted)
    if not more:
        return
    moved, told = sum(one.rerun.moved for one in more), sum(one.rerun.proposals for one in more)
    yield Goal("ideas that a re-run moved without consent", "0", f"{moved}", "", moved == 0)
    if told:
        right = sum(one.rerun.right for one in more) / told
        yield Goal(f"of {told} proposals, those that the labels bear out", "≥ 80 %", f"{right:.0%}", "", right >= 0.8)
    yield from _share("near copies, pair F1 on planted edits", 0.95, [one.copies for one in more])
    yield from _share("half-quoted letters found", 0.8, [one.quoted for one in more])
    slowest = max(one.newcomer_ms for one in more)
    yield Goal("one new idea among 100,000, CPU", "≤ 50 ms", f"{slowest:.0f} ms", "", slowest <= 50)


def _of_cost(points: Sequence[Point]) -> Iterable[Goal]:
    """Wall time and peak where a limit is set; the growth from the smallest to the largest, as a power of n."""
    for point in points:
        limits = COSTS.get((point.ideas, point.method))
        if limits:
            seconds, megabytes = limits
            yield Goal(f"{point.ideas:,} ideas to labelled themes, {point.method}",
                       f"≤ {seconds:,.0f} s, {megabytes:,} MB" if seconds < FOREVER else f"≤ {megabytes:,} MB",
                       f"{point.wall_s:.0f} s, {point.peak_mb:,} MB", "",
                       point.wall_s <= seconds and point.peak_mb <= megabytes)
    words = [point for point in points if point.method == WORDS]
    if len(words) > 1 and words[-1].ideas > words[-2].ideas:
        one, other = words[-2:]
        n_log_n = other.ideas * log(other.ideas) / (one.ideas * log(one.ideas))
        grown = other.cpu_s / max(one.cpu_s, 0.1)
        yield Goal(f"CPU from {one.ideas:,} to {other.ideas:,} ideas, words only", f"× {n_log_n:.1f} (n log n)",
                   f"× {grown:.1f}", "", grown <= n_log_n)


def _share(what: str, wanted: float, reached: Sequence[float | None]) -> Iterable[Goal]:
    known = [share for share in reached if share is not None]
    if known:
        yield Goal(what, f"≥ {wanted}", f"{fmean(known):.3f} (least {min(known):.3f})", "", fmean(known) >= wanted)


def show(goals: Sequence[Goal], console: Console) -> None:
    table: Any = Table(title="The goals", title_justify="left")
    for heading in ("what", "goal", "reached", "peer", "met"):
        table.add_column(heading)
    for goal in goals:
        table.add_row(goal.what, goal.goal, goal.reached, goal.peer, "[green]yes[/]" if goal.met else "[red]no[/]")
    console.print(table)
