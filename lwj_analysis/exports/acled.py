"""Incidents in ACLED's columns, order and codes. What we do not know is empty."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lwj_analysis.exports import countries
from lwj_analysis.exports.told import STATE, Actor, Statement, Told, day

# fmt: off
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)
# fmt: on
WHOLE = {"year", "time_precision", "inter1", "inter2", "interaction", "iso", "geo_precision", "fatalities"}
STATE_FORCES, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = 1, 5, 6, 7, 8
CROWDS = {"Protests": ("Protesters", PROTESTERS), "Riots": ("Rioters", RIOTERS)}
POLITICAL, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
# The types whose disorder is not that of their event type.
DISORDER = {
    "Excessive force against protesters": f"{POLITICAL}; {DEMONSTRATIONS}",
    "Mob violence": POLITICAL,
}
DISORDER_OF_TYPE = {"Protests": DEMONSTRATIONS, "Riots": DEMONSTRATIONS, STRATEGIC: STRATEGIC}
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}  # UCDP's where_prec -> ACLED's; sea and air have none
BRANCHES = {"government": "Government of {}", "police": "Police Forces of {}"}
MILITARY = "Military Forces of {}"
WITH_ARTICLE = re.compile(r"United|Republic|Philippines|Netherlands|Bahamas|Comoros|Maldives|Solomon|Marshall")


@dataclass(frozen=True)
class Party:
    """One side as ACLED writes it: name, others with it, code."""

    name: str | None = None
    with_it: str | None = None
    inter: int | None = None


def row(told: Told) -> dict[str, Any]:
    """One incident as an ACLED row; the columns of ``Told.extra`` stand behind the data set's own."""
    date, precision = event_date(told)
    one, two = _parties(told)
    event_type, sub_type = told.row["event_type"], told.row["sub_event_type"]
    return {
        "event_id_cnty": told.row["incident_id"],
        "event_date": day(date),
        "year": date.year if date is not None else None,
        "time_precision": precision,
        "disorder_type": disorder(event_type, sub_type),
        "event_type": event_type,
        "sub_event_type": sub_type,
        "actor1": one.name,
        "assoc_actor_1": one.with_it,
        "inter1": one.inter,
        "actor2": two.name,
        "assoc_actor_2": two.with_it,
        "inter2": two.inter,
        "interaction": interaction(one, two, event_type),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(event_type, sub_type, two) else None,
        "iso": told.country.iso_numeric if told.country else None,
        "region": told.country.acled_region if told.country else None,
        "country": told.country.acled_name if told.country else None,
        "admin1": told.admin1 or (told.place if told.kind == "admin1" else None),
        "admin2": told.place if told.kind == "admin2" else None,
        "location": told.place if told.kind != "country" else None,
        "latitude": told.row["latitude"],
        "longitude": told.row["longitude"],
        "geo_precision": GEO_PRECISION.get(told.where_prec or 0),
        "source": "; ".join(dict.fromkeys(a["publisher"] for a in told.articles if pd.notna(a["publisher"]))) or None,
        "notes": notes(told, precision),
        "fatalities": told.number("killed_best"),
    }


def event_date(told: Told) -> tuple[pd.Timestamp | None, int | None]:
    """The one day that ACLED records, and its precision: the day, or the middle of the days that are possible.

    More than a month is not codable there: both are empty, and the notes tell the days.
    """
    start, end = told.row["date_start"], told.row["date_end"]
    if pd.isna(start) or pd.isna(end):
        return None, None
    days = (end - start).days + 1
    stated = {1: 1, 2: 2, 3: 2, 4: 3}.get(told.number("date_prec") or 1)
    if days > 31 or stated is None:
        return None, None
    return start + (end - start) // 2, max(stated, 1 if days == 1 else 2 if days <= 7 else 3)


def disorder(event_type: str, sub_event_type: str) -> str:
    """ACLED's ``disorder_type``."""
    return DISORDER.get(sub_event_type) or DISORDER_OF_TYPE.get(event_type, POLITICAL)


def inter_of(actor: Actor | None, told: Told) -> int | None:
    """ACLED's code of an actor where the incident was: a state's forces abroad are external."""
    if actor is None:
        return None
    code = actor.inter or {"igo": EXTERNAL, "civilians": CIVILIANS}.get(actor.kind or "")
    code = code or (STATE_FORCES if actor.kind in STATE else None)
    if code != STATE_FORCES:
        return code
    home, here = actor.country, told.row["country"]
    return None if home is None or pd.isna(here) else STATE_FORCES if home == here else EXTERNAL


def interaction(one: Party, two: Party, event_type: str) -> int | None:
    """Both codes, the lower first; alone: a 0 behind it, where the type of event can have one party."""
    if one.inter is None:
        return None
    if two.inter is None:
        alone = two.name is None and event_type in (STRATEGIC, *CROWDS)
        return one.inter * 10 if alone else None
    low, high = sorted((one.inter, two.inter))
    return low * 10 + high


def notes(told: Told, precision: int | None) -> str:
    """What the columns cannot say, then who says what in which sentence."""
    lines = []
    if pd.isna(told.row["date_start"]):
        lines.append("No day is known.")
    elif precision != 1:
        lines.append(f"Days: {day(told.row['date_start'])} to {day(told.row['date_end'])}.")
    if told.where_prec == 6:
        lines.append("Only the country is known.")
    low, best, high = (told.number(f"killed_{bound}") for bound in ("low", "best", "high"))
    if low is not None or high is not None:
        whose = f" (figures of {told.row['killed_best_source']})" if pd.notna(told.row["killed_best_source"]) else ""
        words = f"lowest {_open(low)}, preferred {_open(best)}{whose}, highest {_open(high)}"
        lines.append(f"Killed: {words}.")
    lines.append(f"Evidence: {told.row['grade']}, {told.row['grade_reason']}.")
    said: dict[Statement, list[str]] = {}
    for statement in told.statements:
        said.setdefault(replace(statement, figure=None), []).append(statement.figure or "")
    shown = (replace(s, figure=", ".join(f for f in figures if f) or None).in_words() for s, figures in said.items())
    return " ".join([*lines, " | ".join(shown)])


def actor_name(actor: Actor | None) -> str | None:
    """States' arms as ACLED calls them, without the years of the regime; others by our name."""
    if actor is None:
        return None
    state = countries.get(actor.state)
    if state is None or actor.branch is None:
        return actor.name
    the = "the " if WITH_ARTICLE.search(state.acled_name) else ""
    return BRANCHES.get(actor.branch, MILITARY).format(the + state.acled_name)


def _parties(told: Told) -> tuple[Party, Party]:
    """Actor 1 and 2: the initiator and the target; a crowd is always actor 1, and civilians have a name of their own."""
    one, two = _party(told.initiator, told), _party(told.target, told)
    event_type = told.row["event_type"]
    if event_type in CROWDS:
        name, code = CROWDS[event_type]
        if one.inter in (STATE_FORCES, EXTERNAL):
            one, two = two, one
        return Party(_of_country(name, told), one.name, code), two
    if event_type == "Violence against civilians" and two.inter in (None, CIVILIANS):
        named = two.name if told.target and told.target.kind != "civilians" else None
        two = Party(_of_country("Civilians", told), named, CIVILIANS)
    return one, two


def _party(actor: Actor | None, told: Told) -> Party:
    name = _of_country("Civilians", told) if actor and actor.kind == "civilians" else actor_name(actor)
    return Party(name, None, inter_of(actor, told))


def _of_country(name: str, told: Told) -> str:
    return f"{name} ({told.country.acled_name})" if told.country else name


def _targets_civilians(event_type: str, sub_event_type: str, target: Party) -> bool:
    """Civilians are the main or only target."""
    if event_type == "Violence against civilians" or sub_event_type == "Excessive force against protesters":
        return True
    return event_type in ("Explosions/Remote violence", "Riots") and target.inter == CIVILIANS


def _open(number: int | None) -> str:
    return "open" if number is None else str(number)
