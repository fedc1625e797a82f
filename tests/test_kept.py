"""The store of parsed rows: keys, parts, damage, two processes at once, what has changed, questions in SQL."""

import dataclasses
import errno
import gzip
import multiprocessing
import pathlib
import shutil
import sys
import types

import pytest
from paths import ARTICLES

import lwj_analysis as lwj
from lwj_analysis import locks, read, store
from lwj_analysis.errors import BadValue, NoFile, NotAllowed
from lwj_analysis.kept import Store, default_folder
from lwj_analysis.locks import take_lock
from lwj_analysis.schema import FRAMES

MADE = {"code": "one", "lexicon": "a", "model": "small"}


@pytest.fixture(scope="module")
def articles():
    (first, *_), _ = read.read([ARTICLES])
    return [dataclasses.replace(first, article_id=f"a{n:03}", text=f"{first.text}\n\n{n}") for n in range(30)]


def rows_of(article):
    return {"articles": [{"article_id": article.article_id}], "events": []}


def filled(folder, articles, **options):
    kept = Store(folder, made=MADE)
    for article in articles:
        kept.put(article, rows_of(article))
    kept.pack(**options)
    return kept


def held(folder, articles, made=MADE):
    return {a.article_id: rows for a, rows in Store(folder, made=made).get_all(articles) if rows is not None}


def test_what_was_put_is_there_for_another_process_to_read(tmp_path, articles):
    filled(tmp_path, articles[:5])
    assert held(tmp_path, articles) == {a.article_id: rows_of(a) for a in articles[:5]}


def test_files_become_a_part_and_nothing_is_lost_or_doubled(tmp_path, articles):
    kept = filled(tmp_path, articles[:20], least=10)
    assert list((tmp_path / "new").glob("*/*.gz")) == []
    filled(tmp_path, articles[20:], least=100)
    assert len(held(tmp_path, articles)) == 30
    assert kept.get(articles[25]) == rows_of(articles[25])


def test_a_part_and_files_left_beside_it_by_a_killed_process_are_told_once(tmp_path, articles):
    filled(tmp_path, articles, least=100)
    shutil.copytree(tmp_path / "new", tmp_path / "copy")
    Store(tmp_path, made=MADE).pack(least=10)
    shutil.rmtree(tmp_path / "new")
    (tmp_path / "copy").rename(tmp_path / "new")
    assert Store(tmp_path, made=MADE).pack(least=10) == 30
    assert len(list((tmp_path / "parts").iterdir())) == 1
    assert len(held(tmp_path, articles)) == 30


@pytest.mark.parametrize("change", [{"text": "Other words."}, {"published": None, "published_basis": "unknown"}])
def test_a_changed_article_is_not_there(tmp_path, articles, change):
    filled(tmp_path, articles[:1])
    assert held(tmp_path, [dataclasses.replace(articles[0], **change)]) == {}


def test_an_article_is_parsed_once_from_wherever_its_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "kept"))
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "a.txt").write_text("Bomb kills three\n\nA bomb killed three.\n\nTags: Mali", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    there = lwj.load("data")
    parsed = []
    monkeypatch.setattr(
        store, "_parse", lambda articles, *_: parsed.extend(articles) or map(store.parse_article, articles)
    )
    monkeypatch.chdir(tmp_path / "notebooks")
    here = lwj.load("../data")
    assert parsed == []
    assert list(there.articles["source_path"]) == ["data/a.txt"]
    assert list(here.articles["source_path"]) == ["../data/a.txt"]
    assert set(here.problems["source_path"]) == {"../data/a.txt"}
    assert here.casualties.equals(there.casualties)


@pytest.mark.parametrize("what", MADE)
def test_rows_that_something_else_made_are_not_given_out_but_told(tmp_path, articles, what):
    filled(tmp_path, articles[:20], least=10)
    filled(tmp_path, articles[20:25], least=100)
    other = Store(tmp_path, made=MADE | {what: "other"})
    assert held(tmp_path, articles, made=other.made) == {}
    assert other.outdated(articles) == (25, [what])
    assert Store(tmp_path, made=MADE).outdated(articles) == (0, [])


@pytest.mark.parametrize(
    "damage", [b"", b"half a fi", gzip.compress(b'{"half', mtime=0)], ids=["empty", "cut", "cut before it was packed"]
)
def test_damaged_files_are_parsed_again(tmp_path, articles, damage):
    filled(tmp_path, articles[:3])
    for path in (tmp_path / "new").glob("*/*.gz"):
        path.write_bytes(damage)
    assert held(tmp_path, articles) == {}
    assert Store(tmp_path, made=MADE).pack(least=1) == 3
    assert held(tmp_path, articles) == {}


def test_a_half_part_of_a_killed_process_is_not_read(tmp_path, articles):
    (tmp_path / ".part-0").mkdir(parents=True)
    (tmp_path / ".part-0" / "rows.parquet").write_bytes(b"PAR1")
    filled(tmp_path, articles, least=10)
    assert len(held(tmp_path, articles)) == 30


def test_a_store_of_no_folder_keeps_nothing(articles):
    kept = filled(None, articles[:2])
    assert held(None, articles[:2]) == {}
    assert kept.outdated(articles) == (0, [])


@pytest.mark.parametrize(("value", "folder"), [("", None), ("/somewhere", "/somewhere")])
def test_the_environment_names_the_folder(monkeypatch, value, folder):
    monkeypatch.setenv("LWJ_CACHE", value)
    assert (default_folder() and str(default_folder())) == folder


def _put_and_pack(folder, articles):
    kept = Store(folder, made=MADE)
    for article in articles:
        kept.put(article, rows_of(article))
        kept.pack(least=4)
        assert kept.get(article) == rows_of(article)


def test_two_processes_use_it_at_once(tmp_path, articles):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_put_and_pack, args=(tmp_path, articles[part])) for part in
                 (slice(0, 20), slice(10, 30))]  # fmt: skip
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [p.exitcode for p in processes] == [0, 0]
    assert held(tmp_path, articles) == {a.article_id: rows_of(a) for a in articles}


def test_rows_are_put_while_a_batch_is_in_work(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Gunmen killed two soldiers near Gao in Mali on 3 May 2021, the army said.")
    (tmp_path / "b.txt").write_text("Gunmen killed six soldiers near Gao in Mali on 4 May 2021, the army said.")
    rows = store._rows_of

    def killed(article, doc):
        if "six" in article.text:
            raise KeyboardInterrupt
        return rows(article, doc)

    monkeypatch.setattr(store, "_rows_of", killed)
    with pytest.raises(KeyboardInterrupt):
        store.load(tmp_path, store=tmp_path / "store")
    monkeypatch.undo()
    parsed = []
    frames = store.load(tmp_path, store=tmp_path / "store", progress=lambda done, of, what: parsed.append(of))
    assert set(parsed) == {1}
    assert sorted(frames.casualties["best"]) == [2, 6]


def test_a_changed_lexicon_says_what_it_invalidates_before_anything_is_parsed(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Gunmen killed two soldiers near Gao in Mali on 3 May 2021, the army said.")
    store.load(tmp_path / "a.txt", store=tmp_path / "store")
    made = store.made_with()
    monkeypatch.setattr(store, "made_with", lambda: made | {"lexicon": "other"})
    heard = []
    store.load(tmp_path / "a.txt", store=tmp_path / "store", notice=heard.append,
               progress=lambda done, of, what: heard.append(done))  # fmt: skip
    assert heard == ["1 of 1 articles are parsed again, since this has changed: lexicon", 0, 1]


def test_workers_give_the_rows_of_one_process(sample, tmp_path):
    frames = store.load(ARTICLES, workers=2, store=tmp_path)
    assert all(getattr(frames, name).equals(getattr(sample, name)) for name in FRAMES)


# ---- questions ----


@pytest.fixture(scope="module")
def written(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    Store(folder).write(sample.tables)
    return lwj.Store(folder)


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_is_a_table(sample, written, name):
    assert written.query(f"SELECT count(*) AS n FROM {name}")["n"].tolist() == [len(getattr(sample, name))]


def test_a_question_over_several_frames(sample, written):
    found = written.query(
        "SELECT victim_class, sum(best) AS best FROM casualties JOIN articles USING (article_id) "
        "WHERE outcome = 'killed' GROUP BY ALL ORDER BY victim_class"
    )
    killed = sample.casualties[sample.casualties["outcome"] == "killed"].groupby("victim_class")["best"].sum()
    assert dict(zip(found["victim_class"], found["best"].fillna(0), strict=True)) == killed.to_dict()


def test_frames_that_parse_wrote_can_be_asked_too(sample, tmp_path):
    sample.write(tmp_path)
    assert Store(tmp_path).query("SELECT count(*) AS n FROM events")["n"].tolist() == [len(sample.events)]


def test_the_next_run_takes_the_place_of_the_last(sample, tmp_path):
    Store(tmp_path).write(sample.tables)
    Store(tmp_path).write({name: df.head(1) for name, df in sample.tables.items()})
    assert Store(tmp_path).query("SELECT count(*) AS n FROM events")["n"].tolist() == [1]


def test_a_wrong_question_is_an_error_that_names_it(written):
    with pytest.raises(ValueError, match="deaths"):
        written.query("SELECT * FROM deaths")


def test_a_store_without_frames_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="no frames here yet"):
        Store(tmp_path).query("SELECT 1")


# ---- damage, and places that cannot be written


@pytest.mark.parametrize("left", [b"", b"PAR1", b"\x00" * 100, None])
def test_a_damaged_part_is_parsed_again(left, tmp_path, articles):
    filled(tmp_path, articles[:5], least=5)
    (rows,) = (tmp_path / "parts").glob("*/rows.parquet")
    rows.unlink()
    if left is not None:
        rows.write_bytes(left)
    assert held(tmp_path, articles) == {}
    filled(tmp_path, articles[:5], least=100)
    assert len(held(tmp_path, articles)) == 5


@pytest.mark.parametrize(
    "left",
    [b"", b"{", gzip.compress(b"{", mtime=0)[:-9], gzip.compress(b"{", mtime=0), b"\x1f\x8b\x08\x00" + b"x" * 50],
    ids=["empty", "cut", "packed and cut", "cut before it was packed", "no gzip"],
)
def test_a_damaged_file_of_an_article_is_parsed_again(left, tmp_path, articles):
    filled(tmp_path, articles[:2], least=100)
    (tmp_path / "new").joinpath(next((tmp_path / "new").glob("*/*.gz"))).write_bytes(left)
    assert len(held(tmp_path, articles)) == 1
    assert Store(tmp_path, made=MADE).pack(least=2) == 2
    assert len(held(tmp_path, articles)) == 1


def test_files_of_others_in_the_folder_do_no_harm(tmp_path, articles):
    filled(tmp_path, articles[:2], least=100)
    (tmp_path / "new" / "xx").mkdir()
    (tmp_path / "new" / "xx" / "notes.gz").write_text("mine")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "my-folder").mkdir()
    for made in (tmp_path / "new").glob("*.json"):
        made.write_text("{")
    assert Store(tmp_path, made=MADE | {"code": "two"}).outdated(articles) == (2, ["code", "lexicon", "model"])


def test_a_place_that_cannot_be_written_is_told(tmp_path, articles):
    (tmp_path / "afile").write_text("mine")
    with pytest.raises(
        NotAllowed, match=r"afile: nothing can be kept there \(Not a directory\); make room, or name another"
    ):
        Store(tmp_path / "afile", made=MADE).put(articles[0], {})


def test_a_full_disk_leaves_no_half_file(tmp_path, articles, monkeypatch):
    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(pathlib.Path, "write_bytes", full)
    with pytest.raises(NotAllowed, match="No space left on device"):
        Store(tmp_path, made=MADE).put(articles[0], {})
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_store_of_no_folder_says_so(tmp_path):
    with pytest.raises(BadValue, match="this store has no folder to write to"):
        Store(None).write({})
    with pytest.raises(NoFile, match="no frames here yet; write them with lwj parse SOURCE --store DIR"):
        Store(tmp_path).query("SELECT 1")
    assert Store(tmp_path / "none").pack() == 0
    assert Store(None).outdated([]) == (0, [])


def test_a_lock_is_one_holder_s_until_the_file_is_closed(tmp_path):
    with (tmp_path / "lock").open("a+b") as one, (tmp_path / "lock").open("a+b") as other:
        assert take_lock(one)
        assert not take_lock(other)
        one.close()
        assert take_lock(other)


@pytest.mark.parametrize("taken", [False, True])
def test_a_lock_where_the_system_has_another_kind(taken, tmp_path, monkeypatch):
    def locking(number, mode, size):
        if taken:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(locks, "os", types.SimpleNamespace(name="nt"))
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
    with (tmp_path / "lock").open("a+b") as handle:
        assert take_lock(handle) is not taken
