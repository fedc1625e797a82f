"""What all figures share: style, axes, labels, legends, and how a figure gets into a notebook or a report."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lwj_analysis import drawing, twin

STYLE = {
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.edgecolor": "#595959",
    "axes.axisbelow": True,
    "figure.dpi": 110,
    "svg.fonttype": "none",
    "svg.hashsalt": "lwj_analysis",
}
MOST = 20  # lines of a figure that a page can hold
EMPTY = (7.5, 1.6)  # size of a figure without marks
NOTHING = "Nothing to show: no article tells of this."
UNDATED = "Nothing to show: none of them has a day."


def period_of(days: pd.Series) -> str:
    """The step in which a span of days is best counted: week up to half a year, month up to four years, else year."""
    days = days.dropna()
    span = (days.max() - days.min()).days if len(days) else 0
    return "week" if span <= 183 else "month" if span <= 4 * 366 else "year"


def show(ax: Axes | np.ndarray) -> None:
    """Show the figure of an axes (or of several) once, with a text alternative, and close it."""
    from IPython.display import HTML, display

    display(HTML(as_html(ax)))


def as_html(ax: Axes | np.ndarray, *, alt: str | None = None) -> str:
    """The figure of an axes as HTML with an SVG inside, the same for the same marks; closes the figure."""
    figure = np.ravel(ax)[0].figure
    with plt.rc_context(STYLE):
        made = drawing.figure(figure, alt=alt)
    plt.close(figure)
    return made


def as_svg(ax: Axes | np.ndarray, *, title: str, alt: str, role: str = "img") -> str:
    """The figure of an axes as SVG for a report's control; closes the figure."""
    import io

    buffer = io.StringIO()
    figure = np.ravel(ax)[0].figure
    with plt.rc_context(STYLE):
        figure.savefig(
            buffer, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None, "Creator": None}
        )
    plt.close(figure)
    return drawing.static_svg(buffer.getvalue(), title=title, alt=alt, role=role)


def sheet(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is not None:
        return ax
    with plt.rc_context(STYLE):
        return plt.subplots(figsize=size, layout="constrained")[1]


def labelled(ax: Axes, title: str, x: str, y: str, *, nothing: str = NOTHING) -> Axes:
    if not ax.has_data():
        ax.text(0.5, 0.5, nothing, transform=ax.transAxes, ha="center", va="center")
        ax.set(xticks=[], yticks=[])
    ax.set_title(wrapped(title, 70), loc="left", fontsize=11, fontweight="bold", pad=12)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    return ax


def by_period(days: pd.Series, step: str, *, all_of: pd.Series | None = None) -> pd.Series:
    """Number of days in each period, empty periods with 0."""
    frequency = twin.STEPS[step]
    periods = days.dropna().dt.to_period(frequency)
    span = (days if all_of is None else all_of).dropna().dt.to_period(frequency)
    every = pd.period_range(span.min(), span.max(), freq=frequency) if len(span) else pd.PeriodIndex([], freq=frequency)
    return periods.value_counts().reindex(every, fill_value=0)


def period_bars(
    ax: Axes, counts: pd.Series, colour: str, *, below: object = 0, label: str | None = None, ticks: int = 12
) -> None:
    """Bars by period, with no more than ``ticks`` labels."""
    places = np.arange(len(counts))
    ax.bar(places, counts.to_numpy(), bottom=below, color=colour, label=label, width=0.85)
    every = max(1, -(-len(counts) // ticks))
    form = {"W": "%Y-%m-%d", "M": "%Y-%m", "Y": "%Y"}.get(getattr(counts.index, "freqstr", "Y")[:1], "%Y-%m-%d")
    names = [p.start_time.strftime(form) for p in counts.index]
    ax.set_xticks(
        places[::every], names[::every], rotation=45 if form != "%Y" else 0, ha="right" if form != "%Y" else "center"
    )
    whole(ax, "y")


def stacked(table: pd.DataFrame, title: str, x: str, y: str, ax: Axes | None, families: dict[str, str]) -> Axes:
    columns = [c for c in families if c in table]
    colours = {c: twin.PALETTE[families[c]] for c in columns}
    ax = sheet(ax, tall(len(table), least=2.4))
    left = np.zeros(len(table))
    for column in columns:
        values = table[column].to_numpy()[::-1]
        ax.barh(
            [str(i) for i in table.index[::-1]],
            values,
            left=left,
            color=colours[column],
            edgecolor="white",
            linewidth=0.6,
        )
        left = left + values
    ax.set_ylim(min(-0.6, len(table) - 3.6), max(len(table), 1) - 0.4)  # one bar alone is no thicker than others
    whole(ax, "x")
    legend(ax, colours)
    return labelled(ax, title, x, y)


def draw_range(ax: Axes, line: int, row: tuple, top: float) -> None:
    known = {b: None if pd.isna(getattr(row, b)) else float(getattr(row, b)) for b in ("low", "best", "high")}
    colour = colour_of(row.source_type)
    points = [v for v in known.values() if v is not None]
    if not points:
        return
    low = known["low"] if known["low"] is not None else 0.0
    high = known["high"] if known["high"] is not None else min(max(points) + 0.08 * top, top * 1.1)
    ax.plot([low, high], [line, line], color=colour, linewidth=2, clip_on=False)
    if known["high"] is None:
        ax.plot([high], [line], marker=">", color=colour, markersize=6)
    if known["low"] is None:
        ax.plot([low], [line], marker="<", color=colour, markersize=6, clip_on=False)
    best = known["best"] if known["best"] is not None else max(points)
    ax.plot(
        [best],
        [line],
        marker="o",
        color=colour,
        markersize=6,
        fillstyle="full" if known["best"] is not None else "none",
        clip_on=False,
    )


def counted(ax: Axes, cells: np.ndarray) -> None:
    """Write each count into its cell, in a colour that can be read on it."""
    top = np.nanmax(cells)
    for (row, column), n in np.ndenumerate(cells):
        if n > 0:
            ink = "#fdfdfd" if n > 0.5 * top else "#1b1b1b"  # plain white is the page's ground in a report
            ax.text(column, row, int(n), ha="center", va="center", color=ink, fontsize=8)


def colour_of(kind: str) -> str:
    return twin.PALETTE.get(twin.FAMILIES.get(kind, "other"), twin.PALETTE["other"])


def legend(ax: Axes, colours: dict[str, str], *, below: bool = False) -> None:
    """Beside the data or below it, never on it; names that share a colour share an entry."""
    if not colours:
        return
    shared: dict[str, list[str]] = {}
    for name, colour in colours.items():
        shared.setdefault(colour, []).append(str(name).replace("_", " "))
    handles = [plt.Line2D([], [], marker="s", linestyle="", color=c, markersize=7) for c in shared]
    labels = [", ".join(names) for names in shared.values()]
    where = {"bbox_to_anchor": (0, -0.18), "ncols": 3} if below else {"bbox_to_anchor": (1.01, 1)}
    ax.legend(handles, labels, loc="upper left", frameon=False, borderaxespad=0, fontsize=8.5, **where)


def whole(ax: Axes, axis: str) -> None:
    getattr(ax, f"{axis}axis").set_major_locator(MaxNLocator(integer=True, nbins=7, min_n_ticks=1))
    ax.grid(axis=axis, color="#808080", alpha=0.3)  # as faint on dark paper as on light


def tall(lines: int, *, least: float = 2.0) -> tuple[float, float]:
    return 8.5, max(least, 0.9 + 0.3 * lines)


def short(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1].rstrip() + "…"


def wrapped(words: str, width: int = 40) -> str:
    return "\n".join(textwrap.wrap(str(words), width)) or str(words)
