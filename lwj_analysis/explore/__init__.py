"""Controls around figures: ipywidgets in a live notebook, the kernel-free twin in a report.

Each question is one ``View``: the marks, how they are drawn, and what they can be chosen by. Both forms are made from it, so
that they show the same numbers for the same choice; the first view of each is the static figure. ``controls(frames)`` is the
head of a page: what is chosen there is chosen in every figure, table and list of sentences of the same frames.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from IPython.display import HTML

from lwj_analysis import plots
from lwj_analysis.explore.accounts import (
    contradictions_view,
    differences_view,
    gaps_view,
    inflation_view,
    omissions_view,
    origins_view,
    ratios_view,
    sentences_view,
    sources_view,
    stances_view,
)
from lwj_analysis.explore.actors import (
    actors_view,
    corpus_view,
    deeds_view,
    groups_view,
    names_view,
    pairs_view,
    ties_view,
)
from lwj_analysis.explore.events import (
    incidents_view,
    lanes_view,
    map_view,
    precision_view,
    timeline_view,
)
from lwj_analysis.explore.statements import (
    casualties_view,
    chronicle_view,
    counting_view,
    incident_view,
    matrix_view,
    outcomes_view,
    tolls_view,
    totals_view,
)
from lwj_analysis.explore.view import HEAD, Asked, View
from lwj_analysis.explore.words import quotes, table
from lwj_analysis.twin import Twin, choices, in_report

if TYPE_CHECKING:
    from lwj_analysis.explore.live import Board, Live
    from lwj_analysis.store import Frames

__all__ = [
    "View", "actors_view", "as_live", "as_twin", "casualties_view", "chronicle_view", "contradictions_view",
    "controls", "corpus_view", "counting_view", "deeds_view", "differences_view", "explore_actors",
    "explore_casualties", "explore_chronicle", "explore_contradictions", "explore_corpus", "explore_counting",
    "explore_deeds", "explore_differences", "explore_gaps", "explore_groups", "explore_incident", "explore_incidents",
    "explore_inflation", "explore_lanes", "explore_map", "explore_matrix", "explore_names", "explore_omissions",
    "explore_origins", "explore_outcomes", "explore_pairs", "explore_precision", "explore_ratios",
    "explore_sentences", "explore_sources", "explore_stances", "explore_ties", "explore_timeline", "explore_tolls",
    "explore_totals", "gaps_view", "groups_view", "incident_view", "incidents_view", "inflation_view", "lanes_view",
    "map_view", "matrix_view", "names_view", "omissions_view", "origins_view", "outcomes_view", "pairs_view",
    "precision_view", "quotes", "ratios_view", "sentences_view", "sources_view", "stances_view", "table", "ties_view",
    "timeline_view", "tolls_view", "totals_view",
]  # fmt: skip


def controls(frames: Frames) -> Any:
    """The controls for all figures of these frames, for the head of a page."""
    return HTML(choices(HEAD)) if in_report() else board(frames).box


def _shows(view: Callable[..., View], words: str) -> Callable[..., Any]:
    """The function that shows a view of frames, in a notebook or in a report; some views want an incident's id besides."""

    def explore(frames: Frames, *of: Any) -> Any:
        return _shown(view(frames, *of), frames)

    explore.__name__ = explore.__qualname__ = f"explore_{view.__name__.removesuffix('_view')}"
    explore.__doc__ = words
    return explore


explore_corpus = _shows(corpus_view, "Articles over time, by outlet and by how their day is known.")
explore_actors = _shows(actors_view, "Articles that name each actor.")
explore_pairs = _shows(pairs_view, "Sentences that name two actors together.")
explore_ties = _shows(ties_view, "Ties that the articles state, as a graph.")
explore_deeds = _shows(deeds_view, "Who did what to whom, a table over incidents.")
explore_groups = _shows(groups_view, "Articles that name each armed group, over time.")
explore_names = _shows(names_view, "The actors with the forms in which they occur, a table.")
explore_timeline = _shows(timeline_view, "Events over time, by type.")
explore_precision = _shows(precision_view, "Events by the precision of their date.")
explore_lanes = _shows(lanes_view, "When events may have happened, one lane a country.")
explore_map = _shows(map_view, "Events where they happened.")
explore_incidents = _shows(incidents_view, "Incidents in words, a table.")
explore_casualties = _shows(casualties_view, "Statements of a number of victims as ranges, or the totals of incidents.")
explore_counting = _shows(counting_view, "Statements by whether totals add them.")
explore_outcomes = _shows(outcomes_view, "Statements by who speaks and by outcome.")
explore_tolls = _shows(tolls_view, "The dead of each incident with their bounds.")
explore_totals = _shows(totals_view, "Totals of killed by side, a table.")
explore_origins = _shows(origins_view, "Incidents by how many origins tell of them.")
explore_differences = _shows(differences_view, "The lowest and the highest figure of each side of an incident.")
explore_gaps = _shows(gaps_view, "By how much claimants differ, a table.")
explore_sources = _shows(
    sources_view, "Who said which number of killed on one incident; two claimants can be set side by side."
)
explore_inflation = _shows(inflation_view, "A party’s claim of the other side’s dead over another’s figure.")
explore_ratios = _shows(ratios_view, "These ratios by party and year, a table.")
explore_omissions = _shows(omissions_view, "What each article leaves out that another tells, a table.")
explore_stances = _shows(stances_view, "Claims by who speaks and how.")
explore_contradictions = _shows(contradictions_view, "Denials and disputes, a table.")
explore_incident = _shows(incident_view, "Who said which number on one incident.")
explore_matrix = _shows(matrix_view, "Each claimant’s numbers on one incident, a table.")
explore_chronicle = _shows(chronicle_view, "The figures of one incident in the order in which they were said, a table.")
explore_sentences = _shows(
    sentences_view,
    "The sentences behind rows of a frame or of several (mentions, relations, events, casualties, claims).",
)


def as_twin(view: View) -> Twin:
    """The view for a report: a figure that redraws itself without a kernel."""
    made = view.twin()
    return Twin(made.data, view.svg())


def as_live(view: View, frames: Frames) -> Live:
    """The view for a live notebook, linked with the others of these frames."""
    from lwj_analysis.explore.live import Live

    return Live(view, board(frames))


def board(frames: Frames) -> Board:
    """The controls and the figures of these frames in a live notebook."""
    from lwj_analysis.explore.live import Board

    asked = Asked.of(frames)
    asked.board = asked.board or Board()
    return asked.board


def _shown(view: View, frames: Frames) -> Any:
    if view.marks.empty:
        return HTML(f"<p>{html.escape(view.title)}. {plots.NOTHING}</p>")
    return as_twin(view) if in_report() else as_live(view, frames).box
