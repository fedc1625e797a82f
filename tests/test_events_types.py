"""Short snippets of the awkward kinds: which of ACLED's 25 sub-types, by whom and to whom."""

import pytest
from first_events import lines_of, told_of

from lwj_analysis.vocabulary import SUB_EVENT_TYPE

TYPES = lines_of("types")


@pytest.fixture(scope="module")
def told(tmp_path_factory, cache_of_its_own):
    """Snippet -> (sub-type of its first event or ``None``, words and names of the initiator, of the target)."""
    found = told_of(TYPES, tmp_path_factory.mktemp("types"))
    return [(None if event is None else event["sub_event_type"], who, whom) for event, who, whom, _ in found]


def weighted_f1(pairs: list[tuple]) -> float:
    """F1 of (asked, found), weighted by how often each is asked for."""
    scores = []
    for asked, _ in pairs:
        right = sum(a == b == asked for a, b in pairs)
        scores.append(2 * right / (sum(a == asked for a, _ in pairs) + sum(b == asked for _, b in pairs)))
    return sum(scores) / len(scores)


def of_half(told, half: str) -> list[tuple]:
    return [(r, *t) for r, t in zip(TYPES, told, strict=True) if r["half"] == half]


def test_every_sub_type_is_asked_for():
    for half in ("first", "next", "plain", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"):
        assert {r["sub_type"].split("|")[0] for r in TYPES if r["half"] == half} == set(SUB_EVENT_TYPE)


@pytest.mark.parametrize(
    ("half", "floor"),
    [
        ("first", 0.93),
        ("next", 0.84),
        ("plain", 0.95),
        ("second", 0.97),
        ("third", 0.97),
        ("fourth", 0.90),
        ("fifth", 0.89),
        ("sixth", 0.93),
        ("seventh", 0.98),
        ("eighth", 0.90),
    ],
)
def test_floor_of_sub_types(told, half, floor):
    pairs = []
    for row, sub, _, _ in of_half(told, half):
        asked = row["sub_type"].split("|")
        pairs.append((sub if sub in asked else asked[0], sub))
    assert weighted_f1(pairs) >= floor


@pytest.mark.parametrize(
    ("half", "side", "floor"),
    [
        ("first", "initiator", 0.76),
        ("first", "target", 0.59),
        ("next", "initiator", 0.71),
        ("next", "target", 0.68),
        ("plain", "initiator", 0.94),
        ("plain", "target", 0.84),
        ("second", "initiator", 0.93),
        ("second", "target", 0.79),
        ("eighth", "initiator", 0.87),
        ("eighth", "target", 0.68),
    ],
)
def test_floor_of_parties(told, half, side, floor):
    right = []
    for row, _, who, whom in of_half(told, half):
        if row[side]:
            words = who + whom if row.get("either") else {"initiator": who, "target": whom}[side]
            right.append(any(a.lower() in words for a in row[side].split("|")))
    assert sum(right) / len(right) >= floor
