"""The command as its users call it: results, messages, exit statuses."""

import json
import os
import subprocess
import sys

import pytest
from paths import ARTICLES, GOLD, ROOT

from lwj_analysis import cli, store
from lwj_analysis.kept import Store
from lwj_analysis.schema import FRAMES

GOOD = "Bomb kills three near the market\n\nA bomb killed three soldiers near Kismayo in Somalia on 2 June 2020, the police said."


@pytest.fixture
def mixed(tmp_path):
    """Good files among broken ones of every kind."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "latin.txt").write_bytes(
        "Attaque près de Gao\n\nDes hommes armés ont tué deux soldats près de Gao, a dit l’armée.".encode("cp1252")
    )
    (folder / "lines.jsonl").write_text(json.dumps({"text": GOOD + " It rained."}) + "\n{not json}\n")
    (folder / "day.csv").write_text(
        'article_id,published,text\nd1,2019-13-45,"Gunmen shot two men in Gao, police said."\n'
    )
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4")
    return folder


def test_parse_writes_a_file_a_frame(mixed, tmp_path, capsys):
    assert cli.main(["parse", str(mixed), "--out", str(tmp_path / "out"), "--format", "jsonl"]) == 0
    written = capsys.readouterr().out.split()
    assert sorted(p.rsplit("/", 1)[1] for p in written) == sorted(f"{n}.jsonl" for n in FRAMES)


def test_broken_files_are_problems_and_the_rest_is_parsed(mixed, tmp_path, capsys):
    cli.main(["parse", str(mixed), "--out", str(tmp_path / "out"), "--format", "jsonl"])
    rows = [json.loads(line) for line in (tmp_path / "out" / "problems.jsonl").read_text().splitlines()]
    told = {
        (r["source_path"].rsplit("/", 1)[1], r["kind"]) for r in rows if r["source_path"] and r["sentence_id"] is None
    }
    assert {("empty.txt", "empty"), ("binary.txt", "unreadable"), ("latin.txt", "encoding"), ("lines.jsonl", "format"),
            ("day.csv", "date"), ("scan.pdf", "refused")} <= told  # fmt: skip
    assert [r["line"] for r in rows if r["kind"] == "format"] == [2]
    assert any("2019-13-45" in r["detail"] for r in rows)
    articles = (tmp_path / "out" / "articles.jsonl").read_text().splitlines()
    assert len(articles) == 4
    assert "binary.txt" in capsys.readouterr().err


def test_nothing_parsed_is_status_1(tmp_path):
    assert cli.main(["parse", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["parse"],
        ["parse", "x"],
        ["parse", "x", "--out", "y", "--published", "soon"],
        ["parse", "x", "--out", "y", "--format", "yaml"],
        ["sing"],
        [],
    ],
)
def test_a_usage_error_is_status_2(wrong):
    with pytest.raises(SystemExit) as stopped:
        cli.main(wrong)
    assert stopped.value.code == 2


def test_published_holds_for_every_article(mixed, tmp_path):
    cli.main(["parse", str(mixed), "--out", str(tmp_path / "out"), "--format", "jsonl", "--published", "2020-06-05"])
    rows = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text().splitlines()]
    assert {(r["published"], r["published_basis"]) for r in rows} == {("2020-06-05", "user")}


def test_standard_input_is_one_article(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "lwj_analysis", "parse", "-", "--out", str(tmp_path), "--format", "csv"],
        input=GOOD,
        text=True,
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    assert "1 articles" in run.stderr
    assert "three soldiers" in (tmp_path / "casualties.csv").read_text(encoding="utf-8-sig")


def test_workers_make_no_difference(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", "")
    for number in ("1", "2"):
        assert (
            cli.main(
                ["parse", str(ARTICLES), "--out", str(tmp_path / number), "--format", "jsonl", "--workers", number]
            )
            == 0
        )
    for name in FRAMES:
        assert (tmp_path / "1" / f"{name}.jsonl").read_bytes() == (tmp_path / "2" / f"{name}.jsonl").read_bytes(), name


def test_no_merge_keeps_incidents_apart(tmp_path, sample):
    cli.main(["parse", str(ARTICLES), "--out", str(tmp_path), "--format", "jsonl", "--no-merge"])
    apart = [json.loads(line) for line in (tmp_path / "incidents.jsonl").read_text().splitlines()]
    assert {r["n_articles"] for r in apart} == {1}
    assert len(apart) > len(sample.incidents)


def test_no_merge_counts_records_that_are_worded_alike(tmp_path):
    text = "Gunmen opened fire on a police patrol in the {} area of the city. {} officers were killed in the attack."
    sheet = tmp_path / "sheet.jsonl"
    sheet.write_text(
        "".join(json.dumps({"text": text.format(*r)}) + "\n" for r in (("north", "Two"), ("south", "Three")))
    )
    cli.main(["parse", str(sheet), "--out", str(tmp_path), "--format", "jsonl", "--no-merge"])
    apart = [json.loads(line) for line in (tmp_path / "incidents.jsonl").read_text().splitlines()]
    assert sorted(r["killed_best"] for r in apart) == [2, 3]


def test_explain_prints_the_sentence(sample, capsys):
    row = sample.casualties.iloc[0]
    assert cli.main(["explain", row["casualty_id"], str(ARTICLES)]) == 0
    assert row["victim_text"] in capsys.readouterr().out


def test_explain_of_an_unknown_id_says_so(capsys):
    assert cli.main(["explain", "nobody:c1", str(ARTICLES)]) == 1
    assert "nobody:c1" in capsys.readouterr().err


def test_check_lexicons_passes_and_names_what_is_wrong(capsys, tmp_path, monkeypatch):
    assert cli.main(["check-lexicons"]) == 0
    (tmp_path / "actors.toml").write_text('[x]\nname = "X"\ntype = "club"\nwhy = "test"\n')
    monkeypatch.setenv("LWJ_LEXICONS", str(tmp_path))
    assert cli.main(["check-lexicons"]) == 1
    told = capsys.readouterr().out
    assert "[x] type" in told
    assert "'club'" in told


def test_evaluate_prints_scores_and_json(capsys):
    assert cli.main(["evaluate", str(GOLD), str(ARTICLES)]) == 0
    assert "casualties" in capsys.readouterr().out
    assert cli.main(["evaluate", str(GOLD), str(ARTICLES), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["casualties"]["n"] == 288


def test_evaluate_without_gold_says_so(tmp_path, capsys):
    assert cli.main(["evaluate", str(tmp_path), str(ARTICLES)]) == 1
    assert "no gold file" in capsys.readouterr().err


# ---- what a clumsy user gets told


@pytest.fixture
def one(tmp_path):
    """One good article."""
    path = tmp_path / "one.txt"
    path.write_text(GOOD)
    return str(path)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["parse", "{one}", "--out", "{afile}"], "afile is a file, not a folder; name another folder"),
        (["parse", "{one}", "--out", "{afile}/deep/er"], "afile is a file, not a folder; name another folder"),
        (["parse", "{one}", "--store", "{afile}"], "afile is a file, not a folder; name another folder"),
        (["report", "{one}", "--out", "{afile}"], "afile is a file, not a folder; name another folder"),
        (
            ["report", "{one}", "--out", "{new}", "--notebooks", "{empty}"],
            "no notebook whose name begins with a number",
        ),
        (["export", "{one}", "--to", "csv", "--out", "{empty}"], "is a folder; name a file"),
        (["export", "{one}", "--to", "csv", "--out", "{afile}/a.csv"], "afile is a file, not a folder"),
        (["reconcile", "{one}", "--with", "{new}", "--out", "{new}.csv"], "new: no such file"),
        (
            ["reconcile", "{one}", "--with", "{afile}", "--out", "{new}.csv"],
            "has the columns of neither ACLED nor UCDP GED",
        ),
        (["evaluate", "{new}", "{one}"], "new: no such folder of gold files"),
        (["evaluate", "{new}.csv", "{one}"], "new.csv: no such file of corrections"),
        (["diff", "{one}", "{one}"], "no receipt in it; it is no report, or one of an earlier version"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_parsed(command, told, one, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cli, "_load", None)
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path / "cache"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "afile").write_text("mine\n1\n")
    names = {name: str(tmp_path / name) for name in ("afile", "empty", "new")} | {"one": one}
    if "--notebooks" in command:
        monkeypatch.setattr(cli, "_load", lambda sources: store.load(sources))
    assert cli.main([part.format(**names) for part in command]) == 1
    assert told in capsys.readouterr().err
    assert (tmp_path / "afile").read_text() == "mine\n1\n"


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--published", "0001-01-01"], "0001-01-01 lies outside of the years 1800 to 2199"),
        (["--published", "31/06/2017"], "'31/06/2017' is no day of the calendar"),
        (["--published", "04/05/2017"], "can be read as day/month or month/day; write it as 2017-04-06"),
        (["--workers", "0"], "'0' is no whole number above 0"),
        (["--workers", "two"], "'two' is no whole number above 0"),
    ],
)
def test_values_of_options_are_told(option, told, capsys):
    with pytest.raises(SystemExit):
        cli.main(["parse", "x", "--out", "y", *option])
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("text", ["START", "1x=2", "=2", "a b=c"])
def test_parameters_that_are_none(text, capsys):
    with pytest.raises(SystemExit):
        cli.main(["report", "x", "--out", "y", "-p", text])
    assert f"{text!r}: write NAME=VALUE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "value"), [("N=3", 3), ("N=2021-06-01", "2021-06-01"), ("N=['a']", ["a"]), ("N=", "")]
)
def test_parameters(text, value):
    assert cli._parameter(text) == ("N", value)


@pytest.mark.parametrize(("raised", "status", "told"), [(KeyboardInterrupt, 130, "stopped"), (BrokenPipeError, 1, "")])
def test_a_run_that_is_stopped(raised, status, told, one, monkeypatch, capsys):
    def stop(*_, **__):
        raise raised

    monkeypatch.setattr(cli, "_load", stop)
    assert cli.main(["explain", "x", one]) == status
    assert capsys.readouterr().err.strip() == told


def test_debug_shows_where(one, capsys):
    assert cli.main(["--debug", "explain", "nobody", one]) == 1
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "lwj: no row has the id 'nobody'" in told


def test_a_source_that_gives_nothing_is_status_1(tmp_path, capsys):
    (tmp_path / "theirs.csv").write_text("event_id_cnty,event_date,event_type,fatalities\n")
    nothing = str(tmp_path / "nowhere")
    for command in (["report", nothing, "--out", str(tmp_path / "out"), "--notebooks", str(ROOT / "notebooks")],
                    ["export", nothing, "--to", "csv", "--out", str(tmp_path / "a.csv")]):  # fmt: skip
        assert cli.main(command) == 1
        assert "nowhere: missing: no such file or folder, and no file fits it" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["theirs.csv"]


def test_corrections_and_what_became_of_them(one, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LWJ_CORRECTIONS", str(tmp_path / "corrections.csv"))
    frames = store.load(one)
    frames.correct(frames.casualties["casualty_id"].iloc[0], best=4, reason="a second count")
    assert cli.main(["corrections", one]) == 0
    assert "correct casualties 'three' best=4: holds" in capsys.readouterr().out
    assert cli.main(["evaluate", str(tmp_path / "corrections.csv"), one, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    book = tmp_path / "corrections.csv"
    book.write_text(book.read_text().replace("three", "thirteen"))
    assert cli.main(["corrections", one]) == 1
    told = capsys.readouterr().err
    assert "1 corrections, 1 to look at" in told


def test_names_that_no_lexicon_has_in_any_encoding_of_the_output(tmp_path):
    (tmp_path / "a.txt").write_text("Ünsal Çelik of Gao was killed by gunmen, the army said. Ünsal Çelik was 40.")
    run = subprocess.run(
        [sys.executable, "-m", "lwj_analysis", "check-lexicons", str(tmp_path)],
        capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert b'name = "\\xdcnsal \\xc7elik"' in run.stdout


def test_names_that_are_named_often_enough(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Ünsal Çelik of Gao was killed by gunmen, the army said. Ünsal Çelik was 40.")
    for least, told in (("1", "1 names that no lexicon has"), ("9", "0 names that no lexicon has")):
        assert cli.main(["check-lexicons", str(tmp_path), "--least", least]) == 0
        assert told in capsys.readouterr().err


def test_an_export_is_told(one, tmp_path, capsys):
    assert cli.main(["export", one, "--to", "csv", "--out", str(tmp_path / "a.csv")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "a.csv")


def test_sources_seen_from_the_notebooks(monkeypatch):
    assert cli._from("/a/notebooks", "/a/data") == "../data"
    assert cli._from("/a", "https://x.example/") == "https://x.example/"
    monkeypatch.setattr(os.path, "relpath", lambda *_: (_ for _ in ()).throw(ValueError("another drive")))
    assert cli._from("/a", "/b/c") == "/b/c"
    assert cli._usual(ROOT / "notebooks", {"DATA": ["x", "https://y.example/"]}) == [
        str(ROOT / "notebooks" / "x"),
        "https://y.example/",
    ]
    assert cli._usual(ROOT / "tests", {}) == []


def test_a_store_is_asked_in_sql(one, tmp_path, capsys):
    assert cli.main(["parse", one, "--store", str(tmp_path / "kept")]) == 0
    assert str(tmp_path / "kept") in capsys.readouterr().out
    assert Store(tmp_path / "kept").query("SELECT DISTINCT best FROM casualties")["best"].tolist() == [3]


def test_a_comparison_is_told(one, tmp_path, capsys):
    names = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,country,admin1,location,latitude,longitude,geo_precision,fatalities"
    (tmp_path / "theirs.csv").write_text(f"{names}\n")
    command = ["reconcile", one, "--with", str(tmp_path / "theirs.csv"), "--out", str(tmp_path / "both.csv")]
    assert cli.main(command) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "both.csv")
    command[1] = str(tmp_path / "nowhere")
    assert cli.main(command) == 1
