"""One way of grouping a set, in a process of its own, so that its CPU time and memory are its own:
`python -m bench.methods METHOD SET.jsonl FOLDER` writes `told.json` there, and what later measurements need."""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import sets

FOLKMOOT, TWENTY, WORDS, READING = "folkmoot", "folkmoot, 20 themes", "folkmoot, words only", "reading"


def folkmoot(texts: Sequence[str], folder: Path, *, sentences: bool = True) -> dict[str, Any]:
    """From texts to labelled themes with reasons, as a call is grouped; and again with 20 themes at most, as the desk
    shows them. The second costs its own grouping only."""
    from nlp import duplicates, grouping, labels, reasons, vectors

    worked = time.process_time()
    state = vectors.fit(texts, sentences=sentences)
    rows = state.embed(texts)
    copies = duplicates.find(texts, rows)
    read = time.process_time() - worked
    found = {}
    for name, most in ((FOLKMOOT, None), (TWENTY, grouping.MOST_THEMES)):
        worked = time.process_time()
        partition = grouping.group(rows, texts, copies=copies, most=most)
        labels.label(texts, rows, partition, state)
        reasons.explain(texts, rows, partition, state)
        cpu = read + time.process_time() - worked
        found[name if sentences else WORDS] = {"themes_of": partition.theme_of(len(texts)).tolist(), "cpu_s": cpu}
        if not sentences:
            return found
    np.save(folder / "rows.npy", rows)
    (folder / "state").write_bytes(state.save())
    return found


def reading(texts: Sequence[str], folder: Path) -> dict[str, Any]:
    """The rows that the peer is given: the same sentence model on the same texts."""
    from nlp import encoder
    from nlp.pipeline import readable

    model = encoder.find()
    if model is None:
        raise SystemExit("the sentence model is not installed")
    worked = time.process_time()
    np.save(folder / "sentences.npy", model.encode([readable(text) for text in texts]))
    return {READING: {"themes_of": [], "cpu_s": time.process_time() - worked}}


def main(method: str, path: str, folder: str) -> None:
    texts = sets.read(Path(path)).texts
    if method == READING:
        found = reading(texts, Path(folder))
    else:
        found = folkmoot(texts, Path(folder), sentences=method == FOLKMOOT)
    write(found, Path(folder))


def write(found: dict[str, Any], folder: Path) -> None:
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    (folder / "told.json").write_text(json.dumps({"found": found, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
