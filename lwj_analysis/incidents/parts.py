"""Incidents of a corpus of any size: cut into parts that need nothing of each other, told one by one or side by side.

Two passes. The first looks for likely pairs among the groups of a country and half a year; the second joins and tells the
groups that chains of such pairs connect. What a part holds is bounded, whatever the size of the corpus, and the rows are
the same however the parts are cut and wherever they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from lwj_analysis.incidents import by_hand
from lwj_analysis.incidents.actors import Actors
from lwj_analysis.incidents.blocks import WINDOW_DAYS
from lwj_analysis.incidents.merging import Likely, Merged, best_first, groups_of, independent, joined, likely
from lwj_analysis.incidents.remembered import Remembered, key_of, signs_of_groups
from lwj_analysis.incidents.rows import incident_rows, sides

Tables = dict[str, pd.DataFrame]
Spread = Callable[[Callable, Iterable], Iterable]  # as the builtin ``map``; results may come in any order
GROUPS = 2_000  # groups of events that a part holds at most, unless one block or chain has more
WEEKS = 26  # of a block of the first pass; an incident of several is found in each
TOLD = ("events", "casualties", "claims")


@dataclass
class Part:
    """Rows of some of the groups; ``pairs`` are the likely ones among them, ``None`` where they are still to be found."""

    tables: Tables
    pairs: list[Likely] | None = None
    merge: bool = True


@dataclass
class Told:
    """Merged id of each article's own incident, rows of ``incidents``, and for casualties side and why no total adds them."""

    ids: dict[str, str]
    rows: list[dict]
    victim_side: pd.Series
    left_out: pd.Series


def tell(
    own: Tables, *, merge: bool = True, spread: Spread = map, size: int = GROUPS, memory: Remembered | None = None
) -> Told:
    """Join the groups of different articles that tell of one incident, and tell each incident.

    ``own`` holds ``events`` (with ``place_name``), ``casualties`` and ``claims`` with the article's own ``incident_id``,
    and ``articles`` and ``actors``. Without ``merge`` the articles' own incidents are told. ``spread`` calls a function for
    each part, here (``map``) or on a cluster. ``memory`` has what was told before, of groups that are as they were.
    """
    names = pd.unique(own["events"]["incident_id"].dropna())
    if len(names) <= size:
        return tell_part(Part(own, None, merge))
    memory = memory or Remembered(None)
    signs = signs_of_groups(own, TOLD)
    pairs = _all_pairs(own, signs, spread, size, memory) if merge else []
    chains = _numbered(names, independent(_marks(own["events"]), pairs))
    keys = _keys_of_chains(chains, signs, pairs, merge=merge)
    known = {number: found for number, key in keys.items() if (found := memory.get(key)) is not None}
    told = [_recalled(own, known)] if known else []
    recalled = chains["block"].isin(known)
    new, old = chains[~recalled], set(chains.loc[recalled, "key"])
    rest = {name: own[name][~own[name]["incident_id"].isin(old)] for name in TOLD}
    linked = [pair for pair in pairs if pair[1] not in old]
    told += spread(tell_part, _parts(own | rest, _packed(new, size), pairs=linked, merge=merge, rest=True))
    _remember(told[bool(known) :], own["casualties"], new, keys, memory)
    order = own["casualties"].index
    return Told(
        {key: name for one in told for key, name in one.ids.items()},
        sorted((row for one in told for row in one.rows), key=lambda row: row["incident_id"]),
        pd.concat([one.victim_side for one in told]).reindex(order),
        pd.concat([one.left_out for one in told]).reindex(order),
    )


# ---- what was told before ----------------------------------------------------------------------------------------------


def _all_pairs(own: Tables, signs: dict[str, int], spread: Spread, size: int, memory: Remembered) -> list[Likely]:
    """The likely pairs of all blocks; those of blocks that are as they were are remembered."""
    blocks = _blocks(own["events"], own["articles"])
    members = blocks.groupby("block")["key"].agg(list)
    keys = {number: key_of(its, signs, "pairs") for number, its in members.items()}
    known = {number: found for number, key in keys.items() if (found := memory.get(key)) is not None}
    pairs = {(score, one, other) for found in known.values() for score, one, other in found}
    new = blocks[~blocks["block"].isin(known)]
    found = {pair for its in spread(pairs_of, _parts(own, _packed(new, size))) for pair in its}
    in_block = {number: set(members[number]) for number in keys if number not in known}
    by_key: dict[str, list[Likely]] = {}
    for pair in found:
        by_key.setdefault(pair[1], []).append(pair)
    for number, its in in_block.items():
        memory.put(keys[number], sorted(p for key in its for p in by_key.get(key, ()) if p[2] in its))
    return sorted(pairs | found, key=best_first)


def _keys_of_chains(chains: pd.DataFrame, signs: dict[str, int], pairs: list[Likely], *, merge: bool) -> dict[int, str]:
    number_of = dict(chains.itertuples(index=False, name=None))
    links: dict[int, list[Likely]] = {}
    for pair in pairs:
        links.setdefault(number_of[pair[1]], []).append(pair)
    members = chains.groupby("block")["key"].agg(list)
    return {number: key_of(its, signs, "told", merge, links.get(number, ())) for number, its in members.items()}


def _recalled(own: Tables, known: dict[int, dict]) -> Told:
    """What is remembered of chains, as if it had been told now."""
    ids = {key: name for found in known.values() for key, name in found["ids"].items()}
    rows = [row for found in known.values() for row in found["rows"]]
    of = {key: two for found in known.values() for key, two in found["casualties"].items()}
    its = own["casualties"]["casualty_id"]
    its = its[its.isin(of)]
    side = pd.Series([of[key][0] for key in its], index=its.index, dtype=own["casualties"]["victim_side"].dtype)
    return Told(ids, rows, side, pd.Series([of[key][1] for key in its], index=its.index, dtype=object))


def _remember(
    told: list[Told], casualties: pd.DataFrame, new: pd.DataFrame, keys: dict[int, str], memory: Remembered
) -> None:
    """Put what was told of each chain into the memory."""
    ids = {key: name for one in told for key, name in one.ids.items()}
    rows = {row["incident_id"]: row for one in told for row in one.rows}
    side = pd.concat([one.victim_side for one in told]) if told else pd.Series(dtype=object)
    left_out = pd.concat([one.left_out for one in told]) if told else pd.Series(dtype=object)
    of_group: dict[str, dict[str, list]] = {}
    for at, group, key in casualties.loc[side.index, ["incident_id", "casualty_id"]].itertuples(name=None):
        why = left_out[at]
        of_group.setdefault(group, {})[key] = [side[at], None if pd.isna(why) else why]
    for number, its in new.groupby("block")["key"]:
        names = dict.fromkeys(ids[key] for key in its if key in ids)
        answer = {
            "ids": {key: ids[key] for key in its if key in ids},
            "rows": [{c: None if _is_missing(v) else v for c, v in rows[n].items()} for n in names if n in rows],
            "casualties": {key: two for group in its for key, two in of_group.get(group, {}).items()},
        }
        memory.put(keys[number], answer)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def pairs_of(part: Part) -> list[Likely]:
    """The likely pairs among the groups of a part."""
    tables = part.tables
    groups = groups_of(tables["events"], tables["casualties"], tables["articles"])
    return likely(groups, Actors.of(tables["actors"]))


def tell_part(part: Part) -> Told:
    """Join and tell the groups of a part."""
    articles, actors = part.tables["articles"], part.tables["actors"]
    merged = _merged(part)
    events, casualties, claims = (
        df.assign(incident_id=df["incident_id"].map(merged.ids)) for df in (part.tables[name] for name in TOLD)
    )
    casualties = casualties.assign(victim_side=sides(events, casualties, actors))
    rows, left_out = incident_rows(events, casualties, claims, articles, actors, merged.because)
    marks = by_hand.of_incidents(events, casualties)
    rows = [row | {"correction": marks.get(row["incident_id"])} for row in rows]
    return Told(merged.ids, rows, casualties["victim_side"], left_out)


def _merged(part: Part) -> Merged:
    tables = part.tables
    if not part.merge:
        events = tables["events"]
        happened = events.loc[events["status"] != "planned", "incident_id"].dropna()
        return Merged({key: key.split("|")[1] for key in happened}, {})
    groups = groups_of(tables["events"], tables["casualties"], tables["articles"])
    known = Actors.of(tables["actors"])
    return joined(groups, likely(groups, known) if part.pairs is None else part.pairs, known)


# ---- which groups stand together ---------------------------------------------------------------------------------------


def _blocks(events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Groups (``key``) by country and half-year (``block``); a group may be in several. Days as in ``blocks.weeks``."""
    told = events.loc[(events["status"] != "planned") & events["incident_id"].notna()]
    dated = told["date_start"].notna() & told["date_end"].notna() & (told["date_prec"] <= 3).fillna(False).astype(bool)
    published = told["article_id"].map(articles.set_index("article_id")["published"])
    rows = pd.DataFrame(
        {
            "key": told["incident_id"].astype(object),
            "country": told["country"].astype(object),
            "first": told["date_start"].where(dated),
            "last": told["date_end"].where(dated),
            "published": published,
        }
    )
    days = rows.groupby("key", sort=False).agg({"first": "min", "last": "max", "published": "min"})
    days["last"] = days["last"].fillna(days["published"])
    days["first"] = days["first"].fillna(days["published"] - pd.Timedelta(days=WINDOW_DAYS))
    days = days.dropna(subset=["first", "last"])
    spans = zip(days.index, _half_years(days["first"]), _half_years(days["last"]), strict=True)
    times = pd.DataFrame(((key, n) for key, a, b in spans for n in range(a, b + 1)), columns=["key", "time"])
    countries = rows[["key", "country"]].drop_duplicates()
    named = countries["key"].isin(countries.loc[countries["country"].notna(), "key"])
    countries = countries[countries["country"].notna() | ~named].fillna({"country": ""})
    found = times.merge(countries, on="key").sort_values(["country", "time", "key"], ignore_index=True)
    return pd.DataFrame({"key": found["key"], "block": found.groupby(["country", "time"], sort=False).ngroup()})


def _half_years(days: pd.Series) -> Iterable[int]:
    ordinals = days.to_numpy().astype("datetime64[D]").astype(np.int64) + pd.Timestamp("1970-01-01").toordinal()
    return (ordinals // 7 // WEEKS).tolist()


def _marks(events: pd.DataFrame) -> dict[str, set[str]]:
    """By group the marks of people who joined or split incidents; groups without a mark are left out."""
    marked = events.loc[events["correction"].notna() & events["incident_id"].notna() & (events["status"] != "planned")]
    by_key = marked[["incident_id", "correction"]].groupby("incident_id")
    return {key: marks for key, its in by_key if (marks := by_hand.marks_of(its.to_dict("records")))}


def _numbered(names: Iterable[str], chains: list[list[str]]) -> pd.DataFrame:
    """Each group with the number of its chain; those of no chain have one of their own."""
    number = {key: n for n, keys in enumerate(chains) for key in keys}
    return pd.DataFrame(
        {"key": names, "block": [number.get(key, len(chains) + n) for n, key in enumerate(names)]}
    ).sort_values("block", kind="stable", ignore_index=True)


def _packed(blocks: pd.DataFrame, size: int) -> pd.DataFrame:
    """Blocks in their order put together into packs of about ``size`` groups: ``key, pack``, a group once in a pack."""
    before = blocks.groupby("block", sort=False).size().cumsum().shift(fill_value=0)
    return pd.DataFrame({"key": blocks["key"], "pack": blocks["block"].map(before // size)}).drop_duplicates()


# ---- the rows of a part ------------------------------------------------------------------------------------------------


def _parts(
    own: Tables, packs: pd.DataFrame, *, pairs: list[Likely] | None = None, merge: bool = True, rest: bool = False
) -> Iterator[Part]:
    """One part a pack; with ``rest`` rows of no group are dealt out to the packs, each row once."""
    numbers = pd.unique(packs["pack"]) if len(packs) or not rest else [0]
    places = {name: _places(own[name]["incident_id"], packs, numbers if rest else ()) for name in TOLD}
    links = _links(pairs or [], packs)
    articles = own["articles"].set_index("article_id", drop=False)
    lineage = Actors.of(own["actors"]).parent
    actors = own["actors"].set_index("actor_id", drop=False)
    for number in numbers:
        tables = {name: own[name].iloc[places[name].get(number, [])] for name in TOLD}
        ids = pd.unique(pd.concat([df["article_id"] for df in tables.values()]))
        tables["articles"] = articles[articles.index.isin(ids)] if len(ids) > len(articles) // 8 else articles.loc[ids]
        tables["actors"] = actors[actors.index.isin(_named(tables, lineage))]
        tables = {
            name: df.reset_index(drop=True) if name in ("articles", "actors") else df for name, df in tables.items()
        }
        yield Part(tables, None if pairs is None else links.get(number, []), merge)


def _places(keys: pd.Series, packs: pd.DataFrame, numbers: Iterable[int]) -> dict[int, np.ndarray]:
    """By pack the places of its rows, in their order."""
    rows = pd.DataFrame({"key": keys.to_numpy(dtype=object), "place": np.arange(len(keys))})
    found = rows.merge(packs, on="key")
    if len(numbers):
        left = rows[~rows["place"].isin(found["place"])]
        found = pd.concat([found, left.assign(pack=np.resize(numbers, len(left)))])
    return {pack: np.sort(its.to_numpy()) for pack, its in found.groupby("pack")["place"]}


def _links(pairs: list[Likely], packs: pd.DataFrame) -> dict[int, list[Likely]]:
    """Pairs by pack, in their order."""
    pack_of = dict(packs.itertuples(index=False, name=None)) if pairs else {}
    found: dict[int, list[Likely]] = {}
    for pair in pairs:
        found.setdefault(pack_of[pair[1]], []).append(pair)
    return found


def _named(tables: Tables, lineage: dict[str, str]) -> set[str]:
    """Actors that rows name in any column of ids, with all they are a part of."""
    columns = [
        (df, c) for df in tables.values() for c in df if c.endswith("_id") and c not in ("article_id", "event_id")
    ]
    found = set(chain.from_iterable(df[c].dropna().unique() for df, c in columns))
    above = found
    while above:
        above = {lineage[actor] for actor in above if actor in lineage} - found
        found |= above
    return found
