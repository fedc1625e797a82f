"""How long it takes until something happens: import, help, the pipeline, frames that are kept. Prints a line of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import vary

PARTS = {
    "import_s": "import lwj_analysis",
    "help_s": "from lwj_analysis.cli import main; main(['parse', '--help'])",
    "gazetteer_s": "from lwj_analysis.annotate import gazetteer; gazetteer.shipped()",
    "pipeline_s": "import lwj_analysis as lwj; lwj.build_nlp()",
    "sample_from_store_s": f"import lwj_analysis as lwj; lwj.load({str(vary.SAMPLE)!r})",
}


def main() -> None:
    subprocess.run([sys.executable, "-c", PARTS["sample_from_store_s"]], check=True, capture_output=True)
    print(json.dumps({name: min(_seconds(code) for _ in range(3)) for name, code in PARTS.items()}))


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], capture_output=True)
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    main()
