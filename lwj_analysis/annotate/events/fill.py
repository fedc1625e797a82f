"""What the text tells once of an operation holds for its phases: day, place, who attacks whom."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from lwj_analysis.annotate.dates.spans import precision
from lwj_analysis.annotate.events.similarity import BATTLE, VIOLENT, is_headline, related
from lwj_analysis.annotate.events.sites import breadth
from lwj_analysis.annotate.events.words import listed, words_of
from lwj_analysis.annotate.lookup import between, title_end
from lwj_analysis.annotate.quantities import is_ordinal
from lwj_analysis.annotate.records import Annotations, Event, Place
from lwj_analysis.annotate.text import text_of

NO_PARTY = {
    "Other",
    "Agreement",
    "Change to group/activity",
    "Peaceful protest",
    "Violent demonstration",
    "Disrupted weapons use",
}
BOMBS = {"Suicide bomb", "Remote explosive/landmine/IED"}
OTHER_SIDE = {"Air/drone strike", "Government regains territory", "Arrests"}


def is_answer(event: Event) -> bool:
    """What the other side does to those who attacked, or to get a place back."""
    return event.sub_event_type in OTHER_SIDE or event.rule.startswith(("regains:", "ousts:"))


def by_incident(events: list[Event]) -> dict[int | None, list[Event]]:
    """The events of each incident number."""
    groups: dict[int | None, list[Event]] = {}
    for event in events:
        groups.setdefault(event.incident, []).append(event)
    return groups


def fill_from_incident(doc: Doc, events: list[Event]) -> None:
    """What the text tells once of an operation holds for its phases: day, place, who attacks whom."""
    for group in by_incident(events).values():
        group.sort(key=lambda e: e.start)
        for event in group:
            others = [e for e in group if e is not event]
            dated = [e for e in others if e.date_start is not None]
            dated.sort(key=lambda e: (not _same_side(doc, e, event), is_answer(e), e.date_end - e.date_start))
            inside = [
                e for e in dated if _wide(event) and not _wide(e) and event.date_start <= e.date_start <= event.date_end
            ]
            source = next(iter(dated if event.date_start is None else inside), None)
            if event.date_start is None and _ends_it(event) and not _ends_it(source):
                source = None  # on whatever day a place is taken back, it is not that of the attack
            if _without_day(doc, event):
                source = next((e for e in dated if _serves(doc, event, e)), source)
            if source is not None:
                event.date_start, event.date_end, event.date_prec = source.date_start, source.date_end, source.date_prec
            if dated and _without_day(doc, event) and _lasts_through(doc, event):
                _take_all_days(event, dated)
            _fill_place(doc, event, others)
            doing = [e for e in others if e.sub_event_type not in NO_PARTY and not is_answer(e)]
            _fill_parties(doc, event, [e for e in doing if not _returns_fire(doc, e)])


def _returns_fire(doc: Doc, event: Event) -> bool:
    """ "Peacekeepers exchanged fire with the assailants": who answers did not begin it."""
    return doc[event.trigger].lemma_ in listed(doc, "answering_fire")


def fill_from_whole(doc: Doc, events: list[Event]) -> None:
    """ "Troops killed 31 in three operations ... in the third, four were killed": by those troops, of that group."""
    for event in events:
        whole = event.parent
        if whole is None or whole.incident == event.incident or event.event_type != whole.event_type:
            continue
        if event.initiator_id is None and event.initiator_text is None and event.target_id in (None, whole.target_id):
            event.initiator_id, event.initiator_text = whole.initiator_id, whole.initiator_text
        if event.target_id is None and event.target_text is None and event.initiator_id in (None, whole.initiator_id):
            event.target_id, event.target_text = whole.target_id, whole.target_text


def fill_from_series(doc: Doc, events: list[Event]) -> None:
    """ "The third raid, on Chitunda": by those who led the raids told before it in the paragraph."""
    told = sorted(events, key=lambda e: e.trigger)
    for n, event in enumerate(told):
        token = doc[event.trigger]
        counted = any(c.dep_ in ("amod", "nummod") and is_ordinal(c.text) for c in token.children)
        if not counted or event.initiator_id or event.initiator_text or event.event_type not in FORCEFUL:
            continue
        start = text_of(doc).rfind("\n\n", 0, token.idx)
        before = [
            e for e in told[:n] if doc[e.trigger].idx > start and e.event_type == event.event_type and e.initiator_id
        ]
        if before:
            event.initiator_id, event.initiator_text = before[-1].initiator_id, before[-1].initiator_text


def fill_headline(doc: Doc, events: list[Event]) -> None:
    """ "Three Maoists killed in encounter. Three Maoists were killed ... by security forces": who, of the next sentence."""
    told = sorted((e for e in events if e.sub_event_type in VIOLENT), key=lambda e: e.trigger)
    if len(told) < 2:
        return
    first, second = told[:2]
    opening = doc[first.trigger].sent
    if opening.start or first.initiator_id or first.initiator_text or not is_headline(opening):
        return
    near = doc[second.trigger].sent.start <= opening.end + LABEL
    fought = first.sub_event_type == second.sub_event_type or {first.sub_event_type, second.sub_event_type} <= BATTLE
    countries = {e.place.country for e in (first, second) if e.place is not None} - {None}
    if near and fought and len(countries) < 2:
        first.initiator_id, first.initiator_text = second.initiator_id, second.initiator_text


LABEL = 12  # tokens of a dateline between a headline and its first sentence
FORCEFUL = ("Battles", "Violence against civilians", "Explosions/Remote violence")


def _ends_it(event: Event | None) -> bool:
    return event is None or event.rule.startswith(("regains:", "ousts:"))


def _without_day(doc: Doc, event: Event) -> bool:
    """Its sentence tells no time: the day that it has is another event's."""
    sentence = doc[event.trigger].sent
    return not any(d.date_start for d in between(doc, "dates", sentence.start_char, sentence.end_char))


def name_by_claimant(doc: Doc, events: list[Event]) -> None:
    """ "The militants" of an attack that a faction claims are the faction's, not the whole group's."""
    claimed = {e.incident: e.claimed_by_id for e in events if e.claimed_by_id}
    for event in events:
        group = claimed.get(event.incident)
        if group is None or event.initiator_id is None or event.claimed_by_id or is_answer(event):
            continue
        if event.initiator_id in doc._.lwj.ancestors(group) or _names_attackers(doc, event):
            event.initiator_id = group


def _serves(doc: Doc, event: Event, taken: Event) -> bool:
    """ "The air strikes made to retake the camp": on the day on which it was retaken."""
    if not is_answer(taken) or taken.sub_event_type == event.sub_event_type:
        return False
    aims = (t for t in doc[event.trigger].subtree if t.pos_ == "VERB" and t.lemma_.startswith("re"))
    return any(t.lemma_ in listed(doc, "entering") and any(c.lower_ == "to" for c in t.children) for t in aims)


def _lasts_through(doc: Doc, event: Event) -> bool:
    """ "Nearly a dozen strikes during the siege": on any day of it."""
    token = doc[event.trigger]
    near = (*token.children, *(token.head.children if token.pos_ == "NOUN" else ()))
    during = (p for c in near if c.lower_ in ("during", "throughout") for p in c.children if p.dep_ == "pobj")
    return any(p.lemma_ in listed(doc, "happenings") for p in during)


def _take_all_days(event: Event, others: list[Event]) -> None:
    event.date_start, event.date_end = min(e.date_start for e in others), max(e.date_end for e in others)
    event.date_prec = precision(event.date_start, event.date_end)[0]


def _same_side(doc: Doc, one: Event, other: Event) -> bool:
    """What a side does goes with what else it does."""
    return bool(one.initiator_id and other.initiator_id) and related(one.initiator_id, other.initiator_id, doc._.lwj)


def is_count_of(doc: Doc, event: Event) -> bool:
    """ "Five operations": they are not all at the place told of last."""
    token = doc[event.trigger]
    return token.tag_ == "NNS" and any(c.dep_ == "nummod" for c in token.children)


def only_town(doc: Doc, events: list[Event]) -> None:
    """Where an article's events have one town between them, it is the place of those that name none, too."""
    towns = {e.place.name: e.place for e in events if e.place is not None and breadth(e.place) <= 2}
    broad = {e.place.country for e in events if e.place is not None and breadth(e.place) > 2}
    if len(towns) == 1:
        town = next(iter(towns.values()))
        for event in events:
            free = event.place is None and not is_count_of(doc, event)
            if free and event.sub_event_type in VIOLENT and broad <= {town.country, None}:
                event.place = town


def _wide(event: Event) -> bool:
    return event.date_start is not None and (event.date_end - event.date_start).days >= 6


def _fill_place(doc: Doc, event: Event, others: list[Event]) -> None:
    """The town named before in the paragraph, else the place of the incident, also where a phase only names the country."""
    end = title_end(doc)
    told = sorted((e for e in others if e.place is not None), key=lambda e: (e.place.start < end, -len(e.mentions)))
    places = [e.place for e in told]  # the one told of most, and in the text rather than the headline
    below = next((p for p in places if p.start >= end and breadth(p) <= 2), None)
    if (
        event.place is not None
        and event.place.start < end
        and below is not None
        and below.country == event.place.country
    ):
        event.place = below
    if (event.sub_event_type in NO_PARTY and event.place is not None) or is_count_of(doc, event):
        return
    if event.place is None or breadth(event.place) >= 4:
        inside = [p for p in places if event.place is None or p.country in (event.place.country, None)]
        towns = [p for p in inside if breadth(p) <= 2]
        running = None if towns else _running_place(doc, event)
        narrower = [p for p in inside if event.place is None or breadth(p) < breadth(event.place)]
        event.place = next(iter(towns), None) or running or next(iter(narrower), None) or event.place


def _running_place(doc: Doc, event: Event) -> Place | None:
    """The last town of the sentences before, in the same paragraph, that something happens at."""
    start = text_of(doc).rfind("\n\n", 0, event.start)
    before = [
        p for p in between(doc, "places", start + 1, doc[event.trigger].sent.start_char)
        if breadth(p) <= 2 and p.rule != "far"
        and (event.place is None or p.country == event.place.country)
    ]  # fmt: skip
    before = [
        p
        for p in before
        if re.search(r"\b(?:in|at|near|outside|around|of)\s(?:the\s)?$", text_of(doc)[max(0, p.start - 12) : p.start])
    ]
    before = [
        p
        for p in before
        if not re.search(r"\b(?:based|stationed|born) (?:in|at)\s$", text_of(doc)[max(0, p.start - 14) : p.start])
    ]
    return before[-1] if before else None


def _fill_parties(doc: Doc, event: Event, others: list[Event]) -> None:
    found = doc._.lwj
    known = next((e for e in others if e.initiator_id), None)
    if known is not None and _is_answer(event, known, found, listed(doc, "attackers")):
        others_taken = event.sub_event_type == "Arrests" and event.target_text and not _names_fighters(doc, event)
        if event.target_id is None and event.initiator_id != known.initiator_id and not others_taken:
            event.target_id, event.target_text = known.initiator_id, event.target_text or known.initiator_text
        return
    if event.sub_event_type in NO_PARTY:
        return
    if known is not None and event.initiator_id is None and not _is_of_other_side(doc, event, known):
        event.initiator_id, event.initiator_text = known.initiator_id, event.initiator_text or known.initiator_text
    if event.initiator_id is None and event.initiator_text is None and event.target_text is not None:
        beside = (e for e in others if e.initiator_text and doc[e.trigger].sent == doc[event.trigger].sent)
        bombed = event.sub_event_type in BOMBS  # no soldiers who shot the second bomber
        beside = (e for e in beside if not (bombed and _has_word(e.initiator_text, listed(doc, "soldiers"))))
        event.initiator_text = next((e.initiator_text for e in beside if not e.initiator_id), None)
    same = [e for e in others if e.target_id and e.target_id != event.initiator_id and _same_doer(doc, e, event)]
    if event.target_id is None and same and _may_be_theirs(doc, event):
        event.target_id, event.target_text = same[0].target_id, event.target_text or same[0].target_text


def _is_of_other_side(doc: Doc, event: Event, known: Event) -> bool:
    """ "Four gunmen took hostages ... security forces raided the building": the gunmen are no forces."""
    return _has_word(event.initiator_text, listed(doc, "attackers")) and _is_of_state(known, doc._.lwj)


def _may_be_theirs(doc: Doc, event: Event) -> bool:
    """No target of its own is told, or a place or thing: "seven men", "four women" are not the army attacked elsewhere."""
    words = words_of(doc)
    last = (event.target_text or "").lower().split()[-1:]
    return not last or (last[0] not in words.persons and last[0].removesuffix("s") not in words.persons)


def _same_doer(doc: Doc, one: Event, other: Event) -> bool:
    return one.initiator_id == other.initiator_id or _same_side(doc, one, other)


def _is_answer(event: Event, known: Event, found: Annotations, attackers: frozenset[str]) -> bool:
    """Done to the attackers: what is aimed at them, strikes from the air, a place retaken, arrests."""
    if event.sub_event_type == "Air/drone strike" and event.initiator_id is None and _is_of_state(known, found):
        return False  # those who fired the missiles may have flown, too
    if is_answer(event):
        return not (event.initiator_id and related(event.initiator_id, known.initiator_id, found))
    if event.target_id and related(event.target_id, known.initiator_id, found):
        return True
    return _has_word(event.target_text, attackers)


def _is_of_state(event: Event, found: Annotations) -> bool:
    actor = found.actors.get(event.initiator_id)
    return actor is not None and actor.type in ("state_force", "government", "igo")


def _names_attackers(doc: Doc, event: Event) -> bool:
    """By no name: "the attackers", "militants"."""
    words = listed(doc, "fighters") | listed(doc, "attackers")
    said = (event.initiator_text or "").lower().removeprefix("the ").split()
    return len(said) == 1 and _has_word(said[0], words)


def _names_fighters(doc: Doc, event: Event) -> bool:
    return _has_word(event.target_text, listed(doc, "fighters") | listed(doc, "attackers"))


def _has_word(text: str | None, words: frozenset[str]) -> bool:
    said = set((text or "").lower().split())
    return bool(said & (words | {w + "s" for w in words}))
