"""Numbers that a coder of a data set adds: "fatalities unknown; coded as 3", "10 coded across two events (5 for this event)".

ACLED's codebook divides the dead of several events among them, evenly where no report says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lwj_analysis.annotate.numbers import find_numbers
from lwj_analysis.annotate.quantities import NUMERAL
from lwj_analysis.annotate.reader import Link, Reader, ending_at, group_at_char, token_at


def coded(reader: Reader) -> Iterator[Link]:
    """What was coded for the event: given, or its share of what was coded for several."""
    yield from _coded_as(reader)
    for match in _SPLIT.finditer(reader.text):
        whole = _whole(reader, match) or _before(reader, match)
        if whole is None:
            continue
        here = _FOR_THIS.search(reader.text, match.end())
        group = group_at_char(reader, reader.sent.start_char + here.start("n")) if here else None
        if group is None or group is whole.group:
            _share(whole, find_numbers(match["events"])[0].best)
            continue
        whole.counting = "cumulative"
        yield Link(group, whole.outcome, whole.trigger, "coded")


def _coded_as(reader: Reader) -> Iterator[Link]:
    for match in _CODED_AS.finditer(reader.text):
        group = group_at_char(reader, reader.sent.start_char + match.start("n"))
        if group is None or group.number is None:
            continue
        given = next((x for x in reader.links if x.group is group), None)
        if given is None:
            given = Link(group, "killed", token_at(reader, reader.sent.start_char + match.start("coded")), "coded")
            yield given
        for earlier in (x for x in reader.links if x.outcome == "killed" and x.counting == "count"):
            if earlier.group.end <= group.start and earlier is not given:
                earlier.counting, earlier.of = "subset", given


def _whole(reader: Reader, match: re.Match) -> Link | None:
    """The link of the number that was coded for several events."""
    group = ending_at(reader, token_at(reader, reader.sent.start_char + match.start()))
    return next((x for x in reader.links if x.group is group and group and group.number), None)


def _before(reader: Reader, match: re.Match) -> Link | None:
    """The number before brackets: "24 people were killed (fatalities split across 4 events, 6 coded here)"."""
    start = token_at(reader, reader.sent.start_char + match.start())
    dead = [x for x in reader.links if x.outcome == "killed" and x.group.number and x.group.end <= start]
    return dead[-1] if dead and re.search(r"\((?:\w+ )?$", reader.text[: match.start()]) else None


def _share(whole: Link, events: int) -> None:
    low, best, high = whole.group.number.low, whole.group.number.best, whole.group.number.high
    if events and best is not None:
        whole.reading = ((low or 0) // events, round(best / events), -(-(high or best) // events), "approx")
        whole.rule = "coded_share"


_CODED_AS = re.compile(
    rf"\b(?:fatalities|deaths|casualties|dead|killed)\b[^.]{{0,40}}?\b(?P<coded>coded) (?:as|at) (?:(?:at least|estimated) )?"
    rf"(?P<n>{NUMERAL})\b(?! (?:\w+ )?(?:events|incidents))",
    re.I,
)
_SPLIT = re.compile(
    r"\b(?:(?:were|was|are|is|have been|been) )?(?:coded |split |spread |divided |shared |distributed )+"
    rf"(?:evenly |equally )?(?:across|between|over|among|into) (?:the )?(?P<events>{NUMERAL}) (?:\w+ )?"
    r"(?:events|incidents|entries|attacks)\b",
    re.I,
)
_FOR_THIS = re.compile(
    rf"(?P<n>{NUMERAL}) (?:(?:fatalities|deaths|dead|killed|of them|of these) )?(?:(?:is|are|were|was) )?(?:coded )?"
    r"(?:(?:for|in|to) this (?:event|one|incident|entry|location)|(?<=coded )here)\b",
    re.I,
)
