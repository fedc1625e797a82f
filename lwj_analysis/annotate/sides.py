"""On whose side the dead were, and which parties belong together."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from lwj_analysis.annotate.records import Annotations, Casualty, Event
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.victims import may_be_called

OF_SPEAKER = {"militant": "armed_group", "military": "state", "government": "state"}


def party_of(row: Casualty, found: Annotations) -> str | None:
    """The party on whose side they were; jihadists are none of a force that no list calls so."""
    party = getattr(row.event, f"{row.victim_side}_id")
    told_by = row.source.actor_id if row.source is not None else None
    if row.victim_class == "armed_group" and row.rule == "active_object" and related(told_by, party, found):
        return None  # "the brigade said it killed nine outlaws": none of its own
    return party if may_be_called(found.actors.get(party), row.victim_text) else None


def side(row: Casualty, found: Annotations, classes: dict[str, str]) -> str:
    """Which side of its event the victims were on; ``classes`` are the victim classes by noun."""
    if row.victim_class in ("civilian", "mixed"):
        return row.victim_class
    event = row.event
    if event is None:
        return "unknown"
    if row.victim_class in ("armed_group", "unknown") and _OWN_DEED.search(row.victim_text):
        return "initiator"
    for which in ("target", "initiator"):
        if related(row.victim_id, getattr(event, f"{which}_id"), found):
            return which
    told_by = row.source.actor_id if row.source is not None else None
    # "the group claimed to have killed nine soldiers and three mercenaries"
    boasted = row.rule == "active_object" and related(told_by, event.initiator_id, found)
    if boasted and row.victim_class == "armed_group":
        return "target"
    kinds = {which: _kind(event, which, found, classes) for which in ("target", "initiator")}
    # "the opposition admitted the loss of two men"
    own = OF_SPEAKER.get(row.source.type) if row.source is not None and row.rule == "lost" else None
    if own and row.victim_class == "unknown" and list(kinds.values()).count(own) == 1:
        return next(which for which, kind in kinds.items() if kind == own)
    if _ATTACKERS.search(row.victim_text) and kinds["initiator"] not in ("state", "peacekeeper"):
        return "initiator"
    state = [which for which, kind in kinds.items() if kind == "state"]
    if len(state) == 1 and _LOYAL.search(row.victim_text):
        return state[0]
    if event.event_type == "Explosions/Remote violence" and row.victim_class == "state" == kinds["initiator"]:
        # "helicopters killed 16 militants, and two soldiers died"
        return "initiator" if kinds["target"] == "armed_group" else "target"
    same = [which for which, kind in kinds.items() if kind == row.victim_class]
    alike = bool(row.victim_id) and kinds["initiator"] == row.victim_class
    of_another_state = row.victim_class == "state" and _are_of_two_states(row.victim_id, event.initiator_id, found)
    if alike and (row.victim_class == "armed_group" or of_another_state):
        return "target" if event.target_id is None else "unknown"  # another group or state than the initiator
    if len(same) == 1:
        return same[0]
    if row.victim_class in ("state", "peacekeeper") and kinds["initiator"] == "armed_group":
        return "target"
    if row.victim_class == "armed_group" and kinds["initiator"] in ("state", "peacekeeper"):
        return "target"
    if kinds["initiator"] is None and {row.victim_class, kinds["target"]} in _FOES:
        far = event.event_type == "Explosions/Remote violence"
        return "target" if far else "initiator"  # they died as they attacked the others, but not of a mine or shell
    return "unknown"


def _are_of_two_states(one: str | None, other: str | None, found: Annotations) -> bool:
    countries = {found.actors[a].country for a in (one, other) if a in found.actors}
    return len(countries - {None}) == 2


def of_both(doc: Doc, row: Casualty) -> bool:
    """ "15 dead on both sides", "17 bodies, those of attackers and defenders together"."""
    return row.victim_class != "civilian" and bool(_BOTH.match(text_of(doc), row.end))


_BOTH = re.compile(
    r",?(?: [\w-]+){0,2}? (?:(?:(?:on|of|from|among) )?both sides\b|(?:on|of|from) (?:the two|all) (?:sides|parties)\b|"
    r"(?:those )?of (?:the )?[\w-]+ and (?:the )?[\w-]+,? (?:together|alike|combined)\b)"
)
_OWN_DEED = re.compile(r"\bbombers?\b|\b(?:him|her|them)sel(?:f|ves)\b|\bsuicide attackers?\b", re.I)
_ATTACKERS = re.compile(r"\b(?:attacker|assailant|perpetrator|raider|hijacker)s?\b", re.I)
_LOYAL = re.compile(r"\b(?:pro-(?:government|regime|state|army)|government-(?:backed|allied)|loyalists?)\b", re.I)
_FOES = ({"armed_group", "state"}, {"armed_group", "peacekeeper"}, {"armed_group", "civilian"})


def related(one: str | None, other: str | None, found: Annotations) -> bool:
    """The same actor, or one a part of the other."""
    return bool(one and other) and (one == other or one in found.ancestors(other) or other in found.ancestors(one))


def _kind(event: Event, which: str, found: Annotations, classes: dict[str, str]) -> str | None:
    """The victim class that a party's people have, by its actor, else by its noun ("gunmen")."""
    actor_id, text = getattr(event, f"{which}_id"), getattr(event, f"{which}_text")
    actor = found.actors.get(actor_id) if actor_id else None
    if actor is None:
        nouns = (text or "").casefold().split(" ")[-1:]
        return next(
            (classes[form] for noun in nouns for form in (noun, noun.removesuffix("s")) if form in classes), None
        )
    kinds = {
        "armed_group": "armed_group",
        "state_force": "state",
        "government": "state",
        "igo": "peacekeeper",
        "civilians": "civilian",
    }
    return kinds.get(actor.type)
