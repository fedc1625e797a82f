"""Times of the clock, on the day that they go with."""

from __future__ import annotations

import datetime as dt
import re

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import Context, Reading
from lwj_analysis.annotate.dates.spans import Span
from lwj_analysis.annotate.dates.words import number_of


def _clock(m: re.Match, c: Context) -> Reading:
    said = _time_of(m)
    zone = "Z" if (m["zone"] or "").strip() in ("GMT", "UTC", "Zulu", "Z") else ""
    mod = "APPROX" if m["about"] else None
    day = _day_of(c, int(said[1:3]))
    if day is None:
        return Reading("TIME", Span(f"XXXX-XX-XX{said}{zone}"), mod, detail="no day")
    return Reading("TIME", spans.day(day, f"{said}{zone}"), mod, "event")


def _day_of(c: Context, hour: int) -> dt.date | None:
    """The day named beside it, else that of the event the paragraph or the article is about.

    What happened by the clock after an event of last night, and before the evening, fell on the next day.
    """
    if c.following is not None and c.following.unit in ("day", "night"):
        return c.following.last
    span = c.main if c.main is not None and not c.paragraph_has_date and not c.narrative else c.here
    if span is None or span.unit not in ("day", "night") or span.last is None:
        return None
    return span.last + spans.ONE_DAY if span.late and span.first == span.last and hour < 17 else span.last


def _time_of(m: re.Match) -> str:
    """``T16:30``, from any way to write it."""
    if m["word"]:
        return "T12:00" if m["word"].lower() == "noon" else "T00:00"
    if m["military"]:
        return f"T{m['military'][:2]}:{m['military'][2:]}"
    if m["hour24"]:
        return f"T{int(m['hour24']):02}:{m['minute24']}"
    hour = int(m["hour"]) if m["hour"] else int(number_of(m["oclock"])[0])
    half = (
        m["half"] or {"morning": "a", "afternoon": "p", "evening": "p"}.get(m["when"] or "", "p" if m["night"] else "")
    ).lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"T{hour:02}:{m['minute'] or '00'}"


CLOCK = {
    "clock": _clock,
}
