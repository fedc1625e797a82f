"""Dates that say which day, month, year, decade or season they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import Context, Reading, day_after, day_number, that_year, year_of
from lwj_analysis.annotate.dates.spans import Span
from lwj_analysis.annotate.dates.words import ORDINALS, SEASONS, month_of


def _iso(m: re.Match, c: Context) -> Reading:
    date = dt.date(int(m["year"]), int(m["month"]), int(m["day"]))
    if m["time"]:
        return Reading("TIME", spans.day(date, f"T{m['time']}{m['zone'] or ''}"), moves=True)
    return Reading("DATE", spans.day(date), moves=True)


def _numeric(m: re.Match, c: Context) -> Reading:
    """03/04/2015: the order that the text's other days have, or that lies just before publication, else the American one."""
    if m["year2"]:
        return Reading("DATE", spans.day(dt.date(int(m["year2"]), int(m["month"]), int(m["day"]))), moves=True)
    year, a, b = int(m["year"]), int(m["a"]), int(m["b"])
    month_first, day_first = _day_or_none(year, a, b), _day_or_none(year, b, a)
    if m["sep"] != "/":
        month_first, day_first = (None, day_first) if day_first else (month_first, None)
    days = [d for d in (month_first, day_first) if d is not None]
    if not days:
        raise ValueError
    if len(set(days)) == 1:
        return Reading("DATE", spans.day(days[0]), moves=True)
    order = c.slashes or _order_by_publication(month_first, day_first, c.published)
    chosen = day_first if order == "day" else month_first
    return Reading(
        "DATE",
        spans.day(chosen),
        anchor="inferred" if order else "none",
        moves=True,
        detail=None if order else f"day or month first; read as {chosen:%B} {chosen.day}",
    )


def _order_by_publication(month_first: dt.date, day_first: dt.date, published: dt.date | None) -> str | None:
    """What lies ahead of the day of publication is not meant, nor what is long gone where the other is fresh."""
    if published is None:
        return None
    fresh = [name for name, day in (("month", month_first), ("day", day_first)) if 0 <= (published - day).days <= 45]
    past = [name for name, day in (("month", month_first), ("day", day_first)) if day <= published]
    return fresh[0] if len(fresh) == 1 else past[0] if len(past) == 1 else None


def order_of_slashes(matches: Iterable[re.Match]) -> str | None:
    """Which part comes first in a text's 25/03/2015 or 03/25/2015; ``None`` where none tells, or both are used."""
    orders = set()
    for m in matches:
        if not m["year2"] and m["sep"] == "/":
            a, b = int(m["a"]), int(m["b"])
            orders |= {"day"} if a > 12 >= b else {"month"} if b > 12 >= a else set()
    return orders.pop() if len(orders) == 1 else None


def _day_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _dashed(m: re.Match, c: Context) -> Reading:
    """3-Mar-19, 03-Apr-2015."""
    year = int(m["year"])
    if year < 100:
        this = c.published.year % 100 if c.published else 40
        year += 2000 if year <= this else 1900
    return Reading("DATE", spans.day(dt.date(year, month_of(m["month"]), day_number(m["day"]))), moves=True)


def _month_day(m: re.Match, c: Context) -> Reading:
    month, day = month_of(m["month"]), day_number(m["day"])
    if m["bcyear"] or m["bc"] or (c.bc and not m["year"]):
        return _bc_reading(m, c, f"-{month:02}-{day:02}")
    dt.date(2000, month, day)
    year, anchor = year_of(m, c, month, day, m["weekday"])
    if year is None:
        return Reading("DATE", Span(f"XXXX-{month:02}-{day:02}"), detail="no year")
    first = dt.date(year, month, day)
    last = first
    for more in re.findall(r"\d+", m["more"] or ""):
        last = max(last, day_after(first, int(more)))
    return Reading("DATE", Span(first.isoformat(), first, last, "day"), anchor=anchor, moves=True)


def _month_year(m: re.Match, c: Context) -> Reading:
    month = month_of(m["month"])
    which = " ".join((m["last"] or "").lower().split())
    if m["bcyear"] or m["bc"] or (c.bc and not m["year"]):
        return _bc_reading(m, c, f"-{month:02}")
    if which and not m["year"]:
        return _which_month(which, month, c)
    year, anchor = year_of(m, c, month, None, None)
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
        return that_year(m["thatyear"], c)
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
    quarter = f"Q{m['q'] or quarters.get(nth, 4)}"
    code = quarter if m["q"] or m["what"] == "quarter" else f"H{1 if nth == 'first' else 2}"
    year, anchor = (int(m["year"]), "none") if m["year"] else that_year(f"{m['which']} year", c)
    if year is None:
        return Reading("DATE", Span(f"XXXX-{code}", unit="quarter"), detail="no year")
    return Reading("DATE", spans.part_of_year(year, code), anchor=anchor, moves=True)


CALENDAR = {
    "iso": _iso,
    "numeric": _numeric,
    "dashed": _dashed,
    "month_day": _month_day,
    "month_year": _month_year,
    "year": _year,
    "short_year": _short_year,
    "bc": _bc,
    "decade": _decade,
    "bc_decade": _bc_decade,
    "century": _century,
    "season": _season,
    "part_of_year": _part_of_year,
}
