"""Rows -> the marks of a figure, counted in Python: what a notebook shows, from the same table of marks as the report.

``report.js`` does the same in a page without a kernel; a test holds the two together.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

SHOWN, MORE = 3, 10  # sentences at once; of a chosen mark and in a list
TABLE_ROWS = 200
State = Mapping[str, str]  # name of a control -> value; "" or absent is all


class Marks:
    """The rows behind one figure (``Twin.data``), ready to be chosen from and counted."""

    def __init__(self, data: dict) -> None:
        self.data = data
        self._cells = data["columns"]
        self._codes: dict[str, tuple[np.ndarray, list]] = {}
        self._flat: dict[str, tuple[np.ndarray, np.ndarray, list]] = {}
        self._places: dict[str, dict[str, np.ndarray]] = {}
        self._days: dict[str, np.ndarray] = {}
        self._lower: list[str] | None = None
        lengths = np.array([len(r) for r in data["refs"]], dtype=np.int64)
        self._ref_ends = np.cumsum(lengths)
        self._ref_starts = self._ref_ends - lengths
        self._refs = np.array([e for r in data["refs"] for e in r], dtype=np.int64)
        self._sentence_of = np.array([e[0] for e in data["evidence"]], dtype=np.int64)

    # ---- which rows fit ----------------------------------------------------------------------------------------------

    def kept(self, state: State) -> np.ndarray:
        """Numbers of the rows that fit all choices; those of kind ``either`` on one figure add up."""
        keep = np.ones(self.data["rows"], dtype=bool)
        either = None
        for control in self.data["controls"]:
            value = state.get(control["name"], "")
            if not value or control["kind"] in ("count", "at_least"):
                continue
            fits = self._fits(control, value)
            if control["kind"] == "either":
                either = fits if either is None else either | fits
            else:
                keep &= fits
        return np.flatnonzero(keep if either is None else keep & either)

    def _fits(self, control: dict, value: str) -> np.ndarray:
        name, kind = control["name"], control["kind"]
        if kind == "from":
            return self._day(name) >= np.datetime64(value)
        if kind == "to":
            return self._day(name) <= np.datetime64(value)
        fits = np.zeros(self.data["rows"], dtype=bool)
        if kind == "contains":
            fits[self._saying(name, value.lower())] = True
        else:
            fits[self._having(name).get(value, [])] = True
        return fits

    def _having(self, name: str) -> dict[str, np.ndarray]:
        """Value -> rows that have it."""
        if name not in self._places:
            rows, codes, values = self._flattened(name)
            order = np.argsort(codes, kind="stable")
            ends = np.searchsorted(codes[order], np.arange(len(values) + 1))
            parts = (rows[order[a:b]] for a, b in pairwise(ends))
            self._places[name] = {str(v): part for v, part in zip(values, parts, strict=True)}
        return self._places[name]

    def _day(self, name: str) -> np.ndarray:
        if name not in self._days:
            self._days[name] = np.array([c or "NaT" for c in self._cells[name]], dtype="datetime64[D]")
        return self._days[name]

    def _saying(self, name: str, words: str) -> np.ndarray:
        if name in self._cells:
            return np.array(
                [n for n, c in enumerate(self._cells[name]) if words in str(c or "").lower()], dtype=np.int64
            )
        if self._lower is None:
            self._lower = [s[0].lower() for s in self.data["sentences"]]
        hits = np.array([words in s for s in self._lower], dtype=bool)
        if not len(self._refs):
            return self._refs
        rows = np.repeat(np.arange(self.data["rows"]), self._ref_ends - self._ref_starts)
        return rows[hits[self._sentence_of[self._refs]]]

    # ---- how they are counted ----------------------------------------------------------------------------------------

    def how(self, state: State) -> dict:
        """The way of counting that is chosen."""
        return next((c for c in self.data["counts"] if c["name"] == state.get("count")), self.data["counts"][0])

    def amount(self, rows: np.ndarray, how: dict) -> int | float:
        """The value of these rows taken as one mark."""
        return self._amounts(rows, np.zeros(len(rows), dtype=np.int64), 1, how)[0] if len(rows) else 0

    def _amounts(self, rows: np.ndarray, codes: np.ndarray, size: int, how: dict) -> list:
        """One value for each code."""
        if how["aggregate"] == "sum":
            cells = np.array([self._cells["value"][r] or 0 for r in rows], dtype=float)
            return [int(v) if float(v).is_integer() else float(v) for v in np.bincount(codes, cells, size)]
        if how["aggregate"] == "count":
            return np.bincount(codes, minlength=size).tolist()
        of, values, names = self._flattened(how["column"])
        place = np.full(self.data["rows"], -1, dtype=np.int64)
        place[rows] = codes
        mine = place[of]
        found = np.unique(mine[mine >= 0] * max(len(names), 1) + values[mine >= 0])
        return np.bincount(found // max(len(names), 1), minlength=size).tolist()

    def _coded(self, name: str) -> tuple[np.ndarray, list]:
        """Each cell as a number, in the order of the first appearance; -1 is missing."""
        if name not in self._codes:
            codes, values = pd.factorize(np.array(self._cells[name] + [None], dtype=object)[:-1])
            self._codes[name] = (codes.astype(np.int64), list(values))
        return self._codes[name]

    def _present(self, name: str, rows: np.ndarray) -> set:
        """The values that these rows have; None where one has none."""
        codes, values = self._coded(name)
        return {values[c] if c >= 0 else None for c in np.unique(codes[rows]).tolist()}

    def _flattened(self, name: str) -> tuple[np.ndarray, np.ndarray, list]:
        """Row, code of the value, and the values; a list in a cell is several entries."""
        if name not in self._flat:
            pairs = [
                (n, v) for n, c in enumerate(self._cells[name]) for v in (c if isinstance(c, (list, tuple)) else (c,))
            ]
            pairs = [(n, v) for n, v in pairs if v is not None]
            codes, values = pd.factorize(np.array([v for _, v in pairs] + [None], dtype=object)[:-1])
            rows = np.array([n for n, _ in pairs], dtype=np.int64)
            self._flat[name] = (rows, codes.astype(np.int64), list(values))
        return self._flat[name]

    # ---- the marks ---------------------------------------------------------------------------------------------------

    def list(self, rows: np.ndarray, how: dict, *, most: int | None = None) -> tuple[list[dict], int, np.ndarray]:
        """The marks of these rows, how many lines there are before the cut, and the rows that have a place, in their order.

        A mark has ``key``, what its kind is drawn from, and ``_rows``, which rows it stands for.
        """
        kind = self.data["kind"]
        made = {"range": self._ranges, "table": self._table, "dot": self._pairs, "matrix": self._pairs}.get(
            kind, self._bars
        )
        if kind == "list" or not len(rows):
            return [], 0, rows
        return made(rows, how, most)

    def _bands(self, rows: np.ndarray, axis: str, how: dict) -> list[dict]:
        """Categories or days with their value, in the order in which the figure shows them."""
        codes, values = self._coded(axis)
        mine = codes[rows]
        rows, mine = rows[mine >= 0], mine[mine >= 0]
        amounts = self._amounts(rows, mine, len(values), how)
        order = np.argsort(mine, kind="stable")
        ends = np.searchsorted(mine[order], np.arange(len(values) + 1))
        bands = [
            {"x": values[c], "value": amounts[c], "_rows": rows[order[ends[c] : ends[c + 1]]]}
            for c in np.unique(mine).tolist()
        ]
        return self._sorted(bands, axis)

    def _sorted(self, bands: list[dict], axis: str) -> list[dict]:
        if axis == "x" and self.data["xType"] != "category":
            return sorted(bands, key=lambda b: b["x"])
        if self.data["order"] == "given":
            return bands
        return sorted(bands, key=lambda b: (-b["value"], b["x"]))

    def _bars(self, rows: np.ndarray, how: dict, most: int | None) -> tuple[list[dict], int, np.ndarray]:
        data = self.data
        panels = self.panels(rows, how)
        found = []
        for name in [None] if panels is None else panels:
            its = rows if name is None else rows[self._coded("panel")[0][rows] == self._coded("panel")[1].index(name)]
            for band in self._bands(its, "x", how):
                prefix = {} if name is None else {"panel": name}
                key = _text(band["x"]) if name is None else f"{name}|{_text(band['x'])}"
                found.append(prefix | band | {"key": key})
        placed = _joined(found)
        short = data["xType"] == "category" and data["kind"] == "bar" and panels is None
        shown = found[:most] if short and most else found
        for band in shown:
            if data["kind"] == "drawing":
                label = self._cells["y"][band["_rows"][0]]
                band |= {"name": label, "label": f"{label}: {_counted(band['value'], how['noun'])}"}
            else:
                band["parts"] = self._parts(band, how)
        return shown, len(found), placed

    def panels(self, rows: np.ndarray, how: dict) -> list | None:
        """Names of the small figures that are drawn, those with most first; None if the figure is one."""
        every = self.every_panel(rows, how)
        return None if every is None else every[: self.data["top"]]

    def every_panel(self, rows: np.ndarray, how: dict) -> list | None:
        """As ``panels``, with those for which there is no room."""
        if "panel" not in self._cells:
            return None
        codes, values = self._coded("panel")
        mine = codes[rows]
        amounts = self._amounts(rows[mine >= 0], mine[mine >= 0], len(values), how)
        present = [(v, n) for v, n in zip(values, amounts, strict=True) if n or (mine == values.index(v)).any()]
        return [v for v, _ in sorted(present, key=lambda p: (-p[1], p[0]))]

    def _parts(self, band: dict, how: dict) -> list[dict]:
        groups = self.data["groups"]
        rows, key = band["_rows"], band["key"]
        if not groups:
            return [{"group": None, "family": "plain", "value": band["value"], "key": f"{key}|", "_rows": rows}]
        codes, values = self._coded("group")
        parts = []
        for group, family in [*groups, [None, "other"]]:
            its = rows[codes[rows] == (values.index(group) if group in values else -1)]
            if len(its):
                name = group if group is not None else "not known"
                value = self.amount(its, how)
                parts.append({"group": name, "family": family, "value": value, "key": f"{key}|{name}", "_rows": its})
        return parts

    def _pairs(self, rows: np.ndarray, how: dict, _most: int | None) -> tuple[list[dict], int, np.ndarray]:
        roles = ["x", "y"] + [r for r in ("group", "end", "note") if r in self._cells and self.data["kind"] == "dot"]
        columns = [self._coded(r) for r in roles]
        rows = rows[(columns[0][0][rows] >= 0) & (columns[1][0][rows] >= 0)]
        if not len(rows):
            return [], 0, rows
        stacked = np.stack([codes[rows] for codes, _ in columns])
        _, first, code = np.unique(stacked, axis=1, return_index=True, return_inverse=True)
        code = code.ravel()
        amounts = self._amounts(rows, code, len(first), how)
        order = np.argsort(code, kind="stable")
        ends = np.searchsorted(code[order], np.arange(len(first) + 1))
        found = []
        for c in np.argsort(first).tolist():
            its = rows[order[ends[c] : ends[c + 1]]]
            cell = {r: self._cells[r][its[0]] for r in roles}
            cell = {"group": None, "end": None, "note": None} | cell
            names = ("x", "y", "group", "end", "note") if self.data["kind"] == "dot" else ("x", "y")
            key = "|".join("" if cell[n] is None else _text(cell[n]) for n in names)
            found.append(
                cell | {"key": key, "family": self._family(its[0]), "n": len(its), "value": amounts[c], "_rows": its}
            )
        return found, len(found), _joined(found)

    def _ranges(self, rows: np.ndarray, _how: dict, most: int | None) -> tuple[list[dict], int, np.ndarray]:
        if self.data["order"] != "given":
            ends = [[self._cells[b][r] for b in ("best", "low", "high") if b in self._cells] for r in rows]
            sizes = [next((v for v in e if v is not None), -1) for e in ends]
            rows = rows[np.argsort([-s for s in sizes], kind="stable")]
        shown = []
        for r in rows[:most].tolist():
            get = {b: self._cells[b][r] if b in self._cells else None for b in ("low", "best", "high", "note")}
            label = "not known" if self._cells["y"][r] is None else str(self._cells["y"][r]).replace("_", " ")
            shown.append({"key": str(r), "label": label, "family": self._family(r), "_rows": np.array([r])} | get)
        return shown, len(rows), rows

    def _table(self, rows: np.ndarray, _how: dict, most: int | None) -> tuple[list[dict], int, np.ndarray]:
        codes, values = self._coded("by")
        mine = codes[rows]
        order = np.argsort(mine, kind="stable")
        present, first = np.unique(mine, return_index=True)
        ends = np.searchsorted(mine[order], np.arange(len(values) + 1))
        lines = [rows[order[ends[c] : ends[c + 1]]] for c in present[np.argsort(first)].tolist() if c >= 0]
        sort = self.data["sort"]
        made = [self._line(its) for its in (lines if sort is not None else lines[:most])]
        if sort is not None:
            made.sort(key=lambda line: -(-1 if line["cells"][sort] is None else line["cells"][sort]))
            lines = [line["_rows"] for line in made]
        return made[:most], len(lines), np.concatenate(lines) if lines else rows[:0]

    def _line(self, rows: np.ndarray) -> dict:
        cells = []
        for cell in self.data["cells"]:
            values = [self._cells[cell["name"]][r] for r in rows.tolist()]
            flat = [v for c in values for v in (c if isinstance(c, list) else (c,)) if v is not None]
            cells.append(OPS[cell["op"]](flat, len(rows)))
        label = "–" if cells[0] is None else _text(cells[0])
        return {"key": self._cells["by"][rows[0]], "label": label, "cells": cells, "_rows": rows}

    def _family(self, row: int) -> str:
        groups = self.data["groups"]
        return "plain" if not groups else next((f for g, f in groups if g == self._cells["group"][row]), "other")

    # ---- what a notebook shows ---------------------------------------------------------------------------------------

    def view(self, state: State, *, whole: bool = False, idle: tuple[str, ...] = ()) -> dict:
        """Everything that is drawn for a choice; ``idle`` are labels of controls that do not apply here."""
        data, how = self.data, self.how(state)
        readings = {c["name"]: state.get(c["name"], "") for c in data["controls"] if c["kind"] == "reading"}
        rows, every = self.kept(state), self.kept(readings)  # one reading is always chosen
        marks, lines, placed = self.list(rows, how, most=None if whole else data["top"])
        ys, lanes = self._lanes(rows, "y", how)
        if data["kind"] == "dot":
            inside = [mark for mark in marks if mark["y"] in set(ys)]
            lines, marks = len(inside), marks if whole else thinned(inside, data["most"])
        drawn = _joined(marks)
        seen = set() if not data["groups"] else self._present("group", drawn)
        unplaced = rows[:0] if data["kind"] == "list" or "panel" in self._cells else np.setdiff1d(rows, placed)
        return {
            "list": marks,
            "lines": lines,
            "hidden": max(0, lines - len(marks)),
            "canDrawAll": lines <= 20 * TABLE_ROWS,
            "noun": how["noun"],
            "label": how["label"],
            "xs": self._lanes(rows, "x", how)[0],
            "ys": ys,
            "lanes": lanes,
            "panels": self.panels(rows, how) if len(rows) or "panel" not in self._cells else [],
            "panelsInAll": len(self.every_panel(rows, how) or []) if len(rows) else 0,
            "groups": [g for g in data["groups"] or [] if g[0] in seen],
            "told": {
                "now": self.amount(placed, how),
                "total": self.amount(every, how),
                "homeless": self.amount(unplaced, how),
                "idle": list(idle),
            },
            "_rows": placed,
        }

    def _lanes(self, rows: np.ndarray, axis: str, how: dict) -> tuple[list, int]:
        """The values along an axis of dots or cells, of lines those with most; and how many there are."""
        if self.data["kind"] not in ("dot", "matrix") or not len(rows):
            return [], 0
        bands = self._bands(rows, axis, how)
        if axis == "x" and self.data["kind"] == "dot":
            return [b["x"] for b in bands], len(bands)
        kept = {b["x"] for b in sorted(bands, key=lambda b: -b["value"])[: self.data["top"]]}
        return [b["x"] for b in bands if b["x"] in kept], len(bands)

    def sentences(self, rows: np.ndarray, most: int) -> dict:
        """The sentences behind rows, each once, in the order of the rows."""
        starts, ends = self._ref_starts[rows], self._ref_ends[rows]
        lengths = ends - starts
        if not lengths.sum():
            return {"items": [], "total": 0}
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        evidence = self._refs[np.repeat(starts, lengths) + within]
        places = self._sentence_of[evidence]
        found, wanted = np.zeros((2, len(self.data["sentences"])), dtype=bool)
        found[places] = True
        its: dict[int, list] = {}
        for place in places:  # a few at the beginning
            if len(its) == most:
                break
            its.setdefault(int(place), [])
        wanted[list(its)] = True
        mine = wanted[places]
        for e, place in zip(evidence[mine].tolist(), places[mine].tolist(), strict=True):
            its[place].append(self.data["evidence"][e])
        return {"items": [self._sentence(place, marked) for place, marked in its.items()], "total": int(found.sum())}

    def _sentence(self, place: int, evidence: list) -> dict:
        words, article = self.data["sentences"][place]
        title, published, outlet = self.data["articles"][article]
        who = [self.data["who"][n] for n in dict.fromkeys(e[3] for e in evidence)]
        said = dict.fromkeys((claimant, via) for claimant, via, _ in who)
        return {
            "words": words,
            "places": [e[1:3] for e in evidence if e[2] > e[1]],
            "said": [list(s) for s in said],
            "rules": list(dict.fromkeys(rule for *_, rule in who if rule)),
            "title": title,
            "published": published,
            "outlet": outlet,
        }


OPS = {
    "first": lambda values, _: values[0] if values else None,
    "count": lambda _, rows: rows,
    "distinct": lambda values, _: len(set(values)),
    "sum": lambda values, _: sum(values) if values else None,
    "min": lambda values, _: min(values, default=None),
    "max": lambda values, _: max(values, default=None),
    "median": lambda values, _: float(f"{statistics.median(values):.6g}") if values else None,
    "join": lambda values, _: "; ".join(map(str, dict.fromkeys(values))) if values else None,
}


def thinned(marks: list[dict], most: int | None) -> list[dict]:
    """The ``most`` marks with the largest ``value``, in their order; of equal ones some, evenly spread over all."""
    if most is None or len(marks) <= most:
        return marks
    least = sorted((mark["value"] for mark in marks), reverse=True)[most - 1]
    equal = sum(mark["value"] == least for mark in marks)
    room, seen, kept = most - sum(mark["value"] > least for mark in marks), 0, []
    for mark in marks:
        before, seen = seen, seen + (mark["value"] == least)
        if mark["value"] > least or seen * room // equal > before * room // equal:
            kept.append(mark)
    return kept


def first_view(data: dict) -> pd.DataFrame:
    """What a figure shows before anything is chosen, one row a mark."""
    marks = Marks(data)
    state = {c["name"]: c["first"] for c in data["controls"]}
    rows = marks.kept(state)
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in data["columns"].items()}).iloc[rows]
    by = [c for c in ("panel", "x", "y", "group", "end", "low", "best", "high", "note") if c in frame]
    if data["kind"] == "range":
        return frame[by].reset_index(drop=True)
    if data["kind"] == "table":
        lines = marks.list(rows, marks.how(state))[0]
        return pd.DataFrame([line["cells"] for line in lines], columns=data["heads"])
    by = [c for c in by if c in ("panel", "x", "y", "group")]
    grouped = frame.assign(_row=rows).dropna(subset=["x"]).groupby(by, sort=False, dropna=False)["_row"]
    how = marks.how(state)
    return grouped.agg(lambda its: marks.amount(its.to_numpy(), how)).rename("value").reset_index()


def _joined(marks: list[dict]) -> np.ndarray:
    """The rows of all marks, in their order."""
    return np.concatenate([m["_rows"] for m in marks]) if marks else np.zeros(0, dtype=np.int64)


def _counted(value: float, noun: list[str]) -> str:
    return f"{value:,} {noun[0] if value == 1 else noun[1]}"


def _text(value: object) -> str:
    """As JavaScript writes it."""
    return "null" if value is None else str(value)
