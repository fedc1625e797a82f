"""From the words of one expression and where the narrative stands to its TIMEX3 value and its days."""

from __future__ import annotations

import re
from collections.abc import Callable

from lwj_analysis.annotate.dates.by_calendar import CALENDAR
from lwj_analysis.annotate.dates.by_event import EVENT
from lwj_analysis.annotate.dates.by_publication import PUBLICATION
from lwj_analysis.annotate.dates.clock import CLOCK
from lwj_analysis.annotate.dates.context import Context, Reading
from lwj_analysis.annotate.dates.feasts import FEASTS
from lwj_analysis.annotate.dates.lengths import LENGTHS

READERS: dict[str, Callable[[re.Match, Context], Reading | None]] = {
    **CALENDAR,
    "day_month": CALENDAR["month_day"],
    **PUBLICATION,
    **EVENT,
    **LENGTHS,
    **FEASTS,
    **CLOCK,
}


def read(rule: str, match: re.Match, context: Context) -> Reading | None:
    """The meaning of a match of a rule; ``None`` if it has none after all."""
    try:
        return READERS[rule](match, context)
    except (ValueError, OverflowError):  # the thirty-first of June, a year beyond the calendar
        return None
