"""The data inside a page: JSON in elements that run nothing, kept once where figures share it, packed where it is large.

Small pages stay plain, so that anyone can read their data; ``read`` and ``figures`` give it of any page. An island that is
packed says so (``data-packed="deflate"``): base64 of zlib's format, which browsers unpack themselves.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import accumulate, chain, pairwise
from typing import Any

from lwj_analysis.errors import BadValue

PACKED_FROM = 500_000  # characters; a smaller island stays plain
MOST_UNPACKED = 200_000_000  # bytes; a page may come from anywhere
ISLAND = re.compile(r'<script type="application/json"(?P<marks>[^>]*)>(?P<words>.*?)</script>', re.DOTALL)
PACKED = ' data-packed="deflate"'
FIGURE, STORE, RECEIPT = ' class="twin-data"', ' class="twin-store"', ' id="receipt"'
OURS = (FIGURE, STORE, RECEIPT)
SHARED = ("sentences", "articles", "who")  # of figures, kept once a page


def island(data: Any, marks: str) -> str:
    """An element with data in it; ``marks`` are its attributes, with a blank before each."""
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json"{marks}>{words}</script>'


def read(page: str, marks: str) -> list[Any]:
    """What the islands with these marks hold, packed or not. Raises ValueError, RecursionError for damaged ones."""
    return [_content(m) for m in ISLAND.finditer(page) if m["marks"].removesuffix(PACKED) == marks]


def packed(page: str) -> str:
    """The page with its large islands packed."""
    return ISLAND.sub(lambda m: _packed(m) if m["marks"] in OURS and len(m["words"]) >= PACKED_FROM else m[0], page)


def plain(page: str) -> str:
    """The page with the data of every island in full, as it is to be searched: unpacked, each figure's lists in it."""
    every = iter(figures(page))
    return ISLAND.sub(lambda m: _in_full(m, every), page)


def figures(page: str) -> list[dict]:
    """The data of each figure of a page, as ``Twin.data`` has it; sentences, articles and speakers are those of the page."""
    stores = read(page, STORE)
    return [_whole(data, stores[0]) if stores else data for data in read(page, FIGURE)]


def shared_once(page: str) -> str:
    """A page whose figures share their sentences and lists: those of all its islands go into one, before the first."""
    found = read(page, FIGURE)
    if not found:
        return page
    store = _Store()
    for data in found:
        store.take(data)
    islands = iter(found)
    page = ISLAND.sub(lambda m: island(next(islands), FIGURE) if _is(m, FIGURE) else m[0], page)
    opening = page.index('<div class="twin"')
    return page[:opening] + island(store.data(), STORE) + page[opening:]


def _is(found: re.Match, marks: str) -> bool:
    return found["marks"].removesuffix(PACKED) == marks


def _in_full(found: re.Match, every: Iterator[dict]) -> str:
    marks = found["marks"].removesuffix(PACKED)
    if marks not in OURS:
        return found[0]  # somebody's own output, which nobody packs
    return island(next(every) if marks == FIGURE else _content(found), marks)


def _content(found: re.Match) -> Any:
    held = json.loads(found["words"])
    return json.loads(_unpacked(held)) if found["marks"].endswith(PACKED) else held


def _packed(found: re.Match) -> str:
    small = base64.b64encode(zlib.compress(found["words"].encode(), 9)).decode()
    return island(small, found["marks"] + PACKED)


def _unpacked(words: Any) -> bytes:
    try:
        opened = zlib.decompressobj()
        whole = opened.decompress(base64.b64decode(words, validate=True), MOST_UNPACKED)
    except (TypeError, binascii.Error, zlib.error) as error:
        raise BadValue(f"packed data that cannot be read: {error}") from None
    if opened.unconsumed_tail:
        raise BadValue(f"packed data of more than {MOST_UNPACKED:,} bytes")
    if not opened.eof:
        raise BadValue("packed data that ends too early")
    return whole


# --------------------------------------------------------------------------- what figures share


class _Store:
    """The sentences and the lists of a page's figures, each once."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[tuple, int]] = {name: {} for name in SHARED}
        self._lists: dict[str, int] = {}

    def take(self, data: dict) -> None:
        """Move what a figure has into the store; numbers are left in its place."""
        articles = [self._row("articles", a) for a in data.pop("articles")]
        places = [self._row("sentences", (text, articles[article])) for text, article in data.pop("sentences")]
        who = [self._row("who", w) for w in data.pop("who")]
        evidence = [[places[place], start, end, who[by]] for place, start, end, by in data["evidence"]]
        data["evidence"] = self._list(_marks_coded(evidence))
        data["refs"] = self._list(_refs_coded(data["refs"]))
        data["columns"] = {name: self._list(coded(cells)) for name, cells in data["columns"].items()}
        for control in data["controls"]:
            if "options" in control:
                control["options"] = self._list(control["options"])

    def data(self) -> dict[str, Any]:
        """What goes into the page."""
        rows = {name: [list(row) for row in rows] for name, rows in self._rows.items()}
        return rows | {"lists": [json.loads(words) for words in self._lists]}

    def _row(self, name: str, row: Any) -> int:
        return self._rows[name].setdefault(tuple(row), len(self._rows[name]))

    def _list(self, cells: Any) -> int:
        words = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
        return self._lists.setdefault(words, len(self._lists))


def coded(cells: list) -> list | dict[str, list]:
    """Each different value once (``of``) and where it stands (``at``); or of texts that begin alike what differs.

    ``keep`` is how many letters a text has of the one before it, ``rest`` what follows them.
    """
    keys = [tuple(cell) if isinstance(cell, list) else cell for cell in cells]
    if len(set(keys)) * 2 <= len(cells):
        place = {value: n for n, value in enumerate(dict.fromkeys(keys))}
        return {"of": list(place), "at": [place[key] for key in keys]}
    if all(isinstance(cell, str) and cell.isascii() for cell in cells):
        keep = [_alike(*pair) for pair in pairwise(["", *cells])]
        if sum(keep) > 4 * len(cells):
            return {"keep": keep, "rest": [cell[n:] for cell, n in zip(cells, keep, strict=True)]}
    return cells


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _decoded(cells: list | Mapping[str, list]) -> list:
    if isinstance(cells, list):
        return cells
    if "of" in cells:
        return [cells["of"][place] for place in cells["at"]]
    return list(accumulate(zip(cells["keep"], cells["rest"], strict=True), lambda a, b: a[: b[0]] + b[1], initial=""))[
        1:
    ]


def _steps(numbers: list[int]) -> list[int]:
    """From each number to the next, which is mostly a little."""
    return [b - a for a, b in pairwise([0, *numbers])]


def _refs_coded(refs: list[list[int]]) -> dict[str, list[int]]:
    return {"n": [len(r) for r in refs], "step": _steps(list(chain.from_iterable(refs)))}


def _marks_coded(evidence: list[list[int]]) -> dict[str, list[int]]:
    place, start, end, who = zip(*evidence, strict=True) if evidence else ((),) * 4
    length = [b - a for a, b in zip(start, end, strict=True)]
    return {"step": _steps(list(place)), "start": list(start), "length": length, "who": list(who)}


def _whole(data: dict, store: dict) -> dict:
    """A figure's data with its lists in it again."""
    lists = store["lists"]
    refs, marks = lists[data["refs"]], lists[data["evidence"]]
    every, ends = list(accumulate(refs["step"])), list(accumulate(refs["n"]))
    evidence = zip(accumulate(marks["step"]), marks["start"], marks["length"], marks["who"], strict=True)
    return {name: store[name] for name in SHARED} | data | {
        "columns": {name: _decoded(lists[n]) for name, n in data["columns"].items()},
        "refs": [every[end - n : end] for n, end in zip(refs["n"], ends, strict=True)],
        "evidence": [[place, start, start + length, who] for place, start, length, who in evidence],
        "controls": [c | {"options": lists[c["options"]]} if "options" in c else c for c in data["controls"]],
    }  # fmt: skip
