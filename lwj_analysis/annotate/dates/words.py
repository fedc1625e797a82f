"""The words of time from ``dates.toml``, and the pieces of pattern that all rules are made of."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from lwj_analysis import lexicon as lexicons
from lwj_analysis.lexicon import Lexicon

KINDS = ("part", "daypart", "hedge", "reference", "adjective", "holiday", "not_year", "report", "future", "event")
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS: dict[str, float | None] = {word: value for value, word in enumerate(_SMALL)}
NUMBERS |= {word: 10 * tens for tens, word in enumerate(_TENS, start=2)}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a couple": 2, "a pair of": 2, "half a dozen": 6}
NUMBERS |= {"a dozen": 12, "half a": 0.5, "half an": 0.5, "one and a half": 1.5, "a hundred": 100, "one hundred": 100}
# Few is three: what an annotated corpus of such texts reads, marked APPROX. Several and many are no number.
NUMBERS |= {"a few": 3, "few": 3, "several": None, "many": None, "some": None, "a number of": None}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
ORDINALS |= {"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14}
ORDINALS |= {"fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19}
ORDINALS |= {"twentieth": 20, "twenty-first": 21}


def one_of(words: Iterable[str]) -> str:
    """An alternative of all words, longest first; a space in a word matches any white space."""
    longest = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest) + ")"


_FULL_MONTHS = [name for name in calendar.month_name if name]
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
MONTH = f"(?:{'|'.join(_FULL_MONTHS + [m.upper() for m in _FULL_MONTHS])}|{_SHORT_MONTHS})"
FULL_MONTH = one_of(_FULL_MONTHS + [m.upper() for m in _FULL_MONTHS])
WEEKDAY = f"(?:{'|'.join(calendar.day_name)})"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|%|\.\d)"
YEAR = r"(?:1\d{3}|20\d\d)(?![\d%])(?!,\d{3})(?!\.\d)"
NUMBER = (
    rf"(?:\d+(?:\.\d+)?|{one_of(_TENS)}[-\s]{one_of(_SMALL[1:10])}|"
    rf"{one_of(w for w in NUMBERS if w not in ('a', 'an'))}|an?)"
)
UNIT = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
SEASON = "(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter)"


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """The forms of ``dates.toml`` by kind, each with its value."""

    forms: dict[str, dict[str, str | None]] = field(repr=False)

    def value(self, kind: str, text: str) -> str | None:
        """What a form means, however it is written."""
        said = " ".join(text.lower().split())
        return next((value for form, value in self.forms[kind].items() if form.lower() == said), None)

    def pattern(self, *kinds: str) -> str:
        """An alternative of all forms of the kinds."""
        return one_of(form for kind in kinds for form in self.forms[kind])


def date_words(lexicon: Lexicon) -> DateWords:
    """The table ``dates`` of the lexicon, sorted by kind."""
    forms: dict[str, dict[str, str | None]] = {kind: {} for kind in KINDS}
    for entry in lexicon.dates.values():
        forms[entry.kind] |= dict.fromkeys(entry.forms, entry.value)
    return DateWords(forms)


@cache
def shipped_words() -> DateWords:
    """The words of the package's own lexicon."""
    return date_words(lexicons.load())


def number_of(text: str) -> tuple[float | None, bool]:
    """The value of a number in digits or words, and whether it is only rough ("a few")."""
    text = " ".join(text.lower().split())
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text), False
    if text in NUMBERS:
        return NUMBERS[text], text in ("a few", "few")
    tens, _, rest = text.replace(" ", "-").partition("-")
    return NUMBERS[tens] + NUMBERS[rest], False


def month_of(text: str) -> int:
    """The number of a month's name."""
    return MONTHS[text.lower().rstrip(".")]
