"""Frames on disk: one file a frame as parquet, csv or jsonl, or one workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from lwj_analysis.errors import BadValue, NoFile, NotAFolder, NotAllowed, shown
from lwj_analysis.schema import FRAMES, FrameError

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
MANIFEST = "made_with.json"
WORKBOOK = "lwj_analysis.xlsx"
T = TypeVar("T")
CELL = 32_767  # characters that a cell of a workbook holds
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")  # what a spreadsheet may run; the wide signs in some languages


def write(tables: dict[str, pd.DataFrame], folder: Path, *, format: str, made_with: dict[str, str]) -> list[Path]:
    """Write the frames into ``folder``; returns the paths. Raises ValueError for an unknown format, OSError."""
    if format not in FORMATS:
        raise BadValue(f"format {format!r} is unknown; there are {', '.join(FORMATS)}")
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).write_text(json.dumps(made_with, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        if format == "xlsx":
            return [write_sheets(tables, folder / WORKBOOK)]
        return [_write_one(df, folder / f"{name}.{format}", format) for name, df in tables.items()]
    except OSError as error:
        told = f"{folder}: not all frames were written ({error.strerror or error})"
        raise NotAllowed(f"{told}; make room there, or name another folder") from error


def check_folder(folder: Path) -> None:
    """Raise OSError naming ``folder`` if it is a file or lies below one; costs nothing, so it can come first."""
    if above := next((p for p in (folder, *folder.parents) if p.exists() and not p.is_dir()), None):
        where = f"{folder} is" if above == folder else f"{folder}: {above} is"
        raise NotAFolder(f"{where} a file, not a folder; name another folder")


def read(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Read frames in any of the formats, checked. Raises FileNotFoundError naming what is missing, FrameError."""
    if not folder.is_dir():
        raise NoFile(f"{folder}: no such folder")
    manifest = folder / MANIFEST
    made_with = _whole(manifest, lambda: json.loads(manifest.read_text(encoding="utf-8"))) if manifest.is_file() else {}
    book = folder / WORKBOOK
    if book.is_file() and not (folder / "articles.parquet").is_file():
        sheets = _whole(
            book, lambda: pd.read_excel(book, sheet_name=None, keep_default_na=False, na_values=[""], dtype=str)
        )
        if missing := [name for name in FRAMES if name not in sheets]:
            raise FrameError(f"{book}: no sheets {', '.join(missing)}; write the frames anew")
        return {name: frame.check(_typed(_armed(sheets[name]), name)) for name, frame in FRAMES.items()}, made_with
    return {name: frame.check(_read_one(folder, name)) for name, frame in FRAMES.items()}, made_with


def _whole(path: Path, read: Callable[[], T]) -> T:
    """What is in a file. Raises FrameError naming it where it is damaged, whatever its parser raises then."""
    try:
        return read()
    except Exception as error:
        told = shown(str(error).strip().split("\n")[0])[:200]
        raise FrameError(f"{path}: damaged, or not written by lwj_analysis ({told}); write the frames anew") from error


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
    from xlsxwriter.exceptions import FileCreateError

    try:
        with pd.ExcelWriter(
            path, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs={"options": options}
        ) as book:
            _fill(book, tables, fitted=fitted)
    except FileCreateError as error:
        raise NotAllowed(f"{path}: not written ({error}); make room, or close it in other programs") from error
    return path


def _fill(book: pd.ExcelWriter, tables: dict[str, pd.DataFrame], *, fitted: bool) -> None:
    for name, df in tables.items():
        clipped = _texts(disarm(df), lambda s: s if len(s) <= CELL else s[: CELL - 1] + "…")
        clipped.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
        sheet = book.sheets[name]
        sheet.autofilter(0, 0, max(len(df), 1), len(df.columns) - 1)
        for number, column in enumerate(clipped if fitted else ()):
            sheet.set_column(number, number, _width(clipped[column]))


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
        return _whole(path, partial(READERS[format], path, name))
    raise NoFile(f"{folder}: no {name}.parquet, .csv or .jsonl")


def _read_csv(path: Path, name: str) -> pd.DataFrame:
    return _typed(
        _armed(pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False, na_values=[""])), name
    )


def _read_lines(path: Path, name: str) -> pd.DataFrame:
    with path.open(encoding="utf-8", newline="\n") as lines:
        return pd.DataFrame([json.loads(line) for line in lines if line.strip()], columns=FRAMES[name].names)


READERS = {"parquet": lambda path, name: pd.read_parquet(path), "csv": _read_csv, "jsonl": _read_lines}


def _typed(df: pd.DataFrame, name: str) -> pd.DataFrame:
    """Words of a text file for truth values, which no cast understands."""
    truths = [c.name for c in FRAMES[name].columns if c.type == "truth"]
    words = {"true": True, "false": False}
    return df.assign(**{c: df[c].str.lower().map(words, na_action="ignore") for c in truths})
