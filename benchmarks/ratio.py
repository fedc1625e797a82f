"""Time of a processor that reading the sample takes, beside spaCy's ``nlp.pipe`` alone on the same texts, in one process.

Unlike ``throughput.py`` this leaves out start, files and merging, and is steady on a machine that others use too. spaCy runs
as it comes, with its own matrix library. Prints a line of JSON: seconds of both, the least of the runs, and the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import spacy
import vary

from lwj_analysis import read, store
from lwj_analysis.annotate.pipeline import MODELS


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    plain = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))
    articles, _ = read.read([vary.SAMPLE])
    texts = [article.text for article in articles]
    store.parse_article(articles[0])
    ops = store._shared_nlp().get_pipe("ner").model.ops
    chosen, spacy_s, lwj_s = ops.use_blis, [], []
    for _ in range(options.parse_args().runs):
        ops.use_blis = True
        spacy_s.append(_seconds(lambda: plain.pipe(texts, batch_size=32)))
        ops.use_blis = chosen
        lwj_s.append(_seconds(lambda: store._parse(articles, 1)))
    print(json.dumps({"words": sum(a.n_words for a in articles), "spacy_s": round(min(spacy_s), 2),
                      "lwj_s": round(min(lwj_s), 2), "ratio": round(min(spacy_s) / min(lwj_s), 2)}))  # fmt: skip


def _seconds(make: Callable) -> float:
    start = time.process_time()
    for _ in make():
        pass
    return time.process_time() - start


if __name__ == "__main__":
    main()
