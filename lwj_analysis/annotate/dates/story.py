"""Reading the expressions of a text in order: which anchor each one has, and how the running date goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import Context
from lwj_analysis.annotate.dates.grammar import Grammar
from lwj_analysis.annotate.dates.phrases import CALENDAR_DAYS, DAYS, Phrase
from lwj_analysis.annotate.dates.resolve import read
from lwj_analysis.annotate.dates.spans import Span
from lwj_analysis.annotate.dates.tense import Future, future_by_words

WINDOW = 400  # characters; what lies further off in a sentence says nothing of the tense or the clause of a date


class Story:
    """One text being read. ``context`` knows where the narrative stands; ``future`` asks a parse, if there is one."""

    def __init__(self, text: str, context: Context, rules: Grammar, *, future: Future | None = None) -> None:
        self.text, self.context, self.rules, self.future = text, context, rules, future

    def new_paragraph(self) -> None:
        """What holds within a paragraph only is forgotten."""
        self.context.paragraph_has_date, self.context.paragraph_year, self.context.loose = False, None, False
        self.context.label = None

    def read_sentence(self, phrases: list[Phrase], start: int, end: int) -> None:
        """Give each phrase of the sentence its reading."""
        for index, phrase in enumerate(phrases):
            if index and phrase.beside is None:
                phrase.beside = _year_of_clause(phrases[index - 1], phrase, self.text)
            self._read(phrase, phrases[index + 1 : index + 4], start, end)

    def _read(self, phrase: Phrase, rest: list[Phrase], start: int, end: int) -> None:
        if phrase.done:
            return
        phrase.done = True
        following = _day_following(phrase, rest, self.text)
        if following is not None:
            self._read(following, rest[1:], start, end)
        c = self.context
        c.following = following.reading.span if following is not None and following.reading is not None else None
        c.same = c.following if following is not None and _is_apposed(phrase, following, self.text) else None
        own = start + phrase.match.start()
        c.before = self.text[max(start, own - WINDOW) : own]
        c.after = self.text[phrase.end : min(end, phrase.end + WINDOW)]
        c.beside = phrase.beside
        c.future = self._tells_future(phrase)
        phrase.reading = read(phrase.name, phrase.match, c)
        if phrase.reading is not None:
            _compose(phrase, c)
            if phrase.reading.span.unit == "day" and self.text[phrase.end : phrase.end + 1] == ":" and not c.before:
                c.label = phrase.reading.span.first
            self._move(phrase, self.text[max(start, phrase.start - WINDOW) : phrase.start])

    def _tells_future(self, phrase: Phrase) -> bool:
        if phrase.name not in _TENSED:
            return False
        told = self.future(phrase.start, phrase.end) if self.future else None
        return future_by_words(self.context.before, self.context.after, self.rules.future) if told is None else told

    def _move(self, phrase: Phrase, before: str) -> None:
        """Let the running date go on, unless the expression is a since, a future or only an adjective."""
        c, reading = self.context, phrase.reading
        if _is_length_of_something(phrase, c.after):
            c.loose = True
        if reading.span.first is None or reading.type not in ("DATE", "TIME") or not reading.moves:
            return
        if phrase.name == "year" and not _stands_alone(phrase, c):
            c.year = c.year or reading.span.first.year
            return
        c.loose = False
        named = phrase.match.groupdict().get("year")
        if named:
            c.year = reading.span.first.year
        ahead = not c.narrative and _is_ahead(phrase, c)
        if phrase.mod == "ON_OR_AFTER" and not ahead:
            self._since(reading.span)
        elif not ahead:
            late = (reading.span.value or "").endswith("TNI") and "night" in self.text[
                phrase.start : phrase.end
            ].lower()
            c.here, c.year, c.bc = replace(reading.span, late=late), reading.span.first.year, False
            c.aside = phrase.name == "offset"
            if named or reading.anchor == "published":
                c.paragraph_year = c.year if named and not _ASIDE.search(before) else None
            self._is_told_of(before)

    def _since(self, span: Span) -> None:
        """ "Since Thursday, when they attacked": the day of the main event, if none is known yet."""
        c = self.context
        if c.main is None and span.unit == "day":
            c.main = Span(span.first.isoformat(), span.first, span.first, "day")
            c.here = c.here or c.main

    def _is_told_of(self, before: str) -> None:
        """The day somebody said something is no day of an event."""
        c = self.context
        if not self.rules.reports.search(re.split(r"[,;:]", before)[-1][-60:]):
            c.paragraph_has_date = True
            if c.main is None or (c.main.unit not in _ONE_DAY and c.here.unit in _ONE_DAY):
                c.main = c.here


_ONE_DAY = ("day", "night")
_TENSED = frozenset({"weekday", "month_day", "day_month", "month_year", "season", "weekend", "holiday"})
_LOOKS_AHEAD = frozenset({"clock", "offset", "overnight"})
_JOINS = re.compile(
    r"\)?(?:\s+local\s+time)?,?\s*(?:\([^)]*\))?\s*(?:on|of|into|in|to|the|,)?\s*(?:the\s+)?(?:\w+\s+(?:of|on)\s+)?"
)
_SAME = re.compile(r"\s*,\s*(?:on\s+)?|\s+\(|\s+on\s+")
_CLOCKS = re.compile(r"\s*(?:and|to|until|[-–(])\s*(?:from\s+)?")
# A date after these is a look aside: the paragraph does not go on in its year.
_ASIDE = re.compile(r"\b(?:than|since|from|before|until|of)\b[^,;]*$")


def _day_following(phrase: Phrase, rest: list[Phrase], text: str) -> Phrase | None:
    """The day named right after a time of day or an offset: "at 4 a.m. (00:00 GMT) on Tuesday"."""
    if not rest:
        return None
    following, between = rest[0], text[phrase.end : rest[0].start]
    if phrase.name == "anchored_length":
        part = following.name in ("month_year", "year", "season", "deictic")
        return following if part and re.fullmatch(r"\s+of\s+", between) else None
    if phrase.name == "clock" and following.name == "clock" and _CLOCKS.fullmatch(between):
        return _day_following(following, rest[1:], text)
    joined = phrase.name in _LOOKS_AHEAD and following.name in DAYS and _JOINS.fullmatch(between)
    return following if joined else None


def _year_of_clause(left: Phrase, right: Phrase, text: str) -> int | None:
    """ "Since late 2015, when he was killed on November 3": the clause goes with its year."""
    year = left.match.groupdict().get("year")
    between = text[left.end : right.start]
    if not year or not year.isdigit() or right.name not in ("month_day", "day_month", "month_year"):
        return None
    return int(year) if re.match(r",?\s+(?:when|where)\b[^.;]*$", between) else None


def _is_apposed(phrase: Phrase, following: Phrase, text: str) -> bool:
    """ "Four days later, on May 30": one day, said twice."""
    beside = phrase.name == "offset" and following.name in CALENDAR_DAYS
    return beside and bool(_SAME.fullmatch(text[phrase.end : following.start]))


def _compose(phrase: Phrase, context: Context) -> None:
    """Lay the words around a date over its reading: part of day, part of stretch, since."""
    reading = phrase.reading
    span = reading.span
    if phrase.daypart and span.value and "T" not in span.value and span.unit == "day":
        reading.type = "TIME"
        reading.span = span = Span(span.value + phrase.daypart, span.first, span.last, "day")
    if phrase.part and not re.match(r"(?i:earlier|later)\s+in\b", phrase.said):
        reading.mod = spans.THIRD_OF.get(phrase.part, phrase.part)
        if span.unit not in ("day", "night"):
            reading.span = span = Span(span.value, *spans.cut(span, phrase.part), span.unit)
    reading.mod = reading.mod or phrase.mod
    open_end = phrase.mod == "ON_OR_AFTER" and reading.type in ("DATE", "TIME") and span.first and context.published
    if open_end and context.published >= span.first:
        reading.span = Span(span.value, span.first, context.published, span.unit)


def _is_ahead(phrase: Phrase, context: Context) -> bool:
    """Yet to come on the day of publication; a dateline may lie a day ahead of it."""
    if context.published is None or phrase.reading.span.first <= context.published:
        return False
    slack = phrase.reading.span.first == context.published + spans.ONE_DAY
    return context.future or phrase.name == "yesterday" or not slack


def _is_length_of_something(phrase: Phrase, after: str) -> bool:
    """ "Two days of fighting", which no date is given for."""
    short = phrase.name == "length" and phrase.match["unit"].lower() in ("day", "hour", "night")
    return short and bool(re.match(r"\s+of\s+[a-z]", after))


_IN_YEAR = re.compile(
    r"(?i:\b(?:in|of|since|until|by|from|during|through|throughout|late|early|mid|before|after|to)[\s-]+)$"
)


def _stands_alone(phrase: Phrase, context: Context) -> bool:
    """ "In 1954" moves the story, "the 1976 campaign" does not; nor does the second half of "1975-1976"."""
    if phrase.part or phrase.end - phrase.start > 4 or not context.before.strip():
        return True
    return bool(_IN_YEAR.search(context.before))
