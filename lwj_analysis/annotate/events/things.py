"""What nouns stand for: people, places, weapons, things that are wrecked or taken."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events.words import EventWords, listed
from lwj_analysis.annotate.lookup import covering
from lwj_analysis.annotate.tree import object_of

WEAPON_KINDS = {  # what a vehicle can strike, what is used, what is found
    "ied": "explosive", "chemical": "chemical", "small_arms": "weapon", "rocket_grenade": "weapon", "shelling": "weapon",
    "grenade": "weapon",
}  # fmt: skip


def kinds_of(token: Token, words: EventWords) -> set[str]:
    """What a noun stands for: person, civilian, force, place, site, building, materiel, thing, explosive, chemical, weapon."""
    if token is None:
        return set()
    found: set[str] = set()
    for form in _forms(token):
        if form in words.targets:
            found.add(words.targets[form])
            break
    for form in _forms(token):
        if form in words.persons:
            found.add("person")
            if words.persons[form]:
                found.add("civilian" if words.persons[form] == "civilian" else "force")
            break
    if "force" in found:
        found.add("person")
    if "materiel" in found or "thing" in found:
        found -= {"person", "force", "civilian"}
    mention = actors.actor_at(token.doc, token.i)
    if (
        mention is not None
        and mention.root == token.i
        and not found & {"site", "place", "building", "materiel", "thing"}
    ):
        actor = token.doc._.lwj.actors.get(mention.actor_id)
        found.add("person")
        if actor is not None and actor.type in ("civilians", "ngo", "media"):
            found.add("civilian")
        elif actor is not None and actor.type not in ("person", "other"):
            found.add("force")
    if covering(token.doc, "places", token.idx) and "person" not in found:
        found.add("place")
    found |= {WEAPON_KINDS[key] for key in _weapon_keys(token, words) & set(WEAPON_KINDS)}
    if not found and token.ent_type_ == "NORP" and token.dep_ in ("dobj", "nsubjpass", "nsubj", "conj"):
        found.add("person")  # "shot a Palestinian"
    if not found and _is_occupation(token):
        found |= {"person", "civilian"}
    if not found and token.pos_ == "NUM" and token.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj"):
        found.add("person")  # "captured 70": people unless a noun says what
    return found


def _is_occupation(token: Token) -> bool:
    """ "Olive pickers", "well diggers": what somebody does for a living, by the ending of the word, where no list has it."""
    lemma = token.lemma_.lower()
    ending = any(lemma.endswith(e) and len(lemma) > len(e) + 2 for e in listed(token, "occupation_endings"))
    suffers = token.dep_ in ("dobj", "nsubjpass", "nsubj", "conj", "appos", "pobj") and token.pos_ == "NOUN"
    return ending and suffers and lemma not in listed(token, "no_occupations")


def weapons_in(tokens: list[Token], words: EventWords) -> list[tuple[Token, str, str | None, str]]:
    """(head, words, sub-event type, entry) of every weapon named among the tokens, the longest name where they overlap."""
    found, covered = [], set()
    for token in reversed(tokens):
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "ADJ", "X", "VERB"):
            continue
        for left, sub, key in words.weapons.get(token.lemma_.lower(), []) or words.weapons.get(token.lower_, []):
            if token.pos_ in ("VERB", "ADJ") and not left:
                continue
            if left_matches(token, left):
                span = token.doc[token.i - len(left) : token.i + 1]
                covered.update(range(span.start, span.end))
                found.append((token, span.text, sub, key))
                break
    return found[::-1]


def _weapon_keys(token: Token, words: EventWords) -> set[str]:
    forms = words.weapons.get(token.lemma_.lower(), []) or words.weapons.get(token.lower_, [])
    return {key for left, _, key in forms if left_matches(token, left)}


def counted(token: Token) -> Token:
    """What a number or a part counts ("about seven of the trucks", "all of Mali")."""
    if token.pos_ in ("NUM", "DET", "PRON", "ADJ") or token.lemma_ in listed(token, "parts"):
        if token.lemma_ == "head" and not any(c.dep_ == "nummod" for c in token.children):
            return token  # "the head of the commission"
        return object_of(token, "of") or token
    return token


def left_matches(token: Token, left: tuple[str, ...]) -> bool:
    if not left:
        return True
    if token.i - len(left) < token.sent.start:
        return False
    return all(
        w in (t.lemma_.lower(), t.lower_) for w, t in zip(left, token.doc[token.i - len(left) : token.i], strict=True)
    )


def _forms(token: Token) -> Iterator[str]:
    left = token.nbor(-1).lower_ if token.i and not token.is_sent_start else ""
    lemma, lower = token.lemma_.lower(), token.lower_
    yield from (f"{left} {lemma}", f"{left} {lower}", lemma, lower)
    if token.tag_ == "NNPS" or (token.pos_ == "PROPN" and lemma == lower and lower.endswith("s")):
        yield lower.removesuffix("s")  # "three Shias"
