"""Frames that were put together before are opened as they are, and only while all that they follow from is the same."""

import pytest

from lwj_analysis import store, whole
from lwj_analysis.schema import FRAMES


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Loads the sample with a store of its own, and says whether frames were put together for it."""
    monkeypatch.setattr(store, "LONG", -1)
    made = []
    assemble = store.assemble
    monkeypatch.setattr(store, "assemble", lambda *a, **k: made.append(1) or assemble(*a, **k))

    def load(paths, **options):
        before = len(made)
        frames = store.load(paths, store=tmp_path / "store", corrections="", **options)
        return frames, len(made) > before

    return load


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, place in enumerate(("Gao", "Kidal")):
        told = f"Gunmen killed {n + 2} soldiers near {place} on Monday, the army said. JNIM claimed the attack."
        (folder / f"{n}.md").write_text(f"# Raid near {place}\n\n{told}\n")
    return folder


def test_the_same_articles_give_the_same_frames_without_putting_them_together(kept, articles):
    first, anew = kept(articles)
    again, anew_again = kept(articles)
    assert (anew, anew_again) == (True, False)
    for name in FRAMES:
        assert getattr(first, name).equals(getattr(again, name)), name
        assert list(getattr(first, name).dtypes) == list(getattr(again, name).dtypes), name
    assert first.made_with == again.made_with


def test_every_change_is_seen(kept, articles, monkeypatch):
    kept(articles)
    assert kept(articles, merge=False)[1]
    assert kept(articles, published="2017-04-07")[1]
    (articles / "broken.csv").write_text("title\nnothing\n")
    assert kept(articles)[1], "a problem of reading is a row too"
    (articles / "broken.csv").unlink()
    path = next(articles.glob("*.md"))
    path.write_text(path.read_text() + "\n\nThree soldiers were killed near Gao on Monday, the army said.\n")
    changed, anew = kept(articles)
    assert anew
    assert "Three soldiers" in "".join(changed.articles["text"])
    monkeypatch.setattr(whole, "code_digest", lambda *patterns: "other")
    assert kept(articles)[1]


def test_what_is_damaged_is_put_together_anew(kept, articles, tmp_path):
    first, _ = kept(articles)
    for path in (tmp_path / "store" / whole.FOLDER).glob("*/casualties.parquet"):
        path.write_bytes(path.read_bytes()[:100])
    again, anew = kept(articles)
    assert anew
    assert again.casualties.equals(first.casualties)
    assert not kept(articles)[1]


def test_only_the_last_sets_are_kept(articles, kept, tmp_path, monkeypatch):
    monkeypatch.setattr(whole, "MOST", 2)
    for day in ("2017-04-07", "2017-04-08", "2017-04-09"):
        kept(articles, published=day)
    assert len(list((tmp_path / "store" / whole.FOLDER).iterdir())) == 2
    assert not kept(articles, published="2017-04-09")[1]
    assert kept(articles, published="2017-04-07")[1]


def test_where_nothing_can_be_written_nothing_is_kept(kept, articles, tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / whole.FOLDER).write_text("in the way")
    first, _ = kept(articles)
    again, anew = kept(articles)
    assert anew
    assert again.events.equals(first.events)
