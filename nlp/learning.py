"""What people's corrections teach: where they said enough about every theme, each voice is sorted by their example.

Regularised least squares (Rifkin, Yeo and Poggio, 2003) on Gaussian likeness to the pinned voices, smoothed over the
graph of neighbours (Zhu and Ghahramani, 2002; Zhou and others, 2004), and once more with the voices it is surest of as
further examples (Scudder, 1965). People give about as many examples of a small theme as of a large one, so how large
each is among all voices is worked out from the judgements themselves (Saerens, Latinne and Decaestecker, 2002). With
few examples, or with themes that nobody spoke of, this is worse than the graph alone (as any learner is that was
tried), so there it is not asked.

Voices stand in the order of their wording, so the order of the texts does not matter.
"""

from collections import Counter
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.communities import Keys, Labels, Rows, renumber
from nlp.neighbours import BLOCK

FEWEST_SAID = 4  # pinned voices that each theme must have; near copies are one voice
MOST_EXAMPLES = 3_000  # pinned voices that are learnt from, spread evenly; all of them stay where people put them
RIDGE, RIDGE_AGAIN = 0.15, 3.0
SPREAD, ROUNDS = 0.5, 10  # how much of a voice's judgement is that of its neighbours, and how far it travels
SUREST, MOST_SUREST = 0.25, 150  # of a theme's voices those that are examples in the second round
TRUSTED_TO = 5  # examples a theme from which the second round counts less and less
SOFTNESS = 0.5
CERTAINTY = 0.45  # of the usual difference between judgements: what makes one theme e times as likely as another
PROPORTION, TURNS = 0.6, 30  # how much of the sizes that were worked out counts, and how often they are worked out anew
FAR = 0.7  # of the usual likeness among pinned voices, below which an unpinned community is a new matter

Scores = NDArray[np.float64]


def said_enough(keys: Keys, themes: Collection[int] | None) -> bool:
    """Whether people pinned at least four voices in each of the themes there are, and there are two or more.

    `themes` are the keys of all the themes there are; None when that is not known, and then it is never enough.
    """
    pins = Counter(key for key in keys if key is not None)
    wanted = set(pins) | set(themes or ())
    return themes is not None and len(wanted) > 1 and all(pins[key] >= FEWEST_SAID for key in wanted)


def sort_by_example(rows: Rows, graph: sparse.csr_matrix, labels: Labels, keys: Keys) -> Labels:
    """A community for each key, with what people pinned in it, and one for each new matter.

    `rows` are (n, d) unit rows, `graph` their (n, n) neighbour graph, `labels` the (n,) communities found without
    examples, with no two keys in one. At least one voice must be pinned for each of two keys.
    """
    with threadpool_limits(1):
        pinned = np.flatnonzero([key is not None for key in keys])
        names = sorted({key for key in keys if key is not None})
        right = np.array([names.index(key) for key in keys if key is not None])
        examples, known = _spread_evenly(pinned, right)
        judged = _judged(rows, graph, examples, known, len(names))
        found = _in_proportion(judged).argmax(axis=1)
        for label in _new_matters(rows, labels, examples, pinned):
            found[labels == label] = len(names) + label
        found[pinned] = right
    return renumber(found)


def _judged(
    rows: Rows, graph: sparse.csr_matrix, examples: Labels, known: Labels, themes: int
) -> Scores:
    """(n, themes): how much each voice belongs to each theme."""
    first = _by_likeness(rows, examples, known, themes)
    first /= max(float(first.std()), 1e-9)
    judged = _smoothed(graph, first, examples, known)
    surest, taken_for = _surest(judged, examples, known)
    again = _by_direction(rows, np.append(examples, surest), np.append(known, taken_for), themes)
    again /= max(float(again.std()), 1e-9)
    trust = min(1.0, TRUSTED_TO * themes / len(examples))
    return _smoothed(graph, first + trust * again, examples, known)


def _in_proportion(scores: Scores) -> Scores:
    """The judgements with how large each theme is among all voices, which is found by turns (Saerens and others, 2002):
    the sizes from what each voice is likely to be, and that from the sizes."""
    certain = CERTAINTY * max(float(scores.std()), 1e-9)
    likely = np.exp((scores - scores.max(axis=1, keepdims=True)) / certain)
    likely /= likely.sum(axis=1, keepdims=True)
    sizes = np.full(scores.shape[1], 1 / scores.shape[1])
    for _ in range(TURNS):
        weighed = likely * sizes
        sizes = (weighed / weighed.sum(axis=1, keepdims=True)).mean(axis=0)
    return np.asarray(np.log(likely + 1e-12) + PROPORTION * np.log(sizes + 1e-9))


def _by_likeness(rows: Rows, examples: Labels, known: Labels, themes: int) -> Scores:
    """Least squares on Gaussian likeness to each example, in blocks, so that memory stays small."""
    there = rows[examples].astype(np.float64)
    table = np.exp(-(2 - 2 * there @ there.T)) + RIDGE * np.eye(len(examples))
    weights = np.linalg.solve(table, _wanted(known, themes))
    parts = [np.exp(-(2 - 2 * rows[at : at + BLOCK] @ there.T)) @ weights for at in range(0, len(rows), BLOCK)]
    return np.vstack(parts)


def _by_direction(rows: Rows, examples: Labels, known: Labels, themes: int) -> Scores:
    """Least squares on the vectors themselves."""
    middle = rows.mean(axis=0, dtype=np.float64)
    there = rows[examples] - middle
    table = there.T @ there + RIDGE_AGAIN * np.eye(rows.shape[1])
    return np.asarray((rows - middle) @ np.linalg.solve(table, there.T @ _wanted(known, themes)))


def _wanted(known: Labels, themes: int) -> Scores:
    table = np.eye(themes)[known]
    return np.asarray(table - table.mean(axis=0))


def _smoothed(graph: sparse.csr_matrix, scores: Scores, examples: Labels, known: Labels) -> Scores:
    """Each voice takes on what its neighbours say; of the examples it is known."""
    scores = scores.copy()
    scores[examples] = np.eye(scores.shape[1])[known] * np.quantile(scores.max(axis=1), 0.95)
    degrees = np.asarray(graph.sum(axis=1)).ravel()
    steps = sparse.diags(1 / np.maximum(degrees, 1e-9)) @ graph
    spread = scores
    for _ in range(ROUNDS):
        spread = SPREAD * (steps @ spread) + (1 - SPREAD) * scores
    return np.asarray(spread)


def _surest(scores: Scores, examples: Labels, known: Labels) -> tuple[Labels, Labels]:
    """The voices that most clearly belong to each theme, a quarter of it at most, and which theme that is."""
    shares = np.exp((scores - scores.max(axis=1, keepdims=True)) / SOFTNESS)
    sure = shares.max(axis=1) / shares.sum(axis=1)
    best = scores.argmax(axis=1)
    best[examples] = -1
    taken = []
    for theme in range(scores.shape[1]):
        mine = np.flatnonzero(best == theme)
        most = min(int(SUREST * len(mine)), MOST_SUREST)
        taken.append(mine[np.argsort(-sure[mine], kind="stable")[:most]])
    chosen = np.concatenate(taken)
    return chosen, best[chosen]


def _new_matters(rows: Rows, labels: Labels, examples: Labels, pinned: Labels) -> list[int]:
    """Communities in which nobody pinned anything and that are far from all that people pinned."""
    there = np.ascontiguousarray(rows[examples].T)
    near = np.concatenate([(rows[at : at + BLOCK] @ there).max(axis=1) for at in range(0, len(rows), BLOCK)])
    among = there.T @ there
    np.fill_diagonal(among, -1)
    usual = float(among.max(axis=1).mean())
    free = sorted(set(labels.tolist()) - set(labels[pinned].tolist()))
    return [label for label in free if near[labels == label].mean() < FAR * usual]


def _spread_evenly(pinned: Labels, right: Labels) -> tuple[Labels, Labels]:
    """The examples to learn from: all, or as many of each theme, evenly through its voices."""
    if len(pinned) <= MOST_EXAMPLES:
        return pinned, right
    most = max(FEWEST_SAID, MOST_EXAMPLES // (int(right.max()) + 1))
    chosen: list[int] = []
    for theme in range(int(right.max()) + 1):
        mine = np.flatnonzero(right == theme)
        chosen += mine[np.unique(np.linspace(0, len(mine) - 1, min(most, len(mine))).astype(int))].tolist()
    return pinned[chosen], right[chosen]
