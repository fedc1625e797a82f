"""Where things are, for tests."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "data" / "articles"
GOLD = ROOT / "tests" / "gold" / "articles"
SENTENCES = ROOT / "tests" / "gold" / "sentences"
