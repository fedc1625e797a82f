"""What each frame promises: grain, columns, types, values and keys; checked where a frame is born.

One line a column. Text columns have pandas' ``str`` type, whole numbers ``Int64``, days ``datetime64[ns]`` without zone;
what is missing is NA. The codebook in ``docs/codebook.md`` is made from this file and ``vocabulary.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pandera.pandas as pa

from lwj_analysis import vocabulary as v
from lwj_analysis.errors import LwjError

TEXT = pd.StringDtype(na_value=np.nan)  # of pandas 3; by its name pandera would look at every value
TYPES = {"text": TEXT, "whole": pd.Int64Dtype(), "number": float, "day": "datetime64[ns]", "truth": pd.BooleanDtype()}


class FrameError(LwjError, ValueError):
    """A table that breaks its promise; names the frame, the column and the values."""


@dataclass(frozen=True)
class Column:
    """A column: its name, what it says, an example, its type and the values it may have."""

    name: str
    says: str
    example: str = ""
    type: str = "text"
    values: dict | None = None
    required: bool = False
    several: bool = False  # values joined with "; "


@dataclass(frozen=True)
class Frame:
    """A frame: its name, what one row is, its key and its columns."""

    name: str
    grain: str
    key: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> list[str]:
        """Column names in their order."""
        return [c.name for c in self.columns]

    @cached_property
    def model(self) -> pa.DataFrameSchema:
        """The pandera schema that checks it."""
        columns = {
            c.name: pa.Column(TYPES[c.type], _checks(c), nullable=not c.required, coerce=True) for c in self.columns
        }
        return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=self.key.split("+"), name=self.name)

    def check(self, df: pd.DataFrame) -> pd.DataFrame:
        """Return ``df`` with the promised types. Raises FrameError that names column and values."""
        try:
            return self.model.validate(df.reset_index(drop=True), lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases[["column", "check", "failure_case"]].astype(str).drop_duplicates().head(10)
            lines = [f"{self.name}.{c}: {k}: {x}" for c, k, x in cases.itertuples(index=False)]
            raise FrameError("\n".join(lines)) from None

    def empty(self) -> pd.DataFrame:
        """The frame without rows, typed."""
        return self.born([])

    def born(self, rows: Iterable[dict]) -> pd.DataFrame:
        """Make the checked frame from row dictionaries; columns that a row lacks are NA."""
        return self.check(self.typed(rows))

    def typed(self, rows: Iterable[dict]) -> pd.DataFrame:
        """The frame of row dictionaries with the promised types; whoever puts it together with others checks the whole."""
        rows = list(rows)
        if unknown := {k for row in rows for k in row} - set(self.names):
            raise FrameError(f"{self.name}: unknown columns {sorted(unknown)}")
        df = pd.DataFrame(rows, columns=self.names)
        try:
            return df.astype({c.name: TYPES[c.type] for c in self.columns})
        except (TypeError, ValueError):
            return self.check(df)  # says which value it is


def _checks(column: Column) -> list[pa.Check]:
    if column.values is None:
        return []
    if column.several:
        allowed = set(column.values)
        return [
            pa.Check(lambda s: s.str.split("; ").map(lambda parts: set(parts) <= allowed), name=f"in {sorted(allowed)}")
        ]
    return [pa.Check.isin(list(column.values))]


def _c(
    name: str, says: str, example: object = "", type: str = "text", values: dict | None = None, **more: bool
) -> Column:
    return Column(name, says, str(example), type, values, **more)


def _id(name: str, says: str, example: str) -> Column:
    return Column(name, says, example, required=True)


ARTICLE = _id("article_id", "The article the row comes from.", "3f2a9c01b7de")
SENTENCE = _c("sentence_id", "The sentence, counted from 0 within the article; the title is 0.", 4, "whole")
SPAN = (
    _c(
        "start", "First character of the words in `articles.text`, counted in Unicode code points from 0.", 210, "whole"
    ),
    _c("end", "One past the last character.", 226, "whole"),
    _c("text", "The words: `articles.text[start:end]`.", "French soldiers"),
)
WHERE = (ARTICLE, SENTENCE, *SPAN)
DAYS = (
    _c("date_start", "First day, included.", "2017-04-05", "day"),
    _c("date_end", "Last day, included.", "2017-04-05", "day"),
)
DATE_PREC = _c("date_prec", "UCDP's date precision: 1 day, 2 two to six days, 3 week, 4 month, 5 longer.", 1, "whole",
               {1: "day", 2: "2-6 days", 3: "week", 4: "month", 5: "longer"})  # fmt: skip
POINT = (
    _c("latitude", "Degrees north (WGS 84); NA where only an area is known.", "17.0", "number"),
    _c("longitude", "Degrees east (WGS 84).", "-1.0", "number"),
)
WHERE_PREC = _c("where_prec", "UCDP's place precision: 1 exact, 2 near, 3 district, 4 province, 5 fuzzy region, 6 country, "
                "7 sea or air.", 2, "whole", {1: "exact", 2: "near", 3: "ADM2", 4: "ADM1", 5: "fuzzy", 6: "country", 7: "sea or air"})  # fmt: skip
RULE = _c("rule", "The rule that made the row.", "passive")
CORRECTION = _c(
    "correction",
    "The corrections laid over the row, joined with `; `; NA where it is as it was read.",
    "correct-5e1f09ab",
)


def _totals(*outcomes: str) -> tuple[Column, ...]:
    """Low, preferred and high number of each outcome."""
    return tuple(
        _c(
            f"{what}_{bound}",
            f"{meaning} number of {what}, both sides and civilians, the initiator's own included.",
            1,
            "whole",
        )
        for what in outcomes
        for bound, meaning in (("low", "Lowest"), ("best", "Preferred"), ("high", "Highest"))
    )


FRAMES: dict[str, Frame] = {
    f.name: f
    for f in (
        Frame("articles", "an article", "article_id", (
            ARTICLE,
            _c("title", "The headline.", "Two soldiers die in raid on northern camp"),
            _c("authors", "Authors, joined with `; `.", "A. Writer; B. Writer"),
            _c("publisher", "Who publishes it.", "lwj_analysis sample"),
            _c("url", "Its address.", "https://example.org/2017/04/raid.html"),
            _c("published", "Day of publication.", "2017-04-06", "day"),
            _c("published_basis", "How the day is known.", "metadata", values=v.PUBLISHED_BASIS),
            _c("published_evidence", "The clues for the day.", "front matter: published"),
            _c("language", "ISO 639-1 code.", "en"),
            _c("tags", "The article's own tags, joined with `; `.", "Mali; JNIM"),
            _c("text", "The cleaned text: title, empty line, paragraphs with empty lines between.", "Two soldiers die ..."),
            _c("n_words", "Words in the text.", 389, "whole"),
            _c("n_cut_words", "Words cut as no part of the article; `problems` has them with the reason.", 57, "whole"),
            _c("source_path", "Where it was read from.", "data/articles/briefs.csv"),
            _c("sha256", "SHA-256 of the text, hexadecimal.", "9d5e..."),
            _c("duplicate_of", "The article this one nearly copies; no total counts it.", "77aa01c2d3e4"),
        )),
        Frame("sentences", "a sentence", "article_id+sentence_id", (
            ARTICLE, SENTENCE, _c("paragraph", "The paragraph, counted from 0; the title is 0.", 2, "whole"), *SPAN,
        )),
        Frame("mentions", "one naming of an actor", "mention_id", (
            _id("mention_id", "The naming.", "3f2a9c01b7de:m7"), *WHERE,
            _c("actor_id", "The actor named.", "jnim"),
            _c("basis", "How it was recognised.", "lexicon", values=v.BASIS),
            CORRECTION,
        )),
        Frame("actors", "an actor, over all articles", "actor_id", (
            _id("actor_id", "The lexicon's key, or made by a rule.", "jnim"),
            _c("name", "Its usual name.", "Group for Support of Islam and Muslims"),
            _c("actor_type", "What kind of actor.", "armed_group", values=v.ACTOR_TYPE),
            _c("acled_inter", "ACLED's code at home: 1 state forces, 2 rebel group, 3 political militia, 4 identity militia, "
               "5 rioters, 6 protesters, 7 civilians, 8 external or other forces.", 2, "whole", dict.fromkeys(range(1, 9), "")),
            _c("country", "ISO 3166-1 alpha-3 of its home.", "MLI"),
            _c("parent_id", "The actor it is a part of.", "al-qaeda"),
            _c("aliases", "Forms seen in these articles, joined with `; `.", "JNIM; GSIM"),
            _c("in_lexicon", "Whether a lexicon or a country rule knows it.", True, "truth"),
            _c("n_mentions", "Namings.", 12, "whole"),
            _c("n_articles", "Articles that name it.", 3, "whole"),
            _c("first_published", "Earliest publication that names it.", "2019-10-04", "day"),
            _c("last_published", "Latest.", "2019-10-19", "day"),
        )),
        Frame("relations", "a stated tie between two actors, or an actor and a place", "relation_id", (
            _id("relation_id", "The statement.", "3f2a9c01b7de:r1"), *WHERE,
            _c("subject_id", "The actor it is about.", "jnim"),
            _c("relation", "The tie.", "part_of", values=v.RELATION),
            _c("object_id", "The other actor; NA for a place.", "al-qaeda"),
            _c("object_text", "The other end in words.", "al Qaeda"),
            _c("status", "How firmly it is said.", "stated", values=v.RELATION_STATUS),
            _c("source_id", "Who says so, if an actor is named.", "rfi"),
            CORRECTION,
        )),
        Frame("dates", "a time expression", "date_id", (
            _id("date_id", "The expression.", "3f2a9c01b7de:d2"), *WHERE,
            _c("timex_type", "TIMEX3 type.", "DATE", values=v.TIMEX_TYPE),
            _c("timex_value", "TIMEX3 value; unknown parts are X.", "2017-04-05"),
            _c("timex_mod", "TIMEX3 modifier.", "APPROX"),
            *DAYS, DATE_PREC,
            _c("time_precision", "ACLED's time precision: 1 day, 2 week, 3 month.", 1, "whole", {1: "day", 2: "week", 3: "month"}),
            _c("anchor", "What it was counted from.", "published", values=v.ANCHOR),
            RULE,
            CORRECTION,
        )),
        Frame("places", "one naming of a place", "place_mention_id", (
            _id("place_mention_id", "The naming.", "3f2a9c01b7de:p3"), *WHERE,
            _c("name", "The place's usual name.", "Douna"),
            _c("kind", "What it is.", "town"),
            _c("country", "ISO 3166-1 alpha-3; NA where several countries are possible.", "MLI"),
            _c("admin1", "First-order division.", "Mopti"),
            *POINT, WHERE_PREC,
            _c("geonameid", "GeoNames number.", "2459000"),
            CORRECTION,
        )),
        Frame("events", "a distinct event as one article tells it", "event_id", (
            _id("event_id", "The event.", "3f2a9c01b7de:e1"), *WHERE,
            _c("event_type", "ACLED's event type.", "Battles", values=v.EVENT_TYPE),
            _c("sub_event_type", "ACLED's sub-event type.", "Armed clash", values=v.SUB_EVENT_TYPE),
            _c("initiator_id", "Who claims it, else whom the outlet names; NA where there are only allegations.", "jnim"),
            _c("initiator_text", "The initiator in words.", "gunmen"),
            _c("target_id", "Who was attacked.", "fra:state_force"),
            _c("target_text", "The target in words.", "a convoy of French engineers"),
            *DAYS, DATE_PREC,
            _c("place", "Where, in the article's words.", "Douna"),
            _c("place_mention_id", "The naming of that place.", "3f2a9c01b7de:p3"),
            _c("country", "ISO 3166-1 alpha-3.", "MLI"),
            *POINT, WHERE_PREC,
            _c("weapons", "Weapons named, joined with `; `.", "IED; small arms"),
            _c("claimed_by_id", "Who claims it.", "jnim"),
            _c("status", "How firmly it is told.", "confirmed", values=v.EVENT_STATUS),
            _c("source_id", "Who tells it, if an actor is named.", "fra:government"),
            _c("parent_event_id", "The event that the text tells as the whole of it.", "3f2a9c01b7de:e0"),
            _c("incident_id", "The incident, over all articles.", "3f2a9c01b7de:e0"),
            RULE,
            CORRECTION,
        )),
        Frame("event_mentions", "one telling of an event", "event_mention_id", (
            _id("event_mention_id", "The telling.", "3f2a9c01b7de:t4"),
            _c("event_id", "The event.", "3f2a9c01b7de:e1"), *WHERE,
        )),
        Frame("casualties", "one statement of one count", "casualty_id", (
            _id("casualty_id", "The statement.", "3f2a9c01b7de:c1"), ARTICLE,
            _c("event_id", "The event it belongs to; NA where it covers several.", "3f2a9c01b7de:e1"),
            _c("incident_id", "The incident it belongs to.", "3f2a9c01b7de:e0"),
            _c("claim_id", "The claim it stands in.", "3f2a9c01b7de:s2"), SENTENCE, *SPAN,
            _c("victim_text", "The victims in words.", "two others"),
            _c("victim_id", "The actor they belong to.", "fra:state_force"),
            _c("victim_class", "What they are.", "state", values=v.VICTIM_CLASS),
            _c("victim_side", "Which side of the event they were on.", "target", values=v.VICTIM_SIDE),
            _c("victim_tags", "What else is said of them, joined with `; `.", "women; children", values=v.VICTIM_TAG, several=True),
            _c("outcome", "What happened to them.", "wounded", values=v.OUTCOME),
            _c("low", "Lowest number; NA is open.", 2, "whole"),
            _c("best", "The number said.", 2, "whole"),
            _c("high", "Highest number; NA is open.", 2, "whole"),
            _c("quantifier", "How the number is hedged.", "at_least", values=v.QUANTIFIER),
            _c("counting", "Whether totals add it.", "count", values=v.COUNTING),
            _c("of_id", "The row it repeats or is part of.", "3f2a9c01b7de:c0"),
            _c("source_id", "Who says so, if an actor is named.", "jnim"),
            _c("source_text", "Who says so, in words; `article` is the publisher.", "two officials"),
            _c("source_type", "What kind of source.", "outlet", values=v.SOURCE_TYPE),
            _c("stance", "How it is said.", "asserts", values=v.STANCE),
            RULE,
            _c("left_out", "Why the preferred totals of its incident do not add it; NA where they do.", "the same figure again"),
            CORRECTION,
        )),
        Frame("claims", "something somebody is given as the source of", "claim_id", (
            _id("claim_id", "The claim.", "3f2a9c01b7de:s2"), *WHERE,
            _c("source_id", "Who says so, if an actor is named.", "jnim"),
            _c("source_text", "Who says so, in words.", "The statement"),
            _c("source_start", "First character of the source's words.", 180, "whole"),
            _c("source_end", "One past the last.", 193, "whole"),
            _c("via_id", "Who passed it on, if an actor is named.", "afp"),
            _c("via_text", "Who passed it on, in words.", "AFP"),
            _c("about_id", "The other actor it blames, credits, confirms, denies or disputes.", "ansaroul-islam"),
            _c("source_type", "What kind of source.", "militant", values=v.SOURCE_TYPE),
            _c("cue", "The words that attribute it.", "said that"),
            _c("cue_start", "First character of the cue.", 194, "whole"),
            _c("cue_end", "One past the last.", 198, "whole"),
            _c("stance", "How it is said.", "asserts", values=v.STANCE),
            _c("quoted", "Whether in quotation marks.", "indirect", values=v.QUOTED),
            _c("rule", "The table of cues.toml, the construction, and what turned the table's stance, if anything did.",
               "say:clause:own_losses"),
            _c("event_id", "The event it is about.", "3f2a9c01b7de:e1"),
            _c("incident_id", "The incident it is about.", "3f2a9c01b7de:e0"),
            CORRECTION,
        )),
        Frame("numbers", "one number in the text", "number_id", (
            _id("number_id", "The number.", "3f2a9c01b7de:n5"), *WHERE,
            _c("low", "Lowest reading; NA is open.", 150, "whole"),
            _c("best", "The number said.", 175, "whole"),
            _c("high", "Highest reading; NA is open.", 200, "whole"),
            _c("quantifier", "How it is hedged.", "range", values=v.QUANTIFIER),
            _c("role", "What it counts.", "strength", values=v.ROLE),
            _c("casualty_id", "The statement it belongs to.", "3f2a9c01b7de:c1"),
            CORRECTION,
        )),
        Frame("incidents", "an incident, over all articles that tell of it", "incident_id", (
            _id("incident_id", "The id of its earliest event.", "3f2a9c01b7de:e0"),
            _c("title", "A line made of type, place and day.", "Armed clash at Douna, 2017-04-05"),
            *DAYS, DATE_PREC,
            _c("place", "Where, in words.", "Douna"),
            _c("country", "ISO 3166-1 alpha-3.", "MLI"), *POINT,
            _c("event_type", "ACLED's event type.", "Battles", values=v.EVENT_TYPE),
            _c("sub_event_type", "ACLED's sub-event type.", "Armed clash", values=v.SUB_EVENT_TYPE),
            _c("initiator_id", "Who began it.", "jnim"),
            _c("target_id", "Who was attacked.", "fra:state_force"),
            _c("n_articles", "Articles that tell of it.", 3, "whole"),
            _c("n_sources", "All who are cited or publish.", 7, "whole"),
            _c("n_origins", "Innermost claimants; who repeats another is not counted.", 5, "whole"),
            *_totals("killed", "wounded"),
            *(_c(f"killed_{side}_best", f"Preferred number of killed: {words}.", 1, "whole") for side, words in (
                ("initiator", "the initiator's own"), ("target", "the side attacked"),
                ("civilian", "civilians"), ("unknown", "side not told"))),
            _c("killed_best_source", "Whose figures the preferred numbers of killed are.", "Burundi's army"),
            *_totals("captured", "abducted", "missing"),
            _c("agreement", "Whether the claimants' numbers of killed meet.", "differ", values=v.AGREEMENT),
            _c("grade", "How well it is established.", "confirmed", values=v.GRADE),
            _c("grade_reason", "Why this grade, in words.", "claimed by JNIM, told by France's army"),
            _c("merged_because", "What made several articles' tellings one incident, joined with `; `; NA where one article tells it.",
               "a1 and b2: days overlap, same place (Douna)"),
            _c("correction", "The corrections of its events and casualties, joined with `; `.", "join-5e1f09ab"),
        )),
        Frame("problems", "something the reader should know was not understood", "problem_id", (
            _id("problem_id", "The problem.", "problem-3"),
            _c("source_path", "The file or address.", "articles/broken.jsonl"),
            _c("line", "Line or row in that file, counted from 1.", 7, "whole"),
            _c("article_id", "The article, if it was read.", "3f2a9c01b7de"), SENTENCE,
            _c("start", "First character of the words, if any.", 10, "whole"),
            _c("end", "One past the last.", 18, "whole"),
            _c("kind", "What kind of problem.", "date", values=v.PROBLEM_KIND),
            _c("detail", "What is wrong, naming the value.", "published '2019-13-45' is no date"),
        )),
    )
}  # fmt: skip
