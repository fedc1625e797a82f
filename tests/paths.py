"""Where things are, for tests."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "data" / "articles"
GOLD = ROOT / "tests" / "gold" / "articles"
SENTENCES = ROOT / "tests" / "gold" / "sentences"


def lines_of(name: str) -> list[dict]:
    """The lines of a file of gold sentences."""
    return [json.loads(line) for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines()]
