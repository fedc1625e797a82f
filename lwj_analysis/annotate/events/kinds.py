"""The ACLED type of a telling, by a table of rules: the weapon first, then who is the victim, then the word itself."""

from __future__ import annotations

from spacy.tokens import Span, Token

from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.crowds import demonstration_type, told_of_crowd
from lwj_analysis.annotate.events.days import is_time
from lwj_analysis.annotate.events.modality import is_unopposed
from lwj_analysis.annotate.events.sites import places_of
from lwj_analysis.annotate.events.things import counted, kinds_of, weapons_in
from lwj_analysis.annotate.events.triggers import Trigger
from lwj_analysis.annotate.events.words import EventWords, listed, words_of
from lwj_analysis.annotate.text import paragraph_of
from lwj_analysis.annotate.tree import objects_of
from lwj_analysis.vocabulary import SUB_EVENT_TYPE

EVENT_TYPE_OF = {sub: event_type for sub, (event_type, _) in SUB_EVENT_TYPE.items()}
# A later rule needs an earlier one to say nothing: a chemical bomb is no air strike, a suicide bomber's car no mine.
PRECEDENCE = (
    "Chemical weapon",
    "Suicide bomb",
    "Air/drone strike",
    "Grenade",
    "Remote explosive/landmine/IED",
    "Shelling/artillery/missile attack",
)
BATTLE = {"Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Attack"}
VIOLENT = BATTLE | set(PRECEDENCE)
CROWD_DEEDS = {"wreck", "looting", "carry_off", "kill", "killing", "attack"}
MUNITION = {"explosive", "weapon", "chemical"}
INSTRUMENT = ("with", "by", "using", "via", "through", "from", "in", "on", "of", "including")


def type_of(trigger: Trigger, words: EventWords) -> tuple[str, str, list[str]]:
    """(sub-event type, name of the rule, weapons) of a trigger."""
    entry = trigger.entry
    if trigger.basis:
        sub = demonstration_type(trigger) if entry.demonstration else entry.sub_event_type
        return sub, f"{trigger.key}:{trigger.basis}", []
    told = instruments(trigger, words)
    if entry.toll and not any(sub for _, _, sub, _ in told):
        told += _weapons_beside(trigger, words)
    weapons = [form for _, form, _, _ in told]
    subs = {sub for _, _, sub, key in told if sub}
    if trigger.key in CROWD_DEEDS and (crowd := _deed_of_crowd(trigger, words)):
        return crowd, f"{trigger.key}:crowd", []
    if trigger.doer is not None and trigger.key in ("riot", "mob"):
        if trigger.key == "riot" and _kills(trigger, words) and not _protests(trigger.token):
            return "Mob violence", "riot:crowd", weapons  # "rioters killed a man accused of theft"
        return entry.sub_event_type, f"{trigger.key}:doer", weapons
    if (entry.force or entry.generic) and (means := _chemical_means(trigger, words)):
        return "Chemical weapon", f"{trigger.key}:chemical", list(dict.fromkeys([*weapons, *means]))
    if _dies_with_bomb(trigger, words) or _by_bomber(trigger):
        return "Suicide bomb", f"{trigger.key}:driven", weapons
    if trigger.doer is not None:
        return _doer_type(trigger, subs), f"{trigger.key}:doer", weapons
    if not entry.demonstration and (crowd := _against_crowd(trigger)):
        return crowd, f"{trigger.key}:crowd", weapons
    if trigger.key == "riot" and (_at_each_other(trigger.token) or _is_mob(trigger)):
        return "Mob violence", "riot:each other", []
    if trigger.key == "riot" and _wrecks(trigger):
        return "Looting/property destruction", "riot:word", []
    if entry.demonstration:
        return demonstration_type(trigger), f"{trigger.key}:demonstration", []
    if trigger.key in ("arrest", "captive") and (
        any(w in trigger.token.sent.text.lower() for w in listed(trigger.token, "crowd_control"))
        or (_by_state(trigger) is not False and _of_protest(trigger, words))
    ):
        return "Protest with intervention", f"{trigger.key}:crowd", []
    by_weapon = entry.generic or entry.toll or entry.force
    if trigger.key in ("ied", "shelling", "looting") or (by_weapon and not entry.territory and not entry.two_sided):
        chosen = _one_weapon(subs, mixed=entry.generic)
        fixed = entry.sub_event_type in PRECEDENCE and trigger.key != "ied"
        if chosen and not fixed and trigger.key not in ("killing", "ambush"):
            return chosen, f"{trigger.key}:weapon", weapons
    if trigger.key == "spoils" and _by_state(trigger) and "weapon" in _object_text(trigger):
        return "Disrupted weapons use", "spoils:state", weapons
    if entry.territory:
        return _territory_type(trigger, words), f"{trigger.key}:territory", weapons
    if trigger.key == "surrender" and any(c.lower_ == "to" for c in trigger.token.children):
        return "Change to group/activity", "surrender:to whom", weapons
    if trigger.key in ("captive", "arrest") and any(
        w in with_next(trigger.token) for w in listed(trigger.token, "vanished_phrases")
    ):
        return "Abduction/forced disappearance", f"{trigger.key}:vanished", weapons
    if (
        trigger.key in ("captive", "abduction")
        and _by_state(trigger)
        and any(w in with_next(trigger.token) for w in listed(trigger.token, "legal_phrases"))
    ):
        return "Arrests", f"{trigger.key}:state", weapons
    if trigger.key == "arrest" and _by_state(trigger) is False:
        return "Abduction/forced disappearance", "arrest:group", weapons
    if trigger.key == "captive" and (_by_state(trigger) or (_by_state(trigger) is None and _fighters_taken(trigger))):
        return "Arrests", "captive:state", weapons
    if entry.force and not entry.two_sided and entry.sub_event_type in ("Armed clash", "Attack"):
        return _victim_type(trigger, words), f"{trigger.key}:victim", weapons
    if trigger.key == "ied" and _from_the_air(trigger, words):
        return "Air/drone strike", "ied:state", weapons
    return entry.sub_event_type, f"{trigger.key}:word", weapons


def _from_the_air(trigger: Trigger, words: EventWords) -> bool:
    """ "The army bombed positions", "11 rebels killed in bombing of jungle camp": what armies bomb with is aircraft."""
    token = trigger.token
    if token.lemma_ not in ("bomb", "bombing"):
        return False
    of = roles.of_what(token) if token.pos_ != "VERB" else roles.objects_of_verb(token)
    held = any(t.lemma_.lower() in listed(token, "bombed_sites") for t in of)
    return bool(_by_state(trigger)) or (held and _by_state(trigger) is None)


def instruments(trigger: Trigger, words: EventWords) -> list[tuple[Token, str, str | None, str]]:
    """The weapons used in the telling: beside the noun, after "with" or "by", as object of "fired", as doer."""
    token = trigger.token
    near: list[Token] = []
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod"):
            near += list(child.subtree)
        elif (
            (child.dep_ in ("prep", "agent", "pcomp", "acl", "advcl") and child.lower_ in INSTRUMENT)
            or (
                child.dep_ == "dobj"
                and token.lemma_
                in (
                    "fire",
                    "launch",
                    "detonate",
                    "throw",
                    "set",
                    "drop",
                    "hurl",
                    "lob",
                    "use",
                    "explode",
                    "plant",
                    "trigger",
                    "blow",
                )
            )
            or (child.dep_ in ("nsubj", "nsubjpass") and trigger.key in ("ied", "suicide", "grenade"))
        ):
            near += [t for t in child.subtree if not _inside_clause(t, child)]
    if trigger.entry.generic and token.pos_ == "VERB":
        for doer in roles.agents_of_verb(token):
            near += [t for t in doer.subtree if t.i <= doer.i and doer.lemma_.lower() in ("force", "air", "plane")]
    if trigger.doer is not None:
        near += [t for t in trigger.doer.subtree if t.i <= trigger.doer.i]
        near += [t for c in trigger.doer.children if c.lower_ == "from" for t in c.subtree]  # "missiles from a drone"
    elif trigger.entry.generic and token.pos_ == "VERB":
        near += [t for doer in roles.agents_of_verb(token) if not kinds_of(doer, words) & {"person", "force"}
                 for t in doer.subtree if t.i <= doer.i]  # fmt: skip
    elif trigger.entry.generic and token.dep_ == "dobj":  # "opened its assault with a salvo of rockets"
        near += [t for c in token.head.children if c.lower_ == "with" for t in c.subtree]
    near = sorted({t for t in near if t.i != token.i}, key=lambda t: t.i)
    found = weapons_in(near, words)
    return [f for f in found if not _is_aimed_at(f[0])]


def _weapons_beside(trigger: Trigger, words: EventWords) -> list[tuple[Token, str, str | None, str]]:
    """The one kind of weapon that a note names beside its dead: "Roadside bomb targets convoy in X; 1 soldier killed"."""
    sent = trigger.token.sent
    near = [t for t in sent if t.dep_ != "pobj" or t.head.lower_ in ("under", "by", "from")]
    found = [f for f in weapons_in(near, words) if f[2] and not _is_aimed_at(f[0])]
    return found if len({f[2] for f in found}) == 1 else []


def _object_text(trigger: Trigger) -> str:
    objects = roles.objects_of_verb(trigger.token) if trigger.token.pos_ == "VERB" else []
    return " ".join(t.lemma_.lower() for o in objects for t in o.subtree)


def _against_crowd(trigger: Trigger) -> str | None:
    """Police against a crowd, a crowd against the police or among itself; ``None`` if there is no crowd."""
    token = trigger.token
    if trigger.key not in ("gunfire", "clash", "attack", "killing", "kill", "target") or token.pos_ != "VERB":
        return None
    text = token.sent.text.lower()
    if any(w in text for w in listed(token, "crowd_control")) and trigger.key != "killing":
        return demonstration_type(trigger)
    doers = roles.agents_of_verb(token)
    crowds = listed(token, "crowd_people") | listed(token, "neighbors") | {"people"}
    if trigger.key == "attack" and doers and all(_is_crowd(counted(t), crowds) for t in doers):
        return "Mob violence"  # "more than a thousand people attacked a house of followers of the sect"
    whom = (
        roles.agents_of_verb(token)
        if token.lemma_ in listed(token, "befalling")
        else roles.goals_of(token) + roles.objects_of_verb(token)
    )
    whom = [t for t in whom if not is_time(token.doc, t)]
    crowd = listed(token, "demonstrators")
    gathered = crowd | listed(token, "rallied")
    met = {t.lemma_.lower() for w in whom for t in w.subtree} & gathered
    # Gunmen who shoot at protesters as well as police; at mourners it is police.
    if met and trigger.key != "clash" and (_by_state(trigger) is not False or met & crowd):
        return "Excessive force against protesters"
    if trigger.key == "clash" and _with_sticks(token) and _by_state(trigger) is None:
        return "Violent demonstration" if any(w in text for w in listed(token, "state_phrases")) else "Mob violence"
    if trigger.key != "clash" and _shot_in_crowd(trigger, whom, text):
        sub = demonstration_type(trigger)
        return "Excessive force against protesters" if sub == "Peaceful protest" else sub
    people = listed(token, "crowd_people") | crowd
    who = roles.agents_of_verb(token)
    brawl = trigger.key == "clash" or any(t.lower_ in ("other", "another") for t in whom)
    if brawl and who and _is_crowd(who[0], people) and all(_is_crowd(t, people) or t.pos_ == "PROPN" for t in who):
        police = any(w in text for w in listed(token, "state_phrases"))
        return "Violent demonstration" if police else "Mob violence"
    return None


def _with_sticks(verb: Token) -> bool:
    """ "Fought with sticks and stones", "fought with officers, throwing bottles"."""
    held = objects_of(verb, "with")
    thrown = (c for c in verb.children if c.dep_ in ("advcl", "conj") and c.lemma_ in listed(verb, "throwing"))
    held += [o for second in thrown for o in roles.objects_of_verb(second)]
    return any(t.lemma_.lower() in listed(verb, "brawled_with") for p in held for t in (p, *p.conjuncts))


def _shot_in_crowd(trigger: Trigger, whom: list[Token], text: str) -> bool:
    """People shot by police where the sentence speaks of a protest: "killed as police confronted those marching"."""
    token, state = trigger.token, _by_state(trigger)
    if state is False or not any(w in text for w in listed(token, "state_phrases")):
        return False
    kinds = set().union(*(kinds_of(counted(t), words_of(token.doc)) for t in whom)) if whom else set()
    met = any(t.lemma_.lower() in listed(token, "crowd_signs") and t.pos_ in ("NOUN", "VERB", "ADJ")
              and not is_time(token.doc, t) for t in token.sent)  # fmt: skip
    return met and "person" in kinds and "force" not in kinds


def _at_each_other(token: Token) -> bool:
    """ "Hurled stones at each other": a brawl, no demonstration."""
    return any(t.lower_ in ("other", "another") for t in (*roles.goals_of(token), *roles.objects_of_verb(token)))


def _deed_of_crowd(trigger: Trigger, words: EventWords) -> str | None:
    """Unarmed people, many of them, who wreck, rob or kill: violent demonstrators where they protest, else a mob."""
    token = trigger.token
    if token.lemma_ in listed(token, "befalling"):
        return None  # what befalls a crowd is none of its deeds
    who = roles.agents_of_verb(token) if token.pos_ == "VERB" else []
    people = listed(token, "neighbors") | listed(token, "crowd_people")
    many = any(t.tag_ in ("NNS", "NNPS") or len(who) > 1 or t.lemma_ in listed(token, "gathered") for t in who)
    if not many or not all(_is_crowd(t, people) for t in who) or _by_state(trigger) is not None:
        return None
    whom = [k for t in roles.objects_of_verb(token) for k in kinds_of(counted(t), words)]
    if trigger.key in ("kill", "killing", "mob"):
        return None if "force" in whom or not ("person" in whom or trigger.key == "mob") else "Mob violence"
    if _at_each_other(token):
        return "Mob violence"
    return "Violent demonstration" if _protests(token) else "Mob violence"


def _protests(token: Token) -> bool:
    text = told_of_crowd(token)
    return any(w in text for w in listed(token, "protest_phrases"))


def _kills(trigger: Trigger, words: EventWords) -> bool:
    """Somebody unarmed is the victim."""
    keys = {key for rest, key in words.verbs.get(trigger.token.lemma_, []) if not rest}
    whom = set().union(*(kinds_of(counted(t), words) for t in roles.objects_of_verb(trigger.token)), set())
    return bool(keys & {"kill", "killing"}) and "person" in whom and "force" not in whom


def _wrecks(trigger: Trigger) -> bool:
    """ "Settlers torched four cars": nothing speaks of a crowd or a protest."""
    token = trigger.token
    if token.pos_ != "VERB" or token.lemma_ not in listed(token, "wrecking") or _protests(token):
        return False
    crowd = listed(token, "neighbors") | listed(token, "crowd_people") | listed(token, "demonstrators")
    who = roles.agents_of_verb(token)
    return bool(who) and not any(_is_crowd(t, crowd) for t in who)


def _of_protest(trigger: Trigger, words: EventWords) -> bool:
    """ "Carried activists off a road after they glued themselves to it"."""
    verbs = (t for t in trigger.token.subtree if t.pos_ == "VERB" and t != trigger.token)
    return any(
        not rest and words.entries[key].demonstration for v in verbs for rest, key in words.verbs.get(v.lemma_, [])
    )


def _is_mob(trigger: Trigger) -> bool:
    """Relatives, neighbors or villagers who break things, where nothing speaks of a demonstration."""
    token = trigger.token
    who = roles.agents_of_verb(token) if token.pos_ == "VERB" else []
    people = listed(token, "neighbors") | listed(token, "crowd_people")
    return bool(who) and all(_is_crowd(t, people) for t in who) and not _protests(token)


def _is_crowd(token: Token, people: frozenset[str]) -> bool:
    lemma = token.lemma_.lower()
    armed = listed(token, "soldiers") | listed(token, "fighters") | listed(token, "militias")
    if lemma in people or (lemma not in armed and any(c.lower_ in listed(token, "enraged") for c in token.children)):
        return True
    return any(p.lemma_.lower() in people for c in token.children if c.lower_ == "of" for p in c.children)


def _dies_with_bomb(trigger: Trigger, words: EventWords) -> bool:
    """Bombs on a body, and cars full of explosives that somebody drives into the target."""
    token = trigger.token
    if trigger.key not in ("ied", "target", "attack", "deed", "kill") or token.pos_ != "VERB":
        return False
    sent = token.sent
    worn = any(w in sent.text.lower() for w in listed(token, "worn_phrases"))
    if worn and not roles.is_passive(token) and trigger.key in ("kill", "target", "attack"):
        who = roles.agents_of_verb(token)
        return trigger.key == "kill" or any(t.tag_ in ("NN", "NNP") for t in who)
    if trigger.key == "kill":
        return False
    explosive = any("explosive" in kinds_of(t, words) for t in sent if t.pos_ in ("NOUN", "PROPN", "ADJ"))
    if trigger.key == "ied" and any(w in sent.text.lower() for w in listed(token, "suicide_phrases")):
        return True
    ramming = [t for t in (token, *token.conjuncts, *token.ancestors) if t.lemma_ in listed(token, "ramming")]
    # not over a mine
    return explosive and any(not any(c.lower_ in ("over", "onto", "on") for c in t.children) for t in ramming)


def _by_bomber(trigger: Trigger) -> bool:
    """ "Bombings of three churches by people with bombs strapped to their bodies"."""
    if trigger.key != "ied" or trigger.token.pos_ == "VERB":
        return False
    text = trigger.token.sent.text.lower()
    return any(w in text for w in (*listed(trigger.token, "worn_phrases"), *listed(trigger.token, "suicide_phrases")))


def _chemical_means(trigger: Trigger, words: EventWords) -> list[str]:
    """Chemicals among the words of the act, its missiles included ("rounds carrying mustard agent")."""
    tops = (trigger.token, *((trigger.doer,) if trigger.doer is not None else ()))
    if trigger.entry.toll:
        tops = (trigger.token.sent.root,)
    elif trigger.token.pos_ == "VERB":  # "chlorine released by a truck bomb"
        tops += tuple(t for t in roles.objects_of_verb(trigger.token) if t not in tops)
    of_bombs = (c for top in tops for c in top.children if c.dep_ == "relcl" and kinds_of(top, words) & MUNITION)
    tops += tuple(of_bombs)  # "bombs that gave off a poisonous smoke"
    near = sorted({t for top in tops for t in top.subtree if not _inside_clause(t, top)}, key=lambda t: t.i)
    return [form for head, form, _, key in weapons_in(near, words)
            if key == "chemical" and head.dep_ != "compound" and not _is_aimed_at(head)]  # fmt: skip


def _one_weapon(subs: set[str], *, mixed: bool) -> str | None:
    """The sub-event of the weapons; several kinds together are a fight."""
    if not subs or (mixed and len(subs) > 1 and subs != {"Suicide bomb", "Remote explosive/landmine/IED"}):
        return None
    return next(s for s in PRECEDENCE if s in subs)


def _doer_type(trigger: Trigger, subs: set[str]) -> str:
    own = trigger.entry.sub_event_type
    return next((s for s in PRECEDENCE if s in subs | {own}), own) if own in PRECEDENCE else own


def _territory_type(trigger: Trigger, words: EventWords) -> str:
    if is_unopposed(trigger.token):
        return "Non-violent transfer of territory"
    state = _by_state(trigger)
    if state is None:
        return trigger.entry.sub_event_type
    return "Government regains territory" if state and not _abroad(trigger) else "Non-state actor overtakes territory"


def _abroad(trigger: Trigger) -> bool:
    """ "Russian troops took the Ukrainian town of Vuhledar": another state's forces regain nothing there."""
    token, doc = trigger.token, trigger.token.doc
    armed = listed(token, "fighters") | {"islamist", "jihadist", "extremist"}
    if any(t.lemma_.lower() in armed for t in token.sent):
        return False  # an ally that drives the rebels out does it for the government
    who = (
        roles.role_of(doc, t) for t in (roles.agents_of_verb(token) if token.pos_ == "VERB" else roles.by_whom(token))
    )
    own = {doc._.lwj.actors[r.actor_id].country for r in who if r is not None and r.actor_id in doc._.lwj.actors}
    there = {p.country for p in places_of(doc, token) if p.country}
    return bool(own - {None}) and bool(there) and not own & there


def with_next(token: Token) -> str:
    """The sentence and the next one of its paragraph, in lower case."""
    sent, doc = token.sent, token.doc
    goes_on = sent.end < len(doc) and paragraph_of(doc, doc[sent.end].idx) == paragraph_of(doc, token.idx)
    return sent.text.lower() + (" " + doc[sent.end].sent.text.lower() if goes_on else "")


def _victim_type(trigger: Trigger, words: EventWords) -> str:
    """Who is attacked decides: civilians, a village or a bus in which nobody armed is told of, else fighters."""
    token = trigger.token
    if _at_each_other(token):
        return "Armed clash"
    if (token.pos_ == "VERB" and trigger.words.split()[1:2] == ["under"]) or token.lemma_ in listed(
        token, "befalling"
    ):  # "came under fire"
        victims = roles.agents_of_verb(token)
    elif token.pos_ == "VERB":
        fired = listed(token, "fired_things")
        victims = [v for v in roles.objects_of_verb(token) if v.lemma_ not in fired] or roles.goals_of(token)
        victims = victims or [
            g for second in token.conjuncts for g in roles.goals_of(second)
        ]  # "fired and threw stones at X"
    else:
        victims = roles.goals_of(token) + (roles.of_what(token) if trigger.key in ("killing", "gunfire") else [])
    if any(v.lemma_.lower() in listed(v, "demonstrators") for v in victims):
        return "Excessive force against protesters" if _by_state(trigger) else "Attack"
    kinds = set().union(*(_kinds_with_owners(counted(v), words) for v in victims)) if victims else set()
    if "civilian" in kinds:
        return "Attack"
    if "force" in kinds:
        return "Armed clash"
    if trigger.key == "killing" or kinds & {"building", "person"}:
        return "Attack"
    harmed = _harmed(token, words)
    civil = any({v.lemma_.lower(), v.lower_} & listed(v, "civil_sites") for v in victims)
    if (
        "civilian" in harmed
        and not ({"force"} & (harmed | kinds))
        and all(v.lemma_.lower() in listed(v, "shared_sites") for v in victims if "site" in kinds_of(v, words))
    ):
        return "Attack"  # "two aid workers were killed when rebels fired on their camp"
    no_fighters = "civilian" in harmed or civil or ("person" in harmed and bool(kinds))
    return "Attack" if no_fighters and not (harmed | kinds) & {"force", "site"} else "Armed clash"


def _kinds_with_owners(noun: Token, words: EventWords) -> set[str]:
    """ "A refugee convoy", "a displaced persons site": whose it is tells who was attacked."""
    owners = [c for c in noun.children if c.dep_ in ("compound", "poss", "nmod") and c.pos_ != "PRON"]
    owners += objects_of(noun, "of")
    owners += [p for c in noun.children if c.dep_ == "acl" and c.lemma_ in listed(noun, "carrying") for p in c.children
               if p.dep_ == "dobj"]  # fmt: skip
    of_owners = set().union(*(kinds_of(o, words) & {"civilian", "force"} for o in owners))
    if any(c.lemma_.lower() in listed(noun, "sheltering") for c in noun.children if c.i < noun.i):
        of_owners.add("civilian")
    return kinds_of(noun, words) | of_owners


def _harmed(token: Token, words: EventWords) -> set[str]:
    """Who is among the dead of the sentence ("raided a village and left 11 civilians dead")."""
    kinds: set[str] = set()
    for other in (*token.sent, *_goes_on(token.sent)):
        if other.pos_ == "VERB" and other.lemma_ in listed(token, "deaths"):
            dead = (
                roles.agents_of_verb(other) if other.lemma_ in listed(other, "dying") else roles.objects_of_verb(other)
            )
            dead = dead or (roles.goals_of(other) if other.lemma_ == "shoot" else [])
            kinds |= set().union(*(_kinds_with_owners(counted(noun), words) for noun in dead))
    return kinds & {"civilian", "force", "person"}


def _goes_on(sent: Span) -> Span:
    """The next sentence where it tells what they did ("Militants attacked the village. They killed nine people")."""
    doc = sent.doc
    following = doc[sent.end].sent if sent.end < len(doc) else doc[sent.end : sent.end]
    return following if len(following) and following[0].lower_ == "they" else doc[sent.end : sent.end]


def _by_state(trigger: Trigger) -> bool | None:
    """Whether a state does it; ``None`` if nobody is named."""
    token = trigger.token
    who = roles.agents_of_verb(token) if token.pos_ == "VERB" else roles.by_whom(token)
    for one in who:
        role = roles.role_of(token.doc, one)
        actor = token.doc._.lwj.actors.get(role.actor_id) if role and role.actor_id else None
        unclear = actor is not None and (role.actor_id.startswith("name:") or actor.type in ("other", "person"))
        if actor is not None and not (
            unclear and any(t.lemma_.lower() in listed(one, "soldiers") for t in one.subtree)
        ):
            return actor.type in ("state_force", "government", "igo")
        if unclear or {one.lemma_.lower(), one.lower_.removesuffix("s")} & listed(one, "soldiers"):  # "Marines"
            return True
        if one.lemma_.lower() in listed(one, "fighters"):
            return False
    return None


def _fighters_taken(trigger: Trigger) -> bool:
    verb, armed = trigger.token, listed(trigger.token, "fighters")
    taken = roles.objects_of_verb(verb)
    before = verb.head if verb.dep_ == "conj" and all(t.pos_ == "NUM" for t in taken) else None
    if before is not None and before.pos_ == "VERB":  # "nine rebels were killed and two were captured"
        taken = roles.objects_of_verb(before)
    return any(t.lemma_.lower() in armed for t in taken)


def _inside_clause(token: Token, top: Token) -> bool:
    step = token
    while step != top and step.head != step:
        if step.dep_ in ("relcl", "advcl", "ccomp"):
            return True
        step = step.head
    return False


def _is_aimed_at(token: Token) -> bool:
    """ "Attacked the tank", "fired at helicopters": no weapon of the attack."""
    return token.dep_ == "pobj" and token.head.lower_ in roles.AGAINST and token.head.lower_ not in ("with", "using")
