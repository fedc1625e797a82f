"""Which event a count of victims belongs to, and events for deaths that no event word tells."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.days import date_of, settle_days
from lwj_analysis.annotate.events.kinds import EVENT_TYPE_OF
from lwj_analysis.annotate.events.parties import doer_beside, user_beside
from lwj_analysis.annotate.events.similarity import VIOLENT, lies_in, province, same_place
from lwj_analysis.annotate.events.sites import breadth, places_of, pointed_at, settle_places
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import TRIGGERS, title_end, triggers_between
from lwj_analysis.annotate.records import Casualty, Event, Place
from lwj_analysis.annotate.text import text_of

AROUND = 3000  # tokens before and behind a count in which an event without a word of its own is looked for


def event_at(doc: Doc, start_char: int, end_char: int, trigger_token: int) -> Event | None:
    """The event of a count of victims: of its clause, its sentence, its paragraph, then of the place or day named."""
    triggers: dict[int, Event] = doc.user_data.get(TRIGGERS, {})
    if not triggers or trigger_token >= len(doc):
        return None
    token = doc[trigger_token]
    if trigger_token in triggers:
        return triggers[trigger_token]
    planned = planned_by(doc, start_char, end_char, token)
    near = _in_sentence(token, planned)
    if near is not None:
        return near
    return _told_next(doc, token, planned.values()) if planned else _by_context(doc, token)


def planned_by(doc: Doc, start_char: int, end_char: int, token: Token) -> dict[int, Event]:
    """Deeds told in the sentence of ``token`` that the victim of these characters had planned, by trigger token."""
    victim = doc.char_span(start_char, end_char, alignment_mode="expand").root
    return {i: e for i, e in triggers_between(doc, token.sent.start, token.sent.end) if _is_planner_of(victim, doc[i])}


def _is_planner_of(victim: Token, deed: Token) -> bool:
    """ "The man who planned the raid", "the planner of the raid": the victim's own words tell a deed he did not die in."""
    between = list(itertools.takewhile(lambda t: t != victim, (deed, *deed.ancestors)))
    if not between or between[-1].head != victim:
        return False
    return any(t.lemma_.lower() in listed(deed, "plotting") for t in (victim, *between[1:]))


def _told_next(doc: Doc, token: Token, deeds: Iterable[Event]) -> Event | None:
    """What the same paragraph, or the text under its title, tells next of violence other than these deeds."""
    ends = text_of(doc).find("\n\n", token.idx) if token.idx >= title_end(doc) else -1
    later = triggers_between(doc, token.sent.end, token.sent.end + AROUND)
    near = (e for i, e in later if e.sub_event_type in VIOLENT and (ends < 0 or doc[i].idx < ends))
    return next((e for e in near if not any(e is deed for deed in deeds)), None)


def event_for_death(doc: Doc, casualty: Casualty) -> Event | None:
    """An event for deaths that no event word tells: a clash where fighters died, else violence against civilians."""
    if casualty.counting == "cumulative" or casualty.best == 0 or not doc.has_annotation("DEP"):
        return None
    token = doc[casualty.trigger]
    if roles.is_by_nature(token):
        return None
    civil = casualty.victim_class in ("civilian", "unknown")
    sub = {"captured": "Abduction/forced disappearance", "abducted": "Abduction/forced disappearance"}.get(
        casualty.outcome, "Attack" if civil else "Armed clash"
    )
    if sub == "Attack" and _demonstrators_shot(token):
        sub = "Excessive force against protesters"
    event = Event(casualty.start, casualty.end, casualty.trigger, EVENT_TYPE_OF[sub], sub, "death:no event word")
    event.mentions = [(event.start, event.end)]
    date, loose = date_of(doc, token) if casualty.start >= title_end(doc) else (None, False)
    if date is not None and not loose:
        event.date_start, event.date_end, event.date_prec = (
            date.date_start,
            date.date_end or date.date_start,
            date.date_prec,
        )
    settle_days(doc, [event])
    event.place = next(iter(places_of(doc, token)), None)
    settle_places(doc, [event])
    event.target_id, event.target_text = casualty.victim_id, casualty.victim_text
    agent = (
        next((r for t in roles.agents_of_verb(token) if (r := roles.role_of(doc, t))), None)
        if token.pos_ == "VERB"
        and casualty.rule != "dying_subject"  # "seven people died"
        and token.lemma_ not in listed(doc, "aftermath")  # who treats the wounded hurt nobody
        else None
    )
    if agent is None and casualty.outcome == "killed":
        agent = doer_beside(doc, token) or user_beside(doc, token)
    if agent is not None and (agent.actor_id is None or agent.actor_id != casualty.victim_id):
        accused = any(t.lemma_ in listed(doc, "blaming") | {"accuse"} for t in token.ancestors)
        event.initiator_id, event.initiator_text = None if accused else agent.actor_id, agent.text
    event.incident = 1 + max((e.incident or 0 for e in doc._.lwj.events), default=-1)
    doc._.lwj.events.append(event)
    doc.user_data.setdefault(TRIGGERS, {})[casualty.trigger] = event
    return event


def told_before(doc: Doc, token: Token) -> Event | None:
    """ "Set fire to a school. There were no casualties": what the paragraph told last, whatever it is."""
    start = text_of(doc).rfind("\n\n", 0, token.idx)
    before = [e for i, e in triggers_between(doc, token.i - AROUND, token.i) if doc[i].idx > start]
    return next((e for e in reversed(before) if e.status != "planned"), None)


def _demonstrators_shot(token: Token) -> bool:
    """ "Three protesters dead as police fire on crowd"."""
    text = token.sent.text.lower()
    return any(t.lemma_.lower() in listed(token, "demonstrators") for t in token.sent) and any(
        phrase in text for phrase in listed(token, "state_phrases")
    )


def _in_sentence(token: Token, planned: Container[int]) -> Event | None:
    """The event that stands nearest in the parse of the sentence, without those that the victim had ``planned``."""
    sentence = token.sent
    held = [
        (s, i, e)
        for i, e in triggers_between(token.doc, sentence.start, sentence.end)
        if i not in planned and (s := roles.path_to(token, token.doc[i])) is not None
    ]
    violent = [h for h in held if h[2].sub_event_type in VIOLENT | {"Abduction/forced disappearance"}] or held
    if not violent:
        return None
    _, at, event = min(violent, key=lambda h: h[:2])
    if _is_somebody(token) and not _in_clause(token, at):
        return None
    return _at_the_place_told(token, at, event) or event


def _in_clause(token: Token, at: int) -> bool:
    """Whether the token with this index stands in the count's clause, or governs it."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), None)
    if verb is None or any(a.i == at for a in verb.ancestors):
        return True
    below = [t for t in verb.subtree if t.i == at]
    apart = (t for b in below for t in (b, *b.ancestors) if verb in t.ancestors)
    return bool(below) and not any(t.dep_ == "conj" and t.pos_ == "VERB" for t in apart)


def _at_the_place_told(token: Token, at: int, event: Event) -> Event | None:
    """ "118 were killed at Metele alone, and several died in an ambush": of two clauses the count's own names its town."""
    doc = token.doc
    if _in_clause(token, at):
        return None
    town = next((p for p in places_of(doc, token) if breadth(p) <= 2), None)
    told = event.place is not None and doc[at].sent.start_char <= event.place.start < doc[at].sent.end_char
    if town is None or (told and same_place(event.place, town)):
        return None
    around = triggers_between(doc, token.i - AROUND, token.i + AROUND)
    others = [(abs(i - token.i), i, e) for i, e in around if e is not event and e.sub_event_type in VIOLENT]
    there = [o for o in others if o[2].place is not None and same_place(o[2].place, town)]
    return min(there, key=lambda h: h[:2])[2] if there else None


def _by_context(doc: Doc, token: Token) -> Event | None:
    """No event word in the sentence: the paragraph's last event, else the article's; a place or day named there must fit."""
    start, end = text_of(doc).rfind("\n\n", 0, token.idx), title_end(doc)
    ordered = [
        (i, e)
        for i, e in triggers_between(doc, token.i - AROUND, token.i + AROUND)
        if e.event_type != "Strategic developments" or e.sub_event_type == "Abduction/forced disappearance"
    ]
    before = [e for i, e in reversed(ordered) if i < token.i and doc[i].idx > start] if token.idx >= end else []
    told = Counter(e.start for _, e in ordered)
    by_start = {e.start: e for _, e in ordered}
    # What only the title and later sentences tell of is not yet spoken of.
    known = {e.start for i, e in ordered if i < token.i and doc[i].idx >= end}
    main = [by_start[s] for s in sorted(told, key=lambda s: (s not in known, -told[s]))]
    date, loose = date_of(doc, token)
    place = next(iter(places_of(doc, token)), None) or pointed_at(doc, token)
    if place is None and _SET_FIRST.match(token.sent.text):
        place = pointed_at(doc, token.sent.root)  # "As for the park, a radio station reported five deaths"
    if _is_aftermath(token):
        date = place = None
    if _is_somebody(token):
        main = []
    fitting = [e for e in (*_unique(before), *main) if _fits(e, None if loose else date, place)]
    if place is not None and breadth(place) <= 5:
        there = {id(e) for e in fitting if e.place is not None and lies_in(e.place, place)}
        nearest = min((abs(i - token.i), i) for i, e in ordered if id(e) in there) if there else None
        if nearest is not None:
            return next(e for i, e in ordered if i == nearest[1])
    return next(iter(fitting), None)


_SET_FIRST = re.compile(r"(?:as for|at|in|on|near|inside|outside) (?:the|that|this) ", re.I)


def _is_aftermath(token: Token) -> bool:
    """ "The Red Cross treated 12 of them in Jaar", "31 bodies were buried the next day": of what was told before."""
    later = token.lemma_ in listed(token, "dying") and any(t.lemma_ in listed(token, "wounds") for t in token.sent)
    raised = token.lemma_ == "toll" and token.head.lemma_ in listed(token, "raising")
    lying = token.dep_ == "amod" and token.head.head.lemma_ in listed(token, "still_there")
    brought = token.pos_ == "NOUN" and token.head.pos_ == "VERB" and token.head.lemma_ in listed(token, "aftermath")
    return (
        later
        or raised
        or lying
        or brought
        or bool(_FROM_RUBBLE.search(token.sent.text))
        or (token.pos_ == "VERB" and token.lemma_ in listed(token, "aftermath"))
    )


_FROM_RUBBLE = re.compile(
    r"\b(?:bod(?:y|ies)|corpses?)\b.{0,40}\b(?:rubble|debris|wreckage|ruins)\b|\bmore bod(?:y|ies)\b", re.I
)


def _is_somebody(token: Token) -> bool:
    """ "X is reported to have been killed": a person by name, of whose death only the paragraph can tell the event."""
    lost = roles.objects_of_verb(token) if token.pos_ == "VERB" and token.lemma_ in listed(token, "tolls") else []
    return bool(lost) and all(t.pos_ == "PROPN" and not any(c.like_num for c in t.children) for t in lost)


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({id(e): e for e in events}.values())


def _fits(event: Event, date, place: Place | None) -> bool:
    dated = date is not None and event.date_start is not None and date.timex_type == "DATE"
    if dated and date.date_start > (event.date_end or event.date_start):
        return False
    if dated and (date.date_end or date.date_start) < event.date_start:
        return False
    if place is None or event.place is None:
        return True
    if (place.where_prec or 2) <= 2 and (event.place.where_prec or 2) <= 2:
        return place.name.casefold() == event.place.name.casefold()
    return len({province(place), province(event.place)} - {None}) < 2
