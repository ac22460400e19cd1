"""What each theme is called, and the words of its people that stand for it. Drafts: a person has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping import Partition
from nlp.pipeline import read_all
from nlp.quotes import Draft, Quote, drafts, pick
from nlp.reasons import theme_marks
from nlp.titles import Corpus, candidates, choose
from nlp.vectors import State


@dataclass(frozen=True, slots=True)
class Label:
    """A draft title (100 characters at most), phrases that mark the theme, and three quotes, the best first."""

    title: str
    phrases: tuple[str, ...]
    quotes: tuple[Quote, ...]


def label(texts: Sequence[str], vectors: NDArray[np.float32], partition: Partition, state: State) -> list[Label]:
    """A label for each theme of the partition, in its order; titles are distinct. `vectors` are (n, d) from `state`.

    A quote's start and end count characters of its text. How titles are chosen, and after whom, says `nlp/titles.py`.
    """
    groups = [theme.members for theme in partition.themes]
    copies = {i: same.kept for same in partition.copies for i in same.members}
    return label_groups(texts, vectors, groups, state, copies)


def label_groups(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    groups: Sequence[Sequence[int]],
    state: State,
    copies: dict[int, int] | None = None,
) -> list[Label]:
    """The same for any groups of texts, such as a theme's parts; `copies` tells which text each copy repeats."""
    if not groups:
        return []
    copies = copies or {}
    docs = list(read_all(texts))
    voices = [sorted({copies.get(i, i) for i in group} & set(group)) or sorted(group) for group in groups]
    theme_of = np.full(len(texts), -1, dtype=np.int64)
    for place, group in enumerate(groups):
        theme_of[list(group)] = place
    marks = theme_marks(texts, theme_of, len(groups), state)
    corpus = Corpus(docs)
    ranked = [candidates(corpus, mine) for mine in voices]
    chosen = choose(ranked, [len(mine) for mine in voices], corpus.usage)
    centres = [vectors[mine].mean(axis=0) for mine in voices]
    shortlists = [
        drafts(mine, texts, docs, mark, vectors[mine] @ centre)
        for mine, mark, centre in zip(voices, marks, centres, strict=True)
    ]
    closeness = _closeness(shortlists, centres, state)
    return [
        Label(named.title, named.phrases, pick(shortlist, close, named.lemmas))
        for named, shortlist, close in zip(chosen, shortlists, closeness, strict=True)
    ]


def _closeness(
    shortlists: Sequence[Sequence[Draft]], centres: Sequence[NDArray[np.float32]], state: State
) -> list[NDArray[np.float32]]:
    """How near each shortlisted sentence is to its theme's centre, read by itself."""
    said = [draft.quote.text for shortlist in shortlists for draft in shortlist]
    rows = state.embed(said)
    found, at = [], 0
    for shortlist, centre in zip(shortlists, centres, strict=True):
        found.append(np.asarray(rows[at : at + len(shortlist)] @ centre, dtype=np.float32))
        at += len(shortlist)
    return found
