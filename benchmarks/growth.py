"""What an article costs as the corpus grows, and how much memory a worker needs: time of a processor and peak memory.

Parses each number of varied articles in a process of its own, which drops the rows as they come. Prints a line of JSON a size.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import vary

from lwj_analysis import read, store


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    for size in options.parse_args().sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(json.dumps(pool.apply(measured, (size,))), flush=True)


def measured(size: int) -> dict:
    """Milliseconds of a processor an article, and the peak memory of the process in MB."""
    store.parse_article(next(_articles(1, seed=9)))
    start = time.process_time()
    for _ in store._parse(list(_articles(size, seed=2)), 1):
        pass
    spent = time.process_time() - start
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return {"articles": size, "ms_an_article": round(1000 * spent / size, 1), "peak_mb": round(peak)}


def _articles(size: int, *, seed: int):
    with tempfile.TemporaryDirectory() as folder:
        yield from read.read([vary.write(Path(folder) / "a.jsonl", size, seed=seed)])[0]


if __name__ == "__main__":
    main()
