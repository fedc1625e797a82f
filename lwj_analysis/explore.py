"""Controls around figures: ipywidgets in a live notebook, the kernel-free twin in a report; the only door to ipywidgets.

Each question is one ``View``: the marks, how they are drawn, and what they can be filtered by. Both forms are made from
it, so that they show the same numbers for the same choice; the first view of each is the static figure.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import ipywidgets
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML, display

from lwj_analysis import compare, plots
from lwj_analysis.twin import Control, Twin, figure, in_report, twin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lwj_analysis.store import Frames

ALL = "All"
MOST_SENTENCES = 10
MOST_ROWS = 20


@dataclass
class View:
    """One question: ``marks`` (a row each), ``draw`` (rows -> Axes), what to filter by, and the words behind each row."""

    marks: pd.DataFrame
    draw: Callable[[pd.DataFrame], Axes]
    title: str
    alt: str
    controls: Sequence[Control]
    key: str
    sentences: pd.DataFrame
    columns: Sequence[str]
    chart: dict[str, Any] = field(default_factory=dict)

    def chosen(self, choice: dict[str, str | None]) -> pd.DataFrame:
        """The marks that fit a choice: label of the control -> value, ``None`` for all.

        Choices of one column with kind ``either`` add up; all others must hold together.
        """
        keep = pd.Series(True, index=self.marks.index)
        either: dict[str, set[str]] = {}
        for control in self.controls:
            wanted = choice.get(control.label)
            if wanted is None:
                continue
            if control.kind == "either":
                either.setdefault(control.column, set()).add(wanted)
            else:
                keep &= self.marks[control.column].astype(object).astype(str) == wanted
        for column, values in either.items():
            keep &= self.marks[column].isin(values)
        return self.marks[keep]

    def first(self) -> dict[str, str | None]:
        """The choice of the first view."""
        return {c.label: c.first for c in self.controls}


def explore_corpus(frames: Frames) -> Any:
    """Articles over time, by outlet and by how their day is known."""
    marks = frames.articles.assign(publisher=frames.articles["publisher"].fillna("not told"))
    controls = [Control("publisher", "Outlet"), Control("published_basis", "How the day is known")]
    chart = {
        "kind": "bar",
        "x": "published",
        "x_label": "Day of publication",
        "step": plots.period_of(marks["published"]),
        "noun": ("article", "articles"),
    }
    columns = ["title", "published", "published_basis", "n_words"]
    alt = "Bars count articles by day of publication."
    evidence = compare.sentences(frames, frames.articles)
    return _shown(
        View(marks, plots.articles_over_time, "Articles", alt, controls, "article_id", evidence, columns, chart)
    )


def explore_actors(frames: Frames) -> Any:
    """Articles that name each actor, by kind of actor and its country."""
    marks = compare.named(frames)
    controls = [Control("actor_type", "Kind of actor"), Control("country", "Country"), Control("name", "Actor")]
    chart = {"kind": "bar", "x": "name", "distinct": "article_id", "group": "actor_type", "noun": ("article", "articles")}
    alt = "Bars count the articles that name each actor."
    columns = ["name", "actor_type", "country", "text", "published"]
    view = View(marks, plots.actors_by_articles, "Articles that name each actor", alt, controls, "mention_id",
                compare.sentences(frames, _fewer(marks)), columns, chart)  # fmt: skip
    return _shown(view)


def explore_timeline(frames: Frames) -> Any:
    """Events over time, by type, country and who began them."""
    marks = compare.events(frames)
    controls = [Control("event_type", "Type"), Control("country", "Country"), Control("initiator", "Who began it")]
    chart = {
        "kind": "bar",
        "x": "day",
        "x_label": "First day it may have happened",
        "step": plots.period_of(marks["day"]),
        "group": "event_type",
        "noun": ("event", "events"),
    }
    alt = "Bars count events by the first day they may have happened, stacked by type."
    columns = ["day", "event_type", "sub_event_type", "place", "country", "initiator", "status"]
    view = View(marks, plots.events_over_time, "Events, each once an article", alt, controls, "event_id",
                compare.sentences(frames, frames.events), columns, chart)  # fmt: skip
    return _shown(view)


def explore_casualties(frames: Frames) -> Any:
    """Statements of a number of victims as ranges, by outcome, kind of speaker, stance and claimant."""
    told = compare.statements(frames)
    marks = told[told[["low", "best", "high"]].notna().any(axis=1)]
    marks = marks.assign(label=marks["claimant"] + ": " + marks["victim_text"].str.slice(0, 40)).sort_values(
        "high", ascending=False, na_position="last", kind="stable"
    )
    controls = [Control("outcome", "Outcome", first="killed"), Control("country", "Country"), Control("source_type", "Who speaks"),
                Control("stance", "How it is said"), Control("counting", "In totals"), Control("claimant", "Claimant")]  # fmt: skip
    chart = {"kind": "range", "y": "label", "low": "low", "best": "best", "high": "high", "group": "source_type", "order": "given",
             "x_label": "people", "noun": ("statement", "statements")}  # fmt: skip
    alt = (
        "One line a statement from its lowest to its highest number, a dot at the number said; an arrow is an open end."
    )
    columns = ["incident", "claimant", "victim_text", "outcome", "low", "best", "high", "counting"]

    def draw(rows: pd.DataFrame) -> Axes:
        return plots.ranges(rows, title="Numbers of victims, one line a statement")

    view = View(marks, draw, "Numbers of victims, one line a statement", alt, controls, "casualty_id",
                compare.sentences(frames, frames.casualties), columns, chart)  # fmt: skip
    return _shown(view)


def explore_sources(frames: Frames) -> Any:
    """Who said which number of killed on one incident; two claimants can be set side by side."""
    told = compare.claimants(frames)
    several = told.groupby("incident")["claimant"].transform("nunique") > 1
    marks = told[several]
    disputed = compare.disagreement(frames)["incident"]
    first = disputed.iloc[0] if len(disputed) else None
    controls = [Control("incident", "Incident", first=first), Control("claimant", "Claimant", "either"),
                Control("claimant", "Beside", "either")]  # fmt: skip
    chart = {"kind": "range", "y": "label", "low": "low", "best": "best", "high": "high", "group": "source_type", "order": "given",
             "x_label": "killed", "noun": ("statement", "statements")}  # fmt: skip
    alt = "One line a statement of the incident's dead, from its lowest to its highest number."
    columns = ["incident", "published", "claimant", "victim_text", "victim_side", "low", "best", "high"]

    def draw(rows: pd.DataFrame) -> Axes:
        return plots.ranges(rows, title="Killed, by who says so")

    view = View(
        marks,
        draw,
        "Killed, by who says so",
        alt,
        controls,
        "casualty_id",
        compare.sentences(frames, marks),
        columns,
        chart,
    )
    return _shown(view)


def table(rows: pd.DataFrame) -> HTML:
    """A frame as a table with whole sentences in its cells; what is missing is blank."""
    return HTML(_table(rows))


def quotes(evidence: pd.DataFrame, *, most: int = MOST_SENTENCES) -> HTML:
    """Sentences as of ``frames.evidence`` with their words marked, each once, in the order of the rows."""
    told = evidence[evidence["sentence"].notna()].drop_duplicates(["article_id", "sentence_id"])
    return HTML("".join(_sentence(s) for s in told.head(most).itertuples()))


def as_twin(view: View) -> Twin:
    """The view for a report: a figure that redraws itself without a kernel."""
    drawn = view.draw(view.chosen(view.first()))
    svg = plots.as_svg(drawn, title=view.title, alt=view.alt)
    return twin(view.marks, title=view.title, alt=view.alt, filters=list(view.controls), sentences=view.sentences, key=view.key,
                figure_svg=svg, **view.chart)  # fmt: skip


def as_widget(view: View) -> ipywidgets.VBox:
    """The view for a live notebook: drop-down lists above the figure, its table and its sentences."""
    menus = [_menu(view, control) for control in view.controls]
    out = ipywidgets.Output()

    def redraw(*_: object) -> None:
        choice = {c.label: None if m.value == ALL else m.value for c, m in zip(view.controls, menus, strict=True)}
        rows = view.chosen(choice)
        with out:
            out.clear_output(wait=True)
            display(HTML(_page(view, rows)))

    for menu in menus:
        menu.observe(redraw, names="value")
    redraw()
    return ipywidgets.VBox([ipywidgets.Box(menus, layout=ipywidgets.Layout(flex_flow="row wrap")), out])


def _shown(view: View) -> Any:
    return as_twin(view) if in_report() else as_widget(view)


def _menu(view: View, control: Control) -> ipywidgets.Dropdown:
    values = sorted({str(v) for v in view.marks[control.column] if v is not None and not pd.isna(v)}, key=str.casefold)
    return ipywidgets.Dropdown(
        options=[ALL, *values],
        value=control.first if control.first in values else ALL,
        description=control.label,
        style={"description_width": "initial"},
    )


def _page(view: View, rows: pd.DataFrame) -> str:
    """Figure, table and sentences of the chosen rows as HTML; every word of the data is escaped."""
    if rows.empty:
        return "<p>Nothing fits this choice.</p>"
    drawn = view.draw(rows)
    parts = [figure(drawn.figure, alt=view.alt)]
    plt.close(drawn.figure)
    parts.append(f"<p>{len(rows)} rows" + (f", the first {MOST_ROWS} here" if len(rows) > MOST_ROWS else "") + "</p>")
    parts.append(_table(rows[list(view.columns)].head(MOST_ROWS)))
    wanted = set(rows[view.key])
    told = view.sentences[view.sentences["row_id"].isin(wanted) & view.sentences["sentence"].notna()]
    told = told.drop_duplicates(["article_id", "sentence_id"])
    parts += [_sentence(s) for s in told.head(MOST_SENTENCES).itertuples()]
    if len(told) > MOST_SENTENCES:
        parts.append(f"<p>and {len(told) - MOST_SENTENCES} more sentences</p>")
    return "".join(parts)


def _table(rows: pd.DataFrame) -> str:
    days = {c: rows[c].dt.strftime("%Y-%m-%d") for c in rows.select_dtypes("datetime")}
    numbers = {c: rows[c].round(2) for c in rows.select_dtypes("float")}
    plain = rows.assign(**days, **numbers).astype(object).where(rows.notna(), "")
    with pd.option_context("display.max_colwidth", None):
        return plain.to_html(index=False, border=0)


def _sentence(row: Any) -> str:
    text, escape = row.sentence, html.escape
    start, end = (0 if pd.isna(m) else int(m) for m in (row.mark_start, row.mark_end))
    marked = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    day = "" if pd.isna(row.published) else f", {row.published:%Y-%m-%d}"
    return f"<blockquote>{marked}<br><small>{escape(str(row.title))}{day}</small></blockquote>"


def _fewer(marks: pd.DataFrame) -> pd.DataFrame:
    """One naming an article and actor: enough to show the words, and a page stays small."""
    return marks.drop_duplicates(["article_id", "actor_id"])
