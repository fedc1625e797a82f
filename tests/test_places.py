"""Places: names, countries, precision, and the courage to leave coordinates empty."""

import pytest

from lwj_analysis.annotate.gazetteer import fold
from lwj_analysis.annotate.places import distance_km, place_at, places_in


def rows(doc):
    return [(doc.text[p.start : p.end], p.kind, p.country, p.where_prec) for p in doc._.lwj.places]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gunmen shot two traders in Gao, in eastern Mali.", [("Gao", "town", "MLI", 1), ("eastern Mali", "region", "MLI", 5)]),
        ("A mine went off near the town of Tessalit in Mali.", [("Tessalit", "village", "MLI", 2), ("Mali", "country", "MLI", 6)]),
        ("The army left a post in Helmand province in Afghanistan.",
         [("Helmand province", "admin1", "AFG", 4), ("Afghanistan", "country", "AFG", 6)]),
        ("They came from the border with Niger.", [("Niger", "border", None, 5)]),
    ],
)  # fmt: skip
def test_named_places(read, sentence, expected):
    assert rows(read(sentence)) == expected


def test_a_name_known_only_elsewhere_has_no_coordinates(read):
    doc = read(
        "Fighters killed six men in Douala. Malian and Nigerien officials said that Sarhidi was raided. They fled to Zongo in Mali."
    )
    assert all(p.latitude is None for p in doc._.lwj.places if p.rule == "elsewhere")


def test_the_article_decides_between_namesakes(read):
    there = {
        doc: next(p for p in doc._.lwj.places if p.name == "Bayda")
        for doc in [read("Libyan police found arms in Bayda.")]
    }
    assert {p.country for p in there.values()} == {"LBY"}
    assert next(p for p in read("A Yemeni officer died in Bayda.")._.lwj.places).country == "YEM"


def test_helpers(read):
    doc = read("Shells fell in Kidal and Gao, Mali.")
    kidal, gao = doc._.lwj.places[:2]
    assert place_at(doc, kidal.root) is kidal
    assert places_in(doc, 0, len(doc.text))[0] is kidal
    assert 250 < distance_km(kidal, gao) < 320
    gao.latitude = None
    assert distance_km(kidal, gao) is None


@pytest.mark.parametrize("text", ["", " ", "1234 56", "!!", "\n\n", "in", "In the", "X" * 5000, "Al-", "the town of"])
def test_odd_text_does_not_break(read, text):
    read(text)


def test_fold():
    assert fold("Ma’arrat an-Nu‘mān") == "maarrat an numan"
