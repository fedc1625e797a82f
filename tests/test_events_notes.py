"""Coders' notes of one incident: who, whom, when and where, as a coder would write them."""

import json

import pandas as pd
import pytest
from paths import SENTENCES

from lwj_analysis import store

NOTES = [json.loads(line) for line in (SENTENCES / "notes.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory, cache_of_its_own):
    """Note -> (its first event or ``None``, words and names of the initiator, of the target, number of incidents)."""
    path = tmp_path_factory.mktemp("notes") / "notes.jsonl"
    rows = (
        json.dumps({"article_id": f"n{i}", "text": r["text"], "published": r["published"]}) for i, r in enumerate(NOTES)
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    frames = store.load(path, merge=False)
    names = {a["actor_id"]: f"{a['name']}; {a['aliases']}" for a in frames.actors.to_dict("records")}
    events = frames.events.sort_values(["sentence_id", "start"])
    out = []
    for i in range(len(NOTES)):
        own = events[events["article_id"] == f"n{i}"]
        first = own.iloc[0] if len(own) else None
        words = [_words(first, side, names) for side in ("initiator", "target")] if first is not None else ["", ""]
        out.append((first, *words, own["incident_id"].nunique()))
    return out


def _words(event, side: str, names: dict) -> str:
    said, actor = event[f"{side}_text"], event[f"{side}_id"]
    return f"{'' if pd.isna(said) else said}; {names.get(actor, '')}".lower()


def _holds(words: str, asked: str) -> bool:
    return any(a.lower() in words for a in asked.split("|"))


def right(what: str, note: dict, first, who: str, whom: str, incidents: int) -> bool:
    """Whether the first event of a note agrees with what a coder wrote."""
    if what == "one incident":
        return incidents == 1
    if first is None:
        return False
    if what in ("initiator", "target"):
        beside = who + whom if note.get("either") else {"initiator": who, "target": whom}[what]
        return _holds(beside, note[what])
    if what == "date":
        return [str(first[d])[:10] for d in ("date_start", "date_end")] == [note["date_start"], note["date_end"]]
    if what == "place":
        return not pd.isna(first["place"]) and (
            _holds(first["place"].lower(), note["place"]) or first["place"].lower() in note["place"].lower()
        )
    return first["sub_event_type"] in note["sub_event_type"].split("|")


@pytest.mark.parametrize(
    ("halves", "what", "floor"),
    [
        ("first second", "sub-type", 0.97),
        ("first second", "initiator", 0.97),
        ("first second", "target", 0.92),
        ("first second", "date", 0.98),
        ("first second", "place", 0.98),
        ("first second", "one incident", 0.98),
        ("third", "sub-type", 0.95),
        ("third", "initiator", 0.97),
        ("third", "target", 0.94),
        ("third", "date", 0.97),
        ("third", "place", 0.95),
        ("third", "one incident", 0.97),
    ],
)
def test_floor_of_notes(told, halves, what, floor):
    asked = [
        (n, t)
        for n, t in zip(NOTES, told, strict=True)
        if n["half"] in halves.split() and n.get(what, True) is not None
    ]
    assert sum(right(what, n, *t) for n, t in asked) / len(asked) >= floor
