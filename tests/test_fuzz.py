"""Bytes and texts made by chance: nothing crashes, nothing hangs, offsets hold. Two minutes; ``LWJ_FUZZ`` gives seconds."""

import contextlib
import io
import json
import os
import time
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lwj_analysis import clean, decoding, kinds, language, read, sources, store
from lwj_analysis.annotate import published
from lwj_analysis.annotate.dates.finder import find_dates
from lwj_analysis.schema import FRAMES

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("LWJ_FUZZ", 120))
BUDGET = {"readers": 0.25, "decoder": 0.1, "cleaner": 0.1, "days": 0.05, "dates": 0.1, "parse": 0.4}  # shares of it
LONGEST = 5  # seconds of computing for 100 kB

ARTICLE = "Gunmen killed four soldiers near Gao in Mali on 6 April 2017, the army said. At least 12 women died."
ROW = {"article_id": "a", "title": "Raid", "published": "2017-04-06", "authors": ["A"], "text": ARTICLE}
SEEDS = {
    ".txt": f"Raid\n\nBy Ada Writer | April 4, 2017\n\n{ARTICLE}\n\nTags: Mali".encode(),
    ".md": f"---\ntitle: Raid\npublished: 2017-04-06\ntags: [a, b]\n---\n# Raid\n\n**{ARTICLE}** [x](y)".encode(),
    ".html": f"<html><head><meta charset=utf-8><title>R</title></head><body><article><p>{ARTICLE}</p></article></body>".encode(),
    ".jsonl": (json.dumps(ROW) + "\n").encode() * 2,
    ".json": json.dumps([ROW]).encode(),
    ".csv": f'article_id,published,text\n1,2017-04-06,"{ARTICLE}"\n2;x;y\n'.encode(),
}
WORDS = st.sampled_from([
    "killed", "wounded", "12", "1,000", "no", "dozens", "at", "least", "including", "soldiers", "women", "JNIM", "the", "army", "said",
    "on", "Monday", "6 April 2017", "April", "2017", "last", "year", "the day before", "“", "”", "\"", "(", ")", ",", ".", ".", "\n\n", "\n",
    "and", "of", "in", "Gao", "Mali", "Omar", "—", "-", "'s", "’", "é́", "😀", "\u200b", "\u202e", "X.", "U.S.", "$5m", "31 June", "0",
    "99999999999999999999", "1/2", "12:30", "half", "was", "not", "denied", "that", "who", "Tags:", "By", "٣", "²", "Ⅻ", "a" * 200,
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=300), st.lists(WORDS, max_size=30).map("".join)
)


@st.composite
def mangled(draw):
    """A good file with pieces cut, doubled, turned over and put in."""
    suffix = draw(st.sampled_from(sorted(SEEDS)))
    data = bytearray(SEEDS[suffix])
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.binary(max_size=12), st.just(bytes(data[at:to]) * 3), st.just(b"")))
        data[at:to] = piece
    return suffix, bytes(data)


class Spent(KeyboardInterrupt):
    """The time is over: hypothesis passes this on at once."""


class Budget:
    """Seconds for one kind of input, and a limit to the computing for one of it."""

    def __init__(self, kind):
        self.until, self.tried, self.failed = time.monotonic() + SECONDS * BUDGET[kind], 0, None

    def __enter__(self):
        self.computing = time.process_time()

    def __exit__(self, *failed):
        self.tried += 1
        assert any(failed) or time.process_time() - self.computing < LONGEST


FREELY = settings(max_examples=20_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def tried(kind, strategy, check):
    budget = Budget(kind)

    @FREELY
    @given(strategy)
    def each(value):
        if time.monotonic() >= budget.until:
            raise Spent
        try:
            with budget:
                check(value)
        except Exception as error:
            error.add_note(f"found with {value!r}")
            budget.failed = budget.failed or error
            raise

    with contextlib.suppress(Spent):
        each()
    if budget.failed:  # the time was over while a smaller input was looked for
        raise budget.failed
    assert budget.tried > 3


def test_readers():
    def check(made):
        suffix, data = made
        for part in (data, data[:-1]):
            load = partial(kinds.READERS[suffix], sources.Limited(io.BytesIO(part), kinds.LARGEST))
            for found in sources.found_by(load):
                if isinstance(found, kinds.Raw):
                    for made_of in read._article(found, "x", None):
                        assert isinstance(made_of, (read.Article, read.ReadProblem))

    tried("readers", mangled(), check)


def test_decoder():
    def check(data):
        try:
            text, _ = decoding.decode(data)
        except decoding.Unreadable:
            return
        assert "\x00" not in text or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
        decoding.mended(text)
        language.of(text)

    tried("decoder", st.one_of(st.binary(max_size=400), mangled().map(lambda m: m[1])), check)


def test_cleaner():
    def check(text):
        done = clean.clean(text)
        assert not any("\n" in p or p != p.strip() for p in done.paragraphs)
        assert clean.repair(done.text) == done.text

    tried("cleaner", TEXTS, check)


def test_days():
    def check(text):
        with contextlib.suppress(ValueError):
            assert read.read_day(text).year in read.YEARS

    forms = st.from_regex(r"\A\d{1,4}[-/. ]([A-Z][a-z]{2,8}|\d{1,2})[-/. ,]\d{1,5}\Z")
    tried("days", st.one_of(TEXTS, forms, st.integers(), st.floats(), st.dates(), st.datetimes()), check)


def test_dates():
    def check(text):
        found, problems = find_dates(text)
        assert all(0 <= d.start < d.end <= len(text) for d in [*found, *problems])
        published.infer_published(text)

    tried("dates", TEXTS, check)


def test_full_parse():
    def check(text):
        raw = kinds.Raw(text)
        for article in read._article(raw, "x", None):
            if isinstance(article, read.Article):
                article = read.replace(article, english=True, language="en")
                rows = store.parse_article(article)
                assert not [p for p in rows["problems"] if "could not be parsed" in p["detail"]]
                for name, its in rows.items():
                    if name != "articles":
                        assert all(article.text[r["start"] : r["end"]] == r["text"] for r in its if r.get("text")), name
                tables = store.assemble([rows])
                assert set(tables) == set(FRAMES)

    tried("parse", TEXTS, check)
