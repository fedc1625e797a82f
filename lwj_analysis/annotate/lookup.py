"""Records and triggers that stand in a stretch of the text, found without reading all that an article has."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict

from spacy.tokens import Doc

from lwj_analysis.annotate.records import Claim, Event
from lwj_analysis.annotate.text import text_of

TRIGGERS = "lwj_event_triggers"  # Doc.user_data: token index of each trigger -> its Event
LONGEST = 300  # characters of a date, a place or a name
LONG_BEFORE = dt.timedelta(days=14)
LONGEST_TELLING = 2000  # characters
BUCKET = 400  # characters; claims are longer


def between(doc: Doc, name: str, start: int, end: int) -> list:
    """The ``dates``, ``places`` or ``mentions`` whose first character is one of these, in the order of the text."""
    starts, rows = _ordered(doc, name)
    return rows[bisect_left(starts, start) : bisect_left(starts, end)]


def covering(doc: Doc, name: str, char: int) -> list:
    """The ``dates``, ``places`` or ``mentions`` that a character stands in."""
    return [r for r in between(doc, name, char - LONGEST, char + 1) if char < r.end]


def beside(doc: Doc, name: str, row) -> tuple:
    """The record before and the one behind a record; ``None`` where there is none."""
    starts, rows = _ordered(doc, name)
    at = bisect_left(starts, row.start)
    while rows[at] != row:
        at += 1
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


def claims_over(doc: Doc, start: int, end: int) -> list[Claim]:
    """The claims whose content holds all of these characters."""
    claims = doc._.lwj.claims
    count, buckets = doc.user_data.get("lwj_claims_by_place", (-1, {}))
    if count != len(claims):
        buckets = defaultdict(list)
        for claim in claims:
            for bucket in range(claim.start // BUCKET, claim.end // BUCKET + 1):
                buckets[bucket].append(claim)
        doc.user_data["lwj_claims_by_place"] = (len(claims), buckets)
    return [c for c in buckets.get(start // BUCKET, ()) if c.start <= start and end <= c.end]


def triggers_between(doc: Doc, first: int, last: int) -> list[tuple[int, Event]]:
    """The triggers among the tokens from ``first`` to before ``last``, with their events."""
    triggers: dict[int, Event] = doc.user_data.get(TRIGGERS, {})
    count, order = doc.user_data.get("lwj_triggers_in_order", (-1, []))
    if count != len(triggers):
        order = sorted(triggers)
        doc.user_data["lwj_triggers_in_order"] = (len(triggers), order)
    return [(i, triggers[i]) for i in order[bisect_left(order, first) : bisect_left(order, last)]]


def events_told(doc: Doc, start: int, end: int) -> list[Event]:
    """The events of which some telling stands in these characters, in the order of ``Doc._.lwj.events``."""
    events = doc._.lwj.events
    count, told = doc.user_data.get("lwj_tellings_in_order", (-1, []))
    if count != len(events):
        told = sorted(
            (s, e, n) for n, event in enumerate(events) for s, e in {(event.start, event.end), *event.mentions}
        )
        doc.user_data["lwj_tellings_in_order"] = (len(events), told)
    near = told[bisect_left(told, (start - LONGEST_TELLING,)) : bisect_left(told, (end,))]
    return [events[n] for n in sorted({n for _, e, n in near if e > start})]


def of_these_days(doc: Doc) -> list[Event]:
    """The article's events without those of long before the first it tells, which lend nobody to its figures."""
    events = doc._.lwj.events
    first = events[0].date_start if events else None
    if first is None:
        return events
    return [e for e in events if e.date_end is None or e.date_end >= first - LONG_BEFORE]


def title_end(doc: Doc) -> int:
    """Where the title ends, in characters; 0 without one."""
    if "lwj_title_end" not in doc.user_data:
        doc.user_data["lwj_title_end"] = max(text_of(doc).find("\n\n"), 0) if doc._.lwj.has_title else 0
    return doc.user_data["lwj_title_end"]


def _ordered(doc: Doc, name: str) -> tuple[list[int], list]:
    rows = getattr(doc._.lwj, name)
    count, starts, ordered = doc.user_data.get(f"lwj_{name}_in_order", (-1, [], []))
    if count != len(rows):
        ordered = sorted(rows, key=lambda r: (r.start, r.end))
        starts = [r.start for r in ordered]
        doc.user_data[f"lwj_{name}_in_order"] = (len(rows), starts, ordered)
    return starts, ordered
