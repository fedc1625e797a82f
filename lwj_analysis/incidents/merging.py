"""What is the same: groups of events that several articles tell as one incident are joined, with the reasons.

After methods of event coreference within and across documents: two articles' groups are one incident where their days
overlap, their places agree, an actor is shared and nothing contradicts. Pairs are taken in the order of their score, then
their ids, so that the order of the articles does not matter; which pairs are looked at at all is said in ``blocks``.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from lwj_analysis.incidents import blocks, by_hand
from lwj_analysis.incidents.actors import Actors, by_incident, day
from lwj_analysis.incidents.blocks import NEAR_KM, WINDOW_DAYS, Group

FIGHTING = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
FAR_KM = 75  # further apart than this, two towns are two places
ENOUGH = 3.0  # the least score of a merge: same days, same town, and an actor or the same weapon
COUNTED = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|\d+) (?:\w+ )?\w+s\b", re.I
)
Likely = tuple[float, str, str]  # score and keys of two groups


@dataclass
class Merged:
    """Which incident each article's own group belongs to, and for each joined incident the reasons in words."""

    ids: dict[str, str]
    because: dict[str, str]


def merge(events: pd.DataFrame, casualties: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame) -> Merged:
    """Join the groups of different articles that tell of one incident; the id is that of the earliest event.

    ``events`` carry the article's own ``incident_id`` and the usual name of the place (``place_name``). The earliest event
    is the first by day, day of publication, article and place in the text.
    """
    known = Actors.of(actors)
    groups = groups_of(events, casualties, articles)
    return joined(groups, likely(groups, known), known)


def likely(groups: Iterable[Group], known: Actors) -> list[Likely]:
    """The pairs of groups that may be one incident: score and keys, the best first."""
    scored = ((_score(a, b, known), a.key, b.key) for a, b in blocks.pairs(groups))
    return sorted((p for p in scored if p[0] >= ENOUGH), key=best_first)


def best_first(pair: Likely) -> tuple:
    """For sorting: by score, then by keys."""
    return -pair[0], pair[1], pair[2]


def joined(groups: Iterable[Group], pairs: Iterable[Likely], known: Actors) -> Merged:
    """Join the likely pairs, the best first, where nothing of what is joined already contradicts."""
    by_key = {g.key: g for g in groups}
    cluster = {key: [key] for key in by_key}
    root = {key: key for key in by_key}
    reasons: dict[str, list[str]] = defaultdict(list)

    def unite(left: str, right: str, reason: str) -> None:
        reasons[left] += [*reasons.pop(right, []), reason]
        for key in cluster[right]:
            root[key] = left
        cluster[left] += cluster.pop(right)

    for mark, keys in by_hand.to_join({key: g.marks for key, g in by_key.items()}):
        for key in keys[1:]:
            if root[keys[0]] != root[key]:
                unite(*sorted((root[keys[0]], root[key])), f"by hand ({mark})")
    for _points, one, other in pairs:
        left, right = sorted((root[one], root[other]))
        if left == right or _clash(cluster[left], cluster[right], by_key, known):
            continue
        unite(left, right, _reason(by_key[one], by_key[other], known))
    names = {key: _earliest([by_key[k] for k in its]) for key, its in cluster.items()}
    ids = {key: names[root[key]] for key in root}
    return Merged(ids, {names[key]: "; ".join(sorted(said)) for key, said in reasons.items() if said})


def independent(marks: dict[str, set[str]], pairs: Iterable[Likely]) -> list[list[str]]:
    """Keys of groups that have to be joined together: connected by likely pairs or by marks of people (by key)."""
    links = [(one, other) for _, one, other in pairs]
    links += [(keys[0], key) for _, keys in by_hand.to_join(marks) for key in keys[1:]]
    return blocks.chains(dict.fromkeys(chain(marks, *links)), links)


def groups_of(events: pd.DataFrame, casualties: pd.DataFrame, articles: pd.DataFrame) -> list[Group]:
    """What each article tells as one incident, planned events aside; frames as of ``merge``."""
    published = articles.set_index("article_id")["published"].to_dict()
    told = events[~events["status"].isin(["planned"])]
    groups = []
    for key, its in sorted(by_incident(told).items()):
        group = Group(
            key, {e["article_id"] for e in its}, its, published=[published.get(e["article_id"], pd.NaT) for e in its]
        )
        group.marks = by_hand.marks_of(its)
        for event in its:
            if pd.notna(event["date_start"]) and pd.notna(event["date_end"]) and (event["date_prec"] or 9) <= 3:
                group.starts.append(event["date_start"])
                group.ends.append(event["date_end"])
            if pd.notna(event["place"]):
                group.places.append(event)
            for side in ("initiator", "target"):
                if pd.notna(event[f"{side}_id"]):
                    getattr(group, f"{side}s").add(event[f"{side}_id"])
            group.types.add(event["event_type"])
            if many := COUNTED.match(str(event["text"])):
                group.counted.add(many.group().casefold())
            if pd.notna(event["country"]):
                group.countries.add(event["country"])
        groups.append(group)
    by_key = {g.key: g for g in groups}
    counts = casualties[(casualties["outcome"] == "killed") & casualties["best"].notna()]
    for key, best in counts[["incident_id", "best"]].itertuples(index=False):
        if key in by_key and best > 1:
            by_key[key].killed.add(int(best))
    return groups


def _score(one: Group, other: Group, known: Actors) -> float:
    """How much speaks for one incident; 0 where something speaks against it."""
    if _contradict(one, other, known):
        return 0.0
    days = _days_match(one, other)
    place = _places_match(one.places, other.places)
    actors = sum(bool(_shared(getattr(one, s), getattr(other, s), known)) for s in ("initiators", "targets"))
    figures = bool(one.killed & other.killed) + 2 * bool(one.counted & other.counted)
    if days == 0 or (place == 0 and not (actors and figures)):
        return 0.0
    return days + place + 0.5 * actors + 0.5 * figures + 0.25 * bool(one.types & other.types)


def _reason(one: Group, other: Group, known: Actors) -> str:
    """What made two articles' tellings one, in words."""
    days = _days_match(one, other)
    said = ["days overlap" if days > 1 else f"told within {WINDOW_DAYS} days"]
    if place := _places_match(one.places, other.places):
        name = max((_same_place(a, b), str(a["place"])) for a in one.places for b in other.places)[1]
        said.append(f"same place ({name})" if place >= 1.5 else f"places within {NEAR_KM} km ({name})")
    for side in ("initiators", "targets"):
        if shared := _shared(getattr(one, side), getattr(other, side), known):
            said.append(f"same {side[:-1]} ({known.called(shared)})")
    if counted := one.counted & other.counted:
        said.append(f"same count of events ({min(counted)})")
    if figures := one.killed & other.killed:
        said.append(f"same number of killed ({max(figures)})")
    if types := one.types & other.types:
        said.append(f"same type ({min(types)})")
    return f"{min(one.articles)} and {min(other.articles)}: {', '.join(said)}"


def _clash(left: list[str], right: list[str], by_key: dict[str, Group], known: Actors) -> bool:
    marks = [set().union(*(by_key[key].marks for key in its)) for its in (left, right)]
    return by_hand.apart(*marks) or any(_contradict(by_key[a], by_key[b], known) for a in left for b in right)


def _contradict(one: Group, other: Group, known: Actors) -> bool:
    if one.articles & other.articles:
        return True
    if one.countries and other.countries and not one.countries & other.countries:
        return True
    if not (one.types & other.types) and not (one.types <= FIGHTING and other.types <= FIGHTING):
        return True
    if _days_match(one, other) < 0 or _places_match(one.places, other.places) < 0:
        return True
    sides = [(getattr(one, s), getattr(other, s)) for s in ("initiators", "targets")]
    crossed = _shared(one.initiators, other.targets, known) and _shared(one.targets, other.initiators, known)
    return not crossed and all(a and b and not _shared(a, b, known) for a, b in sides)


def _days_match(one: Group, other: Group) -> float:
    """1.5 where days overlap, 0.5 where one has none but was published soon after the other, 0 unknown, -1 apart."""
    if one.starts and other.starts:
        return 1.5 if min(one.starts) <= max(other.ends) and min(other.starts) <= max(one.ends) else -1.0
    dated, undated = (one, other) if one.starts else (other, one)
    days = [p for p in undated.published if pd.notna(p)]
    if dated.starts and days and 0 <= (min(days) - min(dated.starts)).days <= WINDOW_DAYS:
        return 0.5
    return 0.0


def _places_match(one: list[dict], other: list[dict]) -> float:
    """1.5 the same town, 0.5 a region of both, 0 one is not placed, -1 two different towns."""
    if not one or not other:
        return 0.0
    return max(_same_place(a, b) for a in one for b in other)


def _same_place(a: dict, b: dict) -> float:
    same_name = str(a["place_name"]).casefold() == str(b["place_name"]).casefold()
    exact = all(pd.notna(p["where_prec"]) and p["where_prec"] <= 2 for p in (a, b))
    if same_name:
        return 1.5 if a["where_prec"] != 6 else 0.0
    if not exact:
        return 0.0
    km = distance_km(a["latitude"], a["longitude"], b["latitude"], b["longitude"])
    if km is None:
        return -0.5
    return 1.0 if km <= NEAR_KM else -1.0 if km > FAR_KM else 0.0


def other_place(event: dict, head: dict) -> bool:
    """The event has a place of its own, away from the incident's."""
    return pd.notna(event["place"]) and pd.notna(head["place"]) and _same_place(event, head) < 0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float | None:
    """Great-circle distance (haversine, mean radius 6,371 km); ``None`` where a coordinate is missing."""
    if any(pd.isna(x) for x in (lat1, lon1, lat2, lon2)):
        return None
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(a))


def _shared(one: set[str], other: set[str], known: Actors) -> str | None:
    """An actor of the one that is the same as, or related to, an actor of the other."""
    return next((a for a in sorted(one) for b in sorted(other) if known.related(a, b)), None)


def _earliest(groups: list[Group]) -> str:
    def key(pair: tuple[dict, pd.Timestamp]) -> tuple:
        event, published = pair
        return day(event["date_start"]), day(published), event["article_id"], event["start"]

    return min(((e, p) for g in groups for e, p in zip(g.events, g.published, strict=True)), key=key)[0]["event_id"]
