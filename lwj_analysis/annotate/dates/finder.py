"""From a text to its dates: find the words, then read them in order against publication and the running date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.context import Context, Reading
from lwj_analysis.annotate.dates.grammar import Grammar, Rule, grammar, kinds_in
from lwj_analysis.annotate.dates.resolve import read
from lwj_analysis.annotate.dates.spans import Span
from lwj_analysis.annotate.dates.tense import Future, future_by_parse, future_by_words
from lwj_analysis.annotate.dates.words import DateWords, date_words, month_of, shipped_words
from lwj_analysis.annotate.records import Date, Problem
from lwj_analysis.lexicon import Lexicon


@dataclass(slots=True)
class Phrase:
    """One expression found: its rule and match, and what stands around it ("late", "Monday night")."""

    start: int
    end: int
    rule: Rule
    match: re.Match
    part: str | None = None
    daypart: str | None = None
    side: str | None = None
    mod: str | None = None
    reading: Reading | None = field(default=None, repr=False)
    said: str = ""  # the words of part before it
    done: bool = False


class DatesFinder:
    """Append every time expression below the title to ``Doc._.lwj.dates``, and what has no day to ``problems``."""

    words: DateWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = date_words(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        known = doc._.lwj
        if not doc.text.strip():
            return doc
        start = _title_end(doc.text) if known.has_title else 0
        dates, problems = find_dates(
            doc.text,
            known.published,
            sentences=_sentences_of(doc),
            start=start,
            inferred=known.published_basis == "text",
            words=self.words,
            future=future_by_parse(doc) if doc.has_annotation("DEP") and doc.has_annotation("TAG") else None,
        )
        known.dates.extend(dates)
        known.problems.extend(problems)
        return doc


def find_dates(
    text: str,
    published: dt.date | None = None,
    *,
    sentences: list[tuple[int, int]] | None = None,
    start: int = 0,
    inferred: bool = False,
    adjectives: bool = False,
    words: DateWords | None = None,
    future: Future | None = None,
) -> tuple[list[Date], list[Problem]]:
    """Every time expression of ``text`` from ``start`` on, and a problem for each that lacks its day.

    ``published`` is the first anchor; without it "yesterday" and its like stay unresolved. ``inferred``: that day was
    itself read from the text. ``sentences``: offsets, by default split by a simple rule. ``adjectives`` also gives
    "former", "current" and their like, which name no day.
    """
    rules = _grammar(words or shipped_words())
    found = [
        (paragraph, [p for p in _phrases(text, a, b, rules) if adjectives or p.rule.name != "adjective"], (a, b))
        for paragraph, a, b in _numbered(text, sentences or split_sentences(text), start)
    ]
    context = Context(rules.words, rules.event, published, narrative=_is_narrative(found, published))
    _share_years(text, found)
    dates, problems, last_paragraph = [], [], None
    for paragraph, phrases, span in found:
        if paragraph != last_paragraph:
            context.paragraph_has_date, context.paragraph_year, last_paragraph = False, None, paragraph
            context.loose = False
        for index, phrase in enumerate(phrases):
            _read(phrase, phrases[index + 1 :], text, span, context, rules, future)
            if phrase.reading is None:
                continue
            date = _record(phrase, context, inferred)
            dates.append(date)
            if phrase.reading.detail and date.date_start is None:
                detail = f"{text[date.start : date.end]}: {phrase.reading.detail}"
                problems.append(Problem(date.start, date.end, "date", detail))
    return dates, problems


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences, never across an empty line."""
    found, start = [], 0
    for match in re.finditer(r"\n\s*\n|(?<=[a-z\d)”\"’][.!?])[”\"’]?\s+(?=[“\"‘(]?[A-Z])", text):
        found.append((start, match.start()))
        start = match.end()
    return [(a, b) for a, b in [*found, (start, len(text))] if a < b]


@cache
def _grammar(words: DateWords) -> Grammar:
    return grammar(words)


def _title_end(text: str) -> int:
    match = re.search(r"\n\s*\n", text)
    return match.end() if match else len(text)


def _sentences_of(doc: Doc) -> list[tuple[int, int]] | None:
    if not doc.has_annotation("SENT_START"):
        return None
    try:
        return [(sent.start_char, sent.end_char) for sent in doc.sents]
    except ValueError:
        return None


def _numbered(text: str, sentences: list[tuple[int, int]], start: int) -> Iterator[tuple[int, int, int]]:
    """Sentences with the number of their paragraph, those before ``start`` left out."""
    paragraph, last = 0, 0
    for a, b in sentences:
        paragraph += text.count("\n\n", last, a + 1)
        last = a
        if a >= start:
            yield paragraph, a, b


# ---- finding ----


def _phrases(text: str, start: int, end: int, rules: Grammar) -> list[Phrase]:
    sentence = text[start:end]
    kinds = kinds_in(sentence, rules)
    if not kinds:
        return []
    found = []
    for order, rule in enumerate(rules.rules):
        if rule.needs & kinds:
            for match in rule.pattern.finditer(sentence):
                if match.end() > match.start() and (rule.accept is None or rule.accept(match, sentence)):
                    found.append((match.start() - match.end(), match.start(), order, match, rule))
    taken = bytearray(len(sentence))
    chosen = []
    for _, a, _, match, rule in sorted(found, key=lambda f: f[:3]):
        b = match.end()
        if not any(taken[a:b]):
            taken[a:b] = b"\1" * (b - a)
            chosen.append(Phrase(start + a, start + b, rule, match))
    chosen.sort(key=lambda p: p.start)
    for index, phrase in enumerate(chosen):
        floor = chosen[index - 1].end if index else start
        ceiling = chosen[index + 1].start if index + 1 < len(chosen) else end
        _widen(phrase, text, floor, ceiling, rules)
    return chosen


_DAYS = frozenset(
    {
        "iso",
        "numeric",
        "day_month",
        "month_day",
        "yesterday",
        "today",
        "weekday",
        "event_unit",
        "day_beside",
        "daypart",
        "day_of_month",
    }
)
_STRETCHES = frozenset(
    {
        "month_year",
        "year",
        "decade",
        "bc_decade",
        "century",
        "season",
        "deictic",
        "event_unit",
        "of_the_unit",
        "bc",
        "part_of_year",
        "weekend",
        "short_year",
    }
)
_LATE = re.compile(
    r"(?<![\w-])(?i:(?P<word>early|late|earlier|later)(?:\s+(?:on|in\s+the\s+day\s+on|in\s+the\s+day))?\s+)$"
)


def _widen(phrase: Phrase, text: str, floor: int, ceiling: int, rules: Grammar) -> None:
    """Take the words of part and hedge that stand right before or after a date into it."""
    before = text[max(floor, phrase.start - 60) : phrase.start]
    name = phrase.rule.name
    if name in _DAYS:
        after = rules.daypart_after.match(text, phrase.end, ceiling)
        if after and name != "daypart":
            phrase.daypart, phrase.end = rules.words.value("daypart", after["daypart"]), after.end()
        left = rules.daypart_before.search(before)
        if left and name != "daypart":
            phrase.daypart = rules.words.value("daypart", left["daypart"])
            phrase.side, phrase.start = left["side"], phrase.start - (len(before) - left.start())
            if (left["side"] or "").lower() == "before" and phrase.daypart == "TMO":
                phrase.daypart = "TNI"
        elif late := _LATE.search(before):
            phrase.part = {"early": "START", "late": "END"}.get(late["word"].lower())
            phrase.start -= len(before) - late.start()
    elif name in _STRETCHES and (left := rules.part_before.search(before)):
        phrase.part, phrase.said = rules.words.value("part", left["part"]), left["part"]
        phrase.start -= len(before) - left.start()
    before = text[max(floor, phrase.start - 40) : phrase.start]
    since = re.search(r"\b(?i:(?:ever\s+)?since)\s+(?:the\s+)?$", before)
    if since and name != "reference":
        phrase.mod, phrase.start = "ON_OR_AFTER", phrase.start - (len(before) - since.start())
    elif name in _DAYS | _STRETCHES and (
        hedge := re.search(r"(?<![\w-])(?i:about|around|approximately|roughly|circa|ca\.)\s+$", before)
    ):
        phrase.mod, phrase.start = "APPROX", phrase.start - (len(before) - hedge.start())


_BETWEEN = re.compile(
    r"\s*(?:[-–—,&]|and|to|until|till|through|or|,\s*and)\s*(?:the\s+)?(?:(?:early|mid|late)[\s-]*)?$"
)


def _share_years(text: str, found: list) -> None:
    """A month without a year right before one with a year has the same: "between March 3 and May 5, 2016"."""
    for _, phrases, _ in found:
        for left, right in reversed(list(zip(phrases, phrases[1:], strict=False))):
            names = {left.rule.name, right.rule.name}
            if not names <= {"month_day", "day_month", "month_year"} or left.match["year"] or left.match["thatyear"]:
                continue
            year = right.match["year"] or (str(right.mod) if right.mod and right.mod.isdigit() else None)
            if not year or right.match["bc"] or not _BETWEEN.fullmatch(text[left.end : right.start]):
                continue
            crosses = month_of(left.match["month"]) > month_of(right.match["month"])
            left.mod = str(int(year) - crosses)


def _is_narrative(found: list, published: dt.date | None) -> bool:
    """A history: it names many years, most of them long past, and hardly any yesterday."""
    phrases = [p for _, some, _ in found for p in some]
    if any(p.rule.name == "bc" for p in phrases):
        return True
    years = [int(p.match["year"]) for p in phrases if p.rule.name in _WITH_YEAR and p.match["year"]]
    deictic = sum(p.rule.name in ("yesterday", "today", "overnight", "weekday") for p in phrases)
    past = [year for year in years if published is None or year < published.year]
    return len(past) >= 8 and len(set(past)) >= 3 and len(past) > 0.5 * len(years) and deictic * 4 < len(years)


_WITH_YEAR = frozenset({"year", "month_year", "month_day", "day_month"})


# ---- reading ----


def _read(
    phrase: Phrase, rest: list[Phrase], text: str, span, context: Context, rules: Grammar, future: Future | None
) -> None:
    if phrase.done:
        return
    phrase.done = True
    following = _day_following(phrase, rest, text)
    if following is not None:
        _read(following, rest[rest.index(following) + 1 :], text, span, context, rules, future)
    context.following = _resolved(following)
    context.same = None
    if (
        following is not None
        and phrase.rule.name == "offset"
        and following.rule.name in ("month_day", "day_month", "iso")
    ):
        if _SAME.fullmatch(text[phrase.end : following.start]):
            context.same = context.following
    context.before = text[span[0] : span[0] + phrase.match.start()]
    context.after = text[phrase.end : span[1]]
    context.beside = int(phrase.mod) if phrase.mod and phrase.mod.isdigit() else None
    context.future = _tells_future(phrase, context, rules, future)
    phrase.reading = read(phrase.rule.name, phrase.match, context)
    if phrase.mod and phrase.mod.isdigit():
        phrase.mod = None
    if phrase.reading is not None:
        _compose(phrase, context)
        _move(phrase, text, span, context, rules)


_JOINS = re.compile(
    r"\)?(?:\s+local\s+time)?,?\s*(?:\([^)]*\))?\s*(?:on|of|in|the|,)?\s*(?:the\s+)?(?:\w+\s+(?:of|on)\s+)?"
)
_SAME = re.compile(r"\s*,\s*(?:on\s+)?|\s+\(|\s+on\s+")


def _day_following(phrase: Phrase, rest: list[Phrase], text: str) -> Phrase | None:
    if phrase.rule.name not in ("clock", "offset", "overnight", "anchored_length") or not rest:
        return None
    following = rest[0]
    if phrase.rule.name == "anchored_length":
        part = following.rule.name in ("month_year", "year", "season", "deictic")
        return following if part and re.fullmatch(r"\s+of\s+", text[phrase.end : following.start]) else None
    if following.rule.name not in _DAYS and not (phrase.rule.name == "clock" and following.rule.name == "clock"):
        return None
    between = text[phrase.end : following.start]
    joined = _JOINS.fullmatch(between)
    if (
        not joined
        and phrase.rule.name == "clock"
        and re.fullmatch(r"\s*(?:and|to|until|[-–(])\s*(?:from\s+)?", between)
    ):
        return _day_following(following, rest[1:], text) if following.rule.name == "clock" else None
    if following.rule.name == "clock":
        return None
    return following if joined else None


def _resolved(phrase: Phrase | None) -> Span | None:
    return phrase.reading.span if phrase is not None and phrase.reading is not None else None


_TENSED = frozenset({"weekday", "month_day", "day_month", "month_year", "season", "weekend", "holiday"})


def _tells_future(phrase: Phrase, context: Context, rules: Grammar, future: Future | None) -> bool:
    if phrase.rule.name not in _TENSED:
        return False
    told = future(phrase.start, phrase.end) if future else None
    return future_by_words(context.before, context.after, rules.future) if told is None else told


def _compose(phrase: Phrase, context: Context) -> None:
    """Lay the words around a date over its reading: part of day, part of stretch, since."""
    reading = phrase.reading
    span = reading.span
    if phrase.daypart and span.value and "T" not in span.value and span.unit == "day":
        reading.type = "TIME"
        reading.span = Span(span.value + phrase.daypart, span.first, span.last, "day")
    if phrase.part and not re.match(r"(?i:earlier|later)\s+in\b", phrase.said):
        reading.mod = phrase.part
        if span.unit not in ("day", "night"):
            first, last = spans.cut(span, phrase.part)
            reading.span = Span(span.value, first, last, span.unit)
    if phrase.mod:
        reading.mod = reading.mod or phrase.mod
    if (
        phrase.mod == "ON_OR_AFTER"
        and span.first
        and context.published
        and context.published >= span.first
        and reading.type in ("DATE", "TIME")
    ):
        reading.span = Span(reading.span.value, span.first, context.published, span.unit)


def _move(phrase: Phrase, text: str, span, context: Context, rules: Grammar) -> None:
    """Let the running date go on, unless the expression is a since, a future, or the day somebody said something."""
    reading = phrase.reading
    if (
        reading.type == "DURATION"
        and reading.span.first is None
        and phrase.match["unit"].lower() in ("day", "hour", "night")
    ):
        context.loose |= phrase.rule.name == "length" and bool(re.match(r"\s+of\s+[a-z]", context.after))
    if reading.span.first is None or reading.type not in ("DATE", "TIME") or not reading.moves:
        return
    if phrase.rule.name == "year" and not _stands_alone(phrase, context):
        context.year = context.year or reading.span.first.year
        return
    context.loose = False
    named = phrase.match.groupdict().get("year")
    if named:
        context.year = reading.span.first.year
    ahead = context.published is not None and reading.span.first > context.published and not context.narrative
    if phrase.mod == "ON_OR_AFTER" or ahead:
        if context.main is None and not ahead and reading.span.unit == "day":
            context.main = Span(reading.span.value, phrase.reading.span.first, phrase.reading.span.first, "day")
            context.here = context.here or context.main
        return
    context.here, context.year = reading.span, reading.span.first.year
    context.bc = False
    if named or reading.anchor == "published":
        context.paragraph_year = reading.span.first.year if named and _fronted(phrase, text, span) else None
    clause = re.split(r"[,;:]", text[span[0] : phrase.start])[-1][-60:]
    if not rules.reports.search(clause):
        context.paragraph_has_date = True
        if context.main is None:
            context.main = reading.span
    elif context.main is None:
        pass


_IN_YEAR = re.compile(
    r"(?i:\b(?:in|of|since|until|by|from|during|through|throughout|late|early|mid|before|after|to)[\s-]+)$"
)


def _stands_alone(phrase: Phrase, context: Context) -> bool:
    """ "In 1954" moves the story, "the 1976 campaign" does not; nor does the second half of "1975-1976"."""
    if phrase.part or phrase.end - phrase.start > 4 or not context.before.strip():
        return True
    return bool(_IN_YEAR.search(context.before))


def _fronted(phrase: Phrase, text: str, span) -> bool:
    """The date opens its sentence or clause: what follows goes on from it."""
    before = text[span[0] : phrase.start]
    return not re.search(r"\b(?:than|since|from|before|until|of)\b[^,;]*$", before)


def _record(phrase: Phrase, context: Context, inferred: bool) -> Date:
    reading = phrase.reading
    first, last = reading.span.first, reading.span.last
    if reading.type == "SET" or (reading.type == "DURATION" and reading.anchor == "none"):
        first = last = None
    date_prec, time_precision = spans.precision(first, last)
    anchor = "inferred" if reading.anchor == "published" and inferred else reading.anchor
    return Date(
        phrase.start, phrase.end, reading.type, reading.span.value, reading.mod, first, last, date_prec, time_precision,
        anchor if first else "none", phrase.rule.name,
    )  # fmt: skip
