"""The scorecard of the corrections: of the rows that somebody judged, how many the reading had right."""

from __future__ import annotations

from IPython.display import HTML

from lwj_analysis import corrections, store
from lwj_analysis.forms.pieces import note, page, table

NOBODY = (
    "Nobody has judged a row yet. Confirm what is right and correct what is wrong in a few articles: then the shares of right "
    "and found rows stand here, by kind of row and by rule."
)
MEANS = (
    "n counts the rows that you judged; precision is the share of rows that are right, recall the share of what should be "
    "there. They are of the judged rows and no estimate for the others."
)


def scorecard(frames: store.Frames) -> HTML:
    """Precision and recall by frame and rule, of the same articles read without any correction."""
    if frames.book is None or not frames.book.holding:
        return page(note(NOBODY))
    if frames.hidden:
        return page(note("Not shown where names are blacked out: the corrections would have to be compared with them."))
    if frames.origin is None:
        return page(note("These frames were read from disk; load the articles to see the scorecard."))
    plain = store.load(frames.origin.sources, **frames.origin.options | {"corrections": ""})
    try:
        card = corrections.scorecard(plain.tables, frames.book)
    except ValueError:
        return page(note(NOBODY))
    left = card.attrs["not judged"]
    more = f" {left} lines judge nothing here: stale, in conflict, wrong, or of other articles." if left else ""
    return page(table(card), note(MEANS + more))
