"""Many articles from few: the sample's paragraphs in another company, with other numbers, months and days of publication.

The same seed gives the same articles. They are new to every cache, but their sentences are the sample's: what a figure made
with them says is how long reading takes, not how well it reads.
"""

from __future__ import annotations

import calendar
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from lwj_analysis import read

SAMPLE = Path(__file__).parents[1] / "data" / "articles"
MONTHS = calendar.month_name[1:]
NUMBER = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?![\w.,]*\d)")
SENTENCE_END = re.compile(r"(?<=[a-z\d][.!?])\s+(?=[A-Z“])")
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")


def varied(number: int, *, seed: int = 1, only_notes: bool = False) -> Iterator[dict]:
    """``number`` rows with ``article_id, title, published, text``, each as long as one of the sample, or of one sentence."""
    articles, _ = read.read([SAMPLE])
    pieces = [p for a in articles for p in a.text.split("\n\n")[1:]]
    luck = random.Random(seed)
    for n in range(number):
        like = luck.choice(articles)
        title, *body = like.text.split("\n\n")
        text = "\n\n".join(luck.sample(pieces, min(len(body), len(pieces))))
        text = SENTENCE_END.split(text)[0] if only_notes else text
        day = date(2008, 1, 1) + timedelta(days=luck.randrange(5500))
        yield {"article_id": f"v{seed}-{n:06}", "title": _changed(title, luck), "published": day.isoformat(),
               "text": _changed(text, luck)}  # fmt: skip


def write(path: Path, number: int, *, seed: int = 1, only_notes: bool = False) -> Path:
    """The articles as one file of JSON lines."""
    rows = varied(number, seed=seed, only_notes=only_notes)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _changed(text: str, luck: random.Random) -> str:
    text = NUMBER.sub(lambda m: str(luck.randrange(2, 10 ** len(m[0]) + 2)), text)
    return MONTH.sub(lambda m: luck.choice(MONTHS), text)
