"""How cost grows with the number of ideas: from nothing to labelled themes, with sentences and without."""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import grouped
from bench.methods import FOLKMOOT, WORDS
from bench.sets import LabelledSet

SEED = 17
MANY = 20_000  # ideas above which the sentence model is left out: it alone would take about half an hour


@dataclass(frozen=True)
class Point:
    """`ideas` grouped by `method` in a process of its own."""

    ideas: int
    method: str
    wall_s: float
    cpu_s: float
    peak_mb: int


def points(sets: Sequence[LabelledSet], sizes: Sequence[int], *, sentences_to: int = MANY) -> Iterator[Point]:
    """One point a size and method, the smallest first."""
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="folkmoot-curve-") as folder:
            path = Path(folder) / "made.jsonl"
            path.write_text("".join(json.dumps({"text": text, "label": "-"}) + "\n" for text in made(sets, size)))
            for method in (WORDS, FOLKMOOT) if size <= sentences_to else (WORDS,):
                began = time.perf_counter()
                told = grouped.run([sys.executable, "-m", "bench.methods", method, str(path), folder], Path(folder))
                cpu = told["found"][method]["cpu_s"]
                yield Point(size, method, round(time.perf_counter() - began, 1), round(cpu, 1), told["peak_mb"])


def made(sets: Sequence[LabelledSet], size: int) -> Iterator[str]:
    """Texts of the given sets, and when these are not enough, new ones: the first half of one text and the second half
    of another with the same label of the same set, both drawn by chance."""
    chance = random.Random(SEED)
    kinds: dict[tuple[str, str], list[str]] = {}
    for given in sets:
        for text, label in zip(given.texts, given.labels, strict=True):
            kinds.setdefault((given.name, label), []).append(text)
    known = [(text, kind) for kind, texts in kinds.items() for text in texts]
    chance.shuffle(known)
    for text, _ in known[:size]:
        yield text
    for _ in range(size - len(known)):
        one, kind = chance.choice(known)
        other = chance.choice(kinds[kind])
        words, more = one.split(), other.split()
        yield " ".join(words[: len(words) // 2] + more[len(more) // 2 :]) or one
