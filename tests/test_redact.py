"""Private persons' names: in no byte of a redacted report, with the same numbers as before."""

import html
import json
import re
import unicodedata
from urllib.parse import quote

import pytest
import small_report
from paths import ROOT

from lwj_analysis import blackout, cli, redact, report, store
from lwj_analysis.schema import FRAMES

TEXT = """---
title: Élodie O’Brien-Diallo tells of raid near Gao
published: 2021-05-10
publisher: A
author: Nadia Fontbleu
url: https://example.org/2021/05/10/elodie-o-brien-diallo-tells
---

Colonel Oumar Sissako of the Malian army said on 9 May 2021 that gunmen killed 12 soldiers near Gao in Mali. Sissako blamed
JNIM. Iyad Ag Ghaly, the leader of JNIM, did not answer. SISSAKO’S deputy, Captain Moussa Keïta, was wounded.

Élodie O’Brien-Diallo, a nurse, said that three others had died in the hospital, and Oumar
Sissako confirmed it.

Nadia Fontbleu is a reporter in Bamako and writes for A.
"""
NAMES = ["Oumar Sissako", "Sissako", "Moussa Keïta", "O’Brien-Diallo", "Nadia Fontbleu", "Fontbleu"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A report without and one with its names."""
    here = tmp_path_factory.mktemp("redacted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LWJ_CORRECTIONS", str(here / "corrections.csv"))
        patch.chdir(here)
        (here / "in").mkdir()
        (here / "in" / "oumar-sissako.md").write_text(TEXT, encoding="utf-8")
        small_report.write(here)
        frames = store.load(here / "in")
        (row,) = frames.casualties[frames.casualties["text"].str.startswith("12")].to_dict("records")
        frames.correct(row["casualty_id"], best=13, reason="Oumar Sissako told us", by="Nadia Fontbleu")
        small_report.made(here, "open")
        assert cli.main(["report", "in", "--out", "closed", "--redact", "persons", "--notebooks", str(here)]) == 0
        yield here


def spelled(name):
    """A name as the layers of a page may write it, whole and in parts."""
    ways = {name, name.upper(), name.lower(), unicodedata.normalize("NFD", name), html.escape(name), quote(name)}
    ways |= {json.dumps(name)[1:-1], name.encode("ascii", "xmlcharrefreplace").decode(), name.replace("’", "'")}
    ways |= {
        re.sub(r"[\s-]", mark, name) for mark in ("-", "_", "\n", "&nbsp;", "\xa0", "</mark> <mark>", "</tspan><tspan>")
    }
    return ways | {way.casefold() for way in ways}


@pytest.mark.parametrize("page", ["01-small.html", "index.html"])
def test_no_name_is_in_any_byte(pages, page):
    data = (pages / "closed" / page).read_bytes()
    bare = re.sub(rb"<[^>]*>", b"", data)  # names that tags break in two
    for name in NAMES:
        for way in spelled(name):
            assert way.encode() not in data, way
            assert way.encode() not in bare, way


def test_without_redaction_they_are_there(pages):
    page = (pages / "open" / "01-small.html").read_text(encoding="utf-8")
    for name in ("Oumar Sissako", "Moussa Keïta", "oumar-sissako"):
        assert name in page


def test_who_a_lexicon_has_stays(pages):
    page = (pages / "closed" / "01-small.html").read_text(encoding="utf-8")
    assert "Iyad Ag Ghaly" in page
    assert "near Gao in Mali" in page
    assert f"Colonel {blackout.BAR} of the Malian army" in re.sub(r"</?mark>", "", page)


def test_the_numbers_are_the_same(sample):
    red = sample.redacted()
    totals = [c for c in sample.incidents if c.startswith(("killed", "wounded")) and c != "killed_best_source"]
    totals += ["agreement", "grade", "n_articles", "n_sources", "n_origins"]

    def bag(frames):
        return sorted(map(str, frames.incidents[totals].astype(object).fillna("NA").values.tolist()))

    assert bag(red) == bag(sample)
    assert {n: len(df) for n, df in red.tables.items()} == {n: len(df) for n, df in sample.tables.items()}


def test_redacted_frames_cannot_be_refreshed(sample):
    with pytest.raises(ValueError, match=r"lwj\.load"):
        sample.redacted().refresh()


def test_no_frame_of_the_sample_keeps_a_name_and_offsets_still_fit(sample):
    red = sample.redacted()
    unknown = sample.actors[(sample.actors["actor_type"] == "person") & ~sample.actors["in_lexicon"].astype(bool)]
    names = {n for row in unknown.itertuples() for n in [row.name, *row.aliases.split("; ")]}
    assert len(names) > 20
    texts = dict(zip(red.articles["article_id"], red.articles["text"], strict=True))
    for name, df in red.tables.items():
        told = df.to_csv()
        assert [n for n in names if re.search(rf"\b{re.escape(n)}\b", told)] == [], name
        assert list(df) == FRAMES[name].names
        if {"start", "text"} <= set(df) and name != "problems":
            assert all(texts[r.article_id][r.start : r.end] == r.text for r in df.itertuples())


@pytest.mark.parametrize(
    ("text", "spans", "after", "places"),
    [
        (
            "abc Oumar xyz",
            [(4, 9)],
            "abc █████ xyz",
            {(0, 3): "abc", (4, 9): "█████", (10, 13): "xyz", (2, 6): "c █████"},
        ),
        (
            "Al Bo, Cy",
            [(0, 2), (3, 5), (7, 9)],
            "█████, █████",
            {(0, 5): "█████", (7, 9): "█████", (3, 9): "█████, █████"},
        ),
        ("none", [], "none", {(0, 4): "none"}),
        ("Maximilian said", [(0, 10)], "█████ said", {(3, 4): "█████", (11, 15): "said"}),
    ],
)
def test_places_follow_the_bars(text, spans, after, places):
    made = blackout.Blacked(text, spans)
    assert made.text == after
    for (start, end), words in places.items():
        assert made.text[made.place(start, end=False) : made.place(end, end=True)] == words


@pytest.mark.parametrize(
    ("form", "words", "after"),
    [
        ("Oumar Sissako", "OUMAR  SISSAKO, oumar-sissako.md, Oumar%20Sissako", "█████, █████.md, █████"),
        ("Sissako", "Sissako’s and SISSAKO but sissako", "█████’s and █████ but sissako"),
        ("Fore", "Before Fore came the forest", "Before █████ came the forest"),
        ("O’Brien", "O'Brien, O’Brien", "█████, █████"),
    ],
)
def test_forms_are_found_however_they_are_written(form, words, after):
    assert blackout.Forms((form,)).text(words) == after


def test_a_page_that_would_keep_a_name_is_not_written(pages, monkeypatch, tmp_path):
    monkeypatch.setattr(report.blackout, "left", lambda names, page: ["x"])
    monkeypatch.chdir(pages)
    with pytest.raises(report.ReportError, match="1 names would still be in it"):
        report.render(pages / "01-small.ipynb", tmp_path, redact="persons")
    assert list(tmp_path.iterdir()) == []


def test_hashes_and_ids_tell_nothing_of_the_words_before(sample):
    red = sample.redacted()
    changed = red.articles["text"] != sample.articles["text"]
    assert changed.sum() > 5
    assert not set(red.articles.loc[changed, "sha256"]) & set(sample.articles["sha256"])
    hashed = [a for a in sample.articles["article_id"] if redact.HASHED.fullmatch(a)]
    assert hashed
    assert not set(red.articles["article_id"]) & set(hashed)


@pytest.mark.slow
def test_no_page_of_the_sample_keeps_a_name(sample, tmp_path):
    made = report.render_all(ROOT / "notebooks", tmp_path, redact="persons")
    unknown = sample.actors[(sample.actors["actor_type"] == "person") & ~sample.actors["in_lexicon"].astype(bool)]
    names = {n for row in unknown.itertuples() for n in [row.name, *row.aliases.split("; ")]}
    assert len(made) == 7
    for page in made:
        data = page.read_bytes()
        assert [
            w
            for n in names
            for w in spelled(n) - {n.lower()}
            if re.search(rb"\b" + re.escape(w.encode()) + rb"\b", data)
        ] == []
