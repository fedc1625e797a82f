"""What was told of chains of groups last time, so that a few new articles cost only what they touch.

Kept in the store, keyed by all that it follows from: the rows of the groups, what is known of their articles and actors,
the likely pairs among them, and all code of the package. What is missing or damaged is told anew.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = "told"
SCHEMA = pa.schema([("key", pa.string()), ("found", pa.string())])
OF_ARTICLES = ("published", "publisher", "duplicate_of")
OF_ACTORS = ("name", "actor_type", "country", "parent_id")
OTHER_IDS = ("article_id", "event_id", "incident_id", "casualty_id", "claim_id", "of_id")
STEPS = 8  # from an actor to all that it is a part of


class Remembered:
    """Answers by key, in a file of a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, *, code: str = "") -> None:
        self.path = folder / FOLDER / f"{code}.parquet" if folder is not None else None
        self.known = self._read()
        self.asked: dict[str, str] = {}  # what this run needed: all that is kept at its end
        self.is_new = False

    def get(self, key: str) -> Any:
        """The answer, or ``None``."""
        found = self.known.get(key)
        if found is None:
            return None
        self.asked[key] = found
        return json.loads(found)

    def put(self, key: str, answer: Any) -> None:
        """Keep an answer that JSON can hold; days as text, what is missing as null."""
        self.asked[key] = json.dumps(answer, default=_plain)
        self.is_new = True

    def save(self) -> None:
        """Write what this run asked for, in the place of what was there; where nothing can be written nothing is kept."""
        if self.path is None or not self.is_new:
            return
        beside = self.path.with_name(f".{secrets.token_hex(6)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            table = pa.table([list(self.asked), list(self.asked.values())], schema=SCHEMA)
            pq.write_table(table, beside, compression="zstd")
            beside.replace(self.path)
            for old in self.path.parent.glob("*.parquet"):
                if old != self.path:
                    old.unlink(missing_ok=True)  # of other code
        except OSError:
            beside.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        if self.path is None or not self.path.is_file():
            return {}
        try:
            table = pq.read_table(self.path, schema=SCHEMA)
        except (OSError, pa.ArrowException):
            return {}
        return dict(zip(table["key"].to_pylist(), table["found"].to_pylist(), strict=True))


def _plain(value: Any) -> Any:
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        return value.item()
    return str(value)


def signs_of_groups(own: dict[str, pd.DataFrame], frames: Iterable[str]) -> dict[str, int]:
    """By group a number that follows from its rows, and from what is known of their articles and actors."""
    articles = _signs(own["articles"].set_index("article_id")[list(OF_ARTICLES)])
    actors = _signs_of_actors(own["actors"])
    found: dict[str, int] = {}
    for name in frames:
        df = own[name]
        signs = pd.util.hash_pandas_object(df, index=False).to_numpy().copy()
        signs += df["article_id"].map(articles).to_numpy(dtype="uint64")
        for column in (c for c in df if c.endswith("_id") and c not in OTHER_IDS):
            signs *= np.uint64(1_000_003)
            signs += df[column].map(actors).fillna(0).to_numpy(dtype="uint64")
        keyed = df["incident_id"].notna().to_numpy()
        sums = pd.Series(signs[keyed], index=df["incident_id"][keyed]).groupby(level=0).sum()
        for key, sign in sums.items():
            found[key] = (found.get(key, 0) * 31 + int(sign)) % 2**64
    return found


def _signs(df: pd.DataFrame) -> dict[str, np.uint64]:
    return dict(zip(df.index, pd.util.hash_pandas_object(df, index=False).to_numpy(), strict=True))


def _signs_of_actors(actors: pd.DataFrame) -> dict[str, np.uint64]:
    """Of each actor and of all that it is a part of."""
    known = actors.set_index("actor_id")
    own, parent = _signs(known[list(OF_ACTORS)]), known["parent_id"].dropna().to_dict()
    found = {}
    for key in own:
        line, up = [key], key
        while (up := parent.get(up)) and up not in line and len(line) < STEPS:
            line.append(up)
        found[key] = np.uint64(int.from_bytes(_digest(str(own.get(a, a)) for a in line), "big"))
    return found


def key_of(keys: Iterable[str], signs: dict[str, int], *more: Any) -> str:
    """The key of what is told of these groups."""
    parts = (f"{key}={signs.get(key, 0)}" for key in sorted(keys))
    return _digest(chain(parts, map(str, more))).hex()


def _digest(parts: Iterable[str]) -> bytes:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest()
