"""An open file -> raw articles with what the file says of them: one small reader a file kind.

A reader yields ``Raw`` and ``ReadProblem``; a row that cannot be read never stops the rows below it. Lines and tables are
streamed; what has to be read as a whole has a limit (``LARGEST``).
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any

import yaml

from lwj_analysis import decoding, pages
from lwj_analysis.decoding import Unreadable

COLUMNS = ("article_id", "title", "authors", "published", "publisher", "url", "text")
MORE = ("tags", "language")  # read where they are there; not part of the promise
# What other tools call these things in front matter.
OTHER_NAMES = {"date": "published", "author": "authors", "id": "article_id", "lang": "language", "link": "url"}
LONGEST_MATTER = 50_000
MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576  # rows of a sheet
BATCH = 64  # rows of a Parquet file that are unpacked at once
LARGEST = 10_000_000  # bytes of a file of one article; an article of 100,000 words has 600,000
LONGEST_ARTICLE = 1_000_000  # characters; the language model takes no more
LARGEST_WHOLE = 200_000_000  # bytes, unpacked, of a table that has to be read as a whole
LARGEST_TABLE = 2_000_000_000  # bytes of a table that is read row by row
LONGEST_LINE = 20_000_000


@dataclass(frozen=True)
class ReadProblem:
    """Something that could not be read; ``kind`` as in ``vocabulary.PROBLEM_KIND``."""

    source_path: str
    kind: str
    detail: str
    line: int | None = None


@dataclass
class Raw:
    """What a reader finds before cleaning: text, metadata, where it stood, and the lines of single facts."""

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    cut: list[tuple[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


Found = Iterator[Raw | ReadProblem]


def txt(file: IO[bytes]) -> Found:
    """Bare text."""
    text, problems = decode(file.read())
    yield from problems
    yield Raw(text)


def md(file: IO[bytes]) -> Found:
    """Markdown, perhaps with YAML front matter between two lines of ``---``."""
    text, problems = decode(file.read())
    yield from problems
    matter, body = _front_matter(text)
    raw = Raw(plain_markdown(body))
    if matter is not None:
        try:
            loaded = _yaml(matter)
            raw.meta = _known(loaded, OTHER_NAMES)
            raw.lines = _key_lines(matter)
        except Exception as error:  # a value that is not what its tag says raises anything
            mark = getattr(error, "problem_mark", None)
            yield _problem("format", f"front matter: {_first_line(error)}", mark.line + 2 if mark else 1)
    elif re.match(r"---[ \t]*\n", text):
        yield _problem("format", "front matter has no second line of ---; the whole file is taken for text", 1)
    yield raw


def html(file: IO[bytes]) -> Found:
    """A web page; the main text and the page's own metadata."""
    data = file.read()
    text, problems = decode(data, declared=decoding.declared_in(data))
    yield from problems
    page = pages.read_page(text)
    yield Raw(page.text, page.meta, cut=page.cut)


def jsonl(file: IO[bytes]) -> Found:
    """One JSON object a line."""
    lines = decoding.Lines(file)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _row(json.loads(line), number)
            except (ValueError, RecursionError) as error:
                yield _problem("format", f"line {number}: no valid JSON: {_first_line(error)}", number)
    yield from (_problem("encoding", told, number) for number, told in lines.told)


def json_(file: IO[bytes]) -> Found:
    """One object, or a list of objects; their ``line`` is their number in the list."""
    text, problems = decode(file.read())
    yield from problems
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("format", f"no valid JSON: {_first_line(error)}") from None
    if isinstance(loaded, list):
        yield from (_row(row, number) for number, row in enumerate(loaded, start=1))
    else:
        yield _row(loaded, None)


def csv_(file: IO[bytes]) -> Found:
    """A table with commas, semicolons, tabs or bars between the values, and quotes as spreadsheets write them."""
    csv.field_size_limit(LONGEST_LINE)
    lines = decoding.Lines(file)
    flow = iter(lines)
    skipped, head = next((n, line) for n, line in enumerate(flow) if line.strip())
    quotes = Counter()
    rows = csv.reader(_counted(chain([head], flow), quotes), delimiter=_delimiter(head))
    names = _names(next(rows))
    start = last = skipped + rows.line_num + 1
    for values in _until_broken(rows):
        if isinstance(values, csv.Error):
            yield _problem("format", f"line {start}: {values}; nothing below it is read", start)
        elif any(v.strip() for v in values):
            if len(values) != len(names):
                told = f"line {start}: {len(values)} values for {len(names)} columns"
                yield _problem("format", told, start)
            yield _row(dict(zip(names, values, strict=False)), start)
            last = start
        start = skipped + rows.line_num + 1
    if quotes['"'] % 2:
        told = "the quotes of the table are odd in number; if one is never closed, the last value holds all that follows it"
        yield _problem("format", f"line {last}: {told}", last)
    yield from (_problem("encoding", told, number) for number, told in lines.told)


def _counted(lines: Iterable[str], quotes: Counter[str]) -> Iterator[str]:
    """The lines; their quotes are counted."""
    for line in lines:
        quotes['"'] += line.count('"')
        yield line


def _until_broken(rows: Iterator[list[str]]) -> Iterator[list[str] | csv.Error]:
    """The rows of a table, and the error that ends them where there is one."""
    try:
        yield from rows
    except csv.Error as error:
        yield error


def parquet(file: IO[bytes]) -> Found:
    """A table; the ``line`` of an article is the number of its row."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(io.BytesIO(file.read()))
    named = table.schema_arrow.names
    _names(named)
    wanted = [name for name in named if str(name).strip().casefold() in (*COLUMNS, *MORE)]
    number, left = 0, LARGEST_WHOLE
    for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
        for row in batch.to_pylist():
            number += 1
            left -= sum(len(cell) for cell in row.values() if isinstance(cell, (str, bytes)))
            if left < 0:
                raise Unreadable("unreadable", f"row {number}: more than {LARGEST_WHOLE:,} bytes, unpacked; split it")
            yield _row({name.strip().casefold(): _cell(value) for name, value in row.items()}, number)


def xlsx(file: IO[bytes]) -> Found:
    """A workbook: the first sheet that has a column ``text``; the ``line`` is the row as the sheet numbers it."""
    import openpyxl

    data = io.BytesIO(file.read())
    _check_package(data)
    with contextlib.closing(openpyxl.load_workbook(data, read_only=True, data_only=True)) as book:
        columns: list = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its size need not be so
            head = next(sheet.iter_rows(max_row=1, values_only=True), ())
            columns += head
            if "text" in (names := _plain(head)):
                if len(names) > MOST_COLUMNS:
                    told = f"{len(names):,} columns; a table of articles has {MOST_COLUMNS:,} at most"
                    raise Unreadable("unreadable", told)
                rows = sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(names), values_only=True)
                yield from _sheet(names, rows)
                return
        _names([c for c in columns if c is not None])


def _sheet(names: list[str], rows: Iterable[tuple]) -> Found:
    """The rows below the head; empty ones are left."""
    for number, values in enumerate(rows, start=2):
        if values.count(None) < len(values):
            yield _row(dict(zip(names, map(_cell, values), strict=False)), number)


def _check_package(data: IO[bytes]) -> None:
    """A workbook is a zip of XML: refuse what unpacks to too much, or declares entities."""
    with zipfile.ZipFile(data) as package:
        size = sum(member.file_size for member in package.infolist())
        if size > LARGEST_WHOLE:
            raise Unreadable("unreadable", f"unpacks to more than {LARGEST_WHOLE:,} bytes; split it")
        for member in package.infolist():
            with package.open(member) as part:
                if b"<!DOCTYPE" in part.read(65_536).replace(b"\x00", b""):
                    raise Unreadable("unreadable", f"{member.filename} declares XML entities, which no workbook does")
    data.seek(0)


READERS: dict[str, Callable[[IO[bytes]], Found]] = {
    ".txt": txt,
    ".md": md,
    ".html": html,
    ".htm": html,
    ".jsonl": jsonl,
    ".json": json_,
    ".csv": csv_,
    ".parquet": parquet,
    ".xlsx": xlsx,
}
# Bytes that a file may have, unpacked; LARGEST for the others.
LIMITS = {
    ".jsonl": LARGEST_TABLE,
    ".csv": LARGEST_TABLE,
    ".json": LARGEST_WHOLE,
    ".parquet": LARGEST_WHOLE,
    ".xlsx": LARGEST_WHOLE,
}
# Kinds that are refused, with the way to something that is read.
REFUSED = {
    ".pdf": "make text of it first, for example with pdftotext, and look it over",
    ".docx": "save it as plain text or HTML first",
    ".doc": "save it as plain text or HTML first",
    ".odt": "save it as plain text or HTML first",
    ".rtf": "save it as plain text first",
    ".epub": "save it as HTML first",
    ".xls": "save it as .xlsx or .csv first",
    ".ods": "save it as .xlsx or .csv first",
    ".tsv": "name it .csv; tabs between the values are understood",
    ".xml": "save the articles as HTML or JSON first",
    ".zip": "unpack it first",
    ".tar": "unpack it first",
    ".7z": "unpack it first",
}


# ---- bytes and text --------------------------------------------------------------------------------------------------


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, list[ReadProblem]]:
    """Bytes as text, and problems of kind ``encoding``; see ``decoding.decode``."""
    text, told = decoding.decode(data, declared=declared)
    return text, [_problem("encoding", words, line) for line, words in told]


def plain_markdown(text: str) -> str:
    """Headings, emphasis, links and quotes without their signs; list items and headings as paragraphs."""
    text = _without_comments(text)
    for pattern, words in MARKDOWN:
        text = pattern.sub(words, text)
    return text


def _without_comments(text: str) -> str:
    """Without ``<!-- ... -->``; one that is never closed stays."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


# What a link leads to; none of these patterns looks far behind a sign that is never closed.
TARGET = r"\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)"
MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE), words)
    for pattern, words in (
        (r"^[ ]{0,3}#{1,6}[ ]+(.*)$", lambda heading: f"\n{heading[1].rstrip(' #')}\n"),
        (r"^[ ]{0,3}(?:[-*_][ ]*){3,}$|^(?:=+|-{2,})$", "\n"),
        (r"^[ ]{0,3}(?:>[ ]?)+", ""),
        (r"^[ ]*[-*+][ ]+(?=\S)", "\n"),
        (rf"!\[[^\[\]]{{0,500}}\]{TARGET}", ""),
        (rf"\[([^\[\]\n]{{1,500}})\]{TARGET}", r"\1"),
        (r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,100}\]", r"\1"),
        (r"^[ ]{0,3}\[[^\]\n]{1,100}\]:[ ]+\S+.{0,200}$", ""),
        (r"<(https?://[^<>\s]{1,2000})>", r"\1"),
        (r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1", r"\2"),
        (r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])", r"\2"),
        (r"(?:\\$|<br ?/?>)", ""),
        (r"\\([\\`*_{}\[\]()#+.!>-])", r"\1"),
    )
)


# ---- front matter ----------------------------------------------------------------------------------------------------


class _PlainLoader(yaml.SafeLoader):
    """Front matter with dates left as they are written, so that a bad one can be named, and no merging of tables.

    Merged tables of merged tables would grow without end.
    """


_LEFT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge")
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag not in _LEFT]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _front_matter(text: str) -> tuple[str | None, str]:
    begins = re.match(r"---[ \t]*\n", text)
    ends = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, begins.end()) if begins else None
    if not ends or ends.start() > LONGEST_MATTER:
        return None, text
    return text[begins.end() : ends.start()], text[ends.end() :]


def _yaml(matter: str) -> dict:
    loaded = yaml.load(matter, Loader=_PlainLoader)
    if not isinstance(loaded, (dict, type(None))):
        raise ValueError("it is no list of names and values")
    return loaded or {}


def _key_lines(matter: str) -> dict[str, int]:
    """In which line of the file each name of the front matter stands; its first line is the second of the file."""
    found = {}
    for number, line in enumerate(matter.split("\n"), start=2):
        if key := re.match(r"([\w-]+)\s*:", line):
            name = key[1].casefold()
            found.setdefault(OTHER_NAMES.get(name, name), number)
    return found


# ---- tables and objects ----------------------------------------------------------------------------------------------


def _cell(value: Any) -> Any:
    if hasattr(value, "tolist"):  # an array or scalar of numpy
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [v for v in value if v is not None]
    return None if value is None or value != value else value


def _row(row: Any, line: int | None) -> Raw | ReadProblem:
    at = f"line {line}: " if line else ""
    if not isinstance(row, dict):
        return _problem("format", f"{at}{type(row).__name__} is no object with columns", line)
    known = _known(row, {})
    if "text" not in known:
        return _problem("column", f"{at}no column 'text' among {_listed(row)}", line)
    text = known.pop("text")
    if text is not None and not isinstance(text, str):
        return _problem("format", f"{at}column text: {str(text)[:80]!r} is no text", line)
    return Raw(text or "", known, line)


def _known(row: dict, other_names: dict[str, str]) -> dict[str, Any]:
    """The columns that are read, whatever the case of their names; other columns are left."""
    plain = {str(key).strip().casefold(): value for key, value in row.items()}
    renamed = {other_names.get(key, key): value for key, value in plain.items()} | plain
    return {key: renamed[key] for key in (*COLUMNS, *MORE) if key in renamed}


def _names(columns: Iterable) -> list[str]:
    names = _plain(columns)
    if "text" not in names:
        raise Unreadable("column", f"no column 'text' among {_listed(columns)}")
    return names


def _plain(columns: Iterable) -> list[str]:
    return [str(c).strip().casefold() for c in columns]


def _listed(columns: Iterable) -> str:
    return ", ".join(map(str, columns))[:200] or "none at all"


def _delimiter(head: str) -> str:
    """The sign that stands most often outside of quotes in the line of the column names."""
    outside = re.sub(r'"[^"]*"', "", head)
    return max(",;\t|", key=outside.count)


def _problem(kind: str, detail: str, line: int | None = None) -> ReadProblem:
    return ReadProblem("", kind, detail, line)


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
