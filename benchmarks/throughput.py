"""How fast ``lwj parse`` is from files to files, beside spaCy's ``nlp.pipe`` alone on the same texts and cores, in one run.

The model and the texts are the same; ``nlp.pipe`` is warm and only makes Docs, ``lwj parse`` starts, reads, parses, merges
and writes. Prints a line of JSON: seconds of both by number of processes, and the ratio.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import spacy
import vary

from lwj_analysis.annotate.pipeline import MODELS


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=300)
    number = options.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        source = vary.write(Path(folder) / "articles.jsonl", number)
        texts = [f"{row['title']}\n\n{row['text']}" for row in vary.varied(number)]
        found = {"articles": number, "words": sum(len(text.split()) for text in texts)}
        for processes in (1, 2):
            found[f"spacy_{processes}_s"] = _spacy(texts, processes)
            found[f"lwj_{processes}_s"] = _parse(source, Path(folder) / f"out{processes}", processes)
            found[f"ratio_{processes}"] = round(found[f"spacy_{processes}_s"] / found[f"lwj_{processes}_s"], 2)
    print(json.dumps(found))


def _spacy(texts: list[str], processes: int) -> float:
    name = next(name for name in MODELS if spacy.util.is_package(name))
    nlp = spacy.load(name)
    list(nlp.pipe(texts[:20]))
    start = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=processes):
        pass
    return round(time.perf_counter() - start, 1)


def _parse(source: Path, out: Path, processes: int) -> float:
    command = [sys.executable, "-m", "lwj_analysis", "parse", source, "--out", out, "--store", out / "store"]
    start = time.perf_counter()
    subprocess.run([*command, "--workers", str(processes)], check=True, capture_output=True)
    return round(time.perf_counter() - start, 1)


if __name__ == "__main__":
    main()
