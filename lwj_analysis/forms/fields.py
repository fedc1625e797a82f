"""The fields of a row that can be corrected, and how rows and values are shown in lists."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets
import pandas as pd

from lwj_analysis import lexicon
from lwj_analysis.forms.pieces import FIELD, menu, refill, text
from lwj_analysis.schema import FRAMES, Column
from lwj_analysis.store import Frames

FIELDS = {
    "casualties": ("outcome", "best", "low", "high", "quantifier", "victim_id", "victim_class", "source_id", "source_text",
                   "source_type", "stance", "counting", "event_id"),
    "events": ("sub_event_type", "initiator_id", "target_id", "date_start", "date_end", "place", "country", "status",
               "claimed_by_id"),
    "claims": ("source_id", "source_text", "source_type", "stance", "about_id", "via_id", "event_id"),
    "mentions": ("actor_id",),
    "places": ("name", "country"),
    "dates": ("timex_value", "date_start", "date_end"),
    "relations": ("subject_id", "relation", "object_id", "object_text", "status", "source_id"),
    "numbers": ("role", "best", "low", "high", "quantifier"),
}  # fmt: skip
LABELS = {
    "casualties": ("outcome", "best", "victim_text", "source_text"),
    "events": ("sub_event_type", "date_start", "place", "text"),
    "claims": ("source_text", "stance", "text"),
    "mentions": ("text", "actor_id"),
    "places": ("text", "name", "country"),
    "dates": ("text", "timex_value"),
    "relations": ("subject_id", "relation", "object_text"),
    "numbers": ("text", "role"),
}
EMPTY = "(not known)"
LONGEST = 90  # characters of a row in a list


class Fields:
    """One widget a column: a list where the column has one, known actors to choose from, else a line."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.box = ipywidgets.VBox()
        self.kind = ""
        self.widgets: dict[str, ipywidgets.Widget] = {}
        self.before: dict[str, str] = {}
        self.actors: dict[str, str] = {}  # how each is shown

    def show(self, kind: str, row: dict[str, Any] | None) -> None:
        """Fields of a frame, filled from the row."""
        if kind != self.kind:
            self.kind = kind
            self.fill()
        row = row or {}
        self.before = {name: word(row.get(name)) for name in FIELDS[kind]}
        for name, widget in self.widgets.items():
            value = self.before[name]
            if name == "event_id":
                refill(widget, [(EMPTY, ""), *self._events(row.get("article_id"))], value)
            if isinstance(widget, ipywidgets.Combobox):
                value = self.actors.get(value, value)
            elif isinstance(widget, ipywidgets.Dropdown) and value not in [key for _, key in widget.options]:
                value = self.before[name] = ""
            widget.value = value

    def fill(self) -> None:
        """Make the fields anew: the lexicon or the frames may have other actors now."""
        known = {key: entry.name for key, entry in lexicon.load().actors.items()}
        known |= dict(zip(self.frames.actors["actor_id"], self.frames.actors["name"], strict=True))
        ordered = sorted(known.items(), key=lambda item: item[1].casefold())
        self.actors = {key: f"{name} [{key}]" for key, name in ordered}
        columns = {c.name: c for c in FRAMES[self.kind].columns}
        self.widgets = {name: self._widget(columns[name]) for name in FIELDS[self.kind]}
        told = "".join(_meaning(columns[name]) for name in FIELDS[self.kind])
        meaning = ipywidgets.HTML(f"<details><summary>What the fields mean</summary><dl>{told}</dl></details>")
        self.box.children = (*self.widgets.values(), meaning)

    def _widget(self, column: Column) -> ipywidgets.Widget:
        label = label_of(column.name)
        if column.values:
            return menu(label, [(EMPTY, ""), *((str(v).replace("_", " "), str(v)) for v in column.values)])
        if column.name == "event_id":
            return menu(label, [(EMPTY, "")])
        if column.name.endswith("_id"):
            hint = "begin to write a name, and choose from the list"
            return ipywidgets.Combobox(description=label, options=list(self.actors.values()), placeholder=hint, **FIELD)
        return text(label, "2017-04-06" if column.name.startswith("date_") else "")

    def _events(self, article_id: object) -> list[tuple[str, str]]:
        events = self.frames.events
        its = events[events["article_id"] == article_id]
        return [(label("events", row), row["event_id"]) for row in its.to_dict("records")]

    def changed(self) -> dict[str, str | None]:
        """The columns whose field says something else than the row, ``None`` for an emptied one."""
        now = {name: self._said(widget) for name, widget in self.widgets.items()}
        return {name: value or None for name, value in now.items() if value != self.before[name]}

    def given(self) -> dict[str, str]:
        """The columns with a value."""
        return {name: said for name, widget in self.widgets.items() if (said := self._said(widget))}

    def _said(self, widget: ipywidgets.Widget) -> str:
        """The value of a field; of an actor its id."""
        said = str(widget.value or "").strip()
        return said.rpartition(" [")[2].removesuffix("]") if said in self.actors.values() else said


def label_of(column: str) -> str:
    """A column as a form calls it: ``victim_id`` is ``victim``."""
    return column.replace("_", " ").removesuffix(" id")


def _meaning(column: Column) -> str:
    """What the codebook says of a column, and of each value that it may have."""
    values = (column.values or {}).items()
    told = ((str(v).replace("_", " "), ": ".join(says) if isinstance(says, tuple) else says) for v, says in values)
    items = "".join(f"<li><i>{escape(value)}</i>: {escape(says)}</li>" for value, says in told)
    return f"<dt><b>{escape(label_of(column.name))}</b></dt><dd>{escape(column.says)}<ul>{items}</ul></dd>"


def label(kind: str, row: dict[str, Any]) -> str:
    """A row in a line."""
    mark = "✎ " if word(row.get("correction")) else ""
    return mark + short(" · ".join(word(row[c]) for c in LABELS[kind] if word(row[c])))


def short(words: object) -> str:
    """Words in one line of a list."""
    line = " ".join(str(words).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def word(value: object) -> str:
    """A value as a field shows it; what is missing is empty."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
