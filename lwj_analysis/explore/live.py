"""The live notebook: ipywidgets at its head and above its figures, all linked; the only door to ipywidgets and anywidget."""

from __future__ import annotations

import weakref
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lwj_analysis import twin
from lwj_analysis.explore.view import HEAD, View
from lwj_analysis.marks import MORE, SHOWN

ALL = "All"
WIDE = {"description_width": "initial"}
ONE_OF = ("count", "reading")  # kinds whose values keep their order
EMPTY = {"count": [(twin.EACH_ITS_OWN, "")], "reading": []}  # what stands first in a list; "All" in others
KINDS = {c.name: c.kind for c in HEAD}
SENT = (
    "id",
    "kind",
    "title",
    "alt",
    "labels",
    "noun",
    "step",
    "top",
    "order",
    "scale",
    "xType",
    "domain",
    "reference",
    "heads",
    "unplaced",
)


@cache
def _asset(name: str) -> str:
    return (files("lwj_analysis") / "report_assets" / "figure" / name).read_text(encoding="utf-8")


class Figure(anywidget.AnyWidget):
    """A drawn view whose marks can be chosen; counts and sentences come from Python (``figure.js`` draws)."""

    _esm = _asset("figure.js") + _asset("live.js")
    _css = _asset("figure.css")
    _page = traitlets.Unicode().tag(sync=True)
    _data = traitlets.Dict().tag(sync=True)
    _view = traitlets.Dict().tag(sync=True)
    _asked = traitlets.Dict().tag(sync=True)


class Board:
    """The controls at the head of a notebook and the figures that follow them."""

    def __init__(self) -> None:
        self.controls = {c.name: _widget(c.kind, c.label) for c in HEAD}
        self.first: dict[str, str] = {c.name: "" for c in HEAD}
        self._figures: list[weakref.ref[Live]] = []
        self._quiet = False  # while lists are filled
        for name, widget in self.controls.items():
            widget.layout.display = "none"  # until a figure has it
            widget.observe(lambda change, name=name: self._moved(name), names="value")
        reset = ipywidgets.Button(description="Show the first view again", layout=ipywidgets.Layout(width="auto"))
        reset.on_click(lambda _: self.reset())
        head = ipywidgets.HTML("<b>Choose for all figures of this notebook</b>")
        self.box = ipywidgets.VBox([head, _row([*self.controls.values(), reset])])

    def figures(self) -> list[Live]:
        """The figures that are still shown."""
        return [figure for ref in self._figures if (figure := ref()) is not None]

    def add(self, figure: Live) -> None:
        """Let a figure follow; the lists at the head take in what it knows."""
        self._figures = [ref for ref in self._figures if ref() is not None]
        same = [f for f in self.figures() if f.view.title == figure.view.title]
        self._figures = [ref for ref in self._figures if ref() not in same] + [weakref.ref(figure)]
        self._quiet = True
        for control in figure.controls:
            widget, kind = self.controls.get(control["name"]), KINDS.get(control["name"])
            if widget is None:
                continue
            if kind == "reading":
                self.first[control["name"]] = control["first"]
            if isinstance(widget, ipywidgets.Dropdown):
                _offer(widget, kind, control["options"], self.first[control["name"]])
            widget.layout.display = "none" if kind in ONE_OF and len(widget.options) < 2 else None
        self._quiet = False

    def state(self) -> dict[str, str]:
        """The value of each control at the head, as text; "" is all."""
        return {name: _value(widget) for name, widget in self.controls.items()}

    def active(self) -> list[str]:
        """Names of the controls that are not at their first value."""
        return [name for name, value in self.state().items() if value != self.first[name]]

    def reset(self) -> None:
        """Put all back to the first view."""
        for name, widget in self.controls.items():
            _put(widget, self.first[name])

    def _moved(self, name: str) -> None:
        if self._quiet:
            return
        for figure in self.figures():
            figure.follow(name)


class Live:
    """One view in a notebook: its own controls, its figure, its sentences."""

    def __init__(self, view: View, board: Board) -> None:
        self.view, self.board, self.marks = view, board, view.table
        data = self.marks.data
        self.controls = data["controls"]
        self.own = {c["name"]: _widget(c["kind"], c["label"]) for c in self.controls if c["own"]}
        self.first = {c["name"]: c["first"] for c in self.controls if c["own"]}
        for control in (c for c in self.controls if c["own"]):
            widget = self.own[control["name"]]
            if isinstance(widget, ipywidgets.Dropdown):
                _offer(
                    widget, "reading" if control["kind"] in ONE_OF else "select", control["options"], control["first"]
                )
        self._whole, self._chosen, self._quiet = False, None, False
        page = twin.section(data, view.svg() if data["kind"] == "drawing" else None, live=True)
        self.board.add(self)
        for name in board.active():
            self._take(name)
        self._count()
        # The first view opens with the figure: a message of its own could be dropped by a server that limits their rate.
        first = {name: data[name] for name in SENT} | {"columns": {}}
        self.figure = Figure(_page=page, _data=first, _view=self._told())
        self.figure.observe(self._answer, names="_asked")
        for widget in self.own.values():
            widget.observe(self._own_moved, names="value")
        self.box = ipywidgets.VBox([*([_row(list(self.own.values()))] if self.own else []), self.figure])
        self.box._live = self  # as long as the box is there

    def state(self) -> dict[str, str]:
        """What is chosen here: the figure's own controls, and those at the head for the others."""
        moved = {name: value for name, value in self.board.state().items() if name in self.board.active()}
        head = {c["name"]: moved.get(c["name"], c["first"]) for c in self.controls}
        return head | {name: _value(widget) for name, widget in self.own.items()}

    def follow(self, name: str) -> None:
        """The control of this name at the head was moved."""
        self._take(name)
        self._chosen = None
        self.redraw()

    def choose(self, key: str | None) -> None:
        """Choose a mark by its key, or take the choice back."""
        self._chosen = None if key == self._chosen else key
        self._listed = self._least()
        self._send(same=True)

    def redraw(self) -> None:
        """Count and draw anew."""
        self._count()
        self._send()

    def _count(self) -> None:
        known = {c["name"] for c in self.controls}
        idle = tuple(c.label for c in HEAD if c.name in self.board.active() and c.name not in known)
        self._made = self.marks.view(self.state(), whole=self._whole, idle=idle)
        self._listed = self._least()

    def _least(self) -> int:
        return MORE if self._chosen is not None or self.marks.data["kind"] == "list" else SHOWN

    def rows(self, key: str) -> np.ndarray | None:
        """Which rows the mark of this key stands for; None if it is not drawn."""
        for mark in self._made["list"]:
            parts = mark["parts"] if self.marks.data["kind"] == "line" else [mark]
            for part in parts:
                if part["key"] == key:
                    return part["_rows"]
        return None

    def _send(self, *, same: bool = False, grew: bool = False) -> None:
        self.figure._view = self._told(same=same, grew=grew)

    def _told(self, *, same: bool = False, grew: bool = False) -> dict[str, Any]:
        """What the figure shows: the marks as counted, and the sentences of those chosen."""
        rows = None if self._chosen is None else self.rows(self._chosen)
        if rows is None:
            self._chosen, rows = None, self._made["_rows"]
        told = self.marks.sentences(rows, self._listed) if len(self.marks.data["evidence"]) else None
        changed = (
            self._whole or self._chosen is not None or any(_value(w) != self.first[n] for n, w in self.own.items())
        )
        extra = {"sentences": told, "chosen": self._chosen, "changed": changed, "same": same, "grew": grew}
        return _plain(self._made) | extra

    def _answer(self, change: dict) -> None:
        asked = change["new"]
        if "choose" in asked:
            self.choose(asked["choose"])
        elif "more" in asked:
            self._listed += 2 * MORE
            self._send(same=True, grew=True)
        elif "whole" in asked:
            self._whole = True
            self.redraw()
        elif "first" in asked:
            self._whole, self._chosen = False, None
            self._set({name: self.first[name] for name in self.own})
            self.redraw()

    def _take(self, name: str) -> None:
        """Move the figure's own control with that of the head."""
        if name in self.own:
            value = _value(self.board.controls[name])
            self._set({name: self.first[name] if value == self.board.first[name] else value})

    def _set(self, values: dict[str, str]) -> None:
        self._quiet = True
        for name, value in values.items():
            _put(self.own[name], value)
        self._quiet = False

    def _own_moved(self, _: object) -> None:
        if not self._quiet:
            self._chosen = None
            self.redraw()


def _plain(value: Any) -> Any:
    """What can be sent: without the numbers of the rows, numpy's numbers as Python's."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if not k.startswith("_")}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value.item() if isinstance(value, np.generic) else value


def _widget(kind: str, label: str) -> ipywidgets.Widget:
    if kind in twin.LISTS:
        return ipywidgets.Dropdown(options=EMPTY.get(kind, [(ALL, "")]), description=label, style=WIDE)
    if kind in ("from", "to"):
        return ipywidgets.DatePicker(description=label, style=WIDE)
    if kind == "at_least":
        return ipywidgets.BoundedIntText(description=label, min=0, max=10**9, style=WIDE)
    return ipywidgets.Text(description=label, placeholder="words, then Enter", continuous_update=False, style=WIDE)


def _offer(widget: ipywidgets.Dropdown, kind: str, more: list[str], first: str) -> None:
    """Give a list these values besides those it has, and keep what is chosen."""
    kept, empty = _value(widget), EMPTY.get(kind, [(ALL, "")])
    values = dict.fromkeys([*(v for _, v in widget.options if v), *more])
    values = values if kind in ONE_OF else sorted(values, key=lambda v: (v.casefold(), v))
    widget.options = [*empty, *((v, v) for v in values)]
    widget.value = kept or first


def _value(widget: ipywidgets.Widget) -> str:
    value = widget.value
    return "" if value in (None, 0) else value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


def _put(widget: ipywidgets.Widget, value: str) -> None:
    if isinstance(widget, ipywidgets.Dropdown):
        if value not in [v for _, v in widget.options]:
            widget.options = [*widget.options, (value, value)]  # a choice of other figures, that no row here fits
        widget.value = value
    elif isinstance(widget, ipywidgets.DatePicker):
        widget.value = np.datetime64(value).item() if value else None
    elif isinstance(widget, ipywidgets.BoundedIntText):
        widget.value = int(value or 0)
    else:
        widget.value = value


def _row(widgets: list[ipywidgets.Widget]) -> ipywidgets.Box:
    return ipywidgets.Box(widgets, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))
