"""Why a row is there: its sentence with the words marked, and each step from the words to the row, with its reason.

``explanation`` says it in lines for people, ``drawing`` draws the sentence with displaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lwj_analysis import evidence, lexicon, vocabulary
from lwj_analysis.errors import BadValue, NotThere
from lwj_analysis.schema import FRAMES

NOT_TOLD = {"article_id", "sentence_id", "start", "end", "text"}
MARKS = {
    "number": "#f3c846",
    "claimant": "#9ec5e8",
    "cue": "#cfe3f5",
    "actor": "#c9b6e4",
    "date": "#b9dfc0",
    "place": "#d5d5d5",
}


def explanation(tables: dict[str, pd.DataFrame], row_id: str) -> str:
    """Why the row is there, in lines a person can read. Raises KeyError if no row has the id."""
    row = find(tables, row_id)
    lines = [f"{row_id}: {FRAMES[row.frame].grain} (frame `{row.frame}`)"]
    for said in row.sentences.head(5).itertuples():
        if isinstance(said.sentence, str):
            lines.append(
                f"  sentence {said.sentence_id} of {said.article_id} ({_day(said.published)}): {_marked(said)}"
            )
    lines += [f"  {what}: {why}" for what, why in STEPS.get(row.frame, columns)(row)]
    if row.frame in STEPS and row.frame != "incidents" and row.has("correction"):
        lines.append(f"  corrected: {row['correction']} (`lwj corrections` lists them with their reasons)")
    return "\n".join(lines)


@dataclass
class Row:
    """One row of a frame, with the other frames to look around in."""

    tables: dict[str, pd.DataFrame]
    frame: str
    values: pd.Series

    def __getitem__(self, column: str):
        return self.values[column]

    def has(self, column: str) -> bool:
        return pd.notna(self.values[column])

    def other(self, frame: str, row_id: object) -> Row | None:
        """The row of another frame with this id."""
        key = FRAMES[frame].key
        hit = self.tables[frame][self.tables[frame][key] == row_id] if pd.notna(row_id) else []
        return Row(self.tables, frame, hit.iloc[0]) if len(hit) else None

    @cached_property
    def sentences(self) -> pd.DataFrame:
        key = FRAMES[self.frame].key
        return evidence.sentences(self.tables, self.tables[self.frame][self.tables[self.frame][key] == self[key]])

    def meaning(self, column: str) -> str:
        """The value with the sentence of the codebook that explains it."""
        known = next(c for c in FRAMES[self.frame].columns if c.name == column)
        meaning = (known.values or {}).get(self[column])
        meaning = meaning[1] if isinstance(meaning, tuple) else meaning
        return f"{self[column]} - {meaning.rstrip('.')}" if meaning else f"{self[column]}"

    def actor(self, column: str) -> str:
        """The actor's name and id."""
        actor = self.other("actors", self[column])
        return f"{actor['name']} ({self[column]})" if actor else str(self[column])


def find(tables: dict[str, pd.DataFrame], row_id: str) -> Row:
    """The row with this id, whatever its frame. Raises KeyError if there is none."""
    for name, frame in FRAMES.items():
        if frame.key in tables[name]:
            hit = tables[name][tables[name][frame.key] == row_id]
            if len(hit):
                return Row(tables, name, hit.iloc[0])
    raise NotThere(f"no row has the id {row_id!r}")


def drawing(tables: dict[str, pd.DataFrame], row_id: str) -> str:
    """The row's sentence as HTML drawn by displaCy: number, claimant, cue, actors, dates and places marked.

    Raises KeyError if no row has the id, ValueError if it stands in no sentence.
    """
    from spacy import displacy

    row = find(tables, row_id)
    told = row.sentences.iloc[0] if len(row.sentences) else None
    if told is None or not isinstance(told["sentence"], str):
        raise BadValue(f"{row_id} stands in no sentence")
    inside = tables["sentences"].query("article_id == @told.article_id and sentence_id == @told.sentence_id").iloc[0]
    marks = [
        {"start": start - inside["start"], "end": min(end, inside["end"]) - inside["start"], "label": label}
        for start, end, label in _first_of(_marks(tables, inside))
    ]
    return displacy.render(
        {"text": told["sentence"], "ents": marks}, style="ent", manual=True, jupyter=False, options={"colors": MARKS}
    )


def _marks(tables: dict[str, pd.DataFrame], inside: pd.Series) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of what the frames have in one sentence."""
    labels = {"numbers": "number", "mentions": "actor", "dates": "date", "places": "place"}
    for frame, label in labels.items():
        for row in _within(tables[frame], inside).itertuples():
            yield row.start, row.end, label
    for claim in _within(tables["claims"], inside).itertuples():
        for start, end, label in (
            (claim.source_start, claim.source_end, "claimant"),
            (claim.cue_start, claim.cue_end, "cue"),
        ):
            if pd.notna(start) and inside["start"] <= start < inside["end"]:
                yield int(start), int(end), label


def _within(df: pd.DataFrame, inside: pd.Series) -> pd.DataFrame:
    return df[df["article_id"].eq(inside["article_id"]) & df["sentence_id"].eq(inside["sentence_id"])]


def _first_of(marks: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Marks that do not overlap; at one place the claimant before the actor, else the longest."""
    order = {"claimant": 0, "cue": 1, "number": 2}
    free = 0
    for start, end, label in sorted(marks, key=lambda m: (m[0], order.get(m[2], 3), -m[1])):
        if start >= free and end > start:
            yield start, end, label
            free = end


# --- the steps, by frame: what, why ------------------------------------------------------------------------------------


def columns(row: Row) -> Iterator[tuple[str, str]]:
    """Every value with its meaning: for frames that need no more."""
    for column in FRAMES[row.frame].columns:
        if column.name not in NOT_TOLD | {FRAMES[row.frame].key} and row.has(column.name):
            yield (
                column.name,
                row.meaning(column.name) if column.values else f"{_plain(row[column.name])}  ({column.says})",
            )


def casualty(row: Row) -> Iterator[tuple[str, str]]:
    yield "number", f"{row['text']!r} is read as {bounds(row)}; {row.meaning('quantifier')}"
    yield "outcome", f"{row.meaning('outcome')}{word_of('casualties', row, 'outcome')}"
    rule, _, beside = row["rule"].partition(":")
    also = f", {vocabulary.BESIDE[beside]}" if beside else ""
    yield "rule", f"{row['rule']}{_told(vocabulary.CASUALTY_RULE, rule)}{also}"
    whose = f", of {row.actor('victim_id')}" if row.has("victim_id") else ""
    yield "victims", f"{row['victim_text']!r}{whose}; {row.meaning('victim_class')}; {row.meaning('victim_side')}"
    yield from source_path(row)
    yield "event", event_in_words(row.other("events", row["event_id"]))
    if row.has("of_id"):
        yield "belongs to", f"{row['of_id']}: {_text(row.other('casualties', row['of_id']))}"
    incident = row.other("incidents", row["incident_id"])
    total = f" of {incident['title']} ({incident['incident_id']})" if incident else ""
    yield "counting", row.meaning("counting")
    yield (
        "total",
        f"no total adds it: {row['left_out']}" if row.has("left_out") else f"enters the preferred total{total}",
    )


def claim(row: Row) -> Iterator[tuple[str, str]]:
    yield from source_path(row)
    if not row.has("cue"):
        yield "stance", row.meaning("stance")
    yield "quoted", row.meaning("quoted")
    if row.has("about_id"):
        yield "about", row.actor("about_id")
    yield "event", event_in_words(row.other("events", row["event_id"]))


def event(row: Row) -> Iterator[tuple[str, str]]:
    key, _, how = row["rule"].partition(":")
    entry = lexicon.load().events.get(key)
    yield "type", f"{row.meaning('sub_event_type')} ({row['event_type']})"
    yield (
        "rule",
        f"{row['rule']}{_told(vocabulary.EVENT_RULE, how)}" + (f"; events.toml [{key}]: {entry.why}" if entry else ""),
    )
    for side in ("initiator", "target"):
        named = f" = {row.actor(f'{side}_id')}" if row.has(f"{side}_id") else ""
        if named or row.has(f"{side}_text"):
            yield side, f"{_plain(row[f'{side}_text'])!r}{named}"
    yield "day", _days(row) + _date_words(row)
    yield "place", _place_words(row)
    if row.has("weapons"):
        yield "weapons", row["weapons"]
    if row.has("claimed_by_id"):
        yield "claimed by", row.actor("claimed_by_id")
    yield "status", row.meaning("status")
    if row.has("parent_event_id"):
        yield "part of", event_in_words(row.other("events", row["parent_event_id"]))
    yield "incident", _plain(row["incident_id"])


def date(row: Row) -> Iterator[tuple[str, str]]:
    yield "read as", f"{_plain(row['timex_value'])} ({row['timex_type']}), {_days(row)}"
    yield "rule", row["rule"]
    anchor = row.other("articles", row["article_id"])
    counted = f": {_day(anchor['published'])}" if row["anchor"] in ("published", "inferred") else ""
    yield "anchor", row.meaning("anchor") + counted
    yield "precision", row.meaning("date_prec") if row.has("date_prec") else "no day of the calendar"


def incident(row: Row) -> Iterator[tuple[str, str]]:
    yield from columns(row)
    counted = row.tables["casualties"].query("incident_id == @row.values.incident_id")
    for c in counted.itertuples():
        why = f"left out: {c.left_out}" if pd.notna(c.left_out) else "in the preferred total"
        yield c.casualty_id, f"{c.text!r} {c.outcome} ({c.victim_side}), said by {c.source_text}; {why}"


STEPS: dict[str, Callable[[Row], Iterator[tuple[str, str]]]] = {
    "casualties": casualty,
    "claims": claim,
    "events": event,
    "dates": date,
    "incidents": incident,
}


def bounds(row: Row) -> str:
    """``4`` or ``low 24, best open, high open``."""
    values = [row[bound] for bound in ("low", "best", "high")]
    if all(pd.notna(v) for v in values) and len(set(values)) == 1:
        return f"{values[0]}"
    return ", ".join(
        f"{name} {'open' if pd.isna(v) else v}" for name, v in zip(("low", "best", "high"), values, strict=True)
    )


def source_path(row: Row) -> Iterator[tuple[str, str]]:
    """From the innermost claimant to the page: who says it, in which words, who passed it on, who printed it."""
    who = f" = {row.actor('source_id')}" if row.has("source_id") else ""
    yield "said by", f"{_plain(row['source_text'])!r}{who}, {row.meaning('source_type')}"
    claim = row if row.frame == "claims" else row.other("claims", row["claim_id"])
    if claim is not None:
        if claim.has("cue"):
            yield from cue(claim)
        if claim.has("via_text"):
            yield "passed on by", repr(claim["via_text"])
    article = row.other("articles", row["article_id"])
    yield "printed by", f"{_plain(article['publisher'])}, {_day(article['published'])}"


def cue(claim: Row) -> Iterator[tuple[str, str]]:
    """The words that attribute, their table with its reason, and what turned the table's stance."""
    table, _, rest = claim["rule"].partition(":")
    how, _, turn = rest.partition(":")
    entry = lexicon.load().cues.get(table)
    reason = f"; it stands in cues.toml [{table}] ({entry.stance}): {entry.why}" if entry else ""
    turned = f"; turned: {vocabulary.CLAIM_TURN[turn]}" if turn else ""
    yield "cue", f"{claim['cue']!r}, hence {claim.meaning('stance')}{turned}{reason}"
    yield "construction", f"{claim['rule']}{_told(vocabulary.CLAIM_RULE, how)}"


def event_in_words(event: Row | None) -> str:
    if event is None:
        return "none of its own"
    return f"{event['event_id']}: {event['sub_event_type']} ({event['rule']}), {_days(event)}, {_place_words(event)}"


def word_of(kind: str, row: Row, field: str, *, words: str | None = None) -> str:
    """``; 'dead' stands in casualties.toml [killed]: why``: the entry, of the row's own value of ``field``, for its word.

    The word is looked for in ``words``, else in the sentence, the nearest to the row's words first.
    """
    told = row.sentences.iloc[0] if len(row.sentences) else None
    if told is None or not isinstance(told["sentence"], str):
        return ""
    at = told["mark_start"] if words is None else 0
    entries = [(k, e) for k, e in lexicon.load().tables[kind].items() if getattr(e, field) == row[field]]
    for _, word, lemma in sorted(_lemmas(told["sentence"] if words is None else words), key=lambda t: abs(t[0] - at)):
        for key, entry in entries:
            if {word, lemma} & _forms(entry):
                return f"; {word!r} stands in {kind}.toml [{key}]: {entry.why}"
    return ""


def _forms(entry: lexicon.Entry) -> set[str]:
    """First words of all forms of an entry."""
    lists = (v for v in entry.model_dump().values() if isinstance(v, tuple))
    return {form.split(" ")[0].casefold() for forms in lists for form in forms if isinstance(form, str)}


def _lemmas(text: str) -> list[tuple[int, str, str]]:
    """Offset, word and lemma of each token, by the trained model."""
    from lwj_analysis.annotate.pipeline import trained

    return [(t.idx, t.text.casefold(), t.lemma_.casefold()) for t in trained()(text) if t.is_alpha]


def _days(row: Row) -> str:
    if not row.has("date_start"):
        return "undated"
    first, last = row["date_start"], row["date_end"]
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _date_words(row: Row) -> str:
    """The date's own words, where one of the article's dates has just these days."""
    dates = row.tables["dates"].query("article_id == @row.values.article_id")
    same = dates[dates["date_start"].eq(row["date_start"]) & dates["date_end"].eq(row["date_end"])]
    if same.empty:
        return ""
    near = same.iloc[(same["sentence_id"] - row["sentence_id"]).abs().argmin()]
    return f" from {near['text']!r} ({near['date_id']}, sentence {near['sentence_id']}, anchor {near['anchor']})"


def _place_words(row: Row) -> str:
    return f"{row['place']} ({row.meaning('where_prec')})" if row.has("place") else "no place"


def _text(row: Row | None) -> str:
    return "not among these articles" if row is None else repr(row["text"])


def _told(known: dict[str, str], rule: str) -> str:
    return f" - {known[rule]}" if rule in known else ""


def _plain(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return _day(value)
    return "not told" if pd.isna(value) else str(value)


def _marked(said) -> str:
    start, end = int(said.mark_start or 0), int(said.mark_end or 0)
    sentence = said.sentence
    return f"{sentence[:start]}[{sentence[start:end]}]{sentence[end:]}" if end > start else sentence


def _day(value: object) -> str:
    return "undated" if pd.isna(value) else f"{value:%Y-%m-%d}"
