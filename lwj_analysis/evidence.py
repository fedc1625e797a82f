"""The words behind a row: its sentence, what is marked in it, and why the row is there."""

from __future__ import annotations

import pandas as pd

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


def explanation(tables: dict[str, pd.DataFrame], row_id: str) -> str:
    """Why the row is there, in lines a person can read. Raises KeyError if no row has the id."""
    name, row = _find(tables, row_id)
    lines = [f"{row_id}: {FRAMES[name].grain} (frame `{name}`)"]
    for said in sentences(tables, tables[name][tables[name][FRAMES[name].key] == row_id]).head(5).itertuples():
        if isinstance(said.sentence, str):
            lines.append(
                f"  sentence {said.sentence_id} of {said.article_id} ({_day(said.published)}): {_marked(said)}"
            )
    skipped = {"article_id", "sentence_id", "start", "end", "text", FRAMES[name].key}
    for column in FRAMES[name].columns:
        value = row[column.name]
        if column.name not in skipped and pd.notna(value):
            meaning = column.values.get(value) if column.values else None
            meaning = meaning[1] if isinstance(meaning, tuple) else meaning
            lines.append(f"  {column.name}: {value}" + (f" - {meaning}" if meaning else f"  ({column.says})"))
    lines += _more(tables, name, row)
    return "\n".join(lines)


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
    raise ValueError(f"rows of no frame: columns {list(rows)[:6]}; keep the key column and the columns of the frame")


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


def _find(tables: dict[str, pd.DataFrame], row_id: str) -> tuple[str, pd.Series]:
    for name, frame in FRAMES.items():
        if frame.key in tables[name]:
            hit = tables[name][tables[name][frame.key] == row_id]
            if len(hit):
                return name, hit.iloc[0]
    raise KeyError(f"no row has the id {row_id!r}")


def _more(tables: dict[str, pd.DataFrame], name: str, row: pd.Series) -> list[str]:
    """For a count: who passed it on, what it repeats, and whether a total adds it. For an event: its date and place."""
    if name == "casualties":
        claim = tables["claims"][tables["claims"]["claim_id"] == row["claim_id"]]
        lines = [f"  said by {row['source_text']}" + (f", cue {claim['cue'].iloc[0]!r}" if len(claim) else "")]
        if len(claim) and pd.notna(claim["via_text"].iloc[0]):
            lines.append(f"  passed on by {claim['via_text'].iloc[0]}")
        enters = row["counting"] == "count" and row["stance"] != "denies"
        why = "no total adds it" if not enters else "enters the total of its incident"
        return [*lines, f"  {why}: counting {row['counting']}, stance {row['stance']}"]
    if name == "dates" and row["anchor"] != "none":
        return [f"  counted from: {row['anchor']}"]
    if name == "incidents":
        counted = tables["casualties"][tables["casualties"]["incident_id"] == row["incident_id"]]
        return [
            f"  {c.casualty_id}: {c.text!r} {c.outcome} ({c.victim_side}), said by {c.source_text}: {c.counting}"
            for c in counted.itertuples()
        ]
    return []


def _marked(said) -> str:
    start, end = int(said.mark_start or 0), int(said.mark_end or 0)
    sentence = said.sentence
    return f"{sentence[:start]}[{sentence[start:end]}]{sentence[end:]}" if end > start else sentence


def _day(value: object) -> str:
    return "undated" if pd.isna(value) else f"{value:%Y-%m-%d}"
