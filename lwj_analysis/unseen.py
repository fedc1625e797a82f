"""Names that no lexicon has: how often and where they stand, and a TOML table for each, ready for the user's own file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from lwj_analysis import lexicon

COLUMNS = ["actor_id", "name", "actor_type", "country", "aliases", "n_mentions", "n_articles", "example", "stub"]


def names(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row an actor with ``in_lexicon`` False, the most widely named first; columns as in ``COLUMNS``.

    ``n_mentions`` counts namings without pronouns and descriptions; ``example`` is the first sentence with one.
    """
    actors = tables["actors"]
    rows = actors.loc[~actors["in_lexicon"].astype(bool), ["actor_id", "name", "actor_type", "country", "aliases"]]
    said = tables["mentions"].query("basis != 'description'")
    counts = said.groupby("actor_id").agg(n_mentions=("mention_id", "size"), n_articles=("article_id", "nunique"))
    found = rows.merge(counts, on="actor_id").merge(_first(tables, said), on="actor_id", how="left")
    found = found.sort_values(["n_articles", "n_mentions", "name"], ascending=[False, False, True], ignore_index=True)
    keys = _keys(found["name"], taken=set(lexicon.load().tables["actors"]))
    found["stub"] = [stub(key, row) for key, row in zip(keys, found.to_dict("records"), strict=True)]
    return found[COLUMNS]


def stub(key: str, row: dict[str, Any]) -> str:
    """The TOML table of a row: it can stand in a lexicon as it is, and ``why`` asks to be looked at."""
    lines = [f"[{key}]", f"name = {_quoted(row['name'])}"]
    if aliases := _aliases(row):
        lines.append(f"aliases = [{', '.join(map(_quoted, aliases))}]")
    lines.append(f"type = {_quoted(row['actor_type'])}  # guessed")
    if pd.notna(row["country"]):
        lines.append(f"country = {_quoted(row['country'])}  # guessed")
    where = f"{_times(row['n_mentions'], 'naming')} in {_times(row['n_articles'], 'article')}"
    first = f", first in {row['title']!r}" if pd.notna(row["title"]) else ""
    lines.append(f"why = {_quoted(f'Unchecked: {where}{first}.')}")
    return "\n".join([*lines, ""])


def as_toml(found: pd.DataFrame) -> str:
    """All stubs as one file, each below the sentence in which the name stands first."""
    notes = ("".join(f"# {line}\n" for line in str(text).split("\n")) for text in found["example"])
    return "\n".join(note + table for note, table in zip(notes, found["stub"], strict=True))


def _first(tables: dict[str, pd.DataFrame], said: pd.DataFrame) -> pd.DataFrame:
    """The sentence and the article's title of each actor's first naming, in the order of the frames."""
    sentences = tables["sentences"].rename(columns={"text": "example"})[["article_id", "sentence_id", "example"]]
    return (
        said.drop_duplicates("actor_id")[["actor_id", "article_id", "sentence_id"]]
        .merge(sentences, on=["article_id", "sentence_id"], how="left")
        .merge(tables["articles"][["article_id", "title"]], on="article_id", how="left")[
            ["actor_id", "example", "title"]
        ]
    )


def _aliases(row: dict[str, Any]) -> list[str]:
    """The other names; a person's first or last name alone would name other people too."""
    others = [] if pd.isna(row["aliases"]) else str(row["aliases"]).split("; ")
    person = row["actor_type"] == "person"
    return sorted({a for a in others if a != row["name"] and a[:1].isupper() and (" " in a or not person)})


def _keys(found: Iterable[str], *, taken: set[str]) -> list[str]:
    """A key for each name that neither the lexicon nor another name has."""
    keys: list[str] = []
    for name in found:
        stem = key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "name"
        number = 1
        while key in taken or key in keys:
            number += 1
            key = f"{stem}_{number}"
        keys.append(key)
    return keys


def _times(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
