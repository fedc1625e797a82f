"""Which of our incidents is which of their rows: by day, place, actors, type and number, one to one, the best score first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lwj_analysis.exports import countries
from lwj_analysis.exports.told import SAID, Told, day, told
from lwj_analysis.reconciliation import names, theirs
from lwj_analysis.reconciliation.names import shown
from lwj_analysis.reconciliation.scoring import Pair, Side, pair

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

WINDOW_DAYS = 14  # an undated incident lies in the two weeks before its first article at most
COLUMNS = (
    "status", "incident_id", "incident", "their_id", "theirs", "score", "reasons", "differences", "first_day", "last_day",
    "their_first_day", "their_last_day", "days_apart", "place", "their_place", "km_apart", "country", "their_country",
    "initiator", "target", "their_actor_1", "their_actor_2", "same_actors", "event_type", "their_type", "killed_low",
    "killed_best", "killed_high", "their_low", "their_best", "their_high", "killed_difference", "in_scope", *SAID,
)  # fmt: skip
OURS = tuple(c for c in COLUMNS if not c.startswith("their") and c != "in_scope")
WHOLE = (
    "days_apart", "killed_low", "killed_best", "killed_high", "their_low", "their_best", "their_high", "killed_difference",
)  # fmt: skip
DAYS = ("first_day", "last_day", "their_first_day", "their_last_day", "published")


def reconcile(frames: Frames, their_file: str | Path | pd.DataFrame, *, days: int = 2, km: float = 50) -> pd.DataFrame:
    """Our incidents beside the rows of an ACLED or UCDP GED download (CSV, also ``.gz`` and ``.zip``), one row a pair or a
    leftover; columns as in ``docs/exports.md``.

    ``status`` is both, only_ours or only_theirs. Days may lie ``days`` apart, exact places ``km``. Of their rows
    ``in_scope`` are those in a country and between the days that our incidents cover. ``their_file`` may be what
    ``reconciliation.read`` made of one. Raises FileNotFoundError, and
    ValueError that names file and column.
    """
    rows = their_file if isinstance(their_file, pd.DataFrame) else theirs.read(their_file)
    known = names.of_ours(frames)
    ours = [_side(t, known) for t in told(frames)]
    blocks = _blocks(rows)
    pairs: list[Pair] = []
    near = []
    for number, side in enumerate(ours):
        block = blocks.get(side.told.row["country"])
        found = _candidates(side, block, days=days, km=km) if block is not None else []
        near.append(len(found))
        scored = (pair(number, side, row, gap, distance, days=days, km=km) for row, gap, distance in found)
        pairs += [p for p in scored if p is not None]
    chosen = _one_to_one(pairs, ours, rows)
    return _frame(chosen, pairs, ours, rows, near)


def summary(found: pd.DataFrame) -> str:
    """How many stand on both sides and on one alone, in words."""
    n = found["status"].value_counts().reindex(["both", "only_ours", "only_theirs"], fill_value=0)
    alone = int((found["status"].eq("only_theirs") & found["in_scope"]).sum())
    return (
        f"{n['both']} in both, {n['only_ours']} only in ours, {n['only_theirs']} only in theirs "
        f"({alone} of these in the countries and days of our incidents)"
    )


def _side(told: Told, known: dict[str, names.Ours]) -> Side:
    start, end = told.row["date_start"], told.row["date_end"]
    dated = pd.notna(start) and pd.notna(end)
    if not dated:
        published = [a["published"] for a in told.articles if pd.notna(a["published"])]
        end = min(published) if published else None
        start = end - pd.Timedelta(days=WINDOW_DAYS) if published else None
    parties = tuple(known[a.id] for a in (told.initiator, told.target) if a is not None)
    return Side(told, start, end, dated, parties)


def _blocks(rows: pd.DataFrame) -> dict[str, dict[str, np.ndarray]]:
    """Their rows by country, as arrays in which days and places are looked up."""
    folded = rows["place"].map({p: countries.folded(p) for p in rows["place"].dropna().unique()})
    rows = rows.assign(row=np.arange(len(rows)), folded=folded)
    return {
        iso3: {column: its[column].to_numpy() for column in its}
        for iso3, its in rows[rows["iso3"].notna()].groupby("iso3")
    }


def _candidates(side: Side, block: dict, *, days: int, km: float) -> list[tuple[dict, int, float | None]]:
    """Their rows of the country whose days and place do not speak against it: row, days between, distance."""
    if side.start is None:
        return []
    one_day = np.timedelta64(1, "D")
    start, end = np.datetime64(side.start, "ns"), np.datetime64(side.end, "ns")
    gap = np.maximum((block["start"] - end) / one_day, (start - block["end"]) / one_day).clip(min=0)
    fits = gap <= (days if side.dated else 0)
    where = np.flatnonzero(fits)
    latitude, longitude = side.told.row["latitude"], side.told.row["longitude"]
    distance = _km(latitude, longitude, block["latitude"][where], block["longitude"][where])
    exact = (side.told.where_prec or 9) <= 2
    away = (distance > km) & exact & block["exact"][where].astype(bool)
    return [
        ({column: block[column][n] for column in block}, int(gap[n]), None if np.isnan(d) else float(d))
        for n, d, out in zip(where, distance, away, strict=True)
        if not out
    ]


def _km(latitude: object, longitude: object, latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """Great-circle distances (haversine, mean radius 6,371 km); NaN where a coordinate is missing."""
    if pd.isna(latitude) or pd.isna(longitude):
        return np.full(len(latitudes), np.nan)
    one, other = np.radians(float(latitude)), np.radians(latitudes.astype(float))
    turn = np.radians(longitudes.astype(float) - float(longitude))
    a = np.sin((other - one) / 2) ** 2 + np.cos(one) * np.cos(other) * np.sin(turn / 2) ** 2
    return 2 * 6371 * np.arcsin(np.sqrt(a))


def _one_to_one(pairs: list[Pair], ours: list[Side], rows: pd.DataFrame) -> list[Pair]:
    """The best score first, then the nearer day and place, then the ids: every incident and every row at most once."""
    ids = rows["their_id"].tolist()

    def order(p: Pair) -> tuple:
        return (
            -p.score,
            p.days_apart if p.days_apart is not None else 99,
            p.km if p.km is not None else 9e9,
            ours[p.ours].told.row["incident_id"],
            ids[p.their],
        )

    taken_ours, taken_theirs, chosen = set(), set(), []
    for p in sorted(pairs, key=order):
        if p.ours not in taken_ours and p.their not in taken_theirs:
            taken_ours.add(p.ours)
            taken_theirs.add(p.their)
            chosen.append(p)
    return chosen


def _frame(
    chosen: list[Pair], pairs: list[Pair], ours: list[Side], rows: pd.DataFrame, near: list[int]
) -> pd.DataFrame:
    """Pairs in the order of our incidents, then ours alone, then theirs alone in the order of their file."""
    by_ours = {p.ours: p for p in chosen}
    by_their = {p.their: p for p in chosen}
    also = _also(pairs, by_ours, by_their, ours, rows)
    their = dict(zip(by_their, rows.loc[list(by_their)].to_dict("records"), strict=True))
    made = []
    for number, side in enumerate(ours):
        if its := by_ours.get(number):
            of_them = their[its.their]
            reasons = f"{its.reasons}{also.get(('ours', number), '')}"
            row = _ours(side) | {"their": its.their, "status": "both", "score": its.score, "reasons": reasons}
            row |= {"days_apart": its.days_apart, "km_apart": its.km, "same_actors": ", ".join(its.same_actors) or None}
            made.append(row | _differences(side, of_them, its))
    for number, side in enumerate(ours):
        if number not in by_ours:
            why = also.get(("ours", number)) or _why_alone(side, near[number])
            made.append(_ours(side) | {"status": "only_ours", "reasons": why})
    alone = rows.index.difference(list(by_their))
    why = [also.get(("theirs", number), "no incident of ours fits") for number in alone]
    left = pd.DataFrame({"their": alone, "status": "only_theirs", "reasons": why})
    df = pd.concat([pd.DataFrame(made, columns=["their", *OURS]), left], ignore_index=True)
    df = df.merge(_theirs(rows), left_on="their", right_index=True, how="left").reindex(columns=list(COLUMNS))
    df = df.assign(in_scope=_in_scope(df, ours))
    numbers = dict.fromkeys(WHOLE, "Int64") | {"score": float, "km_apart": float}
    texts = [c for c in COLUMNS if c not in {*numbers, *DAYS, "in_scope"}]
    df = df.assign(**{c: pd.to_datetime(df[c]) for c in DAYS}, km_apart=df["km_apart"].astype(float).round(1))
    return df.astype(numbers | dict.fromkeys(texts, "str") | {"in_scope": "boolean"})


def _also(pairs: list[Pair], by_ours: dict, by_their: dict, ours: list[Side], rows: pd.DataFrame) -> dict[tuple, str]:
    """What else fits: further rows of theirs beside a pair, and for those left over which pair was better."""
    told_of: dict[tuple, str] = {}
    further: dict[int, list[Pair]] = {}
    for p in pairs:
        mine, yours = by_ours.get(p.ours), by_their.get(p.their)
        if mine is not None and mine is not p and yours is None:
            further.setdefault(p.ours, []).append(p)
            name = f"{ours[p.ours].told.row['incident_id']} ({ours[p.ours].told.row['title']})"
            told_of.setdefault(
                ("theirs", p.their), f"fits our {name} too, which {rows.at[mine.their, 'their_id']} fits better"
            )
        if mine is None and yours is not None:
            better = ours[yours.ours].told.row["incident_id"]
            told_of.setdefault(
                ("ours", p.ours), f"fits their {rows.at[p.their, 'their_id']}, which our {better} fits better"
            )
    for number, its in further.items():
        equal = [p for p in its if p.score == by_ours[number].score]
        ids = ", ".join(sorted(str(rows.at[p.their, "their_id"]) for p in its)[:5])
        told_of["ours", number] = f"; {len(its)} more of their rows would do ({ids}), {len(equal)} as well as this one"
    return told_of


def _why_alone(side: Side, near: int) -> str:
    if pd.isna(side.told.row["country"]):
        return "ours has no country"
    if side.start is None:
        return "ours has no day, nor has its article"
    if not near:
        return "they have no row of that country, time and place"
    return f"of their {near} {'row' if near == 1 else 'rows'} of that country and time none has enough in common"


def _ours(side: Side) -> dict:
    told = side.told
    return {
        "incident_id": told.row["incident_id"],
        "incident": told.row["title"],
        "first_day": told.row["date_start"],
        "last_day": told.row["date_end"],
        "place": told.place,
        "country": told.row["country"],
        "initiator": told.initiator.name if told.initiator else told.initiator_words,
        "target": told.target.name if told.target else told.target_words,
        "event_type": told.row["event_type"],
        **{f"killed_{bound}": told.number(f"killed_{bound}") for bound in ("low", "best", "high")},
        **told.cite.cited(),
    }


def _theirs(rows: pd.DataFrame) -> pd.DataFrame:
    """Their rows in the columns of the result."""
    first, last = (rows[c].dt.strftime("%Y-%m-%d") for c in ("start", "end"))
    when = first.where(first.eq(last), first + " to " + last).fillna("undated")
    named = {
        "their_id": "their_id", "start": "their_first_day", "end": "their_last_day", "place": "their_place",
        "actor_1": "their_actor_1", "actor_2": "their_actor_2", "type": "their_type", "low": "their_low",
        "best": "their_best", "high": "their_high",
    }  # fmt: skip
    return (
        rows[list(named)]
        .rename(columns=named)
        .assign(
            theirs=rows["type"].fillna("-") + " at " + rows["place"].fillna("-") + ", " + when,
            their_country=rows["iso3"].fillna(rows["country"]),
        )
    )


def _differences(side: Side, row: dict, chosen: Pair) -> dict:
    """Field by field, in words; and their preferred number of killed less ours."""
    told, said = side.told, []
    if not side.dated:
        said.append(f"day: ours open, theirs {day(row['start'])}")
    elif (row["start"], row["end"]) != (side.start, side.end):
        said.append(f"day: ours {_span(side.start, side.end)}, theirs {_span(row['start'], row['end'])}")
    if countries.folded(told.place or "") != countries.folded(row["place"]):
        apart = f" ({chosen.km:.0f} km apart)" if chosen.km is not None else ""
        said.append(f"place: ours {told.place or '-'}, theirs {shown(row['place'])}{apart}")
    low, best, high = (told.number(f"killed_{bound}") for bound in ("low", "best", "high"))
    number = None if pd.isna(row["best"]) else int(row["best"])
    if number != best:
        ours = "-" if (low, best, high) == (None, None, None) else f"{_n(low)}-{_n(best)}-{_n(high)} (low-best-high)"
        said.append(f"killed: ours {ours}, theirs {_n(number)}")
    parties = [o.actor.name for o in side.actors]
    if chosen.actors_differ:
        their = ", ".join(str(row[c]) for c in ("actor_1", "actor_2") if pd.notna(row[c]))
        said.append(f"actors: ours {', '.join(parties) or '-'}, theirs {their or '-'}")
    if row["set"] == "ACLED" and told.row["event_type"] != row["type"]:
        said.append(f"type: ours {told.row['event_type']}, theirs {row['type']}")
    difference = number - best if number is not None and best is not None else None
    return {"differences": "; ".join(said) or None, "killed_difference": difference}


def _in_scope(df: pd.DataFrame, ours: list[Side]) -> pd.Series:
    """Their row lies in a country and between the days that our incidents cover; ours always do."""
    spans: dict[str, tuple] = {}
    for side in ours:
        iso3 = side.told.row["country"]
        if side.start is not None and pd.notna(iso3):
            first, last = spans.get(iso3, (side.start, side.end))
            spans[iso3] = min(first, side.start), max(last, side.end)
    first = df["their_country"].map({k: v[0] for k, v in spans.items()})
    last = df["their_country"].map({k: v[1] for k, v in spans.items()})
    inside = (pd.to_datetime(df["their_last_day"]) >= first) & (pd.to_datetime(df["their_first_day"]) <= last)
    return df["status"].ne("only_theirs") | inside.fillna(False)


def _span(start: pd.Timestamp, end: pd.Timestamp) -> str:
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def _n(number: int | None) -> str:
    return "open" if number is None else str(number)
