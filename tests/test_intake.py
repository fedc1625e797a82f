"""What is put into the folder of articles: names that any system takes, nothing written over or elsewhere."""

import os

import pytest

from lwj_analysis import fetch, intake
from lwj_analysis.errors import BadValue, Taken
from lwj_analysis.lexicon import LexiconError


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/raid.txt", "raid.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a\nb\x1b[2J\u202etxt.md", "a-b-2J-txt.md"),
        ("", "article.txt"),
        ("///", "article.txt"),
        ("...", "article.txt"),
        ("CON.txt", "article-CON.txt"),
        ("nul", "article-nul"),
        ("lpt1.jsonl.gz", "article-lpt1.jsonl.gz"),
        ("contact.txt", "contact.txt"),
        ("x" * 300 + ".txt", "x" * 80 + ".txt"),
        ("武" * 300 + ".txt", "武" * 66 + ".txt"),
        ("a." + "b" * 300, "a." + "b" * 78),
    ],
)
def test_names_that_any_system_takes(given, made, tmp_path):
    kept = intake.keep_file(tmp_path, given, b"Four men died.")
    assert kept.path == tmp_path / made
    assert os.listdir(tmp_path) == [made]


def test_another_file_of_the_same_name_stands_beside(tmp_path):
    assert intake.keep_file(tmp_path, "a.txt", b"one").told == "new"
    assert intake.keep_file(tmp_path, "a.txt", b"one").told == "was there already"
    assert intake.keep_file(tmp_path, "a.txt", b"two").path.name == "a-2.txt"
    (tmp_path / "b.txt").mkdir()
    assert intake.keep_file(tmp_path, "b.txt", b"three").path.name == "b-2.txt"


def test_a_link_is_not_written_through(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").symlink_to("../outside.txt")
    intake.keep_file(inside, "a.txt", b"Four men died.")
    assert sorted(os.listdir(tmp_path)) == ["in"]


def test_a_thousand_files_of_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "range", lambda first, last: range(1, 3), raising=False)
    for words in (b"one", b"two"):
        intake.keep_file(tmp_path, "a.txt", words)
    with pytest.raises(Taken, match=r"a\.txt: a thousand files of this name; give it another one"):
        intake.keep_file(tmp_path, "a.txt", b"three")


@pytest.mark.parametrize(
    ("text", "given", "told"),
    [
        (" \n", {}, "there is no text yet: paste the article"),
        ("Four men died.", {"published": "soon"}, "'soon' is no day that could be read; write it as 2017-04-06"),
        ("Four men died.", {"published": "31 June 2017"}, "'31 June 2017' is no day of the calendar"),
    ],
)
def test_a_text_that_cannot_be_kept(text, given, told, tmp_path):
    with pytest.raises(ValueError) as error:
        intake.keep_text(tmp_path, text, **given)
    assert told in str(error.value)
    assert os.listdir(tmp_path) == []


def test_a_title_that_would_be_more_front_matter_is_a_title(tmp_path):
    title = 'x\n---\narticle_id: mine\n"}{: &a !!python/object [*a]'
    kept = intake.keep_text(tmp_path, "Four men died near Gao.", title=title)
    import yaml

    assert yaml.safe_load(kept.path.read_text().split("---\n")[1]) == {"title": " ".join(title.split())}


def test_a_page_of_plain_text_is_kept_with_its_address(tmp_path, monkeypatch):
    page = fetch.Page(b"Raid\n\nFour men died near Gao.", "https://news.example/a/raid.txt", "text/plain", None)
    monkeypatch.setattr(fetch, "fetch", lambda address: page)
    kept = intake.keep_page(tmp_path, "news.example/a/raid.txt")
    assert (
        kept.path.read_text()
        == "---\nurl: https://news.example/a/raid.txt\ntitle: Raid\n---\n\nFour men died near Gao."
    )


@pytest.mark.parametrize(
    ("toml", "kind", "told"),
    [
        ("  ", BadValue, "there is no table yet: choose a name"),
        ("[x]\nname = 1", LexiconError, "actors.toml"),
        ("[x", LexiconError, "actors.toml"),
    ],
)
def test_a_table_that_breaks_a_rule_is_not_kept(toml, kind, told, tmp_path):
    with pytest.raises(kind, match=told):
        intake.add_to_lexicon(toml, tmp_path)
    assert os.listdir(tmp_path) == []


def test_what_was_there_before_is_not_taken_back(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("words")
    with pytest.raises(Taken, match="was there before; it stays"):
        intake.take_back([intake.Kept(path)])
    assert path.is_file()
