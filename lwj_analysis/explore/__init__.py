"""Controls around figures: ipywidgets in a live notebook, the kernel-free twin in a report.

Each question is one ``View``: the marks, how they are drawn, and what they can be chosen by. Both forms are made from it, so
that they show the same numbers for the same choice; the first view of each is the static figure. ``controls(frames)`` is the
head of a page: what is chosen there is chosen in every figure, table and list of sentences of the same frames.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pandas as pd
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


def explore_corpus(frames: Frames) -> Any:
    """Articles over time, by outlet and by how their day is known."""
    return _shown(corpus_view(frames), frames)


def explore_actors(frames: Frames) -> Any:
    """Articles that name each actor."""
    return _shown(actors_view(frames), frames)


def explore_pairs(frames: Frames) -> Any:
    """Sentences that name two actors together."""
    return _shown(pairs_view(frames), frames)


def explore_ties(frames: Frames) -> Any:
    """Ties that the articles state, as a graph."""
    return _shown(ties_view(frames), frames)


def explore_deeds(frames: Frames) -> Any:
    """Who did what to whom, a table over incidents."""
    return _shown(deeds_view(frames), frames)


def explore_groups(frames: Frames) -> Any:
    """Articles that name each armed group, over time."""
    return _shown(groups_view(frames), frames)


def explore_names(frames: Frames) -> Any:
    """The actors with the forms in which they occur, a table."""
    return _shown(names_view(frames), frames)


def explore_timeline(frames: Frames) -> Any:
    """Events over time, by type."""
    return _shown(timeline_view(frames), frames)


def explore_precision(frames: Frames) -> Any:
    """Events by the precision of their date."""
    return _shown(precision_view(frames), frames)


def explore_lanes(frames: Frames) -> Any:
    """When events may have happened, one lane a country."""
    return _shown(lanes_view(frames), frames)


def explore_map(frames: Frames) -> Any:
    """Events where they happened."""
    return _shown(map_view(frames), frames)


def explore_incidents(frames: Frames) -> Any:
    """Incidents in words, a table."""
    return _shown(incidents_view(frames), frames)


def explore_casualties(frames: Frames) -> Any:
    """Statements of a number of victims as ranges, or the totals of incidents."""
    return _shown(casualties_view(frames), frames)


def explore_counting(frames: Frames) -> Any:
    """Statements by whether totals add them."""
    return _shown(counting_view(frames), frames)


def explore_outcomes(frames: Frames) -> Any:
    """Statements by who speaks and by outcome."""
    return _shown(outcomes_view(frames), frames)


def explore_tolls(frames: Frames) -> Any:
    """The dead of each incident with their bounds."""
    return _shown(tolls_view(frames), frames)


def explore_totals(frames: Frames) -> Any:
    """Totals of killed by side, a table."""
    return _shown(totals_view(frames), frames)


def explore_origins(frames: Frames) -> Any:
    """Incidents by how many origins tell of them."""
    return _shown(origins_view(frames), frames)


def explore_differences(frames: Frames) -> Any:
    """The lowest and the highest figure of each side of an incident."""
    return _shown(differences_view(frames), frames)


def explore_gaps(frames: Frames) -> Any:
    """By how much claimants differ, a table."""
    return _shown(gaps_view(frames), frames)


def explore_sources(frames: Frames) -> Any:
    """Who said which number of killed on one incident; two claimants can be set side by side."""
    return _shown(sources_view(frames), frames)


def explore_inflation(frames: Frames) -> Any:
    """A party’s claim of the other side’s dead over the figure of that side."""
    return _shown(inflation_view(frames), frames)


def explore_ratios(frames: Frames) -> Any:
    """These ratios by party and year, a table."""
    return _shown(ratios_view(frames), frames)


def explore_omissions(frames: Frames) -> Any:
    """What each article leaves out that another tells, a table."""
    return _shown(omissions_view(frames), frames)


def explore_stances(frames: Frames) -> Any:
    """Claims by who speaks and how."""
    return _shown(stances_view(frames), frames)


def explore_contradictions(frames: Frames) -> Any:
    """Denials and disputes, a table."""
    return _shown(contradictions_view(frames), frames)


def explore_incident(frames: Frames, incident_id: str | None) -> Any:
    """Who said which number on one incident."""
    return _shown(incident_view(frames, incident_id), frames)


def explore_matrix(frames: Frames, incident_id: str | None) -> Any:
    """Each claimant’s numbers on one incident, a table."""
    return _shown(matrix_view(frames, incident_id), frames)


def explore_chronicle(frames: Frames, incident_id: str | None) -> Any:
    """The figures of one incident in the order in which they were said, a table."""
    return _shown(chronicle_view(frames, incident_id), frames)


def explore_sentences(frames: Frames, *rows: pd.DataFrame) -> Any:
    """The sentences behind rows of a frame or of several (mentions, relations, events, casualties, claims)."""
    return _shown(sentences_view(frames, *rows), frames)


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
