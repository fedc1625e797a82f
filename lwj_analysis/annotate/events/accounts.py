"""Who speaks of an event: claims, tolls, and how sure it is."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.events.belonging import event_at
from lwj_analysis.annotate.events.fill import OTHER_SIDE, by_incident, is_answer
from lwj_analysis.annotate.events.roles import PASSIVE_SUBJECT, SUBJECT, Role, agents_of_verb, role_of
from lwj_analysis.annotate.events.similarity import VIOLENT, Cluster, is_plain, related
from lwj_analysis.annotate.events.sites import breadth
from lwj_analysis.annotate.events.steps import is_told_now
from lwj_analysis.annotate.events.tellings import Telling, armed_source
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import TRIGGERS, claims_over, triggers_between
from lwj_analysis.annotate.records import Claim, Event, Source
from lwj_analysis.annotate.text import text_of

TAKEN = {"Abduction/forced disappearance", "Looting/property destruction", "Non-violent transfer of territory"}
DISRUPTED = "Disrupted weapons use"
RIOTS = ("Violent demonstration", "Mob violence")  # "activists burned cars ... the Front claimed the action"
STATE_DEEDS = OTHER_SIDE | {DISRUPTED}  # what a state does, although no words say who
OWN_WORK = re.compile(r"\b(?:work|handiwork|deed|doing) of (?:one of )?(?:its|their|our|his)\b")
TOLL = re.compile(r"\b(?:dead|killed|killing|deaths|losses|casualties)\b")


def claimant_name(doc: Doc, actor_id: str | None) -> str | None:
    actor = doc._.lwj.actors.get(actor_id) if actor_id else None
    return actor.name if actor else None


def set_status(doc: Doc, event: Event, c: Cluster) -> None:
    """Told by the side that did it only: claimed; by another named source: confirmed; by the outlet: reported."""
    body = c.body
    event.source_id = next(
        (t.claim.source.actor_id for t in body if t.claim is not None and t.claim.source.actor_id), None
    )
    for only in ("denied", "alleged", "planned"):
        if all(t.status == only for t in body):
            event.status = only
            return
    if any(t.status == "confirmed" for t in body):
        event.status = "confirmed"


def confirm(doc: Doc, events: list[Event]) -> None:
    """Add up who speaks of each event: its doer alone, or the other side or a third party as well."""
    found = doc._.lwj
    triggers = doc.user_data[TRIGGERS]
    unattributed = {id(e) for i, e in triggers.items() if not claims_over(doc, doc[i].idx, doc[i].idx + 1)}
    main = {id(max(group, key=lambda e: len(e.mentions))) for group in by_incident(events).values()}
    speakers: dict[int, list] = {}
    boasted = set()  # told with "claims", by whomever
    for claim in found.claims:
        if claim.stance in ("asserts", "confirms", "claims_responsibility", "reports"):
            span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
            event = event_at(doc, claim.start, claim.end, span.root.i) if span is not None and len(span) else None
            if event is not None and (_speaks_of(doc, span, event, triggers) or TOLL.search(span.sent.text)):
                speakers.setdefault(id(event), []).append(claim.source)
                if claim.cue.split()[-1:] in (["claim"], ["claims"], ["claimed"]):
                    boasted.add(id(event))
    for event in events:
        if event.status in ("denied", "alleged", "confirmed", "planned"):
            continue
        told = speakers.get(id(event), [])
        own = [s for s in told if s.actor_id and event.initiator_id and related(s.actor_id, event.initiator_id, found)]
        third = [s for s in told if s not in own and s.type in ("government", "military", "igo", "ngo")]
        third = [s for s in third if not _is_of_doer(doc, s, event)]
        if event.sub_event_type in STATE_DEEDS and event.initiator_id is None:
            third = []
        if third and (id(event) in main or event.claimed_by_id):
            event.status = "confirmed"
        elif event.claimed_by_id and id(event) in unattributed and not _is_claimed_in_words(doc[event.trigger]):
            event.status = "confirmed" if len(event.mentions) > 1 else "reported"
        elif event.claimed_by_id:
            event.status = "confirmed" if id(event) in unattributed and len(event.mentions) > 1 else "claimed"
        elif own and id(event) not in unattributed:
            group = next((s.actor_id for s in own if found.actors[s.actor_id].type == "armed_group"), None)
            if group or id(event) in boasted:
                event.status = "claimed"
            event.claimed_by_id = group if event.sub_event_type in VIOLENT | TAKEN and not is_answer(event) else None


def _is_of_doer(doc: Doc, source: Source, event: Event) -> bool:
    """ "Turkish jets bombed the camp, the ministry in Ankara said": whose forces did it is no third party."""
    doer = doc._.lwj.actors.get(event.initiator_id or "")
    if doer is None or doer.type not in ("state_force", "government") or source.type not in ("government", "military"):
        return False
    speaker = doc._.lwj.actors.get(source.actor_id or "")
    return speaker is None or speaker.country is None or speaker.country == doer.country


def _is_claimed_in_words(token: Token) -> bool:
    """ "Claimed the attack", "said that it shot": the words of the telling itself are the claim's."""
    return any(t.lemma_ == "claim" for t in token.sent) or token.dep_ == "ccomp"


def share_status(doc: Doc, events: list[Event]) -> None:
    """ "Stormed the base, destroyed two aircraft and fought commandos": who vouches for the first vouches for all."""
    vouched = {e.trigger: e for e in events if e.status in ("confirmed", "claimed")}
    for event in events:
        beside = (t for t in doc[event.trigger].conjuncts if t.i < event.trigger and t.pos_ == "VERB")
        first = next((vouched[t.i] for t in beside if t.i in vouched), None)
        alike = first is not None and first.initiator_id is not None and first.initiator_id == event.initiator_id
        if alike and event.status == "reported":
            event.status, event.claimed_by_id = first.status, event.claimed_by_id or first.claimed_by_id


def _speaks_of(doc: Doc, span: Span, event: Event, triggers: dict[int, Event]) -> bool:
    """The claim's sentence tells the event itself."""
    return any(triggers.get(i) is event for i in range(span.sent.start, span.sent.end))


def add_tolls(doc: Doc, tolls: list[Telling]) -> None:
    """Who killed whom tells who fought: a claimed toll claims the event, its victims are the target."""
    for t in tolls:
        event = event_at(doc, t.start, t.end, t.token.i)
        if event is None or event.sub_event_type not in VIOLENT or _is_attackers(t.targets):
            continue
        _add_setting(event, t)
        killers, victims = t.ids("initiators"), t.ids("targets")
        ours = (
            event.initiator_id is None or not killers or any(related(k, event.initiator_id, doc._.lwj) for k in killers)
        )
        if any(event.initiator_id and related(v, event.initiator_id, doc._.lwj) for v in victims):
            continue
        if (
            t.claimed_by
            and event.claimed_by_id is None
            and ours
            and not (event.target_id and related(t.claimed_by, event.target_id, doc._.lwj))
        ):
            event.claimed_by_id = event.initiator_id = t.claimed_by
            event.initiator_text = event.initiator_text or claimant_name(doc, t.claimed_by)
        elif killers and event.initiator_id is None and victims and event.target_id in (victims | {None}):
            role = next(r for r in t.initiators if r.actor_id)
            event.initiator_id, event.initiator_text = role.actor_id, event.initiator_text or role.text
        elif killers and not event.initiator_id and not event.initiator_text and t.token.i < event.trigger:
            role = next(r for r in t.initiators if r.actor_id)  # "rebels killed the mayor ... the market was dynamited"
            event.initiator_id, event.initiator_text = role.actor_id, role.text
        armed = next((r for r in t.initiators if _is_attackers([r]) or r.token.lemma_ == "man"), None)
        if armed is not None and event.initiator_id is None and not killers:
            event.initiator_text = event.initiator_text or armed.text
        if victims and event.target_id is None and ours:
            role = next(r for r in t.targets if r.actor_id)
            event.target_id, event.target_text = role.actor_id, event.target_text or role.text


def _add_setting(event: Event, t: Telling) -> None:
    """ "On Sunday gunmen killed a chief in Rutshuru. His wife was wounded in the attack.": the attack's day and place."""
    if not is_told_now(t.token) or t.token.sent.start > event.trigger:
        return
    if event.date_start is None and t.date is not None and not t.loose_date:
        event.date_start, event.date_prec = t.date.date_start, t.date.date_prec
        event.date_end = t.date.date_end or t.date.date_start
    one = t.token.doc[event.trigger].tag_ not in ("NNS", "NNPS")  # not the five operations of a province
    wide = one and event.place is not None and breadth(event.place) >= 4 and t.place is not None
    if event.place is None or (
        wide and breadth(t.place) < breadth(event.place) and t.place.country == event.place.country
    ):
        event.place = t.place


def add_claims(doc: Doc, events: list[Event]) -> None:
    """A group that speaks of what it did, or of its toll, claims the event."""
    for claim in doc._.lwj.claims:
        group = armed_source(doc, claim)
        if group is None or claim.stance not in ("claims_responsibility", "asserts", "confirms"):
            continue
        span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
        event = event_at(doc, claim.start, claim.end, span.root.i) if span is not None and len(span) else None
        claimable = VIOLENT | (TAKEN | {DISRUPTED, *RIOTS} if claim.stance == "claims_responsibility" else set())
        if event is None and claim.stance == "claims_responsibility":
            before = (e for e in events if e.start < claim.start and e.sub_event_type in claimable)
            event = max(before, key=lambda e: e.trigger, default=None)
        if event is None or event.claimed_by_id or event.sub_event_type not in claimable:
            continue
        if is_answer(event):
            if event.initiator_id is None and event.sub_event_type not in OTHER_SIDE and event.target_id != group:
                event.initiator_id, event.initiator_text = group, claimant_name(doc, group)  # "proclaimed control"
            continue
        if event.target_id and related(group, event.target_id, doc._.lwj):
            continue
        if claim.stance == "claims_responsibility" and _is_answered(doc, event, group):
            before = [e for e in events if e.trigger < event.trigger and e.sub_event_type in claimable]
            open_ones = [e for e in before if not e.initiator_id and not e.claimed_by_id]
            event = max(open_ones, key=lambda e: e.trigger, default=event)
        if event.sub_event_type == DISRUPTED:  # a bomb that was found, of those who laid it
            for found in (e for e in events if e.sub_event_type == DISRUPTED and e.start <= event.start):
                if text_of(doc).find("\n\n", found.end, event.start) >= 0:
                    continue
                found.claimed_by_id = found.initiator_id = group
                found.initiator_text = claimant_name(doc, group)
        elif event.initiator_id and related(group, event.initiator_id, doc._.lwj):
            event.claimed_by_id = group
        elif (event.initiator_id is None or _may_be_theirs(doc, claim, event)) and (
            claim.stance == "claims_responsibility" or TOLL.search(span.sent.text) or OWN_WORK.search(span.text)
        ):
            event.claimed_by_id = event.initiator_id = group
            event.initiator_text = event.initiator_text or claimant_name(doc, group)
    _share_claims(doc, events)


INSIDERS = re.compile(r"\b(?:colleague|comrade|fellow|trainer|instructor|superior)s?\b", re.I)


def _may_be_theirs(doc: Doc, claim: Claim, event: Event) -> bool:
    """Rebels of no name, a person whom the claim names, and a policeman who shot his colleagues: who claims it sent them."""
    if is_plain(event.initiator_id):
        return True
    owned = claim.stance == "claims_responsibility"
    actor = doc._.lwj.actors.get(event.initiator_id)
    person = actor is not None and actor.type == "person"
    return owned and (person or INSIDERS.search(event.target_text or "") is not None)


def _share_claims(doc: Doc, events: list[Event]) -> None:
    """What the same doers did in the sentence of an event that is claimed ("militants abducted and killed a man")."""
    claimed = {(doc[e.trigger].sent.start, e.initiator_text): e.claimed_by_id for e in events if e.claimed_by_id}
    for event in (e for e in events if e.initiator_text and not e.initiator_id and not e.claimed_by_id):
        group = claimed.get((doc[event.trigger].sent.start, event.initiator_text))
        event.claimed_by_id = event.initiator_id = group


def _is_answered(doc: Doc, event: Event, group: str) -> bool:
    """ "Security forces raided the building ... the group claimed responsibility": for what the raid ended."""
    doer = doc._.lwj.actors.get(event.initiator_id or "")
    return doer is not None and doer.type in ("state_force", "government") and not related(group, doer.id, doc._.lwj)


def add_bare_claims(doc: Doc, events: list[Event]) -> None:
    """ "Claimed by X.": a sentence of a note without subject, of the event told before it."""
    for verb in (t for t in doc if t.lemma_ == "claim" and t.tag_ == "VBN" and t.head == t):
        if any(c.dep_ in (*SUBJECT, *PASSIVE_SUBJECT, "dobj") for c in verb.children):
            continue
        named = [r for t in agents_of_verb(verb) if (r := role_of(doc, t)) and r.actor_id]
        before = [e for e in events if e.trigger < verb.i and e.sub_event_type in VIOLENT | TAKEN]
        event = max(before, key=lambda e: e.trigger, default=None)
        if event is None or event.claimed_by_id or not named or text_of(doc).find("\n\n", event.end, verb.idx) >= 0:
            continue
        event.claimed_by_id = event.initiator_id = named[0].actor_id
        event.initiator_text, event.status = event.initiator_text or named[0].text, "claimed"


def tie_claims(doc: Doc) -> None:
    for claim in doc._.lwj.claims:
        if claim.event is None:
            span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
            inside = triggers_between(doc, span.start, span.end) if span is not None else []
            inside = [e for i, e in inside if claim.start <= doc[i].idx < claim.end]
            claim.event = next(
                (e for e in inside if e.event_type != "Strategic developments"), inside[0] if inside else None
            )


def _is_attackers(told: list[Role]) -> bool:
    return any(r.token.lemma_.lower() in listed(r.token, "attackers") for r in told)
