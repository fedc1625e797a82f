"""Corrections as an exam: of the rows that somebody judged, how many the reading has right, by frame and by rule.

The frames are those without any correction. A confirmed row is right while it says the same, a corrected one once it says
what the correction says, a struck one is false while it is there, an added one is missed until it is. What was not judged
counts nowhere: the figures are of the judged rows, and no estimate for all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pandas as pd

from lwj_analysis.corrections.bind import Bound, Library, Stale, agrees
from lwj_analysis.corrections.book import Book
from lwj_analysis.corrections.values import REFERENCES, records
from lwj_analysis.errors import BadValue
from lwj_analysis.schema import FRAMES

COLUMNS = ["frame", "rule", "n", "right", "wrong_value", "false", "missed", "precision", "recall"]
VERDICTS = ("right", "wrong_value", "false", "missed")
ALL = "all"
UNJUDGED = "not judged"


def scorecard(tables: dict[str, pd.DataFrame], book: Book) -> pd.DataFrame:
    """One row a frame (rule ``all``) and one a rule; ``n`` counts judged rows. ``attrs["not judged"]`` counts lines.

    ``precision`` is right / (right + wrong value + false), ``recall`` right / (right + wrong value + missed). Raises
    ValueError if no line is of these articles.
    """
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(VERDICTS, 0))
    judged = list(_judged(tables, book))
    for frame, rule, verdict in judged:
        if verdict != UNJUDGED:
            for key in (ALL, rule):
                counts[frame, key][verdict] += 1
    if not counts:
        raise BadValue(f"{book.path}: no correction in it is of a row of these articles")
    order = list(FRAMES)
    rows = [
        {"frame": frame, "rule": rule, "n": sum(its.values())} | its | _shares(**its)
        for (frame, rule), its in sorted(counts.items(), key=lambda i: (order.index(i[0][0]), i[0][1] != ALL, i[0][1]))
    ]
    card = pd.DataFrame(rows, columns=COLUMNS)
    card.attrs[UNJUDGED] = sum(verdict == UNJUDGED for *_, verdict in judged) + len(
        {li for li, _, _ in book.wrong if li}
    )
    return card


def as_text(card: pd.DataFrame) -> str:
    """The scorecard for people."""
    lines = [
        f"{'frame':<12}{'rule':<28}{'n':>5}{'right':>7}{'wrong':>7}{'false':>7}{'missed':>8}{'precision':>11}{'recall':>8}"
    ]
    for row in card.itertuples():
        shares = ["-" if pd.isna(v) else f"{v:.2f}" for v in (row.precision, row.recall)]
        lines.append(
            f"{row.frame if row.rule == ALL else '':<12}{row.rule:<28}{row.n:>5}{row.right:>7}{row.wrong_value:>7}"
            f"{row.false:>7}{row.missed:>8}{shares[0]:>11}{shares[1]:>8}"
        )
    lines.append("n: the rows that you judged; no estimate for the others. A wrong value lowers both shares.")
    if card.attrs[UNJUDGED]:
        lines.append(f"not judged: {card.attrs[UNJUDGED]} lines (stale, in conflict, wrong, or of other articles)")
    return "\n".join(lines)


def as_json(card: pd.DataFrame) -> str:
    """The scorecard for scripts."""
    rows = card.astype(object).where(card.notna(), None).to_dict("records")
    return json.dumps({"rows": rows, "not_judged": card.attrs[UNJUDGED]}, indent=1, ensure_ascii=False)


def _shares(*, right: int, wrong_value: int, false: int, missed: int) -> dict[str, float | None]:
    given, asked = right + wrong_value + false, right + wrong_value + missed
    return {"precision": right / given if given else None, "recall": right / asked if asked else None}


def _judged(tables: dict[str, pd.DataFrame], book: Book):
    """Frame, rule and verdict of each judged row."""
    library = Library.of(_by_article(tables))
    rows: dict[tuple, list[Bound]] = defaultdict(list)
    events: dict[str, list[Bound]] = defaultdict(list)
    for line in book.holding:
        papers = library.papers_of(line)
        try:
            if not papers:
                raise Stale("of another article")
            bound = library.bind(line, papers)
        except Stale as error:
            other = error.other and line.action != "strike"
            yield line.frame, line.was.get("rule") or line.was.get("basis") or "-", "wrong_value" if other else UNJUDGED
            continue
        if line.action in ("join", "split"):
            events[line.group].append(bound)
        else:
            rows[bound.key].append(bound)
    for its in rows.values():
        frame, row = its[0].line.frame, its[0].row or its[0].line.was
        yield frame, row.get("rule") or row.get("basis") or "-", _verdict(its)
    for its in events.values():
        yield "incidents", its[0].line.action, _verdict_on_incidents(its)


def _verdict(its: list[Bound]) -> str:
    actions = {b.line.action for b in its}
    if "strike" in actions:
        return UNJUDGED if len(actions) > 1 or its[0].row is None else "false"
    if its[0].row is None:
        return "missed"
    return "right" if all(_agree(b) for b in its) else "wrong_value"


def _agree(b: Bound) -> bool:
    """The row says what the line says; other rows are told by their words or ids."""

    def same(column: str, said: Any) -> bool:
        if column in REFERENCES and said is not None:
            other = b.paper.named(REFERENCES[column], said, near=b.span[0])
            said = other[FRAMES[REFERENCES[column]].key] if other else said
        return agrees(b.row.get(column), said)

    said = b.line.facts if b.line.action == "confirm" else b.line.change
    return all(same(column, value) for column, value in said.items())


def _verdict_on_incidents(its: list[Bound]) -> str:
    """Joined incidents are one in the reading, or that is missed; split ones are apart, or that is false."""
    if len(its) < 2:
        return UNJUDGED
    ids = {
        side: {b.row["incident_id"] for b in its if b.line.change.get("side", "") == side}
        for side in ("", "out", "rest")
    }
    if its[0].line.action == "join":
        return "right" if len(ids[""]) == 1 else "missed"
    return "false" if ids["out"] & ids["rest"] else "right"


def _by_article(tables: dict[str, pd.DataFrame]) -> list[dict[str, list[dict]]]:
    found: dict[str, dict[str, list[dict]]] = {
        article_id: {name: [] for name in FRAMES} for article_id in tables["articles"]["article_id"]
    }
    for name, df in tables.items():
        for row in records(df) if "article_id" in df else ():
            if row["article_id"] in found:
                found[row["article_id"]][name].append(row)
    for row in records(tables["actors"]):  # known to the library, whichever article names them
        for rows in list(found.values())[:1]:
            rows["actors"].append(row)
    return list(found.values())
