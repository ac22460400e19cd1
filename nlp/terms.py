"""The words of a text that carry meaning, as a spaCy component: `doc._.terms`, `doc._.phrases`, `doc._.sentences`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token

from nlp.passages import Span, holding, sentences
from nlp.words import NOT, SILENT, lemma

LONGEST_PHRASE = 4  # words that carry meaning
WIDEST_PHRASE = 8  # words in all, the small ones between them included


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning: its dictionary form, where it stands, and in which sentence (counted from 0)."""

    lemma: str
    start: int
    end: int
    place: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that carry meaning and stand close together in one sentence, in the text's own wording."""

    key: tuple[str, ...]
    start: int
    end: int


def read_terms(doc: Doc) -> Doc:
    """Sets `doc._.words`, `doc._.terms` (lemmas and pairs of neighbours), `doc._.phrases` and `doc._.sentences`."""
    doc._.sentences = sentences(doc.text)
    doc._.words = list(_words(doc, doc._.sentences))
    doc._.terms = [word.lemma for word in doc._.words] + [
        f"{a.lemma} {b.lemma}" for a, b in pairwise(doc._.words) if _adjacent(a, b)
    ]
    return doc


def phrases(words: list[Word]) -> Iterator[Phrase]:
    """Every run of two to four words that carry meaning, within one sentence and eight words of text."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST_PHRASE, len(words))):
            a, b = words[first], words[last]
            if a.sentence != b.sentence or b.place - a.place >= WIDEST_PHRASE:
                break
            yield Phrase(tuple(word.lemma for word in words[first : last + 1]), a.start, b.end)


def _words(doc: Doc, spans: list[Span]) -> Iterator[Word]:
    for token in doc:
        if _carries_meaning(token) and not _stem_of_not(token):
            start = token.idx
            yield Word(lemma(token.text), start, start + len(token.text), token.i, holding(spans, start))


def _carries_meaning(token: Token) -> bool:
    return token.text[:1].isalnum() and len(token.text) > 1 and token.lower_ not in SILENT and not token.like_num


def _stem_of_not(token: Token) -> bool:
    """Whether it is what the tokenizer leaves of "won't", "shan't" or "ain't"."""
    return token.i + 1 < len(token.doc) and not token.whitespace_ and token.nbor().lower_ in NOT


def _adjacent(a: Word, b: Word) -> bool:
    return a.sentence == b.sentence and b.place - a.place <= 2


def _own_phrases(doc: Doc) -> list[Phrase]:
    return list(phrases(doc._.words))


def register() -> None:
    """Makes the component and its attributes known to spaCy; doing it again changes nothing."""
    if not Language.has_factory("folkmoot_terms"):
        Language.component("folkmoot_terms", func=read_terms)
    for name in ("words", "terms", "sentences"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Doc.has_extension("phrases"):
        Doc.set_extension("phrases", getter=_own_phrases)


def vocabulary(all_terms: Iterable[list[str]]) -> dict[str, int]:
    """In how many texts each term occurs (its document frequency; Spärck Jones, 1972): {term: texts}."""
    counts: dict[str, int] = {}
    for terms in all_terms:
        for term in set(terms):
            counts[term] = counts.get(term, 0) + 1
    return counts
