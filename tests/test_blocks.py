"""Blocks of groups of events: no likely pair is lost, and what no chain connects can be merged apart."""

import random
from itertools import combinations

import pandas as pd
import pytest
from test_incidents import build

from lwj_analysis import incidents, store
from lwj_analysis.incidents import blocks, merging
from lwj_analysis.incidents.actors import Actors
from lwj_analysis.incidents.blocks import Group, chains, keys, pairs
from lwj_analysis.schema import FRAMES

TOWNS = [("Gao", 16.27, -0.04), ("Gao city", 16.40, 0.03), ("Douna", 16.27, 0.24), ("Far", 18.4, 1.4), ("Suva", -18.1, 179.9),
         ("Taveuni", -18.1, -179.9), ("North", 69.9, 20.0), ("Norther", 70.1, 20.3)]  # fmt: skip


def made_up(seed, size=90):
    """Frames of articles that tell of a few days, towns and figures at random."""
    luck = random.Random(seed)
    articles = []
    for number in range(size):
        town, latitude, longitude = luck.choice(TOWNS)
        day = pd.Timestamp("2021-05-01") + pd.Timedelta(days=luck.randrange(7))
        dated = {"date_start": day, "date_end": day + pd.Timedelta(days=luck.choice([0, 0, 3]))}
        event = {
            "place": luck.choice([town, town, None]), "latitude": latitude, "longitude": longitude,
            "country": luck.choice(["MLI", "MLI", "MLI", "NER", None]), "where_prec": luck.choice([1, 1, 2, 3, 6]),
            "initiator_id": luck.choice(["group", "group", "rivals", None]), "target_id": luck.choice(["mli:state_force", None]),
        } | luck.choice([dated, dated, {"date_start": None, "date_end": None}])  # fmt: skip
        told = day + pd.Timedelta(days=luck.randrange(10))
        articles.append((f"a{number:03}", told, [event], [{"best": luck.choice([1, 4, 4, 9])}]))
    return build(*articles)


def ready(tables):
    """Groups and actors of frames, as a merge sees them."""
    events = incidents.with_place_names(store._own_incidents(tables["events"]), tables["places"])
    rows = store._own_incidents(tables["casualties"])
    return merging.groups_of(events, rows, tables["articles"]), Actors.of(tables["actors"])


@pytest.mark.parametrize("seed", range(8))
def test_no_likely_pair_is_lost(seed):
    groups, known = ready(made_up(seed))
    all_pairs = {
        (a.key, b.key)
        for a, b in combinations(groups, 2)
        if (a.countries or {None}) & (b.countries or {None}) and blocks.weeks(a) & blocks.weeks(b)
        if merging._score(a, b, known) >= merging.ENOUGH
    }
    found = merging.likely(groups, known)
    assert {(a, b) for _, a, b in found} == all_pairs
    assert len(found) == len(all_pairs) > 10
    assert len(list(pairs(groups))) < len(groups) * (len(groups) - 1) / 4


@pytest.mark.parametrize("seed", range(8))
def test_what_no_chain_connects_can_be_merged_apart(seed):
    groups, known = ready(made_up(seed))
    by_key = {g.key: g for g in groups}
    likely = merging.likely(groups, known)
    whole = merging.joined(groups, likely, known)
    linked = merging.independent({}, likely)
    parts = [*linked, *([key] for key in by_key if not any(key in part for part in linked))]
    assert len(parts) > 5
    assert sorted(key for part in parts for key in part) == sorted(by_key)
    ids, because = {}, {}
    for part in reversed(parts):
        its = set(part)
        merged = merging.joined([by_key[k] for k in part], [p for p in likely if p[1] in its], known)
        ids |= merged.ids
        because |= merged.because
    assert (ids, because) == (whole.ids, whole.because)


def test_groups_that_people_joined_stay_together():
    one, other, third = (Group(key, {key}, [], marks=marks) for key, marks in (("a", {"join-1"}), ("b", set()), ("c", {"join-1"})))  # fmt: skip
    assert merging.independent({g.key: g.marks for g in (one, other, third)}, []) == [["a", "c"], ["b"]]


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ([], [["a"], ["b"], ["c"], ["d"]]),
        ([("c", "a")], [["a", "c"], ["b"], ["d"]]),
        ([("d", "c"), ("b", "c"), ("d", "b")], [["a"], ["b", "c", "d"]]),
    ],
)
def test_chains(links, found):
    assert chains("abcd", links) == found


@pytest.mark.parametrize(
    "place", [{"latitude": None}, {"where_prec": 3}, {"where_prec": None}, {"longitude": float("nan")}]
)
def test_a_place_without_an_exact_point_has_its_name_alone(place):
    at = {"place_name": "Gao", "latitude": 16.27, "longitude": -0.04, "where_prec": 1} | place
    group = Group("g", {"a"}, [], starts=[pd.Timestamp("2021-05-03")], ends=[pd.Timestamp("2021-05-03")], places=[at])
    assert {sign for _, _, sign in keys(group)} == {("name", "gao")}


def _own(tables):
    """Frames with each article's own incidents."""
    own = {name: store._own_incidents(tables[name]) for name in ("events", "casualties", "claims")}
    return tables | own | {"events": incidents.with_place_names(own["events"], tables["places"])}


def _same(one, other):
    rows = [FRAMES["incidents"].born(told.rows) for told in (one, other)]
    sides = one.victim_side.equals(other.victim_side) and one.left_out.equals(other.left_out)
    return one.ids == other.ids and rows[0].equals(rows[1]) and sides


def test_what_was_told_is_remembered_and_told_anew_where_something_changed(tmp_path):
    """The same rows as without a memory; an article more, a figure or an actor that changed cost only what they touch."""
    tables, asked = made_up(1), []

    def counted(function, parts):
        for part in parts:
            asked.append(part.tables["events"]["incident_id"].nunique())
            yield function(part)

    def told(tables):
        memory = incidents.Remembered(tmp_path, code="c0de")
        asked.clear()
        found = incidents.tell(_own(tables), size=7, memory=memory, spread=counted)
        memory.save()
        assert _same(found, incidents.tell(_own(tables), size=7))
        return sum(asked)

    every = told(tables)
    assert told(tables) == 0
    changed = tables["casualties"].assign(best=tables["casualties"]["best"].where(tables["casualties"].index != 5, 77))
    assert 0 < told(tables | {"casualties": changed}) < every
    other = tables["articles"].assign(
        publisher=tables["articles"]["publisher"].where(tables["articles"].index != 3, "X")
    )
    assert 0 < told(tables | {"articles": other}) < every
    renamed = tables["actors"].assign(name=tables["actors"]["name"] + " II")
    assert told(tables | {"actors": renamed}) > every / 2
    (tmp_path / "told" / "c0de.parquet").write_bytes(b"no parquet")
    assert told(tables) == every


@pytest.mark.parametrize("merge", [True, False])
@pytest.mark.parametrize("size", [7, 40])
@pytest.mark.parametrize("seed", range(2))
def test_parts_tell_the_same_incidents(seed, size, merge):
    """However the groups are cut into parts, and in whatever order these are told."""
    tables = made_up(seed)
    told_of = {
        name: tables[name].assign(incident_id=tables[name]["article_id"] + ":e0")
        for name in ("events", "casualties", "claims")
    }
    own = {name: store._own_incidents(df) for name, df in told_of.items()}
    own["events"] = incidents.with_place_names(own["events"], tables["places"])
    whole = incidents.tell(tables | own, merge=merge)
    cut = []

    def backwards(function, parts):
        cut.append(list(parts))
        return [function(part) for part in reversed(cut[-1])]

    told = incidents.tell(tables | own, merge=merge, spread=backwards, size=size)
    assert [len(parts) > 1 for parts in cut] == ([True, True] if merge else [True])
    assert told.ids == whole.ids
    assert FRAMES["incidents"].born(told.rows).equals(FRAMES["incidents"].born(whole.rows))
    assert told.victim_side.equals(whole.victim_side)
    assert told.left_out.equals(whole.left_out)
    assert any(row["n_articles"] > 1 for row in told.rows) == merge
