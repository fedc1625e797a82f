"""Frames: loading, the cache, periods, evidence, files, summary, stamp."""

import pandas as pd
import pytest
from paths import ARTICLES

import lwj_analysis as lwj
from lwj_analysis import store
from lwj_analysis.files import FORMATS, FORMULA, disarm
from lwj_analysis.schema import FRAMES

BRIEF = "Gunmen raid post near the river\n\nGunmen killed four soldiers near Gao in Mali on 3 May 2021, the army said."


def same(one, other):
    return all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)


def test_a_second_load_parses_nothing(sample):
    parsed = []
    again = store.load(ARTICLES, progress=lambda *step: parsed.append(step))
    assert parsed == []
    assert same(sample, again)


@pytest.mark.parametrize("told", ["in 1453", "on 29 May 1453", "in the 15th century", "in 1677", "from 1400 to 1401"])
def test_a_year_that_tables_cannot_hold_costs_its_own_day_alone(told, tmp_path):
    (tmp_path / "a.txt").write_text(f"{BRIEF} The Ottomans took the city {told} and killed 12 men.")
    frames = store.load(tmp_path, published="2021-05-04")
    old = frames.dates[frames.dates["text"].str.contains("1[46]|15th")]
    assert len(old) > 0
    assert old["timex_value"].notna().all()
    assert old[["date_start", "date_end", "date_prec", "time_precision"]].isna().all(axis=None)
    assert set(old["anchor"]) == {"none"}
    assert frames.problems["detail"].str.contains("no day between 1678 and 2261").sum() == len(old)
    taken = frames.events[frames.events["text"].str.contains("Ottomans")]
    assert taken["date_start"].isna().all()
    assert frames.events["date_start"].max() == pd.Timestamp("2021-05-03")


def test_only_the_changed_article_is_parsed_again(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{BRIEF} It was report {name}.")
    store.load(tmp_path)
    (tmp_path / "b.txt").write_text(BRIEF + " It was changed.")
    parsed = []
    store.load(tmp_path, progress=lambda *step: parsed.append(step))
    assert parsed == [(0, 1, "Gunmen raid post near the river"), (1, 1, "")]


def test_a_damaged_cache_file_is_parsed_again(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text(BRIEF)
    first = store.load(tmp_path / "a.txt")
    for path in (tmp_path / "cache").rglob("*.gz"):
        path.write_bytes(b"half a fi")
    assert same(first, store.load(tmp_path / "a.txt"))


def test_the_cache_can_be_turned_off(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", "")
    (tmp_path / "a.txt").write_text(BRIEF)
    parsed = []
    for _ in range(2):
        store.load(tmp_path / "a.txt", progress=lambda *step: parsed.append(step))
    assert [done for done, *_ in parsed] == [0, 1, 0, 1]


def test_order_of_sources_does_not_matter(sample):
    paths = sorted(ARTICLES.iterdir(), reverse=True)
    assert same(sample, store.load(paths))


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2019-01-01", "2019-12-31", "2019", "2019"),
        (None, "2011-12-31", "2008", "2011"),
        ("2022-01-01", None, "2022", "2023"),
    ],
)
def test_between_keeps_the_period(sample, start, end, first, last):
    cut = sample.between(start, end)
    days = cut.articles["published"]
    assert days.notna().all()
    assert (f"{days.min():%Y}", f"{days.max():%Y}") == (first, last)
    kept = set(cut.articles["article_id"])
    assert all(set(getattr(cut, n)["article_id"].dropna()) <= kept for n in FRAMES if "article_id" in getattr(cut, n))


def test_between_makes_actors_and_incidents_anew(sample):
    cut = sample.between("2022-01-01", "2022-12-31")
    assert set(cut.actors["actor_id"]) == set(cut.mentions["actor_id"])
    assert set(cut.incidents["incident_id"]) == set(cut.events["incident_id"].dropna())
    assert cut.actors["n_articles"].max() <= len(cut.articles)


def test_between_without_bounds_keeps_all(sample):
    assert same(sample.between(None, None), sample)


def test_between_refuses_what_is_no_day(sample):
    with pytest.raises(ValueError, match="yesterday-ish"):
        sample.between("yesterday-ish")


@pytest.mark.parametrize("name", [n for n in FRAMES if n != "problems"])
def test_evidence_for_rows_of_any_frame(sample, name):
    rows = getattr(sample, name).head(3)
    found = sample.evidence(rows)
    columns = ["row_id", "article_id", "title", "published", "sentence_id", "sentence", "mark_start", "mark_end"]
    assert list(found.columns) == columns
    assert len(found) >= len(rows)
    assert found["sentence"].notna().all()


def test_evidence_marks_the_words(sample):
    rows = sample.casualties.head(20)
    found = sample.evidence(rows)
    marked = [r.sentence[r.mark_start : r.mark_end] for r in found.itertuples()]
    assert marked == list(rows["text"])


def test_evidence_refuses_other_tables(sample):
    with pytest.raises(ValueError, match="rows of no frame"):
        sample.evidence(pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("format", FORMATS)
def test_written_frames_come_back(sample, tmp_path, format):
    paths = sample.write(tmp_path, format=format)
    assert len(paths) == (1 if format == "xlsx" else len(FRAMES))
    back = lwj.Frames.read(tmp_path)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(back, name), getattr(sample, name), check_exact=format == "parquet")


def test_formulas_are_disarmed(tmp_path, sample):
    tables = dict(sample.tables)
    tables["articles"] = tables["articles"].assign(title="=HYPERLINK(1)")
    store.Frames(tables).write(tmp_path, format="csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "articles.csv").read_text(encoding="utf-8-sig")
    assert set(lwj.Frames.read(tmp_path).articles["title"]) == {"=HYPERLINK(1)"}


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1", " =1"])
def test_disarmed_words_run_nowhere(words):
    disarmed = disarm(pd.DataFrame({"a": [words]}))["a"][0]
    assert disarmed == "'" + words
    assert FORMULA.match(words)


def test_an_unknown_format_is_named(sample, tmp_path):
    with pytest.raises(ValueError, match="yaml"):
        sample.write(tmp_path, format="yaml")


def test_reading_a_missing_folder_names_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        lwj.Frames.read(tmp_path / "nowhere")


def test_summary_and_stamp_have_no_clock(sample):
    assert {"articles read", "claims", "events"} <= set(sample.summary()["what"])
    assert str(lwj.stamp(sample)) == str(lwj.stamp(store.load(ARTICLES)))
    assert "19 articles" in str(lwj.stamp(sample))


def test_an_unknown_frame_is_named(sample):
    with pytest.raises(AttributeError, match="deaths"):
        _ = sample.deaths


def test_nothing_to_read_gives_empty_frames(tmp_path):
    frames = store.load(tmp_path / "none.txt")
    assert len(frames.articles) == 0
    assert list(frames.problems["kind"]) == ["missing"]
    assert len(frames.between("2020-01-01", None).incidents) == 0


def test_a_near_copy_is_a_row_that_no_total_counts(tmp_path):
    body = (
        "Gunmen killed four soldiers near Gao in Mali on 3 May 2021, the army said. The men had come on motorcycles before dawn and "
        "left by the road to the north. Two vehicles burned, and the post was empty when helicopters arrived an hour later. "
        "The ministry promised an inquiry, and the governor went to see the families on the next day."
    )
    (tmp_path / "a.md").write_text(f"---\npublished: 2021-05-04\npublisher: One\n---\n\n{body}")
    (tmp_path / "b.md").write_text(f"---\npublished: 2021-05-05\npublisher: Two\n---\n\n{body} It was a Monday.")
    frames = store.load(tmp_path)
    copy = frames.articles[frames.articles["duplicate_of"].notna()]
    assert list(copy["publisher"]) == ["Two"]
    assert frames.incidents["killed_best"].dropna().tolist() == [4]
    assert set(frames.incidents["n_articles"]) == {1}


def test_an_article_that_breaks_the_pipeline_stops_no_other(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(BRIEF)
    (tmp_path / "b.txt").write_text(BRIEF + " It was worse.")
    rows = store.article_rows

    def breaks(doc, article):
        if "worse" in article.text:
            raise KeyError("a strange word")
        return rows(doc, article)

    monkeypatch.setattr(store, "article_rows", breaks)
    monkeypatch.setenv("LWJ_CACHE", "")
    frames = store.load(tmp_path)
    assert len(frames.articles) == 2
    assert len(frames.casualties) > 0
    (told,) = frames.problems["detail"]
    assert "a strange word" in told


def test_problems_of_no_article_belong_to_every_period(tmp_path):
    (tmp_path / "a.txt").write_text(BRIEF)
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    whole = store.load(tmp_path)
    cut = whole.between("1990-01-01", "1990-12-31")
    assert len(cut.articles) == 0
    assert list(cut.problems["kind"]) == ["refused"]
    assert cut.problems["source_path"].str.endswith("b.pdf").all()


def test_frames_are_refreshed_in_place_within_their_period(tmp_path):
    (tmp_path / "a.md").write_text(f"---\npublished: 2021-05-04\n---\n\n{BRIEF}")
    frames = store.load(tmp_path).between("2021-01-01", "2021-12-31")
    (tmp_path / "b.md").write_text(f"---\npublished: 2021-06-04\n---\n\n{BRIEF} It was told again.")
    (tmp_path / "c.md").write_text(f"---\npublished: 2022-06-04\n---\n\n{BRIEF} It was told late.")
    assert frames.refresh() is frames
    assert same(frames, store.load(tmp_path).between("2021-01-01", "2021-12-31"))
    assert len(frames.articles) == 2


def test_frames_from_disk_cannot_be_refreshed(sample, tmp_path):
    sample.write(tmp_path)
    with pytest.raises(ValueError, match=r"lwj\.load"):
        store.Frames.read(tmp_path).refresh()


def test_a_day_of_publication_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"published: .*2019-13-45"):
        store.load(tmp_path, published="2019-13-45")
