"""Slow by nature: articles cut, shuffled and scrambled at random never stop the reading, and keep every promise."""

import random

import pytest
from paths import ARTICLES

from lwj_analysis import read, store
from lwj_analysis.schema import FRAMES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def texts():
    return [a.text for a in read.read([ARTICLES])[0]]


def scrambled(texts, seed):
    """Sentences of several articles in a random order, with words lost, doubled, in capitals, or cut to pieces."""
    luck = random.Random(seed)
    words = " ".join(luck.sample(texts, 2)).split(" ")
    start = luck.randrange(len(words) - 200)
    piece = words[start : start + 200]
    changes = [
        lambda w: w,
        lambda w: w.upper(),
        lambda w: "",
        lambda w: w + " " + w,
        lambda w: w[::-1],
        lambda w: w + "\n\n",
        lambda w: luck.choice(["12", "“", "”", "(", "killed", "and", "—", "1,000", "no", ":", "é́", "😀"]),
    ]
    weights = [80, 3, 4, 3, 2, 3, 5]
    return " ".join(luck.choices(changes, weights)[0](w) for w in piece)


@pytest.mark.parametrize("seed", range(60))
def test_scrambled_text_keeps_every_promise(texts, tmp_path, seed):
    (tmp_path / "a.txt").write_text(scrambled(texts, seed), encoding="utf-8")
    frames = store.load(tmp_path)
    assert not frames.problems["detail"].str.contains("could not be parsed").any()
    text = frames.articles["text"].iloc[0]
    for name in FRAMES:
        df = getattr(frames, name)
        if {"start", "end", "text"} <= set(df) and name != "articles":
            assert [r.text for r in df.itertuples() if text[r.start : r.end] != r.text] == [], name


@pytest.mark.parametrize("seed", range(3))
def test_any_subset_in_any_order_gives_the_same_rows(sample, seed):
    luck = random.Random(seed)
    paths = luck.sample(sorted(p for p in ARTICLES.iterdir() if p.suffix == ".md"), 5)
    one = store.load(paths)
    other = store.load(sorted(paths, reverse=True))
    assert all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)
    rows = sample.casualties[sample.casualties["article_id"].isin(one.articles["article_id"])]
    over_all = ("incident_id", "victim_side", "left_out")  # follow from the other articles that tell of the incident
    own = [c for c in rows.columns if c not in over_all]
    assert one.casualties[own].reset_index(drop=True).equals(rows[own].reset_index(drop=True))
