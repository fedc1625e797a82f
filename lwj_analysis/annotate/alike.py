"""What two statements of casualties have in common, or not: claimant, event, noun."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from lwj_analysis.annotate.records import Casualty, Event, Source
from lwj_analysis.annotate.sameness import FURTHER, MORE, ORDINALS
from lwj_analysis.annotate.text import text_of

NEAR_ROWS = 30  # how many statements back the parts of a sum and the whole of a detail are looked for
OTHERS = re.compile(rf"\b(?:another|others?|{MORE})\b", re.IGNORECASE)


def one_sentence(doc: Doc, part: Casualty, whole: Casualty) -> bool:
    """Part and whole stand in one sentence, and no semicolon between them."""
    between = text_of(doc)[min(part.end, whole.end) : max(part.start, whole.start)]
    return doc[part.trigger].sent == doc[whole.trigger].sent and ";" not in between and part.counting == "subset"


def outermost(event: Event | None) -> Event | None:
    """The event that holds it, or itself."""
    while event is not None and event.parent is not None:
        event = event.parent
    return event


def claimant(row: Casualty) -> str:
    """Who says it, as a key: the actor, else the words."""
    source = row.source or Source("article", "outlet")
    return source.actor_id or source.text.casefold()


def noun(row: Casualty) -> str:
    """What a single victim is called; two single people of one event with different nouns are two."""
    return row.victim_text.casefold().split(" ")[-1]


def is_further(row: Casualty) -> bool:
    """Such words exclude a repeat only where the row itself has a noun with them ("another six"), not "two others"."""
    return bool(_BESIDES.match(row.victim_text))


_BESIDES = re.compile(rf"(?:another|(?:an?|the) (?:{ORDINALS}))\b|{FURTHER}(?= \w)", re.I)  # not "two more" alone


def is_other(row: Casualty) -> bool:
    """ "Seven others" besides the whole; where they close a list ("two officers and seven others"), they are its part."""
    return bool(OTHERS.search(row.victim_text))


def same_event(one: Event | None, other: Event | None) -> bool:
    """One event, or a whole and its part."""
    if one is None or other is None:
        return one is other
    return one is other or one.parent is other or other.parent is one


def exclude(part: Casualty, whole: Casualty) -> bool:
    """No woman is one of three men, no villager one of 12 soldiers: such numbers stand beside each other."""
    kinds = {_PEOPLE.get(noun(r).rstrip("."), "") for r in (part, whole)} - {""}
    classes = {part.victim_class, whole.victim_class} - {"unknown", "mixed"}
    return len(kinds) > 1 or len(classes) > 1


_PEOPLE = {
    noun: kind
    for kind, nouns in {
        "man": "man men",
        "woman": "woman women",
        "child": "child children boy boys girl girls baby",
    }.items()
    for noun in nouns.split()
}


def depth(event: Event | None) -> int:
    """How many events hold it, five at most."""
    steps = 0
    while event is not None and event.parent is not None and steps < 5:
        event, steps = event.parent, steps + 1
    return steps
