"""Lexicon files: the shipped ones are sound, the user's win, and what is wrong is named."""

import pytest

from lwj_analysis import lexicon


def test_the_shipped_lexicons_are_sound(tmp_path):
    assert lexicon.problems(tmp_path) == []
    tables = lexicon.load(tmp_path).tables
    assert all(entry.why for entries in tables.values() for entry in entries.values())


def test_size(tmp_path):
    words = lexicon.load(tmp_path)
    assert len(words.actors) >= 1100
    assert len(words.sources) >= 330
    assert len(words.countries) >= 190


def test_the_users_entry_wins_and_changes_the_digest(tmp_path):
    before = lexicon.load(tmp_path)
    key = next(iter(before.actors))
    (tmp_path / "actors.toml").write_text(f'[{key}]\nname = "Mine"\ntype = "other"\nwhy = "test"\n')
    after = lexicon.load(tmp_path)
    assert after.actors[key].name == "Mine"
    assert len(after.actors) == len(before.actors)
    assert after.digest != before.digest


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("actors.toml", "[x]\nname = 3", "[x] name"),
        ("actors.toml", '[x]\nname = "X"\ntype = "armed_group"', "[x] why"),
        ("actors.toml", '[x]\nname = "X"\ntype = "armed_group"\nwhy = "w"\ncolour = "red"', "colour"),
        ("actors.toml", '[x]\nname = "X"\ntype = "armed_group"\nwhy = "w"\nparent = "nobody"', "'nobody'"),
        ("actors.toml", '[x]\nname = "X"\ntype = "armed_group"\nwhy = "w"\ncountry = "Mali"', "'Mali'"),
        ("actors.toml", "[x\n", "actors.toml"),
        (
            "places.toml",
            '[x]\nname = "X"\nkind = "town"\nlatitude = 3.5\nwhy = "y"\n',
            "latitude and longitude belong together",
        ),
        ("places.toml", '[x]\nname = "X"\nkind = "town"\nwhere_prec = 1\nwhy = "y"\n', "has where_prec 3 or more"),
        ("groups.toml", "", "unknown lexicon"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, text, told):
    (tmp_path / name).write_text(text)
    found = lexicon.problems(tmp_path)
    assert any(told in line and name in line for line in found), found
    with pytest.raises(lexicon.LexiconError):
        lexicon.load(tmp_path)


def test_an_unknown_kind_is_named(tmp_path):
    with pytest.raises(AttributeError, match="groups"):
        _ = lexicon.load(tmp_path).groups
