"""Whole reports in which claimants contradict each other: figures with their source, claims with their speaker.

``gold/reports`` has the texts and what is asked of them; see its README.
"""

import json

import pytest
from paths import GOLD

from lwj_analysis import store

REPORTS = GOLD.parent / "reports"
ASKED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.json"))}


@pytest.fixture(scope="module")
def told(cache_of_its_own):
    """The frames of the reports, and the id and text of each by its name."""
    frames = store.load(str(REPORTS / "*-*.md"))
    names = [path.rpartition("/")[2].removesuffix(".md") for path in frames.articles["source_path"]]
    rows = zip(names, frames.articles["article_id"], frames.articles["text"], strict=True)
    return frames, {name: (article_id, text) for name, article_id, text in rows}


def says(frames, row, wanted):
    """Whether the source's words or its actor's name hold one of the wordings that "|" parts."""
    actor = frames.actors.set_index("actor_id")["name"].get(row["source_id"], "")
    army = "army" if ":state_force" in str(row["source_id"]) else ""
    said = [str(row["source_text"]), str(actor), army]
    return any(w.casefold() in s.casefold() for w in wanted.split("|") for s in said if s)


def answers(told, frame, asked):
    """Each wanted row with the rows of the frame that stand at its words."""
    frames, texts = told
    for name, gold in ASKED.items():
        article_id, text = texts[name]
        its = getattr(frames, frame)
        its = its[its["article_id"] == article_id].to_dict("records")
        for wanted in gold[asked]:
            start = text.index(wanted["at"])
            end = start + len(wanted["at"])
            if not wanted.get("optional"):
                yield wanted, [r for r in its if r["start"] < end and start < r["end"]]


def test_every_report_is_read(told):
    assert set(told[1]) == set(ASKED)
    assert not told[0].problems["detail"].str.contains("could not be parsed").any()


@pytest.mark.parametrize(("what", "floor"), [("number", 0.94), ("source", 0.92)])
def test_figures(told, what, floor):
    right = []
    for wanted, rows in answers(told, "casualties", "casualties"):
        rows = [
            r
            for r in rows
            if r["outcome"] in wanted["outcome"].split("|") and wanted["number"] in (r["best"], r["low"])
        ]
        right.append(any(what == "number" or says(told[0], r, wanted["source"]) for r in rows))
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize(("what", "floor"), [("speaker", 0.97), ("stance", 0.97)])
def test_claims(told, what, floor):
    right = []
    for wanted, rows in answers(told, "claims", "claims"):
        rows = [r for r in rows if says(told[0], r, wanted["source"])]
        right.append(any(what == "speaker" or r["stance"] in wanted["stance"].split("|") for r in rows))
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize(("what", "floor"), [("killed", 0.86), ("wounded", 1)])
def test_preferred_totals(told, what, floor):
    frames, texts = told
    best = frames.incidents.set_index("incident_id")[f"{what}_best"]
    right = []
    for name, gold in ASKED.items():
        article_id, text = texts[name]
        rows = frames.casualties[frames.casualties["article_id"] == article_id]
        for wanted in (incident for incident in gold["incidents"] if incident[what]):
            start = text.index(wanted["at"])
            counted = rows[(rows["start"] < start + len(wanted["at"])) & (rows["end"] > start)]
            right.append(best[counted["incident_id"].dropna()].isin(wanted[what]).any())
    assert sum(right) / len(right) >= floor
