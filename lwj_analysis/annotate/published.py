"""The day of publication where only the article itself or its address can tell it: a day, an interval, or nothing."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lwj_analysis.annotate.dates import find_dates
from lwj_analysis.annotate.dates.finder import split_sentences
from lwj_analysis.annotate.dates.words import MONTHS, DateWords, shipped_words
from lwj_analysis.annotate.records import Date

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """What a text tells of its day of publication; ``day`` is ``None`` where the clues leave more than one."""

    day: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    evidence: str
    basis: str = "text"


def infer_published(text: str) -> Published | None:
    """The day of publication from a byline, else from clues in the text; ``None`` if no full date is said anywhere.

    A day is given only where an event told of as yesterday's (or today's) also has its full date, and something else
    speaks for the two being one event. Everything else gives an interval: on or after the latest day told of.
    """
    return _byline(text) or _dateline(text) or _from_clues(text)


def published_from_url(url: str) -> dt.date | tuple[int, int] | None:
    """The day, or the year and month, that an address has in its path; ``None`` if it has none."""
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(url):
            year, month, day = int(match["year"]), _month_number(match["month"]), match.groupdict().get("day")
            try:
                date = dt.date(year, month, int(day or 1))
            except ValueError:
                continue
            return date if day else (year, month)
    return None


_MONTH_IN_ADDRESS = rf"(?P<month>0[1-9]|1[0-2]|[1-9]|{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_IN_ADDRESS = (
    re.compile(
        rf"[/=](?P<year>(?:19|20)\d\d)[/-]{_MONTH_IN_ADDRESS}[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=[/?#._-]|$)", re.I
    ),
    re.compile(rf"[/=_-](?P<year>(?:19|20)\d\d)-{_MONTH_IN_ADDRESS}-(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)", re.I),
    re.compile(r"[/=_-](?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"[/=](?P<year>(?:19|20)\d\d)[/-]{_MONTH_IN_ADDRESS}(?=[/?#]|$)", re.I),
)


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text.lower()]


# ---- a byline ----

_BYLINE_WORDS = re.compile(
    r"(?i:\b(?:by|posted|published|updated|last\s+updated|date|on|at|from|in|edt|est|gmt|utc|am|pm|a\.m\.|p\.m\.|"
    r"reading\s+time|min(?:utes?)?\s+read|comments?|no|share)\b)|[|•·–—,:;()/\d-]"
)
_SAYS_WHO = re.compile(r"(?i:^\s*(?:by|posted|published|updated|date)\b)|\|")


def _byline(text: str) -> Published | None:
    """A line above the text that is a date, or says who published when: "By A. Writer | May 25, 2011"."""
    for line in _head(text):
        dates = [d for d in find_dates(line)[0] if d.date_prec == 1 and d.anchor == "none"]
        if len(dates) != 1:
            continue
        rest = line[: dates[0].start] + " " + line[dates[0].end :]
        words = re.findall(r"\w+", _BYLINE_WORDS.sub(" ", rest))
        if not words or (_SAYS_WHO.search(rest) and len(words) <= 8):
            day = dates[0].date_start
            return Published(day, day, day, f"the line “{line.strip()}”")
    return None


_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z'’ .-]{2,30})(?:,\s*[A-Z][\w .]+?)?[,:]?\s+\(?(?P<date>[A-Z\d][\w., ]{7,22}\d{4})\)?\s*"
    r"(?:\((?:\w+\s?){1,4}\)\s*)?[-–—:]",
    re.M,
)


def _dateline(text: str) -> Published | None:
    """A place in capitals, a full date and a dash at the start of a paragraph: "GAO, Mali, April 5, 2017 (AP) -"."""
    match = _DATELINE.search(text[:1500])
    dates = find_dates(match["date"])[0] if match else []
    if len(dates) != 1 or not _is_full(dates[0]):
        return None
    day = dates[0].date_start
    return Published(day, day, day, f"the dateline “{match.group().strip()}”")


def _head(text: str) -> Iterator[str]:
    """The short lines before the first paragraph of prose, and before the first line that is a sentence."""
    for line in text.split("\n")[:12]:
        if len(line) > 140 or re.search(r"[a-z]{3,}[.!?][”\"’]?\s*$", line):
            return
        if line.strip():
            yield line


# ---- clues in the text ----


@dataclass(frozen=True, slots=True)
class _Clue:
    date: Date
    sentence: str
    words: str
    of_event: bool  # the event has this date, not somebody's saying so
    definite: bool  # "the attack of": it was spoken of before
    spoken: bool = False  # the day on which somebody said something


def _from_clues(text: str) -> Published | None:
    words = shipped_words()
    start = re.search(r"\n\s*\n", text)
    dates, _ = find_dates(text, start=start.end() if start else 0)
    clues = list(_clues(text, dates, words))
    full = [c for c in clues if _is_full(c.date) and not _ahead(c)]
    if not full:
        return None
    last_full = max(full, key=lambda c: c.date.date_end)
    told = [*(c.date.date_end for c in full), *_near(clues, last_full.date.date_start)]
    earliest = max(told)
    event = max((c for c in full if c.of_event), key=lambda c: c.date.date_start, default=None)
    deictic = _event_deictic(clues)
    if event is not None and deictic is not None:
        day = event.date.date_start + _AGO[deictic.date.timex_value] * ONE_DAY
        if earliest <= day and _one_event(event, deictic, clues):
            return Published(day, day, day, _evidence(event, deictic, clues, day))
    latest = _latest(event, clues)
    span = f"on or after {earliest}" + (f", no later than {latest}" if latest else "")
    return Published(None, earliest, latest, f"{span}: the latest day told of; nothing in the text fixes the day")


def _clues(text: str, dates: list[Date], words: DateWords) -> Iterator[_Clue]:
    event = re.compile(
        rf"\b{words.pattern('event')}\b|\b(?:attacked|ambushed|killed|stormed|struck|bombed|raided|died)\b"
    )
    report = re.compile(rf"\b{words.pattern('report')}\b", re.I)
    sentences = split_sentences(text)
    starts = [a for a, _ in sentences]
    for date in dates:
        a, b = sentences[bisect.bisect_right(starts, date.start) - 1]
        a, b = max(a, date.start - 400), min(b, date.end + 400)
        before, after = re.split(r"\bthat\b|[“\";:]", text[a : date.start])[-1], text[date.end : b]
        said = text[date.start : date.end]
        happened = max((m.end() for m in event.finditer(before)), default=-1)
        spoken = max((m.end() for m in report.finditer(before)), default=-1)
        follows = re.match(rf"['’]s\s+(?:\w+\s+){{0,3}}?{words.pattern('event')}\b", after)
        later = happened < 0 and spoken < 0 and _first(event, after) < _first(report, after)
        definite = bool(re.search(rf"\bthe\s+(?:\w+\s+)?{words.pattern('event')}\s+(?:of|on)\s+$", before))
        of_event = bool(follows or happened > spoken or later)
        yield _Clue(date, text[a:b], said, of_event, definite, spoken=not of_event and spoken >= 0)


def _first(pattern: re.Pattern, text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else 10**6


def _is_full(date: Date) -> bool:
    return date.date_prec == 1 and date.anchor == "none" and bool(re.match(r"\d{4}-\d\d-\d\d", date.timex_value or ""))


_COMING = re.compile(r"(?i:\b(?:will|shall|scheduled|expected|due|set|slated|planned|until)\b)")


def _ahead(clue: _Clue) -> bool:
    return bool(_COMING.search(clue.sentence))


def _near(clues: list[_Clue], day: dt.date) -> Iterator[dt.date]:
    """Days without a year, in the year that brings them nearest to a full date; what lies far off is another story."""
    for clue in clues:
        match = re.fullmatch(r"(?:XXXX|(\d{4}))-(\d\d)-(\d\d).*", clue.date.timex_value or "")
        if not match or _is_full(clue.date) or clue.date.anchor == "event" or _ahead(clue):
            continue
        for year in (day.year - 1, day.year, day.year + 1):
            try:
                date = dt.date(year, int(match[2]), int(match[3]))
            except ValueError:
                continue
            if abs(date - day) <= dt.timedelta(days=45):
                yield date


# How many days before publication each word lies; their values without an anchor are all the same.
_AGO = {"yesterday": 1, "last night": 1, "today": 0, "this morning": 0, "earlier today": 0}


def _event_deictic(clues: list[_Clue]) -> _Clue | None:
    """The first "yesterday" or "today" that is the date of an event."""
    for clue in clues:
        key = " ".join(clue.words.lower().split())
        known = next((word for word in _AGO if re.search(rf"\b{word}\b", key)), None)
        if known and clue.of_event:
            date = Date(clue.date.start, clue.date.end, "DATE", known)
            return _Clue(date, clue.sentence, clue.words, True, clue.definite)
    return None


# An older event is set beside the new one with such words.
_BACKGROUND = re.compile(
    r"(?i:\b(?:since|recall\w*|remember\w*|similar|previous\w*|earlier|another|anniversary|reminiscent|worst|deadliest|"
    r"biggest|heaviest|first|last|like|had|unlike|as\s+in|years?)\b)"
)


def _one_event(event: _Clue, deictic: _Clue, clues: list[_Clue]) -> bool:
    """Whether the dated event is yesterday's.

    "The attack of" says so, or a statement made right after it; words that set an older event beside a new one do not.
    """
    if event.sentence == deictic.sentence or _BACKGROUND.search(event.sentence):
        return False
    day = event.date.date_start
    reported = any(0 < (other - day).days <= 3 for other in _near([c for c in clues if c.spoken], day))
    years = [int(c.date.timex_value[:4]) for c in clues if re.match(r"\d{4}$", c.date.timex_value or "")]
    return (event.definite or reported) and all(year <= day.year for year in years)


def _latest(event: _Clue | None, clues: list[_Clue]) -> dt.date | None:
    """A bare weekday that is the weekday of the dated event cannot be more than a week gone."""
    if event is None:
        return None
    day = event.date.date_start
    for clue in clues:
        match = re.fullmatch(r"XXXX-WXX-(\d).*", clue.date.timex_value or "")
        if match and clue.of_event and int(match[1]) == day.isoweekday():
            return day + 7 * ONE_DAY
    return None


def _evidence(event: _Clue, deictic: _Clue, clues: list[_Clue], day: dt.date) -> str:
    same_day = [c.words for c in clues if _says_day(c.date, day)]
    also = f", “{same_day[0]}” is the latest day told of" if same_day else ""
    return f"“{deictic.words}” of the event that the text dates “{event.words}”{also}"


def _says_day(date: Date, day: dt.date) -> bool:
    return (date.timex_value or "").replace("XXXX", str(day.year)) == day.isoformat()
