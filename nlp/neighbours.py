"""Which texts stand nearest to which: exact cosines in blocks; among very many texts, those in the cells around.

Cells are the clusters of spherical k-means (Dhillon and Modha, 2001), searched as an inverted file is (Sivic and
Zisserman, 2003): the cost grows with the number of texts and not with its square.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

BLOCK = 1_024
MOST_EXACT = 20_000  # texts up to which every one is compared with every other
CELL = 400  # texts in a usual cell
LOOKED_IN = 24  # cells around a text that are searched
FITTED_ON = 40  # texts a cell that the cells are fitted on
ROUNDS = 6

Rows = NDArray[np.float32]
Places = NDArray[np.int64]


def nearest(rows: Rows, among: Rows, count: int, *, itself: bool = False) -> tuple[Places, Rows]:
    """For each row its `count` nearest in `among`: (n, count) places and cosines, nearest first, ties by place.

    With `itself=False`, row i and among[i] are taken to be the same text and passed over. Exact, but for more than
    20,000 rows among themselves: then at least nineteen in twenty of the true nearest are found, the same ones each
    time. For these to be the same in any order of the texts, rows must be given in an order of their own.
    """
    count = max(0, min(count, len(among) - (0 if itself else 1)))
    places = np.zeros((len(rows), count), dtype=np.int64)
    cosines = np.zeros((len(rows), count), dtype=np.float32)
    if count == 0:
        return places, cosines
    many = rows is among and not itself and len(rows) > MOST_EXACT
    for mine, there, block in _in_cells(rows, count) if many else _everywhere(rows, among):
        if not itself:
            block[np.arange(len(mine)), np.searchsorted(there, mine)] = -2
        part = np.argpartition(-block, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(block, part, axis=1)
        order = np.lexsort((part, -values), axis=1)
        places[mine] = there[np.take_along_axis(part, order, axis=1)]
        cosines[mine] = np.take_along_axis(values, order, axis=1)
    return places, cosines


def blocks(rows: Rows, among: Rows) -> Iterator[tuple[int, Rows]]:
    """The cosines of a thousand rows at a time with all of `among`."""
    columns = np.ascontiguousarray(among.T)
    for start in range(0, len(rows), BLOCK):
        with threadpool_limits(1):
            block = rows[start : start + BLOCK] @ columns
        yield start, block


def shared(places: Places) -> sparse.csr_matrix:
    """The neighbour graph, weighted by the share of neighbours that two texts have in common (Jaccard).

    (n, n), symmetric, without loops. Source: Jarvis and Patrick (1973); weights as in Levine and others (2015).
    """
    n, count = places.shape
    if n == 0 or count == 0:
        return sparse.csr_matrix((n, n))
    who = np.repeat(np.arange(n), count)
    links = sparse.csr_matrix((np.ones(n * count), (who, places.ravel())), shape=(n, n))
    links = sparse.csr_matrix(links + sparse.identity(n))
    either, turned = sparse.csr_matrix(links + links.T), sparse.csr_matrix(links.T)
    either.data[:] = 1.0
    parts = [(links[at : at + BLOCK] @ turned).multiply(either[at : at + BLOCK]) for at in range(0, n, BLOCK)]
    common = sparse.csr_matrix(sparse.vstack(parts))
    common.setdiag(0)
    common.eliminate_zeros()
    common.data = common.data / (2 * (count + 1) - common.data)
    common.sort_indices()
    return common


def _everywhere(rows: Rows, among: Rows) -> Iterator[tuple[Places, Places, Rows]]:
    """Some rows, the places that they are compared with (ascending), and the cosines."""
    there = np.arange(len(among))
    for start, block in blocks(rows, among):
        yield np.arange(start, start + len(block)), there, block


def _in_cells(rows: Rows, count: int) -> Iterator[tuple[Places, Places, Rows]]:
    with threadpool_limits(1):
        centres = _cells(rows)
        homes = _homes(rows, centres)
    members = [np.flatnonzero(homes == cell) for cell in range(len(centres))]
    sizes = np.array([len(mine) for mine in members])
    for cell, mine in enumerate(members):
        if not len(mine):
            continue
        around = np.argsort(-(centres @ centres[cell]), kind="stable")
        enough = int(np.searchsorted(np.cumsum(sizes[around]), count + 1)) + 1
        there = np.sort(np.concatenate([members[near] for near in around[: max(LOOKED_IN, enough)]]))
        for start, block in blocks(rows[mine], rows[there]):
            yield mine[start : start + len(block)], there, block


def _cells(rows: Rows) -> Rows:
    """The centres of the cells, fitted on rows taken evenly from all."""
    count = max(1, len(rows) // CELL)
    sample = rows[np.linspace(0, len(rows) - 1, min(len(rows), FITTED_ON * count)).astype(int)]
    centres = sample[np.linspace(0, len(sample) - 1, count).astype(int)]
    for _ in range(ROUNDS):
        homes = _homes(sample, centres)
        table = sparse.csr_matrix((np.ones(len(sample), np.float32), (homes, np.arange(len(sample)))))
        sums = np.zeros_like(centres)
        sums[: table.shape[0]] = table @ sample
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.asarray(np.where(lengths > 1e-6, sums / np.maximum(lengths, 1e-6), centres), dtype=np.float32)
    return np.asarray(centres, dtype=np.float32)


def _homes(rows: Rows, centres: Rows) -> Places:
    """For each row the nearest centre; of equals the earlier one."""
    return np.concatenate([block.argmax(axis=1) for _, block in blocks(rows, centres)])
