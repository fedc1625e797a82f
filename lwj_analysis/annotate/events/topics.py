"""Examples of what was just spoken of in general: "Attacks by X have grown. Last month an assault on a village ..."."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.dates.spans import precision
from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.kinds import VIOLENT
from lwj_analysis.annotate.events.roles import Role, role_of
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import between, covering, triggers_between
from lwj_analysis.annotate.records import Event
from lwj_analysis.annotate.text import text_of

OTHERS = frozenset(("earlier", "other", "previous", "recent", "latest", "similar", "former"))


def list_subject(token: Token) -> Token | None:
    """The subject of "the earlier ones include an attack in X", seen from the attack."""
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX") and t.dep_ == "ROOT"), None)
    if verb is None or verb.lemma_ not in ("include", "be", "comprise"):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if subject is None or subject.lemma_.lower() not in {"one", "other", "these", "those"} | listed(
        token, "happenings"
    ):
        return None
    return subject if subject.tag_ in ("NNS", "DT") or subject.lower_ in ("others", "ones") else None


def is_other_example(token: Token) -> bool:
    """Told as one of the others: not on the day of what was told before."""
    subject = list_subject(token)
    return subject is not None and (
        subject.lower_ == "others" or any(c.lower_ in OTHERS for c in subject.children if c.dep_ == "amod")
    )


def add_topics(doc: Doc, events: list[Event]) -> None:
    """Who made what a paragraph speaks of made its examples, too, where nobody else is named."""
    for event in events:
        if event.initiator_id or event.initiator_text or event.sub_event_type not in VIOLENT:
            continue
        told = next(_topics(doc, doc[event.trigger]), None)
        if told is not None:
            role, claimed = told
            event.initiator_id, event.initiator_text = role.actor_id, role.text
            event.claimed_by_id = event.claimed_by_id or (role.actor_id if claimed else None)
            _take_days_since(doc, event, events)


def _take_days_since(doc: Doc, event: Event, events: list[Event]) -> None:
    """ "The third attack since X's death (the fall of Y). The earlier ones include": from that day to the latest one."""
    token = doc[event.trigger]
    if event.date_start is not None or not is_other_example(token):
        return
    before = doc[token.sent.start - 1].sent
    told = [e for e in events if e.date_start is not None and e.start < token.idx]
    since = [e for t in before if t.dep_ == "pobj" and t.head.lower_ == "since" for e in _events_of(doc, t, told)]
    if since:
        event.date_start, event.date_end = min(e.date_start for e in since), max(e.date_end for e in told)
        event.date_prec = precision(event.date_start, event.date_end)[0]


def _events_of(doc: Doc, noun: Token, told: list[Event]) -> list[Event]:
    """The event that a noun means: the one that it is a telling of, else the deadly one beside which its victim is named."""
    own = [e for _, e in triggers_between(doc, noun.i, noun.i + 1) if e in told]
    victims = {m.actor_id for t in (roles.owner_of(noun), *roles.of_what(noun)) if t is not None
               for m in covering(doc, "mentions", t.idx)}  # fmt: skip
    if own or not victims or noun.lemma_ not in listed(doc, "endings"):
        return own
    sentences = [(e, doc[e.trigger].sent) for e in told]
    deadly = [(e, s) for e, s in sentences if any(t.lemma_ in listed(doc, "tolls") for t in s)]
    return [e for e, s in deadly if victims & {m.actor_id for m in between(doc, "mentions", s.start_char, s.end_char)}]


def add_days_of_such(doc: Doc, events: list[Event]) -> None:
    """ "Revenge for air strikes in X. 60 have died in such strikes over the past week": their days, where none is told."""
    for noun in (t for t in doc if t.lower_ == "such" and t.head.lemma_.lower() in listed(doc, "happenings")):
        sentence = noun.sent
        days = [d for d in between(doc, "dates", sentence.start_char, sentence.end_char) if d.date_start]
        told = [e for e in events if e.trigger < noun.i and doc[e.trigger].lemma_.lower() == noun.head.lemma_.lower()]
        last = max(told, key=lambda e: e.trigger, default=None)
        if last is None or len(days) != 1 or last.date_start is not None or "\n\n" in text_of(doc)[last.end : noun.idx]:
            continue
        last.date_start, last.date_end = days[0].date_start, days[0].date_end or days[0].date_start
        last.date_prec = days[0].date_prec


def _topics(doc: Doc, token: Token) -> Iterator[tuple[Role, bool]]:
    """Who did what the sentence before, or the paragraph's first sentence, speaks of; whether he claims it."""
    start = token.sent.start
    if start == 0 or "\n\n" in doc[start - 1].text_with_ws:
        return
    listed_there = list_subject(token) is not None
    before = doc[start - 1].sent if listed_there else _first_of_paragraph(doc, token)
    for noun in before if before is not None and before.start < start else ():
        if noun.lemma_.lower() in listed(doc, "happenings") and (listed_there or _is_general(noun)):
            yield from _doers(doc, noun)


def _first_of_paragraph(doc: Doc, token: Token) -> Span | None:
    at = max(text_of(doc).rfind("\n\n", 0, token.idx) + 2, 0)
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    first = span[0].sent if span is not None else token.sent
    return first if first.start < token.sent.start else None


def _is_general(noun: Token) -> bool:
    """ "Attacks by X have grown", not "the attacks were"."""
    verb = noun.head
    now = verb.tag_ in ("VBZ", "VBP") or any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    return (
        noun.tag_ == "NNS"
        and noun.dep_ == "nsubj"
        and now
        and not any(c.dep_ in ("det", "nummod") for c in noun.children)
    )


def _doers(doc: Doc, noun: Token) -> Iterator[tuple[Role, bool]]:
    claims = [c for c in noun.children if c.dep_ in ("relcl", "acl") and c.lemma_ == "claim"]
    owner = roles.owner_of(noun)
    who = [(t, True) for c in claims for t in roles.agents_of_verb(c)] + [(t, False) for t in roles.by_whom(noun)]
    who += [(owner, False)] if owner is not None else []
    for one, claimed in who:
        role = role_of(doc, one)
        if role is not None and role.actor_id:
            yield role, claimed
