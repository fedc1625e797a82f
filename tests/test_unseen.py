"""Names that no lexicon has: listed, and known once their tables stand in the user's lexicon."""

import pytest

from lwj_analysis import cli, lexicon, store, unseen

ONE = (
    "Raid near Gao\n\nThe Brigades of the Southern Dawn (BSD) claimed a raid near Gao in Mali on 2 June 2020. A local chief "
    "said that BSD “took everything”. Colonel Oumar Sissako of the Malian army blamed JNIM. Sissako did not name the dead."
)
TWO = "Second raid\n\nThe Brigades of the Southern Dawn killed two soldiers near Gao in Mali on 9 June 2020, the army said."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "in" / "two.txt").write_text(TWO, encoding="utf-8")
    return tmp_path / "in"


def test_one_row_a_name_the_most_widely_named_first(folder):
    found = store.load(folder).unseen()
    assert list(found) == unseen.COLUMNS
    rows = found[["name", "actor_type", "n_mentions", "n_articles"]].values.tolist()
    assert rows == [["Brigades of the Southern Dawn", "armed_group", 4, 2], ["Oumar Sissako", "person", 2, 1]]
    assert found["example"][0].startswith("The Brigades of the Southern Dawn (BSD) claimed")


def test_nothing_unseen_gives_an_empty_frame_with_its_columns(tmp_path):
    (tmp_path / "one.txt").write_text(
        "Raid\n\nJNIM killed two Malian soldiers near Gao on 2 June 2020.", encoding="utf-8"
    )
    found = store.load(tmp_path).unseen()
    assert (len(found), list(found)) == (0, unseen.COLUMNS)


def test_the_stubs_are_a_lexicon_and_the_names_are_known_then(folder, tmp_path, monkeypatch, capsys):
    own = tmp_path / "lexicons"
    own.mkdir()
    monkeypatch.setenv("LWJ_LEXICONS", str(own))
    assert cli.main(["check-lexicons", str(folder)]) == 0
    told = capsys.readouterr()
    (own / "actors.toml").write_text(told.out, encoding="utf-8")
    assert "2 names that no lexicon has" in told.err
    assert cli.main(["check-lexicons"]) == 0
    frames = store.load(folder)  # in the same session: the pipeline learns the new words
    assert len(frames.unseen()) == 0
    known = frames.actors.set_index("name")
    assert known.loc["Brigades of the Southern Dawn", "in_lexicon"]
    assert known.loc["Oumar Sissako", "in_lexicon"]


def test_stubs_of_the_sample_break_no_rule_and_replace_nothing(sample, tmp_path):
    found = sample.unseen()
    (tmp_path / "actors.toml").write_text(unseen.as_toml(found), encoding="utf-8")
    both, shipped = lexicon.load(user=tmp_path).actors, lexicon.load(user=tmp_path / "none").actors
    assert len(both) == len(shipped) + len(found)


@pytest.mark.parametrize(("least", "names"), [("1", 2), ("3", 1), ("9", 0)])
def test_least_leaves_out_what_is_rarely_named(folder, least, names, capsys):
    assert cli.main(["check-lexicons", str(folder), "--least", least]) == 0
    assert capsys.readouterr().out.count("name = ") == names


def test_keys_of_like_names_differ():
    assert unseen._keys(["Al-Nur", "Al Nur", "jnim", "النور"], taken={"jnim"}) == [
        "al_nur",
        "al_nur_2",
        "jnim_2",
        "name",
    ]
