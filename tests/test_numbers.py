"""Numbers: what each says, and what it counts."""

import pytest

from lwj_analysis.annotate.quantities import find_numbers, word_value


def readings(text):
    return [(text[n.start : n.end], n.low, n.best, n.high, n.quantifier) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 soldiers", [("12", 12, 12, 12, "exact")]),
        ("at least 12 soldiers", [("12", 12, 12, None, "at_least")]),
        ("no fewer than 15 attackers", [("15", 15, 15, None, "at_least")]),
        ("more than 1,200 people", [("1,200", 1200, 1200, None, "more_than")]),
        ("over 40 of them", [("40", 40, 40, None, "more_than")]),
        ("up to 40 fighters", [("40", None, 40, 40, "at_most")]),
        ("no more than two fighters", [("two", None, 2, 2, "at_most")]),
        ("as many as 130 people", [("130", None, 130, 130, "at_most")]),
        ("fewer than 10 men", [("10", None, None, 10, "less_than")]),
        ("about 50 gunmen", [("50", 50, 50, 50, "approx")]),
        ("an estimated 800 fighters", [("800", 800, 800, 800, "approx")]),
        ("between 44 and 100 troops", [("44 and 100", 44, 72, 100, "range")]),
        ("10-15 rebels", [("10-15", 10, 12, 15, "range")]),
        ("three or four men", [("three or four", 3, 3, 4, "range")]),
        ("rose from 25 to 38", [("25", 25, 25, 25, "exact"), ("38", 38, 38, 38, "exact")]),
        ("dozens of troops", [("dozens", 24, None, None, "vague")]),
        ("scores of people", [("scores", 40, None, None, "vague")]),
        ("several hundred rebels", [("several hundred", 200, None, None, "vague")]),
        ("tens of thousands of people", [("tens of thousands", 20000, None, None, "vague")]),
        ("several soldiers", [("several", None, None, None, "vague")]),
        ("no casualties", [("no", 0, 0, 0, "none")]),
        ("none of the soldiers", [("none", 0, 0, 0, "none")]),
        ("two (2) men", [("two (2)", 2, 2, 2, "exact")]),
        ("20+ dead", [("20+", 20, 20, None, "at_least")]),
        ("twenty or more dead", [("twenty or more", 20, 20, None, "at_least")]),
        ("half a dozen men", [("half a dozen", 6, 6, 6, "exact")]),
        ("nearly a dozen", [("a dozen", 12, 12, 12, "approx")]),
        ("a couple of fighters", [("a couple", 2, 2, 2, "exact")]),
        ("one hundred and fifty", [("one hundred and fifty", 150, 150, 150, "exact")]),
        ("1.5 million people", [("1.5 million", 1500000, 1500000, 1500000, "exact")]),
        ("the ninth soldier", [("ninth", 9, 9, 9, "exact")]),
        ("its 1,081st meeting", [("1,081st", 1081, 1081, 1081, "exact")]),
        ("all but two of the 14 men", [("all but two of the 14", 12, 12, 12, "exact")]),
        ("six men and as many boys", [("six", 6, 6, 6, "exact"), ("as many", 6, 6, 6, "exact")]),
        ("said that 'four or five' had died", [("four or five", 4, 4, 5, "range")]),
        ("no longer holds the town", []),
        ("", []),
    ],
)
def test_readings(text, expected):
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [("twenty-three", 23), ("two thousand three hundred", 2300), ("half a million", 500000), ("nobody", None)],
)
def test_word_value(words, value):
    assert word_value(words) == value


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The camp lies 30 kilometers north of the town.", {"30": "distance"}),
        ("A 12-year-old girl walked home.", {"12": "age"}),
        ("They asked for $5 million.", {"$5 million": "money"}),
        (
            "The 157 Task Force Battalion holds a P-3C and an RPG-7.",
            {"157": "name", "P-3C": "materiel", "RPG-7": "materiel"},
        ),
        ("The G5 joint force met at 7:40 a.m. (UTC+4:30).", {"G5": "name", "7:40": "time", "UTC+4:30": "time"}),
        ("Some 200 fighters marched for three hours.", {"200": "strength", "three": "time"}),
        ("They seized two trucks and 122mm rockets.", {"two": "materiel", "122mm": "distance"}),
        ("It was the third attack and hit 40 percent of the shops.", {"third": "other", "40": "other"}),
        ("The brigade has fought there since 2013.", {"2013": "time"}),
        (
            "Ali Hassan, 34, and Omar Said (27) were traders aged 20 and 30.",
            dict.fromkeys(("34", "27", "20", "30"), "age"),
        ),
        ("The dam was completed in 1956 by a German firm.[3]", {"1956": "time", "3": "other"}),
        (
            "CTF 50 will sail with the 5th Fleet under Resolutions 2254 and 2118.",
            dict.fromkeys(("50", "5th", "2254", "2118"), "name"),
        ),
        ("The hill lies at 33.510°N.", {"33.510°N": "other"}),
        ("The wing sent 300 airmen and four mortar systems.", {"300": "strength", "four": "materiel"}),
        ("He told AFP 12 people had died.", {"12": "casualty"}),
    ],
)
def test_roles(read, sentence, roles):
    doc = read(sentence)
    assert {doc.text[n.start : n.end]: n.role for n in doc._.lwj.numbers} == roles


@pytest.mark.parametrize("text", ["", "7", "\n\n", "12 12 12 12", "1" * 40, "....", "9,9,9,9 of"])
def test_odd_text_does_not_raise(read, text):
    assert read(text)._.lwj.numbers is not None
