"""Which groups of events need a look as one incident: blocking, as record linkage calls it.

Pairs are looked for among groups of one country (or none) and week, and there only among those that share what every merge
needs: a place by name or nearness, or a number of killed. A pair without a block would score nothing, so none is lost, and
what a pair costs does not grow with the corpus. Groups that no chain of likely pairs connects are merged apart from each
other, in any order and on any machine, with the same result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import floor

import pandas as pd

NEAR_KM = 30  # one incident's place as two articles give it: the town, or the village beside it
WINDOW_DAYS = 14  # an undated telling belongs to an event of the two weeks before its publication at most
KM_OF_DEGREE = 111.0  # of latitude, rounded down
POLAR = 70  # degrees of latitude from which on a degree of longitude may be shorter than ``NEAR_KM``


@dataclass
class Group:
    """The events that one article tells as one incident."""

    key: str
    articles: set[str]
    events: list[dict]
    starts: list[pd.Timestamp] = field(default_factory=list)
    ends: list[pd.Timestamp] = field(default_factory=list)
    places: list[dict] = field(default_factory=list)
    initiators: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    published: list[pd.Timestamp] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)  # "five operations": words of events that are told as a number
    marks: set[str] = field(default_factory=set)  # of people who joined or split incidents


def pairs(groups: Iterable[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups of different articles that share a block, each once; in the order of the groups."""
    blocks: dict[tuple, list[Group]] = defaultdict(list)
    for group in groups:
        for key in keys(group):
            blocks[key].append(group)
    seen = set()
    for block in blocks.values():
        for one, other in combinations(block, 2):
            pair = (one.key, other.key)
            if pair not in seen and not one.articles & other.articles:
                seen.add(pair)
                yield one, other


def keys(group: Group) -> set[tuple]:
    """The blocks of a group: country × week × (name of place, cell of the map, number of killed or of events)."""
    shared = {sign for place in group.places for sign in _signs(place)} | {("killed", n) for n in group.killed}
    shared |= {("counted", words) for words in group.counted}
    return {(country, week, sign) for country in group.countries or {None} for week in weeks(group) for sign in shared}


def weeks(group: Group) -> set[int]:
    """The weeks of its days; of an undated group, those in which what it tells may have been."""
    if group.starts:
        first, last = min(group.starts), max(group.ends)
    else:
        days = [p for p in group.published if pd.notna(p)]
        if not days:
            return set()
        first, last = min(days) - pd.Timedelta(days=WINDOW_DAYS), min(days)
    return set(range(first.toordinal() // 7, last.toordinal() // 7 + 1))


def chains(names: Iterable[str], links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Names that links connect, directly or over others (connected components), in the order of the names."""
    root = {name: name for name in names}

    def top(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, other in links:
        root[max(top(one), top(other))] = min(top(one), top(other))
    found: dict[Hashable, list[str]] = defaultdict(list)
    for name in root:
        found[top(name)].append(name)
    return list(found.values())


def _signs(place: dict) -> Iterator[tuple]:
    """The name, and four cells of the map: two places within ``NEAR_KM`` stand together in one of them.

    Each is two units wide, and they overlap by one; a unit is ``NEAR_KM`` to the north and a degree to the east.
    """
    yield "name", str(place["place_name"]).casefold()
    latitude, longitude = place["latitude"], place["longitude"]
    if pd.isna(latitude) or pd.isna(longitude) or pd.isna(place["where_prec"]) or place["where_prec"] > 2:
        return
    for north in (0, 1):
        row = floor((latitude * KM_OF_DEGREE / NEAR_KM + north) / 2)
        if abs(latitude) <= POLAR:
            yield from (("cell", north, row, east, floor((longitude + east) / 2) % 180) for east in (0, 1))
        if abs(latitude) > POLAR - 1:
            yield "cell", north, row
