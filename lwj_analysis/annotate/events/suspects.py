"""Who is blamed for an event, where nobody claims it and the outlet names nobody."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.accounts import TAKEN
from lwj_analysis.annotate.events.roles import (
    PASSIVE_SUBJECT,
    Role,
    agents_of_verb,
    is_passive,
    objects_of_verb,
    of_what,
    role_of,
)
from lwj_analysis.annotate.events.similarity import VIOLENT
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Event
from lwj_analysis.annotate.text import text_of

NEAR = 4  # sentences from the event to the one that blames somebody for it


def add_suspects(doc: Doc, events: list[Event]) -> None:
    """Who is blamed for the event told before ("Police blamed the TRF"): words without an actor, for it is only alleged."""
    for verb in (t for t in doc if t.pos_ == "VERB"):
        if verb.lemma_ not in listed(doc, "blaming") | listed(doc, "believing"):
            continue
        before = [e for e in events if e.trigger < verb.i and e.sub_event_type in VIOLENT | TAKEN]
        event = max(before, key=lambda e: e.trigger, default=None)
        far = event is not None and sum(1 for s in doc[event.trigger : verb.i].sents) > NEAR
        if event is None or far or event.initiator_id or text_of(doc).find("\n\n", event.end, verb.idx) >= 0:
            continue
        blamed = _believed(verb) or (_blamed(verb) if verb.lemma_ in listed(doc, "blaming") else [])
        named = [r for t in blamed if (r := role_of(doc, t)) and _is_named(r)]
        if len({r.actor_id or r.text for r in named}) == 1:
            event.initiator_text = named[0].text


def _is_named(role: Role) -> bool:
    """An actor, a name, or fighters with one ("Adara militiamen")."""
    return bool(role.actor_id) or any(t.pos_ == "PROPN" for t in (role.token, *role.token.children))


def _believed(verb: Token) -> list[Token]:
    """ "X was thought responsible", "was believed to be behind it", "to have been carried out by X", "to be members of X"."""
    passive = [c for c in verb.children if c.dep_ in PASSIVE_SUBJECT]
    told = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "acomp")]
    if any(c.lemma_ == "responsible" for c in told):
        return passive
    for act in told:
        subjects = agents_of_verb(act) if act.dep_ == "ccomp" else passive
        inside = [c.lower_ for c in act.children if c.dep_ in ("acomp", "prep", "oprd")]
        if {"responsible", "behind"} & set(inside):
            return subjects
        if is_passive(act):
            return [p for c in act.children if c.lower_ == "by" for p in c.children if p.dep_ == "pobj"]
        attributes = [c for c in act.children if c.dep_ == "attr"]
        attackers = any(t.lemma_.lower() in listed(verb, "attackers") or t.pos_ in ("NUM", "PRON") for t in subjects)
        if attributes and attackers:
            return attributes
        if any(t.lemma_.lower() in listed(verb, "happenings") for t in subjects):
            work = [t for t in attributes if t.lemma_ in ("work", "handiwork", "deed", "doing")]
            return [p for t in work for p in of_what(t)]
        if act.lemma_ in ("carry", "perpetrate", "commit", "conduct", "stage", "plant"):
            return subjects
    return []


def _blamed(verb: Token) -> list[Token]:
    """ "Blamed X", "X was blamed", "attributed the attack to X", "suspect that X was behind it"."""
    near = (verb, *(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")))
    blamed = [p for top in near for c in top.children if c.lower_ in ("on", "to") for p in c.children
              if p.dep_ == "pobj"]  # fmt: skip
    blamed += [s for c in verb.children if c.dep_ == "ccomp" and any(p.lower_ == "behind" for p in c.children)
               for s in agents_of_verb(c)]  # fmt: skip
    return blamed or objects_of_verb(verb)
