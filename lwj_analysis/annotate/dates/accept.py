"""When a match of a rule is no date after all: May the person, the fall of a city, 2000 soldiers."""

from __future__ import annotations

import re

from lwj_analysis.annotate.dates.words import FULL_MONTH, DateWords

WINDOW = 80  # characters; no rule looks further, so that long sentences cost no more than many short ones


def _before(match: re.Match, text: str) -> str:
    return text[max(0, match.start() - WINDOW) : match.start()]


def _after(match: re.Match, text: str) -> str:
    return text[match.end() : match.end() + WINDOW]


_PREPOSITION = re.compile(
    r"(?i:\b(?:in|of|since|until|till|by|from|during|through|throughout|late|early|mid|last|this|next|between|"
    r"before|after|around|every|each|beginning|end|middle|start|as\s+of)[\s-]*\(?|\()$"
)
_DETERMINER = re.compile(r"(?i:\b(?:an?|the|its|their|his|her|this)\s+)$")
_MONTH_LIST = re.compile(rf"(?:{FULL_MONTH})(?:\s+(?:and|or|to|through|until)\s+|,\s+|\s*[-–/]\s*)$")
_AMBIGUOUS = frozenset({"May", "March", "MAY", "MARCH"})
_FUNCTION_WORDS = frozenset(
    [
        "and",
        "to",
        "or",
        "in",
        "at",
        "on",
        "when",
        "after",
        "before",
        "the",
        "a",
        "an",
        "as",
        "by",
        "with",
        "from",
        "local",
        "against",
        "near",
        "for",
        "of",
        "but",
        "that",
        "which",
        "while",
        "until",
        "is",
        "was",
        "were",
        "are",
        "has",
        "had",
        "he",
        "she",
        "they",
        "it",
        "there",
        "more",
    ]
)


def no_count_after_month(match: re.Match, text: str) -> bool:
    """ "In March 20 soldiers died" has no day."""
    if match["year"] or match["weekday"] or match["more"] or match["bcyear"] or match["thatyear"]:
        return True
    following = re.match(r"\s+([a-z]{3,})", _after(match, text))
    inside = re.search(r"\b(?:[Ii]n|[Dd]uring)\s+$", _before(match, text))
    return not (inside and following and following[1] not in _FUNCTION_WORDS)


def is_a_month(match: re.Match, text: str) -> bool:
    """March, May and short forms are months only beside words of time."""
    if match["year"] or match["last"] or match["thatyear"] or match["bcyear"]:
        return True
    name, before, after = match["month"], _before(match, text), _after(match, text)
    if re.match(r"\s+\d{1,2}(?:st|nd|rd|th)?\b(?!,\d)", after) and not re.search(r"\b[Ii]n\s+$", before):
        return False
    if name in _AMBIGUOUS:
        beside = _PREPOSITION.search(before) or _MONTH_LIST.search(before)
        return bool(
            beside or (_DETERMINER.search(before) and re.match(r"\s+\w|-", after)) or (after[:1] in "-–" and after)
        )
    return len(name.rstrip(".")) > 4 or name in ("June", "July", "JUNE", "JULY")


_YEAR_BEFORE = re.compile(
    r"(?i:\b(?:in|of|since|until|till|by|from|during|through|throughout|late|early|mid|before|after|around|and|to|or|"
    r"between|year|spring|summer|autumn|fall|winter|circa|as\s+of|for|an?|the|its|their|his|her|into|beginning|end|start|"
    r"annually|that|with|within|elections?|war|ended)[\s-]*[(“\"]?)$"
)
_YEAR_AFTER = re.compile(r"\s*(?:[).,;:–—”\"?!-]|$|['’]s\b)")
_RANGE_BEFORE = re.compile(r"\d{4}\s*[-–—/]\s*$")
_COUNTS_BEFORE = re.compile(
    r"(?i:\b(?:no\.?|number|resolution|unit|highway|route|room|article|act|flight|about|some|over|least|nearly|almost|"
    r"roughly|approximately|up\s+to|another|all|killed|wounded|only)|[$€£#@])\s*$"
)
_NAME_AFTER = re.compile(r"\s+[A-Z]\w+\s+(?:Battalion|Brigade|Regiment|Task)|\s?(?:%|mm\b|km\b|°)|[-–]\d{3}\b")


def is_a_year(match: re.Match, text: str, words: DateWords) -> bool:
    """A four-digit number is a year unless it counts something."""
    year, before, after = int(match["year"]), _before(match, text), _after(match, text)
    following = re.match(r"[\s-]+([A-Za-z]+)", after)
    if following and following[1].lower() in words.forms["not_year"]:
        return False
    if _NAME_AFTER.match(after) or _COUNTS_BEFORE.search(before):
        return False
    if _YEAR_BEFORE.search(before) or _RANGE_BEFORE.search(before):
        return True
    if not 1700 <= year <= 2050:
        return False
    return not before.strip() or bool(_YEAR_AFTER.match(after) or (following and not following[1].endswith("s")))


def after_a_year(match: re.Match, text: str) -> bool:
    later = int(match["yy"]) > int(text[match.start() - 3 : match.start() - 1])
    return later and not re.match(r"\s*[-/]\s*\d", _after(match, text))


_SEASON_BEFORE = re.compile(
    r"(?i:\b(?:in|by|during|early|late|mid|through|until|since|of|next|last|each|every|throughout|before|after|harsh|"
    r"severe|and|onset\s+of)[\s-]*(?:the\s+)?)$"
)
_SEASON_AFTER = re.compile(r"\s+(?:counter-?|final\s+)?(?:offensive|campaign|season|fighting|Fighting|Offensive)")


def is_a_season(match: re.Match, text: str) -> bool:
    """ "Fall" and "spring" are seasons only beside words of time; "Arab Spring" is none."""
    name, before, after = match["season"].lower(), _before(match, text), _after(match, text)
    which = (match["which"] or "").strip().lower()
    if re.search(r"\b(?:Arab|Prague|Damascus|Euphrates\s+\w+)\s+$", before):
        return False
    if match["year"] or match["thatyear"] or which not in ("", "the") or _SEASON_AFTER.match(after):
        return True
    if name == "fall":
        beside = re.search(r"(?i:\b(?:in|by|during|this|last|early|late)\s+)$", before)
        return bool(beside) and not re.match(r"\s+(?:of|to|from|in)\b", after)
    return bool(which or _SEASON_BEFORE.search(before))


def is_today(match: re.Match, text: str) -> bool:
    """ "Pakistan Today" is a newspaper."""
    capital = match.group().endswith("Today")
    return not capital or not re.search(r"[A-Z]\w*\s+$", _before(match, text))


def is_a_daypart(match: re.Match, text: str) -> bool:
    which, part = match["which"].lower(), match["daypart"].lower()
    return which != "next" and not (which == "last" and part in ("dawn", "sunset"))


def is_deictic(match: re.Match, text: str) -> bool:
    """ "The last week of May" is a part of something named."""
    inside = re.match(r"\s+of\b(?!\s+(?:fighting|clashes|violence))", _after(match, text))
    return not inside or match["which"].lower().split()[-1] not in ("last", "past")


def is_event_unit(match: re.Match, text: str) -> bool:
    """ "Following day-long talks": without an article only at the start of the sentence, or after a preposition."""
    which = match["which"].lower()
    return which != "following" or not _before(match, text).strip()[-1:].isalpha()


PART_OF = re.compile(
    r"(?i:\b(?:beginning|start|middle|end|close|part|rest|half|remainder|turn|later\s+in|earlier\s+in|early\s+in|late\s+in)"
    r"(?:\s+of)?)\s+$"
)


def is_offset(match: re.Match, text: str) -> bool:
    """ "A year on," counts as "a year later"; "two days on the road" does not."""
    if match["side"].lower() != "on":
        return True
    slow = match["unit"].lower() in ("year", "decade", "week", "month")
    return bool(match["number"]) and slow and bool(re.match(r"\s*[,.;]", _after(match, text)))


def is_anchored(match: re.Match, text: str) -> bool:
    """ "In the last two days", "for the next month"; "to last two days" has a verb."""
    which = match["which"].lower()
    return which not in ("last", "past", "next") or not match.group().lower().startswith(which)


_RATE_BEFORE = re.compile(r"(?i:\b(?:once|twice|times|thrice|[a-z]+s|\d+|million|billion|percent))\s+$")
_LENGTH_BEFORE = re.compile(
    r"(?i:\b(?:within|for|in|after|than|lasted|lasting|lasts|about|over|under|nearly|almost|only|just|took|takes|taking|"
    r"spent|spend|of|another|around|roughly|at|least|until|during|through|throughout|before|up\s+to|barely|with|by|next|"
    r"and|or|some|once|every|following|last))\s+$"
)


def is_a_length(match: re.Match, text: str) -> bool:
    """ "A year", "a day" alone are lengths only after words that measure."""
    number, before, after = match["number"].lower(), _before(match, text), _after(match, text)
    if number == "many" and re.search(r"\b[Aa]s\s+$", before):
        return False
    if number in ("a number of", "few") or re.match(r"-(?:old|range|style|to)\b", after):
        return False
    if number in ("a", "an") and not match["hedge"]:
        measured = _LENGTH_BEFORE.search(before) or _RATE_BEFORE.search(before)
        return bool(measured or match["long"] or re.match(r"\s+of\s|-long", after))
    return True


_CLOCK_BEFORE = re.compile(
    r"(?i:(?:\b(?:at|around|about|by|from|until|till|before|after|between|and|since|as|to|towards?|time)|[(–-])\s*)$"
)


def is_a_clock(match: re.Match, text: str) -> bool:
    """A bare 16:30 is a time of day beside words of time only; a score or a verse is none."""
    if match["half"] or match["military"] or match["oclock"] or match["zone"] or match["about"] or match["word"]:
        return True
    return bool(_CLOCK_BEFORE.search(_before(match, text)))
