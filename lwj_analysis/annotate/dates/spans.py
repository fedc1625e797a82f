"""Stretches of the calendar: the TIMEX3 value of each, its first and last day, and how exact they are."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
UNIT_LETTERS = {"minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y"}
UNIT_LETTERS |= {"second": "TS", "night": "D", "decade": "DE", "century": "CE", "fortnight": "W"}


@dataclass(frozen=True, slots=True)
class Span:
    """A TIMEX3 value with its days, both included; without days where they are not known."""

    value: str | None
    first: dt.date | None = None
    last: dt.date | None = None
    unit: str = "day"
    late: bool = False  # a night that begins on that day: what is told by the clock may fall on the next


def day(date: dt.date, part: str = "") -> Span:
    """One day, or a part of it (``TMO``, ``T16:30``)."""
    return Span(date.isoformat() + part, date, date, "day")


def week(date: dt.date, weeks: int = 0) -> Span:
    """The ISO week of a day, or one so many weeks from it."""
    monday = shift(date - dt.timedelta(days=date.weekday()), weeks, "week")
    year, number, _ = monday.isocalendar()
    return Span(f"{year}-W{number:02}", monday, shift(monday, 6, "day"), "week")


def weekend(date: dt.date) -> Span:
    """The Saturday and Sunday of a day's week."""
    whole = week(date)
    return Span(f"{whole.value}-WE", shift(whole.first, 5, "day"), whole.last, "weekend")


def month(year: int, number: int) -> Span:
    """A month; numbers beyond twelve run into the next years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Span(f"{year:04}-{number:02}", dt.date(year, number, 1), _last_of(year, number), "month")


def season(year: int, code: str) -> Span:
    """A season of the northern year; a winter is named by the year in which it begins."""
    first, last = SEASONS[code]
    return Span(f"{year:04}-{code}", dt.date(year, first, 1), month(year, last).last, "season")


def year(number: int) -> Span:
    """A calendar year."""
    return Span(f"{number:04}", dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


def part_of_year(number: int, code: str) -> Span:
    """A quarter or half of a year: ``Q2``, ``H1``."""
    months = 3 if code[0] == "Q" else 6
    first = (int(code[1]) - 1) * months + 1
    return Span(f"{number:04}-{code}", dt.date(number, first, 1), _last_of(number, first + months - 1), "quarter")


def years(prefix: int, length: int) -> Span:
    """A decade (``199``, 10) or a century (``19``, 100)."""
    first = prefix * length
    value = f"{prefix:03}" if length == 10 else f"{prefix:02}"
    unit = "decade" if length == 10 else "century"
    if not 1 <= first <= 9000:
        return Span(value, unit=unit)
    return Span(value, dt.date(first, 1, 1), dt.date(first + length - 1, 12, 31), unit)


def around(date: dt.date, unit: str) -> Span:
    """The day, week, month, year, decade or century that a day is in."""
    if unit in ("week", "fortnight"):
        return week(date)
    if unit == "weekend":
        return weekend(date)
    if unit == "month":
        return month(date.year, date.month)
    if unit == "year":
        return year(date.year)
    if unit == "quarter":
        return part_of_year(date.year, f"Q{(date.month + 2) // 3}")
    if unit == "decade":
        return years(date.year // 10, 10)
    if unit == "century":
        return years(date.year // 100, 100)
    return day(date)


def shift(date: dt.date, count: float, unit: str) -> dt.date:
    """A day so many units later (earlier if negative); a month has its last day at most.

    Raises ValueError or OverflowError outside of the calendar.
    """
    if unit in ("month", "year", "decade", "century", "quarter"):
        months = round(count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])
        target_year, target_month = divmod(date.year * 12 + date.month - 1 + months, 12)
        last = _last_of(target_year, target_month + 1).day
        return dt.date(target_year, target_month + 1, min(date.day, last))
    days = count * {"day": 1, "night": 1, "weekend": 7, "week": 7, "fortnight": 14}.get(unit, 0)
    return date + dt.timedelta(days=days)


def cut(span: Span, mod: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day of the early, middle or late third of a span; a decade's are its years 0-3, 4-6, 7-9."""
    if span.first is not None and span.unit == "month" and mod in THIRD_OF:
        first, last = _PARTS_OF_MONTH[mod]
        whole = (span.last - span.first).days
        return shift(span.first, first if first >= 0 else whole + first, "day"), shift(
            span.first, min(last, whole), "day"
        )
    if span.first is None or mod not in _THIRDS:
        return span.first, span.last
    which = _THIRDS.index(mod)
    if span.unit == "week":
        first, last = ((0, 2), (2, 4), (3, 6))[which]
        return shift(span.first, first, "day"), shift(span.first, last, "day")
    months = {"year": 12, "season": 3, "quarter": 3}.get(span.unit)
    if span.unit == "decade":
        first, last = ((0, 3), (4, 6), (7, 9))[which]
        return dt.date(span.first.year + first, 1, 1), dt.date(span.first.year + last, 12, 31)
    if months and (span.last - span.first).days > 80:
        first = shift(span.first, which * months // 3, "month")
        return first, shift(shift(first, months // 3, "month"), -1, "day")
    length = (span.last - span.first).days + 1
    third = 10 if span.unit == "month" else length // 3
    if length < 3:
        return span.first, span.last
    return shift(span.first, which * third, "day"), span.last if mod == "END" else shift(
        span.first, (which + 1) * third - 1, "day"
    )


_THIRDS = ("START", "MID", "END")
# The weeks and halves of a month, counted from its first day; the last week from its end.
_PARTS_OF_MONTH = {
    "W1": (0, 6),
    "W2": (7, 13),
    "W3": (14, 20),
    "W4": (21, 27),
    "WL": (-6, 30),
    "H1": (0, 14),
    "H2": (15, 30),
}
THIRD_OF = {"W1": "START", "W2": "MID", "W3": "MID", "W4": "END", "WL": "END", "H1": "START", "H2": "END"}


def precision(first: dt.date | None, last: dt.date | None) -> tuple[int | None, int | None]:
    """UCDP's ``date_prec`` (1-5) and ACLED's ``time_precision`` (1-3) of an interval of days."""
    if first is None or last is None:
        return None, None
    length = (last - first).days + 1
    if length == 1:
        return 1, 1
    if length <= 7:
        return (2 if length < 7 else 3), 2
    return (4 if length <= 31 else 5), 3


def duration(count: float | None, unit: str) -> str:
    """``P3D``, ``PT45M``; ``PXM`` where the number is not said."""
    letters = UNIT_LETTERS[unit]
    if unit == "fortnight" and count is not None:
        count *= 2
    said = "X" if count is None else f"{count:g}"
    return f"PT{said}{letters[1]}" if letters[0] == "T" else f"P{said}{letters}"


def _last_of(year_number: int, month_number: int) -> dt.date:
    return dt.date(year_number, month_number, calendar.monthrange(year_number, month_number)[1])
