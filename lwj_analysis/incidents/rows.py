"""One row an incident: its head, parties, days, totals, agreement and grade; and what a merge fills in other frames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lwj_analysis.incidents.actors import STATE, Actors, by_incident, claimant, day, parties_of
from lwj_analysis.incidents.grades import Account, agreement, grade, origins_of, sources_of
from lwj_analysis.incidents.merging import FIGHTING
from lwj_analysis.incidents.totals import accounts, totals

OTHER_SIDE = {"initiator": "target", "target": "initiator"}
FOES = {"state": {"armed_group"}, "peacekeeper": {"armed_group"}, "armed_group": STATE | {"igo"}}
KINDS = {"state": STATE, "armed_group": {"armed_group"}, "peacekeeper": {"igo"}}
CIVILIANS = re.compile(r"\b(?:civilian|non-?combatant|villager|resident)s?\b", re.IGNORECASE)
NOT_COUNTED = {
    "repeat": "the same figure again",
    "subset": "part of another row's number",
    "cumulative": "reaches beyond this incident",
}


def incident_rows(
    events: pd.DataFrame,
    casualties: pd.DataFrame,
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    because: dict[str, str],
) -> tuple[list[dict], pd.Series]:
    """Rows of ``incidents``, and for each row of ``casualties`` why no total adds it (NA where one does).

    ``events``, ``casualties`` and ``claims`` carry the merged ``incident_id``, and ``events`` the usual name of the place
    (``place_name``); ``because`` has the reasons of merges by incident. Articles with ``duplicate_of`` add nothing.
    """
    copies = articles.set_index("article_id")["duplicate_of"].dropna().to_dict()
    rows, left_out = [], {}
    for told in stories(events, casualties, claims, articles, actors):
        row, not_added = _incident_row(told)
        rows.append(row | {"merged_because": because.get(told.incident_id)})
        for whole, parts in told.divided().items():
            left_out |= {part["casualty_id"]: None for part in parts} | {
                whole: "its parts stand for it, each on its side"
            }
        left_out |= not_added
    reasons = [
        left_out[row.casualty_id] if row.casualty_id in left_out else _not_counted(row, copies)
        for row in casualties.itertuples()
    ]
    return rows, pd.Series(reasons, index=casualties.index, dtype=object)


def account_rows(
    events: pd.DataFrame, casualties: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame
) -> list[dict]:
    """What each claimant says of each incident: the figures of ``totals.accounts`` with ``incident_id``; frames as above."""
    found = []
    for told in stories(events, casualties, claims, articles, actors):
        figures = accounts(told.counted(), told.events, _head(told.events, told.rows), told.parties(), told.known)
        found += [{"incident_id": told.incident_id} | figure for figure in figures]
    return found


@dataclass
class Story:
    """All that is told of one incident, as dictionaries; ``info`` is day and publisher by article."""

    incident_id: str
    events: list[dict]
    rows: list[dict]
    claims: list[dict]
    info: dict
    known: Actors

    def counted(self) -> list[dict]:
        """The statements that may enter totals, with day and publisher: counts, and for those of several sides their parts."""
        divided = self.divided()
        rows = [r for r in self.rows if r["counting"] == "count" and r["stance"] != "denies"]
        rows = [part for r in rows for part in divided.get(r["casualty_id"], [r])]
        parties, deniers = self.parties(), self.deniers()
        return [
            r
            | self.info[r["article_id"]]
            | {"victim_side": _side_in_incident(r, parties, self.known)}
            | {"instead": self._claimant(r) in deniers and r["victim_class"] != "civilian"}
            for r in rows
        ]

    def deniers(self) -> set[str]:
        """Who denies that civilians were hit: the fighters whom they count are another version of who the dead were."""
        denied = [r for r in self.rows if r["stance"] == "denies" and r["victim_class"] == "civilian"]
        denied += [c for c in self.claims if c["stance"] == "denies" and CIVILIANS.search(str(c["text"]))]
        return {self._claimant(r) for r in denied}

    def _claimant(self, row: dict) -> str:
        return claimant(row | self.info[row["article_id"]], self.known)

    def divided(self) -> dict[str, list[dict]]:
        """Counts of several sides, by id, that the text divides without a rest into numbers of one side each: their parts."""
        parts: dict[str, list[dict]] = defaultdict(list)
        for row in self.rows:
            if row["counting"] == "subset" and pd.notna(row["of_id"]):
                parts[row["of_id"]].append(row)
        found = {}
        for row in self.rows:
            its = parts.get(row["casualty_id"], [])
            whole = row["counting"] == "count" and row["victim_side"] == "mixed" and row["stance"] != "denies"
            sided = all(p["victim_side"] not in ("mixed", "unknown") and pd.notna(p["best"]) for p in its)
            if whole and its and sided and sum(p["best"] for p in its) == row["best"]:
                found[row["casualty_id"]] = its
        return found

    def parties(self) -> dict[str, str | None]:
        return parties_of(self.events)


def stories(
    events: pd.DataFrame, casualties: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame
) -> Iterator[Story]:
    """Each incident with its events in order; near copies of articles are left out."""
    known = Actors.of(actors)
    articles = articles[articles["duplicate_of"].isna()]
    info = articles.set_index("article_id")[["published", "publisher"]].to_dict("index")
    told = {
        key: by_incident(df[df["article_id"].isin(info)])
        for key, df in (("e", events), ("c", casualties), ("s", claims))
    }
    for incident_id, its_events in sorted(told["e"].items()):
        its_events.sort(key=lambda e: _order(e, info))
        yield Story(
            incident_id, its_events, told["c"].get(incident_id, []), told["s"].get(incident_id, []), info, known
        )


def with_place_names(events: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Events with the usual name of their place, by which different spellings are one."""
    names = dict(zip(places["place_mention_id"], places["name"], strict=True))
    usual = [names.get(key, said) for key, said in zip(events["place_mention_id"], events["place"], strict=True)]
    return events.assign(place_name=pd.Series(usual, index=events.index, dtype=object))


def sides(events: pd.DataFrame, casualties: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """``victim_side`` of each casualty, with the unknown ones filled from the parties of the merged incident."""
    known = Actors.of(actors)
    parties = {key: parties_of(its) for key, its in by_incident(events).items()}
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
    kinds = KINDS.get(row.victim_class, set())
    # members of a group that has nothing to do with the initiator are not on its side
    sides = ("target", "initiator") if pd.isna(row.victim_id) else ("target",)
    fits = [side for side in sides if known.kind.get(parties[side] or "") in kinds]
    if len(fits) == 1:
        return fits[0]
    attacked = known.kind.get(parties["initiator"] or "") in FOES.get(row.victim_class, ()) and pd.isna(row.victim_id)
    return "target" if attacked and not fits else "unknown"


def _side_in_incident(row: dict, parties: dict[str, str | None], known: Actors) -> str:
    """The side of the incident: who died in an air strike on the attackers is its target and the incident's initiator."""
    if row["victim_side"] in ("civilian", "mixed"):
        return row["victim_side"]
    if pd.isna(row["victim_id"]):
        return _side_of_class(row, parties, known) or row["victim_side"]
    of = [side for side in ("initiator", "target") if known.related(row["victim_id"], parties[side])]
    return of[0] if len(of) == 1 else row["victim_side"]


def _side_of_class(row: dict, parties: dict[str, str | None], known: Actors) -> str | None:
    """The other side, where theirs is the enemy's in the incident as a whole: "six terrorists" were none of the army's."""
    if row["victim_side"] not in OTHER_SIDE:
        return None
    foes, other = FOES.get(row["victim_class"], ()), OTHER_SIDE[row["victim_side"]]
    kinds = {side: known.kind.get(parties[side] or "") for side in (row["victim_side"], other)}
    return other if kinds[row["victim_side"]] in foes and kinds[other] not in foes else None


def _not_counted(row: Any, copies: dict[str, str]) -> str | None:
    """Why a row that is no ``count`` of an incident enters no total."""
    if row.article_id in copies:
        return f"stands in a near copy of {copies[row.article_id]}"
    if row.counting != "count":
        return NOT_COUNTED[row.counting] + (f" ({row.of_id})" if pd.notna(row.of_id) else "")
    if row.stance == "denies":
        return "the source denies this figure"
    return "belongs to no incident that happened" if pd.isna(row.incident_id) else None


def _incident_row(told: Story) -> tuple[dict, dict[str, str]]:
    events, rows, claims, info, known = told.events, told.rows, told.claims, told.info, told.known
    head = _head(events, rows)
    parties = told.parties()
    placed = pd.notna(head["place"])
    where = head if placed else min(events, key=lambda e: e["where_prec"] if pd.notna(e["where_prec"]) else 9)
    days = [(e["date_start"], e["date_end"]) for e in events if pd.notna(e["date_start"]) and pd.notna(e["date_end"])]
    start, end = (min(d[0] for d in days), max(d[1] for d in days)) if days else (None, None)
    counted = told.counted()
    origins = origins_of(counted, claims, info, known)
    cost = totals(counted, events, head, parties, known)
    graded, reason = grade(Account(events, counted, claims, origins, parties, known))
    row = {
        "incident_id": told.incident_id,
        "title": _title(head, where, start),
        "date_start": start,
        "date_end": end,
        "date_prec": min((e["date_prec"] for e in events if pd.notna(e["date_prec"])), default=None),
        **{column: where[column] for column in ("place", "country", "latitude", "longitude")},
        **{column: head[column] for column in ("event_type", "sub_event_type")},
        "initiator_id": parties["initiator"],
        "target_id": parties["target"],
        "n_articles": len({e["article_id"] for e in events}),
        "n_sources": len(sources_of(counted, claims, events, info, known)),
        "n_origins": len(origins),
        **cost.columns,
        "agreement": agreement(counted, rows, claims, cost.differ, known),
        "grade": graded,
        "grade_reason": reason,
    }
    return row, cost.left_out


def _head(events: list[dict], rows: list[dict]) -> dict:
    """The event that names the incident: no aftermath, then one whose doer is told, with the most dead, the first."""
    dead: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["outcome"] == "killed" and pd.notna(row["best"]) and row["counting"] == "count":
            dead[row["event_id"]] = max(dead[row["event_id"]], int(row["best"]))

    def rank(event: dict) -> tuple:
        aside = event["event_type"] not in FIGHTING or event["sub_event_type"] == "Abduction/forced disappearance"
        nobody = pd.isna(event["initiator_id"]) and pd.isna(event["initiator_text"])
        return aside, nobody, -dead[event["event_id"]], pd.isna(event["initiator_id"]), events.index(event)

    return min(events, key=rank)


def _title(head: dict, where: dict, start: object) -> str:
    place = f" at {where['place']}" if pd.notna(where["place"]) else ""
    on = f", {pd.Timestamp(start):%Y-%m-%d}" if start is not None else ", undated"
    return f"{head['sub_event_type']}{place}{on}"


def _order(event: dict, info: dict) -> tuple:
    return day(event["date_start"]), day(info[event["article_id"]]["published"]), event["article_id"], event["start"]
