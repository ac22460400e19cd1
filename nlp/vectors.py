"""What a text means as a row of numbers: the sentence model and `lsa`, mixed, in a state that can be kept."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nlp import encoder, lsa
from nlp.encoder import Encoder, Progress
from nlp.pipeline import read_all, readable

Vectors = NDArray[np.float32]

LSA_SHARE = 0.45  # against 1 for the sentence model
_MARK = b"folkmoot-state-1\n"


class StateUnreadable(Exception):
    """The bytes are not a saved state."""


class ModelMissing(Exception):
    """The state was fitted with the sentence model, and that model is not here now."""


def sources(folder: Path | None = None) -> tuple[str, ...]:
    """What vectors are made of here: ("lsa", "sentences"), or ("lsa",) where there is no sentence model."""
    return ("lsa", "sentences") if encoder.find(folder) else ("lsa",)


@dataclass(frozen=True, eq=False)
class State:
    """All that is needed to make the same vectors again. Two states with the same version give the same vectors."""

    lsa: lsa.Lsa
    model: str
    folder: Path | None = field(default=None, repr=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """What its vectors are made of: ("lsa", "sentences"), or ("lsa",)."""
        return ("lsa", "sentences") if self.model else ("lsa",)

    @property
    def width(self) -> int:
        """Numbers in a vector: 434 with the sentence model, 50 without."""
        return lsa.WIDTH + (encoder.WIDTH if self.model else 0)

    @cached_property
    def version(self) -> str:
        """32 letters and digits that stand for the whole content."""
        return hashlib.sha256(self._content).hexdigest()[:32]

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(n, width) float32 rows of length one; a text without any word is a row of zeros.

        `progress(done, of)` is called as the sentence model goes along. Raises `ModelMissing`.
        """
        words = self.embed_words(texts)
        if not self.model:
            return words
        return self._mixed(self._sentence_model.encode([readable(text) for text in texts], progress), words, texts)

    def embed_words(self, texts: Sequence[str]) -> Vectors:
        """(n, 50): the `lsa` part alone, without the sentence model; thousands of texts a second."""
        return self.lsa.embed([doc._.terms for doc in read_all(texts)])

    def save(self) -> bytes:
        """The state as bytes; the same content always gives the same bytes."""
        return _MARK + zlib.compress(self._content, 6)

    @classmethod
    def load(cls, saved: bytes, folder: Path | None = None) -> Self:
        """Raises `StateUnreadable`."""
        if not saved.startswith(_MARK):
            raise StateUnreadable("These bytes do not begin as a saved state does.")
        try:
            head, _, numbers = zlib.decompress(saved[len(_MARK) :]).partition(b"\n")
            told = json.loads(head)
            terms, n = tuple(told["terms"]), len(told["terms"])
            weights = np.frombuffer(numbers, "<f4", n)
            directions = np.frombuffer(numbers, "<f4", n * lsa.WIDTH, offset=4 * n).reshape(n, lsa.WIDTH)
        except (ValueError, KeyError, zlib.error) as error:
            raise StateUnreadable(f"The saved state is damaged: {error}") from error
        return cls(lsa.Lsa(terms, weights, directions), told["model"], folder)

    @cached_property
    def _content(self) -> bytes:
        head = {"terms": self.lsa.terms, "model": self.model, "lsa_share": LSA_SHARE, "width": lsa.WIDTH}
        numbers = [self.lsa.weights, self.lsa.directions]
        return json.dumps(head, sort_keys=True).encode() + b"\n" + b"".join(a.astype("<f4").tobytes() for a in numbers)

    @property
    def _sentence_model(self) -> Encoder:
        model = encoder.find(self.folder)
        if model is None or model.digest != self.model:
            raise ModelMissing("This state was made with the sentence model, which is not installed here.")
        return model

    def _mixed(self, meaning: Vectors, words: Vectors, texts: Sequence[str]) -> Vectors:
        rows = np.hstack([meaning, LSA_SHARE * words])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        rows[[i for i, text in enumerate(texts) if not any(c.isalnum() for c in readable(text))]] = 0
        return rows.astype(np.float32)


def meaning(text: str, folder: Path | None = None) -> Vectors | None:
    """(384,) of length one, without the words of a call: what the vectors of every state with sentences begin with.

    None for a text without any word, and where there is no sentence model. Raises `encoder.ModelRefused`.
    """
    model, said = encoder.find(folder), readable(text)
    return model.encode([said])[0] if model and any(c.isalnum() for c in said) else None


def fit(texts: Sequence[str], folder: Path | None = None, *, sentences: bool = True) -> State:
    """Fits the state on a set of texts, the same for any order of them; each wording counts once.

    `folder` holds `model.onnx` and `tokenizer.json` when they are not installed. `sentences=False` leaves the sentence
    model out. Raises `encoder.ModelRefused` when the model's bytes are not the checked ones.
    """
    model = encoder.find(folder) if sentences else None
    fitted = lsa.fit([doc._.terms for doc in read_all(sorted(set(texts)))])
    return State(fitted, model.digest if model else "", folder)
