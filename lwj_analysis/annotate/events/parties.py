"""Initiators and targets of a trigger."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.roles import Role
from lwj_analysis.annotate.events.setting import is_time
from lwj_analysis.annotate.events.triggers import Trigger
from lwj_analysis.annotate.events.words import listed


def parties(doc: Doc, trigger: Trigger) -> tuple[list[Role], list[Role]]:
    """Initiators and targets of a trigger."""
    token = trigger.token
    who, whom = _of_verb(token, trigger) if token.pos_ == "VERB" else _of_noun(token, trigger)
    initiators = [r for t in who if (r := role_of_party(doc, t, trigger))]
    targets = [
        r
        for t in whom
        if t not in who
        and not is_time(doc, t)
        and t.lemma_ not in listed(doc, "no_target")
        and (r := roles.role_of(doc, t))
    ]
    known = {r.actor_id for r in initiators if r.actor_id}
    return initiators, [_without_actor(r) if r.actor_id in known else r for r in targets if _is_other_party(r, known)]


def role_of_party(doc: Doc, token: Token, trigger: Trigger) -> Role | None:
    """A bomb is nobody; a bomber acts for those whose bomber he is, a spokesman for nobody."""
    if token.lemma_ in listed(doc, "speakers"):
        return None
    if trigger.doer is not None and token.i == trigger.doer.i:
        role = roles.role_of(doc, token)
        return role if role and role.actor_id else None
    return None if is_time(doc, token) else roles.role_of(doc, token)


def _is_other_party(role: Role, known: set[str]) -> bool:
    """Not the doers themselves; "their base" is a thing that the parser of pronouns may have given to them."""
    return role.actor_id is None or role.actor_id not in known or any(c.dep_ == "poss" for c in role.token.children)


def _without_actor(role: Role) -> Role:
    return replace(role, actor_id=None)


def _of_verb(verb: Token, trigger: Trigger) -> tuple[list[Token], list[Token]]:
    who, whom = roles.agents_of_verb(verb), roles.objects_of_verb(verb)
    rest = trigger.words.split()[1:]
    if trigger.entry.toll and verb.lemma_ in ("die", "lose"):  # "lost 16 of their own"
        return [], who
    if trigger.key in ("suicide", "ied") and verb.lemma_ in (
        "blow",
        "detonate",
        "explode",
        "set",
        "use",
        "go",
        "send",
        "drive",
    ):
        return who, roles.goals_of(verb)
    if trigger.key == "repelled":
        return whom, who
    if rest and verb.lemma_ in ("come", "be"):  # "came under fire"
        return _agents_by(verb), who
    if rest:
        whom = [t for t in whom if t.lemma_.lower() not in rest] or roles.goals_of(verb)
        if any(t.lemma_.lower() in rest for t in who):
            who = []
    if not whom or trigger.key in ("gunfire", "shelling", "grenade", "air"):
        whom = roles.goals_of(verb) or whom
    return who, whom


def _agents_by(verb: Token) -> list[Token]:
    return [
        p
        for d in verb.subtree
        if d.lower_ in ("by", "from") and d.dep_ in ("prep", "agent")
        for p in d.children
        if p.dep_ == "pobj"
    ]


def _of_noun(noun: Token, trigger: Trigger) -> tuple[list[Token], list[Token]]:
    who, whom = roles.by_whom(noun), roles.goals_of(noun)
    owner = roles.owner_of(noun)
    if owner is not None and not (owner.pos_ == "PRON" and roles.role_of(noun.doc, owner) is None):
        who.append(owner)
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod") and _names_actor(child):
            who.append(child)
        if child.lower_ == "between" and child.dep_ == "prep":
            who += [p for p in child.children if p.dep_ == "pobj"]
            whom += [c for p in child.children if p.dep_ == "pobj" for c in p.conjuncts]
    if trigger.key not in ("attack", "clash", "operation", "gunfire"):
        whom = whom or roles.of_what(noun)
    if trigger.key == "arrest" and noun.dep_ == "dobj" and noun.head.lemma_ in ("report", "announce"):
        who = who or roles.agents_of_verb(noun.head)
    verb = noun.head if noun.dep_ in ("dobj", "nsubjpass", "obj") else None
    if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in listed(noun, "carriers") - {"claim", "see"}:
        if verb.lemma_ in ("suffer", "face"):
            whom = whom or roles.agents_of_verb(verb)
        elif noun.dep_ == "dobj":
            who = who or roles.agents_of_verb(verb)
    if noun.dep_ == "nsubj" and noun.head.lemma_ in listed(noun, "striking"):
        whom = whom or roles.objects_of_verb(noun.head)
    killing = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during") else None
    if killing is not None and killing.pos_ == "VERB" and killing.lemma_ in listed(noun, "tolls"):
        who = who or (
            []
            if roles.is_passive(killing)
            else roles.agents_of_verb(killing)
            if killing.lemma_ not in ("die", "lose")
            else []
        )
        whom = whom or (
            roles.agents_of_verb(killing) if killing.lemma_ in ("die", "lose") else roles.objects_of_verb(killing)
        )
    relative = next(
        (c for c in noun.children if c.dep_ == "relcl" and c.lemma_ in listed(noun, "carriers") - {"claim"}), None
    )
    if relative is not None and not who:
        who = [t for t in roles.agents_of_verb(relative) if t != noun]
    return who, whom


def _names_actor(token: Token) -> bool:
    mentions = token.doc._.lwj.mentions
    return any(m.start <= token.idx < m.end for m in mentions) or token.lemma_.lower() in listed(token, "fighters")
