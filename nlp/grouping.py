"""Themes from vectors, with their number unknown: a graph of shared neighbours, cut into communities by Leiden.

Sources: Traag, Waltman and van Eck, "From Louvain to Leiden" (2019), through `graspologic-native` (MIT licence).
The result does not depend on the order of the texts, and is the same to the byte each time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp import duplicates, learning
from nlp.communities import LONELY, LONELY_AS_TAUGHT, detach, divide, fold, leiden, settle, sort_out, within
from nlp.duplicates import Copies
from nlp.neighbours import nearest, shared

MOST_THEMES = 20
NEIGHBOURS = 25
FEWEST_IDEAS = 4  # fewer texts than this with something to say: nothing to group
SPLIT_FROM = 40  # voices from which a theme is looked at for sub-themes


@dataclass(frozen=True, eq=False)
class Theme:
    """One group. `members` are places in the given texts, ascending; `voices` counts near copies once.

    `centre` is the (d,) unit mean of its voices. `cohesion` is their mean cosine with it (0 to 1). `key` is the pinned
    theme's key, or None. `parts` are the sub-themes (each a tuple of members), largest first, empty when it has none.
    """

    members: tuple[int, ...]
    voices: int
    centre: NDArray[np.float32]
    cohesion: float
    key: int | None = None
    parts: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Partition:
    """Every given text is in exactly one theme, or in `other`: texts that say nothing to group, or stand alone."""

    themes: tuple[Theme, ...]
    other: tuple[int, ...]
    copies: tuple[Copies, ...] = field(default=())

    @property
    def centres(self) -> NDArray[np.float32]:
        """(themes, d), in the order of `themes`."""
        return np.array([theme.centre for theme in self.themes], dtype=np.float32)

    def theme_of(self, count: int) -> NDArray[np.int64]:
        """For each of `count` texts the place of its theme in `themes`, or -1 for "other"."""
        found = np.full(count, -1, dtype=np.int64)
        for place, theme in enumerate(self.themes):
            found[list(theme.members)] = place
        return found


def group(
    vectors: NDArray[np.float32],
    texts: Sequence[str],
    *,
    pinned: Mapping[int, int] | None = None,
    themes: Collection[int] | None = None,
    copies: Sequence[Copies] | None = None,
    most: int | None = MOST_THEMES,
) -> Partition:
    """Groups texts by meaning. `vectors` is (n, d) with unit rows, as from `State.embed`.

    `pinned` says which theme (by the caller's key) people put a text in: it will be in the theme with that key, and two
    keys never share a theme. `themes` are the keys of all themes there are: where people pinned enough in each of them,
    every text is sorted by their example (`learning`). `copies` are those of `duplicates.find`, worked out here when
    not given. At most `most` themes, more only when more are pinned; None for as many as the texts fall into.
    """
    pinned = dict(pinned or {})
    copies = tuple(duplicates.find(texts, vectors) if copies is None else copies)
    voices = _voices(texts, vectors, copies, pinned)
    if len(voices) < FEWEST_IDEAS and not pinned:
        return Partition((), tuple(range(len(texts))), copies)
    rows = vectors[[voice[0] for voice in voices]]
    keys = [next((pinned[i] for i in voice if i in pinned), None) for voice in voices]
    labels, parts = _communities(rows, keys, themes, most)
    return _partition(voices, rows, keys, labels, parts, len(texts), copies)


def _voices(
    texts: Sequence[str], vectors: NDArray[np.float32], copies: Sequence[Copies], pinned: Mapping[int, int]
) -> list[tuple[int, ...]]:
    """Texts that say something, near copies together unless pinned apart, in the order of their wording."""
    grouped: list[tuple[int, ...]] = []
    alone = set(np.flatnonzero(vectors.any(axis=1)).tolist()) if len(vectors) else set()
    for same in copies:
        members = [i for i in same.members if i in alone]
        alone.difference_update(members)
        free = tuple(i for i in members if i not in pinned)
        if len({pinned[i] for i in members if i in pinned}) <= 1:
            grouped.append((same.kept, *(i for i in members if i != same.kept)) if same.kept in members else free)
            continue
        grouped += [(i,) for i in members if i in pinned]
        grouped += [free] if free else []
    grouped += [(i,) for i in alone]
    return sorted((voice for voice in grouped if voice), key=lambda voice: (texts[voice[0]], voice))


def _communities(
    rows: NDArray[np.float32], keys: Sequence[int | None], themes: Collection[int] | None, most: int | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each voice its theme (-1: other) and its sub-theme."""
    graph = neighbour_graph(rows)
    fine = sort_out(rows, leiden(graph, keys), keys)
    large = settle(rows, fine, keys)
    fine = settle(rows, divide(graph, large, keys), keys)
    taught = learning.said_enough(keys, themes)
    if taught:
        fine = large = learning.sort_by_example(rows, graph, fine, keys)
    coarse = fine if most is None or fine.max(initial=-1) < most else fold(rows, large, keys, most)
    parts = within(graph, fine, coarse, SPLIT_FROM)
    return detach(rows, coarse, keys, LONELY_AS_TAUGHT if taught else LONELY), parts


def neighbour_graph(rows: NDArray[np.float32]) -> sparse.csr_matrix:
    """The shared-neighbour graph of (n, d) unit rows; with few rows, fewer neighbours, so that it is never complete."""
    count = int(max(2, min(NEIGHBOURS, round(len(rows) ** 0.5))))
    return shared(nearest(rows, rows, count)[0])


def _partition(
    voices: list[tuple[int, ...]],
    rows: NDArray[np.float32],
    keys: Sequence[int | None],
    labels: NDArray[np.int64],
    parts: NDArray[np.int64],
    count: int,
    copies: tuple[Copies, ...],
) -> Partition:
    found = [np.flatnonzero(labels == label) for label in range(int(labels.max(initial=-1)) + 1)]
    themes = [_theme(mine, voices, rows, keys, parts) for mine in sorted(found, key=_largest_first) if len(mine)]
    placed = {i for theme in themes for i in theme.members}
    return Partition(tuple(themes), tuple(i for i in range(count) if i not in placed), copies)


def _largest_first(voices: NDArray[np.int64]) -> tuple[int, list[int]]:
    """Of equals, the one whose wording comes first in the alphabet, as voices stand in that order."""
    return -len(voices), voices[:1].tolist()


def _theme(
    mine: NDArray[np.int64],
    voices: list[tuple[int, ...]],
    rows: NDArray[np.float32],
    keys: Sequence[int | None],
    parts: NDArray[np.int64],
) -> Theme:
    mean = rows[mine].mean(axis=0)
    centre = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    inside = sorted((mine[parts[mine] == part] for part in np.unique(parts[mine])), key=_largest_first)
    split = [tuple(sorted(i for voice in part for i in voices[voice])) for part in inside]
    return Theme(
        members=tuple(sorted(i for part in split for i in part)),
        voices=len(mine),
        centre=centre,
        cohesion=round(float((rows[mine] @ centre).mean()), 6),
        key=next((keys[i] for i in mine if keys[i] is not None), None),
        parts=tuple(split) if len(split) > 1 else (),
    )
