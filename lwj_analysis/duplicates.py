"""Near copies of an article: the same wire story in two papers.

Broder's resemblance (1997): the share of five-word runs that two texts have in common.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

RUN = 5  # words in a run
SKETCH = 64  # of an article's runs, those with the smallest hashes; two near copies share most of them
SHARED = 0.5  # of the smaller sketch: who shares less is not compared; 1 near copy of 3,000 shares less
ALIKE = 0.7  # resemblance from which on a text is a near copy


def near_copies(articles: Iterable[tuple[str, object, str]]) -> dict[str, str]:
    """(article_id, day of publication, text) -> which article each near copy copies: the earliest, then the smallest id."""
    ordered = sorted(articles, key=lambda a: (str(a[1]) if a[1] is not None else "9999", a[0]))
    runs = {key: _runs(text) for key, _, text in ordered}
    place = {key: n for n, (key, _, _) in enumerate(ordered)}
    sharing: dict[int, list[str]] = defaultdict(list)
    for key, found in runs.items():
        for value in sorted(found)[:SKETCH]:
            sharing[value].append(key)
    shared = Counter(pair for keys in sharing.values() for pair in combinations(keys, 2))  # the earlier first, as above
    pairs = [p for p, n in shared.items() if n >= SHARED * min(SKETCH, *(len(runs[key]) for key in p))]
    copies: dict[str, str] = {}
    for first, second in sorted(pairs, key=lambda p: (place[p[0]], place[p[1]])):
        if second not in copies and _resemblance(runs[first], runs[second]) >= ALIKE:
            copies[second] = copies.get(first, first)
    return copies


def _runs(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[i : i + RUN]) for i in range(max(len(words) - RUN + 1, 1)))
    return {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs}


def _resemblance(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
