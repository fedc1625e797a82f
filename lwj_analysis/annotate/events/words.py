"""The words of the event lexicons, indexed by the word that is looked for first."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from spacy.tokens import Doc, Token

from lwj_analysis import lexicon as lexicons
from lwj_analysis.lexicon import EventEntry, Lexicon

WORDS = "lwj_event_words"  # Doc.user_data: the words that the finder of this pipeline was given


@dataclass(frozen=True)
class EventWords:
    """The words of ``events.toml``, ``weapons.toml``, ``targets.toml`` and ``victims.toml`` as this step asks for them."""

    entries: dict[str, EventEntry]
    verbs: dict[str, list[tuple[tuple[str, ...], str]]]
    nouns: dict[str, list[tuple[tuple[str, ...], str]]]
    doers: dict[str, list[tuple[tuple[str, ...], str]]]
    weapons: dict[str, list[tuple[tuple[str, ...], str | None, str]]]
    targets: dict[str, str]
    persons: dict[str, str | None]
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


def event_words(lexicon: Lexicon) -> EventWords:
    """The tables, indexed by the word that is looked for first."""
    verbs, nouns, doers = defaultdict(list), defaultdict(list), defaultdict(list)
    for key, entry in lexicon.events.items():
        for form in (f for forms in entry.verbs for f in _spelled_out(forms)):
            first, *rest = form.split()
            verbs[first].append((tuple(rest), key))
        for table, forms in ((nouns, entry.nouns), (doers, entry.actors)):
            for form in forms:
                *left, last = _words(form)
                table[last].append((tuple(left), key))
    weapons = defaultdict(list)
    for key, entry in lexicon.weapons.items():
        for form in entry.forms:
            *left, last = _words(form)
            weapons[last].append((tuple(left), entry.sub_event_type, key))
    for table in (verbs, nouns, doers, weapons):
        for forms in table.values():
            forms.sort(key=lambda f: -len(f[0]))
    persons = {f: e.victim_class for e in lexicon.victims.values() if e.person for f in e.forms}
    targets = {f: e.kind for e in lexicon.targets.values() for f in e.forms}
    lists = {key: frozenset(e.forms) for key, e in lexicon.eventcues.items()}
    headings = {form: key for key, e in lexicon.events.items() for form in e.headings}
    return EventWords(dict(lexicon.events), dict(verbs), dict(nouns), dict(doers), dict(weapons), targets, persons,
                      lists, headings)  # fmt: skip


@cache
def shipped() -> EventWords:
    """The words of the shipped lexicons."""
    return event_words(lexicons.load())


def words_of(doc: Doc) -> EventWords:
    """The words that the pipeline of this article was given."""
    return doc.user_data.get(WORDS) or shipped()


def listed(where: Doc | Token, name: str) -> frozenset[str]:
    """A list of ``eventcues.toml`` as the pipeline of this article has it."""
    return words_of(getattr(where, "doc", where)).lists[name]


def _spelled_out(form: str) -> list[str]:
    """ "Throw/hurl stone/rock" is four forms."""
    return [" ".join(words) for words in product(*(word.split("/") for word in form.split()))]


def _words(form: str) -> list[str]:
    """As the tokenizer splits it: a hyphen is a word of its own, but for the one before a number ("f-16")."""
    return re.sub(r"-(?!\d)", " - ", form).split()
