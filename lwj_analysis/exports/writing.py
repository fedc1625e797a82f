"""Which export goes where: rows by kind, then the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import files
from lwj_analysis.errors import BadValue, NotAFile, NotAFolder
from lwj_analysis.exports import acled, flat, geojson, ucdp
from lwj_analysis.exports.told import EXTRA, EXTRA_WHOLE, told

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

KINDS = ("acled", "ucdp", "geojson", "xlsx", "csv")
# Control characters and line breaks: a cell of one line cannot break a table, nor hide a formula behind a blank.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def export(frames: Frames, *, to: str, path: str | Path) -> Path:
    """Write what ``frames`` hold for another tool; returns the path. ``docs/exports.md`` has the columns.

    ``to``: ``acled`` and ``ucdp`` (CSV, an incident a row, those data sets' columns first), ``geojson`` (an incident a
    feature), ``xlsx`` and ``csv`` (a statement a row). Raises ValueError for another kind, OSError for a path that cannot be
    written.
    """
    path = Path(path)
    if to not in KINDS:
        raise BadValue(f"--to {to!r} is unknown; there are {', '.join(KINDS)}")
    check_writable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if to == "geojson":
        text = json.dumps(geojson.collection(list(told(frames))), ensure_ascii=False, allow_nan=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        return path
    return _written(TABLES[to](frames), path, workbook=to == "xlsx")


def write_table(df: pd.DataFrame, path: Path) -> Path:
    """Write a table as a workbook (``.xlsx``) or CSV (any other name), every text in one line, formulas disarmed."""
    check_writable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [c for c in df if pd.api.types.is_string_dtype(df[c])]
    return _written(df.assign(**{c: _one_line(df[c]) for c in texts}), path, workbook=path.suffix == ".xlsx")


def left_out(frames: Frames, *, to: str) -> str:
    """What an export holds and what of the frames it leaves out, in words."""
    if to in ("csv", "xlsx"):
        return f"{len(frames.casualties)} statements of victims and {len(frames.claims)} claims, near copies left out"
    incidents = list(told(frames))
    if to == "ucdp":
        dead = sum(ucdp.enters(t) for t in incidents)
        return f"{dead} incidents with a number of killed; {len(incidents) - dead} without are left out"
    placed = int(frames.incidents["latitude"].notna().sum())
    return f"{len(incidents)} incidents, {placed} with coordinates, {int(frames.incidents['date_start'].isna().sum())} undated"


def _written(df: pd.DataFrame, path: Path, *, workbook: bool) -> Path:
    if workbook:
        return files.write_sheets({"lwj_analysis": df}, path, fitted=True)
    return files.write_csv(df, path)


def check_writable(path: Path) -> None:
    """Raise OSError naming ``path`` if it is a folder or lies in what is no folder; costs nothing, so it can come first."""
    if path.is_dir():
        raise NotAFile(f"{path} is a folder; name a file")
    if above := next((p for p in path.parents if p.exists() and not p.is_dir()), None):
        raise NotAFolder(f"{path}: {above} is a file, not a folder")


def acled_table(frames: Frames) -> pd.DataFrame:
    """Incidents in ACLED's columns, ours behind them."""
    return _table([acled.row(t) | t.extra() for t in told(frames)], acled.COLUMNS, acled.WHOLE)


def ucdp_table(frames: Frames) -> pd.DataFrame:
    """Incidents with dead in UCDP GED's columns, ours behind them."""
    rows = [ucdp.row(t) | t.extra() for t in told(frames) if ucdp.enters(t)]
    return _table(rows, ucdp.COLUMNS, ucdp.WHOLE)


def flat_table(frames: Frames) -> pd.DataFrame:
    """Statements of numbers, and claims."""
    return _clean(flat.statements(frames), flat.WHOLE)


TABLES: dict[str, Callable] = {"acled": acled_table, "ucdp": ucdp_table, "csv": flat_table, "xlsx": flat_table}


def _table(rows: list[dict], columns: tuple[str, ...], whole: set[str]) -> pd.DataFrame:
    """Rows in the data set's columns, then ours; whole numbers stay whole where some are missing."""
    df = pd.DataFrame(rows, columns=[*columns, *EXTRA])
    return _clean(df, whole | EXTRA_WHOLE)


def _clean(df: pd.DataFrame, whole: set[str]) -> pd.DataFrame:
    """Typed, and every text in one line."""
    numbers = {c: "Int64" for c in df if c in whole} | {c: float for c in ("latitude", "longitude") if c in df}
    texts = [c for c in df if c not in numbers and not pd.api.types.is_datetime64_any_dtype(df[c])]
    return df.astype(numbers | dict.fromkeys(texts, "str")).assign(**{c: _one_line(df[c]) for c in texts})


def _one_line(texts: pd.Series) -> pd.Series:
    return texts.astype("str").str.replace(CONTROL, " ", regex=True).str.strip()
