"""Whose people the victims are: the actor named with them, who lost them, whom the attack aimed at."""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.actors import actor_of
from lwj_analysis.annotate.groups import Group, full_end, word_set
from lwj_analysis.annotate.lookup import claims_over, events_told, of_these_days
from lwj_analysis.annotate.quantities import word_value
from lwj_analysis.annotate.records import Actor, Casualty, Event
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.victims import JIHADIST_FAMILIES

_LOSING = word_set("lose suffer sustain concede admit acknowledge mourn bury")
_COUNTING = word_set("report announce give list")  # of a bare figure ("the army announced seven dead"): one's own
_CAN_LOSE = ("state_force", "armed_group", "government", "igo", "civilians")
_FIGHTING = {
    "state": ("state_force",),
    "peacekeeper": ("igo", "state_force"),
    "armed_group": ("armed_group",),
    "unknown": ("state_force", "armed_group", "igo"),
}


def named_actors(group: Group) -> list[str]:
    """The actors that the noun phrase names, its head's first ("35 members of the security forces")."""
    doc = group.doc
    order = [group.noun, *reversed(doc[group.start : group.end]), *doc[group.end : full_end(group)]]
    found = [actor_of(doc, token) for token in order]
    ids = [_group_of(doc, mention.actor_id) for mention in found if mention]
    return list(dict.fromkeys(actor for actor in ids if actor))


def losers(group: Group, trigger: int) -> list[str]:
    """Who lost them: the subject of "lost 17 dead" and "admits 10 dead", the owner in "the group's dead at 374"."""
    doc, first = group.doc, group.head.sent.start
    if group.noun.lower_ in ("civilians", "civilian"):
        return []
    owners = [child for child in doc[trigger].children if child.dep_ == "poss"]
    counting = _LOSING | _COUNTING if group.bare else _LOSING
    verbs = [t for t in doc[max(first, group.left - 8) : group.left] if t.lemma_.lower() in counting]
    owners += [child for verb in verbs[-1:] for child in _with_subject(verb).children if child.dep_ == "nsubj"]
    found = [actor_of(doc, token) for token in owners]
    ids = [_group_of(doc, mention.actor_id) for mention in found if mention]
    start = doc[group.start].idx
    if is_own(group):
        said = (c.source.actor_id for c in claims_over(doc, start, start + 1) if c.source.actor_id)
        ids += [owner for source in said if (owner := _group_of(doc, source))]
    actors = doc._.lwj.actors
    return [actor for actor in ids if actor in actors and actors[actor].type in _CAN_LOSE][:1]


def _with_subject(verb: Token) -> Token:
    """ "It said that it had killed 40 and admitted the loss of five": the first of verbs that share a subject."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "nsubj" for c in verb.children):
        verb = verb.head
    return verb


def is_own(group: Group) -> bool:
    """ "Three of our comrades", "three deaths in its ranks": of whoever speaks."""
    doc = group.doc
    ours = _OURS.search(doc[group.start : full_end(group)].text)
    first = group.head.sent.start
    ours = ours or _WE_HAVE.search(doc[max(first, group.left - 6) : group.end].text)
    return bool(ours or _IN_ITS_RANKS.match(doc[group.end : group.end + 4].text))


_OURS = re.compile(
    r"\bsons of the (?:soil|nation|country)\b|"
    r"\bour (?:\w+ )?(?:comrade|men|fighter|soldier|brother|martyr|troop|force|boy|personnel|member)",
    re.I,
)
_WE_HAVE = re.compile(r"\bwe (?:have|had|suffered|lost|mourn|buried|have had|have lost|have buried)\b", re.I)
_IN_ITS_RANKS = re.compile(
    r"(?:with)?in (?:its|their) (?:own )?ranks|among (?:its|their) (?:own )?(?:men|fighters|troops|forces)", re.I
)


def on_whose_side(group: Group) -> list[str]:
    """ "On the army's side, the first reports had 85 dead"."""
    owners = [t for t in group.head.sent if t.dep_ == "poss" and t.head.lower_ == "side" and t.i < group.left]
    found = [actor_of(group.doc, token) for token in owners] if group.bare else []
    return [mention.actor_id for mention in found if mention]


def whose_people(doc: Doc, record: Casualty) -> str | None:
    """Where nothing names them: the party to the sentence's event, the army or group named last, the last event's party.

    Only an actor that fits the class of the victims; who kills them or tells of them is not the one that lost them.
    """
    if _of_another_body(doc, record) or (record.victim_class == "unknown" and _PLAIN_PEOPLE.search(record.victim_text)):
        return None
    if foe := enemy_of_speaker(doc, record):
        return foe
    sent = doc[record.trigger].sent
    here = events_told(doc, sent.start_char, sent.end_char)
    told = {id(e) for e in here}
    before = [e for e in of_these_days(doc) if e.start < record.start and id(e) not in told]
    found = (
        _first(_party(doc, e, record) for e in here)
        or _own_people(doc, record)
        or _counted_by_their_state(doc, record, before)
        or _named_last(doc, record)
    )
    if found is None and not _is_anybody(record):
        found = _first(_party(doc, e, record) for e in reversed(before[-3:])) or _main_loser(doc, record)
    return _force(doc, found) if found and found not in _killers(doc, record) else None


def enemy_of_speaker(doc: Doc, record: Casualty) -> str | None:
    """ "The enemy's losses at six dead", "30 enemy fighters": the party that fights the side of whoever says so."""
    sent = doc[record.trigger].sent
    if not _ENEMY.search(text_of(doc)[sent.start_char : record.end]):
        return None
    said = {c.source.type for c in claims_over(doc, record.start, record.start + 1)}
    wanted = "armed_group" if said & {"military", "government"} else "state_force" if "militant" in said else None
    actors = doc._.lwj.actors
    told = [e for e in of_these_days(doc) if e.start < record.end]
    parties = (party for e in reversed(told) for party in (e.target_id, e.initiator_id))
    return next((p for p in parties if p in actors and actors[p].type == wanted), None)


_ENEMY = re.compile(r"\benem(?:y|ies)\b", re.I)


def _of_another_body(doc: Doc, record: Casualty) -> bool:
    """ "Four Indians" are no soldiers of a mission, "recruits of a paramilitary force" none of the force named before."""
    said = doc.char_span(record.start, record.end, alignment_mode="expand")
    people = (
        said is not None
        and record.victim_class == "unknown"
        and said.root.ent_type_ == "NORP"
        and said.root.pos_ != "ADJ"
    )
    return people or bool(
        re.search(r" of an? (?:[\w-]+ )?(?:force|militia|army|group|service|agency)\b", record.victim_text)
    )


def _is_anybody(record: Casualty) -> bool:
    """A name, "a watchman", "14 rivals", "bodies": no bare figure, and no word for those who serve or belong to somebody."""
    words = re.findall(r"[^\W\d_]+", record.victim_text.lower())
    bare = not words or word_value(words[-1]) is not None
    counted = bare or record.victim_class != "unknown" or bool(_COUNTED & set(words))
    return not counted or bool(_ANYBODY.search(record.victim_text)) or "named" in record.victim_tags


_COUNTED = word_set(
    "dead death deaths killed fatality fatalities casualty casualties loss losses wounded injured men member members officer "
    "officers personnel missing prisoner prisoners captive captives them some many several dozens scores hundreds"
)
_ANYBODY = re.compile(
    r"^(?:he|she|him|her|they|them)$|people|person|fighter|\bbod(?:y|ies)\b|corpse|\bman\b|wom[ae]n|others?\b|victim",
    re.I,
)


_PLAIN_PEOPLE = re.compile(
    r"\b(?:people|persons?|wom[ae]n|victims?|couples?|famil(?:y|ies)|relatives|hostages?)\b|\bof the (?:wounded|injured)$",
    re.I,
)


def _own_people(doc: Doc, record: Casualty) -> str | None:
    """ "A spokesman for Ukraine’s command said that one soldier died": plain soldiers of whom an army tells are its own."""
    if record.victim_class != "state" or not _PLAIN_SOLDIERS.match(record.victim_text):
        return None
    actors = doc._.lwj.actors
    sources = (c.source for c in claims_over(doc, record.start, record.start + 1))
    countries = {
        actors[s.actor_id].country for s in sources if s.actor_id in actors and s.type in ("military", "government")
    }
    forces = [i for i, a in actors.items() if a.type == "state_force" and a.country in countries - {None}]
    return next((i for i in sorted(forces) if i.endswith(":state_force")), None)


_PLAIN_SOLDIERS = re.compile(r"[\w-]+ (?:soldiers?|troops|servicem[ae]n|service members?)\b", re.I)


def _counted_by_their_state(doc: Doc, record: Casualty, before: list[Event]) -> str | None:
    """Soldiers, bodies or bare figures that a state's official gives: of its force that was attacked last, or its army."""
    plain = record.victim_class == "state" or not _ANYBODY.search(record.victim_text)
    if not plain or record.victim_class not in ("state", "unknown"):
        return None
    actors = doc._.lwj.actors
    sources = [c.source for c in doc._.lwj.claims if c.start <= record.start < c.end and c.source.actor_id in actors]
    countries = {actors[s.actor_id].country for s in sources if s.type in ("government", "military")} - {None}
    forces = {i for i, a in actors.items() if a.type == "state_force" and a.country in countries}
    aims = Counter(e.target_id for e in before if e.target_id in forces)
    return next((i for i, _ in aims.most_common(1)), None) or next(
        (i for i in sorted(forces) if i.endswith(":state_force")), None
    )


def _main_loser(doc: Doc, record: Casualty) -> str | None:
    """Soldiers and bare figures: of the force that most events of the article aim at."""
    wanted, actors = _FIGHTING.get(record.victim_class, ()), doc._.lwj.actors
    if record.victim_class not in ("state", "unknown"):
        return None
    here = {e.place.country for e in doc._.lwj.events if e.place is not None}
    aims = Counter(
        e.target_id for e in of_these_days(doc) if e.target_id in actors and actors[e.target_id].type in wanted
    )
    aims = aims or Counter(
        e.target_id
        for e in doc._.lwj.events
        if _is_force(actors.get(e.target_id)) and actors[e.target_id].country in here
    )
    return aims.most_common(1)[0][0] if aims else None


def _is_force(actor: Actor | None) -> bool:
    return actor is not None and actor.type == "state_force"


def _named_last(doc: Doc, record: Casualty) -> str | None:
    """ "27 soldiers": of the army that the article named last before them."""
    if record.victim_class not in ("state", "armed_group"):
        return None
    wanted, actors, speakers = _FIGHTING[record.victim_class], doc._.lwj.actors, _speakers(doc, record)
    jihadists = _JIHADISTS.search(record.victim_text)
    fitting = [
        mention
        for mention in doc._.lwj.mentions
        if mention.actor_id in actors and mention.actor_id not in speakers and actors[mention.actor_id].type in wanted
        if actors[mention.actor_id].family in JIHADIST_FAMILIES or not jihadists
    ]
    before = [mention for mention in fitting if mention.end <= record.start]
    of_state = all(m.actor_id.endswith(":state_force") or record.victim_class != "state" for m in fitting)
    if not before and of_state and len({mention.actor_id for mention in fitting}) == 1:
        before = fitting  # the only army of the article, named further down
    return max(before, key=lambda m: m.start).actor_id if before else None


_JIHADISTS = re.compile(r"jihad|islamist|extremist", re.I)


def _party(doc: Doc, event: Event, record: Casualty) -> str | None:
    """The event's party whose kind fits the victims: its target first, for attackers its initiator."""
    wanted, actors = _FIGHTING.get(record.victim_class, ()), doc._.lwj.actors
    parties = (
        [event.target_id, event.initiator_id]
        if record.victim_class != "armed_group"
        else [event.initiator_id, event.target_id]
    )
    if record.victim_class == "unknown" or event.event_type == "Explosions/Remote violence":
        parties = [event.target_id]  # nobody dies where the missile is fired
    others = _speakers(doc, record) | _killers(doc, record)
    fitting = [p for p in parties if p in actors and actors[p].type in wanted and p not in others]
    if _JIHADISTS.search(record.victim_text):
        fitting = [p for p in fitting if actors[p].family in JIHADIST_FAMILIES]
    return fitting[0] if fitting else None


def _speakers(doc: Doc, record: Casualty) -> set[str | None]:
    """Who says it of others, with all they are a part of; an army that counts its own dead names them or owns the verb."""
    if record.victim_class != "armed_group":
        return set()
    said = {c.source.actor_id for c in doc._.lwj.claims if c.start <= record.start < c.end}
    return said | {above for actor in said if actor for above in doc._.lwj.ancestors(actor)}


def _killers(doc: Doc, record: Casualty) -> set[str]:
    """The subject of "killed three men"."""
    verb = doc[record.trigger]
    if verb.pos_ != "VERB" or record.start < verb.idx:
        return set()
    while verb.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in verb.children):
        verb = verb.head
    found = [actor_of(doc, c) for c in verb.children if c.dep_ == "nsubj"]
    return {_force(doc, mention.actor_id) for mention in found if mention}


def _group_of(doc: Doc, actor_id: str) -> str | None:
    """Whom somebody belongs to: a person's group or force, a unit's army; ``None`` for a person of no known group."""
    actor = doc._.lwj.actors.get(actor_id)
    if actor is not None and actor.type == "person":
        above = doc._.lwj.ancestors(actor_id)
        return _force(doc, above[0]) if above else None
    return _force(doc, actor_id)


def _force(doc: Doc, actor_id: str) -> str:
    """A government and a unit lose soldiers of the country's army, where the article knows the army."""
    actor = doc._.lwj.actors.get(actor_id)
    if actor is None or not actor.country or not (actor_id.endswith(":government") or actor_id.startswith("unit:")):
        return actor_id
    army = f"{actor.country.lower()}:state_force"
    return army if army in doc._.lwj.actors else actor_id


def _first(found) -> str | None:
    return next((actor for actor in found if actor), None)
