"""Figures of accounts: the ends of what claimants say, a party's claim beside the other side's figure, totals, ties."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from lwj_analysis import twin
from lwj_analysis.plots.paper import (
    EMPTY,
    MOST,
    colour_of,
    draw_range,
    labelled,
    legend,
    sheet,
    short,
    whole,
    wrapped,
)

SIDE_NAMES = {
    "initiator": "the initiator's dead",
    "target": "dead of the side attacked",
    "civilian": "civilian dead",
    "unknown": "no side told",
    "mixed": "all sides together",
}


def differences(apart: pd.DataFrame, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """One line an incident and side, from the lowest to the highest figure, both ends named behind it.

    ``apart`` as of ``compare.differences``. The scale is logarithmic: equal lengths are equal ratios.
    """
    shown = apart[apart["lowest"].gt(0)].head(most).iloc[::-1].reset_index(drop=True)
    ax = sheet(ax, _roomy(len(shown)))
    for line, row in enumerate(shown.itertuples()):
        colour = colour_of(row.victim_side)
        ax.plot([row.lowest, row.highest], [line, line], color=colour, linewidth=2, marker="o", markersize=6)
        low, high = (f"{n} {short(by, 26)}" for n, by in ((row.lowest, row.lowest_by), (row.highest, row.highest_by)))
        _beside(ax, row.highest, line, f"{low}; {high}")
    if len(shown):
        _logarithmic(ax, shown["lowest"].min() / 1.5, shown["highest"].max() * 60)
        _lines(ax, [wrapped(i, 52) for i in shown["incident"]])
        legend(
            ax, {SIDE_NAMES.get(s, s): colour_of(s) for s in dict.fromkeys(shown["victim_side"].iloc[::-1])}, below=True
        )
    return labelled(
        ax, "Killed: the lowest and the highest figure, and whose they are", "People (logarithmic)", "Incident"
    )


def inflation(claims: pd.DataFrame, *, most: int = MOST, ax: Axes | None = None) -> Axes:
    """One dot a party's claim of the other side's dead over the figure of that side, or of a third; 1 is agreement.

    ``claims`` as of ``compare.inflation``.
    """
    known = claims[claims["ratio"].gt(0).fillna(False)]
    shown = known.sort_values(["ratio", "party"]).tail(most).reset_index(drop=True)
    ax = sheet(ax, _roomy(len(shown)))
    colour = twin.PALETTE["plain"]
    for line, row in enumerate(shown.itertuples()):
        ax.plot([1, row.ratio], [line, line], color=colour, linewidth=1.5, alpha=0.6)
        fill = "none" if row.other_is == "third" else "full"
        ax.plot([row.ratio], [line], marker="o", color=colour, markersize=7, fillstyle=fill)
        _beside(ax, max(row.ratio, 1), line, f"{row.claimed} against {row.other} ({short(row.other_by, 28)})")
    if len(shown):
        ax.axvline(1, color="#595959", linewidth=1)
        _logarithmic(ax, min(0.5, shown["ratio"].min() / 1.5), max(2.0, shown["ratio"].max()) * 20)
        _lines(ax, [wrapped(f"{r.party}, {r.incident}", 60) for r in shown.itertuples()])
    title = "A party's claim over the other side's own figure (hollow: over a third party's)"
    return labelled(ax, title, "Ratio (logarithmic; 1: the same number)", "Who claims, on which incident")


def tolls(incidents: pd.DataFrame, casualties: pd.DataFrame, *, most: int = MOST, ax: Axes | None = None) -> Axes:
    """The dead of each incident: a line from lowest to highest total, a dot at the preferred one, an arrow an open end.

    Behind the line stands how many statements of dead the preferred total leaves out.
    """
    known = incidents[incidents[["killed_low", "killed_best", "killed_high"]].notna().any(axis=1)]
    shown = known.sort_values(["killed_best", "title"], na_position="first").tail(most).reset_index(drop=True)
    out = casualties[casualties["left_out"].notna() & casualties["outcome"].eq("killed")].groupby("incident_id").size()
    ax = sheet(ax, _roomy(len(shown)))
    bounds = shown[["killed_low", "killed_best", "killed_high"]].set_axis(["low", "best", "high"], axis=1)
    top = max([1.0, *(float(x) for c in bounds for x in bounds[c].dropna())])
    for line, row in enumerate(bounds.assign(source_type="military").itertuples()):
        draw_range(ax, line, row, top)
        number = int(out.get(shown["incident_id"][line], 0))
        if number:
            _beside(ax, top * 1.12, line, f"{number} left out")
    if len(shown):
        _lines(ax, [wrapped(title, 56) for title in shown["title"]])
        ax.set_xlim(0, top * 1.12)
        whole(ax, "x")
    more = f" (the {most} with most of {len(known)})" if len(known) > most else ""
    title = f"Killed, by incident: lowest, preferred and highest total{more}"
    return labelled(ax, title, "People; behind the line: statements that the total leaves out", "Incident")


def ties(told: pd.DataFrame, *, most: int = 40, ax: Axes | None = None) -> Axes:
    """Ties that the articles state, as a graph: a node an actor, a line a relation, dashed where it is alleged or past.

    ``told`` as of ``compare.ties``; actors stand on a circle, in the order of the alphabet. The most told ties first.
    """
    shown = told.loc[drawn_ties(told, most=most)]
    names = sorted({*shown["subject"], *shown["object"]}, key=str.casefold)
    ax = sheet(ax, (8.5, 8.5) if names else EMPTY)
    if not names:
        return labelled(ax, "Ties that the articles state", "", "")
    angles = {name: 2 * np.pi * n / len(names) for n, name in enumerate(names)}
    kinds = list(dict.fromkeys(shown["relation"]))
    colours = dict(zip(kinds, (c for _, c in zip(kinds, list(twin.PALETTE.values()) * 2, strict=False)), strict=True))
    for row in shown.itertuples():
        (x0, y0), (x1, y1) = ((np.cos(angles[n]), np.sin(angles[n])) for n in (row.subject, row.object))
        style = "-" if row.status == "stated" else "--"
        arrow = {
            "arrowstyle": "-|>",
            "color": colours[row.relation],
            "linestyle": style,
            "alpha": 0.75,
            "shrinkA": 3,
            "shrinkB": 5,
            "connectionstyle": "arc3,rad=0.15",
        }
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=arrow).arrow_patch.set_gid(f"mark-{row.Index}")
    for name, angle in angles.items():
        x, y = np.cos(angle), np.sin(angle)
        turn = np.degrees(angle) if x >= 0 else np.degrees(angle) + 180
        ax.plot([x], [y], marker="o", color="#595959", markersize=4)
        ax.text(
            1.04 * x,
            1.04 * y,
            short(name, 34),
            rotation=turn,
            rotation_mode="anchor",
            ha="left" if x >= 0 else "right",
            va="center",
            fontsize=7.5,
        )
    ax.set(xlim=(-1.9, 1.9), ylim=(-1.9, 1.9), xticks=[], yticks=[], aspect="equal")
    for side in ax.spines.values():
        side.set_visible(False)
    legend(ax, colours)
    more = f" (the {most} most told of {len(told)})" if len(told) > most else ""
    return labelled(
        ax,
        f"Ties that the articles state{more}",
        "An arrow is a relation, from subject to object; dashed: alleged or former",
        "",
    )


def drawn_ties(told: pd.DataFrame, *, most: int = 40) -> pd.Index:
    """Which rows of ``compare.ties`` the figure draws; their numbers are the names of its marks."""
    return told.index[told["relation"].ne("operates in")][:most]


def _roomy(lines: int) -> tuple[float, float]:
    """A figure whose lines have two rows of words each."""
    return (9.5, 1.2 + 0.4 * lines) if lines else EMPTY


def _beside(ax: Axes, x: float, line: int, words: str) -> None:
    ax.annotate(
        words, (x, line), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8, annotation_clip=False
    )


def _lines(ax: Axes, labels: list[str]) -> None:
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(-0.6, len(labels) - 0.4)


def _logarithmic(ax: Axes, low: float, high: float) -> None:
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(LogLocator(base=10))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.grid(axis="x", color="#808080", alpha=0.3)
