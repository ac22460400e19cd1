"""A later run with a tenth more ideas: what would move by itself, and which of its proposals the labels bear out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp import changes, grouping
from nlp.changes import Change, Existing
from nlp.vectors import Vectors

SEED = 3
NEW = 0.1


@dataclass(frozen=True)
class Rerun:
    """`moved` counts ideas that left a theme although nobody accepted a proposal; `right` of the `proposals` are borne
    out by the labels."""

    moved: int
    proposals: int
    right: int


def again(texts: Sequence[str], labels: Sequence[str], rows: Vectors) -> Rerun:
    """Groups nine tenths of the ideas, then all of them, by the same vectors, and compares as the site does.

    A proposal is right when the labels of its ideas bear it out. To move: for more than half of them, their label has
    a larger share in the theme they go to than in the one they leave (than among all ideas, when they have none). To
    split or make new: their most common label is not that of the theme that most of them leave, or they leave none. To
    merge: both themes have the same most common label. To retire: always, as nothing is in it.
    """
    order = np.random.default_rng(SEED).permutation(len(texts))
    first = sorted(order[round(NEW * len(texts)):].tolist())
    before = grouping.group(rows[first], [texts[i] for i in first])
    themes = [frozenset(first[i] for i in theme.members) for theme in before.themes]
    existing = {place: Existing(members) for place, members in enumerate(themes)}
    told = changes.compare(existing, grouping.group(rows, texts), rows=rows)
    free = [change for change in told if change.kind == "moved" and change.theme is None]
    now = dict(existing) | {change.into: Existing(existing[change.into].members | set(change.ideas))
                            for change in free if change.into is not None}
    moved = sum(len(existing[place].members - now[place].members) for place in existing)
    return Rerun(moved, len(told), sum(_right(change, themes, labels) for change in told))


def _right(change: Change, themes: Sequence[frozenset[int]], labels: Sequence[str]) -> bool:
    own = Counter(labels[i] for i in change.ideas)
    left = Counter(labels[i] for i in themes[change.theme]) if change.theme is not None else Counter(labels)
    if change.kind == "moved":
        there = Counter(labels[i] for i in themes[change.into or 0])
        better = sum(there[labels[i]] / there.total() > left[labels[i]] / left.total() for i in change.ideas)
        return better > len(change.ideas) / 2
    if change.kind == "merged":
        return bool(_most(own) == _most(Counter(labels[i] for i in themes[change.into or 0])))
    if change.kind in {"split", "new"}:
        homes = Counter(place for i in change.ideas for place, members in enumerate(themes) if i in members)
        home = change.theme if change.theme is not None else _most(homes)
        return home is None or bool(_most(own) != _most(Counter(labels[i] for i in themes[home])))
    return True


def _most(counts: Counter[Any]) -> Any:
    return counts.most_common(1)[0][0] if counts else None
