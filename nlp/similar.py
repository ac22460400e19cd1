"""The ideas nearest to a draft, best first: by the cosine of their vectors (Salton, Wong and Yang, 1975)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.vectors import State, Vectors

LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Similar:
    """`place` in the candidates, and the cosine with the draft."""

    place: int
    score: float


def rank(
    draft: str | Vectors, candidates: Sequence[str] | Vectors, state: State, *, count: int = 5, least: float = LEAST
) -> list[Similar]:
    """The `count` candidates most like the draft that score at least `least`; ties by place.

    The draft is a text, or its (d,) vector where that is known. `candidates` are texts, or better their stored (n, d)
    vectors made by the same state (then only the draft is read).
    Raises `vectors.ModelMissing` when the state was made with a sentence model that is not here.
    """
    if not len(candidates):
        return []
    rows = candidates if isinstance(candidates, np.ndarray) else state.embed(candidates)
    row = state.embed([draft])[0] if isinstance(draft, str) else draft
    with threadpool_limits(1):  # the rows come from memory slower than one core multiplies them
        scores = rows @ row
    near = np.flatnonzero(scores >= np.partition(scores, -min(count, len(scores)))[-min(count, len(scores))])
    order = near[np.argsort(-scores[near], kind="stable")][:count]
    return [Similar(int(i), round(float(scores[i]), 6)) for i in order if scores[i] >= least]
