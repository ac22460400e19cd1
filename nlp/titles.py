"""A plain title for each theme, in words its people used: the phrases that many of them, and few others, put together.

A phrase is weighed by how much it tells about the theme: the share of the theme's voices that say most of it, times the
logarithm of how much oftener than elsewhere (Kullback and Leibler, 1951; compare Monroe, Colaresi and Quinn, 2008). A
phrase that is mostly a piece of a longer one gives way (compare Frantzi, Ananiadou and Mima, 2000).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from nlp.terms import Phrase, Word, phrases
from nlp.wordings import Usage, best, bids, wording

CANDIDATES = 150
LOOKED_AT = 500
LENGTH_WORTH = {1: 0.4, 2: 1.0, 3: 1.15, 4: 1.15}
CUT = 0.6  # from this share on, a phrase is taken for a piece of a longer one
OFTENER = 8.0  # times as often as elsewhere is telling enough: from there on, being widely said counts for more
NAME_WORTH = 0.35
LONGEST_TITLE = 64
PHRASES = 6

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Said:
    """How the people of a theme word a phrase, and how often it is a piece cut out of a longer one."""

    wordings: Counter[str] = field(default_factory=Counter)
    cut: int = 0


Spoken = dict[frozenset[str], Said]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase for one theme: its lemmas, its wording, its worth, and the share of the theme's voices that say it."""

    lemmas: frozenset[str]
    wording: str
    worth: float
    share: float


@dataclass(frozen=True, slots=True)
class Named:
    """A theme's title, the lemmas that it says, and the phrases that mark the theme."""

    title: str
    lemmas: frozenset[str]
    phrases: tuple[str, ...]


class Corpus:
    """The words of every text, and which text says which lemma; shared by all themes of one partition."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.words: list[list[Word]] = [doc._.words for doc in docs]
        self.texts = [doc.text for doc in docs]
        self.usage = Usage(docs)
        counts = Counter(lemma for words in self.words for lemma in {word.lemma for word in words})
        fewest = 2 if len(docs) >= 40 else 1
        self._said: dict[str, list[int]] = {lemma: [] for lemma, count in counts.items() if count >= fewest}
        for i, words in enumerate(self.words):
            for lemma in {word.lemma for word in words} & self._said.keys():
                self._said[lemma].append(i)

    def saying(self, lemmas: Iterable[str]) -> NDArray[np.int64]:
        """(texts,) how many of these lemmas each text says. Raises `KeyError` for a lemma that too few texts say."""
        counts = np.zeros(len(self.texts), dtype=np.int64)
        for lemma in lemmas:
            counts[self._said[lemma]] += 1
        return counts

    def often(self, members: Sequence[int]) -> set[str]:
        """Lemmas that a fair share of the texts at these places say: one in eighty, and two of them at least."""
        counts = Counter(lemma for i in members for lemma in {word.lemma for word in self.words[i]})
        fewest = max(2, round(0.012 * len(members))) if len(members) > 5 else 1
        return {lemma for lemma, count in counts.items() if count >= fewest and lemma in self._said}


def candidates(corpus: Corpus, members: Sequence[int]) -> list[Candidate]:
    """The best phrases for one theme, best first, at most 150. `members` are places in the corpus, one at least."""
    inside = np.zeros(len(corpus.texts), dtype=bool)
    inside[list(members)] = True
    often = corpus.often(members)
    spoken: Spoken = {}
    for i in members:
        _collect(corpus, i, often, spoken)
    fewest = max(2, len(members) // 120) if len(members) > 5 else 1
    usual = [lemmas for lemmas, said in spoken.items() if said.wordings.total() >= fewest]
    usual.sort(key=lambda lemmas: (-spoken[lemmas].wordings.total(), sorted(lemmas)))
    found = [_weighed(corpus, lemmas, spoken[lemmas], inside) for lemmas in usual[:LOOKED_AT]]
    return sorted((one for one in found if one.worth > 0), key=lambda one: (-one.worth, one.wording))[:CANDIDATES]


def choose(ranked: Sequence[Sequence[Candidate]], sizes: Sequence[int], usage: Usage) -> list[Named]:
    """For each theme its title and its phrases. No two titles are the same; large themes choose first.

    `ranked[i]` are the candidates of theme i, best first, and `sizes[i]` its voices. A theme without any candidate is
    called "Other points".
    """
    taken: list[frozenset[str]] = []
    titles: dict[int, tuple[str, frozenset[str]]] = {}
    for place in sorted(range(len(ranked)), key=lambda p: (-sizes[p], p)):
        free = [one for one in ranked[place] if not any(_same(one.lemmas, other) for other in taken)]
        if free:
            first = free[0]
            second = next((one for one in free[1:] if _adds(first, one)), None)
            if second is None and len(first.lemmas) == 1:
                first = next((one for one in free[1:] if _says_more(one, first)), first)
            taken.append(first.lemmas)
            wording, lemmas = _title(first, second)
            titles[place] = usage.cased(wording), lemmas
        else:
            titles[place] = "Other points", frozenset()
    distinct = _distinct([titles[place][0] for place in range(len(ranked))])
    return [Named(title, titles[place][1], tuple(usage.cased(one.wording) for one in _different(ranked[place])))
            for place, title in enumerate(distinct)]


def _collect(corpus: Corpus, i: int, often: set[str], spoken: Spoken) -> None:
    """Notes each phrase of a text once, and each word by itself that names a thing."""
    words, text = corpus.words[i], corpus.texts[i]
    found: dict[frozenset[str], Phrase] = {}
    for phrase in phrases(words):
        lemmas = frozenset(phrase.key)
        if len(lemmas) == len(phrase.key) and lemmas <= often:
            found.setdefault(lemmas, phrase)
    for word in words:
        if word.lemma in often and corpus.usage.thing(word.lemma):
            found.setdefault(frozenset((word.lemma,)), Phrase((word.lemma,), word.start, word.end))
    starts, ends = {word.start for word in words}, {word.end for word in words}
    for lemmas, phrase in found.items():
        said = spoken.setdefault(lemmas, Said())
        said.wordings[wording(text, phrase.start, phrase.end)] += 1
        said.cut += phrase.end + 1 in starts or phrase.start - 1 in ends


def _weighed(corpus: Corpus, lemmas: frozenset[str], said: Said, inside: Mask) -> Candidate:
    counts, size = corpus.saying(lemmas), int(inside.sum())
    all_of = int((counts[inside] == len(lemmas)).sum())
    most_of = counts >= max(1, min(2, len(lemmas)))
    within = int(most_of[inside].sum())
    share = within / size
    elsewhere = (int(most_of.sum()) - within + 0.5) / (max(1, len(inside) - size) + 1)
    together = min(1.0, said.wordings.total() / max(1, within))
    worded, reads = best(said.wordings, corpus.usage)
    worth = share * float(np.log(min(OFTENER, share / elsewhere))) * LENGTH_WORTH[len(lemmas)] * together**0.4 * reads
    worth *= 0.35 if said.cut > CUT * said.wordings.total() else 1.0
    worth *= NAME_WORTH if lemmas & corpus.usage.names else _shape(lemmas, corpus)
    return Candidate(lemmas, worded, worth, all_of / size)


def _shape(lemmas: frozenset[str], corpus: Corpus) -> float:
    """What somebody does, and to what, reads best as a title; deeds alone, or one stem twice, read worst."""
    deeds = sum(corpus.usage.deed(lemma) for lemma in lemmas)
    things = sum(corpus.usage.thing(lemma) for lemma in lemmas)
    if things == 0 or len({lemma[:5] for lemma in lemmas}) < len(lemmas):
        return 0.4
    return 1.2 if deeds == 1 and len(lemmas) > 2 else 1.0


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or (other < one and len(one) - len(other) < 2 and len(one) > 2)


def _adds(first: Candidate, second: Candidate) -> bool:
    apart = not any(a[:5] == b[:5] for a in first.lemmas for b in second.lemmas)
    enough = 0.3 if len(first.lemmas) > 1 else 0.15
    return apart and not bids(second.wording) and len(second.lemmas) > 1 and second.worth > enough * first.worth


def _says_more(one: Candidate, first: Candidate) -> bool:
    return first.lemmas < one.lemmas and one.share >= 0.25 and one.worth > 0.3 * first.worth


def _title(first: Candidate, second: Candidate | None) -> tuple[str, frozenset[str]]:
    if second is None or (len(first.lemmas) > 2 and first.share > 0.08) or " and " in first.wording:
        return first.wording, first.lemmas
    joined = (
        f"{first.wording}, {second.wording}" if " and " in second.wording else f"{first.wording} and {second.wording}"
    )
    if len(joined) > LONGEST_TITLE:
        return first.wording, first.lemmas
    return joined, first.lemmas | second.lemmas


def _different(ranked: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in ranked:
        if len(kept) == PHRASES:
            break
        if len(one.lemmas) > 1 and not any(
            len(one.lemmas & other.lemmas) >= min(2, len(other.lemmas)) for other in kept
        ):
            kept.append(one)
    return kept


def _distinct(titles: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for title in titles:
        seen[title.lower()] += 1
        found.append(title if seen[title.lower()] == 1 else f"{title} ({seen[title.lower()]})")
    return found
