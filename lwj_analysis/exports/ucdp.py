"""Incidents with dead in UCDP GED's columns, order and codes. What we do not know is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lwj_analysis.exports import countries
from lwj_analysis.exports.told import STATE, Actor, Told, day

# fmt: off
COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id",
    "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1",
    "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "gwnoa", "gwnob",
)
# fmt: on
WHOLE = {
    "year",
    "type_of_violence",
    "number_of_sources",
    "where_prec",
    "priogrid_gid",
    "country_id",
    "event_clarity",
    "date_prec",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
}  # fmt: skip
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
OF_STATES = {*STATE, "igo"}  # forces of states, alone or in a mission


@dataclass(frozen=True)
class Sides:
    """Who fights: which of our sides is A, which B, and the kind of violence (``None`` where a side is not known)."""

    kind: int | None
    a: Actor | None
    b: Actor | None
    a_is: str = "initiator"
    b_is: str = "target"


def enters(told: Told) -> bool:
    """Somebody is known to have died."""
    return (told.number("killed_best") or 0) > 0 or (told.number("killed_low") or 0) > 0


def row(told: Told) -> dict[str, Any]:
    """One incident as a GED row; the columns of ``Told.extra`` stand behind the data set's own."""
    sides = sides_of(told)
    start, end = told.row["date_start"], told.row["date_end"]
    latitude, longitude = told.row["latitude"], told.row["longitude"]
    placed = pd.notna(latitude) and pd.notna(longitude)
    names = _name(sides.a), "Civilians" if sides.kind == ONE_SIDED else _name(sides.b)
    return {
        "id": told.row["incident_id"],
        "year": start.year if pd.notna(start) else None,
        "type_of_violence": sides.kind,
        "dyad_name": " - ".join(names) if all(names) else None,
        "side_a": names[0],
        "side_b": names[1],
        "number_of_sources": told.number("n_articles"),
        **_sources(told),
        "where_prec": told.where_prec,
        "where_coordinates": told.place,
        "where_description": told.row["place"],
        "adm_1": told.admin1 or (told.place if told.kind == "admin1" else None),
        "adm_2": told.place if told.kind == "admin2" else None,
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude:g} {latitude:g})" if placed else None,
        "priogrid_gid": priogrid(latitude, longitude) if placed else None,
        "country": told.country.ucdp_name if told.country else None,
        "country_id": told.country.gw if told.country else None,
        "region": told.country.ucdp_region if told.country else None,
        "event_clarity": None if pd.isna(start) else 2 if told.several_days else 1,
        "date_prec": date_prec(told),
        "date_start": day(start),
        "date_end": day(end),
        **_deaths(told, sides),
        "best": told.number("killed_best"),
        "high": told.number("killed_high"),
        "low": told.number("killed_low"),
        "gwnoa": _gw(sides.a),
        "gwnob": _gw(sides.b) if sides.kind != ONE_SIDED else None,
    }


def sides_of(told: Told) -> Sides:
    """The sides by who they are: a state is side A; civilians are side B; else the initiator is A."""
    one, two = told.initiator, told.target
    civilians = told.row["event_type"] == "Violence against civilians" or (two is not None and two.kind == "civilians")
    if civilians and one is not None and (two is None or two.kind not in (*OF_STATES, "armed_group")):
        return Sides(ONE_SIDED if one.kind in (*OF_STATES, "armed_group") else None, one, two)
    kinds = {actor.kind for actor in (one, two) if actor is not None}
    if one is None or two is None or not kinds <= {*OF_STATES, "armed_group"}:
        kind = None
    else:
        kind = NON_STATE if kinds == {"armed_group"} else STATE_BASED
    if two is not None and two.kind in OF_STATES and (one is None or one.kind not in OF_STATES):
        return Sides(kind, two, one, "target", "initiator")
    return Sides(kind, one, two)


def date_prec(told: Told) -> int | None:
    """The coarser of what the text says and how many days are possible: 1 day, 2 to 6, 7 (a week), a month, longer."""
    start, end = told.row["date_start"], told.row["date_end"]
    if pd.isna(start) or pd.isna(end):
        return None
    days = (end - start).days + 1
    by_days = next((prec for limit, prec in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)
    return max(by_days, told.number("date_prec") or 1)


def priogrid(latitude: float, longitude: float) -> int:
    """The number of the PRIO-GRID cell: half degrees, counted from the south-west corner, 720 a row."""
    row, column = min(int((latitude + 90) * 2), 359), min(int((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _deaths(told: Told, sides: Sides) -> dict[str, int | None]:
    """The preferred numbers by side; a side nobody counts is empty. Of one-sided violence the target's dead are civilians.

    Dead whose words contradict their side ("42 militants" on the army's) are of an unknown side.
    """
    by_side = {side: told.number(f"killed_{side}_best") for side in ("initiator", "target", "civilian", "unknown")}
    for side, number in told.doubtful.items():
        moved = min(number, by_side[side] or 0)
        if moved:
            by_side[side] = (by_side[side] - moved) or None
            by_side["unknown"] = (by_side["unknown"] or 0) + moved
    a, b, civilians = by_side[sides.a_is], by_side[sides.b_is], by_side["civilian"]
    if sides.kind == ONE_SIDED and b is not None:
        b, civilians = None, (civilians or 0) + b
    return {"deaths_a": a, "deaths_b": b, "deaths_civilians": civilians, "deaths_unknown": by_side["unknown"]}


def _sources(told: Told) -> dict[str, str | None]:
    """Articles that tell of it, and the claimants of its figures as the original informants, joined with ``; ``."""
    articles = [
        (_known(a["publisher"]), day(a["published"]), _known(a["title"]), _known(a["url"])) for a in told.articles
    ]
    return {
        "source_article": _joined(f'"{", ".join(p for p in parts if p)}"' for parts in articles),
        "source_office": _joined(office for office, *_ in articles),
        "source_date": _joined(date for _, date, *_ in articles),
        "source_headline": _joined(title for _, _, title, _ in articles),
        "source_original": _joined(s.claimant for s in told.statements),
    }


def _joined(values) -> str | None:
    return "; ".join(dict.fromkeys(v for v in values if v)) or None


def _known(value: object) -> str | None:
    return str(value) if pd.notna(value) else None


def _name(actor: Actor | None) -> str | None:
    """A state's arm is its government; others by our name."""
    if actor is None:
        return None
    state = countries.get(actor.state)
    return f"Government of {state.ucdp_name}" if state else "Civilians" if actor.kind == "civilians" else actor.name


def _gw(actor: Actor | None) -> int | None:
    state = countries.get(actor.state) if actor else None
    return state.gw if state else None
