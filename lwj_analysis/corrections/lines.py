"""One line of the file of corrections: its cells, and what they say once they are checked.

``change`` and ``was`` hold ``column=value`` pairs with ``; `` between them. A spreadsheet leaves such words alone, where it
would turn a bare 2017-04-05 or 12e4 into something else. A value with a semicolon stands in double quotes; nothing behind
the sign of equality is NA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lwj_analysis.errors import BadValue

ACTIONS = {
    "correct": "These columns of the row have other values.",
    "confirm": "The row is right as it stands in `was`.",
    "strike": "The row is wrong altogether.",
    "add": "A row is missing; `change` has its values.",
    "join": "The events with this id are of one incident (a line an event).",
    "split": "The events with `side=out` are another incident than those with `side=rest` (a line an event).",
    "withdraw": "The correction in `replaces` holds no more.",
}
COLUMNS = ("id", "action", "frame", "change", "was", "quote", "prefix", "suffix", "article_id", "title", "source_path",
           "row_id", "replaces", "reason", "by", "at")  # fmt: skip
PAIR = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?P<value>\"(?:[^\"]|\"\")*\"|[^;]*?)\s*(?:;|$)")


@dataclass(frozen=True)
class Line:
    """A checked line; ``number`` is its line in the file, ``change`` has typed values."""

    id: str
    action: str
    frame: str
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    article_id: str = ""
    title: str = ""
    source_path: str = ""
    row_id: str = ""
    replaces: tuple[str, ...] = ()
    reason: str = ""
    by: str = ""
    at: str = ""
    change: dict[str, object] = field(default_factory=dict)
    was: dict[str, str | None] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)  # what a confirmation holds fast, typed
    number: int = 0
    cells: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def group(self) -> str:
        """The id that the lines of one join or split share."""
        return self.id.partition(".")[0]

    def called(self) -> str:
        """The correction in words, for a problem."""
        by = f" by {self.by}" if self.by else ""
        return f"{self.id}{by}"


def pairs_of(text: str) -> dict[str, str | None]:
    """``best=12; place=Gao`` as a dictionary. Raises ValueError naming the words that are no pair."""
    found: dict[str, str | None] = {}
    at = 0
    while text[at:].strip(" ;"):
        hit = PAIR.match(text, at)
        if not hit:
            raise BadValue(f"{text[at:].strip()!r} is no pair; write column=value")
        name, value = hit["name"], hit["value"]
        if name in found:
            raise BadValue(f"{name} is given twice")
        found[name] = value[1:-1].replace('""', '"') if value.startswith('"') else value or None
        at = hit.end()
    return found


def pairs_text(pairs: Iterable[tuple[str, object]]) -> str:
    """The pairs as a cell; ``None`` is nothing behind the sign of equality."""
    return "; ".join(f"{name}={_cell(value)}" for name, value in pairs)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = " ".join(str(value).split())
    return '"' + text.replace('"', '""') + '"' if ";" in text or text.startswith('"') or not text else text
