"""Latent semantic analysis: terms weighed by rarity, and the 50 directions that explain most of a set of texts.

Source: Deerwester and others (1990); the random projection is that of Halko, Martinsson and Tropp (2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.terms import vocabulary

WIDTH = 50
MOST_TERMS = 30_000
SEED = 20_260_301


@dataclass(frozen=True, eq=False)
class Lsa:
    """A fitted analysis: its terms in alphabetical order, their weights, and the (terms, 50) directions."""

    terms: tuple[str, ...]
    weights: NDArray[np.float32]
    directions: NDArray[np.float32]

    @cached_property
    def column(self) -> dict[str, int]:
        """Where each term stands."""
        return {term: i for i, term in enumerate(self.terms)}

    def embed(self, terms_of: Sequence[list[str]]) -> NDArray[np.float32]:
        """(n, 50) rows of length one, or zero for a text that shares no term with the fitted ones."""
        return _unit(self.weigh(terms_of) @ self.directions)

    def weigh(self, terms_of: Sequence[list[str]]) -> sparse.csr_matrix:
        """(n, terms) sparse rows of length one: damped counts times rarity."""
        return weighed(terms_of, self.column, self.weights)


def fit(terms_of: Sequence[list[str]]) -> Lsa:
    """Fits on the terms of each text. The order of the texts must be the same for the same bytes."""
    rarity = _rarity(terms_of)
    terms = tuple(sorted(rarity))
    weights = np.array([rarity[term] for term in terms], dtype=np.float32)
    table = weighed(terms_of, {term: i for i, term in enumerate(terms)}, weights)
    with threadpool_limits(1):
        return Lsa(terms, weights, _directions(table))


def weighed(terms_of: Sequence[list[str]], column: dict[str, int], weights: NDArray[np.float32]) -> sparse.csr_matrix:
    """Counts of known terms as 1 + log(count), times the terms' weights, rows of length one."""
    starts, columns, values = [0], [], []
    for terms in terms_of:
        counts: dict[int, int] = {}
        for term in terms:
            at = column.get(term)
            if at is not None:
                counts[at] = counts.get(at, 0) + 1
        ordered = sorted(counts)
        columns += ordered
        values += [1.0 + np.log(counts[at]) for at in ordered]
        starts.append(len(columns))
    data = np.array(values, dtype=np.float32) * weights[np.array(columns, dtype=np.int64)] if columns else np.zeros(0)
    table = sparse.csr_matrix(
        (data.astype(np.float32), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int32)),
        shape=(len(terms_of), len(column)),
    )
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1.0 / np.maximum(lengths, 1e-9)).astype(np.float32) @ table)


def _rarity(terms_of: Sequence[list[str]]) -> dict[str, float]:
    n = len(terms_of)
    fewest = 2 if n >= 40 else 1
    counts = vocabulary(terms_of)
    kept = sorted((term for term, c in counts.items() if c >= fewest), key=lambda term: (-counts[term], term))
    return {term: float(np.log((1 + n) / (1 + counts[term])) + 1) for term in kept[:MOST_TERMS]}


def _directions(table: sparse.csr_matrix) -> NDArray[np.float32]:
    """The right singular vectors, signs fixed by their largest entry; zeros when there are fewer than 50."""
    n, m = table.shape
    rank = min(WIDTH, n, m)
    found = np.zeros((m, WIDTH), dtype=np.float32)
    if rank == 0:
        return found
    wide = min(rank + 20, n, m)
    sample = table @ np.random.default_rng(SEED).standard_normal((m, wide))
    for _ in range(6):
        sample, _ = np.linalg.qr(table @ (table.T @ np.linalg.qr(sample)[0]))
    _, _, right = np.linalg.svd((table.T @ sample).T, full_matrices=False)
    right = right[:rank]
    signs = np.sign(right[np.arange(rank), np.abs(right).argmax(axis=1)])
    found[:, :rank] = (right * np.where(signs == 0, 1, signs)[:, None]).T
    return found


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, rows / np.maximum(lengths, 1e-6), 0).astype(np.float32)
