"""The time expressions of one sentence, each with the words around it that belong to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lwj_analysis.annotate.dates.context import Reading
from lwj_analysis.annotate.dates.grammar import Grammar, Rule, kinds_in
from lwj_analysis.annotate.dates.words import month_of


@dataclass(slots=True)
class Phrase:
    """One expression: its rule and match, what stands around it ("late", "Monday night"), and later its reading."""

    start: int
    end: int
    rule: Rule
    match: re.Match
    part: str | None = None
    said: str = ""  # the words of the part
    daypart: str | None = None
    mod: str | None = None
    beside: int | None = None  # the year said at the other end of a range
    reading: Reading | None = field(default=None, repr=False)
    done: bool = False

    @property
    def name(self) -> str:
        return self.rule.name


# Expressions that "late" and "night" may stand beside, and those that have a beginning, a middle and an end.
DAYS = frozenset(
    (
        "iso",
        "numeric",
        "dashed",
        "day_month",
        "month_day",
        "yesterday",
        "today",
        "weekday",
        "event_unit",
        "day_beside",
        "daypart",
    )
) | {"day_of_month"}
STRETCHES = frozenset(
    ("month_year", "year", "decade", "bc_decade", "century", "season", "deictic", "event_unit", "of_the_unit", "bc")
) | {"part_of_year", "weekend", "short_year"}
CALENDAR_DAYS = frozenset({"month_day", "day_month", "iso", "numeric", "dashed"})
_WITH_YEAR = frozenset({"year", "month_year", "month_day", "day_month"})
_MONTHS = frozenset({"month_day", "day_month", "month_year"})


def find_phrases(text: str, start: int, end: int, rules: Grammar) -> list[Phrase]:
    """The expressions of the sentence from ``start`` to ``end`` in order; of two that overlap the longer one."""
    sentence = text[start:end]
    kinds = kinds_in(sentence, rules)
    if not kinds:
        return []
    taken = bytearray(len(sentence))
    chosen = []
    for match, rule in sorted(
        _matches(sentence, rules, kinds), key=lambda f: (f[0].start() - f[0].end(), f[0].start())
    ):
        a, b = match.span()
        if not any(taken[a:b]):
            taken[a:b] = b"\1" * (b - a)
            chosen.append(Phrase(start + a, start + b, rule, match))
    chosen.sort(key=lambda p: p.start)
    for index, phrase in enumerate(chosen):
        floor = chosen[index - 1].end if index else start
        ceiling = chosen[index + 1].start if index + 1 < len(chosen) else end
        _widen(phrase, text, floor, ceiling, rules)
    return chosen


def share_years(text: str, phrases: list[Phrase]) -> None:
    """A month without a year right before one with a year has the same: "between March 3 and May 5, 2016"."""
    for left, right in reversed(list(pairwise(phrases))):
        if not {left.name, right.name} <= _MONTHS or left.match["year"] or left.match["thatyear"]:
            continue
        year = int(right.match["year"]) if right.match["year"] else right.beside
        if year is None or right.match["bc"] or not _BETWEEN.fullmatch(text[left.end : right.start]):
            continue
        crosses = month_of(left.match["month"]) > month_of(right.match["month"])
        left.beside = year - crosses


def is_narrative(phrases: Iterable[Phrase], published: dt.date | None) -> bool:
    """A history: it names many years, most of them past, and hardly any yesterday; or it counts before Christ."""
    phrases = list(phrases)
    if any(p.name == "bc" for p in phrases):
        return True
    years = [int(p.match["year"]) for p in phrases if p.name in _WITH_YEAR and p.match["year"]]
    past = [year for year in years if published is None or year < published.year]
    deictic = sum(p.name in ("yesterday", "today", "overnight", "weekday") for p in phrases)
    old = not years or published is None or max(years) < published.year - 4
    return len(past) >= (5 if old else 8) and len(set(past)) >= 3 and 2 * len(past) > len(years) > 3 * deictic


_BETWEEN = re.compile(
    r"\s*(?:[-–—,&]|and|to|until|till|through|or|,\s*and)\s*(?:the\s+)?(?:(?:early|mid|late)[\s-]*)?$"
)


def _matches(sentence: str, rules: Grammar, kinds: set[str]) -> Iterator[tuple[re.Match, Rule]]:
    for rule in rules.rules:
        if rule.needs & kinds:
            for match in rule.pattern.finditer(sentence):
                if match.end() > match.start() and (rule.accept is None or rule.accept(match, sentence)):
                    yield match, rule


_LATE = re.compile(
    r"(?<![\w-])(?i:(?P<word>early|late|earlier|later)(?:\s+(?:on|in\s+the\s+day\s+on|in\s+the\s+day))?\s+)$"
)
_SINCE = re.compile(r"\b(?i:(?:ever\s+)?since)\s+(?:the\s+)?$")
_ABOUT = re.compile(r"(?<![\w-])(?i:about|around|approximately|roughly|circa|ca\.)\s+$")


def _widen(phrase: Phrase, text: str, floor: int, ceiling: int, rules: Grammar) -> None:
    """Take the words of part, part of day, since and about that stand right beside a date into it."""
    if phrase.name in DAYS and phrase.name != "daypart":
        _take_daypart(phrase, text, ceiling, rules)
    before = text[max(floor, phrase.start - 60) : phrase.start]
    if phrase.name in DAYS:
        _take_before(phrase, before, rules)
    elif phrase.name in ("month_year", "deictic") and (left := rules.nth_before.search(before)):
        phrase.part, phrase.said = _nth(left["nth"].lower(), left["what"].lower()), left[0]
        phrase.start -= len(before) - left.start()
    elif phrase.name in STRETCHES and (left := rules.part_before.search(before)):
        phrase.part, phrase.said = rules.words.value("part", left["part"]), left["part"]
        phrase.start -= len(before) - left.start()
    before = text[max(floor, phrase.start - 40) : phrase.start]
    if (since := _SINCE.search(before)) and phrase.name != "reference":
        phrase.mod, phrase.start = "ON_OR_AFTER", phrase.start - (len(before) - since.start())
    elif phrase.name in DAYS | STRETCHES and (about := _ABOUT.search(before)):
        phrase.mod, phrase.start = "APPROX", phrase.start - (len(before) - about.start())


def _nth(nth: str, what: str) -> str:
    """A week or half of a month: ``W1`` to ``W4``, ``WL`` for the last, ``H1``, ``H2``."""
    number = {"first": "1", "second": "2", "third": "3", "fourth": "4"}.get(nth, "L")
    return f"W{number}" if what == "week" else ("H1" if nth == "first" else "H2")


def _take_daypart(phrase: Phrase, text: str, ceiling: int, rules: Grammar) -> None:
    """ "Monday night"."""
    if after := rules.daypart_after.match(text, phrase.end, ceiling):
        phrase.daypart, phrase.end = rules.words.value("daypart", after["daypart"]), after.end()


def _take_before(phrase: Phrase, before: str, rules: Grammar) -> None:
    """ "The night of", "before dawn on", "late on"; what is before dawn is night."""
    if phrase.name != "daypart" and (left := rules.daypart_before.search(before)):
        phrase.daypart = rules.words.value("daypart", left["daypart"])
        phrase.start -= len(before) - left.start()
        if (left["side"] or "").lower() == "before" and phrase.daypart == "TMO":
            phrase.daypart = "TNI"
    elif late := _LATE.search(before):
        phrase.part = {"early": "START", "late": "END"}.get(late["word"].lower())
        phrase.start -= len(before) - late.start()
