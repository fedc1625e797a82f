"""Who is named, with whom, and what they do to each other: the figures on actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import compare, countries, plots
from lwj_analysis.explore.view import INCIDENTS, View, view_of, with_facets, words
from lwj_analysis.twin import Cell, Control, Count

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

ARTICLES = Count(("article", "articles"), "article_id", "distinct")
NAMINGS = Count(("naming", "namings"), name="statements")
PAIRS = Count(("pair in a sentence", "pairs in sentences"), "pair_id", "distinct", "sentences", name="statements")
PANELS = 6


def corpus_view(frames: Frames) -> View:
    """Marks: articles. First view: all, as ``plots.articles_over_time``."""
    marks = frames.articles.assign(publisher=frames.articles["publisher"].fillna("not told"))
    marks = with_facets(frames, marks, "articles", "article_id")
    for column in [c for c in marks if c.startswith("by_") and not c.endswith("_day")]:
        marks[column] = [cell if isinstance(cell, tuple) else () for cell in marks[column]]  # a copy has none
    return View(
        marks,
        "Articles over time",
        "Bars count articles by day of publication.",
        "article_id",
        words(frames, "articles"),
        by_day(marks["published"], "published") | {"noun": ("article", "articles"), "x_label": "Day of publication"},
        plots.articles_over_time,
        own={"outlet": None},
        controls=[Control("published_basis", "How the day is known")],
    )


def actors_view(frames: Frames) -> View:
    """Marks: namings. First view: all, as ``plots.actors_by_articles``."""
    marks = compare.named(frames).sort_values(["name", "published", "start"], ignore_index=True)
    return view_of(
        frames,
        "mentions",
        marks,
        "Articles that name each actor",
        "Bars count the articles that name each actor.",
        {"kind": "bar", "x": "name", "group": "actor_type", "x_label": "Actor"},
        plots.actors_by_articles,
        own={"side": None, "country": None},
        counts=[ARTICLES, NAMINGS, INCIDENTS],
    )


def pairs_view(frames: Frames) -> View:
    """Marks: each pair of actors in a sentence, once in each direction. First view: as ``plots.pair_matrix``."""
    pairs = compare.pairs(frames)
    turned = pairs.rename(columns={"actor_a": "actor_b", "actor_b": "actor_a"})
    marks = pd.concat([pairs, turned], ignore_index=True).sort_values(["article_id", "sentence_id"], ignore_index=True)
    marks = _with_both(frames, marks)
    return View(
        marks,
        "Sentences that name two actors together",
        "A cell counts the sentences that name both actors.",
        "mention_ids",
        words(frames, "mentions"),
        {"kind": "matrix", "x": "actor_b", "y": "actor_a", "top": 12, "x_label": "With", "y_label": "Actor"},
        lambda rows: plots.pair_matrix(rows.drop_duplicates("pair_id")),
        counts=[PAIRS, ARTICLES],
    )


def ties_view(frames: Frames) -> View:
    """Marks: relations. The drawing is that of ``plots.ties``."""
    told = compare.ties(frames)
    place = {
        tuple(r): str(n)
        for n, r in enumerate(told[["subject", "relation", "object", "status"]].itertuples(index=False))
    }
    drawn = plots.drawn_ties(told)
    names = frames.actors.set_index("actor_id")["name"]
    rows = frames.relations.assign(
        subject=frames.relations["subject_id"].map(names).fillna(frames.relations["subject_id"]),
        object=frames.relations["object_id"].map(names).fillna(frames.relations["object_text"]),
        words=frames.relations["relation"].str.replace("_", " "),
    )
    rows = with_facets(frames, rows, "relations", "relation_id").dropna(subset=["by_actor"])
    keys = [place.get((r.subject, r.words, r.object, r.status)) for r in rows.itertuples()]
    marks = rows.assign(
        tie=[k if k is not None and int(k) in drawn else None for k in keys],
        label=rows["subject"]
        + " "
        + rows["words"]
        + " "
        + rows["object"]
        + rows["status"].map(lambda s: "" if s == "stated" else f" ({s})"),
    )
    return View(
        marks.sort_values("tie", key=lambda c: pd.to_numeric(c), ignore_index=True),
        "Ties that the articles state",
        "An arrow is a relation, from subject to object; it is dashed where it is alleged or former.",
        "relation_id",
        words(frames, "relations"),
        {
            "kind": "drawing",
            "x": "tie",
            "y": "label",
            "y_label": "Tie",
            "unplaced": "the figure has the 40 most told ties alone",
        },
        lambda _: plots.ties(told),
        counts=[Count(("tie told", "ties told"), name="statements"), ARTICLES],
        controls=[Control("words", "Relation"), Control("status", "How it is told")],
    )


def deeds_view(frames: Frames) -> View:
    """Marks: incidents with an initiator and a target; a line is a pair and a type, as ``compare.deeds``."""
    names = frames.actors.set_index("actor_id")["name"]
    known = frames.incidents.dropna(subset=["initiator_id", "target_id"])
    marks = known.assign(initiator=known["initiator_id"].map(names), target=known["target_id"].map(names))
    marks = marks.assign(pair=marks["initiator"] + "|" + marks["target"] + "|" + marks["event_type"])
    cells = [
        Cell("Initiator", "initiator"),
        Cell("Target", "target"),
        Cell("Event type", "event_type"),
        Cell("Incidents", "incident_id", "count"),
        Cell("Killed of the target", "killed_target_best", "sum"),
        Cell("First day", "date_start", "min"),
        Cell("Last day", "date_end", "max"),
    ]
    return view_of(
        frames,
        "incidents",
        marks.sort_values("pair", ignore_index=True),
        "Who did what to whom",
        "A line is a pair of actors and a type of event, counted in incidents.",
        {"kind": "table", "by": "pair", "cells": cells, "sort": 3, "top": 15, "noun": ("incident", "incidents")},
    )


def groups_view(frames: Frames) -> View:
    """Marks: namings of armed groups on known days, one small figure a group. First view: as ``plots.actor_periods``."""
    named = compare.named(frames)
    marks = named[named["actor_type"].eq("armed_group") & named["published"].notna()]
    chart = by_day(named["published"], "published") | {"panel": "name", "top": PANELS, "y_label": "Group"}
    return view_of(
        frames,
        "mentions",
        marks.sort_values(["published", "start"]),
        "Articles that name each armed group, over time",
        "One small figure an armed group, the most named first; a bar counts the articles of a period that name it.",
        chart | {"x_label": "Day of publication"},
        lambda _: plots.actor_periods(named),
        counts=[ARTICLES, NAMINGS, INCIDENTS],
    )


def names_view(frames: Frames) -> View:
    """Marks: namings; a line is an actor with the forms in which it occurs."""
    marks = compare.named(frames).sort_values(["name", "published", "start"], ignore_index=True)
    known = frames.actors.set_index("actor_id")["in_lexicon"]
    marks = marks.assign(
        kind=marks["actor_type"].astype(object).str.replace("_", " "),
        known=marks["actor_id"].map(known).map({True: "yes", False: "no"}),
        home=countries.names(marks["country"]),
    )
    cells = [
        Cell("Name", "name"),
        Cell("Kind", "kind"),
        Cell("Country", "home"),
        Cell("Forms in these articles", "text", "join"),
        Cell("In the lexicon", "known"),
        Cell("Namings", "mention_id", "count"),
        Cell("Articles", "article_id", "distinct"),
    ]
    return view_of(
        frames,
        "mentions",
        marks,
        "The actors of these articles",
        "A line is an actor, the one that most articles name first.",
        {"kind": "table", "by": "name", "cells": cells, "sort": 6, "noun": ("naming", "namings")},
    )


def by_day(days: pd.Series, column: str) -> dict:
    """The part of a chart that counts by days, in the step that suits them."""
    return {"kind": "bar", "x": column, "step": plots.period_of(days)}


def _with_both(frames: Frames, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs with the values of the namings of both."""
    first = pairs["mention_ids"].str.split("; ").map(lambda ids: ids[0])
    last = pairs["mention_ids"].str.split("; ").map(lambda ids: ids[-1])
    one, other = (with_facets(frames, pd.DataFrame({"m": ids}), "mentions", "m") for ids in (first, last))
    columns = {}
    for name in (c for c in one if c.startswith("by_")):
        both = zip(one[name], other[name], strict=True)
        columns[name] = one[name] if name.endswith("_day") else [tuple(sorted({*a, *b})) for a, b in both]
    return pairs.assign(**columns)
