"""Which texts stand nearest to which: exact cosines, in blocks, so that memory stays small."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

BLOCK = 1_024


def nearest(
    rows: NDArray[np.float32], among: NDArray[np.float32], count: int, *, itself: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """For each row its `count` nearest in `among`: (n, count) places and cosines, nearest first, ties by place.

    With `itself=False`, row i and among[i] are taken to be the same text and passed over.
    """
    count = max(0, min(count, len(among) - (0 if itself else 1)))
    places = np.zeros((len(rows), count), dtype=np.int64)
    cosines = np.zeros((len(rows), count), dtype=np.float32)
    if count == 0:
        return places, cosines
    for start, block in blocks(rows, among):
        if not itself:
            block[np.arange(len(block)), np.arange(start, start + len(block))] = -2
        part = np.argpartition(-block, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(block, part, axis=1)
        order = np.lexsort((part, -values), axis=1)
        places[start : start + len(block)] = np.take_along_axis(part, order, axis=1)
        cosines[start : start + len(block)] = np.take_along_axis(values, order, axis=1)
    return places, cosines


def blocks(rows: NDArray[np.float32], among: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The cosines of a thousand rows at a time with all of `among`."""
    columns = np.ascontiguousarray(among.T)
    for start in range(0, len(rows), BLOCK):
        with threadpool_limits(1):
            block = rows[start : start + BLOCK] @ columns
        yield start, block


def shared(places: NDArray[np.int64]) -> sparse.csr_matrix:
    """The neighbour graph, weighted by the share of neighbours that two texts have in common (Jaccard).

    (n, n), symmetric, without loops. Source: Jarvis and Patrick (1973); weights as in Levine and others (2015).
    """
    n, count = places.shape
    if n == 0 or count == 0:
        return sparse.csr_matrix((n, n))
    who = np.repeat(np.arange(n), count)
    links = sparse.csr_matrix((np.ones(n * count), (who, places.ravel())), shape=(n, n))
    links = sparse.csr_matrix(links + sparse.identity(n))
    either = sparse.csr_matrix(((links + links.T) > 0).astype(np.float64))
    common = sparse.csr_matrix((links @ links.T).multiply(either))
    common.setdiag(0)
    common.eliminate_zeros()
    common.data = common.data / (2 * (count + 1) - common.data)
    common.sort_indices()
    return common
