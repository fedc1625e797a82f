"""Where the accounts differ: who said which number on one incident, by how much they differ, and what each leaves out.

An account is a claimant's on one incident: what he says of the dead, wounded, captured and missing of each side. Its numbers
are those that would enter the incident's totals (``incidents.totals``): of one claimant counts of different victims add up,
of the same victims the newest stands.
"""

from __future__ import annotations

import math
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import incidents
from lwj_analysis.compare.tables import claimants, in_words, numbers, statements
from lwj_analysis.errors import BadValue, NotThere

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

SIDES = {"initiator": "of the initiator", "target": "of the side attacked", "civilian": "civilians"}
OUTCOMES = ("killed", "wounded", "captured", "abducted", "missing", "casualties")
THIRD, LOSER, WINNER = (
    0,
    1,
    2,
)  # tiers of rule 5: third parties, the side that lost them, the side that inflicted the loss
EXAMPLES = 5  # titles in a message
PERIODS = {"month": "M", "quarter": "Q", "year": "Y"}


def accounts(frames: Frames) -> pd.DataFrame:
    """Who said which number: one row an incident, claimant, outcome and side.

    Columns ``incident_id, incident, claimant, outcome, victim_side, low, best, high, said`` (day of the newest statement),
    ``tier`` (0 third parties and the outlet, 1 the side that lost the people, 2 the side that inflicted the loss) and
    ``casualty_ids``, the statements it is made of. Statements that give no number have empty bounds.
    """
    events = incidents.with_place_names(frames.events, frames.places)
    rows = incidents.account_rows(events, frames.casualties, frames.claims, frames.articles, frames.actors)
    columns = [
        "incident_id",
        "claimant",
        "outcome",
        "victim_side",
        "low",
        "best",
        "high",
        "newest",
        "tier",
        "casualty_ids",
    ]
    found = pd.DataFrame(rows, columns=columns).astype({"low": "Int64", "best": "Int64", "high": "Int64"})
    known = frames.incidents.set_index("incident_id")["title"]
    said = pd.to_datetime(found["newest"].mask(found["newest"].eq(pd.Timestamp.max)))
    found = found.assign(incident=found["incident_id"].map(known), said=said).drop(columns="newest")
    order = [
        "incident_id",
        "incident",
        "claimant",
        "outcome",
        "victim_side",
        "low",
        "best",
        "high",
        "said",
        "tier",
        "casualty_ids",
    ]
    return found[order]


def matrix(frames: Frames, incident_id: str | None) -> pd.DataFrame:
    """One incident: a row a claimant in the order they spoke, a column an outcome, in a cell their numbers in that order.

    Each number has its hedge, its side and in brackets the parts that the claimant tells of it; a claimant's last one is
    not always the one that stands (``accounts``). Empty for ``None``. Raises KeyError if there is no such incident.
    """
    if incident_id is not None and incident_id not in set(frames.incidents["incident_id"]):
        raise NotThere(f"no incident has the id {incident_id!r}")
    told = statements(frames).query("incident_id == @incident_id and stance != 'denies'")
    told = told[told["counting"].isin(["count", "subset"]) & told[["low", "best", "high"]].notna().any(axis=1)]
    told = told.sort_values(["published", "article_id", "start"]).set_index("casualty_id", drop=False)
    whole = _wholes(told)
    own = told["claimant"].eq(whole.map(told["claimant"]))
    parts = {w: ", ".join(map(_part, its.itertuples())) for w, its in told[own].groupby(whole[own])}
    wholes = told[~own]
    wholes = wholes.assign(
        cell=[_cell(row, whole[row.Index], parts.get(row.Index), told) for row in wholes.itertuples()]
    )
    cells = wholes.groupby(["claimant", "outcome"], sort=False)["cell"].agg(lambda c: "; ".join(dict.fromkeys(c)))
    table = cells.unstack()
    table = table.reindex(columns=[o for o in OUTCOMES if o in table]).rename_axis(columns=None)
    return table.reindex(list(dict.fromkeys(wholes["claimant"]))).reset_index()


def differences(frames: Frames, *, outcome: str = "killed") -> pd.DataFrame:
    """Where claimants differ, and by how much: one row an incident and side with numbers of several claimants.

    Columns ``incident_id, incident, victim_side, claimants, lowest, lowest_by, highest, highest_by, gap`` (people),
    ``ratio`` (highest over lowest; NA where the lowest is 0) and ``meet`` (whether all ranges share a number); the largest
    ratio first.
    """
    told = accounts(frames).query("outcome == @outcome")
    told = told.assign(number=told["best"].fillna(told["low"]).fillna(told["high"])).dropna(subset=["number"])
    by = ["incident_id", "incident", "victim_side"]
    rows = [(*key, *_apart(its)) for key, its in told.groupby(by) if len(its) > 1]
    columns = [*by, "claimants", "lowest", "lowest_by", "highest", "highest_by", "gap", "ratio", "meet"]
    found = pd.DataFrame(rows, columns=columns).astype({"ratio": "Float64", "meet": "boolean"})
    return found.sort_values(["ratio", "incident"], ascending=[False, True], ignore_index=True)


def most_disputed(frames: Frames) -> pd.DataFrame:
    """The statements of the incident whose accounts are furthest apart, as of ``claimants``; none if nobody differs."""
    told, apart = claimants(frames), differences(frames)
    return told[told["incident_id"].isin(apart["incident_id"].head(1))].reset_index(drop=True)


def inflation(frames: Frames, *, outcome: str = "killed") -> pd.DataFrame:
    """A party's claim of the other side's losses beside what that side, or else a third party, says of them.

    One row a claim: ``incident_id, incident, day, party`` (who inflicted the loss by its own account), ``claimed,
    other, other_by, other_is`` (``side that lost them`` or ``third``), ``ratio`` (claimed over other; NA where other is 0).
    Civilians and victims whose side is not known are nobody's losses here. A ratio is a reading aid: the two may not count the
    same people or the same hours.
    """
    told = accounts(frames).query("outcome == @outcome and victim_side in ['initiator', 'target']")
    told = told.assign(number=told["best"].fillna(told["low"])).dropna(subset=["number"])
    days = frames.incidents.set_index("incident_id")["date_start"]
    rows = []
    for (incident_id, incident, _side), its in told.groupby(["incident_id", "incident", "victim_side"]):
        losers, thirds = its[its["tier"] == LOSER], its[its["tier"] == THIRD]
        others, kind = (losers, "side that lost them") if len(losers) else (thirds, "third")
        if others.empty:
            continue
        other = others.sort_values(["said", "number"], ascending=[False, True]).iloc[0]
        for claim in its[its["tier"] == WINNER].itertuples():
            ratio = float(claim.number) / float(other["number"]) if other["number"] else pd.NA
            beside = (other["number"], other["claimant"], kind, ratio)
            rows.append((incident_id, incident, days.get(incident_id), claim.claimant, claim.number, *beside))
    columns = ["incident_id", "incident", "day", "party", "claimed", "other", "other_by", "other_is", "ratio"]
    found = pd.DataFrame(rows, columns=columns).astype({"claimed": "Int64", "other": "Int64", "ratio": "Float64"})
    return found.assign(day=pd.to_datetime(found["day"])).sort_values(["party", "day"], ignore_index=True)


def inflation_by_party(frames: Frames, *, outcome: str = "killed", period: str = "year") -> pd.DataFrame:
    """The ratios of ``inflation`` by party and month, quarter or year: ``party, period, claims, median, lowest, highest``.

    Raises ValueError for another period.
    """
    if period not in PERIODS:
        raise BadValue(f"no period {period!r}; there are {', '.join(PERIODS)}")
    told = inflation(frames, outcome=outcome).dropna(subset=["ratio"])
    told = told.assign(period=told["day"].dt.to_period(PERIODS[period]).astype(str).fillna("undated"))
    grouped = told.groupby(["party", "period"])["ratio"]
    return grouped.agg(claims="size", median="median", lowest="min", highest="max").reset_index()


def omissions(frames: Frames) -> pd.DataFrame:
    """What each article leaves out that another article on the same incident tells; one row an incident and article.

    Columns ``incident_id, incident, article_id, outlet, tells, leaves_out``: of place, unit, weapon, who claims it, civilian
    dead, the initiator's own dead, a claimant for its numbers. Incidents of one article are left out.
    """
    copies = set(frames.articles.loc[frames.articles["duplicate_of"].notna(), "article_id"])
    titles = dict(zip(frames.incidents["incident_id"], frames.incidents["title"], strict=True))
    outlets = dict(zip(frames.articles["article_id"], frames.articles["publisher"], strict=True))
    tells = _tells(frames, frames.events[~frames.events["article_id"].isin(copies)])
    every_item = tells.columns.to_numpy()
    by_article = [(*ids, list(every_item[row])) for ids, row in zip(tells.index, tells.to_numpy(), strict=True)]
    rows = []
    for incident_id, its in groupby(by_article, key=itemgetter(0)):
        told = list(its)
        every = list(dict.fromkeys(item for *_, items in told for item in items))
        for _, article, items in told if len(told) > 1 else ():
            missing = "; ".join(i for i in every if i not in items) or None
            rows.append((incident_id, titles[incident_id], article, outlets.get(article), "; ".join(items), missing))
    columns = ["incident_id", "incident", "article_id", "outlet", "tells", "leaves_out"]
    return pd.DataFrame(rows, columns=columns)


def deeds(frames: Frames) -> pd.DataFrame:
    """What actors did to each other: one row an initiator, target and type, over incidents (not articles).

    Columns ``initiator, target, event_type, incidents, killed`` (the target's dead by the preferred figures, NA where nobody
    counts them), ``first, last`` (days) and ``incident_ids``; the most incidents first.
    """
    names = frames.actors.set_index("actor_id")["name"]
    told = frames.incidents.dropna(subset=["initiator_id", "target_id"])
    told = told.assign(initiator=told["initiator_id"].map(names), target=told["target_id"].map(names))
    grouped = told.groupby(["initiator", "target", "event_type"])
    found = grouped.agg(
        incidents=("incident_id", "size"),
        killed=("killed_target_best", lambda s: s.sum(min_count=1)),
        first=("date_start", "min"),
        last=("date_end", "max"),
        incident_ids=("incident_id", lambda s: "; ".join(sorted(s))),
    )
    found = found.reset_index().sort_values(["incidents", "initiator", "target"], ascending=[False, True, True])
    return found.astype({"killed": "Int64"}).reset_index(drop=True)


def incident_named(frames: Frames, words: str | None = None) -> str | None:
    """The id of one incident: by its id or words of its title, else of an actor's name or a headline; ``None``: most origins.

    Of several that fit the words it is the one with most origins; ``None`` where the articles tell of no incident at all.
    Raises KeyError where none fits the words.
    """
    known = frames.incidents.sort_values(["n_origins", "n_articles", "incident_id"], ascending=[False, False, True])
    if words is None:
        return None if known.empty else known["incident_id"].iloc[0]
    fits = known["incident_id"].eq(words) | _hold(known["title"], words)
    found = known[fits] if fits.any() else known[_told_with(frames, known, words)]
    if found.empty:
        some = "; ".join(known["title"].head(EXAMPLES))
        raise NotThere(f"no incident has the id or the words {words!r}; there are {len(known)}, such as: {some}")
    return found["incident_id"].iloc[0]


def _told_with(frames: Frames, incidents: pd.DataFrame, words: str) -> pd.Series:
    """Which incidents have an initiator or target of this name, or an article with these words in its headline."""
    actors, articles, events = frames.actors, frames.articles, frames.events
    named = set(actors.loc[_hold(actors["name"], words) | _hold(actors["aliases"], words), "actor_id"])
    headed = set(articles.loc[_hold(articles["title"], words), "article_id"])
    told = set(events.loc[events["article_id"].isin(headed), "incident_id"].dropna())
    parties = incidents["initiator_id"].isin(named) | incidents["target_id"].isin(named)
    return parties | incidents["incident_id"].isin(told)


def _hold(cells: pd.Series, words: str) -> pd.Series:
    return cells.astype("string").str.contains(words, case=False, regex=False).fillna(False).astype(bool)


def grounds(frames: Frames, incident_id: str | None) -> pd.DataFrame:
    """Why one incident is graded and joined as it is: ``what, told``, one row a ground; empty for ``None``.

    Raises KeyError if there is no such incident.
    """
    if incident_id is None:
        return pd.DataFrame(columns=["what", "told"])
    known = frames.incidents[frames.incidents["incident_id"].eq(incident_id)]
    if known.empty:
        raise NotThere(f"no incident has the id {incident_id!r}")
    row = known.iloc[0]
    names = frames.actors.set_index("actor_id")["name"]
    joined = row["merged_because"]
    titles = frames.articles.dropna(subset=["title"]).set_index("article_id")["title"]
    for article_id, title in titles.items() if isinstance(joined, str) else ():
        joined = joined.replace(article_id, f"“{title}”")
    told = {
        "began it": names.get(row["initiator_id"]),
        "was attacked": names.get(row["target_id"]),
        "grade": f"{row['grade']}: {row['grade_reason']}",
        "sources and origins": f"{row['n_sources']} cited or publishing, {row['n_origins']} innermost claimants",
        "numbers of killed": row["agreement"],
        "preferred figures of": row["killed_best_source"],
        "joined because": joined,
    }
    return pd.DataFrame([(what, words) for what, words in told.items() if pd.notna(words)], columns=["what", "told"])


def numbers_of(frames: Frames, incident_id: str | None, *, outcome: str = "killed") -> pd.DataFrame:
    """The statements of one incident and outcome as of ``numbers``, repeats left out, in the order of publication."""
    told = numbers(frames, outcome=outcome)
    its = told[told["incident_id"].eq(incident_id) & told["counting"].ne("repeat")]
    return its.sort_values(["published", "article_id", "start"], ignore_index=True)


def chronicle(frames: Frames, incident_id: str | None) -> pd.DataFrame:
    """The figures of one incident in the order they were said: one row a statement with a number, or a denial.

    Columns ``casualty_id, said, claimant, victims, outcome, low, best, high, counting, stance, left_out, article_id, outlet``.
    """
    told = statements(frames).query("incident_id == @incident_id")
    told = told[told[["low", "best", "high"]].notna().any(axis=1) & told["counting"].ne("repeat")]
    outlets = frames.articles.set_index("article_id")["publisher"]
    told = told.assign(outlet=told["article_id"].map(outlets)).sort_values(["published", "article_id", "start"])
    names = {"published": "said", "victim_text": "victims"}
    columns = [
        "casualty_id",
        "said",
        "claimant",
        "victims",
        "outcome",
        "low",
        "best",
        "high",
        "counting",
        "stance",
        "left_out",
    ]
    return told.rename(columns=names)[[*columns, "article_id", "outlet"]].reset_index(drop=True)


def _tells(frames: Frames, events: pd.DataFrame) -> pd.DataFrame:
    """Which of the things asked of an account each article tells on each incident: a row each, a column a thing."""
    by, rows = ["incident_id", "article_id"], frames.casualties
    units = set(frames.actors.loc[frames.actors["parent_id"].notna(), "actor_id"])
    killed, side = rows["outcome"].eq("killed"), rows["victim_side"]
    of_events = {
        "place": events["place"].notna(),
        "unit": events["initiator_id"].isin(units) | events["target_id"].isin(units),
        "weapon": events["weapons"].notna(),
        "who claims it": events["claimed_by_id"].notna(),
    }
    of_numbers = {
        "civilian dead": killed & side.eq("civilian"),
        "the initiator's own dead": killed & side.eq("initiator"),
        "the dead of the side attacked": killed & side.eq("target"),
        "a claimant for its numbers": rows["source_type"].ne("outlet"),
    }
    told = events[by].assign(**of_events).dropna(subset=by).groupby(by).any()
    numbers = rows[by].assign(**of_numbers).dropna(subset=by).groupby(by).any()
    return told.join(numbers).astype("boolean").fillna(False).astype(bool)


def _apart(its: pd.DataFrame) -> tuple:
    """The two ends of one incident and side, how far they are apart, and whether all ranges meet."""
    its = its.sort_values(["number", "claimant"], kind="stable")
    low, high = its.iloc[0], its.iloc[-1]
    ratio = float(high["number"]) / float(low["number"]) if low["number"] else pd.NA
    most_low = max((0 if pd.isna(n) else n) for n in its["low"])
    least_high = min((math.inf if pd.isna(n) else n) for n in its["high"])
    ends = (low["number"], low["claimant"], high["number"], high["claimant"], high["number"] - low["number"])
    return its["claimant"].nunique(), *ends, ratio, most_low <= least_high


def _wholes(told: pd.DataFrame) -> pd.Series:
    """By statement the statement that it is a part of, itself no part; NA for one that is no part of another here."""
    of = told["of_id"].where(told["counting"].eq("subset") & told["of_id"].isin(told.index))
    for _ in range(len(told)):
        above = of.map(of)
        if above.isna().all():
            break
        of = above.fillna(of)
    return of


def _cell(row, whole: str | None, parts: str | None, told: pd.DataFrame) -> str:
    """Such as: 40 or more of the side attacked (of these 4 officers); 7 civilians (part of 332, RFI)."""
    if row.counting == "subset":
        known = in_words(*told.loc[whole, ["low", "best", "high"]]) if whole in told.index else None
        return f"{_part(row)} (part of {known}, {told.loc[whole, 'claimant']})" if known else f"{_part(row)} (a part)"
    side = SIDES.get(row.victim_side)
    number = in_words(row.low, row.best, row.high) + (f" {side}" if side else "")
    return f"{number} (of these {parts})" if parts else number


def _part(row) -> str:
    """The victims of a part in the text's own words, which hold the number: 39 from the Kurdish forces; else the number."""
    return row.victim_text if isinstance(row.victim_text, str) else in_words(row.low, row.best, row.high)
