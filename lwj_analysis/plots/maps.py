"""Where and when: events on an offline map with the precision of their place, and on lanes with that of their day."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lwj_analysis import countries, twin
from lwj_analysis.marks import thinned
from lwj_analysis.plots.counts import EVENT_COLOURS
from lwj_analysis.plots.paper import NOTHING, UNDATED, labelled, legend, sheet, tall, wrapped

# UCDP's steps of where_prec: what the mark stands for, and its size in points.
PLACED = {1: ("the place itself", 5), 2: ("within 25 km", 9), 3: ("a district", 14), 4: ("a province", 20)}
LANES = 12
MOST_MARKS = 400  # of lanes or a map; more could not be told apart
NO_PLACE = "Nothing to show: none of them has coordinates."


def event_map(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Events where they happened; the size of a mark is the precision of its place, the colour the type.

    Outlines of countries: Natural Earth. Events without coordinates are counted in the title, and marks beyond ``MOST_MARKS``.
    """
    placed = events.dropna(subset=["latitude", "longitude"])
    away, every = len(events) - len(placed), spots(events)
    drawn = drawn_spots(every)
    placed = placed[every[placed.index].isin(drawn)]
    note = _noted([f"{away} without coordinates not shown"] * bool(away) + _cut(len(drawn), every.nunique()))
    ax = sheet(ax, (7.5, 5.2) if len(placed) else (7.5, 1.6))
    if len(placed):
        _ground(ax, placed)
        for spot, its in placed.groupby(every[placed.index]):
            first = its.iloc[0]
            size = PLACED.get(int(first["where_prec"]), PLACED[4])[1] if pd.notna(first["where_prec"]) else PLACED[4][1]
            colour = EVENT_COLOURS.get(first["event_type"], twin.PALETTE["other"])
            coarse = size > PLACED[2][1]  # an area, not a point: drawn faintly, below the points
            (mark,) = ax.plot(
                first["longitude"],
                first["latitude"],
                "o",
                color=colour,
                alpha=0.3 if coarse else 0.75,
                markersize=size,
                zorder=2 if coarse else 3,
            )
            mark.set(markeredgewidth=0.8, markeredgecolor="#fdfdfd", gid=f"mark-{spot}")
        _key(ax, placed)
    title = f"Events by place, each once an article{note}"
    return labelled(ax, title, "Degrees east", "Degrees north", nothing=NO_PLACE if away else NOTHING)


def spots(events: pd.DataFrame) -> pd.Series:
    """The number of the mark of each event: one mark a place, type and precision; missing without coordinates."""
    by = ["latitude", "longitude", "event_type", "where_prec"]
    number = events.groupby(by, dropna=False, sort=True).ngroup().astype(str)
    return number.where(events["latitude"].notna() & events["longitude"].notna())


def drawn_spots(every: pd.Series) -> set[str]:
    """The marks that the map draws, of those of ``spots``: the ones with most events."""
    counts = every.value_counts()
    marks = [{"spot": spot, "value": counts[spot]} for spot in sorted(counts.index, key=int)]
    return {mark["spot"] for mark in thinned(marks, MOST_MARKS)}


def event_lanes(events: pd.DataFrame, *, lane: str = "country", ax: Axes | None = None) -> Axes:
    """One lane a country (or actor): a dot is an event whose day is told, a bar the days on which it may have happened.

    ``lane`` is the column that makes the lanes; the ones with most events, the first event on top. Events of a type on the
    same days are one mark; of more than ``MOST_MARKS`` those with most events are drawn, and the title says so.
    """
    dated = events.dropna(subset=["date_start", "date_end"]).sort_values("date_start", kind="stable")
    named = (countries.names(dated[lane]) if lane == "country" else dated[lane]).fillna("not told")
    kept = named.value_counts(sort=True).head(LANES).index
    dated = dated.assign(_lane=named)[named.isin(kept)]
    order = list(dated.groupby("_lane")["date_start"].min().sort_values(ascending=False).index)
    ax = sheet(ax, tall(len(order), least=2.4))
    spans = dated.groupby(["_lane", "date_start", "date_end", "event_type"], sort=False, dropna=False).size()
    every = spans.rename("value").reset_index().to_dict("records")
    drawn = thinned(every, MOST_MARKS)
    _stretches(ax, drawn, {name: place for place, name in enumerate(order)})
    if order:
        ax.set_yticks(range(len(order)), [wrapped(n, 32) for n in order])
        ax.set_ylim(-0.6, len(order) - 0.4)
        locator = mdates.AutoDateLocator()
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(mdates.AutoDateFormatter(locator))
        ax.grid(axis="x", color="#808080", alpha=0.3)
        legend(ax, {k: c for k, c in EVENT_COLOURS.items() if k in set(dated["event_type"])})
    undated, more = len(events) - len(events.dropna(subset=["date_start", "date_end"])), named.nunique() - len(order)
    notes = [f"{undated} undated not shown"] * bool(undated) + [f"{more} more lanes not shown"] * (more > 0)
    title = "When events may have happened" + _noted(notes + _cut(len(drawn), len(every)))
    return labelled(ax, title, "Day", lane.replace("_", " ").capitalize(), nothing=UNDATED if undated else NOTHING)


def _noted(notes: list[str]) -> str:
    return f" ({', '.join(notes)})" if notes else ""


def _cut(drawn: int, every: int) -> list[str]:
    return [f"{drawn} of {every:,} marks drawn, those with most events"] if drawn < every else []


def _stretches(ax: Axes, marks: list[dict], places: dict[str, int]) -> None:
    """Dots and bars, each colour at once, which keeps a drawing of many small."""
    for kind in dict.fromkeys(mark["event_type"] for mark in marks):
        colour = EVENT_COLOURS.get(kind, twin.PALETTE["other"])
        its = [mark for mark in marks if mark["event_type"] == kind]
        days = [[mdates.date2num(mark[c]) for c in ("date_start", "date_end")] for mark in its]
        rows = [places[mark["_lane"]] for mark in its]
        sizes = [_dot(mark["value"]) if end - day < 1 else 0 for (day, end), mark in zip(days, its, strict=True)]
        for size in sorted(set(sizes) - {0}):
            dots = [(day, row) for (day, _), row, its_size in zip(days, rows, sizes, strict=True) if its_size == size]
            ax.plot(*zip(*dots, strict=True), "o", color=colour, markersize=size, alpha=0.8, zorder=2.5)
        bars = [(*span, row) for span, row, size in zip(days, rows, sizes, strict=True) if not size]
        if bars:
            x = [at for start, end, _ in bars for at in (start, end, np.nan)]
            y = [at for *_, row in bars for at in (row, row, np.nan)]
            ax.plot(x, y, color=colour, linewidth=4, alpha=0.4, solid_capstyle="butt")


def _dot(value: int) -> float:
    """Points: of one event 6, of more more."""
    return round(min(15.0, 3.9 + 2.1 * value**0.5), 1)


def _ground(ax: Axes, placed: pd.DataFrame) -> None:
    """Country outlines around the marks, at the scale of their latitude."""
    west, east = placed["longitude"].min(), placed["longitude"].max()
    south, north = placed["latitude"].min(), placed["latitude"].max()
    margin = max(4.0, 0.12 * max(east - west, north - south))
    ax.plot(*_outlines().T, color="#8a8a8a", linewidth=0.6, alpha=0.8, zorder=1)
    ax.set_xlim(west - margin, east + margin)
    ax.set_ylim(max(-88, south - margin), min(88, north + margin))
    ax.set_aspect(1 / np.cos(np.radians((south + north) / 2)))


@cache
def _outlines() -> np.ndarray:
    """All lines as one, with gaps between them."""
    packed = resources.files("lwj_analysis").joinpath("lexicons/outlines.json.gz").read_bytes()
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for line in json.loads(gzip.decompress(packed))["lines"] for part in (line, gap)])


def _key(ax: Axes, placed: pd.DataFrame) -> None:
    """One legend: colours are types, sizes precisions of the place."""
    types = {k: c for k, c in EVENT_COLOURS.items() if k in set(placed["event_type"])}
    handles = [ax.scatter([], [], s=49, marker="s", color=colour, label=kind) for kind, colour in types.items()]
    seen = {min(int(p), max(PLACED)) for p in placed["where_prec"].dropna()}
    handles += [
        ax.scatter([], [], s=size**2, color="#808080", alpha=0.5, label=words)
        for step, (words, size) in PLACED.items()
        if step in seen
    ]
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8.5, labelspacing=1.0
    )
