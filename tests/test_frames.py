"""What the frames promise holds on the sample: keys, offsets, values, links."""

import pandas as pd
import pytest

from lwj_analysis.schema import FRAMES, FrameError

SPANNED = [
    name for name, f in FRAMES.items() if {"start", "end", "text", "article_id"} <= set(f.names) and name != "articles"
]
LINKS = [
    ("mentions", "actor_id", "actors", "actor_id"),
    ("event_mentions", "event_id", "events", "event_id"),
    ("casualties", "event_id", "events", "event_id"),
    ("casualties", "claim_id", "claims", "claim_id"),
    ("casualties", "of_id", "casualties", "casualty_id"),
    ("casualties", "incident_id", "incidents", "incident_id"),
    ("claims", "event_id", "events", "event_id"),
    ("events", "parent_event_id", "events", "event_id"),
    ("events", "place_mention_id", "places", "place_mention_id"),
    ("events", "incident_id", "incidents", "incident_id"),
    ("numbers", "casualty_id", "casualties", "casualty_id"),
]


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_keeps_its_promise(sample, name):
    df = getattr(sample, name)
    assert list(df.columns) == FRAMES[name].names
    assert FRAMES[name].check(df).equals(df)


@pytest.mark.parametrize("name", [n for n in FRAMES if n not in ("problems",)])
def test_no_frame_is_empty(sample, name):
    assert len(getattr(sample, name)) > 0


@pytest.mark.parametrize("name", SPANNED)
def test_words_stand_where_the_offsets_say(sample, name):
    texts = sample.articles.set_index("article_id")["text"]
    df = getattr(sample, name)
    wrong = [(r.article_id, r.start, r.text) for r in df.itertuples() if texts[r.article_id][r.start : r.end] != r.text]
    assert wrong == []


@pytest.mark.parametrize("name", [n for n in SPANNED if n != "sentences"])
def test_rows_stand_in_their_sentence(sample, name):
    sentences = sample.sentences.set_index(["article_id", "sentence_id"])
    for row in getattr(sample, name).itertuples():
        sentence = sentences.loc[(row.article_id, row.sentence_id)]
        assert sentence.start <= row.start < sentence.end, (name, row.text)


@pytest.mark.parametrize(("name", "column", "other", "key"), LINKS)
def test_links_lead_somewhere(sample, name, column, other, key):
    values = set(getattr(sample, name)[column].dropna())
    assert values <= set(getattr(sample, other)[key])


def test_sentences_are_numbered_without_gaps_and_the_title_is_sentence_0(sample):
    for _, its in sample.sentences.groupby("article_id"):
        assert list(its["sentence_id"]) == list(range(len(its)))
    titles = sample.articles.set_index("article_id")["title"]
    first = sample.sentences[sample.sentences["sentence_id"] == 0]
    assert all(titles[r.article_id] == r.text for r in first.itertuples())


def test_the_title_gives_no_claims_and_no_dates(sample):
    assert not (sample.claims["sentence_id"] == 0).any()
    assert not (sample.dates["sentence_id"] == 0).any()


def test_every_casualty_has_a_source(sample):
    assert sample.casualties[["source_text", "source_type", "stance", "rule"]].notna().all(axis=None)
    outlet = sample.casualties["source_type"] == "outlet"
    assert (sample.casualties.loc[outlet, "source_text"] == "article").all()


def test_a_count_has_an_event_or_an_incident(sample):
    counts = sample.casualties[sample.casualties["counting"] == "count"]
    assert (counts["event_id"].notna() | counts["incident_id"].notna()).all()


def test_bounds_are_in_order(sample):
    for name in ("casualties", "numbers"):
        df = getattr(sample, name)
        for small, large in (("low", "best"), ("best", "high"), ("low", "high")):
            both = df[small].notna() & df[large].notna()
            assert (df.loc[both, small] <= df.loc[both, large]).all()
    for what in ("killed", "wounded"):
        best, high = sample.incidents[f"{what}_best"], sample.incidents[f"{what}_high"]
        both = best.notna() & high.notna()
        assert (best[both] <= high[both]).all()


def test_dates_are_no_guesses(sample):
    unresolved = sample.dates[sample.dates["date_start"].isna()]
    assert unresolved["date_end"].isna().all()
    assert (sample.dates["date_start"].dropna() <= sample.dates["date_end"].dropna()).all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "eaten"}, "casualties.outcome"),
        ({"colour": "red"}, "colour"),
        ({"casualty_id": None}, "casualties.casualty_id"),
    ],
)
def test_a_broken_promise_names_the_column(change, told):
    row = {"casualty_id": "a:c0", "article_id": "a", "outcome": "killed"} | change
    with pytest.raises(FrameError, match=told):
        FRAMES["casualties"].born([row])


def test_an_empty_frame_has_its_types():
    for frame in FRAMES.values():
        assert frame.check(frame.empty()).shape == (0, len(frame.names))
    assert pd.api.types.is_datetime64_any_dtype(FRAMES["articles"].empty()["published"])
