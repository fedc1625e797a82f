"""The tellings of an article -> its events: what tells of one thing becomes one."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from itertools import takewhile

from spacy.tokens import Doc

from lwj_analysis.annotate.events.crowds import is_earlier
from lwj_analysis.annotate.events.days import running_day
from lwj_analysis.annotate.events.phases import (
    CROWDS,
    REACH,
    find_parents,
    follow_on,
    inherit_dates,
    link,
    link_lede,
    same_incident,
)
from lwj_analysis.annotate.events.similarity import (
    BATTLE,
    FAR,
    PHASED,
    VIOLENT,
    Cluster,
    close_by,
    fit,
    is_after_clause,
    is_past_perfect,
    is_town,
    last_token,
    paragraph_start,
    same_place,
    type_fit,
)
from lwj_analysis.annotate.events.sites import breadth
from lwj_analysis.annotate.events.tellings import Telling
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.lookup import between
from lwj_analysis.annotate.records import Date, Place
from lwj_analysis.annotate.text import text_of

SEQUENCE = re.compile(
    r"\b(?:later (?:that|the same|in the) day|(?:hours?|minutes) (?:later|after)|later on|afterwards?|shortly after|"
    r"second(?:ary)? "
    r"(?:attack|assault|blast|explosion|bomb|raid|ambush|strike)|then)\b",
    re.IGNORECASE,
)
LONG_APART = dt.timedelta(days=14)
NEAR = 40  # events told before that one telling may be of
MANY_PLACES = 2  # "the raids on A and B" are two events; longer lists are one


def clusters_of(doc: Doc, tellings: list[Telling]) -> list[Cluster]:
    """One cluster an event, in the order of their first telling."""
    clusters: list[Cluster] = []
    for t in _without_tolls([t for t in tellings if not t.title]):
        split, recent = _split_places(t), clusters[-REACH:]
        if several := _several(t, recent):
            for c in several:
                c.add(t)
            same_incident(several, clusters, len(clusters) - 1)
            continue
        if len(split) > 1:
            _absorb(doc, t, split, clusters)
        told = []
        for place in split:
            chosen = _best(doc, t, place, clusters[-NEAR:])
            if chosen is None and _is_mere_echo(t, clusters):
                continue
            if chosen is None:
                chosen = Cluster(
                    phase=_opens_phase(doc, t, clusters), aside=bool(clusters) and is_after_clause(t.token)
                )
                if t.running is not None:
                    chosen.dates = _days_of(t.running)
                elif chosen.phase and t.date is None:
                    chosen.dates = _date_before(doc, t)
                clusters.append(chosen)
            chosen.add(t, place)
            told.append(chosen)
        if len(split) > 1 and told:
            same_incident(told, clusters, len(clusters) - 1)
    for t in (t for t in tellings if t.title and not t.entry.toll):
        chosen = _best(doc, t, t.place, clusters[:REACH], title=True)
        if chosen is None and not clusters:
            clusters.append(chosen := Cluster())
        if chosen is not None:
            chosen.add(t)
    inherit_dates(doc, clusters)
    link(doc, clusters)
    follow_on(doc, clusters)
    link_lede(clusters)
    find_parents(clusters)
    return clusters


def _several(t: Telling, clusters: list[Cluster]) -> list[Cluster]:
    """ "The raids", "both attacks": every event of the last incident that has several of a kind."""
    if not (t.is_noun and t.plural and t.definite) or t.date is not None or is_town(t.place):
        return []
    groups: dict[int, list[Cluster]] = {}
    for c in clusters:
        if c.incident is not None and (type_fit(t, c) or 0) >= 1:
            groups.setdefault(c.incident, []).append(c)
    several = [g for g in groups.values() if len(g) > 1]
    if not several and any(c.lower_ == "both" for c in t.token.children):
        like = sorted((c for c in clusters if (type_fit(t, c) or 0) >= 1), key=last_token)
        return like[-2:]
    return max(several, key=lambda g: max(last_token(c) for c in g), default=[])


def _absorb(doc: Doc, t: Telling, places: list[Place | None], clusters: list[Cluster]) -> None:
    """Plural words told before ("this week's raids on two camps") meant the events that are now told one by one."""
    for whole in [c for c in clusters[-REACH:] if all(x.plural for x in c.body) and not is_town(c.place)]:
        if fit(doc, t, None, whole, title=False) is not None:
            clusters.remove(whole)
            parts = [Cluster() for _ in places]
            for part, place in zip(parts, places, strict=True):
                for x in whole.tellings:
                    part.add(x)
                part.place = place
            clusters += parts
            same_incident(parts, clusters, len(clusters) - 1)
            return


def _without_tolls(tellings: list[Telling]) -> list[Telling]:
    """Toll verbs tell an event only where nothing else could be it, weak words only where nothing is violent."""
    told = [
        t
        for t in tellings
        if not (t.entry.toll or t.entry.weak) and t.sub_event_type in VIOLENT | CROWDS and t.status != "planned"
    ]
    aside = {t.token.i for t in tellings if t.status == "denied" or any(
        is_earlier(step) for step in (t.token, *t.token.ancestors))}  # fmt: skip
    now = any(t.token.i not in aside for t in told)
    starts = [t.token.i for t in told]
    strong = {t.token.sent.start for t in tellings if not (t.entry.toll or t.entry.weak) and t.token.i not in aside}
    raped = {t.token.sent.start for t in tellings if t.key == "sexual"}

    def around(t: Telling) -> list[Telling]:
        at = bisect_left(starts, t.token.i)
        return told[max(0, at - REACH) : at + REACH]

    kept = []
    for t in tellings:
        if t.date is None and not t.title and (t.entry.toll or (_is_told_as_past(t) and not t.definite)):
            t.running = running_day(t.token)
    for t in tellings:
        if t.entry.toll:
            if t.token.sent.start in raped:
                continue
            if _is_further(t, around(t)):
                t.further = t.further or "earlier"
            elif covering := _covering(t, around(t)):
                _hand_on_day(t, covering)
                continue
        if not (t.entry.weak and (now or t.token.sent.start in strong)):
            kept.append(t)
    return kept


def _is_told_as_past(t: Telling) -> bool:
    """A noun, or a finite verb in the past; not what somebody is said to hold, nor what had been before."""
    was = any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in t.token.children)
    return not is_past_perfect(t) and (t.token.pos_ != "VERB" or t.token.tag_ == "VBD" or was)


def _is_further(toll: Telling, around: list[Telling]) -> bool:
    """Told of another time than what stands around it."""
    if _went_before(toll) and not _is_afterwards(toll):
        return True
    return any(_came_after(t, toll) for t in around if not _is_apart(t, toll))


def _covering(toll: Telling, around: list[Telling]) -> list[Telling]:
    """The deeds that the toll is of."""
    near = [t for t in around if not _is_apart(t, toll)]
    dated = [t for t in around if _has_own_day(t)] if _has_own_day(toll) and not _is_afterwards(toll) else []
    if dated and not any(_on_one_day(t, toll) for t in dated):
        near = [t for t in near if t.token.sent == toll.token.sent]  # those without a day are of the other days
    return [t for t in near if _covers(t, toll)]


def _hand_on_day(toll: Telling, covering: list[Telling]) -> None:
    """ "Killed 41 fighters who tried to storm the base on Tuesday": the one deed beside the toll was on its day."""
    beside = [t for t in covering if t.token.sent == toll.token.sent]
    if len(beside) == 1 and not beside[0].further and not toll.loose_date:
        beside[0].date = beside[0].date or toll.date


def _covers(other: Telling, toll: Telling) -> bool:
    if other.token.sent == toll.token.sent:
        return True
    if (other.entry.operation and other.plural) or (toll.ordinal or other.ordinal) != other.ordinal:
        return False  # "operations last week" are not the one deed, the first operation is not the third
    if other.paragraph == toll.paragraph and other.token.i < toll.token.i:
        return True
    echo = other.paragraph == toll.paragraph or (other.sub_event_type in BATTLE and _is_bare(other))
    if other.definite and other.token.i > toll.token.i and echo:
        return False  # "the attack" means what the toll told
    days = [_days_of(t.date or t.running) for t in (toll, other) if _has_own_day(t)]
    if len(days) == 2 and (days[0][0] > days[1][1] or days[1][0] > days[0][1]):
        return False
    return not (toll.place and other.place and breadth(toll.place) <= 2 and not same_place(toll.place, other.place))


def _has_own_day(t: Telling) -> bool:
    """A day, week or month; a year is that of many deeds."""
    date = t.date or (t.running if t.entry.toll else None)
    return date is not None and not (t.date and t.loose_date) and (date.date_prec or 9) <= 4


def _on_one_day(one: Telling, other: Telling) -> bool:
    """Days that overlap, and no week or month that would hold any day."""
    spans = [_days_of(t.date or t.running) for t in (one, other)]
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1] and (spans[0][1] - spans[0][0]).days <= 1


def _went_before(toll: Telling) -> bool:
    """ "Since November 2019, when gunmen killed 15", "from Bankilare, where gunmen had killed five": told of another time."""
    if toll.token.dep_ not in ("relcl", "advcl"):
        return False
    head = toll.token.head
    since = toll.date is not None and toll.date.start <= head.idx < toll.date.end and _is_since(toll)
    return since or (is_past_perfect(toll) and (is_town(toll.place) or _has_own_day(toll)))


def _is_afterwards(toll: Telling) -> bool:
    """ "Two of the wounded died the next day", "the bodies were taken to Gao": of what was told before."""
    return any(t.lemma_.lower() in listed(t, "afterwards") for t in toll.token.sent)


def _is_since(toll: Telling) -> bool:
    doc = toll.token.doc
    return bool(re.search(r"\b(?:since|than)\b[^.]{0,24}$", text_of(doc)[: toll.date.end][-40:].split(",")[-1], re.I))


def _is_bare(t: Telling) -> bool:
    """Neither day nor place nor party: nothing but a word that points back."""
    return t.date is None and t.place is None and not t.initiators and not t.targets


def _is_apart(other: Telling, toll: Telling) -> bool:
    """In another sentence, and of another town or of days long before or after."""
    if other.token.sent == toll.token.sent:
        return False
    towns = toll.place is not None and other.place is not None and max(breadth(toll.place), breadth(other.place)) <= 2
    if towns and not same_place(toll.place, other.place) and not close_by(toll.place, other.place):
        return not _is_afterwards(toll)
    if None in (toll.date, other.date) or toll.loose_date or other.loose_date:
        return False
    gap = max(toll.date.date_start, other.date.date_start) - min(
        toll.date.date_end or toll.date.date_start, other.date.date_end or other.date.date_start
    )
    return gap > LONG_APART


def _came_after(other: Telling, toll: Telling) -> bool:
    """ "The attack came two weeks after bandits killed 60 people": these died in another one."""
    verb = other.token.head
    if other.token.dep_ not in ("nsubj", "nsubjpass") or verb.lemma_ not in listed(verb, "coming_after"):
        return False
    below = list(takewhile(lambda t: t != verb, (toll.token, *toll.token.ancestors)))
    after = any(t.dep_ == "mark" and t.lower_ in ("after", "since") for b in below for t in b.children)
    return verb in toll.token.ancestors and (after or any(t.lower_ in ("after", "since") for t in below))


def _best(doc: Doc, t: Telling, place: Place | None, clusters: list[Cluster], *, title: bool = False) -> Cluster | None:
    scored = [(s, n, c) for n, c in enumerate(clusters) if (s := fit(doc, t, place, c, title=title)) is not None]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda s: (s[0], last_token(s[2]), s[1]))
    return best if title or score >= _needed(t) else None


def _needed(t: Telling) -> float:
    """How much must speak for it: little for "the attack", more for words that could tell something new."""
    if t.further and t.further not in ("again", "also") and (t.further not in PHASED or (t.is_noun and not t.definite)):
        return 7.5
    return 2.5 if t.definite else 4


def _opens_phase(doc: Doc, t: Telling, clusters: list[Cluster]) -> bool:
    if not clusters:
        return False
    text = text_of(doc)[max(paragraph_start(doc, t), t.end - FAR) : t.end]
    return t.further in PHASED or bool(SEQUENCE.search(text))


def _date_before(doc: Doc, t: Telling) -> tuple[dt.date, dt.date, int | None] | None:
    """The last day named in the sentences before, in the same paragraph."""
    start, end = paragraph_start(doc, t), t.token.sent.start_char
    named = [d for d in between(doc, "dates", start, end) if d.date_start is not None and d.date_prec == 1]
    return _days_of(named[-1]) if named else None


def _days_of(date: Date) -> tuple[dt.date, dt.date, int | None]:
    return date.date_start, date.date_end or date.date_start, date.date_prec


def _is_mere_echo(t: Telling, clusters: list[Cluster]) -> bool:
    """ "The attack" without anything of its own, where nothing fits: it tells no event."""
    if t.ordinal is not None:
        return False  # "the second ambush killed six"
    if t.entry.operation and t.definite and (t.date is None or not t.start <= t.date.start < t.end):
        return True  # "this operation"
    if t.entry.demonstration and not clusters:
        return False
    if t.key == "talks" and t.definite and not t.initiators and not t.targets:
        return True  # "the meeting took place in Gao"
    return _is_bare(t) and (
        t.definite or t.entry.toll or (not t.is_noun and t.sub_event_type in BATTLE and bool(clusters))
    )


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
