"""Controls around figures: ipywidgets in a live notebook, the kernel-free twin in a report; the only door to ipywidgets.

Each question is one ``View``: the marks, how they are drawn, and what they can be filtered by. Both forms are made from
it, so that they show the same numbers for the same choice; the first view of each is the static figure.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd
from IPython.display import HTML

from lwj_analysis import compare, plots, vocabulary
from lwj_analysis.twin import Control, Twin, in_report, twin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lwj_analysis.store import Frames

ALL = "All"
KEYS = {"article_id", "incident_id", "casualty_id", "claim_id", "event_id", "relation_id", "problem_id"}
MOST_SENTENCES = 10
MOST_ROWS = 20
MOST_ON_A_LINE = 16  # characters
# JupyterLab sets cells to the right, as for numbers; reports have their own style and drop this one.
LEFT = "<style scoped>table.words :is(td, th) { text-align: left !important; vertical-align: top !important }</style>"
RANGES = {
    "kind": "range", "y": "label", "low": "low", "best": "best", "high": "high", "group": "source_type", "order": "given",
    "noun": ("statement", "statements"),
}  # fmt: skip


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

    def __post_init__(self) -> None:
        known = [c if c.first in self.values(c) else replace(c, first=None) for c in self.controls]
        self.controls = [c for c in known if c.kind == "reading" or self._chooses(c)]

    def _chooses(self, control: Control) -> bool:
        """Whether a choice can change anything: two values, or one that not all marks have."""
        return len(self.values(control)) > 1 or bool(self.marks[control.column].isna().any())

    def values(self, control: Control) -> list[str]:
        """What a control can be set to, in alphabetical order."""
        cells = self.marks[control.column].dropna()
        found = {str(v) for cell in cells for v in (cell if isinstance(cell, list) else [cell])}
        return sorted(found, key=str.casefold)

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
                keep &= _holds(self.marks[control.column], wanted)
        for column, values in either.items():
            keep &= self.marks[column].isin(values)
        return self.marks[keep]

    def first(self) -> dict[str, str | None]:
        """The choice of the first view."""
        return {c.label: c.first for c in self.controls}


def explore_corpus(frames: Frames) -> Any:
    """Articles over time, by outlet and by how their day is known."""
    return _shown(corpus_view(frames))


def explore_actors(frames: Frames) -> Any:
    """Articles that name each actor, by kind of actor and its country."""
    return _shown(actors_view(frames))


def explore_timeline(frames: Frames) -> Any:
    """Events over time, by type, country and who began them."""
    return _shown(timeline_view(frames))


def explore_casualties(frames: Frames) -> Any:
    """Statements of a number of victims as ranges, by outcome, country, speaker, stance and claimant."""
    return _shown(casualties_view(frames))


def explore_sources(frames: Frames) -> Any:
    """Who said which number of killed on one incident; two claimants can be set side by side."""
    return _shown(sources_view(frames))


def explore_incident(frames: Frames, incident_id: str) -> Any:
    """Who said which number on one incident, by outcome, side, claimant and outlet."""
    return _shown(incident_view(frames, incident_id))


def corpus_view(frames: Frames) -> View:
    """Marks: articles. First view: all, as ``plots.articles_over_time``."""
    marks = frames.articles.assign(publisher=frames.articles["publisher"].fillna("not told"))
    return View(
        marks,
        plots.articles_over_time,
        title="Articles over time",
        alt="Bars count articles by day of publication.",
        controls=[Control("publisher", "Outlet"), Control("published_basis", "How the day is known")],
        key="article_id",
        sentences=compare.sentences(frames, frames.articles),
        columns=["title", "publisher", "published", "published_basis", "n_words"],
        chart=_by_day(marks["published"], "published", "article") | {"x_label": "Day of publication"},
    )


def actors_view(frames: Frames) -> View:
    """Marks: namings. First view: all, as ``plots.actors_by_articles``."""
    marks = compare.named(frames).sort_values(["name", "published", "start"], ignore_index=True)
    return View(
        marks,
        plots.actors_by_articles,
        title="Articles that name each actor",
        alt="Bars count the articles that name each actor.",
        controls=[Control("actor_type", "Kind of actor"), Control("country", "Country"), Control("name", "Actor")],
        key="mention_id",
        sentences=compare.sentences(frames, _fewer(marks)),
        columns=["name", "actor_type", "country", "text", "published"],
        chart={"kind": "bar", "x": "name", "distinct": "article_id", "group": "actor_type"}
        | {"noun": ("article", "articles"), "x_label": "Actor"},
    )


def timeline_view(frames: Frames) -> View:
    """Marks: events. First view: all, as ``plots.events_over_time``."""
    marks = compare.events(frames).sort_values("day", kind="stable", ignore_index=True)
    return View(
        marks,
        plots.events_over_time,
        title="Events over time, each once an article",
        alt="Bars count events by the first day they may have happened, stacked by type.",
        controls=[Control("event_type", "Type"), Control("country", "Country"), Control("initiator", "Who began it")],
        key="event_id",
        sentences=compare.sentences(frames, marks),
        columns=["day", "event_type", "sub_event_type", "place", "country", "initiator", "status"],
        chart=_by_day(marks["day"], "day", "event")
        | {"group": "event_type", "x_label": "First day it may have happened"},
    )


def casualties_view(frames: Frames) -> View:
    """Marks: statements with a number, the largest first. First view: killed, what totals add, vague words kept open."""
    marks = _readings(frames)
    controls = [
        Control("outcome", "Outcome", first="killed"),
        Control("counting", "In totals", first="count"),
        Control("country", "Country"),
        Control("source_type", "Who speaks"),
        Control("stance", "How it is said"),
        Control("claimant", "Claimant"),
        Control("reading", "Vague words", "reading", first="keep unknown"),
    ]
    return View(
        marks,
        lambda rows: plots.ranges(rows, title="Numbers of victims, the largest first"),
        title="Numbers of victims, one line a statement",
        alt="One line a statement from its lowest to its highest number, a dot at the number said; an arrow is an open end.",
        controls=controls,
        key="casualty_id",
        sentences=compare.sentences(frames, marks),
        columns=["claimant", "victim_text", "outcome", "low", "best", "high", "counting", "incident"],
        chart=RANGES | {"x_label": "people"},
    )


def sources_view(frames: Frames) -> View:
    """Marks: numbers of killed on incidents with several claimants. First view: as ``compare.most_disputed``."""
    told, apart = compare.claimants(frames), compare.differences(frames)
    marks, disputed = told[told["incident_id"].isin(apart["incident_id"])].reset_index(drop=True), apart["incident"]
    controls = [
        Control("incident", "Incident", first=disputed.iloc[0] if len(disputed) else None),
        Control("claimant", "Claimant", "either"),
        Control("claimant", "Beside", "either"),
    ]
    return View(
        marks,
        lambda rows: plots.ranges(rows, title="Killed, by who says so"),
        title="Killed, by who says so",
        alt="One line a statement of the incident’s dead, from its lowest to its highest number.",
        controls=controls,
        key="casualty_id",
        sentences=compare.sentences(frames, marks),
        columns=["claimant", "victim_text", "victim_side", "low", "best", "high", "published", "incident"],
        chart=RANGES | {"x_label": "killed"},
    )


def incident_view(frames: Frames, incident_id: str) -> View:
    """Marks: the statements with a number on one incident, repeats left out. First view: killed."""
    told = compare.numbers(frames)
    outlets = frames.articles.set_index("article_id")["publisher"]
    its = told[told["incident_id"].eq(incident_id) & told["counting"].ne("repeat")]
    marks = its.assign(outlet=its["article_id"].map(outlets)).sort_values(["published", "start"], ignore_index=True)
    controls = [
        Control("outcome", "Outcome", first="killed"),
        Control("victim_side", "Side"),
        Control("claimant", "Claimant"),
        Control("outlet", "Outlet"),
    ]
    return View(
        marks,
        lambda rows: plots.ranges(rows, title="Who said which number, in the order of publication"),
        title="Who said which number, in the order of publication",
        alt="One line a statement of the incident, from its lowest to its highest number, a dot at the number said.",
        controls=controls,
        key="casualty_id",
        sentences=compare.sentences(frames, marks),
        columns=["published", "claimant", "victim_text", "outcome", "low", "best", "high", "counting", "left_out"],
        chart=RANGES | {"x_label": "people"},
    )


def table(rows: pd.DataFrame) -> HTML:
    """A frame as a table with whole sentences in its cells; what is missing is blank, ids of rows are left out."""
    own = [c for c in rows.columns if c in KEYS]
    return HTML(_table(rows.drop(columns=own)))


def quotes(evidence: pd.DataFrame, *, most: int = MOST_SENTENCES) -> HTML:
    """Sentences as of ``frames.evidence`` with their words marked, each once, in the order of the rows."""
    told = evidence[evidence["sentence"].notna()].drop_duplicates(["article_id", "sentence_id"])
    return HTML("".join(_sentence(s) for s in told.head(most).itertuples()) or f"<p>{plots.NOTHING}</p>")


def as_twin(view: View) -> Twin:
    """The view for a report: a figure that redraws itself without a kernel."""
    drawn = view.draw(view.chosen(view.first()))
    svg = plots.as_svg(drawn, title=view.title, alt=view.alt)
    return twin(
        view.marks,
        title=view.title,
        alt=view.alt,
        filters=list(view.controls),
        sentences=view.sentences,
        key=view.key,
        figure_svg=svg,
        **view.chart,
    )


def as_widget(view: View) -> ipywidgets.VBox:
    """The view for a live notebook: drop-down lists above the figure, its table and its sentences."""
    menus = [_menu(view, control) for control in view.controls]
    out = ipywidgets.Output()

    def redraw(*_: object) -> None:
        choice = {c.label: m.value or None for c, m in zip(view.controls, menus, strict=True)}
        page = {"text/html": _page(view, view.chosen(choice)), "text/plain": view.title}
        # Set at once, not displayed: the old figure stays until the new one is drawn.
        out.outputs = ({"output_type": "display_data", "data": page, "metadata": {}},)

    for menu in menus:
        menu.observe(redraw, names="value")
    redraw()
    return ipywidgets.VBox([ipywidgets.Box(menus, layout=ipywidgets.Layout(flex_flow="row wrap")), out])


def _shown(view: View) -> Any:
    if view.marks.empty:
        return HTML(f"<p>{html.escape(view.title)}. {plots.NOTHING}</p>")
    return as_twin(view) if in_report() else as_widget(view)


def _by_day(days: pd.Series, column: str, noun: str) -> dict[str, Any]:
    return {"kind": "bar", "x": column, "step": plots.period_of(days), "noun": (noun, f"{noun}s")}


def _readings(frames: Frames) -> pd.DataFrame:
    """The statements by every way to read vague words; ``reading`` lists the policies that a row holds for."""
    told = {policy: compare.numbers(frames, policy=policy) for policy in vocabulary.VAGUE_POLICY}
    marks = pd.concat([rows.assign(reading=policy) for policy, rows in told.items()], ignore_index=True)
    same = ["casualty_id", "low", "best", "high"]
    policies = marks.groupby(same, dropna=False, sort=False)["reading"].agg(list).reset_index()
    marks = marks.drop(columns="reading").drop_duplicates(same).merge(policies, on=same)
    largest = marks[["low", "best", "high"]].max(axis=1)
    order = marks.assign(largest=largest).sort_values(
        ["largest", "article_id", "start"], ascending=[False, True, True], kind="stable"
    )
    return order.drop(columns="largest").reset_index(drop=True)


def _holds(cells: pd.Series, wanted: str) -> pd.Series:
    """Which cells are, or list, the value."""
    found = [wanted in map(str, c) if isinstance(c, list) else str(c) == wanted for c in cells.astype(object)]
    return pd.Series(found, index=cells.index, dtype=bool)


def _menu(view: View, control: Control) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        options=[*([] if control.kind == "reading" else [(ALL, "")]), *((v, v) for v in view.values(control))],
        value=control.first or "",
        description=control.label,
        style={"description_width": "initial"},
    )


def _page(view: View, rows: pd.DataFrame) -> str:
    """Figure, table and sentences of the chosen rows as HTML; every word of the data is escaped."""
    if rows.empty:
        return "<p>Nothing fits this choice.</p>"
    parts = [plots.as_html(view.draw(rows), alt=view.alt)]
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
    if rows.empty:
        return f"<p>{plots.NOTHING}</p>"
    days = {c: rows[c].dt.strftime("%Y-%m-%d") for c in rows.select_dtypes("datetime")}
    numbers = {c: rows[c].round(2) for c in rows.select_dtypes("float")}
    plain = rows.assign(**days, **numbers).astype(object).where(rows.notna(), "").map(_unbroken)
    with pd.option_context("display.max_colwidth", None):
        head, found, body = plain.to_html(index=False, border=0, classes="words").partition("</thead>")
    return LEFT + head.replace("_", "_<wbr>") + found + body  # names of columns may be broken into lines


def _unbroken(cell: object) -> object:
    """Short words stay on one line: a name of a place, '23 to 118' and 'best 96'."""
    if not isinstance(cell, str):
        return cell
    return ", ".join(part.replace(" ", "\u00a0") if len(part) <= MOST_ON_A_LINE else part for part in cell.split(", "))


def _sentence(row: Any) -> str:
    text, escape = row.sentence, html.escape
    start, end = (0 if pd.isna(m) else int(m) for m in (row.mark_start, row.mark_end))
    marked = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    day = "" if pd.isna(row.published) else f", {row.published:%Y-%m-%d}"
    return f"<blockquote>{marked}<br><small>{escape(str(row.title))}{day}</small></blockquote>"


def _fewer(marks: pd.DataFrame) -> pd.DataFrame:
    """One naming an article and actor: enough to show the words, and a page stays small."""
    return marks.drop_duplicates(["article_id", "actor_id"])
