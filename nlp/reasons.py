"""Why an idea is in its theme: shared terms, the nearest three ideas, the score, and the passage that put it there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping import Partition
from nlp.neighbours import nearest
from nlp.passages import Span
from nlp.pipeline import read_all
from nlp.terms import Word
from nlp.vectors import State

SHARED_TERMS = 5
PAIR_WORTH = 2.0
NEAREST = 3
FEWEST_TERMS = 4  # words that carry meaning and pairs of them, from which a sentence can stand for an idea
SCARCE_WORTH = 0.3
FULL = 12  # a sentence with more of them is not fuller


@dataclass(frozen=True, slots=True)
class Reason:
    """For one text. `theme` is a place in `partition.themes`; `score` the cosine with its centre.

    `terms` are words of the text that mark the theme, strongest first, as dictionary forms; `nearest` the places of the
    three texts of the same theme nearest to it. `start` and `end` are the passage's offsets into the text given.
    """

    theme: int
    score: float
    terms: tuple[str, ...]
    nearest: tuple[int, ...]
    start: int
    end: int


def explain(
    texts: Sequence[str], vectors: NDArray[np.float32], partition: Partition, state: State
) -> list[Reason | None]:
    """One reason a text, in order; None for those in "other". `vectors` are (n, d), made by `state` from `texts`."""
    theme_of = partition.theme_of(len(texts))
    found: list[Reason | None] = [None] * len(texts)
    if not len(partition.themes):
        return found
    marks = theme_marks(texts, theme_of, len(partition.themes), state)
    near = _nearest_in_theme(vectors, partition)
    centres = partition.centres
    for i, doc in enumerate(read_all(texts)):
        theme = int(theme_of[i])
        if theme < 0:
            continue
        weight = marks[theme]
        span = passage(doc._.sentences, doc._.words, weight)
        score = round(float(vectors[i] @ centres[theme]), 6)
        found[i] = Reason(theme, score, _telling(doc._.terms, weight), near.get(i, ()), span.start, span.end)
    return found


def theme_marks(texts: Sequence[str], theme_of: NDArray[np.int64], count: int, state: State) -> list[dict[str, float]]:
    """For each theme, how strongly each term marks it: its weight in the theme's texts above that in all texts."""
    table = state.lsa.weigh([doc._.terms for doc in read_all(texts)])
    overall = np.asarray(table.mean(axis=0)).ravel()
    marks = []
    for theme in range(count):
        mine = np.flatnonzero(theme_of == theme)
        above = np.asarray(table[mine].mean(axis=0)).ravel() - overall if len(mine) else np.zeros(len(overall))
        marks.append({state.lsa.terms[t]: float(above[t]) for t in np.flatnonzero(above > 0)})
    return marks


def _telling(terms: Sequence[str], weight: dict[str, float]) -> tuple[str, ...]:
    """The terms that mark the theme most, no word twice; two words together tell more than one."""
    worth = {term: weight[term] * (PAIR_WORTH if " " in term else 1.0) for term in terms if term in weight}
    told: list[str] = []
    said: set[str] = set()
    for term in sorted(worth, key=lambda term: (-worth[term], term)):
        if len(told) < SHARED_TERMS and said.isdisjoint(term.split()):
            told.append(term)
            said.update(term.split())
    return tuple(told)


def passage(spans: list[Span], words: list[Word], weight: dict[str, float]) -> Span:
    """The sentence whose terms mark the theme most (each term once); of equals the fuller, then the first.

    A sentence of a word or two ("Rang up.") says nothing by itself, so it counts for little.
    """
    if not spans:
        return Span(0, 0)
    if not words:
        return spans[0]
    terms: list[set[str]] = [set() for _ in spans]
    for a, b in zip(words, [*words[1:], None], strict=True):
        terms[a.sentence].add(a.lemma)
        if b is not None and a.sentence == b.sentence:
            terms[a.sentence].add(f"{a.lemma} {b.lemma}")
    best = max(range(len(spans)), key=lambda i: (_marked(terms[i], weight), min(len(terms[i]), FULL), -i))
    return spans[best]


def _marked(said: set[str], weight: dict[str, float]) -> float:
    marks = float(sum(weight.get(term, 0.0) for term in said) / (6 + len(said)) ** 0.5)
    return marks if len(said) >= FEWEST_TERMS else marks * SCARCE_WORTH


def _nearest_in_theme(vectors: NDArray[np.float32], partition: Partition) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for theme in partition.themes:
        members = np.array(theme.members)
        places, _ = nearest(vectors[members], vectors[members], NEAREST)
        for i, row in zip(theme.members, places, strict=True):
            found[i] = tuple(int(members[j]) for j in row)
    return found
