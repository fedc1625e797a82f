"""Coders' notes of one incident: who, whom, when and where, as a coder would write them."""

import pandas as pd
import pytest
from first_events import lines_of, told_of

NOTES = lines_of("notes")


@pytest.fixture(scope="module")
def told(tmp_path_factory, cache_of_its_own):
    """Note -> (its first event or ``None``, words and names of the initiator, of the target, number of incidents)."""
    return told_of(NOTES, tmp_path_factory.mktemp("notes"))


def _holds(words: str, asked: str) -> bool:
    return any(a.lower() in words for a in asked.split("|"))


def right(what: str, note: dict, first, who: str, whom: str, incidents: int) -> bool:
    """Whether the first event of a note agrees with what a coder wrote."""
    if what == "one incident":
        return incidents == 1
    if first is None:
        return False
    if what in ("initiator", "target"):
        beside = who + whom if note.get("either") else {"initiator": who, "target": whom}[what]
        return _holds(beside, note[what])
    if what == "date":
        return [str(first[d])[:10] for d in ("date_start", "date_end")] == [note["date_start"], note["date_end"]]
    if what == "place":
        return not pd.isna(first["place"]) and (
            _holds(first["place"].lower(), note["place"]) or first["place"].lower() in note["place"].lower()
        )
    return first["sub_event_type"] in note["sub_event_type"].split("|")


@pytest.mark.parametrize(
    ("halves", "what", "floor"),
    [
        ("first second", "sub-type", 0.97),
        ("first second", "initiator", 0.97),
        ("first second", "target", 0.92),
        ("first second", "date", 0.98),
        ("first second", "place", 0.98),
        ("first second", "one incident", 0.98),
        ("third", "sub-type", 0.95),
        ("third", "initiator", 0.97),
        ("third", "target", 0.94),
        ("third", "date", 0.97),
        ("third", "place", 0.95),
        ("third", "one incident", 0.97),
    ],
)
def test_floor_of_notes(told, halves, what, floor):
    asked = [
        (n, t)
        for n, t in zip(NOTES, told, strict=True)
        if n["half"] in halves.split() and n.get(what, True) is not None
    ]
    assert sum(right(what, n, *t) for n, t in asked) / len(asked) >= floor
