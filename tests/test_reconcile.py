"""Reconciling with a user's own download: moved days, other spellings, other numbers, rows on one side only."""

import gzip
import itertools
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from made_incidents import frames_of
from paths import ARTICLES

import lwj_analysis as lwj
from lwj_analysis import cli
from lwj_analysis.exports.told import SAID
from lwj_analysis.reconciliation import names, theirs
from lwj_analysis.reconciliation.matching import COLUMNS

ACLED = {
    "event_id_cnty": "MLI1", "event_date": "2019-10-01", "time_precision": 1, "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "JNIM: Group for Support of Islam and Muslims", "assoc_actor_1": "", "actor2": "Military Forces of Mali (2013-2020)",
    "assoc_actor_2": "", "iso": 466, "country": "Mali", "admin1": "Gao", "location": "Gao", "latitude": 16.2717, "longitude": -0.0447,
    "geo_precision": 1, "fatalities": 5,
}  # fmt: skip
UCDP = {
    "id": 101, "type_of_violence": 1, "side_a": "Government of Mali", "side_b": "JNIM", "country": "Mali", "country_id": 432,
    "where_coordinates": "Gao town", "adm_1": "Gao region", "where_prec": 1, "latitude": 16.2717, "longitude": -0.0447,
    "date_start": "2019-10-01 00:00:00.000", "date_end": "2019-10-01 00:00:00.000", "date_prec": 1, "best": 5, "low": 5, "high": 5,
}  # fmt: skip


def download(path, *rows, base=ACLED, **how):
    """Their file with these rows, each a dictionary of what differs from ``base``."""
    key = "event_id_cnty" if base is ACLED else "id"
    numbered = [{**base, key: f"MLI{n}" if base is ACLED else 100 + n, **row} for n, row in enumerate(rows, start=1)]
    pd.DataFrame(numbered, columns=list(base)).to_csv(path, index=False, **how)
    return path


def compared(tmp_path, ours, rows, *, base=ACLED, told=None, **limits):
    """The comparison of made-up incidents with made-up rows, as dictionaries with None for NA."""
    found = lwj.reconcile(
        frames_of(*ours, **(told or {})), download(tmp_path / "theirs.csv", *rows, base=base), **limits
    )
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in found.to_dict("records")]


def one(tmp_path, ours, row, **more):
    """The status and row of one incident beside one row of theirs."""
    found = compared(tmp_path, [ours], [row], **more)
    return found[0]["status"], found[0]


@pytest.mark.parametrize("base", [ACLED, UCDP], ids=["acled", "ucdp"])
def test_the_same_incident_is_found_with_no_difference(tmp_path, base):
    status, row = one(tmp_path, {"killed": 5}, {}, base=base)
    assert status == "both"
    assert row["days_apart"] == 0
    assert row["km_apart"] < 1
    assert row["same_actors"] == "Group for Support of Islam and Muslims, Malian armed forces"
    assert row["killed_difference"] == 0
    assert row["score"] >= 0.97
    assert "killed" not in (row["differences"] or "")
    assert "actors" not in (row["differences"] or "")


@pytest.mark.parametrize(
    ("theirs_changed", "status", "said"),
    [
        ({"event_date": "2019-10-02"}, "both", "day: ours 2019-10-01, theirs 2019-10-02"),
        ({"event_date": "2019-10-03"}, "both", "day: ours 2019-10-01, theirs 2019-10-03"),
        ({"event_date": "2019-09-29"}, "both", "day: ours 2019-10-01, theirs 2019-09-29"),
        ({"event_date": "2019-10-04"}, "only_ours", ""),
        (
            {"event_date": "2019-10-03", "time_precision": 2},
            "both",
            "day: ours 2019-10-01, theirs 2019-09-30 to 2019-10-06",
        ),
        ({"event_date": "2019-10-07", "time_precision": 2}, "only_ours", ""),
        (
            {"event_date": "2019-10-15", "time_precision": 3},
            "both",
            "day: ours 2019-10-01, theirs 2019-10-01 to 2019-10-31",
        ),
        ({"event_date": "2019-11-15", "time_precision": 3}, "only_ours", ""),
        ({"fatalities": 9}, "both", "killed: ours 5-5-5 (low-best-high), theirs 9"),
        ({"fatalities": 0}, "both", "killed: ours 5-5-5 (low-best-high), theirs 0"),
        ({"location": "Gaô", "latitude": "", "longitude": ""}, "both", ""),
        ({"location": "Wabaria", "latitude": 16.22}, "both", "place: ours Gao, theirs Wabaria (6 km apart)"),
        ({"location": "Gao", "latitude": 12.0}, "only_ours", ""),
        ({"location": "Mopti", "admin1": "Mopti", "latitude": 14.49, "longitude": -4.19}, "only_ours", ""),
        ({"actor1": "Katiba Macina", "actor2": "Military Forces of Mali (2020-)"}, "both", "actors: ours"),
        ({"actor1": "Unidentified Armed Group (Mali)"}, "both", "actors: ours"),
        (
            {"actor1": "Rioters (Mali)", "actor2": "Police Forces of Niger (2011-2021)", "fatalities": 1},
            "only_ours",
            "",
        ),
        ({"event_type": "Explosions/Remote violence"}, "both", "type: ours Battles, theirs Explosions/Remote violence"),
        ({"event_type": "Protests"}, "only_ours", ""),
        ({"country": "Niger", "iso": 562}, "only_ours", ""),
    ],
)
def test_what_may_differ_and_what_not(tmp_path, theirs_changed, status, said):
    found, row = one(tmp_path, {"killed": 5}, theirs_changed)
    assert found == status, row["reasons"]
    assert said in (row["differences"] or "")


@pytest.mark.parametrize(
    ("theirs_changed", "status"),
    [
        ({"date_start": "2019-09-28", "date_end": "2019-10-04", "date_prec": 3}, "both"),
        ({"side_b": "IS", "best": 50, "low": 40, "high": 60}, "both"),
        ({"side_a": "Government of Niger", "side_b": "IS", "best": 50, "low": 40, "high": 60}, "only_ours"),
        ({"where_prec": 4, "latitude": 16.9, "longitude": -0.5, "where_coordinates": "Gao region"}, "both"),
        ({"where_prec": 6, "latitude": 17.35, "longitude": -3.5, "where_coordinates": "Mali", "adm_1": ""}, "both"),
        (
            {
                "where_prec": 6,
                "latitude": 17.35,
                "longitude": -3.5,
                "where_coordinates": "Mali",
                "adm_1": "",
                "best": 9,
                "low": 9,
                "high": 9,
            },
            "only_ours",
        ),
    ],
)
def test_rough_days_and_places_of_ucdp(tmp_path, theirs_changed, status):
    assert one(tmp_path, {"killed": 5}, theirs_changed, base=UCDP)[0] == status


def test_an_incident_without_dead_that_is_no_fight_is_not_looked_for_in_ucdp(tmp_path):
    protest = {"event_type": "Protests", "sub_event_type": "Peaceful protest", "target_id": None}
    assert one(tmp_path, protest, {}, base=UCDP)[0] == "only_ours"


def test_one_to_one_the_best_first_and_the_rest_told(tmp_path):
    rows = compared(tmp_path, [{"killed": 5}], [{"fatalities": 4}, {}, {"event_date": "2019-10-02"}])
    assert [(r["status"], r["their_id"]) for r in rows] == [
        ("both", "MLI2"),
        ("only_theirs", "MLI1"),
        ("only_theirs", "MLI3"),
    ]
    assert "2 more of their rows would do (MLI1, MLI3), 0 as well as this one" in rows[0]["reasons"]
    assert "which MLI2 fits better" in rows[1]["reasons"]


def test_two_of_ours_for_one_of_theirs(tmp_path):
    rows = compared(tmp_path, [{"killed": 4}, {"killed": 5}], [{}])
    assert [(r["status"], r["incident_id"]) for r in rows] == [("both", "a1:e0"), ("only_ours", "a0:e0")]
    assert "which our a1:e0 fits better" in rows[1]["reasons"]


def test_the_order_of_their_file_does_not_matter(tmp_path):
    ours = frames_of(
        {"killed": 5}, {"killed": 3, "date_start": "2019-10-02", "date_end": "2019-10-02"}, {"killed": 5, "place": None}
    )
    rows = [
        {},
        {"fatalities": 3},
        {"event_date": "2019-10-02"},
        {"location": "Ansongo", "latitude": 15.66, "longitude": 0.5},
    ]
    rows = [{"event_id_cnty": f"MLI{n}", **row} for n, row in enumerate(rows)]
    found = [
        set(zip(df["incident_id"].fillna("-"), df["their_id"].fillna("-"), strict=True))
        for order in itertools.permutations(rows)
        for df in [lwj.reconcile(ours, download(tmp_path / "theirs.csv", *order))]
    ]
    assert all(pairs == found[0] for pairs in found)


def test_rows_on_one_side_only_say_why(tmp_path):
    nowhere = {"country": None, "place": None, "latitude": None, "longitude": None}
    ours = [nowhere, {"date_start": "2015-01-01", "date_end": "2015-01-01"}]
    theirs_rows = [{"country": "Kenya", "iso": 404, "location": "Garissa"}, {"event_date": "2016-01-01"}]
    rows = compared(tmp_path, ours, theirs_rows)
    assert [r["status"] for r in rows] == ["only_ours", "only_ours", "only_theirs", "only_theirs"]
    assert rows[0]["reasons"] == "they have no row of that country, time and place"
    assert rows[1]["reasons"] == "ours has no country"
    assert [r["in_scope"] for r in rows] == [True, True, False, False]
    assert rows[2]["their_country"] == "KEN"


def test_an_undated_incident_is_looked_for_before_its_article(tmp_path):
    undated = {"killed": 5, "date_start": None, "date_end": None, "date_prec": None}
    status, row = one(tmp_path, undated, {"event_date": "2019-09-25"})
    assert status == "both"
    assert row["days_apart"] is None
    assert "day: ours open, theirs 2019-09-25" in row["differences"]
    assert one(tmp_path, undated, {"event_date": "2019-10-05"})[0] == "only_ours"


def test_limits_can_be_set(tmp_path):
    assert one(tmp_path, {"killed": 5}, {"event_date": "2019-10-06"}, days=7)[0] == "both"
    far = {"location": "Ansongo", "latitude": 15.66, "longitude": 0.5}
    assert one(tmp_path, {"killed": 5}, far)[0] == "only_ours"
    assert one(tmp_path, {"killed": 5}, far, km=150)[0] == "both"


@pytest.mark.parametrize(
    ("actor", "name", "same"),
    [
        ("jnim", "JNIM", True),
        ("jnim", "Jama'at Nusrat al-Islam wal-Muslimin", True),
        ("jnim", "Group for Support of Islam and Muslims and/or Islamic State (Sahel)", True),
        ("jnim", "Ansaroul Islam", False),
        ("mli:state_force", "Military Forces of Mali (2020-2021)", True),
        ("mli:state_force", "Military Forces of Mali (2020-2021) Special Forces", True),
        ("mli:state_force", "Government of Mali", True),
        ("mli:police", "Police Forces of Mali (2013-2020) Gendarmerie", True),
        ("mli:state_force", "Military Forces of Niger (2011-2021)", False),
        ("usa:state_force", "Government of United States of America", True),
        ("usa:state_force", "Military Forces of the United States (2017-2021)", True),
        ("villagers", "Civilians (Mali)", True),
        ("villagers", "Civilians", True),
        ("jnim", "Civilians (Mali)", False),
        (
            "minusma",
            "MINUSMA: United Nations Multidimensional Integrated Stabilization Mission in Mali (2013-2023)",
            True,
        ),
    ],
)
def test_names_of_one_actor(actor, name, same):
    ours = names.of_ours(frames_of({}))[actor]
    assert names.same(ours, names.of_theirs(name)) == same


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Government of DR Congo (Zaire)", "COD"),
        ("Government of Yemen (North Yemen)", "YEM"),
        ("Military Forces of the Democratic Republic of Congo (2019-)", "COD"),
        ("Government of Myanmar (Burma)", "MMR"),
        ("Police Forces of Ivory Coast (2011-)", "CIV"),
        ("Government of Russia (Soviet Union)", "RUS"),
        ("Islamic State (Mali)", None),
    ],
)
def test_whose_arm_a_name_is(name, state):
    assert names.of_theirs(name).state == state


# ---- their file


@pytest.mark.parametrize("how", ["csv", "gz", "zip", "semicolons", "tabs", "mark", "upper"])
def test_downloads_in_every_dress(tmp_path, how):
    plain = download(
        tmp_path / "plain.csv", {}, {"event_id_cnty": "MLI7"}, sep={"semicolons": ";", "tabs": "\t"}.get(how, ",")
    )
    data = plain.read_bytes()
    path = plain
    if how == "gz":
        path = tmp_path / "d.csv.gz"
        path.write_bytes(gzip.compress(data))
    elif how == "zip":
        path = tmp_path / "d.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("data.csv", data)
    elif how == "mark":
        path.write_bytes(b"\xef\xbb\xbf" + data)
    elif how == "upper":
        head, _, rest = data.partition(b"\n")
        path.write_bytes(head.upper() + b"\n" + rest)
    assert theirs.read(path)["their_id"].tolist() == ["MLI1", "MLI7"]


@pytest.mark.parametrize(
    "written", ["2019-10-04", "04 October 2019", "4 October 2019", "04-Oct-2019", "4-October-2019"]
)
def test_days_as_they_write_them(tmp_path, written):
    rows = theirs.read(download(tmp_path / "d.csv", {"event_date": written}))
    assert rows["start"].tolist() == [pd.Timestamp("2019-10-04")]


def test_a_country_is_known_by_its_number_where_the_name_is_not(tmp_path):
    rows = theirs.read(download(tmp_path / "d.csv", {"country": "Republik Mali"}, {"country": "Atlantis", "iso": 999}))
    assert [None if pd.isna(c) else c for c in rows["iso3"]] == ["MLI", None]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"event_date": "10/04/2019"}, r"row 2: event_date: '10/04/2019'"),
        ({"event_date": "soon"}, r"row 2: event_date: 'soon'"),
        ({"fatalities": "many"}, r"row 2: fatalities: 'many' is no number"),
        ({"latitude": "north"}, r"row 2: latitude: 'north' is no number"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_file_row_and_column(tmp_path, row, said):
    path = download(tmp_path / "theirs.csv", row)
    with pytest.raises(ValueError, match=said) as told:
        theirs.read(path)
    assert "theirs.csv" in str(told.value)


def test_a_file_of_neither_set_names_what_it_lacks(tmp_path):
    path = tmp_path / "other.csv"
    pd.DataFrame({"event_id_cnty": ["A"], "country": ["Mali"]}).to_csv(path, index=False)
    with pytest.raises(ValueError, match=r"other\.csv.*neither ACLED nor UCDP.*for ACLED it lacks event_date"):
        theirs.read(path)


def test_an_id_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"event_id_cnty: 'MLI9' stands twice"):
        theirs.read(download(tmp_path / "d.csv", {"event_id_cnty": "MLI9"}, {"event_id_cnty": "MLI9"}))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x00binary", b'a,"b\n1,2\n'])
def test_what_is_no_csv_is_named(tmp_path, content):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.csv"):
        theirs.read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        theirs.read(tmp_path / "nowhere.csv")


# ---- the whole


def test_types_and_columns(tmp_path):
    found = lwj.reconcile(frames_of({"killed": 5}), download(tmp_path / "d.csv", {}, {"event_date": "2020-01-01"}))
    assert list(found.columns) == list(COLUMNS)
    assert set(SAID) <= set(found)
    assert found["killed_best"].dtype == pd.Int64Dtype()
    assert pd.api.types.is_datetime64_any_dtype(found["their_first_day"])
    assert found["in_scope"].dtype == pd.BooleanDtype()
    both = found[found["status"].eq("both")]
    assert both[["claimant", "sentence", "title", "address", "published", "outlet"]].notna().all(axis=None)


@pytest.mark.parametrize("to", ["acled", "ucdp"])
def test_our_own_export_is_found_again(sample, tmp_path, to):
    """Nearly every dated and placed incident is matched with itself, and none with another."""
    path = lwj.export(sample, to=to, path=tmp_path / "ours.csv")
    found = lwj.reconcile(sample, path)
    both = found[found["status"].eq("both")]
    assert (both["incident_id"] == both["their_id"]).all()
    known = sample.incidents.dropna(subset=["date_start", "country", "place"])
    known = known[known["incident_id"].isin(theirs.read(path)["their_id"]) & known["date_prec"].le(2)]
    assert known["incident_id"].isin(both["incident_id"]).mean() >= 0.9


@pytest.mark.slow
def test_comparing_grows_with_the_rows_of_a_download(tmp_path):
    """300,000 rows cost no more a row than 30,000."""
    days = pd.date_range("2018-01-01", periods=1000).strftime("%Y-%m-%d")
    ours = [{"killed": n, "date_start": day, "date_end": day} for n, day in enumerate(days[:100], start=1)]
    frames = frames_of(*ours)
    few, many = (_seconds_to_compare(frames, days, rows, tmp_path / f"{rows}.csv") for rows in (30_000, 300_000))
    assert many < 12 * few


def _seconds_to_compare(frames, days, rows, path):
    """Seconds of computing against a download of so many rows."""
    download = pd.DataFrame([ACLED] * rows)
    download["event_id_cnty"] = [f"MLI{n}" for n in range(rows)]
    download["event_date"] = [days[n % 1000] for n in range(rows)]
    download["latitude"] = [10 + (n % 97) / 10 for n in range(rows)]
    download["location"] = [f"Village {n % 997}" for n in range(rows)]
    download.to_csv(path, index=False)
    before = time.process_time()
    assert len(lwj.reconcile(frames, path)) >= rows
    return time.process_time() - before


def test_the_command_writes_csv_and_workbook(tmp_path, capsys, sample):
    path = lwj.export(sample, to="acled", path=tmp_path / "theirs.csv")
    for name in ("out.csv", "out.xlsx"):
        assert cli.main(["reconcile", str(ARTICLES), "--with", str(path), "--out", str(tmp_path / name)]) == 0
        told = capsys.readouterr()
        assert told.out.strip() == str(tmp_path / name)
        assert " in both, " in told.err
    df = pd.read_csv(tmp_path / "out.csv", encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert list(df.columns) == list(COLUMNS)
    assert sheet.max_row == len(df) + 1


def test_hostile_words_of_theirs_are_text(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(
        "Raid near Gao\n\nGunmen killed five soldiers at Gao in Mali on 1 October 2019, the army said."
    )
    path = download(tmp_path / "d.csv", {"location": '=HYPERLINK("x")', "actor1": "@SUM(1)\n=2"})
    for name in ("out.csv", "out.xlsx"):
        assert cli.main(["reconcile", str(tmp_path / "a.txt"), "--with", str(path), "--out", str(tmp_path / name)]) == 0
    cells = [c for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n", "d", "b"}
    assert "'=HYPERLINK" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_errors_of_the_command(tmp_path, capsys):
    good = download(tmp_path / "d.csv", {})
    out = str(tmp_path / "out.csv")
    assert cli.main(["reconcile", str(ARTICLES), "--with", str(tmp_path / "none.csv"), "--out", out]) == 1
    assert "none.csv: no such file" in capsys.readouterr().err
    assert cli.main(["reconcile", str(ARTICLES), "--with", str(good), "--out", str(tmp_path)]) == 1
    assert "is a folder" in capsys.readouterr().err
    assert cli.main(["reconcile", str(tmp_path / "none.txt"), "--with", str(good), "--out", out]) == 1
    assert "none.txt" in capsys.readouterr().err
    for wrong in (["reconcile", "x"], ["reconcile", "x", "--with", "y"], ["reconcile", "--with", "y", "--out", "z"]):
        with pytest.raises(SystemExit) as stopped:
            cli.main(wrong)
        assert stopped.value.code == 2


def test_a_folder_and_a_zip_of_two_files_are_named(tmp_path):
    with pytest.raises(OSError, match="is a folder; name the CSV file"):
        theirs.read(tmp_path)
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.writestr("one.csv", "a")
        packed.writestr("other.csv", "b")
    with pytest.raises(ValueError, match="2 CSV files inside; there must be one"):
        theirs.read(tmp_path / "two.zip")
