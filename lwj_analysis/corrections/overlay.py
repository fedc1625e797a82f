"""Corrections laid over the rows of parsed articles, before incidents and totals are made of them.

Each line is bound to its article, its place and its row; lines on one row are put together; what cannot be laid over is a
row of ``problems``: stale (its words are gone, or its row is), in conflict (two lines that hold say different things of
one row: the row stays as it was read), or wrong (a value that its column cannot have).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lwj_analysis.corrections.bind import Bound, Library, Paper, Stale, shown
from lwj_analysis.corrections.book import Book
from lwj_analysis.corrections.lines import Line
from lwj_analysis.corrections.linked import add_event_telling, moved, strike, tie_event
from lwj_analysis.corrections.values import ACTORS, DEFAULTS, FACTS, NEEDED, REFERENCES, ValueProblem, settled
from lwj_analysis.frames import LETTERS, Rows
from lwj_analysis.schema import FRAMES

Row = dict[str, Any]
ADDED = re.compile(r":[a-z]-\w+$")  # the id of a row that a correction added


def lay_over(parsed: list[Rows], book: Book) -> tuple[list[Rows], list[Row]]:
    """Lay the book's corrections over the rows; returns them and rows for ``problems``. What was parsed is not changed."""
    library = Library.of(parsed)
    desk = _Desk(book, library)
    desk.run()
    return [paper.rows for paper in library.papers], desk.problems


@dataclass
class _Desk:
    """One laying-over: what is bound to what, and what went wrong."""

    book: Book
    library: Library
    problems: list[Row] = field(default_factory=list)
    struck: list[Bound] = field(default_factory=list)

    def run(self) -> None:
        for number, correction, told in self.book.wrong:
            self._note(told, number)
            self.book.status[correction] = told
        if self.book.lost:
            self._note(
                f"lines that were saved over by another program and still hold: {', '.join(self.book.lost)}; they go back "
                "into the file with the next correction, or withdraw them",
                None,
            )
        lines = self.book.holding
        later = [li for li in lines if li.action not in ("add", "join", "split") and ADDED.search(li.row_id)]
        bound = self._bound([li for li in lines if li not in later])
        events = [b for b in bound if b.line.action in ("join", "split")]
        waiting = [b.line for b in bound if b.row is None and b.line.action in ("correct", "confirm")]
        self._rows([b for b in bound if b not in events and b.line not in waiting])
        self._rows(self._bound([*waiting, *later]))  # of rows that a correction added
        self._together(events)
        for b in self.struck:
            for told in strike(b.paper, b.line.frame, b.row):
                self._note(f"{b.line.called()}: {told}", b.line.number, b.paper.id)

    def _bound(self, lines: list[Line]) -> list[Bound]:
        found, absent = [], []
        for line in lines:
            papers = self.library.papers_of(line)
            if not papers:
                absent.append(line)
                self.book.status[line.id] = "its article is not among these"
                continue
            try:
                found.append(self.library.bind(line, papers))
                self.book.status[line.id] = "holds"
            except Stale as error:
                self._fails([line], str(error), papers[0].id if len(papers) == 1 else None)
        if absent:
            whose = sorted({li.article_id or li.title or li.quote for li in absent})
            more = f" and {len(whose) - 5} more" if len(whose) > 5 else ""
            n = f"{len(absent)} corrections are" if len(absent) > 1 else "1 correction is"
            self._note(f"{n} of articles that are not among these: {', '.join(whose[:5])}{more}", absent[0].number)
        return found

    def _rows(self, bound: list[Bound]) -> None:
        """Lay the lines over their rows; rows are struck last: other lines may look at them."""
        groups: dict[tuple, list[Bound]] = defaultdict(list)
        for b in bound:
            groups[b.key].append(b)
        for its in groups.values():
            strikes = [b for b in its if b.line.action == "strike"]
            others = [b for b in its if b.line.action != "strike"]
            if its[0].row is None:  # a struck row that is not read any more needs no striking
                if others:
                    self._add(others)
            elif strikes and all(b.line.action == "add" for b in others):
                self.struck.append(strikes[0])
                if others:  # one row taken away, another put on its words
                    self._add([Bound(b.line, b.paper, None, b.span) for b in others])
            elif strikes:
                said = "; ".join(f"{b.line.called()} would {b.line.action} it" for b in its)
                self._conflict(its, f"the row on {its[0].line.quote!r}: {said}")
            else:
                self._change(its)

    def _change(self, its: list[Bound]) -> bool:
        """Write what the lines say into their row, but for columns of which they say different things."""
        row, paper, frame = its[0].row, its[0].paper, its[0].line.frame
        said: dict[str, dict[Any, list[Bound]]] = defaultdict(lambda: defaultdict(list))
        for b in its:
            for column, value in self._asserted(b).items():
                said[column][value].append(b)
        for column in [c for c, values in said.items() if len(values) > 1]:
            parts = [f"{b.line.called()} says {shown(v)}" for v, bs in said.pop(column).items() for b in bs]
            self._conflict(its, f"{column} of {its[0].line.quote!r}: {'; '.join(parts)}")
        clear = {column: next(iter(values)) for column, values in said.items()}
        try:
            change = self._settled(paper, frame, row, clear, its[0].span[0])
        except ValueProblem as error:
            self._fails([b.line for b in its], str(error), paper.id)
            return False
        row |= change
        self.library.introduce(paper, change)
        if "event_id" in change:
            tie_event(paper, row)
        _mark(row, [b.line.id for b in its if b.line.action == "confirm" or clear.keys() & self._asserted(b).keys()])
        return True

    def _asserted(self, b: Bound) -> Row:
        """The values that the line holds fast: what it changes, or what it confirms."""
        if b.line.action != "confirm":
            return b.line.change
        return {c: v for c, v in b.line.facts.items() if c in FACTS[b.line.frame]}

    def _settled(self, paper: Paper, frame: str, row: Row, change: Row, near: int) -> Row:
        """The change with row ids for the words that name other rows, and with all that follows from it."""
        change = dict(change)
        for column in REFERENCES.keys() & change.keys():
            if change[column] is not None:
                other = paper.named(REFERENCES[column], change[column], near=near)
                if other is None:
                    raise ValueProblem(column, f"the article has no row of {REFERENCES[column]} {change[column]!r}")
                change[column] = other[FRAMES[REFERENCES[column]].key]
        return settled(row, frame, change, actor=self.library.actor, place=paper.place)

    def _add(self, its: list[Bound]) -> None:
        """A row that is missing; several lines for the same words and the same fact are one row."""
        paper, frame = its[0].paper, its[0].line.frame
        for b in [b for b in its if b.line.action != "add"]:
            told = f"stale: the words {b.line.quote!r} are there, but they give no row of {frame} any more"
            self._fails([b.line], told, paper.id)
        its = [b for b in its if b.line.action == "add"]
        if not its:
            return
        line = its[0].line
        if lacking := [c for c in NEEDED[frame] if line.change.get(c) is None]:
            self._fails([b.line for b in its], f"change: an added row of {frame} needs {', '.join(lacking)}", paper.id)
            return
        row = _new_row(paper, line, its[0].span)
        paper.rows[frame].append(row)
        if not self._change([Bound(b.line, paper, row, b.span) for b in its]):
            paper.rows[frame].remove(row)
        elif frame == "events":
            add_event_telling(paper, row)
        elif frame == "casualties" and row["event_id"] is None:
            row["event_id"] = paper.event_at(row["start"])
            tie_event(paper, row)
            if row["event_id"] is None:
                self._note(
                    f"{line.called()}: no event is told near it, so no total adds it; give event_id",
                    line.number,
                    paper.id,
                )

    def _together(self, bound: list[Bound]) -> None:
        """Mark events that are joined or split by hand; ``incidents`` reads the marks."""
        groups: dict[str, list[Bound]] = defaultdict(list)
        for b in bound:
            groups[b.line.group].append(b)
        for group, its in groups.items():
            apart = its[0].line.action == "split"
            out = [b for b in its if b.line.change.get("side") != "rest"]
            if len(its) < 2 or (apart and not out):
                self._fails([b.line for b in its], "stale: of its events only one side is left", its[0].paper.id)
                continue
            for b in its:
                _mark(b.row, [group if b in out else f"{group}:rest"])
            for paper in {b.paper.id: b.paper for b in out}.values():
                moved(paper, [b.row["event_id"] for b in out if b.paper is paper], apart=apart)

    def _conflict(self, its: list[Bound], told: str) -> None:
        """Neither holds: the row stays as it was read."""
        told = f"conflict over {told}; neither holds until one is withdrawn"
        self.book.status |= {b.line.id: told for b in its}
        self._note(told, max(b.line.number for b in its), its[0].paper.id)

    def _fails(self, lines: list[Line], told: str, article_id: str | None) -> None:
        self.book.status |= {line.id: told for line in lines}
        self._note(f"{', '.join(line.called() for line in lines)}: {told}", lines[0].number, article_id)

    def _note(self, told: str, number: int | None, article_id: str | None = None) -> None:
        self.problems.append(
            {"source_path": str(self.book.path), "line": number or None, "article_id": article_id, "kind": "correction",
             "detail": told}
        )  # fmt: skip


def actors_by_hand(tables: dict[str, pd.DataFrame]) -> set[str]:
    """Actors that corrected rows name; the articles need not."""
    found: set[str] = set()
    for name in ("events", "casualties", "claims", "relations"):
        marked = tables[name][tables[name]["correction"].notna()]
        found |= {actor for column in ACTORS & set(marked) for actor in marked[column].dropna()}
    return found


def _new_row(paper: Paper, line: Line, span: tuple[int, int]) -> Row:
    """A row as empty as the article leaves it, on the words; ``_change`` fills it."""
    start, end = span
    key = FRAMES[line.frame].key
    own_id = f"{paper.id}:{LETTERS[line.frame]}-{line.id.removeprefix('add-')}"
    row = dict.fromkeys(FRAMES[line.frame].names) | DEFAULTS[line.frame] | {
        key: own_id,
        "article_id": paper.id,
        "sentence_id": paper.sentence(start),
        "start": start,
        "end": end,
        "text": paper.text.text[start:end],
    }  # fmt: skip
    if "rule" in row:
        row["rule"] = "correction"
    if line.frame == "casualties":
        row["victim_text"] = row["text"]
    if line.frame == "events":
        row["incident_id"] = own_id
    return row


def _mark(row: Row, ids: list[str]) -> None:
    before = [i for i in (row.get("correction") or "").split("; ") if i]
    row["correction"] = "; ".join(dict.fromkeys([*before, *ids])) or None
