"""What a person should look at again in a theme: a name that says nothing, a twin, an overlap, a crumb, a mixture.

Likeness is the mean cosine of two different ideas. That of an idea here and one there, over the root of that within the
two themes, is 1 for two parts of one theme, however small they are (Spearman's correction for attenuation, 1904);
cosines of centres fall with the number of ideas, so that small twins would not be found by them.

Measured on three sets of texts that people have labelled (participatory budget, street safety, bank questions): on
their 47 themes, on the parts of these, and on halves of them, drawn by lot, which are one theme. What was found stands
beside each limit. The limits are shares and cosines, from 0 to 1.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.lists import listed
from nlp.pipeline import read, read_all
from nlp.terms import Word

Kind = Literal["catch-all", "near-duplicate", "overlapping", "under-used", "mixed"]

FEWEST_VOICES = 10  # a theme of fewer is read at a glance, and what is worked out from so few is often wrong
FEWEST_THEMES = 4  # with fewer there is no telling what is usual in a call
EVERYWHERE = 0.5  # of a call's texts say a word: it tells no theme from another
CLOSE = 0.92  # of what a voice scores with its own theme: then it speaks to the other one too
TWIN = 0.95  # at most .87 between themes, .94 between parts; so 43 of 47 halves of ten are found, all of thirty
OVERLAPS = 0.5  # of a theme's voices speak to another theme too: at most .31 between themes, up to .63 between parts
FEW = 0.2  # of the ideas that themes of this call have on the average: at least .34 in the sets
LOOSE = 0.75  # of the likeness that is usual in this call's themes: 4 of the 47 have less
NAMED = 0.5  # of a theme's voices say a name: .94 in the one theme that is a street
AHEAD = 2.0  # times as telling as the best other word: 12 in that theme, below .9 in all others
OFTENER = 8.0  # times as often as elsewhere is telling enough, as in titles
CAPITAL = 2 / 3  # of the times that a word stands inside a sentence: then it is a name
FEWEST_TIMES = 3  # a word that is written less often is not known to be one

EMPTY = listed(
    """
    general miscellaneous misc mixed assorted varied different diverse another additional further remaining rest point
    matter issue topic theme comment suggestion remark feedback opinion view concern proposal thought improvement
    improve change area aspect item subject good bad better new big small problem question
    arall eraill pethau pwyntiau syniadau amrywiol cyffredinol gwahanol
    """
)


@dataclass(frozen=True, slots=True)
class Held:
    """A theme as it stands: its title, and the places of its ideas in the texts given."""

    title: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again. `sentence` says why and what to do; where it names another theme it says {other},
    because people may rename that one, and `other` is its key. `figures` are the numbers behind it."""

    kind: Kind
    sentence: str
    figures: dict[str, float] = field(default_factory=dict)
    other: int | None = None


@dataclass(frozen=True, eq=False)
class Spoken:
    """What the texts say. `said` is (n, lemmas), 1 where a text says a lemma; `names` are written as names are."""

    texts: Sequence[str]
    lemmas: tuple[str, ...]
    said: sparse.csr_matrix
    names: frozenset[str]

    @cached_property
    def place(self) -> dict[str, int]:
        """The column of each lemma: {lemma: place}."""
        return {lemma: at for at, lemma in enumerate(self.lemmas)}

    def share(self, lemma: str) -> float:
        """Of the texts, how many say it."""
        at = self.place.get(lemma)
        return float(self.said[:, at].sum()) / max(1, len(self.texts)) if at is not None else 0.0


@dataclass(frozen=True, eq=False)
class _Theme:
    """`voices` are its texts without near copies, `mean` the (d,) mean of their rows, `within` their likeness."""

    key: int
    held: Held
    voices: NDArray[np.int64]
    mean: NDArray[np.float64]
    within: float


def listen(texts: Sequence[str]) -> Spoken:
    """Reads what each text says, once for all themes."""
    said: list[set[str]] = []
    capital, every = Counter[str](), Counter[str]()
    for doc in read_all(texts):
        said.append({word.lemma for word in doc._.words})
        for lemma, large in _cases(doc.text, doc._.words):
            capital[lemma] += large
            every[lemma] += 1
    lemmas = tuple(sorted(set().union(*said)))
    place = {lemma: at for at, lemma in enumerate(lemmas)}
    columns = np.fromiter((place[lemma] for some in said for lemma in some), dtype=np.int32)
    ends = np.cumsum([0, *map(len, said)])
    table = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(said), len(lemmas)))
    names = frozenset(t for t, c in capital.items() if every[t] >= FEWEST_TIMES and c > CAPITAL * every[t])
    return Spoken(texts, lemmas, table, names)


def find(
    themes: Mapping[int, Held],
    vectors: NDArray[np.float32],
    spoken: Spoken,
    copies: Mapping[int, int] | None = None,
) -> dict[int, list[Doubt]]:
    """For each of a call's themes, by its key, what is to be looked at again.

    `vectors` are (n, d) unit rows, one for each text that was listened to; `copies` tells which text a copy repeats.
    """
    known = [_theme(key, held, vectors, copies or {}) for key, held in sorted(themes.items())]
    found: dict[int, list[Doubt]] = {theme.key: [*_title(theme, spoken)] for theme in known}
    judged = [theme for theme in known if len(theme.voices) >= FEWEST_VOICES]
    for key, doubt in [*_beside(judged, vectors), *_few(known), *_mixed(judged, spoken)]:
        found[key].append(doubt)
    return found


def _theme(key: int, held: Held, vectors: NDArray[np.float32], copies: Mapping[int, int]) -> _Theme:
    said = [i for i in held.members if vectors[i].any()]
    voices = sorted({copies.get(i, i) for i in said} & set(said)) or sorted(said)
    n, mean = len(voices), vectors[voices].mean(axis=0, dtype=np.float64) if voices else np.zeros(vectors.shape[1])
    within = (n * float(mean @ mean) - 1) / (n - 1) if n > 1 else 1.0
    return _Theme(key, held, np.array(voices, dtype=np.int64), mean, max(within, 1e-3))


def _title(theme: _Theme, spoken: Spoken) -> Iterator[Doubt]:
    title = theme.held.title
    lemmas = [word.lemma for word in read(title)._.words]
    numbers = not lemmas and any(letter.isdigit() for letter in title)
    if not numbers and all(lemma in EMPTY or spoken.share(lemma) > EVERYWHERE for lemma in lemmas):
        said = max((spoken.share(lemma) for lemma in lemmas), default=0.0)
        yield Doubt(
            "catch-all",
            "This name could stand on almost any theme. Rename it after what people ask for here.",
            {"said_by": round(said, 3)},
        )


def _beside(judged: Sequence[_Theme], vectors: NDArray[np.float32]) -> Iterator[tuple[int, Doubt]]:
    """A theme that is the same as another, or whose ideas mostly speak to another too."""
    if len(judged) < 2:
        return
    means = np.array([theme.mean for theme in judged])
    within = np.array([theme.within for theme in judged])
    like = means @ means.T / np.sqrt(np.outer(within, within))
    np.fill_diagonal(like, -1)
    centres = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    for a, theme in enumerate(judged):
        nearest = int(like[a].argmax())
        scores = vectors[theme.voices] @ centres.T
        both = (scores >= CLOSE * scores[:, [a]]).mean(axis=0)
        both[a] = -1
        most = int(both.argmax())
        if like[a, nearest] >= TWIN:
            yield theme.key, _twin(float(like[a, nearest]), judged[nearest].key)
        elif both[most] > OVERLAPS:
            yield theme.key, _overlap(float(both[most]), judged[most].key)


def _twin(likeness: float, other: int) -> Doubt:
    sentence = "The ideas here are about as like those of “{other}” as they are like each other. Merge the two?"
    return Doubt("near-duplicate", sentence, {"likeness": round(likeness, 3)}, other)


def _overlap(share: float, other: int) -> Doubt:
    sentence = f"{share:.0%}".replace("%", " %") + " of the ideas here also speak to “{other}”. Merge the two?"
    return Doubt("overlapping", sentence, {"share": round(share, 3)}, other)


def _few(known: Sequence[_Theme]) -> Iterator[tuple[int, Doubt]]:
    every = sum(len(theme.held.members) for theme in known)
    for theme in known:
        count = len(theme.held.members)
        if 0 < count < FEW * every / len(known):
            here = f"Only {count:,} of the {every:,} ideas in this call’s themes {'is' if count == 1 else 'are'} here."
            sentence = f"{here} Is there a theme that {'it fits' if count == 1 else 'they fit'}? Then merge the two."
            yield theme.key, Doubt("under-used", sentence, {"ideas": count, "of": every})


def _mixed(judged: Sequence[_Theme], spoken: Spoken) -> Iterator[tuple[int, Doubt]]:
    """Themes whose ideas have little in common, or a name and little else, as those about one street have."""
    usual = float(np.median([theme.within for theme in judged])) if len(judged) >= FEWEST_THEMES else 0.0
    everywhere = np.asarray(spoken.said.sum(axis=0), dtype=np.float64).ravel()
    names = np.array([lemma in spoken.names for lemma in spoken.lemmas], dtype=bool)
    look = "Start with the least sure, and move what belongs elsewhere."
    for theme in judged:
        share, name = _name(theme, spoken, everywhere, names)
        if name:
            percent = f"{share:.0%}".replace("%", " %")
            sentence = f"{percent} of the ideas here name “{name}”, and little else holds them together. {look}"
            yield theme.key, Doubt("mixed", sentence, {"share": round(share, 3)})
        elif theme.within < LOOSE * usual:
            sentence = f"The ideas here are less like each other than those of other themes. {look}"
            yield theme.key, Doubt("mixed", sentence, {"likeness": round(theme.within, 3), "usual": round(usual, 3)})


def _name(
    theme: _Theme, spoken: Spoken, everywhere: NDArray[np.float64], names: NDArray[np.bool_]
) -> tuple[float, str]:
    """The name that holds a theme together, and the share of its voices that say it; none where its matter does."""
    inside = np.asarray(spoken.said[theme.voices].sum(axis=0), dtype=np.float64).ravel()
    share, outside = inside / len(theme.voices), everywhere - inside
    rest = (outside + 0.5) / (len(spoken.texts) - len(theme.voices) + 1)
    worth = share * np.log(np.clip(share / rest, 1.0, OFTENER))
    if not names.any():
        return 0.0, ""
    best = int(np.where(names, worth, -1).argmax())
    if share[best] < NAMED or worth[best] <= 0 or worth[best] < AHEAD * worth.max(initial=0, where=~names):
        return 0.0, ""
    return float(share[best]), _wording(spoken, theme.voices, spoken.lemmas[best])


def _wording(spoken: Spoken, voices: NDArray[np.int64], lemma: str) -> str:
    """How people mostly write a name, with the names that stand beside it: "Mass Ave"."""
    said: Counter[str] = Counter()
    for doc in read_all(spoken.texts[i] for i in voices):
        run: list[Word] = []
        for word in [*doc._.words, None]:
            if word is not None and word.lemma in spoken.names and (not run or _next(run[-1], word)):
                run.append(word)
                continue
            said.update([doc.text[run[0].start : run[-1].end]] if lemma in {one.lemma for one in run} else [])
            run = [word] if word is not None and word.lemma in spoken.names else []
    return " ".join(max(said, key=lambda wording: (said[wording], wording)).split())


def _next(a: Word, b: Word) -> bool:
    return a.sentence == b.sentence and b.place == a.place + 1


def _cases(text: str, words: Sequence[Word]) -> list[tuple[str, bool]]:
    """Words inside sentences, and whether they begin with a capital letter. Where most words do, as in a heading, or
    where a word is all capitals, that tells nothing."""
    found: list[tuple[str, bool]] = []
    for _, group in groupby(words, key=lambda word: word.sentence):
        mine = [word for word in group if not text[word.start : word.end].isupper()]
        cases = [(word.lemma, text[word.start].isupper()) for word in mine]
        found += cases[1:] if sum(large for _, large in cases) <= CAPITAL * len(cases) else []
    return found
