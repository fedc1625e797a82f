"""Why a row is there: every step from the words to the row is told."""

import re

import pandas as pd
import pytest
from paths import ROOT

from lwj_analysis import explain, lexicon, vocabulary
from lwj_analysis.schema import FRAMES


def test_a_count_is_explained_from_its_words_to_the_total(sample):
    row = sample.casualties[sample.casualties["counting"] == "repeat"].iloc[0]
    told = sample.explain(row["casualty_id"])
    assert f"[{row['text']}]" in told
    assert "no total adds it: the same figure again" in told
    assert row["rule"] in told


def test_a_claimant_is_explained_by_cue_and_lexicon_entry(sample):
    row = sample.casualties.query("source_type == 'government' and claim_id.notna() and left_out.isna()").iloc[0]
    told = sample.explain(row["casualty_id"])
    assert re.search(rf"said by: '{re.escape(row['source_text'])}'", told)
    assert re.search(r"cue: '[^']+', hence \w+ - .*stands in cues.toml \[\w+\] \(\w+\): ", told)
    assert "total: enters the preferred total" in told


def test_an_event_is_explained_by_entry_date_and_place(sample):
    row = sample.events.query("date_start.notna() and place.notna() and rule.str.startswith('attack:')").iloc[0]
    told = sample.explain(row["event_id"])
    assert "events.toml [attack]: " + lexicon.load().events["attack"].why in told
    assert re.search(rf"day: {row['date_start']:%Y-%m-%d}.* from '", told)
    assert f"place: {row['place']} (" in told


@pytest.mark.parametrize("name", [n for n in FRAMES if n not in ("articles", "sentences", "problems")])
def test_rows_of_every_frame_can_be_explained(sample, name):
    key = FRAMES[name].key
    for row_id in sample.tables[name][key].head(25):
        lines = sample.explain(row_id).splitlines()
        assert lines[0].startswith(f"{row_id}: ")
        assert len(lines) > 2
        assert "<NA>" not in "".join(lines)
        assert "nan" not in re.findall(r"\w+", "".join(lines))


def test_every_rule_has_its_words(sample):
    rules = [rule.partition(":") for rule in sample.casualties["rule"]]
    assert {rule for rule, _, _ in rules} <= set(vocabulary.CASUALTY_RULE)
    assert {beside for _, _, beside in rules} <= {"", *vocabulary.BESIDE}
    assert {rule.partition(":")[2] for rule in sample.events["rule"]} <= set(vocabulary.EVENT_RULE)
    finder = "".join(p.read_text("utf-8") for p in (ROOT / "lwj_analysis/annotate/events").glob("*.py"))
    assert set(re.findall(r'(?:key}|riot|spoils|surrender|captive|death):([a-z ]+)"', finder)) <= set(
        vocabulary.EVENT_RULE
    )
    parts = [rule.split(":") for rule in sample.claims["rule"]]
    assert {table for table, *_ in parts} <= set(lexicon.load().cues)
    assert {how for _, how, *_ in parts} <= set(vocabulary.CLAIM_RULE)
    assert {turn for _, _, *turns in parts for turn in turns} <= set(vocabulary.CLAIM_TURN)


def test_every_claim_names_its_table_and_why_its_stance_is_another(sample):
    rules = sample.claims.drop_duplicates("rule")
    for row in pd.concat([rules[rules["rule"].str.count(":") == 2], rules.head(5)]).itertuples():
        table, how, *turn = row.rule.split(":")
        entry, told = lexicon.load().cues[table], sample.explain(row.claim_id)
        assert f"cues.toml [{table}] ({entry.stance}): {entry.why}" in told
        assert row.stance == entry.stance or turn or how == "continued", (row.claim_id, row.rule, row.stance)
        assert all(vocabulary.CLAIM_TURN[t] in told for t in turn)


def test_an_unknown_id_is_refused(sample):
    with pytest.raises(KeyError, match="nobody:c1"):
        sample.explain("nobody:c1")


def test_a_drawing_marks_number_claimant_and_cue_and_escapes_words(sample):
    row = sample.casualties.query("source_type == 'government' and claim_id.notna() and counting == 'count'").iloc[0]
    drawn = sample.draw(row["casualty_id"])
    assert drawn._repr_html_() == drawn
    assert "number" in drawn
    assert "claimant" in drawn
    assert "cue" in drawn
    tables = sample.tables | {"sentences": sample.sentences.assign(text="<script>alert(1)</script> " * 20)}
    assert "<script>" not in explain.drawing(tables, row["casualty_id"])


def test_what_stands_in_no_sentence_is_not_drawn(sample):
    problems = sample.problems[sample.problems["sentence_id"].isna() & sample.problems["article_id"].notna()]
    with pytest.raises(ValueError, match="stands in no sentence"):
        sample.draw(problems["problem_id"].iloc[0])
