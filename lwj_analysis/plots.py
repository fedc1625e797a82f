"""Figures: each takes a frame and perhaps an ``ax``, returns the ``Axes``, and changes nothing; the only door to matplotlib.

Both axes are labelled, the title says what a mark counts. Colours go by the family of the actor or speaker and are told
apart by readers with colour-blindness; they are those of the reports (``twin.PALETTE``).
"""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lwj_analysis import twin

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
EVENT_COLOURS = {
    "Battles": twin.PALETTE["armed"],
    "Explosions/Remote violence": twin.PALETTE["state"],
    "Violence against civilians": twin.PALETTE["civilians"],
    "Strategic developments": twin.PALETTE["other"],
    "Protests": twin.PALETTE["international"],
    "Riots": twin.PALETTE["media"],
}
PRECISIONS = {1: "day", 2: "two to six days", 3: "week", 4: "month", 5: "longer"}
MOST = 20  # lines of a figure that a page can hold
EMPTY = (7.5, 1.6)  # size of a figure without marks
NOTHING = "Nothing to show: no article tells of this."
UNDATED = "Nothing to show: none of them has a day."


def period_of(days: pd.Series) -> str:
    """The step in which a span of days is best counted: week up to half a year, month up to four years, else year."""
    days = days.dropna()
    span = (days.max() - days.min()).days if len(days) else 0
    return "week" if span <= 183 else "month" if span <= 4 * 366 else "year"


def articles_over_time(articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Articles by week, month or year of publication; undated articles are named in the title."""
    step = period_of(articles["published"])
    undated = int(articles["published"].isna().sum())
    ax = _axes(ax, (7.5, 3))
    _bars(ax, _by_period(articles["published"], step), twin.PALETTE["plain"])
    note = f" ({undated} undated not shown)" if undated else ""
    title = f"Articles per {step} of publication{note}"
    return _labelled(ax, title, step.capitalize(), "Articles", nothing=UNDATED if undated else NOTHING)


def actors_by_articles(named: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Articles that name each actor, the most named first; ``named`` as of ``compare.named``."""
    counts = named.groupby(["name", "actor_type"])["article_id"].nunique().rename("n").reset_index()
    counts = counts.sort_values(["n", "name"], ascending=[False, True]).head(MOST).iloc[::-1]
    ax = _axes(ax, _tall(len(counts)))
    colours = [_colour(kind) for kind in counts["actor_type"]]
    ax.barh([_wrapped(n) for n in counts["name"]], counts["n"], color=colours)
    ax.margins(y=0.02)
    _whole(ax, "x")
    _legend(ax, {kind: _colour(kind) for kind in dict.fromkeys(counts["actor_type"].iloc[::-1])})
    return _labelled(ax, "Articles that name each actor (an article counts once)", "Articles", "Actor")


def pair_matrix(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Sentences that name two actors together; the most named dozen, diagonal blank. ``pairs`` as of ``compare.pairs``."""
    both = pd.concat([pairs["actor_a"], pairs["actor_b"]]).value_counts()
    names = list(both.head(12).index)
    turned = pairs.rename(columns={"actor_a": "actor_b", "actor_b": "actor_a"})
    table = pd.concat([pairs, turned]).pivot_table(
        index="actor_a", columns="actor_b", values="pair_id", aggfunc="count"
    )
    cells = table.reindex(index=names, columns=names).to_numpy(dtype=float)
    ax = _axes(ax, (7.5, 6) if names else EMPTY)
    if names:
        ax.imshow(cells, cmap="Blues", vmin=0)
        _counted(ax, cells)
    ax.set_xticks(range(len(names)), [_short(n, 26) for n in names], rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(names)), [_wrapped(n, 26) for n in names])
    return _labelled(ax, "Sentences that name two actors together", "Actor", "Actor")


def actor_periods(named: pd.DataFrame, *, most: int = 6) -> np.ndarray:
    """Articles that name each of the most named armed groups, over time: one small panel a group. Returns the axes."""
    groups = named[(named["actor_type"] == "armed_group") & named["published"].notna()]
    step = period_of(named["published"])
    names = list(groups.groupby("name")["article_id"].nunique().sort_values(ascending=False).head(most).index)
    with plt.rc_context(STYLE):
        rows = max(1, -(-len(names) // 3))
        size = (8.5, 2.2 * rows if names else EMPTY[1])
        figure, axes = plt.subplots(
            rows, 3, figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained"
        )
    every = _by_period(named.drop_duplicates("article_id")["published"], step).index
    for ax, name in zip(axes.flat, names, strict=False):
        its = groups[groups["name"] == name].drop_duplicates("article_id")
        _bars(ax, _by_period(its["published"], step).reindex(every, fill_value=0), twin.PALETTE["armed"], ticks=4)
        ax.set_title(_wrapped(name, 30), fontsize=9, fontweight="normal", loc="left")
        _whole(ax, "y")
    for ax in axes.flat[len(names) :]:
        ax.set_visible(False)
    if not names:
        nothing = UNDATED if (named["actor_type"] == "armed_group").any() else NOTHING
        figure.text(0.5, 0.5, nothing, ha="center", va="center")
    figure.suptitle(
        f"Articles per {step} that name each armed group", x=0.01, ha="left", fontweight="bold", fontsize=11
    )
    figure.supxlabel(f"{step.capitalize()} of publication", fontsize=9.5)
    figure.supylabel("Articles", fontsize=9.5)
    return axes


def events_over_time(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Events by week, month or year, stacked by ACLED type; undated events are named in the title."""
    dated = events.dropna(subset=["date_start"])
    step = period_of(dated["date_start"])
    table = {
        t: _by_period(dated.loc[dated["event_type"] == t, "date_start"], step, all_of=dated["date_start"])
        for t in EVENT_COLOURS
    }
    ax = _axes(ax, (7.5, 3.4))
    below = 0
    for kind, counts in table.items():
        if counts.sum():
            _bars(ax, counts, EVENT_COLOURS[kind], below=below, label=kind)
            below = below + counts
    _legend(ax, {k: EVENT_COLOURS[k] for k, c in table.items() if c.sum()})
    undated = len(events) - len(dated)
    note = f" ({undated} undated not shown)" if undated else ""
    title = f"Events per {step}, each once an article{note}"
    return _labelled(ax, title, step.capitalize(), "Events", nothing=UNDATED if undated else NOTHING)


def date_precision(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Events by how precisely their day is told (UCDP's five steps), the undated apart."""
    counts = events["date_prec"].map(PRECISIONS).fillna("undated").value_counts()
    counts = counts.reindex([*PRECISIONS.values(), "undated"], fill_value=0).iloc[::-1]
    ax = _axes(ax, (7.5, 2.6))
    bars = ax.barh(
        counts.index,
        counts,
        color=[twin.PALETTE["other"] if k == "undated" else twin.PALETTE["plain"] for k in counts.index],
    )
    ax.bar_label(bars, padding=3)
    _whole(ax, "x")
    return _labelled(ax, "Events by the precision of their date", "Events", "Date known to the")


def ranges(rows: pd.DataFrame, *, title: str, most: int = MOST, ax: Axes | None = None) -> Axes:
    """One line a statement, from ``low`` to ``high`` with a dot at ``best``; an arrow is an open end, colour the speaker.

    ``rows`` as of ``compare.claimants``: ``label, incident, low, best, high, source_type``.
    """
    shown = rows.head(most).iloc[::-1].reset_index(drop=True)
    ax = _axes(ax, _tall(len(shown)))
    top = max([1.0, *(float(x) for c in ("low", "best", "high") for x in shown[c].dropna())])
    for line, row in enumerate(shown.itertuples()):
        _range(ax, line, row, top)
    ax.set_yticks(range(len(shown)), [_wrapped(w, 58) for w in shown["label"]])
    ax.set_ylim(-0.6, max(len(shown) - 0.4, 0.6))
    ax.set_xlim(0, top * 1.12)
    _whole(ax, "x")
    _legend(ax, {kind: _colour(kind) for kind in dict.fromkeys(shown["source_type"].iloc[::-1])})
    more = f" (first {most} of {len(rows)})" if len(rows) > most else ""
    return _labelled(ax, f"{title}{more}", "People", "Who says so: of whom")


def counting_shares(casualties: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Statements of a number of victims by whether totals add them."""
    names = {
        "count": "counts",
        "repeat": "repeats a count",
        "subset": "is part of a count",
        "cumulative": "reaches beyond the incident",
    }
    counts = casualties["counting"].map(names).value_counts().reindex(list(names.values()), fill_value=0).iloc[::-1]
    ax = _axes(ax, (7.5, 2.2))
    bars = ax.barh(
        counts.index,
        counts,
        color=[twin.PALETTE["plain"] if k == "counts" else twin.PALETTE["other"] for k in counts.index],
    )
    ax.bar_label(bars, padding=3)
    _whole(ax, "x")
    return _labelled(ax, "Statements of a number of victims: what totals add", "Statements", "The number")


def outcomes_by_source(casualties: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Statements by outcome and kind of speaker; a cell counts statements, never people."""
    table = casualties.groupby(["source_type", "outcome"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False).index]
    return _stacked(
        table, "Statements of a number of victims, by who speaks", "Statements", "Who speaks", ax, OUTCOME_COLOURS
    )


def incidents_by_origins(incidents: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Incidents by how many independent origins tell of them."""
    counts = incidents["n_origins"].value_counts().sort_index()
    ax = _axes(ax, (7.5, 2.8))
    bars = ax.bar([str(n) for n in counts.index], counts, color=twin.PALETTE["plain"], width=0.7)
    ax.bar_label(bars, padding=2)
    ax.margins(y=0.12)
    _whole(ax, "y")
    return _labelled(ax, "Incidents by number of origins (who repeats another is not counted)", "Origins", "Incidents")


def stances_by_source(claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Claims by stance and kind of speaker."""
    table = claims.groupby(["source_type", "stance"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False).index]
    table.columns = [c.replace("_", " ") for c in table.columns]
    return _stacked(table, "Claims by who speaks and how", "Claims", "Who speaks", ax, STANCE_COLOURS)


OUTCOME_COLOURS = dict(
    zip(
        ("killed", "wounded", "captured", "abducted", "missing", "casualties"),
        ("armed", "civilians", "state", "government", "media", "other"),
        strict=True,
    )
)
STANCE_COLOURS = dict(
    zip(
        ("asserts", "reports", "claims responsibility", "confirms", "denies", "disputes", "alleges"),
        ("plain", "media", "armed", "international", "person", "civilians", "other"),
        strict=True,
    )
)


def show(ax: Axes | np.ndarray) -> None:
    """Show the figure of an axes (or of several) once, with a text alternative, and close it."""
    from IPython.display import HTML, display

    display(HTML(as_html(ax)))


def as_html(ax: Axes | np.ndarray, *, alt: str | None = None) -> str:
    """The figure of an axes as HTML with an SVG inside, the same for the same marks; closes the figure."""
    figure = np.ravel(ax)[0].figure
    with plt.rc_context(STYLE):
        made = twin.figure(figure, alt=alt)
    plt.close(figure)
    return made


def as_svg(ax: Axes, *, title: str, alt: str) -> str:
    """The figure of an axes as SVG for a report's control; closes the figure."""
    import io

    buffer = io.StringIO()
    figure = ax.figure
    with plt.rc_context(STYLE):
        figure.savefig(
            buffer, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None, "Creator": None}
        )
    plt.close(figure)
    return twin.static_svg(buffer.getvalue(), title=title, alt=alt)


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is not None:
        return ax
    with plt.rc_context(STYLE):
        return plt.subplots(figsize=size, layout="constrained")[1]


def _labelled(ax: Axes, title: str, x: str, y: str, *, nothing: str = NOTHING) -> Axes:
    if not ax.has_data():
        ax.text(0.5, 0.5, nothing, transform=ax.transAxes, ha="center", va="center")
        ax.set(xticks=[], yticks=[])
    ax.set_title(_wrapped(title, 70), loc="left", fontsize=11, fontweight="bold", pad=12)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    return ax


def _by_period(days: pd.Series, step: str, *, all_of: pd.Series | None = None) -> pd.Series:
    """Number of days in each period, empty periods with 0."""
    frequency = twin.STEPS[step]
    periods = days.dropna().dt.to_period(frequency)
    span = (days if all_of is None else all_of).dropna().dt.to_period(frequency)
    every = pd.period_range(span.min(), span.max(), freq=frequency) if len(span) else pd.PeriodIndex([], freq=frequency)
    return periods.value_counts().reindex(every, fill_value=0)


def _bars(
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
    _whole(ax, "y")


def _stacked(table: pd.DataFrame, title: str, x: str, y: str, ax: Axes | None, families: dict[str, str]) -> Axes:
    columns = [c for c in families if c in table]
    colours = {c: twin.PALETTE[families[c]] for c in columns}
    ax = _axes(ax, _tall(len(table), least=2.4))
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
    _whole(ax, "x")
    _legend(ax, colours)
    return _labelled(ax, title, x, y)


def _range(ax: Axes, line: int, row: tuple, top: float) -> None:
    known = {b: None if pd.isna(getattr(row, b)) else float(getattr(row, b)) for b in ("low", "best", "high")}
    colour = _colour(row.source_type)
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


def _counted(ax: Axes, cells: np.ndarray) -> None:
    """Write each count into its cell, in a colour that can be read on it."""
    top = np.nanmax(cells)
    for (row, column), n in np.ndenumerate(cells):
        if n > 0:
            ink = "#fdfdfd" if n > 0.5 * top else "#1b1b1b"  # plain white is the page's ground in a report
            ax.text(column, row, int(n), ha="center", va="center", color=ink, fontsize=8)


def _colour(kind: str) -> str:
    return twin.PALETTE.get(twin.FAMILIES.get(kind, "other"), twin.PALETTE["other"])


def _legend(ax: Axes, colours: dict[str, str]) -> None:
    """Beside the data, never on it; names that share a colour share an entry."""
    if not colours:
        return
    shared: dict[str, list[str]] = {}
    for name, colour in colours.items():
        shared.setdefault(colour, []).append(str(name).replace("_", " "))
    handles = [plt.Line2D([], [], marker="s", linestyle="", color=c, markersize=7) for c in shared]
    labels = [", ".join(names) for names in shared.values()]
    ax.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, borderaxespad=0, fontsize=8.5)


def _whole(ax: Axes, axis: str) -> None:
    getattr(ax, f"{axis}axis").set_major_locator(MaxNLocator(integer=True, nbins=7, min_n_ticks=1))
    ax.grid(axis=axis, color="#808080", alpha=0.3)  # as faint on dark paper as on light


def _tall(lines: int, *, least: float = 2.0) -> tuple[float, float]:
    return 8.5, max(least, 0.9 + 0.3 * lines)


def _short(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1].rstrip() + "…"


def _wrapped(words: str, width: int = 40) -> str:
    return "\n".join(textwrap.wrap(str(words), width)) or str(words)
