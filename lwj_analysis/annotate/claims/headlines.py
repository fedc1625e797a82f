"""Who speaks in a headline that leaves out what the parser needs: "Army: 20 dead", "20 dead: police", "Army says 20 shot"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.claimants import source_type
from lwj_analysis.annotate.claims.words import CueWords, Found, attribution


def headline_attributions(title: Span, words: CueWords, found: list[Found]) -> list[Found]:
    """What the parts of a title, between semicolons, say of their source beyond the attributions ``found`` already."""
    told = []
    for part in _parts(title):
        if not any(part.start <= f.cue.i < part.end for f in found):
            one = _labelled(part, words) or _elliptic(part, words)
            told += [one] if one is not None else []
    return told


def _parts(title: Span) -> Iterable[Span]:
    start, end = title.start, title.end
    while end > start and title.doc[end - 1].is_space:
        end -= 1
    for token in title.doc[start:end]:
        if token.text == ";":
            yield title.doc[start : token.i]
            start = token.i + 1
    yield title.doc[start:end]


def _labelled(part: Span, words: CueWords) -> Found | None:
    """A name with a colon before or behind what it says."""
    colon = next((t.i for t in part if t.text in (":", "-", "–", "—") and not _joins(t)), None)
    if colon is None or words.according is None:
        return None
    before, after = part.doc[part.start : colon], part.doc[colon + 1 : part.end]
    label, rest = (before, after) if part.doc[colon].text == ":" and _names(before) else (after, before)
    who = _names(label)
    if who is None or len(rest) < 3:
        return None
    found = Found(part.doc[colon], colon + 1, words.according, "headline:label", [(rest.start, rest.end)], [], who)
    found.label = label
    return found


def _joins(mark: Token) -> bool:
    """A hyphen within a word."""
    return mark.text != ":" and not mark.whitespace_


def _names(label: Span) -> Token | None:
    """The speaker that a label of a few nouns names."""
    plain = [t for t in label if not t.is_space and not t.is_punct]
    if not plain or len(plain) > 6 or any(t.pos_ in ("VERB", "AUX", "ADV", "SCONJ", "ADP") for t in plain):
        return None
    last = plain[-1]
    return last if actor_at(last.doc, last.i) is not None or source_type(last.doc, last) != "unknown" else None


def _elliptic(part: Span, words: CueWords) -> Found | None:
    """ "Army says four soldiers killed": what follows the verb, which is no clause without its "were"."""
    for token in part:
        rows = [
            entry
            for more, _, entry in words.verbs.get(token.lemma_.lower(), [])
            if not more and "clause" in entry.takes
        ]
        who = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
        if rows and who is not None and token.tag_ in ("VBZ", "VBP", "VBD") and part.end - token.i > 2:
            found = attribution(token, [(token.i + 1, part.end)], [], who)
            found.entry, found.rule = rows[0], "headline:clause"
            return found
    return None
