"""Slow by nature: articles cut, shuffled and scrambled at random, processes killed, many articles in one process."""

import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paths import ARTICLES

import lwj_analysis as lwj
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


KILLS = 50


def test_killed_at_random_moments_no_row_is_lost_or_doubled(sample, tmp_path):
    """The command, with two workers, is killed until it has been at every stage; what it left is taken up each time."""
    luck = random.Random(5)
    command = [sys.executable, "-m", "lwj_analysis", "parse", ARTICLES, "--workers", "2"]
    started = time.monotonic()
    subprocess.run([*command, "--store", tmp_path / "timed"], check=True, capture_output=True)
    whole = time.monotonic() - started
    stores, interrupted = [tmp_path / "0"], 0
    for number in range(1, KILLS + 1):
        process = subprocess.Popen(
            [*command, "--store", stores[-1]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(luck.uniform(0, whole))
            stores.append(tmp_path / str(number))  # it was done before
        except subprocess.TimeoutExpired:
            interrupted += 1
            process.send_signal(signal.SIGKILL) if number % 2 else os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert interrupted > KILLS / 4
    for folder in stores:
        subprocess.run([*command, "--store", folder], check=True, capture_output=True)
        kept = lwj.Store(folder)
        for name in FRAMES:
            assert kept.query(f"SELECT count(*) AS n FROM {name}")["n"].tolist() == [len(getattr(sample, name))], name
        found = store.load(ARTICLES, store=folder, progress=lambda done, of, what: pytest.fail("an article was lost"))
        assert all(getattr(found, name).equals(getattr(sample, name)) for name in FRAMES)


def peak_after(copies: int) -> int:
    """Peak memory in kilobytes of a process that has parsed the sample so many times and kept nothing.

    Not ``ru_maxrss``, in which a new process starts with the peak of the one that started it.
    """
    articles = read.read([ARTICLES])[0] * copies
    for _ in store._parse(articles, 1):
        pass
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a single process is read from /proc")
def test_memory_does_not_grow_with_the_number_of_articles():
    peaks = []
    for copies in (3, 15):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            peaks.append(pool.apply(peak_after, (copies,)))
    assert peaks[1] < 1.1 * peaks[0]
    assert peaks[1] < 1e6  # a gigabyte
