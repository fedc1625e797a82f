"""The event of a short record where no word of its sentences decides: what it is headed, what most of its words point at."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.events.modality import is_hypothetical, is_negated
from lwj_analysis.annotate.events.triggers import Trigger, is_recovery
from lwj_analysis.annotate.events.words import EventWords, listed
from lwj_analysis.annotate.lookup import title_end

SHORT = 6  # sentences: more is an article, where such words stand beside the events that are told
LONGEST_HEADING = 7  # tokens
ENOUGH = 2  # words of signs: one word alone says too little


def sign_trigger(doc: Doc, found: list[Trigger], words: EventWords) -> Trigger | None:
    """The verb of the sentence whose signs speak for one entry, where no trigger was found or only a toll.

    ``None`` for an article, and where a trigger is denied or has not happened: then nothing is to be guessed.
    """
    sentences, known = list(doc.sents), doc._.lwj
    set_somewhere = known.places or known.dates or known.mentions
    if (
        len(sentences) > SHORT
        or not set_somewhere
        or any(is_negated(t.token) or is_hypothetical(t.token) for t in found)
    ):
        return None
    told = [s for s in sentences if s.start_char >= title_end(doc) and s.root.pos_ in ("VERB", "AUX", "NOUN", "PROPN")]
    scored = [(score, -s.start, -first, key) for s in told for key, score, first in _signs_in(s, words)]
    score, start, first, key = max(scored, default=(0, 0, 0, ""))
    if score < ENOUGH or (any(t.entry.toll for t in found) and words.entries[key].sub_event_type in BLOODLESS):
        return None  # where people died something else happened than a base set up
    verb = _verb_above(doc, -start, -first)
    entry = words.entries[key]
    if is_negated(verb) or is_hypothetical(verb) or (key == "transfer" and is_recovery(verb)):
        return None
    return Trigger(verb, key, entry, verb.lemma_.lower(), basis="signs")


BLOODLESS = {
    "Headquarters or base established",
    "Non-violent transfer of territory",
    "Agreement",
    "Change to group/activity",
}


def headed(doc: Doc, found: list[Trigger], words: EventWords) -> list[Trigger]:
    """The triggers, with those that a heading types ("Property destruction: on 3 May, ...") as it says.

    That is the first behind the heading, or the verb of the sentence where there is none.
    """
    by_token = {t.token.i: t for t in found}
    for colon in (t for t in doc if t.text == ":" and t.i - t.sent.start <= LONGEST_HEADING and t.i + 1 < len(doc)):
        key = words.headings.get(doc[colon.sent.start : colon.i].text.lower())
        if key is None:
            continue
        sentence = colon.nbor().sent
        for i in range(colon.sent.start, colon.i):
            by_token.pop(i, None)
        told = next((by_token[t.i] for t in sentence if t.i > colon.i and t.i in by_token), None)
        token = told.token if told is not None else sentence.root
        entry = words.entries[key]
        if token.i > colon.i and (told is None or told.entry.sub_event_type != entry.sub_event_type):
            by_token[token.i] = Trigger(token, key, entry, token.lemma_.lower(), basis="heading")
    return [by_token[i] for i in sorted(by_token)]


def _signs_in(sentence: Span, words: EventWords) -> list[tuple[str, int, int]]:
    """(entry, number of words of its signs, first character) for every entry with signs in the sentence."""
    text, out, vague = sentence.text.lower(), [], listed(sentence, "vague_signs")
    for key, entry in words.entries.items():
        hits = [m for sign in entry.signs if (m := _pattern(sign).search(text))]
        if any(m[0] not in vague for m in hits):
            out.append((key, sum(len(m[0].split()) for m in hits), sentence.start_char + min(m.start() for m in hits)))
    return out


@cache
def _pattern(sign: str) -> re.Pattern[str]:
    """ "Protest*" is the beginning of a word, "in the streets" whole words."""
    open_end = sign.endswith("*")
    return re.compile(rf"(?<!\w){re.escape(sign.rstrip('*'))}" + (r"\w*" if open_end else r"(?!\w)"))


def _verb_above(doc: Doc, start: int, first: int) -> Token:
    """The verb that governs the first sign, else the head of its sentence."""
    sentence = doc[start].sent
    token = next(t for t in sentence if t.idx + len(t) > first)
    return next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), sentence.root)
