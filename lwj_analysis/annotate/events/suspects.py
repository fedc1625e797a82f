"""Who is blamed for an event, where nobody claims it and the outlet names nobody."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.accounts import TAKEN
from lwj_analysis.annotate.events.roles import agents_of_verb, objects_of_verb, role_of
from lwj_analysis.annotate.events.similarity import VIOLENT
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Event
from lwj_analysis.annotate.text import text_of

NEAR = 4  # sentences from the event to the one that blames somebody for it


def add_suspects(doc: Doc, events: list[Event]) -> None:
    """Who is blamed for the event told before ("Police blamed the TRF"): words without an actor, for it is only alleged."""
    for verb in (t for t in doc if t.lemma_ in listed(doc, "blaming") and t.pos_ == "VERB"):
        before = [e for e in events if e.trigger < verb.i and e.sub_event_type in VIOLENT | TAKEN]
        event = max(before, key=lambda e: e.trigger, default=None)
        far = event is not None and sum(1 for s in doc[event.trigger : verb.i].sents) > NEAR
        if event is None or far or event.initiator_id or text_of(doc).find("\n\n", event.end, verb.idx) >= 0:
            continue
        named = [r for t in _blamed(verb) if (r := role_of(doc, t)) and (r.actor_id or r.token.pos_ == "PROPN")]
        if len({r.actor_id or r.text for r in named}) == 1:
            event.initiator_text = named[0].text


def _blamed(verb: Token) -> list[Token]:
    """ "Blamed X", "X was blamed", "attributed the attack to X", "suspect that X was behind it"."""
    near = (verb, *(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")))
    blamed = [p for top in near for c in top.children if c.lower_ in ("on", "to") for p in c.children
              if p.dep_ == "pobj"]  # fmt: skip
    blamed += [s for c in verb.children if c.dep_ == "ccomp" and any(p.lower_ == "behind" for p in c.children)
               for s in agents_of_verb(c)]  # fmt: skip
    return blamed or objects_of_verb(verb)
