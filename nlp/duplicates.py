"""Near copies: campaign letters and texts sent twice. A campaign is one voice with a count.

Likeness is the share of three-letter pieces in common (Broder, 1997), with the whole of a text or with one end of it,
as when somebody adds a sentence of their own; or how much of the shorter text's runs of three words stands in the
longer one, for letters quoted in part. Looked at are the texts nearest in meaning, and those that share several runs
of words that few others have.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.neighbours import nearest
from nlp.pipeline import readable

ALIKE = 0.5
ALIKE_IF_SHORT = 0.55  # one word more or less makes another question
SHORT = 16  # words
QUOTED = 0.4  # of the shorter text's runs
ALIKE_AT_AN_END = 0.65  # of the shorter text and as many words at one end of the longer
FEWEST_WITH_MORE = 8  # words of a text to which others were added
MOST_ADDED = 12  # words
FEWEST_WORDS = 6  # shorter texts are copies only when they say exactly the same
FEWEST_QUOTED = 10  # runs in common: a passage of twelve words
CANDIDATES = 15
NEAR = 0.55  # cosine below which nobody looks closer
MOST_WITH_RUN = 12  # texts with the same run of words above which it is a common phrase
BLOCK = 2_048
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copies:
    """Texts that say the same. `kept` stands for all; `members` are all their places, `kept` among them, ascending."""

    kept: int
    members: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many texts say it."""
        return len(self.members)


def find(texts: Sequence[str], vectors: NDArray[np.float32]) -> tuple[Copies, ...]:
    """Groups of two or more near copies, each text in one group at most. `vectors` are the (n, d) rows of the texts."""
    words = [tuple(_WORD.findall(readable(text).lower())) for text in texts]
    leader = _same_words(words)
    heads = sorted({leader[i] for i in range(len(texts))}, key=lambda i: (words[i], texts[i]))
    _join_near(heads, words, vectors, leader)
    groups: dict[int, list[int]] = {}
    for i in range(len(texts)):
        groups.setdefault(leader[leader[i]], []).append(i)
    found = [Copies(_best(group, texts), tuple(group)) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda copies: (-copies.count, texts[copies.kept], copies.kept)))


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two texts are, given as words in small letters: 0 to 1; from `ALIKE` on they are near copies."""
    return max(_alike_as_wholes(one, other), _quoting(one, other))


def _alike_as_wholes(one: Sequence[str], other: Sequence[str]) -> float:
    letters = _jaccard(_letters(one), _letters(other))
    letters *= ALIKE / ALIKE_IF_SHORT if min(len(one), len(other)) < SHORT else 1.0
    return max(letters, _with_more(one, other) * ALIKE / ALIKE_AT_AN_END)


def _quoting(one: Sequence[str], other: Sequence[str]) -> float:
    runs, others = _runs(one), _runs(other)
    common = len(runs & others)
    if common < FEWEST_QUOTED:
        return 0.0
    return min(1.0, common / min(len(runs), len(others)) * ALIKE / QUOTED)


def _with_more(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of pieces in common with the beginning or the end of the longer text; 0 where too much was added."""
    short, long = sorted((one, other), key=len)
    if not FEWEST_WITH_MORE <= len(short) < len(long) <= len(short) + MOST_ADDED:
        return 0.0
    letters = _letters(short)
    return max(_jaccard(letters, _letters(long[: len(short)])), _jaccard(letters, _letters(long[-len(short) :])))


def _same_words(words: Sequence[tuple[str, ...]]) -> list[int]:
    first: dict[tuple[str, ...], int] = {}
    return [first.setdefault(said, i) if said else i for i, said in enumerate(words)]


def _join_near(
    heads: list[int], words: Sequence[tuple[str, ...]], vectors: NDArray[np.float32], leader: list[int]
) -> None:
    long = [i for i in heads if len(words[i]) >= FEWEST_WORDS]
    if len(long) < 2:
        return
    said = [words[i] for i in long]
    candidates = {(min(pair), max(pair)) for pair in _candidates(vectors[long], said)}
    heads = _gathered({(a, b): _alike_as_wholes(said[a], said[b]) for a, b in candidates}, said)
    quoting = [pair for pair in candidates if _quoting(said[pair[0]], said[pair[1]]) >= ALIKE]
    campaigns = _campaigns(quoting, heads, said)
    for place, head in enumerate(heads):
        leader[long[place]] = long[campaigns.get(head, head)]


def _gathered(likeness: dict[tuple[int, int], float], said: Sequence[Sequence[str]]) -> list[int]:
    """For each text the one that stands for it, most often itself. The most alike come together first, and the smaller
    group joins the larger when every text in it is a copy of the one that stands for the larger. So a copy of a copy
    is not taken along: from one short question to the next, all of them would become one."""
    heads = list(range(len(said)))
    groups: dict[int, list[int]] = {}
    for a, b in sorted((pair for pair, told in likeness.items() if told >= ALIKE), key=lambda p: (-likeness[p], p)):
        one, other = sorted((heads[a], heads[b]), key=lambda i: (-len(groups.get(i, "1")), -len(said[i]), i))
        joining = groups.get(other, [other])
        if one == other or not all(_copies(one, i, likeness, said) for i in joining):
            continue
        groups[one] = groups.get(one, [one]) + joining
        for i in joining:
            heads[i] = one
    return heads


def _copies(a: int, b: int, likeness: dict[tuple[int, int], float], said: Sequence[Sequence[str]]) -> bool:
    pair = (min(a, b), max(a, b))
    if pair not in likeness:
        likeness[pair] = _alike_as_wholes(said[a], said[b])
    return likeness[pair] >= ALIKE


def _campaigns(
    quoting: Iterable[tuple[int, int]], heads: Sequence[int], said: Sequence[Sequence[str]]
) -> dict[int, int]:
    """Which group joins which, by the texts that stand for them: the letter that most others share a passage with
    comes first, and who quotes only somebody who quotes it is not taken along."""
    near: dict[int, set[int]] = {}
    for one, other in {(heads[a], heads[b]) for a, b in quoting if heads[a] != heads[b]}:
        if alike(said[one], said[other]) >= ALIKE:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    joins: dict[int, int] = {}
    taken: set[int] = set()
    for letter in sorted(near, key=lambda i: (-len(near[i]), i)):
        if letter not in taken:
            joins |= dict.fromkeys(near[letter] - taken, letter)
            taken |= near[letter] | {letter}
    return joins


def _candidates(rows: NDArray[np.float32], words: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    places, cosines = nearest(rows, rows, CANDIDATES)
    for a, b in zip(*np.nonzero(cosines >= NEAR), strict=True):
        yield int(a), int(places[a, b])
    yield from _with_runs_in_common(words)


def _with_runs_in_common(words: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a passage, found by their rare runs of words, whatever else the two texts say."""
    number: dict[str, int] = {}
    runs = [_numbered(said, number) for said in words]
    who = np.repeat(np.arange(len(words)), [len(mine) for mine in runs])
    told = np.concatenate([mine @ np.array([1, len(number), len(number) ** 2]) for mine in runs])
    _, run, held = np.unique(told, return_inverse=True, return_counts=True)
    rare = (held[run] > 1) & (held[run] <= MOST_WITH_RUN)
    cells = (np.ones(int(rare.sum()), np.int32), (who[rare], run[rare]))
    table = sparse.csr_matrix(cells, (len(words), len(held)))
    table.data[:] = 1
    for at in range(0, len(words), BLOCK):
        common = sparse.triu(table[at : at + BLOCK] @ table.T, k=at + 1).tocoo()
        enough = common.data >= FEWEST_QUOTED
        yield from zip((common.row[enough] + at).tolist(), common.col[enough].tolist(), strict=True)


def _numbered(said: Sequence[str], number: dict[str, int]) -> NDArray[np.int64]:
    """(runs, 3): the runs of three words, each word as the number it was given when first met."""
    row = np.array([number.setdefault(word, len(number)) for word in said], dtype=np.int64)
    return np.lib.stride_tricks.sliding_window_view(row, 3)


def _best(group: list[int], texts: Sequence[str]) -> int:
    """The wording that most people sent; of equals the longest; of those the first in the alphabet."""
    counts: dict[str, int] = {}
    for i in group:
        counts[texts[i]] = counts.get(texts[i], 0) + 1
    best = max(counts, key=lambda text: (counts[text], len(text), text))
    return next(i for i in group if texts[i] == best)


def _letters(words: Sequence[str]) -> set[str]:
    text = " ".join(words)
    return {text[i : i + 3] for i in range(max(1, len(text) - 2))}


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))
