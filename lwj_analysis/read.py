"""Files, folders, globs and addresses -> Article records.

What cannot be read never stops the rest: it becomes a ReadProblem that names file, line, column and value.
"""

from __future__ import annotations

import datetime as dt
import glob
import gzip
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from lwj_analysis import clean as cleaning
from lwj_analysis import fetch, kinds, pages
from lwj_analysis.kinds import Raw, ReadProblem, Unreadable

MAX_BYTES = 500_000_000
# Function words that make up a third of any English prose; below a tenth of that it is another language.
ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "by", "with", "at", "from", "said", "has", "have")
)  # fmt: skip

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
        for path, load in _places(str(source), stdin):
            where = _shown(path)
            if where not in seen:
                seen.add(where)
                yield from _read_one(where, load, published)


def _read_one(
    where: str, load: Callable[[], kinds.Found], published: dt.date | None
) -> Iterator[Article | ReadProblem]:
    for found in _safely(load):
        if isinstance(found, ReadProblem):
            yield replace(found, source_path=where)
        else:
            yield from _article(found, where, published)


def _safely(load: Callable[[], kinds.Found]) -> kinds.Found:
    """What a reader finds; whatever a broken file makes a parser raise, the other files are read."""
    try:
        yield from load()
    except Exception as error:
        kind, told = _told(error)
        yield ReadProblem("", kind, told)


# ---- places to read from ---------------------------------------------------------------------------------------------


def _places(source: str, stdin: IO | None) -> Iterator[tuple[str, Callable[[], kinds.Found]]]:
    """The places a source stands for, each with what reads it or raises Unreadable."""
    path = Path(source)
    if source == "-":
        yield source, partial(_standard_input, stdin)
    elif re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE):
        yield source, partial(_page_at, source)
    elif path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield source, partial(_file, path)
    else:
        found = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []
        if not found:
            yield source, partial(_refuse, "missing", "no such file or folder, and no file fits it")
        for each in map(Path, found):
            yield from _folder(each) if each.is_dir() else [(str(each), partial(_file, each))]


def _folder(folder: Path) -> Iterator[tuple[str, Callable[[], kinds.Found]]]:
    """The files below a folder, hidden ones aside. A README tells of the folder, and is no article."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p.relative_to(folder)))
    if not paths:
        yield str(folder), partial(_refuse, "empty", "the folder holds no file")
    for path in paths:
        if path.stem.upper() in ("README", "LICENSE", "LICENCE", "CHANGELOG"):
            told = "taken for a note on the folder, not for an article; name the file itself to read it"
            yield str(path), partial(_refuse, "refused", told)
        else:
            yield str(path), partial(_file, path)


def _file(path: Path) -> kinds.Found:
    name = path.name.lower().removesuffix(".gz")
    suffix = Path(name).suffix
    if suffix in kinds.REFUSED:
        raise Unreadable("refused", f"{suffix} is not read; {kinds.REFUSED[suffix]}")
    if suffix not in kinds.READERS:
        read = ", ".join(kinds.READERS)
        raise Unreadable(
            "refused", f"{suffix or 'a file without an ending'} is not read; these are, each also as .gz: {read}"
        )
    return kinds.READERS[suffix](_bytes(path))


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("unreadable", f"larger than {MAX_BYTES:,} bytes; split it")
    if path.suffix.lower() != ".gz":
        return path.read_bytes()
    with gzip.open(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable("unreadable", f"unpacks to more than {MAX_BYTES:,} bytes; split it")
    return data


def _standard_input(stdin: IO | None) -> kinds.Found:
    stream = stdin or sys.stdin
    data = getattr(stream, "buffer", stream).read()
    return kinds.txt(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))


def _page_at(url: str) -> kinds.Found:
    page = fetch.fetch(url)
    if page.kind == "text/plain":
        for found in kinds.txt(page.data):
            yield replace(found, meta={"url": page.url}) if isinstance(found, Raw) else found
        return
    read = pages.read_page(page.data, charset=page.charset)
    yield Raw(read.text, {"url": page.url} | read.meta, cut=read.cut)


def _refuse(kind: str, detail: str) -> kinds.Found:
    raise Unreadable(kind, detail)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _shown(path: str) -> str:
    """A path from the working folder on where it lies below it, so that no row depends on the machine."""
    if path == "-" or "://" in path:
        return path
    absolute, here = Path(path).absolute(), Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else Path(path)).as_posix()


def _told(error: Exception) -> tuple[str, str]:
    """Kind and words of an error, without paths of the machine."""
    if isinstance(error, Unreadable):
        return error.kind, str(error)
    if isinstance(error, fetch.Refused):
        return "refused", str(error)
    if isinstance(error, OSError) and error.strerror:
        return ("missing" if isinstance(error, FileNotFoundError) else "unreadable"), error.strerror
    return "unreadable", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


# ---- from raw to article ---------------------------------------------------------------------------------------------


def _article(raw: Raw, where: str, published: dt.date | None) -> Iterator[Article | ReadProblem]:
    meta = {key: value for key, value in raw.meta.items() if _words(value) or _several(value)}
    done = cleaning.clean(raw.text, title=_words(meta.get("title")))
    text = done.text
    if not re.search(r"\w", "\n".join(done.paragraphs)):
        what = "nothing is left of the text after cleaning" if raw.text.strip() else "no text"
        yield ReadProblem(where, "empty", f"{_at(raw.line)}{what}", raw.line)
        return
    day, basis, evidence, problems = _published(meta, done, published)
    line = raw.lines.get("published", raw.line)
    yield from (ReadProblem(where, "date", f"{_at(line)}{told}", line) for told in problems)
    language, told = _language(text, _words(meta.get("language")))
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
    if (value := meta.get("published")) and (day := _day_or_problem(value, "published", problems)):
        return day, "metadata", str(meta.get("published_from") or f"published: {_words(value)}"), problems
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
    naming the value.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
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
        return dt.date(int(year), number, int(day))
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def _language(text: str, told: str | None) -> tuple[str | None, str | None]:
    """The language that the source names or that the text shows, and a warning where it is not English."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    english = sum(word in ENGLISH for word in words) >= 0.1 * len(words)
    if len(words) >= 40 and not english:
        named = (told or "")[:2].lower()
        return (
            named if named != "en" else None
        ) or None, "the text does not look like English; its rows are not to be trusted"
    return (told[:2].lower() if told else "en" if english else None), None


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
            other = f"{article.article_id}-{content[:6]}"
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
    """A single value as words; nothing for lists, tables and what is empty."""
    if value is None or isinstance(value, (bool, list, tuple, dict, set)) or value != value:
        return None
    return " ".join(cleaning.repair(str(value)).split()) or None


def _several(value: Any) -> str | None:
    """One value or a list of them, joined."""
    if not isinstance(value, (list, tuple)):
        return _words(value)
    found = [words for one in value if (words := _words(one.get("name") if isinstance(one, dict) else one))]
    return "; ".join(dict.fromkeys(found)) or None
