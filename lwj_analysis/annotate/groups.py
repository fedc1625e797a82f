"""Who is counted: the noun phrases of a sentence with their numbers."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.lookup import LONGEST, between
from lwj_analysis.annotate.quantities import bound_length, is_ordinal
from lwj_analysis.annotate.records import Number


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, written in a row."""
    return frozenset(words.split())


_NOT_COUNTS = ("time", "distance", "money", "age", "name")
ONE = word_set("he she him her himself herself one someone somebody another i me myself")
MANY = word_set("they them themselves others who whom some those many most all both everyone everybody we us")
_AFTER_NOUN = word_set(
    "hostage captive prisoner north south east west northeast northwest southeast southwest alive aboard overnight"
)
_BEFORE_NUMBER = word_set("his her their its our other further additional all last first next latest")
_NUMBER_NOUNS = word_set("couple duo trio quartet")
_TEAMS = word_set("family crew team group squad party")
_COLLECTIVE = word_set(
    "rest remainder majority personnel people police crew staff family cattle militia taliban shabaab patrol"
)


@dataclass(slots=True)
class Group:
    """People (or things) as one noun phrase names them; ``start``/``end`` are token indexes, ``left`` includes bounds."""

    doc: Doc = field(repr=False)
    start: int
    end: int
    head: Token
    number: Number | None = None
    kind: Token | None = None  # the noun of "12 of its soldiers"
    adjective: int | None = None  # an outcome word inside ("30 dead guards")
    whole: Number | None = None  # the 36 of "21 of the 36 people"
    left: int = -1  # where the phrase starts with the words that bound its number

    def __post_init__(self) -> None:
        self.left = _with_bound(self.doc, self.start) if self.number else self.start

    @property
    def bare(self) -> bool:
        """A number alone, without its noun; a couple or a trio is people."""
        number = self.number
        alone = number is not None and number.start <= self.head.idx < number.end and self.kind is None
        return alone and self.head.lower_ not in _NUMBER_NOUNS

    @property
    def noun(self) -> Token:
        head = self.kind or self.head
        hyphened = head.lower_ == "by" and head.i > 1 and head.nbor(-1).text == "-"  # the passers of "two passers-by"
        return head.nbor(-2) if hyphened else head


def find_groups(
    sent: Span, numbers: list[Number], outcome_words: frozenset[str], persons: frozenset[str]
) -> list[Group]:
    """All noun phrases of the sentence, from its part-of-speech tags alone; the parse plays no part."""
    doc = sent.doc
    counts = {i: n for i, n in _number_tokens(sent, numbers).items() if not _is_bracketed_age(doc, i, persons)}
    near = between(doc, "dates", sent.start_char - LONGEST, sent.end_char)
    here = [d for d in near if sent.start_char < d.end]
    dates = {i for d in here for i in _token_range(doc, d.start, d.end) if sent.start <= i < sent.end}
    seen = _Seen(counts, dates, outcome_words, persons)
    groups, i = [], sent.start
    while i < sent.end:
        group = _phrase_at(doc, i, sent.end, seen)
        if group is None:
            i += 1
            continue
        group = _with_bracket(group, counts, sent.end)
        groups.append(group)
        i = group.end
    lefts = [(g.left, g.start) for g in groups if g.number is not None]
    return [
        g for g in groups if not any(left <= g.start < start for left, start in lefts)
    ]  # "a total" of "a total of 9"


def reading(group: Group) -> tuple[int | None, int | None, int | None, str]:
    """Low, best, high and quantifier of the group: its number, else one for a singular, NA for a plural, zero for "no"."""
    if group.number is not None:
        number = group.number
        return number.low, number.best, number.high, number.quantifier
    words = {t.lower_ for t in group.doc[group.start : group.end]}
    head = group.head
    if words & {"no", "none", "nobody", "neither"} and head.lower_ != "more":
        return 0, 0, 0, "none"
    if head.lower_ == "couple":
        return 2, 2, 2, "exact"
    if head.lower_ in ONE or is_ordinal(head.text) or (head.lower_ not in MANY | _COLLECTIVE and _singular(head)):
        return 1, 1, 1, "exact"
    return None, None, None, "vague"


def full_end(group: Group) -> int:
    """The token after the phrase with its "of" and "from" complements ("13 members of the security forces")."""
    doc, end = group.doc, group.end
    for _ in range(2):
        if end >= len(doc) or doc[end].lower_ not in ("of", "from") or doc[end].is_sent_start:
            break
        after = end + 1
        while (
            after < len(doc)
            and (doc[after].pos_ in ("DET", "ADJ", "PROPN", "NOUN", "NUM") or _is_fate(doc[after]))
            and not doc[after].is_sent_start
        ):
            after += 1
        if after == end + 1:
            break
        end = after
    return end


def _is_fate(token: Token) -> bool:
    """The noun in "one of the wounded"."""
    return token.lower_ in ("wounded", "injured", "dead", "killed", "kidnapped", "abducted") and (
        token.i > 0 and token.nbor(-1).lower_ in ("the", "those")
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a sentence holds besides its tags: numbers by token, tokens of dates; the words that matter."""

    counts: dict[int, tuple[Number, int]]
    dates: set[int]
    outcome_words: frozenset[str]
    persons: frozenset[str]


def _phrase_at(doc: Doc, i: int, stop: int, seen: _Seen) -> Group | None:
    """The longest noun phrase that starts at token ``i``."""
    counts, dates = seen.counts, seen.dates
    start, head, number, adjective, opened = i, None, None, None, False
    while i < stop:
        token, following = doc[i], doc[i + 1] if i + 1 < stop else None
        if i in counts:
            if head is not None or number is not None:
                break
            if any(t.pos_ in ("VERB", "ADV", "ADP") for t in doc[start:i]):
                return None  # "including 17", "killing two": the phrase starts at the number
            start = i
            number, i = counts[i]
            if i < stop and doc[i].lower_ == "of" and (part := _part_of(doc, i + 1, stop, seen)):
                whole = part.noun if part.noun.pos_ != "PRON" and part.noun.lower_ != "number" else None
                return Group(doc, start, part.end, doc[i - 1], number, whole, whole=part.number)
            continue
        if token.text in _QUOTES and head is not None and number is not None and _is_quoted_adjective(doc, i, seen):
            head, i = None, i + 1
            continue
        if i in dates or (token.ent_type_ == "TIME" and token.lemma_.lower() not in seen.persons):
            break
        if head is None and following is not None and (end := _hyphenated(doc, i, stop, seen.persons)):
            head, opened, i = doc[end - 1], True, end
            continue
        step = _part(token, following, head, number, opened, seen, i + 1 in dates)
        if step == "stop":
            break
        if step == "alone":
            return Group(doc, start, i + 1, token) if head is None and number is None and i == start else None
        if step == "head":
            head = token
        if step == "outcome":
            adjective = i
        opened = True
        i += 1
    if head is None and number is not None and doc[i - 1].pos_ == "ADJ" and doc[i - 1].lower_ in seen.persons:
        head = doc[i - 1]  # "at least 100 civilian dead"
    if head is None:
        if number is None:
            one_more = i > start + 2 and is_ordinal(doc[start + 1].text)  # "a second bled to death"
            return _pronoun(doc, start, start + 2 if one_more else i, seen.persons)
        if i - 1 > start and i + 1 < stop and doc[i].lower_ == "and" and i + 1 in counts and doc[i - 1].pos_ == "ADJ":
            return Group(doc, start, i, doc[i - 1], number)  # "two Guinean and one Chadian soldiers"
        return Group(doc, start, _token_end(doc, number), doc[_token_end(doc, number) - 1], number)
    if number is None and head.lemma_.lower() in _TEAMS and i + 1 < stop and doc[i].lower_ == "of" and i + 1 in counts:
        size, end = counts[i + 1]
        if end >= stop or doc[end].pos_ not in ("NOUN", "PROPN", "ADJ"):
            return Group(doc, start, end, head, size)  # "a family of five"
    return Group(doc, start, head.i + 1, head, number, None, adjective)


def _is_quoted_adjective(doc: Doc, closing: int, seen: _Seen) -> bool:
    """The second mark of "73 “apostate” troops": what it closes describes the noun behind it."""
    opened = closing >= 2 and doc[closing - 2].text in _QUOTES
    following = doc[closing + 1] if closing + 1 < len(doc) else None
    plain = following is not None and following.pos_ == "NOUN" and following.lower_ not in seen.outcome_words
    return opened and plain and following.lemma_.lower() in seen.persons


_QUOTES = frozenset(("“", "”", '"'))


def _part(token, following, head, number, opened, seen, date_next) -> str:
    """What ``token`` is to the phrase so far: "head", "inside", "outcome" (an outcome word before its noun), "stop"."""
    lower = token.lower_
    if lower in ("incl", "incl.", "excl", "excl."):
        return "stop"
    opened = opened or number is not None
    noun_next = following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and not date_next
    noun_next = noun_next and following.lower_ not in seen.outcome_words
    if (
        token.pos_ == "PRON"
        and token.tag_ not in ("PRP$", "WP$")
        and lower not in ("another", "others", "other", "no", "all")
    ):
        return "alone" if not opened else "stop"
    if lower in ("captive", "prisoner") and opened and head is None and not noun_next and not _taken(token, number):
        return "head"
    if lower in seen.outcome_words:
        return "outcome" if head is None and opened and noun_next else "stop"
    if lower in ("more", "others", "other") and head is None and (number is not None or lower == "others"):
        return "inside" if noun_next and lower != "others" else "head"
    if token.pos_ == "NUM" and following is not None and following.text == "-" and not token.whitespace_:
        return "stop" if head is not None else "inside"  # "ten-year-old"
    if (
        following is not None
        and following.text == "-"
        and not token.whitespace_
        and token.pos_ in ("ADP", "ADV", "VERB", "PART")
    ):
        return "inside" if opened or number is not None else "stop"  # "off-duty"
    if token.pos_ == "DET" and number is not None:
        return "stop"
    if lower == "and" and opened and head is None and following is not None and following.pos_ == "ADJ":
        return "inside"  # "French and British troops"
    if token.pos_ in ("DET",) or token.tag_ in ("PRP$", "WP$", "PDT") or lower in ("another", "no"):
        return "stop" if head is not None else "inside"
    if token.tag_ == "POS" or lower in ("'s", "’s", "’"):
        return "inside" if head is not None else "stop"
    if _in_bracketed_name(token, seen.persons):
        return "inside" if opened else "stop"
    if token.pos_ in ("VERB", "ADJ") and opened and noun_next and _after_hyphen(token):
        return "inside"  # "bullet-riddled bodies"
    # a slip of the tagger
    plural = token.pos_ == "VERB" and number is not None and lower.removesuffix("s") in seen.persons
    # "9 ANDSF killed"
    initials = number is not None and token.text.isupper() and token.text.isalpha() and len(token) > 1
    code = number is not None and token.pos_ == "NUM" and token.text[0].isupper()  # "2 MS-13 members"
    if token.pos_ in ("NOUN", "PROPN", "X") or plural or initials or code:
        return "stop" if head is not None and lower in _AFTER_NOUN else "head"
    if token.pos_ == "ADJ" and head is not None and head.pos_ == "PROPN" and lower in seen.persons:
        return "head"  # "a Revolutionary Guards general"
    if lower in ("sustained", "suffered", "received") and head is None and number is not None:
        return "stop"  # "another four sustained injuries"
    if token.pos_ == "ADJ" or (token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG")):
        if head is None:
            return "inside" if token.pos_ == "ADJ" or opened or (noun_next and token.tag_ == "VBN") else "stop"
        return "inside" if noun_next and token.pos_ == "ADJ" else "stop"
    if token.pos_ == "ADV":
        return (
            "inside"
            if opened and head is None and following is not None and following.pos_ in ("ADJ", "VERB")
            else "stop"
        )
    if lower in ("-", "–") and following is not None and not token.whitespace_:
        return "inside" if opened else "stop"
    if lower in ('"', "“", "‘", "'") and head is None and opened and noun_next:
        return "inside"
    return "stop"


def _in_bracketed_name(token: Token, persons: frozenset[str]) -> bool:
    """A bracket, or a word in brackets, before the noun: "NDFB(S) cadres", "CPI (Maoist) rebels"."""
    doc = token.doc
    close = next((i for i in range(token.i, min(token.i + 3, len(doc) - 1)) if doc[i].text == ")"), None)
    if close is None or not any("(" in doc[i].text for i in range(max(close - 2, 0), token.i + 1)):
        return False
    noun = doc[close + 1]
    return noun.pos_ in ("NOUN", "PROPN") and bool({noun.lemma_.lower(), noun.lower_} & persons)


def _hyphenated(doc: Doc, i: int, stop: int, persons: frozenset[str]) -> int | None:
    """The token after "passer-by" or "co-pilot", whatever the tagger takes its parts for."""
    if i + 2 >= stop or doc[i + 1].text != "-" or doc[i].whitespace_ or doc[i + 1].whitespace_:
        return None
    word = f"{doc[i].lower_}-{doc[i + 2].lower_}"
    return (
        i + 3 if word in persons or word.replace("s-", "-", 1) in persons or word.removesuffix("s") in persons else None
    )


def _after_hyphen(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_


def _taken(token: Token, number: Number | None) -> bool:
    """ "Took 12 captive": what became of them, no noun."""
    verbs = {t.lemma_.lower() for t in token.doc[max(token.sent.start, token.i - 5) : token.i]}
    return number is not None and token.pos_ != "NOUN" and bool(verbs & {"take", "hold", "make", "keep"})


def _with_bracket(group: Group, counts: dict[int, tuple[Number, int]], stop: int) -> Group:
    """ "Civilians (5)": the number stands in brackets behind its noun."""
    doc, i = group.doc, group.end + 1
    if group.number is not None or group.head.tag_ not in ("NNS", "NNPS") or i not in counts:
        return group
    number, end = counts[i]
    if end >= stop or doc[i - 1].text != "(" or doc[end].text != ")":
        return group
    return Group(doc, group.start, end + 1, group.head, number)


def _part_of(doc: Doc, i: int, stop: int, seen: _Seen) -> Group | None:
    """The whole in "12 of its soldiers", "two of whom", "dozens of troops"."""
    if i >= stop or (i in seen.counts and doc[i].lower_ not in ("the",)):
        return None
    return _phrase_at(doc, i, stop, seen)


def _pronoun(doc: Doc, start: int, end: int, persons: frozenset[str]) -> Group | None:
    """A determiner or an ordinal that stands for somebody: "another", "her", "the fourth"."""
    if end == start + 2 and doc[start].pos_ == "DET" and doc[start + 1].lower_ in persons:
        return Group(doc, start, end, doc[start + 1])  # "a major", taken for an adjective
    if end == start + 2 and is_ordinal(doc[start + 1].text) and doc[start].lower_ in ("a", "the"):
        return Group(doc, start, end, doc[start + 1])
    if end == start + 1 and doc[start].lower_ in (
        "another",
        "others",
        "none",
        "all",
        "both",
        "neither",
        "some",
        "many",
    ):
        return Group(doc, start, end, doc[start])
    return None


def _number_tokens(sent: Span, numbers: list[Number]) -> dict[int, tuple[Number, int]]:
    """Token index -> the number that starts there and the token after it; ordinals and zeros are no counts here."""
    found = {}
    first = bisect_left(numbers, sent.start_char, key=lambda n: n.start)
    for number in itertools.takewhile(lambda n: n.start < sent.end_char, itertools.islice(numbers, first, None)):
        if number.quantifier == "none":
            continue
        span = sent.doc.char_span(number.start, number.end, alignment_mode="expand")
        word = span[0].text if span is not None and len(span) else ""
        in_name = word[:1].isalpha() and any(c.isdigit() for c in word)  # "MS-13"
        if (
            span is not None
            and len(span)
            and not in_name
            and not is_ordinal(span.text)
            and number.role not in _NOT_COUNTS
        ):
            found[span.start] = (number, span.end)
    return found


def _is_bracketed_age(doc: Doc, i: int, persons: frozenset[str]) -> bool:
    """ "A girl (8) and her brother (11)": behind one person the number is an age."""
    if i < 2 or doc[i - 1].text != "(" or ")" not in doc[i : i + 2].text:
        return False
    noun = doc[i - 2]
    return noun.tag_ == "NN" and noun.lower_ in persons and noun.lower_ not in _COLLECTIVE


def _singular(token: Token) -> bool:
    if _after_hyphen(token) and token.pos_ not in ("NOUN", "PROPN"):
        return not token.nbor(-2).lower_.endswith("s")  # "a passer-by"
    return token.tag_ in ("NN", "NNP", "CD", "JJ", "PRP") and not (
        token.lower_.endswith("men") or token.lower_ == "people"
    )


def _with_bound(doc: Doc, start: int) -> int:
    """The first token of the words that bound the number at token ``start``, inside the sentence."""
    first, i = doc[start].sent.start, start
    before = doc[max(first, start - 9) : start].text_with_ws
    char = doc[start].idx - bound_length(before)
    while i > first:
        token = doc[i - 1]
        if token.idx < char and token.pos_ != "DET" and token.tag_ != "PRP$" and token.lower_ not in _BEFORE_NUMBER:
            break
        i -= 1
    return i


def _token_range(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _token_end(doc: Doc, number: Number) -> int:
    return _token_range(doc, number.start, number.end).stop
