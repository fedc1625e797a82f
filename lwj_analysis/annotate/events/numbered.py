"""Which of several events a telling is, where the text counts them: "three operations ... in the second operation"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.similarity import Cluster
from lwj_analysis.annotate.events.tellings import Telling
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.quantities import is_ordinal, ordinal_value, word_value
from lwj_analysis.annotate.tree import objects_of

STEPS = 12  # words above a telling among which "in the third operation" can hang
BEFORE = frozenset(("in", "during", "at", "on", "by"))


def number(tellings: list[Telling]) -> None:
    """Give each telling below the title its ``ordinal``, where more events than that have been counted before."""
    most = 0
    for t in tellings:
        if t.title:
            continue
        if t.is_noun and t.plural and t.number:
            most = max(most, word_value(t.number) or 0)
        ordinal = _ordinal_of(t.token) if most > 1 else None
        t.ordinal = ordinal if ordinal is not None and ordinal <= most else None


def find_wholes(clusters: list[Cluster]) -> None:
    """The events that the text counts together ("three operations over two days") are the parent of those told one by one."""
    counted: Cluster | None = None
    for c in clusters:
        if any(t.is_noun and t.plural and (word_value(t.number or "") or 0) > 1 for t in c.body):
            counted = c
        elif c.ordinal and counted is not None and c.parent is None:
            c.parent = counted
            c.dates = c.dates or counted.dates


def pointed_out(doc: Doc, clusters: list[Cluster]) -> dict[int, Cluster]:
    """By token, the events of "the first" and "the second" without a noun."""
    by_ordinal = {c.ordinal: c for c in reversed(clusters) if c.ordinal}
    if not by_ordinal:
        return {}
    words = (t for t in doc if t.dep_ in ("pobj", "nsubj", "nsubjpass", "dobj") and is_ordinal(t.text))
    alone = (t for t in words if any(c.lower_ == "the" for c in t.children))
    return {t.i: c for t in alone if (c := by_ordinal.get(int(ordinal_value(t.text)))) and t.i > c.body[0].token.i}


def _ordinal_of(token: Token) -> int | None:
    """Its own ("the second ambush"), else that of what frames its clause ("in the third engagement four were killed")."""
    own = _said_with(token) if token.pos_ in ("NOUN", "PROPN") else None
    if own is not None:
        return own
    for step in [token, *token.ancestors][:STEPS]:
        if step.pos_ not in ("VERB", "AUX"):
            continue
        framed = [p for p in objects_of(step, *BEFORE) if p.head.i < step.i]
        framed += [
            c for c in step.children if c.dep_ == "nsubj"
        ]  # "the second claim concerns a patrol ambushed near X"
        found = next((n for p in framed if p.lemma_ in listed(token, "counted_events") and (n := _said_with(p))), None)
        if found is not None:
            return found
    return None


def _said_with(noun: Token) -> int | None:
    words = [c for c in noun.children if c.dep_ in ("amod", "nummod") and is_ordinal(c.text)]
    return int(ordinal_value(words[0].text)) if words else None
