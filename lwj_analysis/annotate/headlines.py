"""Figures of a headline that opens a text without a title: "Ten soldiers killed in ambush. At least ten soldiers were ..."."""

from __future__ import annotations

from spacy.tokens import Doc

from lwj_analysis.annotate.records import Casualty


def headline_rows(doc: Doc, rows: list[Casualty]) -> list[Casualty]:
    """The rows of the first sentence, if it is written as headlines are and more follows; of a title there are none.

    A headline has no auxiliary, and no past tense but in the outcome words themselves, which are participles there.
    """
    if doc._.lwj.has_title or not rows or not doc.has_annotation("SENT_START"):
        return []
    first = next(doc.sents)
    triggers = {r.trigger for r in rows if r.start < first.end_char}
    if first.end >= len(doc) or not triggers:
        return []
    telling = [t for t in first if t.pos_ == "AUX" or (t.tag_ == "VBD" and t.i not in triggers)]
    acting = [t for t in first if t.i in triggers and t.tag_ == "VBD" and any(c.dep_ == "dobj" for c in t.children)]
    return [] if telling or acting else [r for r in rows if r.start < first.end_char]
