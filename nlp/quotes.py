"""Sentences that stand for a theme in people's own words. A quote is the stored text at its offsets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from nlp import private
from nlp.lists import listed
from nlp.passages import Span

FEWEST_WORDS, FULL_WORDS, MOST_WORDS = 6, 9, 34
_CARRIES_ON = listed(
    "not however but also and so because which then it this that they these those he she or even still"
)
LOOKED_AT = 24  # candidates a theme that are read by the sentence model
QUOTES = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is characters `start` up to `end` of the text at place `index`."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that could be quoted, and what speaks for it."""

    quote: Quote
    worth: float
    terms: frozenset[str]


def drafts(
    members: Sequence[int],
    texts: Sequence[str],
    docs: Sequence[Doc],
    marks: dict[str, float],
    likeness: NDArray[np.float32],
) -> list[Draft]:
    """The best sentence of each member, the most telling first; a member without a fitting one has none.

    `members` are places in `texts` and `docs`; `likeness` (members,) their cosines with the theme's centre; `marks`
    what each term tells about the theme, from 0.
    """
    found = []
    for i, like in zip(members, likeness, strict=True):
        best = max(
            (_draft(i, texts[i], docs[i], at, marks, float(like)) for at in range(len(docs[i]._.sentences))),
            key=lambda draft: (draft.worth, -draft.quote.start),
            default=None,
        )
        if best is not None:
            found.append(best)
    found.sort(key=lambda draft: (-draft.worth, draft.quote.text, draft.quote.index))
    public = (draft for draft in found if not private.find(draft.quote.text))
    return [draft for draft, _ in zip(public, range(LOOKED_AT), strict=False)] or found[:QUOTES]


def pick(ranked: Sequence[Draft], closeness: NDArray[np.float32], wanted: frozenset[str]) -> tuple[Quote, ...]:
    """The covering quote (nearest to the centre and to the title's words), then two that add something to it.

    `closeness` (ranked,) are the cosines of the sentences with the theme's centre; `wanted` the title's lemmas. Source
    of "add something": maximal marginal relevance, Carbonell and Goldstein (1998).
    """
    if not ranked:
        return ()
    share = np.array([len(draft.terms & wanted) / max(1, len(wanted)) for draft in ranked])
    worth = np.array([draft.worth for draft in ranked])
    score = closeness + 0.35 * share + 0.4 * worth / max(float(worth.max()), 1e-9)
    chosen: list[int] = []
    while len(chosen) < min(QUOTES, len(ranked)):
        told = frozenset[str]().union(*(ranked[i].terms for i in chosen))
        repeats = np.array([len(draft.terms & told) / max(1, len(draft.terms)) for draft in ranked])
        current = score - (0.4 * repeats if chosen else 0)
        current[[i for i in range(len(ranked)) if any(_same(ranked[i], ranked[j]) for j in chosen)]] = -9
        if current.max() <= -9:
            break
        chosen.append(int(current.argmax()))
    return tuple(ranked[i].quote for i in chosen)


def _draft(i: int, text: str, doc: Doc, at: int, marks: dict[str, float], like: float) -> Draft:
    span: Span = doc._.sentences[at]
    said = text[span.start : span.end]
    lemmas = frozenset(word.lemma for word in doc._.words if word.sentence == at)
    count = len(said.split())
    told = sum(marks.get(lemma, 0.0) for lemma in lemmas) / (4 + count) ** 0.5
    worth = told * (0.3 + like) * _readable(said, count)
    return Draft(Quote(i, span.start, span.end, said), worth, lemmas)


def _readable(said: str, count: int) -> float:
    worth = 1.0 if FEWEST_WORDS <= count <= MOST_WORDS else 0.3
    worth *= 1.0 if count >= FULL_WORDS else 0.75
    letters = [c for c in said if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) > 0.3 * len(letters):
        worth *= 0.3
    worth *= 1.0 if said[:1].isupper() else 0.75
    worth *= 0.6 if said.split(maxsplit=1)[0].lower().strip(",") in _CARRIES_ON else 1.0
    worth *= 1.0 if said[-1:] in ".!?\"'”’" else 0.85
    return worth * (0.3 if "\ufffd" in said or "http" in said or "  " in said or "\n" in said else 1.0)


def _same(one: Draft, other: Draft) -> bool:
    return one.quote.index == other.quote.index or one.quote.text.lower() == other.quote.text.lower()
