"""Events of many articles -> incidents: what is the same, what it cost by whose figures, and how well it is established.

Merging (after methods of in-document and cross-document event coreference): two articles' groups of events are one
incident where their days overlap, their places agree, an actor is shared and nothing contradicts. Pairs are taken in the
order of their score, then their ids, so that the order of the articles does not matter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import pandas as pd

FIGHTING = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
NEAR_KM = 30  # one incident's place as two articles give it: the town, or the village beside it
FAR_KM = 75  # further apart than this, two towns are two places
WINDOW_DAYS = 14  # an undated telling belongs to an event of the two weeks before its publication at most
SIDES = ("initiator", "target", "civilian", "mixed", "unknown")
ENOUGH = 3.0  # the least score of a merge: same days, same town, and an actor or the same weapon


@dataclass
class Actors:
    """What is known of actors, for asking whether two are the same side."""

    parent: dict[str, str]
    country: dict[str, str]
    kind: dict[str, str]
    name: dict[str, str]

    @classmethod
    def of(cls, actors: pd.DataFrame) -> Actors:
        def known(column: str) -> dict[str, str]:
            pairs = actors.loc[actors[column].notna(), ["actor_id", column]]
            return dict(pairs.itertuples(index=False, name=None))

        return cls(known("parent_id"), known("country"), known("actor_type"), known("name"))

    def line(self, actor: str) -> list[str]:
        """The actor, its parent, the parent's parent."""
        seen = [actor]
        while (up := self.parent.get(seen[-1])) and up not in seen:
            seen.append(up)
        return seen

    def related(self, one: str | None, other: str | None) -> bool:
        """One actor, or one a part of the other, or both arms of one state."""
        if not one or not other:
            return False
        if one in self.line(other) or other in self.line(one):
            return True
        state = {"state_force", "government"}
        same_state = self.country.get(one) is not None and self.country.get(one) == self.country.get(other)
        return same_state and self.kind.get(one) in state and self.kind.get(other) in state


@dataclass
class Group:
    """The events that one article tells as one incident, and later those of several articles."""

    key: str
    articles: set[str]
    events: list[dict]
    starts: list[pd.Timestamp] = field(default_factory=list)
    ends: list[pd.Timestamp] = field(default_factory=list)
    places: list[dict] = field(default_factory=list)
    initiators: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    published: list[pd.Timestamp] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)


def merge(
    events: pd.DataFrame, casualties: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame
) -> dict[str, str]:
    """Which incident each article's own group of events belongs to: old ``incident_id`` -> new ``incident_id``.

    The new id is that of the earliest event (by day, day of publication, article, place in the text).
    """
    known = Actors.of(actors)
    groups = _groups(events, casualties, articles)
    parent = {g.key: g.key for g in groups}
    members = {g.key: [g] for g in groups}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    pairs = ((_score(a, b, known), a.key, b.key) for a, b in _candidates(groups))
    for _points, one, other in sorted((p for p in pairs if p[0] >= ENOUGH), key=lambda p: (-p[0], p[1], p[2])):
        left, right = root(one), root(other)
        if left == right or any(_contradict(a, b, known) for a in members[left] for b in members[right]):
            continue
        keep, drop = sorted((left, right))
        parent[drop] = keep
        members[keep] += members.pop(drop)
    return {g.key: _earliest(all_of) for all_of in members.values() for g in all_of}


def incident_rows(
    events: pd.DataFrame, casualties: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame
) -> Iterator[dict]:
    """One row an incident; ``events``, ``casualties`` and ``claims`` carry the merged ``incident_id``,
    and ``events`` the usual name of the place (``place_name``).

    Articles with ``duplicate_of`` add nothing to totals.
    """
    known = Actors.of(actors)
    articles = articles[articles["duplicate_of"].isna()]
    info = articles.set_index("article_id")[["published", "publisher"]].to_dict("index")
    told = {
        key: _records(df[df["article_id"].isin(info)]) for key, df in (("e", events), ("c", casualties), ("s", claims))
    }
    for incident_id, its_events in sorted(told["e"].items()):
        its_events.sort(key=lambda e: _order(e, info))
        rows, said = told["c"].get(incident_id, []), told["s"].get(incident_id, [])
        yield _incident_row(incident_id, its_events, rows, said, info, known)


def sides(events: pd.DataFrame, casualties: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """``victim_side`` of each casualty, with the unknown ones filled from the parties of the merged incident."""
    known = Actors.of(actors)
    parties = {key: _parties(its) for key, its in _records(events).items()}
    filled = [
        row.victim_side if row.victim_side != "unknown" else _side_by_party(row, parties.get(row.incident_id), known)
        for row in casualties.itertuples()
    ]
    return pd.Series(filled, index=casualties.index, dtype=casualties["victim_side"].dtype)


def _side_by_party(row: Any, parties: dict | None, known: Actors) -> str:
    if parties is None:
        return "unknown"
    for side in ("target", "initiator"):
        if pd.notna(row.victim_id) and known.related(row.victim_id, parties[side]):
            return side
    classes = {"state": {"state_force", "government"}, "armed_group": {"armed_group"}, "peacekeeper": {"igo"}}
    kinds = classes.get(row.victim_class, set())
    fits = [side for side in ("target", "initiator") if known.kind.get(parties[side] or "") in kinds]
    return fits[0] if len(fits) == 1 else "unknown"


def _parties(events: list[dict]) -> dict[str, str | None]:
    """Initiator and target that most events of the incident name; nobody is both."""
    counts = {
        side: Counter(e[f"{side}_id"] for e in events if pd.notna(e[f"{side}_id"])) for side in ("initiator", "target")
    }
    initiator = next(iter(dict(counts["initiator"].most_common())), None)
    target = next((t for t, _ in counts["target"].most_common() if t != initiator), None)
    return {"initiator": initiator, "target": target}


def _incident_row(
    incident_id: str, events: list[dict], rows: list[dict], claims: list[dict], info: dict, known: Actors
) -> dict:
    head = _head(events, rows)
    parties = _parties(events)
    placed = pd.notna(head["place"])
    where = head if placed else min(events, key=lambda e: e["where_prec"] if pd.notna(e["where_prec"]) else 9)
    days = [(e["date_start"], e["date_end"]) for e in events if pd.notna(e["date_start"]) and pd.notna(e["date_end"])]
    start, end = (min(d[0] for d in days), max(d[1] for d in days)) if days else (None, None)
    counted = [r | info[r["article_id"]] for r in rows if r["counting"] == "count" and r["stance"] != "denies"]
    origins = _origins(counted, claims, info, known)
    grade, reason = _grade(events, counted, claims, origins, parties, known)
    return {
        "incident_id": incident_id,
        "title": _title(head, where, start),
        "date_start": start,
        "date_end": end,
        "date_prec": min((e["date_prec"] for e in events if pd.notna(e["date_prec"])), default=None),
        **{column: where[column] for column in ("place", "country", "latitude", "longitude")},
        **{column: head[column] for column in ("event_type", "sub_event_type")},
        "initiator_id": parties["initiator"],
        "target_id": parties["target"],
        "n_articles": len({e["article_id"] for e in events}),
        "n_sources": len(_sources(counted, claims, events, info, known)),
        "n_origins": len(origins),
        **_totals(counted, events, head, parties, known),
        "agreement": _agreement(counted, rows, claims, known),
        "grade": grade,
        "grade_reason": reason,
    }


# --- what is the same -------------------------------------------------------------------------------------------------


def _groups(events: pd.DataFrame, casualties: pd.DataFrame, articles: pd.DataFrame) -> list[Group]:
    published = articles.set_index("article_id")["published"].to_dict()
    told = events[~events["status"].isin(["planned"])]
    groups = []
    for key, its in sorted(_records(told).items()):
        group = Group(
            key, {e["article_id"] for e in its}, its, published=[published.get(e["article_id"], pd.NaT) for e in its]
        )
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
            if pd.notna(event["country"]):
                group.countries.add(event["country"])
        groups.append(group)
    by_key = {g.key: g for g in groups}
    counts = casualties[(casualties["outcome"] == "killed") & casualties["best"].notna()]
    for key, best in counts[["incident_id", "best"]].itertuples(index=False):
        if key in by_key and best > 1:
            by_key[key].killed.add(int(best))
    return groups


def _candidates(groups: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups of different articles that share a country or, where one has none, a day."""
    blocks: dict[object, list[Group]] = defaultdict(list)
    for group in groups:
        for country in group.countries or {None}:
            blocks[country].append(group)
    seen = set()
    for block in blocks.values():
        for one, other in combinations(block, 2):
            pair = (one.key, other.key)
            if pair not in seen and not one.articles & other.articles:
                seen.add(pair)
                yield one, other


def _score(one: Group, other: Group, known: Actors) -> float:
    """How much speaks for one incident; 0 where something speaks against it."""
    if _contradict(one, other, known):
        return 0.0
    days = _days_match(one, other)
    place = _places_match(one.places, other.places)
    actors = sum(bool(_shared(getattr(one, s), getattr(other, s), known)) for s in ("initiators", "targets"))
    figures = bool(one.killed & other.killed)
    if days == 0 or (place == 0 and not (actors and figures)):
        return 0.0
    return days + place + 0.5 * actors + 0.5 * figures + 0.25 * bool(one.types & other.types)


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
    return all(a and b and not _shared(a, b, known) for a, b in sides)


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
    best = max(_same_place(a, b) for a in one for b in other)
    return best


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


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float | None:
    """Great-circle distance (haversine, mean radius 6,371 km); ``None`` where a coordinate is missing."""
    if any(pd.isna(x) for x in (lat1, lon1, lat2, lon2)):
        return None
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(a))


def _shared(one: set[str], other: set[str], known: Actors) -> bool:
    return any(known.related(a, b) for a in one for b in other)


def _earliest(groups: list[Group]) -> str:
    def key(pair: tuple[Group, dict, pd.Timestamp]) -> tuple:
        _group, event, published = pair
        return _day(event["date_start"]), _day(published), event["article_id"], event["start"]

    pairs = [(g, e, p) for g in groups for e, p in zip(g.events, g.published, strict=True)]
    return min(pairs, key=key)[1]["event_id"]


# --- what it cost, by whose figures -----------------------------------------------------------------------------------


def _totals(rows: list[dict], events: list[dict], head: dict, parties: dict[str, str | None], known: Actors) -> dict:
    """``killed_*`` and ``wounded_*`` of rule 5: sides summed, and whose figures the preferred ones are."""
    out: dict = {}
    speakers: list[str] = []
    scenes = _scenes(events, head)

    def by_side(of_outcome: list[dict]) -> dict[str, dict]:
        found = {}
        for side in SIDES:
            of_side = [r for r in of_outcome if r["victim_side"] == side]
            if of_side:
                found[side] = _side_total(of_side, scenes, side, parties, known)
        return found

    for outcome in ("killed", "wounded"):
        of_outcome = [r for r in rows if r["outcome"] == outcome]
        sided = by_side([r for r in of_outcome if r["victim_side"] not in ("unknown", "mixed")])
        folded, wholes = _folded(of_outcome, sided)
        totals = by_side(folded)
        out |= {
            f"{outcome}_{bound}": _sum(bound, [t[bound] for t in totals.values()]) for bound in ("low", "best", "high")
        }
        _widen(out, outcome, wholes)
        if outcome == "killed":
            for side in ("initiator", "target", "civilian", "unknown"):
                parts = [totals[s]["best"] for s in ((side, "mixed") if side == "unknown" else (side,)) if s in totals]
                out[f"killed_{side}_best"] = _sum("best", parts)
            speakers = [name for t in totals.values() if t["best"] is not None for name in t["speakers"]]
    out["killed_best_source"] = "; ".join(dict.fromkeys(speakers)) or None
    return out


def _folded(rows: list[dict], sided: dict[str, dict]) -> tuple[list[dict], list[dict]]:
    """Where a figure without a side belongs: rows with their sides, and figures for all sides together.

    "190 people died in the raid" speaks of the same victims as the others' figures for a side, and is not added to them. It
    goes to the side attacked where anybody counts that side, else to the civilians. Where several sides are counted, a
    figure no smaller than all of them together stands for the whole, as does one that its claimant divides between sides
    ("mixed"): it widens the bounds of the total and no more. Where
    one claimant gives both in one sentence, they are different people: added, unless others count the sides in their own way.
    """
    goal = next((s for s in ("target", "civilian") if s in sided), None)
    together = sum(t["best"] or 0 for t in sided.values())
    beside = {(r["article_id"], r["sentence_id"], _claimant(r)) for r in rows if r["victim_side"] != "unknown"}
    counting_goal = {_claimant(r) for r in rows if r["victim_side"] == goal}
    kept, wholes = [], []
    for row in rows:
        apart = (row["article_id"], row["sentence_id"], _claimant(row)) in beside
        number = next((int(row[b]) for b in ("best", "low", "high") if pd.notna(row[b])), 0)
        if row["victim_side"] == "mixed" and sided:
            wholes.append(row)
        elif row["victim_side"] != "unknown" or goal is None:
            kept.append(row)
        elif apart:
            if counting_goal <= {_claimant(row)}:
                kept.append(row)
        elif len(sided) > 1 and number >= together > 0:
            wholes.append(row)
        else:
            kept.append(row | {"victim_side": goal})
    return kept, wholes


def _widen(out: dict, outcome: str, wholes: list[dict]) -> None:
    """Figures for all sides together widen the bounds of the sum of the sides."""
    lows = [out[f"{outcome}_low"], *(r["low"] for r in wholes)]
    highs = [out[f"{outcome}_high"], *(r["high"] for r in wholes)]
    if wholes:
        out[f"{outcome}_low"] = min((int(v) for v in lows if v is not None and pd.notna(v)), default=None)
        open_end = any(v is None or pd.isna(v) for v in highs)
        out[f"{outcome}_high"] = None if open_end else max(int(v) for v in highs)


def _scenes(events: list[dict], head: dict) -> dict[str, str]:
    """Event id -> the scene it belongs to, over all articles; scenes add up.

    Another article's event is not another event: all those at the incident's place and day are one scene, in which a
    claimant's figures for several events of one article add up. Another town or another day is a scene of its own.
    """
    found: dict[str, str] = {}
    for event in events:
        own_place = _same_place(event, head) < 0 if pd.notna(event["place"]) and pd.notna(head["place"]) else False
        own_day = _dated(event) and _dated(head) and not _overlap(event, head)
        day = f"{event['date_start']:%Y-%m-%d}" if own_day else ""
        found[event["event_id"]] = f"{str(event['place_name']).casefold() if own_place else ''}|{day}"
    return found


def _dated(event: dict) -> bool:
    return pd.notna(event["date_start"]) and pd.notna(event["date_end"])


def _overlap(one: dict, other: dict) -> bool:
    return one["date_start"] <= other["date_end"] and other["date_start"] <= one["date_end"]


def _side_total(rows: list[dict], scenes: dict[str, str], side: str, parties: dict, known: Actors) -> dict:
    """Figures of one outcome and side: the scenes add up; who gives one figure for several stands for their sum."""
    whole = [r for r in rows if pd.isna(r["event_id"])]
    apart: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if pd.notna(row["event_id"]):
            apart[scenes.get(row["event_id"], "|")].append(row)
    sums = [_over_claimants(its, side, parties, known) for _, its in sorted(apart.items())]
    figures = [_claimant_figure(its, side, parties, known) for its in _by_claimant(whole, known).values()]
    if sums:
        figures.append(
            {bound: _sum(bound, [s[bound] for s in sums]) for bound in ("low", "best", "high")}
            | {
                "tier": max(s["tier"] for s in sums),
                "newest": max(s["newest"] for s in sums),
                "speakers": [name for s in sums for name in s["speakers"]],
            }
        )
    return _choose(figures)


def _over_claimants(rows: list[dict], side: str, parties: dict, known: Actors) -> dict:
    return _choose([_claimant_figure(its, side, parties, known) for its in _by_claimant(rows, known).values()])


def _by_claimant(rows: list[dict], known: Actors) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        found[_claimant(row, known)].append(row)
    return dict(sorted(found.items()))


def _claimant(row: dict, known: Actors | None = None) -> str:
    """Who says it: the actor (for a group's or state's own person that actor), the publisher, or the words."""
    if pd.notna(row["source_id"]):
        person = known is not None and known.kind.get(row["source_id"]) == "person"
        return known.parent.get(row["source_id"], row["source_id"]) if person else row["source_id"]
    if row["source_type"] == "outlet":
        return f"outlet:{row['publisher']}"
    return str(row["source_text"]).casefold()


def _claimant_figure(rows: list[dict], side: str, parties: dict, known: Actors) -> dict:
    """One claimant on one scene: counts of different victims add up, of the same victims the newest stands.

    Different victims are told in one sentence ("six officers and 56 soldiers"), of different events of one article, or as
    further ones; any other later figure is a newer count of the same. A single person told below a larger figure is one of
    those, and two single people of different nouns ("a guard", "the driver") are two.
    """
    current: list[dict] = []
    for row in sorted(rows, key=lambda r: (_day(r["published"]), r["article_id"], r["start"])):
        if not current or current[-1]["article_id"] != row["article_id"]:
            current = [row]
        elif row["sentence_id"] == current[-1]["sentence_id"] or _is_further(row) or _other_victims(current, row):
            current.append(row)
        elif row["best"] == 1 and (before := [r for r in current if r["event_id"] == row["event_id"]]):
            if all(r["best"] == 1 and _noun(r) != _noun(row) for r in before):
                current.append(row)
        else:
            current = [r for r in current if r["event_id"] != row["event_id"]] + [row]
    return {bound: _sum(bound, [r[bound] for r in current]) for bound in ("low", "best", "high")} | {
        "tier": _tier(current[-1], side, parties, known),
        "newest": _day(current[-1]["published"]),
        "speakers": [_speaker(current[-1], known)],
    }


def _is_further(row: dict) -> bool:
    first = str(row["victim_text"]).casefold().split(" ")[0]
    return first in ("another", "further", "additional")


def _noun(row: dict) -> str:
    return str(row["victim_text"]).casefold().split(" ")[-1]


def _other_victims(current: list[dict], row: dict) -> bool:
    """Other people than before: another actor's or of another class, where both are known and of one article."""
    ids = {r["victim_id"] for r in current if pd.notna(r["victim_id"])}
    classes = {r["victim_class"] for r in current} - {"unknown", "mixed"}
    other_actor = pd.notna(row["victim_id"]) and bool(ids) and row["victim_id"] not in ids
    other_class = row["victim_class"] not in classes | {"unknown", "mixed"} and bool(classes)
    return row["article_id"] == current[-1]["article_id"] and (other_actor or other_class)


def _tier(row: dict, side: str, parties: dict, known: Actors) -> int:
    """0 third parties and the outlet, 1 the side that lost the people, 2 the side that inflicted the loss."""
    kinds = {
        "militant": {"armed_group"},
        "military": {"state_force", "igo"},
        "government": {"government", "state_force"},
    }

    def speaks_for(party: str) -> bool:
        actor = parties.get(party)
        if not actor:
            return False
        if pd.notna(row["source_id"]):
            return known.related(row["source_id"], actor)
        return known.kind.get(actor) in kinds.get(row["source_type"], ())

    loser = {"initiator": "initiator", "target": "target"}.get(side)
    if loser and speaks_for(loser):
        return 1
    return 2 if any(speaks_for(p) for p in ("initiator", "target") if p != loser) else 0


def _choose(figures: list[dict]) -> dict:
    """Several claimants on the same victims: the widest bounds, and the preferred figure of the first tier that speaks."""
    lows = [f["low"] for f in figures if f["low"] is not None]
    highs = [f["high"] for f in figures]
    spoken = [f for f in figures if f["best"] is not None]
    chosen = min(spoken, key=lambda f: (f["tier"], -f["newest"].value, f["best"])) if spoken else None
    return {
        "low": min(lows, default=None),
        "best": chosen["best"] if chosen else None,
        "high": None if any(h is None for h in highs) else max(highs, default=None),
        "tier": chosen["tier"] if chosen else max((f["tier"] for f in figures), default=0),
        "newest": max(f["newest"] for f in figures),
        "speakers": chosen["speakers"] if chosen else [],
    }


def _sum(bound: str, values: list) -> int | None:
    """Add bounds: an open high opens the sum; where nobody gives a low or best, nothing is added."""
    values = [None if v is None or pd.isna(v) else int(v) for v in values]
    if bound == "high" and any(v is None for v in values):
        return None
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _speaker(row: dict, known: Actors) -> str:
    if pd.notna(row["source_id"]):
        return known.name.get(row["source_id"], row["source_id"])
    if row["source_type"] == "outlet":
        return row["publisher"] if isinstance(row["publisher"], str) else "the article"
    return str(row["source_text"])


# --- how well it is established ---------------------------------------------------------------------------------------


def _origins(rows: list[dict], claims: list[dict], info: dict, known: Actors) -> set[str]:
    """Innermost claimants; the outlet where it counts itself, or where nobody else speaks."""
    found = {_claimant(r, known) for r in rows}
    found |= {_claimant(c | info[c["article_id"]], known) for c in claims if c["source_type"] != "outlet"}
    return found or {"outlet"}


def _sources(rows: list[dict], claims: list[dict], events: list[dict], info: dict, known: Actors) -> set[str]:
    """All who are cited or publish: claimants, relayers, publishers."""
    found = _origins(rows, claims, info, known) - {"outlet"}
    found |= {
        c["via_id"] if pd.notna(c["via_id"]) else str(c["via_text"]).casefold()
        for c in claims
        if pd.notna(c["via_text"])
    }
    publishers = {info[e["article_id"]]["publisher"] or e["article_id"] for e in events}
    return {k for k in found if not k.startswith("outlet:")} | {f"outlet:{p}" for p in publishers}


def _agreement(counted: list[dict], rows: list[dict], claims: list[dict], known: Actors) -> str | None:
    killed = [r for r in counted if r["outcome"] == "killed" and not (pd.isna(r["low"]) and pd.isna(r["high"]))]
    by_side: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in killed:
        low = row["low"] if pd.notna(row["low"]) else 0
        by_side[row["victim_side"]][_claimant(row, known)] = (low, row["high"] if pd.notna(row["high"]) else math.inf)
    apart = any(a[0] > b[1] or b[0] > a[1] for ranges in by_side.values() for a, b in combinations(ranges.values(), 2))
    said = any(c["stance"] == "disputes" for c in claims) or any(r["stance"] in ("denies", "disputes") for r in rows)
    if apart or (killed and said):
        return "differ"
    origins = {_claimant(r, known) for r in killed}
    return None if not origins else "single" if len(origins) == 1 else "agree"


def _grade(
    events: list[dict], rows: list[dict], claims: list[dict], origins: set[str], parties: dict, known: Actors
) -> tuple[str, str]:
    """The first rule that holds: contested, confirmed, fair, weak; with the reason in words."""

    def name(actor: str) -> str:
        return known.name.get(actor, actor)

    owners = _responsible(events, claims)
    rivals = next(((a, b) for a, b in combinations(sorted(owners), 2) if not known.related(a, b)), None)
    if rivals:
        return "contested", f"responsibility is given to {name(rivals[0])} and to {name(rivals[1])}"
    deniers = sorted({c["source_text"] for c in claims if c["stance"] == "denies" and _is_deed(c, parties, known)})
    if any(e["status"] == "denied" for e in events) or deniers:
        return "contested", f"denied by {deniers[0]}" if deniers else "denied by the one named"
    speakers = [
        c
        for c in (*claims, *rows)
        if c["stance"] not in ("denies", "disputes") and c["source_type"] not in ("outlet", "unknown")
    ]
    roles = {_role(c, parties, known): str(c["source_text"]) for c in speakers}
    if {"initiator", "target"} <= set(roles):
        return "confirmed", f"told by both sides: {roles['initiator']} and {roles['target']}"
    party = next((p for p in ("initiator", "target") if p in roles), None)
    if party and "third" in roles:
        return "confirmed", f"told by a party ({roles[party]}) and a third ({roles['third']})"
    if len(origins) >= 2:
        return "fair", f"{len(origins)} origins"
    return "weak", "one origin"


def _responsible(events: list[dict], claims: list[dict]) -> set[str]:
    """Who claims it, and who is blamed for it by somebody."""
    claimed = {e["claimed_by_id"] for e in events if pd.notna(e["claimed_by_id"])}
    blamed = {
        c["about_id"]
        for c in claims
        if c["stance"] == "alleges" and pd.notna(c["about_id"]) and pd.notna(c["event_id"])
    }
    return claimed | blamed


def _is_deed(claim: dict, parties: dict, known: Actors) -> bool:
    """The one named as initiator denies; a denied figure does not make the deed contested."""
    return pd.notna(claim["event_id"]) and known.related(
        claim["source_id"] if pd.notna(claim["source_id"]) else None, parties["initiator"]
    )


def _role(row: dict, parties: dict, known: Actors) -> str:
    for party in ("initiator", "target"):
        actor = parties.get(party)
        if actor and pd.notna(row["source_id"]) and known.related(row["source_id"], actor):
            return party
    if pd.isna(row["source_id"]) and row["source_type"] in ("military", "government", "militant"):
        kind = "armed_group" if row["source_type"] == "militant" else "state_force"
        return next((p for p in ("initiator", "target") if known.kind.get(parties.get(p) or "") == kind), "third")
    return "third"


# --- small things -----------------------------------------------------------------------------------------------------


def _records(df: pd.DataFrame) -> dict[str, list[dict]]:
    """Rows by incident, in their order."""
    found: dict[str, list[dict]] = defaultdict(list)
    for row in df[df["incident_id"].notna()].to_dict("records"):
        found[row["incident_id"]].append(row)
    return dict(found)


def _head(events: list[dict], rows: list[dict]) -> dict:
    """The event that names the incident: an attack or clash before what came of it, then the most dead, then the first."""
    dead: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["outcome"] == "killed" and pd.notna(row["best"]) and row["counting"] == "count":
            dead[row["event_id"]] = max(dead[row["event_id"]], int(row["best"]))

    def rank(event: dict) -> tuple:
        aside = event["event_type"] not in FIGHTING or event["sub_event_type"] == "Abduction/forced disappearance"
        return aside, -dead[event["event_id"]], pd.isna(event["initiator_id"]), events.index(event)

    return min(events, key=rank)


def _title(head: dict, where: dict, start: object) -> str:
    place = f" at {where['place']}" if pd.notna(where["place"]) else ""
    day = f", {pd.Timestamp(start):%Y-%m-%d}" if start is not None else ", undated"
    return f"{head['sub_event_type']}{place}{day}"


def _order(event: dict, info: dict) -> tuple:
    return _day(event["date_start"]), _day(info[event["article_id"]]["published"]), event["article_id"], event["start"]


def _day(value: object) -> pd.Timestamp:
    """A day to sort by; what is undated comes last."""
    return pd.Timestamp.max if value is None or pd.isna(value) else pd.Timestamp(value)
