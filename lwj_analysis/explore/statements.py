"""How many, said by whom: the figures on statements of a number of victims, over all incidents and on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import compare, plots, vocabulary
from lwj_analysis.compare.accounts import SIDES
from lwj_analysis.explore.view import INCIDENTS, View, view_of, with_facets, words
from lwj_analysis.twin import Cell, Control, Count

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

STATEMENTS = Count(("statement", "statements"))
RANGES = {
    "kind": "range",
    "y": "label",
    "low": "low",
    "best": "best",
    "high": "high",
    "group": "source_type",
    "order": "given",
    "y_label": "Who says so: of whom (where)",
}
LINE = "One line a statement from its lowest to its highest number, a dot at the number said; an arrow is an open end."
NAMED = r" \(\S+:c\d+\)|(?<=\()\S+:c\d+: "  # the id of another statement, which says nothing to a reader
ADDED = {
    "count": "counts",
    "repeat": "repeats a count",
    "subset": "is part of a count",
    "cumulative": "reaches beyond the incident",
}


def casualties_view(frames: Frames) -> View:
    """Marks: statements with a number, and totals of incidents, the largest first.

    First view: statements of killed that totals add, vague words kept open. "Count: incidents" shows the totals instead.
    """
    told = with_facets(frames, _readings(frames), "casualties", "casualty_id").assign(
        counted="statements", row="casualty_id"
    )
    told = told.assign(row=told["casualty_id"], added=told["counting"].map(ADDED), how=_in_words(told["stance"]))
    marks = pd.concat([told, _totals(frames)], ignore_index=True)
    sentences = pd.concat([words(frames, "casualties", told["row"]), words(frames, "incidents", marks["row"])])
    return View(
        marks,
        "Numbers of victims, one line a statement",
        LINE,
        "row",
        sentences,
        RANGES | {"x_label": "people"},
        lambda rows: plots.ranges(rows, title="Numbers of victims, the largest first"),
        own={"outcome": "killed", "country": None, "claimant": None},
        controls=[
            _count(),
            Control("added", "In totals", first=ADDED["count"]),
            Control("source_type", "Who speaks"),
            Control("how", "How it is said"),
        ],
        counts=[STATEMENTS, Count(("incident", "incidents"))],
    )


def counting_view(frames: Frames) -> View:
    """Marks: statements. First view: as ``plots.counting_shares``."""
    marks = _statements(frames)
    marks = marks.assign(added=pd.Categorical(marks["counting"].map(ADDED), list(ADDED.values()))).sort_values("added")
    return View(
        marks.assign(added=marks["added"].astype(object)).reset_index(drop=True),
        "Statements of a number of victims: what totals add",
        "A bar counts statements; only those of the first kind enter a total.",
        "casualty_id",
        words(frames, "casualties"),
        {"kind": "bar", "x": "added", "order": "given", "x_label": "The number"},
        plots.counting_shares,
        own={"outcome": None},
        counts=[STATEMENTS, INCIDENTS],
    )


def outcomes_view(frames: Frames) -> View:
    """Marks: statements. First view: as ``plots.outcomes_by_source``."""
    marks = _statements(frames)
    outcomes = pd.Categorical(marks["outcome"], list(plots.OUTCOME_COLOURS))
    return View(
        marks.assign(outcome=outcomes, how=_in_words(marks["stance"])),
        "Statements of a number of victims, by who speaks",
        "A bar counts the statements of one kind of speaker, split by outcome; statements, never people.",
        "casualty_id",
        words(frames, "casualties"),
        {
            "kind": "bar",
            "x": "source_type",
            "group": "outcome",
            "families": plots.OUTCOME_COLOURS,
            "x_label": "Who speaks",
        },
        plots.outcomes_by_source,
        own={"outcome": None},
        controls=[Control("how", "How it is said")],
        counts=[STATEMENTS, INCIDENTS],
    )


def tolls_view(frames: Frames) -> View:
    """Marks: incidents with a total of killed, the largest first. First view: as ``plots.tolls``."""
    marks = _totals(frames).query("outcome == 'killed'").drop(columns=["counted", "reading"]).reset_index(drop=True)
    out = frames.casualties[frames.casualties["left_out"].notna() & frames.casualties["outcome"].eq("killed")]
    left = out.groupby("incident_id").size()
    preferred = frames.incidents.set_index("incident_id")["killed_best_source"]
    told = [
        compare.in_words(*b) or "no number"
        for b in marks[["low", "best", "high"]].astype(object).itertuples(index=False)
    ]
    notes = [
        words_
        + (f" ({preferred.get(i)})" if pd.notna(preferred.get(i)) else "")
        + (f", {left[i]} left out" if i in left else "")
        for words_, i in zip(told, marks["row"], strict=True)
    ]
    return View(
        marks.assign(note=notes),
        "Killed, by incident: lowest, preferred and highest total",
        "One line an incident, a dot at the preferred total, and whose figure it is; what it leaves out is counted.",
        "row",
        words(frames, "incidents"),
        {"kind": "range", "y": "label", "low": "low", "best": "best", "high": "high", "note": "note", "order": "given"}
        | {"x_label": "people", "y_label": "Incident", "noun": ("incident", "incidents")},
        lambda _: plots.tolls(frames.incidents, frames.casualties),
        controls=[Control("grade", "Grade")],
    )


def totals_view(frames: Frames) -> View:
    """Marks: incidents with a total of killed; a table as ``compare.tolls``."""
    cells = [
        Cell("Incident", "incident"),
        Cell("Killed", "killed"),
        Cell("Of the initiator", "initiator"),
        Cell("Of the target", "target"),
        Cell("Civilians", "civilian"),
        Cell("Figures of", "figures_of"),
        Cell("Agreement", "agreement"),
        Cell("Origins", "origins"),
    ]
    return view_of(
        frames,
        "incidents",
        compare.tolls(frames),
        "Totals of killed by side",
        "A line is an incident, the one with most dead by the preferred figures first; the columns split the dead by side.",
        {"kind": "table", "by": "incident_id", "cells": cells, "top": 15, "noun": ("incident", "incidents")},
        controls=[Control("agreement", "Agreement")],
    )


def incident_view(frames: Frames, incident_id: str | None) -> View:
    """Marks: the statements with a number on one incident, repeats left out, in the order of publication.

    First view: killed. The period is that of publication: the incident itself has its days.
    """
    told = _readings(frames)
    its = told[told["incident_id"].eq(incident_id) & told["counting"].ne("repeat")]
    marks = its.sort_values(["published", "article_id", "start"], kind="stable", ignore_index=True)
    marks = with_facets(frames, marks, "casualties", "casualty_id")
    return View(
        marks.assign(by_first_day=marks["published"], by_last_day=marks["published"]),
        "Who said which number, in the order of publication",
        LINE,
        "casualty_id",
        words(frames, "casualties", marks["casualty_id"]),
        RANGES | {"x_label": "people"},
        lambda rows: plots.ranges(rows, title="Who said which number, in the order of publication"),
        own={"outcome": "killed", "claimant": None, "outlet": None},
        controls=[Control("victim_side", "Side of the victims")],
        counts=[STATEMENTS],
    )


def matrix_view(frames: Frames, incident_id: str | None) -> View:
    """Marks: statements that enter an account of one incident; a line a claimant, a column an outcome."""
    its = _statements(frames).query("incident_id == @incident_id and counting == 'count' and stance != 'denies'")
    its = its[its[["low", "best", "high"]].notna().any(axis=1)]
    marks = its.sort_values(["published", "article_id", "start"], ignore_index=True)
    marks = marks.assign(
        told=[compare.in_words(r.low, r.best, r.high) + _side(r.victim_side) for r in marks.itertuples()]
    )
    outcomes = [o for o in plots.OUTCOME_COLOURS if o in set(marks["outcome"])]
    marks = marks.assign(**{f"of_{o}": marks["told"].where(marks["outcome"].eq(o)) for o in outcomes})
    marks = marks.assign(by_first_day=marks["published"], by_last_day=marks["published"])
    return View(
        marks,
        "Each claimant’s numbers",
        "A line is a claimant, in the order in which they spoke, a column an outcome; an empty cell is silence.",
        "casualty_id",
        words(frames, "casualties", marks["casualty_id"]),
        {"kind": "table", "by": "claimant", "top": 40, "noun": ("statement", "statements")}
        | {"cells": [Cell("Claimant", "claimant"), *(Cell(o.capitalize(), f"of_{o}", "join") for o in outcomes)]},
    )


def chronicle_view(frames: Frames, incident_id: str | None) -> View:
    """Marks: the figures of one incident in the order they were said, with why a total leaves one out; denials too."""
    marks = compare.chronicle(frames, incident_id)
    marks = with_facets(frames, marks, "casualties", "casualty_id").assign(
        number=[compare.in_words(*b) for b in marks[["low", "best", "high"]].itertuples(index=False)],
        how=_in_words(marks["stance"]),
        why=marks["left_out"].str.replace(NAMED, "", regex=True),
    )
    cells = [
        Cell("Said by", "claimant"),
        Cell("On", "said"),
        Cell("Victims", "victims"),
        Cell("Outcome", "outcome"),
        Cell("Number", "number"),
        Cell("Stance", "how"),
        Cell("Why the total leaves it out", "why"),
        Cell("Outlet", "outlet"),
    ]
    return View(
        marks.assign(by_first_day=marks["said"], by_last_day=marks["said"]),
        "The figures in the order in which they were said",
        "A line is a statement, repeats left out; the last columns say why a total does not add it, and where it stands.",
        "casualty_id",
        words(frames, "casualties", marks["casualty_id"]),
        {"kind": "table", "by": "casualty_id", "cells": cells, "top": 40, "noun": ("statement", "statements")},
        controls=[Control("counting", "Counting")],
    )


def _in_words(values: pd.Series) -> pd.Series:
    return values.astype(object).str.replace("_", " ")


def _side(side: str) -> str:
    return f" {SIDES[side]}" if side in SIDES else ""


def _statements(frames: Frames) -> pd.DataFrame:
    return with_facets(frames, compare.statements(frames), "casualties", "casualty_id")


def _count() -> Control:
    return Control("counted", "Count", "reading", first="statements", name="count")


def _readings(frames: Frames) -> pd.DataFrame:
    """The statements by every way to read vague words; ``reading`` lists the policies that a row holds for."""
    told = {policy: compare.numbers(frames, policy=policy) for policy in vocabulary.VAGUE_POLICY}
    marks = pd.concat([rows.assign(reading=policy) for policy, rows in told.items()], ignore_index=True)
    same = ["casualty_id", "low", "best", "high"]
    policies = marks.groupby(same, dropna=False, sort=False)["reading"].agg(tuple).reset_index()
    marks = marks.drop(columns="reading").drop_duplicates(same).merge(policies, on=same)
    return _largest_first(marks, ["article_id", "start"])


def _totals(frames: Frames) -> pd.DataFrame:
    """Totals of incidents, a row an incident and outcome, in the columns of statements."""
    parts = []
    for outcome in ("killed", "wounded"):
        bounds = {f"{outcome}_{b}": b for b in ("low", "best", "high")}
        rows = frames.incidents[["incident_id", "title", "grade", *bounds]].rename(columns=bounds | {"title": "label"})
        rows = rows[rows[["low", "best", "high"]].notna().any(axis=1)]
        rows = with_facets(frames, rows, "incidents", "incident_id")
        parts.append(rows.assign(outcome=outcome, by_outcome=[(outcome,)] * len(rows)))
    policies = tuple(vocabulary.VAGUE_POLICY)
    totals = pd.concat(parts, ignore_index=True)
    totals = totals.assign(counted="incidents", row=totals["incident_id"], reading=[policies] * len(totals))
    totals = totals.assign(added=ADDED["count"], source_type=None)
    return _largest_first(totals, ["label"])


def _largest_first(rows: pd.DataFrame, then: list[str]) -> pd.DataFrame:
    ordered = rows.assign(_largest=rows[["low", "best", "high"]].max(axis=1))
    ordered = ordered.sort_values(["_largest", *then], ascending=[False, *[True] * len(then)], kind="stable")
    return ordered.drop(columns="_largest").reset_index(drop=True)
