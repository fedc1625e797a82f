"""Tables and sentences of a notebook that stay as they are: whole sentences in cells, marks on the words, all escaped."""

from __future__ import annotations

import html
import re
from typing import Any

import pandas as pd
from IPython.display import HTML

from lwj_analysis import countries, plots
from lwj_analysis.schema import FRAMES

KEYS = {"article_id", "incident_id", "casualty_id", "claim_id", "event_id", "relation_id", "problem_id"}
CODED = {c.name for frame in FRAMES.values() for c in frame.columns if c.type == "text" and c.values}  # one of a list
MOST_SENTENCES = 10
MOST_ON_A_LINE = 16  # characters
# JupyterLab sets cells to the right, as for numbers; reports have their own style and drop this one.
LEFT = (
    "<style scoped>table.words :is(td, th) { text-align: left !important; vertical-align: top !important }"
    ".words .day { white-space: nowrap }"
    ".widget-html-content table.words :is(td, th) { padding: 0.2em 0.8em 0.2em 0; line-height: 1.5 }</style>"
)
ONLY_DAY = re.compile(r"<td>(\d{4}-\d\d-\d\d)</td>")
DAY = re.compile(r"(?<!>)\b\d{4}-\d\d-\d\d\b|\b\d{4}-\d\d-\d\d\b(?!<)")  # a day among other words of a cell


def table(rows: pd.DataFrame) -> HTML:
    """A frame as a table with whole sentences in its cells; what is missing is blank, ids of rows are left out."""
    own = [c for c in rows.columns if c in KEYS]
    return HTML(_table(rows.drop(columns=own)))


def quotes(evidence: pd.DataFrame, *, most: int = MOST_SENTENCES) -> HTML:
    """Sentences as of ``frames.evidence`` with their words marked, each once, in the order of the rows."""
    told = evidence[evidence["sentence"].notna()].drop_duplicates(["article_id", "sentence_id"])
    return HTML("".join(_sentence(s) for s in told.head(most).itertuples()) or f"<p>{plots.NOTHING}</p>")


def _table(rows: pd.DataFrame) -> str:
    if rows.empty:
        return f"<p>{plots.NOTHING}</p>"
    days = {c: rows[c].dt.strftime("%Y-%m-%d") for c in rows.select_dtypes("datetime")}
    numbers = {c: rows[c].round(2) for c in rows.select_dtypes("float")}
    plain = rows.assign(**days, **numbers, **_in_words(rows)).astype(object).where(rows.notna(), "").map(_unbroken)
    with pd.option_context("display.max_colwidth", None):
        head, found, body = plain.to_html(index=False, border=0, classes="words").partition("</thead>")
    body = ONLY_DAY.sub(r'<td class="day">\1</td>', DAY.sub(r'<span class="day">\g<0></span>', body))
    return LEFT + head.replace("_", " ") + found + body


def _in_words(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns of codes as a reader knows them: countries by name, values of our lists without underlines."""
    values = {c: rows[c].astype(object).str.replace("_", " ") for c in rows.columns.intersection(sorted(CODED))}
    return values | ({"country": countries.names(rows["country"])} if "country" in rows else {})


def _unbroken(cell: object) -> object:
    """Short words stay on one line: a name of a place, '23 to 118' and 'best 96'."""
    if not isinstance(cell, str):
        return cell
    return ", ".join(part.replace(" ", "\u00a0") if len(part) <= MOST_ON_A_LINE else part for part in cell.split(", "))


def _sentence(row: Any) -> str:
    text, escape = row.sentence, html.escape
    start, end = (0 if pd.isna(m) else int(m) for m in (row.mark_start, row.mark_end))
    marked = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    day = "" if pd.isna(row.published) else f", {row.published:%Y-%m-%d}"
    return f"<blockquote>{marked}<br><small>{escape(str(row.title))}{day}</small></blockquote>"
