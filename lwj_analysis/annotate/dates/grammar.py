"""The rules: for each kind of time expression its pattern, when it is none after all, and which word must be there."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lwj_analysis.annotate.dates.accept import (
    PART_OF,
    after_a_year,
    is_a_clock,
    is_a_daypart,
    is_a_length,
    is_a_month,
    is_a_season,
    is_a_year,
    is_anchored,
    is_deictic,
    is_event_unit,
    is_offset,
    is_today,
    no_count_after_month,
)
from lwj_analysis.annotate.dates.words import (
    DAY,
    MONTH,
    NUMBER,
    ORDINALS,
    SEASON,
    UNIT,
    WEEKDAY,
    YEAR,
    DateWords,
    one_of,
)

Accept = Callable[[re.Match, str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of expression. ``needs``: the kinds of trigger word of which one must be in the sentence."""

    name: str
    needs: frozenset[str]
    pattern: re.Pattern
    accept: Accept | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules over one set of words, the words that may stand around a date, and the letters to look for first."""

    words: DateWords
    rules: tuple[Rule, ...]
    triggers: dict[str, tuple[str, ...]]
    part_before: re.Pattern
    nth_before: re.Pattern
    daypart_before: re.Pattern
    daypart_after: re.Pattern
    reports: re.Pattern
    future: re.Pattern
    event: re.Pattern


def grammar(words: DateWords) -> Grammar:
    """Compile the rules."""
    rules = (*_calendar_rules(words), *_publication_rules(words), *_event_rules(words), *_length_rules(words))
    return Grammar(
        words=words,
        rules=(*rules, *_other_rules(words)),
        triggers=_triggers(words),
        part_before=_compile(_PART_BEFORE, words),
        nth_before=_compile(_NTH_BEFORE, words),
        daypart_before=_compile(_DAYPART_BEFORE, words),
        daypart_after=_compile(_DAYPART_AFTER, words),
        reports=re.compile(rf"(?<![\w-]){words.pattern('report')}(?![\w-])", re.I),
        future=re.compile(rf"(?<!\w){words.pattern('future')}(?![\w-])", re.I),
        event=re.compile(rf"\s+(?:the|that|this)\s+(?:\w+\s+)?{words.pattern('event')}\b", re.I),
    )


def kinds_in(text: str, rules: Grammar) -> set[str]:
    """Which kinds of trigger word a sentence has; no rule whose kinds are missing can match in it."""
    lower = text.lower()
    return {kind for kind, stems in rules.triggers.items() if any(stem in lower for stem in stems)}


def _triggers(words: DateWords) -> dict[str, tuple[str, ...]]:
    """For each kind letters of which one is in every expression that hangs on it: a plain search for them is cheap."""
    units = _stems("minute hour day night week month year decade centur quarter half dail annual")
    parts = _stems(
        "noon yesterday tomorrow today tonight clock later earlier shortly soon immediately moments right just"
    )
    return {
        "digit": tuple("0123456789"),
        "month": tuple(name.lower() for name in calendar.month_abbr if name),
        "weekday": ("day",),
        "unit": units,
        "season": _stems("spring summer autumn fall winter"),
        "part": (*parts, *_letters(words.forms["daypart"])),
        "holiday": _letters(words.forms["holiday"]),
        "reference": _letters([*words.forms["reference"], *words.forms["adjective"]]),
    }


def _stems(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _letters(forms: Iterable[str]) -> tuple[str, ...]:
    """The longest word of each form, without those that contain another."""
    longest = {max(form.lower().split(), key=len) for form in forms}
    return tuple(sorted(w for w in longest if not any(o != w and o in w for o in longest)))


# ---- words that may stand around a date ----

_PART_BEFORE = r"""
    (?<![\w-]) (?i:the\s+)? (?P<part>(?i:{part})) (?:(?<=-)|[\s-]+) (?i:(?:of|in|on)\s+)? (?i:the\s+)? $"""
_NTH_BEFORE = r"""
    (?<![\w-]) (?i:(?:the\s+)?(?P<nth>first|second|third|fourth|last|final|latter)\s+(?P<what>week|half)\s+of\s+) $"""
_DAYPART_BEFORE = r"""
    (?<![\w-]) (?i:
      (?: (?:just|shortly|soon|well|long|early|late|sometime)\s+ )?
      (?: (?P<side>before|after|at|around|by|since|until|in|during|from|towards?)\s+ )?
      (?: early\s+in\s+ )? (?:the\s+)? (?P<daypart>{daypart}) (?:\s+(?:of|on|between|from))? \s+ (?:the\s+)?
    ) $"""
_DAYPART_AFTER = r"""
    (?i: (?:\s+|,\s+(?=in|at)) (?:(?:in|at|during)\s+(?:the\s+)?|(?:before|after)\s+)? (?P<daypart>{daypart}) ) (?![\w-])"""


# ---- dates of the calendar ----

_YEAR_AFTER_MONTH = r"""
    (?: ,?\s+(?:of\s+)?(?P<year>{YEAR})(?P<bc>\s+B\.?C\.?(?:E\.?)?)?
      | \s+(?P<bcyear>\d{{1,3}})\s+B\.?C\.?(?:E\.?)?
      | ,?\s+(?:of\s+)?(?P<thatyear>(?:that|(?:of\s+)?the\s+same|the\s+previous|the\s+following|last|this|next)\s+year)
    )?"""
_MORE_DAYS = r"""
    (?P<more>(?:(?:,\s*(?:and\s+)?|\s*[-–—/]\s*|\s+(?:and|to|or|through|until|till|&)\s+)(?:the\s+)?{DAY})*)"""
_ISO = r"""
    (?P<year>[12]\d{{3}})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])
    (?:T(?P<time>\d\d:\d\d)(?::\d\d)?(?P<zone>Z)?)? (?!\d)"""
_NUMERIC = r"""
    (?:(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<year>(?:19|20)\d\d)
      | (?P<year2>(?:19|20)\d\d)/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}))(?![\d/])"""
_DASHED = r"""
    (?P<day>{DAY})(?P<sep>[-–/])(?P<month>{MONTH})(?P=sep)(?P<year>(?:19|20)?\d\d)(?!\w)"""
_WEEKDAY_FIRST = r"(?:(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?)?"
_DAY_MONTH = rf"{_WEEKDAY_FIRST}(?P<day>{{DAY}}){_MORE_DAYS}\s+(?:of\s+)?(?P<month>{{MONTH}}){_YEAR_AFTER_MONTH}(?!\w)"
_MONTH_DAY = rf"""
    {_WEEKDAY_FIRST}(?P<month>{{MONTH}})\s+(?:the\s+)?(?P<day>{{DAY}}){_MORE_DAYS}{_YEAR_AFTER_MONTH}(?!\w)"""
_MONTH_YEAR = rf"""
    (?:(?P<last>(?i:last|this|next|this\s+past|the\s+same|that|the\s+following|the\s+previous))\s+)?
    (?P<month>{{MONTH}}){_YEAR_AFTER_MONTH}(?!\w)"""
_WEEK_TO = r"""
    (?i:the\s+(?P<unit>week|month|year)\s+(?:to|ending|ended|through|until)(?:\s+on)?)\s+
    (?:(?P<day>{DAY})\s+(?P<month>{MONTH})|(?P<month2>{MONTH})\s+(?P<day2>{DAY}))
    (?:,?\s+(?P<year>{YEAR}))?(?!\w)"""
_ABOUT = r"(?:(?P<about>(?i:ca?\.|circa|about|around))\s*)?"
_BC = rf"""
    {_ABOUT}(?P<bcyear>\d{{{{1,4}}}})
    (?:\s+B\.?C\.?(?:E\.?)?(?!\w)|(?=(?:\s*[-–]\s*|\s+(?:to|and|or)\s+)\d{{{{1,4}}}}\s+B\.?C))"""
_YEAR = rf"{_ABOUT}(?:(?i:the\s+years?|fiscal\s+year|AD)\s+)?(?P<year>{{YEAR}})(?!\w)(?!-\w*[A-Za-z])"
_SHORT_YEAR = r"(?<=\d\d\d\d[-–/])(?P<yy>\d\d)(?![\w-])"
_DECADE = r"(?:the\s+)?(?:(?P<decade>1[5-9]\d|20\d)0|['’](?P<short>[2-9])0)['’]?s(?P<bc>\s+BC)?(?!\w)"
_BC_DECADE = r"(?:the\s+)?(?P<decade>\d\d?)0s\s+BC(?!\w)"
_CENTURY = r"""
    (?:the\s+)?(?:(?P<number>\d\d?)(?:st|nd|rd|th)|(?P<word>(?i:{ORDINAL})))[-\s]century(?P<bc>\s+B\.?C\.?)?(?!\w)"""
_SEASON = r"""
    (?:(?P<which>(?i:that\s+same|the|that|this|last|next|the\s+following|the\s+next|the\s+previous|the\s+same))\s+)?
    (?P<season>{SEASON})(?![\w]|\s+(?:of\s+the|in\s+(?:love|place))\b)
    (?: ,?\s+(?:of\s+)?(?P<year>{YEAR}|\d{{3}}\s+B\.?C\.?)
      | \s+(?:of\s+)?(?P<thatyear>(?:that|the\s+same|the\s+previous|the\s+following|last|this|next)\s+year)
    )?(?!\w)"""
PART_OF_YEAR = r"""
    (?:(?:the\s+)?(?P<nth>(?i:first|second|third|fourth|last|latter))\s+(?P<what>quarter|half)|Q(?P<q>[1-4]),?)
    (?:\s+(?:of\s+)?(?:(?P<year>{YEAR})|(?P<which>(?i:this|last|next|that|the))\s+year))(?!\w)"""


def _calendar_rules(words: DateWords) -> Iterator[Rule]:
    yield _rule("iso", "digit", _ISO)
    yield _rule("numeric", "digit", _NUMERIC, start=r"(?<![\w./-])")
    yield _rule("dashed", "month", _DASHED)
    yield _rule("day_month", "month", _DAY_MONTH, start=r"(?<!\w)")
    yield _rule("month_day", "month", _MONTH_DAY, no_count_after_month, start=r"(?<!\w)")
    yield _rule("month_year", "month", _MONTH_YEAR, is_a_month, start=r"(?<!\w)")
    yield _rule("week_to", "month", _WEEK_TO)
    yield _rule("bc", "digit", _BC, start=r"(?<![\w.,])")
    yield _rule("year", "digit", _YEAR, lambda m, t: is_a_year(m, t, words), start=r"(?<![\w.,/])")
    yield _rule("short_year", "digit", _SHORT_YEAR, after_a_year, start="")
    yield _rule("decade", "digit", _DECADE, start=r"(?<!\w)")
    yield _rule("bc_decade", "digit", _BC_DECADE)
    yield _rule("century", "unit", _CENTURY)
    yield _rule("season", "season", _SEASON, is_a_season, start=r"(?<!\w)")
    yield _rule("part_of_year", "unit", PART_OF_YEAR)


# ---- counted from the day of publication ----

_YESTERDAY = r"""
    (?i: the\s+day\s+(?P<side>before\s+yesterday|after\s+tomorrow)
       | (?:(?:earlier|later)\s+)?(?P<word>yesterday|tomorrow|tonight) )(?!\w)"""
_TODAY = r"(?:(?i:earlier|later)\s+)?(?:today|Today)(?!\w)"
_DAYPART = r"""
    (?i: (?:(?:earlier|later|late|early)\s+)?
      (?P<which>last|this|(?:later\s+)?that|that\s+same|the\s+same|next|the\s+very\s+next
        |(?:early\s+|late\s+)?the\s+(?:next|following|previous|preceding))
      \s+(?P<daypart>{daypart}) )(?![\w-])"""
_OVERNIGHT = r"(?i:overnight)(?!\w)(?!\s+(?:stay|bag|train|bus|success))"
_WEEKDAY_RULE = r"""
    (?:(?P<which>(?i:last|this\s+past|this|next|this\s+coming|the\s+coming|that\s+same|that|the\s+same
        |(?:on\s+)?the\s+(?:following|next|previous|preceding|first)))\s+)?
    (?P<weekday>{WEEKDAY})
    (?P<week>\s+(?i:(?:of\s+)?(?:last|next|this)\s+week|before\s+last))?
    (?!\w)(?!\s+(?:Punch|Times|Telegraph|Express|Mail|Mirror|Sun|Review|Prayer)\b)"""
_WEEKDAYS = r"(?:(?i:every|each)\s+(?P<weekday>{WEEKDAY})|(?P<plural>{WEEKDAY})s)(?!\w)"
_DEICTIC = r"""
    (?:(?P<when>(?i:so\s+far|earlier|later|early|late))\s+)?
    (?P<which>(?i:last|this\s+past|this\s+coming|this|next|the\s+past|the\s+last|the\s+coming|the\s+current))\s+
    (?P<unit>(?i:week|weekend|month|year|quarter|decade|century|fortnight))(?![\w-])"""
_WEEKEND = r"(?i:(?:over\s+)?the\s+weekend)(?!\s+of\b)(?!\w)"


def _publication_rules(words: DateWords) -> Iterator[Rule]:
    yield _rule("yesterday", "part unit", _YESTERDAY)
    yield _rule("today", "unit", _TODAY, is_today)
    yield _rule("daypart", "part unit", _DAYPART, is_a_daypart, words=words)
    yield _rule("overnight", "part unit", _OVERNIGHT)
    yield _rule("weekday", "weekday", _WEEKDAY_RULE)
    yield _rule("weekdays", "weekday", _WEEKDAYS)
    yield _rule("deictic", "unit", _DEICTIC, is_deictic)
    yield _rule("weekend", "unit", _WEEKEND)


# ---- counted from the running date ----

_EVENT_UNIT = r"""
    (?:(?P<when>(?i:later\s+on|later|earlier|early|late))\s+(?:(?i:in|on)\s+)?)?
    (?P<which>(?i:that\s+same|that\s+very|that|previous|following
      |the\s+(?:very\s+same|very\s+next|same|following|next|previous|preceding|prior|subsequent|ensuing)))\s+
    (?P<unit>(?i:day|week|weekend|month|year|decade|century))(?![\w-])(?!\s+of\s+(?:the|a)\s)"""
_DAY_BESIDE = r"""
    (?i:the\s+(?P<unit>day|night|morning|evening|week|weekend|month|year|decade)\s+
    (?P<side>before|after|following|afterwards|earlier|prior))(?![\w-])(?!\s+(?:yesterday|tomorrow|last|next)\b)"""
_DAY_OF_EVENT = r"""
    (?i: (?:on\s+)?the\s+(?:very\s+)?day\s+of\s+the\s+(?:\w+\s+)?{event} | (?:later|earlier)\s+(?:on\s+)?in\s+the\s+day
      | (?:shortly|soon|immediately|moments|right|just)\s+(?:before|after)\s+(?:the|that|this)\s+(?:\w+\s+)?{event}
        (?:\s+(?:began|started|ended|was\s+over))? )(?!\w)"""
_OF_THE_UNIT = r"""
    (?i:(?:the|this)\s+(?P<unit>day|week|month|year|decade|century))(?![\w-])
    (?!\s+(?:of|after|before|when|that|in\s+which)\b)"""
_SAME_LAST_YEAR = r"""
    (?i:the\s+same\s+(?P<unit>day|week|month)\s+(?P<which>last|the\s+previous|the\s+preceding)\s+year)(?!\w)"""
_MANY = r"(?P<number>(?i:{NUMBER}))(?:(?:\s+(?:to|or|and)\s+|\s*[-–]\s*)(?P<upper>(?i:{NUMBER})))?"
_OFFSET = rf"""
    (?:(?P<hedge>(?i:{{hedge}}))\s+)?
    (?:{_MANY}\s+|(?=(?i:minutes|hours|days|nights|weeks|months|years|decades)\b))
    (?:(?:short|long|more|full)\s+)?(?P<unit>(?i:{{UNIT}}))s?\s+
    (?P<side>(?i:ago|earlier|previously|prior|before|later|afterwards?|after|from\s+now|hence|on))
    (?!\w)(?!\s+(?:last|next|yesterday)\b)"""


def _event_rules(words: DateWords) -> Iterator[Rule]:
    yield _rule("event_unit", "unit", _EVENT_UNIT, is_event_unit)
    yield _rule("same_last_year", "unit", _SAME_LAST_YEAR)
    yield _rule("day_beside", "unit", _DAY_BESIDE)
    yield _rule("day_of_event", "unit part", _DAY_OF_EVENT, words=words)
    yield _rule(
        "of_the_unit", "unit", _OF_THE_UNIT, lambda m, t: bool(PART_OF.search(t[max(0, m.start() - 80) : m.start()]))
    )
    yield _rule("offset", "unit", _OFFSET, is_offset, words=words)


# ---- lengths and sets ----

_ANCHORED_LENGTH = rf"""
    (?i:(?:over|in|for|within|during|throughout)\s+)?
    (?P<which>(?i:the\s+(?:past|last|previous|preceding|next|coming|following|first|final|initial|subsequent|opening
      |intervening|same)|past|last|next|these|those|all))\s+
    (?:(?P<few>(?i:few|several|couple\s+of|many))\s+|{_MANY}[\s-]+)(?:(?:full|straight|consecutive)\s+)?
    (?P<unit>(?i:{{UNIT}}))s?(?!\w)(?!-old|\s+(?:old|ago|earlier|later)\b)"""
_VAGUE_SPAN = r"""
    (?:(?i:in|over|during|for|of|within)\s+)?(?:the\s+)?
    (?P<which>(?i:recent|past|last|coming|following|intervening|succeeding|next|subsequent|previous|preceding|final
      |early|last\s+few|past\s+few|first))\s+
    (?P<unit>(?i:minute|hour|day|week|month|year|decade))s(?!\w)(?<!early\shours)(?!\s+(?:ago|earlier|later)\b)"""
_LENGTH = rf"""
    (?:(?P<hedge>(?i:{{hedge}}))\s+)?(?:the\s+)?(?<![\w.,$€£:-])(?!\d{{{{4}}}}\s+h){_MANY}
    (?:[\s-]+(?:full|consecutive|straight|more|additional|bloody|long|short|other|solid))?[\s-]
    (?P<unit>(?i:{{UNIT}}))s?(?P<long>[-\s]long)?
    (?!\w)(?!['’]?\s+(?:ago|earlier|later|old)\b|-old|-\w+-old|\s+of\s+age)"""
_BARE_LENGTH = r"""
    (?P<lead>(?i:for|within|in|after|over|during|of|lasted|lasting|took|several|many|hundreds\s+of|following|through))
    \s+(?:the\s+)?(?P<unit>(?i:minute|hour|day|night|week|month|year|decade|centurie))s
    (?![\w-])(?!\s+(?:ago|earlier|later|after|before|old)\b)"""
_RATE = r"""
    (?i:per|every|each)\s+(?:(?P<other>other|second)\s+)?
    (?P<unit>(?i:minute|hour|day|night|week|month|year|decade))(?![\w-]) | (?i:every)(?P<joined>day)(?!\w)"""
_SET = r"""
    (?P<word>daily|weekly|monthly|yearly|annually|annual|nightly|hourly|bi-?weekly|Annually|Daily(?=,|\s+[a-z]))
    (?![\w-])"""


def _length_rules(words: DateWords) -> Iterator[Rule]:
    yield _rule("anchored_length", "unit", _ANCHORED_LENGTH, is_anchored)
    yield _rule("vague_span", "unit", _VAGUE_SPAN)
    yield _rule("length", "unit", _LENGTH, is_a_length, words=words)
    yield _rule("bare_length", "unit", _BARE_LENGTH)
    yield _rule("rate", "unit", _RATE)
    yield _rule("set", "unit", _SET)


# ---- days of the month alone, feasts, the clock, words without a day ----

_DAY_OF_MONTH = r"""
    (?P<the>(?i:on|between|and|or|from|until|by|since)\s+the\s+)
    (?P<day>{ORDINAL_DAY})(?P<more>(?:\s+(?:or|and|to)\s+(?:the\s+)?{ORDINAL_DAY})*)(?:\s+of\s+the\s+month)?
    (?=\s*[,.;:)]|\s*$|\s+(?:when|after|before|by|in|at|and|but|a|an|the|he|they|it)\b)"""
_HOLIDAY = r"(?:(?P<which>last|this|next)\s+)?(?P<name>{holiday})(?:,?\s+(?P<year>{YEAR}))?(?!\w)"
_AT_NIGHT = r"""
    (?i:(?:at|by)\s+night(?:time)?|night-time|night(?=[\s-](?:raid|attack|ambush|operation|patrol|fighting)s?\b))(?!\w)"""
_AT_DAYPART = r"""
    (?i:(?P<side>at|by|before|after|around|until|since|shortly\s+(?:before|after)|just\s+(?:before|after))\s+
    (?P<daypart>dawn|daybreak|sunrise|first\s+light|dusk|sunset|sundown|nightfall|midday)
    | in\s+the\s+(?:early\s+|late\s+)?(?P<hours>morning|afternoon|evening))(?![\w-])
    (?!\s+(?:on|of|yesterday|today|tomorrow|this|last|that|{WEEKDAY}|{MONTH})\b)"""
_NO_UNIT = r"(?![\w-]|\s+(?:{UNIT})s?\b|\s+(?:two|three|four|five|six|seven|few)\b)"
_REFERENCE = rf"(?P<word>(?i:{{reference}})){_NO_UNIT}(?!\s+as\b)"
_ADJECTIVE = rf"(?P<word>(?i:{{adjective}})){_NO_UNIT}(?!\s+(?:Yugoslav|Soviet))"
_CLOCK = r"""
    (?:(?P<about>(?i:(?:at\s+)?(?:about|around|approximately|roughly|nearly
      |(?:shortly|just|some\s+time)\s+(?:before|after))))\s+)?
    (?: (?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.\s?m\.?|[ap]m|[AP]M|[AP]\.M\.)
      | (?P<hour24>2[0-4]|[01]?\d):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?:\s?(?:hours|hrs|h)\b)?
      | (?P<military>(?:2[0-3]|[01]\d)[0-5]\d)\s?(?:hours|hrs|h)\b
      | (?P<oclock>{HOUR}|1[0-2]|[1-9])\s+o['’]clock
        (?:\s+in\s+the\s+(?P<when>morning|afternoon|evening)|\s+at\s+(?P<night>night))?
      | (?P<word>(?i:noon|midnight)) )
    (?P<zone>\s+(?:local\s+time|GMT|UTC|Zulu|Z\b|EST|EDT|CET|[A-Z][a-z]+\s+time)|(?<=\d)\s+[A-Z][a-z]+(?=\)))?
    (?!\w)"""


def _other_rules(words: DateWords) -> Iterator[Rule]:
    yield _rule("day_of_month", "digit", _DAY_OF_MONTH)
    yield _rule("holiday", "holiday", _HOLIDAY, words=words)
    yield _rule("at_daypart", "part unit", _AT_DAYPART)
    yield _rule("at_night", "part unit", _AT_NIGHT)
    yield _rule("reference", "reference", _REFERENCE, words=words)
    yield _rule("adjective", "reference", _ADJECTIVE, words=words)
    yield _rule("clock", "digit part", _CLOCK, is_a_clock)


_PIECES = {
    "DAY": DAY,
    "MONTH": MONTH,
    "NUMBER": NUMBER,
    "SEASON": SEASON,
    "UNIT": UNIT,
    "WEEKDAY": WEEKDAY,
    "YEAR": YEAR,
    "ORDINAL": one_of(ORDINALS),
    "ORDINAL_DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)",
    "HOUR": one_of(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]),
}


def _rule(
    name: str, needs: str, pattern: str, accept: Accept | None = None, *, words=None, start: str = r"(?<![\w-])"
) -> Rule:
    return Rule(name, frozenset(needs.split()), _compile(f"{start}(?:{pattern})", words), accept)


def _compile(pattern: str, words: DateWords | None) -> re.Pattern:
    kinds = {kind: words.pattern(kind) for kind in words.forms if words.forms[kind]} if words else {}
    return re.compile(pattern.format(**_PIECES, **kinds), re.VERBOSE)
