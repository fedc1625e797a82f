"""Whether a tie is stated, alleged or former, by the words around it."""

from __future__ import annotations

from spacy.tokens import Token

HEDGES = {
    "allegedly",
    "reportedly",
    "supposedly",
    "purportedly",
    "apparently",
    "presumably",
    "possibly",
    "probably",
    "likely",
    "alleged",
    "suspected",
    "reported",
    "presumed",
    "purported",
    "may",
    "might",
}
BELIEF = {"believe", "suspect", "allege", "think", "rumor", "report", "presume"}
PAST = {"former", "formerly", "ex", "late", "erstwhile", "onetime", "one-time", "then", "previous", "ousted", "deposed"}


def status_of(word: Token, rule: str) -> str:
    near = {t.lower_ for t in word.children} | {t.lower_ for t in word.lefts}
    if rule in {"possessive", "name"}:
        return "former" if near & PAST else "stated"  # the name says it, whatever the sentence says of its bearer
    verb = word
    while (
        verb.dep_ in {"appos", "attr", "compound", "pobj", "prep", "agent", "conj"}
        and verb.head != verb
        and verb.pos_ not in {"VERB", "AUX"}
    ):
        verb = verb.head
        if verb.pos_ in {"VERB", "AUX"} and word.dep_ in {"attr", "pobj"}:
            near |= {t.lower_ for t in verb.children if t.dep_ in {"advmod", "aux"}}
    while verb.dep_ == "ccomp" and verb.head != verb:  # "it is likely that", "believes that"
        verb = verb.head
        near |= {t.lower_ for t in verb.children if t.dep_ in {"acomp", "advmod"}}
        if verb.lemma_ in BELIEF - {"report"}:
            return "alleged"
    if near & HEDGES or (word.head.lemma_ in BELIEF and word.dep_ == "xcomp"):
        return "alleged"
    former = near & PAST or (word.dep_ == "pobj" and word.head.lower_ == "until")
    return "former" if former or any(t.lower_ == "until" for t in word.lefts) else "stated"
