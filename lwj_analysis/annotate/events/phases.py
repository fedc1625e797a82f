"""Which events are phases of one operation, and which tells the whole."""

from __future__ import annotations

from itertools import product

from spacy.tokens import Doc

from lwj_analysis.annotate.events.kinds import EVENT_TYPE_OF
from lwj_analysis.annotate.events.roles import objects_of_verb
from lwj_analysis.annotate.events.similarity import (
    BATTLE,
    VIOLENT,
    Cluster,
    close_by,
    is_after_clause,
    is_past_perfect,
    is_planned,
    is_town,
    last_token,
    lies_in,
    named_parties,
    related,
    same_place,
    same_target,
)
from lwj_analysis.annotate.events.sites import breadth
from lwj_analysis.annotate.events.tellings import Telling
from lwj_analysis.annotate.events.words import listed
from lwj_analysis.annotate.records import Place

POINTING_BACK = frozenset(("after", "since", "before", "behind", "following", "than"))
THEM = frozenset(("they", "them", "he", "him", "she", "her", "all", "both"))
REACH = 80  # events told before or after one that may belong to it
SIEGE_DAYS = 14  # what is taken back later was another battle
CROWDS = {"Excessive force against protesters", "Violent demonstration", "Mob violence"}
LINKED = {"Abduction/forced disappearance", "Looting/property destruction", "Arrests", "Disrupted weapons use"}
AFTERMATH = {"Government regains territory", "Arrests", "Other"}


def near(clusters: list[Cluster], n: int) -> list[Cluster]:
    """The events told around the one of this number: what is farther away in a long text is no part of its story."""
    return clusters[max(0, n - REACH) : n + REACH + 1]


def inherit_dates(doc: Doc, clusters: list[Cluster]) -> None:
    """The running date of the paragraph for those that give none."""
    for n, c in enumerate(clusters):
        if c.dates is not None or is_planned(c):
            continue
        first = c.body[0]
        if _told_apart(c) or first.key in ("talks", "agreement", "change", "movement") or _is_motive(first):
            continue
        before = [
            (t.token.i, other) for other in near(clusters, n) if other.dates and other is not c
            if other.sub_event_type not in AFTERMATH and not is_planned(other) and not all(map(_aside, other.body))
            for t in other.body if t.paragraph == first.paragraph and t.token.i < first.token.i
        ]  # fmt: skip
        if before and EVENT_TYPE_OF[c.sub_event_type] != "Protests" and not is_past_perfect(first):
            c.dates = max(before, key=lambda b: b[0])[1].dates


def link(doc: Doc, clusters: list[Cluster]) -> None:
    """Give clusters of one operation the same incident number."""
    for number, c in enumerate(clusters):
        if c.incident is None:
            c.incident = number
    told = [_sentences_of(c) for c in clusters]
    for within in (True, False):  # what is told in one sentence belongs together first
        for n, one in enumerate(clusters):
            around = near(clusters, n)
            for m, other in enumerate(clusters[n + 1 : n + REACH], start=n + 1):
                if one.incident == other.incident or (within and told[n].isdisjoint(told[m])):
                    continue
                if _one_operation(doc, one, other) and not _bridges(one, other, around):
                    same_incident([one, other], clusters, n)


def _sentences_of(c: Cluster) -> set[int]:
    """Where the sentences start in which it is told."""
    return {t.token.sent.start for t in _told(c)}


def _told(c: Cluster) -> list[Telling]:
    """Its tellings, without those that only point back from another event ("hours after the raid", "were behind the raid")."""
    return [t for t in c.body if t is c.body[0] or not _points_back(t)]


def _points_back(t: Telling) -> bool:
    above = t.token.head
    came = t.token.dep_ == "nsubj" and above.lemma_ in listed(t.token, "coming_after")  # "the bombing came hours after"
    return t.is_noun and t.definite and (came or (t.token.dep_ == "pobj" and above.lower_ in POINTING_BACK))


def _bridges(one: Cluster, other: Cluster, clusters: list[Cluster]) -> bool:
    """What has no day or town of its own does not make one of two attacks on different days or in different towns."""
    mine, theirs = ([c for c in clusters if c.incident == x.incident] for x in (one, other))
    if one.dates is None or other.dates is None:
        days = ([c.dates for c in its if c.dates] for its in (mine, theirs))
        if any(a[0] > b[1] or b[0] > a[1] for a, b in product(*days)):
            return True
    if is_town(one.place) and is_town(other.place):
        return False
    return any(_in_other_towns(a, b) or _numbered_apart(a, b) for a in mine for b in theirs)


def _in_other_towns(one: Cluster, other: Cluster) -> bool:
    if not (is_town(one.place) and is_town(other.place)) or same_place(one.place, other.place):
        return False
    first = other.body[0]
    same_battle = first.is_noun and first.definite and first.date is None and not _told_apart(other)
    if same_battle and None in (one.place.latitude, other.place.latitude):
        return False  # "joined the battle at Mahaday"
    return not close_by(one.place, other.place)


def follow_on(doc: Doc, clusters: list[Cluster]) -> None:
    """What has neither day nor place of its own happens in the incident told before it; the same base is retaken there."""
    for n, c in enumerate(clusters):
        first = c.body[0]
        if is_taken_back(c):
            before = [
                o
                for o in near(clusters, n)
                if o is not c and o.sub_event_type in BATTLE and _last_before(o, first) is not None
            ]
            before = [o for o in before if _was_lost_there(c, o)]
            before = before or [o for o in near(clusters, n) if o is not c and _is_its_attack(o, c)]
            if before:
                same_incident([max(before, key=lambda o: _last_before(o, first) or -1), c], clusters, n)
    for n, c in enumerate(clusters):
        if c.body[0].key != "release" or not _frees_them(c.body[0]):
            continue
        taken = [o for o in near(clusters, n) if o.sub_event_type == "Abduction/forced disappearance"
                 and o.body[-1].paragraph == c.body[0].paragraph and _last_before(o, c.body[0]) is not None]  # fmt: skip
        if taken:
            same_incident([max(taken, key=lambda o: _last_before(o, c.body[0])), c], clusters, n)
    for n, c in enumerate(clusters):
        first = c.body[0]
        if (
            c.dates is not None
            or (c.place is not None and breadth(c.place) <= 3)
            or not _linkable(c)
            or is_past_perfect(first)
            or _told_as_earlier(c)
            or first.further == "separate"
            or c.ordinal is not None
        ):
            continue
        before = [
            o
            for o in near(clusters, n)
            if o is not c and o.incident != c.incident and _linkable(o) and _last_before(o, first) is not None
        ]
        before = [
            o
            for o in before
            if (o.dates or o.place) and o.sub_event_type not in AFTERMATH and not all(map(_aside, o.body))
        ]
        settled = (o for o in near(clusters, n) if o.incident == c.incident and o is not c)
        if not before or any(o.dates or is_town(o.place) for o in settled):
            continue
        meant = [o for o in before if _is_meant(first, o)]
        last = max(meant or before, key=lambda o: _last_before(o, first))
        there = [o.place for o in near(clusters, n) if o.incident == last.incident and o.place is not None]
        apart = there and all(_elsewhere(c, p, last) for p in there)
        if not apart and not _party_conflict(doc, last, c):
            same_incident([last, c], clusters, n)


def _is_meant(t: Telling, told: Cluster) -> bool:
    """ "The checkpoint had been attacked": the event whose sentence has a checkpoint; "beheaded": the beheading."""
    deed = t.token.lemma_.lower()[:STEM]
    if any(x.token.lemma_.lower()[:STEM] == deed for x in told.body if x.token.lemma_ not in PLAIN_DEEDS):
        return True
    aims = {r.token.lemma_ for r in t.targets if any(c.lower_ in ("the", "that", "this") for c in r.token.children)}
    aims -= listed(t.token, "people")
    return any(w.lemma_ in aims and w.pos_ == "NOUN" for x in told.body for w in x.token.sent)


STEM = 6  # letters that "behead" and "beheading" share
PLAIN_DEEDS = frozenset(("attack", "kill", "clash", "die", "fight", "hit", "strike", "killing", "fighting"))


def _elsewhere(c: Cluster, other: Place, last: Cluster) -> bool:
    """Mountains, a forest or a province of its own in which the other place does not lie."""
    own = c.place
    if own is None or own.kind in ("country", "continent", "border") or lies_in(other, own):
        return False
    # a valley may hold any village, unless a paragraph begins with it
    if own.kind == "region" and own.country == other.country:
        return c.body[0].paragraph != last.body[-1].paragraph and not c.body[0].definite
    return not close_by(own, other, kilometers=40)


def _frees_them(t: Telling) -> bool:
    """ "They were released two days later": those who were taken before."""
    freed = objects_of_verb(t.token) if t.token.pos_ == "VERB" else []
    return bool(freed) and all(x.lower_ in THEM for x in freed)


def _is_its_attack(o: Cluster, c: Cluster) -> bool:
    """A text that begins with the place taken back comes to "the attack of January 20" later."""
    first = o.body[0]
    told_later = o.sub_event_type in BATTLE and o.dates is not None and first.token.i > c.body[0].token.i
    if not told_later or (c.dates is not None and not 0 <= (c.dates[0] - o.dates[0]).days <= SIEGE_DAYS):
        return False
    there = is_town(o.place) and is_town(c.place) and same_place(o.place, c.place)
    return there or (first.is_noun and first.definite and o.place is None)


def _was_lost_there(c: Cluster, lost: Cluster) -> bool:
    """What is taken back was attacked shortly before: the same base, or the same place."""
    if c.dates is not None and lost.dates is not None and not 0 <= (c.dates[0] - lost.dates[0]).days <= SIEGE_DAYS:
        return False
    if is_town(c.place) and is_town(lost.place):
        return same_place(c.place, lost.place)
    return bool(same_target(c.body[0], lost)) and (c.body[0].pointed or not is_town(c.place))


def is_taken_back(c: Cluster) -> bool:
    """A place is taken back, by whomever: an armed group may regain its prison, too."""
    return c.sub_event_type == "Government regains territory" or c.body[0].key in ("regains", "ousts")


def link_lede(clusters: list[Cluster]) -> None:
    """The first sentence of a report without a headline tells in short what a later one tells in full with its day."""
    if len(clusters) < 2 or clusters[0].body[0].token.sent.start > 0 or clusters[0].dates is not None:
        return
    first = clusters[0]
    full = next((c for c in clusters[1:] if c.dates is not None and not is_past_perfect(c.body[0])), None)
    alike = full is not None and (first.sub_event_type == full.sub_event_type or (first.sub_event_type in BATTLE
                                  and full.sub_event_type in BATTLE))  # fmt: skip
    if alike and full.body[0].token.sent.start > 0 and not full.body[0].further:
        same_incident([first, full], clusters, 0)


def same_incident(members: list[Cluster], clusters: list[Cluster], n: int) -> None:
    """Give the members, told around the event of this number, and all that shares an incident with one of them, one number."""
    numbers = {c.incident for c in members if c.incident is not None}
    around = near(clusters, n)
    chosen = min(numbers) if numbers else max(0, n - REACH) + min(around.index(c) for c in members)
    for c in (*around, *members):
        if c in members or (c.incident is not None and c.incident in numbers):
            c.incident = chosen


def find_parents(clusters: list[Cluster]) -> None:
    """An earlier telling of the whole ("the assault left one killed and two wounded") is the parent of its phases."""
    for n, whole in enumerate(clusters):
        nouns = [t for t in whole.body if t.is_noun and t.entry.whole]
        phases = [
            c
            for c in near(clusters, n)
            if c is not whole and c.incident == whole.incident and last_token(c) > last_token(whole)
        ]
        if nouns and not whole.phase and len(phases) > 1 and any(c.phase for c in phases) and whole.place is None:
            for c in phases:
                if c.parent is None and _overlaps(whole, c):
                    c.parent = whole


def _one_operation(doc: Doc, one: Cluster, other: Cluster) -> bool:
    """``other`` is told later. Same day and place; or told in one breath; or without day and place of its own."""
    if not _linkable(one) or not _linkable(other) or _party_conflict(doc, one, other):
        return False
    if _in_other_towns(one, other):
        return False
    towns = [c.place for c in (one, other) if is_town(c.place)]
    if (
        one.place
        and other.place
        and one.place.country
        and other.place.country
        and one.place.country != other.place.country
    ):
        return False
    near = not _sentences_of(one).isdisjoint(_sentences_of(other))
    if not near and (_numbered_apart(one, other) or one.is_aside):
        return False
    first = other.body[0]
    paragraph = any(a.paragraph == first.paragraph and a.token.i < first.token.i for a in _told(one))
    if _told_apart(other) and (not near or _told_as_earlier(other)):
        return False
    if one.dates is None or other.dates is None:
        if "Government regains territory" in (one.sub_event_type, other.sub_event_type):
            return near and one.dates == other.dates
        if len(towns) == 2 and not is_past_perfect(other.body[0]) and not is_past_perfect(one.body[0]):
            return True
        return near or (paragraph and other.body[0].date is None and not is_past_perfect(other.body[0]))
    if one.dates[0] > other.dates[1] or other.dates[0] > one.dates[1]:
        return False
    days = max((c.dates[1] - c.dates[0]).days for c in (one, other))
    return (days <= 1 or (near and days <= 7)) and (
        len(towns) == 2 or paragraph or near or _shared_party(doc, one, other)
    )


def _numbered_apart(one: Cluster, other: Cluster) -> bool:
    """The first and the second of "two ambushes", or both of them; a second blast is mostly at the place of the first."""
    differ = max(one.ordinal or 1, other.ordinal or 1) > 1 and one.ordinal != other.ordinal
    whole = other.ordinal is not None and any(t.plural and t.number for t in one.body)
    return (differ or whole) and {one.sub_event_type, other.sub_event_type} <= BATTLE


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


def _told_as_earlier(c: Cluster) -> bool:
    return c.body[0].further in ("earlier", "previous")


def _shared_party(doc: Doc, one: Cluster, other: Cluster) -> bool:
    mine, theirs = one.ids("initiators") | one.ids("targets"), other.ids("initiators") | other.ids("targets")
    return any(related(a, b, doc._.lwj) for a in mine for b in theirs)


def _aside(t: Telling) -> bool:
    """Told in a relative clause, or as what went before or led to something: no event that the text goes on with."""
    return _is_motive(t) or any(step.dep_ == "relcl" or is_after_clause(step) for step in (t.token, *t.token.ancestors))


def _is_motive(t: Telling) -> bool:
    """ "Revenge for air strikes": another event than the one told."""
    prep = t.token.head
    return t.is_noun and not t.definite and t.token.dep_ == "pobj" and prep.lower_ in ("for", "after", "since")


def _last_before(c: Cluster, t: Telling) -> int | None:
    return max((x.token.i for x in c.body if x.token.i < t.token.i), default=None)


def _linkable(c: Cluster) -> bool:
    sub = c.sub_event_type
    if c.body[0].entry.operation or _is_motive(c.body[0]) or is_planned(c):
        return False
    return sub in VIOLENT | CROWDS | LINKED or (sub == "Other" and c.body[0].key in ("release", "operation"))


def _party_conflict(doc: Doc, one: Cluster, other: Cluster) -> bool:
    """Neither side of the one takes part in the other."""
    mine, theirs = named_parties(one), named_parties(other)
    if not mine or not theirs:
        return False
    return not any(related(a, b, doc._.lwj) for a in mine for b in theirs)


def _overlaps(one: Cluster, other: Cluster) -> bool:
    if one.dates is None or other.dates is None:
        return True
    return one.dates[0] <= other.dates[1] and other.dates[0] <= one.dates[1]
