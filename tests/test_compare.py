"""Frames that answer a question: small frames with known answers, and promises that hold on the sample."""

import json

import pandas as pd
import pytest
from paths import GOLD

from lwj_analysis import compare
from lwj_analysis.compare.accounts import grounds
from lwj_analysis.schema import FRAMES
from lwj_analysis.store import Frames

DAY = pd.Timestamp("2022-05-03")
ACTORS = {
    "shabaab": ("Shabaab", "armed_group"),
    "bdi": ("Burundian armed forces", "state_force"),
    "afp": ("AFP", "media"),
}


@pytest.fixture
def made():
    """Rows of some frames -> Frames; what a row does not say is missing, what must be there is filled in."""

    def frames(**rows):
        return Frames({name: FRAMES[name].born(_filled(name, rows.get(name, []))) for name in FRAMES})

    return frames


@pytest.fixture
def raid(made):
    """One raid: the army says 10, later 12; the group 173; AFP passes on 45; one statement repeats, one has no number."""
    said = [("bdi", 10, "count"), ("bdi", 12, "count"), ("shabaab", 173, "count"), ("afp", 45, "count")]
    said += [("afp", 500, "repeat"), ("afp", None, "count")]
    return made(
        articles=[{"article_id": "a", "published": DAY}],
        actors=_actors(),
        incidents=[{"incident_id": "i", "title": "Armed clash at El Baraf", "place": "El Baraf", "country": "SOM"}],
        events=[
            {"event_id": "e", "article_id": "a", "incident_id": "i", "target_id": "bdi", "initiator_id": "shabaab"}
        ],
        casualties=[_statement(number, *row) for number, row in enumerate(said)],
    )


def _filled(name, rows):
    """Required cells that a test does not care for, and ids by number."""
    for number, row in enumerate(rows):
        known = dict(row)
        for column in FRAMES[name].columns:
            if column.name in known or not column.required:
                continue
            plain = {"whole": 0, "number": 0.0, "truth": False, "day": DAY}.get(column.type, "x")
            known[column.name] = next(iter(column.values)) if column.values else plain
        for part in FRAMES[name].key.split("+"):
            if part not in row and part != "sentence_id":
                known[part] = f"{name}-{number}"
        yield known


def _actors():
    return [{"actor_id": key, "name": name, "actor_type": kind} for key, (name, kind) in ACTORS.items()]


def _statement(number, who, best, counting):
    kind = {"bdi": "military", "shabaab": "militant", "afp": "media"}[who]
    return {
        "article_id": "a", "incident_id": "i", "source_id": who, "source_text": who, "source_type": kind, "outcome": "killed",
        "low": best, "best": best, "high": best, "counting": counting, "victim_side": "target",
        "victim_text": f"{best} soldiers", "sentence_id": number,
        "stance": "asserts", "start": number, "end": number + 1,
    }  # fmt: skip


def test_numbers_stand_in_order_and_repeats_stay_rows(raid):
    told = compare.numbers(raid)
    assert list(told["best"]) == [500, 173, 45, 12, 10]
    assert list(compare.numbers(raid, counting="count")["best"]) == [173, 45, 12, 10]
    assert compare.numbers(raid, outcome="wounded").empty
    assert told["label"].iloc[1] == "Shabaab: 173 soldiers (El Baraf)"


def test_of_each_claimant_the_newest_number_is_compared(raid):
    (row,) = compare.differences(raid).to_dict("records")
    assert (row["claimants"], row["lowest"], row["lowest_by"]) == (3, 12, "Burundian armed forces")
    assert (row["highest"], row["highest_by"]) == (173, "Shabaab")
    assert row["ratio"] == pytest.approx(173 / 12)


def test_one_claimant_is_no_disagreement(raid):
    alone = Frames(raid.tables | {"casualties": raid.casualties[raid.casualties["source_id"] == "bdi"]})
    assert compare.differences(alone).empty
    assert compare.most_disputed(alone).empty


def test_nothing_over_nothing_is_unknown(raid):
    none = raid.casualties["source_id"] == "bdi"
    zero = raid.casualties.assign(low=raid.casualties["low"].mask(none, 0), best=raid.casualties["best"].mask(none, 0))
    assert compare.differences(Frames(raid.tables | {"casualties": zero}))["ratio"].isna().all()


def test_what_is_denied_is_nobodys_number(raid):
    denied = raid.casualties.assign(stance="denies")
    assert compare.claimants(Frames(raid.tables | {"casualties": denied})).empty
    assert "Shabaab denies: 173 soldiers (El Baraf)" in set(
        compare.numbers(Frames(raid.tables | {"casualties": denied}))["label"]
    )


def test_near_copies_are_left_out(raid):
    copied = raid.articles.assign(duplicate_of="other")
    assert compare.numbers(Frames(raid.tables | {"articles": copied})).empty


@pytest.mark.parametrize(
    ("source_id", "text", "kind", "claimant"),
    [
        ("shabaab", "the group", "militant", "Shabaab"),
        (None, "a local official", "government", "Local official"),
        (None, "The hospital", "ngo", "Hospital"),
        (None, None, "unknown", "unknown"),
        (None, "the article", "outlet", compare.OUTLET),
    ],
)
def test_claimants_have_names_or_the_words_of_the_text(source_id, text, kind, claimant):
    rows = pd.DataFrame({"source_id": [source_id], "source_text": [text], "source_type": [kind]}, dtype="str")
    actors = pd.DataFrame({"actor_id": ["shabaab"], "name": ["Shabaab"]})
    assert list(compare.claimant(rows, actors)) == [claimant]


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (23, 23, 23, "23"),
        (23, 96, 118, "23 to 118, best 96"),
        (23, 23, 118, "23 to 118, best 23"),
        (23, None, 118, "23 to 118"),
        (12, 12, None, "12 or more"),
        (12, 20, None, "12 or more, best 20"),
        (None, 50, 50, "50 or fewer"),
        (None, 7, None, "7"),
        (0, 0, 0, "0"),
        (None, None, None, None),
    ],
)
def test_totals_in_words(made, low, best, high, words):
    frames = made(incidents=[{"title": "Raid", "killed_low": low, "killed_best": best, "killed_high": high}])
    assert list(compare.incidents(frames)["killed"]) == [words]
    assert list(compare.tolls(frames)["killed"]) == ([] if words is None else [words])


def test_pairs_are_of_parties_in_one_sentence(made):
    named = [("shabaab", 1), ("shabaab", 1), ("bdi", 1), ("afp", 1), ("bdi", 2)]
    mentions = [
        {"article_id": "a", "actor_id": actor, "sentence_id": sentence, "basis": "lexicon", "start": n, "end": n + 1}
        for n, (actor, sentence) in enumerate(named)
    ]
    frames = made(articles=[{"article_id": "a"}], actors=_actors(), mentions=mentions)
    (row,) = compare.pairs(frames).to_dict("records")
    assert (row["actor_a"], row["actor_b"], row["sentence_id"]) == ("Burundian armed forces", "Shabaab", 1)
    assert len(row["mention_ids"].split("; ")) == 3


def test_descriptions_are_no_names(made):
    mentions = [{"article_id": "a", "actor_id": "shabaab", "basis": basis} for basis in ("lexicon", "description")]
    frames = made(articles=[{"article_id": "a"}], actors=_actors(), mentions=mentions)
    assert list(compare.named(frames)["basis"]) == ["lexicon"]


def test_ties_have_names_and_count_articles(made):
    rows = [
        ("a", "part_of", "bdi", "the army"),
        ("b", "part_of", "bdi", "Burundi"),
        ("a", "operates_in", None, "Somalia"),
    ]
    relations = [
        {"article_id": a, "subject_id": "shabaab", "relation": r, "object_id": o, "object_text": t, "status": "stated"}
        for a, r, o, t in rows
    ]
    found = compare.ties(
        made(articles=[{"article_id": "a"}, {"article_id": "b"}], actors=_actors(), relations=relations)
    )
    assert found[["subject", "relation", "object", "articles"]].to_numpy().tolist() == [
        ["Shabaab", "part of", "Burundian armed forces", 2],
        ["Shabaab", "operates in", "Somalia", 1],
    ]


def test_unread_files_stand_before_what_was_not_understood(made):
    problems = [
        {"source_path": "/home/x/a.md", "article_id": "a", "kind": "date", "detail": f"day {n}"} for n in range(4)
    ] + [{"source_path": "/home/x/empty.txt", "kind": "empty", "detail": "no text"}]
    found = compare.unread(made(articles=[{"article_id": "a", "title": "A raid"}], problems=problems))
    assert found.to_numpy().tolist() == [
        ["empty.txt", "empty", 1, "no text"],
        ["A raid", "date", 4, "day 0; day 1; day 2; …"],
    ]


EVERY = [compare.coverage, compare.contents, compare.unread, compare.named, compare.pairs, compare.statements, compare.numbers,
         compare.claimants, compare.differences, compare.most_disputed, compare.incidents, compare.tolls, compare.ties,
         compare.accounts, compare.inflation, compare.inflation_by_party, compare.omissions, compare.deeds,
        compare.contradictions, compare.events, compare.said]  # fmt: skip


@pytest.mark.parametrize("question", EVERY, ids=lambda f: f.__name__)
def test_no_articles_give_no_rows_and_the_same_columns(made, sample, question):
    empty = question(made())
    assert len(empty) == (len(FRAMES) if question is compare.contents else 0)
    assert list(empty.columns) == list(question(sample).columns)


@pytest.mark.parametrize("question", EVERY, ids=lambda f: f.__name__)
def test_frames_are_not_changed(sample, question):
    before = {name: df.copy(deep=True) for name, df in sample.tables.items()}
    question(sample)
    for name, df in before.items():
        pd.testing.assert_frame_equal(sample.tables[name], df)


def test_coverage_has_every_article_and_true_shares(sample):
    found = compare.coverage(sample)
    assert list(found["article_id"]) == list(sample.articles["article_id"])
    assert found["sentences"].sum() == len(sample.sentences)
    assert found[["with_actor", "with_claim"]].stack().between(0, 1).all()
    assert found["cut"].sum() == (sample.problems["kind"] == "cut").sum()


def test_a_matrix_has_every_claimant_of_the_incident(raid):
    table = compare.matrix(raid, "i")
    assert dict(zip(table["claimant"], table["killed"], strict=True)) == {
        "AFP": "45 of the side attacked",
        "Burundian armed forces": "10 of the side attacked; 12 of the side attacked",
        "Shabaab": "173 of the side attacked",
    }
    with pytest.raises(KeyError, match="no incident has the id"):
        compare.matrix(raid, "nowhere")


def test_a_matrix_tells_the_parts_of_a_number_in_brackets(sample):
    (incident,) = set(sample.casualties.query("victim_text == 'five officers'")["incident_id"])
    cells = compare.matrix(sample, incident).set_index("claimant")["killed"]
    assert "118 of the side attacked (of these 113 soldiers, five officers" in cells["Premium Times"]


# Not in the matrix of the gold's incident, with the reason.
BY_PARTS = "told and shown by its parts, civilians and police, or men and their officer"
NOT_IN_THE_MATRIX = {
    ("Iraqi military", "syria-islamic-state-hasakah-claim", "killed", 11): BY_PARTS,
    ("Provincial police chief, AFP", "afghanistan-wanat-roundup", "killed", 24): BY_PARTS,
    ("Provincial police chief, The Moscow Times", "afghanistan-wanat-roundup", "killed", 24): BY_PARTS,
    ("Police source", "yemen-ansar-al-sharia-captives", "wounded", 4): "'four more lie in a hospital, gravely wounded'",
}


def test_the_figures_of_the_gold_stand_in_the_matrix_under_their_claimant(sample):
    told = {i: compare.matrix(sample, i) for i in sample.incidents["incident_id"]}
    found, missing = [], []
    for incident in json.loads((GOLD / "incidents.json").read_text("utf-8")):
        figures = [(f, o) for f in incident["figures"] for o in ("killed", "wounded") if f[o] is not None]
        figures = [(f, o) for f, o in figures if (GOLD / f"{f['slug']}.json").exists()]
        best = max(([fo for fo in figures if _stands(table, *fo)] for table in told.values()), key=len)
        found += best
        missing += [fo for fo in figures if fo not in best]
    assert len(found) / (len(found) + len(missing)) >= 0.96
    assert {(f["source"], f["slug"], o, f[o]) for f, o in missing} == set(NOT_IN_THE_MATRIX)


def _stands(matrix: pd.DataFrame, figure: dict, outcome: str) -> bool:
    """Whether the number is in a cell of one of the claimants that the gold names."""
    if outcome not in matrix:
        return False
    cells = matrix.loc[matrix["claimant"].isin(figure["claimants"]), outcome].dropna()
    return cells.str.contains(rf"(?<!\d){figure[outcome]}(?!\d)").any()


def test_inflation_is_a_partys_claim_over_the_losers_own_figure(raid):
    (row,) = compare.inflation(raid).to_dict("records")
    assert (row["party"], row["claimed"], row["other"], row["other_by"]) == (
        "Shabaab",
        173,
        12,
        "Burundian armed forces",
    )
    assert row["other_is"] == "side that lost them"
    assert row["ratio"] == pytest.approx(173 / 12)
    (by_party,) = compare.inflation_by_party(raid).to_dict("records")
    assert (by_party["party"], by_party["claims"], by_party["period"]) == ("Shabaab", 1, "undated")
    with pytest.raises(ValueError, match="no period 'week'"):
        compare.inflation_by_party(raid, period="week")


def test_what_each_article_leaves_out_is_what_another_tells(made):
    event = {"incident_id": "i", "target_id": "bdi"}
    rows = {
        "articles": [{"article_id": "a"}, {"article_id": "b"}],
        "actors": _actors(),
        "incidents": [{"incident_id": "i", "title": "Raid"}],
        "events": [
            event | {"event_id": "a:e0", "article_id": "a", "place": "El Baraf", "weapons": "car bomb"},
            event | {"event_id": "b:e0", "article_id": "b", "claimed_by_id": "shabaab"},
        ],
    }
    found = compare.omissions(made(**rows)).set_index("article_id")
    assert found["tells"].to_dict() == {"a": "place; weapon", "b": "who claims it"}
    assert found["leaves_out"].to_dict() == {"a": "who claims it", "b": "place; weapon"}


def test_deeds_count_incidents_by_who_did_what_to_whom(made):
    incident = {"initiator_id": "shabaab", "target_id": "bdi", "event_type": "Battles"}
    rows = [incident | {"incident_id": "i", "killed_target_best": 10}, incident | {"incident_id": "j"}]
    (row,) = compare.deeds(made(actors=_actors(), incidents=rows)).to_dict("records")
    assert (row["initiator"], row["target"], row["incidents"], row["killed"]) == (
        "Shabaab",
        "Burundian armed forces",
        2,
        10,
    )


def test_a_chronicle_is_in_the_order_of_saying(sample):
    most = sample.incidents.sort_values("n_origins").iloc[-1]["incident_id"]
    told = compare.chronicle(sample, most)
    assert len(told) > 5
    assert told["said"].is_monotonic_increasing
    assert "repeat" not in set(told["counting"])


def test_accounts_of_the_sample_differ_most_first(sample):
    found = compare.differences(sample)
    assert len(found) >= 5
    assert (found["claimants"] >= 2).all()
    assert (found["lowest"] <= found["highest"]).all()
    assert found["ratio"].dropna().is_monotonic_decreasing
    assert set(compare.most_disputed(sample)["incident"]) == {found["incident"].iloc[0]}


@pytest.mark.parametrize("frame", ["events", "casualties", "claims", "mentions", "articles"])
def test_sentences_hold_the_words_of_their_rows(sample, frame):
    rows = sample.tables[frame].head(30)
    told = compare.sentences(sample, rows)
    assert list(told["row_id"]) == list(rows[FRAMES[frame].key])
    assert {"claimant", "outlet"} <= set(told)
    if frame != "articles":
        cut = [s[int(a) : int(b)] for s, a, b in told[["sentence", "mark_start", "mark_end"]].itertuples(index=False)]
        whole = sample.articles.set_index("article_id")["text"]
        words = [whole[row.article_id][row.start : row.end] for row in rows.itertuples()]
        assert all(word.startswith(part) for part, word in zip(cut, words, strict=True))


VAGUE = pd.DataFrame(
    {
        "quantifier": ["vague", "vague", "vague", "exact"],
        "low": pd.array([24, None, 200, 3], dtype="Int64"),
        "best": pd.array([None, None, None, 3], dtype="Int64"),
    }
)


@pytest.mark.parametrize(
    ("policy", "best"),
    [("keep unknown", [None, None, None, 3]), ("at least", [24, None, 200, 3]), ("as ACLED", [12, 10, 100, 3])],
)
def test_vague_words_are_read_as_the_reader_chooses(policy, best):
    read = compare.read_vague(VAGUE, policy)["best"]
    assert [None if pd.isna(n) else n for n in read] == best
    assert VAGUE["best"].isna().sum() == 3


def test_another_policy_is_refused():
    with pytest.raises(ValueError, match=r"no policy 'guess'.*keep unknown"):
        compare.read_vague(VAGUE, "guess")


@pytest.mark.parametrize("words", ["Wanat, 2008-07-13", "wanat", "US armed forces", "bazaar bomber kills"])
def test_an_incident_is_found_by_its_title_its_actors_and_a_headline(sample, words):
    titles = sample.incidents.set_index("incident_id")["title"]
    found = compare.incident_named(sample, words)
    assert "2008" in titles[found] or words == "US armed forces"
    assert compare.incident_named(sample, found) == found


def test_words_of_a_title_go_before_names_and_headlines(sample):
    titles = sample.incidents.set_index("incident_id")["title"]
    assert "Mondoro" in titles[compare.incident_named(sample, "Mondoro")]


def test_words_that_no_incident_has_bring_up_titles_that_there_are(sample):
    with pytest.raises(KeyError, match=r"the words 'Atlantis'; there are [0-9]+, such as: [A-Z].+; .+"):
        compare.incident_named(sample, "Atlantis")


def test_an_incident_that_is_not_there_has_no_grounds(sample):
    with pytest.raises(KeyError, match="no incident has the id"):
        grounds(sample, "nowhere")
