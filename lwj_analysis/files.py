"""Frames on disk: one file a frame as parquet, csv or jsonl, or one workbook."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from lwj_analysis.errors import BadValue, NoFile
from lwj_analysis.schema import FRAMES

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
MANIFEST = "made_with.json"
WORKBOOK = "lwj_analysis.xlsx"
CELL = 32_767  # characters that a cell of a workbook holds
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")  # what a spreadsheet may run; the wide signs in some languages


def write(tables: dict[str, pd.DataFrame], folder: Path, *, format: str, made_with: dict[str, str]) -> list[Path]:
    """Write the frames into ``folder``; returns the paths. Raises ValueError for an unknown format."""
    if format not in FORMATS:
        raise BadValue(f"format {format!r} is unknown; there are {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(json.dumps(made_with, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if format == "xlsx":
        return [write_sheets(tables, folder / WORKBOOK)]
    return [_write_one(df, folder / f"{name}.{format}", format) for name, df in tables.items()]


def read(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Read frames in any of the formats, checked. Raises FileNotFoundError naming what is missing, FrameError."""
    if not folder.is_dir():
        raise NoFile(f"{folder}: no such folder")
    manifest = folder / MANIFEST
    made_with = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    if (folder / WORKBOOK).is_file() and not (folder / "articles.parquet").is_file():
        sheets = pd.read_excel(folder / WORKBOOK, sheet_name=None, keep_default_na=False, na_values=[""], dtype=str)
        return {name: frame.check(_typed(_armed(sheets[name]), name)) for name, frame in FRAMES.items()}, made_with
    return {name: frame.check(_read_one(folder, name)) for name, frame in FRAMES.items()}, made_with


def disarm(df: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return _texts(df, disarmed)


def disarmed(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if FORMULA.match(text) else text


def armed(text: str) -> str:
    """Undo ``disarmed``."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def write_csv(df: pd.DataFrame, path: Path) -> Path:
    """Write one table for spreadsheets and scripts, formulas disarmed."""
    disarm(df).to_csv(path, index=False, encoding="utf-8-sig", date_format="%Y-%m-%d", lineterminator="\n")
    return path


def write_sheets(tables: dict[str, pd.DataFrame], path: Path, *, fitted: bool = False) -> Path:
    """Write one workbook, a sheet a table, formulas disarmed, no text made a link; ``fitted`` widens the columns."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(
        path, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs={"options": options}
    ) as book:
        for name, df in tables.items():
            clipped = _texts(disarm(df), lambda s: s if len(s) <= CELL else s[: CELL - 1] + "…")
            clipped.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = book.sheets[name]
            sheet.autofilter(0, 0, max(len(df), 1), len(df.columns) - 1)
            for number, column in enumerate(clipped if fitted else ()):
                sheet.set_column(number, number, _width(clipped[column]))
    return path


def _width(column: pd.Series) -> int:
    """As wide as nine in ten of the cells, between 8 and 60 characters, and the name at least up to 24."""
    shown = column.dropna()
    days = pd.api.types.is_datetime64_any_dtype(column)
    usual = 10 if days else int(shown.astype(str).str.len().quantile(0.9)) if len(shown) else 0
    return max(8, min(len(str(column.name)) + 3, 24), min(usual + 2, 60))


def _armed(df: pd.DataFrame) -> pd.DataFrame:
    """Undo ``disarm``."""
    return _texts(df, armed)


def _texts(df: pd.DataFrame, change) -> pd.DataFrame:
    texts = [c for c in df if pd.api.types.is_string_dtype(df[c]) or df[c].dtype == object]
    return df.assign(**{c: df[c].map(change, na_action="ignore") for c in texts})


def _write_one(df: pd.DataFrame, path: Path, format: str) -> Path:
    if format == "parquet":
        df.to_parquet(path, index=False)
    elif format == "csv":
        write_csv(df, path)
    else:
        days = df.assign(**{c: df[c].dt.strftime("%Y-%m-%d") for c in df.select_dtypes("datetime")})
        days.to_json(path, orient="records", lines=True, force_ascii=False)
    return path


def _read_one(folder: Path, name: str) -> pd.DataFrame:
    for format in FORMATS[:3]:
        path = folder / f"{name}.{format}"
        if not path.is_file():
            continue
        if format == "parquet":
            return pd.read_parquet(path)
        if format == "csv":
            return _typed(
                _armed(pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False, na_values=[""])), name
            )
        lines = path.read_text(encoding="utf-8").splitlines()
        return pd.DataFrame([json.loads(line) for line in lines if line], columns=FRAMES[name].names)
    raise NoFile(f"{folder}: no {name}.parquet, .csv or .jsonl")


def _typed(df: pd.DataFrame, name: str) -> pd.DataFrame:
    """Words of a text file for truth values, which no cast understands."""
    truths = [c.name for c in FRAMES[name].columns if c.type == "truth"]
    words = {"true": True, "false": False}
    return df.assign(**{c: df[c].str.lower().map(words, na_action="ignore") for c in truths})
