"""Incidents that people joined or split: the marks that corrections left on events, and what they ask for.

Events marked ``join-1`` are of one incident, as are those marked ``split-1``; an event marked ``split-1:rest`` is not of
the incident of those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

REST = ":rest"


def marks_of(events: Iterable[dict]) -> set[str]:
    """The marks of joins and splits on events."""
    marks = (mark for event in events for mark in str(event.get("correction") or "").split("; "))
    return {mark for mark in marks if mark.startswith(("join-", "split-"))}


def apart(one: set[str], other: set[str]) -> bool:
    """A split stands between the marks of two groups."""
    return any(m + REST in b for a, b in ((one, other), (other, one)) for m in a)


def to_join(marks: dict[str, set[str]]) -> list[tuple[str, list[str]]]:
    """Marks that several groups bear, with the keys of the groups; ``marks`` is by key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, its in sorted(marks.items()):
        for mark in sorted(its):
            if not mark.endswith(REST):
                found[mark].append(key)
    return [(mark, keys) for mark, keys in sorted(found.items()) if len(keys) > 1]


def of_incidents(*frames: pd.DataFrame) -> dict[str, str]:
    """By incident the corrections of its rows, joined with ``; ``."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for df in frames:
        marked = df.loc[df["correction"].notna() & df["incident_id"].notna(), ["incident_id", "correction"]]
        for incident_id, marks in marked.itertuples(index=False):
            found[incident_id] |= dict.fromkeys(mark.removesuffix(REST) for mark in marks.split("; "))
    return {incident_id: "; ".join(marks) for incident_id, marks in found.items()}
