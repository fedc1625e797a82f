"""Records of one incident as coders write them: the dead, the wounded, who began it, where and when."""

import sys
from functools import cache

import pytest
from paths import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import records

HALVES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
          "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
          "twentyfirst", "twentysecond", "twentythird", "twentyfourth", "twentyfifth")  # fmt: skip
ALWAYS = ("first", "eleventh", "twentieth", "twentyfirst")  # the other two thousand are read by ``make slow``


@pytest.fixture(scope="module")
def told(cache_of_its_own):
    """What reads the records of a half, once."""

    @cache
    def read(half):
        every = records.of_half(half)
        return list(zip(every, records.read(every), strict=True))

    return read


def of(half, *values):
    return pytest.param(half, *values, marks=() if half in ALWAYS else pytest.mark.slow)


@pytest.mark.parametrize(
    ("half", "what", "floor"),
    [
        of("first", "killed", 0.99),
        of("first", "wounded", 1),
        of("first", "group", 0.98),
        of("first", "place", 0.98),
        of("first", "date", 0.96),
        of("second", "killed", 1),
        of("second", "wounded", 0.93),
        of("second", "group", 0.96),
        of("second", "place", 0.95),
        of("second", "date", 1),
        of("third", "killed", 1),
        of("third", "wounded", 1),
        of("third", "group", 0.97),
        of("third", "place", 0.94),
        of("third", "date", 1),
        of("fourth", "killed", 1),
        of("fourth", "wounded", 1),
        of("fourth", "group", 0.82),
        of("fourth", "place", 0.94),
        of("fourth", "date", 1),
        of("fifth", "killed", 0.98),
        of("fifth", "wounded", 0.97),
        of("fifth", "group", 0.93),
        of("fifth", "place", 0.92),
        of("fifth", "date", 0.98),
        of("sixth", "killed", 0.91),
        of("sixth", "wounded", 1),
        of("sixth", "group", 0.85),
        of("sixth", "place", 0.86),
        of("sixth", "date", 1),
        of("seventh", "killed", 0.85),
        of("seventh", "wounded", 0.95),
        of("seventh", "group", 0.8),
        of("seventh", "place", 0.93),
        of("seventh", "date", 0.93),
        of("eighth", "killed", 0.98),
        of("eighth", "wounded", 0.96),
        of("eighth", "group", 0.98),
        of("eighth", "place", 0.95),
        of("eighth", "date", 1),
        of("ninth", "killed", 0.98),
        of("ninth", "wounded", 1),
        of("ninth", "group", 0.96),
        of("ninth", "place", 0.96),
        of("ninth", "date", 1),
        of("tenth", "killed", 0.96),
        of("tenth", "wounded", 0.91),
        of("tenth", "group", 0.97),
        of("tenth", "place", 0.94),
        of("tenth", "date", 1),
        of("eleventh", "killed", 0.9),
        of("eleventh", "wounded", 0.91),
        of("eleventh", "group", 0.88),
        of("eleventh", "place", 0.91),
        of("eleventh", "date", 0.95),
        of("twelfth", "killed", 1),
        of("twelfth", "wounded", 1),
        of("twelfth", "group", 1),
        of("twelfth", "place", 0.97),
        of("twelfth", "date", 1),
        of("thirteenth", "killed", 0.98),
        of("thirteenth", "wounded", 1),
        of("thirteenth", "group", 0.99),
        of("thirteenth", "place", 0.98),
        of("thirteenth", "date", 0.92),
        of("fourteenth", "killed", 0.98),
        of("fourteenth", "wounded", 0.98),
        of("fourteenth", "group", 0.94),
        of("fourteenth", "place", 0.96),
        of("fourteenth", "date", 0.99),
        of("fifteenth", "killed", 0.96),
        of("fifteenth", "wounded", 0.96),
        of("fifteenth", "group", 0.96),
        of("fifteenth", "place", 0.9),
        of("fifteenth", "date", 0.98),
        of("sixteenth", "killed", 0.98),
        of("sixteenth", "wounded", 0.98),
        of("sixteenth", "group", 1),
        of("sixteenth", "place", 0.96),
        of("sixteenth", "date", 0.99),
        of("seventeenth", "killed", 0.96),
        of("seventeenth", "wounded", 0.98),
        of("seventeenth", "group", 0.99),
        of("seventeenth", "place", 0.96),
        of("seventeenth", "date", 0.99),
        of("eighteenth", "killed", 0.98),
        of("eighteenth", "wounded", 1),
        of("eighteenth", "group", 0.96),
        of("eighteenth", "place", 0.96),
        of("eighteenth", "date", 0.99),
        of("nineteenth", "killed", 1),
        of("nineteenth", "wounded", 1),
        of("nineteenth", "group", 0.98),
        of("nineteenth", "place", 0.89),
        of("nineteenth", "date", 1),
        of("twentieth", "killed", 0.98),
        of("twentieth", "wounded", 0.98),
        of("twentieth", "group", 1),
        of("twentieth", "place", 0.96),
        of("twentieth", "date", 0.99),
        of("twentyfirst", "killed", 1),
        of("twentyfirst", "wounded", 0.98),
        of("twentyfirst", "group", 0.95),
        of("twentyfirst", "place", 0.92),
        of("twentyfirst", "date", 0.99),
        of("twentysecond", "killed", 1),
        of("twentysecond", "wounded", 1),
        of("twentysecond", "group", 0.97),
        of("twentysecond", "place", 0.98),
        of("twentysecond", "date", 0.99),
        of("twentythird", "killed", 0.97),
        of("twentythird", "wounded", 0.98),
        of("twentythird", "group", 0.97),
        of("twentythird", "place", 0.9),
        of("twentythird", "date", 1),
        of("twentyfourth", "killed", 1),
        of("twentyfourth", "wounded", 1),
        of("twentyfourth", "group", 0.94),
        of("twentyfourth", "place", 0.98),
        of("twentyfourth", "date", 0.99),
        of("twentyfifth", "killed", 0.97),
        of("twentyfifth", "wounded", 0.96),
        of("twentyfifth", "group", 0.94),
        of("twentyfifth", "place", 0.91),
        of("twentyfifth", "date", 0.99),
    ],
)
def test_floor_of_records(told, half, what, floor):
    asked = [pair for pair in told(half) if records.is_asked(what, pair[0])]
    assert sum(records.is_right(what, *pair) for pair in asked) / len(asked) >= floor


@pytest.mark.parametrize("half", [of(half) for half in HALVES])
def test_where_nobody_dies_nobody_is_counted(told, half):
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
