"""How long ten new articles take on a store of ten thousand: looked up, parsed and kept, without and with the start.

The ten thousand are varied articles that share the rows of a few: looking them up costs the same. Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import vary

from lwj_analysis import read, store


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kept", type=int, default=10_000)
    options.add_argument("--new", type=int, default=10)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = read.read([vary.write(Path(folder) / "a.jsonl", chosen.kept, seed=3)])[0]
        new = read.read([vary.write(Path(folder) / "b.jsonl", chosen.new, seed=4)])[0]
        rows = [store.parse_article(a) for a in articles[:20]]
        kept = store._Cache(Path(folder) / "store")
        for n, article in enumerate(articles):
            kept.put(article, rows[n % len(rows)])
        kept.pack()
        start = time.perf_counter()
        for _ in store._parsed([*articles, *new], store._Cache(kept.folder), workers=1, tell=None):
            pass
        print(json.dumps({"kept": chosen.kept, "new": chosen.new, "seconds": round(time.perf_counter() - start, 2),
                          "size_mb": round(sum(p.stat().st_size for p in kept.folder.rglob("*.*")) / 1e6)}))  # fmt: skip


if __name__ == "__main__":
    main()
