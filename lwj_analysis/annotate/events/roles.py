"""Who does it to whom: subject and object of verbs and event nouns, read from the parse and never from the order of names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Token

from lwj_analysis.annotate import actors
from lwj_analysis.annotate.events.words import listed, words_of
from lwj_analysis.annotate.records import Mention
from lwj_analysis.annotate.tree import object_of, objects_of

SUBJECT = ("nsubj", "csubj")
PASSIVE_SUBJECT = ("nsubjpass", "csubjpass")
DEPTH = 25  # clauses and phrases inside one another
OTHER_ACTS = ("after", "before", "during", "since", "until", "following", "amid", "despite", "for")
BEHIND = 3  # phrases between a passive and the "by" that the parser hung on the last of them
AGAINST = ("on", "against", "at", "upon", "targeting", "into", "over")
BURN = ("burn", "bleed", "freeze", "starve", "choke")
BEAT = ("hack", "beat", "stab", "stone", "club", "bludgeon", "torture")
LEFT_OUT = ("relcl", "acl", "appos", "advcl", "parataxis", "dep", "punct", "cc", "conj", "ccomp")


@dataclass(frozen=True, slots=True)
class Role:
    """The head token of who or what it is, the actor if one is known, and the words."""

    token: Token
    actor_id: str | None
    text: str


def role_of(doc: Doc, token: Token | None) -> Role | None:
    """The role that the noun phrase headed by ``token`` can play; ``None`` for a pronoun nobody has resolved."""
    if token is None:
        return None
    mention = _armed(doc, actors.actor_of(doc, token))
    if mention is None and token.pos_ == "ADJ" and token.text[0].isupper() and token.dep_ in ("amod", "compound"):
        return Role(token, None, token.text)  # "Israeli tank fire", "Muslim-Christian clashes"
    if mention is None and token.pos_ in ("PRON", "DET", "NUM", "ADJ", "X", "PUNCT", "SPACE"):
        partitive = object_of(token, "of") or _people_meant(token)
        if partitive is not None and partitive.pos_ == "PRON":
            return None  # "most of them women and children"
        if partitive is not None and partitive.pos_ in ("NOUN", "PROPN"):
            return role_of(doc, partitive)
        if token.lower_ not in ("civilians", "others", "dozens", "hundreds"):
            return None
    return Role(token, mention.actor_id if mention else _army_of(doc, token), noun_phrase(token))


def _people_meant(token: Token) -> Token | None:
    """ "Eight pirates boarded the ship. They kidnapped seven": the people who were the subject of the sentence before."""
    sent = token.sent
    if token.lower_ != "they" or sent.start == 0 or "\n" in token.doc[sent.start - 1].text:
        return None
    root = token.doc[sent.start - 1].sent.root
    subject = next((c for c in root.children if c.dep_ in SUBJECT), None)
    if subject is None or subject.tag_ != "NNS" or is_passive(root):
        return None
    return subject if subject.lemma_.lower() in listed(token, "attackers") | listed(token, "outlaws") else None


def _army_of(doc: Doc, token: Token) -> str | None:
    """ "A Burundian base", "a Somali convoy": that country's army, where the article names it."""
    words = doc.user_data.get(actors.VOCABULARY)
    if words is None or token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in listed(doc, "armed_things"):
        return None
    for child in (c for c in token.children if c.dep_ in ("amod", "compound", "nmod")):
        for key, entry in words.lexicon.countries.items():
            if child.text in entry.demonyms and f"{key}:state_force" in doc._.lwj.actors:
                return f"{key}:state_force"
    return None


def agents_of_verb(verb: Token) -> list[Token]:
    """Who does what the verb says: the subject of an active, the "by" of a passive, with what stands beside it."""
    if is_passive(verb):
        near = [c for c in verb.children if c.dep_ == "agent" or c.lower_ == "by"] or list(_by_behind(verb))
        near = near or list(_by_of_second(verb))
        return [p for c in near for p in c.children if p.dep_ == "pobj"]
    return [t for t in _subjects(verb) if t is not None]


def objects_of_verb(verb: Token) -> list[Token]:
    """To whom or what it is done: object of an active, subject of a passive, "on" or "at" whom."""
    if is_passive(verb):
        found = _subjects(verb, passive=True)
        return [
            *found,
            *_with_conjuncts([c for c in verb.children if c.dep_ == "oprd" and c.pos_ in ("NOUN", "PROPN")]),
        ]
    direct = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
    direct = direct or [p for c in verb.children if c.lower_ == "over" for p in c.children if _is_number_of(p)]
    direct = direct or list(_relative_object(verb)) or list(_misread_object(verb)) or list(_object_of_dead(verb))
    direct = direct or [t for c in verb.children if (t := bare_subject(c)) is not None]
    return _with_conjuncts([_antecedent(_person_before(t), verb) for t in direct]) or _shared_objects(verb)


def goals_of(token: Token) -> list[Token]:
    """Whom an attack, shot or shell goes at ("on the base", "against troops", "at the camp")."""
    found = []
    for child in _near_children(token):
        if child.dep_ in ("prep", "acl") and child.lower_ in AGAINST:
            found += [p for p in child.children if p.dep_ in ("pobj", "dobj") and p.ent_type_ not in ("DATE", "TIME")]
    return _with_conjuncts(found or list(_goals_behind(token)))


def owner_of(noun: Token) -> Token | None:
    """Whose it is ("JNIM's ambush", "their raid")."""
    return next((c for c in noun.children if c.dep_ == "poss"), None)


def by_whom(noun: Token) -> list[Token]:
    """Whom an event noun names with "by", directly or through a participle ("carried out by")."""
    found = []
    for child in _near_children(noun):
        if child.lower_ == "by" and child.dep_ in ("prep", "agent"):
            found += [p for p in child.children if p.dep_ == "pobj"]
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ not in ("claim",):
            found += agents_of_verb(child)
        elif child.lower_ in ("of", *AGAINST) and child.dep_ == "prep":  # "the rape of three girls by soldiers"
            things = [p for p in child.children if p.dep_ == "pobj"]
            found += [a for t in things for c in t.children if c.lower_ == "by" for a in c.children if a.dep_ == "pobj"]
    return _with_conjuncts(found)


def was_reported(noun: Token) -> bool:
    """ "Clashes were reported between A and B": what the verb has behind it belongs to the noun."""
    verb = noun.head
    told = noun.dep_ == "nsubjpass" and verb.lemma_ in ("report", "record")
    return told and any(c.lower_ == "between" for c in verb.children)


def of_what(noun: Token) -> list[Token]:
    """What an event noun has with "of" ("the shelling of a base", "the arrest of 26 people")."""
    return _with_conjuncts(objects_of(noun, "of"))


WHEN = ("when", "as", "after", "while", "before")


def is_passive(verb: Token) -> bool:
    """A passive, also where the parser only shows a bare participle ("soldiers killed in", "four killed")."""
    if _is_death(verb) or _is_shot_dead(verb):
        return True
    if _fires_at(verb):
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if any(c.dep_ == "agent" for c in verb.children):  # not "released them after mediation by elders"
        return not any(c.dep_ == "dobj" for c in verb.children)
    if _too_deep(verb):
        return False
    second = verb.tag_ == "VBN" or (verb.lower_ == "shot" and not any(c.lower_ == "at" for c in verb.children))
    if verb.dep_ == "conj" and second and verb.head.pos_ == "VERB" and not _has_subject(verb):
        return not any(c.dep_ in ("aux", "dobj") for c in verb.children) and is_passive(verb.head)
    bare = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "dobj") for c in verb.children) and not _acts_on(verb)
    if bare and verb.dep_ in ("ROOT", "conj", "dep") and verb.lemma_ in listed(verb, "suffered"):
        return True  # "1 soldier killed, 3 injured"
    if verb.dep_ == "advcl" and _has_subject(verb) and any(c.lower_ in WHEN and c.i < verb.i for c in verb.children):
        return False  # "when youths armed with machetes descended on the town"
    return bare and verb.dep_ in ("acl", "amod", "oprd", "advcl", "ccomp", "xcomp")


def _is_death(verb: Token) -> bool:
    """ "Twelve villagers burned to death": what they suffer, although the verb is an active."""
    if verb.lemma_ not in (*BURN, *BEAT) or any(c.dep_ == "dobj" for c in verb.children):
        return False
    deaths = [p for c in verb.children if c.lower_ == "to" for p in c.children if p.lower_ == "death"]
    after = {t.pos_ for p in deaths for t in verb.doc[p.i + 1 : p.i + 2]}  # "beat to death a member of X"
    return bool(deaths) and (verb.lemma_ in BURN or not after & {"DET", "NUM", "ADJ", "NOUN", "PROPN", "PRON"})


def _fires_at(verb: Token) -> bool:
    """ "Reported that militants fired at the post", where the parser takes "fired" for a participle."""
    return verb.lemma_ == "fire" and verb.dep_ == "acl" and verb.head.tag_ == "NNS" and any(
        c.lower_ in ("at", "on", "upon") for c in verb.children) and verb.head.lemma_ in listed(verb, "attackers")  # fmt: skip


def _acts_on(verb: Token) -> bool:
    """ "Militants kidnapped and killed an informer": the object stands with the second verb."""
    second = [c for c in verb.children if c.dep_ == "conj" and 1 < c.i - verb.i < 4 and not _has_subject(c)]
    return _has_subject(verb) and any(d.dep_ == "dobj" for c in second for d in c.children)


def _is_shot_dead(verb: Token) -> bool:
    """ "Thai soldier shot dead, two hurt": no object, so it was done to the subject."""
    dead = any(c.lower_ == "dead" and c.i > verb.i and not _opens_object(verb.doc, c.i + 1) for c in verb.children)
    return dead and verb.text in ("shot", "found") and not any(c.dep_ in ("dobj", "obj", "aux") for c in verb.children)


def _opens_object(doc: Doc, at: int) -> bool:
    """ "Shot dead a ward head", which the parser hangs elsewhere."""
    return at < len(doc) and doc[at].tag_ in ("DT", "PRP$", "CD") and doc[at].ent_type_ not in ("DATE", "TIME")


def noun_phrase(token: Token) -> str:
    """The words of the phrase that ``token`` heads, without clauses and appositions after it."""
    first, last = token.i, token.i
    for child in token.children:
        if child.dep_ in LEFT_OUT or (child.dep_ == "prep" and child.lower_ != "of" and not _tells_whose(child)):
            continue
        if child.lower_ == "that" and child.tag_ == "IN":
            continue  # "announced that 13 soldiers died", where the parser takes it for an article
        first, last = min(first, child.left_edge.i), max(last, _right_end(child))
    return token.doc[first : last + 1].text.strip()


def _tells_whose(prep: Token) -> bool:
    """ "Tribesmen from the Murle ethnic group": what the plain word leaves open."""
    plain = prep.head.lemma_.lower() in listed(prep, "outlaws") | listed(prep, "attackers") | listed(
        prep, "crowd_people"
    )
    named = (t for p in prep.children for t in (p, *p.children))
    return prep.lower_ == "from" and plain and any(t.pos_ == "PROPN" and t.ent_type_ != "DATE" for t in named)


def path_to(token: Token, other: Token) -> int | None:
    """Steps in the parse between two tokens of a sentence."""
    up = {t.i: n for n, t in enumerate((token, *token.ancestors))}
    for steps, t in enumerate((other, *other.ancestors)):
        if t.i in up:
            return steps + up[t.i]
    return None


def _goals_behind(token: Token) -> Iterator[Token]:
    """ "Fire with live rounds on protesters", "attack by rebels on a camp": the parser hangs "on" on the noun between."""
    held = objects_of(token, "with", "by")
    for weapon in (*held, *(c for c in token.children if c.dep_ == "dobj")):
        for goal in (c for c in weapon.children if c.dep_ == "prep" and c.lower_ in ("on", "at", "against")):
            yield from (p for p in goal.children if p.dep_ == "pobj")


def _by_of_second(verb: Token) -> Iterator[Token]:
    """ "Was stoned and set alight by her classmates": both verbs have the same doers, if they are people."""
    others = [t for t in verb.conjuncts if t.i > verb.i and t.tag_ == "VBN" and not _has_subject(t)]
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not _has_subject(verb):
        others.append(verb.head)
    things = words_of(verb.doc).targets
    for by in (c for other in others for c in other.children if c.dep_ == "agent"):
        if not any(p.lemma_.lower() in things for p in by.children):
            yield by


def _by_behind(verb: Token) -> Iterator[Token]:
    """ "Were taken from a bus in X on 27 September by rebels": the parser hangs "by" on the bus, the place or the day."""
    level = [c for c in verb.children if c.dep_ == "prep" and c.i > verb.i and c.lower_ not in OTHER_ACTS]
    for _ in range(BEHIND):
        inner = [p for c in level for p in c.children if p.dep_ == "pobj"]
        inner += [a for p in inner for a in p.children if a.dep_ in ("appos", "npadvmod")]
        level = [c for p in inner for c in p.children if c.dep_ in ("prep", "agent") and c.i > p.i]
        yield from (c for c in level if c.lower_ == "by")


def _too_deep(token: Token) -> bool:
    """Deeper than any sentence that says something: lists and noise that the parser chained."""
    return next(islice(token.ancestors, DEPTH, None), None) is not None


def _right_end(token: Token) -> int:
    ends = [token.i]
    if _too_deep(token):
        return token.i
    for child in token.children:
        if child.dep_ not in LEFT_OUT or child.dep_ in ("conj", "cc"):
            ends.append(_right_end(child))
    return max(ends)


def _near_children(token: Token) -> Iterator[Token]:
    """Children, and those that the parser hung on the verb that carries a noun ("carried out an attack on X")."""
    yield from token.children
    head = token.head
    if token.dep_ in ("dobj", "pobj") and head.pos_ in ("VERB", "ADP"):
        verb = head if head.pos_ == "VERB" else head.head
        yield from (c for c in verb.children if c.i > token.i and c.dep_ in ("prep", "agent"))


def _subjects(verb: Token, *, passive: bool = False) -> list[Token]:
    wanted = PASSIVE_SUBJECT if passive else SUBJECT
    if (disguised := _disguised(verb)) is not None:
        return [disguised]
    own = _without_headings([c for c in verb.children if c.dep_ in (*SUBJECT, *PASSIVE_SUBJECT)])
    if own:
        fitting = [c for c in own if c.dep_ in wanted] or (own if passive else [])
        return _with_conjuncts([_behind_heading(_antecedent(c, verb)) for c in fitting])
    head = verb.head
    if verb.dep_ == "amod" and verb.tag_ == "VBD" and head.i > verb.i:
        return [c for c in verb.children if c.dep_ == "npadvmod" and c.i < verb.i] or _named_before(verb)
    if _hung_on_a_place(verb):
        return _subjects(verb.sent.root)
    if verb.dep_ in ("acl", "relcl", "amod") and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and not passive and not _fires_at(verb):
            return []
        return [head]
    if verb.dep_ == "oprd" or (verb.dep_ in ("xcomp", "ccomp") and passive):
        objects = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
        return objects or _subjects(head)
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"):
        inherited = _inherited(verb, passive=passive)
        if inherited or passive:
            return inherited
    return [] if passive else _named_before(verb) or _stranded(verb)


def _hung_on_a_place(verb: Token) -> bool:
    """ "Gunmen rode into Kwada, Nigeria, attacking churches", where the parser makes Nigeria attack them."""
    root = verb.sent.root
    comma = verb.i > verb.sent.start and verb.nbor(-1).text == ","
    place = verb.head.ent_type_ in ("GPE", "LOC") and verb.head.pos_ == "PROPN"
    return verb.dep_ == "acl" and verb.tag_ == "VBG" and comma and place and root.tag_ == "VBD" and root != verb


def _stranded(verb: Token) -> list[Token]:
    """The gunmen of "in Bama, Nigeria, suspected gunmen riding motorcycles shot a man", hung on the list of places."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ not in ("ROOT", "conj", "acl", "ccomp"):
        return []
    armed = listed(verb, "attackers") | listed(verb, "outlaws") | listed(verb, "soldiers")
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.text == ";":
            return []
        member = token.lemma_ == "member" and any(t.pos_ == "PROPN" for t in objects_of(token, "of"))
        hung = token.dep_ in ("appos", "conj", "dep", "npadvmod", "ROOT")
        if hung and (member or token.lemma_.lower() in armed):
            return [token]
    return []


def _without_headings(subjects: list[Token]) -> list[Token]:
    """Of two subjects no "Abduction: rebels took" and no "a bomb laid in X, Somalia exploded"."""
    if len(subjects) < 2:
        return subjects
    first = subjects[0]
    plain = [c for c in subjects if not _is_heading(c) and (c is first or c.ent_type_ != "GPE")]
    return plain or subjects


def _is_heading(noun: Token) -> bool:
    """The abduction of "Abduction: rebels took", the movement of "Movement of forces: troops arrived"."""
    behind = noun.doc[noun.i + 1 : noun.i + 4]
    return noun.i - noun.sent.start < 3 and any(t.text == ":" for t in behind)


def _disguised(verb: Token) -> Token | None:
    """The assailant of "an assailant dressed as Santa Claus opened fire", where the parser takes the guise for the doer."""
    above = verb.head
    guise = verb.dep_ == "advcl" and above.dep_ == "acl" and above.lemma_ in ("dress", "disguise", "clothe", "pose")
    return above.head if guise and any(c.lower_ == "as" for c in verb.children) else None


def _behind_heading(subject: Token) -> Token:
    """The navy of "Sri Lanka: Navy sinks boats", where the parser takes the heading for the subject."""
    headed = subject.i + 1 < len(subject.doc) and subject.doc[subject.i + 1].text == ":"
    return next((c for c in subject.children if headed and c.dep_ == "appos" and c.i > subject.i), subject)


def _named_before(verb: Token) -> list[Token]:
    """A name right before a finite verb that the parser gave no subject ("In August JNIM claimed ...")."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return []
    end = verb.nbor(-1).idx + len(verb.nbor(-1))
    named = [verb.doc[m.root] for m in verb.doc._.lwj.mentions if m.end == end][:1]
    return [t for t in named if not (t.dep_ == "appos" and t.ent_type_ == "GPE")]  # "a bomb in X, Somalia exploded"


def _inherited(verb: Token, *, passive: bool) -> list[Token]:
    """The subject of the verb above, or its object where that one is made to act ("sent men to attack")."""
    if _too_deep(verb):
        return []
    head = verb.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    if head.pos_ in ("NOUN", "PROPN"):
        if verb.dep_ == "conj" and head.head == head and head.i < verb.i:
            return [
                head
            ]  # "Front for X (FX) rebels crossed the border and attacked": the parser takes the name for the sentence
        owner = owner_of(head)
        return [owner] if owner is not None else _subjects_above(head)
    if head == verb:
        return []
    if head.lemma_ in ("accuse", "suspect", "blame", "charge", "convict"):
        if head.dep_ == "acl":
            return [head.head]  # "rebels accused of killing 21"
        return [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ == "xcomp" and head.lemma_ in (
        "order",
        "send",
        "tell",
        "ask",
        "urge",
        "help",
        "allow",
        "force",
        "see",
        "lead",
    ):
        return [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ == "conj" and is_passive(head) and not passive:
        return _subjects(head, passive=True)
    return _subjects(head, passive=True) if is_passive(head) else _subjects(head)


def _subjects_above(noun: Token) -> list[Token]:
    verb = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
    return _subjects(verb) if verb is not None and not is_passive(verb) else []


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if token.lower_ in ("who", "which", "that", "whom") and verb.dep_ == "relcl":
        return verb.head
    if token.lower_ in ("who", "which", "that") and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return token


def _is_number_of(token: Token) -> bool:
    """ "Freed over 800 prisoners": the parser takes "over" for a preposition."""
    return token.dep_ == "pobj" and any(c.dep_ == "nummod" and c.like_num for c in token.children)


def _person_before(token: Token) -> Token:
    """ "Took three oil workers hostage": the parser takes the workers for a part of the word "hostage"."""
    if token.lower_ not in ("hostage", "captive", "prisoner"):
        return token
    people = [c for c in token.children if c.dep_ in ("compound", "nmod") and c.tag_ in ("NNS", "NN", "NNP")]
    return people[-1] if people else token


def _shared_objects(verb: Token) -> list[Token]:
    """ "Shot and killed the principal": the object stands with the second verb."""
    for second in verb.children:
        if second.dep_ != "conj" or second.pos_ != "VERB" or _has_subject(second):
            continue
        if all(t.pos_ in ("ADV", "CCONJ", "PUNCT") for t in verb.doc[verb.i + 1 : second.i]):
            return objects_of_verb(second)
    return []


def _object_of_dead(verb: Token) -> Iterator[Token]:
    """ "Shot dead eight workers": the parser hangs them on "dead"."""
    for dead in (c for c in verb.children if c.lower_ == "dead" and c.i > verb.i):
        yield from (c for c in dead.children if c.dep_ == "dobj")


def bare_subject(participle: Token) -> Token | None:
    """The IED of "struck an IED likely planted by rebels", where the parser makes a clause of it."""
    bare = (
        participle.dep_ == "ccomp" and participle.tag_ == "VBN" and any(c.dep_ == "agent" for c in participle.children)
    )
    if not bare or any(c.dep_ in ("aux", "auxpass", "mark") for c in participle.children):
        return None
    return next((c for c in participle.children if c.dep_ == "nsubj" and c.i > participle.head.i), None)


def _relative_object(verb: Token) -> Iterator[Token]:
    """What stands before a relative clause without object of its own ("the base that they attacked")."""
    if any(c.lower_ in ("where", "when") for c in verb.children):
        return  # "Michoacan, where gangs fought"
    if verb.dep_ == "relcl" and any(
        c.dep_ in SUBJECT and c.lower_ not in ("who", "which", "that") for c in verb.children
    ):
        yield verb.head


def _misread_object(verb: Token) -> Iterator[Token]:
    """ "The Taliban captured Herat city": the parser takes the finite verb for an adjective of its object."""
    if verb.dep_ == "amod" and verb.tag_ == "VBD" and verb.head.i > verb.i:
        yield verb.head


def _with_conjuncts(tokens: list[Token]) -> list[Token]:
    out = []
    for token in tokens:
        out += [token, *(c for c in token.conjuncts if c.i > token.i and c.pos_ in ("NOUN", "PROPN", "NUM", "PRON"))]
    return list(dict.fromkeys(out))


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in (*SUBJECT, *PASSIVE_SUBJECT) for c in verb.children)


def _armed(doc: Doc, mention: Mention | None) -> Mention | None:
    """Outlets tell of events and do not make them."""
    actor = doc._.lwj.actors.get(mention.actor_id) if mention else None
    return None if actor is not None and actor.type == "media" else mention


def is_by_nature(verb: Token) -> bool:
    """ "A storm destroyed houses", "died in a car crash", "killed by floods": nobody did it."""
    if verb.pos_ != "VERB":
        return False
    causes = [*agents_of_verb(verb)]
    causes += [
        p
        for c in verb.children
        if c.lower_ in ("in", "by", "of", "from", "during")
        for p in c.children
        if p.dep_ == "pobj"
    ]
    return any(t.lemma_.lower() in listed(verb, "nature") for t in causes)
