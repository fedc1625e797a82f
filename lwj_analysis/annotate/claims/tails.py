"""Attributions that end their sentence: "A, X said on Monday.", read by the commas where the parse goes astray."""

from __future__ import annotations

from spacy.tokens import Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.claimants import source_type
from lwj_analysis.annotate.claims.syntax import listener
from lwj_analysis.annotate.claims.words import Found, attribution

FINITE = ("VBD", "VBZ", "VBP", "MD")
GOES_ON = ("adding", "citing", "quoting", "noting", "without")
MARKS = set(',;:“”"')


def closing(token: Token) -> Found | None:
    """What stands before the last comma, said by the noun between that comma and the verb."""
    doc, sentence = token.doc, token.sent
    rest = [t for t in doc[token.i + 1 : sentence.end] if not t.is_space]
    if len(rest) > 1 and rest[0].text == "," and rest[1].lower_ in GOES_ON:
        rest = []  # "..., the outlet reported, adding that ..."
    if token.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or token.dep_ == "relcl" or len(rest) > 12:
        return None
    if any(t.tag_ in FINITE or t.text in MARKS or t.lower_ == "that" or t.tag_ == "TO" for t in rest):
        return None
    comma = next((t.i for t in reversed(doc[sentence.start : token.i]) if t.text == ","), None)
    if comma is None:
        return None
    comma, who = _named_twice(token) or (comma, speaker_in(doc[comma + 1 : token.i]))
    if who is None or (token.tag_ == "VBN" and not _tells(who)):
        return None
    start = next((t.i + 1 for t in reversed(doc[sentence.start : comma]) if t.text == ";"), sentence.start)
    said = doc[start:comma]
    if any(t.text in '“”"' for t in said) or not any(t.pos_ in ("VERB", "AUX") for t in said):
        return None
    if said[0].pos_ == "ADP" and not any(t.tag_ in FINITE for t in said):
        return None  # "In a video released on Tuesday, the kidnappers demanded a ransom"
    found = attribution(token, [(start, comma)], [], who)
    found.via = listener(token)
    return found


def _named_twice(token: Token) -> tuple[int, Token] | None:
    """The first comma and the noun of "..., the administrator, Tomás Badae, said" and "..., Tomás Badae, a teacher, said"."""
    doc, first = token.doc, token.sent.start
    commas = [t.i for t in doc[first : token.i] if t.text == ","]
    if len(commas) < 3 or commas[-1] != token.i - 1:
        return None
    opening, middle, close = commas[-3:]
    parts = doc[opening + 1 : middle], doc[middle + 1 : close]
    heads = [speaker_in(part) for part in parts]
    if None in heads or not any(_is_named(head) for head in heads) or not any(_tells(head) for head in heads):
        return None
    return opening, heads[0]


def _is_named(who: Token) -> bool:
    return who.pos_ == "PROPN" and (who.ent_type_ in ("PERSON", "ORG") or actor_at(who.doc, who.i) is not None)


def speaker_in(words: Span) -> Token | None:
    """The head of a plain noun phrase: its last noun before a preposition or an "and"."""
    plain = [t for t in words if not t.is_space]
    while plain and plain[-1].pos_ in ("AUX", "ADV"):
        if plain[-1].lemma_ == "be":
            return None
        plain.pop()
    if not plain or len(plain) > 14 or plain[0].pos_ in ("ADP", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PART"):
        return None
    if any(t.tag_ in FINITE or t.text in MARKS or t.tag_ in ("WP", "WDT", "WRB") or t.is_digit for t in plain):
        return None
    end = next((n for n, t in enumerate(plain) if n and t.pos_ in ("ADP", "CCONJ", "VERB")), len(plain))
    return next((t for t in reversed(plain[:end]) if t.pos_ in ("NOUN", "PROPN")), None)


def _tells(who: Token) -> bool:
    return actor_at(who.doc, who.i) is not None or source_type(who.doc, who) != "unknown"
