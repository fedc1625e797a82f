"""Initiators and targets of a trigger."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events import roles
from lwj_analysis.annotate.events.crowds import sides_of_demonstration
from lwj_analysis.annotate.events.days import is_time
from lwj_analysis.annotate.events.kinds import VIOLENT
from lwj_analysis.annotate.events.roles import Role
from lwj_analysis.annotate.events.things import counted, kinds_of
from lwj_analysis.annotate.events.triggers import Trigger
from lwj_analysis.annotate.events.words import listed, words_of
from lwj_analysis.annotate.tree import objects_of

UNMOVED = {"place", "site", "building", "materiel", "thing"}  # what does nothing by itself
FIRING = {"gunfire", "shelling", "grenade", "air", "chemical", "chemical_use", "ied", "suicide", "deed"}
ANSWERS = ("return fire", "fire back")
PERSONAL = frozenset(("he", "she", "it", "they", "we", "i", "who"))  # not "anybody"
ENTERED = ("into", "under", "in")  # "fell into an ambush", "came under attack"


def parties(doc: Doc, trigger: Trigger, sub_event_type: str) -> tuple[list[Role], list[Role]]:
    """Initiators and targets of a trigger."""
    token = trigger.token
    if trigger.entry.demonstration:
        who, whom = sides_of_demonstration(trigger, sub_event_type)
    else:
        who, whom = _of_verb(token, trigger) if token.pos_ == "VERB" else _of_noun(token, trigger)
        if sub_event_type == "Protest with intervention":
            who, whom = whom, who  # "police fired teargas at supporters": the supporters protest
    if trigger.key == "body" and token.lemma_ != "dump":
        who = []  # who finds the dead
    if trigger.basis == "signs" and sub_event_type in VIOLENT and _only_says(token):
        who = []
    who, whom = _spelled_out(doc, who), _spelled_out(doc, whom)
    if trigger.entry.two_sided or trigger.key == "agreement":
        whom = [t for t in whom if not _is_place(t) and not _is_cause(t)]  # "a clash at Simli"
        if trigger.key == "agreement":  # not "an understanding", "a ceasefire"
            whom = [t for t in whom if "person" in kinds_of(t, words_of(doc)) or actors.actor_of(doc, t)]
        if trigger.key != "repelled":  # who drive an attack back are on one side, however many are named
            who, whom = _both_sides(who, whom)
    initiators = [r for t in who if (r := role_of_party(doc, t, trigger))]
    targets = [
        r
        for t in whom
        if t not in who
        and not is_time(doc, t)
        and t.lemma_ not in listed(doc, "no_target")
        and (r := roles.role_of(doc, t))
    ]
    if not initiators and trigger.entry.toll and (beside := doer_beside(doc, token)) is not None:
        initiators = [beside]
    if not initiators:
        initiators, targets = _sides_of_losses(doc, trigger, targets)
    known = {r.actor_id for r in initiators if r.actor_id}
    return initiators, [_without_actor(r) if r.actor_id in known else r for r in targets if _is_other_party(r, known)]


def doer_beside(doc: Doc, token: Token) -> Role | None:
    """The troops of "22 rebels killed as troops launch operation": armed people that open the clause of what was done."""
    behind = token.doc[token.i : token.sent.end]
    hands = next((t for t in behind if t.lower_ == "hands" and t.head.lower_ == "at"), None)
    if hands is not None:  # "died at the hands of CNI agents"
        return next((r for t in objects_of(hands, "of") if (r := roles.role_of(doc, t))), None)
    mark = next((t for t in token.sent if t.lower_ in ("as", "when") and t.i > token.i), None)
    for word in doc[mark.i + 1 : min(mark.i + 7, token.sent.end)] if mark is not None else ():
        if word.tag_ in ("VBD", "VBZ", "VBP", "IN", "VBN"):
            return None
        if word.dep_ in ("compound", "amod", "poss") or word.pos_ not in ("NOUN", "PROPN"):
            continue  # "as a police station was attacked"
        if is_act_or_thing(word):
            return None  # "killed when their carrier hit a mine"
        role = roles.role_of(doc, word)
        attacks = word.dep_ == "nsubj" and word.head.lemma_ in listed(
            doc, "attacking"
        )  # "when Tiv youths descended on it"
        if role is not None and (_side_of(doc, role) or attacks):
            return role if word.dep_ != "nsubjpass" else None
    return None


def user_beside(doc: Doc, token: Token) -> Role | None:
    """Whose missile or aircraft the sentence of a death names: "Houthi missile on a camp: eight dead"."""
    words = words_of(doc)
    for word in token.sent:
        if word.i > token.i + BESIDE:
            return None
        used = any(key in ("air", "shelling") for _, key in words.doers.get(word.lemma_.lower(), ()))
        if not used or word.dep_ not in ("ROOT", "nsubj", "pobj", "appos", "dep"):
            continue
        if word.dep_ == "pobj" and word.head.lower_ not in ("from", "by"):
            continue
        if word.dep_ == "nsubj" and (word.head.lemma_ in listed(doc, "coming_down") or roles.is_passive(word.head)):
            continue  # "an army helicopter crashed", "a drone was shot down"
        if (role := user_of(doc, word)) is not None:
            return role
    return None


BESIDE = 12  # words behind the death in which the missile still stands


def _only_says(verb: Token) -> bool:
    """ "LTTE says schoolgirls among 61 dead", "put the toll at 61"; not "put in the windows"."""
    puts = verb.lemma_ == "put" and not any(c.lower_ == "at" for c in verb.children)
    return verb.lemma_ in listed(verb, "reporting") and not puts


def _sides_of_losses(doc: Doc, trigger: Trigger, lost: list[Role]) -> tuple[list[Role], list[Role]]:
    """Who fought, where only the dead are told: "a soldier, two rebels killed in a clash", "army says 20 rebels killed"."""
    if not (trigger.entry.two_sided or trigger.entry.toll) or not lost:
        return [], lost
    opening = [r for r in (_opening_of(doc, r.token) for r in lost[:1]) if r is not None]
    lost = [*opening, *lost]
    sides = [_side_of(doc, r) for r in lost]
    if trigger.entry.two_sided and len(set(sides) - {None}) == 2:
        attackers = listed(doc, "attackers")  # "ten militiamen and 15 assailants were killed in the clash"
        named = (s for r, s in zip(lost, sides, strict=True) if r.token.lemma_.lower() in attackers and s)
        first = next(named, next(s for s in sides if s))
        return [r for r, s in zip(lost, sides, strict=True) if s == first], [
            r for r, s in zip(lost, sides, strict=True) if s != first
        ]
    speaker = _speaker_over(doc, trigger.token)
    foe = speaker is not None and {_side_of(doc, speaker), *sides} == {"state", "group"} and len(set(sides)) == 1
    abroad = speaker is not None and _are_of_two_states(doc, speaker, lost)
    return ([speaker], lost) if foe or abroad else ([], lost)


def _opening_of(doc: Doc, token: Token) -> Role | None:
    """The soldier of "Soldier, two Maoists killed in gunfight", to whom the parser hangs the Maoists as an apposition."""
    head = token.head
    plain = (
        token.dep_ == "appos"
        and head.left_edge.i == token.sent.start
        and any(c.dep_ == "nummod" for c in token.children)
    )
    return roles.role_of(doc, head) if plain else None


def _side_of(doc: Doc, role: Role) -> str | None:
    """Whether words or the actor make them a state's or an armed group's."""
    actor = doc._.lwj.actors.get(role.actor_id or "")
    if actor is not None and actor.type in ("state_force", "government", "armed_group"):
        return "group" if actor.type == "armed_group" else "state"
    lemma = role.token.lemma_.lower()
    if lemma in listed(doc, "soldiers"):
        return "state"
    kind = words_of(doc).persons.get(lemma) or words_of(doc).persons.get(role.token.lower_.removesuffix("s"))
    return {"state": "state", "armed_group": "group"}.get(kind or "")


def _speaker_over(doc: Doc, token: Token) -> Role | None:
    """The army of "army says 20 rebels killed in clash"."""
    verb = next((t for t in token.ancestors if t.pos_ == "VERB" and t.lemma_ in listed(doc, "reporting")), None)
    told = (roles.role_of(doc, t) for t in roles.agents_of_verb(verb)) if verb is not None else ()
    return next(
        (r for r in told if r is not None and (r.actor_id or r.token.lemma_.lower() in listed(doc, "soldiers"))), None
    )


def _are_of_two_states(doc: Doc, speaker: Role, lost: list[Role]) -> bool:
    """ "Eritrea claims 130 Ethiopian soldiers killed"."""
    of = [(r.actor_id or "").partition(":")[0] for r in (speaker, *lost)]
    kinds = [getattr(doc._.lwj.actors.get(r.actor_id or ""), "type", "") for r in (speaker, *lost)]
    return set(kinds) <= {"state_force", "government"} and len(set(of)) == 2 and of.count(of[0]) == 1


def _is_place(token: Token) -> bool:
    return token.head.lower_ in ("at", "in", "on") and kinds_of(token, words_of(token.doc)) <= {"place"}


def _is_cause(token: Token) -> bool:
    """ "Fought over stolen camels"."""
    return token.head.lower_ == "over" and "person" not in kinds_of(token, words_of(token.doc))


def _both_sides(who: list[Token], whom: list[Token]) -> tuple[list[Token], list[Token]]:
    """ "A and B clashed", "rival gangs A and B clashed", "A and B died in a clash": one is either side."""
    if not whom and len(who) == 1 and actors.actor_of(who[0].doc, who[0]) is None:
        named = [c for c in who[0].children if c.dep_ == "appos" and list(c.conjuncts)]
        who = [n for one in named for n in (one, *one.conjuncts)] or who
    if not whom:
        return who[:1], who[1:]
    if who or len(whom) < 2:
        return who, whom
    attackers = listed(whom[0], "attackers")  # "ten militiamen and 15 assailants were killed in the clash"
    whom = sorted(whom, key=lambda t: t.lemma_.lower() not in attackers)
    return whom[:1], whom[1:]


def role_of_party(doc: Doc, token: Token, trigger: Trigger) -> Role | None:
    """A bomb is nobody; a bomber acts for those whose bomber he is, a spokesman for nobody."""
    if token.lemma_ in listed(doc, "speakers") or is_time(doc, token):
        return None
    role = roles.role_of(doc, token)
    if role is None or role.actor_id:
        return role
    bomb = trigger.doer is not None and token.i == trigger.doer.i and trigger.key not in ("riot", "mob")
    bomb = bomb or token.lemma_.lower() in listed(doc, "stray")  # "was hit by a stray bullet"
    return user_of(doc, role.token) if bomb or is_act_or_thing(role.token) else role


def user_of(doc: Doc, weapon: Token) -> Role | None:
    """Whose the aircraft, guns or bombs are: "a government helicopter", "gunships of the coalition"."""
    servants = listed(doc, "soldiers") | listed(doc, "fighters") | listed(doc, "allies")
    beside = [
        c for c in weapon.children if c.dep_ == "appos" and c.i > weapon.i and not list(c.conjuncts)
    ]  # "drone (RAF)"
    for owner in (*(c for c in weapon.children if c.dep_ in actors.OWNER_DEPS), *roles.of_what(weapon), *beside):
        mention = actors.actor_at(doc, owner.i)
        if mention is not None or owner.lemma_.lower() in servants or owner.ent_type_ == "NORP":
            return Role(weapon, mention.actor_id if mention else None, roles.noun_phrase(weapon))
    return _of_nation(doc, weapon)


def _of_nation(doc: Doc, weapon: Token) -> Role | None:
    """ "Ukrainian HIMARS rockets", "Israeli F-16s": the nation's, whose army it is where the article names it."""
    said = {
        t.text for c in weapon.children if c.dep_ in ("amod", "compound", "nmod") for t in c.subtree if t.i < weapon.i
    }
    nation = _nation_of(doc, said)
    if nation is None:
        return None
    army = f"{nation}:state_force"
    return Role(weapon, army if army in doc._.lwj.actors else None, roles.noun_phrase(weapon))


def _nation_of(doc: Doc, said: set[str]) -> str | None:
    """The country whose demonym is among the words: the Russian of "Russian mortar fire"."""
    words = doc.user_data.get(actors.VOCABULARY)
    countries = words.lexicon.countries.items() if words is not None and said else ()
    return next((key for key, entry in countries if said & set(entry.demonyms)), None)


def is_act_or_thing(token: Token) -> bool:
    """No actor, and nobody whom the words could mean: an attack, a vehicle, a town."""
    kinds = kinds_of(token, words_of(token.doc))
    lemma = token.lemma_.lower()
    ridden = lemma in listed(token, "means")  # "taken away by speedboat"
    return lemma in listed(token, "happenings") or ridden or bool(kinds & UNMOVED and "person" not in kinds)


def target_rank(role: Role) -> int:
    """People are what is attacked, then places that are held, buildings, and the rest."""
    kinds = kinds_of(role.token, words_of(role.token.doc))
    order = ({"person", "force", "civilian"}, {"site"}, {"building"})
    return next((n for n, some in enumerate(order) if kinds & some), len(order))


def _spelled_out(doc: Doc, tokens: list[Token]) -> list[Token]:
    """ "Two factions announced that they had merged": the pronoun is the subject of the verb above."""
    out = []
    for token in tokens:
        verb = token.head
        if (
            token.pos_ == "PRON"
            and token.lower_ in PERSONAL
            and token.dep_ in roles.SUBJECT
            and verb.dep_ == "ccomp"
            and not roles.role_of(doc, token)
        ):
            above = [t for t in roles.agents_of_verb(verb.head) if t.i < token.i]  # not "they fled, officials said"
            plural = len(above) > 1 or any(t.tag_ in ("NNS", "NNPS") for t in above)
            if plural == (token.lower_ == "they"):
                out += [t for t in above if t.pos_ in ("NOUN", "PROPN")]
                continue
        out += _before_pronoun(doc, token) or [token]
    return out


def _before_pronoun(doc: Doc, token: Token) -> list[Token]:
    """ "Tied a woman to a tree and thrashed her": the object of the verb before."""
    verb = token.head
    if token.lower_ not in ("him", "her", "them") or token.dep_ != "dobj" or roles.role_of(doc, token) is not None:
        return []
    above = [verb.head] if verb.dep_ == "conj" and verb.head.pos_ == "VERB" else []
    people = [t for v in above for t in roles.objects_of_verb(v) if "person" in kinds_of(t, words_of(doc))]
    return [
        t for t in people if t.pos_ in ("NOUN", "PROPN") and (t.tag_ in ("NNS", "NNPS")) == (token.lower_ == "them")
    ]


def _is_other_party(role: Role, known: set[str]) -> bool:
    """Not the doers themselves; "their base" is a thing that the parser of pronouns may have given to them."""
    return role.actor_id is None or role.actor_id not in known or any(c.dep_ == "poss" for c in role.token.children)


def _without_actor(role: Role) -> Role:
    return replace(role, actor_id=None)


def _of_verb(verb: Token, trigger: Trigger) -> tuple[list[Token], list[Token]]:
    who, whom = roles.agents_of_verb(verb), roles.objects_of_verb(verb)
    rest = trigger.words.split()[1:] if trigger.doer is None else []
    if trigger.doer is not None and (layers := _layers_of(trigger.doer)):
        who = layers  # "a grenade thrown by unknown men killed two"
    if not who and roles.is_passive(verb):
        who = _doers_of_frame(verb)
    if verb.lemma_ == "fall" and trigger.entry.territory:  # "Tikrit fell to insurgents"
        return objects_of(verb, "to"), who
    if trigger.key == "mine":  # "their vehicle struck a mine left by rebels"
        return [layer for t in whom for layer in _layers_of(t)], who
    if trigger.key in ("defused", "recovered"):
        return who, [layer for t in whom for layer in (*_layers_of(t), *_named_with(t), *roles.of_what(t))] + _losers(
            verb
        )
    if trigger.key == "surrender":
        return who, objects_of(verb, "to")
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
        "trigger",
        "plant",
    ):
        return who, roles.goals_of(verb)
    if trigger.key == "repelled":
        acts = [t for t in whom if t.lemma_ in listed(verb, "happenings")]
        return [d for t in whom for d in (_of_noun(t, trigger)[0] if t in acts else [t])], who
    if trigger.words in ANSWERS:
        return [], who  # "police returned fire": those who were shot at
    if trigger.key == "clash" and not whom:
        others = objects_of(verb, "with", "against")
        whom = [t for t in others if "person" in kinds_of(t, words_of(verb.doc))]  # not "with the support of drones"
    if rest and verb.lemma_ in ("come", "be"):  # "came under fire", "is in custody"
        if trigger.entry.territory:
            return who, [p for t in verb.subtree if t.lemma_ in rest for p in roles.of_what(t)]
        return _agents_by(verb), who
    if rest and trigger.entry.territory and any(t.lemma_ == "control" for t in whom):
        return who, _losers(verb) + [p for t in whom if t.lemma_ == "control" for p in roles.of_what(t)]
    if rest and trigger.key not in ("talks", "abduction"):
        whom = [t for t in whom if t.lemma_.lower() not in rest] or roles.goals_of(verb)
        if any(t.lemma_.lower() in rest for t in who):
            who = []
    if not whom or all(_is_munition(t) for t in whom):
        fired = trigger.key in FIRING or trigger.doer is not None
        whom = roles.goals_of(verb) or _goals_of_frame(verb) or ([] if fired else whom)
    return who, [*_losers(verb), *whom] if trigger.entry.territory else whom


def _goals_of_frame(verb: Token) -> list[Token]:
    """ "Gas was used in an attack on the suburb": at whom the act around the verb goes."""
    frames = objects_of(verb, "in", "during")
    return [goal for act in frames if act.lemma_ in listed(verb, "happenings") for goal in roles.goals_of(act)]


def _losers(verb: Token) -> list[Token]:
    """ "Retook the town from the rebels", "found arms in a hideout of X": from whom."""
    words = words_of(verb.doc)
    near = objects_of(verb, "from", "in", "at")
    deep = (d for d in verb.subtree if d.lower_ == "from" and d.dep_ == "prep" and d.head != verb
            and next((a for a in d.ancestors if a.pos_ == "VERB"), None) == verb)  # fmt: skip
    near += [p for d in deep for p in d.children if p.dep_ == "pobj"]
    return [p for p in near if (p.head.lower_ == "from" and kinds_of(p, words) & {"person", "force"})
            or (kinds_of(p, words) & {"site", "building"} and (r := roles.role_of(verb.doc, p)) and r.actor_id)]  # fmt: skip


def _is_munition(token: Token) -> bool:
    """ "Fired two rockets at the base", "opened fire on them": what is fired is no target."""
    used = kinds_of(counted(token), words_of(token.doc)) & {"explosive", "chemical", "weapon"}
    return bool(used) or token.lemma_.lower() in listed(token, "fired_things")


def _layers_of(weapon: Token) -> list[Token]:
    """Whose weapon it was ("a missile fired by the Houthis", "bombs hidden by rebels")."""
    weapon_and_parts = (
        weapon,
        *weapon.conjuncts,
        *(p for c in weapon.children if c.lower_ == "of" for p in c.children),
    )
    verbs = [c for w in weapon_and_parts for c in w.children if c.dep_ in ("acl", "relcl") and c.tag_ == "VBN"]
    verbs += [x for v in verbs for x in v.children if x.dep_ == "xcomp" and x.tag_ == "VBN"]
    verbs += [weapon.head] if roles.bare_subject(weapon.head) is weapon else []
    found = [t for v in verbs for t in roles.agents_of_verb(v)]
    found += [p for v in verbs if v.lemma_ in FIRED for p in objects_of(v, "from") if p.lemma_.lower() in FIRED_FROM]
    return list(dict.fromkeys(found))


FIRED = ("fire", "launch", "lob")
FIRED_FROM = ("position", "line", "trench", "area", "territory", "side", "base", "outpost")  # "from Serb positions"


def _doers_of_frame(verb: Token) -> list[Token]:
    """ "Three were arrested in an operation by gendarmes": who does the act that the verb stands in."""
    verbs = (verb, *verb.conjuncts)
    frames = [
        p for v in verbs for c in v.children if c.lower_ in ("in", "during") for p in c.children if p.dep_ == "pobj"
    ]
    acts = [p for p in frames if p.lemma_ in listed(verb, "happenings")]
    return [t for act in acts for t in _named_with(act)]


def _named_with(noun: Token) -> list[Token]:
    """Who does the act of a noun: "by" whom, whose, a name before it."""
    who = roles.by_whom(noun)
    owner = roles.owner_of(noun)
    if owner is not None and not (owner.pos_ == "PRON" and roles.role_of(noun.doc, owner) is None):
        who.append(owner)
    near = [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]
    near += [c for n in near if n.dep_ == "compound" for c in n.children if c.dep_ in ("compound", "amod", "nmod")]
    near += [c for n in near if n.lower_ in ("led", "backed") for c in n.children if c.pos_ == "PROPN"]
    near = [c for c in near if c.lemma_.lower() not in listed(noun, "means")]  # "a Russian artillery strike"
    return who + [c for c in near if _names_actor(c) or c.lemma_.lower() in listed(noun, "allies") or _leads(c)]


def _leads(token: Token) -> bool:
    """The Saudis of "Saudi-led raids"."""
    return token.pos_ == "PROPN" and token.head.lower_ in ("led", "backed") and token.dep_ == "npadvmod"


def _bracketed_sides(noun: Token) -> tuple[list[Token], list[Token]]:
    """ "Clash (FARDC vs M23)", "Clash: FARDC v M23"."""
    first = [c for c in noun.children if c.dep_ in ("appos", "nmod", "dep") and c.i > noun.i]
    against = [(f, p) for f in first for c in f.children if c.lower_.strip(".") in ("vs", "v", "versus")
               for p in c.children if p.dep_ == "pobj"]  # fmt: skip
    return [f for f, _ in against], [p for _, p in against]


def _pair_before(noun: Token) -> list[Token]:
    """Both peoples of "Muslim-Christian clashes"."""
    doc, i = noun.doc, noun.i
    i -= i > 0 and doc[i - 1].pos_ == "ADJ" and doc[i - 1].text[0].islower()  # "Sunni-Shia sectarian fighting"
    if i < 3 or doc[i - 2].text not in ("-", "–", "/") or "NORP" not in (doc[i - 1].ent_type_, doc[i - 3].ent_type_):
        return []
    return [doc[i - 3], doc[i - 1]] if doc[i - 3].text[0].isupper() and doc[i - 1].text[0].isupper() else []


def _agents_by(verb: Token) -> list[Token]:
    return [
        p
        for d in verb.subtree
        if d.lower_ in ("by", "from") and d.dep_ in ("prep", "agent")
        for p in d.children
        if p.dep_ == "pobj"
    ]


def _label_of(noun: Token) -> list[Token]:
    """ "Saudi-led coalition: two air raids on a farm": who it is headed by."""
    colon = next((t for t in noun.doc[noun.sent.start : noun.i] if t.text == ":"), None)
    before = noun.doc[noun.sent.start : colon.i] if colon is not None and colon.i - noun.sent.start < LABEL else ()
    named = [t for t in before if actors.actor_of(noun.doc, t) is not None and t.head not in before]
    return named[:1] or ([before[-1]] if len(before) and actors.actor_at(noun.doc, before[-1].i) is not None else [])


LABEL = 6  # words of a label at most


def _top_of(noun: Token, trigger: Trigger) -> Token:
    """The word that heads a name of an event of several words ("exchange of fire")."""
    first = noun.i - len(trigger.words.split()) + 1
    while first <= noun.head.i < noun.i:
        noun = noun.head
    return noun


def _of_noun(noun: Token, trigger: Trigger) -> tuple[list[Token], list[Token]]:
    noun = _top_of(noun, trigger) if noun is trigger.token else noun
    who = _named_with(noun)
    sided: tuple[list[Token], list[Token]] = ([], [])
    if trigger.entry.two_sided and not who:
        who += _pair_before(noun) or [
            c for c in noun.children if c.dep_ in ("amod", "compound") and c.ent_type_ == "NORP"
        ]
        sided = _bracketed_sides(noun)
        who += sided[0]
    if noun.head == noun and trigger.entry.two_sided:
        who += [c for c in noun.children if c.dep_ == "nsubj"]  # "rebels, army clash near Abala"
    whom = (roles.of_what(noun) if trigger.key in ("arrest", "abduction", "killing") else []) or roles.goals_of(noun)
    whom = sided[1] or whom
    if not who and noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].text == "(":
        who += [
            c for c in noun.children if c.dep_ == "appos" and c.text.isupper() and c.pos_ == "PROPN"
        ]  # "Raid (MAF)"
    if trigger.entry.force and not who:
        who += _label_of(noun)
    if trigger.key == "attack" and not who:
        who += [
            c for c in noun.children if c.dep_ == "compound" and c.tag_ in ("NNP", "NN") and c.text in _peoples(noun)
        ][:1]
    if trigger.key in ("air", "shelling", "gunfire") and not who:
        who += [
            c for c in noun.children if c.dep_ == "amod" and (c.ent_type_ == "NORP" or _nation_of(c.doc, {c.text}))
        ][:1]
    happens = noun.dep_ == "nsubj" and noun.head.lemma_ in listed(noun, "occurring")
    occurs = noun.head if happens or roles.was_reported(noun) else noun
    for child in (*noun.children, *(occurs.children if occurs is not noun else ())):
        if child.lower_ == "between" and child.dep_ == "prep":
            who += [p for p in child.children if p.dep_ == "pobj"]
            whom += [c for p in child.children if p.dep_ == "pobj" for c in p.conjuncts]
        if child.lower_ == "with" and child.dep_ == "prep" and (trigger.entry.two_sided or trigger.key == "agreement"):
            whom += [p for p in child.children if p.dep_ == "pobj"]
    beside = noun.doc[noun.i + 1] if noun.i + 1 < noun.sent.end else noun
    hung = beside.lower_ == "with" and beside.head is not noun and trigger.entry.two_sided  # on the verb above
    whom += [p for p in beside.children if p.dep_ == "pobj"] if hung else []
    if trigger.key not in ("attack", "clash", "operation", "gunfire"):
        whom = whom or roles.of_what(noun)
    if trigger.key == "arrest" and noun.dep_ == "dobj" and noun.head.lemma_ in ("report", "announce"):
        who = who or roles.agents_of_verb(noun.head)
    verb = noun.head if noun.dep_ in ("dobj", "nsubjpass", "obj") else None
    if trigger.key == "measure" and verb is not None and verb.pos_ == "VERB":
        who = who or roles.agents_of_verb(verb)
    if trigger.key in ("agreement", "change") and verb is not None and verb.lemma_ in listed(noun, "settling"):
        who = who or roles.agents_of_verb(verb)
    if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in listed(noun, "carriers") - {"claim", "see"}:
        if verb.lemma_ in ("suffer", "face"):
            whom = whom or roles.agents_of_verb(verb)
        elif noun.dep_ == "dobj":
            who = who or roles.agents_of_verb(verb)
    if noun.dep_ == "nsubj" and noun.head.lemma_ in listed(noun, "striking"):
        whom = whom or roles.objects_of_verb(noun.head)
    above = noun.head if noun.dep_ == "pobj" else None
    if above is not None and above.head.pos_ == "VERB":
        if trigger.entry.two_sided and above.lower_ == "in" and above.head.lemma_ in listed(noun, "taking_part"):
            who = who or roles.agents_of_verb(above.head) or roles.objects_of_verb(above.head)
        if above.lower_ in ENTERED and above.head.lemma_ in ("fall", "walk", "run", "come", "drive"):
            whom = whom or roles.agents_of_verb(above.head)
        verb = above.head
        count = any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ == "NUM" for c in verb.children)  # "and one wounded in"
        second = verb.dep_ == "conj" and (count or verb.lemma_ in ("arrest", "capture", "lose"))
        if second and verb.head.lemma_ in listed(noun, "tolls"):
            verb = verb.head  # "two were killed and one was arrested in an encounter", "killed three and lost one"
        if above.lower_ in ("in", "during") and verb.lemma_ in listed(noun, "tolls"):
            against = hung or (trigger.entry.two_sided and any(c.lower_ == "with" for c in noun.children))
            fallen = _fallen(verb, whom) if against else []
            if fallen and not who and whom:  # "two cadres killed in a clash with police": by the police
                who, whom = whom, fallen
            who, whom = _of_toll(verb, who or fallen, whom)
    relative = next(
        (c for c in noun.children if c.dep_ == "relcl" and c.lemma_ in listed(noun, "carriers") - {"claim"}), None
    )
    if relative is not None and not who:
        who = [t for t in roles.agents_of_verb(relative) if t != noun]
    return who, whom


def _peoples(noun: Token) -> frozenset[str]:
    """Names of peoples, the Pokot of "Pokot raid on Kainuk"."""
    words = noun.doc.user_data.get(actors.VOCABULARY)
    return words.people_names if words is not None else frozenset()


def _fallen(verb: Token, others: list[Token]) -> list[Token]:
    """ "Two MS-13 members killed in a shootout with police": fighters who fell in it were one of its sides."""
    dead = [t for t in roles.objects_of_verb(verb) if t not in others]
    return [t for t in dead if "civilian" not in kinds_of(t, words_of(verb.doc)) and _is_armed(t)]


def _is_armed(noun: Token) -> bool:
    armed = listed(noun, "fighters") | listed(noun, "soldiers") | listed(noun, "attackers")
    owners = (*(c for c in noun.children if c.dep_ in actors.OWNER_DEPS), *objects_of(noun, "of"))
    forms = {noun.lemma_.lower(), noun.lower_.removesuffix("s")}
    return bool(forms & armed) or any(_names_actor(c) for c in owners)  # "two cadres of the GNLA"


def _of_toll(verb: Token, who: list[Token], whom: list[Token]) -> tuple[list[Token], list[Token]]:
    """ "Killed two soldiers in a raid", "died in the blast": who is killed there, and by whom."""
    lost = verb.lemma_ in ("die", "lose")
    killers = _agents_by(verb) if roles.is_passive(verb) else [] if lost else roles.agents_of_verb(verb)
    return who or killers, whom or (roles.agents_of_verb(verb) if lost else roles.objects_of_verb(verb))


def _names_actor(token: Token) -> bool:
    mentions = token.doc._.lwj.mentions
    return any(m.start <= token.idx < m.end for m in mentions) or token.lemma_.lower() in listed(token, "fighters")
