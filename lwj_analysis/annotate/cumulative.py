"""Whether a count reaches beyond its incident: "since 2013", "so far this year", "in the war"."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from lwj_analysis.annotate.reader import Link


def is_cumulative(sent: Span, link: Link) -> bool:
    """Whether the wording reaches beyond the incident: "since 2013", "so far this year", "brings to 41 the number"."""
    doc = sent.doc
    first, last = sorted((link.group.start, link.trigger))
    left = doc[max(sent.start, first - 12) : first].text.lower()
    opened = min(first, _first_verb(doc[link.trigger]))
    middle = doc[opened : last + 1].text.lower()
    right = re.split(r"[;:]|, (?:and|but|when|while)\b", doc[last : min(sent.end, last + 18)].text.lower())[0]
    if link.rule == "toll_brought":
        after = doc[last : sent.end].text.lower()
        return bool(re.search(r"\bsince\b|\bthis (?:year|month|week)\b", after) or _SPAN.search(after))
    if _BEYOND.search(" ".join((left, middle, right))) or _ONE_OF_MANY.search(doc[sent.start : first].text.lower()):
        return True
    if _SUPERLATIVE.search(left + right):
        return False  # "the deadliest attack since 2013"
    if _YEARS.search(right) or _YEARS.match(sent.text.lower()) or _MANY.search(right):
        return True
    verb = doc[max(sent.start, min(first - 4, opened)) : last + 1].text.lower()
    perfect = bool(re.search(r"\b(?:has|have|had)\b", verb)) or link.rule in ("toll", "lost") or "count" in left
    if not perfect and "dead" not in right:
        return False
    if _SO_FAR.search(" ".join((left, middle, right))):
        return True
    opening = _SINCE.match(sent.text.lower()) or _SPAN.match(sent.text.lower())
    if _LONG.search(" ".join((left, middle, right))):
        return True
    if _FIGHT.search(left) and _LASTED.search(right):
        return False
    return bool(opening or _SINCE.search(middle + " " + right) or _SPAN.search(right) or "this year" in right)


def _first_verb(verb: Token) -> int:
    """ "Have killed 1,300 since March and lost 740": the second verb has its "have" and its days from the first."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ in SUBJECTS for c in verb.children):
        verb = verb.head
    return min([verb.i, *(c.i for c in verb.children if c.dep_ == "aux")])


SUBJECTS = ("nsubj", "nsubjpass")
_BEYOND = re.compile(
    r"\b(?:(?:during|in|over|throughout) (?:the whole|the course|all) of (?:last|this|the) year|throughout last year|"
    r"so far this (?:year|month)|this (?:week|month|year) to|in a single (?:week|month|year)|in the week to|"
    r"in a week of|this year alone|to date|over the years|"
    r"in (?:more than |over |some |about )?(?:\d\d+|dozens of|hundreds of|numerous) "
    r"(?:attacks|incidents|clashes|operations|raids|strikes|bombings)|"
    r"in (?:the )?(?:\w+ )?(?:violence|conflict|fighting|war|unrest|insurgency) (?:that|which) "
    r"(?:erupted|began|started|broke out|flared)|"
    r"(?:for|in|during|over|throughout) the (?:whole|entire) (?:campaign|war|conflict|insurgency|year|month|season))\b"
)
# "It was one of 16 attacks that day, in which more than 60 people died"
_ONE_OF_MANY = re.compile(
    r"\bone of (?:at least |some |about )?(?:\d+|\w+) (?:attacks|bombings|blasts|strikes|raids|incidents)\b[^.;]*\bin which\b"
)
# "The nine-month battle has killed", "which, founded in 2002, has killed", "have died in the conflict", "has lost seven men
# to such fire in 2020", "had 34,582 murders last year"
_SO_FAR = re.compile(
    r"\b\w+-(?:month|year|decade)(?:-long)? [^.;]*\b(?:has|have|had)\b|"
    r"\b\w+-(?:month|year|decade)-old (?:\w+ )?(?:war|conflict|insurgency|rebellion|revolt|uprising|battle|campaign|crisis)"
    r"[^.;]*\b(?:has|have|had)\b|"
    r"\b(?:founded|formed|begun|launched|established) in \d{4}\b|"
    r"\bin (?:the|this|its|their) (?:\w+ )?(?:conflict|war|insurgency|violence since|crisis|campaign)\b|"
    r"\b(?:last|this|that) year\b|\bin (?:19|20)\d\d\b(?!-)"
)
_LONG = re.compile(
    r"\b(?:nationwide|countrywide|(?:across|throughout) the country|(?:war|conflict|insurgency|revolt|rebellion|uprising)"
    r"(?:, now in its \w+ year,|, which (?:began|started|erupted|broke out)[^,;.]{0,60},)?(?:(?:, | )(?:in )?(?:which|that))? "
    r"(?:has|have|had|at least|more|over|some|about|an estimated))\b"
)
_SUPERLATIVE = re.compile(
    r"deadliest|worst|biggest|bloodiest|\bfirst\b(?! (?:\w+ )?(?:months|weeks|half|quarter)\b)|heaviest|no single"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|aug|sept?|oct|"
    "nov|dec"
)
# "Gang fighting leaves 89 dead in a week": all that died in it, and no more
_FIGHT = re.compile(r"\b(?:fighting|clashes|battle|siege|riots?|shelling|offensive)\b")
_LASTED = re.compile(r"\b(?:in|within|over) (?:a|\w+|\d+) (?:days?|week)\b")
_SINCE = re.compile(
    r"(?:,\s)?\bsince\s(?:(?:the|its|their|that|this)\s(?:start|accord|agreement|ceasefire|truce|election|takeover|attacks|beginning|outbreak|launch|end|fall|coup|invasion|uprising|revolution|war|conflict|"
    r"insurgency|mission|early|late|mid)|"
    rf"(?:early |late |mid-)?(?:(?:{_MONTHS})\b|\d{{1,2}} (?:{_MONTHS})\b|\d{{4}})|last (?:year|month)|"
    r"it (?:began|started|was)|"
    r"(?:the |its |their )?\w+ (?:began|started|broke out|erupted|resumed|was launched|deployed))"
)
_YEARS = re.compile(
    rf"\b(?:in|over|within|during) (?:the (?:past|last|previous) )?(?:\d+|\w+) (?:months|years|decades)\b(?! ago)|"
    rf"\bbetween (?:{_MONTHS}) and (?:{_MONTHS})\b|"
    r"\b(?:in|over|during) the (?:first|second|third|fourth|last|final|opening) (?:\w+ )?(?:months|weeks|half|quarter) of "
    r"(?:the|this|that|last) year\b|\b(?:first|second|last) (?:\w+ )?(?:months|half|quarter) of (?:19|20)\d\d\b"
)
# "Died in attacks attributed to the group in 2022"
_MANY = re.compile(
    r"\b(?:attacks|raids|clashes|bombings|ambushes|incidents|operations|strikes|explosions|killings|violence|fighting)\b"
    r"[^.;,]* in (?:19|20)\d\d\b(?!-)|\b(?:homicides|murders|killings|deaths|fatalities) in (?:19|20)\d\d\b(?!-)"
)
_SPAN = re.compile(
    r"\b(?:in|over|during|within|for)\s(?:the\s(?:past|last|previous|preceding)\s(?:\w+\s)?|(?:\w+|\d+)\s)"
    r"(?:days|years?|months?|decades?|weeks?)\b|\bthroughout the\b"
)
