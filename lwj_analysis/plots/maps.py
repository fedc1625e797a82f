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
from matplotlib.collections import LineCollection

from lwj_analysis import twin
from lwj_analysis.plots.counts import EVENT_COLOURS
from lwj_analysis.plots.paper import NOTHING, UNDATED, labelled, legend, sheet, tall, wrapped

# UCDP's steps of where_prec: what the mark stands for, and its size in points.
PLACED = {1: ("the place itself", 5), 2: ("within 25 km", 9), 3: ("a district", 14), 4: ("a province", 20)}
LANES = 12
NO_PLACE = "Nothing to show: none of them has coordinates."


def event_map(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Events where they happened; the size of a mark is the precision of its place, the colour the type.

    Outlines of countries: Natural Earth. Events without coordinates are named in the title.
    """
    placed = events.dropna(subset=["latitude", "longitude"])
    away = len(events) - len(placed)
    note = f" ({away} without coordinates not shown)" if away else ""
    ax = sheet(ax, (7.5, 5.2) if len(placed) else (7.5, 1.6))
    if len(placed):
        _ground(ax, placed)
        for spot, its in placed.groupby(spots(placed)):
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


def event_lanes(events: pd.DataFrame, *, lane: str = "country", ax: Axes | None = None) -> Axes:
    """One lane a country (or actor): a dot is an event whose day is told, a bar the days on which it may have happened.

    ``lane`` is the column that makes the lanes; the ones with most events, the first event on top.
    """
    dated = events.dropna(subset=["date_start", "date_end"])
    named = dated[lane].fillna("not told")
    kept = named.value_counts(sort=True).head(LANES).index
    dated = dated.assign(_lane=named)[named.isin(kept)]
    order = list(dated.groupby("_lane")["date_start"].min().sort_values(ascending=False).index)
    ax = sheet(ax, tall(len(order), least=2.4))
    for place, name in enumerate(order):
        for row in dated[dated["_lane"] == name].itertuples():
            _stretch(ax, place, row)
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
    title = "When events may have happened" + (f" ({', '.join(notes)})" if notes else "")
    return labelled(ax, title, "Day", lane.replace("_", " ").capitalize(), nothing=UNDATED if undated else NOTHING)


def _stretch(ax: Axes, place: int, row) -> None:
    colour = EVENT_COLOURS.get(row.event_type, twin.PALETTE["other"])
    start, end = mdates.date2num(row.date_start), mdates.date2num(row.date_end)
    if end - start < 1:
        ax.plot([start], [place], marker="o", color=colour, markersize=6, alpha=0.8)
    else:
        ax.plot([start, end], [place, place], color=colour, linewidth=4, alpha=0.4, solid_capstyle="butt")


def _ground(ax: Axes, placed: pd.DataFrame) -> None:
    """Country outlines around the marks, at the scale of their latitude."""
    west, east = placed["longitude"].min(), placed["longitude"].max()
    south, north = placed["latitude"].min(), placed["latitude"].max()
    margin = max(4.0, 0.12 * max(east - west, north - south))
    ax.add_collection(LineCollection(_outlines(), colors="#8a8a8a", linewidths=0.6, alpha=0.8, zorder=1))
    ax.set_xlim(west - margin, east + margin)
    ax.set_ylim(max(-88, south - margin), min(88, north + margin))
    ax.set_aspect(1 / np.cos(np.radians((south + north) / 2)))


@cache
def _outlines() -> list[np.ndarray]:
    packed = resources.files("lwj_analysis").joinpath("lexicons/outlines.json.gz").read_bytes()
    return [np.array(line) for line in json.loads(gzip.decompress(packed))["lines"]]


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
