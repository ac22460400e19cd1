"""What corrections do to the ideas that nobody corrected: agreement on those, with and without them."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from bench import scores
from nlp import grouping
from nlp.duplicates import Copies
from nlp.vectors import Vectors

EACH = (5, 10, 20)
CROWDS = 3  # times that other ideas are corrected, by another seed each


def gains(
    texts: Sequence[str], labels: Sequence[str], rows: Vectors, copies: Sequence[Copies]
) -> dict[int, float | None]:
    """AMI on held-out ideas after 5, 10 and 20 corrections a theme, less that without any; the mean of three crowds.

    People put so many ideas, drawn by chance, into each label's theme, never more than half of a label's ideas. The
    same held-out ideas are scored both times. None where fewer than two themes can have so many.
    """
    right = np.array(labels)
    before = grouping.group(rows, texts, copies=copies, most=None).theme_of(len(texts))
    return {each: _gain(each, texts, right, rows, copies, before) for each in EACH}


def _gain(
    each: int, texts: Sequence[str], right: np.ndarray, rows: Vectors, copies: Sequence[Copies], before: np.ndarray
) -> float | None:
    gained = []
    for crowd in range(CROWDS):
        pinned = corrected(right, each, crowd)
        if len(set(pinned.values())) < 2 or len(pinned) == len(texts):
            return None
        themes = set(pinned.values())
        after = grouping.group(rows, texts, pinned=pinned, themes=themes, copies=copies, most=None)
        held_out = np.array([i not in pinned for i in range(len(texts))])
        here, there = after.theme_of(len(texts))[held_out], before[held_out]
        gained.append(scores.ami(right[held_out], here) - scores.ami(right[held_out], there))
    return round(fmean(gained), 4)


def corrected(right: np.ndarray, each: int, seed: int) -> dict[int, int]:
    """Which idea people put in which theme: {place: theme}, a theme for each label that has enough ideas."""
    chance = np.random.default_rng(seed)
    pinned = {}
    for theme, label in enumerate(np.unique(right)):
        mine = np.flatnonzero(right == label)
        for i in chance.choice(mine, min(each, len(mine) // 2), replace=False):
            pinned[int(i)] = theme
    return pinned
