"""Where the content of an attribution stands, if it is a figure."""

from __future__ import annotations

from spacy.tokens import Token

from lwj_analysis.annotate.actors import actor_at
from lwj_analysis.annotate.claims.claimants import source_type
from lwj_analysis.annotate.claims.clauses import QUOTING, take_clause, take_colon
from lwj_analysis.annotate.claims.counts import extended, is_figure, is_number
from lwj_analysis.annotate.claims.objects import _costs_lives, take_object, take_phrase
from lwj_analysis.annotate.claims.syntax import TURNS, is_passive, subject
from lwj_analysis.annotate.claims.words import CueWords, Found, attribution
from lwj_analysis.annotate.events.words import listed

PRINTING = ("media", "ngo", "igo", "analyst")  # types of claimants who print and carry figures
NAMING = {"name", "cite", "quote", "mention", "give"}


def take_figure(token: Token, words: CueWords) -> Found | None:
    if token.lemma_ in QUOTING and take_colon(token, words) is not None:
        return None
    found = take_object(token, words) or _figure_after(token, words)
    if found is None or (token.lemma_ == "claim" and _costs_lives(found, words)):
        return None
    head = found.heads[0] if found.heads else None
    if head is not None and head.lemma_.lower() in words.no_figures and any(c.lower_ == "no" for c in head.children):
        return None
    start, end = found.spans[0]
    if start > token.i:
        end = extended(token, end, words)
    found.spans = [(start, end)]
    if is_figure(token.doc[start:end], words) or (head is not None and _named_number(head, words)):
        return found
    return _counted_events(found, words)


def _named_number(head: Token, words: CueWords) -> bool:
    """ "A lower number, 15": the figure stands beside the word for it."""
    beside = [c for c in head.children if c.dep_ == "appos"]
    return head.lemma_.lower() in words.toll_nouns and any(is_number(c) for c in beside)


def _counted_events(found: Found, words: CueWords) -> Found | None:
    """ "Has counted 14 massacres this year, in which 46 people died": by those who print figures."""
    head, doc = found.heads[0] if found.heads else None, found.cue.doc
    if head is None or head.lemma_.lower() not in words.deed_nouns or head.lemma_.lower() in words.figures:
        return None
    if not any(is_number(c) and c.dep_ == "nummod" for c in head.children) or head.i < found.cue.i:
        return None
    if found.speaker is None or source_type(doc, found.speaker) not in PRINTING or found.cue.lemma_ in NAMING:
        return None
    start, end = found.spans[0]
    asides = (c for c in found.cue.children if c.dep_ in ("advcl", "relcl"))
    aside = next((c for c in asides if c.left_edge.i < c.i and c.left_edge.nbor().tag_ == "WDT"), None)
    found.spans = [(start, aside.right_edge.i + 1 if aside is not None and aside.i > end else end)]
    return found


def take_known(token: Token, words: CueWords) -> Found | None:
    """ "Knew of four people beheaded": only with a number."""
    found = take_phrase("of")(token, words)
    return found if found is not None and is_figure(token.doc[slice(*found.spans[0])], words) else None


def take_held(token: Token, words: CueWords) -> Found | None:
    """ "Its list has 31 names", "whose tally contains 12 soldiers": what a count holds its owner says."""
    who = subject(token)
    if who is None or who.lemma_.lower() not in words.accounts | words.toll_nouns:
        return None
    found = take_object(token, words)
    if found is None or found.heads[0].i < token.i:
        return None
    start, end = found.spans[0]
    end = extended(token, end, words)
    named = found.heads[0].lemma_.lower() in words.entries and any(is_number(t) for t in token.doc[start:end])
    found.spans = [(start, end)]
    return found if named or is_figure(token.doc[start:end], words) else None


def _figure_after(token: Token, words: CueWords) -> Found | None:
    """Numbers right after the verb that the parser took for a clause ("counts at least 32 of them dead")."""
    who, doc = subject(token), token.doc
    start = token.i + 1
    if start < token.sent.end and doc[start].text == ",":
        start = next((t.i + 1 for t in doc[start + 1 : start + 8] if t.text == ","), start)
    opening = doc[start : min(start + 5, token.sent.end)]
    number = next((t.i for t in opening if t.like_num or t.pos_ == "NUM" or t.lower_ == "no"), None)
    if (
        who is None
        or number is None
        or is_passive(token)
        or any(t.pos_ in ("VERB", "AUX") or t.is_punct or t.lower_ == "that" for t in doc[start:number])
    ):
        return None
    end = max(extended(token, number + 1, words), _end_of_small_clause(doc[number], token))
    held = doc[start:end]
    alone = number + 1 >= token.sent.end or doc[number + 1].is_punct  # "counted 11, including three officers"
    alone = alone or not any(t.pos_ in ("NOUN", "PROPN") for t in held)
    bare = alone and token.lemma_ in ("print", "carry", "report", "count")
    if not bare and not any(t.lower_ in words.figures or t.lemma_.lower() in words.figures for t in held):
        return None
    return attribution(token, [(start, end)], [], who)


def _end_of_small_clause(number: Token, verb: Token) -> int:
    """ "Counts 94 leaders murdered this year", of which the parser makes a clause: its end, or 0."""
    small = number.head.head
    told = small.dep_ == "ccomp" and small.head.i == verb.i and small.tag_ in ("VBD", "VBN")
    return small.right_edge.i + 1 if told and number.head.dep_ in ("nsubj", "nsubjpass") else 0


def take_printed(token: Token, words: CueWords) -> Found | None:
    found = take_figure(token, words)
    if found is None and (colon := take_colon(token, words)) is not None and token.lemma_ != "have":
        found = colon if is_figure(token.doc[colon.spans[0][0] : colon.spans[0][1]], words) else None
    if found and token.lemma_ == "have" and found.heads:
        counted = found.heads[0]
        found = found if counted.lemma_.lower() in words.figures or is_number(counted) else None
    prints = found and found.speaker is not None and source_type(token.doc, found.speaker) in PRINTING
    return found if prints else None


def take_finding(token: Token, words: CueWords) -> Found | None:
    """What a body or an account finds; a patrol that finds something tells nobody."""
    found = take_clause(token, words)
    if found is None or found.speaker is None:
        return None
    kinds = ("ngo", "igo", "analyst", "government", "media")
    heard = found.speaker.lemma_.lower() in words.accounts | words.bodies
    return found if heard or source_type(token.doc, found.speaker) in kinds else None


def take_at(token: Token, words: CueWords) -> Found | None:
    """ "Put the toll at 12": the object and the phrase."""
    found = take_phrase("at", "to")(token, words) or _at_further(token, words)
    thing = next((c for c in token.children if c.dep_ == "dobj"), None)
    if found is not None and found.speaker is not None and _is_event(found.speaker, words):
        return None
    if token.tag_ == "VBG" and token.dep_ == "advcl" and _tells_deaths(token.head):
        return None  # "two more died, raising the toll to 12"
    if found is None or thing is None or (found.heads and not any(is_number(t) for t in found.heads[0].subtree)):
        return None
    if token.lemma_ not in ("put", "estimate", "peg", "assess") and not (
        thing.pos_ == "PRON"
        or {t.lemma_.lower() for t in thing.subtree} & (words.toll_nouns | words.figures | words.accounts)
    ):
        return None
    found.spans = [(min(thing.left_edge.i, found.spans[0][0]), _last_at(token, found.spans[0][1], words))]
    return found


def _is_event(who: Token, words: CueWords) -> bool:
    """ "This brings to five ...", "the attack raised the toll to 12": nobody says so."""
    if who.lower_ == "body" and any(c.dep_ in ("poss", "compound", "amod", "nmod") for c in who.children):
        return False  # "a students’ body"
    return who.lower_ in ("this", "that", "which") or who.lemma_.lower() in words.deed_nouns | words.figures


def _tells_deaths(verb: Token) -> bool:
    """ "Died", "were killed": their subject is who it happened to, and no speaker."""
    return verb.lemma_.lower() in listed(verb, "dying") or any(c.dep_ == "nsubjpass" for c in verb.children)


def _last_at(token: Token, end: int, words: CueWords) -> int:
    """The end of the last of several figures: "put the dead at 45, ..., and the wounded at 25"."""
    doc = token.doc
    for at in doc[end : min(end + 25, token.sent.end - 1)]:
        if at.text == ";" or at.lower_ in TURNS - {"and"}:
            break
        if (
            at.lower_ == "at"
            and is_number(at.nbor())
            and {doc[at.i - 1].lower_, doc[at.i - 1].lemma_.lower()} & words.figures
        ):
            end = at.i + 2
    return end


def _at_further(token: Token, words: CueWords) -> Found | None:
    """The phrase where the parser hangs it on something in between."""
    doc, who = token.doc, subject(token)
    for at in doc[token.i + 1 : min(token.i + 25, token.sent.end - 1)]:
        if at.text == ";" or at.lower_ in TURNS - {"and"}:
            return None
        reaches = at.lower_ == "at" or (at.lower_ == "to" and at.dep_ == "quantmod")  # "revised the toll from 25 to 33"
        if reaches and any(is_number(t) for t in doc[at.i + 1 : at.i + 4]) and who is not None:
            return attribution(token, [(at.i + 1, extended(token, at.right_edge.i + 1, words))], [], who)
    return None


def gapped(found: Found) -> Found | None:
    """ "X puts it at 45,000, Y at 6,000", "X spoke of three, Y of one": the second speaker without a verb."""
    doc, (start, end), word = found.cue.doc, found.spans[-1], found.rule.rpartition(":")[2]
    first = end if word == "at" else start
    for at in doc[first : min(first + 12, found.cue.sent.end - 1)]:
        if at.pos_ in ("VERB", "AUX") or at.text == ";":
            return None
        number = next((t for t in doc[at.i + 1 : at.i + 5] if not _grades(t)), at)
        if at.lower_ != word or not is_number(number) or at.i - 1 <= first:
            continue
        who = _second_speaker(at)
        if who is not None and (doc[first].text in ",and" if word == "at" else doc[who.left_edge.i - 1].text == ","):
            found.spans[-1] = (start, min(end, who.left_edge.i)) if word == "of" else (start, end)
            further = Found(found.cue, found.cue_end, found.entry, "gapped", [], [], who)
            further.spans = [(at.i, _is_last_number(number) + 1)]
            further.label = doc[who.left_edge.i + (who.left_edge.dep_ == "det") : at.i]
            return further
    return None


def _grades(token: Token) -> bool:
    """ "Well over a" before a hundred."""
    return token.pos_ == "ADV" or (token.dep_ in ("quantmod", "advmod") and not is_number(token))


def _second_speaker(at: Token) -> Token | None:
    doc = at.doc
    mention = actor_at(doc, at.i - 1)
    if mention is not None:
        return doc[mention.root]
    before = doc[at.i - 1]
    return before if before.pos_ == "NOUN" and source_type(doc, before) != "unknown" else None


def _is_last_number(token: Token) -> int:
    return max((t.i for t in token.subtree), default=token.i)
