"""Figures that answer, as data and HTML: a table of marks with controls and sentences, drawn by report.js without a kernel."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lwj_analysis import islands
from lwj_analysis.errors import BadValue

# One colour a family: as told apart by readers with and without colour-blindness, and readable on the page (in dark
# mode report.css has lighter ones in their place).
PALETTE = {
    "armed": "#933e1b", "state": "#21418a", "government": "#2298dc", "international": "#1b5348", "media": "#8e4fd6",
    "civilians": "#ab832a", "person": "#c15398", "other": "#898676", "plain": "#33566f",
}  # fmt: skip
KINDS = ("bar", "range", "dot", "line", "matrix", "drawing", "table", "list")
LISTS = ("select", "either", "reading", "count")  # kinds of controls that are lists
OPS = ("first", "count", "distinct", "sum", "min", "max", "median", "join")
STEPS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}  # pandas periods; weeks begin on Monday
EACH_ITS_OWN = "As each figure does"
MOST_SENTENCES = 50_000  # of one figure; a page of 2,000 articles has them all and stays under 8 MB

# Families of speakers and actors: each has one colour in figures, in light and dark, named in report.css and told
# apart without colour by its place in the legend. Values of actor_type, source_type, the sides of an incident and,
# borrowing the colours, event_type.
FAMILIES = {
    "armed_group": "armed", "militant": "armed", "initiator": "armed",
    "state_force": "state", "military": "state", "state": "state", "target": "state",
    "government": "government",
    "igo": "international", "ngo": "international", "peacekeeper": "international",
    "media": "media", "outlet": "media",
    "civilians": "civilians", "civilian": "civilians", "witness": "civilians",
    "person": "person", "analyst": "person",
    "other": "other", "unknown": "other", "mixed": "other",
    "Battles": "armed", "Explosions/Remote violence": "state", "Violence against civilians": "civilians",
    "Strategic developments": "other", "Protests": "international", "Riots": "media",
}  # fmt: skip


def in_report() -> bool:
    """Whether a report is being made: then a control must show itself as its kernel-free twin."""
    return os.environ.get("LWJ_REPORT") == "1"


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a figure.

    ``select``: rows whose ``column`` has the chosen value (a list in a cell: any of its values). ``either``: as
    ``select``, but two of them on one column add up (side by side). ``reading``: as ``select``, but one is always chosen:
    the rows are read in several ways. ``count``: what a mark counts, one of the figure's ``counts``; takes no column.
    ``contains``: words typed by the reader, looked for in the sentences, or in ``column`` if there is one. ``from``, ``to``:
    days, both included. ``at_least``: marks whose value is at least the number; takes no column.
    ``first`` is what the first view shows; None shows all. ``name`` is that of the control at the head of the page that moves
    this one; one that is not ``own`` has no list above the figure and is moved by the head alone.
    """

    column: str | None
    label: str
    kind: str = "select"
    first: str | None = None
    name: str | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """What a mark counts: rows, the sum of a ``column``, or the ``distinct`` values in it (a list in a cell: each of them)."""

    noun: tuple[str, str]
    column: str | None = None
    aggregate: str = "count"
    label: str | None = None
    name: str | None = None  # in the list of choices; the plural noun if it has none

    @property
    def called(self) -> str:
        """Its name in the list of choices."""
        return self.name or self.noun[1]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a table figure: its head, the column of the marks, and how the cells of one row's marks become one."""

    head: str
    column: str
    op: str = "first"


@dataclass(frozen=True)
class Twin:
    """A figure with its controls; shows itself as HTML. ``data`` is what the script in the report draws from."""

    data: dict
    figure_svg: str | None = None

    def first_view(self) -> pd.DataFrame:
        """What the figure shows before anything is chosen, one row a mark, in the columns of its table."""
        from lwj_analysis.marks import first_view

        return first_view(self.data)

    def _repr_html_(self) -> str:
        return section(self.data, self.figure_svg)


def twin(
    marks: pd.DataFrame,
    *,
    kind: str,
    title: str,
    alt: str,
    x: str | None = None,
    y: str | None = None,
    group: str | None = None,
    panel: str | None = None,
    value: str | None = None,
    distinct: str | None = None,
    low: str | None = None,
    best: str | None = None,
    high: str | None = None,
    end: str | None = None,
    note: str | None = None,
    cells: Sequence[Cell] = (),
    by: str | None = None,
    sort: int | None = None,
    reference: float | None = None,
    filters: Sequence[tuple[str, str] | Control] = (),
    counts: Sequence[Count] = (),
    sentences: pd.DataFrame | None = None,
    key: str = "row_id",
    noun: tuple[str, str] = ("row", "rows"),
    x_label: str | None = None,
    y_label: str | None = None,
    value_label: str | None = None,
    unplaced: str | None = None,
    step: str | None = None,
    top: int = 20,
    most: int | None = None,
    order: str = "value",
    scale: str = "linear",
    families: Mapping[str, str] | None = None,
    figure_svg: str | None = None,
    most_sentences: int | None = MOST_SENTENCES,
) -> Twin:
    """Turn rows into a figure that redraws itself when its controls are moved, without a kernel.

    ``marks`` has one row for each thing that can be counted or shown. The figure's marks are made from them each time:

    ===========  =========================================================================================
    ``bar``      one bar for each ``x`` (a category, or a day if ``step`` is given); stacked by ``group``;
                 with ``panel`` one small figure for each of its values, the ``top`` with most
    ``line``     one point for each ``x`` (days, by ``step``), one line for each ``group``
    ``matrix``   one cell for each pair of ``x`` and ``y``
    ``dot``      one dot for each ``x`` (a day or a number) on the line ``y``; from ``x`` to ``end`` a bar of days
    ``range``    one line for each row: label ``y``, from ``low`` to ``high`` with a dot at ``best``; NA is an open end
    ``drawing``  the marks of ``figure_svg`` whose id ends in ``-mark-<x>``, named ``y``; the others fade
    ``table``    one line for each value of ``by``, its ``cells`` made of the rows; ``sort`` is the column to sort by
    ``list``     no figure, the sentences alone
    ===========  =========================================================================================

    A mark's value is the number of its rows, or the sum of column ``value``, or the number of different values in
    column ``distinct`` (such as ``article_id``); ``counts`` has more ways, the first of them is that of the first view.
    ``note`` are words beside a range or dot, ``unplaced`` why rows may have no place. ``filters`` are pairs (column,
    label) or :class:`Control`. ``sentences`` is a frame as of ``Frames.evidence`` (row_id, sentence, mark_start, mark_end,
    title, published; also claimant, via, rule and outlet); a row shows those whose ``row_id`` stands in its ``key`` (joined
    with "; "). ``top`` is how many lines a figure has at first, ``most`` how many dots; the reader is told what is left out
    and can have it drawn. ``order`` is ``value`` (largest first) or ``given``. ``families`` maps values of ``group`` to
    families of actors; those of the contract (armed_group, military, ...) are known. Raises ValueError for a missing column.
    """
    controls = [c if isinstance(c, Control) else Control(*c) for c in filters]
    roles = {"x": x, "y": y, "group": group, "panel": panel, "value": value, "distinct": distinct, "low": low}
    roles |= {"best": best, "high": high, "end": end, "note": note, "by": by}
    roles = {role: column for role, column in roles.items() if column}
    counts = list(counts) or [
        Count(noun, distinct or value, "distinct" if distinct else "sum" if value else "count", value_label)
    ]
    columns = [*roles.values(), *(c.column for c in (*cells, *counts) if c.column)]
    _need(marks, kind, [*columns, *([key] if sentences is not None else [])], controls)
    if kind == "dot" and scale == "log" and (below := int(marks[x].le(0).sum())):
        raise BadValue(f"twin: {below} cells of {x} are 0 or less, and a logarithmic axis has no place for them")
    if step is None and kind in ("bar", "line") and _x_type(marks, x, None) == "time":
        step = "day"  # days without rows keep their place
    labels = {
        "x": x_label or _words(x or ""),
        "y": y_label or _words(y or group or panel or ""),
        "value": counts[0].label or (x_label if kind == "range" else None) or counts[0].noun[1],
    }
    spec = {"kind": kind, "title": title, "alt": alt, "labels": labels, "noun": list(counts[0].noun), "step": step}
    spec |= {
        "top": top,
        "most": most,
        "order": order,
        "scale": scale,
        "rows": len(marks),
        "reference": reference,
        "sort": sort,
    }
    spec["unplaced"] = unplaced or f"{labels['x'].lower()} not known"
    spec |= _columns(marks, roles, controls, step)
    spec["counts"] = [_count(marks, c, number, labels, spec) for number, c in enumerate(counts)]
    spec["cells"] = [_table_cell(marks, c, number, spec) for number, c in enumerate(cells)]
    spec["heads"] = [c.head for c in cells]
    spec["groups"] = _groups(marks[group], families) if group else None
    spec["controls"] = [_control(marks, c, number, counts) for number, c in enumerate(controls)]
    if key in marks:
        spec["columns"]["id"] = _cells(marks[key])
    spec |= _evidence(marks, key, sentences, most_sentences)
    return Twin({"id": _name(spec), **spec}, figure_svg)


def _need(marks, kind, columns, controls):
    if kind not in KINDS:
        raise BadValue(f"twin: no kind {kind!r}, there are {list(KINDS)}")
    wanted = columns + [c.column for c in controls if c.column]
    if missing := sorted({c for c in wanted if c not in marks}):
        raise BadValue(f"twin: missing columns {missing} in marks, which has {list(marks.columns)}")


def _name(spec):
    """An id that is the same for the same figure."""
    return "fig-" + hashlib.sha256(json.dumps(spec, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


def _columns(marks, roles, controls, step):
    """The cells that the script needs, and how the x-axis is to be read."""
    cells = {role: _cells(marks[column], step if role == "x" else None) for role, column in roles.items()}
    cells |= {c.name or f"f{n}": _cells(marks[c.column]) for n, c in enumerate(controls) if c.column}
    x_type = _x_type(marks, roles.get("x"), step)
    domain = _domain(marks[roles["x"]], step) if step and "x" in roles else None
    return {"columns": cells, "xType": x_type, "domain": domain}


def _count(marks, count, number, labels, spec):
    """A way to count; its column is written once, whatever number of ways have it."""
    role = None
    if count.aggregate == "sum":
        role = "value"
    elif count.column:
        role = f"c{number}"
        spec["columns"][role] = _cells(marks[count.column])
    label = count.label or (labels["value"] if number == 0 else count.noun[1])
    return {
        "name": count.called,
        "noun": list(count.noun),
        "aggregate": count.aggregate,
        "column": role,
        "label": label,
    }


def _table_cell(marks, cell, number, spec):
    if cell.op not in OPS:
        raise BadValue(f"twin: no way {cell.op!r} to make a cell, there are {list(OPS)}")
    spec["columns"][f"t{number}"] = _cells(marks[cell.column])
    return {"head": cell.head, "name": f"t{number}", "op": cell.op}


def _groups(column, families):
    """The values of a column in their order, each with its family."""
    values = list(dict.fromkeys(v for v in _cells(column) if v is not None))
    if _is_categorical(column):
        values = [str(v) for v in column.cat.categories if v in values]
    return [[value, _family(value, place, families)] for place, value in enumerate(values)]


def _plain(value):
    return str(value).replace("_", " ")


def _words(name):
    return _plain(name).capitalize()


def _is_categorical(column):
    return isinstance(column.dtype, pd.CategoricalDtype)


def _cells(column, step=None):
    """Plain JSON values; days as ISO text, the first day of their period if ``step`` is given; missing is None."""
    if step:
        column = _periods(column, step)
    known, made = {}, []  # cells share few values
    for value in column.astype(object).tolist():
        key = (type(value), tuple(value) if isinstance(value, list) else value)
        if key not in known:
            known[key] = _cell(value)
        made.append(known[key])
    return made


def _cell(value):
    if isinstance(value, (list, tuple)):
        return [_cell(v) for v in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, (pd.Timestamp, dt.date)):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return str(value)
    number = float(value)
    return None if math.isnan(number) else int(number) if number.is_integer() else number


def _periods(column, step):
    if step not in STEPS:
        raise BadValue(f"twin: no step {step!r}, there are {list(STEPS)}")
    return pd.to_datetime(column).dt.to_period(STEPS[step]).dt.start_time


def _domain(column, step):
    """Every period from the first to the last, so that empty ones are seen as empty."""
    days = _periods(column, step).dropna()
    if days.empty:
        return []
    every = pd.period_range(days.min(), days.max(), freq=STEPS[step])
    return [p.start_time.date().isoformat() for p in every]


def _x_type(marks, x, step):
    if x is None:
        return "number"
    if step or pd.api.types.is_datetime64_any_dtype(marks[x]):
        return "time"
    return "number" if pd.api.types.is_numeric_dtype(marks[x]) else "category"


def _family(value, position, families):
    known = {**FAMILIES, **(families or {})}
    return known.get(value) or known.get(str(value).replace(" ", "_")) or f"n{position % 8 + 1}"


def _control(marks, control, number, counts):
    told = {
        "name": control.name or f"f{number}",
        "label": control.label,
        "kind": control.kind,
        "first": control.first or "",
    }
    told["own"] = control.own
    if marks is None:
        return told | {"options": []}  # the head of a page: its lists are those of the figures
    if control.kind == "count":
        told |= {"options": [c.called for c in counts], "first": counts[0].called}
    elif control.kind in LISTS:
        told["options"] = _options(marks[control.column])
    elif control.kind in ("from", "to"):
        days = pd.to_datetime(marks[control.column]).dropna()
        told["bounds"] = [_cell(days.min()), _cell(days.max())] if len(days) else ["", ""]
    return told


def _options(column):
    present = {str(v) for cell in _cells(column) for v in (cell if isinstance(cell, list) else [cell]) if v is not None}
    if _is_categorical(column):
        return [str(v) for v in column.cat.categories if str(v) in present]
    return sorted(present, key=lambda v: (v.casefold(), v))


def _evidence(marks, key, sentences, most):
    """Sentences once each, the marked words that point to them and who says them, and which of these each row of marks has."""
    if sentences is None or sentences.empty:
        return {
            "sentences": [],
            "articles": [],
            "who": [],
            "evidence": [],
            "refs": [[] for _ in range(len(marks))],
            "unlisted": 0,
        }
    texts, articles, who, evidence, by_row, left = {}, {}, {}, [], {}, set()
    cells = [_ids(cell) for cell in _cells(marks[key])]
    told = sentences[sentences["row_id"].isin({i for ids in cells for i in ids}) & sentences["sentence"].notna()]
    for row_id, text, start, end, place, by in zip(
        *(_cells(told[name]) for name in ("row_id", "sentence")),
        *(_cells(told[name]) if name in told else [None] * len(told) for name in ("mark_start", "mark_end")),
        *(_rows_of(told, names) for names in (("title", "published", "outlet"), ("claimant", "via", "rule"))),
        strict=True,
    ):
        shown = (text, articles.setdefault(place, len(articles)))
        if shown not in texts and most is not None and len(texts) >= most:
            left.add(shown)
            continue
        by_row.setdefault(row_id, []).append(len(evidence))
        marked = [_in_utf16(text, n) for n in (start, end)] if start is not None and end is not None else [0, 0]
        evidence.append([texts.setdefault(shown, len(texts)), *marked, who.setdefault(by, len(who))])
    refs = [sorted({e for i in ids for e in by_row.get(i, ())}) for ids in cells]
    lists = {"sentences": texts, "articles": articles, "who": who}
    return {n: [list(t) for t in v] for n, v in lists.items()} | {
        "evidence": evidence,
        "refs": refs,
        "unlisted": len(left),
    }


def _ids(cell):
    return [] if not isinstance(cell, str) else cell.split("; ")


def _rows_of(df, names):
    """The cells of some columns, row by row; None in a column that is not there."""
    return zip(*(_cells(df[name]) if name in df else [None] * len(df) for name in names), strict=True)


def _in_utf16(text, at):
    """A place in a text in UTF-16 units, as JavaScript counts."""
    return int(at) if text.isascii() else len(text[: int(at)].encode("utf-16-le")) // 2


def section(data: dict, figure_svg: str | None = None, *, live: bool = False) -> str:
    """The HTML of a figure; ``live`` has neither controls nor data, which a notebook holds itself."""
    name, escape = data["id"], html.escape
    group_name = escape(f"Controls of the figure: {data['title']}")
    controls = "" if live else "".join(_control_html(name, c) for c in data["controls"] if c["own"])
    static = figure_svg or '<noscript><p class="note">This figure needs JavaScript.</p></noscript>'
    return (
        f'<div class="twin" role="group" id="{name}" aria-labelledby="{name}-title">'
        f'<p class="twin-title" id="{name}-title">{escape(data["title"])}</p>'
        f'<div class="controls" role="group" aria-label="{group_name}">{controls}</div>'
        f'<p class="result"><output class="result-text" aria-live="polite"></output></p>'
        f'<div class="twin-figure">{"" if live and data["kind"] != "drawing" else static}</div>'
        f'<p class="note twin-alt" id="{name}-alt">{escape(data["alt"])}</p>'
        f'<div class="twin-more"></div>' + ("" if live else islands.island(data, islands.FIGURE)) + "</div>"
    )


def choices(controls: Sequence[Control]) -> str:
    """The HTML of the controls at the head of a page, which move those of the same name in all its figures."""
    inputs = "".join(_control_html("all", _control(None, c, 0, ())) for c in controls)
    return (
        '<div class="choices" role="group" aria-labelledby="choices-title">'
        '<p class="choices-title" id="choices-title">Choose for all figures of this page</p>'
        f'<div class="controls">{inputs}</div>'
        '<p class="result"><button type="button" class="reset" hidden>Show the first view again</button></p></div>'
    )


def _control_html(figure_id, control):
    name, escape = f"{figure_id}-{control['name']}", html.escape
    label = f'<label for="{name}">{escape(control["label"])}</label>'
    first = escape(control["first"])
    tag = f'id="{name}" name="{control["name"]}" data-kind="{control["kind"]}" data-first="{first}" autocomplete="off"'
    if control["kind"] in LISTS:
        every = {"reading": "", "count": "" if control["options"] else EACH_ITS_OWN}.get(control["kind"], "All")
        every = f'<option value="">{every}</option>' if every else ""
        options = "".join(
            f'<option value="{escape(o)}"{" selected" if o == control["first"] else ""}>{escape(o)}</option>'
            for o in control["options"]
        )
        return f'<span class="control">{label}<select {tag}>{every}{options}</select></span>'
    kind = {"from": "date", "to": "date", "at_least": "number", "contains": "search"}[control["kind"]]
    bounds = f' min="{control["bounds"][0]}" max="{control["bounds"][1]}"' if any(control.get("bounds", ())) else ""
    bounds = ' min="1" step="1"' if kind == "number" else bounds
    return f'<span class="control">{label}<input type="{kind}" {tag} value="{first}"{bounds}></span>'
