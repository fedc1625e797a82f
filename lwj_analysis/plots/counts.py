"""Figures that count articles, namings, events and statements, and the ranges of what is said."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lwj_analysis import twin
from lwj_analysis.plots.paper import (
    EMPTY,
    MOST,
    NOTHING,
    STYLE,
    UNDATED,
    by_period,
    colour_of,
    counted,
    draw_range,
    labelled,
    legend,
    period_bars,
    period_of,
    sheet,
    short,
    stacked,
    tall,
    whole,
    wrapped,
)

EVENT_COLOURS = {
    "Battles": twin.PALETTE["armed"],
    "Explosions/Remote violence": twin.PALETTE["state"],
    "Violence against civilians": twin.PALETTE["civilians"],
    "Strategic developments": twin.PALETTE["other"],
    "Protests": twin.PALETTE["international"],
    "Riots": twin.PALETTE["media"],
}
PRECISIONS = {1: "day", 2: "two to six days", 3: "week", 4: "month", 5: "longer"}
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


def articles_over_time(articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Articles by week, month or year of publication; undated articles are named in the title."""
    step = period_of(articles["published"])
    undated = int(articles["published"].isna().sum())
    ax = sheet(ax, (7.5, 3))
    period_bars(ax, by_period(articles["published"], step), twin.PALETTE["plain"])
    note = f" ({undated} undated not shown)" if undated else ""
    title = f"Articles per {step} of publication{note}"
    return labelled(ax, title, step.capitalize(), "Articles", nothing=UNDATED if undated else NOTHING)


def actors_by_articles(named: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Articles that name each actor, the most named first; ``named`` as of ``compare.named``."""
    counts = named.groupby(["name", "actor_type"])["article_id"].nunique().rename("n").reset_index()
    counts = counts.sort_values(["n", "name"], ascending=[False, True]).head(MOST).iloc[::-1]
    ax = sheet(ax, tall(len(counts)))
    colours = [colour_of(kind) for kind in counts["actor_type"]]
    ax.barh([wrapped(n) for n in counts["name"]], counts["n"], color=colours)
    ax.margins(y=0.02)
    whole(ax, "x")
    legend(ax, {kind: colour_of(kind) for kind in dict.fromkeys(counts["actor_type"].iloc[::-1])})
    return labelled(ax, "Articles that name each actor (an article counts once)", "Articles", "Actor")


def pair_matrix(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Sentences that name two actors together; the most named dozen, diagonal blank. ``pairs`` as of ``compare.pairs``."""
    both = pd.concat([pairs["actor_a"], pairs["actor_b"]]).value_counts()
    names = list(both.head(12).index)
    turned = pairs.rename(columns={"actor_a": "actor_b", "actor_b": "actor_a"})
    table = pd.concat([pairs, turned]).pivot_table(
        index="actor_a", columns="actor_b", values="pair_id", aggfunc="count"
    )
    cells = table.reindex(index=names, columns=names).to_numpy(dtype=float)
    ax = sheet(ax, (7.5, 6) if names else EMPTY)
    if names:
        ax.imshow(cells, cmap="Blues", vmin=0)
        counted(ax, cells)
    ax.set_xticks(range(len(names)), [short(n, 26) for n in names], rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(names)), [wrapped(n, 26) for n in names])
    return labelled(ax, "Sentences that name two actors together", "Actor", "Actor")


def actor_periods(named: pd.DataFrame, *, most: int = 6) -> np.ndarray:
    """Articles that name each of the most named armed groups, over time: one small panel a group. Returns the axes."""
    groups = named[(named["actor_type"] == "armed_group") & named["published"].notna()]
    step = period_of(named["published"])
    counts = groups.groupby("name")["article_id"].nunique().sort_index()
    names = list(counts.sort_values(ascending=False, kind="stable").head(most).index)
    with plt.rc_context(STYLE):
        rows = max(1, -(-len(names) // 3))
        size = (8.5, 2.2 * rows if names else EMPTY[1])
        figure, axes = plt.subplots(
            rows, 3, figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained"
        )
    every = by_period(named.drop_duplicates("article_id")["published"], step).index
    for ax, name in zip(axes.flat, names, strict=False):
        its = groups[groups["name"] == name].drop_duplicates("article_id")
        period_bars(ax, by_period(its["published"], step).reindex(every, fill_value=0), twin.PALETTE["armed"], ticks=4)
        ax.set_title(wrapped(name, 30), fontsize=9, fontweight="normal", loc="left")
        whole(ax, "y")
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
        t: by_period(dated.loc[dated["event_type"] == t, "date_start"], step, all_of=dated["date_start"])
        for t in EVENT_COLOURS
    }
    ax = sheet(ax, (7.5, 3.4))
    below = 0
    for kind, counts in table.items():
        if counts.sum():
            period_bars(ax, counts, EVENT_COLOURS[kind], below=below, label=kind)
            below = below + counts
    legend(ax, {k: EVENT_COLOURS[k] for k, c in table.items() if c.sum()})
    undated = len(events) - len(dated)
    note = f" ({undated} undated not shown)" if undated else ""
    title = f"Events per {step}, each once an article{note}"
    return labelled(ax, title, step.capitalize(), "Events", nothing=UNDATED if undated else NOTHING)


def date_precision(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Events by how precisely their day is told (UCDP's five steps), the undated apart."""
    counts = events["date_prec"].map(PRECISIONS).fillna("undated").value_counts()
    counts = counts.reindex([*PRECISIONS.values(), "undated"], fill_value=0).iloc[::-1]
    ax = sheet(ax, (7.5, 2.6))
    bars = ax.barh(
        counts.index,
        counts,
        color=[twin.PALETTE["other"] if k == "undated" else twin.PALETTE["plain"] for k in counts.index],
    )
    ax.bar_label(bars, padding=3)
    whole(ax, "x")
    return labelled(ax, "Events by the precision of their date", "Events", "Date known to the")


def ranges(rows: pd.DataFrame, *, title: str, most: int = MOST, ax: Axes | None = None) -> Axes:
    """One line a statement, from ``low`` to ``high`` with a dot at ``best``; an arrow is an open end, colour the speaker.

    ``rows`` as of ``compare.claimants``: ``label, incident, low, best, high, source_type``.
    """
    shown = rows.head(most).iloc[::-1].reset_index(drop=True)
    ax = sheet(ax, tall(len(shown)))
    top = max([1.0, *(float(x) for c in ("low", "best", "high") for x in shown[c].dropna())])
    for line, row in enumerate(shown.itertuples()):
        draw_range(ax, line, row, top)
    ax.set_yticks(range(len(shown)), [wrapped(w, 58) for w in shown["label"]])
    ax.set_ylim(-0.6, max(len(shown) - 0.4, 0.6))
    ax.set_xlim(0, top * 1.12)
    whole(ax, "x")
    legend(ax, {kind: colour_of(kind) for kind in dict.fromkeys(shown["source_type"].iloc[::-1])})
    more = f" (first {most} of {len(rows)})" if len(rows) > most else ""
    return labelled(ax, f"{title}{more}", "People", "Who says so: of whom")


def counting_shares(casualties: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Statements of a number of victims by whether totals add them."""
    names = {
        "count": "counts",
        "repeat": "repeats a count",
        "subset": "is part of a count",
        "cumulative": "reaches beyond the incident",
    }
    counts = casualties["counting"].map(names).value_counts().reindex(list(names.values()), fill_value=0).iloc[::-1]
    ax = sheet(ax, (7.5, 2.2))
    bars = ax.barh(
        counts.index,
        counts,
        color=[twin.PALETTE["plain"] if k == "counts" else twin.PALETTE["other"] for k in counts.index],
    )
    ax.bar_label(bars, padding=3)
    whole(ax, "x")
    return labelled(ax, "Statements of a number of victims: what totals add", "Statements", "The number")


def outcomes_by_source(casualties: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Statements by outcome and kind of speaker; a cell counts statements, never people."""
    table = casualties.groupby(["source_type", "outcome"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False).index]
    return stacked(
        table, "Statements of a number of victims, by who speaks", "Statements", "Who speaks", ax, OUTCOME_COLOURS
    )


def incidents_by_origins(incidents: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Incidents by how many independent origins tell of them."""
    counts = incidents["n_origins"].value_counts().sort_index()
    ax = sheet(ax, (7.5, 2.8))
    bars = ax.bar([str(n) for n in counts.index], counts, color=twin.PALETTE["plain"], width=0.7)
    ax.bar_label(bars, padding=2)
    ax.margins(y=0.12)
    whole(ax, "y")
    return labelled(ax, "Incidents by number of origins (who repeats another is not counted)", "Origins", "Incidents")


def stances_by_source(claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Claims by stance and kind of speaker."""
    table = claims.groupby(["source_type", "stance"]).size().unstack(fill_value=0)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False).index]
    table.columns = [c.replace("_", " ") for c in table.columns]
    return stacked(table, "Claims by who speaks and how", "Claims", "Who speaks", ax, STANCE_COLOURS)
