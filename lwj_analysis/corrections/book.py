"""The file of corrections: read whatever a spreadsheet made of it, written so that nobody's lines are lost.

A write takes a lock, reads the file again, puts the new lines behind what is there, and replaces the file in one step. A
spreadsheet knows no lock and may save over lines that came after it opened the file: each line that we write goes into a
journal beside the file first, and the last lines of the journal that the file has not got still hold (``Book.lost``).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from lwj_analysis import files, kinds
from lwj_analysis.corrections.lines import ACTIONS, COLUMNS, Line, pairs_of
from lwj_analysis.corrections.values import FACTS, FRAMES_TO_CORRECT, ValueProblem, typed
from lwj_analysis.errors import BadValue, Busy, NotAllowed
from lwj_analysis.locks import take_lock

NAME = "data/corrections.csv"
PATIENCE = 60  # seconds to wait for the lock
STILL = 0.2  # seconds without a change, after which another program is done with saving
SESSION = 24 * 3600  # seconds: how long a spreadsheet may have had the file open when it saves over newer lines
Cells = dict[str, str]


def user_file() -> Path | None:
    """``$LWJ_CORRECTIONS``, else ``data/corrections.csv`` in the nearest ``data`` folder at or above the working folder.

    The file need not be there yet. ``None`` if the variable is empty: no corrections.
    """
    named = os.environ.get("LWJ_CORRECTIONS")
    if named is not None:
        return Path(named) if named else None
    here = Path.cwd()
    nearest = next((p for p in (here, *here.parents) if (p / "data").is_dir()), here)
    return Path(os.path.relpath(nearest / NAME))


@dataclass
class Book:
    """The lines of one file; ``wrong`` lists what is wrong with it: line, correction id, words."""

    path: Path
    lines: list[Line] = field(default_factory=list)
    wrong: list[tuple[int | None, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # ids that only the journal has
    status: dict[str, str] = field(default_factory=dict)  # what became of each line when it was laid over

    @classmethod
    def open(cls, named: str | Path | None) -> Book | None:
        """The file that is named, else that of ``user_file()``; ``None`` for "" and where corrections are switched off."""
        path = user_file() if named is None else Path(named) if str(named) else None
        if path is None:
            return None
        book = cls.read(path)
        if named is not None and not path.exists():
            book.wrong.append((None, "", "no such file yet; the first correction makes it"))
        return book

    @classmethod
    def read(cls, path: Path) -> Book:
        """Read the file; an absent one is an empty book. Nothing in it can raise: what is wrong is in ``wrong``."""
        book = cls(path)
        try:
            sheet = _Sheet.read(path)
        except (OSError, ValueError) as error:
            book.wrong.append((None, "", str(error)))
            return book
        book.wrong += [(number, "", told) for number, told in sheet.wrong]
        lost = _lost(path, sheet)
        book.lost = [cells["id"] for cells in lost]
        for number, cells in [*zip(sheet.numbers, sheet.rows, strict=True), *((None, cells) for cells in lost)]:
            line, wrong = _checked(cells, number or 0)
            book.wrong += [(number, cells["id"], told) for told in wrong]
            if line is not None:
                book.lines.append(line)
        return book

    @cached_property
    def done(self) -> dict[str, str]:
        """Ids of corrections (or of their groups) that hold no more, with the id of the one that stands for them."""
        by: dict[str, list[Line]] = {}
        for line in self.lines:
            for gone in line.replaces:
                by.setdefault(gone, []).append(line)

        def holds(line: Line, seen: frozenset[str]) -> bool:
            later = [li for key in {line.id, line.group} for li in by.get(key, ()) if li.id not in seen]
            return not any(holds(li, seen | {line.id}) for li in later)

        return {gone: li.id for gone, lines in by.items() for li in lines if holds(li, frozenset())}

    @property
    def holding(self) -> list[Line]:
        """The lines that are neither withdrawn nor replaced."""
        return [li for li in self.lines if li.action != "withdraw" and not {li.id, li.group} & self.done.keys()]

    @property
    def digest(self) -> str:
        """Digest of what the lines say, whatever a spreadsheet did to the file."""
        said = sorted((li.id, li.action, li.frame, li.quote, repr(li.change), repr(li.replaces)) for li in self.lines)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def append(path: Path, new: Iterable[Cells]) -> list[Cells]:
    """Put lines into the file, safely beside other writers; returns them with their ids.

    Raises ValueError if the file is no table of corrections, TimeoutError if another program keeps the lock, OSError.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path) as handle:
        _wait_until_still(path, handle)
        sheet = _Sheet.read(path)
        lost = _lost(path, sheet)
        taken = {row["id"] for row in [*sheet.rows, *lost]}
        made = [cells | {"id": _fresh(cells, taken)} for cells in new]
        _note(path, made)
        sheet.rows += [*lost, *made]
        _replace(path, sheet.text().encode("utf-8-sig"))
        handle.truncate(0)
        handle.write(_seen(path).encode())
    return made


def _fresh(cells: Cells, taken: set[str]) -> str:
    """The id of a new line: that of its group where it has one."""
    found = cells.get("id") or f"{cells['action']}-{secrets.token_hex(4)}"
    while found in taken:
        found = f"{cells['action']}-{secrets.token_hex(4)}"
    taken.add(found)
    return found


@dataclass
class _Sheet:
    """The table as it is: its columns in their order, also those that are not ours, its separator and line ends."""

    header: list[str] = field(default_factory=lambda: list(COLUMNS))
    rows: list[Cells] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    separator: str = ","
    newline: str = "\n"
    wrong: list[tuple[int | None, str]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> _Sheet:
        """Raises ValueError if the file is binary or has not got the column ``action``."""
        sheet = cls()
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return sheet
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            return sheet
        try:
            text, problems = kinds.decode(data)
        except kinds.Unreadable as error:
            raise BadValue(f"{path}: {error}") from None
        sheet.wrong = [(p.line, p.detail) for p in problems]
        sheet.newline = "\r\n" if b"\r\n" in data else "\n"
        skipped = 0
        if text.startswith("sep="):  # Excel's own first line
            skipped, text = 1, text.partition("\n")[2]
        first = text.partition("\n")[0]
        sheet.separator = max(
            ",;\t|", key=lambda s: len({c.strip(' "').casefold() for c in first.split(s)} & set(COLUMNS))
        )
        reader = csv.reader(io.StringIO(text), delimiter=sheet.separator)
        named = [c.strip() for c in next(reader)]
        sheet.header = [c.casefold() if c.casefold() in COLUMNS else c or f"column {n}" for n, c in enumerate(named, 1)]
        if "action" not in sheet.header:
            raise BadValue(f"{path}: no column 'action'; it has {', '.join(named)}")
        seen: set[str] = set()
        number = reader.line_num + 1
        for values in reader:
            if any(v.strip() for v in values):
                sheet._take(values, number + skipped, seen)
            number = reader.line_num + 1
        return sheet

    def _take(self, values: list[str], number: int, seen: set[str]) -> None:
        for n in range(len(self.header), len(values)):
            if values[n].strip():
                self.header.append(f"column {n + 1}")
        cells = dict.fromkeys(COLUMNS, "") | {
            c: files.armed(v.strip()) for c, v in zip(self.header, values, strict=False)
        }
        if not cells["id"]:  # a line of a person's hand: its content is its name
            said = hashlib.sha256(repr([cells[c] for c in COLUMNS]).encode()).hexdigest()[:8]
            cells["id"] = f"{cells['action'].casefold() or 'line'}-{said}"
        copy, own = 1, cells["id"]
        while cells["id"] in seen:
            copy += 1
            cells["id"] = f"{own}~{copy}"
        seen.add(cells["id"])
        self.rows.append(cells)
        self.numbers.append(number)

    def text(self) -> str:
        """The table as text, in the manner of the file that was there."""
        header = [*self.header, *(c for c in COLUMNS if c not in self.header)]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, lineterminator=self.newline)
        writer.writerow(header)
        writer.writerows([[files.disarmed(row.get(c, "")) for c in header] for row in self.rows])
        return out.getvalue()


def _checked(cells: Cells, number: int) -> tuple[Line | None, list[str]]:
    """The line, or what is wrong with it, naming column and value."""
    action = cells["action"].casefold()
    if action not in ACTIONS:
        return None, [f"action: {cells['action']!r} is none of {', '.join(ACTIONS)}"]
    frame = "events" if action in ("join", "split") else cells["frame"].casefold()
    wrong: list[str] = []
    pairs: dict[str, dict[str, str | None]] = {"change": {}, "was": {}}
    for column in pairs:
        try:
            pairs[column] = pairs_of(cells[column])
        except ValueError as error:
            wrong.append(f"{column}: {error}")
    change: dict[str, object] = {}
    facts: dict[str, object] = {}
    if action != "withdraw" and frame not in FRAMES_TO_CORRECT:
        wrong.append(f"frame: {cells['frame']!r} is none of {', '.join(FRAMES_TO_CORRECT)}")
    elif action in ("correct", "add"):
        for name, value in pairs["change"].items():
            try:
                change[name] = typed(frame, name, value)
            except ValueProblem as error:
                wrong.append(str(error))
        if not pairs["change"] and not wrong:
            wrong.append("change: is empty; write column=value, such as best=12")
    elif action == "confirm":
        for name in pairs["was"].keys() & set(FACTS[frame]):
            try:
                facts[name] = typed(frame, name, pairs["was"][name])
            except ValueProblem as error:
                wrong.append(f"was: {error}")
    elif action == "split":
        change = dict(pairs["change"])
        if change.get("side") not in ("out", "rest"):
            wrong.append(f"change: {cells['change']!r}; a split has side=out or side=rest")
    if action != "withdraw" and not cells["quote"]:
        wrong.append("quote: is empty; put in the words of the article that the row stands on")
    if action == "withdraw" and not cells["replaces"]:
        wrong.append("replaces: is empty; put in the id of the correction to withdraw")
    if wrong:
        return None, wrong
    plain = {c: cells[c] for c in COLUMNS if c not in ("action", "frame", "change", "was", "replaces")}
    replaces = tuple(cells["replaces"].replace(";", " ").split())
    made = {"change": change, "was": pairs["was"], "facts": facts, "replaces": replaces, "number": number}
    return Line(action=action, frame=frame, cells=cells, **made, **plain), []


# --- beside the file: lock, journal, the new file before it takes the place of the old -------------------------------------


def _beside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{kind}")


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """Hold the lock file; the system lets go of it when the process ends, however it ends. It keeps how we left the file."""
    with _beside(path, "lock").open("a+b") as handle:
        until = time.monotonic() + PATIENCE
        while not take_lock(handle):
            if time.monotonic() > until:
                raise Busy(f"{path}: another program has been writing for {PATIENCE} seconds")
            time.sleep(0.01)
        yield handle  # closing it gives the lock back


def _wait_until_still(path: Path, handle: IO[bytes]) -> None:
    """If another program saved the file in this moment, it may have written half of it: wait until nothing changes."""
    handle.seek(0)
    before, now = handle.read().decode(), _seen(path)
    if now == before or not now or time.time() - path.stat().st_mtime > 2:
        return
    for _ in range(30):
        time.sleep(STILL)
        before, now = now, _seen(path)
        if now == before:
            return


def _seen(path: Path) -> str:
    """When the file was written and how long it is; empty if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"


def _note(path: Path, made: list[Cells]) -> None:
    """Write new lines into the journal; a journal whose file is gone is begun anew."""
    mode = "ab" if path.exists() else "wb"
    with _beside(path, "journal").open(mode) as out:
        for cells in made:  # a killed process may have left half a line: each begins with a line feed
            out.write(b"\n" + json.dumps({"noted": time.time(), "cells": cells}, ensure_ascii=False).encode())
        out.flush()
        os.fsync(out.fileno())


def _lost(path: Path, sheet: _Sheet) -> list[Cells]:
    """The journal's last lines that the file has not got: another program saved over them.

    A line that is missing while a later one is there was deleted by somebody, and stays away; so does one that was noted
    more than a day before the file was saved.
    """
    try:
        saved = path.stat().st_mtime
        noted = _beside(path, "journal").read_bytes()
    except OSError:
        return []
    there = {row["id"] for row in sheet.rows}
    found: list[Cells] = []
    for raw in reversed(noted.split(b"\n")):
        with suppress(ValueError, KeyError, TypeError):
            entry = json.loads(raw)
            if entry["cells"]["id"] in there or entry["noted"] < saved - SESSION:
                break
            found.append(dict.fromkeys(COLUMNS, "") | entry["cells"])
    return found[::-1]


def _replace(path: Path, data: bytes) -> None:
    for left in path.parent.glob(f".{path.name}.*.tmp"):  # of a killed process; we hold the lock
        left.unlink(missing_ok=True)
    new = _beside(path, f"{os.getpid()}.tmp")
    with new.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if path.exists():
        shutil.copymode(path, new)
    try:
        os.replace(new, path)
    except PermissionError:
        raise NotAllowed(
            f"{path} is open in another program that lets nobody write; the correction is kept beside it and holds: "
            "it goes into the file with the next one"
        ) from None
