"""Countries by their names, wherever a reader meets one."""

import re

import pandas as pd
import pytest

from lwj_analysis import compare, countries, explore, lexicon


@pytest.mark.parametrize(
    ("code", "name"),
    [("MLI", "Mali"), ("COD", "Democratic Republic of the Congo"), ("PRI", "Puerto Rico"), ("QQQ", "QQQ")],
)
def test_a_code_has_a_name(code, name):
    assert countries.name(code) == name


def test_missing_stays_missing():
    assert countries.names(pd.Series(["MLI", None, "MLI"])).fillna("-").tolist() == ["Mali", "-", "Mali"]
    assert countries.names(pd.Series([None], dtype="string")).isna().all()


@pytest.mark.parametrize(
    "question", ["actors", "names", "pairs", "timeline", "lanes", "map", "incidents", "casualties", "tolls"]
)
def test_no_figure_shows_a_code(sample, question):
    """Neither a code of a country nor a value with an underline, in what can be chosen or read."""
    view = getattr(explore, f"{question}_view")(sample)
    codes = {key.upper() for key in lexicon.load().countries}
    made = view.twin().data
    told = [o for c in made["controls"] for o in c.get("options", [])]
    told += [
        words
        for c in made["cells"]
        for words in made["columns"][c["name"]]
        if isinstance(words, str) and c["name"] != "t3"
    ]
    told += [words for words in made["columns"].get("y", []) if isinstance(words, str)]
    assert told
    assert [words for words in told if codes & set(re.findall(r"\b[A-Z]{3}\b", words))] == []
    assert [words for words in told if re.fullmatch("[a-z]+(_[a-z]+)+", words)] == []


def test_no_table_shows_a_code(sample):
    named = sample.actors[["name", "actor_type", "country", "n_mentions"]].dropna()
    page = explore.table(named).data
    assert "state\xa0force" in page
    assert "<td>Mali</td>" in page
    assert not re.search(r"state_force|>MLI<", page)
    assert not sample.summary()["detail"].str.contains("_").any()


def test_where_an_incident_was_is_told_in_words(sample):
    told = compare.incidents(sample)["where"].dropna()
    assert any(words.endswith(", Mali") for words in told)
    assert not told.str.contains(r"\bMLI\b").any()
