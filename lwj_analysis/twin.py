"""Controls that work without a kernel: a table of marks and its sentences as HTML that report.js draws."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lwj_analysis.errors import BadValue

# One colour a family: as told apart by readers with and without colour-blindness, and readable on the page (in dark
# mode report.css has lighter ones in their place).
PALETTE = {
    "armed": "#933e1b", "state": "#21418a", "government": "#2298dc", "international": "#1b5348", "media": "#8e4fd6",
    "civilians": "#ab832a", "person": "#c15398", "other": "#898676", "plain": "#33566f",
}  # fmt: skip
KINDS = ("bar", "range", "dot", "line", "matrix")
LISTS = ("select", "either", "reading")  # kinds of controls that are lists
STEPS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}  # pandas periods; weeks begin on Monday
MOST_SENTENCES = 2000  # of one figure; a page stays under 3 MB

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
    """One control above a figure.

    ``select``: rows whose ``column`` has the chosen value (a list in a cell: any of its values). ``either``: as
    ``select``, but two of them on one column add up (side by side). ``reading``: as ``select``, but one is always chosen:
    the rows are read in several ways. ``contains``: words typed by the reader.
    ``from``, ``to``: days, both included. ``at_least``: marks whose value is at least the number; takes no column.
    ``first`` is what the first view shows; None shows all.
    """

    column: str
    label: str
    kind: str = "select"
    first: str | None = None


@dataclass(frozen=True)
class Twin:
    """A figure with its controls; shows itself as HTML. ``data`` is what the script in the report draws from."""

    data: dict
    figure_svg: str | None = None

    def first_view(self) -> pd.DataFrame:
        """What the figure shows before anything is chosen, one row a mark, in the columns of its table."""
        return _first_view(self.data)

    def _repr_html_(self) -> str:
        return _section(self.data, self.figure_svg)


def twin(
    marks: pd.DataFrame,
    *,
    kind: str,
    title: str,
    alt: str,
    x: str | None = None,
    y: str | None = None,
    group: str | None = None,
    value: str | None = None,
    distinct: str | None = None,
    low: str | None = None,
    best: str | None = None,
    high: str | None = None,
    filters: Sequence[tuple[str, str] | Control] = (),
    sentences: pd.DataFrame | None = None,
    key: str = "row_id",
    noun: tuple[str, str] = ("row", "rows"),
    x_label: str | None = None,
    y_label: str | None = None,
    value_label: str | None = None,
    step: str | None = None,
    top: int = 20,
    order: str = "value",
    scale: str = "linear",
    families: Mapping[str, str] | None = None,
    figure_svg: str | None = None,
) -> Twin:
    """Turn rows into a figure that redraws itself when its controls are moved, without a kernel.

    ``marks`` has one row for each thing that can be counted or shown. The figure's marks are made from them each time:

    ==========  ==========================================================================================
    ``bar``     one bar for each ``x`` (a category, or a day if ``step`` is given); stacked by ``group``
    ``line``    one point for each ``x`` (days, by ``step``), one line for each ``group``
    ``matrix``  one cell for each pair of ``x`` and ``y``
    ``dot``     one dot for each row at ``x`` (a day or a number) on the line ``y``
    ``range``   one line for each row: label ``y``, from ``low`` to ``high`` with a dot at ``best``; NA is an open end
    ==========  ==========================================================================================

    A mark's value is the number of its rows, or the sum of column ``value``, or the number of different values in
    column ``distinct`` (such as ``article_id``). ``filters`` are pairs (column, label) or :class:`Control`.
    ``sentences`` is a frame as of ``Frames.evidence`` (row_id, sentence, mark_start, mark_end, title, published;
    also claimant and outlet); a row shows the sentences whose ``row_id`` stands in its ``key`` (several ids: joined
    with "; "). ``order`` is ``value`` (largest first) or ``given``. ``families`` maps values of ``group`` to families
    of actors; those of the contract (armed_group, military, ...) are known. Raises ValueError for a missing column.
    """
    controls = [c if isinstance(c, Control) else Control(*c) for c in filters]
    roles = {
        "x": x,
        "y": y,
        "group": group,
        "value": value,
        "distinct": distinct,
        "low": low,
        "best": best,
        "high": high,
    }
    roles = {role: column for role, column in roles.items() if column}
    _need(marks, kind, [*roles.values(), *([key] if sentences is not None else [])], controls)
    if step is None and kind in ("bar", "line") and _x_type(marks, x, None) == "time":
        step = "day"  # days without rows keep their place
    labels = {
        "x": x_label or _words(x or ""),
        "y": y_label or _words(y or group or ""),
        "value": value_label or (x_label if kind == "range" else None) or noun[1],
    }
    spec = {"kind": kind, "title": title, "alt": alt, "labels": labels, "noun": list(noun), "step": step}
    spec |= {"top": top, "order": order, "scale": scale, "rows": len(marks)}
    spec["aggregate"] = "distinct" if distinct else "sum" if value else "count"
    spec |= _columns(marks, roles, controls, step)
    spec["groups"] = _groups(marks[group], families) if group else None
    spec["controls"] = [_control(marks, c, number) for number, c in enumerate(controls)]
    spec |= _evidence(marks, key, sentences)
    return Twin({"id": _name(spec), **spec}, figure_svg)


def static_svg(svg: str, *, title: str, alt: str, name: str | None = None) -> str:
    """Make an SVG of matplotlib safe and kind to put into a page.

    It gets a name and description for screen readers, ids of its own, the page's colour for text and axes and no
    white ground; metadata (its clock) goes. Colours of ``PALETTE`` change with the page's, other colours stay.
    """
    name = name or "svg-" + hashlib.sha256((svg + title).encode()).hexdigest()[:8]
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'(url\(#|href="#)', rf"\1{name}-", body)
    body = re.sub(r"fill: ?#ffffff(; ?stroke: ?#ffffff)?", "fill: none", body)
    body = re.sub(r"((?:fill|stroke): ?)#(?:000000|262626)", r"\1currentColor", body)
    for family, colour in PALETTE.items():
        body = body.replace(colour, f"var(--c-{family}, {colour})")
    opening, rest = body.split(">", 1)
    wide = re.search(r'\swidth="([\d.]+)pt"', opening)
    natural = f' style="max-width:{float(wide.group(1)) * 1.5:.0f}px"' if wide else ""
    opening = re.sub(r'\s(?:width|height|version)="[^"]*"', "", opening)
    label = f'<title id="{name}-t">{html.escape(title)}</title><desc id="{name}-d">{html.escape(alt)}</desc>'
    return f'{opening}{natural} class="figure-static" role="img" aria-labelledby="{name}-t {name}-d">{label}{rest}'


def figure(fig, *, alt: str | None = None, caption: str | None = None) -> str:
    """A matplotlib figure as one ``<figure>`` with an SVG inside; title and description from its axes if not given."""
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}, transparent=True)
    title, told = _told(fig)
    svg = static_svg(buffer.getvalue(), title=title, alt=alt or told)
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    opening = f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(f"Figure: {title}")}">'
    return f'<figure class="plot">{opening}{svg}</div>{below}</figure>'


def _need(marks, kind, columns, controls):
    if kind not in KINDS:
        raise BadValue(f"twin: no kind {kind!r}, there are {list(KINDS)}")
    wanted = columns + [c.column for c in controls if c.kind != "at_least"]
    if missing := sorted({c for c in wanted if c not in marks}):
        raise BadValue(f"twin: missing columns {missing} in marks, which has {list(marks.columns)}")


def _name(spec):
    """An id that is the same for the same figure."""
    return "fig-" + hashlib.sha256(json.dumps(spec, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


def _columns(marks, roles, controls, step):
    """The cells that the script needs, and how the x-axis is to be read."""
    cells = {role: _cells(marks[column], step if role == "x" else None) for role, column in roles.items()}
    cells |= {f"f{n}": _cells(marks[c.column]) for n, c in enumerate(controls) if c.kind != "at_least"}
    x_type = _x_type(marks, roles.get("x"), step)
    domain = _domain(marks[roles["x"]], step) if step and "x" in roles else None
    return {"columns": cells, "xType": x_type, "domain": domain}


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
    return [_cell(value) for value in column.astype(object)]


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


def _control(marks, control, number):
    told = {"name": f"f{number}", "label": control.label, "kind": control.kind, "first": control.first or ""}
    if control.kind in LISTS:
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


def _evidence(marks, key, sentences):
    """Sentences once each, the marked words that point to them, and which of these each row of marks has."""
    if sentences is None or sentences.empty:
        return {"sentences": [], "evidence": [], "refs": [[] for _ in range(len(marks))], "unlisted": 0}
    texts, evidence, by_row, unlisted = {}, [], {}, 0
    wanted = {i for cell in marks[key] for i in _ids(cell)}
    told = sentences[sentences["row_id"].isin(wanted) & sentences["sentence"].notna()]
    for row in told.to_dict("records"):
        shown = _sentence(row)
        if shown not in texts and len(texts) >= MOST_SENTENCES:
            unlisted += 1
            continue
        place = texts.setdefault(shown, len(texts))
        by_row.setdefault(row["row_id"], []).append(len(evidence))
        evidence.append([place, *_mark(row)])
    refs = [sorted({e for i in _ids(cell) for e in by_row.get(i, ())}) for cell in marks[key]]
    return {"sentences": [list(t) for t in texts], "evidence": evidence, "refs": refs, "unlisted": unlisted}


def _ids(cell):
    return [] if not isinstance(cell, str) else cell.split("; ")


def _sentence(row):
    return (row["sentence"], *(_cell(row.get(name)) for name in ("title", "published", "claimant", "outlet")))


def _mark(row):
    """Start and end of the marked words in UTF-16 units, as JavaScript counts."""
    text, start, end = row["sentence"], _cell(row.get("mark_start")), _cell(row.get("mark_end"))
    if start is None or end is None:
        return 0, 0
    return tuple(len(text[: int(n)].encode("utf-16-le")) // 2 for n in (start, end))


def _first_view(data):
    frame = pd.DataFrame(
        {name: pd.Series(cells, dtype=object) for name, cells in data["columns"].items()}, index=range(data["rows"])
    )
    for control in data["controls"]:
        if control["first"] and control["kind"] in LISTS:
            frame = frame[[control["first"] in (c if isinstance(c, list) else [c]) for c in frame[control["name"]]]]
    if data["kind"] in ("range", "dot"):
        return frame[[c for c in ("x", "y", "group", "low", "best", "high") if c in frame]].reset_index(drop=True)
    by = [c for c in ("x", "y", "group") if c in frame]
    grouped = frame.dropna(subset=["x"]).groupby(by, sort=False, dropna=False)
    values = {
        "count": lambda: grouped.size(),
        "sum": lambda: grouped["value"].sum(),
        "distinct": lambda: grouped["distinct"].nunique(),
    }[data["aggregate"]]()
    return values.rename("value").reset_index()


def _section(data, figure_svg):
    name, escape = data["id"], html.escape
    group_name = escape(f"Controls of the figure: {data['title']}")
    packed = data | {"columns": {column: _packed(cells) for column, cells in data["columns"].items()}}
    island = json.dumps(packed, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    controls = "".join(_control_html(name, c) for c in data["controls"])
    static = figure_svg or '<noscript><p class="note">This figure needs JavaScript.</p></noscript>'
    return (
        f'<div class="twin" role="group" id="{name}" aria-labelledby="{name}-title">'
        f'<p class="twin-title" id="{name}-title">{escape(data["title"])}</p>'
        f'<div class="controls" role="group" aria-label="{group_name}">{controls}</div>'
        f'<p class="result"><output class="result-text" aria-live="polite"></output></p>'
        f'<div class="twin-figure">{static}</div>'
        f'<p class="note twin-alt" id="{name}-alt">{escape(data["alt"])}</p>'
        f'<div class="twin-more"></div>'
        f'<script type="application/json" class="twin-data">{island}</script></div>'
    )


def _packed(cells):
    """Each different value once, and where it stands; report.js unpacks it."""
    keys = [tuple(cell) if isinstance(cell, list) else cell for cell in cells]
    if len(set(keys)) * 2 > len(cells):
        return cells
    place = {value: n for n, value in enumerate(dict.fromkeys(keys))}
    return {"of": list(place), "at": [place[key] for key in keys]}


def _control_html(figure_id, control):
    name, escape = f"{figure_id}-{control['name']}", html.escape
    label = f'<label for="{name}">{escape(control["label"])}</label>'
    tag = f'id="{name}" name="{control["name"]}" data-kind="{control["kind"]}" autocomplete="off"'
    if control["kind"] in LISTS:
        chosen = control["first"]
        every = "" if control["kind"] == "reading" else '<option value="">All</option>'
        options = "".join(
            f'<option value="{escape(o)}"{" selected" if o == chosen else ""}>{escape(o)}</option>'
            for o in control["options"]
        )
        return f'<span class="control">{label}<select {tag}>{every}{options}</select></span>'
    kind = {"from": "date", "to": "date", "at_least": "number", "contains": "search"}[control["kind"]]
    bounds = f' min="{control["bounds"][0]}" max="{control["bounds"][1]}"' if "bounds" in control else ""
    bounds = ' min="1" step="1"' if kind == "number" else bounds
    return f'<span class="control">{label}<input type="{kind}" {tag} value="{escape(control["first"])}"{bounds}></span>'


def _told(fig):
    """Title and a sentence on what is drawn, from the axes of a figure."""
    titles = [t for ax in fig.axes for t in (ax.get_title(loc=side) for side in ("left", "center", "right")) if t]
    above = fig.get_suptitle() if hasattr(fig, "get_suptitle") else ""
    title = above or (titles[0] if titles else "Figure")
    axes = [f"{ax.get_ylabel() or 'rows'} by {ax.get_xlabel() or 'columns'}" for ax in fig.axes[:1]]
    return title, f"Figure: {title}. {'; '.join(axes)}."
