"""Where the accounts agree and differ: the figures on claimants and their claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import compare, plots
from lwj_analysis.evidence import frame_of
from lwj_analysis.explore.statements import RANGES, STATEMENTS, _readings
from lwj_analysis.explore.view import INCIDENTS, View, view_of, with_facets, words
from lwj_analysis.schema import FRAMES
from lwj_analysis.twin import Cell, Control

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

INCIDENT_NOUN = ("incident", "incidents")
ANOTHER = "another source"
NOUNS = {"mentions": ("naming", "namings"), "casualties": ("statement", "statements")}


def origins_view(frames: Frames) -> View:
    """Marks: incidents. First view: as ``plots.incidents_by_origins``."""
    marks = frames.incidents.sort_values("n_origins", kind="stable").assign(
        origins=lambda d: d["n_origins"].astype(str)
    )
    return view_of(
        frames,
        "incidents",
        marks,
        "Incidents by number of origins (who repeats another is not counted)",
        "A bar counts incidents by how many claimants speak of them who do not merely pass on what another said.",
        {"kind": "bar", "x": "origins", "order": "given", "x_label": "Origins", "noun": INCIDENT_NOUN},
        plots.incidents_by_origins,
        controls=[Control("grade", "Grade")],
    )


def differences_view(frames: Frames) -> View:
    """Marks: sides of incidents on which claimants differ. First view: as ``plots.differences``."""
    marks = _apart(frames)
    shown = marks[marks["lowest"].gt(0)].reset_index(drop=True)
    notes = [f"{r.lowest} ({r.lowest_by}) to {r.highest} ({r.highest_by})" for r in shown.itertuples()]
    return View(
        shown.assign(note=notes, ends=[None] * len(shown)),
        "Killed: the lowest and the highest figure, and whose they are",
        "One line a side of an incident, from the lowest figure to the highest, both ends named; the scale is logarithmic.",
        "incident_id",
        words(frames, "incidents", shown["incident_id"]),
        {"kind": "range", "y": "incident", "low": "lowest", "best": "ends", "high": "highest", "group": "victim_side"}
        | {
            "note": "note",
            "order": "given",
            "scale": "log",
            "top": 12,
            "x_label": "people (logarithmic)",
            "y_label": "Incident",
        }
        | {"noun": ("difference", "differences")},
        lambda rows: plots.differences(rows),
        controls=[Control("victim_side", "Side of the victims")],
    )


def gaps_view(frames: Frames) -> View:
    """Marks: sides of incidents on which claimants differ; a table as ``compare.differences``."""
    marks = _apart(frames)
    marks = marks.assign(
        line=[str(n) for n in range(len(marks))], together=marks["meet"].map({True: "yes", False: "no"})
    )
    cells = [
        Cell("Incident", "incident"),
        Cell("Side", "victim_side"),
        Cell("Claimants", "claimants"),
        Cell("Lowest", "lowest"),
        Cell("By", "lowest_by"),
        Cell("Highest", "highest"),
        Cell("By", "highest_by"),
        Cell("Gap (people)", "gap"),
        Cell("Ratio", "rounded"),
        Cell("Ranges meet", "together"),
    ]
    return View(
        marks.assign(rounded=marks["ratio"].astype(float).round(2)),
        "By how much claimants differ",
        "A line is a side of an incident, the largest ratio first; the last column says whether all ranges share a number.",
        "incident_id",
        words(frames, "incidents", marks["incident_id"]),
        {"kind": "table", "by": "line", "cells": cells, "top": 12, "noun": ("difference", "differences")},
        controls=[Control("together", "Ranges meet")],
    )


def sources_view(frames: Frames) -> View:
    """Marks: numbers of killed on incidents with several claimants. First view: as ``compare.most_disputed``."""
    told, apart = _readings(frames), compare.differences(frames)
    kept = told["outcome"].eq("killed") & told["counting"].eq("count") & told["stance"].ne("denies")
    told = told[kept & told["incident_id"].isin(apart["incident_id"])]
    marks = told.sort_values(["incident", "published", "start"], kind="stable", ignore_index=True)
    return view_of(
        frames,
        "casualties",
        marks,
        "Killed, by who says so",
        "One line a statement of the incident’s dead, from its lowest to its highest number.",
        RANGES | {"x_label": "killed"},
        lambda rows: plots.ranges(rows, title="Killed, by who says so"),
        controls=[
            Control("incident", "Incident", first=apart["incident"].iloc[0] if len(apart) else None),
            Control("claimant", "One claimant", "either"),
            Control("claimant", "Beside", "either"),
        ],
        counts=[STATEMENTS],
    )


def inflation_view(frames: Frames) -> View:
    """Marks: parties' claims of the other side's dead. First view: as ``plots.inflation``."""
    claims = compare.inflation(frames)
    known = claims[claims["ratio"].gt(0).fillna(False)].sort_values(["ratio", "party"], ascending=[False, True])
    known = known.reset_index(drop=True)
    line = known["party"] + ", " + known["incident"]
    twice = line.duplicated(keep=False)  # claims of the dead of two sides each have a line of their own
    marks = known.assign(
        line=line.mask(twice, line + ": " + known["claimed"].astype(str) + " dead"),
        times=[float(f"{ratio:.3g}") for ratio in known["ratio"]],  # the smallest ratio, too, is more than 0
        whose=known["other_is"].replace("third", ANOTHER),
        note=[f"{r.claimed} against {r.other} ({r.other_by})" for r in known.itertuples()],
    )
    return view_of(
        frames,
        "incidents",
        marks,
        "A party’s claim of the other side’s dead, over another’s figure",
        "A dot is a claim: its dead over the figure of the side that lost them, or of another source; at the line both agree.",
        {
            "kind": "dot",
            "x": "times",
            "y": "line",
            "group": "whose",
            "note": "note",
            "reference": 1.0,
            "scale": "log",
        }
        | {
            "order": "given",
            "families": {ANOTHER: "media", "side that lost them": "plain"},
            "noun": ("claim", "claims"),
        }
        | {"x_label": "Ratio (logarithmic; 1: the same number)", "y_label": "Who claims, on which incident"},
        lambda _: plots.inflation(claims),
        controls=[Control("party", "Party"), Control("whose", "Whose figure stands against it")],
    )


def ratios_view(frames: Frames) -> View:
    """Marks: parties' claims of the other side's dead; a line a party and year, as ``compare.inflation_by_party``."""
    claims = compare.inflation(frames).dropna(subset=["ratio"])
    year = claims["day"].dt.year.astype("Int64").astype(str).where(claims["day"].notna(), "undated")
    marks = claims.assign(year=year, ratio=claims["ratio"].astype(float).round(2), line=claims["party"] + "|" + year)
    cells = [
        Cell("Party", "party"),
        Cell("Year", "year"),
        Cell("Claims", "incident_id", "count"),
        Cell("Median ratio", "ratio", "median"),
        Cell("Lowest", "ratio", "min"),
        Cell("Highest", "ratio", "max"),
    ]
    return view_of(
        frames,
        "incidents",
        marks.sort_values("line", ignore_index=True),
        "Ratios by party and year",
        "A line is a party and a year: its claims of the other side’s dead over the figures of that side or of a third.",
        {"kind": "table", "by": "line", "cells": cells, "noun": ("claim", "claims")},
    )


def omissions_view(frames: Frames) -> View:
    """Marks: articles on incidents that another article tells too; a table as ``compare.omissions``."""
    told = compare.omissions(frames)
    titles = frames.articles.set_index("article_id")["title"]
    marks = told.assign(line=told["incident_id"] + "|" + told["article_id"], title=told["article_id"].map(titles))
    cells = [
        Cell("Incident", "incident"),
        Cell("Article", "title"),
        Cell("Outlet", "outlet"),
        Cell("Tells", "tells"),
        Cell("Leaves out", "leaves_out"),
    ]
    return view_of(
        frames,
        "incidents",
        marks,
        "What each article leaves out",
        "A line is an article on an incident that another article tells too.",
        {
            "kind": "table",
            "by": "line",
            "cells": cells,
            "top": 15,
            "noun": ("article on an incident", "articles on incidents"),
        },
    )


def stances_view(frames: Frames) -> View:
    """Marks: claims. First view: as ``plots.stances_by_source``."""
    claims = compare.said(frames)
    words_of = claims["stance"].astype(object).str.replace("_", " ")
    marks = claims.assign(how=pd.Categorical(words_of, list(plots.STANCE_COLOURS)))
    return view_of(
        frames,
        "claims",
        marks,
        "Claims by who speaks and how",
        "A bar counts the claims of one kind of speaker by stance.",
        {"kind": "bar", "x": "source_type", "group": "how", "families": plots.STANCE_COLOURS, "x_label": "Who speaks"},
        lambda _: plots.stances_by_source(claims),
        own={"claimant": None},
        controls=[Control("how", "How it is said")],
        counts=[STATEMENTS, INCIDENTS],
    )


def contradictions_view(frames: Frames) -> View:
    """Marks: claims that deny or dispute another's account; a table with the word that tells it."""
    told = compare.said(frames)
    told = told[told["stance"].isin(["denies", "disputes"])].reset_index(drop=True)
    names = frames.actors.set_index("actor_id")["name"]
    marks = told.assign(about=told["about_id"].map(names))
    cells = [
        Cell("Claimant", "claimant"),
        Cell("Stance", "stance"),
        Cell("Word", "cue"),
        Cell("About", "about"),
        Cell("What is denied or disputed", "text"),
    ]
    return view_of(
        frames,
        "claims",
        marks,
        "Denials and disputes",
        "A line is a claim that denies or disputes what another says, with the word that tells it.",
        {"kind": "table", "by": "claim_id", "cells": cells, "top": 15, "noun": ("claim", "claims")},
        controls=[Control("stance", "Stance")],
    )


def sentences_view(frames: Frames, *rows: pd.DataFrame) -> View:
    """Marks: rows of one frame or of several, in the order of the text; no figure, their sentences alone."""
    parts, told, nouns = [], [], []
    for its in rows:
        name = frame_of(its)
        key = FRAMES[name].key
        part = with_facets(frames, its[[key, "article_id", "sentence_id", "start"]], name, key).dropna(
            subset=["by_actor"]
        )
        parts.append(part.rename(columns={key: "row"}))
        told.append(words(frames, name, its[key]))
        nouns.append(NOUNS.get(name, (name[:-1], name)))
    marks = pd.concat(parts).sort_values(["article_id", "start"], kind="stable", ignore_index=True)
    return View(
        marks,
        "The sentences",
        "Each sentence once, in the order of the articles and of the text.",
        "row",
        pd.concat(told),
        {"kind": "list", "noun": nouns[0] if len(set(nouns)) == 1 else ("row", "rows")},
    )


def _apart(frames: Frames) -> pd.DataFrame:
    return with_facets(frames, compare.differences(frames), "incidents", "incident_id")
