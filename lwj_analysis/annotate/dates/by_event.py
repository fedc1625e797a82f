"""Days counted from the running date: the following day, two weeks later, the end of the month."""

from __future__ import annotations

import datetime as dt
import re

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import UNKNOWN, Context, Reading, day_number, event_day, with_part, year_of
from lwj_analysis.annotate.dates.spans import Span, shift
from lwj_analysis.annotate.dates.words import month_of, number_of


def _event_unit(m: re.Match, c: Context) -> Reading:
    which, unit = m["which"].lower().split()[-1], m["unit"].lower()
    offset = {
        "following": 1,
        "next": 1,
        "subsequent": 1,
        "ensuing": 1,
        "previous": -1,
        "preceding": -1,
        "prior": -1,
    }.get(which, 0)
    when = (m["when"] or "").lower().split()
    mod = {"early": "START", "late": "END"}.get(when[0] if when else "")
    if unit == "day":
        return _day_of_event(m, c) if offset == 0 and c.aside else event_day(c, offset)
    if c.bc and c.here and (c.here.value or "").startswith("BC"):
        return _bc_unit(c, unit, offset)
    if c.here is None or c.here.first is None:
        if unit == "month" and which == "previous" and c.published:
            return Reading("DATE", spans.around(shift(c.published, -1, unit), unit), mod, "published", True)
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no date before it")
    if unit in ("week", "weekend") and c.here.unit in ("month", "season", "year", "quarter", "decade"):
        return Reading("DATE", Span(f"{c.here.first.year}-WXX", c.here.first, c.here.last, c.here.unit), anchor="event")
    if unit == "month" and c.here.unit in ("season", "year", "quarter", "decade"):
        return Reading("DATE", Span(f"{c.here.first.year}-XX", c.here.first, c.here.last, c.here.unit), anchor="event")
    return with_part(spans.around(shift(c.here.first, offset, unit), unit), when[0] if when else "", "event")


def _bc_unit(c: Context, unit: str, offset: int) -> Reading:
    year = c.here.value[2:6]
    if not year.isdigit() or unit not in ("year", "decade", "century"):
        return Reading("DATE", Span("BC" + UNKNOWN[unit], unit=unit))
    if unit == "year":
        c.here = Span(f"BC{int(year) - offset:04}", unit="year")
        return Reading("DATE", c.here)
    digits = 3 if unit == "decade" else 2
    return Reading("DATE", Span(f"BC{int(year[:digits]) - offset:0{digits}}", unit=unit))


def _day_beside(m: re.Match, c: Context) -> Reading:
    """ "The day before", followed by no noun: a day from the running date."""
    unit, side = m["unit"].lower(), m["side"].lower()
    offset = -1 if side in ("before", "earlier", "prior") else 1
    part = c.words.value("daypart", unit) or ""
    if re.match(r"\s+(?:an?|the|his|her|its|their|[A-Z])\b", c.after) and side in ("before", "after", "following"):
        if not c.event.match(c.after):
            return Reading("TIME" if part else "DATE", Span(None), detail="counted from something without a date")
        if part == "TNI":
            return Reading("TIME", Span(None), detail="counted from something without a date")
    if unit in ("day", "night", "morning", "evening"):
        return event_day(c, offset, part)
    if c.here is None or c.here.first is None:
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no date before it")
    return Reading("DATE", spans.around(shift(c.here.first, offset, unit), unit), anchor="event", moves=True)


def _day_of_event(m: re.Match, c: Context) -> Reading:
    """The day of the event that the paragraph, else the article, is about."""
    if not c.paragraph_has_date and c.main is not None and c.main.unit in ("day", "night") and not c.narrative:
        return Reading("DATE", spans.day(c.main.first), anchor="event")
    return event_day(c, 0)


def _at_daypart(m: re.Match, c: Context) -> Reading:
    """ "At dawn": of the running day where the paragraph has one."""
    part = c.words.value("daypart", m["daypart"] or m["hours"])
    if (m["side"] or "").lower().endswith("before") and part == "TMO":
        part = "TNI"
    if c.following is not None and c.following.unit == "day":
        return Reading(
            "TIME", Span(f"{c.following.value[:10]}{part}", c.following.first, c.following.last), anchor="event"
        )
    if c.paragraph_has_date and c.event_day is not None:
        return Reading("TIME", spans.day(c.event_day, part), anchor="event")
    return Reading("TIME", Span(f"XXXX-XX-XX{part}"))


def _week_to(m: re.Match, c: Context) -> Reading:
    """ "The week to November 21": a length with its last day."""
    month, day, unit = month_of(m["month"] or m["month2"]), day_number(m["day"] or m["day2"]), m["unit"].lower()
    value = spans.duration(1, unit)
    year, anchor = year_of(m, c, month, day, None)
    if year is None:
        return Reading("DURATION", Span(value), detail="no year")
    last = dt.date(year, month, day)
    first = shift(shift(last, -1, unit), 1, "day")
    return Reading("DURATION", Span(value, first, last, "range"), anchor=anchor if anchor != "none" else "inferred")


def _of_the_unit(m: re.Match, c: Context) -> Reading:
    """ "The end of the month": the month of the running date, else of publication."""
    unit = m["unit"].lower()
    since = re.search(r"(?i:since|so far|this)\s", c.before[-40:] + m.group(0))
    if c.bc and c.here and (c.here.value or "").startswith("BC"):
        return _bc_unit(c, unit, 0)
    if c.published and not c.narrative and (since or c.here is None or c.here.first is None):
        return Reading("DATE", _so_far(spans.around(c.published, unit), c), anchor="published")
    if c.here is None or c.here.first is None:
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no date before it")
    return Reading("DATE", spans.around(c.here.first, unit), anchor="event", moves=unit != "day")


def _so_far(span: Span, c: Context) -> Span:
    """ "Earlier in the week" ends with today, "later in the week" begins with it."""
    if re.search(r"(?i:earlier\s+in\s+)$", c.before):
        return Span(span.value, span.first, min(span.last, c.published), span.unit)
    if re.search(r"(?i:later\s+in\s+)$", c.before):
        return Span(span.value, max(span.first, c.published), span.last, span.unit)
    return span


def _same_last_year(m: re.Match, c: Context) -> Reading:
    """ "The same day last year": a year before publication, or before the running date."""
    unit, which = m["unit"].lower(), m["which"].lower()
    base = c.published if which == "last" and not c.narrative else (c.here.first if c.here else None)
    if base is None:
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no day to count from")
    anchor = "published" if base is c.published else "event"
    return Reading("DATE", spans.around(shift(base, -1, "year"), unit), anchor=anchor, moves=True)


_TOWARDS = {"ago": -1, "earlier": -1, "previously": -1, "prior": -1, "before": -1}


def _offset(m: re.Match, c: Context) -> Reading:
    """ "Two days later", "three weeks ago"; a length where what it is counted from is not a date."""
    unit, side = m["unit"].lower(), m["side"].lower()
    count, rough = number_of(m["number"]) if m["number"] else (None, False)
    mod = c.words.value("hedge", m["hedge"]) if m["hedge"] else None
    if m["upper"]:
        count, rough = None, True
    if c.same is not None and c.same.first is not None:
        return Reading("DATE", spans.around(c.same.first, unit), mod, "none", moves=True)
    if side in ("before", "after", "following", "prior") and not _adverbial(c.after):
        return _counted_from_something(m, c, count, unit, side, mod)
    if side == "ago" or side in ("from now", "hence"):
        base, anchor = (None if c.narrative else c.published), "published"
    else:
        base, anchor = (c.here.first if c.here else None), "event"
    sign = _TOWARDS.get(side, 1)
    if unit in ("minute", "hour"):
        return _hours_off(c, base, count, sign, anchor)
    if c.bc and c.here and anchor == "event" and unit in ("year", "decade") and count:
        return _bc_unit(c, "year", int(sign * count * (10 if unit == "decade" else 1)))
    if count is None or rough:
        return Reading("DATE", Span("PAST_REF"), detail="no number")
    if base is None:
        return Reading("DATE", Span(UNKNOWN[unit], unit=unit), detail="no date to count from")
    if anchor == "event" and not _fine_enough(c.here.unit, unit):
        return Reading("DATE", spans.around(c.here.first, c.here.unit), "APPROX", "event")
    date = shift(base, sign * count, unit)
    if anchor == "event" and c.loose and unit in ("day", "night"):
        span = spans.around(date, "month")
        return Reading("DATE", span, "APPROX", "event", detail="counted from something without a date")
    unit = {"fortnight": "week", "night": "day"}.get(unit, unit)
    span = spans.around(date, "year" if unit == "decade" else unit)
    return Reading("DATE", span, mod, anchor, moves=True)


def _counted_from_something(m: re.Match, c: Context, count, unit: str, side: str, mod: str | None) -> Reading:
    """ "Eleven days after they overran the base" is a length; "after the attack of January 21" has a day."""
    sign = -1 if side in ("before", "prior") else 1
    if c.following is not None and c.following.first is not None and c.following.unit == "day":
        base = c.following.first
        if unit in ("minute", "hour"):
            return _hours_off(c, base, count, sign, "event")
        if count is not None:
            return Reading("DATE", spans.around(shift(base, sign * count, unit), unit), mod, "event", moves=True)
    if c.event.match(c.after):
        base = (c.here or c.main).first if (c.here or c.main) else None
        if unit in ("minute", "hour") and base:
            return _hours_off(c, base, count, sign, "event")
    if count is None:
        return Reading("DATE", Span("PAST_REF"), detail="no number")
    return Reading("DURATION", Span(spans.duration(count, unit)), mod)


def _adverbial(after: str) -> bool:
    return bool(re.match(r"\s*(?:[,.;:)—–]|$)|\s+(?:that|this)[.,;]", after))


def _fine_enough(have: str, wanted: str) -> bool:
    """Days are counted from days only; years from anything."""
    order = ["day", "week", "month", "season", "quarter", "year", "decade", "century"]
    have, wanted = (
        {"night": "day", "weekend": "week", "range": "day"}.get(have, have),
        {"night": "day", "fortnight": "week"}.get(wanted, wanted),
    )
    return order.index(have) <= order.index(wanted) or {have, wanted} == {"week", "day"}


def _hours_off(c: Context, base: dt.date | None, count, sign: int, anchor: str) -> Reading:
    if anchor == "event" and c.main and not c.paragraph_has_date and c.following is None:
        base = c.main.first if c.main.unit == "day" else base
    if base is None or (c.here and c.here.unit not in ("day", "night") and c.following is None and not c.main):
        return Reading("TIME", Span("XXXX-XX-XX"), detail="no day to count from")
    if count is not None and count >= 24:
        base = shift(base, sign * (count // 24), "day")
    return Reading("TIME", spans.day(base), "APPROX", anchor)


def _day_of_month(m: re.Match, c: Context) -> Reading:
    days = [day_number(m["day"]), *(int(d) for d in re.findall(r"\d+", m["more"]))]
    base = c.here.first if c.here and c.here.first and c.here.unit in ("day", "month", "week", "night") else c.published
    if base is None or (c.narrative and base is c.published):
        return Reading("DATE", Span(f"XXXX-XX-{days[0]:02}"), detail="no month")
    dates = [dt.date(base.year, base.month, day) for day in days]
    value = dates[0].isoformat() if len(dates) == 1 or " or " not in m["more"] else f"{base:%Y-%m}"
    anchor = "event" if c.here and base is c.here.first else "published"
    return Reading(
        "DATE",
        Span(value, min(dates), max(dates), "day" if len(dates) == 1 else "range"),
        anchor=anchor,
        moves=len(dates) == 1,
    )


EVENT = {
    "event_unit": _event_unit,
    "day_beside": _day_beside,
    "day_of_event": _day_of_event,
    "at_daypart": _at_daypart,
    "week_to": _week_to,
    "of_the_unit": _of_the_unit,
    "same_last_year": _same_last_year,
    "offset": _offset,
    "day_of_month": _day_of_month,
}
