"""Whether words give a figure, and how far a list of figures reaches."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.syntax import RELATIVE, TURNS
from lwj_analysis.annotate.claims.words import CueWords


def is_figure(span: Span, words: CueWords) -> bool:
    """A number of people, or a word for losses."""
    lemmas = {t.lemma_.lower() for t in span} | {t.lower_ for t in span}
    number = any(is_number(t) and t.ent_type_ != "DATE" for t in span)
    some = number or any(t.lower_ in ("no", "several", "many", "few", "heavy", "heavier") for t in span)
    bare = number and not any(t.pos_ in ("NOUN", "PROPN") and t.ent_type_ != "DATE" for t in span)
    return bool(some and lemmas & words.figures) or bool(number and lemmas & words.people) or bare


def is_number(token: Token) -> bool:
    return (
        token.like_num or token.pos_ == "NUM" or token.lower_ in ("dozen", "dozens", "scores", "hundreds", "thousands")
    )


def extended(verb: Token, end: int, words: CueWords) -> int:
    """The end of a list of figures that the parser broke off ("seven dead | and 16 wounded")."""
    doc, last = verb.doc, verb.sent.end
    reached = end
    for token in doc[end:last]:
        if token.text == ";" or token.lower_ in TURNS - {"and"} or token.dep_ == "mark" or token.lower_ in RELATIVE:
            return _without_opening(doc, end, token.i)
        finite = token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lower_ not in words.figures and token.i >= end
        gap = (
            token.lower_ == "at"
            and is_number(doc[min(token.i + 1, last - 1)])
            and actor_at(doc, token.i - 1) is not None
        )
        if finite or gap or token.lower_ in words.verbs:
            break
        reached = token.i + 1
    else:
        return _without_opening(doc, end, last)
    back = next((t.i for t in reversed(doc[end:reached]) if t.text == "," or t.lower_ == "and"), end)
    return (
        _without_opening(doc, end, back) if any(t.like_num or t.lower_ in words.figures for t in doc[end:back]) else end
    )


def _without_opening(doc: Doc, end: int, stop: int) -> int:
    """``stop``, without stops and conjunctions before it; ``end`` where no figure stands between."""
    while stop > end and (doc[stop - 1].is_punct or doc[stop - 1].dep_ == "cc" or doc[stop - 1].is_space):
        stop -= 1
    return stop
