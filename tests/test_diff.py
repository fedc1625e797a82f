"""The receipt in a report, and what two reports' receipts tell of what changed."""

import json
import os

import pytest
import small_report

from lwj_analysis import cli, diff, store
from lwj_analysis.receipt import receipt

GAO = (
    "Gunmen attacked an army post near Gao in Mali on 3 May 2021 and killed 12 soldiers, the defense ministry said. "
    "Six others were wounded, according to a doctor at the hospital."
)
MOPTI = (
    "On 9 May 2021 a roadside bomb killed three farmers in Mopti, residents said. The Brigades of the Dawn claimed it."
)
LATER = (
    "The defense ministry said on Tuesday that 14 soldiers were killed in the attack near Gao in Mali on 3 May 2021."
)
GROUP = (
    '[dawn]\nname = "Brigades of the Dawn"\ntype = "armed_group"\ncountry = "MLI"\nwhy = "Claimed the bomb at Mopti."\n'
)


def article(folder, name, text, published="2021-05-10"):
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / f"{name}.md").write_text(
        f"---\ntitle: {name.title()} report\npublished: {published}\npublisher: A\n---\n\n{text}", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Reports of one folder at five times: as it was, again, with an article more, corrected, with a word more."""
    here = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        patch.setenv("LWJ_CORRECTIONS", str(here / "corrections.csv"))
        patch.setenv("LWJ_LEXICONS", str(here / "lexicons"))
        (here / "lexicons").mkdir()
        small_report.write(here)
        article(here, "gao", GAO)
        article(here, "mopti", MOPTI)
        small_report.made(here, "first")
        small_report.made(here, "again")
        article(here, "later", LATER, published="2021-05-12")
        small_report.made(here, "article")
        frames = store.load(here / "in")
        said = frames.casualties.set_index("text")["casualty_id"]
        frames.correct(said["Six others"], best=7, reason="a second doctor")
        frames.strike(said["three farmers"], reason="they were traders")
        small_report.made(here, "corrected")
        (here / "lexicons" / "actors.toml").write_text(GROUP, encoding="utf-8")
        small_report.made(here, "word")
        yield here


def told(desk, one, other):
    return diff.diff(diff.read(desk / one), diff.read(desk / other))


def test_the_same_input_gives_the_same_bytes(desk):
    for name in ("01-small.html", "index.html"):
        assert (desk / "first" / name).read_bytes() == (desk / "again" / name).read_bytes()
    assert told(desk, "first", "again") == {"same": True, "causes": [], "incidents": [], "figures": []}


def test_every_page_carries_the_receipt(desk):
    page, index = diff.read(desk / "first" / "01-small.html"), diff.read(desk / "first")
    assert page == index
    assert [(a["file"], a["published"], a["basis"], len(a["sha256"])) for a in page["articles"]] == [
        (name, "2021-05-10", "metadata", 64) for name in sorted(("gao.md", "mopti.md"), key=_order(page))
    ]
    assert {"lwj_analysis", "code", "program", "lexicon", "spacy", "model"} <= page["made_with"].keys()
    health = {row["what"]: row["n"] for row in page["health"]}
    assert health["names that no lexicon has"] == 1
    assert health["articles without a day"] == 0
    text = (desk / "first" / "01-small.html").read_text(encoding="utf-8")
    assert str(desk) not in text
    assert "names that no lexicon has" in text.split('id="receipt"')[0]
    assert text.index('class="receipt"') < text.index("Made from 2 articles")


def _order(page):
    return [a["file"] for a in page["articles"]].index


def test_a_new_article_explains_its_incident_and_no_other(desk):
    found = told(desk, "first", "article")
    assert [c["kind"] for c in found["causes"]] == ["new article"]
    (incident,) = found["incidents"]
    assert incident["change"] == "changed"
    figures = {f["what"]: (f["before"], f["after"]) for f in incident["figures"]}
    assert figures["killed_best"] == (12, 14)
    assert figures["articles"] == (1, 2)
    assert incident["why"] == ["new article: “Later report” (later.md)"]
    assert {"what": "articles read", "before": 2, "after": 3, "why": incident["why"]} in found["figures"]
    back = told(desk, "article", "first")
    assert back["incidents"][0]["why"] == ["article gone: “Later report” (later.md)"]


def test_each_correction_explains_the_incident_that_it_changed(desk):
    found = told(desk, "article", "corrected")
    assert [c["kind"] for c in found["causes"]] == ["new correction", "new correction"]
    why = {
        (f["what"], f["before"], f["after"]): (i["why"], i["perhaps"]) for i in found["incidents"] for f in i["figures"]
    }
    ((reason,), perhaps) = why["wounded_best", 6, 7]
    assert "a second doctor" in reason
    assert perhaps == []
    ((reason,), _) = why["killed_best", 3, None]
    assert "strike casualties" in reason
    assert "they were traders" in reason


def test_long_words_and_the_lines_of_a_split_are_told_once_and_short(desk):
    one = diff.read(desk / "article")
    other = json.loads(json.dumps(one))
    incident = other["incidents"][0]
    line = {"frame": "events", "article_id": incident["articles"][0], "reason": "a day apart", "status": "holds"}
    split = [
        line | {"id": f"split-1.{n}", "action": "split", "change": f"side={side}", "quote": "w" * 100}
        for n, side in enumerate(("out", "rest"), 1)
    ]
    right = line | {"id": "confirm-2", "action": "confirm", "frame": "casualties", "change": "", "quote": "12 soldiers"}
    other["corrections"] = [*split, right]
    incident["corrections"] = ["split-1:out", "confirm-2"]
    incident["totals"]["killed_best"] = 99
    found = diff.diff(one, other)
    assert [c["short"] for c in found["causes"]] == ["new correction: split-1", "new correction: confirm-2"]
    assert all("w" * 59 + "…" in c["what"] for c in found["causes"][:1])
    text = diff.as_text(found)
    assert "    because of new correction: split-1\n" in text
    assert "    perhaps because of new correction: confirm-2" in text  # a row that was right already
    assert text.count("a day apart") == 2  # once for each cause


def test_a_new_word_explains_what_it_changed(desk):
    found = told(desk, "corrected", "word")
    assert [c["what"] for c in found["causes"]] == ["new lexicon entry: actors.dawn"]
    assert all(i["why"] + i["perhaps"] for i in found["incidents"])
    names = [f for f in found["figures"] if f["what"] == "actors"]
    assert all(f["why"] == ["new lexicon entry: actors.dawn"] for f in names)


def test_other_code_model_parameter_and_text_are_told(desk):
    one = diff.read(desk / "first")
    other = json.loads(json.dumps(one))
    other["made_with"] |= {"program": "0" * 12, "model": "other 1"}
    other["parameters"]["START"] = "2021-01-01"
    other["articles"][0]["sha256"] = "0" * 64
    other["incidents"][0]["totals"]["killed_best"] = 99
    found = diff.diff(one, other)
    assert [c["kind"] for c in found["causes"]] == ["article changed", "new code", "new model", "other parameter"]
    (incident,) = found["incidents"]
    assert len(incident["why"] + incident["perhaps"]) in (3, 4)
    assert "killed_best: " in diff.as_text(found)
    assert "-> 99" in diff.as_text(found)


def test_an_edited_file_without_an_id_of_its_own_is_one_article_changed(desk):
    one = diff.read(desk / "first")
    other = json.loads(json.dumps(one).replace(one["articles"][0]["id"], "123456789abc"))
    other["articles"][0]["sha256"] = "0" * 64
    found = diff.diff(one, other)
    assert [c["kind"] for c in found["causes"]] == ["article changed"]
    assert found["incidents"] == []


def test_articles_of_one_table_are_told_apart(desk):
    one = diff.read(desk / "first")
    for article in one["articles"]:
        article["file"] = "all.csv"
    other = json.loads(json.dumps(one))
    other["articles"] = []
    assert [c["kind"] for c in diff.diff(one, other)["causes"]] == ["article gone", "article gone"]
    assert [c["kind"] for c in diff.diff(other, one)["causes"]] == ["new article", "new article"]
    other["articles"] = [one["articles"][0] | {"id": "0" * 12, "sha256": "0" * 64}, one["articles"][1]]
    assert [c["kind"] for c in diff.diff(one, other)["causes"]] == ["article changed"]


def test_the_command_prints_words_or_json(desk, capsys):
    assert cli.main(["diff", str(desk / "first"), str(desk / "corrected")]) == 0
    text = capsys.readouterr().out
    assert "changed: Armed clash" in text
    assert "because of new correction: strike-" in text
    assert cli.main(["diff", str(desk / "first" / "01-small.html"), str(desk / "again"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True
    assert cli.main(["diff", str(desk / "first"), str(desk / "again")]) == 0
    assert capsys.readouterr().out.startswith("No difference")


def test_what_is_no_report_is_named(tmp_path, capsys):
    assert cli.main(["diff", str(tmp_path), str(tmp_path)]) == 1
    assert "no report in this folder" in capsys.readouterr().err
    (tmp_path / "a.html").write_text("<p>x</p>")
    assert cli.main(["diff", str(tmp_path), str(tmp_path)]) == 1
    assert "no receipt in it" in capsys.readouterr().err


def test_health_tells_what_was_skipped(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CORRECTIONS", "")
    article(tmp_path, "gao", GAO)
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF")
    (tmp_path / "in" / "copy.md").write_bytes((tmp_path / "in" / "gao.md").read_bytes())
    made = receipt(store.load(tmp_path / "in"), parameters={"DATA": "x", "START": None})
    health = {row["what"]: row for row in made["health"]}
    assert health["sources skipped"]["n"] == 1
    assert health["sources skipped"]["detail"].startswith("bad.pdf: ")
    assert health["second copies left out"]["n"] == 1
    assert made["parameters"] == {"START": None}
    assert os.fspath(tmp_path) not in json.dumps(made)


ISLAND = '<script type="application/json" id="receipt">{}</script>'


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (None, "page.html: no such report or folder"),
        (b"<p>no report</p>", "page.html: no receipt in it; it is no report, or one of an earlier version"),
        (b"\xff\xfe\x00", "page.html: no receipt in it"),
        (ISLAND.format('{"form": ').encode(), "page.html: its receipt is damaged (Expecting value"),
        (ISLAND.format("[" * 100_000).encode(), "page.html: its receipt is damaged"),
        (
            ISLAND.replace('">', '" data-packed="deflate">').format('"eJw="').encode(),
            "page.html: its receipt is damaged (packed data that",
        ),
        (ISLAND.format("[1]").encode(), "page.html: its receipt has another form than 1; make the report again"),
        (ISLAND.format('{"form": 0}').encode(), "page.html: its receipt has another form than 1"),
    ],
)
def test_what_is_no_report_is_told(page, told, tmp_path, capsys):
    path = tmp_path / "page.html"
    if page is not None:
        path.write_bytes(page)
    assert cli.main(["diff", str(path), str(path)]) == 1
    assert told in capsys.readouterr().err


def test_a_folder_without_reports_is_told(tmp_path, capsys):
    assert cli.main(["diff", str(tmp_path), str(tmp_path)]) == 1
    assert "no report in this folder; make some with lwj report" in capsys.readouterr().err
