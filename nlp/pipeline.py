"""The one spaCy `Language` of a process: blank English with our own components, built once."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import terms
from nlp.passages import LONGEST_READ

STATE = "folkmoot.state"
REMEMBERED = 1_024  # texts, with all that was found in them: about 20 MB
LONGEST_REMEMBERED = 1_000  # characters


def hook_vector(doc: Doc) -> Doc:
    """Makes `doc.vector` and `doc.similarity` the ones measured to be good, for a doc that was given a state."""
    state = doc.user_data.get(STATE)
    if state is not None:
        doc.user_hooks["vector"] = lambda one: state.embed([one.text])[0]
        doc.user_hooks["vector_norm"] = lambda one: float((one.vector @ one.vector) ** 0.5)
        doc.user_hooks["has_vector"] = lambda one: bool(one.vector.any())
        doc.user_hooks["similarity"] = lambda one, other: float(one.vector @ state.embed([other.text])[0])
    return doc


@cache
def load() -> Language:
    """The pipeline of this process. The first call reads the dictionary (about a second), later ones cost nothing."""
    terms.register()
    Language.component("folkmoot_vector", func=hook_vector)
    language = spacy.blank("en")
    language.add_pipe("folkmoot_terms")
    language.add_pipe("folkmoot_vector")
    return language


def read(text: str, state: Any = None) -> Doc:
    """One text as a doc with `doc._.terms`, `doc._.phrases` and `doc._.sentences`.

    Given a `vectors.State`, `doc.vector` and `doc.similarity` answer from it. Offsets are those of `text`; only its
    first 100,000 characters are read.
    """
    language = load()
    doc = language.make_doc(readable(text))
    doc.user_data[STATE] = state
    return language(doc)


def read_all(texts: Iterable[str]) -> Iterator[Doc]:
    """Many texts, one doc each, in order. They are to be read only: who asks for a text again gets the same doc."""
    for text in texts:
        yield _remembered(text) if len(text) <= LONGEST_REMEMBERED else load()(readable(text))


@lru_cache(REMEMBERED)
def _remembered(text: str) -> Doc:
    """A grouping reads each of its texts eight times."""
    return load()(readable(text))


def readable(text: str) -> str:
    """The part of a text that is read, character for character; half a surrogate pair becomes the replacement mark."""
    text = text[:LONGEST_READ]
    if text.isascii():
        return text
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
