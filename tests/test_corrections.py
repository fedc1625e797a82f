"""Corrections: kept, found again, laid over, in conflict, written safely, and read as an exam."""

import csv
import datetime as dt
import io
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import lwj_analysis as lwj
from lwj_analysis import cli, corrections, lexicon, read, store
from lwj_analysis.corrections import bind
from lwj_analysis.corrections import book as books
from lwj_analysis.corrections.anchors import Anchor, Text, anchor
from lwj_analysis.corrections.book import Book
from lwj_analysis.corrections.lines import COLUMNS, pairs_of, pairs_text
from lwj_analysis.corrections.values import FRAMES_TO_CORRECT, ValueProblem, settled, typed
from lwj_analysis.schema import FRAMES

HEADLINE = "Raid on post near Gao"
RAID = (
    "Gunmen on motorcycles attacked an army post near Gao in Mali on 3 May 2021 and killed 12 soldiers, the defense ministry "
    "said. Six others were wounded, according to a doctor at the hospital."
)
MINE = "On 9 May 2021 a roadside bomb killed three farmers in Mopti, residents said."
WEATHER = "Rain had fallen in the region for a week, and several roads were cut. The harvest was late."
TEXT = "\n\n".join([HEADLINE, RAID, MINE, WEATHER])


@pytest.fixture(autouse=True, scope="module")
def words_that_stand_still():
    """The lexicons are read once: nothing changes them here, and the frames are loaded often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "load", cache(lexicon.load))
        yield


def cell(**given):
    return dict.fromkeys(COLUMNS, "") | given


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with one article and a file of corrections: write the article, load."""
    monkeypatch.chdir(tmp_path)  # sources have the same path in each test, and are parsed once

    class Desk:
        file = Path("data/corrections.csv")
        article = Path("in/raid.md")

        def write(self, text=TEXT, *, published="2021-05-10", name="raid.md"):
            path = Path("in", name)
            path.parent.mkdir(exist_ok=True)
            title, _, body = text.partition("\n\n")
            path.write_text(
                f"---\ntitle: {title}\npublished: {published}\npublisher: A\n---\n\n{body}", encoding="utf-8"
            )

        def load(self, **more):
            return store.load("in", corrections=self.file, **more)

        def laid(self):
            """Casualties and problems, without making frames of them."""
            articles, _ = read.read(["in"])
            (rows,), wrong = corrections.lay_over([store.parse_article(a) for a in articles], Book.read(self.file))
            return rows["casualties"], wrong

        def lines(self):
            return list(csv.DictReader(io.StringIO(self.file.read_text(encoding="utf-8-sig"))))

    made = Desk()
    made.write()
    return made


def row_of(frames, words, frame="casualties"):
    df = getattr(frames, frame)
    (row,) = df[df["text"].str.contains(words, regex=False)].to_dict("records")
    return row


def told(frames):
    """Problems with corrections, but for the note that there is no file yet."""
    rows = frames.problems[frames.problems["kind"] == "correction"]
    return [d for d in rows["detail"] if "no such file yet" not in d]


# --- anchors ------------------------------------------------------------------------------------------------------------

SPOT = TEXT.index("12 soldiers")
QUOTE = anchor(TEXT, SPOT, SPOT + len("12 soldiers"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT, "12 soldiers"),
        ("\n\n".join([HEADLINE, WEATHER, MINE, RAID]), "12 soldiers"),
        (TEXT.replace(" the defense ministry", " said the defense ministry"), "12 soldiers"),
        (TEXT.replace(" ", "  "), "12  soldiers"),
        (RAID, "12 soldiers"),
        ("Two hours later 12 soldiers arrived.\n\n" + RAID, "12 soldiers"),
        (TEXT.replace("killed 12 soldiers,", "killed 12 Soldiers,"), "12 Soldiers"),
        (TEXT.replace("killed 12 soldiers,", "killed 13 soldiers,"), None),
        (TEXT.replace("killed 12 soldiers,", "killed 112 soldiers,"), None),
        (TEXT.replace("12 soldiers, the", "a dozen soldiers, the"), None),
        ("\n\n".join([HEADLINE, MINE, WEATHER]), None),
        ("\n\n".join([HEADLINE, MINE, WEATHER, "They were 12 soldiers and a clerk."]), None),
        ("", None),
    ],
)
def test_a_quote_is_found_again(text, words):
    found = Text(text).find(QUOTE)
    assert [text[a:b] for a, b in found] == ([words] if words else [])


def test_context_ends_with_the_paragraph():
    start = TEXT.index("On 9 May")
    made = anchor(TEXT, start, start + 8)
    assert made.prefix == ""
    assert made.suffix == "2021 a roadside bomb killed thre"
    assert len(made.suffix) == 32


def test_equal_places_are_all_told():
    assert len(Text("two soldiers died. Then two soldiers died.").find(Anchor("two soldiers"))) == 2


def test_typographic_signs_do_not_matter():
    text = "The army’s chief said “12 soldiers” had died – he gave no names."
    assert len(Text(text).find(Anchor('"12 soldiers"', "The army's chief said", "had died - he gave"))) == 1


# --- cells and values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("best=12", {"best": "12"}),
        ("best=12; low=10;", {"best": "12", "low": "10"}),
        (" best = 12 ;place=Gao ", {"best": "12", "place": "Gao"}),
        ("place=", {"place": None}),
        ('victim_tags="women; children"; best=2', {"victim_tags": "women; children", "best": "2"}),
        ('source_text="he said ""no"""', {"source_text": 'he said "no"'}),
        ("", {}),
    ],
)
def test_pairs_of_a_cell(text, pairs):
    assert pairs_of(text) == pairs
    assert pairs_of(pairs_text(pairs.items())) == pairs


@pytest.mark.parametrize("text", ["twelve", "best:12", "best=1; best=2"])
def test_what_is_no_pair_is_named(text):
    with pytest.raises(ValueError, match=r"twelve|best"):
        pairs_of(text)


@pytest.mark.parametrize(
    ("frame", "column", "value", "words"),
    [
        ("casualties", "victim_class", "soldier", "victim_class: 'soldier' is none of civilian, state"),
        ("casualties", "outcome", "kiled", "did you mean killed?"),
        ("casualties", "best", "twelve", "'twelve' is no whole number"),
        ("casualties", "best", "-3", "'-3' is no whole number"),
        ("casualties", "bset", "12", "no such column; did you mean best?"),
        ("casualties", "incident_id", "x", "is made by the program"),
        ("casualties", "victim_tags", "women; kids", "'kids' is none of"),
        ("events", "date_start", "3/5/2021", "'3/5/2021' is no day"),
        ("events", "date_start", "2021-02-30", "is no day"),
        ("events", "latitude", "112", "beyond 90 degrees"),
        ("events", "latitude", "north", "'north' is no number"),
        ("events", "country", "Mali", "no ISO 3166-1 alpha-3"),
        ("incidents", "killed_best", "3", "correct the events and casualties"),
        ("articles", "published", "2021-05-03", "article's file"),
    ],
)
def test_a_wrong_value_is_named(frame, column, value, words):
    with pytest.raises(ValueProblem) as error:
        typed(frame, column, value)
    assert words in str(error.value)


NUMBERS = {"low": 10, "best": 10, "high": 10, "quantifier": "exact"}


@pytest.mark.parametrize(
    ("row", "change", "after"),
    [
        (NUMBERS, {"best": 12}, (12, 12, 12, "exact")),
        (NUMBERS, {"best": 0}, (0, 0, 0, "none")),
        (NUMBERS, {"quantifier": "at_least"}, (10, 10, None, "at_least")),
        (NUMBERS, {"low": 8}, (8, 10, 10, "range")),
        (NUMBERS, {"low": 10, "high": None}, (10, 10, None, "at_least")),
        (NUMBERS, {"best": 12, "low": 10, "high": 14}, (10, 12, 14, "range")),
        ({"low": 10, "best": 10, "high": None, "quantifier": "more_than"}, {"best": 12}, (12, 12, None, "more_than")),
        ({"low": None, "best": 10, "high": 10, "quantifier": "at_most"}, {"best": 12}, (None, 12, 12, "at_most")),
        ({"low": 24, "best": None, "high": None, "quantifier": "vague"}, {"best": 30}, (30, 30, 30, "exact")),
        ({"low": None, "best": None, "high": 5, "quantifier": "less_than"}, {"best": 3}, (3, 3, 3, "exact")),
        ({"low": 10, "best": 12, "high": 14, "quantifier": "range"}, {"best": 13}, (10, 13, 14, "range")),
        ({"low": 10, "best": 12, "high": 14, "quantifier": "range"}, {"best": 20}, "12|14|20"),
        (NUMBERS, {"low": 12}, "low: 12 is more than best"),
    ],
)
def test_bounds_follow_the_number(row, change, after):
    def made():
        return row | settled(row, "casualties", change, actor=lambda a: None, place=lambda p: None)

    if isinstance(after, str):
        with pytest.raises(ValueProblem, match=after):
            made()
    else:
        assert tuple(made()[k] for k in ("low", "best", "high", "quantifier")) == after


def test_a_last_day_before_the_first_is_named():
    days = {"date_start": "2021-05-03", "date_end": "2021-05-03", "date_prec": 1}
    with pytest.raises(ValueProblem, match="date_start: 2021-05-09 is after date_end"):
        settled(
            days,
            "events",
            {"date_start": "2021-05-09", "date_end": "2021-05-04"},
            actor=lambda a: None,
            place=lambda p: None,
        )


def test_every_column_that_may_be_corrected_is_checked():
    for frame in FRAMES_TO_CORRECT:
        assert FRAMES[frame].names[-1] == "correction"
        for column in FRAMES[frame].columns:
            if column.values and column.type == "text" and column.name not in ("basis",):
                with pytest.raises(ValueProblem):
                    typed(frame, column.name, "nonsense")


# --- correct, confirm, strike, add --------------------------------------------------------------------------------------


def test_a_corrected_number_is_in_the_row_the_incident_and_the_file(desk):
    frames = desk.load()
    row = row_of(frames, "12 soldiers")
    line = frames.correct(
        row["casualty_id"], best=14, reason="misprint in the article", by="A. Reader", at="2026-11-29"
    )
    assert (line["change"], line["by"], line["at"]) == ("best=14", "A. Reader", "2026-11-29")
    after = desk.load()
    new = row_of(after, "12 soldiers")
    assert (new["low"], new["best"], new["high"]) == (14, 14, 14)
    assert new["correction"] == line["id"]
    assert new["rule"] == row["rule"]
    incident = after.incidents.set_index("incident_id").loc[new["incident_id"]]
    assert incident["killed_best"] == 14
    assert incident["correction"] == line["id"]
    assert told(after) == []
    assert f"corrected: {line['id']}" in after.explain(new["casualty_id"])
    assert list(after.corrections()["status"]) == ["holds"]
    assert list(frames.corrections()["status"]) == ["not laid over yet: load the articles again"]


def test_corrections_cost_no_parsing_and_leave_the_cache(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    parsed = []
    desk.load(progress=lambda *step: parsed.append(step))
    assert parsed == []
    plain = store.load(desk.article, corrections="")
    assert row_of(plain, "12 soldiers")["best"] == 12
    assert "corrections" not in plain.made_with
    after = desk.load()
    assert f"corrections {after.made_with['corrections']}" in str(lwj.stamp(after))
    after.write("out", format="csv")
    again = lwj.Frames.read("out")
    assert list(again.between("2021-01-01", None).casualties["correction"].dropna()) == list(
        desk.lines()[0]["id"].split()
    )
    assert again._shown() == {desk.lines()[0]["id"]: "holds"}


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"victim_class": "civilian"}, {"victim_side": "civilian"}),
        ({"outcome": "wounded"}, {"outcome": "wounded"}),
        ({"source_id": "jnim"}, {"source_id": "jnim", "source_type": "militant"}),
        ({"source_type": "outlet"}, {"source_text": "article", "stance": "reports"}),
        ({"victim_id": "jnim"}, {"victim_class": "armed_group"}),
        ({"victim_tags": "leader"}, {"victim_tags": "leader"}),
    ],
)
def test_what_follows_from_a_value_is_changed_with_it(desk, change, after):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], **change, reason="x")
    new = row_of(desk.load(), "12 soldiers")
    assert {k: new[k] for k in after} == after


def test_an_actor_that_no_article_names_becomes_known(desk):
    frames = desk.load()
    event = frames.events[frames.events["place"] == "Gao"].iloc[0]
    frames.correct(event["event_id"], initiator_id="jnim", reason="said elsewhere")
    after = desk.load()
    assert after.events.set_index("event_id").loc[event["event_id"], "initiator_id"] == "jnim"
    actor = after.actors.set_index("actor_id").loc["jnim"]
    assert (actor["actor_type"], actor["n_mentions"]) == ("armed_group", 0)
    assert "jnim" in set(after.incidents["initiator_id"].dropna())


def test_day_and_place_of_an_event(desk):
    frames = desk.load()
    event = frames.events[frames.events["place"] == "Gao"].iloc[0]
    frames.correct(event["event_id"], date_start="2021-05-02", place="Mopti", reason="x")
    new = desk.load().events.set_index("event_id").loc[event["event_id"]]
    assert f"{new['date_start']:%Y-%m-%d} {new['date_end']:%Y-%m-%d} {new['date_prec']}" == "2021-05-02 2021-05-02 1"
    mopti = frames.places[frames.places["text"] == "Mopti"].iloc[0]
    assert (new["place_mention_id"], new["latitude"]) == (mopti["place_mention_id"], mopti["latitude"])
    after = desk.load()
    after.correct(event["event_id"], place="Nowhere", reason="x")
    new = desk.load().events.set_index("event_id").loc[event["event_id"]]
    assert new["place"] == "Nowhere"
    assert new[["latitude", "country", "place_mention_id"]].isna().all()


def test_a_struck_row_is_in_no_frame_and_no_total(desk):
    frames = desk.load()
    row = row_of(frames, "three farmers")
    frames.strike(row["casualty_id"], reason="another incident")
    after = desk.load()
    assert not after.casualties["text"].str.contains("three farmers").any()
    assert row["casualty_id"] not in set(after.numbers["casualty_id"].dropna())
    assert int(frames.incidents["killed_best"].sum()) - int(after.incidents["killed_best"].sum()) == 3
    assert told(after) == []
    assert list(after.corrections()["status"]) == ["holds"]


def test_a_struck_event_leaves_no_row_that_points_to_it(desk):
    frames = desk.load()
    row = row_of(frames, "three farmers")
    frames.strike(row["event_id"], reason="x")
    after = desk.load()
    for name in FRAMES:
        df = getattr(after, name)
        for column in ("event_id", "parent_event_id"):
            if column in df:
                assert row["event_id"] not in set(df[column].dropna()), name
    assert row_of(after, "three farmers")["left_out"] == "belongs to no incident that happened"
    (words,) = told(after)
    assert "was of the struck event" in words


def test_a_confirmed_row_says_so_and_holds_its_values(desk, monkeypatch):
    frames = desk.load()
    row = row_of(frames, "12 soldiers")
    line = frames.confirm(row["casualty_id"], by="me")
    read = store.article_rows

    def otherwise(doc, article):
        rows = read(doc, article)
        for c in rows["casualties"]:
            c |= {"best": 99, "low": 99, "high": 99}
        return rows

    monkeypatch.setattr(store, "article_rows", otherwise)
    monkeypatch.setenv("LWJ_CACHE", "")
    after = desk.load()
    assert row_of(after, "12 soldiers")["best"] == 12
    assert row_of(after, "12 soldiers")["correction"] == line["id"]
    assert row_of(after, "three farmers")["best"] == 99


def test_several_rows_are_confirmed_at_once(desk):
    frames = desk.load()
    lines = frames.confirm(frames.casualties["casualty_id"], by="me")
    assert list(lines["row_id"]) == list(frames.casualties["casualty_id"])
    assert desk.load().casualties["correction"].notna().all()


def test_what_was_parsed_is_not_changed(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    articles, _ = read.read(["in"])
    parsed = [store.parse_article(a) for a in articles]
    before = json.dumps(parsed)
    laid, _ = corrections.lay_over(parsed, Book.read(desk.file))
    assert json.dumps(parsed) == before != json.dumps(laid)


def test_an_added_row_counts_with_the_event_told_nearest(desk):
    frames = desk.load()
    article = frames.articles["article_id"][0]
    line = frames.add("casualties", article_id=article, quote="several roads", outcome="killed", best=2,
                      event_id=row_of(frames, "three farmers")["event_id"], reason="for the test")  # fmt: skip
    after = desk.load()
    new = row_of(after, "several roads")
    assert (new["low"], new["best"], new["high"], new["quantifier"]) == (2, 2, 2, "exact")
    assert (new["source_text"], new["counting"], new["rule"]) == ("article", "count", "correction")
    assert new["event_id"] == row_of(frames, "three farmers")["event_id"]
    assert new["correction"] == line["id"]
    text = after.articles["text"][0]
    assert text[new["start"] : new["end"]] == new["text"]
    assert told(after) == []
    near = frames.add("casualties", article_id=article, quote="an army post", outcome="missing", best=1, reason="x")
    assert row_of(desk.load(), "an army post")["event_id"] == row_of(frames, "12 soldiers")["event_id"], near


def test_an_added_row_that_the_reading_makes_by_now_is_one_row(desk):
    desk.load()
    books.append(desk.file, [cell(action="add", frame="casualties", quote="12 soldiers", title=HEADLINE,
                                  change="outcome=killed; best=13", reason="x")])  # fmt: skip
    after = desk.load()
    assert row_of(after, "12 soldiers")["best"] == 13
    assert told(after) == []


@pytest.mark.parametrize(
    ("frame", "quote", "values"),
    [
        ("events", "roads were cut", {"sub_event_type": "Looting/property destruction", "date_start": "2021-05-08"}),
        ("mentions", "the hospital", {"actor_id": "mli:government"}),
        ("places", "the region", {"name": "Gao Region", "country": "MLI"}),
        ("dates", "a week", {"timex_value": "P1W"}),
        ("claims", "The harvest was late", {"source_text": "farmers", "source_type": "witness"}),
        ("relations", "army post near Gao", {"subject_id": "jnim", "relation": "operates_in", "object_text": "Gao"}),
        ("numbers", "several", {"role": "other"}),
    ],
)
def test_rows_of_every_frame_can_be_added_corrected_and_struck(desk, frame, quote, values):
    frames = desk.load()
    article = frames.articles["article_id"][0]
    df = getattr(frames, frame)
    for key in df.loc[df["text"].str.contains(quote, regex=False), FRAMES[frame].key]:
        frames.strike(key, reason="room for the test")
    frames = desk.load()
    frames.add(frame, article_id=article, quote=quote, reason="x", **values)
    after = desk.load()
    assert told(after) == []
    new = row_of(after, quote, frame)
    after.confirm(new[FRAMES[frame].key])
    again = desk.load()
    assert told(again) == []
    line = again.strike(new[FRAMES[frame].key], reason="y")
    assert line["replaces"]
    last = desk.load()
    assert new[FRAMES[frame].key] not in set(getattr(last, frame)[FRAMES[frame].key])


def test_wrong_calls_write_nothing_and_say_why(desk):
    frames = desk.load()
    row = row_of(frames, "12 soldiers")["casualty_id"]
    article = frames.articles["article_id"][0]
    for call, words in [
        (lambda: frames.correct(row, victim_class="soldier", reason="x"), "'soldier' is none of"),
        (lambda: frames.correct(row, bset=3, reason="x"), "did you mean best"),
        (lambda: frames.correct(row, source_id="jnmi", reason="x"), "no lexicon and no article has an actor 'jnmi'"),
        (lambda: frames.correct(row, reason="x"), "nothing to correct"),
        (lambda: frames.correct(row, best=3, reason=" "), "give a reason"),
        (lambda: frames.correct(row, low=20, reason="x"), "more than best"),
        (lambda: frames.correct(row, event_id="nothing", reason="x"), "no row of events 'nothing'"),
        (lambda: frames.correct("nobody:c1", best=3, reason="x"), "nobody:c1"),
        (lambda: frames.correct(frames.actors["actor_id"][0], name="x", reason="x"), "actors.toml"),
        (lambda: frames.strike(article, reason="x"), "article's file"),
        (lambda: frames.add("casualties", article_id=article, quote="12 nurses", outcome="killed", reason="x"), "do not stand"),
        (lambda: frames.add("casualties", article_id=article, quote="12 soldiers", outcome="killed", reason="x"), "correct that row"),
        (lambda: frames.add("casualties", article_id=article, quote="several", reason="x"), "needs outcome"),
        (lambda: frames.add("casualties", article_id="zzz", quote="several", outcome="killed", reason="x"), "zzz"),
        (lambda: frames.add("casualties", article_id=article, quote="on", outcome="killed", reason="x"), "give sentence_id"),
        (lambda: frames.join("a", "b", reason="x"), "no incident has the id 'a'"),
        (lambda: frames.join("a", "a", reason="x"), "is one incident already"),
        (lambda: frames.correct(frames.events["event_id"][0], event_type="Riots", sub_event_type="Armed clash", reason="x"),
         "is not the type of 'Armed clash'"),
        (lambda: frames.withdraw("correct-0", reason="x"), "no correction 'correct-0'"),
    ]:  # fmt: skip
        with pytest.raises((ValueError, KeyError), match=r".") as error:
            call()
        assert words in str(error.value)
    assert not desk.file.exists()


# --- the text moves -----------------------------------------------------------------------------------------------------


def test_a_correction_binds_after_boilerplate_and_paragraphs_moved(desk):
    frames = desk.load()
    first = frames.articles["article_id"][0]
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="x")
    desk.write("\n\n".join([HEADLINE, WEATHER, MINE, RAID, "Tags: Mali, Gao", "Support our work with a donation."]))
    after = desk.load()
    assert first not in set(after.articles["article_id"])
    assert row_of(after, "12 soldiers")["best"] == 14
    assert not after.casualties["text"].str.contains("three farmers").any()
    assert told(after) == []


def test_a_correction_whose_sentence_is_gone_is_listed_as_stale(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    frames.correct(row_of(frames, "three farmers")["casualty_id"], best=4, reason="x")
    desk.write("\n\n".join([HEADLINE, WEATHER, MINE]))
    after = desk.load()
    (words,) = told(after)
    assert "stale" in words
    assert "12 soldiers" in words
    assert row_of(after, "three farmers")["best"] == 4
    problem = after.problems[after.problems["kind"] == "correction"].iloc[0]
    assert (problem["source_path"], problem["line"]) == (str(desk.file), 2)
    assert len(desk.lines()) == 2
    desk.write()
    assert row_of(desk.load(), "12 soldiers")["best"] == 14


def test_a_row_that_is_not_read_any_more_is_told(desk, monkeypatch):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="x")
    read = store.article_rows
    monkeypatch.setattr(store, "article_rows", lambda doc, article: read(doc, article) | {"casualties": []})
    monkeypatch.setenv("LWJ_CACHE", "")
    (words,) = told(desk.load())
    assert "give no row of casualties any more" in words


def test_corrections_of_other_articles_are_one_note(desk):
    frames = desk.load()
    for words in ("12 soldiers", "three farmers"):
        frames.confirm(row_of(frames, words)["casualty_id"])
    desk.article.unlink()
    desk.write("Talks in Bamako\n\nMinisters met in Bamako on 4 June 2021.", name="other.md")
    (words,) = told(desk.load())
    assert words.startswith("2 corrections are of articles that are not among these")


def test_a_moved_file_with_the_same_words_is_found_by_them(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    desk.article.unlink()
    desk.write(TEXT.replace(HEADLINE, "A quite different headline"), name="b.md")
    assert row_of(desk.load(), "12 soldiers")["best"] == 14


# --- conflicts ----------------------------------------------------------------------------------------------------------


def test_two_values_for_one_field_are_a_conflict_and_neither_holds(desk):
    frames = desk.load()
    key = row_of(frames, "12 soldiers")["casualty_id"]
    one = frames.correct(key, best=14, victim_class="state", reason="x", by="A")
    two = frames.correct(key, best=15, source_id="jnim", reason="y", by="B")
    after = desk.load()
    row = row_of(after, "12 soldiers")
    assert row["best"] == 12
    assert row["source_id"] == "jnim"
    (words,) = told(after)
    assert all(w in words for w in ("conflict over best", one["id"], two["id"], "14", "15", "by A", "by B"))
    assert all("conflict" in s for s in after.corrections()["status"])
    after.withdraw(one["id"], reason="B is right")
    last = desk.load()
    assert row_of(last, "12 soldiers")["best"] == 15
    assert told(last) == []
    assert len(desk.lines()) == 3


def test_strike_and_confirm_are_a_conflict(desk):
    frames = desk.load()
    key = row_of(frames, "12 soldiers")["casualty_id"]
    frames.confirm(key, by="A")
    frames.strike(key, by="B", reason="x")
    after = desk.load()
    assert row_of(after, "12 soldiers")["best"] == 12
    assert len(told(after)) == 1
    assert "conflict" in told(after)[0]


def test_the_same_value_twice_is_no_conflict(desk):
    frames = desk.load()
    key = row_of(frames, "12 soldiers")["casualty_id"]
    ids = [frames.correct(key, best=14, reason="x", by=by)["id"] for by in "AB"]
    after = desk.load()
    assert row_of(after, "12 soldiers")["correction"] == "; ".join(ids)
    assert told(after) == []


def test_a_correction_of_a_corrected_row_takes_its_place(desk):
    key = row_of(desk.load(), "12 soldiers")["casualty_id"]
    first = desk.load().correct(key, best=14, victim_tags="leader", reason="x")
    second = desk.load().correct(key, best=16, reason="y")
    assert second["replaces"] == first["id"]
    after = desk.load()
    row = row_of(after, "12 soldiers")
    assert (row["best"], row["victim_tags"], row["correction"]) == (16, "leader", second["id"])
    assert told(after) == []
    after.withdraw(second["id"], reason="z")
    assert row_of(desk.load(), "12 soldiers")["best"] == 14


def test_a_notebook_that_runs_again_adds_no_line(desk):
    for _ in range(3):
        frames = desk.load()
        frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x", by="A")
        frames.confirm(row_of(frames, "three farmers")["casualty_id"])
    assert len(desk.lines()) == 2


# --- incidents ----------------------------------------------------------------------------------------------------------

OTHER = (
    "Army post stormed\n\nFighters stormed a camp near Gao on 3 May 2021. The raid killed 11 soldiers, an officer said. "
    "On 20 June 2021 a mine killed two drivers in Kidal, a doctor said."
)


def test_incidents_are_joined_and_stay_so(desk):
    desk.write(OTHER.replace("3 May", "6 May"), published="2021-06-21", name="other.md")
    frames = desk.load()
    one, two = row_of(frames, "12 soldiers")["incident_id"], row_of(frames, "11 soldiers")["incident_id"]
    assert one != two
    lines = frames.join(one, two, reason="the same raid")
    assert len(lines) == 2
    for after in (desk.load(), desk.load().between("2021-01-01", None)):
        assert row_of(after, "12 soldiers")["incident_id"] == row_of(after, "11 soldiers")["incident_id"]
        incident = after.incidents.set_index("incident_id").loc[row_of(after, "12 soldiers")["incident_id"]]
        assert incident["n_articles"] == 2
        assert "by hand" in incident["merged_because"]
        assert incident["correction"].startswith("join-")
        assert told(after) == []


def test_incidents_of_two_articles_are_split_and_stay_so(desk):
    desk.write(OTHER, published="2021-06-21", name="other.md")
    frames = desk.load()
    row = row_of(frames, "11 soldiers")
    assert row["incident_id"] == row_of(frames, "12 soldiers")["incident_id"], "the sample must be one incident"
    its = frames.events[frames.events["incident_id"] == row["incident_id"]]
    out = its.loc[its["article_id"] == row["article_id"], "event_id"]
    frames.split(row["incident_id"], list(out), reason="two raids")
    for after in (desk.load(), desk.load().between("2021-01-01", None)):
        assert row_of(after, "12 soldiers")["incident_id"] != row_of(after, "11 soldiers")["incident_id"]
        assert told(after) == []
    joined = desk.load()
    joined.join(
        row_of(joined, "12 soldiers")["incident_id"],
        row_of(joined, "11 soldiers")["incident_id"],
        reason="one raid after all",
    )
    last = desk.load()
    assert row_of(last, "12 soldiers")["incident_id"] == row_of(last, "11 soldiers")["incident_id"]


def test_events_of_one_article_are_joined_and_split(desk):
    frames = desk.load()
    one, two = row_of(frames, "12 soldiers"), row_of(frames, "three farmers")
    assert one["incident_id"] != two["incident_id"]
    frames.join(one["incident_id"], two["incident_id"], reason="x")
    after = desk.load()
    assert row_of(after, "12 soldiers")["incident_id"] == row_of(after, "three farmers")["incident_id"]
    after.split(row_of(after, "12 soldiers")["incident_id"], [two["event_id"]], reason="no, two")
    last = desk.load()
    assert row_of(last, "12 soldiers")["incident_id"] != row_of(last, "three farmers")["incident_id"]
    assert told(last) == []


def test_a_split_names_some_events_of_the_incident(desk):
    frames = desk.load()
    incident = row_of(frames, "12 soldiers")["incident_id"]
    its = list(frames.events.loc[frames.events["incident_id"] == incident, "event_id"])
    with pytest.raises(ValueError, match="not all"):
        frames.split(incident, its, reason="x")
    with pytest.raises(KeyError, match="no event of"):
        frames.split(incident, ["zzz"], reason="x")


# --- the file -----------------------------------------------------------------------------------------------------------

BY_HAND = [
    cell(
        action="correct", frame="casualties", change="best=14", quote="12 soldiers", title=HEADLINE, reason="à la main"
    ),
    cell(action="strike", frame="casualties", quote="three farmers", title=HEADLINE, reason="no; never"),
]


def as_file(rows, *, separator=",", columns=COLUMNS, newline="\n", first=""):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator, lineterminator=newline, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return first + out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        as_file(BY_HAND).encode(),
        as_file(BY_HAND).encode("utf-8-sig"),
        as_file(BY_HAND, separator=";", newline="\r\n").encode("utf-8-sig"),
        as_file(BY_HAND, separator=";", first="sep=;\r\n", newline="\r\n").encode("utf-8-sig"),
        as_file(BY_HAND, separator="\t").encode("utf-16"),
        as_file(BY_HAND, separator=";").encode("cp1252"),
        as_file(BY_HAND, columns=("reason", "quote", "change", "frame", "action", "title")).encode(),
        as_file([r | {"my notes": "=1+1", "id": ""} for r in BY_HAND], columns=(*COLUMNS, "my notes")).encode(),
        as_file(BY_HAND).replace("action", "Action").replace("correct,", "Correct,").encode(),
        (as_file(BY_HAND) + ",,,\n\n").encode(),
    ],
    ids=[
        "plain",
        "mark",
        "excel",
        "sep=",
        "utf-16",
        "cp1252",
        "few columns",
        "more columns",
        "capitals",
        "empty lines",
    ],
)
def test_whatever_a_spreadsheet_saves_is_read(desk, data):
    desk.file.parent.mkdir()
    desk.file.write_bytes(data)
    casualties, wrong = desk.laid()
    assert [c["best"] for c in casualties if c["text"] == "12 soldiers"] == [14]
    assert "three farmers" not in [c["text"] for c in casualties]
    assert {li.reason for li in Book.read(desk.file).lines} == {"à la main", "no; never"}
    assert wrong == [] or ["Windows-1252" in w["detail"] for w in wrong] == [True]


def test_a_write_keeps_the_manner_of_the_file(desk):
    desk.file.parent.mkdir()
    columns = ("my notes", *COLUMNS[::-1])
    text = as_file([r | {"my notes": "look"} for r in BY_HAND], separator=";", columns=columns, newline="\r\n")
    desk.file.write_bytes(text.encode("utf-8-sig"))
    ids = [li.id for li in Book.read(desk.file).lines]
    books.append(desk.file, [cell(action="withdraw", replaces=ids[0], reason="=HYPERLINK(1)")])
    data = desk.file.read_bytes().decode("utf-8-sig")
    assert data.startswith("my notes;at;by;reason;")
    assert data.count("\r\n") == data.count("\n") == 4
    assert data.count("look") == 2
    assert "'=HYPERLINK(1)" in data
    after = Book.read(desk.file)
    assert [li.id for li in after.lines][:2] == ids
    assert after.lines[2].reason == "=HYPERLINK(1)"
    assert [li.action for li in after.holding] == ["strike"]


WRONG = [
    ({"change": "victim_class=soldier"}, "victim_class: 'soldier' is none of civilian"),
    ({"change": "best=many"}, "best: 'many' is no whole number"),
    ({"change": ""}, "change: is empty"),
    ({"change": "twelve"}, "change: 'twelve' is no pair"),
    ({"frame": "deaths"}, "frame: 'deaths' is none of"),
    ({"action": "fix"}, "action: 'fix' is none of"),
    ({"quote": ""}, "quote: is empty"),
    ({"change": "source_id=nobody-at-all"}, "source_id: no lexicon and no article has an actor 'nobody-at-all'"),
    ({"change": "low=40"}, "low: 40 is more than best (12)"),
    ({"change": "event_id=no such words"}, "event_id: the article has no row of events 'no such words'"),
    ({"action": "withdraw"}, "replaces: is empty"),
    ({"quote": "soldiers of nowhere"}, "are gone from the article"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG, ids=[w for _, w in WRONG])
def test_a_wrong_line_is_named_with_its_line_and_loses_nothing_else(desk, wrong, words):
    desk.file.parent.mkdir()
    desk.file.write_text(as_file([BY_HAND[1], BY_HAND[0] | wrong]), encoding="utf-8")
    casualties, (problem,) = desk.laid()
    assert words in problem["detail"]
    assert (problem["source_path"], problem["line"]) == (str(desk.file), 3)
    assert [c["best"] for c in casualties if c["text"] == "12 soldiers"] == [12]
    assert "three farmers" not in [c["text"] for c in casualties]


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 40, b"name,age\nx,3\n"])
def test_a_file_that_is_no_table_of_corrections_is_told_and_left_alone(desk, data):
    desk.file.parent.mkdir()
    desk.file.write_bytes(data)
    frames = desk.load()
    assert len(told(frames)) == 1
    with pytest.raises(ValueError, match=r"corrections\.csv"):
        frames.confirm(row_of(frames, "12 soldiers")["casualty_id"])
    assert desk.file.read_bytes() == data


def test_the_file_is_that_of_the_project(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.delenv("LWJ_CORRECTIONS")
    assert str(corrections.user_file()) == os.path.join("..", "data", "corrections.csv")
    monkeypatch.setenv("LWJ_CORRECTIONS", "elsewhere.csv")
    assert str(corrections.user_file()) == "elsewhere.csv"
    monkeypatch.setenv("LWJ_CORRECTIONS", "")
    assert corrections.user_file() is None


def test_same_corrections_in_another_order_give_the_same_rows(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="x")
    one = desk.load()
    lines = desk.lines()
    desk.file.write_text(as_file(lines[::-1], separator=";", newline="\r\n"), encoding="utf-8")
    other = desk.load()
    assert all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)
    assert one.made_with == other.made_with


# --- several writers ----------------------------------------------------------------------------------------------------


def write_many(path, who, n):
    for number in range(n):
        books.append(path, [cell(action="confirm", frame="casualties", quote=f"{who}-{number}", by=who)])


def test_four_processes_write_and_all_lines_are_there(tmp_path):
    path = tmp_path / "corrections.csv"
    start = multiprocessing.get_context("spawn").Process
    jobs = [start(target=write_many, args=(path, who, 100)) for who in "ABCD"]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    book = Book.read(path)
    assert sorted(li.quote for li in book.lines) == sorted(f"{who}-{n}" for who in "ABCD" for n in range(100))
    assert len({li.id for li in book.lines}) == 400
    assert (book.wrong, book.lost) == ([], [])
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".corrections.csv.journal",
        ".corrections.csv.lock",
        path.name,
    ]


def test_lines_that_a_spreadsheet_saves_over_still_hold_and_come_back(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    opened = desk.file.read_bytes()
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="y")
    own = cell(action="confirm", frame="casualties", quote="Six others", title=HEADLINE)
    desk.file.write_bytes(opened + as_file([own]).partition("\n")[2].encode())
    after = desk.load()
    assert not after.casualties["text"].str.contains("three farmers").any()
    assert "saved over by another program" in told(after)[0]
    after.confirm(row_of(after, "12 soldiers")["casualty_id"])
    assert [r["action"] for r in desk.lines()] == ["correct", "confirm", "strike", "confirm"]
    assert told(desk.load()) == []


def test_a_file_that_another_program_is_just_saving_is_read_when_it_is_whole(tmp_path):
    path = tmp_path / "corrections.csv"
    books.append(path, [cell(action="confirm", frame="casualties", quote="first")])
    whole = path.read_bytes() + as_file([BY_HAND[1]]).partition("\n")[2].encode()

    def save_slowly():
        with path.open("wb") as out:
            for at in range(0, len(whole), 60):
                out.write(whole[at : at + 60])
                out.flush()
                time.sleep(0.02)

    saving = threading.Thread(target=save_slowly)
    saving.start()
    time.sleep(0.03)
    books.append(path, [cell(action="confirm", frame="casualties", quote="last")])
    saving.join()
    assert [li.quote for li in Book.read(path).lines] == ["first", "three farmers", "last"]


def test_a_line_that_somebody_deleted_stays_away(desk):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="y")
    desk.file.write_text(as_file(desk.lines()[1:]), encoding="utf-8")
    after = desk.load()
    assert row_of(after, "12 soldiers")["best"] == 12
    assert told(after) == []


def test_a_lock_that_nobody_lets_go_is_an_error_that_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(books, "PATIENCE", 0.05)
    path = tmp_path / "corrections.csv"
    with books._locked(path), pytest.raises(TimeoutError, match=r"corrections\.csv"):
        books.append(path, [cell(action="confirm", frame="casualties", quote="x")])


WRITER = """
import sys
from pathlib import Path
from lwj_analysis.corrections.book import append
for n in range(100_000):
    append(Path(sys.argv[1]), [{"action": "confirm", "frame": "casualties", "quote": f"{sys.argv[2]}-{n}"}])
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_kill_9_at_any_moment_the_file_is_readable_and_nothing_done_is_lost(tmp_path, seed):
    path = tmp_path / "corrections.csv"
    luck = random.Random(seed)
    known: set[str] = set()
    for turn in range(4):
        job = subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"w{turn}"])
        until = time.monotonic() + 60
        while time.monotonic() < until and not any(li.quote.startswith(f"w{turn}-") for li in Book.read(path).lines):
            time.sleep(0.01)
        time.sleep(luck.random() / 5)
        seen = {li.quote for li in Book.read(path).lines}
        job.send_signal(signal.SIGKILL)
        job.wait()
        book = Book.read(path)
        assert book.wrong == []
        found = {li.quote for li in book.lines}
        assert known | seen <= found
        numbers = sorted(int(q.partition("-")[2]) for q in found if q.startswith(f"w{turn}-"))
        assert numbers == list(range(len(numbers))), "a gap: a line that was done is lost"
        known = found
    write_many(path, "last", 1)
    assert known | {"last-0"} == {li.quote for li in Book.read(path).lines}
    assert not list(tmp_path.glob("*.tmp"))


def spreadsheet(path, saves, done):
    """A spreadsheet that has the file open, knows no lock, and saves over it now and then with lines of its own."""
    opened = path.read_bytes()
    for number in range(saves):
        own = cell(action="confirm", frame="casualties", quote=f"sheet-{number}", title="x")
        opened += as_file([own]).partition("\n")[2].encode()
        path.write_bytes(opened)
        time.sleep(0.1)
    done.wait(120)
    path.write_bytes(opened)


def test_two_notebooks_and_a_spreadsheet_save_at_once(tmp_path):
    path = tmp_path / "corrections.csv"
    write_many(path, "before", 1)
    context = multiprocessing.get_context("spawn")
    done = context.Event()
    sheet = context.Process(target=spreadsheet, args=(path, 10, done))
    notebooks = [context.Process(target=write_many, args=(path, who, 30)) for who in "AB"]
    for job in (sheet, *notebooks):
        job.start()
    for job in notebooks:
        job.join()
    done.set()
    sheet.join()
    wanted = {f"{who}-{n}" for who in "AB" for n in range(30)} | {f"sheet-{n}" for n in range(10)} | {"before-0"}
    book = Book.read(path)
    assert {li.quote for li in book.lines} == wanted
    assert book.wrong == []
    write_many(path, "after", 1)
    again = Book.read(path)
    assert {li.quote for li in again.lines} == wanted | {"after-0"}
    assert again.lost == []


@pytest.mark.slow
def test_of_four_writers_two_are_killed_and_nothing_that_was_written_is_lost(tmp_path):
    path = tmp_path / "corrections.csv"
    start = multiprocessing.get_context("spawn").Process
    jobs = {who: start(target=write_many, args=(path, who, 100)) for who in "ABCD"}
    for job in jobs.values():
        job.start()
    seen: dict[str, set[str]] = {}
    for who in "AB":
        while not any(li.quote.startswith(f"{who}-") for li in Book.read(path).lines):
            time.sleep(0.01)
        seen[who] = {li.quote for li in Book.read(path).lines}
        os.kill(jobs[who].pid, signal.SIGKILL)
    for job in jobs.values():
        job.join()
    book = Book.read(path)
    found = {li.quote for li in book.lines}
    assert book.wrong == []
    assert seen["A"] | seen["B"] <= found
    assert {f"{who}-{n}" for who in "CD" for n in range(100)} <= found
    for who in "AB":
        numbers = sorted(int(q.partition("-")[2]) for q in found if q.startswith(f"{who}-"))
        assert numbers == list(range(len(numbers)))
    write_many(path, "A", 1)
    assert list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


# --- the exam -----------------------------------------------------------------------------------------------------------


def test_the_scorecard_counts_each_kind(desk, capsys, monkeypatch):
    frames = desk.load()
    article = frames.articles["article_id"][0]
    frames.confirm(row_of(frames, "12 soldiers")["casualty_id"])
    frames.correct(row_of(frames, "Six others")["casualty_id"], best=7, reason="x")
    frames.strike(row_of(frames, "three farmers")["casualty_id"], reason="x")
    frames.add("casualties", article_id=article, quote="several roads", outcome="killed", best=1, reason="x")
    one, two = row_of(frames, "12 soldiers")["incident_id"], row_of(frames, "three farmers")["incident_id"]
    frames.join(one, two, reason="x")
    card = corrections.scorecard(store.load(desk.article, corrections="").tables, Book.read(desk.file))
    whole = card[(card["frame"] == "casualties") & (card["rule"] == "all")].iloc[0]
    assert list(whole[["n", "right", "wrong_value", "false", "missed"]]) == [4, 1, 1, 1, 1]
    assert (whole["precision"], whole["recall"]) == (1 / 3, 1 / 3)
    rules = card[(card["frame"] == "casualties") & (card["rule"] != "all")].set_index("rule")
    assert rules["n"].sum() == 4
    assert rules.loc[row_of(frames, "12 soldiers")["rule"], "right"] == 1
    joined = card[card["frame"] == "incidents"].iloc[0]
    assert (joined["missed"], joined["recall"]) == (1, 0)
    assert cli.main(["evaluate", str(desk.file), str(desk.article), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["rows"][0] == {
        "frame": "casualties", "rule": "all", "n": 4, "right": 1, "wrong_value": 1, "false": 1, "missed": 1,
        "precision": 1 / 3, "recall": 1 / 3,
    }  # fmt: skip
    assert cli.main(["evaluate", str(desk.file), str(desk.article)]) == 0
    assert "rows that you judged" in capsys.readouterr().out


def test_a_scorecard_of_other_articles_is_an_error(desk, capsys):
    books.append(desk.file, [cell(action="confirm", frame="casualties", quote="12 nurses", article_id="zzz")])
    assert cli.main(["evaluate", str(desk.file), str(desk.article)]) == 1
    assert "of a row of these articles" in capsys.readouterr().err
    assert cli.main(["evaluate", str(desk.file) + "x.csv", str(desk.article)]) == 1
    assert "no such file" in capsys.readouterr().err


def test_one_day_does_not_correct_a_stretch_of_days():
    row = {"date_start": dt.date(2021, 5, 3), "date_end": dt.date(2021, 5, 9)}
    with pytest.raises(ValueProblem, match="the row has a stretch of days; give date_start and date_end"):
        settled(row, "events", {"date_start": dt.date(2021, 5, 4)}, actor=lambda a: None, place=lambda p: None)


def test_a_file_that_another_program_holds_is_told(desk, monkeypatch):
    frames = desk.load()
    row = row_of(frames, "12 soldiers")["casualty_id"]

    def held(*_):
        raise PermissionError

    frames.correct(row, best=14, reason="x")
    monkeypatch.setattr(books.os, "replace", held)
    with pytest.raises(PermissionError, match="is open in another program that lets nobody write"):
        frames.correct(row, best=15, reason="y")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([f"{HEADLINE}\n\n{RAID}"] * 2, "stand in several articles"),
        ([f"{HEADLINE}\n\n{RAID}\n\n{WEATHER}\n\n{RAID}"], "rows of casualties stand on|stands in 2 places"),
    ],
)
def test_words_in_several_articles_or_places_are_told(desk, texts, told):
    frames = desk.load()
    frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    (line,) = Book.read(desk.file).lines
    parsed = []
    for number, text in enumerate(texts):
        desk.write(text, name=f"other{number}.md")
        (article,), _ = read.read([f"in/other{number}.md"])
        parsed.append(store.parse_article(article))
    library = bind.Library.of(parsed)
    with pytest.raises(bind.Stale, match=rf"ambiguous: .*(?:{told})"):
        library.bind(replace(line, prefix="", suffix=""), library.papers)


@pytest.mark.parametrize(
    ("frame", "changed", "said"),
    [
        ("casualties", lambda rows: [r | {"outcome": "wounded"} for r in rows], "says something else by now"),
        ("events", lambda rows: [], "no event is read from them any more"),
    ],
)
def test_words_that_tell_something_else_by_now_are_told(desk, monkeypatch, frame, changed, said):
    frames = desk.load()
    if frame == "events":
        frames.join(*frames.incidents["incident_id"].head(2), reason="x")
    else:
        frames.correct(row_of(frames, "12 soldiers")["casualty_id"], best=14, reason="x")
    made = store.article_rows
    monkeypatch.setattr(
        store, "article_rows", lambda doc, article: (its := made(doc, article)) | {frame: changed(its[frame])}
    )
    monkeypatch.setenv("LWJ_CACHE", "")
    assert said in " ".join(told(desk.load()))
