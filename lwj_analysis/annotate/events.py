"""What happened: every event that an article tells, once, with its parties, day, place, weapons and all its tellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token

from lwj_analysis.annotate import roles
from lwj_analysis.annotate.event_types import EVENT_TYPE_OF
from lwj_analysis.annotate.merge import VIOLENT, Cluster, clusters_of, related
from lwj_analysis.annotate.records import Annotations, Casualty, Event, Place
from lwj_analysis.annotate.roles import Role
from lwj_analysis.annotate.tellings import Telling, armed_source, breadth, date_of, places_of, telling_of
from lwj_analysis.annotate.triggers import EventWords, event_words, find_triggers, shipped
from lwj_analysis.lexicon import Lexicon

TRIGGERS = "lwj_event_triggers"  # Doc.user_data: token index of each trigger -> its Event
TOLL = re.compile(r"\b(?:dead|killed|killing|deaths|losses|casualties)\b")
HOLDING = {"captured", "abducted"}
ATTACKER_WORDS = {
    "attacker",
    "assailant",
    "gunman",
    "gunmen",
    "militant",
    "raider",
    "jihadist",
    "insurgent",
    "terrorist",
}
NO_PARTY = {
    "Other",
    "Agreement",
    "Change to group/activity",
    "Peaceful protest",
    "Violent demonstration",
    "Disrupted weapons use",
}
OTHER_SIDE = {"Air/drone strike", "Government regains territory", "Arrests"}


class EventsFinder:
    """Append every event of the article to ``Doc._.lwj.events``, and tie claims to the events they tell of."""

    words: EventWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = event_words(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        if doc.has_annotation("DEP"):
            doc._.lwj.events.extend(find_events(doc, words=self.words))
            _tie_claims(doc)
        return doc


@Language.factory("lwj_events")
def make_events(nlp: Language, name: str) -> EventsFinder:
    """The finder of events."""
    return EventsFinder()


def find_events(doc: Doc, *, words: EventWords | None = None) -> list[Event]:
    """The events of an article in the order of the text; phases of one operation share an ``incident``."""
    words = words or shipped()
    end = title_end(doc)
    tellings = [t for g in find_triggers(doc, words) if (t := telling_of(doc, g, words, title_end=end)) is not None]
    clusters = clusters_of(doc, _without_doubles(tellings))
    events = {id(c): _event(doc, c) for c in clusters}
    for c in clusters:
        events[id(c)].parent = events[id(c.parent)] if c.parent is not None else None
    doc.user_data[TRIGGERS] = {t.token.i: events[id(c)] for c in clusters for t in c.tellings}
    _add_tolls(doc, [t for t in tellings if t.entry.toll and not t.title])
    _add_claims(doc)
    _fill_from_incident(doc, list(events.values()))
    _only_town(list(events.values()))
    _confirm(doc, list(events.values()))
    return sorted(events.values(), key=lambda e: (e.start, e.end))


def event_at(doc: Doc, start_char: int, end_char: int, trigger_token: int) -> Event | None:
    """The event that a count of victims belongs to: of its clause, its sentence, its paragraph, then of the place or day named."""
    triggers: dict[int, Event] = doc.user_data.get(TRIGGERS, {})
    if not triggers or trigger_token >= len(doc):
        return None
    token = doc[trigger_token]
    if trigger_token in triggers:
        return triggers[trigger_token]
    near = _in_sentence(token, triggers)
    if near is not None:
        return near
    return _by_context(doc, token, triggers)


def event_for_death(doc: Doc, casualty: Casualty) -> Event | None:
    """An event for deaths that no event word tells: a clash where fighters died, else violence against civilians."""
    if casualty.counting == "cumulative" or casualty.best == 0 or not doc.has_annotation("DEP"):
        return None
    token = doc[casualty.trigger]
    civil = casualty.victim_class == "civilian"
    sub = {"captured": "Abduction/forced disappearance", "abducted": "Abduction/forced disappearance"}.get(
        casualty.outcome, "Attack" if civil else "Armed clash"
    )
    event = Event(casualty.start, casualty.end, casualty.trigger, EVENT_TYPE_OF[sub], sub, "death:no event word")
    event.mentions = [(event.start, event.end)]
    date, loose = date_of(doc, token) if casualty.start >= title_end(doc) else (None, False)
    if date is not None and not loose:
        event.date_start, event.date_end, event.date_prec = (
            date.date_start,
            date.date_end or date.date_start,
            date.date_prec,
        )
    event.place = next(iter(places_of(doc, token)), None)
    event.target_id, event.target_text = casualty.victim_id, casualty.victim_text
    agent = (
        next((r for t in roles.agents_of_verb(token) if (r := roles.role_of(doc, t))), None)
        if token.pos_ == "VERB"
        else None
    )
    if agent is not None and agent.actor_id != casualty.victim_id:
        event.initiator_id, event.initiator_text = agent.actor_id, agent.text
    event.incident = 1 + max((e.incident or 0 for e in doc._.lwj.events), default=-1)
    doc._.lwj.events.append(event)
    doc.user_data.setdefault(TRIGGERS, {})[casualty.trigger] = event
    return event


def title_end(doc: Doc) -> int:
    """Where the title ends, in characters; 0 without one."""
    return max(doc.text.find("\n\n"), 0) if doc._.lwj.has_title else 0


def _without_doubles(tellings: list[Telling]) -> list[Telling]:
    """One telling where a verb only carries its noun ("carried out an attack", "claimed the attack")."""
    nouns = {t.token.i for t in tellings if t.is_noun}
    carried = {t.token.i for t in tellings if not t.is_noun and t.trigger.doer is None and any(
        c.i in nouns and c.dep_ in ("dobj", "nsubjpass") and t.trigger.words.count(" ") for c in t.token.children)}  # fmt: skip
    used = {
        c.i
        for t in tellings
        if t.trigger.doer is not None and t.token.lemma_ in ("carry", "launch", "conduct")
        for c in t.token.children
        if c.dep_ == "dobj"
    }
    return [
        t for t in tellings if t.token.i not in carried and not (t.is_noun and t.token.i in used and t.entry.generic)
    ]


def _event(doc: Doc, c: Cluster) -> Event:
    row = max(c.body, key=lambda t: (_fullness(t), -t.token.i))
    sub = c.sub_event_type
    typed = next((t for t in c.body if t.sub_event_type == sub), row)
    event = Event(row.start, row.end, row.token.i, EVENT_TYPE_OF[sub], sub, typed.rule)
    event.mentions = sorted({(t.start, t.end) for t in c.tellings})
    if c.dates is not None:
        event.date_start, event.date_end, event.date_prec = c.dates
    event.place, event.incident = c.place, c.incident
    event.weapons = list(dict.fromkeys(w for t in c.tellings for w in t.weapons))
    event.claimed_by_id = next((t.claimed_by for t in c.body if t.claimed_by), None)
    _set_parties(doc, event, c)
    _set_status(doc, event, c)
    return event


def _fullness(t: Telling) -> int:
    return (
        2 * (t.date is not None) + 2 * (t.place is not None) + bool(t.initiators) + bool(t.targets) + bool(t.weapons)
        - 2 * t.definite - 2 * t.title
    )  # fmt: skip


def _set_parties(doc: Doc, event: Event, c: Cluster) -> None:
    told = [r for t in c.body if t.status != "alleged" for r in t.initiators]
    initiator = _chosen_role(told)
    event.initiator_id = event.claimed_by_id or (initiator.actor_id if initiator else None)
    event.initiator_text = initiator.text if initiator else _claimant_name(doc, event.claimed_by_id)
    targets = [r for t in c.body for r in t.targets if r.actor_id is None or r.actor_id != event.initiator_id]
    target = _chosen_role(targets)
    if target is not None:
        event.target_id, event.target_text = target.actor_id, target.text


def _chosen_role(told: list[Role]) -> Role | None:
    """The actor named most often, then first; without one the first words that are no pronoun."""
    known = Counter(r.actor_id for r in told if r.actor_id)
    if known:
        best = known.most_common(1)[0][0]
        return next(r for r in told if r.actor_id == best)
    return next((r for r in told if r.token.pos_ in ("NOUN", "PROPN")), None)


def _claimant_name(doc: Doc, actor_id: str | None) -> str | None:
    actor = doc._.lwj.actors.get(actor_id) if actor_id else None
    return actor.name if actor else None


def _set_status(doc: Doc, event: Event, c: Cluster) -> None:
    """Told by the side that did it only: claimed; by another named source: confirmed; by the outlet: reported."""
    body = c.body
    event.source_id = next(
        (t.claim.source.actor_id for t in body if t.claim is not None and t.claim.source.actor_id), None
    )
    for only in ("denied", "alleged"):
        if all(t.status == only for t in body):
            event.status = only
            return
    if any(t.status == "confirmed" for t in body):
        event.status = "confirmed"


def _confirm(doc: Doc, events: list[Event]) -> None:
    """Add up who speaks of each event: its doer alone, or the other side or a third party as well."""
    found = doc._.lwj
    triggers = doc.user_data[TRIGGERS]
    unattributed = {id(e) for i, e in triggers.items() if not any(c.start <= doc[i].idx < c.end for c in found.claims)}
    main = {
        id(max((e for e in events if e.incident == n), key=lambda e: len(e.mentions)))
        for n in {e.incident for e in events}
    }
    speakers: dict[int, list] = {}
    for claim in found.claims:
        if claim.stance in ("asserts", "confirms", "claims_responsibility", "reports"):
            span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
            event = event_at(doc, claim.start, claim.end, span.root.i) if span is not None and len(span) else None
            if event is not None:
                speakers.setdefault(id(event), []).append(claim.source)
    for event in events:
        if event.status in ("denied", "alleged", "confirmed"):
            continue
        told = speakers.get(id(event), [])
        own = [s for s in told if s.actor_id and event.initiator_id and related(s.actor_id, event.initiator_id, found)]
        third = [s for s in told if s not in own and s.type in ("government", "military", "igo", "ngo")]
        if event.sub_event_type in OTHER_SIDE and event.initiator_id is None:
            third = []
        if third and (id(event) in main or event.claimed_by_id):
            event.status = "confirmed"
        elif event.claimed_by_id:
            event.status = "confirmed" if id(event) in unattributed and len(event.mentions) > 1 else "claimed"
        elif own and id(event) not in unattributed:
            event.status = "claimed"


def _add_tolls(doc: Doc, tolls: list[Telling]) -> None:
    """Who killed whom tells who fought: a claimed toll claims the event, its victims are the target."""
    for t in tolls:
        event = event_at(doc, t.start, t.end, t.token.i)
        if event is None or event.sub_event_type not in VIOLENT or _is_attackers(t.targets):
            continue
        killers, victims = t.ids("initiators"), t.ids("targets")
        ours = event.initiator_id is None or not killers or any(related(k, event.initiator_id, doc._.lwj) for k in killers)
        if any(event.initiator_id and related(v, event.initiator_id, doc._.lwj) for v in victims):
            continue
        if (
            t.claimed_by
            and event.claimed_by_id is None
            and ours
            and not (event.target_id and related(t.claimed_by, event.target_id, doc._.lwj))
        ):
            event.claimed_by_id = event.initiator_id = t.claimed_by
            event.initiator_text = event.initiator_text or _claimant_name(doc, t.claimed_by)
        elif killers and event.initiator_id is None and victims and event.target_id in (victims | {None}):
            role = next(r for r in t.initiators if r.actor_id)
            event.initiator_id, event.initiator_text = role.actor_id, event.initiator_text or role.text
        if victims and event.target_id is None and ours:
            role = next(r for r in t.targets if r.actor_id)
            event.target_id, event.target_text = role.actor_id, event.target_text or role.text


def _add_claims(doc: Doc) -> None:
    """A group that speaks of what it did, or of its toll, claims the event."""
    for claim in doc._.lwj.claims:
        group = armed_source(doc, claim)
        if group is None or claim.stance not in ("claims_responsibility", "asserts", "confirms"):
            continue
        span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
        event = event_at(doc, claim.start, claim.end, span.root.i) if span is not None and len(span) else None
        if event is None or event.claimed_by_id or event.sub_event_type not in VIOLENT - OTHER_SIDE:
            continue
        if event.target_id and related(group, event.target_id, doc._.lwj):
            continue
        if event.initiator_id and related(group, event.initiator_id, doc._.lwj):
            event.claimed_by_id = group
        elif event.initiator_id is None and (claim.stance == "claims_responsibility" or TOLL.search(span.sent.text)):
            event.claimed_by_id = event.initiator_id = group
            event.initiator_text = event.initiator_text or _claimant_name(doc, group)


def _is_attackers(told: list[Role]) -> bool:
    return any(r.token.lemma_.lower() in ATTACKER_WORDS for r in told)


def _fill_from_incident(doc: Doc, events: list[Event]) -> None:
    """What the text tells once of an operation holds for its phases: day, place, who attacks whom."""
    groups: dict[int | None, list[Event]] = {}
    for event in events:
        groups.setdefault(event.incident, []).append(event)
    for group in groups.values():
        group.sort(key=lambda e: e.start)
        for event in group:
            others = [e for e in group if e is not event]
            dated = [e for e in others if e.date_start is not None]
            dated.sort(key=lambda e: e.sub_event_type in OTHER_SIDE)
            inside = [
                e for e in dated if _wide(event) and not _wide(e) and event.date_start <= e.date_start <= event.date_end
            ]
            source = next(iter(dated if event.date_start is None else inside), None)
            if source is not None:
                event.date_start, event.date_end, event.date_prec = source.date_start, source.date_end, source.date_prec
            _fill_place(doc, event, others)
            _fill_parties(doc, event, [e for e in others if e.sub_event_type not in OTHER_SIDE])


def _only_town(events: list[Event]) -> None:
    """Where an article's events have one town between them, it is the place of those that name none, too."""
    towns = {e.place.name: e.place for e in events if e.place is not None and breadth(e.place) <= 2}
    broad = {e.place.country for e in events if e.place is not None and breadth(e.place) > 2}
    if len(towns) == 1:
        town = next(iter(towns.values()))
        for event in events:
            if event.place is None and event.sub_event_type in VIOLENT and broad <= {town.country, None}:
                event.place = town


def _wide(event: Event) -> bool:
    return event.date_start is not None and (event.date_end - event.date_start).days >= 6


def _fill_place(doc: Doc, event: Event, others: list[Event]) -> None:
    """The town named before in the paragraph, else the place of the incident, also where a phase only names the country."""
    if event.sub_event_type in NO_PARTY and event.place is not None:
        return
    places = [e.place for e in others if e.place is not None]
    if event.place is None or breadth(event.place) >= 4:
        inside = [p for p in places if event.place is None or p.country in (event.place.country, None)]
        towns = [p for p in inside if breadth(p) <= 2]
        running = None if towns else _running_place(doc, event)
        narrower = [p for p in inside if event.place is None or breadth(p) < breadth(event.place)]
        event.place = next(iter(towns), None) or running or next(iter(narrower), None) or event.place


def _running_place(doc: Doc, event: Event) -> Place | None:
    """The last town of the sentences before, in the same paragraph, that something happens at."""
    start = doc.text.rfind("\n\n", 0, event.start)
    before = [
        p for p in doc._.lwj.places
        if start < p.start < doc[event.trigger].sent.start_char and breadth(p) <= 2 and p.rule != "far"
        and (event.place is None or p.country == event.place.country)
    ]  # fmt: skip
    before = [
        p
        for p in before
        if re.search(r"\b(?:in|at|near|outside|around|of)\s(?:the\s)?$", doc.text[max(0, p.start - 12) : p.start])
    ]
    before = [
        p
        for p in before
        if not re.search(r"\b(?:based|stationed|born) (?:in|at)\s$", doc.text[max(0, p.start - 14) : p.start])
    ]
    return before[-1] if before else None


def _fill_parties(doc: Doc, event: Event, others: list[Event]) -> None:
    found = doc._.lwj
    known = next((e for e in others if e.initiator_id), None)
    if known is not None and _is_answer(event, known, found):
        if event.target_id is None and event.initiator_id != known.initiator_id:
            event.target_id, event.target_text = known.initiator_id, event.target_text or known.initiator_text
        return
    if event.sub_event_type in NO_PARTY:
        return
    if known is not None and event.initiator_id is None:
        event.initiator_id, event.initiator_text = known.initiator_id, event.initiator_text or known.initiator_text
    same = [
        e for e in others if e.initiator_id == event.initiator_id and e.target_id and e.target_id != event.initiator_id
    ]
    if event.target_id is None and same:
        event.target_id, event.target_text = same[0].target_id, event.target_text or same[0].target_text
    claimed = next((e.claimed_by_id for e in others if e.claimed_by_id), None)
    if event.claimed_by_id is None and claimed and event.sub_event_type not in OTHER_SIDE and event.initiator_id and related(claimed, event.initiator_id, found):
        event.claimed_by_id = claimed


def _is_answer(event: Event, known: Event, found: Annotations) -> bool:
    """Done to the attackers: what is aimed at them, strikes from the air, a place retaken, arrests."""
    if event.sub_event_type in OTHER_SIDE:
        return not (event.initiator_id and related(event.initiator_id, known.initiator_id, found))
    if event.target_id and related(event.target_id, known.initiator_id, found):
        return True
    words = set((event.target_text or "").lower().split())
    return bool(words & (ATTACKER_WORDS | {w + "s" for w in ATTACKER_WORDS}))


def _tie_claims(doc: Doc) -> None:
    triggers = doc.user_data.get(TRIGGERS, {})
    for claim in doc._.lwj.claims:
        if claim.event is None:
            inside = [e for i, e in sorted(triggers.items()) if claim.start <= doc[i].idx < claim.end]
            claim.event = next(
                (e for e in inside if e.event_type != "Strategic developments"), inside[0] if inside else None
            )


def _in_sentence(token: Token, triggers: dict[int, Event]) -> Event | None:
    """The event that stands nearest in the parse of the sentence."""
    held = [
        (s, i)
        for i in triggers
        if token.sent.start <= i < token.sent.end and (s := roles.path_to(token, token.doc[i])) is not None
    ]
    violent = [h for h in held if triggers[h[1]].sub_event_type in VIOLENT | {"Abduction/forced disappearance"}] or held
    return triggers[min(violent)[1]] if violent else None


def _by_context(doc: Doc, token: Token, triggers: dict[int, Event]) -> Event | None:
    """No event word in the sentence: the paragraph's last event, else the article's; a place or day named there must fit."""
    start = doc.text.rfind("\n\n", 0, token.idx)
    ordered = sorted(
        i
        for i in triggers
        if triggers[i].event_type != "Strategic developments"
        or triggers[i].sub_event_type == "Abduction/forced disappearance"
    )
    before = [triggers[i] for i in reversed(ordered) if i < token.i and doc[i].idx > start]
    if token.idx < title_end(doc):
        before = []
    ranked = [e for e, _ in Counter(triggers[i].start for i in ordered).most_common()]
    by_start = {e.start: e for e in triggers.values()}
    main = [by_start[s] for s in ranked]
    date, loose = date_of(doc, token)
    place = next(iter(places_of(doc, token)), None)
    for event in (*_unique(before), *main):
        if _fits(event, None if loose else date, place):
            return event
    return None


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({id(e): e for e in events}.values())


def _fits(event: Event, date, place: Place | None) -> bool:
    if date is not None and event.date_start is not None and date.timex_type == "DATE":
        if (
            date.date_start > (event.date_end or event.date_start)
            or (date.date_end or date.date_start) < event.date_start
        ):
            return False
    if (
        place is not None
        and event.place is not None
        and (place.where_prec or 2) <= 2
        and (event.place.where_prec or 2) <= 2
    ):
        return place.name.casefold() == event.place.name.casefold()
    return True
