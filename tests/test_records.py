"""Records of one incident as coders write them: the dead, the wounded, who began it, where and when."""

import sys

import pytest
from paths import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import records

HALVES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
          "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth")  # fmt: skip


@pytest.fixture(scope="module")
def told(cache_of_its_own):
    """Half -> its records and how they were read, all read at once."""
    every = [r for half in HALVES for r in records.of_half(half)]
    pairs = list(zip(every, records.read(every), strict=True))
    return {half: [pair for pair in pairs if pair[0]["half"] == half] for half in HALVES}


@pytest.mark.parametrize(
    ("half", "what", "floor"),
    [
        ("first", "killed", 0.99),
        ("first", "wounded", 0.97),
        ("first", "group", 0.96),
        ("first", "place", 0.97),
        ("first", "date", 0.95),
        ("second", "killed", 0.97),
        ("second", "wounded", 0.93),
        ("second", "group", 0.96),
        ("second", "place", 0.94),
        ("second", "date", 0.95),
        ("third", "killed", 0.98),
        ("third", "wounded", 0.95),
        ("third", "group", 0.90),
        ("third", "place", 0.93),
        ("third", "date", 0.97),
        ("fourth", "killed", 0.95),
        ("fourth", "wounded", 0.95),
        ("fourth", "group", 0.77),
        ("fourth", "place", 0.93),
        ("fourth", "date", 0.97),
        ("fifth", "killed", 0.98),
        ("fifth", "wounded", 0.97),
        ("fifth", "group", 0.90),
        ("fifth", "place", 0.91),
        ("fifth", "date", 0.98),
        ("sixth", "killed", 0.91),
        ("sixth", "wounded", 0.97),
        ("sixth", "group", 0.83),
        ("sixth", "place", 0.86),
        ("sixth", "date", 0.98),
        ("seventh", "killed", 0.85),
        ("seventh", "wounded", 0.91),
        ("seventh", "group", 0.73),
        ("seventh", "place", 0.93),
        ("seventh", "date", 0.93),
        ("eighth", "killed", 0.98),
        ("eighth", "wounded", 0.96),
        ("eighth", "group", 0.96),
        ("eighth", "place", 0.92),
        ("eighth", "date", 1),
        ("ninth", "killed", 0.98),
        ("ninth", "wounded", 1),
        ("ninth", "group", 0.93),
        ("ninth", "place", 0.96),
        ("ninth", "date", 1),
        ("tenth", "killed", 0.96),
        ("tenth", "wounded", 0.91),
        ("tenth", "group", 0.95),
        ("tenth", "place", 0.94),
        ("tenth", "date", 1),
        ("eleventh", "killed", 0.90),
        ("eleventh", "wounded", 0.91),
        ("eleventh", "group", 0.83),
        ("eleventh", "place", 0.91),
        ("eleventh", "date", 0.95),
        ("twelfth", "killed", 1),
        ("twelfth", "wounded", 1),
        ("twelfth", "group", 0.98),
        ("twelfth", "place", 0.97),
        ("twelfth", "date", 1),
        ("thirteenth", "killed", 0.98),
        ("thirteenth", "wounded", 1),
        ("thirteenth", "group", 0.97),
        ("thirteenth", "place", 0.98),
        ("thirteenth", "date", 0.92),
        ("fourteenth", "killed", 0.98),
        ("fourteenth", "wounded", 0.98),
        ("fourteenth", "group", 0.9),
        ("fourteenth", "place", 0.95),
        ("fourteenth", "date", 0.99),
        ("fifteenth", "killed", 0.96),
        ("fifteenth", "wounded", 0.96),
        ("fifteenth", "group", 0.93),
        ("fifteenth", "place", 0.87),
        ("fifteenth", "date", 0.96),
        ("sixteenth", "killed", 0.98),
        ("sixteenth", "wounded", 0.98),
        ("sixteenth", "group", 0.95),
        ("sixteenth", "place", 0.95),
        ("sixteenth", "date", 0.98),
        ("seventeenth", "killed", 0.96),
        ("seventeenth", "wounded", 0.98),
        ("seventeenth", "group", 0.95),
        ("seventeenth", "place", 0.95),
        ("seventeenth", "date", 0.98),
    ],
)
def test_floor_of_records(told, half, what, floor):
    asked = [pair for pair in told[half] if records.is_asked(what, pair[0])]
    assert sum(records.is_right(what, *pair) for pair in asked) / len(asked) >= floor


def test_where_nobody_dies_nobody_is_counted(told):
    assert not [r["text"] for half in HALVES for r, read in told[half] if r.get("killed") == 0 and read.killed]


@pytest.mark.parametrize(
    ("what", "asked", "is_right"),
    [
        ("killed", 3, True),
        ("killed", 4, False),
        ("group", "FARC|Revolutionary Armed Forces", True),
        ("group", "ELN", False),
        ("place", "Caloto", True),
        ("date", "2002-02-14", True),
        ("date", "2002-02-15", False),
    ],
)
def test_what_agrees(told, what, asked, is_right):
    (pair,) = (p for p in told["first"] if "bicycle bomb" in p[0]["text"])
    assert records.is_right(what, pair[0] | {what: asked}, pair[1]) is is_right
