"""A flat table for spreadsheets: one row a statement of a number of victims, or a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import compare

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

# fmt: off
COLUMNS = (
    "row_is", "row_id", "incident", "first_day", "last_day", "date_prec", "place", "country", "event_type", "sub_event_type",
    "initiator", "target", "grade", "claimant", "source_type", "passed_on_by", "stance", "outcome", "victims", "victim_class",
    "victim_side", "low", "best", "high", "quantifier", "counting", "left_out", "words", "sentence", "title", "address",
    "published", "outlet", "incident_id", "event_id", "article_id", "sentence_id",
)
# fmt: on
WHOLE = {"date_prec", "low", "best", "high", "sentence_id"}
INCIDENT = ["title", "date_start", "date_end", "date_prec", "place", "country", "event_type", "sub_event_type", "grade"]


def statements(frames: Frames) -> pd.DataFrame:
    """Numbers and claims in the order of the articles and their sentences; near copies of articles are left out."""
    counted = frames.casualties.assign(row_is="number", row_id=frames.casualties["casualty_id"])
    passed_on = frames.claims.set_index("claim_id")["via_text"]
    counted = counted.assign(via_text=counted["claim_id"].map(passed_on), victims=counted["victim_text"])
    claimed = frames.claims.assign(row_is="claim", row_id=frames.claims["claim_id"])
    rows = pd.concat([counted, claimed], ignore_index=True)
    first_hand = frames.articles[frames.articles["duplicate_of"].isna()]
    names = frames.actors.set_index("actor_id")["name"]
    sides = {side: frames.incidents[f"{side}_id"].map(names) for side in ("initiator", "target")}
    incidents = frames.incidents[["incident_id", *INCIDENT]].assign(**sides).rename(columns={"title": "incident"})
    sentences = frames.sentences[["article_id", "sentence_id", "text"]].rename(columns={"text": "sentence"})
    return (
        rows.assign(claimant=compare.claimant(rows, frames.actors))
        .merge(first_hand[["article_id", "title", "url", "published", "publisher"]], on="article_id")
        .merge(incidents, on="incident_id", how="left")
        .merge(sentences, on=["article_id", "sentence_id"], how="left")
        .rename(
            columns={
                "date_start": "first_day",
                "date_end": "last_day",
                "via_text": "passed_on_by",
                "text": "words",
                "url": "address",
                "publisher": "outlet",
            }
        )
        .sort_values(["published", "article_id", "start", "row_is"], kind="stable")
        .reindex(columns=list(COLUMNS))
        .reset_index(drop=True)
    )
