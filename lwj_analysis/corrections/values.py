"""Values of a correction: what a column may hold, and which other columns of the row follow from a change."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd

from lwj_analysis import vocabulary
from lwj_analysis.errors import LwjError
from lwj_analysis.schema import FRAMES, Column

FRAMES_TO_CORRECT = ("casualties", "events", "claims", "mentions", "places", "dates", "relations", "numbers")
# Made from other columns or rows, or where the words stand.
FIXED = {"article_id", "sentence_id", "start", "end", "text", "incident_id", "left_out", "correction", "rule", "basis",
         "source_start", "source_end", "cue_start", "cue_end"}  # fmt: skip
REFERENCES = {
    "event_id": "events",
    "claim_id": "claims",
    "of_id": "casualties",
    "casualty_id": "casualties",
    "place_mention_id": "places",
    "parent_event_id": "events",
}
ACTORS = {"initiator_id", "target_id", "claimed_by_id", "source_id", "via_id", "about_id", "victim_id", "subject_id",
          "object_id", "actor_id"}  # fmt: skip
# What a confirmation holds fast, and what is written down of a row before it is changed.
FACTS = {
    "casualties": ("outcome", "low", "best", "high", "quantifier", "victim_id", "victim_class", "source_id", "source_text",
                   "source_type", "stance"),
    "events": ("sub_event_type", "initiator_id", "target_id", "date_start", "date_end", "place", "status"),
    "claims": ("source_id", "source_text", "source_type", "stance"),
    "mentions": ("actor_id",),
    "places": ("name", "country"),
    "dates": ("timex_value", "date_start", "date_end"),
    "relations": ("subject_id", "relation", "object_id", "object_text", "status"),
    "numbers": ("low", "best", "high", "quantifier", "role"),
}  # fmt: skip
# What an added row must have, and what it has where nothing is said.
NEEDED = {
    "casualties": ("outcome",),
    "events": ("sub_event_type",),
    "claims": ("source_text",),
    "mentions": ("actor_id",),
    "places": ("name",),
    "dates": ("timex_value",),
    "relations": ("subject_id", "relation"),
    "numbers": ("role",),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "casualties": {"victim_class": "unknown", "victim_side": "unknown", "quantifier": "vague", "counting": "count",
                   "source_text": "article", "source_type": "outlet", "stance": "reports"},
    "events": {"status": "reported"},
    "claims": {"source_type": "unknown", "stance": "asserts", "quoted": "indirect"},
    "mentions": {"basis": "description"},
    "places": {},
    "dates": {"timex_type": "DATE", "anchor": "none"},
    "relations": {"status": "stated"},
    "numbers": {"quantifier": "exact"},
}  # fmt: skip
SPEAKS_AS = {
    "armed_group": "militant",
    "government": "government",
    "state_force": "military",
    "media": "media",
    "igo": "igo",
    "ngo": "ngo",
}
CLASS_OF = {
    "armed_group": "armed_group",
    "government": "state",
    "state_force": "state",
    "civilians": "civilian",
    "igo": "peacekeeper",
}
Row = dict[str, Any]
ActorOf = Callable[[str], Row | None]


class ValueProblem(LwjError, ValueError):
    """A value that a column cannot hold; ``column`` names it."""

    def __init__(self, column: str, told: str) -> None:
        super().__init__(f"{column}: {told}")
        self.column = column


def records(df: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries, as the parsing makes them: ``None`` for NA, days as text."""

    def plain(value: object) -> object:
        if value is None or value is pd.NA or value is pd.NaT or value != value:
            return None
        return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value

    return [{c: plain(v) for c, v in row.items()} for row in df.to_dict("records")]


def typed(frame: str, column: str, value: object) -> Any:
    """The value as the column holds it, days as ``2017-04-05``. Raises ValueProblem naming column and value."""
    if frame not in FRAMES_TO_CORRECT:
        raise ValueProblem("frame", f"{frame!r} is none of {', '.join(FRAMES_TO_CORRECT)}{_hint(frame)}")
    columns = {c.name: c for c in FRAMES[frame].columns}
    if column not in columns:
        raise ValueProblem(column, f"{frame} has no such column{_near(column, columns)}")
    if column in FIXED | {FRAMES[frame].key}:
        raise ValueProblem(column, f"is made by the program and cannot be set in {frame}")
    if value is None or value == "" or value != value:
        return None
    made = _of_type(columns[column], value)
    _check(columns[column], made)
    return made


def settled(row: Row, frame: str, change: Row, *, actor: ActorOf, place: Callable[[str], Row | None]) -> Row:
    """The change with all that follows from it. Raises ValueProblem where the values do not fit together.

    ``row`` is the row as it stands, ``actor`` and ``place`` look up an actor's facts by id and a place of the article by name.
    """
    new = {c: v for c, v in change.items() if v != row.get(c)}
    for column in ACTORS & new.keys():
        if new[column] is not None and actor(new[column]) is None:
            raise ValueProblem(column, f"no lexicon and no article has an actor {new[column]!r}")
    made = dict(new)
    for follow in FOLLOW.get(frame, ()):
        made |= follow(row, made, actor, place)
    _fit(row | made)
    return {c: v for c, v in made.items() if v != row.get(c)}


def _bounds(row: Row, new: Row, _actor: ActorOf, _place: Callable) -> Row:
    """Low, best, high and quantifier follow each other (contract: n/n/n, n/n/NA, NA/n/n, a range)."""
    if not new.keys() & {"low", "best", "high", "quantifier"}:
        return {}
    bounds = {b: new.get(b, row.get(b)) for b in ("low", "best", "high")}
    if new.keys() & {"low", "high"}:
        return {} if "quantifier" in new else {"quantifier": _quantifier(**bounds, before=row.get("quantifier"))}
    best, how = bounds["best"], new.get("quantifier", row.get("quantifier"))
    if best is None:
        return {}
    if "quantifier" not in new:
        how = "none" if best == 0 else "exact" if how in ("vague", "none", "less_than", None) else how
    if how in ("at_least", "more_than"):
        return {"low": best, "high": None, "quantifier": how}
    if how == "at_most":
        return {"low": None, "high": best, "quantifier": how}
    if how == "less_than":
        return {"low": None, "best": None, "high": best, "quantifier": how}
    if how in ("exact", "approx", "none"):
        return {"low": best, "high": best, "quantifier": how}
    return {"quantifier": how}


def _quantifier(low: int | None, best: int | None, high: int | None, before: object) -> object:
    if low is None and high is None:
        return "vague"
    if low == high:
        return "none" if low == 0 else before if before in ("exact", "approx") else "exact"
    if high is None:
        return before if before in ("at_least", "more_than", "vague") else "at_least" if best is not None else "vague"
    if low is None:
        return "less_than" if best is None else "at_most"
    return "range"


def _source(row: Row, new: Row, actor: ActorOf, _place: Callable) -> Row:
    """Kind and words of the source follow the actor; the outlet's own words are ``article``."""
    if new.get("source_type") == "outlet":
        return {"source_text": "article", "stance": new.get("stance", "reports")} | (
            {} if "source_id" in new else {"source_id": None}
        )
    found: Row = {}
    if facts := actor(new["source_id"]) if new.get("source_id") else None:
        if "source_text" not in new and row.get("source_type") in ("outlet", None):
            found["source_text"] = facts["name"]
        if "source_type" not in new:
            kept = None if row.get("source_type") == "outlet" else row.get("source_type")
            found["source_type"] = SPEAKS_AS.get(facts["actor_type"]) or kept or "unknown"
    elif new.get("source_text") and "source_type" not in new and row.get("source_type") == "outlet":
        found["source_type"] = "unknown"
    if (found | new).get("source_type") not in (None, "outlet") and row.get("source_type") == "outlet":
        found["stance"] = new.get("stance", "asserts" if row.get("stance") == "reports" else row.get("stance"))
    if "source_text" in new and "source_start" in row:
        found |= {"source_start": None, "source_end": None}
    return found


def _victims(row: Row, new: Row, actor: ActorOf, _place: Callable) -> Row:
    """Class follows the actor the victims belong to, and side the class; an unknown side is filled from the parties later."""
    found: Row = {}
    facts = actor(new["victim_id"]) if new.get("victim_id") else None
    if facts and "victim_class" not in new:
        found["victim_class"] = CLASS_OF.get(facts["actor_type"], row.get("victim_class") or "unknown")
    kind = new.get("victim_class", found.get("victim_class"))
    if "victim_side" not in new and (kind or "victim_id" in new):
        kind = kind or row.get("victim_class")
        found["victim_side"] = kind if kind == "mixed" else "civilian" if kind == "civilian" else "unknown"
    return found


def _type(row: Row, new: Row, _actor: ActorOf, _place: Callable) -> Row:
    """The event type is that of the sub-event type."""
    sub = new.get("sub_event_type", row.get("sub_event_type"))
    whole = vocabulary.SUB_EVENT_TYPE[sub][0] if sub else None
    if whole and new.get("event_type", whole) != whole:
        raise ValueProblem("event_type", f"{new['event_type']!r} is not the type of {sub!r}; that is {whole!r}")
    return {"event_type": whole} if "sub_event_type" in new else {}


def _days(row: Row, new: Row, _actor: ActorOf, _place: Callable) -> Row:
    """One day given for one day is both ends; the precision follows from the length."""
    given = new.keys() & {"date_start", "date_end"}
    if not given:
        return {}
    found: Row = {}
    if len(given) == 1:
        (one,) = given
        if row.get("date_start") != row.get("date_end"):
            raise ValueProblem(one, "the row has a stretch of days; give date_start and date_end")
        found = {"date_start": new[one], "date_end": new[one]}
    start, end = (found | new)["date_start"], (found | new)["date_end"]
    if "date_prec" not in new:
        found["date_prec"] = _precision(start, end)
    return found


def _precision(start: str | None, end: str | None) -> int | None:
    if not start or not end:
        return None
    days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days + 1
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def _where(row: Row, new: Row, _actor: ActorOf, place: Callable[[str], Row | None]) -> Row:
    """Coordinates and country of a new place are those of the article's naming of it; else they are not known."""
    if "place" not in new:
        return {}
    named = place(new["place"]) if new["place"] else None
    columns = ("place_mention_id", "country", "latitude", "longitude", "where_prec")
    return {c: named.get(c) if named else None for c in columns if c not in new}


FOLLOW: dict[str, tuple[Callable, ...]] = {
    "casualties": (_bounds, _source, _victims),
    "numbers": (_bounds,),
    "claims": (_source,),
    "events": (_type, _days, _where),
    "dates": (_days,),
}


def _fit(row: Row) -> None:
    """Bounds and days in their order, coordinates in pairs."""
    known = [(b, row[b]) for b in ("low", "best", "high") if row.get(b) is not None]
    for (one, low), (other, high) in pairwise(known):
        if low > high:
            raise ValueProblem(one, f"{low} is more than {other} ({high})")
    if row.get("date_start") and row.get("date_end") and row["date_start"] > row["date_end"]:
        raise ValueProblem("date_start", f"{row['date_start']} is after date_end ({row['date_end']})")


def _of_type(column: Column, value: object) -> Any:
    text = str(value).strip()
    if column.type == "whole":
        if not re.fullmatch(r"\d+(\.0+)?", text) or isinstance(value, bool):
            raise ValueProblem(column.name, f"{text!r} is no whole number")
        return int(float(text)) if "." in text else int(text)
    if column.type == "number":
        try:
            number = float(text)
        except ValueError:
            raise ValueProblem(column.name, f"{text!r} is no number") from None
        limit = {"latitude": 90, "longitude": 180}.get(column.name)
        if number != number or (limit and abs(number) > limit):
            raise ValueProblem(column.name, f"{text!r} is beyond {limit} degrees")
        return number
    if column.type == "day":
        try:
            return dt.date.fromisoformat(text.removesuffix(" 00:00:00").removesuffix("T00:00:00")).isoformat()
        except ValueError:
            raise ValueProblem(column.name, f"{text!r} is no day; write it as 2017-04-05") from None
    return " ".join(text.split())


def _check(column: Column, value: Any) -> None:
    parts = value.split("; ") if column.several else [value]
    for part in parts:
        if column.values is not None and part not in column.values:
            allowed = ", ".join(map(str, column.values))
            raise ValueProblem(column.name, f"{part!r} is none of {allowed}{_near(str(part), column.values)}")
    if column.name == "country" and not re.fullmatch("[A-Z]{3}", value):
        raise ValueProblem(column.name, f"{value!r} is no ISO 3166-1 alpha-3 code such as MLI")


def _near(word: str, among: Any) -> str:
    close = difflib.get_close_matches(word, [str(a) for a in among], n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _hint(frame: str) -> str:
    return {
        "incidents": ": correct the events and casualties that an incident is made of, or use join and split",
        "articles": ": put `published`, `title` or `publisher` into the article's file, it is then read anew",
        "actors": ": put the actor into data/lexicons/actors.toml",
    }.get(frame, "")
