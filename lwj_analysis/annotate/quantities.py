"""What numbers say: every number of a text with its low, best and high, from its own words and those that bound it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from lwj_analysis import lexicon as lexicons
from lwj_analysis.annotate.records import Number
from lwj_analysis.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of ``numbers.toml`` as this module reads them: compiled bounds, vague words, nouns by role."""

    before: tuple[tuple[str, re.Pattern], ...]
    after: tuple[tuple[str, re.Pattern], ...]
    vague: dict[str, int | None]
    none: frozenset[str]
    roles: dict[str, str]
    persons: frozenset[str] = frozenset()
    vague_pattern: re.Pattern | None = field(default=None, repr=False)
    vague_first: frozenset[str] = frozenset()


MOST = 10**12  # nobody counts so many people; a column of whole numbers holds no more than eighteen digits


def find_numbers(text: str, *, words: NumberWords | None = None) -> list[Number]:
    """Every number of ``text`` in order: digits, words, ranges, vague words, ordinals, zeros, names with digits.

    ``start``/``end`` delimit the number without its bound ("at least"). The role is set where the number's own form
    tells it (clock time, money, ordinal, name), else ``unread``.
    """
    words = words or shipped()
    found: list[Number] = []
    taken = bytearray(len(text))
    starts = _starts(text, words)
    for pattern, make in _SCANS:
        for match in _matches(pattern or words.vague_pattern, text, starts.get(pattern)):
            start, end = match.start("n"), match.end("n")
            if any(taken[start:end]):
                continue
            for number in make(match, text, words):
                if max(number.low or 0, number.high or 0) >= MOST:
                    number.low, number.best, number.high, number.role = None, None, None, "other"
                found.append(number)
                taken[number.start : number.end] = b"\1" * (number.end - number.start)
    return sorted(found, key=lambda n: n.start)


def _starts(text: str, words: NumberWords) -> dict[re.Pattern | None, list[int]]:
    """Where the patterns may match that would take long to try at each character."""
    numbers, ranges, vague = [], [], []
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0].lower()
        if word[0].isdigit() or word in _FIRST:
            numbers.append(start)
            ranges.append(start)
        elif word.startswith(_BEFORE_RANGE):
            ranges.append(start)
        if word in words.vague_first:
            vague.append(start)
    return dict.fromkeys((_SHARE, _COMPOUND, _ORDINAL, _AS_MANY, _SINGLE), numbers) | {_RANGE: ranges, None: vague}


def _matches(pattern: re.Pattern, text: str, starts: list[int] | None) -> Iterator[re.Match]:
    """As ``finditer`` gives them."""
    if starts is None:
        yield from pattern.finditer(text)
        return
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def number_words(lexicon: Lexicon) -> NumberWords:
    """The tables ``numbers`` and ``victims`` of the lexicon, compiled."""
    entries = list(lexicon.numbers.values())
    bounds = [e for e in entries if e.quantifier and e.quantifier not in ("vague", "none")]
    vague = {form: e.low for e in entries if e.quantifier == "vague" for form in e.forms}
    none = frozenset(form for e in entries if e.quantifier == "none" for form in e.forms)
    return NumberWords(
        before=tuple((e.quantifier, _before(e.forms)) for e in bounds if e.position == "before"),
        after=tuple((e.quantifier, _after(e.forms)) for e in bounds if e.position == "after"),
        vague=vague,
        none=none,
        roles={form: e.role for e in entries if e.role for form in e.forms},
        persons=frozenset(form for e in lexicon.victims.values() if e.person for form in e.forms),
        vague_pattern=re.compile(rf"(?<![\w-])(?P<n>{_alternatives([*vague, *none])})(?![\w-])", re.I),
        vague_first=frozenset(_WORD.search(form)[0].lower() for form in [*vague, *none]),
    )


def word_value(text: str) -> float | None:
    """The value of one number in digits or words: "1.5 million", "twenty-three", "half a dozen"."""
    words = re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}\b)", "", text.lower()).replace("-", " ").split()
    total, current = 0.0, 0.0
    for word in words:
        if word in _MULTIPLES:
            current = (current or 1) * _MULTIPLES[word]
            if _MULTIPLES[word] >= 1000:
                total, current = total + current, 0.0
        elif word in _VALUES:
            current += _VALUES[word]
        elif re.fullmatch(r"\d+(?:\.\d+)?", word):
            current += float(word)
        elif word == "half":
            current = 0.5
        elif word not in ("a", "an", "the", "and", "of"):
            return None
    return min(total + current, MOST)


def bound_length(left: str, *, words: NumberWords | None = None) -> int:
    """How many characters at the end of ``left`` bound the number that follows ("at least another "); 0 for none."""
    hits = [match.start() for _, pattern in (words or shipped()).before if (match := pattern.search(left))]
    return len(left) - min(hits) if hits else 0


def is_ordinal(text: str) -> bool:
    """Whether ``text`` is one ordinal: "ninth", "1,081st"."""
    return bool(_ORDINAL.fullmatch(text))


def ordinal_value(text: str) -> float:
    """9 of "ninth", 1,081 of "1,081st"; ``text`` is an ordinal."""
    if digits := re.match(r"[\d,]+", text):
        return float(digits[0].replace(",", ""))
    *first, last = re.split(r"[\s-]", text.lower())
    return sum(_VALUES.get(word, 0) for word in first) + _ORDINALS[last]


_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UP_TO_TWENTIETH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VALUES = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())}
_VALUES |= {word: 10 * tens for tens, word in enumerate(_TENS.split(), start=2)}
_VALUES |= {"couple": 2, "pair": 2, "duo": 2, "trio": 3, "quartet": 4, "both": 2}
_MULTIPLES = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
}
_ORDINALS = {word: value for value, word in enumerate(_UP_TO_TWENTIETH.split(), start=1)}
_ORDINALS |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}
_WORD = re.compile(r"\w+")
_FIRST = frozenset([*_VALUES, *_ORDINALS, "a", "an", "the", "half"])
_BEFORE_RANGE = ("between", "rang", "run", "vary", "vari", "go")

_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TY = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SMALL = rf"(?:{_TY}(?:[\s-]{_UNIT})?|{_TEEN}|{_UNIT}|zero)"
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d{1,3}(?: \d{3})+|\d+(?:\.\d+)?)"
_HUNDRED = rf"(?:(?:{_SMALL}|{_DIGITS}|an?)[\s-]hundred(?:\s(?:and\s)?{_SMALL})?)"
_BIG = (
    rf"(?:(?:{_HUNDRED}|{_SMALL}|{_DIGITS}|an?|half an?)[\s-](?:thousand|lakh|million|crore|billion)"
    rf"(?:\s(?:and\s)?(?:{_HUNDRED}|{_SMALL}))?)"
)
_DOZEN = rf"(?:half a dozen|a half[\s-]dozen|(?:an?|{_SMALL}|{_DIGITS})[\s-](?:dozen|score(?=\s+of)))"
_PAIR = r"(?:(?:a|the) (?:couple|pair|duo|trio|quartet)(?: of)?)"
NUMERAL = rf"(?:{_SMALL}|{_DIGITS})"  # one number in words or digits, for rules that say what stands around it
_ATOM = rf"(?:{_BIG}|{_HUNDRED}|{_DOZEN}|{_PAIR}|{_SMALL}|{_DIGITS})"
_LEFT = r"(?<![\w$€£.,:/-])(?<!\w['’])"
_RIGHT = r"(?![\w:%/]|[.,]\d|-\w)"
_RANGE = re.compile(
    rf"(?:\b(?P<between>between|(?:rang|run|vary|vari|go)\w*\sfrom)\s+)?{_LEFT}(?P<n>(?P<a>{_ATOM})(?P<sep>\s?[-–—]\s?|\s(?:to|and|or)\s)"
    rf"(?:(?:as many as|perhaps|even|possibly|at least|about|around)\s)?(?P<b>{_ATOM})){_RIGHT}",
    re.I,
)
_RISES = re.compile(
    r"\b(?<!ranging )(?<!range )(?:from|rose|risen|rises|up|increased?|grown|grew|climbed|raised?|down|fell|lowered)\s+"
    r"(?:from\s+)?$",
    re.I,
)
_NAME = re.compile(r"(?<![\w/.,-])(?P<n>(?=[\w./-]*[A-Za-z])(?=[\w./-]*\d)[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*)(?![\w/])")
_COMPOUND = re.compile(
    rf"(?<![\w-])(?P<n>{_SMALL}|{_HUNDRED}|{_DIGITS})-(?P<unit>(?:to-{_SMALL}-)?[A-Za-z]+(?:-old)?)\b", re.I
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|ember|tember|ober)?\.?"
_UNIT_ROLES = {
    "mm": "distance",
    "km": "distance",
    "m": "distance",
    "cm": "distance",
    "ft": "distance",
    "kg": "other",
    "kgs": "other",
}
_UNIT_ROLES |= {
    "am": "time",
    "pm": "time",
    "h": "time",
    "hrs": "time",
    "hr": "time",
    "s": "time",
    "kms": "distance",
    "k": "other",
}


def _masked(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    yield _number(match, None, "name")


def _clock(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    yield _number(match, None, "time")


def _money(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    yield _number(match, word_value(match["value"]), "money")


def _percent(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    yield _number(match, word_value(match["n"]), "other")


def _name(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    """A word of letters and digits: "122mm", "17-year-old", "9th", "1990s", "G5", "AK-47"."""
    token = match["n"]
    if unit := re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", token):
        value, suffix = unit.groups()
        if suffix in ("st", "nd", "rd", "th"):
            yield _number(match, float(value), "other")
        elif suffix == "x" and re.match(r"\s[A-Za-z]", text[match.end() :]):
            yield _number(match, float(value), "unread")  # "2x policemen"
        elif suffix in _UNIT_ROLES:
            yield _number(match, float(value), _UNIT_ROLES[suffix])
        else:
            yield _number(match, None, "name")
    elif re.fullmatch(r"\d[\d.]*-[a-z].*", token, re.I):
        return  # "17-year-old", "10-man": read by _compound
    elif re.match(r"(?:mid|early|late|pre|post)-\d{4}", token, re.I):
        yield _number(match, None, "time")
    else:
        arms = re.fullmatch(r"[A-Z]{1,4}[a-z]?-\d+[A-Z]*|[A-Z]-\d[A-Z]|M\d+\w*", token)
        yield _number(match, None, "materiel" if arms else "name")


def _compound(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    """A number joined to its unit by a hyphen: "three-year-old", "30-kilometer", "20-man", "two-hour"."""
    unit = match["unit"].lower()
    role = words.roles.get(unit) or words.roles.get(unit.removesuffix("s"))
    if role is None and unit in ("man", "member", "strong", "person", "soldier", "men"):
        role = "strength"
    if unit in ("odd", "plus") or unit in _ORDINALS or (role is None and (unit in _VALUES or unit == "to")):
        return
    yield _number(match, word_value(match["n"]), role or "other")


def _ordinal(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    if match["n"].lower() == "second" and re.match(r"\s*(?:s\b|later|ago)", text[match.end() :]):
        return
    yield _number(match, ordinal_value(match["n"]), "other")


# "OUAGADOUGOU, Sept 7 - At least 21 soldiers": no 7 to 21
_DATELINE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:\.|uary|ruary|ch|il|ust|tember|ober|ember)?\s$"
)


def _range(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    """ "10 to 15", "between 5 and 8", "three or four"; other pairs are two numbers and are left to ``_plain``."""
    low, high, joined = word_value(match["a"]), word_value(match["b"]), match["sep"].strip().lower()
    before = text[: match.start()]
    multiple = re.search(r"(hundred|thousand|million|billion)$", match["b"], re.I)
    if not match["between"] and (joined == "and" or (joined == "to" and _RISES.search(before))):
        return
    if joined in ("-", "–", "—") and match["sep"] != joined and _DATELINE.search(before):
        return
    if multiple and low < 1000 and match["a"][-1].isdigit():
        low *= _MULTIPLES[multiple[1].lower()]
    if low >= high or high > 20 * max(low, 1):
        return
    yield Number(match.start("n"), match.end("n"), int(low), int((low + high) // 2), int(high), "range")


def _plain(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    start, end = match.span("n")
    value = word_value(match["n"])
    if repeated := re.match(rf"\s?\(({_DIGITS})\)", text[end:]):
        end += repeated.end() if word_value(repeated[1]) == value else 0
    if match["n"].lower().endswith(" of"):
        end -= 3
    quantifier, end = _bound(text, start, end, words)
    whole = int(value) if value is not None and value == int(value) else None
    yield Number(start, end, *_bounded(whole, quantifier), quantifier)


def _vague(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    form = " ".join(match["n"].lower().split())
    if "\n\n" in match["n"]:
        return  # two paragraphs
    if re.search(r"\b(?:as|how|so|too)\s+$", text[max(0, match.start() - 5) : match.start()], re.I):
        return  # "as few as", "how many"
    if form in words.none:
        if form == "no" and re.match(r"\s*(?:more|fewer|less|longer|later|one\b)|\.\s?\d|,", text[match.end() :]):
            return
        yield Number(*match.span("n"), 0, 0, 0, "none")
    else:
        end = match.end("n") - (3 if form.endswith(" of") else 0)
        yield Number(match.start("n"), end, words.vague[form], None, None, "vague")


def _all_but(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    """ "All but two of the 14": the twelve."""
    spared, of = word_value(match["spared"]), word_value(match["of"])
    if spared < of:
        yield _number(match, of - spared, "unread")


def _as_many(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    """ "Six soldiers and as many militants": six."""
    yield _number(match, word_value(match["same"]), "unread")


def _uncounted(match: re.Match, text: str, words: NumberWords) -> Iterator[Number]:
    yield _number(match, None, "other")


_ADDRESS = re.compile(
    r"(?P<n>(?:https?://|www\.)\S+|[^\s@]{1,100}@[^\s@]{1,100}\.\w+|(?<![\d-])\d{3}-\d{3}-\d{4}(?!\d))"
)
_COORDINATE = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d+)?°(?:\d{1,2}(?:\.\d+)?[′'](?:\d{1,2}(?:\.\d+)?[″\"])?)?\s?[NSEW]\b"
    r"|\d{1,2}\.\d{3,};\s\d{1,3}\.\d{3,})"
)
_FOOTNOTE = re.compile(r"(?<=\[)(?P<n>\d{1,3})(?=\])")
_CLOCK = re.compile(
    r"(?<![\w.:])(?P<n>(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::\d{2})?|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,2}\.\d{2}(?=\s?(?:[ap]\.?m\b|hours|hrs|GMT|local)))(?![\d:])",
    re.I,
)
_DAY = re.compile(
    r"(?<![\w/.-])(?P<n>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}-\d{1,2}-\d{4})(?![\w/-])"
)
_SUM = re.compile(
    rf"(?P<n>(?:[$€£¥₦₹₱]|(?<!\w)(?:Rs|INR|PKR|USD|EUR|Tk|Ksh|KES|Sh|SYP|AFN|N(?=\d)|P(?=\d))\.?)\s?"
    rf"(?P<value>{_DIGITS}(?:[\s-](?:hundred|thousand|lakh|million|crore|billion))?))"
)
_SHARE = re.compile(
    rf"(?<![\w.])(?P<n>{_ATOM})(?=(?:\s?(?:to|-|–)\s?{_ATOM})?(?:\s?%|[\s-](?:percent|per\s?cent|pct)\b))", re.I
)
_ORDINAL = re.compile(
    rf"(?<![\w-])(?P<n>(?:{_TY}-)?(?:{'|'.join(_ORDINALS)})|\d{{1,3}}(?:,\d{{3}})*(?:st|nd|rd|th))"
    r"(?!-?(?:party|hand|aid)\b)(?!\w)",
    re.I,
)
_SINGLE = re.compile(rf"{_LEFT}(?P<n>{_ATOM}){_RIGHT}", re.I)
_LOOSE = re.compile(r"(?<![\w$€£.,:/-])#?(?P<n>both|\d+(?:[.,]\d+)*)(?![\w%])", re.I)
_FRACTION = re.compile(
    r"\b(?P<n>one[- ]third|two[- ]thirds|three[- ]quarters|half|a third of|a quarter of|a quarter)\b", re.I
)

_ALL_BUT = re.compile(
    rf"\b(?P<n>all but (?P<spared>{_ATOM}) of "
    rf"(?:(?:the|its|their|his|those|an?(?: \w+){{1,2}} of) )?(?P<of>{_ATOM})){_RIGHT}",
    re.I,
)

_AS_MANY = re.compile(
    rf"{_LEFT}(?P<same>{_ATOM})(?: [\w-]+){{1,4}},? and (?P<n>as many|an equal number of|the same number of)(?! as\b)",
    re.I,
)

# In this order; what one has read the next leaves alone. No pattern of its own: the vague words of the lexicon.
_SCANS = (
    (_ADDRESS, _masked),
    (_COORDINATE, _uncounted),
    (_FOOTNOTE, _uncounted),
    (_CLOCK, _clock),
    (_DAY, _clock),
    (_SUM, _money),
    (_SHARE, _percent),
    (_NAME, _name),
    (_COMPOUND, _compound),
    (_ORDINAL, _ordinal),
    (_ALL_BUT, _all_but),
    (_AS_MANY, _as_many),
    (_RANGE, _range),
    (None, _vague),
    (_SINGLE, _plain),
    (_LOOSE, _plain),
    (_FRACTION, _uncounted),
)


def _number(match: re.Match, value: float | None, role: str) -> Number:
    value = value if value is None else min(value, MOST)
    whole = int(value) if value is not None and value == int(value) else None
    return Number(match.start("n"), match.end("n"), whole, whole, whole, "exact", role)


def _bound(text: str, start: int, end: int, words: NumberWords) -> tuple[str, int]:
    """The quantifier of the number at ``start:end``, and where the number ends with a bound that follows it."""
    for quantifier, pattern in words.after:
        if match := pattern.match(text, end):
            return quantifier, match.end()
    left = text[max(0, start - 40) : start]
    hits = [(match.start(), quantifier) for quantifier, pattern in words.before if (match := pattern.search(left))]
    return min(hits, default=(0, "exact"))[1], end  # the longest: "no more than" goes before "more than"


def _bounded(value: int | None, quantifier: str) -> tuple[int | None, int | None, int | None]:
    """Contract rule 3."""
    return {
        "at_least": (value, value, None),
        "more_than": (value, value, None),
        "at_most": (None, value, value),
        "less_than": (None, None, value),
    }.get(quantifier, (value, value, value))


def _before(forms: Iterable[str]) -> re.Pattern:
    return re.compile(
        rf"(?<![\w-])(?<!\bgo )(?<!\bgone )(?<!\bwent )(?<!\bgoing )(?:{_alternatives(forms)})\s+"
        r"(?:(?:a|an|the|its|their|his|another|other|further|additional|total|of|all)\s+){0,3}$",
        re.I,
    )


def _after(forms: Iterable[str]) -> re.Pattern:
    return re.compile("|".join(rf"\s?{re.escape(f.strip())}(?!\w)" for f in sorted(forms, key=len, reverse=True)), re.I)


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))


@cache
def shipped() -> NumberWords:
    return number_words(lexicons.load())
