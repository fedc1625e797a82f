"""Annotated articles -> rows of the frames; here the records get their ids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from lwj_analysis.annotate.records import Annotations, Date, Source, is_beyond
from lwj_analysis.annotate.text import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from lwj_analysis.read import Article

Rows = dict[str, list[dict[str, Any]]]

# The records of an article, in the order of their place, and the letter in their ids.
LETTERS = {
    "mentions": "m",
    "places": "p",
    "dates": "d",
    "numbers": "n",
    "claims": "s",
    "events": "e",
    "casualties": "c",
    "relations": "r",
}


def article_rows(doc: Doc, article: Article) -> Rows:
    """All rows of one annotated article: frame name -> rows, offsets into ``article.text``.

    ``actors`` holds one row an actor as this article knows it; ``compare.actors_frame`` joins them over articles.
    """
    found: Annotations = doc._.lwj
    text, sentences = text_of(doc), sentence_rows(doc, article.article_id)
    where = _locator(article.article_id, text, sentences)
    ids = _Ids(found, article.article_id, text)
    rows: Rows = {
        "articles": [article_row(article)],
        "sentences": sentences,
        "actors": [
            _actor_row(found, actor_id) for actor_id in sorted({m.actor_id for m in found.mentions} & set(found.actors))
        ],
        "problems": [_cut_row(article, reason, words) for reason, words in article.cut],
    }
    for frame, make in MAKERS.items():
        records = sorted(getattr(found, frame), key=lambda r: (r.start, r.end))
        rows[frame] = [where(record) | make(record, ids) for record in records]
    rows["event_mentions"] = _telling_rows(found, article.article_id, where, ids)
    rows["problems"] += [
        where(p) | {"source_path": article.source_path, "kind": p.kind, "detail": p.detail} for p in found.problems
    ]
    for row in rows["problems"]:
        row.pop("text", None)
    return rows


def unread_rows(article: Article) -> Rows:
    """The rows of an article that is kept, but not read: itself, and what was cut from it."""
    rows: Rows = {name: [] for name in ("sentences", "actors", *MAKERS, "event_mentions")}
    cut = [_cut_row(article, reason, words) for reason, words in article.cut]
    return rows | {"articles": [article_row(article)], "problems": cut}


def article_row(article: Article) -> dict[str, Any]:
    """The row of ``articles``."""
    return {
        "article_id": article.article_id,
        "title": article.title,
        "authors": article.authors,
        "publisher": article.publisher,
        "url": article.url,
        "published": article.published,
        "published_basis": article.published_basis,
        "published_evidence": article.published_evidence,
        "language": article.language,
        "tags": article.tags,
        "text": article.text,
        "n_words": article.n_words,
        "n_cut_words": article.n_cut_words,
        "source_path": article.source_path,
        "sha256": article.sha256,
    }


def sentence_rows(doc: Doc, article_id: str) -> list[dict[str, Any]]:
    """The rows of ``sentences``: no blank ends, numbered from 0, with the paragraph they stand in."""
    rows, paragraph, text = [], 0, text_of(doc)
    for span in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
        words = span.text
        start = span.start_char + len(words) - len(words.lstrip())
        end = span.start_char + len(words.rstrip())
        paragraph += "\n\n" in text[rows[-1]["end"] if rows else 0 : start]
        if start < end:
            rows.append(
                {
                    "article_id": article_id,
                    "sentence_id": len(rows),
                    "paragraph": paragraph,
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                }
            )
    return rows


def _locator(article_id: str, text: str, sentences: list[dict]) -> Callable[[Any], dict[str, Any]]:
    """Record -> article, sentence, offsets and words."""
    ends = [s["end"] for s in sentences]

    def where(record: Any) -> dict[str, Any]:
        number = bisect_right(ends, record.start)
        return {
            "article_id": article_id,
            "sentence_id": min(number, len(ends) - 1) if ends else None,
            "start": record.start,
            "end": record.end,
            "text": text[record.start : record.end],
        }

    return where


class _Ids:
    """The id of each record object, and of the incident that the article's own grouping puts an event in."""

    def __init__(self, found: Annotations, article_id: str, text: str) -> None:
        self._names, self._heads, self._text = {}, {}, text
        for frame, letter in LETTERS.items():
            for number, record in enumerate(sorted(getattr(found, frame), key=lambda r: (r.start, r.end))):
                self._names[id(record)] = f"{article_id}:{letter}{number}"
        for event in sorted(found.events, key=lambda e: (e.start, e.end)):
            if event.incident is not None:
                self._heads.setdefault(event.incident, self.of(event))

    def of(self, record: Any) -> str | None:
        return None if record is None else self._names.get(id(record))

    def words(self, record: Any) -> str | None:
        """The record as the article says it."""
        return self._text[record.start : record.end] if record else None

    def incident(self, event: Any) -> str | None:
        """The id of the first event of the same incident."""
        return self._heads.get(event.incident, self.of(event)) if event else None

    def incident_number(self, number: int | None) -> str | None:
        return self._heads.get(number)


def _actor_row(found: Annotations, actor_id: str) -> dict[str, Any]:
    actor = found.actors[actor_id]
    return {
        "actor_id": actor.id,
        "name": actor.name,
        "actor_type": actor.type,
        "acled_inter": actor.inter,
        "country": actor.country,
        "parent_id": actor.parent,
        "in_lexicon": actor.in_lexicon,
    }


def _mention(m, ids: _Ids) -> dict:
    return {"mention_id": ids.of(m), "actor_id": m.actor_id, "basis": m.basis}


def _place(p, ids: _Ids) -> dict:
    fields = ("name", "kind", "country", "admin1", "latitude", "longitude", "where_prec", "geonameid")
    return {"place_mention_id": ids.of(p)} | {f: getattr(p, f) for f in fields}


def _date(d, ids: _Ids) -> dict:
    fields = (
        "timex_type",
        "timex_value",
        "timex_mod",
        "date_start",
        "date_end",
        "date_prec",
        "time_precision",
        "anchor",
        "rule",
    )
    return {"date_id": ids.of(d)} | {f: getattr(d, f) for f in fields} | _undated(d)


def _undated(record) -> dict[str, str | None]:
    """No days where a frame can hold none: an event of 1410 is told, and the day of no other takes its place."""
    if not is_beyond(record.date_start, record.date_end):
        return {}
    empty = {"date_start": None, "date_end": None, "date_prec": None}
    return empty | ({"time_precision": None, "anchor": "none"} if isinstance(record, Date) else {})


def _number(n, ids: _Ids) -> dict:
    fields = ("low", "best", "high", "quantifier", "role")
    return {"number_id": ids.of(n), "casualty_id": ids.of(n.casualty)} | {f: getattr(n, f) for f in fields}


def _claim(c, ids: _Ids) -> dict:
    return {
        "claim_id": ids.of(c),
        "source_id": c.source.actor_id,
        "source_text": c.source.text,
        "source_start": c.source.start,
        "source_end": c.source.end,
        "via_id": c.via.actor_id if c.via else None,
        "via_text": c.via.text if c.via else None,
        "about_id": c.about_id,
        "source_type": c.source.type,
        "cue": c.cue,
        "cue_start": c.cue_start,
        "cue_end": c.cue_end,
        "stance": c.stance,
        "quoted": c.quoted,
        "rule": c.rule,
        "event_id": ids.of(c.event),
        "incident_id": ids.incident(c.event),
    }


def _event(e, ids: _Ids) -> dict:
    place = e.place
    fields = (
        "event_type",
        "sub_event_type",
        "initiator_id",
        "initiator_text",
        "target_id",
        "target_text",
        "date_start",
        "date_end",
    )
    return (
        {f: getattr(e, f) for f in (*fields, "date_prec", "claimed_by_id", "status", "source_id", "rule")}
        | _undated(e)
        | {
            "event_id": ids.of(e),
            "place": ids.words(place),
            "place_mention_id": ids.of(place),
            "country": place.country if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "where_prec": place.where_prec if place else None,
            "weapons": "; ".join(dict.fromkeys(e.weapons)) or None,
            "parent_event_id": ids.of(e.parent),
            "incident_id": ids.incident(e),
        }
    )


def _casualty(c, ids: _Ids) -> dict:
    source = c.source or Source("article", "outlet")
    fields = (
        "victim_text",
        "victim_id",
        "victim_class",
        "victim_side",
        "outcome",
        "low",
        "best",
        "high",
        "quantifier",
        "counting",
        "stance",
        "rule",
    )
    return {f: getattr(c, f) for f in fields} | {
        "casualty_id": ids.of(c),
        "event_id": ids.of(c.event),
        "incident_id": ids.incident(c.event) or ids.incident_number(c.incident),
        "claim_id": ids.of(c.claim),
        "victim_tags": "; ".join(dict.fromkeys(c.victim_tags)) or None,
        "of_id": ids.of(c.of),
        "source_id": source.actor_id,
        "source_text": source.text,
        "source_type": source.type,
    }


def _relation(r, ids: _Ids) -> dict:
    fields = ("subject_id", "relation", "object_id", "object_text", "status", "source_id")
    return {"relation_id": ids.of(r)} | {f: getattr(r, f) for f in fields}


MAKERS: dict[str, Callable[[Any, _Ids], dict]] = {
    "mentions": _mention,
    "places": _place,
    "dates": _date,
    "numbers": _number,
    "claims": _claim,
    "events": _event,
    "casualties": _casualty,
    "relations": _relation,
}


def _telling_rows(found: Annotations, article_id: str, where: Callable, ids: _Ids) -> list[dict]:
    tellings = sorted({(start, end, ids.of(e)) for e in found.events for start, end in [(e.start, e.end), *e.mentions]})
    return [
        where(_Span(start, end)) | {"event_mention_id": f"{article_id}:t{number}", "event_id": event_id}
        for number, (start, end, event_id) in enumerate(tellings)
    ]


class _Span:
    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


def _cut_row(article: Article, reason: str, words: str) -> dict[str, Any]:
    shown = " ".join(words.split())
    return {"source_path": article.source_path, "line": article.line, "article_id": article.article_id, "kind": "cut",
            "detail": f"{reason}: {shown[:200]}"}  # fmt: skip


def number_problems(rows: Iterable[dict]) -> list[dict]:
    """Give the rows of ``problems`` their ids."""
    return [row | {"problem_id": f"problem-{number}"} for number, row in enumerate(rows)]
