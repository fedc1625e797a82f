"""Files, folders, globs and addresses -> Article records; one small reader a file kind.

What cannot be read never stops the rest: it becomes a ReadProblem that names file, line, column or value.
"""

from __future__ import annotations

import csv
import datetime as dt
import glob
import gzip
import hashlib
import io
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from lwj_analysis import clean as cleaning
from lwj_analysis import fetch, pages

COLUMNS = ("article_id", "title", "authors", "published", "publisher", "url", "text")
MAX_BYTES = 500_000_000
OTHER_KINDS = {
    ".pdf": "save it as text first, for example with pdftotext",
    ".docx": "save it as plain text or HTML first",
    ".doc": "save it as plain text or HTML first",
    ".odt": "save it as plain text or HTML first",
    ".rtf": "save it as plain text first",
    ".epub": "save it as HTML first",
    ".xls": "save it as .xlsx or .csv first",
    ".zip": "unpack it first",
}


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


@dataclass(frozen=True)
class ReadProblem:
    """Something that could not be read; ``kind`` as in ``vocabulary.PROBLEM_KIND``."""

    source_path: str
    kind: str
    detail: str
    line: int | None = None


@dataclass
class Raw:
    """What a reader finds before cleaning: the text (or a page), its metadata, and where it stood."""

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    cut: list[tuple[str, str]] = field(default_factory=list)


def read(
    sources: Iterable[str | Path], *, published: dt.date | None = None, stdin: io.TextIOBase | None = None
) -> tuple[list[Article], list[ReadProblem]]:
    """Read every article of the sources; ``published`` is the day of all of them and wins over what they say.

    The articles come in the order of their ids, so that the order of the sources does not matter.
    """
    articles, problems = [], []
    for found in articles_of(sources, published=published, stdin=stdin):
        (articles if isinstance(found, Article) else problems).append(found)
    kept, doubles = _without_doubles(articles)
    return kept, [*problems, *doubles]


def articles_of(
    sources: Iterable[str | Path], *, published: dt.date | None = None, stdin: io.TextIOBase | None = None
) -> Iterator[Article | ReadProblem]:
    """Stream articles and problems in the order of the sources."""
    for source in sources:
        for path, load in _expand(str(source), stdin):
            if isinstance(load, ReadProblem):
                yield load
                continue
            try:
                for raw in load():
                    yield from (
                        _article(raw, path, published) if isinstance(raw, Raw) else [replace(raw, source_path=path)]
                    )
            except (OSError, EOFError, zlib.error, UnicodeError, ValueError, RecursionError, MemoryError) as error:
                yield ReadProblem(path, _kind(error), str(error) or type(error).__name__)


def _expand(source: str, stdin: io.TextIOBase | None) -> Iterator[tuple[str, Callable | ReadProblem]]:
    """The places a source stands for, each with what reads it."""
    if source == "-":
        yield "-", lambda: [Raw((stdin or sys.stdin).read())]
    elif re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE):
        yield source, lambda: [_page_at(source)]
    elif Path(source).is_dir():
        paths = sorted(p for p in Path(source).rglob("*") if p.is_file() and not _hidden(p.relative_to(source)))
        if not paths:
            yield source, ReadProblem(source, "empty", "the folder holds no file")
        for path in paths:
            yield str(path), _reader(path)
    elif Path(source).is_file():
        yield source, _reader(Path(source))
    else:
        found = (
            sorted(p for p in glob.glob(source, recursive=True) if Path(p).is_file()) if glob.has_magic(source) else []
        )
        if not found:
            yield source, ReadProblem(source, "missing", f"no such file or folder: {source}")
        for path in found:
            yield path, _reader(Path(path))


def _reader(path: Path) -> Callable | ReadProblem:
    suffix = _suffix(path)
    if suffix in OTHER_KINDS:
        return ReadProblem(str(path), "refused", f"{suffix} is not read; {OTHER_KINDS[suffix]}")
    if suffix not in READERS:
        return ReadProblem(str(path), "refused", f"{suffix or 'a file without an ending'} is not read; "
                           f"read are {', '.join(READERS)}, each also as .gz")  # fmt: skip
    return lambda: READERS[suffix](_bytes(path))


# --- one reader a kind ------------------------------------------------------------------------------------------------


def _txt(data: bytes) -> Iterator[Raw | ReadProblem]:
    text, problem = decode(data)
    yield Raw(text)
    if problem:
        yield problem


def _md(data: bytes) -> Iterator[Raw | ReadProblem]:
    text, problem = decode(data)
    matter = re.match(r"---[ ]*\r?\n(.*?\n)?---[ ]*\r?\n", text, re.DOTALL)
    meta: dict = {}
    if matter:
        try:
            loaded = yaml.load(matter[1] or "", Loader=_PlainLoader)
            if not isinstance(loaded, (dict, type(None))):
                raise ValueError("it is no list of names and values")
            meta = loaded or {}
        except (yaml.YAMLError, ValueError) as error:
            yield ReadProblem(
                "",
                "format",
                f"front matter: {' '.join(str(error).split())}",
                getattr(getattr(error, "problem_mark", None), "line", 0) + 2,
            )
        text = text[matter.end() :]
    yield Raw(_plain_markdown(text), {str(k): v for k, v in meta.items()})
    if problem:
        yield problem


def _html(data: bytes) -> Iterator[Raw | ReadProblem]:
    page = pages.read_page(data)
    yield Raw(page.text, page.meta, cut=page.cut)


def _jsonl(data: bytes) -> Iterator[Raw | ReadProblem]:
    text, problem = decode(data)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield _row(json.loads(line), number)
            except ValueError as error:
                yield ReadProblem("", "format", f"line {number}: no valid JSON object: {error}", number)
    if problem:
        yield problem


def _json(data: bytes) -> Iterator[Raw | ReadProblem]:
    text, problem = decode(data)
    try:
        loaded = json.loads(text)
    except ValueError as error:
        raise ValueError(f"no valid JSON: {error}") from None
    for number, row in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
        try:
            yield _row(row, number)
        except ValueError as error:
            yield ReadProblem("", "format", f"object {number}: {error}", number)
    if problem:
        yield problem


def _csv(data: bytes) -> Iterator[Raw | ReadProblem]:
    text, problem = decode(data)
    csv.field_size_limit(MAX_BYTES)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    _need_text(rows.fieldnames or [])
    for row in rows:
        extra = row.pop(None, None)
        if extra:
            yield ReadProblem(
                "", "format", f"line {rows.line_num}: {len(extra)} values more than columns", rows.line_num
            )
        yield _row(row, rows.line_num)
    if problem:
        yield problem


def _parquet(data: bytes) -> Iterator[Raw | ReadProblem]:
    import pandas as pd

    yield from _table(pd.read_parquet(io.BytesIO(data)))


def _xlsx(data: bytes) -> Iterator[Raw | ReadProblem]:
    import pandas as pd

    try:
        df = pd.read_excel(io.BytesIO(data), engine="openpyxl")
    except Exception as error:  # openpyxl and zipfile raise of many kinds on a broken workbook
        raise ValueError(f"no readable workbook: {error}") from None
    yield from _table(df)


def _table(df) -> Iterator[Raw | ReadProblem]:
    _need_text(list(df.columns))
    for number, row in enumerate(df.to_dict("records"), start=1):
        yield _row({str(k): None if v is None or v != v else v for k, v in row.items()}, number)


READERS: dict[str, Callable[[bytes], Iterator[Raw | ReadProblem]]] = {
    ".txt": _txt,
    ".md": _md,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
    ".json": _json,
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}


def decode(data: bytes) -> tuple[str, ReadProblem | None]:
    """Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252 with a problem that says so.

    Raises ValueError for what is binary or empty.
    """
    if not data.strip():
        raise _Empty("the file is empty")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), None
    if b"\x00" in data[:8192]:
        raise _Unreadable("the file is binary, not text")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", errors="replace")
        return text, ReadProblem(
            "", "encoding", f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8; read as Windows-1252", line
        )


# --- from raw to article ----------------------------------------------------------------------------------------------


def _article(raw: Raw, path: str, published: dt.date | None) -> Iterator[Article | ReadProblem]:
    meta = {k: v for k, v in raw.meta.items() if v not in (None, "", [], ())}
    if not isinstance(raw.text, str) or not raw.text.strip():
        yield ReadProblem(path, "empty", f"{_at(raw)}no text", raw.line)
        return
    done = cleaning.clean(raw.text, title=_words(meta.get("title")))
    if not done.paragraphs and not done.title:
        yield ReadProblem(path, "empty", f"{_at(raw)}no text is left after cleaning", raw.line)
        return
    day, basis, evidence, problems = _published(meta, done, published)
    yield from (ReadProblem(path, "date", f"{_at(raw)}{p}", raw.line) for p in problems)
    text, title = done.text, done.title
    facts = {"publisher": _words(meta.get("publisher")), "url": _words(meta.get("url"))}
    own = _words(meta.get("article_id"))
    yield Article(
        article_id=own or _digest(title, text, *facts.values())[:12],
        title=title,
        text=text,
        authors=_several(meta.get("authors")) or "; ".join(done.authors) or None,
        published=day,
        published_basis=basis,
        published_evidence=evidence,
        language=_words(meta.get("language")) or "en",
        tags=_several(meta.get("tags")) or "; ".join(done.tags) or None,
        has_title=title is not None,
        n_words=len(re.findall(r"\w+(?:[’'.,-]\w+)*", text)),
        source_path=path,
        line=raw.line,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cut=(*raw.cut, *done.cut),
        **facts,
    )


def _published(
    meta: dict, done: cleaning.Cleaned, given: dt.date | None
) -> tuple[dt.date | None, str, str | None, list[str]]:
    """Day of publication with its basis and evidence: caller, metadata, address, line of the page, text, none."""
    problems = []
    if given is not None:
        return given, "user", "given by the caller", []
    if "published" in meta:
        try:
            return (
                read_day(meta["published"]),
                "metadata",
                str(meta.get("published_from") or f"published: {meta['published']}"),
                [],
            )
        except ValueError as error:
            problems.append(f"published: {error}")
    from lwj_analysis.annotate import published as inference

    if "url" in meta and isinstance(day := inference.published_from_url(str(meta["url"])), dt.date):
        return day, "url", str(meta["url"]), problems  # a year and month alone are no day
    if done.day_line:
        try:
            return read_day(re.sub(r"^\w+day,?\s+", "", done.day_line)), "text", f"line: {done.day_line}", problems
        except ValueError:
            problems.append(f"line {done.day_line!r} is no date that could be read")
    clues = inference.infer_published(done.text)
    if clues is None:
        return None, "unknown", None, problems
    return clues.day, "text" if clues.day else "unknown", clues.evidence, problems


def read_day(value: Any) -> dt.date:
    """A day from a date, an ISO string or "April 6, 2017"; numbers only as 2017-04-06. Raises ValueError naming the value."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if iso := re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?$", text):
        try:
            return dt.date.fromisoformat(iso[1])
        except ValueError:
            raise ValueError(f"{text!r} is no day of the calendar") from None
    for form in ("%Y%m%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    if parts := re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$", text):
        first, second, year = map(int, parts.groups())
        if max(first, second) > 12 >= min(first, second) or first == second:
            day, month = (first, second) if second <= 12 else (second, first)
            try:
                return dt.date(year, month, day)
            except ValueError:
                raise ValueError(f"{text!r} is no day of the calendar") from None
        raise ValueError(f"{text!r} can be read as day/month or month/day; write it as 2017-04-06")
    raise ValueError(f"{text!r} is no date that could be read; write it as 2017-04-06")


def _without_doubles(articles: list[Article]) -> tuple[list[Article], list[ReadProblem]]:
    """Second copies become problems; different articles of one id get distinct ones. In the order of the ids."""
    kept: dict[str, Article] = {}
    contents: dict[str, Article] = {}
    problems = []
    for article in sorted(articles, key=lambda a: (a.article_id, a.source_path, a.line or 0, a.sha256)):
        content = _digest(article.title, article.text, article.publisher, article.url)
        if content in contents:
            first = contents[content]
            problems.append(
                ReadProblem(
                    article.source_path,
                    "duplicate",
                    f"a second copy of {first.article_id} ({first.source_path})",
                    article.line,
                )
            )
            continue
        contents[content] = article
        if article.article_id in kept:
            other = f"{article.article_id}-{content[:6]}"
            problems.append(ReadProblem(article.source_path, "duplicate", f"article_id {article.article_id!r} is used by "
                                        f"{kept[article.article_id].source_path} for another text; called {other} here", article.line))  # fmt: skip
            article = replace(article, article_id=other)
        kept[article.article_id] = article
    return [kept[k] for k in sorted(kept)], problems


# --- small things -----------------------------------------------------------------------------------------------------


class _Empty(ValueError):
    kind = "empty"


class _Unreadable(ValueError):
    kind = "unreadable"


class _Column(ValueError):
    kind = "column"


class _PlainLoader(yaml.SafeLoader):
    """Front matter with dates left as they are written, so that a bad one can be named."""


_PlainLoader.yaml_implicit_resolvers = {
    k: [(tag, rx) for tag, rx in v if tag != "tag:yaml.org,2002:timestamp"]
    for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _row(row: Any, line: int) -> Raw:
    if not isinstance(row, dict):
        raise ValueError(f"{type(row).__name__} is no object with columns")
    if "text" not in row:
        raise ValueError(f"no column 'text' among {sorted(map(str, row))[:8]}")
    text = row["text"]
    if text is not None and not isinstance(text, str):
        raise ValueError(f"text is no string but {text!r}"[:200])
    return Raw(text or "", {k: row[k] for k in (*COLUMNS[:-1], "tags", "language") if k in row}, line)


def _need_text(columns: list) -> None:
    if "text" not in columns:
        raise _Column(f"no column 'text' among {', '.join(map(str, columns))[:200]}")


def _page_at(url: str) -> Raw:
    body, last = fetch.fetch(url)
    page = pages.read_page(body)
    return Raw(page.text, {"url": last} | page.meta, cut=page.cut)


def _plain_markdown(text: str) -> str:
    """Headings, emphasis and links without their signs; quotes and lists keep their words."""
    text = re.sub(r"^\s{0,3}#{1,6}\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)\s]+(?: \"[^\"]*\")?\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"^\s{0,3}(?:>|[-*+])\s+", "", text, flags=re.MULTILINE)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise _Unreadable(f"larger than {MAX_BYTES:,} bytes")
    if path.suffix.lower() != ".gz":
        return path.read_bytes()
    with gzip.open(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _Unreadable(f"unpacks to more than {MAX_BYTES:,} bytes")
    return data


def _kind(error: BaseException) -> str:
    if isinstance(error, fetch.Refused):
        return "refused"
    if isinstance(error, FileNotFoundError):
        return "missing"
    return getattr(error, "kind", "unreadable" if isinstance(error, (OSError, EOFError, zlib.error)) else "format")


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return Path(name[:-3]).suffix if name.endswith(".gz") else path.suffix.lower()


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _at(raw: Raw) -> str:
    return f"line {raw.line}: " if raw.line else ""


def _digest(*parts: str | None) -> str:
    return hashlib.sha256("\x1f".join(p or "" for p in parts).encode("utf-8", "replace")).hexdigest()


def _words(value: Any) -> str | None:
    if value is None or value != value:
        return None
    return " ".join(cleaning.repair(str(value)).split()) or None


def _several(value: Any) -> str | None:
    if isinstance(value, str):
        return _words(value)
    return (
        "; ".join(w for v in value or [] if (w := _words(v))) or None
        if isinstance(value, (list, tuple))
        else _words(value)
    )
