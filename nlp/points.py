"""A second point in a text: a sentence that is clearly nearer to another theme than to the text's own.

Each sentence has a vector of its own. That of the whole text is a mean in which a second point goes under.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.assignment import LEAST
from nlp.passages import Span, sentences
from nlp.vectors import State

CLEARLY = 0.1  # how much higher a sentence's cosine with the second theme must be than with the first
FEWEST_WORDS = 4  # a shorter sentence makes no point of its own
AT_ONCE = 1_000  # texts whose sentences are in memory together


@dataclass(frozen=True, slots=True)
class Point:
    """`theme` is a row of the centres, `score` the cosine of the sentence with it; text[start:end] is the sentence."""

    theme: int
    score: float
    start: int
    end: int


def second(
    texts: Sequence[str], theme_of: Sequence[int] | NDArray[np.int64], centres: NDArray[np.float32], state: State
) -> list[Point | None]:
    """For each text its clearest point outside its own theme, or None; always None where `theme_of` is -1.

    `centres` are (themes, d), made by `state`; `theme_of` holds a row of them for each text. Another sentence must
    stay at least as near to the text's own theme, so a text of one sentence has no second point.
    """
    found: list[Point | None] = [None] * len(texts)
    if len(centres) < 2:
        return found
    placed = [(i, _full(text)) for i, text in enumerate(texts) if theme_of[i] >= 0]
    for some in _blocks([(i, told) for i, told in placed if len(told) > 1]):
        vectors = state.embed([texts[i][span.start : span.end] for i, told in some for span in told])
        at = 0
        for i, told in some:
            found[i] = _clearest(vectors[at : at + len(told)] @ centres.T, int(theme_of[i]), told)
            at += len(told)
    return found


def _full(text: str) -> list[Span]:
    return [span for span in sentences(text) if len(text[span.start : span.end].split()) >= FEWEST_WORDS]


def _blocks(texts: list[tuple[int, list[Span]]]) -> Iterator[list[tuple[int, list[Span]]]]:
    return (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))


def _clearest(scores: NDArray[np.float32], own: int, told: list[Span]) -> Point | None:
    """`scores` are (sentences, themes). Of equals the first sentence and the earlier theme."""
    lead = scores - scores[:, [own]]
    there = (lead >= CLEARLY) & (scores >= LEAST) & (lead <= 0).any(axis=0)
    there[:, own] = False
    if not there.any():
        return None
    sentence, theme = np.unravel_index(np.where(there, lead, -np.inf).argmax(), lead.shape)
    span = told[sentence]
    return Point(int(theme), round(float(scores[sentence, theme]), 6), span.start, span.end)
