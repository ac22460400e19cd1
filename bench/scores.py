"""How well a grouping agrees with what people said: adjusted mutual information, adjusted Rand index, B-cubed F1.

Sources: Vinh, Epps and Bailey (2010) for the first, with the arithmetic mean of the entropies; Hubert and Arabie
(1985); Bagga and Baldwin (1998). Every score takes two labels a text, in one order, of any kind that can be compared.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Labels = Sequence[Any] | NDArray[Any]
Table = NDArray[np.float64]


def ami(one: Labels, other: Labels) -> float:
    """1 when the groupings are the same, about 0 when they have nothing to do with each other."""
    table = _table(one, other)
    n, rows, columns = table.sum(), table.sum(axis=1), table.sum(axis=0)
    if len(rows) == len(columns) == 1 or n == len(rows) == len(columns):
        return 1.0
    filled = table > 0
    told = float((table[filled] / n * np.log(table[filled] * n / np.outer(rows, columns)[filled])).sum())
    by_chance = _told_by_chance(rows, columns, int(n))
    most = (_entropy(rows / n) + _entropy(columns / n)) / 2
    return float((told - by_chance) / max(most - by_chance, 1e-12))


def ari(one: Labels, other: Labels) -> float:
    """1 when the same pairs stand together, about 0 when pairs agree by chance alone."""
    table = _table(one, other)
    together = _pairs(table)
    rows, columns, every = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0)), _pairs(table.sum())
    by_chance = rows * columns / max(every, 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def bcubed_f1(found: Labels, right: Labels) -> float:
    """The harmonic mean of how pure each text's group is, and how much of its label's texts stand with it."""
    table = _table(found, right)
    n = table.sum()
    precision = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / n)
    recall = float((table**2 / table.sum(axis=0, keepdims=True)).sum() / n)
    return 2 * precision * recall / (precision + recall)


def _table(one: Labels, other: Labels) -> Table:
    rows = np.unique(np.asarray(one), return_inverse=True)[1].ravel()
    columns = np.unique(np.asarray(other), return_inverse=True)[1].ravel()
    table = np.zeros((int(rows.max()) + 1, int(columns.max()) + 1))
    np.add.at(table, (rows, columns), 1)
    return table


def _pairs(counts: Any) -> float:
    return float((np.asarray(counts) * (np.asarray(counts) - 1) / 2).sum())


def _entropy(shares: Table) -> float:
    return float(-(shares * np.log(shares)).sum())


def _told_by_chance(rows: Table, columns: Table, n: int) -> float:
    """The mutual information to be expected of two groupings with these sizes (equation 24a of the first source)."""
    logs = gammaln(np.arange(n + 2) + 1)
    sizes, how_often = np.unique(columns.astype(int), return_counts=True)
    expected = 0.0
    for a in rows.astype(int):
        for b, times in zip(sizes, how_often, strict=True):
            both = np.arange(max(1, a + b - n), min(a, b) + 1)
            log_share = (
                logs[a] + logs[b] + logs[n - a] + logs[n - b] - logs[n] - logs[both] - logs[a - both] - logs[b - both]
                - logs[n - a - b + both]
            )  # fmt: skip
            expected += times * float((both / n * np.log(n * both / (a * b)) * np.exp(log_share)).sum())
    return expected
