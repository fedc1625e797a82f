"""What a reader can choose, and for which values each row of a frame fits: one vocabulary for notebook, report and script.

A row fits a choice of actor, side, country, event type, outcome, claimant or outlet if the value is among those that stand
in its cell here. Days are those on which the thing may have happened, or the day of publication where nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lwj_analysis import countries
from lwj_analysis.compare import OUTLET, claimant
from lwj_analysis.schema import FRAMES

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

FACETS = {
    "actor": "Actor",
    "side": "Side",
    "country": "Country",
    "event_type": "Event type",
    "outcome": "Outcome",
    "claimant": "Claimant",
    "outlet": "Outlet",
}
COLUMNS = [*FACETS, "incident", "first_day", "last_day"]
SENTENCE = ["article_id", "sentence_id"]
Links = dict[str, list[pd.DataFrame]]  # facet -> pairs of row id ("row") and value


def facets(frames: Frames, name: str) -> pd.DataFrame:
    """For each row of frame ``name`` the values by which it can be chosen; the index is the row's id.

    ``name`` is mentions, relations, events, casualties, claims, incidents or articles; near copies are left out.
    Columns ``actor, side, country, event_type, outcome, claimant, outlet, incident`` hold tuples in alphabetical order,
    ``first_day, last_day`` days. Side is the kind of actor of those named in the row, and ``civilians`` for civilian
    victims. A naming or a tie has the event types, outcomes, claimants and incidents of its sentence. Raises KeyError for
    another frame.
    """
    tables = _first_hand(frames)
    links, days = LINKED[name](tables)
    key = FRAMES[name].key
    index = pd.Index(tables[name][key], name="row")
    columns = {facet: _tuples(links.get(facet, []), index) for facet in [*FACETS, "incident"]}
    return pd.DataFrame(columns, index=index).join(days)[COLUMNS]


def _first_hand(frames: Frames) -> dict[str, pd.DataFrame]:
    """The tables without near copies; casualties and claims with the claimant in words, countries by name."""
    copies = set(frames.articles.loc[frames.articles["duplicate_of"].notna(), "article_id"])
    tables = {
        name: table[~table["article_id"].isin(copies)] if copies and "article_id" in table else table
        for name, table in frames.tables.items()
    }
    for name in ("actors", "events", "incidents"):
        tables[name] = tables[name].assign(country=countries.names(tables[name]["country"]))
    for name in ("casualties", "claims"):
        tables[name] = tables[name].assign(claimant=claimant(tables[name], frames.actors))
    return tables


def _tuples(parts: list[pd.DataFrame], index: pd.Index) -> pd.Series:
    """Every value of a row once, in alphabetical order; an empty tuple where there is none."""
    made: list[tuple] = [()] * len(index)
    if parts and not (pairs := pd.concat(parts).dropna()).empty:
        at = index.get_indexer(pairs["row"])
        values, names = pd.factorize(pairs["value"], sort=True)
        names = names.tolist()
        pairs = np.unique(np.column_stack([at, values])[at >= 0], axis=0)
        rows, starts = np.unique(pairs[:, 0], return_index=True)
        ends, values = [*starts[1:].tolist(), len(pairs)], pairs[:, 1].tolist()
        known: dict[tuple, tuple] = {}  # rows share few tuples
        for row, start, end in zip(rows.tolist(), starts.tolist(), ends, strict=True):
            its = tuple(values[start:end])
            if its not in known:
                known[its] = tuple(names[n] for n in its)
            made[row] = known[its]
    return pd.Series(made, index=index, dtype=object)


def _pairs(df: pd.DataFrame, key: str, value: str) -> pd.DataFrame:
    return df[[key, value]].set_axis(["row", "value"], axis=1).dropna().drop_duplicates()


def _through(rows: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Pairs (row, value) by way of ids: ``rows`` has row and value = id, ``other`` has row = id and value."""
    joined = rows.merge(other, left_on="value", right_on="row", suffixes=("", "_of"))
    return joined[["row", "value_of"]].set_axis(["row", "value"], axis=1)


def _actors(tables: dict, ids: list[pd.DataFrame]) -> Links:
    """Names, sides and home countries of actors from pairs (row, actor id)."""
    known = tables["actors"]
    named = pd.concat([d.set_axis(["row", "value"], axis=1) for d in ids]).dropna().drop_duplicates()
    sides = known.assign(actor_type=known["actor_type"].astype(object).str.replace("_", " "))
    return {
        "actor": [_through(named, _pairs(known, "actor_id", "name"))],
        "side": [_through(named, _pairs(sides, "actor_id", "actor_type"))],
        "home": [_through(named, _pairs(known, "actor_id", "country"))],
    }


def _outlets(tables: dict, rows: pd.DataFrame, key: str) -> list[pd.DataFrame]:
    return [_through(_pairs(rows, key, "article_id"), _pairs(tables["articles"], "article_id", "publisher"))]


def _event_actors(tables: dict) -> pd.DataFrame:
    columns = ("initiator_id", "target_id", "claimed_by_id")
    return pd.concat([_pairs(tables["events"], "event_id", c) for c in columns]).drop_duplicates()


def _civilians(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    harmed = rows[rows["victim_class"].eq("civilian") | rows["victim_side"].eq("civilian")]
    return pd.DataFrame({"row": harmed[key].dropna().unique(), "value": "civilians"})


def _of_events(tables: dict) -> tuple[Links, pd.DataFrame]:
    events, told, said = tables["events"], tables["casualties"], tables["claims"]
    links = _actors(tables, [_event_actors(tables)])
    links["side"].append(_civilians(told, "event_id"))
    links |= {
        "country": [_pairs(events, "event_id", "country")],
        "event_type": [_pairs(events, "event_id", "event_type")],
        "outcome": [_pairs(told, "event_id", "outcome")],
        "claimant": [_pairs(told, "event_id", "claimant"), _pairs(said, "event_id", "claimant")],
        "outlet": _outlets(tables, events, "event_id"),
        "incident": [_pairs(events, "event_id", "incident_id")],
    }
    return links, _days(events, "event_id", "date_start", "date_end")


def _of_statements(tables: dict, name: str, actors: tuple[str, ...]) -> tuple[Links, pd.DataFrame]:
    """Casualties or claims: their own actors, and the type, place and day of their event or incident."""
    rows, key = tables[name], FRAMES[name].key
    events, incidents = _pairs(rows, key, "event_id"), _pairs(rows, key, "incident_id")
    links = _actors(tables, [*(_pairs(rows, key, c) for c in actors), _through(events, _event_actors(tables))])
    for facet in ("country", "event_type"):
        of_event = _pairs(tables["events"], "event_id", facet)
        of_incident = _pairs(tables["incidents"], "incident_id", facet)
        without = incidents[~incidents["row"].isin(events["row"])]
        links[facet] = [_through(events, of_event), _through(without, of_incident)]
    links |= {"claimant": [_pairs(rows, key, "claimant")], "outlet": _outlets(tables, rows, key)}
    links["incident"] = [incidents]
    days = pd.DataFrame(index=pd.Index(rows[key], name="row"))
    for column, day in (("first_day", "date_start"), ("last_day", "date_end")):
        by_event = tables["events"].set_index("event_id")[day].reindex(rows["event_id"]).to_numpy()
        by_incident = tables["incidents"].set_index("incident_id")[day].reindex(rows["incident_id"]).to_numpy()
        days[column] = pd.Series(by_event, index=days.index).fillna(pd.Series(by_incident, index=days.index))
    return links, days


def _of_casualties(tables: dict) -> tuple[Links, pd.DataFrame]:
    links, days = _of_statements(tables, "casualties", ("victim_id", "source_id"))
    links["side"].append(_civilians(tables["casualties"], "casualty_id"))
    return links | {"outcome": [_pairs(tables["casualties"], "casualty_id", "outcome")]}, days


def _of_claims(tables: dict) -> tuple[Links, pd.DataFrame]:
    links, days = _of_statements(tables, "claims", ("source_id", "via_id", "about_id"))
    return links | {"outcome": [_pairs(tables["casualties"], "claim_id", "outcome")]}, days


def _of_incidents(tables: dict) -> tuple[Links, pd.DataFrame]:
    rows, events, told, said = (tables[n] for n in ("incidents", "events", "casualties", "claims"))
    own = pd.concat([_pairs(rows, "incident_id", c) for c in ("initiator_id", "target_id")])
    theirs = _through(_pairs(events, "incident_id", "event_id"), _event_actors(tables))
    links = _actors(tables, [own, theirs])
    links["side"].append(_civilians(told, "incident_id"))
    tellers = pd.concat([events, told])[["incident_id", "article_id"]]
    links |= {
        "country": [_pairs(rows, "incident_id", "country")],
        "event_type": [_pairs(rows, "incident_id", "event_type"), _pairs(events, "incident_id", "event_type")],
        "outcome": [_pairs(told, "incident_id", "outcome")],
        "claimant": [_pairs(told, "incident_id", "claimant"), _pairs(said, "incident_id", "claimant")],
        "outlet": _outlets(tables, tellers, "incident_id"),
        "incident": [pd.DataFrame({"row": rows["incident_id"], "value": rows["incident_id"]})],
    }
    return links, _days(rows, "incident_id", "date_start", "date_end")


def _of_namings(tables: dict, name: str, actors: tuple[str, ...]) -> tuple[Links, pd.DataFrame]:
    """Namings and ties: their actors; what else their sentence tells."""
    rows, key = tables[name], FRAMES[name].key
    links = _actors(tables, [_pairs(rows, key, c) for c in actors])
    links["country"] = links["home"]
    place = rows[[key, *SENTENCE]]
    telling = tables["event_mentions"].merge(tables["events"][["event_id", "event_type", "incident_id"]], on="event_id")
    told, said = tables["casualties"], tables["claims"]
    links |= {
        "event_type": [_beside(place, key, telling, "event_type")],
        "outcome": [_beside(place, key, told, "outcome")],
        "claimant": [_beside(place, key, told, "claimant"), _beside(place, key, said, "claimant")],
        "incident": [_beside(place, key, telling, "incident_id"), _beside(place, key, told, "incident_id")],
        "outlet": _outlets(tables, rows, key),
    }
    return links, _published(tables, rows, key)


def _of_articles(tables: dict) -> tuple[Links, pd.DataFrame]:
    by_name = tables["mentions"].query("basis != 'description'")
    links = _actors(tables, [_pairs(by_name, "article_id", "actor_id")])
    sources = {"event_type": "events", "outcome": "casualties", "country": "events"}
    links |= {facet: [_pairs(tables[table], "article_id", facet)] for facet, table in sources.items()}
    links["claimant"] = [_pairs(tables[n], "article_id", "claimant") for n in ("casualties", "claims")]
    links["outlet"] = [_pairs(tables["articles"], "article_id", "publisher")]
    links["incident"] = [_pairs(tables["events"], "article_id", "incident_id")]
    return links, _published(tables, tables["articles"], "article_id")


def _beside(place: pd.DataFrame, key: str, other: pd.DataFrame, column: str) -> pd.DataFrame:
    """Values of what stands in the same sentence."""
    values = other[[*SENTENCE, column]].dropna().drop_duplicates()
    return place.merge(values, on=SENTENCE)[[key, column]].set_axis(["row", "value"], axis=1)


def _days(rows: pd.DataFrame, key: str, first: str, last: str) -> pd.DataFrame:
    known = rows[[key, first, last]].set_axis(["row", "first_day", "last_day"], axis=1).dropna(subset=["row"])
    return known.set_index("row")


def _published(tables: dict, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    days = tables["articles"].set_index("article_id")["published"].reindex(rows["article_id"])
    return pd.DataFrame(
        {"first_day": days.to_numpy(), "last_day": days.to_numpy()}, index=pd.Index(rows[key], name="row")
    )


LINKED: dict[str, Callable[[dict], tuple[Links, pd.DataFrame]]] = {
    "articles": _of_articles,
    "casualties": _of_casualties,
    "claims": _of_claims,
    "events": _of_events,
    "incidents": _of_incidents,
    "mentions": lambda tables: _of_namings(tables, "mentions", ("actor_id",)),
    "relations": lambda tables: _of_namings(tables, "relations", ("subject_id", "object_id")),
}


def words(frames: Frames, name: str) -> pd.DataFrame:
    """The sentences behind the rows of a frame, with who says them, who passed it on, the outlet and the rule of the row.

    Columns of ``Frames.evidence`` and ``outlet, claimant, via, rule``. A statement or claim has its own claimant; another row
    that of the shortest claim that holds most of its words, a naming also the claim whose speaker it names; else the article
    itself.
    """
    tables = _first_hand(frames)
    rows, key = tables[name], FRAMES[name].key
    found = frames.evidence(rows).reset_index(drop=True)
    found = found.assign(outlet=found["article_id"].map(frames.articles.set_index("article_id")["publisher"]))
    said = _said(frames, tables)
    if name in ("casualties", "claims"):
        who = (
            rows.set_index(key)["claim_id"]
            if name == "casualties"
            else pd.Series(rows[key].to_numpy(), index=rows[key])
        )
        via = found["row_id"].map(who).map(said.set_index("claim_id")["via"])
        found = found.assign(claimant=found["row_id"].map(rows.set_index(key)["claimant"]), via=via)
    else:
        found = _covered(found, said, speakers=name == "mentions")
    rule = found["row_id"].map(rows.set_index(key)["rule"]) if "rule" in rows else None
    return found.assign(rule=rule)


def _said(frames: Frames, tables: dict) -> pd.DataFrame:
    """Claims with the relayer's name, and with offsets of their words and their speaker's from the start of their sentence."""
    names = frames.actors.set_index("actor_id")["name"]
    said = tables["claims"].assign(via=lambda d: d["via_id"].map(names).fillna(d["via_text"]))
    begins = frames.sentences[[*SENTENCE, "start"]].rename(columns={"start": "begins"})
    said = said.merge(begins, on=SENTENCE, how="left")
    offsets = {"first": "start", "last": "end", "speaker_first": "source_start", "speaker_last": "source_end"}
    return said.assign(**{name: said[of] - said["begins"] for name, of in offsets.items()})


def _covered(found: pd.DataFrame, said: pd.DataFrame, *, speakers: bool) -> pd.DataFrame:
    """Each line with the claimant of the shortest claim that holds most of its marked words, or whose speaker they name."""
    lines = found[[*SENTENCE, "mark_start", "mark_end"]].assign(line=range(len(found)))
    offsets = ["first", "last", "speaker_first", "speaker_last"]
    both = lines.merge(said[[*SENTENCE, *offsets, "claimant", "via"]], on=SENTENCE)
    marked = both["mark_end"] - both["mark_start"]
    held = both["mark_end"].clip(upper=both["last"]) - both["mark_start"].clip(lower=both["first"])
    within = 2 * held > marked
    named = (both["mark_start"] < both["speaker_last"]) & (both["mark_end"] > both["speaker_first"])
    both = both.assign(length=both["last"] - both["first"], apart=~within)[within | (named.fillna(False) & speakers)]
    nearest = both.sort_values(["line", "apart", "length"], kind="stable").drop_duplicates("line")
    nearest = nearest.set_index("line").reindex(range(len(found)))
    return found.assign(claimant=nearest["claimant"].fillna(OUTLET).to_numpy(), via=nearest["via"].to_numpy())
