"""Files, folders, globs and addresses -> Article records.

What cannot be read never stops the rest: it becomes a ReadProblem that names file, line, column and value.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from lwj_analysis import clean as cleaning
from lwj_analysis import decoding, kinds
from lwj_analysis import language as languages
from lwj_analysis.kinds import Raw, ReadProblem
from lwj_analysis.sources import first_problems, found_by, places

__all__ = ["Article", "ReadProblem", "articles_of", "read", "read_day"]


@dataclass(frozen=True)
class Article:
    """One article: what is known of it and its cleaned text. ``cut`` holds (reason, words) of what was cut."""

    article_id: str
    title: str | None
    text: str
    authors: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: dt.date | None = None
    published_basis: str = "unknown"
    published_evidence: str | None = None
    language: str | None = None
    english: bool = True  # whether to read it; a text in another language is kept, and gives no rows
    tags: str | None = None
    has_title: bool = False
    n_words: int = 0
    source_path: str = ""
    line: int | None = None
    sha256: str = ""
    cut: tuple[tuple[str, str], ...] = ()

    @property
    def n_cut_words(self) -> int:
        """How many words were cut."""
        return sum(count_words(words) for _, words in self.cut)


def count_words(text: str) -> int:
    """Words as the frames count them: numbers too, "al-Shabaab" as one."""
    return len(re.findall(r"\w+(?:[’'.,-]\w+)*", text))


def read(
    sources: Iterable[str | Path], *, published: dt.date | None = None, stdin: IO | None = None
) -> tuple[list[Article], list[ReadProblem]]:
    """Read every article of the sources; ``published`` is the day of all of them and wins over what they say.

    Articles come in the order of their ids, problems in that of files and lines, whatever the order of the sources.
    """
    articles, problems = [], []
    for found in articles_of(sources, published=published, stdin=stdin):
        (articles if isinstance(found, Article) else problems).append(found)
    kept, doubles = _without_doubles(articles)
    return kept, sorted([*problems, *doubles], key=lambda p: (p.source_path, p.line or 0, p.kind, p.detail))


def articles_of(
    sources: Iterable[str | Path], *, published: dt.date | None = None, stdin: IO | None = None
) -> Iterator[Article | ReadProblem]:
    """Stream articles and problems in the order of the sources, a file only once. Second copies are not told here."""
    seen = set()
    for source in sources:
        for where, load in places(str(source), stdin):
            if where not in seen:
                seen.add(where)
                yield from _read_one(where, load, published)


def _read_one(
    where: str, load: Callable[[], kinds.Found], published: dt.date | None
) -> Iterator[Article | ReadProblem]:
    def made() -> Iterator[Article | ReadProblem]:
        for raw in found_by(load):
            if isinstance(raw, ReadProblem):
                yield raw
            else:
                yield from found_by(partial(_article, raw, where, published), line=raw.line)

    for one in first_problems(made()):
        yield replace(one, source_path=where) if isinstance(one, ReadProblem) else one


# ---- from raw to article ---------------------------------------------------------------------------------------------


def _article(raw: Raw, where: str, published: dt.date | None) -> Iterator[Article | ReadProblem]:
    meta = {key: value for key, value in raw.meta.items() if _words(value) or _several(value)}
    title = _words(meta.get("title"))
    if (length := len(raw.text) + len(title or "")) > kinds.LONGEST_ARTICLE:
        told = f"{length:,} characters, more than the {kinds.LONGEST_ARTICLE:,} that are read as one article; split it"
        yield ReadProblem(where, "refused", f"{_at(raw.line)}{told}", raw.line)
        return
    mended, wrong = decoding.mended(raw.text)
    if wrong:
        told = f"{_at(raw.line)}{len(wrong)} lines were decoded wrongly before (“{wrong[0]}”); mended"
        yield ReadProblem(where, "encoding", told, raw.line)
    done = cleaning.clean(mended, title=title)
    text = done.text
    if not re.search(r"\w", "\n".join(done.paragraphs)):
        what = "nothing is left of the text after cleaning" if raw.text.strip() else "no text"
        yield ReadProblem(where, "empty", f"{_at(raw.line)}{what}", raw.line)
        return
    day, basis, evidence, problems = _published(meta, done, published)
    line = raw.lines.get("published", raw.line)
    yield from (ReadProblem(where, "date", f"{_at(line)}{told}", line) for told in problems)
    language, english, told = languages.of(text, told=_words(meta.get("language")))
    if told:
        yield ReadProblem(where, "other", f"{_at(raw.line)}{told}", raw.line)
    article = Article(
        article_id=_words(meta.get("article_id")) or "",
        title=done.title,
        text=text,
        authors=_several(meta.get("authors")) or "; ".join(done.authors) or None,
        publisher=_words(meta.get("publisher")),
        url=_words(meta.get("url")),
        published=day,
        published_basis=basis,
        published_evidence=evidence,
        language=language,
        english=english,
        tags=_several(meta.get("tags")) or "; ".join(done.tags) or None,
        has_title=done.title is not None,
        n_words=count_words(text),
        source_path=where,
        line=raw.line,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cut=(*raw.cut, *done.cut),
    )
    yield article if article.article_id else replace(article, article_id=_content(article)[:12])


def _published(
    meta: dict[str, Any], done: cleaning.Cleaned, given: dt.date | None
) -> tuple[dt.date | None, str, str | None, list[str]]:
    """Day of publication, its basis and evidence, and what could not be read: caller, metadata, address, text."""
    from lwj_analysis.annotate import published as inference

    if given is not None:
        return given, "user", "given by the caller", []
    problems: list[str] = []
    value = meta.get("published")
    value = value if isinstance(value, dt.date) else _several(value)
    if value and (day := _day_or_problem(value, "published", problems)):
        return day, "metadata", str(meta.get("published_from") or f"published: {value}"), problems
    if (url := _words(meta.get("url"))) and isinstance(day := inference.published_from_url(url), dt.date):
        return day, "url", url, problems  # a year and month alone are no day
    line = done.day_line or _words(meta.get("day_line"))
    if line and (day := _day_or_problem(line, "date line", problems)):
        return day, "text", f"the line “{line}”", problems
    clues = inference.infer_published(done.text)
    if clues is None:
        return None, "unknown", None, problems
    return clues.day, "text" if clues.day else "unknown", clues.evidence, problems


def _day_or_problem(value: Any, place: str, problems: list[str]) -> dt.date | None:
    try:
        return read_day(value)
    except ValueError as error:
        problems.append(f"{place}: {error}")
        return None


YEARS = range(1800, 2200)
LARGEST_NUMBER = 10**1000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Year first, or the month in words: nothing else says which number is the day.
DAY_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]\d.*)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?:\w{3,9},? )?(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?:[ ,T-].*)?",
        r"(?:\w{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})(?:[ ,-].*)?",
    )
)


def read_day(value: Any) -> dt.date:
    """A day from a date, an ISO string or a date with the month in words, the time of day left out.

    Numbers with the year last are read only where one of them is larger than 12 or both are equal. Raises ValueError
    naming the value, also for years outside of ``YEARS``.
    """
    if isinstance(value, dt.date):
        return _likely(value.date() if isinstance(value, dt.datetime) else value)
    text = " ".join(str(value).split())
    for form in DAY_FORMS:
        if match := form.fullmatch(text):
            return _calendar_day(text, match["year"], match["month"], match["day"])
    if parts := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        first, second, year = parts.groups()
        if int(first) > 12 or first == second:
            return _calendar_day(text, year, second, first)
        if int(second) > 12:
            return _calendar_day(text, year, first, second)
        raise ValueError(f"{text!r} can be read as day/month or month/day; write it as 2017-04-06")
    raise ValueError(f"{text[:80]!r} is no day that could be read; write it as 2017-04-06")


def _calendar_day(text: str, year: str, month: str, day: str) -> dt.date:
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        found = dt.date(int(year), number, int(day))
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar; write it as 2017-04-06") from None
    return _likely(found)


def _likely(day: dt.date) -> dt.date:
    if day.year not in YEARS:
        raise ValueError(f"{day} lies outside of the years {YEARS[0]} to {YEARS[-1]}; no article is of that day")
    return day


# ---- copies ----------------------------------------------------------------------------------------------------------


def _without_doubles(articles: list[Article]) -> tuple[list[Article], list[ReadProblem]]:
    """Second copies become problems; different articles of one id get distinct ones. In the order of the ids."""
    kept: dict[str, Article] = {}
    contents: dict[str, Article] = {}
    problems = []
    for article in sorted(articles, key=lambda a: (a.article_id, _content(a), a.source_path, a.line or 0)):
        content = _content(article)
        if first := contents.get(content):
            told = f"a second copy of {first.article_id}, which is in {_place(first)}"
            problems.append(ReadProblem(article.source_path, "duplicate", told, article.line))
            continue
        contents[content] = article
        if first := kept.get(article.article_id):
            names = (f"{article.article_id}-{content[:n]}" for n in range(6, len(content) + 1))
            other = next(name for name in names if name not in kept)
            told = (
                f"article_id {article.article_id!r} stands for another text in {_place(first)}; called {other!r} here"
            )
            problems.append(ReadProblem(article.source_path, "duplicate", told, article.line))
            article = replace(article, article_id=other)
        kept[article.article_id] = article
    return [kept[key] for key in sorted(kept)], problems


def _content(article: Article) -> str:
    parts = (article.title, article.text, article.publisher, article.url)
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()


def _place(article: Article) -> str:
    return f"{article.source_path}:{article.line}" if article.line else article.source_path


def _at(line: int | None) -> str:
    return f"line {line}: " if line else ""


# ---- values ----------------------------------------------------------------------------------------------------------


def _words(value: Any) -> str | None:
    """A single value as words; nothing for lists, tables, what is empty, and numbers that no one would write."""
    if value is None or isinstance(value, (bool, list, tuple, dict, set)) or value != value:
        return None
    if isinstance(value, int) and abs(value) >= LARGEST_NUMBER:
        return None
    return " ".join(cleaning.repair(decoding.mended(str(value))[0]).split()) or None


def _several(value: Any) -> str | None:
    """One value or a list of them, joined."""
    if not isinstance(value, (list, tuple)):
        return _words(value)
    found = [words for one in value if (words := _words(one.get("name") if isinstance(one, dict) else one))]
    return "; ".join(dict.fromkeys(found)) or None
