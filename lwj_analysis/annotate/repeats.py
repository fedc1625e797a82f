"""The same figure told again, in the headline, the lead or further down, counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lwj_analysis.annotate.alike import claimant, depth, exclude, is_further, noun, outermost, same_event
from lwj_analysis.annotate.records import Casualty


def mark_repeats(rows: list[Casualty], title: list[Casualty], *, lead_end: int = 0) -> None:
    """Of several tellings of one figure by one claimant the one with the most specific event counts, then the earliest.

    A figure of the title that the text tells again repeats it. A title that names a source means the one of the text; one
    that names none speaks for the outlet. The lead tells the whole of an incident: the same figure below, of one of the
    incident's events, is the more specific telling.
    """
    above = {id(r) for r in title}
    body = [r for r in rows if id(r) not in above]
    for row in title:
        told = next((r for r in body if _headline_of(row, r) and r.counting != "subset"), None)
        if told is not None:
            row.counting, row.of, row.event = "repeat", told, told.event
            row.claim = None
            if row.source is not None and row.source.type != "outlet":
                row.source, row.stance = told.source, told.stance
            row.victim_side = told.victim_side if row.victim_side == "unknown" else row.victim_side
            row.victim_id = row.victim_id or told.victim_id
    for group in _alike([r for r in body if r.counting == "count"], lead_end):
        counted = min(group, key=lambda r: (-depth(r.event), _is_whole(r, group, lead_end), r.start))
        for row in group:
            if row is not counted:
                row.counting, row.of = "repeat", counted


@dataclass
class _Group:
    """Rows that tell one figure; of those in the same words one is asked for all."""

    rows: list[Casualty] = field(default_factory=list)
    by_words: dict[tuple, Casualty] = field(default_factory=dict)
    triggers: set[int] = field(default_factory=set)

    def takes(self, row: Casualty, lead_end: int) -> bool:
        its = self.by_words.values()
        return row.trigger not in self.triggers and all(_same_telling(row, r, lead_end) for r in its)

    def add(self, row: Casualty, lead_end: int) -> None:
        self.rows.append(row)
        self.triggers.add(row.trigger)
        self.by_words.setdefault((id(row.event), row.victim_text, row.victim_class, row.start < lead_end), row)


def _alike(rows: list[Casualty], lead_end: int) -> Iterator[list[Casualty]]:
    """The groups of rows that tell one figure: of one event, or of one incident where one row stands in the lead."""
    groups: list[_Group] = []
    by_event: dict[tuple, list[_Group]] = defaultdict(list)
    by_figure: dict[tuple, list[_Group]] = defaultdict(list)
    leading: dict[tuple, list[_Group]] = defaultdict(list)
    for row in rows:
        figure = (*_figure(row), claimant(row), row.victim_side)
        event = (*figure, id(outermost(row.event)))
        near = [*leading[figure], *by_event[event]] if row.start >= lead_end else by_figure[figure]
        group = next((g for g in near if g.takes(row, lead_end)), None)
        if group is None:
            groups.append(group := _Group())
            for lists in (by_figure[figure], by_event[event], *([leading[figure]] * (row.start < lead_end))):
                lists.append(group)
        group.add(row, lead_end)
    yield from (group.rows for group in groups)


def _same_telling(one: Casualty, other: Casualty, lead_end: int) -> bool:
    alike = (
        _figure(one) == _figure(other)
        and one.trigger != other.trigger  # "killed a farmer and a guest"
        and claimant(one) == claimant(other)
        and one.victim_side == other.victim_side
        and one.best != 0
        and not is_further(other)
        and not is_further(one)
    )
    same = same_event(one.event, other.event) and (one.best != 1 or noun(one) == noun(other))
    return alike and not exclude(one, other) and (same or _lead_and_detail(one, other, lead_end))


def _lead_and_detail(one: Casualty, other: Casualty, lead_end: int) -> bool:
    """One in the lead, one below it, of the same incident."""
    same = one.event is not None and other.event is not None and one.event.incident == other.event.incident is not None
    return same and min(one.start, other.start) < lead_end <= max(one.start, other.start)


def _is_whole(row: Casualty, group: list[Casualty], lead_end: int) -> bool:
    """Told in the lead of an event that is not the others'."""
    return row.start < lead_end and any(r.event is not row.event for r in group)


def _headline_of(title: Casualty, row: Casualty) -> bool:
    """The title's figure, which leaves out hedges, is that of the row."""
    number = title.best if title.best is not None else title.low
    if title.outcome != row.outcome or number not in (None, row.best, row.low):
        return False
    if number is None and not (title.quantifier == "vague" and noun(title) == noun(row)):
        return False  # "bomb kills farmers": of the three farmers below
    return not exclude(title, row) and not is_further(row)


def _figure(row: Casualty) -> tuple:
    return row.outcome, row.low, row.best, row.high
