"""What a changed row does to the rows that point to it: struck rows, moved events, casualties of another event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lwj_analysis.corrections.bind import Paper
from lwj_analysis.corrections.values import REFERENCES
from lwj_analysis.schema import FRAMES

Row = dict[str, Any]
DEPENDS = {"repeat": "repeats", "subset": "is part of"}


def strike(paper: Paper, frame: str, row: Row) -> Iterator[str]:
    """Take a row away; what pointed to it points nowhere. Yields what the reader should look at because of it."""
    key = FRAMES[frame].key
    gone = row[key]
    paper.rows[frame] = [r for r in paper.rows[frame] if r is not row]
    if frame == "casualties":
        for other in paper.rows["casualties"]:
            if other.get("of_id") == gone and other["counting"] in DEPENDS:
                how = DEPENDS[other["counting"]]
                yield f"{other['casualty_id']} ({other['text']!r}) {how} the struck row, and no total adds it; is it right?"
    if frame == "events":
        paper.rows["event_mentions"] = [t for t in paper.rows["event_mentions"] if t["event_id"] != gone]
        left = [e for e in paper.rows["events"] if e["incident_id"] == row["incident_id"]]
        if not left:
            for other in paper.rows["casualties"]:
                if other.get("event_id") == gone and other["counting"] == "count":
                    yield f"{other['casualty_id']} ({other['text']!r}) was of the struck event, and no total adds it now"
        _regroup(paper, left, row["incident_id"])
    for name, rows in paper.rows.items():
        for column, target in REFERENCES.items():
            if target == frame and name != "event_mentions":
                for other in rows:
                    if other.get(column) == gone:
                        other[column] = None


def moved(paper: Paper, ids: list[str], *, apart: bool) -> None:
    """Inside one article: give the events an incident of their own (``apart``), or make their incidents one."""
    events = paper.rows["events"]
    chosen = [e for e in events if e["event_id"] in ids]
    before = {e["incident_id"] for e in chosen}
    if apart:
        for old in before:
            its = [e for e in events if e["incident_id"] == old]
            out = [e for e in its if e["event_id"] in ids]
            rest = [e for e in its if e["event_id"] not in ids]
            _regroup(paper, rest, old)
            new = out[0]["event_id"]
            for event in out:
                event["incident_id"] = new
            _follow(paper, {e["event_id"] for e in out}, new)
    elif len(before) > 1:
        its = [e for e in events if e["incident_id"] in before]
        for old in before:
            _regroup(paper, [e for e in events if e["incident_id"] == old], old, to=its[0]["event_id"])


def tie_event(paper: Paper, row: Row) -> None:
    """The incident of a row follows its event."""
    event = paper.row("events", row["event_id"]) if row.get("event_id") else None
    row["incident_id"] = event["incident_id"] if event else None


def add_event_telling(paper: Paper, row: Row) -> None:
    """An added event is told where its words are."""
    where = {c: row[c] for c in ("article_id", "sentence_id", "start", "end", "text", "event_id")}
    paper.rows["event_mentions"].append(where | {"event_mention_id": f"{row['event_id']}:t"})


def _regroup(paper: Paper, events: list[Row], old: str, *, to: str | None = None) -> None:
    """The incident ``old`` is that of these events: it is called after the first of them; without any it is no more."""
    new = to or (events[0]["event_id"] if events else None)
    for event in events:
        event["incident_id"] = new
    for name in ("casualties", "claims"):
        for row in paper.rows[name]:
            if row.get("incident_id") == old:
                row["incident_id"] = new


def _follow(paper: Paper, ids: set[str], new: str) -> None:
    for name in ("casualties", "claims"):
        for row in paper.rows[name]:
            if row.get("event_id") in ids:
                row["incident_id"] = new
