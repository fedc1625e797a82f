"""How long the reports of the sample take, and how large they are. Prints a line of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "lwj_analysis", "report", "--out", folder], check=True, capture_output=True
        )
        pages = list(Path(folder).glob("*.html"))
        print(json.dumps({"pages": len(pages), "seconds": round(time.perf_counter() - start, 1),
                          "largest_mb": round(max(p.stat().st_size for p in pages) / 1e6, 2)}))  # fmt: skip


if __name__ == "__main__":
    main()
