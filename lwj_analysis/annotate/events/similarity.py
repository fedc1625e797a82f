"""How well a telling fits the tellings of one event, and what contradicts it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

from lwj_analysis.annotate.events.kinds import BATTLE, EVENT_TYPE_OF, PRECEDENCE, VIOLENT
from lwj_analysis.annotate.events.sites import breadth
from lwj_analysis.annotate.events.tellings import Telling
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Annotations, Date, Place
from lwj_analysis.annotate.text import text_of

T = TypeVar("T")
ALIKE = {*PRECEDENCE, "Abduction/forced disappearance"}
CROWD_DEEDS = {"arrest", "captive", "gunfire", "clash", "killing", "kill", "attack", "target", "repelled", "looting",
               "carry_off", "wreck", "mob"}  # fmt: skip
ARSON = "Looting/property destruction"  # "set fire to a school ... no group claimed the attack"
MANY = 200  # tellings of one event that a further one is compared with; no article has so many
FAR = 1000  # characters before a telling in which a word of time ("later that day") may speak of it
PHASED = {"second", "secondary", "later"}


@dataclass(slots=True, eq=False)
class Cluster:
    """The tellings of one event, in the order in which they were added, and what they say together."""

    tellings: list[Telling] = field(default_factory=list)
    place: Place | None = None
    dates: tuple[dt.date, dt.date, int | None] | None = None
    incident: int | None = None
    parent: Cluster | None = None
    phase: bool = False
    aside: bool = False  # first told as what went before another event

    _untitled: list[Telling] = field(default_factory=list)
    _drawn: dict[str, tuple[int, Any]] = field(default_factory=dict)  # what was drawn from so many tellings
    _by_sentence: dict[int, list[Telling]] = field(default_factory=lambda: defaultdict(list))

    @property
    def sub_event_type(self) -> str:
        return self.drawn("type", lambda: _chosen_type(self.body[:MANY]))

    def drawn(self, what: str, draw: Callable[[], T]) -> T:
        """What ``draw`` makes of the tellings, made again only when one has been added."""
        count, found = self._drawn.get(what, (0, None))
        if count != len(self.tellings):
            found = draw()
            self._drawn[what] = (len(self.tellings), found)
        return found

    @property
    def body(self) -> list[Telling]:
        """Those below the title, if there are any."""
        return self._untitled or self.tellings

    @property
    def is_aside(self) -> bool:
        """Told as the cause of another event and nowhere else."""
        return self.aside and len(self.body) == 1

    @property
    def ordinal(self) -> int | None:
        return next((t.ordinal for t in self.body[:MANY] if t.ordinal), None)

    def ids(self, what: str) -> frozenset[str]:
        return self.drawn(what, lambda: frozenset().union(*(t.ids(what) for t in self.tellings[-MANY:])))

    def beside(self, t: Telling) -> list[Telling]:
        """Its tellings in the sentence of ``t``."""
        return self._by_sentence.get(t.token.sent.start, [])

    def _is_headlined(self, t: Telling, place: Place) -> bool:
        """Only a headline has told the place so far."""
        before = self.body[:-1]
        return len(before) == 1 and _is_headline(before[0]) and t is not before[0] and _is_told_wider(place, self.place)

    def add(self, t: Telling, place: Place | None = None) -> None:
        self.tellings.append(t)
        if not t.title:
            self._untitled.append(t)
        self._by_sentence[t.token.sent.start].append(t)
        place = place or t.place
        if t.title and place is not None and (breadth(place) >= 4 or _lies_in(self.place, place)):
            place = None
        if place is not None and (self.place is None or _narrower(place, self.place) or self._is_headlined(t, place)):
            self.place = place
        if t.date is not None and not t.loose_date:
            own = (t.date.date_start, t.date.date_end or t.date.date_start, t.date.date_prec)
            if self.dates is None or (own[1] - own[0]) < (self.dates[1] - self.dates[0]):
                self.dates = own


def _is_told_wider(place: Place, told: Place) -> bool:
    """ "Tral" for the Pulwama of the headline; not the country."""
    return breadth(place) <= 4 and place.country in (told.country, None)


def _lies_in(place: Place | None, town: Place) -> bool:
    """ "Attack on Kunduz posts" in the title, of a district of Kunduz below: the province, not its town."""
    return place is not None and (place.admin1 or "").casefold() == town.name.casefold()


def related(one: str, other: str, found: Annotations) -> bool:
    """The same actor, or one a part of the other."""
    return one == other or other in found.ancestors(one) or one in found.ancestors(other)


def is_planned(c: Cluster) -> bool:
    return c.body[0].status == "planned"


def named_parties(c: Cluster) -> set[str]:
    """The actors of both sides that are named; whose "the attackers" are is only a guess."""
    loose = listed(c.body[0].token, "attackers") | listed(c.body[0].token, "fighters")
    told = (r for t in c.tellings for r in (*t.initiators, *t.targets))
    named = {r.actor_id for r in told if r.actor_id and r.token.lemma_.lower() not in loose}
    return named | {t.claimed_by for t in c.tellings if t.claimed_by}


def is_town(place: Place | None) -> bool:
    return place is not None and breadth(place) <= 3


def fit(doc: Doc, t: Telling, place: Place | None, c: Cluster, *, title: bool) -> float | None:
    """How well a telling fits a cluster; ``None`` where they contradict each other."""
    score = type_fit(t, c)
    if (t.status == "planned") != is_planned(c):
        return None  # what was announced is not yet what happened
    if score is None or _governs(t, c) or _number_differs(t, c) or _is_another(t, c) or _ends_it(t, c):
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
        if c.is_aside and t.token.sent != c.body[-1].token.sent:
            score -= 1.5
    if _next_to(t, c) and _is_headline(last_of := c.body[-1]) and last_of.sub_event_type == t.sub_event_type:
        score += 1.5
    if t.trigger.entry is c.body[0].trigger.entry and t.token.lemma_ == c.body[-1].token.lemma_:
        score += 0.3
    if _phase_break(doc, t, c):
        return None
    score += same_target(t, c) + _elaborates(t, c)
    if t.ordinal is not None and t.ordinal == c.ordinal:
        score += 5
    if t.sub_event_type == c.sub_event_type and t.sub_event_type in ALIKE and not t.further:
        score += 0.7 if t.date is not None or t.place is not None else 1.4
    if t.entry.demonstration and any(x.entry.demonstration and x.token.sent == t.token.sent for x in c.body):
        score += 3  # "a rally turned violent: protesters stormed the hall; police used tear gas"
    if t.trigger.doer is not None and any(x.trigger.doer == t.trigger.doer for x in c.body):
        score += 3  # "a bomb targeting a patrol exploded": one bomb
    if t.entry.toll and c.body[-1].entry.toll and t.token.sent == c.body[-1].token.sent:
        score += 3  # "killed 26 fighters, losing four"
    if gap == 0 and t.key in ("gunfire", "clash", "repelled", "wreck") and not t.is_noun and c.sub_event_type in BATTLE:
        score += 1.5  # "opened fire", "fought on": what happens in the raid just told
    return score


def same_target(t: Telling, c: Cluster) -> float:
    """The base that was attacked, named again by the same noun."""
    mine = {r.token.lemma_: r for r in t.targets if r.token.pos_ == "NOUN"}
    if not mine:
        return 0
    theirs = c.drawn("nouns", lambda: _nouns_attacked(c.tellings[-MANY:]))
    shared = [mine[n] for n in mine if n in theirs and n not in listed(t.token, "people")]
    if not shared:
        return 0
    return (
        2.2
        if any(w.dep_ == "poss" or w.lower_ in ("the", "that", "this") for r in shared for w in r.token.children)
        else 1
    )


def _nouns_attacked(told: list[Telling]) -> set[str]:
    return {r.token.lemma_ for t in told for r in t.targets if r.token.pos_ == "NOUN"}


def type_fit(t: Telling, c: Cluster) -> float | None:
    one, other = t.sub_event_type, c.sub_event_type
    if t.entry.demonstration != c.body[0].entry.demonstration and _beside_crowd(t, c):
        return 5
    if t.entry.operation or c.body[0].entry.operation:
        return 1 if t.entry.operation and c.body[0].entry.operation else None
    if (t.key == "regains") != (c.body[0].key == "regains") and not t.title:
        return None
    if one == other:
        if EVENT_TYPE_OF[one] == "Strategic developments" and not (t.is_noun and t.definite):
            return 2 if t.key == c.body[0].key or not (t.entry.takes or t.entry.subject or t.is_noun) else None
        return 2
    if {one, other} == {"Suicide bomb", "Remote explosive/landmine/IED"} and _next_to(t, c):
        return 2
    if {one, other} <= BATTLE:
        specific = "ambush" in (t.key, c.body[0].key) and not any(x.entry.generic for x in (t, c.body[0]))
        return 0 if specific else 1.6
    if t.entry.generic and t.is_noun and t.definite and other in VIOLENT | {ARSON}:
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


def _beside_crowd(t: Telling, c: Cluster) -> bool:
    """What police and crowd do to each other in the sentence of the demonstration, and who is arrested after it."""
    if t.token.sent == c.body[-1].token.sent:
        return bool({t.key, c.body[0].key} & CROWD_DEEDS)
    return t.key == "arrest" and _next_to(t, c) and t.place is None and t.date is None


def _is_headline(t: Telling) -> bool:
    """The first sentence of a text, in the present tense or without a verb, and without a day: the next tells it in full."""
    return t.token.sent.start == 0 and t.date is None and is_headline(t.token.sent)


def is_headline(sentence: Span) -> bool:
    """Without a verb of the past; that of "Rebels attack town" is parsed as if it were one."""
    return not any(w.tag_ == "MD" or (w.tag_ == "VBD" and w.lower_.removesuffix("s") != w.lemma_) for w in sentence)


def _next_to(t: Telling, c: Cluster) -> bool:
    """In the sentence of the last telling, or the one after it."""
    last = c.body[-1].token.sent
    return t.token.sent == last or (t.token.sent.start == last.end and t.paragraph == c.body[-1].paragraph)


def last_token(c: Cluster) -> int:
    return c.drawn("last", lambda: max(t.token.i for t in c.body[-MANY:]))


def is_past_perfect(t: Telling) -> bool:
    """Told as what went before; not where somebody reports it ("said that it had taken")."""
    token = t.token
    if token.dep_ == "ccomp" and token.head.tag_ in ("VBD", "VBZ"):
        return False
    return token.pos_ == "VERB" and any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children)


def is_after_clause(verb: Token) -> bool:
    """ "On a revenge mission after troops killed 10 bandits": the head of what is told as the cause of another deed."""
    marked = any(c.dep_ == "mark" and c.lower_ in ("after", "since") for c in verb.children)
    return verb.dep_ == "advcl" and marked


def paragraph_start(doc: Doc, t: Telling) -> int:
    return max(text_of(doc).rfind("\n\n", 0, t.token.idx), 0)


def same_place(one: Place, other: Place) -> bool:
    return _site_of(one) == _site_of(other) or (one.geonameid is not None and one.geonameid == other.geonameid)


def _site_of(place: Place) -> str:
    """ "The Boulkessi camp" is the camp in Boulkessi, "Tirah" the Tirah valley."""
    name = place.name.casefold()
    return re.sub(r" (?:army |military )?(?:camp|base|post|outpost|barracks|garrison|valley)$", "", name)


def close_by(one: Place, other: Place, *, kilometers: float = 12) -> bool:
    if None in (one.latitude, other.latitude, one.longitude, other.longitude):
        return False
    return (
        abs(one.latitude - other.latitude) < kilometers / 111
        and abs(one.longitude - other.longitude) < kilometers / 100
    )


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
    return len(c.body) == 1 and not first.is_noun and first.entry.generic and not first.targets and not is_town(c.place)


def _governs(t: Telling, c: Cluster) -> bool:
    """ "A car bomb opened the raid": the verb is another event than its object."""
    for other in c.beside(t):
        if not t.is_noun and _under_clause(other.token, t.token):
            return True
        apart = other.sub_event_type != t.sub_event_type and not (other.entry.toll and t.entry.toll)
        if apart and (t.token.head == other.token or other.token.head == t.token):
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
    last = c.body[-MANY:]
    others = c.drawn("counted", lambda: sum(x.number is not None and x.plural for x in last))
    if counted and not others:
        return not all(x.plural for x in last)
    return bool(others) and not counted and not t.plural and others == len(last)


def _ends_it(t: Telling, c: Cluster) -> bool:
    """ "A gunman fired at a bus stop before police shot him dead": the police's deed is another one."""
    verb = t.token
    until = verb.dep_ == "advcl" and any(w.dep_ == "mark" and w.lower_ in ("before", "until") for w in verb.children)
    own = any(w.dep_ == "nsubj" for w in verb.children) and any(
        w.dep_ == "dobj" and w.lower_ in ("him", "her", "them") for w in verb.children
    )
    return until and own and any(x.token.i < verb.i and x.initiators for x in c.beside(t))


def _is_another(t: Telling, c: Cluster) -> bool:
    """ "The second ambush" is none of those told before, but for the one that was called so."""
    return t.ordinal is not None and t.ordinal != (c.ordinal or 1)


def _plain_word(t: Telling) -> bool:
    """Words that a bomb can be called, too."""
    return t.token.lemma_ in listed(t.token, "plain_words")


def _date_fit(t: Telling, c: Cluster) -> float | None:
    if t.date is None and t.running is not None and c.dates is not None:
        return None if _is_apart_from(t.running, c.dates) else 2 if t.entry.toll and not t.initiators else 0
    if t.date is None or t.loose_date or c.dates is None:
        named = c.drawn("weekdays", lambda: {x.weekday for x in c.body[-MANY:] if x.weekday})
        if t.weekday is None or not named or (t.date is None) == (c.dates is None):
            return 0
        return 2 if t.weekday in named else None
    start, end = t.date.date_start, t.date.date_end or t.date.date_start
    if start > c.dates[1] or end < c.dates[0]:
        return None
    return 2 if (start, end) == c.dates[:2] else 0.8


def _is_apart_from(day: Date, days: tuple) -> bool:
    return day.date_start > days[1] or (day.date_end or day.date_start) < days[0]


def _place_fit(place: Place | None, c: Cluster) -> float | None:
    if place is None or c.place is None:
        return -0.7 if place is not None and breadth(place) >= 6 and c.dates is not None else 0
    if same_place(place, c.place):
        return 2.2
    if len(c.body) == 1 and _is_headline(c.body[0]) and place.country in (c.place.country, None):
        return 0.5  # "a clash in Sulu": the next sentence says where
    provinces = {province(place), province(c.place)} - {None}
    if len(provinces) == 2:
        return None
    if breadth(place) >= 3 or breadth(c.place) >= 3:
        if place.country and c.place.country and place.country != c.place.country:
            return None
        return 0.5
    site = {breadth(place), breadth(c.place)} == {1, 2} and place.country == c.place.country
    return (
        0.6
        if close_by(place, c.place) or (site and place.latitude is None) or (site and c.place.latitude is None)
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
        elif what == "initiators" and _is_headline(c.body[0]) and all(_may_hold(found, a, mine) for a in theirs):
            score += 1  # "Sierra Leone rebels attack town. Revolutionary United Front rebels attacked ..."
        elif what == "initiators" and not (t.claimed_by or t.status == "alleged"):
            return None
        else:
            score -= 1
    if any(related(a, b, found) for a in t.ids("initiators") for b in c.ids("targets")):
        return None if not t.entry.two_sided else score
    return score


def is_plain(actor_id: str) -> bool:
    """Rebels of a country, whatever group they are of."""
    return actor_id.endswith(":rebels")


def _may_hold(found: Annotations, actor_id: str, named: set[str]) -> bool:
    """Rebels of a country, of whom the named ones may be."""
    country = actor_id.partition(":")[0].upper()
    return is_plain(actor_id) and any(found.actors[a].country in (None, country) for a in named if a in found.actors)


def _phase_break(doc: Doc, t: Telling, c: Cluster) -> bool:
    """A later phase of the paragraph is told since the cluster's last telling ("Later that day ...")."""
    last = c.body[-1]
    if t.definite and t.further not in PHASED:
        return False
    if t.date is not None and text_of(doc)[t.date.start : t.date.end].lower().startswith("later"):
        return not c.phase
    if t.further in PHASED and t.definite:
        return last.paragraph != t.paragraph and not c.phase
    if c.phase and last.sub_event_type == t.sub_event_type:
        return False
    start = paragraph_start(doc, t) if last.paragraph != t.paragraph else last.token.idx
    later = _said_later(doc)
    at = bisect_left(later, max(start, t.token.idx - FAR))
    return at < len(later) and later[at] < t.token.idx


LATER = re.compile(r"\b(?:later (?:that|the same) day|(?:hours?|minutes) later|afterwards)\b", re.I)


def _said_later(doc: Doc) -> list[int]:
    """Where the text says that something came later, found once for the article."""
    if LATER not in doc.user_data:
        doc.user_data[LATER] = [m.start() for m in LATER.finditer(text_of(doc))]
    return doc.user_data[LATER]


def _chosen_type(body: list[Telling]) -> str:
    """The most specific type told: not a generic word's where another has one; the earliest of those."""
    crowds = [t for t in body if t.entry.demonstration or t.rule.endswith(":crowd")]
    first = min(
        crowds or body,
        key=lambda t: (
            t.rule.endswith(":victim") and t.entry.generic and t.is_noun,
            t.entry.generic and t.rule.endswith(":victim"),
            t.token.i,
        ),
    )
    if first.sub_event_type == "Remote explosive/landmine/IED" and any(
        t.sub_event_type == "Suicide bomb" for t in body
    ):
        return "Suicide bomb"
    if first.sub_event_type == "Armed clash":
        for t in body:
            if t.sub_event_type in BATTLE - {"Armed clash"} and t.sub_event_type != "Attack":
                return t.sub_event_type
    return first.sub_event_type


def lies_in(place: Place, area: Place) -> bool:
    """The same place, or one in this province."""
    return same_place(place, area) or (area.kind == "admin1" and place.admin1 == area.name)


def province(place: Place) -> str | None:
    """The name of the province that it is or lies in."""
    return place.name if place.kind == "admin1" else place.admin1


def _narrower(one: Place, other: Place) -> bool:
    return breadth(one) < breadth(other) and breadth(other) >= 3
