"""The words behind a row: its sentence, and what is marked in it."""

from __future__ import annotations

import pandas as pd

from lwj_analysis.errors import BadValue
from lwj_analysis.schema import FRAMES

COLUMNS = ["row_id", "article_id", "title", "published", "sentence_id", "sentence", "mark_start", "mark_end"]


def sentences(tables: dict[str, pd.DataFrame], rows: pd.DataFrame) -> pd.DataFrame:
    """The sentences behind rows of any frame; columns as in ``COLUMNS``, in the order of the rows."""
    name = frame_of(rows)
    located = _located(tables, rows, name)
    articles = tables["articles"][["article_id", "title", "published"]]
    whole = tables["sentences"][["article_id", "sentence_id", "start", "text"]]
    whole = whole.rename(columns={"start": "sentence_start", "text": "sentence"})
    found = located.merge(articles, on="article_id", how="left").merge(
        whole, on=["article_id", "sentence_id"], how="left"
    )
    length = found["sentence"].str.len().astype("Int64")
    found["mark_start"] = (found["start"] - found["sentence_start"]).clip(lower=0)
    found["mark_end"] = (found["end"] - found["sentence_start"]).clip(upper=length)
    return found[COLUMNS].reset_index(drop=True)


def frame_of(rows: pd.DataFrame) -> str:
    """Which frame rows are of: the one most of whose columns they have. Raises ValueError if it is none."""
    shares = {
        name: sum(column in rows for column in frame.names) / len(frame.names)
        for name, frame in FRAMES.items()
        if all(part in rows for part in frame.key.split("+"))
        and (name != "articles" or "sha256" in rows)
        and (name != "sentences" or "paragraph" in rows)
    }
    best = max(shares, key=shares.get, default=None)
    if best and shares[best] >= 0.5:
        return best
    raise BadValue(f"rows of no frame: columns {list(rows)[:6]}; keep the key column and the columns of the frame")


def _located(tables: dict[str, pd.DataFrame], rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Row id, article, sentence and offsets; several lines for an actor or an incident."""
    key = FRAMES[name].key
    if name == "actors":
        return _through(tables["mentions"], rows[key], key)
    if name == "incidents":
        events = tables["events"][["event_id", "incident_id"]]
        told = tables["event_mentions"].merge(events, on="event_id")
        both = pd.concat([told, tables["casualties"]])[["incident_id", "article_id", "sentence_id", "start", "end"]]
        return _through(both.drop_duplicates(["incident_id", "article_id", "sentence_id"]), rows[key], key)
    if name == "articles":
        return pd.DataFrame(
            {"row_id": rows[key], "article_id": rows["article_id"], "sentence_id": 0, "start": 0, "end": 0}
        )
    if name == "sentences":
        rows = rows.assign(row_id=rows["article_id"] + ":" + rows["sentence_id"].astype(str))
        key = "row_id"
    return rows.rename(columns={key: "row_id"})[["row_id", "article_id", "sentence_id", "start", "end"]]


def _through(df: pd.DataFrame, ids: pd.Series, key: str) -> pd.DataFrame:
    """The lines of ``df`` for each id, in the order of the ids, then of the text."""
    place = {value: n for n, value in enumerate(ids)}
    found = df[df[key].isin(place)].assign(_place=lambda d: d[key].map(place))
    found = found.sort_values(["_place", "article_id", "start"])
    return found.rename(columns={key: "row_id"})[["row_id", "article_id", "sentence_id", "start", "end"]]
