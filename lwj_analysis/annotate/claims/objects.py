"""Where the content of an attribution stands, if it is a noun or a phrase."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from lwj_analysis.annotate.claims.clauses import take_clause
from lwj_analysis.annotate.claims.counts import extended
from lwj_analysis.annotate.claims.syntax import (
    RELATIVE,
    agent_of,
    antecedent,
    clause_span,
    is_mistaken,
    is_passive,
    listener,
    noun_span,
    subject,
)
from lwj_analysis.annotate.claims.words import CueWords, Found, attribution

BENDS = {
    "inflate",
    "exaggerate",
    "overstate",
    "understate",
    "embellish",
    "downplay",
    "misstate",
    "minimize",
    "minimise",
}


def take_object(token: Token, words: CueWords) -> Found | None:
    """An object, that of a relative clause ("which JNIM claimed") or of a passive ("was claimed by JNIM") included."""
    agent = agent_of(token)
    patient = next((c for c in token.children if c.dep_ in ("nsubjpass", "csubjpass")), None)
    if agent is not None and patient is None and token.dep_ == "conj":  # "reported by X and acknowledged by Y"
        patient = next((c for c in token.head.children if c.dep_ == "nsubjpass"), None)
    if agent is None and is_passive(token):
        return None
    if agent is not None and patient is not None and patient.pos_ == "VERB":  # "that ... is admitted by X"
        helper = next((c.i for c in token.children if c.dep_ in ("aux", "auxpass")), token.i)
        return attribution(token, [(patient.left_edge.i, helper)], [patient], agent)
    if agent is None and token.tag_ == "VBN" and token.dep_ == "acl" and not is_mistaken(token):
        return None
    if agent is not None:
        head = (
            antecedent(patient, token)
            if patient is not None
            else (token.head if token.dep_ in ("acl", "relcl") else None)
        )
        who = agent
    else:
        head, who = next((c for c in token.children if c.dep_ == "dobj"), None), subject(token)
        if head is None and token.dep_ == "relcl" and not any(c.dep_ in ("ccomp", "xcomp") for c in token.children):
            head = token.head
        elif head is not None:
            head = antecedent(head, token)
    if head is not None and head.lower_ == "other" and any(c.lower_ == "each" for c in head.children):
        return None
    if head is not None and head.tag_ in ("WP", "WDT"):
        return None
    if (
        head is None
        or who is None
        or head.i == who.i
        or (head.pos_ == "PRON" and head.lower_ in ("itself", "themselves"))
    ):
        return None
    return attribution(token, [noun_span(head, token)], [head], who)


def take_deed(token: Token, words: CueWords) -> Found | None:
    """An act as the object: not lives, not land."""
    found = take_object(token, words)
    return None if found is None or _costs_lives(found, words) else found


def _costs_lives(found: Found, words: CueWords) -> bool:
    """ "The blast claimed 14 lives": an event claims nothing."""
    what = found.heads[0].lemma_.lower() if found.heads else ""
    return what in words.no_deeds or (found.speaker is not None and found.speaker.lemma_.lower() in words.deed_nouns)


def take_text(token: Token, words: CueWords) -> Found | None:
    """An account as the object: "released a statement", "which SITE relayed"."""
    found = take_object(token, words)
    if found is None or found.heads[0].lemma_.lower() not in words.accounts:
        return None
    if token.dep_ in ("relcl", "acl") or any(c.lower_ == "no" for c in found.heads[0].children):
        return None
    told = [c for c in found.heads[0].children if c.dep_ in ("acl", "relcl", "prep") and c.i > found.heads[0].i]
    if told and found.heads[0].i > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[0][1], told[-1].right_edge.i + 1))]
    return found


def take_refused(token: Token, words: CueWords) -> Found | None:
    """What is dismissed or rejected as something: the thing, not the word for it."""
    found = take_object(token, words)
    if found is None or found.heads[0].i < token.i:
        return None
    thing = found.heads[0]
    first = any(c.dep_ == "prep" and c.lower_ == "as" for c in token.children)  # "dismissed as propaganda a report"
    if not first and not any(t.lower_ == "as" for t in token.doc[thing.i + 1 : token.sent.end]):
        return None
    found.spans = [(thing.left_edge.i, max(thing.right_edge.i, token.right_edge.i) + 1)]
    return found


def take_told(token: Token, words: CueWords) -> Found | None:
    """What a text says that somebody hands on: after a colon, or in the clause that hangs on it."""
    found = take_object(token, words)
    if found is None or found.heads[0].i < token.i or found.heads[0].lemma_.lower() not in words.accounts:
        return None
    text, doc, last = found.heads[0], token.doc, token.sent.end
    colon = next((t.i for t in doc[text.i + 1 : min(text.i + 9, last)] if t.text == ":"), None)
    if colon is not None and last - colon > 2:
        return attribution(token, [(colon + 1, last)], [], found.speaker)
    told = (c for c in text.rights if c.dep_ in ("acl", "relcl", "ccomp"))
    clause = next((c for c in told if any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children)), None)
    if clause is None:
        return None
    passed_on = found.speaker
    found = attribution(token, [clause_span(clause)], [clause], text)
    found.via = passed_on
    return found


def take_shown(token: Token, words: CueWords) -> Found | None:
    """What an account shows."""
    who = subject(token)
    if who is None or who.lemma_.lower() not in words.accounts:
        return None
    found = take_clause(token, words) or take_object(token, words)
    if found is not None and found.rule == "" and found.spans[0][0] > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[-1][1], token.right_edge.i + 1)), *found.spans[1:]]
    return found


def take_named(token: Token, words: CueWords) -> Found | None:
    """What is named, not who is named as something."""
    found = take_object(token, words)
    if found is None or found.heads[0].lemma_.lower() in words.no_figures:
        return None
    return None if any(c.dep_ == "prep" and c.lower_ in ("as", "after") for c in token.children) else found


def take_called(token: Token, words: CueWords) -> Found | None:
    """A thing with the judgement on it; "what they call ..." is a name."""
    if token.dep_ == "relcl" and token.head.lemma_.lower() in words.toll_nouns | words.accounts:
        return _figure_called(token)
    if token.dep_ in ("relcl", "pcomp", "csubj") or any(c.tag_ in ("WP", "WDT") for c in token.children):
        return None
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return None  # "a ring leader called Abu Zar"
    found = take_object(token, words)
    if found is None:
        small = next((c for c in token.children if c.dep_ in ("ccomp", "oprd") and c.i > token.i), None)
        who = subject(token)
        return attribution(token, [clause_span(small)], [small], who) if small is not None and who is not None else None
    judged = [
        c
        for c in token.children
        if (c.dep_ in ("oprd", "ccomp", "xcomp", "acomp") and c.pos_ != "ADV")
        or (c.dep_ == "prep" and c.lower_ == "as")
    ]
    if judged and found.spans[0][0] > token.i:
        found.spans = [(found.spans[0][0], max(found.spans[0][1], judged[-1].right_edge.i + 1))]
    return found if judged or token.lemma_ == "describe" else None


def _figure_called(token: Token) -> Found | None:
    """ "Numbers that the army called laughable": the account with the judgement on it."""
    who = subject(token)
    judged = [c for c in token.children if c.dep_ in ("oprd", "ccomp", "acomp") and c.pos_ != "ADV"]
    if who is None or who.i == token.head.i or not judged or is_passive(token):
        return None
    return attribution(token, [(token.head.left_edge.i, token.right_edge.i + 1)], [token.head], who)


def take_person(token: Token, words: CueWords) -> Found | None:
    """Somebody who is quoted, with what is said of him; "citing" and "whom X quoted" go with another cue."""
    if token.tag_ == "VBG" or token.dep_ in ("relcl", "acl"):
        return None
    found = take_object(token, words)
    if found is not None and found.heads[0].i > token.i:
        found.spans = [(found.spans[0][0], found.heads[0].right_edge.i + 1)]
    return found


def take_phrase(*prepositions: str) -> Callable[[Token, CueWords], Found | None]:
    def take(token: Token, words: CueWords) -> Found | None:
        held = ("dobj", "nsubjpass") if prepositions != ("of",) else ()
        holders = [token, *(c for c in token.children if c.dep_ in held)]
        holders += [g for h in holders[1:] for c in h.children if c.lower_ == "of" for g in c.children]
        if prepositions == ("of",):  # "bragged in a statement of having killed ..."
            told_in = [g for c in token.children if c.dep_ == "prep" and c.lower_ in ("in", "on") for g in c.children]
            holders += [a for a in told_in if a.lemma_.lower() in words.accounts and _holds_deed(a)]
        for holder in holders:
            for prep in holder.children:
                if prep.dep_ in ("prep", "dative") and prep.lower_ in prepositions:
                    heads = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
                    if heads:
                        start, end = clause_span(heads[0])
                        end = extended(token, end, words) if start > token.i else end
                        if heads[0].lower_ in RELATIVE and token.dep_ == "relcl":
                            start, end = noun_span(token.head, token)
                        found = attribution(token, [(start, end)], heads[:1], agent_of(token) or subject(token))
                        found.via = listener(token)
                        return found
        return None

    return take


def _holds_deed(account: Token) -> bool:
    return any(c.lower_ == "of" and any(g.dep_ == "pcomp" for g in c.children) for c in account.children)


def take_blame(token: Token, words: CueWords) -> Found | None:
    """Who is blamed is the object, for what is the phrase."""
    found = take_object(token, words) or _held_responsible(token) or _blamed_by_nobody(token)
    if found is None or found.hearsay:
        return found
    found.about = found.heads[0]
    phrases = [
        c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "with") and c.i > found.heads[0].i
    ]
    if phrases:
        found.spans = [(found.spans[0][0], _with_second(phrases[0]))]
        found.heads = [g for c in phrases for g in c.children][:1]
    return found


def _with_second(phrase: Token) -> int:
    """The end of "of going from house to house on Thursday, and of shooting dead 14 men", hung wherever."""
    end = phrase.right_edge.i + 1
    rest = phrase.doc[end : phrase.sent.end - 1]
    joined = any(t.lower_ == "and" and t.nbor().lower_ == phrase.lower_ and t.nbor(2).tag_ == "VBG" for t in rest[:-1])
    return phrase.sent.end - 1 if joined else end


def _held_responsible(token: Token) -> Found | None:
    """ "Holds the brigade responsible for it", where the parser makes a clause of it."""
    held = next((c for c in token.children if c.dep_ == "ccomp" and c.lower_ == "responsible"), None)
    other = next((c for c in held.children if c.dep_ == "nsubj"), None) if held is not None else None
    who = subject(token)
    if other is None or who is None or who.i == other.i:
        return None
    found = attribution(token, [(other.left_edge.i, held.right_edge.i + 1)], [other], who)
    found.about = other
    return found


def _blamed_by_nobody(token: Token) -> Found | None:
    """ "The rebels are blamed for the massacre": by whom is not said."""
    phrase = next((c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "with")), None)
    helped = any(c.dep_ == "auxpass" for c in token.children)
    if phrase is None or not helped or agent_of(token) is not None or token.lemma_ in ("charge", "suspect"):
        return None
    found = _passive_without_agent(token)
    if found is not None:
        found.about = found.heads[0]
        found.spans = [(found.spans[0][0], phrase.right_edge.i + 1)]
    return found


def take_attributed(token: Token, words: CueWords) -> Found | None:
    phrase = next((c for c in token.children if c.dep_ in ("prep", "dative") and c.lower_ in ("on", "to")), None)
    other = next((c for c in phrase.children if c.dep_ == "pobj"), None) if phrase is not None else None
    if other is None:
        return None
    found = take_object(token, words) or _passive_without_agent(token)
    if found is None:
        return None
    found.about = other
    start, end = found.spans[0]
    aside = any(c.dep_ == "relcl" for c in found.heads[0].children)
    if start < token.i < other.i and end <= token.i and token.dep_ != "relcl" and not aside:
        end = other.right_edge.i + 1
    elif start > token.i:
        end = max(end, other.right_edge.i + 1)
    found.spans = [(start, end)]
    return found


def _passive_without_agent(token: Token) -> Found | None:
    patient = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if patient is None:
        return None
    found = attribution(token, [noun_span(antecedent(patient, token), token)], [patient], None)
    found.hearsay = True
    return found


def take_about_accounts(token: Token, words: CueWords) -> Found | None:
    """Comparison of accounts: the subject is an account, the judgement is the author's."""
    who = subject(token if token.pos_ != "ADJ" else token.head)
    if who is None or not (
        who.lemma_.lower() in words.accounts | words.toll_nouns
        or weighs_accounts(token, words)
        or _bends_figures(token, words)
    ):
        return None
    found = attribution(token, [(min(who.left_edge.i, token.left_edge.i), token.right_edge.i + 1)], [token], None)
    found.about = who
    return found


def weighs_accounts(token: Token, words: CueWords) -> bool:
    """Whether the verb sets one account, or a part of one, against another: that is the author's judgement."""
    who = subject(token)
    if who is None or not any("compares" in entry.takes for _, _, entry in words.verbs[token.lemma_.lower()]):
        return False
    things = words.accounts | words.toll_nouns | words.parts
    return who.lemma_.lower() in things and any(
        what.lower_ in ("that", "those", "'s", "’s")  # "the army's", of which the parser makes a clause
        or what.lemma_.lower() in things
        or any(c.tag_ == "POS" for c in what.children)
        for what in _weighed(token)
    )


def _bends_figures(token: Token, words: CueWords) -> bool:
    """ "The group inflates the losses of its enemies": the author says that somebody's figures are not right."""
    told = words.accounts | words.toll_nouns | words.figures | words.rumours.keys()
    return token.lemma_ in BENDS and any(c.dep_ == "dobj" and c.lemma_.lower() in told for c in token.children)


def _weighed(token: Token) -> list[Token]:
    """What the verb compares with: its object, its phrase with "with" or "from"."""
    phrases = [g for c in token.children if c.dep_ == "prep" and c.lower_ in ("with", "from", "to") for g in c.children]
    return [c for c in token.children if c.dep_ in ("dobj", "ccomp") and c.i > token.i] + phrases
