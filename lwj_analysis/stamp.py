"""The last line of a notebook and a report: what it was made from, without a clock."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lwj_analysis.store import Frames


@dataclass(frozen=True)
class Stamp:
    """One line; the same articles, code, lexicon and model give the same line."""

    line: str

    def __str__(self) -> str:
        return self.line

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<p class="stamp">{html.escape(self.line)}</p>'


def stamp(frames: Frames) -> Stamp:
    """Articles with their first and last day, package version, digests of code and lexicon, pipeline."""
    articles, made = frames.articles, frames.made_with
    days = articles["published"].dropna()
    period = f", published {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
    undated = int(articles["published"].isna().sum())
    gap = f", {undated} without a day" if undated else ""
    number = f"{len(articles)} article" + ("" if len(articles) == 1 else "s")
    corrected = f", corrections {made['corrections']}" if "corrections" in made else ""
    return Stamp(
        f"Made from {number}{period}{gap}; lwj_analysis {made.get('lwj_analysis', '?')} (code {made.get('code', '?')}, "
        f"lexicon {made.get('lexicon', '?')}{corrected}); spaCy {made.get('spacy', '?')}, {made.get('model', '?')}."
    )
