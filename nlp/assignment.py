"""Where one new idea belongs, in milliseconds: the themes whose centres are nearest to it.

Vectors are unit rows of d numbers, made by one state; scores and margins are cosines. The rule is that of Rocchio
(1971): the nearest centre. Raises `ValueError` when the widths differ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 0.25  # cosine with the centre below which "none of these" is the honest answer


@dataclass(frozen=True, slots=True)
class Assignment:
    """`theme` is a row of the centres; `score` is the cosine with it; `margin` is how far ahead of the next it is."""

    theme: int
    score: float
    margin: float


def assign(vector: NDArray[np.float32], centres: NDArray[np.float32]) -> Assignment | None:
    """The best theme for one (d,) vector among (themes, d) centres, or None when none is near enough."""
    return next(iter(best(vector, centres, 1)), None)


def best(vector: NDArray[np.float32], centres: NDArray[np.float32], count: int = 3) -> tuple[Assignment, ...]:
    """The `count` best themes that are near enough, best first; ties go to the earlier theme."""
    if not len(centres) or not vector.any():
        return ()
    scores = centres @ vector
    order = np.argsort(-scores, kind="stable")
    following = np.append(scores[order[1:]], 0.0)
    ranked = zip(order[:count], following[:count], strict=False)
    return tuple(
        Assignment(int(theme), round(float(scores[theme]), 6), round(float(scores[theme] - after), 6))
        for theme, after in ranked
        if scores[theme] >= LEAST
    )
