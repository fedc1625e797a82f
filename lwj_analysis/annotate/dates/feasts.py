"""Days with a name: Christmas, Easter, Ramadan and the days around it."""

from __future__ import annotations

import datetime as dt
import re

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import Context, Reading
from lwj_analysis.annotate.dates.spans import Span, shift


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
    coming = anchor == "published" and found.first > shift(base, 2, "day")
    if coming and not c.future and m["which"] != "next":
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


FEASTS = {
    "holiday": _holiday,
}
