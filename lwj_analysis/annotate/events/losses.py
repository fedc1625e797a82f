"""Who was attacked, where only the count of the dead tells it: "overran the base and killed nine policemen"."""

from __future__ import annotations

from spacy.tokens import Doc

from lwj_analysis.annotate.events.fill import is_answer
from lwj_analysis.annotate.events.kinds import EVENT_TYPE_OF
from lwj_analysis.annotate.events.similarity import VIOLENT, related
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Actor, Casualty, Event

PEOPLE_TARGETS = "lwj_people_targets"  # Doc.user_data: ``id`` of the events whose target is people, not a place
HARMED = {"killed", "wounded", "abducted", "captured", "missing", "casualties"}
COUNTED = {"count", "subset"}
SHARED = VIOLENT | {"Looting/property destruction", "Non-violent transfer of territory"}


def complete_targets(doc: Doc) -> None:
    """Give events without a known target the victims of their casualties, the side of the initiator left out.

    Runs when every casualty has its event and its side.
    """
    found = doc._.lwj
    told_of: dict[int, list[Casualty]] = {}
    for row in found.casualties:
        told_of.setdefault(id(row.event), []).append(row)
    for event in found.events:
        if event.target_id is None and EVENT_TYPE_OF[event.sub_event_type] != "Strategic developments":
            victims = [c for c in told_of.get(id(event), ()) if _is_target(doc, c, event)]
            named = [c for c in victims if c.victim_id]
            people = id(event) in doc.user_data.get(PEOPLE_TARGETS, ())
            told = [c for c in victims if not _is_anybody(doc, c)] if event.target_text else victims
            chosen = next(iter(named or ([] if people else told)), None)
            if chosen is not None:
                event.target_id = chosen.victim_id
                event.target_text = event.target_text if chosen.victim_id and event.target_text else chosen.victim_text
    _name_contingents(found.events, found.casualties, found.actors)
    _name_missions(found.events, found.actors)
    _share_targets(doc)
    _point_back(found.events)


def _name_missions(events: list[Event], actors: dict[str, Actor]) -> None:
    """ "The UN camp in Timbuktu" is that of the one mission that the UN has in the country and the article names."""
    for event in events:
        country = event.place.country if event.place is not None else None
        parent = actors.get(event.target_id or "")
        if country is not None and parent is not None and parent.type == "igo":
            own = [a.id for a in actors.values() if a.type == "igo" and a.parent == parent.id and a.country == country]
            event.target_id = own[0] if len(own) == 1 else event.target_id


def _point_back(events: list[Event]) -> None:
    """ "The camp came under fire again": whose camp the article said before."""
    told: dict[str, str] = {}
    for event in sorted(events, key=lambda e: e.start):
        words = (event.target_text or "").lower().split()
        if (
            event.target_id is None
            and len(words) > 1
            and words[0] == "the"
            and event.initiator_id != told.get(words[-1])
        ):
            event.target_id = told.get(words[-1])
        if event.target_id and words:
            told[words[-1]] = event.target_id


def _share_targets(doc: Doc) -> None:
    """ "Two aircraft were destroyed", "a third set off his explosives": whose base was raided lost them, too."""
    found, people = doc._.lwj, doc.user_data.get(PEOPLE_TARGETS, ())
    raids: dict[int, list[Event]] = {}
    for e in found.events:
        if e.incident is not None and e.target_id and e.initiator_id and not is_answer(e):
            raids.setdefault(e.incident, []).append(e)
    for event in found.events:
        if event.target_id or id(event) in people or is_answer(event) or event.sub_event_type not in SHARED:
            continue
        same = raids.get(event.incident, ()) if event.incident is not None else ()
        raid = next(
            (r for r in same if event.initiator_id and related(r.initiator_id, event.initiator_id, found)), None
        )
        if raid is not None and not related(raid.target_id, event.initiator_id, found):
            event.target_id, event.target_text = raid.target_id, event.target_text or raid.target_text


def _name_contingents(events: list[Event], casualties: list[Casualty], actors: dict[str, Actor]) -> None:
    """A base of a mission is held by one army: that of the soldiers who were lost there, where they are of one."""

    def is_mission(actor_id: str | None) -> bool:
        return actor_id is not None and actors[actor_id].type == "igo"

    lost: dict[tuple[int | None, str], set[str]] = {}
    for row in casualties:
        if row.victim_id and row.event is not None and is_mission(row.event.target_id) and row.victim_side == "target":
            lost.setdefault((row.event.incident, row.event.target_id), set()).add(row.victim_id)
    for event in events:
        armies = {a for a in lost.get((event.incident, event.target_id or ""), ()) if not is_mission(a)}
        if len(armies) == 1 and actors[next(iter(armies))].type == "state_force":
            event.target_id = next(iter(armies))


def _is_anybody(doc: Doc, row: Casualty) -> bool:
    """ "Four people", "casualties": says less than the place that was attacked."""
    said = doc.char_span(row.start, row.end, alignment_mode="expand")
    return all(
        t.lemma_.lower() in listed(doc, "anybody") for t in said if t.pos_ in ("NOUN", "PROPN") and not t.like_num
    )


def _is_target(doc: Doc, row: Casualty, event: Event) -> bool:
    found = doc._.lwj
    span = doc.char_span(row.start, row.end, alignment_mode="expand")
    if not row.victim_id and not any(t.pos_ in ("NOUN", "PROPN") and not t.like_num for t in span):
        return False  # a bare number or a pronoun
    if row.outcome not in HARMED or row.counting not in COUNTED or row.best == 0 or row.victim_side == "initiator":
        return False
    if row.victim_id and event.initiator_id and related(row.victim_id, event.initiator_id, found):
        return False
    if event.event_type == "Battles" and row.victim_class == "civilian":
        return False
    attackers = row.victim_class == "armed_group" and event.event_type != "Battles" and row.victim_side != "target"
    return not attackers and row.victim_class != "mixed"
