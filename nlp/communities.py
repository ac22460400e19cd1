"""Cutting a graph of voices into communities, and putting right what the cut left: pins, crumbs, too many, outliers.

Everywhere `rows` are (n, d) unit rows and `labels` (n,) the community of each voice, counted from 0; -1 is "other".
`keys` has n entries: the theme that people pinned the voice to, or None. `graph` is (n, n), symmetric, with weights
above 0. Nothing here raises for any such input, also with no voice at all. Sources: Traag, Waltman and van Eck (2019)
for Leiden; Ward (1963) for which two communities are joined first.
"""

from collections.abc import Sequence
from itertools import pairwise

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Labels = NDArray[np.int64]
Rows = NDArray[np.float32]
Keys = Sequence[int | None]

SEED = 20_260_301
TRIALS = 5
RESOLUTION = 1.0
PART_RESOLUTION = 1.0
CLEAR_RESOLUTION = 0.4  # cuts a community in few parts, where it is cut at all
KEPT = 0.9  # share of a community's ties that must not be cut
CLEAR = 0.3  # modularity from which a cut is more than chance (Newman and Girvan, 2004)
FEWEST_VOICES = 3  # a smaller community joins the one nearest to it
MOST_OTHER = 0.05
LONELY = 0.55  # share of the theme's usual likeness below which a voice is said to stand alone
LONELY_AS_TAUGHT = 0.4  # the same where people's examples placed it


def leiden(graph: sparse.csr_matrix, keys: Keys, resolution: float = RESOLUTION) -> Labels:
    """Communities by modularity. Voices pinned to one theme are tied to one another before the cut."""
    n = graph.shape[0]
    graph = _tied(graph, keys)
    if graph.nnz == 0:
        return np.arange(n, dtype=np.int64)
    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        n,
        resolution=resolution,
        iterations=3,
        trials=TRIALS,
        seed=SEED,
    )
    return renumber(np.array([found.get(i, n + i) for i in range(n)], dtype=np.int64))


def sort_out(rows: Rows, labels: Labels, keys: Keys) -> Labels:
    """Makes what people pinned true: one community a key, and never two keys in one."""
    labels = labels.copy()
    pins = _pins(keys)
    for key in sorted(pins):
        homes = labels[pins[key]]
        home = int(np.bincount(homes).argmax())
        labels[pins[key]] = home
    shared_homes = {int(labels[voices[0]]) for voices in pins.values()}
    for home in sorted(shared_homes):
        here = [key for key in sorted(pins) if labels[pins[key][0]] == home]
        if len(here) > 1:
            _divide(rows, labels, home, [pins[key] for key in here])
    return renumber(labels)


def settle(rows: Rows, labels: Labels, keys: Keys) -> Labels:
    """Communities too small to be a theme join the nearest one, unless people pinned something in them."""
    labels = labels.copy()
    sizes = np.bincount(labels)
    kept = {int(labels[i]) for i, key in enumerate(keys) if key is not None}
    kept |= {label for label, size in enumerate(sizes) if size >= FEWEST_VOICES}
    if not kept or len(kept) == len(sizes):
        return labels
    large = sorted(kept)
    centres = centres_of(rows, labels)[large]
    small = np.flatnonzero(~np.isin(labels, large))
    labels[small] = np.array(large)[(rows[small] @ centres.T).argmax(axis=1)]
    return renumber(labels)


def divide(graph: sparse.csr_matrix, labels: Labels, keys: Keys) -> Labels:
    """Cuts those communities again that fall apart by themselves: hardly any of their ties cross the cut.

    In a large graph the best cut leaves small communities together (Fortunato and Barthélemy, 2007); within one of them
    the same way of cutting finds them. Where people pinned something, they said how it is cut.
    """
    labels = labels.copy()
    pinned = {int(labels[i]) for i, key in enumerate(keys) if key is not None}
    for label in sorted(set(labels.tolist()) - pinned):
        mine = np.flatnonzero(labels == label)
        ties = graph[mine][:, mine]
        cut = leiden(ties, [None] * len(mine), CLEAR_RESOLUTION)
        kept, by_chance = _kept(ties, cut)
        if kept >= KEPT and kept - by_chance >= CLEAR:
            labels[mine] = np.where(cut == 0, label, labels.max() + cut)
    return renumber(labels)


def _kept(ties: sparse.csr_matrix, cut: Labels) -> tuple[float, float]:
    """The share of ties that the cut leaves, and the share that it would leave among ties drawn by lot."""
    whole = float(ties.sum())
    if not whole:
        return 0.0, 0.0
    ends = ties.tocoo()
    kept = float(ends.data[cut[ends.row] == cut[ends.col]].sum()) / whole
    shares = np.bincount(cut, weights=np.asarray(ties.sum(axis=1)).ravel()) / whole
    return kept, float((shares**2).sum())


def fold(rows: Rows, labels: Labels, keys: Keys, most: int) -> Labels:
    """Joins the two communities that are most alike, again and again, until no more than `most` are left.

    Likeness is that of Ward: small ones go first. Two communities with different pins are never joined.
    """
    count = int(labels.max(initial=-1)) + 1
    if count <= most:
        return labels
    sums = np.array([rows[labels == label].sum(axis=0) for label in range(count)], dtype=np.float64)
    sizes = np.bincount(labels, minlength=count).astype(np.float64)
    pin = _pin_of(labels, keys, count)
    into = np.arange(count)
    alive = list(range(count))
    while len(alive) > most:
        pair = _cheapest(alive, sums, sizes, pin)
        if pair is None:
            break
        a, b = pair
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        pin[a] = pin[a] if pin[a] is not None else pin[b]
        into[into == b] = a
        alive.remove(b)
    return renumber(into[labels])


def within(graph: sparse.csr_matrix, fine: Labels, coarse: Labels, split_from: int) -> Labels:
    """A second level: the communities that were folded together, or else the theme's own graph, cut again.

    Labels (n,) of the parts; a community of `coarse` with fewer than `split_from` voices stays whole.
    """
    parts = fine.copy()
    following = int(fine.max(initial=-1)) + 1
    for label in range(int(coarse.max(initial=-1)) + 1):
        mine = np.flatnonzero(coarse == label)
        if len(mine) < split_from or len(set(fine[mine].tolist())) > 1:
            continue
        cut = leiden(graph[mine][:, mine], [None] * len(mine), PART_RESOLUTION)
        sizes = np.bincount(cut)
        cut[sizes[cut] < max(FEWEST_VOICES, len(mine) // 20)] = sizes.argmax()
        parts[mine] = following + cut
        following += int(cut.max()) + 1
    return parts


def detach(rows: Rows, labels: Labels, keys: Keys, least: float = LONELY) -> Labels:
    """Voices like nothing else in their theme become "other" (-1): the loneliest, never above one in twenty.

    `least` is the share of the theme's median cosine with its centre below which a voice is lonely.
    """
    if not len(labels):
        return labels
    centres = centres_of(rows, labels)
    likeness = (rows * centres[labels]).sum(axis=1)
    usual = np.array([np.median(likeness[labels == label]) for label in range(len(centres))])[labels]
    lonely = likeness / np.maximum(usual, 1e-9)
    lonely[[i for i, key in enumerate(keys) if key is not None]] = 1.0
    order = np.argsort(lonely, kind="stable")[: int(MOST_OTHER * len(labels))]
    labels = labels.copy()
    labels[order[lonely[order] < least]] = -1
    return labels


def centres_of(rows: Rows, labels: Labels) -> Rows:
    """(labels, d) unit means of the rows of each community; those of "other" count in none."""
    count = int(labels.max(initial=-1)) + 1
    means = np.array([rows[labels == label].mean(axis=0) for label in range(count)], dtype=np.float32)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / np.maximum(lengths, 1e-9), dtype=np.float32)


def renumber(labels: Labels) -> Labels:
    """Labels from 0, the largest community first, of equals the one with the earliest voice."""
    _, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[inverse].astype(np.int64)


def _tied(graph: sparse.csr_matrix, keys: Keys) -> sparse.csr_matrix:
    pairs = [(a, b) for voices in _pins(keys).values() for a, b in pairwise(voices)]
    if not pairs:
        return graph
    a, b = np.array(pairs).T
    ties = sparse.csr_matrix((np.ones(len(a)), (a, b)), shape=graph.shape)
    tied = sparse.csr_matrix(graph + ties + ties.T)
    tied.sort_indices()
    return tied


def _pins(keys: Keys) -> dict[int, list[int]]:
    pins: dict[int, list[int]] = {}
    for voice, key in enumerate(keys):
        if key is not None:
            pins.setdefault(key, []).append(voice)
    return pins


def _pin_of(labels: Labels, keys: Keys, count: int) -> list[int | None]:
    pin: list[int | None] = [None] * count
    for voice, key in enumerate(keys):
        if key is not None:
            pin[int(labels[voice])] = key
    return pin


def _divide(rows: Rows, labels: Labels, home: int, pinned: list[list[int]]) -> None:
    """Shares a community out between the keys pinned in it: each voice to the nearest group of pins."""
    mine = np.flatnonzero(labels == home)
    likeness = np.stack([(rows[mine] @ rows[voices].T).mean(axis=1) for voices in pinned], axis=1)
    fresh = int(labels.max()) + 1
    labels[mine] = np.array([home, *range(fresh, fresh + len(pinned) - 1)])[likeness.argmax(axis=1)]
    for place, voices in enumerate(pinned):
        labels[voices] = home if place == 0 else fresh + place - 1


def _cheapest(
    alive: list[int], sums: NDArray[np.float64], sizes: NDArray[np.float64], pin: list[int | None]
) -> tuple[int, int] | None:
    means = sums[alive] / sizes[alive][:, None]
    gaps = ((means[:, None] - means[None]) ** 2).sum(axis=2)
    n = sizes[alive]
    cost = gaps * (n[:, None] * n[None] / (n[:, None] + n[None]))
    held = [pin[a] for a in alive]
    apart = np.array(
        [
            [a == b or (held[a] is not None and held[b] is not None) for b in range(len(alive))]
            for a in range(len(alive))
        ]
    )
    cost[apart] = np.inf
    if not np.isfinite(cost).any():
        return None
    a, b = np.unravel_index(cost.argmin(), cost.shape)
    return alive[min(int(a), int(b))], alive[max(int(a), int(b))]
