"""What happened: events, once each, with all their tellings."""

from lwj_analysis.annotate.events.belonging import event_at, event_for_death, planned_by, title_end, told_before
from lwj_analysis.annotate.events.finder import EventsFinder, find_events, make_events
from lwj_analysis.annotate.events.losses import complete_targets

__all__ = [
    "EventsFinder",
    "complete_targets",
    "event_at",
    "event_for_death",
    "find_events",
    "make_events",
    "planned_by",
    "title_end",
    "told_before",
]
