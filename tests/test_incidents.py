"""Incidents: what is joined, what is added up, whose figure is preferred, how it is graded."""

import itertools

import pandas as pd
import pytest

from lwj_analysis import incidents, store
from lwj_analysis.incidents import totals
from lwj_analysis.schema import FRAMES

ACTORS = [
    {"actor_id": "group", "name": "The Group", "actor_type": "armed_group", "country": "MLI", "in_lexicon": True},
    {
        "actor_id": "mli:state_force",
        "name": "Malian army",
        "actor_type": "state_force",
        "country": "MLI",
        "in_lexicon": True,
    },
    {
        "actor_id": "mli:government",
        "name": "Malian government",
        "actor_type": "government",
        "country": "MLI",
        "in_lexicon": True,
    },
    {"actor_id": "rivals", "name": "The Rivals", "actor_type": "armed_group", "country": "MLI", "in_lexicon": True},
    {"actor_id": "afp", "name": "AFP", "actor_type": "media", "country": "FRA", "in_lexicon": True},
]
EVENT = {
    "event_type": "Battles", "sub_event_type": "Armed clash", "initiator_id": "group", "target_id": "mli:state_force", "place": "Gao",
    "country": "MLI", "where_prec": 1, "latitude": 16.27, "longitude": -0.04, "date_start": "2021-05-03", "date_end": "2021-05-03",
    "date_prec": 1, "status": "reported", "rule": "test", "start": 0, "end": 5, "text": "x", "sentence_id": 1,
}  # fmt: skip
ROW = {
    "outcome": "killed", "quantifier": "exact", "counting": "count", "victim_text": "soldiers", "victim_class": "state", "victim_side": "target",
    "source_text": "article", "source_type": "outlet", "stance": "reports", "rule": "test", "start": 0, "end": 5, "text": "x", "sentence_id": 1,
}  # fmt: skip


def build(*articles):
    """Frames from articles, each (id, day, events, casualties, claims) with the fields that matter."""
    rows = {name: [] for name in FRAMES}
    for article_id, day, events, casualties, *claims in articles:
        rows["articles"].append(
            {
                "article_id": article_id,
                "published": day,
                "publisher": f"Paper {article_id}",
                "text": f"text of {article_id}",
            }
        )
        for number, event in enumerate(events):
            key = f"{article_id}:e{number}"
            rows["events"].append(EVENT | {"event_id": key, "article_id": article_id, "incident_id": key} | event)
        for number, row in enumerate(map(dict, casualties)):
            key = f"{article_id}:e{row.pop('event', 0)}"
            bounds = {"low": row["best"], "high": row["best"]}
            rows["casualties"].append(
                ROW
                | bounds
                | {
                    "casualty_id": f"{article_id}:c{number}",
                    "article_id": article_id,
                    "event_id": key,
                    "incident_id": key,
                }
                | row
            )
        for number, claim in enumerate(itertools.chain(*claims)):
            key = f"{article_id}:e0"
            rows["claims"].append(
                {"claim_id": f"{article_id}:s{number}", "article_id": article_id, "event_id": key, "incident_id": key, "sentence_id": 1,
                 "stance": "asserts", "quoted": "indirect"} | claim
            )  # fmt: skip
    tables = {name: FRAMES[name].born(its) for name, its in rows.items() if name not in ("actors", "incidents")}
    mentions = [
        {
            "mention_id": f"{a['article_id']}:m{n}",
            "article_id": a["article_id"],
            "actor_id": actor["actor_id"],
            "basis": "lexicon",
            "text": actor["name"],
        }
        for a in rows["articles"]
        for n, actor in enumerate(ACTORS)
    ]
    tables["mentions"] = FRAMES["mentions"].born(mentions)
    tables["actors"] = pd.DataFrame(ACTORS, columns=[c for c in FRAMES["actors"].names if c in store.ACTOR_FACTS])
    return store._joined(tables)


def test_two_articles_on_one_event_are_one_incident():
    made = build(("a", "2021-05-04", [{}], []), ("b", "2021-05-05", [{}], []))["incidents"]
    assert made["n_articles"].tolist() == [2]
    assert made["incident_id"].tolist() == ["a:e0"]


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": "2021-05-09", "date_end": "2021-05-09"},
        {"country": "NER", "place": "Niamey", "latitude": 13.5, "longitude": 2.1},
        {"place": "Kidal", "latitude": 18.44, "longitude": 1.41},
        {"event_type": "Protests", "sub_event_type": "Peaceful protest"},
        {"initiator_id": "mli:state_force", "target_id": "rivals"},
    ],
    ids=["day", "country", "town", "type", "actors"],
)
def test_what_contradicts_stays_apart(other):
    assert len(build(("a", "2021-05-04", [{}], []), ("b", "2021-05-05", [other], []))["incidents"]) == 2


def test_the_order_of_articles_does_not_matter():
    articles = [
        ("a", "2021-05-04", [{}], [{"best": 3}]),
        ("b", "2021-05-05", [{}], [{"best": 5}]),
        ("c", "2021-05-06", [{"place": "Kidal", "latitude": 18.4, "longitude": 1.4}], []),
    ]
    made = [
        build(*[(i, d, [dict(e) for e in es], [dict(c) for c in cs]) for i, d, es, cs in order])["incidents"]
        for order in itertools.permutations(articles)
    ]
    assert all(m.equals(made[0]) for m in made)


def one(made):
    assert len(made["incidents"]) == 1
    return made["incidents"].iloc[0]


def test_two_outlets_with_one_figure_are_not_added():
    row = one(build(("a", "2021-05-04", [{}], [{"best": 4}]), ("b", "2021-05-05", [{}], [{"best": 4}])))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (4, 4, 4)
    assert row["agreement"] == "agree"


def test_figures_that_do_not_meet_are_a_range_and_differ():
    row = one(
        build(
            (
                "a",
                "2021-05-04",
                [{}],
                [
                    {"best": 4},
                    {"best": 11, "source_id": "group", "source_text": "The Group", "source_type": "militant"},
                ],
            )
        )
    )
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (4, 4, 11)
    assert row["agreement"] == "differ"
    assert row["killed_best_source"] == "Paper a"


def test_the_loser_is_believed_before_the_one_who_inflicted_the_loss():
    army = {"best": 7, "source_id": "mli:government", "source_text": "the government", "source_type": "government"}
    group = {"best": 20, "source_id": "group", "source_text": "The Group", "source_type": "militant", "sentence_id": 2}
    row = one(build(("a", "2021-05-04", [{}], [army, group])))
    assert row["killed_best"] == 7
    assert row["killed_best_source"] == "Malian government"


def test_a_later_figure_of_the_same_claimant_supersedes():
    row = one(
        build(
            ("a", "2021-05-04", [{}], [{"best": 25, "source_id": "mli:government"}]),
            ("b", "2021-05-07", [{}], [{"best": 38, "source_id": "mli:government"}]),
        )
    )
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (38, 38, 38)


def test_different_victims_in_one_sentence_add_up():
    assert (
        one(
            build(
                (
                    "a",
                    "2021-05-04",
                    [{}],
                    [{"best": 6, "victim_text": "six officers"}, {"best": 56, "victim_text": "56 soldiers"}],
                )
            )
        )["killed_best"]
        == 62
    )


def test_sides_add_up_and_a_figure_without_a_side_is_not_added():
    rows = [
        {"best": 7},
        {"best": 3, "victim_side": "civilian", "victim_class": "civilian"},
        {"best": 9, "victim_side": "unknown", "victim_class": "unknown", "source_id": "afp", "sentence_id": 2},
    ]
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["killed_target_best"], row["killed_civilian_best"], row["killed_best"]) == (7, 3, 10)
    assert pd.isna(row["killed_unknown_best"])


@pytest.mark.parametrize(
    "left_out", [{"counting": "repeat"}, {"counting": "subset"}, {"counting": "cumulative"}, {"stance": "denies"}]
)
def test_what_does_not_count_enters_no_total(left_out):
    assert (
        one(build(("a", "2021-05-04", [{}], [{"best": 4}, {"best": 90, "sentence_id": 3} | left_out])))["killed_best"]
        == 4
    )


def test_an_open_end_opens_the_total():
    row = one(build(("a", "2021-05-04", [{}], [{"best": 4, "high": None, "quantifier": "at_least"}])))
    assert (row["killed_low"], row["killed_best"]) == (4, 4)
    assert pd.isna(row["killed_high"])


def test_nobody_counted_is_missing_and_not_zero():
    row = one(build(("a", "2021-05-04", [{}], [])))
    assert row[["killed_low", "killed_best", "killed_high", "wounded_best", "agreement"]].isna().all()


SAYS = {"source_text": "x", "source_type": "militant", "source_id": "group"}


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([], "weak"),
        ([SAYS], "weak"),
        ([SAYS, {"source_text": "the army", "source_type": "military", "source_id": "mli:state_force"}], "confirmed"),
        ([SAYS, {"source_text": "AFP", "source_type": "media", "source_id": "afp"}], "confirmed"),
        (
            [
                {"source_text": "AFP", "source_type": "media", "source_id": "afp"},
                {"source_text": "a witness", "source_type": "witness"},
            ],
            "fair",
        ),
        (
            [
                SAYS,
                {
                    "source_text": "AFP",
                    "source_type": "media",
                    "source_id": "afp",
                    "stance": "alleges",
                    "about_id": "rivals",
                },
            ],
            "contested",
        ),
    ],
)
def test_grade(claims, grade):
    event = {"claimed_by_id": "group"} if SAYS in claims else {}
    row = one(build(("a", "2021-05-04", [event], [], claims)))
    assert row["grade"] == grade, row["grade_reason"]
    assert row["grade_reason"]


def test_distance_in_kilometres():
    assert incidents.distance_km(16.27, -0.04, 16.27, -0.04) == 0
    assert incidents.distance_km(0, 0, 0, 1) == pytest.approx(111.19, abs=0.1)
    assert incidents.distance_km(None, 0, 0, 1) is None


@pytest.mark.parametrize("outcome", totals.OUTCOMES)
def test_what_is_not_left_out_adds_up_to_the_preferred_totals(sample, outcome):
    rows = sample.casualties.query("outcome == @outcome and left_out.isna() and incident_id.notna()")
    added = rows.groupby("incident_id")["best"].sum(min_count=1)
    preferred = sample.incidents.set_index("incident_id")[f"{outcome}_best"]
    assert preferred.equals(added.reindex(preferred.index).rename(preferred.name))
    assert preferred.notna().any()


def test_why_a_statement_is_left_out():
    army = {"best": 7, "source_id": "mli:government", "source_text": "the government", "source_type": "government"}
    group = {"best": 20, "source_id": "group", "source_text": "The Group", "source_type": "militant", "sentence_id": 2}
    paper = {"best": 9, "sentence_id": 3, "counting": "subset", "of_id": "a:c1"}
    made = build(("a", "2021-05-04", [{}], [dict(army), group, paper]), ("b", "2021-05-06", [{}], [army | {"best": 8}]))
    assert made["casualties"]["left_out"].fillna("").tolist() == [
        "the same claimant's later figure stands (b:c0: x)",
        "Malian government: 8 stands; the side that lost them comes before the side that inflicted it",
        "part of another row's number (a:c1)",
        "",
    ]


def test_reasons_of_a_merge_are_kept():
    made = build(("a", "2021-05-04", [{}], [{"best": 3}]), ("b", "2021-05-05", [{}], [{"best": 3}]))["incidents"]
    assert made["merged_because"].tolist() == [
        "a and b: days overlap, same place (Gao), same initiator (The Group), same target (Malian army), "
        "same number of killed (3), same type (Battles)"
    ]
    assert build(("a", "2021-05-04", [{}], []))["incidents"]["merged_because"].isna().all()


def test_claimants_differ_only_where_their_sums_do():
    """Six officers and 56 soldiers by one claimant are the 62 of another."""
    parts = [{"best": 6, "victim_text": "six officers"}, {"best": 56, "victim_text": "56 soldiers"}]
    whole = {"best": 62, "source_id": "mli:government", "source_type": "government", "sentence_id": 2}
    assert one(build(("a", "2021-05-04", [{}], [*parts, whole])))["agreement"] == "agree"


def test_captured_abducted_and_missing_have_totals():
    rows = [{"best": 2, "outcome": "captured"}, {"best": 3, "outcome": "abducted"}, {"best": 4, "outcome": "missing"}]
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["captured_best"], row["abducted_best"], row["missing_best"]) == (2, 3, 4)
    assert pd.isna(row["killed_best"])


def test_victims_of_another_class_without_a_side_are_added():
    rows = [
        {"best": 1, "victim_class": "peacekeeper"},
        {"best": 15, "victim_class": "armed_group", "victim_side": "unknown", "source_id": "afp", "sentence_id": 2},
    ]
    row = one(build(("a", "2021-05-04", [{"initiator_id": None}], rows)))
    assert (row["killed_best"], row["killed_target_best"], row["killed_unknown_best"]) == (16, 1, 15)


def test_an_unnamed_officer_is_not_the_army():
    army = {"best": 10, "source_id": "mli:state_force", "source_text": "the army", "source_type": "military"}
    officer = army | {"best": 30, "source_text": "a senior officer", "sentence_id": 2}
    row = one(build(("a", "2021-05-04", [{}], [dict(army), dict(officer)])))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (10, 10, 30)
    assert (row["agreement"], row["n_origins"]) == ("differ", 2)


def test_a_newer_number_in_one_sentence_but_another_claim_replaces():
    texts = [
        {"best": 1000, "source_text": "the group", "source_id": "group"},
        {"best": 3500, "source_text": "a later text", "source_id": "group"},
    ]
    assert one(build(("a", "2021-05-04", [{}], texts)))["killed_best"] == 3500


def test_an_older_state_of_a_toll_is_replaced_wherever_it_stands():
    rows = [
        {"best": 38, "source_id": "mli:government"},
        {"best": 25, "source_id": "mli:government", "sentence_id": 4, "of_id": "a:c0"},
    ]
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (38, 38, 38)


def test_a_count_of_both_sides_that_is_divided_counts_by_its_parts():
    rows = [
        {"best": 12, "victim_side": "mixed", "victim_class": "mixed"},
        {"best": 8, "victim_side": "target", "counting": "subset", "of_id": "a:c0"},
        {"best": 4, "victim_side": "initiator", "victim_class": "armed_group", "counting": "subset", "of_id": "a:c0"},
    ]
    made = build(("a", "2021-05-04", [{}], rows))
    row = one(made)
    assert (row["killed_best"], row["killed_target_best"], row["killed_initiator_best"]) == (12, 8, 4)
    assert made["casualties"]["left_out"].fillna("").tolist() == ["its parts stand for it, each on its side", "", ""]


def test_attackers_killed_by_the_relief_are_the_initiators_dead():
    events = [{}, {"initiator_id": "mli:state_force", "target_id": "group"}, {}]
    rows = [
        {"best": 9},
        {
            "best": 40,
            "event": 1,
            "victim_id": "group",
            "victim_class": "armed_group",
            "sentence_id": 4,
            "incident_id": "a:e0",
        },
    ]
    made = build(("a", "2021-05-04", [e | {"incident_id": "a:e0"} for e in events], [dict(r) for r in rows]))
    row = one(made)
    assert (row["killed_initiator_best"], row["killed_target_best"]) == (40, 9)


def test_sources_are_at_least_as_many_as_origins(sample):
    assert (sample.incidents["n_sources"] >= sample.incidents["n_origins"]).all()


def test_bare_numbers_are_not_added_for_an_actor_that_is_only_inferred():
    group = {"source_id": "group", "source_text": "The Group", "source_type": "militant"}
    rows = [
        group | {"best": 200, "victim_text": "200", "victim_id": "mli:state_force"},
        group | {"best": 173, "victim_text": "173", "victim_id": "rivals", "sentence_id": 9},
    ]
    assert one(build(("a", "2021-05-04", [{}], rows)))["killed_best"] == 200


def test_a_figure_for_all_sides_is_no_figure_of_the_side_attacked():
    dead = [("doctor", "civilian", 20), ("doctor", "target", 4), ("paper", "civilian", 19), ("paper", "target", 5)]
    rows = [
        {"best": best, "victim_side": side, "victim_class": {"target": "state"}.get(side, side), "sentence_id": number}
        | {"source_id": pd.NA, "source_text": who, "source_type": "witness"}
        for number, (who, side, best) in enumerate(dead)
    ]
    rows.append(
        {"best": 24, "victim_side": "unknown", "victim_class": "unknown", "source_type": "outlet", "sentence_id": 9}
    )
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (23, 24, 25)
    assert ";" not in row["killed_best_source"]  # the sum is one claimant's, not one side's of each


def test_who_frees_the_hostages_is_no_rival_of_who_took_them():
    freed = {
        "event_type": "Strategic developments", "sub_event_type": "Other", "initiator_id": "mli:state_force",
        "target_id": None, "claimed_by_id": "rivals", "incident_id": "a:e0",
    }  # fmt: skip
    row = one(build(("a", "2021-05-04", [{"claimed_by_id": "group"}, freed], [{"best": 3}])))
    assert row["grade"] != "contested"


def test_a_battle_told_from_the_other_side_is_the_same():
    turned = {"initiator_id": "mli:state_force", "target_id": "group"}
    made = build(("a", "2021-05-04", [{}], []), ("b", "2021-05-05", [turned], []))["incidents"]
    assert made["n_articles"].tolist() == [2]


def test_a_toll_told_with_the_retaking_is_that_of_the_whole_operation():
    retaken = {"sub_event_type": "Government regains territory", "date_start": "2021-05-06", "date_end": "2021-05-06",
               "incident_id": "a:e0", "rule": "regains:territory"}  # fmt: skip
    told = [
        {"best": 20},
        {"best": 22, "event": 1, "incident_id": "a:e0"}
        | {"source_text": "AFP", "source_id": "afp", "source_type": "media"},
    ]
    assert one(build(("a", "2021-05-07", [{}, retaken], told)))["killed_best"] == 20
    another = retaken | {"sub_event_type": "Armed clash", "rule": "test"}
    assert one(build(("a", "2021-05-07", [{}, another], told)))["killed_best"] == 42


def test_an_article_without_a_day_is_not_the_newest():
    made = build(("a", "2021-05-04", [{}], [{"best": 12}]), ("b", None, [{}], [{"best": 9}]))
    assert one(made)["killed_best"] == 12


def test_one_person_is_no_rival_of_a_count():
    he = {
        "best": 1,
        "text": "he",
        "victim_text": "he",
        "source_text": "AFP",
        "source_id": "afp",
        "source_type": "media",
    }
    row = one(build(("a", "2021-05-04", [{}], [{"best": 12, "text": "12 soldiers"}]), ("b", "2021-05-05", [{}], [he])))
    assert (row["killed_low"], row["killed_best"]) == (12, 12)
    row = one(
        build(("a", "2021-05-04", [{}], [{"best": 12}]), ("b", "2021-05-05", [{}], [he | {"text": "one soldier"}]))
    )
    assert (row["killed_low"], row["killed_best"]) == (1, 1)


def test_as_many_events_of_one_group_in_the_same_days_are_the_same():
    many = {"text": "five operations", "place": "Mali", "where_prec": 6, "latitude": None, "longitude": None}
    made = build(("a", "2021-05-04", [many], []), ("b", "2021-05-05", [many], []))["incidents"]
    assert made["n_articles"].tolist() == [2]
    made = build(("a", "2021-05-04", [many], []), ("b", "2021-05-05", [many | {"text": "raids"}], []))["incidents"]
    assert made["n_articles"].tolist() == [1, 1]


@pytest.mark.parametrize(("in_words", "best"), [((40, None), None), ((None, None), 3), ((2, None), None)])
def test_no_preferred_number_is_below_the_lowest(in_words, best):
    """ "Scores of attackers and three soldiers": 43 or more, and nobody says how many."""
    low, high = in_words
    attackers = {
        "best": None,
        "low": low,
        "high": high,
        "quantifier": "vague",
        "victim_side": "initiator",
        "victim_class": "armed_group",
    }
    row = one(build(("a", "2021-05-04", [{}], [attackers, {"best": 3}])))
    assert row["killed_low"] == 3 + (low or 0)
    assert (None if pd.isna(row["killed_best"]) else row["killed_best"]) == best
    assert row["killed_target_best"] == 3


def test_another_version_of_who_the_dead_were_is_not_added():
    fighters = {"best": 8, "victim_class": "armed_group", "victim_side": "target", "source_id": "mli:state_force"}
    farmers = {
        "best": 4,
        "victim_class": "civilian",
        "victim_side": "civilian",
        "source_id": "afp",
        "rule": totals.WHO_THEY_WERE,
    }
    made = build(("a", "2021-05-04", [{}], [fighters, farmers]))
    row = one(made)
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (4, 8, 8)
    assert row["agreement"] == "differ"
    assert "another version" in made["casualties"].set_index("casualty_id")["left_out"]["a:c1"]
    row = one(build(("a", "2021-05-04", [{}], [fighters | {"source_id": "afp"}, farmers])))
    assert row["killed_best"] == 12, "who counts both means different people"


def test_the_toll_of_a_place_taken_back_is_that_of_all_its_events():
    """374 of the attackers in all, told with the end of the battle; the 250 of six days before are among them."""
    fight = {"date_start": "2021-05-03", "date_end": "2021-05-04"}
    back = {
        "sub_event_type": "Government regains territory",
        "rule": "regains:territory",
        "date_start": "2021-05-04",
        "date_end": "2021-05-04",
    }
    losses = {"victim_side": "initiator", "victim_class": "armed_group", "source_id": "mli:state_force"}
    row = one(
        build(
            (
                "a",
                "2021-05-05",
                [fight, back | {"incident_id": "a:e0"}],
                [
                    losses | {"best": 374, "event": 1, "incident_id": "a:e0"},
                    losses | {"best": 250, "sentence_id": 2, "victim_text": "250 attackers", "start": 9},
                ],
            )
        )
    )
    assert row["killed_best"] == 374


def test_a_third_party_that_counts_all_comes_before_parties_that_count_a_side():
    """A clinic has ten dead of all sides; the army admits three, and claims to have killed nine."""
    both = {
        "best": 10,
        "victim_side": "mixed",
        "victim_class": "mixed",
        "victim_text": "10",
        "source_id": "afp",
        "source_text": "AFP",
    }
    army = {"source_id": "mli:state_force", "source_text": "army", "source_type": "military", "sentence_id": 2}
    own = army | {"best": 3, "start": 9}
    foes = army | {
        "best": 9,
        "start": 19,
        "victim_side": "initiator",
        "victim_class": "armed_group",
        "victim_text": "fighters",
    }
    made = build(("a", "2021-05-04", [{}], [both, own, foes]))
    row = one(made)
    assert (row["killed_best"], row["killed_best_source"]) == (10, "AFP")
    assert "a third party's number" in made["casualties"].set_index("casualty_id")["left_out"]["a:c1"]


def test_of_two_who_count_both_sides_one_speaks_for_both():
    """An army has 20 civilians and four soldiers, an agency 19 and five: never 20 of the one and five of the other."""
    civil = {"victim_side": "civilian", "victim_class": "civilian", "victim_text": "civilians"}
    army = {"source_id": "mli:state_force", "source_text": "army", "source_type": "military"}
    afp = {"source_id": "afp", "source_text": "AFP", "source_type": "media", "sentence_id": 3}
    rows = [
        army | civil | {"best": 20},
        army | {"best": 4, "start": 9},
        afp | civil | {"best": 19, "start": 19},
        afp | {"best": 5, "start": 29},
    ]
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["killed_civilian_best"], row["killed_target_best"], row["killed_best_source"]) == (19, 5, "AFP")


def test_who_denies_civilian_dead_gives_another_version():
    """A monitor has 17 civilians; the army denies that any died, and counts 21 rebels."""
    civil = {"victim_side": "civilian", "victim_class": "civilian", "victim_text": "civilians"}
    army = {"source_id": "mli:state_force", "source_text": "army", "source_type": "military", "sentence_id": 2}
    rows = [
        civil | {"best": 17, "source_id": "afp", "source_text": "AFP", "source_type": "media"},
        army | civil | {"best": None, "low": None, "high": None, "stance": "denies", "start": 9},
        army | {"best": 21, "victim_class": "armed_group", "victim_text": "21 rebels", "start": 19},
    ]
    row = one(build(("a", "2021-05-04", [{}], rows)))
    assert (row["killed_best"], row["killed_high"]) == (17, 21)


def test_who_denies_any_dead_takes_nobody_elses_number_away():
    """ "No child was killed" beside 41 dead people and six gang members."""
    people = {
        "best": 41,
        "victim_side": "unknown",
        "victim_class": "unknown",
        "victim_text": "41 people",
        "sentence_id": 2,
    }
    gang = {
        "best": 6,
        "victim_side": "initiator",
        "victim_class": "armed_group",
        "victim_text": "six members",
        "sentence_id": 3,
    }
    none = {
        "best": 0,
        "victim_side": "civilian",
        "victim_class": "civilian",
        "victim_text": "any children",
        "sentence_id": 4,
    }
    denying = none | {"source_id": "group", "source_text": "The Group", "source_type": "militant"}
    assert one(build(("a", "2021-05-04", [{}], [people, gang, denying])))["killed_best"] == 47
