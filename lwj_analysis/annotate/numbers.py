"""Which numbers an article holds, and what each counts: people, time, distance, money, arms, or part of a name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate.lookup import covering
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.quantities import MONTH, NumberWords, find_numbers, is_ordinal, number_words, shipped
from lwj_analysis.annotate.records import Number
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import object_of
from lwj_analysis.lexicon import Lexicon

LONGEST_NAME = 300  # characters


class NumbersFinder(Finder):
    """Append every number of the article to ``Doc._.lwj.numbers``, each with a role."""

    words: NumberWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = number_words(lexicon)

    def find(self, doc: Doc) -> None:
        words = self.words or shipped()
        text = text_of(doc)
        numbers = find_numbers(text, words=words)
        for number in numbers:
            number.role = number_role(doc, number, text=text, words=words)
        doc._.lwj.numbers.extend(numbers)


@Language.factory("lwj_numbers")
def make_numbers(nlp: Language, name: str) -> NumbersFinder:
    return NumbersFinder()


def number_role(doc: Doc, number: Number, *, text: str, words: NumberWords) -> str:
    """What ``number`` of the Doc's ``text`` counts, by dates, names, its noun; ``unread`` if nothing says."""
    if number.role != "unread":
        return (
            "name"
            if is_ordinal(text[number.start : number.end]) and _OF_A_UNIT.match(text, number.end)
            else number.role
        )
    if _inside(number, doc._.lwj.dates):
        return "time"
    if _is_part_of_date(text, number):
        return "time"
    if _is_age(doc, number, text, words):
        return "age"
    if _in_a_name(doc, number, text):
        return "name"
    return _role_by_following(text, number, words) or _role_by_head(doc, number, words) or _role_by_use(text, number)


def _inside(number: Number, records: list) -> bool:
    return any(number.end <= r.end for r in _starting_before(records, number.start))


_OF_A_UNIT = re.compile(
    r"(?: [A-Z][\w’'-]*){0,3} (?:Brigade|Battalion|Division|Regiment|Corps|Squadron|Company|Wing|Group|Fleet|Army|Infantry|"
    r"Cavalry|Armored|Airborne|Front|AEG|MEU|Sustainment|Special)\b"
)


def _is_age(doc: Doc, number: Number, text: str, words: NumberWords) -> bool:
    """ "Aged 12", "Scott Dayton, 42, of Texas", "Ali Hassan (34)", "who is 71": a number beside one person."""
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 12]
    if _AGED.search(before):
        return True
    if not (text[number.start].isdigit() and 0 < (number.best or 0) < 110):
        return False
    beside = (before.endswith(", ") and _AFTER_AGE.match(after)) or (before.endswith(" (") and after.startswith(")"))
    if not beside:
        return False
    span = doc.char_span(number.start - 3, number.start - 2, alignment_mode="expand")
    if span is None:
        return False
    token = span[0]
    if token.tag_ != "NNP":
        return before.endswith(", ") and token.tag_ == "NN" and token.lower_ in words.persons
    return not any(covering(doc, name, token.idx) for name in ("places", "dates"))


_AGED = re.compile(
    r"\b(?:aged?|ages?|as young as|as old as|who (?:is|was)(?: only| just)?|turned) (?:(?:\w+)(?:,| and| to|,? or) )*$",
    re.I,
)
_AFTER_AGE = re.compile(r"(?:, (?!\d{4})|[.;)]|$| and [A-Z])")


def _in_a_name(doc: Doc, number: Number, text: str) -> bool:
    """Part of an actor's or place's name ("157 Task Force Battalion"), or the number of one ("Camp 5")."""
    found = doc._.lwj
    for mention in (*_starting_before(found.mentions, number.start), *_starting_before(found.places, number.start)):
        if mention.start <= number.start and number.end <= mention.end:
            following = text[number.end : mention.end].split()
            return mention.start < number.start or (bool(following) and all(w[0].isupper() for w in following))
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None:
        return False
    after = text[number.end : number.end + 40]
    if text[number.start].isdigit() and re.match(
        r"(?:\s[A-Z]\w+){0,3}\s(?:Brigade|Battalion|Division|Regiment|Corps|Squadron|Company|Wing|Group)\b", after
    ):
        return True
    left = text[max(0, number.start - 60) : number.start]
    if _NUMBERED_NAME.search(left) or (_SHORT_NAME.search(left) and _NAME_ENDS.match(after)):
        return True
    before = doc[span.start - 1] if span.start > span.sent.start else None
    numbered = before is not None and before.text[0].isupper() and before.i > before.sent.start
    if not numbered or not text[number.start].isdigit():
        return False
    noun = before.text.lower().rstrip(".").removesuffix("s")
    return noun in _NUMBERED.split() or (before.pos_ == "PROPN" and _ends_name(doc, before, after))


def _starting_before(records: list, char: int) -> list:
    """The records, sorted by their start, that start at ``char`` or no more than a long name before it."""
    first = bisect_left(records, char - LONGEST_NAME, key=lambda r: r.start)
    return records[first : bisect_right(records, char, key=lambda r: r.start)]


def _ends_name(doc: Doc, before: Token, after: str) -> bool:
    """ "CTF 50", "Exercise Eager Lion 16": the number closes a name that is no place's and no actor's."""
    known = any(covering(doc, name, before.idx) for name in ("mentions", "places", "dates"))
    return not known and bool(_NAME_ENDS.match(after))


_NUMBERED_NAME = re.compile(
    r"\b(?:Exercise|Operation|Resolutions?|Order|Chapters?|Articles?|Sections?|Annex|Figure|Table|Phase|Group|Route|Highway|"
    r"Flight|Camp) (?:[A-Z][\w’'-]+ ){0,3}(?:\d+(?:,| and|, and|-) ?)*$"
)
_SHORT_NAME = re.compile(r"\b[A-Z]{2,5}\)? $")  # "CTF 50", not "told AFP 12 people had died"
_NAME_ENDS = re.compile(
    r"[).;:]|$|\s(?:will|is|was|has|on|and(?= [a-z])|last|next|to)\b|, (?:and|which|who|the)\b|['’]s"
)
_NUMBERED = (
    "force camp route flight resolution brigade article section no number highway block area sector zone unit division "
    "battalion regiment chapter line terminal gate group channel phase ward mile hill level team cell"
)


def _is_part_of_date(text: str, number: Number) -> bool:
    """A day beside its month or a year after its preposition, where the dates' finder left them out."""
    before, after = text[max(0, number.start - 14) : number.start], text[number.end :][:14]
    if (text[number.start].isdigit() and re.search(rf"\b{MONTH}\s+$", before)) or re.match(rf"\s+{MONTH}\b", after):
        return True  # and no "16 June. Eight"
    year = re.fullmatch(r"(?:1[5-9]|20)\d\d", text[number.start : number.end])
    if year and before.endswith("the ") and re.match(r" [A-Z]", after):
        return True  # "the 2016 Summit"
    return bool(year and _BEFORE_YEAR.search(before) and not _COUNTED.match(after))


_COUNTED = re.compile(
    r"\s+(?!(?:an?|the|to|by|and|or|in|on|at|as|for|with|when|was|were|is|had|has|after|under)\b)[a-z]"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|of|by|until|from|to|during|before|after|late|early|mid|and|for|born|b\.)\s+$|[(\d–-],?\s*$", re.I
)


def _role_by_following(text: str, number: Number, words: NumberWords) -> str | None:
    """A unit right after the number, or an age ("aged 12", "Scott Dayton, 42, of Texas")."""
    following = re.match(r"\W{0,2}(\w[\w.'’-]*)(?:\s+([\w-]+))?(?:\s+([\w-]+))?", text[number.end : number.end + 60])
    if not following:
        return None
    first, second, third = ((w or "").lower() for w in following.groups())
    if not text[number.end : number.end + 2].strip() or text[number.end : number.end + 1] in "-":
        for form in (f"{first} {second} {third}", f"{first} {second}", first, first.rstrip("s."), first.rstrip(".")):
            if form.strip() and (role := words.roles.get(form.strip())) in ("distance", "time", "age", "money"):
                return "other" if first == "second" else role
    return None


def _role_by_head(doc: Doc, number: Number, words: NumberWords) -> str | None:
    head = counted_noun(doc, number)
    if head is None:
        return None
    for form in _forms(head):
        if form in words.persons:
            return "strength"
        if role := words.roles.get(form):
            return role
    return "other" if head.pos_ in ("NOUN", "PROPN", "ADJ", "VERB") else None


def counted_noun(doc: Doc, number: Number) -> Token | None:
    """The noun that ``number`` counts ("12 of its soldiers" -> soldiers), by the parse, else by the next words."""
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    if doc.has_annotation("DEP"):
        root = span.root
        partitive = object_of(root, "of")
        if partitive is not None:
            return partitive
        head = root.head
        if (
            root.dep_ in ("nummod", "amod", "quantmod", "det", "compound", "nmod", "poss")
            and head.i >= span.end
            and head.sent == root.sent
        ):
            return head
    for token in doc[span.end : span.end + 4]:
        if token.is_punct or token.is_sent_start or token.pos_ in ("VERB", "AUX", "ADP", "DET", "CCONJ", "SCONJ"):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            return token
    return None


def _forms(token: Token) -> Iterator[str]:
    left = token.nbor(-1).lower_ if token.i > token.sent.start else ""
    for form in (
        token.lemma_.lower(),
        token.lower_,
        token.lower_.removesuffix("s"),
        re.sub("men$", "man", token.lower_),
    ):
        yield f"{left} {form}"
        yield form


def _role_by_use(text: str, number: Number) -> str:
    """What is left: years, numbers that stand alone as people or things, pronouns."""
    word = text[number.start : number.end]
    if (
        re.match(r"\s*(?:of\b|others?\b|more\b|were\b|was\b|are\b|had\b|have\b|men\b)", text[number.end :])
        or number.quantifier == "none"
    ):
        return "other"
    if not word[0].isdigit() and number.low in (0, 1, 2, None):
        return "other"
    return "unread"
