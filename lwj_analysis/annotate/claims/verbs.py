"""Attributions by a verb of the table."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Span, Token

from lwj_analysis.annotate.claims.clauses import (
    is_reduced_hearsay,
    take_answer,
    take_clause,
    take_colon,
    take_how,
    take_infinitive,
    take_quoted,
)
from lwj_analysis.annotate.claims.figures import take_at, take_figure, take_finding, take_held, take_known, take_printed
from lwj_analysis.annotate.claims.objects import (
    BENDS,
    take_about_accounts,
    take_attributed,
    take_blame,
    take_called,
    take_deed,
    take_named,
    take_object,
    take_person,
    take_phrase,
    take_refused,
    take_shown,
    take_text,
    take_told,
    weighs_accounts,
)
from lwj_analysis.annotate.claims.words import CueWords, Found

# What somebody may appear to do ("appeared to blame the gangs").
SEEMING = {"show", "depict", "blame", "accuse", "admit", "acknowledge", "concede", "claim", "deny"}


def verb_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """Attributions by a verb of the table, one a verb."""
    found = (_by_verb(token, words) for token in sentence if token.lemma_.lower() in words.verbs)
    return [f for f in found if f is not None]


def _by_verb(token: Token, words: CueWords) -> Found | None:
    if not _speaks(token):
        return None
    rows = words.verbs[token.lemma_.lower()]
    if is_reduced_hearsay(token):
        rows = [row for row in rows if "answer" in row[2].takes]
    if weighs_accounts(token, words):
        rows = [row for row in rows if "compares" in row[2].takes]
    for more, name, entry in rows:
        end = _hanging(token, more)
        if end is None:
            continue
        for take in entry.takes:
            found = TAKES[take](token, words)
            if found is not None and found.spans:
                found.entry, found.rule = entry, f"{name}:{take}"
                found.cue_end = max(found.cue_end, end)
                return found
    return None


TAKES: dict[str, Callable[[Token, CueWords], Found | None]] = {
    "clause": take_clause,
    "infinitive": take_infinitive,
    "object": take_object,
    "figure": take_figure,
    "printed": take_printed,
    "text": take_text,
    "told": take_told,
    "refused": take_refused,
    "finding": take_finding,
    "from": take_phrase("from"),
    "shown": take_shown,
    "named": take_named,
    "called": take_called,
    "colon": take_colon,
    "person": take_person,
    "deed": take_deed,
    "of": take_phrase("of"),
    "about": take_phrase("about"),
    "in": take_phrase("in"),
    "on": take_phrase("on"),
    "for": take_phrase("for"),
    "as": take_phrase("as"),
    "to": take_phrase("to"),
    "with": take_phrase("with"),
    "at": take_at,
    "mocked": take_phrase("at"),
    "blame": take_blame,
    "attributed": take_attributed,
    "answer": take_answer,
    "quoted": take_quoted,
    "compares": take_about_accounts,
    "how": take_how,
    "known": take_known,
    "held": take_held,
    "responsibility": take_object,
}


def _speaks(token: Token) -> bool:
    """A verb in a form that reports: finite or a participle, not an infinitive of purpose or a condition."""
    if token.pos_ == "ADJ" and token.dep_ in ("acomp", "oprd"):
        return True
    if token.pos_ not in ("VERB", "AUX") and not any(c.dep_ in ("nsubj", "ccomp") for c in token.children):
        return False
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children):
        helpers = {"go", "continue", "come", "use"}
        helpers |= (
            {"appear", "seem"} if token.lemma_ in SEEMING else {"tend", "know"} if token.lemma_ in BENDS else set()
        )
        return token.dep_ == "xcomp" and token.head.lemma_ in helpers
    if any(
        c.dep_ == "aux" and c.lower_ in ("would", "could", "should", "may", "might", "must") for c in token.children
    ):
        return token.lower_ == "expect" or any(c.lower_ == "only" for c in token.children)  # "would only say that"
    return not any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "until") for c in token.children)


def _hanging(token: Token, more: tuple[str, ...]) -> int | None:
    """The end of the cue's words, or None where the words after the verb are not there."""
    end = token.i + 1
    for word in more:
        child = next((c for c in token.children if word in (c.lemma_.lower(), c.lower_)), None)
        if child is None:
            if token.i + 1 < len(token.doc) and token.nbor().lower_ == word:
                child = token.nbor()
            else:
                return None
        if child.dep_ == "prep" and child.i != token.i + 1:
            return None
        end = max(end, child.i + 1) if child.i - token.i <= 4 else end
    return end
