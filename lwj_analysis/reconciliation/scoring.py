"""How much speaks for one of our incidents and one of their rows being the same, in points and in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lwj_analysis.exports import countries
from lwj_analysis.exports.told import Told
from lwj_analysis.reconciliation import names

FIGHTING = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
WEIGHTS = {"day": 0.3, "place": 0.3, "actors": 0.25, "killed": 0.1, "type": 0.05}
ENOUGH = 0.5  # the least score of a match
HERE = 0.8  # points of a place that is the same, or some 20 km away at most
WIDE = 0.5  # points of days that overlap only because more than a week is possible
ONE_ACTOR = 0.6  # points where one of our actors is one of theirs


@dataclass(frozen=True)
class Pair:
    """One of ours and one of theirs that may be the same, with what speaks for it."""

    ours: int
    their: int
    score: float
    reasons: str
    days_apart: int | None
    km: float | None
    same_actors: tuple[str, ...]
    actors_differ: bool


@dataclass(frozen=True)
class Actors:
    """Which actors are the same: points, names, whether one of either side is left over."""

    points: float
    same: tuple[str, ...]
    differ: bool

    def in_words(self) -> str:
        """For the reasons."""
        if self.points < 0:
            return "other actors"
        return f"same actors ({', '.join(self.same)})" if self.same else ""


@dataclass(frozen=True)
class Side:
    """One of ours, prepared: the days that are possible, whether they are known, its actors."""

    told: Told
    start: pd.Timestamp | None
    end: pd.Timestamp | None
    dated: bool
    actors: tuple[names.Ours, ...]


def pair(number: int, side: Side, row: dict, gap: int, distance: float | None, *, days: int, km: float) -> Pair | None:
    """The score of one pair with its reasons; ``None`` where it is not enough or something speaks against it."""
    kind, kind_said = _type(side.told, row)
    if kind is None:
        return None
    points: dict[str, float] = {"type": kind}
    points["day"], day_said = _day(side, row, gap, days)
    points["place"], place_said = _place(side.told, row, distance, km)
    actors = _actors(side, row)
    points["actors"] = actors.points
    points["killed"], killed_said = _killed(side.told, row)
    score = round(sum(WEIGHTS[key] * value for key, value in points.items()), 3)
    if score < ENOUGH or not _tied(points, several_dead=not row["best"] <= 1):
        return None
    reasons = "; ".join(said for said in (day_said, place_said, actors.in_words(), killed_said, kind_said) if said)
    apart = gap if side.dated else None
    return Pair(number, int(row["row"]), score, reasons, apart, distance, actors.same, actors.differ)


def _tied(points: dict[str, float], *, several_dead: bool) -> bool:
    """Something ties the two beside the time: the place; where that is rough or the days are many, actors and number too."""
    who, both = points["actors"] >= ONE_ACTOR, points["actors"] == 1
    number = points["killed"] == 1 and several_dead
    if points["place"] >= HERE:
        return points["day"] > WIDE or who or number
    return (who and number) or (both and points["place"] > 0)


def _type(told: Told, row: dict) -> tuple[float | None, str]:
    """``None`` where the types cannot be of one event."""
    ours = told.row["event_type"]
    if row["set"] == "UCDP":
        deadly = ours in FIGHTING or (told.number("killed_best") or told.number("killed_low") or 0) > 0
        return (0.5, "") if deadly else (None, "")
    if ours == row["type"]:
        return 1.0, "same type"
    return (0.5, "both are fighting") if {ours, row["type"]} <= FIGHTING else (None, "")


def _day(side: Side, row: dict, gap: int, days: int) -> tuple[float, str]:
    if not side.dated:
        return 0.3, "ours is undated and was published soon after"
    if gap:
        return 1 - gap / (days + 1), f"{gap} {'day' if gap == 1 else 'days'} apart"
    widest = max((side.end - side.start).days, (row["end"] - row["start"]) / np.timedelta64(1, "D"))
    return (1.0, "same day") if widest == 0 else (0.8 if widest <= 7 else WIDE, "days overlap")


def _place(told: Told, row: dict, distance: float | None, km: float) -> tuple[float, str]:
    name = countries.folded(told.place or "")
    same = bool(name) and row["folded"] == name and told.where_prec != 6
    exact = (told.where_prec or 9) <= 2 and bool(row["exact"])
    if same and not (exact and distance is not None and distance > km):
        return 1.0, f"same place ({told.place})"
    if distance is not None and exact:
        return max(0.0, 1 - distance / (2 * km)) if distance > 5 else 1.0, f"{distance:.0f} km apart"
    division = told.admin1 or (told.place if told.kind == "admin1" else None)
    if division and pd.notna(row["admin1"]) and _same_division(division, str(row["admin1"])):
        return 0.5, f"same division ({division})"
    return 0.0, ""


def _same_division(ours: str, their: str) -> bool:
    """'Mopti' and 'Mopti region' are one."""
    return countries.folded(ours) in (countries.folded(their), " ".join(countries.folded(their).split()[:-1]))


def _actors(side: Side, row: dict) -> Actors:
    """1 where both actors of ours are theirs, 0.6 where one is, 0.3 for civilians, -1 where all that are named differ."""
    main = [names.of_theirs(str(row[c])) for c in ("actor_1", "actor_2") if pd.notna(row[c])]
    others = str(row["with_them"]).split("; ") if pd.notna(row["with_them"]) else []
    theirs = [n for n in (*main, *map(names.of_theirs, filter(None, others))) if not n.nobody]
    same = [ours for ours in side.actors if any(names.same(ours, n) for n in theirs)]
    known = [o.actor.name for o in same if o.actor.kind != "civilians"]
    attacked = side.told.row["event_type"] == "Violence against civilians" or len(known) < len(same)
    civilians = attacked and any(n.civilians for n in theirs)
    matched = (*known, *(["civilians"] if civilians else []))
    unmatched = [n for n in main if not n.nobody and not (n.civilians and civilians)]
    unmatched = [n for n in unmatched if not any(names.same(ours, n) for ours in side.actors)]
    if not matched:
        against = bool(side.actors) and any(not n.civilians for n in theirs)
        return Actors(-1.0 if against else 0.0, (), bool(side.actors) or bool(unmatched))
    points = 1.0 if len(matched) > 1 else ONE_ACTOR if known else 0.3
    return Actors(points, matched, bool(unmatched) or len(same) < len(side.actors))


def _killed(told: Told, row: dict) -> tuple[float, str]:
    """1 where their number lies in our range or the ranges meet closely, less the further apart; 0 where one is silent."""
    low, best, high = (told.number(f"killed_{bound}") for bound in ("low", "best", "high"))
    number = row["best"]
    if pd.isna(number) or (low is None and best is None and high is None):
        return 0.0, ""
    inside = (low or 0) <= number and (high is None or number <= high)
    if best == number:
        return 1.0, f"same number of killed ({number:.0f})"
    if inside and high is not None:
        return 1.0, f"their {number:.0f} killed lie in our range"
    ours = best if best is not None else low if low is not None else high
    return min(ours, number) / max(ours, number, 1) * 0.8, ""
