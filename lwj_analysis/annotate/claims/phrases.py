"""Attributions by a preposition, an adverb or a noun, and by a colon at the end of a sentence."""

from __future__ import annotations

from spacy.tokens import Span, Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.claimants import account_owner, source_type
from lwj_analysis.annotate.claims.clauses import ends_with_colon
from lwj_analysis.annotate.claims.counts import is_figure, is_number
from lwj_analysis.annotate.claims.syntax import clause_at, clause_span, subject
from lwj_analysis.annotate.claims.verbs import _speaks
from lwj_analysis.annotate.claims.words import CueWords, Found
from lwj_analysis.lexicon import CueEntry

LOOSE = {"and", "while", "whereas"}  # what a source named at the beginning of a sentence reaches across


SPREADS = {"be", "go", "spread", "circulate", "emerge", "surface", "swirl", "abound", "persist"}  # what rumours do


IDIOMS = {("on", "account"), ("in", "view"), ("in", "word")}  # "on account of the war"


STANDS = {"be", "stand", "remain", "reach", "rise", "climb", "run", "come", "amount"}


def preposition_attributions(sentence: Span, words: CueWords, cues: set[int]) -> list[Found]:
    """ "According to X", "by X's account", "in its count"."""
    found = []
    for token in sentence:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
            found.append(_according(sentence, token, words))
        elif token.dep_ in ("prep", "agent") and token.lower_ in ("by", "in", "per", "on"):
            found.append(_by_account(sentence, token, words, cues))
    return [f for f in found if f is not None]


def _according(sentence: Span, token: Token, words: CueWords) -> Found | None:
    to = token.nbor()
    who = next((c for c in to.children if c.dep_ == "pobj"), None)
    if who is None:
        who = next(
            (t for t in token.doc[to.i + 1 : sentence.end] if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"),
            None,
        )
    if who is None or words.according is None:
        return None
    return _with_second_clause(
        _scoped(sentence, token, to.i + 1, who, words.according, "according", who.right_edge.i + 1), who
    )


def _with_second_clause(found: Found, who: Token) -> Found:
    """ "Ten died, according to police, and two of them were guards": two clauses are two."""
    (start, end), end_of_phrase = found.spans[0], who.right_edge.i + 1
    joined = (c for c in found.cue.head.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX"))
    second = next((c for c in joined if c.left_edge.i > end_of_phrase and _has_subject(c)), None)
    if second is not None and start < found.cue.i and second.left_edge.i < end:
        found.spans = [(start, found.cue.i), (second.left_edge.i, end)]
    return found


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)


def _by_account(sentence: Span, token: Token, words: CueWords, cues: set[int]) -> Found | None:
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    owned = next((c for c in noun.children if c.dep_ == "poss"), None) if noun is not None else None
    mark = next((t for t in token.doc[token.i + 1 : min(token.i + 7, sentence.end - 1)] if t.tag_ == "POS"), None)
    if owned is None and mark is not None and (token.lower_, mark.nbor().lemma_.lower(), True) in words.prepositions:
        noun, owned = mark.nbor(), mark.head
    if noun is None:
        return None
    if owned is None and (token.lower_, noun.lemma_.lower()) not in IDIOMS:
        owned = _teller(noun)
    entry = words.prepositions.get((token.lower_, noun.lemma_.lower(), owned is not None))
    said_so = token.head.i in cues and (owned is None or token.lower_ == "in")
    if entry is None or said_so or (owned is None and any(c.dep_ in ("prep", "acl") for c in noun.rights)):
        return None
    who = owned if owned is not None else noun
    found = _scoped(sentence, token, noun.i + 1, who, entry, "by_account", max(noun.right_edge.i, noun.i) + 1)
    if owned is None:
        found.hearsay, found.speaker = True, None
    return found


# Who does this to an account hands on another's ("in a statement carried by Amaq").
CARRIES = {"carry", "relay", "translate", "quote", "cite", "broadcast", "distribute", "circulate"}


def _teller(noun: Token) -> Token | None:
    """Whose account it is, told after it ("in the telling of two drivers", "per a tally kept by ...")."""
    for child in noun.rights:
        held = [child] if child.dep_ == "prep" and child.lower_ in ("of", "by", "from") else []
        own = child.dep_ == "acl" and child.lemma_ not in CARRIES
        held += [c for c in child.children if c.dep_ == "agent"] if own else []
        for one in (g for c in held for g in c.children if g.dep_ == "pobj"):
            if actor_at(noun.doc, one.i) is not None or source_type(noun.doc, one) != "unknown":
                return one
    return None


def _scoped(
    sentence: Span, token: Token, cue_end: int, who: Token, entry: CueEntry, rule: str, phrase_end: int
) -> Found:
    """Content of a phrase that names the source: the clause it stands in, and where it opens the sentence, all of it."""
    opens = token.i - sentence.start <= 2
    start, end = clause_at(sentence, token.i, through=LOOSE if opens else {"and"} if rule == "according" else set())
    phrase_start = min(token.i, token.left_edge.i)
    aside = next((t for t in [token.head] if t.dep_ == "appos"), None)
    if aside is not None:
        start, end = aside.left_edge.i, aside.right_edge.i + 1
    if phrase_start - start <= 2:
        span = (phrase_end, end)
    elif phrase_end >= end - 1:
        span = (start, phrase_start)
    else:
        span = (start, end)
    return Found(token, cue_end, entry, rule, [span], [], who)


def adverb_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """ "Allegedly", "reportedly": somebody says so."""
    found = []
    for token in sentence:
        entry = words.adverbs.get(token.lower_)
        if entry is not None:
            start, end = clause_at(sentence, token.i)
            found.append(Found(token, token.i + 1, entry, "adverb", [(start, end)], [token.head], hearsay=True))
    return found


def noun_attributions(sentence: Span, words: CueWords, cues: set[int]) -> list[Found]:
    """ "There were reports that ...", and what an owned account says: "the group's claim that ..."."""
    found = []
    for token in sentence:
        noun = token.lemma_.lower()
        entry = words.rumours.get(noun) or words.gossip.get(noun)
        if entry is None or token.pos_ != "NOUN":
            continue
        spread = token.head if token.dep_ == "nsubj" and token.head.lemma_ in SPREADS else None
        told = [c for c in (*token.rights, *(spread.rights if spread else ())) if c.dep_ in ("acl", "ccomp", "relcl")]
        clause = next((c for c in told if any(g.lower_ == "that" and g.dep_ == "mark" for g in c.children)), None)
        if any(c.lower_ == "no" for c in token.lefts):
            continue  # "no indication that ..."
        if clause is None or (noun not in words.rumours and spread is None):
            continue
        owned = any(c.dep_ == "poss" or (c.dep_ == "prep" and c.lower_ in ("by", "from")) for c in token.children)
        owner = account_owner(token) if owned else None
        if owner is not None and words.tolls is not None:
            found.append(Found(token, token.i + 1, words.tolls, "account", [clause_span(clause)], [clause], owner))
        elif token.dep_ == "attr" or spread is not None or {token.head.i, token.head.head.i}.isdisjoint(cues):
            found.append(Found(token, token.i + 1, entry, "rumour", [clause_span(clause)], [clause], hearsay=True))
    return found


def toll_attributions(sentence: Span, words: CueWords) -> list[Found]:
    """ "The ministry's count stands at 40", "the rebels' claim of 100 dead": whose count it is."""
    found = [f for t in sentence if words.tolls is not None and (f := _owned_figure(t, words)) is not None]
    for token in sentence:
        if (
            any(f.cue.i == token.i for f in found)
            or token.dep_ != "nsubj"
            or token.lemma_.lower() not in words.toll_nouns
            or token.head.lemma_ not in STANDS
            or words.tolls is None
        ):
            continue
        published = [
            g for c in token.children if c.dep_ == "acl" for a in c.children if a.dep_ == "agent" for g in a.children
        ]
        owner = next(
            (
                c
                for c in token.children
                if c.dep_ == "poss" or (c.dep_ in ("compound", "amod") and actor_at(token.doc, c.i))
            ),
            None,
        )
        end = clause_span(token.head, [t for t in token.head.subtree if t.dep_ == "relcl"])[1]
        owner = owner if owner is not None else next((g for g in published if g.dep_ == "pobj"), None)
        if owner is not None and any(is_number(t) and t.lower_ != "one" for t in token.doc[token.head.i : end]):
            found.append(Found(token, token.i + 1, words.tolls, "toll", [(token.i, end)], [], owner))
    return found


def _owned_figure(token: Token, words: CueWords) -> Found | None:
    lemma = token.lemma_.lower()
    if not (lemma in words.accounts or lemma in words.toll_nouns or lemma in words.rumours):
        return None
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    phrase = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if owner is None or phrase is None:
        return None
    start, end = phrase.i + 1, phrase.right_edge.i + 1
    end += end < token.sent.end and token.doc[end].lower_ in words.figures
    return (
        Found(token, token.i + 1, words.tolls, "toll", [(start, end)], [], owner)
        if is_figure(token.doc[start:end], words)
        else None
    )


def announcer(sentence: Span, words: CueWords) -> Found | None:
    """ "The minister said:" at the end of a sentence: what follows is the content."""
    if not sentence.text.rstrip().endswith(":"):
        return None
    for token in reversed(sentence):
        if ends_with_colon(sentence, token) and token.lemma_.lower() in words.verbs and _speaks(token):
            rows = words.verbs[token.lemma_.lower()]
            entry = next((entry for more, _, entry in rows if not more and "colon" in entry.takes), None)
            who = subject(token)
            if entry is not None and who is not None:
                return Found(token, token.i + 1, entry, "announced", [], [], who)
    return None
