"""The rules: for each kind of time expression its pattern, when it is none after all, and which word must be there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lwj_analysis.annotate.dates.words import (
    DAY,
    FULL_MONTH,
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
    """All rules over one set of words, the words that may stand around a date, and the search for trigger words."""

    words: DateWords
    rules: tuple[Rule, ...]
    trigger: re.Pattern
    part_before: re.Pattern
    daypart_before: re.Pattern
    daypart_after: re.Pattern
    hedge_before: re.Pattern
    reports: re.Pattern
    future: re.Pattern


def grammar(words: DateWords) -> Grammar:
    """Compile the rules."""
    daypart = words.pattern("daypart")
    return Grammar(
        words=words,
        rules=tuple(_rules(words)),
        trigger=_trigger(words),
        part_before=re.compile(
            rf"(?<![\w-])(?i:the\s+)?(?P<part>(?i:{words.pattern('part')}))(?:(?<=-)|[\s-]+)(?:(?:of|in|on)\s+)?"
            r"(?:the\s+)?$"
        ),
        daypart_before=re.compile(
            rf"(?<![\w-])(?i:(?:(?:just|shortly|soon|well|long|early|late|sometime)\s+)?"
            rf"(?:(?P<side>before|after|at|around|by|since|until|in|during|from|towards?)\s+)?"
            rf"(?:early\s+in\s+)?(?:the\s+)?(?P<daypart>{daypart})(?:\s+(?:of|on|between|from))?\s+(?:the\s+)?)$"
        ),
        daypart_after=re.compile(
            rf"(?i:,?\s+(?:(?:in|at|during)\s+(?:the\s+)?|(?:before|after)\s+)?(?P<daypart>{daypart}))(?![\w-])"
        ),
        hedge_before=re.compile(rf"(?<![\w-])(?P<hedge>(?i:{words.pattern('hedge')}))\s+$"),
        reports=re.compile(rf"(?<![\w-]){words.pattern('report')}(?![\w-])", re.I),
        future=re.compile(rf"(?<![\w]){words.pattern('future')}(?![\w-])", re.I),
    )


def _trigger(words: DateWords) -> re.Pattern:
    """One search that names every kind of word a rule may hang on; a superset of all rules."""
    kinds = {
        "digit": r"\d",
        "month": rf"(?:{MONTH})",
        "weekday": WEEKDAY,
        "unit": r"(?i:minute|hour|(?:mid)?day|night|week|fortnight|month|year|decade|centur|quarter|half|dail|annual|hourly)",
        "season": rf"(?:{SEASON})",
        "part": rf"(?i:{words.pattern('daypart')}|noon|yesterday|tomorrow|tonight|o['’]clock)",
        "holiday": words.pattern("holiday"),
        "reference": rf"(?i:{words.pattern('reference', 'adjective')})",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _rules(words: DateWords):
    hedge = rf"(?:(?P<hedge>(?i:{words.pattern('hedge')}))\s+)?"
    daypart = rf"(?i:{words.pattern('daypart')})"
    weekday = rf"(?:(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?)?"
    year = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR})(?P<bc>\s+B\.?C\.?(?:E\.?)?)?|\s+(?P<bcyear>\d{{1,3}})\s+B\.?C\.?(?:E\.?)?|\s+(?:of\s+)?(?P<thatyear>(?:that|the\s+same|the\s+previous|the\s+following|last|this|next)\s+year))?"
    more_days = (
        r"(?P<more>(?:(?:,\s*|\s*[-–—]\s*|\s+(?:and|to|or|through|until|till|&)\s+|,\s+and\s+)(?:the\s+)?"
        + DAY
        + r")*)"
    )
    yield _rule(
        "iso",
        "digit",
        r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:T(?P<time>\d\d:\d\d)(?::\d\d)?(?P<zone>Z)?)?(?!\d)",
    )
    yield _rule("numeric", "digit", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)")
    yield _rule("day_month", "month", rf"{weekday}(?P<day>{DAY}){more_days}\s+(?:of\s+)?(?P<month>{MONTH}){year}(?!\w)")
    yield _rule(
        "month_day",
        "month",
        rf"{weekday}(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{DAY}){more_days}{year}(?![\w])",
        _no_count_after_month,
    )
    yield _rule(
        "month_year",
        "month",
        rf"(?P<last>(?i:last|this|next|this\s+past|the\s+same|that|the\s+following|the\s+previous)\s+)?(?P<month>{MONTH}){year}(?![\w])",
        _is_a_month,
    )
    yield _rule(
        "bc", "digit", rf"(?:(?P<about>ca?\.|circa|about|around)\s*)?(?P<bcyear>\d{{1,4}})\s+B\.?C\.?(?:E\.?)?(?!\w)"
    )
    yield _rule(
        "year",
        "digit",
        rf"(?:(?P<about>ca?\.|circa|about|around)\s*)?(?:(?i:the\s+years?|fiscal\s+year|AD)\s+)?(?P<year>{YEAR})(?![\w])(?!-\w*[A-Za-z])",
        lambda m, t: _is_a_year(m, t, words),
    )
    yield _rule("short_year", "digit", rf"(?<=\d\d\d\d[-–/])(?P<yy>\d\d)(?![\w-])", _after_a_year)
    yield _rule(
        "decade", "digit", rf"(?:the\s+)?(?:(?P<decade>1[5-9]\d|20\d)0|['’](?P<short>[2-9])0)['’]?s(?P<bc>\s+BC)?(?!\w)"
    )
    yield _rule("bc_decade", "digit", r"(?:the\s+)?(?P<decade>\d\d?)0s\s+BC(?!\w)")
    ordinal = one_of(ORDINALS)
    yield _rule(
        "century",
        "unit",
        rf"(?:the\s+)?(?:(?P<number>\d\d?)(?:st|nd|rd|th)|(?P<word>(?i:{ordinal})))[-\s]century(?P<bc>\s+B\.?C\.?)?(?!\w)",
    )
    season_year = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}|\d{{3}}\s+B\.?C\.?)|\s+(?:of\s+)?(?P<thatyear>(?:that|the\s+same|the\s+previous|the\s+following|last|this|next)\s+year))?"
    yield _rule(
        "season",
        "season",
        rf"(?P<which>(?i:(?:the|that|this|last|next|the\s+following|the\s+next|the\s+previous|the\s+same)\s+))?(?P<season>{SEASON})(?![\w-]|\s+(?:of\s+the|in\s+(?:love|place)))"
        + season_year
        + r"(?!\w)",
        _is_a_season,
    )
    yield _rule(
        "part_of_year",
        "unit",
        rf"(?:(?:the\s+)?(?P<nth>(?i:first|second|third|fourth|last|latter))\s+(?P<what>quarter|half)|Q(?P<q>[1-4]),?)(?:\s+(?:of\s+)?(?:(?P<year>{YEAR})|(?P<which>(?i:this|last|next|that|the))\s+year))(?!\w)",
    )
    yield _rule(
        "yesterday",
        "part",
        r"(?i:the\s+day\s+(?P<side>before\s+yesterday|after\s+tomorrow)|(?:(?:earlier|later)\s+)?(?P<word>yesterday|tomorrow|tonight))(?!\w)",
    )
    yield _rule("today", "unit", r"(?i:(?:(?:earlier|later)\s+)?today)(?!\w)")
    yield _rule(
        "daypart",
        "part",
        rf"(?i:(?:(?:earlier|later|late|early)\s+)?(?P<which>last|this|(?:later\s+)?that|that\s+same|the\s+same|(?:early\s+|late\s+)?the\s+(?:next|following|previous|preceding)|next|the\s+very\s+next)\s+(?P<daypart>{words.pattern('daypart')}))(?![\w-])",
        _is_a_daypart,
    )
    yield _rule("overnight", "part", r"(?i:overnight)(?!\w)(?!\s+(?:stay|bag|train|bus|success))")
    yield _rule(
        "weekday",
        "weekday",
        rf"(?P<which>(?i:last|this\s+past|this|next|(?:on\s+)?the\s+following|the\s+next|the\s+previous|the\s+preceding|that\s+same|that|the\s+same|this\s+coming|the\s+coming|earlier\s+(?:on\s+)?|the\s+first)\s+)?(?P<weekday>{WEEKDAY})(?P<week>\s+(?i:last\s+week|next\s+week|this\s+week|of\s+last\s+week|of\s+this\s+week|of\s+next\s+week|last|before\s+last))?(?!\w)(?!\s+(?:Punch|Times|Telegraph|Express|Mail|Mirror))",
    )
    yield _rule("weekdays", "weekday", rf"(?:(?i:every|each)\s+(?P<weekday>{WEEKDAY})|(?P<plural>{WEEKDAY})s)(?!\w)")
    yield _rule(
        "deictic",
        "unit",
        r"(?P<when>(?i:so\s+far|earlier|later|early|late)\s+)?(?P<which>(?i:last|this\s+past|this\s+coming|this|next|the\s+past|the\s+last|the\s+coming|the\s+current|past))\s+(?P<unit>(?i:week|weekend|month|year|quarter|decade|century|fortnight))(?![\w-])(?!['’]s?\s+old)",
        _is_deictic,
    )
    yield _rule("weekend", "unit", rf"(?i:(?:over\s+)?the\s+weekend)(?P<of>\s+of)?(?!\w)")
    yield _rule(
        "event_unit",
        "unit",
        r"(?P<when>(?i:later\s+on|later|earlier|early|late)\s+(?:(?i:in|on)\s+)?)?(?P<which>(?i:that\s+same|that\s+very|that|the\s+very\s+same|the\s+very\s+next|the\s+same|the\s+following|the\s+next|the\s+previous|the\s+preceding|the\s+prior|the\s+subsequent|the\s+ensuing|previous|following))\s+(?P<unit>(?i:day|week|weekend|month|year|decade|century))(?![\w-])(?!\s+of\s+(?:the|a)\s)",
        _is_event_unit,
    )
    yield _rule(
        "day_beside",
        "unit",
        r"(?:on\s+)?(?i:the)\s+(?P<unit>(?i:day|night|morning|evening|week|weekend|month|year|decade))\s+(?P<side>(?i:before|after|following|afterwards|earlier|prior))(?![\w-])(?!\s+(?:yesterday|tomorrow|last|next))",
    )
    yield _rule(
        "day_of_event",
        "unit",
        r"(?:(?:on\s+)?the\s+(?:very\s+)?day\s+of\s+the\s+(?:attack|assault|raid|ambush|bombing|battle|clash|strike|incident|explosion|blast|operation|massacre|fighting|shooting)|(?i:later|earlier)\s+(?:on\s+)?in\s+the\s+day)(?!\w)",
    )
    yield _rule("near_event", "unit part", r"(?!)")
    yield _rule(
        "of_the_unit",
        "unit season",
        r"(?i:the|this)\s+(?P<unit>(?i:day|week|month|year|decade|century))(?![\w-])(?!\s+(?:of|after|before|when|that|in\s+which)\b)",
        lambda m, t: bool(_PART_OF.search(t[: m.start()])),
    )
    units = rf"(?P<unit>{UNIT})s?"
    many = rf"(?P<number>(?i:{NUMBER}))(?:(?:\s+(?:to|or|and)\s+|\s*[-–]\s*)(?P<upper>(?i:{NUMBER})))?"
    yield _rule(
        "offset",
        "unit",
        rf"(?P<hedge>(?i:{words.pattern('hedge')})\s+)?(?:{many}\s+|(?=(?i:minutes|hours|days|nights|weeks|months|years|decades)\b))(?:(?:short|long|more|full)\s+)?(?i:{units})\s+(?P<side>(?i:ago|earlier|previously|prior|before|later|afterwards?|after|from\s+now|hence|on))(?!\w)(?!\s+(?:last|next|yesterday))",
        _is_offset,
    )
    yield _rule(
        "anchored_length",
        "unit",
        rf"(?i:(?:over|in|for|within|during|throughout)\s+)?(?P<which>(?i:the\s+(?:past|last|previous|preceding|next|coming|following|first|final|initial|subsequent|opening|intervening|same)|past|last|next|these|those|all))\s+(?:(?P<few>(?i:few|several|couple\s+of|many))\s+|{many}[\s-]+)(?:(?:full|straight|consecutive)\s+)?(?i:{units})(?!\w)(?!-old|\s+(?:old|ago|earlier|later)\b)",
        None,
    )
    yield _rule(
        "vague_span",
        "unit",
        r"(?:(?i:in|over|during|for|of|within)\s+)?(?:the\s+)?(?P<which>(?i:recent|past|last|coming|following|intervening|succeeding|next|subsequent|previous|preceding|final|early|last\s+few|past\s+few|first))\s+(?P<unit>(?i:minute|hour|day|week|month|year|decade))s(?!\w)(?!\s+(?:ago|earlier|later)\b)",
    )
    yield _rule(
        "length",
        "unit",
        rf"{hedge}(?:the\s+)?(?<![\w.,$€£:-]){many}(?:[\s-]+(?:full|consecutive|straight|more|additional|bloody|long|short|other|solid))?[\s-](?i:{units})(?P<long>[-\s]long)?(?!\w)(?!['’]?\s+(?:ago|earlier|later|old)\b|-old|-\w+-old|\s+of\s+age)",
        lambda m, t: _is_a_length(m, t),
    )
    yield _rule(
        "bare_length",
        "unit",
        r"(?<=\b)(?P<lead>(?i:for|within|in|after|over|during|of|lasted|lasting|took|several|many|hundreds\s+of|following|through)\s+)(?:the\s+)?(?P<unit>(?i:minute|hour|day|night|week|month|year|decade|centurie))s(?![\w-])(?!\s+(?:ago|earlier|later|after|before|old)\b)",
    )
    yield _rule(
        "rate",
        "unit",
        r"(?i:per|every|each)\s+(?:(?P<other>other|second)\s+)?(?P<unit>(?i:minute|hour|day|night|week|month|year|decade))(?![\w-])|(?i:every)(?P<joined>day)(?!\w)",
    )
    yield _rule(
        "set",
        "unit",
        r"(?P<word>daily|weekly|monthly|yearly|annually|annual|nightly|hourly|bi-?weekly|Annually|Daily(?=,|\s+[a-z]))(?![\w-])",
    )
    yield _rule(
        "day_of_month",
        "digit",
        r"(?P<the>(?i:on|between|and|or|from|until|by|since)\s+the\s+)(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th))(?P<more>(?:\s+(?:or|and|to)\s+(?:the\s+)?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th))*)(?=\s*[,.;:)]|\s*$|\s+(?:when|after|before|by|in|at|of\s+the\s+month|and|but|a|an|the|he|they|it)\b)(?!\s+(?:the\s+)?(?:century|anniversary))(?:\s+of\s+the\s+month)?",
    )
    yield _rule(
        "holiday",
        "holiday",
        rf"(?:(?P<which>last|this|next)\s+)?(?P<name>{words.pattern('holiday')})(?:,?\s+(?P<year>{YEAR}))?(?!\w)",
    )
    yield _rule(
        "reference",
        "reference",
        rf"(?P<word>(?i:{words.pattern('reference')}))(?![\w-]|\s+(?:{UNIT})s?\b|\s+(?:two|three|four|five|six|seven|few)\b)",
    )
    yield _rule(
        "adjective",
        "reference",
        rf"(?P<word>(?i:{words.pattern('adjective')}))(?![\w-]|\s+(?:{UNIT})s?\b)(?!\s+Yugoslav|\s+Soviet)",
    )
    clock = (
        r"(?:(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.\s?m\.?|[ap]m|[AP]M|[AP]\.M\.)"
        r"|(?P<hour24>2[0-4]|[01]?\d):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?:\s?(?:hours|hrs|h|p\.m\.|a\.m\.))?"
        r"|(?P<military>(?:2[0-3]|[01]\d)[0-5]\d)\s?(?:hours|hrs|h\b)"
        rf"|(?P<oclock>{one_of(list(ORDINALS)[:0] + ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'])}|1[0-2]|[1-9])\s+o['’]clock(?:\s+in\s+the\s+(?P<when>morning|afternoon|evening)|\s+at\s+(?P<night>night))?"
        r"|(?P<word>(?i:noon|midnight)))"
    )
    zone = r"(?P<zone>\s+(?:local\s+time|GMT|UTC|Zulu|Z\b|EST|EDT|CET|[A-Z][a-z]+\s+time)|(?<=\d)\s+[A-Z][a-z]+(?=\)))?"
    yield _rule(
        "clock",
        "digit part",
        rf"(?:(?P<about>(?i:at\s+)?(?i:about|around|approximately|roughly|shortly\s+(?:before|after)|just\s+(?:before|after)|some\s+time\s+(?:before|after)|nearly))\s+)?{clock}{zone}(?!\w)",
        _is_a_clock,
    )


def _rule(name: str, needs: str, pattern: str, accept: Accept | None = None) -> Rule:
    return Rule(
        name,
        frozenset(needs.split()),
        re.compile(
            rf"(?<![\w-])(?:{pattern})"
            if name not in ("short_year", "year")
            else (rf"(?<![\w.,/])(?:{pattern})" if name == "year" else pattern)
        ),
        accept,
    )


_PREPOSITION = re.compile(
    r"(?i:\b(?:in|of|since|until|till|by|from|during|through|throughout|late|early|mid|mid-|last|this|next|between|and|to|"
    r"before|after|around|for|every|each|beginning|end|middle|start|for|as of|that|or|on|about|the))[\s-]*\(?$"
)
_MONTH_LIST = re.compile(rf"(?:{FULL_MONTH})(?:\s+(?:and|or|to|through|until)|,|\s*[-–/])\s*$")
_COUNT_NEXT = re.compile(
    r"\s+(?!(?:and|to|or|in|at|on|when|after|before|the|a|an|as|by|with|from|local|against|near|near|for|of|but|that|which|while|until|is|was|were|are|has|had)\b)[a-z]{3,}"
)


def _no_count_after_month(match: re.Match, text: str) -> bool:
    """ "In March 20 soldiers died" has no day."""
    if match["year"] or match["weekday"] or match["more"] or match["bcyear"]:
        return True
    inside = re.search(r"\b(?:[Ii]n|[Dd]uring)\s+$", text[: match.start()])
    return not (inside and _COUNT_NEXT.match(text, match.end()))


def _is_a_month(match: re.Match, text: str) -> bool:
    """March, May and short forms are months only beside words of time."""
    name = match["month"]
    if match["year"] or match["last"] or match["thatyear"] or match["bcyear"]:
        return True
    if re.match(r"\s+\d{1,2}(?:st|nd|rd|th)?\b(?!,\d)", text[match.end() :]) and not re.search(
        r"\b[Ii]n\s+$", text[: match.start()]
    ):
        return False
    if (
        name in ("May", "March", "MAY", "MARCH")
        or len(name.rstrip(".")) < 5
        and name not in ("June", "July", "JUNE", "JULY")
    ):
        before = text[: match.start()]
        return (
            len(name) > 2
            and name.rstrip(".") in ("May", "March")
            and bool(_PREPOSITION.search(before) or _MONTH_LIST.search(before))
        )
    return not re.match(r"\s+[A-Z][a-z]+\s+(?:said|told)|\s+\d+\s+(?:Brigade|Movement)", text[match.end() :])


_YEAR_BEFORE = re.compile(
    r"(?i:\b(?:in|of|since|until|till|by|from|during|through|throughout|late|early|mid|mid-|before|after|around|and|to|or|"
    r"between|year|spring|summer|autumn|fall|winter|circa|as of|for|the|a|into|well into|beginning|end|start|"
    r"back in|annually|that|with|than|class of|world cup|elections?|war|ended|till|within))[\s-]*[(“\"]?$"
)
_YEAR_AFTER = re.compile(r"\s*(?:[).,;:–—”\"?!-]|$|['’]s\b)")
_RANGE_BEFORE = re.compile(r"\d{4}\s*[-–—/]\s*$")


def _is_a_year(match: re.Match, text: str, words: DateWords) -> bool:
    """A four-digit number is a year unless it counts something."""
    year, before, after = int(match["year"]), text[: match.start()], text[match.end() :]
    following = re.match(r"[\s-]+([A-Za-z]+)", after)
    if following and following[1].lower() in words.forms["not_year"]:
        return False
    if re.match(r"\s+[A-Z][\w]+\s+(?:Battalion|Brigade|Regiment|Task)|\s?(?:%|mm\b|km\b|°)|[-–]\d{3}\b", after):
        return False
    if re.search(
        r"(?i:\b(?:no\.?|number|resolution|unit|highway|route|room|article|act|flight|about|some|over|least|nearly|almost|roughly|approximately|than|up to|another|all|killed|wounded|only|to|from)|[$€£#@])\s*$",
        before,
    ):
        return (
            bool(re.search(r"(?i:\b(?:to|from|about|than)\s*$)", before))
            and 1800 <= year <= 2050
            and not re.match(r"\s+[a-z]+s\b", after)
        )
    if _YEAR_BEFORE.search(before) or _RANGE_BEFORE.search(before):
        return 1000 <= year <= 2050 or year < 2100
    return 1700 <= year <= 2050 and bool(
        _YEAR_AFTER.match(after) or following and not following[1].endswith("s") or before.strip() == ""
    )


def _after_a_year(match: re.Match, text: str) -> bool:
    return int(match["yy"]) > int(text[match.start() - 3 : match.start() - 1]) and not re.match(
        r"\s*[-/]\s*\d", text[match.end() :]
    )


_SEASON_BEFORE = re.compile(
    r"(?i:\b(?:in|by|during|early|late|mid|mid-|through|until|since|of|next|last|each|every|throughout|before|after|harsh|severe|and))[\s-]*(?:the\s+)?$"
)
_SEASON_AFTER = re.compile(r"\s+(?:of\s+|season|offensive|campaign|months|fighting|break|and\b|20|1[89])|,|\.|$")


def _is_a_season(match: re.Match, text: str) -> bool:
    """ "Fall" and "spring" are seasons only beside words of time; "Arab Spring" is none."""
    name, before, after = match["season"], text[: match.start()], text[match.end() :]
    if re.search(r"\b(?:Arab|Prague|Damascus)\s+$", before):
        return False
    if match["year"] or match["thatyear"]:
        return True
    which = (match["which"] or "").strip().lower()
    if name.lower() == "fall":
        return (
            which not in ("", "the")
            or bool(re.search(r"(?i:\b(?:in|by|during|this|last|early|late)\s+)$", before))
            and not re.match(r"\s+(?:of|to|from|in)\b", after)
        )
    if which not in ("", "the"):
        return True
    return (
        bool(_SEASON_BEFORE.search(before))
        or bool(which)
        or bool(re.match(r"\s+(?:offensive|campaign|season|fighting)", after))
    )


def _is_a_daypart(match: re.Match, text: str) -> bool:
    which = match["which"].lower()
    return not (which == "next" or which == "last" and match["daypart"].lower() in ("dawn", "sunset", "eve"))


def _is_deictic(match: re.Match, text: str) -> bool:
    """ "The last week of May" and "this year's" differ: a part of something named has no anchor of its own."""
    which = match["which"].lower()
    after = text[match.end() :]
    if re.match(r"\s+of\b", after) and which.split()[-1] in ("last", "past"):
        return False
    return which != "past" or bool(re.search(r"(?i:\bthis\s+)$", text[: match.start()]))


def _is_event_unit(match: re.Match, text: str) -> bool:
    which = match["which"].lower()
    return (
        which not in ("previous", "following")
        or not text[: match.start()].strip()[-1:].isalpha()
        or bool(match["when"])
        or which == "previous"
    )


_PART_OF = re.compile(
    r"(?i:\b(?:beginning|start|middle|end|close|part|course|rest|half|remainder|turn|later\s+in|earlier\s+in|early\s+in|late\s+in|since\s+the\s+beginning)(?:\s+of)?)\s+$"
)


def _is_offset(match: re.Match, text: str) -> bool:
    side = match["side"].lower()
    if side == "on":
        return (
            bool(match["number"])
            and bool(re.match(r"\s*[,.;]", text[match.end() :]))
            and match["unit"].lower() in ("year", "decade", "week", "month")
        )
    if match["number"] is None and side in ("before", "after", "on", "hence"):
        return True
    return True


_RATE_BEFORE = re.compile(r"(?i:\b(?:once|twice|times|thrice|[a-z]+s|\d+|dollars|percent))\s+$")
_LENGTH_BEFORE = re.compile(
    r"(?i:\b(?:within|for|in|after|than|lasted|lasting|lasts|about|over|under|nearly|almost|only|just|took|takes|taking|spent|spend|"
    r"of|another|around|roughly|at|least|until|during|through|throughout|before|up to|barely|with|by|next|and|or|some|once|every|following|last))\s+$"
)


def _is_a_length(match: re.Match, text: str) -> bool:
    """ "A year", "a day" alone are lengths only after words that measure."""
    if re.match(r"-(?:old|range|style|to)\b", text[match.end() :]):
        return False
    number, before = match["number"].lower(), text[: match.start()]
    if number == "a number of" or number in ("few",):
        return False
    if number in ("a", "an") and not match["hedge"]:
        return bool(
            _LENGTH_BEFORE.search(before)
            or _RATE_BEFORE.search(before)
            or match["long"]
            or re.match(r"\s+of\s|-long", text[match.end() :])
        )
    return not re.search(r"(?i:\b(?:the|a|an)\s+)$", before) or True


_CLOCK_BEFORE = re.compile(
    r"(?i:(?:\b(?:at|around|about|by|from|until|till|before|after|between|and|since|as|to|towards?|time|approximately|roughly)|[(–-])\s*)$"
)


def _is_a_clock(match: re.Match, text: str) -> bool:
    """A bare 16:30 is a time of day beside words of time only; a score or a verse is none."""
    if match["half"] or match["military"] or match["oclock"] or match["zone"] or match["about"]:
        return True
    return bool(_CLOCK_BEFORE.search(text[: match.start()]))
