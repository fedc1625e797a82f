"""One telling of an event: what the sentence around a trigger says of type, parties, weapons, day, place and who says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from lwj_analysis.annotate import event_types, roles
from lwj_analysis.annotate.records import Claim, Date, Place
from lwj_analysis.annotate.roles import Role
from lwj_analysis.annotate.triggers import EventWords, Trigger, is_hypothetical, is_negated

DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "such", "same"))
FURTHER = frozenset(("another", "second", "secondary", "new", "other", "third", "further", "fresh", "subsequent", "separate",
                     "similar", "earlier", "previous", "later", "additional"))  # fmt: skip
CARRIERS = frozenset(
    ["carry", "launch", "conduct", "mount", "stage", "lead", "make", "execute", "perpetrate", "wage", "open", "begin", "start", "undertake", "deliver", "do", "commit", "continue", "resume", "suffer", "face", "come", "see", "claim"]
)
BOUNDS = frozenset(("since", "before", "until", "after", "till", "to"))


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
    number: str | None = None
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
    if is_negated(token) or is_hypothetical(token):
        return None
    start, end = extent(token)
    sub, rule, weapons = event_types.type_of(trigger, words)
    t = Telling(trigger, start, end, sub, rule, weapons=weapons, title=token.idx < title_end)
    t.paragraph = doc.text.count("\n\n", 0, token.idx)
    t.initiators, t.targets = parties(doc, trigger)
    t.number = next((c.lower_ for c in token.children if c.dep_ == "nummod"), None)
    t.definite = _is_definite(token)
    t.plural = token.tag_ in ("NNS", "NNPS")
    t.further = _further(token)
    if not t.title:
        t.date, t.loose_date = date_of(doc, token)
        t.claim = claim_over(doc, token)
    t.places = places_of(doc, token)
    t.place = t.places[0] if t.places else None
    if not t.title and (t.place is None or breadth(t.place) >= 5):
        back = pointed_at(doc, token)
        if back is not None:
            t.place, t.pointed = back, True
    t.claimed_by = claimed_by(doc, t)
    t.status = status_of(t)
    return t if _says_enough(doc, t) else None


def extent(token: Token) -> tuple[int, int]:
    """The characters of the trigger's clause or noun phrase, without what is only joined to it."""
    keep = [token.i]
    for child in token.children:
        cut = child.dep_ in ("punct", "cc", "relcl", "parataxis") or (child.dep_ == "conj" and child.i > token.i)
        if token.pos_ in ("NOUN", "PROPN"):
            cut = cut or child.dep_ in ("appos", "acl")
        if not cut:
            keep += [t.i for t in child.subtree if t.sent == token.sent and not t.is_space]
    span = token.doc[min(keep) : max(keep) + 1]
    return span.start_char, span.end_char


def parties(doc: Doc, trigger: Trigger) -> tuple[list[Role], list[Role]]:
    """Initiators and targets of a trigger."""
    token = trigger.token
    who, whom = _of_noun(token, trigger) if token.pos_ in ("NOUN", "PROPN") else _of_verb(token, trigger)
    initiators = [r for t in who if (r := role_of_party(doc, t, trigger))]
    targets = [
        r
        for t in whom
        if t not in who and not _is_time(doc, t) and t.lemma_ not in DEEDS and (r := roles.role_of(doc, t))
    ]
    known = {r.actor_id for r in initiators if r.actor_id}
    return initiators, [_without_actor(r) if r.actor_id in known else r for r in targets if _is_target(r, known)]


def _is_target(role: Role, known: set[str]) -> bool:
    """Not the doers themselves; "their base" is a thing that the parser of pronouns may have given to them."""
    return role.actor_id is None or role.actor_id not in known or any(c.dep_ == "poss" for c in role.token.children)


def _without_actor(role: Role) -> Role:
    return replace(role, actor_id=None)


def role_of_party(doc: Doc, token: Token, trigger: Trigger) -> Role | None:
    """A bomb is nobody; a bomber acts for those whose bomber he is, a spokesman for nobody."""
    if token.lemma_ in ("spokesman", "spokeswoman", "spokesperson", "video", "statement"):
        return None
    if trigger.doer is not None and token.i == trigger.doer.i:
        role = roles.role_of(doc, token)
        return role if role and role.actor_id else None
    return None if _is_time(doc, token) else roles.role_of(doc, token)


def _is_time(doc: Doc, token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or any(d.start <= token.idx < d.end for d in doc._.lwj.dates)


def date_of(doc: Doc, token: Token) -> tuple[Date | None, bool]:
    """The date that the syntax gives to a trigger, and whether it only bounds it ("since Thursday")."""
    dated = [(d, r) for d in _dates_in(doc, token) for r in [_root(doc, d.start, d.end)]]
    if not dated:
        return None, False
    spans = {t.i: d for d, r in dated for t in doc.char_span(d.start, d.end, alignment_mode="expand")}
    for step in _upwards(token):
        if step.dep_ in ("relcl", "advcl", "acl") and step.head.i in spans:
            return _unbounded(spans[step.head.i]), False  # "since October 2009, when militants held hostages"
    for step in _upwards(token):
        when = next((c for c in step.children if c.lower_ in ("when", "where") and c.i < step.i), None)
        for date, _ in dated if when is not None else ():
            if date.end <= when.idx and re.fullmatch(r"(?:[\s,]|at least|or so)*", doc.text[date.end : when.idx]):
                return _unbounded(date), False
    dated = _spans_joined(doc, dated)
    for step in _upwards(token):
        when = next((c for c in step.children if c.lower_ in ("when", "where") and c.i < step.i), None)
        for date, _ in dated if when is not None else ():
            if date.end <= when.idx and re.fullmatch(r"(?:[\s,]|at least|or so)*", doc.text[date.end : when.idx]):
                return _unbounded(date), False
    dated = _spans_joined(doc, dated)
    best: list[tuple[float, int, Date, bool]] = []
    for date, root in dated:
        steps = _steps_to(token, root)
        if steps is not None:
            bound = _is_bound(doc, date)
            relative = 0 if date.anchor == "none" else 1.5
            best.append((steps + relative + (4 if bound else 0), abs(root.i - token.i), date, bound))
    if not best:
        return None, False
    _, _, date, bound = min(best, key=lambda b: b[:2])
    return date, bound


def _spans_joined(doc: Doc, dated: list[tuple[Date, Token]]) -> list[tuple[Date, Token]]:
    """ "Between November 2 and November 17": one stretch, not two days."""
    out = list(dated)
    for (one, root), (other, _) in zip(dated, dated[1:], strict=False):
        before = doc.text[max(0, one.start - 9) : one.start].lower().split()
        if before[-1:] in (["between"], ["from"]) and re.fullmatch(
            r"\s(?:and|to|until)\s", doc.text[one.end : other.start]
        ):
            end = other.date_end or other.date_start
            if end and one.date_start < end:
                out[0] = (replace(one, date_end=end, date_prec=_span_precision((end - one.date_start).days)), root)
    return out


def _span_precision(days: int) -> int:
    return 1 if days == 0 else 2 if days < 6 else 3 if days < 8 else 4 if days < 31 else 5


def _of_object(doc: Doc, token: Token) -> Iterator[Place]:
    """ "Mondoro, the other camp that was attacked"."""
    if token.pos_ == "VERB" and token.dep_ == "relcl":
        for thing in roles.objects_of_verb(token):
            heads = (thing, thing.head) if thing.dep_ == "appos" else (thing,)
            yield from (p for p in doc._.lwj.places if any(p.start <= h.idx < p.end for h in heads))


def _named_after(doc: Doc, token: Token) -> list[Place]:
    """Places after "in", "at" or "near" in the same clause, where the parser hung them on something else."""
    if token.pos_ == "VERB" and token.lemma_ in REPORTING:
        return []
    end = next(
        (t.idx for t in doc[token.i + 1 : token.sent.end] if t.tag_ in ("VBD", "VBZ", "VBP") or t.text in ";:"),
        token.sent.end_char,
    )
    return [
        p for p in doc._.lwj.places
        if token.idx < p.start < end and p.rule != "far" and not _within(doc._.lwj.dates, p)
        and re.search(r"\b(?:in|at|near|outside)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$", doc.text[max(token.idx, p.start - 30) : p.start])
    ]  # fmt: skip


def _unbounded(date: Date) -> Date:
    """The day or month itself of "since Thursday"."""
    value = (date.timex_value or "")[:10]
    start = date.date_start
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) or not re.fullmatch(r"\d{4}(?:-\d\d)?", value):
        covered = (
            (start, start, 1) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else (start, date.date_end, date.date_prec)
        )
    elif len(value) == 7:
        covered = start, (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1), 4
    else:
        covered = start, start.replace(month=12, day=31), 5
    return replace(date, date_start=covered[0], date_end=covered[1], date_prec=covered[2])


def places_of(doc: Doc, token: Token) -> list[Place]:
    """The places of a trigger, the nearest in the parse first; of nested ones the narrowest."""
    for step in _upwards(token):
        where = [p for p in doc._.lwj.places if step.dep_ == "relcl" and p.start <= step.head.idx < p.end]
        if where and any(c.lower_ == "where" for c in step.children):
            return where  # "in Shabqadar, where two bombers struck"
    found = []
    for place in doc._.lwj.places:
        if not token.sent.start_char <= place.start < token.sent.end_char or _within(doc._.lwj.dates, place):
            continue
        if place.rule == "far" or breadth(place) >= 7:
            continue
        root = _root(doc, place.start, place.end)
        steps = _steps_to(token, root, through_subjects=True)
        if steps is not None and not _is_origin(root):
            found.append((steps, abs(root.i - token.i), place))
    found += [(1, 0, p) for p in _of_object(doc, token) if all(p is not q for _, _, q in found)]
    found.sort(key=lambda f: f[:2])
    places = [p for _, _, p in found]
    places = places or _named_after(doc, token)
    if places and breadth(places[0]) >= 3:
        places.sort(key=lambda p: breadth(p) if breadth(p) >= 3 else 2)
    return places


def _within(records: list, one) -> bool:
    return any(r.start <= one.start and one.end <= r.end for r in records)


def pointed_at(doc: Doc, token: Token) -> Place | None:
    """What "there", "the town" or "the same camp" of the clause points back at: the camp's place, else the last town named."""
    span = [c for c in token.subtree if c.sent == token.sent]
    pointing = next(
        (t for t in span if (t.lower_ == "there" and t.pos_ == "ADV") or (t.lemma_ in POINTING and _has_the(t))), None
    )
    if pointing is None:
        return None
    paragraph = doc.text.rfind("\n\n", 0, token.idx)
    paragraph = doc.text.rfind("\n\n", 0, max(paragraph, 0))
    named = [p for p in doc._.lwj.places if p.start < token.idx and breadth(p) <= 3 and p.rule != "far"]
    site = re.compile(rf"{re.escape(pointing.lemma_)}s? (?:in|at|near|of|outside) (?:the )?$")
    same = [p for p in named if site.search(doc.text[max(0, p.start - 30) : p.start])]
    near = [p for p in named if p.start > paragraph]
    return max(same or near, key=lambda p: p.start, default=None)


POINTING = frozenset(
    ("town", "village", "city", "area", "camp", "base", "airport", "prison", "post", "place", "barracks", "outpost")
)


def _has_the(token: Token) -> bool:
    named = any(c.dep_ in ("compound", "prep", "appos") for c in token.children)
    return any(c.lower_ in ("the", "this", "that", "same") for c in token.children) and not named


def claim_over(doc: Doc, token: Token) -> Claim | None:
    """The innermost claim whose content holds the trigger."""
    end = token.idx + len(token)
    holding = [c for c in doc._.lwj.claims if c.start <= token.idx and end <= c.end]
    return min(holding, key=lambda c: c.end - c.start, default=None)


def claimed_by(doc: Doc, t: Telling) -> str | None:
    """Who says that it was their deed: the grammar of "claim", a claim record, or an armed group that tells of its own act."""
    token = t.token
    for verb in _claiming(token):
        for subject in roles.agents_of_verb(verb):
            role = roles.role_of(doc, subject)
            if role and role.actor_id:
                return role.actor_id
    claim = t.claim
    group = armed_source(doc, claim) if claim is not None else None
    if group is None or t.ids("targets") & {group}:
        return None
    own = t.ids("initiators")
    if claim.stance == "claims_responsibility" and (not own or _kin(doc, group, own)):
        return group
    violent = t.entry.force or t.key in ("abduction", "captive", "looting", "spoils", "carry_off", "release")
    if claim.stance in ("asserts", "confirms") and violent and _kin(doc, group, own):
        return group
    return None


def armed_source(doc: Doc, claim: Claim) -> str | None:
    """The armed group that speaks, also through its own outlet."""
    actor = doc._.lwj.actors.get(claim.source.actor_id or "")
    if actor is not None and actor.type in ("media", "person") and actor.parent:
        actor = doc._.lwj.actors.get(actor.parent)
    if actor is not None and actor.type == "person" and claim.source.type == "militant":
        return None
    return actor.id if actor is not None and actor.type == "armed_group" else None


def _kin(doc: Doc, one: str, others: set[str]) -> bool:
    parents = {k: a.parent for k, a in doc._.lwj.actors.items()}
    return any(one == o or parents.get(one) == o or parents.get(o) == one for o in others)


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
    verb = noun.head if noun.dep_ in ("dobj", "nsubjpass", "obj") else None
    if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in CARRIERS - {"claim", "see"}:
        if verb.lemma_ in ("suffer", "face"):
            whom = whom or roles.agents_of_verb(verb)
        elif noun.dep_ == "dobj":
            who = who or roles.agents_of_verb(verb)
    if noun.dep_ == "nsubj" and noun.head.lemma_ in STRIKING:
        whom = whom or roles.objects_of_verb(noun.head)
    killing = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during") else None
    if killing is not None and killing.pos_ == "VERB" and killing.lemma_ in TOLLS:
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
    relative = next((c for c in noun.children if c.dep_ == "relcl" and c.lemma_ in CARRIERS - {"claim"}), None)
    if relative is not None and not who:
        who = [t for t in roles.agents_of_verb(relative) if t != noun]
    return who, whom


DEEDS = frozenset(
    (
        "raid",
        "attack",
        "assault",
        "battle",
        "siege",
        "ambush",
        "offensive",
        "shooting",
        "explosion",
        "fire",
        "place",
        "part",
    )
)
HAPPENINGS = (DEEDS | {"clash", "bombing", "strike", "blast", "operation", "massacre"}) - {"fire", "place", "part"}
STRIKING = frozenset(("hit", "target", "destroy", "strike", "kill", "engage", "wound", "injure", "damage"))
TOLLS = frozenset(("kill", "wound", "injure", "die", "lose", "capture", "arrest", "slay", "shoot"))


def _names_actor(token: Token) -> bool:
    mentions = token.doc._.lwj.mentions
    return any(m.start <= token.idx < m.end for m in mentions) or token.lemma_.lower() in (
        "jihadist", "insurgent", "militant", "rebel", "islamist", "terrorist", "guerrilla")  # fmt: skip


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


def _dates_in(doc: Doc, token: Token) -> list[Date]:
    sent = token.sent
    return [
        d for d in doc._.lwj.dates
        if sent.start_char <= d.start < sent.end_char and d.date_start is not None and d.timex_type in ("DATE", "TIME")
    ]  # fmt: skip


def _root(doc: Doc, start: int, end: int) -> Token:
    return doc.char_span(start, end, alignment_mode="expand").root


def _steps_to(token: Token, other: Token, *, through_subjects: bool = False) -> int | None:
    """Steps from trigger to a date or place; ``None`` where a reporting verb or another clause stands between."""
    ups = list(_upwards(token))
    index = {t.i: n for n, t in enumerate(ups)}
    for down, step in enumerate((other, *other.ancestors)):
        if step.i in index:
            return index[step.i] * 2 + down
        if step.dep_ in ("relcl", "acl") and step.head == token:
            continue
        if step.dep_ == "advcl" and step.head == token and any(c.lower_ in ("as", "when") for c in step.children):
            continue
        if step.i != token.i and step.lemma_ in HAPPENINGS and step.pos_ == "NOUN":
            return None  # "since the battles of May 2014"
        if step.dep_ in ("ccomp", "parataxis") or (
            step.dep_ in ("relcl", "advcl", "acl") and step.pos_ in ("VERB", "AUX")
        ):
            return None
        if step.dep_ == "conj" and step.pos_ == "VERB" and step.i > token.i:
            return None
        if (
            not through_subjects
            and step.dep_ == "nsubj"
            and step.pos_ in ("NOUN", "PROPN")
            and step.head.pos_ == "VERB"
        ):
            continue
    return None


def _upwards(token: Token) -> Iterator[Token]:
    """The trigger and its governors up to the reporting verb; not out of "after the attack" or "since the raid"."""
    yield token
    step = token
    while step.head != step:
        if step.dep_ in ("ccomp", "parataxis", "relcl", "acl"):
            return
        above = step.head
        if above.pos_ in ("ADP", "SCONJ") and above.lower_ in ASIDE and step.dep_ in ("pobj", "pcomp"):
            return
        if step.pos_ in ("NOUN", "PROPN") and step.dep_ == "attr" and not _exists(above):
            return
        if (
            step.dep_ == "conj"
            and step.pos_ in ("VERB", "AUX")
            and any(c.dep_ in ("nsubj", "nsubjpass") for c in step.children)
        ):
            return
        if (
            above.pos_ == "VERB"
            and above.lemma_ in REPORTING
            and not (
                step.dep_ == "dobj"
                and above.lemma_ in ("claim", "report", "announce", "confirm")
                and step.lemma_ not in ("dead", "toll", "death", "casualty", "loss", "wounded")
            )
        ):
            return
        step = above
        yield step


def _exists(verb: Token) -> bool:
    return any(c.dep_ == "expl" for c in verb.children)


ASIDE = frozenset(
    ("after", "before", "since", "until", "following", "despite", "over", "about", "amid", "because", "from", "for")
)
REPORTING = frozenset(
    ["say", "tell", "report", "announce", "state", "claim", "confirm", "release", "publish", "add", "write", "note", "speak", "give", "put", "count", "acknowledge", "admit", "quote", "cite", "describe", "declare", "detail", "issue", "listen", "broadcast", "warn", "vow"]
)


def _is_bound(doc: Doc, date: Date) -> bool:
    before = doc.text[max(0, date.start - 12) : date.start].lower().split()
    inside = doc.text[date.start : date.end].lower()
    part_of_day = re.match(
        r"(?:before|after|until|to|since) (?:dawn|day|sunrise|sunset|noon|midday|midnight|dusk|first|dark|nightfall)",
        inside,
    )
    if before[-2:] == ["as", "of"] or before[-2:] == ["up", "to"]:
        return True
    return bool(
        (before and before[-1] in BOUNDS) or (not part_of_day and inside.split() and inside.split()[0] in BOUNDS)
    )


def _is_origin(token: Token) -> bool:
    """Where somebody is from or what lies far away from the event: "from Gao", "kilometers north of X"."""
    prep = token.head
    if prep.dep_ == "prep" and prep.head.lemma_ in (
        "group",
        "branch",
        "affiliate",
        "arm",
        "wing",
        "entity",
        "front",
        "alliance",
        "faction",
    ):
        return True
    if prep.dep_ == "prep" and prep.lower_ in ("from", "via"):
        return True
    if prep.dep_ == "prep" and (
        prep.lower_ == "to"
        or (prep.head.lemma_ in ("base", "station", "born", "bear", "headquarter")
        and prep.head.pos_ == "VERB")
    ):
        return True
    return prep.lower_ in ("of", "from") and prep.head.lower_ in (
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "kilometers",
        "miles",
        "km",
        "kilometres",
    )


def breadth(place: Place) -> int:
    """How wide a place is: 1 a site, 2 a town, 3 a district, 4 a province, 5 a region, 6 a country and more."""
    return BREADTH.get(place.kind or "", 2)


BREADTH = {
    "continent": 7, "country": 6, "region": 5, "border": 5, "lake": 5, "sea": 7, "admin1": 4, "admin2": 3, "forest": 3, "river": 4,
    "valley": 3, "mountain": 3, "desert": 4, "island": 3, "base": 1, "camp": 1, "prison": 1, "airport": 1,
}  # fmt: skip


def _is_definite(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    if any(c.dep_ in ("det", "amod", "predet", "nmod") and c.lower_ in DEFINITE for c in token.children):
        return True
    if (token.dep_ == "attr" and not _exists(token.head)) or any(c.dep_ == "poss" for c in token.children):
        return True
    bare = not any(c.dep_ in ("det", "nummod", "prep", "amod", "compound") for c in token.children)
    return bare and token.tag_ == "NN"  # "in seven hours of fighting"


def _further(token: Token) -> str | None:
    """A word that says that this is not the event told before; "this is the third attack" is."""
    if token.dep_ == "attr" and not _exists(token.head):
        return None
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
        "initiator": bool(t.initiators),
        "target": bool(t.targets),
        "weapon": bool(t.weapons),
        "number": any(c.dep_ == "nummod" for c in t.token.children),
    }
    if t.token.lemma_ == "hold" and t.key == "overtakes" and t.sub_event_type == "Government regains territory":
        return False
    if t.entry.needs and not any(has[n] for n in t.entry.needs):
        return False
    if re.search(
        r"\b(?:at times|often|regularly|frequently|sometimes|repeatedly|routinely|usually)\b", doc.text[t.start : t.end]
    ):
        return False
    if t.is_noun and t.plural and not t.definite and not has["number"] and t.key != "carry_off":
        if t.entry.sub_event_type in event_types.PRECEDENCE and _happened(t.token):
            return not _is_such(t.token)
        singular_day = has["date"] and (t.date.date_prec or 9) <= 4
        return bool((singular_day or has["place"] or t.claimed_by) and not _is_such(t.token))
    return not _is_such(t.token)


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
    if re.match(r"(?:against|on) (?:terror|crime|drugs|extremism|poverty)", token.doc[token.i + 1 : token.i + 3].text):
        return True
    return False
