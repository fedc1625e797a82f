"""What an expression is read against, what a reading is, and the anchors that several kinds of expression share."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.spans import Span, shift
from lwj_analysis.annotate.dates.words import WEEKDAYS, DateWords


@dataclass(slots=True)
class Context:
    """What an expression is read against: the two anchors and what the sentence says of the time to come."""

    words: DateWords
    event: re.Pattern  # "the attack" and its like, after white space
    published: dt.date | None = None
    narrative: bool = False  # a history that runs on its own dates, not on the day of publication
    here: Span | None = None  # the running date: the last past day (or month, year) that the article talks about
    main: Span | None = None  # the first one that is not the date of somebody's saying so; a day rather than a week
    aside: bool = False  # the running date was only counted from it ("three days later")
    label: dt.date | None = None  # the day that the paragraph opens with, as the label of what it tells ("03/04/2015:")
    paragraph_has_date: bool = False
    paragraph_year: int | None = None  # a year said in this paragraph that bare months go with
    year: int | None = None  # the last year said anywhere
    slashes: str | None = None  # what comes first in the text's 25/03/2015: day or month
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


@dataclass(slots=True)
class Reading:
    """What one expression means. ``moves``: the narrative goes on from here."""

    type: str
    span: Span
    mod: str | None = None
    anchor: str = "none"
    moves: bool = False
    detail: str | None = None  # why there is no day


UNKNOWN = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX"}
UNKNOWN |= {"decade": "XXX", "century": "XX", "fortnight": "XXXX-WXX", "day": "XXXX-XX-XX", "night": "XXXX-XX-XXTNI"}


def with_part(span: Span, when: str, anchor: str) -> Reading:
    """ "Late last week", "early that year"."""
    mod = {"early": "START", "late": "END"}.get(when)
    first, last = spans.cut(span, mod)
    return Reading("DATE", Span(span.value, first, last, span.unit), mod, anchor, moves=True)


def event_day(c: Context, offset: int, part: str = "") -> Reading:
    kind = "TIME" if part else "DATE"
    date = c.event_day
    if date is None:
        return Reading(kind, vague_day(c, part), detail="no day before it", anchor="event" if c.here else "none")
    return Reading(kind, spans.day(shift(date, offset, "day"), part), anchor="event", moves=True)


def vague_day(c: Context, part: str = "") -> Span:
    """A day of which only the month or year is known."""
    if c.here is None or c.here.first is None or c.here.unit not in ("month", "year"):
        return Span(f"XXXX-XX-XX{part}")
    if part:
        return Span(
            f"{c.here.value}{'-XX' * (2 - c.here.value.count('-'))}{part}", c.here.first, c.here.last, c.here.unit
        )
    return Span(c.here.value, c.here.first, c.here.last, c.here.unit)


def weekday_by_event(which: str, day: int, c: Context) -> Reading | None:
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


def day_number(text: str) -> int:
    return int(re.match(r"\d+", text)[0])


def day_after(first: dt.date, day: int) -> dt.date:
    """The next such day of a month after ``first``: September 29-2 runs into October."""
    if day >= first.day:
        return first.replace(day=day)
    return shift(first.replace(day=1), 1, "month").replace(day=day)


def that_year(text: str, c: Context) -> tuple[int | None, str]:
    which = text.lower().split()
    offset = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which[-2], 0)
    if which[0] in ("last", "this", "next") and c.published and not c.narrative:
        return c.published.year + offset, "published"
    if c.here is not None and c.here.first is not None:
        return c.here.first.year + offset, "event"
    return (c.year + offset, "event") if c.year else (None, "none")


def year_of(m: re.Match, c: Context, month: int, day: int | None, weekday: str | None) -> tuple[int | None, str]:
    """The year of a month or day: said, said at the other end of a range, carried over, or counted from publication."""
    if m["year"]:
        return int(m["year"]), "none"
    if m.groupdict().get("thatyear"):
        return that_year(m["thatyear"], c)
    if c.beside is not None:
        return c.beside, "inferred"
    carried = c.year if c.narrative or c.published is None else c.paragraph_year
    if weekday is not None:
        near = carried or (c.published.year if c.published else None)
        return _year_by_weekday(near, month, day, weekday, c)
    if carried is not None:
        return _rolled(carried, month, day, c), "inferred"
    if c.published is None:
        return None, "none"
    return _year_by_publication(month, day, c), "published"


def _rolled(year: int, month: int, day: int | None, c: Context) -> int:
    """A story told forward goes from December into the next January, and what is to come lies ahead of it."""
    if c.here is None or c.here.first is None or c.here.first.year != year:
        return year
    if c.future and _exists(year, month, day):
        return year + (_last_day(year, month, day) < c.here.first)
    if c.here.unit not in ("day", "month", "week", "night", "season"):
        return year
    return year + (c.here.first.month - month >= 10)


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
