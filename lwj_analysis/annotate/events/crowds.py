"""Demonstrations: what type the words of the sentence make them, and who stands against whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Span, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.things import kinds_of
from lwj_analysis.annotate.events.triggers import Trigger
from lwj_analysis.annotate.events.words import listed, words_of
from lwj_analysis.annotate.text import paragraph_of

ANSWERED = {"Protest with intervention", "Violent demonstration"}


def demonstration_type(trigger: Trigger) -> str:
    """Protests by what the demonstrators do and how the state answers; the words of the sentence decide."""
    text = told_of_crowd(trigger.token)
    violent = _holds(text, trigger.token, "riotous_phrases")
    mild = _holds(text, trigger.token, "crowd_control")
    deadly = _holds(text, trigger.token, "deadly_phrases") or (
        not mild and _holds(text, trigger.token, "fired_phrases")
    )
    if deadly and _holds(text, trigger.token, "state_phrases"):
        return "Excessive force against protesters" if not violent else "Violent demonstration"
    if violent or trigger.key == "riot":
        return "Violent demonstration"
    if _holds(text, trigger.token, "answered_phrases"):
        return "Protest with intervention"
    return "Peaceful protest"


def told_of_crowd(token: Token) -> str:
    """The sentence in lower case, without what people protest about, and how it went on in the next one."""
    sent, doc = token.sent, token.doc
    text = _without_grievances(sent, token)
    if sent.end < len(doc) and paragraph_of(doc, doc[sent.end].idx) == paragraph_of(doc, token.idx):
        after = doc[sent.end].sent
        if _holds(after.text.lower(), token, "state_phrases"):
            text += " " + _without_grievances(after, after.root)
    return text


def _without_grievances(sent: Span, told: Token) -> str:
    cut, above = _other_clauses(sent), {told.i, *(t.i for t in told.ancestors)}
    for word in sent:
        if word.ent_type_ == "DATE":  # "on 4 March" is no march
            cut.add(word.i)
        asked_for = word.dep_ == "dobj" and word.head.lemma_ in listed(word, "demanding")
        if asked_for or (is_earlier(word) and word.i not in above):
            cut |= {t.i for t in word.subtree}
        if word.lemma_.lower() in listed(word, "grievances") and word.pos_ in ("NOUN", "PROPN"):
            head = word.head
            asked = word.dep_ == "dobj" and head.lemma_ in listed(word, "demanding")
            over = word.dep_ == "pobj" and head.lower_ in (
                "over",
                "against",
                "about",
                "at",
                "of",
                "for",
                "after",
                "following",
            )
            if asked or over:
                cut |= {t.i for t in word.subtree}
    return "".join(t.text_with_ws for t in sent if t.i not in cut).lower()


def _other_clauses(sent: Span) -> set[int]:
    """ "They formed a chain; an activist had died the week before": what stands behind a semicolon in the past perfect."""
    marks = [t.i for t in sent if t.text == ";"]
    parts = [sent.doc[a + 1 : b] for a, b in pairwise([*marks, sent.end])]
    return {t.i for part in parts if any(t.lower_ == "had" and t.dep_ == "aux" for t in part) for t in part}


def is_earlier(word: Token) -> bool:
    """The head of what went before: "a week after police fired", "days after a rally", "sons who had been picked up"."""
    if word.pos_ in ("VERB", "AUX") and word.dep_ in ("relcl", "advcl"):
        if word.dep_ == "relcl":
            return any(c.dep_ == "aux" and c.lower_ == "had" for c in word.children)
        marks = [c for c in word.children if c.dep_ == "mark" and c.lower_ in listed(word, "behind")]
        return any(c.dep_ == "npadvmod" for m in (word, *marks) for c in m.children if c.i < word.i)
    prep = word.dep_ == "prep" and word.lower_ in listed(word, "behind")
    return prep and any(c.dep_ in ("npadvmod", "advmod") or _is_stretch(c) for c in word.children)


def _is_stretch(word: Token) -> bool:
    """The days of "after two days of raids"."""
    return word.dep_ == "pobj" and word.ent_type_ == "DATE" and any(c.lower_ == "of" for c in word.children)


def sides_of_demonstration(trigger: Trigger, sub_event_type: str) -> tuple[list[Token], list[Token]]:
    """Who demonstrates and who answers; where the state kills, it is the one that does."""
    crowd = _crowd_of(trigger)
    state = [t for t in _state_in(trigger.token) if t not in crowd]
    if sub_event_type == "Excessive force against protesters":
        return state[:1], crowd
    return crowd, state[:1] if sub_event_type in ANSWERED else []


def _crowd_of(trigger: Trigger) -> list[Token]:
    token = trigger.token
    if token.pos_ == "VERB":
        found = roles.agents_of_verb(token)
    else:
        owner = roles.owner_of(token)
        found = roles.by_whom(token) + roles.of_what(token) + ([owner] if owner is not None else [])
        verb = token.head if token.dep_ in ("dobj", "nsubjpass") else token.head.head if token.dep_ == "pobj" else None
        if not found and verb is not None and verb.pos_ == "VERB" and verb.lemma_ in listed(token, "joining"):
            found = roles.agents_of_verb(verb)
    found = [t for t in found if not _is_state(t)]
    if trigger.key == "dispersal" and not found:  # "used tear gas on students", "dispersed a rally of nurses"
        whom = roles.goals_of(token) + roles.objects_of_verb(token) + list(_disperse_objects(token))
        found = [t for t in whom if t.pos_ in ("NOUN", "PROPN") and not _is_state(t) and _is_people(t)]
    if not found:  # "arrested eleven nationalists at a protest"
        deeds = (
            t for t in token.sent if t.pos_ == "VERB" and t.lemma_ in listed(token, "custody") | listed(token, "tolls")
        )
        found = [o for verb in deeds for o in roles.objects_of_verb(verb) if _is_people(o)][:1]
    named = (t for t in token.sent if t.lemma_.lower() in listed(token, "demonstrators"))
    return found or list(named)[:1]


def _disperse_objects(verb: Token) -> Iterator[Token]:
    """ "Fired tear gas to disperse residents"."""
    for second in verb.children:
        if second.dep_ in ("advcl", "xcomp", "conj") and second.pos_ == "VERB":
            for thing in roles.objects_of_verb(second):
                yield from roles.of_what(thing) + roles.by_whom(thing) or [thing]  # "break up a march of graduates"


def _is_people(token: Token) -> bool:
    things = {"place", "site", "building", "materiel", "thing", "weapon"}
    return (
        token.lemma_.lower() not in listed(token, "fired_things") and not kinds_of(token, words_of(token.doc)) & things
    )


def _state_in(token: Token) -> Iterator[Token]:
    """Police and troops that do something or have it done to them in the sentence."""
    for other in token.sent:
        if other.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj"):
            theirs = any(c.dep_ == "compound" and _is_state(c) for c in other.children)  # "stoned police vehicles"
            if _is_state(other) or (theirs and other.dep_ == "dobj"):
                yield other


def _is_state(token: Token) -> bool:
    mention = actors.actor_of(token.doc, token)
    actor = token.doc._.lwj.actors.get(mention.actor_id) if mention is not None else None
    if actor is not None:
        return actor.type == "state_force" and token.lemma_.lower() not in listed(token, "demonstrators")
    return token.lemma_.lower() in listed(token, "soldiers") - {"government", "authority"}


def _holds(text: str, token: Token, name: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(phrase)}", text) for phrase in listed(token, name))
