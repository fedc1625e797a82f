"""The frames of a set of articles as they were put together last time, so that opening them again costs only reading.

They are kept beside the parsed rows, keyed by everything that they follow from: the articles, the problems of reading, the
rows' tools and all code of this package. A set that is damaged, or of other code, is put together anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import astuple
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from lwj_analysis import files
from lwj_analysis.errors import LwjError
from lwj_analysis.read import Article

FOLDER = "whole"
MOST = 8  # sets of articles that are kept; the oldest goes first


def key_of(articles: Iterable[Article], problems: list[dict], *, made: dict[str, str], merge: bool) -> str:
    """What the frames of these articles follow from, as one digest."""
    digest = hashlib.sha256(repr((sorted(made.items()), code_digest(), merge, problems)).encode())
    for article in articles:
        digest.update(repr(astuple(article)).encode())
    return digest.hexdigest()[:32]


def get(folder: Path | None, key: str) -> dict[str, pd.DataFrame] | None:
    """The frames, or ``None`` if they are not there, or damaged."""
    if folder is None or not (folder / FOLDER / key).is_dir():
        return None
    try:
        tables, _ = files.read(folder / FOLDER / key)
        os.utime(folder / FOLDER / key)
    except (OSError, ValueError, pa.ArrowException, LwjError):
        return None
    return tables


def put(folder: Path | None, key: str, tables: dict[str, pd.DataFrame], *, made: dict[str, str]) -> None:
    """Keep the frames; all of them or none. Where nothing can be written nothing is kept: they can be made again."""
    if folder is None:
        return
    beside = folder / FOLDER / f".{secrets.token_hex(6)}"
    try:
        files.write(tables, beside, format="parquet", made_with=made)
        shutil.rmtree(folder / FOLDER / key, ignore_errors=True)
        beside.rename(folder / FOLDER / key)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
    _forget(folder / FOLDER)


def _forget(folder: Path) -> None:
    kept = sorted(folder.glob("*"), key=_last_used, reverse=True)
    for old in kept[MOST:]:
        shutil.rmtree(old, ignore_errors=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


@cache
def code_digest(*patterns: str) -> str:
    """Digest of the files of the package that fit; without patterns of all its code.

    More than what turns a text into rows makes the frames of many.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns or ("**/*.py",) for path in here.glob(pattern)}):
        if path.is_file():
            digest.update(json.dumps(str(path.relative_to(here))).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
