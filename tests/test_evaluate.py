"""The evaluation judges rightly, and the scores on the gold do not fall."""

import copy
import json

import pytest
from paths import GOLD

from lwj_analysis import evaluate, store

# Floors only rise. The finders were tuned on these articles: a floor says that nothing has broken.
FLOORS = {
    ("actors", "f1"): 0.96,
    ("actors", "type_right"): 0.97,
    ("relations", "f1"): 0.85,
    ("dates", "f1"): 0.95,
    ("dates", "value_right"): 0.94,
    ("events", "f1"): 0.89,
    ("events", "type_right"): 0.92,
    ("events", "sub_type_right"): 0.90,
    ("events", "claimed_by_right"): 0.92,
    ("events", "date_right"): 0.90,
    ("events", "initiator_right"): 0.85,
    ("events", "place_right"): 0.90,
    ("incidents", "f1"): 0.93,
    ("casualties", "f1"): 0.96,
    ("casualties", "exact_right"): 0.98,
    ("casualties", "source_right"): 0.90,
    ("casualties", "victim_right"): 0.89,
    ("claims", "f1"): 0.90,
    ("claims", "stance_right"): 0.87,
}


# Of articles that were written for it by somebody else, read once before anything was mended: `gold/second/README.md`.
SECOND_FLOORS = {
    ("actors", "f1"): 0.89,
    ("relations", "f1"): 0.81,
    ("dates", "f1"): 0.98,
    ("dates", "value_right"): 0.89,
    ("events", "f1"): 0.76,
    ("events", "type_right"): 0.91,
    ("events", "initiator_right"): 0.65,
    ("events", "place_right"): 0.72,
    ("incidents", "f1"): 0.93,
    ("casualties", "f1"): 0.89,
    ("casualties", "exact_right"): 0.99,
    ("casualties", "source_right"): 0.97,
    ("casualties", "victim_right"): 0.63,
    ("claims", "f1"): 0.94,
    ("claims", "stance_right"): 0.81,
}


@pytest.fixture(scope="module")
def golds():
    return evaluate.read_gold(GOLD)


@pytest.fixture(scope="module")
def scores(sample, golds):
    return evaluate.evaluate(sample, golds)


@pytest.mark.parametrize(("frame", "what"), FLOORS, ids=lambda x: str(x))
def test_floor(scores, frame, what):
    assert scores[frame][what] >= FLOORS[frame, what]


@pytest.fixture(scope="module")
def second_scores(cache_of_its_own):
    folder = GOLD.parent / "second"
    return evaluate.evaluate(store.load(folder / "articles", corrections=""), evaluate.read_gold(folder / "gold"))


@pytest.mark.parametrize(("frame", "what"), SECOND_FLOORS, ids=lambda x: str(x))
def test_floor_of_the_second_gold(second_scores, frame, what):
    assert second_scores[frame][what] >= SECOND_FLOORS[frame, what]


def test_the_day_of_publication_is_never_wrong(scores):
    assert scores["published"]["wrong"] == 0
    assert scores["published"]["right"] >= 17


def test_number_traps_are_avoided(scores):
    assert scores["number_traps"]["avoided"] / scores["number_traps"]["n"] >= 0.97


def test_every_gold_has_its_article(scores):
    assert scores["articles"] == {"n": 19, "without_article": []}


def test_a_wrong_number_is_a_miss_and_a_false_positive(sample, golds, scores):
    worse = copy.deepcopy(golds)
    row = next(c for c in worse[0]["casualties"] if c["best"])
    row["low"] = row["best"] = row["high"] = 99_999
    after = evaluate.evaluate(sample, worse)["casualties"]
    assert after["recall"] < scores["casualties"]["recall"]
    assert after["precision"] < scores["casualties"]["precision"]


def test_a_wrong_source_shows(sample, golds, scores):
    worse = copy.deepcopy(golds)
    for row in worse[0]["casualties"]:
        row["source"] = "nobody at all"
    assert evaluate.evaluate(sample, worse)["casualties"]["source_right"] < scores["casualties"]["source_right"]


def test_gold_without_an_article_is_named(sample, golds):
    strange = golds[0] | {"slug": "not-here", "title": None}
    assert evaluate.evaluate(sample, [*golds, strange])["articles"]["without_article"] == ["not-here"]


def test_gold_that_fits_nothing_is_an_error(sample, golds):
    with pytest.raises(ValueError, match="no article"):
        evaluate.evaluate(sample, [golds[0] | {"slug": "not-here", "title": None}])


def test_broken_gold_names_its_file(tmp_path):
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(ValueError, match=r"a\.json"):
        evaluate.read_gold(tmp_path)


def test_scores_are_plain_json(scores):
    assert json.loads(json.dumps(scores)) == scores
    assert "casualties" in evaluate.as_text(scores)
