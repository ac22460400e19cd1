"""How far two people agree who sorted the same texts, and how well the machine sorted them, measured by those people.

Sources: Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", for nominal data; Efron and Tibshirani
(1993), "An Introduction to the Bootstrap", for the percentile interval; van Rijsbergen (1979) for F1.

Every figure is a function of how often each text counts. Counted once each that is the figure itself; counted as often
as a resample drew them, it is one of the figures whose middle 95 in a hundred are the interval.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
SEED = 1993
COVERED = 0.95

Table = NDArray[np.float64]
Labels = Sequence[int]


@dataclass(frozen=True)
class Figure:
    """A figure and the interval that its 95 in a hundred resamples lie in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """One label. `people` and `machine`: how often each chose it; `both`: how often for the same text."""

    label: int
    people: int
    machine: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of those that the machine put here, the share that people did too: 0 to 1; None when it put none."""
        return self.both / self.machine if self.machine else None

    @property
    def recall(self) -> float | None:
        """Of those that people put here, the share that the machine did too: 0 to 1; None when they put none."""
        return self.both / self.people if self.people else None

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 to 1. Raises `ZeroDivisionError` for a label that nobody gave."""
        return 2 * self.both / (self.people + self.machine)


@dataclass(frozen=True)
class Quality:
    """`macro`: every label counts the same. `micro`: every text does, so that it is the share of texts placed right."""

    scores: tuple[Score, ...]
    macro: Figure
    micro: Figure


def alpha(one: Labels, other: Labels) -> Figure | None:
    """1 when two people always agree, 0 when they do as often as chance would have it.

    None where all chose the same label for every text: then there is nothing that they could have disagreed about.
    """
    if len({*one, *other}) < 2:
        return None
    first, second = _marked(one, other)
    apart = 1 - (first * second).sum(axis=1)

    def of(times: Table) -> Table:
        """Observed disagreement against the disagreement of values drawn without putting back (section B)."""
        values = times @ (first + second)
        pairable = values.sum(axis=1)
        by_chance = pairable * (pairable - 1) - (values * (values - 1)).sum(axis=1)
        observed = 2 * (times @ apart) * (pairable - 1)
        share = np.divide(observed, by_chance, out=np.full_like(observed, np.nan), where=by_chance > 0)
        return np.asarray(1 - share)

    return _figure(of, len(one))


def quality(people: Labels, machine: Labels) -> Quality | None:
    """How well the machine's labels are those of the people; None without a text. Any label that is given counts."""
    if not people:
        return None
    labels = sorted({*people, *machine})
    right, found = _marked(people, machine)
    same = right * found

    def macro(times: Table) -> Table:
        chosen = times @ (right + found)
        each = np.divide(2 * (times @ same), chosen, out=np.full_like(chosen, np.nan), where=chosen > 0)
        return np.asarray(np.nanmean(each, axis=1))

    def micro(times: Table) -> Table:
        return np.asarray((times @ same).sum(axis=1) / times.sum(axis=1))

    counted = zip(labels, right.sum(axis=0), found.sum(axis=0), same.sum(axis=0), strict=True)
    scores = tuple(Score(label, int(of), int(by), int(both)) for label, of, by, both in counted)
    return Quality(scores, _figure(macro, len(people)), _figure(micro, len(people)))


def _marked(one: Labels, other: Labels) -> tuple[Table, Table]:
    """For each text a row with a 1 at its label, in the order of the labels."""
    at = {label: column for column, label in enumerate(sorted({*one, *other}))}
    first, second = (np.eye(len(at))[[at[label] for label in labels]] for labels in (one, other))
    return first, second


def _figure(of: Callable[[Table], Table], texts: int) -> Figure:
    drawn = np.random.default_rng(SEED).multinomial(texts, [1 / texts] * texts, size=RESAMPLES).astype(float)
    outside = 100 * (1 - COVERED) / 2
    low, high = np.nanpercentile(of(drawn), [outside, 100 - outside])
    return Figure(float(of(np.ones((1, texts)))[0]), float(low), float(high))
