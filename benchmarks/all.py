"""Runs every measurement of speed, one after the other, and writes docs/performance.md with the machine and the day."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import spacy

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
SCRIPTS = {
    "ratio": "Reading beside spaCy's `nlp.pipe` alone, processor time in one process",
    "throughput": "`lwj parse` from files to files beside spaCy's `nlp.pipe` alone, same model, texts and cores",
    "growth": "What an article costs as the corpus grows, one process",
    "incremental": "New articles on a store",
    "questions": "Questions in SQL to frames on disk",
    "startup": "Until something happens",
    "reports": "All notebooks on the sample",
}


def main() -> None:
    """With names of scripts, only those are measured anew; a figure that was not measured is not on the page."""
    kept = PAGE.with_suffix(".json")
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    for name in sys.argv[1:] or SCRIPTS:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        told = subprocess.run([sys.executable, HERE / f"{name}.py"], check=True, stdout=subprocess.PIPE, text=True)
        lines = [json.loads(line) for line in told.stdout.splitlines()]
        found[name] = {"machine": _machine(), "day": dt.date.today().isoformat(), "lines": lines}
    kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(_page(found), encoding="utf-8")


def _page(found: dict) -> str:
    parts = [
        "# Speed and size\n\nMeasured by `make bench`, which writes this page; a script a claim in `benchmarks/`. Seconds "
        "are of a clock unless said otherwise, and mean little on a machine that others use too: the ratios are taken in "
        "one run: 2 is twice as fast as spaCy's pipeline without anything that reads it. "
        "The texts are the sample's paragraphs in another company (`benchmarks/vary.py`).\n"
    ]
    for name, title in SCRIPTS.items():
        if name in found:
            table = _table(found[name]["lines"])
            parts.append(
                f"## {title}\n\n{table}\n\n`benchmarks/{name}.py`, {found[name]['day']}: {found[name]['machine']}.\n"
            )
    return "\n".join(parts)


def _table(lines: list[dict]) -> str:
    names = list(lines[0])
    rows = [names, ["---:"] * len(names), *([f"{line[n]:,}" for n in names] for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.0f} when measured" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}, "
        f"spaCy {spacy.__version__}"
    )


if __name__ == "__main__":
    main()
