"""How often a record of one incident is read as a coder would write it: the dead, the wounded, who, where and when.

Prints a table of figures by manner; `--misses` prints every record that is read otherwise, with what was read.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lwj_analysis import store

FILE = Path(__file__).parents[1] / "tests" / "gold" / "sentences" / "records2.jsonl"
ASKED = ("killed", "wounded", "group", "place", "date")


@dataclass(frozen=True)
class Reading:
    """A record as it was read: sums over its incidents, and its first event."""

    killed: float
    wounded: float
    one: bool
    first: pd.Series | None
    initiator: str


def of_half(half: str) -> list[dict]:
    """The records of a half of the file, in their order."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [r for r in map(json.loads, lines) if r["half"] == half]


def read(records: list[dict]) -> list[Reading]:
    """Every record read by itself: nothing is merged."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "records.jsonl"
        rows = (
            {"article_id": f"r{n:03d}", "text": r["text"], "published": r["published"]} for n, r in enumerate(records)
        )
        sheet.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        frames = store.load(sheet, merge=False)
    if len(frames.articles) < len(records):
        raise RuntimeError(f"{len(records) - len(frames.articles)} records could not be read")
    names = {a["actor_id"]: f"{a['name']}; {a['aliases']}" for a in frames.actors.to_dict("records")}
    events = frames.events.sort_values(["sentence_id", "start"])
    return [_reading(events[events["article_id"] == f"r{n:03d}"], frames.incidents, names) for n in range(len(records))]


def _reading(events: pd.DataFrame, incidents: pd.DataFrame, names: dict[str, str]) -> Reading:
    own = incidents[incidents["incident_id"].isin(events["incident_id"])]
    first = events.iloc[0] if len(events) else None
    who = "" if first is None else _words(first["initiator_text"], names.get(first["initiator_id"], ""))
    dead, hurt = (float(own[f"{outcome}_best"].sum()) for outcome in ("killed", "wounded"))
    return Reading(dead, hurt, len(own) == 1, first, who)


def _words(said: str, name: str) -> str:
    return f"{'' if pd.isna(said) else said}; {name}".lower()


def is_asked(what: str, record: dict) -> bool:
    """Dead and wounded are asked for where there are any, the rest where the text tells it."""
    return bool(record.get(what))


def is_right(what: str, record: dict, reading: Reading) -> bool:
    """Whether the reading agrees; `|` parts what may stand."""
    if what in ("killed", "wounded"):
        return getattr(reading, what) == record[what]
    if reading.first is None:
        return False
    asked = record[what].split("|")
    if what == "date":
        return all(str(reading.first[d])[:10] in asked for d in ("date_start", "date_end"))
    if what == "group":
        return any(a.lower() in reading.initiator for a in asked)
    place = reading.first["place"]
    return not pd.isna(place) and any(a.lower() in place.lower() or place.lower() in a.lower() for a in asked)


def figures(records: list[dict], readings: list[Reading]) -> pd.DataFrame:
    """One row a manner and question: how many were asked for, how many are right."""
    rows = [
        {"manner": r["style"], "what": what, "right": is_right(what, r, told)}
        for r, told in zip(records, readings, strict=True)
        for what in ASKED
        if is_asked(what, r)
    ]
    return pd.DataFrame(rows).groupby(["what", "manner"])["right"].agg(right="sum", asked="size")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", default="first")
    options.add_argument("--misses", action="store_true")
    given = options.parse_args()
    records = of_half(given.half)
    readings = read(records)
    table = figures(records, readings).unstack("manner", fill_value=0)
    print(table["right"].astype(str) + "/" + table["asked"].astype(str))
    sums = table.T.groupby(level=0).sum().T
    print((sums["right"] / sums["asked"]).round(3).to_string())
    none = [told for r, told in zip(records, readings, strict=True) if r.get("killed") == 0]
    print(f"none dead: {sum(not told.killed for told in none)}/{len(none)}")
    print(f"one incident: {sum(told.one for told in readings)}/{len(readings)}")
    if given.misses:
        _misses(records, readings)


def _misses(records: list[dict], readings: list[Reading]) -> None:
    for record, told in zip(records, readings, strict=True):
        wrong = [w for w in ASKED if is_asked(w, record) and not is_right(w, record, told)]
        if record.get("killed") == 0 and told.killed:
            wrong.append("killed")
        if wrong:
            print(f"\n[{record['style']}] {record['text']}")
            for what in wrong:
                print(f"   {what}: asked {record[what]}, read {_read_as(what, told)}")


def _read_as(what: str, told: Reading) -> str:
    if what in ("killed", "wounded"):
        return str(getattr(told, what))
    if told.first is None:
        return "no event"
    if what == "date":
        return f"{told.first['date_start']} {told.first['date_end']}"
    return told.initiator if what == "group" else str(told.first["place"])


if __name__ == "__main__":
    main()
