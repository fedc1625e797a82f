"""Which article, which place in it and which row a correction is of."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from lwj_analysis.corrections.anchors import Anchor, Text
from lwj_analysis.corrections.lines import Line
from lwj_analysis.corrections.values import ACTORS
from lwj_analysis.errors import LwjError
from lwj_analysis.frames import Rows
from lwj_analysis.schema import FRAMES

Row = dict[str, Any]
# Without these a row is another statement, whatever else is corrected in it.
SAME = {
    "casualties": ("outcome",),
    "events": ("sub_event_type",),
    "claims": (),
    "mentions": (),
    "places": (),
    "dates": (),
    "relations": ("relation", "object_id"),
    "numbers": (),
}
# A strike is of what the row said; a row that says something else by now was not meant.
STRUCK = {
    "casualties": ("outcome", "best"),
    "events": ("sub_event_type",),
    "claims": ("stance",),
    "mentions": ("actor_id",),
    "places": ("name",),
    "dates": ("timex_value",),
    "relations": ("subject_id", "relation", "object_id"),
    "numbers": ("role", "best"),
}
OVERLAP = 0.5  # the least share of the words that a row found again has in common with the quote


class Stale(LwjError, ValueError):
    """A correction whose words, or whose row, cannot be found again, with the reason.

    ``other``: the row is there, but says something else.
    """

    def __init__(self, told: str, *, other: bool = False) -> None:
        super().__init__(told)
        self.other = other


@dataclass
class Paper:
    """One article's rows, to be written on, and its text to look in."""

    rows: Rows
    opened: bool = False

    def open(self) -> Paper:
        """Copy the rows before anything is written on them, so that what was parsed stays as it is."""
        if not self.opened:
            self.rows = {name: [dict(r) for r in self.rows.get(name, ())] for name in FRAMES}
            self.opened = True
        return self

    @cached_property
    def id(self) -> str:
        return self.rows["articles"][0]["article_id"]

    @cached_property
    def text(self) -> Text:
        return Text(self.rows["articles"][0]["text"] or "")

    @property
    def title(self) -> str | None:
        return self.rows["articles"][0].get("title")

    @cached_property
    def file(self) -> str:
        return PurePath(str(self.rows["articles"][0].get("source_path") or "")).name

    def sentence(self, at: int) -> int | None:
        return next((s["sentence_id"] for s in self.rows["sentences"] if s["start"] <= at < s["end"]), None)

    def row(self, frame: str, row_id: str) -> Row | None:
        key = FRAMES[frame].key
        return next((r for r in self.rows[frame] if r[key] == row_id), None)

    def named(self, frame: str, words: str, *, near: int) -> Row | None:
        """The row with this id or these words, the nearest one."""
        wanted = Text(words).flat
        hits = [r for r in self.rows[frame] if wanted in (r[FRAMES[frame].key], Text(r["text"]).flat)]
        return min(hits, key=lambda r: abs(r["start"] - near), default=None)

    def place(self, name: str) -> Row | None:
        """The naming of a place by its words or its usual name; one with coordinates first."""
        wanted = name.casefold()
        hits = [p for p in self.rows["places"] if wanted in (p["text"].casefold(), str(p["name"]).casefold())]
        return min(hits, key=lambda p: p["latitude"] is None, default=None)

    def event_at(self, at: int) -> str | None:
        """The event told nearest in the sentence, else the one told last in the paragraph."""
        here = self.sentence(at)
        told = self.rows["event_mentions"]
        if same := [t for t in told if t["sentence_id"] == here]:
            return min(same, key=lambda t: (not t["start"] <= at < t["end"], abs(t["start"] - at)))["event_id"]
        paragraphs = {s["sentence_id"]: s["paragraph"] for s in self.rows["sentences"]}
        before = [t for t in told if t["start"] < at and paragraphs.get(t["sentence_id"]) == paragraphs.get(here)]
        return max(before, key=lambda t: t["start"])["event_id"] if before else None


@dataclass(frozen=True)
class Bound:
    """A line with its article, its row (``None``: there is none) and the place of its words."""

    line: Line
    paper: Paper
    row: Row | None
    span: tuple[int, int]

    @property
    def key(self) -> tuple:
        if self.row is not None:
            return self.paper.id, self.line.frame, id(self.row)
        said = tuple(self.line.change.get(c, self.line.was.get(c)) for c in SAME[self.line.frame])
        return self.paper.id, self.line.frame, self.span, said


@dataclass
class Library:
    """The articles at hand."""

    papers: list[Paper]

    @classmethod
    def of(cls, parsed: list[Rows]) -> Library:
        return cls([Paper(rows) for rows in parsed])

    @cached_property
    def _by(self) -> dict[str, dict[str, list[Paper]]]:
        found: dict[str, dict[str, list[Paper]]] = {k: defaultdict(list) for k in ("id", "title", "file")}
        for paper in self.papers:
            for kind, key in (("id", paper.id), ("title", paper.title), ("file", paper.file)):
                if key:
                    found[kind][key].append(paper)
        return found

    @cached_property
    def _actors(self) -> dict[str, Row]:
        return {a["actor_id"]: a for paper in self.papers for a in paper.rows["actors"]}

    def actor(self, actor_id: str) -> Row | None:
        """Facts of an actor: as the articles know it, else of the lexicon or a rule."""
        if actor_id in self._actors:
            return self._actors[actor_id]
        kind, _, name = actor_id.partition(":")
        if kind == "person" and re.fullmatch(r"[\w-]+", name):
            return _facts(actor_id, name.replace("-", " ").title(), "person", None, None, None, False)
        known = self._directory.lexicon
        if (kind == "outlet" and name not in known.sources) or (kind == "people" and name not in known.peoples):
            return None
        actor = self._directory.actor(actor_id)
        if actor is None:
            return None
        return _facts(actor.id, actor.name, actor.type, actor.inter, actor.country, actor.parent, actor.in_lexicon)

    @cached_property
    def _directory(self):
        """The actors that lexicon and rules know; made where a correction asks for one that no article has."""
        from lwj_analysis import lexicon
        from lwj_analysis.annotate.words import Vocabulary

        return Vocabulary(lexicon.load())

    def introduce(self, paper: Paper, change: Row) -> None:
        """Put actors that only a correction names among the article's actors."""
        known = {a["actor_id"] for a in paper.rows["actors"]}
        for column in sorted(ACTORS & change.keys()):
            facts = self.actor(change[column]) if change[column] else None
            if facts and change[column] not in known:
                paper.rows["actors"].append(dict(facts))
                known.add(change[column])

    def papers_of(self, line: Line) -> list[Paper]:
        """The articles that a line may be of: by id, else by file and title, else the ones with just these words."""
        if its := self._by["id"].get(line.article_id):
            return its
        titled = self._by["title"].get(line.title, []) if line.title else []
        filed = self._by["file"].get(PurePath(line.source_path.replace("\\", "/")).name, []) if line.source_path else []
        if both := [p for p in titled if p in filed]:
            return both
        if titled or filed:
            return [*titled, *filed]
        wanted = Anchor(line.quote, line.prefix, line.suffix)
        return [p for p in self.papers if p.text.exactly(wanted)]

    def bind(self, line: Line, papers: list[Paper]) -> Bound:
        """Raises Stale where the words are gone, or fit several articles, places or rows equally well."""
        wanted = Anchor(line.quote, line.prefix, line.suffix)
        found = [(paper, spans) for paper in papers if (spans := paper.text.find(wanted))]
        if not found:
            raise Stale(f"stale: the words {line.quote!r} with what stood around them are gone from the article")
        if len(found) > 1:
            ids = ", ".join(paper.id for paper, _ in found)
            raise Stale(f"ambiguous: the words {line.quote!r} stand in several articles ({ids}); give article_id")
        paper, spans = found[0][0].open(), found[0][1]
        rows = [(row, span) for span in spans for row in rows_on(paper, line, span)]
        if len(rows) > 1:
            rows = _best(rows, line)
        if len(rows) > 1:
            raise Stale(
                f"ambiguous: {len(rows)} rows of {line.frame} stand on {line.quote!r}; give more of `was` or prefix"
            )
        if not rows and len(spans) > 1:
            raise Stale(f"ambiguous: {line.quote!r} stands in {len(spans)} places; give prefix and suffix")
        row, span = rows[0] if rows else (None, spans[0])
        if row is not None and (other := _another(row, line)):
            if line.action == "add":
                return Bound(line, paper, None, span)
            raise Stale(f"stale: the row on {line.quote!r} says something else by now ({other})", other=True)
        if row is None and line.action in ("join", "split"):
            raise Stale(f"stale: the words {line.quote!r} are there, but no event is read from them any more")
        return Bound(line, paper, row, span)


def rows_on(paper: Paper, line: Line, span: tuple[int, int]) -> list[Row]:
    """The rows that stand just on the words, else the ones that share most of them."""
    shares = [(_share((r["start"], r["end"]), span), r) for r in paper.rows[line.frame]]
    most = max((s for s, _ in shares), default=0)
    if most < OVERLAP:
        return []
    rows = [r for s, r in shares if s == most]
    if line.action == "add":
        return [r for s, r in shares if s >= OVERLAP and not _another(r, line)][:1] or rows[:1]
    return rows


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(both, 0) / max(one[1] - one[0], other[1] - other[0], 1)


def _best(rows: list[tuple[Row, tuple]], line: Line) -> list[tuple[Row, tuple]]:
    """Of several rows those that agree best with what the row said; then the one with the same id."""
    scores = [sum(agrees(row.get(c), v) for c, v in line.was.items()) for row, _ in rows]
    rows = [r for r, score in zip(rows, scores, strict=True) if score == max(scores)]
    key = FRAMES[line.frame].key
    return [r for r in rows if r[0][key] == line.row_id] or rows


def _another(row: Row, line: Line) -> str | None:
    """What makes the row another statement than the line is of, in words."""
    if line.action == "add":
        wrong = [c for c in SAME[line.frame] if c in line.change and not agrees(row.get(c), line.change[c])]
    else:
        columns = STRUCK if line.action == "strike" else SAME if line.frame == "casualties" else {}
        wrong = [c for c in columns.get(line.frame, ()) if c in line.was and not agrees(row.get(c), line.was[c])]
        wrong = [c for c in wrong if not agrees(row.get(c), line.change.get(c, object()))]
    return ", ".join(f"{c}: {shown(row.get(c))}" for c in wrong) or None


def agrees(value: object, said: object) -> bool:
    """The same value, whether typed or as a cell has it."""
    return shown(value) == shown(said)


def shown(value: object) -> str:
    """A value as a cell has it."""
    if value is None or value != value:
        return "NA"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r" 00:00:00$", "", " ".join(str(value).split())) or "NA"


def _facts(actor_id: str, *values: object) -> Row:
    columns = ("name", "actor_type", "acled_inter", "country", "parent_id", "in_lexicon")
    return {"actor_id": actor_id} | dict(zip(columns, values, strict=True))
