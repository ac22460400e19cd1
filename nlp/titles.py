"""A plain title for each theme, in words its people used: the phrases that many of them, and few others, put together.

A phrase is weighed by how much it tells about the theme: the share of the theme's voices that say it, times the
logarithm of how much oftener than elsewhere (Kullback and Leibler, 1951; compare Monroe, Colaresi and Quinn, 2008).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from nlp.terms import Word, phrases
from nlp.words import can_be, known

CANDIDATES = 120
LENGTH_WORTH = {1: 0.55, 2: 1.0, 3: 1.3, 4: 1.45}
LONGEST_TITLE = 60
_PERSONAL = re.compile(
    r"\b(?:i|i'm|my|me|we|our|us|you|your|he|she|his|her|they|their|it|its|this|that|these|those)\b", re.I
)
_LEADS = {
    "no",
    "not",
    "more",
    "enough",
    "too",
    "better",
    "fewer",
    "never",
    "don't",
    "dont",
    "doesn't",
    "without",
    "less",
}
_PUNCTUATION = re.compile(r"[^\w\s'’/&-]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase for one theme: its lemmas, its wording, its worth, and how many voices of the theme say all of it."""

    lemmas: frozenset[str]
    wording: str
    worth: float
    voices: int


class Corpus:
    """The words of every text, and which text says which lemma; shared by all themes of one partition."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.words: list[list[Word]] = [doc._.words for doc in docs]
        self.texts = [doc.text for doc in docs]
        counts = Counter(lemma for words in self.words for lemma in {word.lemma for word in words})
        fewest = 2 if len(docs) >= 40 else 1
        self.column = {lemma: i for i, lemma in enumerate(sorted(t for t, c in counts.items() if c >= fewest))}
        self.names = _names(self.words, self.texts)
        self.said: dict[str, NDArray[np.int64]] = self._postings()

    def _postings(self) -> dict[str, NDArray[np.int64]]:
        places: dict[str, list[int]] = {lemma: [] for lemma in self.column}
        for i, words in enumerate(self.words):
            for lemma in {word.lemma for word in words}:
                if lemma in places:
                    places[lemma].append(i)
        return {lemma: np.array(found, dtype=np.int64) for lemma, found in places.items()}

    def saying(self, lemmas: Iterable[str]) -> NDArray[np.int64]:
        """The texts that say all of these."""
        lists = sorted((self.said[lemma] for lemma in lemmas), key=len)
        found = lists[0]
        for other in lists[1:]:
            found = np.intersect1d(found, other, assume_unique=True)
        return found


def candidates(corpus: Corpus, members: Sequence[int], everyone: int) -> list[Candidate]:
    """The best phrases for one theme, best first."""
    inside = np.zeros(everyone, dtype=bool)
    inside[list(members)] = True
    often = _often(corpus, members)
    spoken: dict[frozenset[str], Counter[str]] = {}
    for i in members:
        _collect(corpus, i, often, spoken)
    fewest = max(2, len(members) // 100) if len(members) > 5 else 1
    found: list[Candidate] = []
    for lemmas, wordings in sorted(spoken.items(), key=lambda pair: (-pair[1].total(), sorted(pair[0]))):
        if wordings.total() < fewest or len(found) >= 4 * CANDIDATES:
            break
        found.append(_weighed(corpus, lemmas, wordings, inside, len(members)))
    found.sort(key=lambda one: (-one.worth, one.wording))
    return [one for one in found if one.worth > 0][:CANDIDATES]


def choose(ranked: Sequence[Sequence[Candidate]], sizes: Sequence[int]) -> list[tuple[str, tuple[str, ...]]]:
    """For each theme its title and its phrases. No two titles are the same; large themes choose first."""
    taken: list[frozenset[str]] = []
    titles: dict[int, tuple[str, tuple[str, ...]]] = {}
    for place in sorted(range(len(ranked)), key=lambda p: (-sizes[p], p)):
        free = [one for one in ranked[place] if not any(_same(one.lemmas, other) for other in taken)]
        first = free[0] if free else None
        listed = _different(ranked[place], 6)
        if first is None:
            titles[place] = (f"Other points {place + 1}", tuple(one.wording for one in listed))
            continue
        second = next((one for one in free[1:] if _adds(first, one)), None)
        taken.append(first.lemmas)
        titles[place] = (_title(first, second, sizes[place]), tuple(one.wording for one in listed))
    return _distinct([titles[place] for place in range(len(ranked))])


def _often(corpus: Corpus, members: Sequence[int]) -> set[str]:
    counts = Counter(lemma for i in members for lemma in {word.lemma for word in corpus.words[i]})
    fewest = max(2, round(0.015 * len(members))) if len(members) > 5 else 1
    return {t for t, c in counts.items() if c >= fewest and t in corpus.column and t not in corpus.names}


def _collect(corpus: Corpus, i: int, often: set[str], spoken: dict[frozenset[str], Counter[str]]) -> None:
    words, text = corpus.words[i], corpus.texts[i]
    seen: set[frozenset[str]] = set()
    for phrase in phrases(words):
        if all(lemma in often for lemma in phrase.key):
            lemmas = frozenset(phrase.key)
            if lemmas not in seen and len(lemmas) == len(phrase.key):
                seen.add(lemmas)
                spoken.setdefault(lemmas, Counter())[_wording(text, phrase.start, phrase.end)] += 1
    for word in words:
        alone = frozenset((word.lemma,))
        if word.lemma in often and can_be("noun", word.lemma) and alone not in seen:
            seen.add(alone)
            spoken.setdefault(alone, Counter())[_wording(text, word.start, word.end)] += 1


def _wording(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 12) : start].lower().split()
    if before and before[-1].replace("’", "'") in _LEADS and text[start - 1 : start] == " ":
        start -= len(before[-1]) + 1
    return " ".join(text[start:end].lower().split())


def _weighed(
    corpus: Corpus, lemmas: frozenset[str], wordings: Counter[str], inside: NDArray[np.bool_], size: int
) -> Candidate:
    saying = corpus.saying(lemmas)
    within = int(inside[saying].sum())
    outside = len(saying) - within
    share = within / size
    elsewhere = (outside + 0.5) / (max(1, len(inside) - size) + 1)
    together = min(1.0, wordings.total() / max(1, within))
    wording, fit = _best_wording(wordings)
    worth = share * float(np.log(share / elsewhere)) * LENGTH_WORTH[len(lemmas)] * together**0.5 * fit
    return Candidate(lemmas, wording, worth, within)


def _best_wording(wordings: Counter[str]) -> tuple[str, float]:
    """The wording that reads best: often used, short, without "I" or a comma in it; and how well it reads (0 to 1)."""
    most = max(wordings.values())

    def reads(wording: str) -> float:
        worth = 0.5 + 0.5 * wordings[wording] / most
        worth *= 0.35 if _PERSONAL.search(wording) else 1.0
        worth *= 0.3 if _PUNCTUATION.search(wording) else 1.0
        return worth * 0.97 ** len(wording.split())

    best = max(sorted(wordings), key=reads)
    return best, min(1.0, reads(best) / 0.9)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or (one < other) or (other < one and len(one - other) < 2 and len(one) > 3)


def _adds(first: Candidate, second: Candidate) -> bool:
    return not first.lemmas & second.lemmas and second.worth > 0.35 * first.worth


def _title(first: Candidate, second: Candidate | None, size: int) -> str:
    title = first.wording
    if second is not None and (len(first.lemmas) < 3 or first.voices < 0.1 * size):
        joined = f"{title}, {second.wording}" if " and " in title + second.wording else f"{title} and {second.wording}"
        title = joined if len(joined) <= LONGEST_TITLE else title
    return title[:1].upper() + title[1:]


def _different(ranked: Sequence[Candidate], count: int) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in ranked:
        if len(one.lemmas) > 1 and not any(
            len(one.lemmas & other.lemmas) >= min(2, len(other.lemmas)) for other in kept
        ):
            kept.append(one)
        if len(kept) == count:
            break
    return kept


def _distinct(titles: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    seen: Counter[str] = Counter()
    found = []
    for title, listed in titles:
        seen[title.lower()] += 1
        found.append((title if seen[title.lower()] == 1 else f"{title} ({seen[title.lower()]})", listed))
    return found


def _names(words: Sequence[Sequence[Word]], texts: Sequence[str]) -> set[str]:
    """Lemmas that people write with a capital in the middle of a sentence: places and people, no matter for a title."""
    capital: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for said, text in zip(words, texts, strict=True):
        if text.isupper():
            continue
        opened = -1
        for word in said:
            if word.sentence != opened:
                opened = word.sentence
                continue
            (capital if text[word.start].isupper() else plain)[word.lemma] += 1
    return {t for t, c in capital.items() if c > plain[t] * (1.0 if known(t) else 0.3)}
