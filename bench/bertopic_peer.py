"""BERTopic with its defaults on rows of the same sentence model. Runs in an environment of its own, without PyTorch:
`.venv-bench/bin/python -m bench.bertopic_peer SET.jsonl FOLDER` reads `sentences.npy` there and writes `told.json`."""

import sys
import time
import warnings
from pathlib import Path

import numpy as np

from bench import methods, sets

SEED = 42
PLAIN, ATTACHED = "bertopic", "bertopic, outliers attached"


def main(path: str, folder: str) -> None:
    warnings.filterwarnings("ignore")
    from bertopic import BERTopic
    from umap import UMAP

    texts, rows = sets.read(Path(path)).texts, np.load(Path(folder) / "sentences.npy")
    worked = time.process_time()
    # Its own default reducer, with nothing changed but a seed, so that two runs agree.
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=SEED)
    model = BERTopic(umap_model=reducer)
    topics, _ = model.fit_transform(texts, rows)
    found = {PLAIN: {"themes_of": [int(topic) for topic in topics], "cpu_s": time.process_time() - worked}}
    attached = topics
    if -1 in topics and max(topics) >= 0:
        attached = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=rows)
    found[ATTACHED] = {"themes_of": [int(topic) for topic in attached], "cpu_s": time.process_time() - worked}
    methods.write(found, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:3])
