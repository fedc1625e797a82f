"""Where an article quotes: pairs of quotation marks, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

CURLY, STRAIGHT, LOW = ("“", "”"), ('"', '"'), ("„", "“")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The characters between two marks, marks included; ``closed`` is false where the paragraph ends first."""

    start: int
    end: int
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """All quotations of ``text`` in order. A quotation never crosses a paragraph; one left open ends with it."""
    found: list[Quotation] = []
    for paragraph in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text):
        found += _in_paragraph(paragraph.group(), paragraph.start())
    return found


def overlapping(quotes: list[Quotation], start: int, end: int) -> list[Quotation]:
    """Those that have one of these characters; quotations stand in order, and none in another."""
    first = bisect_right(quotes, start, key=lambda q: q.end)
    return quotes[first : bisect_left(quotes, end, key=lambda q: q.start)]


def quoted(quotes: list[Quotation], start: int, end: int) -> str:
    """How much of the span is quoted: ``direct`` (nearly all), ``mixed`` (some), ``indirect`` (none)."""
    inside = sum(min(end, q.end) - max(start, q.start) for q in overlapping(quotes, start, end))
    if inside >= 0.8 * max(1, end - start):
        return "direct"
    return "mixed" if inside else "indirect"


def _in_paragraph(words: str, offset: int) -> list[Quotation]:
    found, opened = [], None
    for position, mark in enumerate(words):
        if opened is None and mark in '“"„':
            opened = position
        elif opened is not None and mark in '”"' and position > opened + 1:
            found.append(Quotation(offset + opened, offset + position + 1))
            opened = None
    # A stray mark of inches or an unpaired one at the very end opens nothing.
    if opened is not None and len(words) - opened > 20 and words[opened] == "“":
        found.append(Quotation(offset + opened, offset + len(words.rstrip()), closed=False))
    return found
