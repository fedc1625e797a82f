"""Bytes of a file -> raw articles with what the file says of them: one small reader a file kind.

A reader yields ``Raw`` and ``ReadProblem``; a row that cannot be read never stops the rows below it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lwj_analysis import pages

COLUMNS = ("article_id", "title", "authors", "published", "publisher", "url", "text")
MORE = ("tags", "language")  # read where they are there; not part of the promise
# What other tools call these things in front matter.
OTHER_NAMES = {"date": "published", "author": "authors", "id": "article_id", "lang": "language", "link": "url"}
LONGEST_MATTER = 50_000


class Unreadable(ValueError):
    """A file that is not read; ``kind`` as in ``vocabulary.PROBLEM_KIND``."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


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


def txt(data: bytes) -> Found:
    """Bare text."""
    text, problems = decode(data)
    yield from problems
    yield Raw(text)


def md(data: bytes) -> Found:
    """Markdown, perhaps with YAML front matter between two lines of ``---``."""
    text, problems = decode(data)
    yield from problems
    matter, body = _front_matter(text)
    raw = Raw(plain_markdown(body))
    if matter is not None:
        try:
            loaded = _yaml(matter)
            raw.meta = _known(loaded, OTHER_NAMES)
            raw.lines = _key_lines(matter)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            yield _problem("format", f"front matter: {_first_line(error)}", mark.line + 2 if mark else 1)
    elif re.match(r"---[ \t]*\n", text):
        yield _problem("format", "front matter has no second line of ---; the whole file is taken for text", 1)
    yield raw


def html(data: bytes) -> Found:
    """A web page; the main text and the page's own metadata."""
    if not data.strip():
        raise Unreadable("empty", "the file is empty")
    if b"\x00" in data[:8192] and data[:2] not in UTF16:
        raise Unreadable("unreadable", "the file is binary, not text")
    page = pages.read_page(data)
    yield Raw(page.text, page.meta, cut=page.cut)


def jsonl(data: bytes) -> Found:
    """One JSON object a line."""
    text, problems = decode(data)
    yield from problems
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _row(json.loads(line), number)
            except (ValueError, RecursionError) as error:
                yield _problem("format", f"line {number}: no valid JSON: {_first_line(error)}", number)


def json_(data: bytes) -> Found:
    """One object, or a list of objects; their ``line`` is their number in the list."""
    text, problems = decode(data)
    yield from problems
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("format", f"no valid JSON: {_first_line(error)}") from None
    if isinstance(loaded, list):
        yield from (_row(row, number) for number, row in enumerate(loaded, start=1))
    else:
        yield _row(loaded, None)


def csv_(data: bytes) -> Found:
    """A table with commas, semicolons, tabs or bars between the values, and quotes as spreadsheets write them."""
    text, problems = decode(data)
    yield from problems
    csv.field_size_limit(1_000_000_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    names = _names(next((row for row in rows if any(row)), []))
    start = rows.line_num + 1
    for values in rows:
        if any(v.strip() for v in values):
            if len(values) != len(names):
                told = f"line {start}: {len(values)} values for {len(names)} columns"
                yield _problem("format", told, start)
            yield _row(dict(zip(names, values, strict=False)), start)
        start = rows.line_num + 1


def parquet(data: bytes) -> Found:
    """A table; the ``line`` of an article is the number of its row."""
    import pandas as pd

    yield from _table(pd.read_parquet(io.BytesIO(data)), first=1)


def xlsx(data: bytes) -> Found:
    """A workbook: the first sheet that has a column ``text``; the ``line`` is the row as the sheet numbers it."""
    import pandas as pd

    sheets = pd.read_excel(io.BytesIO(data), sheet_name=None, engine="openpyxl", dtype=object)
    with_text = [df for df in sheets.values() if "text" in _plain(df.columns)]
    if not with_text:
        _names([c for df in sheets.values() for c in df.columns])
    yield from _table(with_text[0], first=2)


READERS: dict[str, Callable[[bytes], Found]] = {
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

UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> tuple[str, list[ReadProblem]]:
    """Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252 and a problem that says so.

    Line ends come out as line feeds. Raises Unreadable for what is binary or empty.
    """
    if not data.strip():
        raise Unreadable("empty", "the file is empty")
    if data[:2] in UTF16:
        try:
            return _line_feeds(data.decode("utf-16")), []
        except UnicodeDecodeError as error:
            raise Unreadable("encoding", f"it begins as UTF-16 but breaks at byte {error.start}") from None
    if (null := data.find(b"\x00")) >= 0:
        raise Unreadable("unreadable", f"the file is binary, not text (a NUL at byte {null})")
    try:
        return _line_feeds(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8; read as Windows-1252"
        return _line_feeds(data.decode("cp1252", errors="replace")), [_problem("encoding", told, line)]


def plain_markdown(text: str) -> str:
    """Headings, emphasis, links and quotes without their signs; list items and headings as paragraphs."""
    for pattern, words in MARKDOWN:
        text = pattern.sub(words, text)
    return text


MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE), words)
    for pattern, words in (
        (r"<!--(?:[^-]|-(?!->)){0,10000}-->", ""),
        (r"^[ ]{0,3}#{1,6}[ ]+(.*?)[ #]*$", r"\n\1\n"),
        (r"^[ ]{0,3}(?:[-*_][ ]*){3,}$|^(?:=+|-{2,})$", "\n"),
        (r"^[ ]{0,3}(?:>[ ]?)+", ""),
        (r"^[ ]*[-*+][ ]+(?=\S)", "\n"),
        (r"!\[[^\]]{0,500}\]\([^)\n]{0,2000}\)", ""),
        (r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)", r"\1"),
        (r"\[([^\]\n]{1,500})\]\[[^\]\n]{0,100}\]", r"\1"),
        (r"^[ ]{0,3}\[[^\]\n]{1,100}\]:[ ]+\S+.{0,200}$", ""),
        (r"<(https?://[^>\s]{1,2000})>", r"\1"),
        (r"(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1", r"\2"),
        (r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])", r"\2"),
        (r"(?:\\$|<br ?/?>)", ""),
        (r"\\([\\`*_{}\[\]()#+.!>-])", r"\1"),
    )
)


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ---- front matter ----------------------------------------------------------------------------------------------------


class _PlainLoader(yaml.SafeLoader):
    """Front matter with dates left as they are written, so that a bad one can be named."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
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


def _table(df, *, first: int) -> Found:
    names = _names(df.columns)
    for number, values in enumerate(df.itertuples(index=False, name=None), start=first):
        yield _row(dict(zip(names, map(_cell, values), strict=True)), number)


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


def _delimiter(text: str) -> str:
    """The sign that stands most often outside of quotes in the line of the column names."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    return max(",;\t|", key=head.count)


def _problem(kind: str, detail: str, line: int | None = None) -> ReadProblem:
    return ReadProblem("", kind, detail, line)


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
