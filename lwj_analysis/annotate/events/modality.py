"""Whether what a word tells has happened: denied, feared, planned, possible, or done with the word itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.words import listed

UNDER_DEAL = re.compile(r"\bunder (?:an?|the|its|their) (?:[\w-]+ ){0,2}(?:deal|agreement|accord|settlement|pact)\b")
HYPOTHETICAL = frozenset(
    ("will", "would", "could", "may", "might", "should", "shall", "can", "must", "'ll", "’ll", "to")
)


def is_negated(token: Token) -> bool:
    """ "Did not attack", "no attack", "without an attack", "never claimed"."""
    if any(c.dep_ == "neg" or c.lower_ in ("no", "never", "neither", "nor") for c in token.children):
        return True
    if token.pos_ == "VERB":
        return any(c.dep_ in roles.SUBJECT + roles.PASSIVE_SUBJECT and _denying(c) for c in token.children)
    return token.head.lower_ in ("without", "no")


def is_hypothetical(token: Token) -> bool:
    """Planned, wanted, feared or possible, so no event that was: read from modals and verbs of intent above."""
    for step in _chain_up(token):
        if step.pos_ not in ("VERB", "AUX"):
            if step.lemma_ in listed(token, "unreal"):
                return True
            continue
        modal = [c for c in step.children if c.dep_ == "aux" and c.lower_ in HYPOTHETICAL and c.lower_ != "to"]
        perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "had") for c in step.children)
        if modal and not (perfect and any(c.lower_ in ("may", "might", "must") for c in modal)):
            return True
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in step.children)
        if infinitive and step.lemma_ in listed(token, "attempted") and step.head.lemma_ in ("try", "attempt"):
            return is_hypothetical(step.head) or is_negated(step.head)  # "tried to storm the base"
        if infinitive and not perfect and step.dep_ in ("xcomp", "advcl", "acl", "relcl", "ccomp", "conj"):
            above = step.head
            if above.lemma_ in listed(token, "intent") or step.dep_ in ("advcl", "acl", "relcl"):
                return not (above.lemma_ == "be" and step.dep_ == "acl")
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether", "until") for c in step.children):
            return True
    return False


def is_purpose_of_crowd(token: Token) -> bool:
    """ "Drove their tractors to the ministry to protest", "gathered to demand": what the crowd did there."""
    verb = token.head
    return (
        token.dep_ in ("advcl", "xcomp")
        and verb.tag_ in ("VBD", "VBN", "VBZ", "VBG")
        and verb.lemma_ not in listed(token, "intent")
        and not is_negated(verb)
        and not is_hypothetical(verb)
    )


def is_unopposed(token: Token) -> bool:
    """ "Without a fight", "under an evacuation deal"."""
    text = token.sent.text.lower()
    return any(w in text for w in listed(token, "unopposed_phrases")) or UNDER_DEAL.search(text) is not None


def is_declared(token: Token) -> bool:
    """ "The group said that it would dissolve itself": with the word it is done."""
    verb = token.head if token.dep_ == "conj" and token.head.pos_ == "VERB" else token
    said = verb.dep_ == "ccomp" and verb.head.lemma_ in listed(token, "declaring")
    return said and any(c.dep_ == "aux" and c.lower_ in ("will", "would") for c in verb.children)


def is_planned(token: Token) -> bool:
    """ "Vowed to raid the camp", "a plan to bomb the embassy": announced, as what somebody is to do."""
    for step in _chain_up(token):
        helpers = {c.lower_ for c in step.children if c.dep_ in ("aux", "neg", "mark")}
        if helpers & (HYPOTHETICAL - {"to"} | {"not", "n't", "never", "if", "unless", "whether"}):
            return False
        infinitive = "to" in helpers and step.dep_ in ("xcomp", "acl", "ccomp", "conj")
        if infinitive and step.head.lemma_.lower() in listed(token, "planning"):
            return not is_negated(step.head)
    return False


def _chain_up(token: Token) -> Iterator[Token]:
    """The trigger and what governs it, as long as that is no reporting verb with a clause of its own."""
    yield token
    step = token
    for _ in range(3):
        if (
            step.head == step
            or step.dep_ in ("ccomp", "relcl", "parataxis")
            or (step.dep_ == "conj" and step.pos_ == "VERB" and has_own_subject(step))
        ):
            return
        if step.dep_ == "advcl" and step != token:
            return
        linking = step.dep_
        step = step.head
        if linking in ("nsubj", "nsubjpass", "advcl", "npadvmod", "appos"):
            return
        yield step


def has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in roles.SUBJECT + roles.PASSIVE_SUBJECT for c in verb.children)


def _denying(token: Token) -> bool:
    return token.lower_ in ("nobody", "none", "neither", "nothing") or any(
        c.lower_ in ("no", "neither") for c in token.children
    )
