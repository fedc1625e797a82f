"""Lengths of time, sets of days, and words that name no day."""

from __future__ import annotations

import re

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.by_publication import past_length
from lwj_analysis.annotate.dates.context import Context, Reading
from lwj_analysis.annotate.dates.spans import Span, shift
from lwj_analysis.annotate.dates.words import number_of

# "Twice a week", "500 barrels a day"; not "lasts a day".
_RATE = re.compile(r"(?i:\b(?:once|twice|thrice|(?!lasts\b|takes\b|as\b|was\b|is\b)\w+s)\s+)$")


def _length(m: re.Match, c: Context) -> Reading:
    unit = m["unit"].lower()
    count, rough = number_of(m["number"])
    mod = c.words.value("hedge", m["hedge"]) if m["hedge"] else ("APPROX" if rough else None)
    if m["upper"]:
        upper, _ = number_of(m["upper"])
        mod = "APPROX"
        count = upper if upper is not None else count
    if m["number"].lower() in ("a", "an") and not m["hedge"] and _RATE.search(c.before):
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
    if (span := _first_days(which, count, unit, c)) is not None:
        return Reading("DURATION", span, anchor="event")
    if re.match(r"\s+of\b", c.after):
        return _length_of_span(which, count, unit, c)
    if which in ("the past", "the last", "past", "last"):
        return past_length(count, unit, c, rough=rough)
    return Reading("DURATION", Span(spans.duration(count, unit)))


def _first_days(which: str, count: float | None, unit: str, c: Context) -> Span | None:
    """ "The first two days after the attack", "the first three days of the siege": counted from the day of the event."""
    after = re.match(r"\s+(after|following|of)(?=\s)", c.after)
    known = c.main if c.main is not None and not c.paragraph_has_date else c.here
    if which.split()[-1] not in ("first", "opening", "initial") or unit not in ("day", "night") or not count:
        return None
    if (
        after is None
        or not c.event.match(c.after[after.end() :])
        or known is None
        or known.unit not in ("day", "night")
    ):
        return None
    first = known.first if after[1] == "of" else shift(known.first, 1, "day")
    return Span(spans.duration(count, unit), first, shift(first, int(count) - 1, "day"), "range")


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


def _reference(m: re.Match, c: Context) -> Reading:
    return Reading("DATE", Span(c.words.value("reference", m["word"])))


def _adjective(m: re.Match, c: Context) -> Reading:
    return Reading("DATE", Span(c.words.value("adjective", m["word"])))


def _at_night(m: re.Match, c: Context) -> Reading:
    return Reading("TIME", Span("XXXX-XX-XXTNI"))


LENGTHS = {
    "length": _length,
    "anchored_length": _anchored_length,
    "vague_span": _vague_span,
    "bare_length": _bare_length,
    "rate": _rate,
    "set": _set,
    "reference": _reference,
    "adjective": _adjective,
    "at_night": _at_night,
}
