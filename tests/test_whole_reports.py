"""Whole reports in which claimants contradict each other: figures with their source, claims with their speaker, totals.

``gold/reports`` to ``gold/reports5`` have the texts and what is asked of them; see their READMEs. Floors of all but the first are
those of reports whose causes were mended only in part.
"""

import json
from types import SimpleNamespace

import pytest
from paths import GOLD

from lwj_analysis import store

FLOORS = {
    "reports": {"number": 0.94, "source": 0.92, "speaker": 0.97, "stance": 0.97, "killed": 0.88, "wounded": 1},
    "reports2": {"number": 0.90, "source": 0.88, "speaker": 0.98, "stance": 0.98, "killed": 0.78, "wounded": 0.90},
    "reports4": {"number": 0.97, "source": 0.87, "speaker": 0.89, "stance": 0.84, "killed": 0.75, "wounded": 1},
    "reports5": {"number": 0.94, "source": 0.92, "speaker": 0.94, "stance": 0.91, "killed": 0.75, "wounded": 0.73},
    "reports3": {"number": 0.94, "source": 0.93, "speaker": 0.96, "stance": 0.95, "killed": 0.77, "wounded": 0.95},
}


@pytest.fixture(scope="module", params=FLOORS)
def told(request, cache_of_its_own):
    """The frames of the reports of a folder, what is asked of them, and the id and text of each by its name."""
    folder = GOLD.parent / request.param
    asked = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    frames = store.load(str(folder / "*-*.md"))
    names = [path.rpartition("/")[2].removesuffix(".md") for path in frames.articles["source_path"]]
    rows = zip(names, frames.articles["article_id"], frames.articles["text"], strict=True)
    texts = {name: (article_id, text) for name, article_id, text in rows}
    return SimpleNamespace(frames=frames, asked=asked, texts=texts, floors=FLOORS[request.param])


def says(frames, row, wanted):
    """Whether the source's words or its actor's name hold one of the wordings that "|" parts."""
    actor = frames.actors.set_index("actor_id")["name"].get(row["source_id"], "")
    army = "army" if ":state_force" in str(row["source_id"]) else ""
    said = [str(row["source_text"]), str(actor), army]
    return any(w.casefold() in s.casefold() for w in wanted.split("|") for s in said if s)


def at(told, name, frame, words):
    """The rows of the frame that stand at words of a report."""
    article_id, text = told.texts[name]
    start = text.index(words)
    rows = getattr(told.frames, frame)
    return rows[(rows["article_id"] == article_id) & (rows["start"] < start + len(words)) & (rows["end"] > start)]


def answers(told, frame):
    """Each wanted row with the rows of the frame that stand at its words."""
    for name, gold in told.asked.items():
        for wanted in gold[frame]:
            if not wanted.get("optional"):
                yield wanted, at(told, name, frame, wanted["at"]).to_dict("records")


def test_every_report_is_read(told):
    assert set(told.texts) == set(told.asked)
    assert not told.frames.problems["detail"].str.contains("could not be parsed").any()


@pytest.mark.parametrize("what", ["number", "source"])
def test_figures(told, what):
    right = []
    for wanted, rows in answers(told, "casualties"):
        rows = [
            r
            for r in rows
            if r["outcome"] in wanted["outcome"].split("|") and wanted["number"] in (r["best"], r["low"])
        ]
        right.append(any(what == "number" or says(told.frames, r, wanted["source"]) for r in rows))
    assert sum(right) / len(right) >= told.floors[what]


@pytest.mark.parametrize("what", ["speaker", "stance"])
def test_claims(told, what):
    right = []
    for wanted, rows in answers(told, "claims"):
        rows = [r for r in rows if says(told.frames, r, wanted["source"])]
        right.append(any(what == "speaker" or r["stance"] in wanted["stance"].split("|") for r in rows))
    assert sum(right) / len(right) >= told.floors[what]


@pytest.mark.parametrize("what", ["killed", "wounded"])
def test_preferred_totals(told, what):
    best = told.frames.incidents.set_index("incident_id")[f"{what}_best"]
    right = []
    for name, gold in told.asked.items():
        for wanted in (incident for incident in gold["incidents"] if incident[what]):
            counted = at(told, name, "casualties", wanted["at"])["incident_id"].dropna()
            right.append(best[counted].isin(wanted[what]).any())
    assert sum(right) / len(right) >= told.floors[what]
