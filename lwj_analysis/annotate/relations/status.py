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
DENYING = {"deny", "reject", "refuse", "decline", "dismiss", "refute"}
WISHING = {"call", "urge", "want", "ask", "order", "plan", "hope", "seek", "try", "offer", "invite", "attempt", "wish"}
ACCUSING = {"accuse", "suspect", "blame", "charge"}
SEEING = {"see", "regard", "view", "consider", "perceive"}
NEGATIONS = {"not", "n't", "n’t", "never", "whether", "if", "unless"}
NOT_YET = {
    "rule",
    "demand",
    "propose",
    "suspend",
    "cancel",
    "postpone",
    "boycott",
    "prepare",
    "promise",
    "agree",
    "avoid",
}
OPEN_AUX = {"will", "would", "wo", "could", "should", "might", "may", "can"}
CLAUSES = {"ccomp", "xcomp", "pcomp"}
BELIEF = {"believe", "suspect", "allege", "think", "rumor", "report", "presume"}
PAST = {"former", "formerly", "ex", "late", "erstwhile", "onetime", "one-time", "then", "previous", "ousted", "deposed"}


def is_denied(word: Token, rule: str) -> bool:
    """Whether the text says that the tie is not so, or only asks, wishes or supposes it."""
    if rule in {"possessive", "name"}:
        return False
    verb = word
    if word.pos_ not in {"VERB", "AUX"}:
        if word.dep_ not in {"attr", "oprd", "acomp"}:
            return False
        verb = word.head
    while True:
        below = {c.lower_ for c in verb.children if c.dep_ in {"neg", "mark"}}
        if below & NEGATIONS:
            return True
        above = verb.head.head if verb.dep_ == "pcomp" else verb.head
        if above == verb or verb.dep_ not in CLAUSES:
            return False
        if above.lemma_ in DENYING or (above.lemma_ in WISHING and verb.dep_ == "xcomp"):
            return True
        verb = above


def is_open(noun: Token) -> bool:
    """Whether a noun of doing ("talks", "war") stands below a verb that wishes, refuses or puts it off."""
    token = noun
    if any(c.dep_ == "det" and c.lower_ in {"no", "any"} for c in noun.children):
        return True
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    for _ in range(3):
        below = {c.lower_ for c in token.children if c.dep_ in {"neg", "mark", "aux"}}
        if token.lemma_ in DENYING | WISHING | NOT_YET or below & (OPEN_AUX | NEGATIONS):
            return True
        if token.dep_ not in {"ccomp", "xcomp", "pcomp", "conj"} or token.head == token:
            return False
        token = token.head.head if token.dep_ == "pcomp" else token.head
    return False


def status_of(word: Token, rule: str) -> str:
    """The tie's status: hedges and hearsay allege it, "former" and "until" put it in the past."""
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
            if verb.tag_ == "VBD" and any(t.lower_ == "until" for t in verb.children):
                near.add("former")  # "who until May was the leader"
    while verb.dep_ == "ccomp" and verb.head != verb:  # "it is likely that", "believes that"
        verb = verb.head
        near |= {t.lower_ for t in verb.children if t.dep_ in {"acomp", "advmod"}}
        if verb.lemma_ in BELIEF - {"report"}:
            return "alleged"
    accused = word.dep_ == "pcomp" and word.head.head.lemma_ in ACCUSING
    hearsay = (
        word.dep_ == "xcomp" and word.head.lemma_ == "say" and any(c.dep_ == "auxpass" for c in word.head.children)
    )
    seen_as = word.dep_ == "pobj" and word.head.lower_ == "as" and word.head.head.lemma_ in SEEING
    if accused or hearsay or seen_as or near & HEDGES or (word.head.lemma_ in BELIEF and word.dep_ == "xcomp"):
        return "alleged"
    former = near & PAST or (word.dep_ == "pobj" and word.head.lower_ == "until")
    return "former" if former or any(t.lower_ == "until" for t in word.lefts) else "stated"
