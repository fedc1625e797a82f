"""The cue table as the claim finder reads it, and an attribution as the parse shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from lwj_analysis import lexicon as lexicons
from lwj_analysis.lexicon import CueEntry, Lexicon


@dataclass(slots=True)
class Found:
    """An attribution as the parse shows it. ``spans`` are token ranges (end excluded), one a clause."""

    cue: Token
    cue_end: int
    entry: CueEntry
    rule: str
    spans: list[tuple[int, int]]
    heads: list[Token] = field(default_factory=list)
    speaker: Token | None = None
    via: Token | None = None
    about: Token | None = None
    hearsay: bool = False
    label: Span | None = None  # the words of the speaker, where the parse does not tell them
    judged: str | None = None  # how the speaker weighs another's account within the content


@dataclass(frozen=True, slots=True)
class CueWords:
    """The cue table as this module reads it."""

    names: dict[CueEntry, str]  # the table of each entry
    verbs: dict[str, list[tuple[tuple[str, ...], str, CueEntry]]]
    accounts: frozenset[str]
    rumours: dict[str, CueEntry]
    gossip: dict[str, CueEntry]
    toll_nouns: frozenset[str]
    parts: frozenset[str]
    figures: frozenset[str]
    people: frozenset[str]
    prepositions: dict[tuple[str, str, bool], CueEntry]  # preposition, noun, whether somebody owns it
    according: CueEntry | None
    adverbs: dict[str, CueEntry]
    no_figures: frozenset[str] = frozenset()
    no_deeds: frozenset[str] = frozenset()
    tolls: CueEntry | None = None
    deeds: frozenset[str] = frozenset()
    deed_nouns: frozenset[str] = frozenset()
    falsehoods: frozenset[str] = frozenset()
    disclaimed: frozenset[str] = frozenset()
    state_people: frozenset[str] = frozenset()
    civilians: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    infidels: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    loyalties: frozenset[str] = frozenset()
    distortions: frozenset[str] = frozenset()


def cue_words(lexicon: Lexicon) -> CueWords:
    """The cue table, indexed as the finder asks for it."""
    verbs: dict[str, list] = {}
    cues = lexicon.cues
    for name, entry in cues.items():
        if entry.kind == "verb":
            for form in entry.forms:
                verb, *more = form.split()
                verbs.setdefault(verb, []).append((tuple(more), name, entry))
    for rows in verbs.values():
        rows.sort(key=lambda row: -len(row[0]))
    forms = lambda name: frozenset(cues[name].forms) if name in cues else frozenset()  # noqa: E731
    phrases = [e for e in cues.values() if e.kind == "preposition"]
    return CueWords(
        names={entry: name for name, entry in cues.items()},
        verbs=verbs,
        accounts=forms("account"),
        rumours=dict.fromkeys(forms("rumour"), cues["rumour"]),
        gossip=dict.fromkeys(forms("word_is"), cues["word_is"]),
        toll_nouns=forms("stand_at"),
        parts=forms("parts"),
        figures=forms("losses"),
        people=frozenset(f for e in lexicon.victims.values() if e.person for f in e.forms),
        prepositions={(*f.split(), "nobody" not in e.takes): e for e in phrases for f in e.forms},
        according=cues.get("according"),
        adverbs={f: e for e in cues.values() if e.kind == "adverb" for f in e.forms},
        bodies=forms("bodies"),
        entries=forms("entries"),
        infidels=forms("infidels"),
        offers=forms("offers"),
        loyalties=forms("loyalties"),
        distortions=forms("distortions"),
        no_figures=forms("no_figure"),
        no_deeds=forms("no_deed"),
        tolls=cues.get("stand_at"),
        deeds=frozenset(v for e in lexicon.events.values() if e.force and not e.territory for v in e.verbs)
        - forms("befalls")
        | forms("own_deeds"),
        institutions=frozenset(f for e in lexicon.speakers.values() if e.number != "plural" for f in e.forms),
        falsehoods=forms("falsehood"),
        disclaimed=forms("disclaimed"),
        state_people=frozenset(f for e in lexicon.victims.values() if e.victim_class == "state" for f in e.forms),
        civilians=frozenset(f for e in lexicon.victims.values() if e.victim_class == "civilian" for f in e.forms),
        deed_nouns=frozenset(n for e in lexicon.events.values() for n in e.nouns),
    )


@cache
def shipped() -> CueWords:
    """The words of the shipped lexicons, read once."""
    return cue_words(lexicons.load())


def attribution(token: Token, spans: list[tuple[int, int]], heads: list[Token], who: Token | None) -> Found:
    """An attribution by the word ``token``; its entry and rule are known to the caller."""
    return Found(token, token.i + 1, None, "", spans, heads, who)
