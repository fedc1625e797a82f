"""Exports: the data sets' own columns and codes, value by value; nothing invented; every row can be cited; nothing runs."""

import csv
import json
import re
import shutil
import subprocess

import openpyxl
import pandas as pd
import pytest
from made_incidents import SENTENCE, frames_of
from paths import ARTICLES

import lwj_analysis as lwj
from lwj_analysis import cli
from lwj_analysis.exports import KINDS, acled, countries, flat, ucdp
from lwj_analysis.exports.told import EXTRA, SAID
from lwj_analysis.exports.writing import TABLES, acled_table, ucdp_table
from lwj_analysis.vocabulary import GRADE, SUB_EVENT_TYPE

TO_ACLED = {"dtype_backend": "numpy_nullable", "encoding": "utf-8-sig"}
DISORDERS = {"Political violence", "Demonstrations", "Political violence; Demonstrations", "Strategic developments"}
INTERACTIONS = {*range(10, 19), 20, *range(22, 29), 30, *range(33, 39), 40, *range(44, 49), 50, *range(55, 59), 60, 66, 67, 68,
                70, 77, 78, 80, 88}  # fmt: skip
REGIONS = {
    "Western Africa", "Middle Africa", "Eastern Africa", "Southern Africa", "Northern Africa", "South Asia",
    "Southeast Asia", "Middle East", "Europe", "Caucasus and Central Asia", "Central America", "South America", "Caribbean",
    "East Asia", "North America", "Oceania",
}  # fmt: skip


def acled_row(*, told=None, **incident):
    """The one ACLED row of a made-up incident, NA as None."""
    return _only(acled_table(frames_of(incident, **(told or {}))))


def ucdp_row(*, told=None, **incident):
    return _only(ucdp_table(frames_of({"killed": 5, **incident}, **(told or {}))))


def _only(df):
    (row,) = df.to_dict("records")
    return {key: None if pd.isna(value) else value for key, value in row.items()}


@pytest.fixture(scope="module")
def written(sample, tmp_path_factory):
    """The sample in every kind of file."""
    folder = tmp_path_factory.mktemp("exports")
    return {to: lwj.export(sample, to=to, path=folder / f"{to}.{to}") for to in KINDS}


# ---- ACLED: columns and the vocabulary of a whole corpus


def test_acled_columns_are_theirs_in_their_order(written):
    with written["acled"].open(encoding="utf-8-sig", newline="") as lines:
        names = next(csv.reader(lines))
    assert names == [*acled.COLUMNS, *EXTRA]
    assert len(acled.COLUMNS) == 31
    assert acled.COLUMNS[:4] == ("event_id_cnty", "event_date", "year", "time_precision")
    assert acled.COLUMNS[-4:] == ("notes", "fatalities", "tags", "timestamp")


def test_acled_reads_back_with_the_right_types(written, sample):
    df = pd.read_csv(written["acled"], parse_dates=["event_date"], **TO_ACLED)
    assert len(df) == len(sample.incidents)
    assert pd.api.types.is_datetime64_any_dtype(df["event_date"])
    for column in acled.WHOLE:
        assert df[column].dtype == pd.Int64Dtype(), column
    assert df["event_id_cnty"].is_unique
    assert set(df["event_id_cnty"]) == set(sample.incidents["incident_id"])
    text = written["acled"].read_text(encoding="utf-8-sig")
    assert not re.search(r",\d+\.0,", text), "a whole number is written as a fraction"


def test_acled_values_are_of_its_vocabulary(written):
    df = pd.read_csv(written["acled"], **TO_ACLED)
    pairs = {(sub, of) for sub, (of, _) in SUB_EVENT_TYPE.items()}
    assert set(zip(df["sub_event_type"], df["event_type"], strict=True)) <= pairs
    assert set(df["disorder_type"]) <= DISORDERS
    for column in ("inter1", "inter2"):
        assert set(df[column].dropna()) <= set(range(1, 9))
    assert set(df["interaction"].dropna()) <= INTERACTIONS
    assert set(df["time_precision"].dropna()) <= {1, 2, 3}
    assert set(df["geo_precision"].dropna()) <= {1, 2, 3}
    assert set(df["civilian_targeting"].dropna()) <= {"Civilian targeting"}
    assert set(df["region"].dropna()) <= REGIONS
    assert set(df["country"].dropna()) <= {c.acled_name for c in countries.table().values()}
    assert set(df["grade"]) <= set(GRADE)
    assert (df["event_date"].isna() == df["time_precision"].isna()).all()
    assert (df["year"].dropna() == df["event_date"].dropna().str[:4].astype(int)).all()


def test_fatalities_are_the_preferred_totals_and_else_empty(written, sample):
    df = pd.read_csv(written["acled"], **TO_ACLED).set_index("event_id_cnty")
    known = sample.incidents.set_index("incident_id")["killed_best"]
    assert df["fatalities"].reindex(known.index).equals(known.astype("Int64").rename("fatalities"))
    assert df["fatalities"].isna().any()


# ---- ACLED: value by value


@pytest.mark.parametrize(
    ("sub_event_type", "disorder"),
    [
        ("Armed clash", "Political violence"),
        ("Government regains territory", "Political violence"),
        ("Non-state actor overtakes territory", "Political violence"),
        ("Chemical weapon", "Political violence"),
        ("Air/drone strike", "Political violence"),
        ("Suicide bomb", "Political violence"),
        ("Shelling/artillery/missile attack", "Political violence"),
        ("Remote explosive/landmine/IED", "Political violence"),
        ("Grenade", "Political violence"),
        ("Sexual violence", "Political violence"),
        ("Attack", "Political violence"),
        ("Abduction/forced disappearance", "Political violence"),
        ("Peaceful protest", "Demonstrations"),
        ("Protest with intervention", "Demonstrations"),
        ("Excessive force against protesters", "Political violence; Demonstrations"),
        ("Violent demonstration", "Demonstrations"),
        ("Mob violence", "Political violence"),
        ("Agreement", "Strategic developments"),
        ("Arrests", "Strategic developments"),
        ("Change to group/activity", "Strategic developments"),
        ("Disrupted weapons use", "Strategic developments"),
        ("Headquarters or base established", "Strategic developments"),
        ("Looting/property destruction", "Strategic developments"),
        ("Non-violent transfer of territory", "Strategic developments"),
        ("Other", "Strategic developments"),
    ],
)
def test_disorder_type_of_every_sub_event(sub_event_type, disorder):
    event_type = SUB_EVENT_TYPE[sub_event_type][0]
    row = acled_row(event_type=event_type, sub_event_type=sub_event_type)
    assert (row["event_type"], row["disorder_type"]) == (event_type, disorder)


@pytest.mark.parametrize(
    ("actor", "country", "name", "inter"),
    [
        ("mli:state_force", "MLI", "Military Forces of Mali", 1),
        ("mli:state_force", "NER", "Military Forces of Mali", 8),
        ("mli:police", "MLI", "Police Forces of Mali", 1),
        ("mli:government", "MLI", "Government of Mali", 1),
        ("fra:state_force", "MLI", "Military Forces of France", 8),
        ("usa:state_force", "MLI", "Military Forces of the United States", 8),
        ("mli:state_force", None, "Military Forces of Mali", None),
        ("jnim", "MLI", "Group for Support of Islam and Muslims", 2),
        ("jnim", "BFA", "Group for Support of Islam and Muslims", 2),
        ("rivals", "MLI", "Rival Front", 3),
        ("dozos", "MLI", "Dozo hunters", 4),
        ("villagers", "MLI", "Civilians (Mali)", 7),
        ("minusma", "MLI", "MINUSMA", 8),
        ("p_leader", "MLI", "Group for Support of Islam and Muslims", 2),
        ("person:nobody", "MLI", None, None),
        (None, "MLI", None, None),
    ],
)
def test_actors_and_their_codes_at_home_and_abroad(actor, country, name, inter):
    row = acled_row(initiator_id=None, target_id=actor, country=country)
    assert (row["actor2"], row["inter2"]) == (name, inter)
    assert row["target_words"] == "soldiers"


@pytest.mark.parametrize(
    ("initiator", "target", "sub_event_type", "interaction"),
    [
        ("jnim", "mli:state_force", "Armed clash", 12),
        ("mli:state_force", "jnim", "Armed clash", 12),
        ("jnim", "fra:state_force", "Armed clash", 28),
        ("jnim", "villagers", "Attack", 27),
        ("mli:state_force", None, "Attack", 17),
        ("jnim", None, "Armed clash", None),
        (None, "jnim", "Armed clash", None),
        ("jnim", None, "Headquarters or base established", 20),
        (None, None, "Peaceful protest", 60),
        ("mli:police", None, "Excessive force against protesters", 16),
        (None, "mli:police", "Violent demonstration", 15),
        ("jnim", "person:nobody", "Armed clash", None),
    ],
)
def test_interaction(initiator, target, sub_event_type, interaction):
    event_type = SUB_EVENT_TYPE[sub_event_type][0]
    row = acled_row(initiator_id=initiator, target_id=target, event_type=event_type, sub_event_type=sub_event_type)
    assert row["interaction"] == interaction


@pytest.mark.parametrize(
    ("sub_event_type", "initiator", "target", "actor1", "inter1", "actor2", "inter2", "targeting"),
    [
        ("Attack", "jnim", None, "Group for Support of Islam and Muslims", 2, "Civilians (Mali)", 7, True),
        ("Attack", "jnim", "red_cross", "Group for Support of Islam and Muslims", 2, "Civilians (Mali)", 7, True),
        ("Attack", None, "villagers", None, None, "Civilians (Mali)", 7, True),
        ("Suicide bomb", "jnim", "villagers", "Group for Support of Islam and Muslims", 2, "Civilians (Mali)", 7, True),
        ("Suicide bomb", "jnim", "minusma", "Group for Support of Islam and Muslims", 2, "MINUSMA", 8, False),
        ("Armed clash", "jnim", "villagers", "Group for Support of Islam and Muslims", 2, "Civilians (Mali)", 7, False),
        ("Peaceful protest", None, None, "Protesters (Mali)", 6, None, None, False),
        (
            "Excessive force against protesters",
            "mli:police",
            "villagers",
            "Protesters (Mali)",
            6,
            "Police Forces of Mali",
            1,
            True,
        ),
        ("Violent demonstration", "villagers", "mli:police", "Rioters (Mali)", 5, "Police Forces of Mali", 1, False),
        ("Mob violence", None, "villagers", "Rioters (Mali)", 5, "Civilians (Mali)", 7, True),
    ],
)
def test_crowds_and_civilians(sub_event_type, initiator, target, actor1, inter1, actor2, inter2, targeting):
    event_type = SUB_EVENT_TYPE[sub_event_type][0]
    row = acled_row(initiator_id=initiator, target_id=target, event_type=event_type, sub_event_type=sub_event_type)
    assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"]) == (actor1, inter1, actor2, inter2)
    assert row["civilian_targeting"] == ("Civilian targeting" if targeting else None)


@pytest.mark.parametrize(
    ("start", "end", "prec", "event_date", "time_precision"),
    [
        ("2019-10-01", "2019-10-01", 1, "2019-10-01", 1),
        ("2019-10-01", "2019-10-03", 1, "2019-10-02", 2),
        ("2019-10-05", "2019-10-06", 2, "2019-10-05", 2),
        ("2019-10-01", "2019-10-07", 3, "2019-10-04", 2),
        ("2019-10-01", "2019-10-01", 4, "2019-10-01", 3),
        ("2019-10-01", "2019-10-31", 4, "2019-10-16", 3),
        ("2019-01-01", "2019-12-31", 5, None, None),
        ("2019-10-01", "2019-10-01", 5, None, None),
        (None, None, None, None, None),
    ],
)
def test_day_and_its_precision(start, end, prec, event_date, time_precision):
    row = acled_row(date_start=start, date_end=end, date_prec=prec)
    assert (row["event_date"], row["time_precision"]) == (event_date, time_precision)
    assert row["year"] == (int(event_date[:4]) if event_date else None)
    if start and time_precision != 1:
        assert f"Days: {start} to {end}" in row["notes"]


@pytest.mark.parametrize(("where_prec", "geo_precision"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 3), (7, None)])
def test_place_precision(where_prec, geo_precision):
    assert acled_row(told={"where_prec": where_prec})["geo_precision"] == geo_precision


def test_country_in_acled_terms():
    row = acled_row(country="COD")
    assert (row["iso"], row["country"], row["region"]) == (180, "Democratic Republic of Congo", "Middle Africa")
    assert {acled_row(country=None)[c] for c in ("iso", "country", "region")} == {None}


def test_dozens_are_no_number():
    row = acled_row(killed_low=24)
    assert row["fatalities"] is None
    assert row["killed_low"] == 24
    assert "lowest 24, preferred open" in row["notes"]


def test_nothing_is_written_into_what_is_theirs_alone():
    row = acled_row()
    assert {row[c] for c in ("admin3", "source_scale", "tags", "timestamp", "assoc_actor_1", "assoc_actor_2")} == {None}


# ---- UCDP


def test_ucdp_columns_are_theirs_in_their_order(written):
    with written["ucdp"].open(encoding="utf-8-sig", newline="") as lines:
        names = next(csv.reader(lines))
    assert names == [*ucdp.COLUMNS, *EXTRA]
    assert len(ucdp.COLUMNS) == 45
    assert ucdp.COLUMNS[:6] == ("id", "relid", "year", "active_year", "code_status", "type_of_violence")
    assert ucdp.COLUMNS[-5:] == ("best", "high", "low", "gwnoa", "gwnob")


def test_ucdp_reads_back_with_the_right_types_and_values(written, sample):
    df = pd.read_csv(written["ucdp"], parse_dates=["date_start", "date_end"], **TO_ACLED)
    assert 0 < len(df) < len(sample.incidents)
    for column in ucdp.WHOLE:
        assert df[column].dtype == pd.Int64Dtype(), column
    assert pd.api.types.is_datetime64_any_dtype(df["date_start"])
    assert set(df["type_of_violence"].dropna()) <= {1, 2, 3}
    assert set(df["where_prec"].dropna()) <= set(range(1, 8))
    assert set(df["date_prec"].dropna()) <= set(range(1, 6))
    assert set(df["event_clarity"].dropna()) <= {1, 2}
    assert set(df["region"].dropna()) <= {"Africa", "Americas", "Asia", "Europe", "Middle East"}
    assert df["priogrid_gid"].dropna().between(1, 259_200).all()
    assert (df["best"].isna() | df["best"].gt(0)).all()


def test_the_parts_are_the_whole(written):
    df = pd.read_csv(written["ucdp"], **TO_ACLED)
    parts = df[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].fillna(0).sum(axis=1)
    counted = df["best"].notna()
    assert parts[counted].tolist() == df["best"][counted].tolist()
    assert (df["low"] <= df["best"]).fillna(True).all()
    assert (df["best"] <= df["high"]).fillna(True).all()


@pytest.mark.parametrize(
    ("initiator", "target", "event_type", "kind", "side_a", "side_b", "gwnoa", "gwnob"),
    [
        (
            "jnim",
            "mli:state_force",
            "Battles",
            1,
            "Government of Mali",
            "Group for Support of Islam and Muslims",
            432,
            None,
        ),
        ("mli:police", "jnim", "Battles", 1, "Government of Mali", "Group for Support of Islam and Muslims", 432, None),
        (
            "fra:state_force",
            "jnim",
            "Battles",
            1,
            "Government of France",
            "Group for Support of Islam and Muslims",
            220,
            None,
        ),
        ("fra:state_force", "mli:state_force", "Battles", 1, "Government of France", "Government of Mali", 220, 432),
        ("jnim", "minusma", "Battles", 1, "MINUSMA", "Group for Support of Islam and Muslims", None, None),
        ("jnim", "rivals", "Battles", 2, "Group for Support of Islam and Muslims", "Rival Front", None, None),
        (
            "jnim",
            "villagers",
            "Violence against civilians",
            3,
            "Group for Support of Islam and Muslims",
            "Civilians",
            None,
            None,
        ),
        (
            "jnim",
            None,
            "Violence against civilians",
            3,
            "Group for Support of Islam and Muslims",
            "Civilians",
            None,
            None,
        ),
        ("mli:state_force", "villagers", "Violence against civilians", 3, "Government of Mali", "Civilians", 432, None),
        (None, "villagers", "Violence against civilians", None, None, "Civilians", None, None),
        (None, "mli:state_force", "Battles", None, "Government of Mali", None, 432, None),
        ("jnim", None, "Battles", None, "Group for Support of Islam and Muslims", None, None, None),
        (
            "usa:state_force",
            "jnim",
            "Battles",
            1,
            "Government of United States of America",
            "Group for Support of Islam and Muslims",
            2,
            None,
        ),
    ],
)
def test_type_of_violence_and_sides(initiator, target, event_type, kind, side_a, side_b, gwnoa, gwnob):
    row = ucdp_row(initiator_id=initiator, target_id=target, event_type=event_type)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (kind, side_a, side_b)
    assert (row["gwnoa"], row["gwnob"]) == (gwnoa, gwnob)
    assert row["dyad_name"] == (f"{side_a} - {side_b}" if side_a and side_b else None)


def test_deaths_stand_on_the_side_of_those_who_died():
    dead = {"killed_initiator_best": 3, "killed_target_best": 5, "killed_best": 8, "killed_low": 8, "killed_high": 8}
    state_attacked = ucdp_row(**dead)
    assert (state_attacked["deaths_a"], state_attacked["deaths_b"]) == (5, 3)
    state_attacks = ucdp_row(initiator_id="mli:state_force", target_id="jnim", **dead)
    assert (state_attacks["deaths_a"], state_attacks["deaths_b"]) == (3, 5)
    one_sided = ucdp_row(target_id="villagers", event_type="Violence against civilians", killed_civilian_best=2, **dead)
    assert (one_sided["deaths_a"], one_sided["deaths_b"], one_sided["deaths_civilians"]) == (3, None, 7)


@pytest.mark.parametrize(
    ("target", "victim_class", "unknown"),
    [
        ("mli:state_force", "armed_group", 5),
        ("minusma", "armed_group", 5),
        ("rivals", "state", 5),
        ("mli:state_force", "state", None),
        ("rivals", "armed_group", None),
        ("mli:state_force", "unknown", None),
        (None, "armed_group", None),
    ],
)
def test_dead_whose_words_contradict_their_side_are_of_an_unknown_side(target, victim_class, unknown):
    frames = frames_of({"killed": 5, "target_id": target})
    tables = frames.tables | {"casualties": frames.casualties.assign(victim_class=victim_class)}
    row = _only(ucdp_table(lwj.Frames(tables)))
    assert (row["deaths_unknown"], row["best"]) == (unknown, 5)
    assert sum(row[c] or 0 for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) == 5


@pytest.mark.parametrize(
    ("victim", "side", "unknown"),
    [("jnim", "target", 5), ("mli:state_force", "target", None), ("jnim", "unknown", 5), (None, "unknown", None)],
)
def test_dead_of_the_other_side_are_of_an_unknown_side(victim, side, unknown):
    frames = frames_of({"killed": 5})
    changed = frames.casualties.assign(victim_id=victim, victim_side=side).astype(frames.casualties.dtypes)
    assert _only(ucdp_table(lwj.Frames(frames.tables | {"casualties": changed})))["deaths_unknown"] == unknown


def test_an_incident_without_dead_is_not_in_ucdp():
    assert len(ucdp_table(frames_of({}, {"killed": 0}, {"killed_low": 24}, {"killed": 3}))) == 2


@pytest.mark.parametrize(
    ("start", "end", "prec", "date_prec"),
    [
        ("2019-10-01", "2019-10-01", 1, 1),
        ("2019-10-05", "2019-10-06", 1, 2),
        ("2019-10-01", "2019-10-06", 2, 2),
        ("2019-10-01", "2019-10-07", 3, 3),
        ("2019-10-01", "2019-10-31", 4, 4),
        ("2019-01-01", "2019-12-31", 5, 5),
        (None, None, None, None),
    ],
)
def test_ucdp_date_precision(start, end, prec, date_prec):
    assert ucdp_row(date_start=start, date_end=end, date_prec=prec)["date_prec"] == date_prec


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [(34.53, 69.17, 179779), (-90.0, -180.0, 1), (90.0, 180.0, 259200), (16.27, -0.04, 153000)],
)
def test_priogrid_cell(latitude, longitude, cell):
    assert ucdp.priogrid(latitude, longitude) == cell


def test_country_numbers_are_whole_and_each_once():
    table = countries.table()
    for number in ("iso_numeric", "gw"):
        known = [getattr(c, number) for c in table.values() if getattr(c, number)]
        assert len(known) == len(set(known))
    assert {table[c].gw for c in ("YEM", "VNM", "CZE", "AFG", "SOM")} == {678, 816, 316, 700, 520}
    assert table["YEM"].ucdp_region == "Middle East"
    assert table["PSE"].gw is None
    assert {c.acled_region for c in table.values()} - {None} == REGIONS


# ---- GeoJSON


def test_geojson_follows_rfc_7946(written, sample):
    made = json.loads(written["geojson"].read_text(encoding="utf-8"), parse_constant=_refuse)
    assert set(made) == {"type", "features"}
    assert made["type"] == "FeatureCollection"
    assert len(made["features"]) == len(sample.incidents)
    for feature in made["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        if feature["geometry"] is not None:
            assert set(feature["geometry"]) == {"type", "coordinates"}
            assert feature["geometry"]["type"] == "Point"
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90
        assert feature["properties"]["grade"] in GRADE
        assert feature["properties"]["claimants"]
    geometries = [f["geometry"] for f in made["features"]]
    assert sum(g is not None for g in geometries) == sample.incidents["latitude"].notna().sum()


def _refuse(constant):
    raise AssertionError(f"{constant} is no JSON")


def test_longitude_comes_first_and_totals_are_whole():
    frames = frames_of({"killed": 5}, {"latitude": None, "longitude": None})
    one, two = (_feature(frames, key) for key in ("a0:e0", "a1:e0"))
    assert one["geometry"] == {"type": "Point", "coordinates": [-0.04, 16.27]}
    assert one["properties"]["killed_best"] == 5
    assert one["properties"]["claimants"][0]["claimant"] == "Army"
    assert two["geometry"] is None


def _feature(frames, key):
    from lwj_analysis.exports import geojson
    from lwj_analysis.exports.told import told

    return next(f for f in geojson.collection(list(told(frames)))["features"] if f["id"] == key)


# ---- every row can be cited


def test_every_row_carries_what_a_citation_needs(written, sample):
    for to in ("acled", "ucdp", "csv"):
        df = pd.read_csv(written[to], **TO_ACLED)
        for column in ("claimant", "sentence", "title", "article_id"):
            assert df[column].notna().all(), (to, column)
        known = df["article_id"].map(sample.articles.set_index("article_id")["publisher"])
        assert (df["outlet"].isna() == known.isna()).all()
        assert set(SAID) <= set(df)
    for feature in json.loads(written["geojson"].read_text(encoding="utf-8"))["features"]:
        assert all(feature["properties"][c] for c in ("claimant", "sentence", "title"))


def test_the_cited_sentence_is_the_claimants(sample, written):
    df = pd.read_csv(written["ucdp"], **TO_ACLED)
    counted = sample.casualties[sample.casualties["counting"].eq("count") & sample.casualties["left_out"].isna()]
    texts = sample.sentences.set_index(["article_id", "sentence_id"])["text"]
    for row in df[df["best"].notna()].itertuples():
        its = counted[counted["incident_id"].eq(row.id) & counted["article_id"].eq(row.article_id)]
        assert row.sentence in {
            " ".join(texts[key].split()) for key in zip(its["article_id"], its["sentence_id"], strict=True)
        }


def test_without_a_number_the_sentence_of_the_event_is_cited():
    frames = frames_of({})
    claim = {"claim_id": "a0:s0", "article_id": "a0", "sentence_id": 0, "incident_id": "a0:e0", "source_text": "a resident",
             "source_type": "witness"}  # fmt: skip
    assert _only(acled_table(frames))["claimant"] == "the article itself"
    claims = pd.concat([frames.claims, pd.DataFrame([claim])]).astype(frames.claims.dtypes)
    told = _only(acled_table(lwj.Frames(frames.tables | {"claims": claims})))
    assert (told["claimant"], told["sentence"]) == ("Resident", SENTENCE)


def test_an_address_that_is_not_known_is_empty_and_no_path_of_the_machine():
    row = acled_row(told={"url": None})
    assert row["address"] is None
    assert acled_row()["address"] == "https://example.org/gao"


def test_the_flat_table_has_every_statement_and_claim(written, sample):
    df = pd.read_csv(written["csv"], parse_dates=["published"], **TO_ACLED)
    assert list(df.columns) == list(flat.COLUMNS)
    assert df["row_is"].value_counts().to_dict() == {"number": len(sample.casualties), "claim": len(sample.claims)}
    assert df["row_id"].is_unique
    for column in flat.WHOLE:
        assert df[column].dtype == pd.Int64Dtype(), column
    assert all(r.words in r.sentence or " " in r.words for r in df[df["row_is"] == "number"].itertuples())


def test_the_workbook_has_the_same_rows_fixed_head_and_readable_widths(written):
    sheet = openpyxl.load_workbook(written["xlsx"]).active
    rows = list(sheet.values)
    assert list(rows[0]) == list(flat.COLUMNS)
    assert len(rows) == len(pd.read_csv(written["csv"])) + 1
    assert sheet.freeze_panes == "A2"
    widths = {sheet.cell(1, n + 1).value: d.width for n, d in enumerate(sheet.column_dimensions.values())}
    assert 8 <= min(widths.values()) <= max(widths.values()) <= 62
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}, "a cell is a formula or an error"


def test_near_copies_give_no_rows():
    frames = frames_of({"killed": 5})
    copy = frames.articles.assign(duplicate_of=frames.articles["article_id"])
    assert len(TABLES["csv"](lwj.Frames(frames.tables | {"articles": copy}))) == 0


def test_the_same_frames_give_the_same_bytes(sample, written, tmp_path):
    for to in ("acled", "ucdp", "geojson", "csv"):
        assert lwj.export(sample, to=to, path=tmp_path / to).read_bytes() == written[to].read_bytes()


# ---- hostile words

HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\n=1+1",
    "\x07\x00\x1f=1+1",
    "  =1+1",
    "line one\nline two\r\nline three\ttab",
    'quote " comma , semicolon ; end',
    "https://example.org/a b",
]


def hostile_frames(words):
    return frames_of({"killed": 5, "title": words}, title=words, publisher=words, sentence=words, claimant=words)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("to", ["acled", "ucdp", "csv"])
def test_hostile_words_are_text_in_csv(words, to, tmp_path):
    path = lwj.export(hostile_frames(words), to=to, path=tmp_path / "out.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head, row = list(csv.reader(lines))
    assert len(head) == len(row)
    for cell in row:
        assert not re.match(r"\s*[=+@]|\s*-(?![\d.]+$)", cell), cell
        assert not re.search(r"[\x00-\x1f\x7f]", cell), repr(cell)
    title = row[head.index("title")].lstrip("'")
    assert title == " ".join(re.sub(r"[\x00-\x1f]+", " ", words).strip().split("\n"))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text_in_a_workbook(words, tmp_path):
    path = lwj.export(hostile_frames(words), to="xlsx", path=tmp_path / "out.xlsx")
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {c.data_type for c in cells} <= {"s", "n", "d"}
    assert not any(c.hyperlink for c in cells)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("to", ["csv", "xlsx"])
def test_libreoffice_shows_hostile_words_as_text(to, tmp_path):
    """Opened and written anew as formulas by LibreOffice: what was text is text, and nothing was computed."""
    for number, words in enumerate(HOSTILE):
        path = lwj.export(hostile_frames(words), to=to, path=tmp_path / f"in{number}.{to}")
        run = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "fods"]
        subprocess.run([*run, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
        made = (tmp_path / f"in{number}.fods").read_text(encoding="utf-8")
        assert "table:formula" not in made, words
        assert 'xlink:href="http://evil' not in made, words


def test_geojson_keeps_hostile_words_as_they_are(tmp_path):
    path = lwj.export(hostile_frames(HOSTILE[0]), to="geojson", path=tmp_path / "out.geojson")
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["title"] == HOSTILE[0]


# ---- the command


@pytest.mark.parametrize("to", KINDS)
def test_the_command_writes_the_file(to, tmp_path, capsys, sample):
    out = tmp_path / "new" / f"file.{to}"
    assert cli.main(["export", str(ARTICLES), "--to", to, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(out)
    assert out.stat().st_size > 1000
    assert ("left out" in told.err) == (to in ("ucdp", "csv", "xlsx"))


@pytest.mark.parametrize(
    "wrong",
    [
        ["export", "x"],
        ["export", "x", "--to", "csv"],
        ["export", "x", "--out", "y"],
        ["export", "x", "--to", "gpx", "--out", "y"],
        ["export", "--to", "csv", "--out", "y"],
    ],
)
def test_usage_errors_are_status_2(wrong):
    with pytest.raises(SystemExit) as stopped:
        cli.main(wrong)
    assert stopped.value.code == 2


def test_an_unknown_kind_is_named(tmp_path):
    with pytest.raises(ValueError, match="gpx"):
        lwj.export(frames_of({}), to="gpx", path=tmp_path / "x")


def test_an_out_that_cannot_be_written_is_named_before_anything_is_read(tmp_path, capsys):
    assert cli.main(["export", str(ARTICLES), "--to", "csv", "--out", str(tmp_path)]) == 1
    assert "is a folder" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert cli.main(["export", str(ARTICLES), "--to", "csv", "--out", str(tmp_path / "file" / "x.csv")]) == 1
    told = capsys.readouterr().err
    assert "is a file, not a folder" in told
    assert "articles" not in told


def test_nothing_to_read_is_status_1_and_writes_nothing(tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert cli.main(["export", str(tmp_path / "none.txt"), "--to", "acled", "--out", str(out)]) == 1
    assert "none.txt" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("to", KINDS)
def test_articles_without_incidents_give_a_file_without_rows(to, tmp_path):
    frames = frames_of()
    path = lwj.export(frames, to=to, path=tmp_path / f"out.{to}")
    if to == "geojson":
        assert json.loads(path.read_text())["features"] == []
    elif to == "xlsx":
        assert openpyxl.load_workbook(path).active.max_row == 1
    else:
        assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 1
