"""How long reports take, and how large they are: ``python benchmarks/reports.py [ARTICLES]``. Prints a line of JSON.

Of the sample, or of so many varied articles (``vary.py``), which are read before the clock starts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import vary

from lwj_analysis import read


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        number = int(sys.argv[1]) if sys.argv[1:] else 0
        source = [str(vary.write(Path(folder) / "many.jsonl", number))] if number else []
        if source:
            _lwj("parse", *source, "--out", str(Path(folder) / "frames"))  # fills the cache
        start = time.perf_counter()
        _lwj("report", *source, "--out", str(Path(folder) / "reports"))
        pages = list((Path(folder) / "reports").glob("*.html"))
        articles = number or len(read.read([vary.SAMPLE])[0])
        print(json.dumps({"articles": articles, "pages": len(pages), "seconds": round(time.perf_counter() - start, 1),
                          "largest_mb": round(max(p.stat().st_size for p in pages) / 1e6, 2)}))  # fmt: skip


def _lwj(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "lwj_analysis", *words], check=True, capture_output=True)


if __name__ == "__main__":
    main()
