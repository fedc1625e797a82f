"""Records of one incident as coders write them: the dead, the wounded, who began it, where and when."""

import sys
from functools import cache

import pytest
from paths import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import records

FLOORS = {  # half -> shares of killed, wounded, group, place, date
    "first": (0.99, 1.00, 0.98, 0.98, 0.96),
    "second": (1.00, 0.93, 0.96, 0.95, 1.00),
    "third": (1.00, 1.00, 0.97, 0.94, 1.00),
    "fourth": (1.00, 1.00, 0.82, 0.94, 1.00),
    "fifth": (0.98, 0.97, 0.93, 0.92, 0.98),
    "sixth": (0.91, 1.00, 0.85, 0.86, 1.00),
    "seventh": (0.85, 0.95, 0.80, 0.93, 0.93),
    "eighth": (0.98, 0.96, 0.98, 0.95, 1.00),
    "ninth": (0.98, 1.00, 0.96, 0.96, 1.00),
    "tenth": (0.96, 0.91, 0.97, 0.94, 1.00),
    "eleventh": (0.90, 0.91, 0.88, 0.91, 0.95),
    "twelfth": (1.00, 1.00, 1.00, 0.97, 1.00),
    "thirteenth": (0.98, 1.00, 0.99, 0.98, 0.92),
    "fourteenth": (0.98, 0.98, 0.94, 0.96, 0.99),
    "fifteenth": (0.96, 0.96, 0.96, 0.90, 0.98),
    "sixteenth": (0.98, 0.98, 1.00, 0.96, 0.99),
    "seventeenth": (0.96, 0.98, 0.99, 0.96, 0.99),
    "eighteenth": (0.98, 1.00, 0.96, 0.96, 0.99),
    "nineteenth": (1.00, 1.00, 0.98, 0.89, 1.00),
    "twentieth": (0.98, 0.98, 1.00, 0.96, 0.99),
    "twentyfirst": (1.00, 0.98, 0.95, 0.92, 0.99),
    "twentysecond": (1.00, 1.00, 0.97, 0.98, 0.99),
    "twentythird": (0.97, 0.98, 0.97, 0.90, 1.00),
    "twentyfourth": (1.00, 1.00, 0.94, 0.98, 0.99),
    "twentyfifth": (0.97, 0.96, 0.94, 0.91, 0.99),
}
ALWAYS = ("first", "eleventh", "twentieth", "twentyfirst")  # the other two thousand are read by ``make slow``


@pytest.fixture(scope="module")
def told(cache_of_its_own):
    """What reads the records of a half, once."""

    @cache
    def read(half):
        every = records.of_half(half)
        return list(zip(every, records.read(every), strict=True))

    return read


@pytest.mark.parametrize("half", [h if h in ALWAYS else pytest.param(h, marks=pytest.mark.slow) for h in FLOORS])
def test_floors_of_records(told, half):
    """As many are read right as ever, and where nobody dies nobody is counted."""
    below = {}
    for what, floor in zip(records.ASKED, FLOORS[half], strict=True):
        asked = [pair for pair in told(half) if records.is_asked(what, pair[0])]
        share = sum(records.is_right(what, *pair) for pair in asked) / len(asked)
        below |= {what: (share, floor)} if share < floor else {}
    assert not below
    assert not [r["text"] for r, read in told(half) if r.get("killed") == 0 and read.killed]


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
    (pair,) = (p for p in told("first") if "bicycle bomb" in p[0]["text"])
    assert records.is_right(what, pair[0] | {what: asked}, pair[1]) is is_right
