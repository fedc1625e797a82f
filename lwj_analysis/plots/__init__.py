"""Figures: each takes a frame and perhaps an ``ax``, returns the ``Axes``, and changes nothing; the only door to matplotlib.

Both axes are labelled, the title says what a mark counts. Colours go by the family of the actor or speaker and are told
apart by readers with colour-blindness; they are those of the reports (``twin.PALETTE``).
"""

from lwj_analysis.plots.accounts import differences, drawn_ties, inflation, ties, tolls
from lwj_analysis.plots.counts import (
    EVENT_COLOURS,
    OUTCOME_COLOURS,
    PRECISIONS,
    STANCE_COLOURS,
    actor_periods,
    actors_by_articles,
    articles_over_time,
    counting_shares,
    date_precision,
    events_over_time,
    incidents_by_origins,
    outcomes_by_source,
    pair_matrix,
    ranges,
    stances_by_source,
)
from lwj_analysis.plots.maps import LANES, MOST_MARKS, drawn_spots, event_lanes, event_map, spots
from lwj_analysis.plots.paper import MOST, NOTHING, UNDATED, as_html, as_svg, period_of, show

__all__ = [
    "EVENT_COLOURS", "LANES", "MOST", "MOST_MARKS", "NOTHING", "OUTCOME_COLOURS", "PRECISIONS", "STANCE_COLOURS", "UNDATED",
    "actor_periods", "actors_by_articles", "articles_over_time", "as_html", "as_svg", "counting_shares",
    "date_precision", "differences", "drawn_spots", "drawn_ties", "event_lanes", "event_map", "events_over_time",
    "incidents_by_origins", "inflation", "outcomes_by_source", "pair_matrix", "period_of", "ranges", "show", "spots",
    "stances_by_source", "ties", "tolls",
]  # fmt: skip
