"""From a text to its dates: find the words, then read them in order against publication and the running date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from lwj_analysis.annotate.dates import spans
from lwj_analysis.annotate.dates.by_calendar import order_of_slashes
from lwj_analysis.annotate.dates.context import Context
from lwj_analysis.annotate.dates.grammar import Grammar, grammar
from lwj_analysis.annotate.dates.phrases import Phrase, find_phrases, is_narrative, share_years
from lwj_analysis.annotate.dates.story import Story
from lwj_analysis.annotate.dates.tense import Future, future_by_parse
from lwj_analysis.annotate.dates.words import DateWords, date_words, shipped_words
from lwj_analysis.annotate.parsed import Finder
from lwj_analysis.annotate.records import EARLIEST, LATEST, Date, Problem, is_beyond
from lwj_analysis.annotate.text import text_of
from lwj_analysis.lexicon import Lexicon

BEYOND = f"no day between {EARLIEST.year} and {LATEST.year}, which tables hold"


class DatesFinder(Finder):
    """Append every time expression below the title to ``Doc._.lwj.dates``, and what has no day to ``problems``."""

    words: DateWords | None = None

    def prepare(self, lexicon: Lexicon) -> None:
        """Take the words this finder needs."""
        self.words = date_words(lexicon)

    def find(self, doc: Doc) -> None:
        known = doc._.lwj
        dates, problems = find_dates(
            text_of(doc),
            known.published,
            sentences=_sentences_of(doc),
            start=_title_end(text_of(doc)) if known.has_title else 0,
            inferred=known.published_basis == "text",
            words=self.words,
            future=future_by_parse(doc) if doc.has_annotation("DEP") and doc.has_annotation("TAG") else None,
        )
        known.dates.extend(dates)
        known.problems.extend(problems)


def find_dates(
    text: str,
    published: dt.date | None = None,
    *,
    sentences: list[tuple[int, int]] | None = None,
    start: int = 0,
    inferred: bool = False,
    adjectives: bool = False,
    words: DateWords | None = None,
    future: Future | None = None,
) -> tuple[list[Date], list[Problem]]:
    """Every time expression of ``text`` from ``start`` on, and a problem for each that could not be pinned down.

    ``published`` is the first anchor; without it "yesterday" and its like stay unresolved. ``inferred``: that day was
    itself read from the text. ``sentences``: offsets, by default split by a simple rule. ``adjectives`` also gives
    "former", "current" and their like, which name no day. ``future`` asks whether a verb speaks of what is to come.
    """
    rules = _grammar(words or shipped_words())
    parts = [(p, a, b) for p, a, b in _numbered(text, sentences or split_sentences(text)) if a >= start]
    found = [_phrases(text, a, b, rules, adjectives) for _, a, b in parts]
    narrative = is_narrative((p for phrases in found for p in phrases), published)
    context = Context(rules.words, rules.event, published, narrative=narrative)
    context.slashes = order_of_slashes(p.match for phrases in found for p in phrases if p.name == "numeric")
    story = Story(text, context, rules, future=future)
    paragraph = None
    for phrases, (number, a, b) in zip(found, parts, strict=True):
        if number != paragraph:
            story.new_paragraph()
            paragraph = number
        story.read_sentence(phrases, a, b)
    read = [phrase for phrases in found for phrase in phrases if phrase.reading is not None]
    return [_record(p, inferred=inferred) for p in read], [_problem(p, text) for p in read if _detail(p)]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences, never across an empty line."""
    found, start = [], 0
    for match in re.finditer(r"\n\s*\n|(?<=[a-z\d)”\"’][.!?])[”\"’]?\s+(?=[“\"‘(]?[A-Z])", text):
        found.append((start, match.start()))
        start = match.end()
    return [(a, b) for a, b in [*found, (start, len(text))] if a < b]


@cache
def _grammar(words: DateWords) -> Grammar:
    return grammar(words)


def _phrases(text: str, start: int, end: int, rules: Grammar, adjectives: bool) -> list[Phrase]:
    phrases = [p for p in find_phrases(text, start, end, rules) if adjectives or p.name != "adjective"]
    share_years(text, phrases)
    return phrases


def _title_end(text: str) -> int:
    match = re.search(r"\n\s*\n", text)
    return match.end() if match else len(text)


def _sentences_of(doc: Doc) -> list[tuple[int, int]] | None:
    if not doc.has_annotation("SENT_START"):
        return None
    try:
        return [(sent.start_char, sent.end_char) for sent in doc.sents]
    except ValueError:  # no sentence is set at all
        return None


def _numbered(text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Sentences with the number of their paragraph."""
    paragraph, last = 0, 0
    for a, b in sentences:
        paragraph += text.count("\n\n", last, a + 1)
        last = a
        yield paragraph, a, b


def _record(phrase: Phrase, *, inferred: bool) -> Date:
    """What the frames need; lengths that hang on no date and sets have no days."""
    reading = phrase.reading
    first, last = reading.span.first, reading.span.last
    if reading.type == "SET" or (reading.type == "DURATION" and reading.anchor == "none"):
        first = last = None
    anchor = "inferred" if reading.anchor == "published" and inferred else reading.anchor
    date = Date(phrase.start, phrase.end, reading.type, reading.span.value, reading.mod, first, last, rule=phrase.name)
    date.date_prec, date.time_precision = spans.precision(first, last)
    date.anchor = anchor if first else "none"
    return date


def _is_beyond(phrase: Phrase) -> bool:
    """Whether it begins or ends on a day that no frame can hold, and frames leave open: "the battle of 1410"."""
    return is_beyond(phrase.reading.span.first, phrase.reading.span.last)


def _detail(phrase: Phrase) -> str | None:
    return phrase.reading.detail or (BEYOND if _is_beyond(phrase) else None)


def _problem(phrase: Phrase, text: str) -> Problem:
    return Problem(phrase.start, phrase.end, "date", f"{text[phrase.start : phrase.end]}: {_detail(phrase)}")
