"""The command as its users call it: results, messages, exit statuses."""

import json
import subprocess
import sys

import pytest
from paths import ARTICLES, GOLD

from lwj_analysis import cli
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
