"""The user's own download of ACLED or UCDP GED, read into one shape; which of the two it is its columns tell."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from lwj_analysis.errors import BadValue, NoFile, NotAFile
from lwj_analysis.exports import countries

COLUMNS = (
    "their_id", "set", "iso3", "country", "start", "end", "day_prec", "place", "admin1", "latitude", "longitude", "exact",
    "actor_1", "actor_2", "with_them", "type", "low", "best", "high",
)  # fmt: skip
NEEDED = {
    "ACLED": ("event_id_cnty", "event_date", "event_type", "actor1", "country", "latitude", "longitude", "fatalities"),
    "UCDP": ("id", "date_start", "date_end", "side_a", "side_b", "country", "latitude", "longitude", "best"),
}
ALIASES = {  # names of one column in earlier releases
    "ACLED": {"data_id": "event_id_cnty", "admin_1": "admin1"},
    "UCDP": {"best_est": "best", "low_est": "low", "high_est": "high", "deaths_best": "best"},
}
DAY_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y", "%d %b %Y")
UCDP_TYPES = {1: "state-based", 2: "non-state", 3: "one-sided"}


def read(path: str | Path) -> pd.DataFrame:
    """Rows of the file with the columns of ``COLUMNS``, in the file's order.

    ``start`` to ``end`` are the days that are possible by the row's own precision. Raises FileNotFoundError, and ValueError
    that names file and column.
    """
    path = Path(path)
    raw = _table(path)
    name = _which(raw, path)
    raw = raw.rename(columns={old: new for old, new in ALIASES[name].items() if new not in raw})
    rows = (_acled if name == "ACLED" else _ucdp)(raw, path)
    rows = rows.assign(set=name, iso3=_iso3(rows["country"], raw, name)).reindex(columns=list(COLUMNS))
    if rows["their_id"].duplicated().any():
        twice = rows.loc[rows["their_id"].duplicated(), "their_id"].iloc[0]
        raise BadValue(
            f"{path}: {'event_id_cnty' if name == 'ACLED' else 'id'}: {twice!r} stands twice; one row an event"
        )
    return rows.reset_index(drop=True)


def _iso3(names: pd.Series, raw: pd.DataFrame, which: str) -> pd.Series:
    """The country by its name, else by its number (ISO in ACLED, Gleditsch and Ward's in UCDP); NA where neither is known."""
    known = countries.table().values()
    numbers = {str(c.iso_numeric if which == "ACLED" else c.gw): c.iso3 for c in known}
    by_number = _column(raw, "iso" if which == "ACLED" else "country_id").map(numbers)
    return names.map({c: countries.by_name().get(countries.folded(c)) for c in names.unique()}).fillna(by_number)


def _table(path: Path) -> pd.DataFrame:
    if path.is_dir():
        raise NotAFile(f"{path} is a folder; name the CSV file")
    try:
        text = _text(path)
    except FileNotFoundError:
        raise NoFile(f"{path}: no such file") from None
    except (UnicodeDecodeError, OSError, zipfile.BadZipFile) as error:
        raise BadValue(f"{path}: cannot be read as a CSV file in UTF-8: {error}") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        df = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_values=[""], engine="c")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise BadValue(f"{path}: is no CSV file: {error}") from None
    return df.rename(columns=lambda c: str(c).strip().casefold())


def _text(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [n for n in packed.namelist() if n.lower().endswith(".csv")]
            if len(names) != 1:
                raise zipfile.BadZipFile(f"{len(names)} CSV files inside; there must be one")
            data = packed.read(names[0])
    return data.decode("utf-8-sig")


def _which(df: pd.DataFrame, path: Path) -> str:
    """The data set whose columns the table has. Raises ValueError that names what is missing for each."""
    missing = {
        name: [c for c in columns if c not in {ALIASES[name].get(x, x) for x in df}] for name, columns in NEEDED.items()
    }
    for name, lacks in missing.items():
        if not lacks:
            return name
    nearest = min(missing, key=lambda name: len(missing[name]) / len(NEEDED[name]))
    told = "; ".join(f"for {name} it lacks {', '.join(lacks)}" for name, lacks in missing.items())
    raise BadValue(f"{path}: has the columns of neither ACLED nor UCDP GED (nearest {nearest}): {told}")


def _acled(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    days = _days(raw, "event_date", path)
    precision = _numbers(raw, "time_precision", path).fillna(1)
    month = days.dt.to_period("M")
    around = pd.to_timedelta(precision.map({2: 3}).fillna(0), unit="D")
    fatalities = _numbers(raw, "fatalities", path)
    return pd.DataFrame(
        {
            "their_id": raw["event_id_cnty"].astype(str),
            "country": raw["country"],
            "start": (days - around).where(precision < 3, month.dt.start_time),
            "end": (days + around).where(precision < 3, month.dt.end_time.dt.normalize()),
            "day_prec": precision,
            "place": _column(raw, "location"),
            "admin1": _column(raw, "admin1"),
            **_point(raw, path),
            "exact": _numbers(raw, "geo_precision", path).fillna(1).le(2),
            "actor_1": raw["actor1"],
            "actor_2": _column(raw, "actor2"),
            "with_them": _column(raw, "assoc_actor_1").str.cat(_column(raw, "assoc_actor_2"), sep="; ", na_rep=""),
            "type": raw["event_type"],
            "low": fatalities,
            "best": fatalities,
            "high": fatalities,
        }
    )


def _ucdp(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    best = _numbers(raw, "best", path)
    start, end = _days(raw, "date_start", path), _days(raw, "date_end", path)
    kinds = _numbers(raw, "type_of_violence", path).map(UCDP_TYPES)
    return pd.DataFrame(
        {
            "their_id": raw["id"].astype(str),
            "country": raw["country"].str.strip(),
            "start": start,
            "end": end,
            "day_prec": _numbers(raw, "date_prec", path).fillna(1),
            "place": _column(raw, "where_coordinates"),
            "admin1": _column(raw, "adm_1"),
            **_point(raw, path),
            "exact": _numbers(raw, "where_prec", path).fillna(1).le(2),
            "actor_1": raw["side_a"],
            "actor_2": raw["side_b"],
            "with_them": pd.Series(pd.NA, index=raw.index, dtype="str"),
            "type": kinds,
            "low": _numbers(raw, "low", path).fillna(best),
            "best": best,
            "high": _numbers(raw, "high", path).fillna(best),
        }
    )


def _point(raw: pd.DataFrame, path: Path) -> dict[str, pd.Series]:
    return {name: _numbers(raw, name, path) for name in ("latitude", "longitude")}


def _column(raw: pd.DataFrame, name: str) -> pd.Series:
    return raw[name] if name in raw else pd.Series(pd.NA, index=raw.index, dtype="str")


def _numbers(raw: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """A column as numbers; NaN where it is empty or not there."""
    if name not in raw:
        return pd.Series(np.nan, index=raw.index)
    found = pd.to_numeric(raw[name], errors="coerce")
    _refuse(raw, name, found.isna() & raw[name].notna(), path, "is no number")
    return found


def _days(raw: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """A column as days, NaT where it is empty; the time of day that UCDP adds is dropped."""
    texts = raw[name].str.replace(r"[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?$", "", regex=True).str.strip()
    found = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[ns]")
    for known in DAY_FORMATS:
        if not found.isna().any():
            break
        found = found.fillna(pd.to_datetime(texts, format=known, errors="coerce"))
    _refuse(
        raw, name, found.isna() & texts.notna(), path, "is no day that can be read only one way; write it as 2017-04-06"
    )
    return found


def _refuse(raw: pd.DataFrame, name: str, wrong: pd.Series, path: Path, why: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong.to_numpy())[0])
        raise BadValue(f"{path}, row {row + 2}: {name}: {raw[name].iloc[row]!r} {why}")
