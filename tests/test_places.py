"""Places: names, countries, precision, and the courage to leave coordinates empty."""

import subprocess
import sys

import pytest
import spacy
from paths import lines_of
from spacy.tokens import Doc

from lwj_analysis import incidents
from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate import gazetteer
from lwj_analysis.annotate.gazetteer import Gazetteer, fold
from lwj_analysis.annotate.pipeline import article_doc
from lwj_analysis.annotate.places import find_places, places_in
from lwj_analysis.annotate.records import Annotations
from lwj_analysis.lexicon import PlaceEntry


def rows(doc):
    return [(doc.text[p.start : p.end], p.kind, p.country, p.where_prec) for p in doc._.lwj.places]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gunmen shot two men in Gao, in eastern Mali.",
         [("Gao", "town", "MLI", 1), ("eastern Mali", "region", "MLI", 5)]),
        ("A mine went off near the town of Tessalit in Mali.",
         [("Tessalit", "village", "MLI", 2), ("Mali", "country", "MLI", 6)]),
        ("Afghan troops left a post in Helmand province.", [("Helmand province", "admin1", "AFG", 4)]),
        ("Afghan troops left a post in Sangin district.", [("Sangin district", "admin2", "AFG", 3)]),
        ("They came from the border with Niger.", [("Niger", "border", None, 5)]),
        ("Smugglers crossed the Afghan-Pakistani border.", [("Afghan-Pakistani border", "border", None, 5)]),
        ("Some 20 kilometers north of Maiduguri, Nigerian troops found a camp.", [("Maiduguri", "town", "NGA", 2)]),
        ("Some 200 kilometers north of Maiduguri, Nigerian troops found a camp.", [("Maiduguri", "town", "NGA", 5)]),
        ("On the outskirts of Mosul, Iraqi police found a cache.", [("Mosul", "town", "IRQ", 2)]),
        ("Villages in Iraq’s north were emptied.", [("Iraq’s north", "region", "IRQ", 5)]),
        ("Somali forces hold Lower Shabelle region.", [("Lower Shabelle region", "admin1", "SOM", 4)]),
        ("Rockets fell on the Amachach base in Mali.",
         [("Amachach base", "base", "MLI", 4), ("Mali", "country", "MLI", 6)]),
        ("Militants hide in the Sambisa forest in Nigeria.",
         [("Sambisa forest", "forest", "NGA", 5), ("Nigeria", "country", "NGA", 6)]),
        ("Fishermen left the shores of Lake Chad.", [("Lake Chad", "lake", None, 5)]),
        ("A bomb killed a guard in Aden, Yemen.", [("Aden", "town", "YEM", 1), ("Yemen", "country", "YEM", 6)]),
        ("Near Palmyra, Syria, one strike hit a truck.",
         [("Palmyra", "town", "SYR", 2), ("Syria", "country", "SYR", 6)]),
        ("The envoy flew to Geneva for talks on Syria.", [("Geneva", "town", "CHE", 1)]),
        ("Gunmen struck in Kukawa, Kareto and Gajiram, in Nigeria.",
         [("Kukawa", "town", "NGA", 1), ("Kareto", "town", "NGA", 4), ("Gajiram", "town", "NGA", 4),
          ("Nigeria", "country", "NGA", 6)]),
        ("In the Tillabéri region of Niger, they fled.",
         [("Tillabéri region", "admin1", "NER", 4), ("Niger", "country", "NER", 6)]),
        ("They live near the borders with Mali and Niger.",
         [("Mali", "border", None, 5), ("Niger", "border", None, 5)]),
        ("Afghan insurgents attacked Camp Bastion.", [("Camp Bastion", "camp", "AFG", 6)]),
        ("Trucks go from Niamey to Gao in Mali.",
         [("Niamey", "town", "NER", 1), ("Gao", "town", "MLI", 1), ("Mali", "country", "MLI", 6)]),
        ("The trial was held in Asia.", [("Asia", "continent", None, 5)]),
    ],
)  # fmt: skip
def test_what_is_named_and_how_exactly(read, sentence, expected):
    assert rows(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Abu Omar al Masri was arrested.",
        "Malam Ibrahim Dicko met a commander in March.",
        "Mali’s army said that it had won.",
        "French troops and Iraqi police fought the Islamic State.",
        "On Sunday the Police spoke of dozens of dead.",
        "Police officers met in Ramadan and again in May.",
        "Bamako disputes this.",
    ],
)
def test_persons_actors_and_common_words_are_no_places(read, sentence):
    assert rows(read(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "name", "country", "kind"),
    [
        ("Libyan police found arms in Bayda.", "Bayda", "LBY", "town"),
        ("Yemeni police found arms in Bayda.", "Bayda", "YEM", "town"),
        ("Burkinabe police found arms in Gao.", "Gao", "BFA", "town"),
        ("Malian police found arms in Gao.", "Gao", "MLI", "town"),
        ("Malian police found arms in the Gao region.", "Gao", "MLI", "admin1"),
        ("Syrian police found arms near Hasakah.", "Hasakah", "SYR", "town"),
        ("Afghan police found arms in Spin Boldak in Kandahar.", "Kandahar", "AFG", "admin1"),
        ("A Ukrainian delegate flew to New York.", "New York", "USA", "town"),
    ],
)
def test_the_article_decides_between_namesakes(read, sentence, name, country, kind):
    place = read(sentence)._.lwj.places[-1]
    assert (place.name, place.country, place.kind) == (name, country, kind)


def test_a_name_known_only_elsewhere_has_no_point_and_is_a_problem(read):
    doc = read("Malian soldiers were shot near the town of Sarmin. The army of Mali said so.")
    place = doc._.lwj.places[0]
    assert (place.name, place.latitude, place.country, place.rule) == ("Sarmin", None, None, "elsewhere")
    assert [p.kind for p in doc._.lwj.problems if "Sarmin" in p.detail] == ["place"]


def test_a_name_in_no_list_takes_what_contains_it(read):
    doc = read("Fighters took the village of Tor Khwarga in Helmand province in Afghanistan.")
    place = doc._.lwj.places[0]
    assert (place.name, place.kind, place.country, place.admin1, place.latitude) == (
        "Tor Khwarga", "village", "AFG", "Helmand", None,
    )  # fmt: skip
    assert place.where_prec == 4


def test_a_place_that_the_model_took_for_a_person_loses_its_mention(read):
    doc = read("Troops at Kukawa, Ngoshe and Kareto in Nigeria were attacked. Ngoshe was burned.")
    assert [p.name for p in doc._.lwj.places if p.name == "Ngoshe"] == ["Ngoshe", "Ngoshe"]
    assert not [m for m in doc._.lwj.mentions if "Ngoshe" in doc.text[m.start : m.end]]


def test_helpers(read):
    doc = read("Shells fell in Kidal and Gao, Mali.")
    kidal, gao = doc._.lwj.places[:2]
    assert places_in(doc, 0, len(doc.text))[:2] == [kidal, gao]
    assert 250 < incidents.distance_km(kidal.latitude, kidal.longitude, gao.latitude, gao.longitude) < 320


@pytest.mark.parametrize(
    "text", ["", " ", "1234 56", "!!", "\n\n", "in", "In the", "X" * 5000, "Al-", "the town of", "In al-"]
)
def test_odd_text_does_not_break(read, text):
    read(text)


def test_without_a_parse_there_are_no_places():
    doc = spacy.blank("en")("Gunmen struck in Gao, Mali.")
    if not Doc.has_extension("lwj"):
        Doc.set_extension("lwj", default=None)
    doc._.lwj = Annotations()
    assert find_places(doc) == []


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Ma’arrat an-Nu‘mān", "maarrat an numan"), ("Sévaré", "sevare"), ("N’Djamena", "ndjamena"),
     ("Al-Ḩasakah", "al hasakah")],
)  # fmt: skip
def test_fold(name, folded):
    assert fold(name) == folded


def test_gazetteer_finds_by_any_name_and_number():
    books = Gazetteer("one|uno\t7\tOne\ttown\tMLI\tGao\t1.5\t2.5\t10\ntwo|uno\t8\tTwo\tvillage\tNER\t\t\t\t0")
    assert [c.name for c in books.find("uno")] == ["One", "Two"]
    assert books.numbered("8").country == "NER"
    assert books.numbered("8").latitude is None
    assert books.find("three") == []


def test_gazetteer_is_small():
    assert gazetteer.FILE.stat().st_size < 5_000_000


def test_importing_reads_no_gazetteer():
    code = "from lwj_analysis.annotate import gazetteer, places; assert gazetteer.shipped.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_entry_of_our_own_says_where_its_point_comes_from():
    for key, entry in lexicons.load().places.items():
        assert entry.latitude is None or "http" in entry.why or "GeoNames" in entry.why or "Wikipedia" in entry.why, key


@pytest.mark.parametrize(
    "fields",
    [
        {"latitude": 1.0},
        {"where_prec": 1},
        {"where_prec": 2},
        {"latitude": 91.0, "longitude": 0.0},
    ],
)
def test_an_entry_without_a_point_claims_no_exactness(fields):
    with pytest.raises(ValueError):
        PlaceEntry(why="test", name="X", kind="town", **fields)


@pytest.mark.parametrize("case", lines_of("places.jsonl"), ids=lambda c: c["place"])
def test_where_an_event_happens(nlp, case):
    """The first event's place in the words of the text, and its country."""
    doc = nlp(article_doc(nlp, case["text"], has_title=False))
    place = doc._.lwj.events[0].place
    assert (doc.text[place.start : place.end].removesuffix(" community"), place.country) == (
        case["place"],
        case["country"],
    )
