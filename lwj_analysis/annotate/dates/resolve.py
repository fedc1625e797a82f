"""From the words of one expression and where the narrative stands to its TIMEX3 value and its days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.spans import Span, shift
from lwj_analysis.annotate.dates.words import (
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    DateWords,
    month_of,
    number_of,
)


@dataclass(slots=True)
class Context:
    """What an expression is read against: the two anchors and what the sentence says of the time to come."""

    words: DateWords
    event: re.Pattern  # "the attack" and its like, after white space
    published: dt.date | None = None
    narrative: bool = False  # a history that runs on its own dates, not on the day of publication
    here: Span | None = None  # the running date: the last past day (or month, year) that the article talks about
    main: Span | None = None  # the first one that is not the date of somebody's saying so
    paragraph_has_date: bool = False
    paragraph_year: int | None = None  # a year said in this paragraph that bare months go with
    year: int | None = None  # the last year said anywhere
    bc: bool = False  # the text counts years before Christ
    beside: int | None = None  # the year of the other end of a range
    future: bool = False  # the verb speaks of what is to come
    loose: bool = False  # the last time told is a length without a date ("two days of fighting")
    before: str = ""
    after: str = ""
    following: Span | None = None  # a day named right after the expression ("at 4 a.m. on Tuesday")
    same: Span | None = None  # a day set beside it as the same ("four days later, on May 30")

    @property
    def event_day(self) -> dt.date | None:
        return self.here.first if self.here and self.here.unit == "day" else None


ROLL = 10


@dataclass(slots=True)
class Reading:
    """What one expression means. ``moves``: the narrative goes on from here."""

    type: str
    span: Span
    mod: str | None = None
    anchor: str = "none"
    moves: bool = False
    detail: str | None = None  # why there is no day


def read(rule: str, match: re.Match, context: Context) -> Reading | None:
    """The meaning of a match of a rule; ``None`` if it has none after all."""
    try:
        return RESOLVERS[rule](match, context)
    except (ValueError, OverflowError):  # the thirty-first of June, a year beyond the calendar
        return None


# ---- calendar dates ----


def _iso(m: re.Match, c: Context) -> Reading:
    date = dt.date(int(m["year"]), int(m["month"]), int(m["day"]))
    if m["time"]:
        return Reading("TIME", spans.day(date, f"T{m['time']}{m['zone'] or ''}"), moves=True)
    return Reading("DATE", spans.day(date), moves=True)


def _numeric(m: re.Match, c: Context) -> Reading:
    """05/04/2017: where both orders are possible, the text does not say which day it is."""
    year, a, b = int(m["year"]), int(m["a"]), int(m["b"])
    orders = {(a, b), (b, a)} if m["sep"] == "/" else {(b, a)}
    days = sorted({dt.date(year, month, day) for month, day in orders if month <= 12 and 1 <= day <= 31 and month})
    if not days:
        raise ValueError
    if c.published and len(days) > 1:
        days = [d for d in days if d <= c.published] or days
    if len(days) == 1:
        return Reading("DATE", spans.day(days[0]), moves=True)
    return Reading("DATE", Span(f"{year}-XX-XX", days[0], days[-1], "range"), detail="day or month first")


def _month_day(m: re.Match, c: Context) -> Reading:
    month, day = month_of(m["month"]), _day_number(m["day"])
    if m["bcyear"] or m["bc"] or (c.bc and not m["year"]):
        return _bc_reading(m, c, f"-{month:02}-{day:02}")
    dt.date(2000, month, day)
    year, anchor = _year_of(m, c, month, day, m["weekday"])
    if year is None:
        return Reading("DATE", Span(f"XXXX-{month:02}-{day:02}"), detail="no year")
    first = dt.date(year, month, day)
    last = first
    for more in re.findall(r"\d+", m["more"] or ""):
        last = max(last, _after(first, int(more)))
    return Reading("DATE", Span(first.isoformat(), first, last, "day"), anchor=anchor, moves=True)


def _month_year(m: re.Match, c: Context) -> Reading:
    month = month_of(m["month"])
    which = " ".join((m["last"] or "").lower().split())
    if m["bcyear"] or m["bc"] or (c.bc and not m["year"]):
        return _bc_reading(m, c, f"-{month:02}")
    if which and not m["year"]:
        return _which_month(which, month, c)
    year, anchor = _year_of(m, c, month, None, None)
    if year is None:
        return Reading("DATE", Span(f"XXXX-{month:02}", unit="month"), detail="no year")
    return Reading("DATE", spans.month(year, month), anchor=anchor, moves=True)


def _which_month(which: str, month: int, c: Context) -> Reading:
    if which in ("last", "this", "next", "this past"):
        if c.published is None:
            return Reading("DATE", Span(f"XXXX-{month:02}", unit="month"), detail="no day of publication")
        year = c.published.year
        if which in ("last", "this past") and month >= c.published.month:
            year -= 1
        if which == "next" and month <= c.published.month:
            year += 1
        return Reading("DATE", spans.month(year, month), anchor="published", moves=True)
    if c.here is None or c.here.first is None:
        return Reading("DATE", Span(f"XXXX-{month:02}", unit="month"), detail="no date before it")
    year = c.here.first.year
    if which.endswith("following") and month <= c.here.first.month:
        year += 1
    if which.endswith("previous") and month >= c.here.first.month:
        year -= 1
    return Reading("DATE", spans.month(year, month), anchor="event", moves=True)


def _year(m: re.Match, c: Context) -> Reading:
    c.bc = False
    return Reading("DATE", spans.year(int(m["year"])), "APPROX" if m["about"] else None, moves=True)


def _short_year(m: re.Match, c: Context) -> Reading | None:
    return None if c.year is None else Reading("DATE", spans.year(c.year // 100 * 100 + int(m["yy"])), moves=True)


def _bc(m: re.Match, c: Context) -> Reading:
    c.bc = True
    c.here = Span(f"BC{int(m['bcyear']):04}", unit="year")
    return Reading("DATE", c.here, "APPROX" if m["about"] else None)


def _bc_reading(m: re.Match, c: Context, rest: str) -> Reading:
    number = m["bcyear"] or (m["year"] if m["bc"] else None)
    if number:
        c.bc = True
        c.here = Span(f"BC{int(number):04}", unit="year")
    said = c.here.value[:6] if c.here and (c.here.value or "").startswith("BC") else "BCXXXX"
    return Reading("DATE", Span(said + rest, unit="month"), detail="before Christ")


def _decade(m: re.Match, c: Context) -> Reading:
    if m["bc"]:
        return Reading("DATE", Span(f"BC{int(m['decade']):03}", unit="decade"))
    if m["short"]:
        century = 19 if c.published is None or c.published.year % 100 // 10 < int(m["short"]) else 20
        return Reading("DATE", spans.years(century * 10 + int(m["short"]), 10))
    return Reading("DATE", spans.years(int(m["decade"]), 10), moves=True)


def _bc_decade(m: re.Match, c: Context) -> Reading:
    return Reading("DATE", Span(f"BC{int(m['decade']):03}", unit="decade"))


def _century(m: re.Match, c: Context) -> Reading:
    number = int(m["number"]) if m["number"] else ORDINALS[m["word"].lower()]
    if m["bc"]:
        return Reading("DATE", Span(f"BC{number - 1:02}", unit="century"))
    return Reading("DATE", spans.years(number - 1, 100))


def _season(m: re.Match, c: Context) -> Reading:
    code = SEASONS[m["season"].lower()]
    which = " ".join((m["which"] or "").lower().split())
    if m["year"] and "B" in m["year"]:
        return Reading("DATE", Span(f"BC{int(m['year'].split()[0]):04}-{code}", unit="season"))
    year, anchor = _season_year(m, c, which, code)
    if year is None:
        said = c.here.value[:6] if c.bc and c.here and c.here.value else "XXXX"
        return Reading("DATE", Span(f"{said}-{code}", unit="season"), detail="no year")
    return Reading("DATE", spans.season(year, code), anchor=anchor, moves=bool(m["year"]))


def _season_year(m: re.Match, c: Context, which: str, code: str) -> tuple[int | None, str]:
    if m["year"]:
        return int(m["year"]), "none"
    if m["thatyear"]:
        return _that_year(m["thatyear"], c)
    if c.bc:
        return None, "none"
    if c.narrative or c.published is None or which.split()[-1:] in (["following"], ["that"], ["same"], ["previous"]):
        if c.here is None or c.here.first is None:
            return (c.year, "inferred") if c.year else (None, "none")
        year, month = c.here.first.year, c.here.first.month
        if which in ("next", "the next", "the following") and c.here.unit != "year":
            return year + (spans.SEASONS[code][0] <= month), "event"
        if which.endswith("previous"):
            return year - 1, "event"
        return year, "event"
    year = c.published.year
    first = spans.season(year, code).first
    if which == "next" or c.future:
        return year + (first <= c.published), "published"
    if first > c.published or (which == "last" and spans.season(year, code).last >= c.published):
        year -= 1
    return year, "published"


def _part_of_year(m: re.Match, c: Context) -> Reading:
    quarters = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    nth = (m["nth"] or "").lower()
    if m["q"] or m["what"] == "quarter":
        code = f"Q{m['q'] or quarters.get(nth, 4)}"
    else:
        code = f"H{1 if nth == 'first' else 2}"
    year, anchor = (int(m["year"]), "none") if m["year"] else _that_year(f"{m['which']} year", c)
    if year is None:
        return Reading("DATE", Span(f"XXXX-{code}", unit="quarter"), detail="no year")
    return Reading("DATE", spans.part_of_year(year, code), anchor=anchor, moves=True)


# ---- counted from the day of publication ----


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
    return _event_day(c, offset, part)


def _event_day(c: Context, offset: int, part: str = "") -> Reading:
    kind = "TIME" if part else "DATE"
    date = c.event_day
    if date is None:
        return Reading(kind, _vague_day(c, part), detail="no day before it", anchor="event" if c.here else "none")
    return Reading(kind, spans.day(shift(date, offset, "day"), part), anchor="event", moves=True)


def _vague_day(c: Context, part: str = "") -> Span:
    """A day of which only the month or year is known."""
    if c.here is None or c.here.first is None or c.here.unit not in ("month", "year"):
        return Span(f"XXXX-XX-XX{part}")
    if part:
        return Span(
            f"{c.here.value}{'-XX' * (2 - c.here.value.count('-'))}{part}", c.here.first, c.here.last, c.here.unit
        )
    return Span(c.here.value, c.here.first, c.here.last, c.here.unit)


def _weekday(m: re.Match, c: Context) -> Reading:
    day = WEEKDAYS[m["weekday"].lower()]
    which = " ".join((m["which"] or "").lower().replace("on ", "").split())
    week = " ".join((m["week"] or "").lower().replace("of ", "").split())
    unknown = Span(f"XXXX-WXX-{day + 1}")
    if (
        which.split()[-1:] and which.split()[-1] in ("following", "previous", "preceding", "that", "same", "first")
    ) or which in ("that same", "the next"):
        return _weekday_by_event(which, day, c) or Reading("DATE", unknown, detail="no day before it")
    if c.published is None or c.narrative:
        found = _weekday_by_event("after", day, c) if c.narrative else None
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


def _weekday_by_event(which: str, day: int, c: Context) -> Reading | None:
    date = c.event_day
    if date is None:
        return None
    back = (date.weekday() - day) % 7
    if which.endswith(("previous", "preceding")):
        found = shift(date, -(back or 7), "day")
    elif which.endswith(("that", "same")):
        found = min((shift(date, -back, "day"), shift(date, 7 - back, "day")), key=lambda d: abs(d - date))
    else:
        found = shift(date, 7 - back, "day")
    return Reading("DATE", spans.day(found), anchor="event", moves=True)


def _weekdays(m: re.Match, c: Context) -> Reading:
    return Reading("SET", Span(f"XXXX-WXX-{WEEKDAYS[(m['weekday'] or m['plural']).lower()] + 1}"))


_UNKNOWN = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX"}
_UNKNOWN |= {"decade": "XXX", "century": "XX", "fortnight": "XXXX-WXX", "day": "XXXX-XX-XX", "night": "XXXX-XX-XXTNI"}


def _deictic(m: re.Match, c: Context) -> Reading:
    which, unit = " ".join(m["which"].lower().split()), m["unit"].lower()
    when = " ".join((m["when"] or "").lower().split())
    if which in ("the past", "the last") and unit != "century":
        return _past_length(1, unit, c)
    offset = {"last": -1, "this past": -1, "the last": -1, "next": 1, "the coming": 1, "this coming": 1}.get(which, 0)
    anchor_day, anchor = c.published, "published"
    if c.narrative or (c.published is None and offset == 0):
        anchor_day, anchor = (c.here.first if c.here else None), "event"
    if anchor_day is None:
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no day of publication")
    span = spans.around(shift(anchor_day, offset, unit), unit)
    if when in ("so far", "earlier") and offset == 0 and anchor == "published":
        span = Span(span.value, span.first, min(span.last, c.published), unit)
    if when == "later" and offset == 0 and anchor == "published":
        span = Span(span.value, max(span.first, c.published), span.last, unit)
    return _part_read(span, when, anchor)


def _part_read(span: Span, when: str, anchor: str) -> Reading:
    """ "Late last week", "early that year"."""
    mod = {"early": "START", "late": "END"}.get(when)
    first, last = spans.cut(span, mod)
    return Reading("DATE", Span(span.value, first, last, span.unit), mod, anchor, moves=True)


def _past_length(count: float | None, unit: str, c: Context, *, rough: bool = False) -> Reading:
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


# ---- counted from the running date ----


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
        return _event_day(c, offset)
    if c.bc and c.here and (c.here.value or "").startswith("BC"):
        return _bc_unit(c, unit, offset)
    if c.here is None or c.here.first is None:
        if unit == "month" and which == "previous" and c.published:
            return Reading("DATE", spans.around(shift(c.published, -1, unit), unit), mod, "published", True)
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no date before it")
    if unit in ("week", "weekend") and c.here.unit in ("month", "season", "year", "quarter", "decade"):
        return Reading("DATE", Span(f"{c.here.first.year}-WXX", c.here.first, c.here.last, c.here.unit), anchor="event")
    if unit == "month" and c.here.unit in ("season", "year", "quarter", "decade"):
        return Reading("DATE", Span(f"{c.here.first.year}-XX", c.here.first, c.here.last, c.here.unit), anchor="event")
    return _part_read(spans.around(shift(c.here.first, offset, unit), unit), when[0] if when else "", "event")


def _bc_unit(c: Context, unit: str, offset: int) -> Reading:
    year = c.here.value[2:6]
    if not year.isdigit() or unit not in ("year", "decade", "century"):
        return Reading("DATE", Span("BC" + _UNKNOWN[unit], unit=unit))
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
        return _event_day(c, offset, part)
    if c.here is None or c.here.first is None:
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no date before it")
    return Reading("DATE", spans.around(shift(c.here.first, offset, unit), unit), anchor="event", moves=True)


def _day_of_event(m: re.Match, c: Context) -> Reading:
    """The day of the event that the paragraph, else the article, is about."""
    if not c.paragraph_has_date and c.main is not None and c.main.unit in ("day", "night") and not c.narrative:
        return Reading("DATE", spans.day(c.main.first), anchor="event")
    return _event_day(c, 0)


def _week_to(m: re.Match, c: Context) -> Reading:
    """ "The week to November 21": a length with its last day."""
    month, day, unit = month_of(m["month"] or m["month2"]), _day_number(m["day"] or m["day2"]), m["unit"].lower()
    value = spans.duration(1, unit)
    year, anchor = _year_of(m, c, month, day, None)
    if year is None:
        return Reading("DURATION", Span(value), detail="no year")
    last = dt.date(year, month, day)
    first = shift(shift(last, -1, unit), 1, "day")
    return Reading("DURATION", Span(value, first, last, "range"), anchor=anchor if anchor != "none" else "inferred")


def _at_night(m: re.Match, c: Context) -> Reading:
    return Reading("TIME", Span("XXXX-XX-XXTNI"))


def _of_the_unit(m: re.Match, c: Context) -> Reading:
    """ "The end of the month": the month of the running date, else of publication."""
    unit = m["unit"].lower()
    since = re.search(r"(?i:since|so far|this)\s", c.before[-40:] + m.group(0))
    if c.bc and c.here and (c.here.value or "").startswith("BC"):
        return _bc_unit(c, unit, 0)
    if c.published and not c.narrative and (since or c.here is None or c.here.first is None):
        return Reading("DATE", _so_far(spans.around(c.published, unit), c), anchor="published")
    if c.here is None or c.here.first is None:
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no date before it")
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
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no day to count from")
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
        return Reading("DATE", Span(_UNKNOWN[unit], unit=unit), detail="no date to count from")
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


# ---- lengths, sets, words without a day ----


def _length(m: re.Match, c: Context) -> Reading:
    unit = m["unit"].lower()
    count, rough = number_of(m["number"])
    mod = c.words.value("hedge", m["hedge"]) if m["hedge"] else ("APPROX" if rough else None)
    if m["upper"]:
        upper, _ = number_of(m["upper"])
        mod = "APPROX"
        count = upper if upper is not None else count
    if (
        m["number"].lower() in ("a", "an")
        and not m["hedge"]
        and re.search(r"(?i:\b(?:once|twice|times|thrice|\w+s)\s+)$", c.before)
    ):
        if not re.search(r"(?i:\b(?:lasts|takes|as)\s+)$", c.before):
            return Reading("SET", Span(spans.duration(1, unit)))
    return Reading("DURATION", Span(spans.duration(count, unit)), mod)


def _anchored_length(m: re.Match, c: Context) -> Reading:
    unit = m["unit"].lower()
    which = " ".join(m["which"].lower().split())
    few = m["few"] or ""
    if m["upper"]:
        return (
            Reading("DATE", Span("PAST_REF"), detail="no one number")
            if which.endswith(("last", "past"))
            else Reading("DURATION", Span(spans.duration(None, unit)))
        )
    count, rough = number_of("couple of" if "couple" in few else "few" if few == "few" else few or m["number"])
    if few in ("few", "several", "many"):
        if which.endswith(("last", "past")):
            return Reading("DATE", Span("PAST_REF"), detail="no number")
        count = None
    if re.match(r"\s+of\b", c.after):
        return _length_of_span(which, count, unit, c)
    if which in ("the past", "the last", "past", "last"):
        return _past_length(count, unit, c, rough=rough)
    return Reading("DURATION", Span(spans.duration(count, unit)))


def _length_of_span(which: str, count: float | None, unit: str, c: Context) -> Reading:
    """ "The last two weeks of May": a length with days if what it is a part of has some."""
    value, whole = spans.duration(count, unit), c.following
    if whole is None or whole.first is None or count is None or unit in ("minute", "hour"):
        return Reading("DURATION", Span(value))
    if which.split()[-1] in ("last", "final"):
        first, last = shift(shift(whole.last, -count, unit), 1, "day"), whole.last
    else:
        first, last = whole.first, shift(shift(whole.first, count, unit), -1, "day")
    return Reading("DURATION", Span(value, max(first, whole.first), min(last, whole.last), "range"), anchor="event")


def _vague_span(m: re.Match, c: Context) -> Reading:
    which = m["which"].lower()
    if which in ("recent", "past", "last", "last few", "past few"):
        return Reading("DATE", Span("PAST_REF"))
    if which == "coming":
        return Reading("DATE", Span("FUTURE_REF"))
    return Reading("DURATION", Span(spans.duration(None, m["unit"].lower())))


def _bare_length(m: re.Match, c: Context) -> Reading:
    unit = m["unit"].lower()
    return Reading("DURATION", Span(spans.duration(None, "century" if unit == "centurie" else unit)))


def _rate(m: re.Match, c: Context) -> Reading:
    unit = "day" if m["joined"] else m["unit"].lower()
    return Reading("SET", Span(spans.duration(2 if m["other"] else 1, unit)))


def _set(m: re.Match, c: Context) -> Reading:
    word = m["word"].lower()
    values = {"dail": "XXXX-XX-XX", "week": "XXXX-WXX", "mont": "XXXX-XX", "year": "XXXX", "annu": "XXXX"}
    values |= {"nigh": "XXXX-XX-XXTNI", "hour": "PT1H", "bi-w": "P2W", "biwe": "P2W"}
    return Reading("SET", Span(values[word[:4]]))


def _day_of_month(m: re.Match, c: Context) -> Reading:
    days = [_day_number(m["day"]), *(int(d) for d in re.findall(r"\d+", m["more"]))]
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


def _holiday(m: re.Match, c: Context) -> Reading | None:
    kind = next(
        v for form, v in c.words.forms["holiday"].items() if form.lower() == " ".join(m["name"].lower().split())
    )
    base = c.published if c.published and not c.narrative else (c.here.first if c.here else None)
    year = int(m["year"]) if m["year"] else base.year if base else None
    if year is None:
        return Reading("DATE", Span("XXXX-" + kind if kind[0].isdigit() else "XXXX"), detail="no year")
    anchor = "none" if m["year"] else "published" if base is c.published else "event"
    found = holiday(kind, year)
    if not m["year"] and anchor == "published":
        if found.first > shift(base, 2, "day") and not c.future and m["which"] != "next":
            found = holiday(kind, year - 1)
    return Reading("DATE", found, "APPROX" if kind.startswith("islamic") else None, anchor, moves=found.unit == "day")


def holiday(kind: str, year: int) -> Span:
    """The days of a feast in a year of our calendar."""
    if kind == "easter":
        return spans.day(_easter(year))
    if not kind.startswith("islamic"):
        return spans.day(dt.date.fromisoformat(f"{year:04}-{kind}"))
    _, month, *day = kind.split("-")
    for islamic in range(int((year - 622) * 1.0307) - 1, int((year - 622) * 1.0307) + 3):
        first = _islamic(islamic, int(month), int(day[0]) if day else 1)
        if first.year == year:
            if day:
                return spans.day(first)
            last = shift(_islamic(islamic, int(month) + 1, 1), -1, "day")
            return Span(f"{first:%Y-%m}", first, last, "range")
    raise ValueError(kind)


def _islamic(year: int, month: int, day: int) -> dt.date:
    """The arithmetical (civil) Islamic calendar."""
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return dt.date.fromordinal(days + 227013 + 1)


def _easter(year: int) -> dt.date:
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (8 * b + 13) // 25 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = (a + 11 * d + 19 * e) // 433
    month = (d + e - 7 * f + 90) // 25
    return dt.date(year, month, (d + e - 7 * f + 33 * month + 19) % 32)


def _reference(m: re.Match, c: Context) -> Reading:
    return Reading("DATE", Span(c.words.value("reference", m["word"])))


def _adjective(m: re.Match, c: Context) -> Reading:
    return Reading("DATE", Span(c.words.value("adjective", m["word"])))


# ---- times of the clock ----


def _clock(m: re.Match, c: Context) -> Reading:
    said = _time_of(m)
    zone = "Z" if (m["zone"] or "").strip() in ("GMT", "UTC", "Zulu", "Z") else ""
    mod = "APPROX" if m["about"] else None
    day, anchor = _clock_day(c)
    if day is None:
        return Reading("TIME", Span(f"XXXX-XX-XX{said}{zone}"), mod, detail="no day")
    return Reading("TIME", spans.day(day, f"{said}{zone}"), mod, anchor)


def _clock_day(c: Context) -> tuple[dt.date | None, str]:
    if c.following is not None and c.following.unit in ("day", "night"):
        return c.following.last, "event"
    if not c.paragraph_has_date and c.main is not None and not c.narrative:
        return (c.main.last if c.main.unit in ("day", "night") else None), "event"
    return (c.here.last if c.here and c.here.unit in ("day", "night") else None), "event"


def _time_of(m: re.Match) -> str:
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


# ---- helpers ----


def _day_number(text: str) -> int:
    return int(re.match(r"\d+", text)[0])


def _after(first: dt.date, day: int) -> dt.date:
    """The next such day of a month after ``first``: September 29-2 runs into October."""
    if day >= first.day:
        return first.replace(day=day)
    return shift(first.replace(day=1), 1, "month").replace(day=day)


def _that_year(text: str, c: Context) -> tuple[int | None, str]:
    which = text.lower().split()
    offset = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which[-2], 0)
    if which[0] in ("last", "this", "next") and c.published and not c.narrative:
        return c.published.year + offset, "published"
    if c.here is not None and c.here.first is not None:
        return c.here.first.year + offset, "event"
    return (c.year + offset, "event") if c.year else (None, "none")


def _year_of(m: re.Match, c: Context, month: int, day: int | None, weekday: str | None) -> tuple[int | None, str]:
    """The year of a month or day: said, said at the other end of a range, carried over, or counted from publication."""
    if m["year"]:
        return int(m["year"]), "none"
    if m.groupdict().get("thatyear"):
        return _that_year(m["thatyear"], c)
    if c.beside is not None:
        return c.beside, "inferred"
    carried = c.year if c.narrative or c.published is None else c.paragraph_year
    if weekday is not None:
        near = carried or (c.published.year if c.published else None)
        return _year_by_weekday(near, month, day, weekday, c)
    if carried is not None:
        return _rolled(carried, month, c), "inferred"
    if c.published is None:
        return None, "none"
    return _year_by_publication(month, day, c), "published"


def _rolled(year: int, month: int, c: Context) -> int:
    """A story told forward goes from December into the next January."""
    if c.here is None or c.here.first is None or c.here.unit not in ("day", "month", "week", "night", "season"):
        return year
    if c.here.first.year != year:
        return year
    return year + (c.here.first.month - month >= ROLL)


def _year_by_publication(month: int, day: int | None, c: Context) -> int:
    """The latest year that brings it to the day after publication at most (a dateline may lie a day ahead).

    For a verb of the future it is the first that is not over yet.
    """
    years = [c.published.year - n for n in range(-1, 9)]
    if c.future:
        return next(y for y in reversed(years[:2]) if _last_day(y, month, day) >= c.published)
    return next(
        y for y in years if _exists(y, month, day) and dt.date(y, month, day or 1) <= c.published + spans.ONE_DAY
    )


def _last_day(year: int, month: int, day: int | None) -> dt.date:
    return dt.date(year, month, day) if day and _exists(year, month, day) else spans.month(year, month).last


def _exists(year: int, month: int, day: int | None) -> bool:
    return day is None or day <= spans.month(year, month).last.day


def _year_by_weekday(near: int | None, month: int, day: int, weekday: str, c: Context) -> tuple[int | None, str]:
    """The year in which that day is that weekday; if none near by is, the weekday is taken for the slip."""
    if near is None:
        return None, "none"
    wanted = WEEKDAYS[weekday.lower()]
    anchor = "inferred" if c.published is None or c.narrative or c.paragraph_year else "published"
    latest = shift(c.published, 370 if c.future else 1, "day") if c.published else dt.date.max
    for year in (near, near - 1, near + 1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date.weekday() == wanted and date <= latest:
            return year, anchor
    return (_year_by_publication(month, day, c) if anchor == "published" else near), anchor


RESOLVERS: dict[str, Callable[[re.Match, Context], Reading | None]] = {
    "iso": _iso, "numeric": _numeric, "day_month": _month_day, "month_day": _month_day, "month_year": _month_year,
    "year": _year, "short_year": _short_year, "bc": _bc, "decade": _decade, "bc_decade": _bc_decade,
    "century": _century, "season": _season, "part_of_year": _part_of_year, "yesterday": _yesterday, "today": _today,
    "overnight": _overnight, "daypart": _daypart, "weekday": _weekday, "weekdays": _weekdays, "deictic": _deictic,
    "weekend": _weekend, "event_unit": _event_unit, "day_beside": _day_beside, "day_of_event": _day_of_event,
    "of_the_unit": _of_the_unit, "offset": _offset, "anchored_length": _anchored_length, "vague_span": _vague_span,
    "length": _length, "bare_length": _bare_length, "rate": _rate, "set": _set, "day_of_month": _day_of_month,
    "week_to": _week_to, "same_last_year": _same_last_year, "at_night": _at_night, "holiday": _holiday, "reference": _reference, "adjective": _adjective, "clock": _clock,
}  # fmt: skip
