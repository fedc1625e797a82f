"""The tellings of an article -> its events: what tells of one thing becomes one, phases of one operation share an incident."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from lwj_analysis.annotate.event_types import EVENT_TYPE_OF, PRECEDENCE
from lwj_analysis.annotate.records import Annotations, Place
from lwj_analysis.annotate.tellings import Telling, breadth

BATTLE = {"Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Attack"}
VIOLENT = BATTLE | set(PRECEDENCE)
SEQUENCE = re.compile(
    r"\b(?:later (?:that|the same|in the) day|(?:hours?|minutes) (?:later|after)|later on|afterwards?|shortly after|second(?:ary)? "
    r"(?:attack|assault|blast|explosion|bomb|raid|ambush|strike)|then)\b",
    re.IGNORECASE,
)
AFTERMATH = {"Government regains territory", "Arrests", "Other"}
ALIKE = {*PRECEDENCE, "Abduction/forced disappearance"}
PHASED = {"second", "secondary", "later"}
MANY_PLACES = 2  # "the raids on A and B" are two events; longer lists are one


@dataclass(slots=True, eq=False)
class Cluster:
    """The tellings of one event, in the order in which they were added, and what they say together."""

    tellings: list[Telling] = field(default_factory=list)
    place: Place | None = None
    dates: tuple[dt.date, dt.date, int | None] | None = None
    incident: int | None = None
    parent: Cluster | None = None
    phase: bool = False

    @property
    def sub_event_type(self) -> str:
        return _chosen_type(self.tellings)

    @property
    def body(self) -> list[Telling]:
        return [t for t in self.tellings if not t.title] or self.tellings

    def ids(self, what: str) -> set[str]:
        return set().union(*(t.ids(what) for t in self.tellings))

    def add(self, t: Telling, place: Place | None = None) -> None:
        self.tellings.append(t)
        place = place or t.place
        if t.title and place is not None and breadth(place) >= 4:
            place = None
        if place is not None and (self.place is None or _narrower(place, self.place)):
            self.place = place
        if t.date is not None and not t.loose_date:
            own = (t.date.date_start, t.date.date_end or t.date.date_start, t.date.date_prec)
            if self.dates is None or (own[1] - own[0]) < (self.dates[1] - self.dates[0]):
                self.dates = own


def clusters_of(doc: Doc, tellings: list[Telling]) -> list[Cluster]:
    """One cluster an event, in the order of their first telling."""
    clusters: list[Cluster] = []
    for t in _without_tolls([t for t in tellings if not t.title]):
        split = _split_places(t)
        several = _several(t, clusters)
        for c in several:
            c.add(t)
        if several:
            _same_incident(several, clusters)
        if t in (x for c in clusters for x in c.tellings):
            continue
        if len(split) > 1:
            _absorb(doc, t, split, clusters)
        for place in split:
            chosen = _best(doc, t, place, clusters)
            if chosen is None and _is_mere_echo(t, clusters):
                continue
            if chosen is None:
                chosen = Cluster(phase=_opens_phase(doc, t, clusters))
                if chosen.phase and t.date is None:
                    chosen.dates = _date_before(doc, t)
                clusters.append(chosen)
            chosen.add(t, place)
        if len(split) > 1:
            _same_incident([c for c in clusters if t in c.tellings], clusters)
    for t in (t for t in tellings if t.title and not t.entry.toll):
        chosen = _best(doc, t, t.place, clusters, title=True)
        if chosen is None and not clusters:
            clusters.append(chosen := Cluster())
        if chosen is not None:
            chosen.add(t)
    _inherit_dates(doc, clusters)
    _link(doc, clusters)
    _follow_on(doc, clusters)
    _parents(clusters)
    return clusters


def related(one: str, other: str, found: Annotations) -> bool:
    """The same actor, or one a part of the other."""
    return one == other or other in _ancestors(one, found) or one in _ancestors(other, found)


def _several(t: Telling, clusters: list[Cluster]) -> list[Cluster]:
    """ "The raids", "both attacks": every event of the last incident that has several of a kind."""
    if not (t.is_noun and t.plural and t.definite) or t.date is not None or _town(t.place):
        return []
    groups: dict[int, list[Cluster]] = {}
    for c in clusters:
        if c.incident is not None and (_type_fit(t, c) or 0) >= 1:
            groups.setdefault(c.incident, []).append(c)
    several = [g for g in groups.values() if len(g) > 1]
    if not several and any(c.lower_ == "both" for c in t.token.children):
        like = sorted((c for c in clusters if (_type_fit(t, c) or 0) >= 1), key=_last)
        return like[-2:]
    return max(several, key=lambda g: max(_last(c) for c in g), default=[])


def _absorb(doc: Doc, t: Telling, places: list[Place | None], clusters: list[Cluster]) -> None:
    """Plural words told before ("this week's raids on two camps") meant the events that are now told one by one."""
    for whole in [c for c in clusters if all(x.plural for x in c.body) and not _town(c.place)]:
        if _fit(doc, t, None, whole, title=False) is not None:
            clusters.remove(whole)
            parts = [Cluster() for _ in places]
            for part, place in zip(parts, places, strict=True):
                for x in whole.tellings:
                    part.add(x)
                part.place = place
            clusters += parts
            _same_incident(parts, clusters)
            return


def _town(place: Place | None) -> bool:
    return place is not None and breadth(place) <= 3


def _without_tolls(tellings: list[Telling]) -> list[Telling]:
    """Toll verbs tell an event of their own only where nothing else in the article could be it, weak words where nothing is violent."""
    told = [t for t in tellings if not t.entry.toll and t.sub_event_type in VIOLENT]
    return [
        t for t in tellings
        if not (t.entry.toll and any(_covers(other, t) for other in told)) and not (t.entry.weak and told)
    ]  # fmt: skip


def _covers(other: Telling, toll: Telling) -> bool:
    if other.token.sent == toll.token.sent or (other.paragraph == toll.paragraph and other.token.i < toll.token.i):
        return True
    if toll.date is not None and not toll.loose_date and other.date is not None and not other.loose_date:
        if toll.date.date_start > (other.date.date_end or other.date.date_start) or other.date.date_start > (
            toll.date.date_end or toll.date.date_start
        ):
            return False
    return not (toll.place and other.place and breadth(toll.place) <= 2 and not _same_place(toll.place, other.place))


def _best(doc: Doc, t: Telling, place: Place | None, clusters: list[Cluster], *, title: bool = False) -> Cluster | None:
    scored = [(s, n, c) for n, c in enumerate(clusters) if (s := _fit(doc, t, place, c, title=title)) is not None]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda s: (s[0], _last(s[2]), s[1]))
    return best if title or score >= _needed(t) else None


def _needed(t: Telling) -> float:
    """How much must speak for it: little for "the attack", more for words that could tell something new."""
    if t.further and t.further not in ("again", "also") and (t.further not in PHASED or (t.is_noun and not t.definite)):
        return 7.5
    return 2.5 if t.definite else 4


def _fit(doc: Doc, t: Telling, place: Place | None, c: Cluster, *, title: bool) -> float | None:
    """How well a telling fits a cluster; ``None`` where they contradict each other."""
    score = _type_fit(t, c)
    if score is None or _governs(t, c) or _number_differs(t, c):
        return None
    parts = (_date_fit(t, c), _place_fit(place, c), _party_fit(doc, t, c))
    if any(p is None for p in parts):
        return None
    score += sum(p for p in parts if p)
    gap = t.paragraph - c.body[-1].paragraph
    score += 1 if gap == 0 else 0.4 if gap == 1 else 0
    score += min(len(c.body), 4) * 0.15
    if t.definite and not title:
        score += 1 + (0.6 if gap == 0 else 0)
    if t.trigger.entry is c.body[0].trigger.entry and t.token.lemma_ == c.body[-1].token.lemma_:
        score += 0.3
    if _phase_break(doc, t, c):
        return None
    score += _same_target(t, c) + _elaborates(t, c)
    if t.sub_event_type == c.sub_event_type and t.sub_event_type in ALIKE and not t.further:
        score += 0.7 if t.date is not None or t.place is not None else 1.4
    if gap == 0 and t.key in ("gunfire", "clash", "wreck") and not t.is_noun and c.sub_event_type in BATTLE:
        score += 1.5  # "opened fire", "fought on": what happens in the raid just told
    return score


def _elaborates(t: Telling, c: Cluster) -> float:
    """ "They struck again. A bomber ...", "an attack in which a car bomb ...": the details of what was just said."""
    last = c.body[-1]
    if last.sub_event_type == t.sub_event_type and t.token in last.token.conjuncts and not t.further:
        return 3  # "attacked the village and beheaded three men"
    if last.is_noun and any(s.dep_ == "relcl" and s.head == last.token for s in (t.token, *t.token.ancestors)):
        return 3
    next_to = t.token.sent.start - last.token.sent.start > 0 and last.token.sent.end >= t.token.sent.start - 1
    return 1.8 if _vague(c) and next_to and t.paragraph == last.paragraph else 0


def _vague(c: Cluster) -> bool:
    first = c.body[0]
    return len(c.body) == 1 and not first.is_noun and first.entry.generic and not first.targets and not _town(c.place)


def _same_target(t: Telling, c: Cluster) -> float:
    """The base that was attacked, named again by the same noun."""
    mine = {r.token.lemma_: r for r in t.targets if r.token.pos_ == "NOUN"}
    theirs = {r.token.lemma_ for x in c.tellings for r in x.targets if r.token.pos_ == "NOUN"}
    shared = [
        mine[n] for n in mine if n in theirs and n not in ("soldier", "troop", "people", "civilian", "man", "member")
    ]
    if not shared:
        return 0
    return (
        2.2
        if any(w.dep_ == "poss" or w.lower_ in ("the", "that", "this") for r in shared for w in r.token.children)
        else 1
    )


def _governs(t: Telling, c: Cluster) -> bool:
    """ "A car bomb opened the raid": the verb is another event than its object."""
    for other in c.tellings:
        if other.token.sent == t.token.sent and not t.is_noun and _under_clause(other.token, t.token):
            return True
        if other.sub_event_type != t.sub_event_type and (t.token.head == other.token or other.token.head == t.token):
            return True
    return False


def _under_clause(lower, upper) -> bool:
    """ "As the battle went on, they struck elsewhere"."""
    step = lower
    while step != upper and step.head != step:
        if step.dep_ == "advcl" and step.head == upper and any(c.lower_ in ("as", "while") for c in step.children):
            return True
        step = step.head
    return False


def _number_differs(t: Telling, c: Cluster) -> bool:
    """ "Five operations" are not the one raid."""
    counted = t.number is not None and t.plural
    others = [x for x in c.body if x.number is not None and x.plural]
    if counted and not others:
        return not all(x.plural for x in c.body)
    return bool(others) and not counted and not t.plural and len(others) == len(c.body)


def _type_fit(t: Telling, c: Cluster) -> float | None:
    one, other = t.sub_event_type, c.sub_event_type
    if t.entry.operation or c.body[0].entry.operation:
        return 1 if t.entry.operation and c.body[0].entry.operation else None
    if (t.key == "regains") != (c.body[0].key == "regains") and not t.title:
        return None
    if one == other:
        if EVENT_TYPE_OF[one] == "Strategic developments" and t.entry.takes and not t.is_noun:
            return 2 if t.key == c.body[0].key else None
        return 2
    if {one, other} <= BATTLE:
        specific = "ambush" in (t.key, c.body[0].key) and not any(x.entry.generic for x in (t, c.body[0]))
        return 0 if specific else 1.6
    if t.entry.generic and t.is_noun and t.definite and other in VIOLENT:
        return 0.8 if _plain_word(t) or t.title else 0.2
    if one in PRECEDENCE and other in BATTLE and _vague(c):
        return 1
    if t.is_noun and t.definite and (one in c.body[0].entry.refers or other in t.entry.refers):
        return 1.4
    if (
        one in PRECEDENCE
        and c.sub_event_type in BATTLE
        and all(x.entry.generic and x.is_noun and _plain_word(x) for x in c.body)
    ):
        return 0.6
    if {one, other} == {"Protests", "Riots"} or (t.entry.demonstration and c.body[0].entry.demonstration):
        return 1.5
    return None


def _plain_word(t: Telling) -> bool:
    """Words that a bomb can be called, too."""
    return t.token.lemma_ in ("attack", "strike", "blow", "massacre")


def _date_fit(t: Telling, c: Cluster) -> float | None:
    if t.date is None or t.loose_date or c.dates is None:
        return 0
    start, end = t.date.date_start, t.date.date_end or t.date.date_start
    if start > c.dates[1] or end < c.dates[0]:
        return None
    return 2 if (start, end) == c.dates[:2] else 0.8


def _place_fit(place: Place | None, c: Cluster) -> float | None:
    if place is None or c.place is None:
        return -0.7 if place is not None and breadth(place) >= 6 and c.dates is not None else 0
    if _same_place(place, c.place):
        return 2.2
    provinces = {_province(place), _province(c.place)} - {None}
    if len(provinces) == 2:
        return None
    if breadth(place) >= 3 or breadth(c.place) >= 3:
        if place.country and c.place.country and place.country != c.place.country:
            return None
        return 0.5
    site = {breadth(place), breadth(c.place)} == {1, 2} and place.country == c.place.country
    return (
        0.6
        if _near(place, c.place) or (site and place.latitude is None) or (site and c.place.latitude is None)
        else None
    )


def _party_fit(doc: Doc, t: Telling, c: Cluster) -> float | None:
    found, score = doc._.lwj, 0.0
    for what in ("initiators", "targets"):
        mine, theirs = t.ids(what), c.ids(what)
        if not mine or not theirs:
            continue
        if any(related(a, b, found) for a in mine for b in theirs):
            score += 1
        elif what == "initiators" and not (t.claimed_by or t.status == "alleged"):
            return None
        else:
            score -= 1
    if any(related(a, b, found) for a in t.ids("initiators") for b in c.ids("targets")):
        return None if not t.entry.two_sided else score
    return score


def _phase_break(doc: Doc, t: Telling, c: Cluster) -> bool:
    """A later phase of the paragraph is told since the cluster's last telling ("Later that day ...")."""
    last = c.body[-1]
    if t.definite and t.further not in PHASED:
        return False
    if t.date is not None and doc.text[t.date.start : t.date.end].lower().startswith("later"):
        return not c.phase
    if t.further in PHASED and t.definite:
        return last.paragraph != t.paragraph and not c.phase
    if c.phase and last.sub_event_type == t.sub_event_type:
        return False
    between = doc.text[_paragraph_start(doc, t) if last.paragraph != t.paragraph else last.token.idx : t.token.idx]
    return bool(re.search(r"\b(?:later (?:that|the same) day|(?:hours?|minutes) later|afterwards)\b", between, re.I))


def _opens_phase(doc: Doc, t: Telling, clusters: list[Cluster]) -> bool:
    if not clusters:
        return False
    text = doc.text[_paragraph_start(doc, t) : t.end]
    return t.further in PHASED or bool(SEQUENCE.search(text))


def _date_before(doc: Doc, t: Telling) -> tuple[dt.date, dt.date, int | None] | None:
    """The last day named in the sentences before, in the same paragraph."""
    start, end = _paragraph_start(doc, t), t.token.sent.start_char
    named = [d for d in doc._.lwj.dates if start <= d.start < end and d.date_start is not None and d.date_prec == 1]
    return (named[-1].date_start, named[-1].date_end or named[-1].date_start, 1) if named else None


def _is_mere_echo(t: Telling, clusters: list[Cluster]) -> bool:
    """ "The attack" without anything of its own, where nothing fits: it tells no event."""
    if t.entry.operation and t.definite and (t.date is None or not t.start <= t.date.start < t.end):
        return True  # "this operation"
    bare = t.date is None and t.place is None and not t.initiators and not t.targets
    return bare and (t.definite or t.entry.toll or (not t.is_noun and t.sub_event_type in BATTLE and bool(clusters)))


def _split_places(t: Telling) -> list[Place | None]:
    """One place an event where a plural word has two towns ("the raids on the camps in A and B")."""
    towns = _listed_towns(t)
    many = t.plural or (
        not t.is_noun and any(r.token.tag_ in ("NNS", "NNPS") or list(r.token.conjuncts) for r in t.targets)
    )
    return towns if many and len(towns) == MANY_PLACES else [t.place]


def _listed_towns(t: Telling) -> list[Place]:
    """The nearest town and those joined to it by "and"."""
    doc = t.token.doc
    roots = {p.start: doc.char_span(p.start, p.end, alignment_mode="expand").root for p in t.places if breadth(p) <= 2}
    towns = sorted((p for p in t.places if p.start in roots), key=lambda p: p.start)
    if not towns:
        return []
    first = roots[next(p for p in t.places if p.start in roots).start]
    group = {first.i, *(c.i for c in first.conjuncts)}
    return [p for p in towns if roots[p.start].i in group]


def _inherit_dates(doc: Doc, clusters: list[Cluster]) -> None:
    """The running date of the paragraph for those that give none."""
    for c in clusters:
        if c.dates is not None:
            continue
        first = c.body[0]
        if _told_apart(c):
            continue
        before = [
            (t.token.i, other) for other in clusters if other.dates and other is not c
            if other.sub_event_type not in AFTERMATH and not all(map(_aside, other.body))
            for t in other.body if t.paragraph == first.paragraph and t.token.i < first.token.i
        ]  # fmt: skip
        if before and EVENT_TYPE_OF[c.sub_event_type] != "Protests" and not _is_past_perfect(first):
            c.dates = max(before, key=lambda b: b[0])[1].dates


def _link(doc: Doc, clusters: list[Cluster]) -> None:
    """Give clusters of one operation the same incident number."""
    for number, c in enumerate(clusters):
        if c.incident is None:
            c.incident = number
    for n, one in enumerate(clusters):
        for other in clusters[n + 1 :]:
            if one.incident != other.incident and _one_operation(doc, one, other):
                _same_incident([one, other], clusters)


def _one_operation(doc: Doc, one: Cluster, other: Cluster) -> bool:
    """``other`` is told later. Same day and place; or told in one breath; or without day and place of its own."""
    if not _linkable(one) or not _linkable(other) or _party_conflict(doc, one, other):
        return False
    towns = [c.place for c in (one, other) if c.place is not None and breadth(c.place) <= 3]
    if len(towns) == 2 and not _same_place(*towns) and not _near(*towns):
        return False
    if (
        one.place
        and other.place
        and one.place.country
        and other.place.country
        and one.place.country != other.place.country
    ):
        return False
    near = any(a.token.sent.start == b.token.sent.start for a in one.body for b in other.body)
    first = other.body[0]
    paragraph = any(a.paragraph == first.paragraph and a.token.i < first.token.i for a in one.body)
    if not near and _told_apart(other):
        return False
    if one.dates is None or other.dates is None:
        if "Government regains territory" in (one.sub_event_type, other.sub_event_type):
            return near and one.dates == other.dates
        if len(towns) == 2 and not _is_past_perfect(other.body[0]) and not _is_past_perfect(one.body[0]):
            return True
        return near or (paragraph and other.body[0].date is None and not _is_past_perfect(other.body[0]))
    if one.dates[0] > other.dates[1] or other.dates[0] > one.dates[1]:
        return False
    exact = (one.dates[1] - one.dates[0]).days <= 1 and (other.dates[1] - other.dates[0]).days <= 1
    return exact and (len(towns) == 2 or paragraph or near or _shared_party(doc, one, other))


def _told_apart(c: Cluster) -> bool:
    """ "It also claimed", "another attack": not a part of what was told before."""
    return c.body[0].further in (
        "again",
        "also",
        "another",
        "other",
        "separate",
        "new",
        "earlier",
        "previous",
        "similar",
    )


def _shared_party(doc: Doc, one: Cluster, other: Cluster) -> bool:
    mine, theirs = one.ids("initiators") | one.ids("targets"), other.ids("initiators") | other.ids("targets")
    return any(related(a, b, doc._.lwj) for a in mine for b in theirs)


def _follow_on(doc: Doc, clusters: list[Cluster]) -> None:
    """What has neither day nor place of its own happens in the incident told before it; the same base is retaken there."""
    for c in clusters:
        first = c.body[0]
        if c.sub_event_type == "Government regains territory" and not _town(c.place):
            before = [
                o for o in clusters if o is not c and o.sub_event_type in BATTLE and _last_before(o, first) is not None
            ]
            before = [o for o in before if _same_target(first, o)]
            if before:
                _same_incident([max(before, key=lambda o: _last_before(o, first)), c], clusters)
    for n, c in enumerate(clusters):
        first = c.body[0]
        if (
            c.dates is not None
            or (c.place is not None and breadth(c.place) <= 3)
            or not _linkable(c)
            or _is_past_perfect(first)
        ):
            continue
        before = [
            o
            for o in clusters
            if o is not c and o.incident != c.incident and _linkable(o) and _last_before(o, first) is not None
        ]
        before = [
            o
            for o in before
            if (o.dates or o.place) and o.sub_event_type not in AFTERMATH and not all(map(_aside, o.body))
        ]
        if not before or any(o.incident == c.incident and o.dates for o in clusters):
            continue
        last = max(before, key=lambda o: _last_before(o, first))
        if not _party_conflict(doc, last, c):
            _same_incident([last, c], clusters)


def _aside(t: Telling) -> bool:
    """Told in a relative clause only: no event that the text goes on with."""
    return any(step.dep_ == "relcl" for step in (t.token, *t.token.ancestors))


def _last_before(c: Cluster, t: Telling) -> int | None:
    return max((x.token.i for x in c.body if x.token.i < t.token.i), default=None)


def _linkable(c: Cluster) -> bool:
    sub = c.sub_event_type
    if c.body[0].entry.operation:
        return False
    return sub in VIOLENT or sub in ("Abduction/forced disappearance", "Looting/property destruction", "Arrests") or (
        sub == "Other" and c.body[0].key in ("release", "operation"))  # fmt: skip


def _party_conflict(doc: Doc, one: Cluster, other: Cluster) -> bool:
    """Neither side of the one takes part in the other."""
    mine, theirs = one.ids("initiators") | one.ids("targets"), other.ids("initiators") | other.ids("targets")
    if not mine or not theirs:
        return False
    return not any(related(a, b, doc._.lwj) for a in mine for b in theirs)


def _same_incident(members: list[Cluster], clusters: list[Cluster]) -> None:
    numbers = {c.incident for c in members if c.incident is not None}
    chosen = min(numbers, default=min(clusters.index(c) for c in members))
    for c in clusters:
        if c in members or (c.incident is not None and c.incident in numbers):
            c.incident = chosen


def _parents(clusters: list[Cluster]) -> None:
    """An earlier telling of the whole ("the assault left one killed and two wounded") is the parent of its phases."""
    for whole in clusters:
        nouns = [t for t in whole.body if t.is_noun and t.entry.whole]
        phases = [c for c in clusters if c is not whole and c.incident == whole.incident and _last(c) > _last(whole)]
        if nouns and not whole.phase and len(phases) > 1 and any(c.phase for c in phases) and whole.place is None:
            for c in phases:
                if c.parent is None and _overlaps(whole, c):
                    c.parent = whole


def _overlaps(one: Cluster, other: Cluster) -> bool:
    if one.dates is None or other.dates is None:
        return True
    return one.dates[0] <= other.dates[1] and other.dates[0] <= one.dates[1]


def _chosen_type(tellings: list[Telling]) -> str:
    """The most specific type told: not a generic word's where another has one; the earliest of those."""
    body = [t for t in tellings if not t.title] or tellings
    first = min(
        body,
        key=lambda t: (
            t.rule.endswith(":victim") and t.entry.generic and t.is_noun,
            t.entry.generic and t.rule.endswith(":victim"),
            t.token.i,
        ),
    )
    if first.sub_event_type == "Armed clash":
        for t in body:
            if t.sub_event_type in BATTLE - {"Armed clash"} and t.sub_event_type != "Attack":
                return t.sub_event_type
    return first.sub_event_type


def _last(c: Cluster) -> int:
    return max(t.token.i for t in c.body)


def _is_past_perfect(t: Telling) -> bool:
    token = t.token
    return token.pos_ == "VERB" and any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children)


def _paragraph_start(doc: Doc, t: Telling) -> int:
    return max(doc.text.rfind("\n\n", 0, t.token.idx), 0)


def _same_place(one: Place, other: Place) -> bool:
    return one.name.casefold() == other.name.casefold() or (
        one.geonameid is not None and one.geonameid == other.geonameid
    )


def _bare_name(place: Place) -> str:
    """Without what kind of site it is: the camp at Boulkessi is at Boulkessi."""
    return re.sub(
        r"\s+(?:camp|base|prison|airport|post|outpost|village|town|city|barracks)$", "", place.name.casefold()
    )


def _province(place: Place) -> str | None:
    return place.name if place.kind == "admin1" else place.admin1


def _near(one: Place, other: Place, *, kilometers: float = 12) -> bool:
    if None in (one.latitude, other.latitude, one.longitude, other.longitude):
        return False
    return (
        abs(one.latitude - other.latitude) < kilometers / 111
        and abs(one.longitude - other.longitude) < kilometers / 100
    )


def _narrower(one: Place, other: Place) -> bool:
    return breadth(one) < breadth(other) and breadth(other) >= 3


def _ancestors(actor_id: str, found: Annotations) -> Iterable[str]:
    seen: list[str] = []
    actor = found.actors.get(actor_id)
    while actor is not None and actor.parent and actor.parent not in seen:
        seen.append(actor.parent)
        actor = found.actors.get(actor.parent)
    return seen
