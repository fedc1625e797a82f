"""Frames -> frames that answer a question: who is named with whom, who said which number, how much was understood.

Numbers of victims are never added across the statements of one incident; sums stand in ``frames.incidents`` alone.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

OUTLET = "the article itself"


def coverage(frames: Frames) -> pd.DataFrame:
    """How much of each article was understood, one row an article.

    Columns ``article_id, title, published, published_basis, sentences, with_actor, with_claim, open_dates, unread_numbers,
    cut``: shares are of the article's sentences, the last three are counts.
    """
    articles = frames.articles[["article_id", "title", "published", "published_basis"]].set_index("article_id")
    sentences = frames.sentences.groupby("article_id").size()

    def share(df: pd.DataFrame) -> pd.Series:
        return df.drop_duplicates(["article_id", "sentence_id"]).groupby("article_id").size() / sentences

    def count(df: pd.DataFrame) -> pd.Series:
        return df.groupby("article_id").size()

    open_dates = frames.dates[frames.dates["timex_type"].eq("DATE") & frames.dates["date_start"].isna()]
    return (
        articles.assign(
            sentences=sentences,
            with_actor=share(frames.mentions).round(2),
            with_claim=share(frames.claims).round(2),
            open_dates=count(open_dates),
            unread_numbers=count(frames.numbers[frames.numbers["role"] == "unread"]),
            cut=count(frames.problems[frames.problems["kind"] == "cut"]),
        )
        .fillna({"with_actor": 0, "with_claim": 0, "open_dates": 0, "unread_numbers": 0, "cut": 0})
        .reset_index()
    )


def named(frames: Frames) -> pd.DataFrame:
    """Namings of actors with what is known of the actor, one row a naming.

    Columns of ``mentions``, and ``name, actor_type, country, published``. Names only: pronouns and descriptions are left
    out, and so are near copies of articles.
    """
    first_hand = frames.articles.loc[frames.articles["duplicate_of"].isna(), ["article_id", "published"]]
    known = frames.actors[["actor_id", "name", "actor_type", "country"]]
    return (
        frames.mentions.query("basis != 'description'")
        .merge(known, on="actor_id")
        .merge(first_hand, on="article_id")
        .assign(country=lambda d: d["country"].astype(object).where(d["country"].notna(), None))
        .reset_index(drop=True)
    )


def pairs(frames: Frames) -> pd.DataFrame:
    """Actors named in one sentence, one row a pair and sentence.

    Columns ``pair_id, actor_a, actor_b, article_id, sentence_id, mention_ids``; the names are in alphabetical order.
    """
    mentions = named(frames)
    mentions = mentions[mentions["actor_type"].isin(["armed_group", "state_force", "government", "igo"])]
    rows = []
    for (article_id, sentence_id), its in mentions.groupby(["article_id", "sentence_id"]):
        by_name = {name: "; ".join(group["mention_id"]) for name, group in its.groupby("name")}
        for one, other in combinations(sorted(by_name), 2):
            pair_id = f"{article_id}:{sentence_id}:{one}|{other}"
            rows.append((pair_id, one, other, article_id, sentence_id, f"{by_name[one]}; {by_name[other]}"))
    columns = ["pair_id", "actor_a", "actor_b", "article_id", "sentence_id", "mention_ids"]
    return pd.DataFrame(rows, columns=columns)


def statements(frames: Frames) -> pd.DataFrame:
    """Statements of a number of victims beside their incident, one row a statement.

    Columns of ``casualties``, and ``incident`` (its title), ``country, claimant`` (who says so), ``published``. Rows of
    near copies are left out; nothing is added up.
    """
    incidents = frames.incidents[["incident_id", "title", "country"]].rename(columns={"title": "incident"})
    first_hand = frames.articles.loc[frames.articles["duplicate_of"].isna(), ["article_id", "published"]]
    told = frames.casualties.merge(first_hand, on="article_id").merge(incidents, on="incident_id", how="left")
    return told.assign(claimant=claimant(told, frames.actors))


def claimant(rows: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """Who says each row of ``casualties`` or ``claims``, in words: the actor's name, else the text's words."""
    names = actors.set_index("actor_id")["name"]
    words = rows["source_text"].str.replace(r"^(?:the|an?)\s+", "", regex=True, case=False)
    said = rows["source_id"].map(names).fillna(words.str[:1].str.upper() + words.str[1:])
    return said.mask(rows["source_type"].eq("outlet"), OUTLET).fillna("unknown")


def claimants(frames: Frames, *, outcome: str = "killed") -> pd.DataFrame:
    """Who said which number on which incident: the ``count`` statements of an outcome that give a number.

    One row a statement, columns of ``statements`` and ``label`` (claimant and victims), ordered by incident and day.
    """
    told = statements(frames)
    numbers = told["low"].notna() | told["best"].notna() | told["high"].notna()
    kept = told[numbers & told["outcome"].eq(outcome) & told["counting"].eq("count") & told["incident"].notna()]
    return (
        kept.assign(label=kept["claimant"] + ": " + kept["victim_text"].str.slice(0, 40))
        .sort_values(["incident", "published", "start"])
        .reset_index(drop=True)
    )


def disagreement(frames: Frames, *, outcome: str = "killed") -> pd.DataFrame:
    """Incidents on which several claimants give a number for one side, the furthest apart first.

    One row an incident and side: ``incident_id, incident, victim_side, n_claimants, lowest, lowest_by, highest,
    highest_by, ratio`` (highest over lowest; NA where the lowest is 0).
    """
    told = claimants(frames, outcome=outcome)
    told = told.assign(number=told["best"].fillna(told["low"]).fillna(told["high"])).dropna(subset=["number"])
    rows = []
    for (incident_id, incident, side), its in told.groupby(["incident_id", "incident", "victim_side"]):
        if its["claimant"].nunique() < 2:
            continue
        low, high = its.loc[its["number"].idxmin()], its.loc[its["number"].idxmax()]
        ratio = high["number"] / low["number"] if low["number"] else pd.NA
        rows.append(
            (
                incident_id,
                incident,
                side,
                its["claimant"].nunique(),
                low["number"],
                low["claimant"],
                high["number"],
                high["claimant"],
                ratio,
            )
        )
    columns = [
        "incident_id",
        "incident",
        "victim_side",
        "n_claimants",
        "lowest",
        "lowest_by",
        "highest",
        "highest_by",
        "ratio",
    ]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["ratio", "incident"], ascending=[False, True], ignore_index=True)


def events(frames: Frames) -> pd.DataFrame:
    """Events of first-hand articles with the initiator's name, one row an event; planned ones are left out."""
    first_hand = frames.articles.loc[frames.articles["duplicate_of"].isna(), ["article_id", "published"]]
    names = frames.actors.set_index("actor_id")["name"]
    told = frames.events[frames.events["status"] != "planned"].merge(first_hand, on="article_id")
    return told.assign(initiator=told["initiator_id"].map(names).fillna("not told"), day=told["date_start"])


def said(frames: Frames) -> pd.DataFrame:
    """Claims of first-hand articles with the claimant in words, one row a claim."""
    first_hand = frames.articles.loc[frames.articles["duplicate_of"].isna(), ["article_id", "published"]]
    told = frames.claims.merge(first_hand, on="article_id")
    return told.assign(claimant=claimant(told, frames.actors))


def sentences(frames: Frames, rows: pd.DataFrame) -> pd.DataFrame:
    """``frames.evidence(rows)`` with the columns ``claimant`` and ``outlet``, for figures that list their sentences."""
    found = frames.evidence(rows)
    outlets = frames.articles.set_index("article_id")["publisher"]
    found = found.assign(outlet=found["article_id"].map(outlets), claimant=None)
    key = next((k for k in ("casualty_id", "claim_id") if k in rows), None)
    if key and "source_text" in rows:
        by_row = pd.Series(claimant(rows, frames.actors).to_numpy(), index=rows[key])
        found["claimant"] = found["row_id"].map(by_row[~by_row.index.duplicated()])
    return found
