"""Which noun phrases can be victims, and what their words say of the people: class, women, children, leaders, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from lwj_analysis.annotate.groups import MANY, ONE, Group, full_end, word_set
from lwj_analysis.annotate.quantities import is_ordinal
from lwj_analysis.annotate.records import Actor
from lwj_analysis.lexicon import Lexicon

_NOT_PEOPLE = ("time", "distance", "money", "age", "materiel", "name")
_PLACES = ("GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "EVENT", "LAW", "PRODUCT", "LANGUAGE")
_ATTRIBUTES = word_set("national local")  # people only by themselves: "two nationals", not "the national guard"
_NOBODY = frozenset(("none", "nobody", "neither", "any"))
_NO_PERSON = word_set("it itself this that which what there these half")
_SERVING = word_set("engineer doctor medic nurse driver cook mechanic technician pilot interpreter surgeon paramedic")


@dataclass(frozen=True, slots=True)
class VictimWords:
    """The tables of ``victims.toml`` by noun."""

    classes: dict[str, str]
    tags: dict[str, tuple[str, ...]]
    persons: frozenset[str]
    things: frozenset[str]


def victim_words(lexicon: Lexicon) -> VictimWords:
    """Nouns by class, by tag, people and things; of two entries that hold a noun, the first gives the class."""
    classes: dict[str, str] = {}
    tags: dict[str, tuple[str, ...]] = {}
    entries = list(lexicon.victims.values())
    for entry in entries:
        for form in entry.forms:
            if entry.victim_class:
                classes.setdefault(form, entry.victim_class)
            if entry.tags:
                tags[form] = tuple(dict.fromkeys((*tags.get(form, ()), *entry.tags)))
    persons = frozenset(form for e in entries if e.person for form in e.forms)
    return VictimWords(classes, tags, persons, frozenset(f for e in entries if not e.person for f in e.forms) - persons)


def is_people(group: Group, words: VictimWords, *, strict: bool = False) -> bool:
    """Whether the group can be victims. ``strict``: only nouns known as people, numbers alone, and persons' names."""
    number, head = group.number, group.noun
    if number is not None and (number.role in _NOT_PEOPLE or _is_share(group)):
        return False
    if head.lower_ == "more" and group.doc[group.end : group.end + 1].text == "than":
        return False
    if group.bare:
        return number.role != "other" or number.quantifier != "exact" or head.lower_ in ("one", "two") or not strict
    lower = head.lower_
    if is_ordinal(lower):
        return group.doc[group.end : group.end + 1].text.lower() != "of"  # no "tenth of the battalion"
    if lower in _NO_PERSON or (head.pos_ == "PRON" and lower not in ONE | MANY | _NOBODY | words.persons):
        return False
    forms = set(_forms(head))
    if forms & words.persons or lower in ONE | MANY | _NOBODY or (number is None and _is_named_person(head)):
        return True
    if (
        forms & words.things
        or (head.ent_type_ in _PLACES and head.pos_ == "PROPN" and number is None)
        or _in_place(group)
    ):
        return False
    if strict:
        return head.ent_type_ in ("PERSON", "NORP")
    return head.pos_ in ("NOUN", "PROPN") or number is not None


def victim_class(group: Group, words: VictimWords, actors: list) -> str:
    """From the nouns of the phrase, head first, then its "of" complement, then the actor named in it."""
    types = [a.type for a in actors]
    span = group.doc[group.start : full_end(group)]
    text = span.text.lower()
    mission = "igo" in types or re.search(r"\b(?:UN|MINUSMA|AMISOM|ATMIS|UNIFIL)\b", span.text)
    if mission and re.search(r"\b(?:soldier|troop|peacekeeper|trooper|serviceman|police|policem)", text):
        return "peacekeeper"
    nouns = [
        t for t in _nouns(group) if t.i == group.noun.i or not (_in_name_of_fighters(t) or t.lower_ in _ATTRIBUTES)
    ]
    found = [words.classes[f] for token in nouns for f in _forms(token) if f in words.classes]
    if found:
        if (
            found[0] == "civilian"
            and found[1:2] == ["state"]
            and group.noun.lemma_.lower() in ("chief", "guard", "driver")
        ):
            return "state"
        if found[0] == "civilian" and "state_force" in types and group.noun.lemma_.lower() in _SERVING:
            return "state"
        if (
            found[0] == "armed_group"
            and types[:1] == ["state_force"]
            and group.noun.lemma_.lower() in ("fighter", "combatant")
        ):
            return "state"  # "26 fighters of the Syrian army"
        return found[0]
    if _ARMED_GROUP.search(text):
        return "armed_group"
    if group.noun.lemma_.lower() == "personnel" and "igo" not in types:
        return "state"  # "76 personnel"; those of a mission may be civilians
    by_type = {"state_force": "state", "armed_group": "armed_group", "civilians": "civilian", "media": "civilian"}
    return next((by_type[t] for t in types if t in by_type), "unknown")


_ARMED_GROUP = re.compile(
    r"\b(?:armed|rebel|militant|jihadist|insurgent|terrorist|criminal|guerrilla|extremist) "
    r"(?:groups?|organi[sz]ations?|factions?|cells?|gangs?|movements?|networks?)\b"
)


def _in_name_of_fighters(token: Token) -> bool:
    """ "Members of the Volunteers for the Defense of the Homeland": what a force is called does not make them civilians."""
    found = token.doc._.lwj
    named = (
        m
        for m in found.mentions
        if m.start <= token.idx < m.end and m.basis in ("lexicon", "alias") and m.actor_id in found.actors
    )
    return any(found.actors[m.actor_id].type in ("state_force", "armed_group") for m in named)


def may_be_called(actor: Actor | None, victim_text: str) -> bool:
    """Whether the words fit the actor: jihadists are of a jihadist family, or of no list."""
    jihadists = re.search(r"jihad|islamist|extremist", victim_text, re.I)
    return not jihadists or actor is None or not actor.in_lexicon or actor.family in JIHADIST_FAMILIES


JIHADIST_FAMILIES = ("al_qaeda", "islamic_state", "other_jihadist")


def victim_tags(group: Group, words: VictimWords) -> list[str]:
    """Women, children, leaders, and whether a person is named."""
    tags = [tag for token in _nouns(group)[:1] for form in _forms(token) for tag in words.tags.get(form, ())]
    named = group.number is None and group.head.pos_ == "PROPN" and group.head.lower_ not in words.persons
    if named:
        lower = [t.lower_ for t in group.doc[group.start : group.end]]
        tags += [tag for word in lower for tag in words.tags.get(word, ()) if tag == "leader"] + ["named"]
    if re.search(r"\b(?:year|month)s?[ -]old\b", group.doc[group.start : group.end].text) and _young(group):
        tags.append("children")
    return list(dict.fromkeys(tags))


def _is_named_person(head: Token) -> bool:
    """ "Wardak and two bodyguards were killed": a name that the article has as a person's."""
    if head.pos_ != "PROPN":
        return False
    found = head.doc._.lwj
    named = (m for m in found.mentions if m.start <= head.idx < m.end)
    return any(m.actor_id in found.actors and found.actors[m.actor_id].type == "person" for m in named)


def _is_share(group: Group) -> bool:
    after = group.doc[group.end : group.end + 3].text
    return bool(re.match(r"\s?(?:%|percent|per cent)", after)) or (
        group.number.best is None and group.number.quantifier == "exact"
    )


def _nouns(group: Group) -> list[Token]:
    """The nouns that tell the class: the head, its modifiers from the right, then the complements."""
    inside = [t for t in reversed(group.doc[group.start : group.end]) if t.pos_ in ("NOUN", "PROPN", "ADJ")]
    after = [t for t in group.doc[group.end : full_end(group)] if t.pos_ in ("NOUN", "PROPN")]
    first = [group.noun]
    return first + [t for t in inside + after if t.i != group.noun.i]


def _forms(token: Token) -> Iterator[str]:
    """A noun with the word before it, its lemma, itself, itself without the plural's s; "passer-by" as one word."""
    left = token.nbor(-1).lower_ if token.i > token.sent.start else ""
    lower = token.lower_
    if left == "-" and token.i - 2 >= token.sent.start:
        yield f"{token.nbor(-2).lower_}-{lower}"
    for form in (token.lemma_.lower(), lower, lower.removesuffix("s"), re.sub(r"men$", "man", lower)):
        if left:
            yield f"{left} {form}"
    for form in (token.lemma_.lower(), lower, lower.removesuffix("s"), re.sub(r"men$", "man", lower)):
        yield form


def _young(group: Group) -> bool:
    age = re.search(
        r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -](?:year|month)",
        group.doc[group.start : group.end].text,
    )
    return bool(age) and (not age[1].isdigit() or int(age[1]) < 18)


def _in_place(group: Group) -> bool:
    head = group.head
    return any(p.start <= head.idx < p.end for p in group.doc._.lwj.places) and group.number is None
