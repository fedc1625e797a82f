"""What happened when and where: the figures on events and incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import compare, countries, plots
from lwj_analysis.explore.actors import by_day
from lwj_analysis.explore.view import INCIDENTS, View, view_of, with_facets, words
from lwj_analysis.twin import Cell, Control, Count

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

EVENTS = Count(("event", "events"), label="events, each once an article", name="statements")
COUNTS = [EVENTS, INCIDENTS]


def timeline_view(frames: Frames) -> View:
    """Marks: events. First view: all, as ``plots.events_over_time``."""
    marks = _events(frames)
    return View(
        marks,
        "Events over time, each once an article",
        "Bars count events by the first day they may have happened, stacked by type.",
        "event_id",
        words(frames, "events"),
        by_day(marks["day"], "day") | {"group": "event_type", "x_label": "First day it may have happened"},
        plots.events_over_time,
        own={"event_type": None, "country": None},
        controls=[Control("initiator", "Who began it")],
        counts=COUNTS,
    )


def precision_view(frames: Frames) -> View:
    """Marks: events, the planned ones too. First view: as ``plots.date_precision``."""
    events = frames.events.sort_values("date_prec", kind="stable")
    marks = events.assign(known=events["date_prec"].map(plots.PRECISIONS).fillna("undated"))
    return View(
        _with_own(frames, marks.reset_index(drop=True)),
        "Events by the precision of their date",
        "A bar counts the events whose date is known to the day, to some days, to the week, to the month, or not at all.",
        "event_id",
        words(frames, "events"),
        {"kind": "bar", "x": "known", "order": "given", "x_label": "Date known to the"},
        plots.date_precision,
        counts=COUNTS,
    )


def lanes_view(frames: Frames) -> View:
    """Marks: events with days. First view: as ``plots.event_lanes``."""
    events = _events(frames)
    marks = events.dropna(subset=["date_start", "date_end"]).sort_values("date_start", kind="stable", ignore_index=True)
    marks = marks.assign(lane=countries.names(marks["country"]).fillna("not told"))
    chart = {
        "kind": "dot",
        "x": "date_start",
        "end": "date_end",
        "y": "lane",
        "group": "event_type",
        "top": plots.LANES,
        "most": plots.MOST_MARKS,
    }
    return View(
        marks,
        "When events may have happened",
        "One lane a country: a dot is an event whose day is told, a bar covers the days on which it may have happened.",
        "event_id",
        words(frames, "events"),
        chart | {"x_label": "Day", "y_label": "Country", "order": "given"},
        plots.event_lanes,
        own={"event_type": None},
        counts=COUNTS,
    )


def map_view(frames: Frames) -> View:
    """Marks: events. The drawing is that of ``plots.event_map``; those without coordinates have no mark in it."""
    events = _events(frames)
    spots = plots.spots(events)
    drawn = plots.drawn_spots(spots)
    cut = f", or not among the {len(drawn)} marks with most events" if len(drawn) < spots.nunique() else ""
    marks = events.assign(
        spot=spots.where(spots.isin(drawn)),
        where=events["place"].fillna(countries.names(events["country"])).fillna("not told"),
    )
    return View(
        marks,
        "Events by place, each once an article",
        "A mark is one or several events of a type at a place; its size is the precision of the place, its colour the type.",
        "event_id",
        words(frames, "events"),
        {
            "kind": "drawing",
            "x": "spot",
            "y": "where",
            "x_label": "Coordinates",
            "y_label": "Place",
            "unplaced": f"no coordinates{cut}",
        },
        plots.event_map,
        own={"event_type": None},
        counts=COUNTS,
    )


def incidents_view(frames: Frames) -> View:
    """Marks: incidents, the earliest first; a table as ``compare.incidents``."""
    told = compare.incidents(frames)
    first, last = (told[c].dt.strftime("%Y-%m-%d") for c in ("from", "to"))
    where = told["where"].fillna("place not told")
    marks = told.assign(days=first + (" to " + last).fillna(""), where=where).rename(columns={"type": "kind"})
    cells = [
        Cell("Where", "where"),
        Cell("Days", "days"),
        Cell("Type", "kind"),
        Cell("Begun by", "begun_by"),
        Cell("Articles", "articles"),
        Cell("Killed", "killed"),
        Cell("Wounded", "wounded"),
        Cell("Grade", "grade"),
    ]
    return view_of(
        frames,
        "incidents",
        marks,
        "The incidents of these articles",
        "A line is an incident over all articles that tell of it, the earliest first.",
        {"kind": "table", "by": "incident_id", "cells": cells, "top": 30, "noun": ("incident", "incidents")},
        controls=[Control("grade", "Grade")],
    )


def _events(frames: Frames) -> pd.DataFrame:
    return _with_own(frames, compare.events(frames).sort_values("day", kind="stable", ignore_index=True))


def _with_own(frames: Frames, events: pd.DataFrame) -> pd.DataFrame:
    return with_facets(frames, events, "events", "event_id").dropna(subset=["by_actor"]).reset_index(drop=True)
