"""One telling of an event: what the sentence around a trigger says of type, parties, weapons, day, place and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from lwj_analysis.annotate.events import kinds, roles
from lwj_analysis.annotate.events.days import date_of, stretch_of_saying
from lwj_analysis.annotate.events.modality import (
    is_declared,
    is_hypothetical,
    is_negated,
    is_planned,
    is_purpose_of_crowd,
    is_unopposed,
)
from lwj_analysis.annotate.events.parties import parties
from lwj_analysis.annotate.events.roles import Role
from lwj_analysis.annotate.events.sites import breadth, places_of, pointed_at
from lwj_analysis.annotate.events.steps import is_existential
from lwj_analysis.annotate.events.topics import is_other_example
from lwj_analysis.annotate.events.triggers import Trigger
from lwj_analysis.annotate.events.words import EventWords, listed
from lwj_analysis.annotate.lookup import between, claims_over
from lwj_analysis.annotate.records import Claim, Date, Place
from lwj_analysis.annotate.text import paragraph_of, text_of

DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "such", "same"))
FURTHER = frozenset(("another", "second", "secondary", "new", "other", "third", "further", "fresh", "subsequent", "separate",
                     "similar", "earlier", "previous", "later", "additional"))  # fmt: skip


@dataclass(slots=True)
class Telling:
    """What one place of the text says of one event."""

    trigger: Trigger
    start: int
    end: int
    sub_event_type: str
    rule: str
    initiators: list[Role] = field(default_factory=list)
    targets: list[Role] = field(default_factory=list)
    date: Date | None = None
    loose_date: bool = False
    running: Date | None = None  # the day with which its paragraph opens, where it has none itself
    place: Place | None = None
    places: list[Place] = field(default_factory=list)
    pointed: bool = False  # the place is one that the text points back at ("there")
    weapons: list[str] = field(default_factory=list)
    claim: Claim | None = None
    claimed_by: str | None = None
    status: str = "reported"
    title: bool = False
    definite: bool = False
    plural: bool = False
    further: str | None = None
    weekday: int | None = None  # 1 to 7 of a day that only its weekday tells ("last Sunday", of a text without a date)
    number: str | None = None
    ordinal: int | None = None  # which of the events that the text has counted before, see ``numbered``
    paragraph: int = 0

    @property
    def token(self) -> Token:
        return self.trigger.token

    @property
    def key(self) -> str:
        return self.trigger.key

    @property
    def entry(self):
        return self.trigger.entry

    @property
    def is_noun(self) -> bool:
        return self.token.pos_ in ("NOUN", "PROPN")

    def ids(self, what: str) -> set[str]:
        found = {r.actor_id for r in getattr(self, what) if r.actor_id}
        return found | {self.claimed_by} if what == "initiators" and self.claimed_by else found


def telling_of(doc: Doc, trigger: Trigger, words: EventWords, *, title_end: int) -> Telling | None:
    """Read the telling of a trigger; ``None`` where it is denied, hypothetical or says too little to be an event."""
    token = trigger.token
    planned = trigger.entry.force and not trigger.entry.two_sided and not trigger.entry.operation and is_planned(token)
    done = (trigger.entry.demonstration and is_purpose_of_crowd(token)) or (
        trigger.key == "change" and is_declared(token)
    )
    unreal = is_hypothetical(token) and not done
    if is_negated(token) or (unreal and not planned):
        return None
    start, end = extent(token)
    sub, rule, weapons = kinds.type_of(trigger, words)
    t = Telling(trigger, start, end, sub, rule, weapons=weapons, title=token.idx < title_end)
    t.paragraph = paragraph_of(doc, token.idx)
    t.initiators, t.targets = parties(doc, trigger, sub)
    t.number = next((c.lower_ for c in token.children if c.dep_ == "nummod"), None)
    doer = trigger.doer  # "when the device exploded"
    t.definite = _is_definite(token) or (doer is not None and any(c.lower_ == "the" for c in doer.children))
    t.plural = token.tag_ in ("NNS", "NNPS")
    t.further = _further(token) or (None if t.definite else _told_apart(token))
    if not t.title:
        t.date, t.loose_date = date_of(doc, token)
        if t.date is None:
            t.date = stretch_of_saying(doc, token)
        t.further = t.further or _dated_earlier(doc, t.date)
        t.weekday = _weekday_of(doc, t)
        t.claim = claim_over(doc, token)
    t.places = places_of(doc, token)
    t.place = t.places[0] if t.places else None
    if not t.title and (t.place is None or breadth(t.place) >= 5):
        back = pointed_at(doc, token)
        if back is not None:
            t.place, t.pointed = back, True
    if t.place is None and t.claim is not None and t.claim.source.type == "witness":
        t.place = _place_of_witness(doc, t.claim)
    t.claimed_by = claimed_by(doc, t)
    t.status = status_of(t)
    if planned:
        return _as_planned(t)
    return t if _says_enough(doc, t) else None


def _as_planned(t: Telling) -> Telling | None:
    """What is announced has the day that is set for it, and is worth a row with a town or somebody as its target."""
    t.status, t.claimed_by = "planned", None
    inside = t.date is not None and t.token.idx < t.date.start < t.end
    t.date, t.loose_date = (t.date, t.loose_date) if inside else (None, False)
    near = t.place is not None and breadth(t.place) <= 3
    return t if not t.title and (near or any(r.actor_id for r in t.targets)) else None


def one_by_one(doc: Doc, t: Telling) -> list[Telling]:
    """ "Two attacks there: one on November 18 and another on the 19th": each with its day."""
    if not (t.is_noun and t.plural and t.number) or t.title:
        return [t]
    each = []
    for token in doc[t.token.i + 1 : t.token.sent.end]:
        behind = token.idx + len(token)
        date = next((d for d in between(doc, "dates", behind + 1, behind + 8) if d.date_start), None)
        if token.lower_ in ("one", "another", "other", "second") and date is not None:
            end = max(token.idx + len(token), date.end)
            one = replace(t, start=token.idx, end=end, date=date, loose_date=False, plural=False, number=None)
            one.weekday = _weekday_of(doc, one)
            each.append(one)
    return each if len(each) > 1 else [t]


def extent(token: Token) -> tuple[int, int]:
    """The characters of the trigger's clause or noun phrase, without what is only joined to it."""
    keep, sentence = [token.i], token.sent
    for child in token.children:
        cut = child.dep_ in ("punct", "cc", "relcl", "parataxis") or (child.dep_ == "conj" and child.i > token.i)
        cut = cut or (child.dep_ == "ccomp" and child.i < token.i)  # "he was shot, police said; two men were arrested"
        if token.pos_ in ("NOUN", "PROPN"):
            cut = cut or child.dep_ in ("appos", "acl")
        if not cut:
            keep += [t.i for t in child.subtree if sentence.start <= t.i < sentence.end and not t.is_space]
    span = token.doc[min(keep) : max(keep) + 1]
    return span.start_char, span.end_char


def claim_over(doc: Doc, token: Token) -> Claim | None:
    """The innermost claim whose content holds the trigger."""
    end = token.idx + len(token)
    return min(claims_over(doc, token.idx, end), key=lambda c: c.end - c.start, default=None)


def _place_of_witness(doc: Doc, claim: Claim) -> Place | None:
    """ "Residents of Tirah said that a shell hit a house": they tell of what they saw there."""
    if claim.source.start is None:
        return None
    span = doc.char_span(claim.source.start, claim.source.end, alignment_mode="expand")
    if span.root.lemma_.lower() not in listed(doc, "locals"):
        return None
    told = between(doc, "places", span.start_char, max(t.idx + len(t) for t in span.root.subtree))
    return next((p for p in told if breadth(p) <= 5 and p.rule != "far"), None)


def claimed_by(doc: Doc, t: Telling) -> str | None:
    """Who says that it was their deed: the grammar of "claim", a claim record, or an armed group that tells of its own act."""
    token = t.token
    for verb in _claiming(token):
        for subject in roles.agents_of_verb(verb):
            role = roles.role_of(doc, subject)
            if role and role.actor_id:
                return _group_of(doc, role.actor_id)
    if (lister := _lister(doc, t)) is not None:
        return lister
    claim = t.claim
    group = armed_source(doc, claim) if claim is not None else None
    if group is None or t.ids("targets") & {group} or t.key in ("regains", "ousts"):
        return None
    own = t.ids("initiators")
    if not own and t.key == "suicide" and claim.stance == "asserts":
        return group  # "by its outlet's account, two bombers opened the attack"
    aside = token.pos_ == "VERB" and token.dep_ in ("relcl", "acl") and roles.is_passive(token)
    if claim.stance == "claims_responsibility" and ((not own and not aside) or _kin(doc, group, own)):
        return group
    violent = t.entry.force or t.key in ("abduction", "captive", "looting", "spoils", "carry_off", "release")
    if claim.stance in ("asserts", "confirms") and violent and _kin(doc, group, own):
        return group
    return None


def _lister(doc: Doc, t: Telling) -> str | None:
    """ "The jihadists also list what they carried off": an armed group that counts its own deeds."""
    verb, own = t.token.head, t.ids("initiators")
    if t.token.dep_ != "ccomp" or verb.lemma_ not in listed(doc, "listing"):
        return None
    roles_of = (roles.role_of(doc, subject) for subject in roles.agents_of_verb(verb))
    groups = [r.actor_id for r in roles_of if r and r.actor_id and doc._.lwj.actors[r.actor_id].type == "armed_group"]
    return next((g for g in groups if _kin(doc, g, own)), None)


def _group_of(doc: Doc, actor_id: str) -> str:
    """Whose deed it is that a spokesman or an outlet claims: the group's."""
    actor = doc._.lwj.actors[actor_id]
    parent = doc._.lwj.actors.get(actor.parent or "") if actor.type in ("media", "person") else None
    return parent.id if parent is not None and parent.type == "armed_group" else actor_id


def armed_source(doc: Doc, claim: Claim) -> str | None:
    """The armed group that speaks, also through its own outlet."""
    actor = doc._.lwj.actors.get(claim.source.actor_id or "")
    if actor is not None and actor.type in ("media", "person") and actor.parent:
        actor = doc._.lwj.actors.get(actor.parent)
    if actor is not None and actor.type == "person" and claim.source.type == "militant":
        return None
    if actor is not None and actor.id.startswith("name:") and claim.stance == "claims_responsibility":
        return actor.id  # "the Popular Revolutionary Action claimed the attack": no list has it
    return actor.id if actor is not None and actor.type == "armed_group" else None


def status_of(t: Telling) -> str:
    """How sure this telling is."""
    if t.claim is not None:
        stance = t.claim.stance
        if stance == "denies":
            return "denied"
        if stance == "alleges":
            return "alleged"
        if stance == "confirms":
            return "confirmed"
    if t.claimed_by:
        return "claimed"
    return "reported"


def _kin(doc: Doc, one: str, others: set[str]) -> bool:
    parents = {k: a.parent for k, a in doc._.lwj.actors.items()}
    return any(one == o or parents.get(one) == o or parents.get(o) == one for o in others)


def _claiming(token: Token) -> Iterator[Token]:
    """Verbs of claiming that have the trigger as their own deed."""
    head, dep = token.head, token.dep_
    if head.pos_ == "ADP" and dep in ("pobj", "pcomp") and head.lower_ in ("for", "of"):
        head, dep = head.head, "dobj"
        if head.lemma_ in ("responsibility", "credit"):
            head = head.head
    if head.lemma_ == "claim" and dep in ("dobj", "xcomp", "conj"):
        yield head
    if dep == "conj" and head.head.lemma_ == "claim" and head.dep_ == "dobj":
        yield head.head
    for child in token.children:
        if child.dep_ in ("relcl", "acl") and child.lemma_ == "claim":
            yield child


def _is_definite(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    if any(c.dep_ == "relcl" and c.lemma_ in listed(token, "occurring") for c in token.children):
        return False  # "in the shooting that ensued": told for the first time
    if any(c.dep_ in ("det", "amod", "predet", "nmod") and c.lower_ in DEFINITE for c in token.children):
        newly = (c for whom in roles.of_what(token) for c in whom.children if c.i < whom.i)
        return not any(c.dep_ == "nummod" or c.lower_ in ("a", "an") for c in newly)  # not "the arrest of 26 people"
    if (token.dep_ == "attr" and not is_existential(token.head)) or any(c.dep_ == "poss" for c in token.children):
        return True
    bare = not any(c.dep_ in ("det", "nummod", "prep", "amod", "compound") for c in token.children)
    return bare and token.tag_ == "NN"  # "in seven hours of fighting"


def _further(token: Token) -> str | None:
    """A word that says that this is not the event told before; "this is the third attack" is."""
    if token.dep_ == "attr" and not is_existential(token.head):
        return None
    if is_other_example(token):
        return "other"
    for child in token.children:
        if child.lower_ in FURTHER and child.dep_ in ("amod", "det", "advmod", "nummod"):
            return child.lower_
    if token.pos_ == "VERB" and any(
        c.lower_ in ("again", "also", "too") and c.dep_ == "advmod" for c in token.children
    ):
        return "again"
    claiming = token.head if token.head.lemma_ == "claim" and token.dep_ in ("dobj", "xcomp") else None
    if claiming is not None and any(c.lower_ in ("also", "too") for c in claiming.children) and not _is_this(token):
        return "also"
    return None


def _told_apart(token: Token) -> str | None:
    """ "Meanwhile, ...", "In another incident, ..." at the head of a paragraph: another event than those before it."""
    sent, doc = token.sent, token.doc
    opens = sent.start == 0 or "\n" in text_of(doc)[max(0, sent.start_char - 2) : sent.start_char + 1]
    return "separate" if opens and _APART.match(sent.text.lstrip()) else None


_APART = re.compile(
    r"(?:meanwhile|separately|elsewhere|in (?:another|a separate|a different|an unrelated|a second) "
    r"(?:incident|attack|development|case|raid|strike|ambush|blast|clash)|"
    r"in other (?:violence|attacks|incidents|developments)|(?:further|farther) (?:north|south|east|west|away))\b",
    re.I,
)


def _dated_earlier(doc: Doc, date: Date | None) -> str | None:
    """ "Earlier that year", "earlier this month": before what was told so far."""
    said = text_of(doc)[date.start : date.end].lower() if date is not None else ""
    return "earlier" if re.match(r"earlier (?:that|this|in|the same)\b", said) else None


def _weekday_of(doc: Doc, t: Telling) -> int | None:
    inside = [d for d in between(doc, "dates", t.start, t.end) if d.timex_value]
    named = [int(m[1]) for d in inside if (m := re.fullmatch(r"XXXX-WXX-(\d)", d.timex_value))]
    if t.date is not None and t.date.date_start == (t.date.date_end or t.date.date_start):
        return t.date.date_start.isoweekday()
    return named[0] if t.date is None and len(named) == 1 else None


def _is_this(token: Token) -> bool:
    return any(c.lower_ in ("this", "that") for c in token.children)


def _says_enough(doc: Doc, t: Telling) -> bool:
    """Bare plurals and abstract nouns are talk about events, not events."""
    has = {
        "date": t.date is not None and not t.loose_date,
        "place": t.place is not None
        and (
            breadth(t.place) <= 3
            or (t.entry.operation and not t.plural)
            or t.entry.event_type in ("Strategic developments", "Protests")
        ),
        "initiator": bool(t.initiators)
        or (not t.is_noun and any(a.lower_ == "they" for a in roles.agents_of_verb(t.token))),
        "target": bool(t.targets),
        "weapon": bool(t.weapons),
        "number": any(c.dep_ == "nummod" for c in t.token.children),
        "unopposed": is_unopposed(t.token),
    }
    if t.token.lemma_ == "hold" and t.key == "overtakes" and t.sub_event_type == "Government regains territory":
        return False
    if t.entry.needs and not any(has[n] for n in t.entry.needs):
        return False
    if re.search(
        r"\b(?:at times|often|regularly|frequently|sometimes|repeatedly|routinely|usually)\b",
        text_of(doc)[t.start : t.end],
    ):
        return False
    if t.is_noun and t.plural and _occurs(t.token) and not _is_such(t.token):
        return True
    if t.is_noun and t.plural and not t.definite and not has["number"] and t.key != "carry_off":
        if t.entry.sub_event_type in kinds.PRECEDENCE and _happened(t.token):
            return not _is_such(t.token)
        singular_day = has["date"] and (t.date.date_prec or 9) <= 4
        return bool((singular_day or has["place"] or t.claimed_by) and not _is_such(t.token))
    return not _is_such(t.token)


def _occurs(token: Token) -> bool:
    """ "Clashes erupted", "four people died in clashes between X and Y"."""
    verb = token.head
    died = verb.head.tag_ in ("VBD", "VBN") and verb.head.lemma_ in listed(token, "tolls")
    if token.dep_ == "pobj" and verb.lower_ in ("in", "during") and died:
        return any(c.lower_ == "between" for c in token.children)
    if roles.was_reported(token):
        return True
    return verb.tag_ == "VBD" and token.dep_ == "nsubj" and verb.lemma_ in listed(token, "occurring")


def _happened(token: Token) -> bool:
    """ "Airstrikes were called in": object or subject of a finite past verb."""
    while token.dep_ == "conj":
        token = token.head
    verb = token.head
    return token.dep_ in ("nsubjpass", "dobj", "nsubj") and (
        verb.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in verb.children))  # fmt: skip


def _is_such(token: Token) -> bool:
    """Kinds of events and counts of them: "such attacks", "many raids", "the war on terror"."""
    if any(
        c.lower_ in ("such", "many", "any", "every", "several", "most", "numerous", "frequent", "each")
        for c in token.children
    ):
        return token.pos_ in ("NOUN", "PROPN")
    after = token.doc[token.i + 1 : token.i + 3].text
    return bool(re.match(r"(?:against|on) (?:terror|crime|drugs|extremism|poverty)", after))
