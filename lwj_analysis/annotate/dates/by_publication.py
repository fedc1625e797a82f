"""Days counted from the day of publication: yesterday, on Monday, last week."""

from __future__ import annotations

import datetime as dt
import re

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import UNKNOWN, Context, Reading, event_day, weekday_by_event, with_part
from lwj_analysis.annotate.dates.spans import Span, shift
from lwj_analysis.annotate.dates.words import WEEKDAYS


def _yesterday(m: re.Match, c: Context) -> Reading:
    if m["side"]:
        return _deictic_day(c, -2 if m["side"].lower().startswith("before") else 2)
    offset = {"yesterday": -1, "tomorrow": 1, "tonight": 0}[m["word"].lower()]
    part = "TNI" if m["word"].lower() == "tonight" else ""
    return _deictic_day(c, offset, part)


def _today(m: re.Match, c: Context) -> Reading:
    if c.narrative:
        return Reading("DATE", Span("PRESENT_REF"))
    return _deictic_day(c, 0)


def _overnight(m: re.Match, c: Context) -> Reading:
    """The night that ends with the day it is told of: two days, named by the second."""
    following = c.following
    if following is not None and following.first and re.match(r"\s+on\b", c.after):
        return Reading("TIME", Span(f"{following.first}TNI", following.first, following.first, "night"), anchor="none")
    if following is not None and following.first:
        last, anchor = following.first, "none"
    elif c.published is None or c.narrative:
        return Reading("TIME", Span("XXXX-XX-XXTNI"), detail="no day of publication")
    else:
        last, anchor = c.published, "published"
    return Reading("TIME", Span(f"{last}TNI", shift(last, -1, "day"), last, "night"), anchor=anchor, moves=True)


def _deictic_day(c: Context, offset: int, part: str = "") -> Reading:
    kind = "TIME" if part else "DATE"
    if c.published is None or c.narrative:
        return Reading(kind, Span(f"XXXX-XX-XX{part}"), detail="no day of publication")
    return Reading(kind, spans.day(shift(c.published, offset, "day"), part), anchor="published", moves=True)


def _daypart(m: re.Match, c: Context) -> Reading:
    which = m["which"].lower().split()[-1]
    part = c.words.value("daypart", m["daypart"])
    if which in ("last", "this"):
        return _deictic_day(c, -1 if which == "last" else 0, part)
    offset = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    return event_day(c, offset, part)


def _weekday(m: re.Match, c: Context) -> Reading:
    day = WEEKDAYS[m["weekday"].lower()]
    which = " ".join((m["which"] or "").lower().replace("on ", "").split())
    week = " ".join((m["week"] or "").lower().replace("of ", "").split())
    unknown = Span(f"XXXX-WXX-{day + 1}")
    if re.search(r"(?i:\b(?:an?|one|some|any)\s+)$", c.before) and not which:
        return Reading("DATE", unknown)
    if (
        which.split()[-1:] and which.split()[-1] in ("following", "previous", "preceding", "that", "same", "first")
    ) or which in ("that same", "the next"):
        return weekday_by_event(which, day, c) or Reading("DATE", unknown, detail="no day before it")
    if c.label is not None and not (which or week):
        beside = min((shift(c.label, n, "day") for n in range(-3, 4)), key=lambda d: d.weekday() != day)
        return Reading("DATE", spans.day(beside), anchor="event", moves=True)
    if c.published is None or c.narrative:
        found = weekday_by_event("after", day, c) if c.narrative else None
        return found or Reading("DATE", unknown, detail="no day of publication")
    return Reading("DATE", spans.day(_weekday_by_publication(which, week, day, c)), anchor="published", moves=True)


def _weekday_by_publication(which: str, week: str, day: int, c: Context) -> dt.date:
    back = (c.published.weekday() - day) % 7
    recent = shift(c.published, -back, "day")
    if week in ("last week", "next week", "this week"):
        monday = spans.week(c.published, {"last week": -1, "this week": 0, "next week": 1}[week]).first
        return shift(monday, day, "day")
    if week == "before last":
        return shift(recent, -7 if back else -14, "day")
    if which in ("last", "this past") or week == "last":
        return recent if back else shift(recent, -7, "day")
    if which in ("next", "this coming", "the coming"):
        return shift(recent, 7, "day")
    # "Will meet on Monday", written on a Monday, is today: for the next one they write "next Monday".
    return shift(recent, 7, "day") if c.future and back else recent


def _weekdays(m: re.Match, c: Context) -> Reading:
    return Reading("SET", Span(f"XXXX-WXX-{WEEKDAYS[(m['weekday'] or m['plural']).lower()] + 1}"))


def _deictic(m: re.Match, c: Context) -> Reading:
    which, unit = " ".join(m["which"].lower().split()), m["unit"].lower()
    when = " ".join((m["when"] or "").lower().split())
    if unit == "weekend" and which == "this" and not c.future and c.published is not None and c.published.weekday() < 4:
        return _weekend(m, c)  # told from Monday on, it is the one before
    if which in ("the past", "the last") and unit != "century":
        return past_length(1, unit, c)
    offset = {"last": -1, "this past": -1, "the last": -1, "next": 1, "the coming": 1, "this coming": 1}.get(which, 0)
    anchor_day, anchor = c.published, "published"
    if c.narrative or (c.published is None and offset == 0):
        anchor_day, anchor = (c.here.first if c.here else None), "event"
    if anchor_day is None:
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no day of publication")
    span = spans.around(shift(anchor_day, offset, unit), unit)
    if when in ("so far", "earlier") and offset == 0 and anchor == "published":
        span = Span(span.value, span.first, min(span.last, c.published), unit)
    if when == "later" and offset == 0 and anchor == "published":
        span = Span(span.value, max(span.first, c.published), span.last, unit)
    return with_part(span, when, anchor)


def past_length(count: float | None, unit: str, c: Context, *, rough: bool = False) -> Reading:
    """ "The past three days": a length that ends with the day of publication."""
    value = spans.duration(count, "month" if unit == "quarter" else "week" if unit == "weekend" else unit)
    if count is None or c.published is None or c.narrative or unit == "minute" or (unit == "hour" and count < 12):
        return Reading("DURATION", Span(value))
    days = unit in ("hour",)
    first = shift(c.published, -(-count // -24) if days else -count, "day" if days else unit)
    return Reading("DURATION", Span(value, first, c.published, "range"), "APPROX" if rough else None, "published")


def _weekend(m: re.Match, c: Context) -> Reading:
    if c.published is None or c.narrative:
        return Reading("DATE", Span("XXXX-WXX-WE", unit="weekend"), detail="no day of publication")
    sunday = shift(c.published, -((c.published.weekday() - 6) % 7), "day")
    return Reading(
        "DATE", spans.weekend(shift(sunday, 7, "day") if c.future else sunday), anchor="published", moves=True
    )


PUBLICATION = {
    "yesterday": _yesterday,
    "today": _today,
    "overnight": _overnight,
    "daypart": _daypart,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "deictic": _deictic,
    "weekend": _weekend,
}
