"""Near copies of an article: the same wire story in two papers.

Broder's resemblance (1997): the share of five-word runs that two texts have in common.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from lwj_analysis.kept import ask

RUN = 5  # words in a run
SKETCH = 64  # of an article's runs, those with the smallest hashes; two near copies share most of them
SHARED = 0.5  # of the smaller sketch: who shares less is not compared; 1 near copy of 3,000 shares less
ALIKE = 0.7  # resemblance from which on a text is a near copy


def near_copies(articles: Iterable[tuple[str, object, str]]) -> dict[str, str]:
    """(article_id, day of publication, text) -> which article each near copy copies: the earliest, then the smallest id."""
    ordered = sorted(articles, key=lambda a: (str(a[1]) if a[1] is not None else "9999", a[0]))
    runs = [_runs(text) for _, _, text in ordered]
    copies: dict[int, int] = {}
    for first, second in _likely(runs):
        if second not in copies and _resemblance(runs[first], runs[second]) >= ALIKE:
            copies[second] = copies.get(first, first)
    return {ordered[copy][0]: ordered[first][0] for copy, first in copies.items()}


def _likely(runs: list[set[int]]) -> list[tuple[int, int]]:
    """The places of two articles that share enough of the smaller sketch, the earlier first, in their order.

    A join in DuckDB: where a paragraph stands in hundreds of articles there are tens of millions of pairs to count.
    """
    sketches = [sorted(found)[:SKETCH] for found in runs]
    sizes = np.array([len(sketch) for sketch in sketches], dtype="int32")
    places = np.repeat(np.arange(len(sketches), dtype="int32"), sizes)
    values = np.fromiter((value for sketch in sketches for value in sketch), dtype="uint64", count=len(places))
    sketch = pa.table({"n": places, "value": values, "size": sizes[places]})
    return ask(PAIRS, [SHARED], sketch=sketch)


PAIRS = """
    SELECT one.n, other.n FROM sketch one JOIN sketch other ON one.value = other.value AND one.n < other.n
    GROUP BY one.n, other.n HAVING count(*) >= ? * least(any_value(one.size), any_value(other.size)) ORDER BY 1, 2
"""


def _runs(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[i : i + RUN]) for i in range(max(len(words) - RUN + 1, 1)))
    return {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs}


def _resemblance(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
