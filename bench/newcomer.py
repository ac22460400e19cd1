"""What one new idea costs among 100,000: read, its private details and language, its theme, the ideas most like it."""

import time
from collections.abc import Sequence

import numpy as np

from nlp import assignment, grouping, languages, private, similar
from nlp.vectors import State, Vectors

AMONG = 100_000
TIMES = 20


def cpu_ms(texts: Sequence[str], rows: Vectors, state: State) -> float:
    """Milliseconds of CPU for one idea, the mean of twenty. The 100,000 are the set's own vectors, again and again."""
    many = rows[np.arange(AMONG) % len(rows)]
    centres = grouping.group(rows, texts).centres
    fresh = [f"{texts[i % len(texts)]} This is the {i}th time that I write about it." for i in range(TIMES + 1)]
    _read(fresh.pop(), many, centres, state)
    worked = time.process_time()
    for text in fresh:
        _read(text, many, centres, state)
    return round(1_000 * (time.process_time() - worked) / TIMES, 1)


def _read(text: str, many: Vectors, centres: Vectors, state: State) -> None:
    private.find(text)
    languages.detect(text)
    vector = state.embed([text])[0]
    similar.rank(vector, many, state)
    if len(centres):
        assignment.assign(vector, centres)
