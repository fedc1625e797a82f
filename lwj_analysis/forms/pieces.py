"""What all forms are made of: fields, buttons, tables, and a place for words."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets
import pandas as pd
from IPython.display import HTML

from lwj_analysis import explore

WIDE = ipywidgets.Layout(width="100%", max_width="60em")
FIELD = {"style": {"description_width": "9em"}, "layout": WIDE}


def text(label: str, hint: str = "", **more: Any) -> ipywidgets.Text:
    """A line to write into."""
    return ipywidgets.Text(description=label, placeholder=hint, **FIELD, **more)


def menu(label: str, options: list, **more: Any) -> ipywidgets.Dropdown:
    """A list to choose from."""
    return ipywidgets.Dropdown(description=label, options=options, **FIELD, **more)


def button(label: str, does: Callable[[], object], *, style: str = "", hint: str = "") -> ipywidgets.Button:
    """A button; what goes wrong in ``does`` has to be told by it."""
    made = ipywidgets.Button(
        description=label, button_style=style, tooltip=hint, layout=ipywidgets.Layout(width="auto")
    )
    made.on_click(lambda _: does())
    return made


def row_of(*widgets: ipywidgets.Widget) -> ipywidgets.Box:
    """Widgets side by side, as wide as they have to be."""
    return ipywidgets.Box(list(widgets), layout=ipywidgets.Layout(flex_flow="row wrap"))


def refill(choice: ipywidgets.Dropdown | ipywidgets.Select, options: list[tuple[str, Any]], wanted: Any = None) -> None:
    """Give a list other options; chosen is what was wanted if it is among them, else the first.

    The browser gets options and choice in one message. With the options alone it would look for the old choice among the
    new ones, and where there are fewer of them it would not find it.
    """
    keys = [key for _, key in options]
    with choice.hold_sync():
        choice.options = options
        choice.value = wanted if wanted in keys else keys[0] if keys else None


def refill_several(
    choice: ipywidgets.SelectMultiple, options: list[tuple[str, Any]], wanted: Iterable[Any] = ()
) -> None:
    """Give a list of which several can be chosen other options, and choose those that are wanted, in one message."""
    wanted = set(wanted)
    with choice.hold_sync():
        choice.options = options
        choice.value = tuple(key for _, key in options if key in wanted)


def note(words: str = "", *, wrong: bool = False) -> str:
    """A paragraph; every word is escaped."""
    colour = ' style="color: #b00020"' if wrong else ""
    return "".join(f"<p{colour}>{html.escape(line)}</p>" for line in words.split("\n") if line)


def heading(words: str) -> str:
    """A small heading."""
    return f"<p><strong>{html.escape(words)}</strong></p>"


def table(rows: pd.DataFrame) -> str:
    """A table as HTML, every cell escaped."""
    return explore.table(rows).data


def page(*parts: str) -> HTML:
    """The form's words for a report."""
    return HTML("".join(parts))


def counted(n: int, noun: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
