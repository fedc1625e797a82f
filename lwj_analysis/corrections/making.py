"""Corrections made from Python: checked against the row that they are of, then put into the file.

``Correcting`` gives ``Frames`` its methods. Nothing changes in the frames at hand: load them again (only the corrections
are laid over anew, no article is parsed).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from lwj_analysis.corrections import book as books
from lwj_analysis.corrections.anchors import Anchor, anchor
from lwj_analysis.corrections.bind import SAME, STRUCK, Library, Paper, agrees, rows_on
from lwj_analysis.corrections.book import Book
from lwj_analysis.corrections.lines import COLUMNS, Line, pairs_text
from lwj_analysis.corrections.values import (
    DEFAULTS,
    FACTS,
    FRAMES_TO_CORRECT,
    NEEDED,
    REFERENCES,
    ValueProblem,
    records,
    settled,
    typed,
)
from lwj_analysis.errors import BadValue, NotThere
from lwj_analysis.schema import FRAMES

SAME_LINE = ("action", "frame", "change", "quote", "prefix", "suffix", "article_id", "reason", "by", "at")
LISTED = ("id", "status", "action", "frame", "change", "was", "quote", "article_id", "title", "reason", "by", "at")
Row = dict[str, Any]


class Correcting:
    """The methods of ``Frames`` that write corrections; ``by`` and ``at`` say who and when, as the caller puts it."""

    tables: dict[str, pd.DataFrame]
    book: Book | None

    def correct(self, row_id: str, *, reason: str, by: str = "", at: str = "", **change: object) -> pd.Series:
        """Give columns of a row other values (``best=12``, ``source_id="afp"``, ``place=None`` for NA); returns the line.

        What follows from a value is changed with it: low and high with best, the type with the sub-event type, coordinates
        with the place. ``event_id`` and the like take the id of the other row. Raises KeyError if no row has the id,
        ValueError for a value that the column cannot have.
        """
        row, frame, paper, library = self._row(row_id)
        if not change:
            raise BadValue("nothing to correct: give a column and its value, such as best=12")
        values = _checked(row, frame, paper, library, change)
        before = {c: row.get(c) for c in (*SAME[frame], *values, "rule", "basis") if c in row}
        earlier = [li for li in self._earlier(row) if li.action == "confirm" or li.change.keys() & values.keys()]
        values = {k: v for li in earlier if li.action != "confirm" for k, v in li.change.items()} | values
        action = "add" if any(li.action == "add" for li in earlier) else "correct"
        return self._put(
            _cells(action, frame, row, paper, reason, by, at)
            | {"change": pairs_text(values.items()), "was": pairs_text(before.items()), "replaces": _ids(earlier)}
        )

    def confirm(
        self, row_id: str | Iterable[str], *, reason: str = "", by: str = "", at: str = ""
    ) -> pd.Series | pd.DataFrame:
        """Say that a row, or each of several, is right: its values hold even if a later version reads them otherwise.

        Returns the line, or for several rows a table of the lines.
        """
        if not isinstance(row_id, str):
            lines = [self.confirm(one, reason=reason, by=by, at=at) for one in row_id]
            return pd.DataFrame(lines, columns=COLUMNS).reset_index(drop=True)
        row, frame, paper, _ = self._row(row_id)
        facts = {c: row.get(c) for c in (*FACTS[frame], "rule", "basis") if c in row}
        return self._put(
            _cells("confirm", frame, row, paper, reason, by, at, needed=False) | {"was": pairs_text(facts.items())}
        )

    def strike(self, row_id: str, *, reason: str, by: str = "", at: str = "") -> pd.Series:
        """Say that a row is wrong altogether: it leaves its frame and every total. Returns the line."""
        row, frame, paper, _ = self._row(row_id)
        before = {c: row.get(c) for c in (*STRUCK[frame], "rule", "basis") if c in row}
        return self._put(
            _cells("strike", frame, row, paper, reason, by, at)
            | {"was": pairs_text(before.items()), "replaces": _ids(self._earlier(row))}
        )

    def add(
        self, frame: str, *, article_id: str, quote: str, reason: str, by: str = "", at: str = "",
        sentence_id: int | None = None, **values: object,
    ) -> pd.Series:  # fmt: skip
        """Add a row on words of an article that gave none: ``add("casualties", ..., quote="12 soldiers", outcome="killed")``.

        ``sentence_id`` tells which, where the words stand in several sentences. A casualty belongs to the event told
        nearest, unless ``event_id`` says otherwise; its source is the article, unless a source is given. Returns the line.
        """
        if frame not in FRAMES_TO_CORRECT:
            typed(frame, "", None)
        paper, library = self._paper(article_id)
        start, end = _only(paper, quote, sentence_id)
        row: Row = dict.fromkeys(FRAMES[frame].names) | DEFAULTS[frame] | {"start": start, "end": end}
        made = _checked(row, frame, paper, library, values)
        if lacking := [c for c in NEEDED[frame] if made.get(c) is None]:
            raise BadValue(f"an added row of {frame} needs {', '.join(lacking)}")
        where = anchor(paper.text.text, start, end)
        line = Line("new", "add", frame, where.quote, where.prefix, where.suffix, change=made)
        for other in rows_on(paper, line, (start, end)):
            if all(agrees(other.get(c), made.get(c)) for c in SAME[frame]):
                raise BadValue(f"{other[FRAMES[frame].key]} stands on {other['text']!r} already; correct that row")
        cells = _cells("add", frame, row, paper, reason, by, at)
        return self._put(cells | {"change": pairs_text(made.items()), "row_id": ""})

    def join(self, incident_a: str, incident_b: str, *, reason: str, by: str = "", at: str = "") -> pd.DataFrame:
        """Say that two incidents are one. Returns the lines, one an event that stands for its incident."""
        if incident_a == incident_b:
            raise BadValue(f"{incident_a} is one incident already")
        sides = [self._events_of(incident) for incident in (incident_a, incident_b)]
        marks = [{m for e in its for m in str(e.get("correction") or "").split("; ")} for its in sides]
        apart = {
            mark
            for one, other in (marks, marks[::-1])
            for mark in one
            if mark.startswith("split-") and f"{mark}:rest" in other
        }
        heads = [its[0] for its in sides]
        return self._put_together("join", [(head, "") for head in heads], reason, by, at, replaces=apart)

    def split(
        self, incident: str, event_ids: Iterable[str], *, reason: str, by: str = "", at: str = ""
    ) -> pd.DataFrame:
        """Say that these events of an incident are another one, together. Returns the lines, one an event."""
        its = self._events_of(incident)
        chosen = [event_ids] if isinstance(event_ids, str) else list(event_ids)
        if strange := [e for e in chosen if e not in [r["event_id"] for r in its]]:
            raise NotThere(
                f"{', '.join(strange)}: no event of {incident}; it has {', '.join(r['event_id'] for r in its)}"
            )
        out = [e for e in its if e["event_id"] in chosen]
        rest = [e for e in its if e["event_id"] not in chosen]
        if not out or not rest:
            raise BadValue(f"name some of the events of {incident}, not all: {', '.join(r['event_id'] for r in its)}")
        stay = {e["article_id"]: e for e in reversed(rest)}  # the first of each article stands for the others
        joined = [
            {m for e in es for m in str(e.get("correction") or "").split("; ") if m.startswith("join-")}
            for es in (out, rest)
        ]
        lines = [*((e, "side=out") for e in out), *((e, "side=rest") for e in reversed(stay.values()))]
        return self._put_together("split", lines, reason, by, at, replaces=joined[0] & joined[1])

    def withdraw(self, correction_id: str, *, reason: str, by: str = "", at: str = "") -> pd.Series:
        """Say that a correction holds no more; it stays in the file, as does this line. Raises KeyError if there is none."""
        book = Book.read(self._file())
        if correction_id not in {key for li in book.lines for key in (li.id, li.group)}:
            raise NotThere(f"{book.path} has no correction {correction_id!r}")
        cells = dict.fromkeys(COLUMNS, "") | _who("withdraw", reason, by, at)
        return self._put(cells | {"replaces": correction_id})

    def corrections(self) -> pd.DataFrame:
        """The lines of the file, and in ``status`` what became of each: holds, stale, in conflict, replaced, elsewhere."""
        book = Book.read(self._file())
        known = self.book.status if self.book else self._shown()
        rows = [
            {
                "status": _status(li, book, known),
                "change": pairs_text(li.change.items()),
                "was": pairs_text(li.was.items()),
            }
            | {c: getattr(li, c) for c in LISTED if c not in ("status", "change", "was")}
            for li in book.lines
        ]
        return pd.DataFrame(rows, columns=LISTED)

    def _shown(self) -> dict[str, str]:
        """What frames that were read from disk can tell: the corrections that their rows name."""
        marks = (m for df in self.tables.values() if "correction" in df for m in df["correction"].dropna())
        return {one: "holds" for mark in marks for one in mark.split("; ")}

    def _file(self) -> Path:
        path = self.book.path if self.book else books.user_file()
        if path is None:
            raise BadValue("corrections are switched off ($LWJ_CORRECTIONS is empty); name a file in it")
        return path

    def _row(self, row_id: str) -> tuple[Row, str, Paper, Library]:
        for frame in FRAMES_TO_CORRECT:
            df = self.tables[frame]
            if len(hit := df[df[FRAMES[frame].key] == row_id]):
                row = records(hit)[0]
                return row, frame, *self._paper(row["article_id"])
        for frame in ("incidents", "actors", "articles"):
            if (self.tables[frame][FRAMES[frame].key] == row_id).any():
                typed(frame, "", None)
        raise NotThere(f"no row of {', '.join(FRAMES_TO_CORRECT)} has the id {row_id!r}")

    def _paper(self, article_id: str) -> tuple[Paper, Library]:
        """The article's rows, with the actors of all articles."""
        if not (self.tables["articles"]["article_id"] == article_id).any():
            raise NotThere(f"no article has the id {article_id!r}")
        rows = {
            name: records(df if name == "actors" else df[df["article_id"] == article_id])
            for name, df in self.tables.items()
            if name == "actors" or "article_id" in df
        }
        library = Library.of([rows])
        return library.papers[0], library

    def _events_of(self, incident: str) -> list[Row]:
        """The events of an incident, the one it is called after first."""
        events = self.tables["events"]
        its = records(events[events["incident_id"] == incident])
        if not its:
            raise NotThere(f"no incident has the id {incident!r}")
        return sorted(its, key=lambda e: e["event_id"] != incident)

    def _earlier(self, row: Row) -> list[Line]:
        """The lines that the row shows to be laid over it."""
        marks = str(row.get("correction") or "").split("; ")
        return [li for li in Book.read(self._file()).holding if li.id in marks]

    def _put(self, cells: dict[str, str]) -> pd.Series:
        """Put the line into the file, unless just this one holds already (a notebook that is run again)."""
        for line in Book.read(self._file()).holding:
            if line.cells and all(line.cells[c] == cells[c] for c in SAME_LINE):
                return pd.Series(line.cells, name=line.id)
        made = books.append(self._file(), [cells])[0]
        return pd.Series(made, name=made["id"])

    def _put_together(
        self, action: str, events: list[tuple[Row, str]], reason: str, by: str, at: str, *, replaces: set[str]
    ) -> pd.DataFrame:
        group = f"{action}-{secrets.token_hex(4)}"
        lines = []
        for number, (event, change) in enumerate(events, 1):
            paper, _ = self._paper(event["article_id"])
            cells = _cells(action, "events", event, paper, reason, by, at)
            was = {c: event.get(c) for c in (*SAME["events"], "rule")}
            lines.append(
                cells
                | {
                    "id": f"{group}.{number}",
                    "change": change,
                    "was": pairs_text(was.items()),
                    "replaces": "; ".join(sorted(replaces)),
                }
            )
        held = [li.cells for li in Book.read(self._file()).holding if li.action == action]
        same = [next((h for h in held if all(h[c] == cells[c] for c in SAME_LINE)), None) for cells in lines]
        made = same if all(same) else books.append(self._file(), lines)
        return pd.DataFrame(made, columns=COLUMNS)


def _checked(row: Row, frame: str, paper: Paper, library: Library, change: dict[str, object]) -> Row:
    """The change with its types, other rows by their words. Raises ValueError naming column and value."""
    values = {c: typed(frame, c, v) for c, v in change.items()}
    ids = dict(values)
    for column in REFERENCES.keys() & values.keys():
        if values[column] is None:
            continue
        target = REFERENCES[column]
        other = paper.named(target, str(values[column]), near=row["start"])
        if other is None:
            raise ValueProblem(column, f"the article has no row of {target} {values[column]!r}")
        ids[column] = other[FRAMES[target].key]
        again = paper.named(target, other["text"], near=row["start"])
        values[column] = " ".join(other["text"].split()) if again is other else ids[column]
    settled(row, frame, ids, actor=library.actor, place=paper.place)
    return values


def _cells(
    action: str, frame: str, row: Row, paper: Paper, reason: str, by: str, at: str, *, needed: bool = True
) -> dict[str, str]:
    where = anchor(paper.text.text, row["start"], row["end"])
    article = paper.rows["articles"][0]
    return dict.fromkeys(COLUMNS, "") | _who(action, reason, by, at, needed=needed) | {
        "frame": frame,
        "quote": where.quote,
        "prefix": where.prefix,
        "suffix": where.suffix,
        "article_id": paper.id,
        "title": " ".join((article.get("title") or "").split()),
        "source_path": str(article.get("source_path") or ""),
        "row_id": str(row.get(FRAMES[frame].key) or ""),
    }  # fmt: skip


def _who(action: str, reason: str, by: str, at: str, *, needed: bool = True) -> dict[str, str]:
    reason, by, at = (" ".join(str(s).split()) for s in (reason, by, at))
    if needed and not reason:
        raise BadValue("give a reason: whoever reads the file later will ask for it")
    return {"action": action, "reason": reason, "by": by, "at": at}


def _only(paper: Paper, quote: str, sentence_id: int | None) -> tuple[int, int]:
    """Where the quote stands, in the sentence if one is given. Raises ValueError if it is nowhere, or in several places."""
    spans = paper.text.find(Anchor(quote))
    there = [(paper.sentence(start), start, end) for start, end in spans]
    fits = [t for t in there if sentence_id is None or t[0] == sentence_id]
    if len(fits) == 1:
        return fits[0][1:]
    if not fits:
        others = f"; it stands in sentences {', '.join(str(t[0]) for t in there)}" if there else ""
        raise BadValue(f"the words {quote!r} do not stand in {paper.id}{others}")
    raise BadValue(
        f"the words {quote!r} stand in sentences {', '.join(str(t[0]) for t in fits)} of {paper.id}: give sentence_id, or "
        "more words"
    )


def _ids(lines: list[Line]) -> str:
    return "; ".join(li.id for li in lines)


def _status(line: Line, book: Book, known: dict[str, str]) -> str:
    if line.action == "withdraw":
        return f"withdraws {', '.join(line.replaces)}"
    for key in (line.id, line.group):
        if key in book.done:
            return f"holds no more: {book.done[key]}"
    return known.get(line.id, "not laid over yet: load the articles again")
