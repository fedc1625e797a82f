"""Who is blamed for an event, where nobody claims it and the outlet names nobody."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events.accounts import DISRUPTED, TAKEN
from lwj_analysis.annotate.events.parties import user_beside
from lwj_analysis.annotate.events.roles import (
    PASSIVE_SUBJECT,
    Role,
    agents_of_verb,
    is_passive,
    objects_of_verb,
    of_what,
    role_of,
)
from lwj_analysis.annotate.events.similarity import VIOLENT
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import between, covering
from lwj_analysis.annotate.records import Event, Mention
from lwj_analysis.annotate.text import text_of
from lwj_analysis.annotate.tree import objects_of

WORDS = 9  # from "believed" to the name
NEAR = 6  # sentences from the event to the one that blames somebody for it


SUSPICIOUS = (
    VIOLENT | TAKEN | {DISRUPTED, "Violent demonstration", "Mob violence", "Excessive force against protesters"}
)


def add_suspects(doc: Doc, events: list[Event]) -> None:
    """Who is blamed for the event told before ("Police blamed the TRF"): words without an actor, for it is only alleged."""
    opinions = listed(doc, "blaming") | listed(doc, "believing") | {"accuse", "say", "hold"}
    for verb in (t for t in doc if t.pos_ == "VERB" and t.lemma_ in opinions):
        told = {t.i for t in verb.subtree}  # "was blamed for the killings"
        before = [e for e in events if (e.trigger < verb.i or e.trigger in told) and e.sub_event_type in SUSPICIOUS]
        before = [e for e in before if not _by_soldiers(doc, e)]
        event = max(before, key=lambda e: e.trigger, default=None)
        far = event is not None and sum(1 for s in doc[event.trigger : verb.i].sents) > NEAR
        found = event is not None and event.sub_event_type == DISRUPTED  # a bomb that the police found
        if (
            event is None
            or far
            or (event.initiator_id and not event.initiator_id.startswith("people:") and not found)
            or text_of(doc).find("\n\n", event.end, verb.idx) >= 0
        ):
            continue
        blamed = _believed(verb) or _of_headline(verb)
        blamed = blamed or (_blamed(verb) if verb.lemma_ in listed(doc, "blaming") else [])
        blamed = blamed or (_accused(verb) if verb.lemma_ == "accuse" else [])
        named = [r for t in blamed if (r := _named_role(doc, t)) and _is_named(r)]
        if named and (len({r.actor_id or r.text for r in named}) == 1 or all(r.actor_id for r in named)):
            for one in (
                e
                for e in before
                if e is event or (_is_beside(e, event) and (_is_open(doc, e) or e.sub_event_type == DISRUPTED))
            ):
                one.initiator_id, one.initiator_text = (
                    None,
                    " and ".join(dict.fromkeys(_name_of(doc, r) for r in named)),
                )


def _named_role(doc: Doc, token: Token) -> Role | None:
    """The role, of "the Sunni extremist group Sipah-e-Sahaba" that of the name."""
    role = role_of(doc, token)
    if role is not None and role.actor_id is None:
        beside = (role_of(doc, c) for c in token.children if c.dep_ == "appos")
        return next((r for r in beside if r is not None and r.actor_id), role)
    return role


def _is_beside(one: Event, other: Event) -> bool:
    """Of the same incident, or of the same day and place."""
    alike = one.place is other.place and one.date_start == other.date_start and one.place is not None
    return one.incident == other.incident or alike


def add_described(doc: Doc, events: list[Event]) -> None:
    """ "Gunmen, believed to be from the ADF, shot a man", "a group calling itself the Sons": the name for the plain noun."""
    for token in (t for t in doc if t.lower_ in listed(doc, "describing")):
        if token.lower_ in ("calling", "identifying") and not doc[token.i : token.i + 2].text.endswith(
            ("self", "selves")
        ):
            continue  # "civil servants calling for the release of X"
        if token.lower_ == "said" and doc[token.i + 1 : token.i + 3].text != "to be":
            continue
        noun = next((t for t in reversed(doc[max(token.sent.start, token.i - 4) : token.i]) if not _links(t)), None)
        mention = _named_behind(doc, token)
        name = text_of(doc)[mention.start : mention.end] if mention is not None else _bracketed(token) or _to_be(token)
        if noun is None or name is None or noun.pos_ != "NOUN":
            continue
        for event in (e for e in events if doc[e.trigger].sent == token.sent and not e.initiator_id):
            said = event.initiator_text or ""
            attackers = not said and noun.lemma_.lower() in listed(doc, "attackers")
            attackers = attackers or (not said and noun.dep_ == "nsubj" and noun.head.i == event.trigger)
            if said.split(" ")[-1] == noun.text or attackers or (not said and event.trigger == noun.i):
                event.initiator_text = name
                if event.target_text == name:  # of "gunmen believed to be X shot a man" the parser makes X the victims
                    event.target_id = event.target_text = None


def _to_be(token: Token) -> str | None:
    """The bandits of "armed men suspected to be bandits", the American of "a strike, thought to be American"."""
    rest = token.doc[token.i + 1 : token.sent.end]
    if rest[:2].text.lower() != "to be" or len(rest) < 3:
        return None
    noun = next(
        (t for t in rest[2:6] if t.tag_ in ("NNS", "NNP", "NNPS") or (t.pos_ == "ADJ" and t.text[0].isupper())), None
    )
    between_ = token.doc[token.i + 3 : noun.i] if noun is not None else ()
    return noun.text if noun is not None and all(t.pos_ in ("ADJ", "NOUN", "DET") for t in between_) else None


def _bracketed(token: Token) -> str | None:
    """The Fulani of "gunmen (suspected Fulani)"."""
    head = token.head
    return head.text if token.dep_ == "amod" and head.dep_ == "appos" and head.pos_ == "PROPN" else None


def add_members(doc: Doc, events: list[Event]) -> None:
    """ "The attacker was a member of the UFF": whose deed it was that the sentences before tell."""
    for verb in (t for t in doc if t.lemma_ == "be" and t.head == t):
        who = [c for c in verb.children if c.dep_ == "nsubj" and c.lemma_.lower() in listed(doc, "attackers")]
        group = next((r for c in verb.children if c.dep_ == "attr" and (r := role_of(doc, c)) and r.actor_id), None)
        if not who or group is None:
            continue
        for event in (e for e in events if e.trigger < verb.i and e.sub_event_type in VIOLENT | TAKEN):
            if _is_open(doc, event):
                event.initiator_id, event.initiator_text = group.actor_id, _name_of(doc, group)


def add_identified(doc: Doc, events: list[Event]) -> None:
    """ "Officials identified the bomber as a member of X": words without an actor, for they only say so."""
    for verb in (t for t in doc if t.lemma_ == "identify" and t.pos_ == "VERB"):
        whom = [t for t in objects_of_verb(verb) if t.lemma_.lower() in listed(doc, "attackers") | {"bomber"}]
        near = objects_of(verb, "as")
        group = next((r for p in near for t in (*of_what(p), p) if (r := role_of(doc, t)) and r.actor_id), None)
        for event in (e for e in events if whom and group and e.trigger < verb.i and e.sub_event_type in VIOLENT):
            if _is_open(doc, event):
                event.initiator_text = _name_of(doc, group)


SUBJECTS = ("nsubj", "nsubjpass")
WORK = ("work", "handiwork", "deed", "doing")
SIGNED = re.compile(
    r"\b(?i:(?:(?:letters|initials|insignia|logos?|emblems?|flags?) of|"
    r"(?:calling|identifying) (?:him|her)self (?:as )?(?:an? |the )?(?:\w+ ){0,2}?"
    r"(?:spokes\w+|member|representative) (?:for|of)|"
    r"(?:warnings?|calls?|messages?|notes?|leaflets?|pamphlets?|banners?|letters?|graffiti|placards?|communiques?) "
    r"(?:\w+ ){0,5}?(?:in the name of|on behalf of|signed by|signed|belonged to|belonging to|left by|bearing the name of)|"
    r"(?:warnings?|calls?) from|responsibility (?:\w+ ){0,4}?(?:in the name of|on behalf of))) "
    r"(?:a group (?:calling itself|called|named) )?(?:the )?"
    r"(?P<name>[A-Z][\w’'-]+(?: (?:of |the |for )*[A-Z][\w’'-]+)*)"
)


def add_signed(doc: Doc, events: list[Event]) -> None:
    """ "After a warning call in the name of ETA", "a note signed by the Red Front": words without an actor."""
    text = text_of(doc)
    for words in SIGNED.finditer(text):
        named = between(doc, "mentions", words.start("name"), words.start("name") + 1)
        actor = doc._.lwj.actors.get(named[0].actor_id) if named else None
        if actor is not None and actor.type in ("person", "media", "government"):
            continue
        found = (e for e in events if e.sub_event_type == DISRUPTED or e.sub_event_type in VIOLENT | TAKEN)
        for event in (e for e in found if _is_open(doc, e) or e.sub_event_type == DISRUPTED):
            if text.find("\n\n", min(event.start, words.start()), max(event.start, words.start())) < 0:
                event.initiator_id = None
                event.initiator_text = text[named[0].start : named[0].end] if named else words["name"]


LABEL = re.compile(
    r"(?:^|(?<=[.;)] )|(?<=\n))(?:(?:armed |responsible )?group(?: responsible)?|actor(?: ?1)?|perpetrators?|initiator|"
    r"responsible|attackers?|side a): (?=\w)",
    re.IGNORECASE,
)


def add_labelled(doc: Doc, events: list[Event]) -> None:
    """ "Ambushed a convoy near X; 3 killed. Group: ADF": whom the field of a record names."""
    text = text_of(doc)
    for label in LABEL.finditer(text):
        named = between(doc, "mentions", label.end(), label.end() + 1)
        said = text[named[0].start : named[0].end] if named else re.split(r"[.;,\n]", text[label.end() :])[0].strip()
        for event in (e for e in events if e.sub_event_type in VIOLENT | TAKEN and _is_open(doc, e)):
            event.initiator_id, event.initiator_text = named[0].actor_id if named else None, said


def add_closing(doc: Doc, events: list[Event]) -> None:
    """ "Shot at the pumps, Belfast. Ulster Volunteer Force.": a group alone as the last sentence of an entry."""
    text, last = text_of(doc), list(doc.sents)[-1] if events else None
    for mention in between(doc, "mentions", last.start_char, last.end_char) if last is not None else ():
        actor = doc._.lwj.actors.get(mention.actor_id)
        alone = _letters(re.sub(r"\([^)]*\)", "", last.text)) == _letters(text[mention.start : mention.end])
        if alone and actor is not None and actor.type in ("armed_group", "state_force"):
            for event in (e for e in events if e.sub_event_type in VIOLENT | TAKEN and _is_open(doc, e)):
                event.initiator_id, event.initiator_text = mention.actor_id, text[mention.start : mention.end]


def _letters(words: str) -> str:
    return re.sub(r"[\W\d_]+", " ", words).strip()


def add_stoppers(doc: Doc, events: list[Event]) -> None:
    """ "A car was stopped by Mai-Mai fighters. Two were taken into the bush": by those who stopped it."""
    told: dict[int, list[Event]] = {}  # by the start of the sentence
    for event in (e for e in events if e.sub_event_type in VIOLENT | TAKEN):
        told.setdefault(doc[event.trigger].sent.start, []).append(event)
    for verb in (t for t in doc if t.lemma_ in listed(doc, "stopping") and t.pos_ == "VERB" and is_passive(t)):
        who = next((r for t in agents_of_verb(verb) if (r := role_of(doc, t)) and _may_attack(doc, r)), None)
        near = [*told.get(verb.sent.start, ()), *told.get(verb.sent.end, ())] if who is not None else ()
        for event in (e for e in near if e.trigger > verb.i):
            if event.initiator_id is None and event.initiator_text is None:
                event.initiator_id, event.initiator_text = who.actor_id, who.text


def _may_attack(doc: Doc, role: Role) -> bool:
    actor = doc._.lwj.actors.get(role.actor_id or "")
    armed = listed(doc, "attackers") | listed(doc, "outlaws") | listed(doc, "whoever")
    return (
        actor.type == "armed_group"
        if actor is not None
        else bool({role.token.lemma_.lower(), role.token.lower_} & armed)
    )


def add_users(doc: Doc, events: list[Event]) -> None:
    """Whose aircraft or missile it was that the sentence of the dead names, where nobody else did it."""
    for event in events:
        if event.sub_event_type in VIOLENT and not event.initiator_id and not event.initiator_text:
            role = user_beside(doc, doc[event.trigger])
            if role is not None and role.actor_id != event.target_id:
                event.initiator_id, event.initiator_text = role.actor_id, role.text


def _links(token: Token) -> bool:
    return token.is_punct or token.pos_ in ("AUX", "ADV", "PRON")


def _named_behind(doc: Doc, token: Token) -> Mention | None:
    """The group named in the words behind, before another verb tells something."""
    inside = doc[token.i + 1 : min(token.i + WORDS, token.sent.end)]
    stop = next((t.i for t in inside if t.tag_ in ("VBD", "VBZ", "VBP")), inside.end)
    for mention in between(doc, "mentions", token.idx + len(token), doc[stop - 1].idx + 1):
        actor = doc._.lwj.actors.get(mention.actor_id)
        if actor is not None and actor.type not in ("person", "media", "government"):
            return mention
    return None


def _name_of(doc: Doc, role: Role) -> str:
    """The whole name where the word is part of one."""
    named = covering(doc, "mentions", role.token.idx)
    whole = max(named, key=lambda m: m.end - m.start, default=None)
    fits = whole is not None and doc._.lwj.actors.get(whole.actor_id) is not None and whole.actor_id == role.actor_id
    said = text_of(doc)[whole.start : whole.end] if fits else ""
    begun = said.lower().startswith(role.text.lower().removeprefix("the "))
    return said if said and (len(role.text.split()) < 3 or begun) else role.text


def _by_soldiers(doc: Doc, event: Event) -> bool:
    """ "The second bomber was shot dead by soldiers": nobody is to blame for that."""
    said = (event.initiator_text or "").lower().split()
    soldiers = bool(said) and said[-1].removesuffix("s") in listed(doc, "soldiers")
    return soldiers and event.sub_event_type != DISRUPTED


def _is_open(doc: Doc, event: Event) -> bool:
    """Nobody is named for it, or only "assailants", "two men"."""
    said = (event.initiator_text or "").lower().split()
    if event.initiator_id:
        return False
    if not said or said[-1].removesuffix("s") in listed(doc, "attackers"):
        return True
    return said[-1] in listed(doc, "whoever") and all(w in listed(doc, "nameless") for w in said[:-1])


def _is_named(role: Role) -> bool:
    """An actor, a name, fighters with one ("Adara militiamen"), or what kind of people they are ("separatist insurgents")."""
    if role.actor_id or any(t.pos_ == "PROPN" for t in (role.token, *role.token.children)):
        return True
    kinds = [t for t in role.token.children if t.dep_ in ("amod", "compound", "nmod")]
    plain = listed(role.token, "nameless")
    sorts = listed(role.token, "fighters") | listed(role.token, "outlaws")  # "Islamists blamed", "blaming rebels"
    bare = role.token.tag_ == "NNS" and role.token.left_edge == role.token
    if bare and role.token.lemma_.lower() in sorts - listed(role.token, "whoever") - {"gunman", "suspect"}:
        return True
    return role.token.tag_ in ("NN", "NNS") and bool(kinds) and not any(t.lower_ in plain for t in kinds)


def _of_headline(verb: Token) -> list[Token]:
    """ "Car bomb kills 17, Boko Haram blamed": the participle ends the headline, and its subject is who is blamed."""
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    bare = verb.lower_ in ("blamed", "suspected", "accused") and all(t.is_punct or t.is_space for t in rest)
    helped = any(c.dep_ in ("aux", "auxpass", "dobj") for c in verb.children)
    return (
        [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i] if bare and not helped else []
    )


def _believed(verb: Token) -> list[Token]:
    """ "X was thought responsible", "was believed to be behind it", "to have been carried out by X", "to be members of X"."""
    if verb.lemma_ in ("say", "hold"):
        return _held_responsible(verb)
    passive = [c for c in verb.children if c.dep_ in PASSIVE_SUBJECT]
    told = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "acomp")]
    if any(c.lemma_ == "responsible" for c in told):
        return passive
    for act in told:
        subjects = agents_of_verb(act) if act.dep_ == "ccomp" else passive
        inside = [c.lower_ for c in act.children if c.dep_ in ("acomp", "prep", "oprd")]
        if {"responsible", "behind"} & set(inside):
            return subjects
        if is_passive(act):
            return objects_of(act, "by")
        attributes = [c for c in act.children if c.dep_ == "attr"]
        attackers = any(t.lemma_.lower() in listed(verb, "attackers") or t.pos_ in ("NUM", "PRON") for t in subjects)
        if attributes and attackers:
            return attributes
        if any(t.lemma_.lower() in listed(verb, "happenings") for t in subjects):
            work = [t for t in attributes if t.lemma_ in WORK]
            return [p for t in work for p in of_what(t)]
        if act.lemma_ in ("carry", "perpetrate", "commit", "conduct", "stage", "plant"):
            return subjects
    return []


def _accused(verb: Token) -> list[Token]:
    """ "The government accused the Front", "accused them of the bombing", "of having planted it"; not of anything else."""
    of_ = [p for c in verb.children if c.lower_ == "of" for p in c.children if p.dep_ in ("pobj", "pcomp")]
    deeds = listed(verb, "happenings") | listed(verb, "accused_of")
    return objects_of_verb(verb) if all(p.lemma_.lower() in deeds for p in of_) else []


def _held_responsible(verb: Token) -> list[Token]:
    """ "A caller said that Omega-7 was responsible", "police said the Front was behind it", "the attackers were Taliban"."""
    told = [t for act in verb.children if act.dep_ == "ccomp" and act.lemma_ == "be" for t in _behind_it(act)]
    for word in (t for t in verb.subtree if verb.lemma_ == "hold" and t.lemma_ == "responsible" and not told):
        named = [c for c in word.children if c.dep_ == "nsubj"]  # a small clause
        told = named or [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.i < word.i]
    return told


def _behind_it(act: Token) -> list[Token]:
    """Of "X was responsible", "X was behind the attack" the subject; of "the kidnappers were members of X" who they were."""
    if any(c.lower_ in ("responsible", "behind") and c.dep_ in ("acomp", "prep") for c in act.children):
        return agents_of_verb(act)
    if work := [p for c in act.children if c.dep_ == "attr" and c.lemma_ in WORK for p in of_what(c)]:
        return work  # "the blast was the handiwork of X"
    doers = listed(act, "attackers") | listed(act, "outlaws") | {"bomber"}
    if any(t.lemma_.lower() in doers for t in agents_of_verb(act)):
        return [c for c in act.children if c.dep_ == "attr"]
    return []


def _blamed(verb: Token) -> list[Token]:
    """ "Blamed X", "X was blamed", "attributed the attack to X", "suspect that X was behind it"."""
    near = (verb, *(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")))
    blamed = [p for top in near for c in top.children if c.lower_ in ("on", "to") for p in c.children
              if p.dep_ == "pobj"]  # fmt: skip
    blamed += [s for c in verb.children if c.dep_ == "ccomp" and any(p.lower_ == "behind" for p in c.children)
               for s in agents_of_verb(c)]  # fmt: skip
    blamed += [s for c in verb.children if c.dep_ == "ccomp" and (c.lemma_ == "involve" or any(
        p.lemma_ in ("responsible", "involved") for p in c.children)) for s in c.children if s.dep_ in SUBJECTS]  # fmt: skip
    return blamed or objects_of_verb(verb)
