"""Bytes -> text, whatever they are: declared, marked, mixed and wrong encodings; each repair is told.

ftfy (Speer 2019) undoes what an earlier program decoded wrongly; charset-normalizer guesses where hardly a letter is ASCII.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import IO

import ftfy
from charset_normalizer import from_bytes
from ftfy.badness import is_bad

from lwj_analysis.errors import LwjError

# Longest marks first: UTF-32's begins as UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""<meta\b[^>]{0,200}\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})|\A\s*<\?xml[^>]{0,100}encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
FEW = 0.01  # share of control bytes from which on a file is no text
FOREIGN = 0.15  # share of bytes above ASCII from which on it is not a Western text with some accents
ENOUGH = 30  # bytes above ASCII from which on a guess is worth something
SAMPLE = 20_000  # bytes that a guess looks at
NAMES = {"cp1252": "Windows-1252"}


class Unreadable(LwjError, ValueError):
    """A file that is not read; ``kind`` as in ``vocabulary.PROBLEM_KIND``."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, list[tuple[int, str]]]:
    """Bytes as text with line feeds, and what was wrong: (line, words).

    In this order: a mark of UTF-16 or UTF-32, UTF-8, what is ``declared``, UTF-16 without a mark, and line by line UTF-8 or
    another encoding. Raises Unreadable for what is binary or empty.
    """
    if not data.strip():
        raise Unreadable("empty", "the file is empty")
    if name := next((name for mark, name in MARKS if data.startswith(mark)), None):
        return _marked(data, name)
    wide = _wide(data)
    if wide and (text := _tried(data, wide)) is not None:
        return _line_feeds(text), [(1, f"{wide.upper()} without its mark")]
    data, told = _without_controls(data)
    if (text := _tried(data, "utf-8-sig")) is not None:
        return _line_feeds(text), told
    if declared and (text := _tried(data, declared)) is not None:
        return _line_feeds(text), told
    text, mixed = _by_lines(data, declared)
    return text, told + mixed


def declared_in(page: bytes) -> str | None:
    """The encoding that a page names in its head."""
    found = DECLARED.search(page[:4096])
    return (found[1] or found[2]).decode() if found else None


def mended(text: str) -> tuple[str, list[str]]:
    """Undo wrong decoding of an earlier program ("â€™" for an apostrophe) line by line; returns what looked wrong."""
    text = text.replace("\x85", "\n")  # a line end of old systems, which ftfy would take for three dots
    if text.isascii():
        return text, []
    lines, wrong = text.split("\n"), []
    for number, line in enumerate(lines):
        if not line.isascii() and is_bad(line) and (better := ftfy.fix_encoding(line)) != line:
            wrong.append(_differing(line, better))
            lines[number] = better
    return "\n".join(lines), wrong


class Lines:
    """Lines of an open file as text, each decoded by itself, so that a file of any size passes through.

    ``told`` says afterwards what was wrong: (line, words). Raises Unreadable for what is binary, empty, or has a line that
    the file refuses to give.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._other = file, ""
        self._wrong: list[int] = []
        self._dropped: list[int] = []
        self.told: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        """The lines with their line feeds; a marked UTF-16 or UTF-32 file is decoded as a whole."""
        first = self._file.readline().removeprefix(codecs.BOM_UTF8)
        if any(first.startswith(mark) for mark, _ in MARKS) or _wide(first):
            text, self.told = decode(first + self._file.read())
            yield from _kept_ends(text)
            return
        _without_controls(first)
        empty = True
        for number, line in enumerate(chain([first], iter(self._file.readline, b"")), start=1):
            empty = empty and not line.strip()
            yield from _kept_ends(_line_feeds(self._text(line, number)))
        if empty:
            raise Unreadable("empty", "the file is empty")
        self._tell(number)

    def _text(self, line: bytes, number: int) -> str:
        kept = CONTROL.sub(b"", line) if CONTROL.search(line) else line
        if len(kept) < len(line):
            self._dropped.append(number)
        try:
            return kept.decode()
        except UnicodeDecodeError:
            self._other = self._other or _guessed(kept, None)
            self._wrong.append(number)
            return kept.decode(self._other, errors="replace")

    def _tell(self, lines: int) -> None:
        if self._wrong:
            how_many, name = _how_many(len(self._wrong), lines), NAMES.get(self._other, self._other)
            self.told.append((self._wrong[0], f"line {self._wrong[0]}: not UTF-8; {how_many} as {name}"))
        if self._dropped:
            how_many = f"control bytes were dropped in {len(self._dropped)} lines"
            self.told.append((self._dropped[0], f"line {self._dropped[0]}: {how_many}"))


def _kept_ends(text: str) -> list[str]:
    """Lines with their line feeds; other signs that Python takes for line ends stand within them."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *parts[-1:]] if parts[-1] else [f"{part}\n" for part in parts[:-1]]


def _marked(data: bytes, name: str) -> tuple[str, list[tuple[int, str]]]:
    try:
        return _line_feeds(data.decode(name)), []
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", f"it begins as {name.upper()} but breaks at byte {error.start}") from None


def _wide(data: bytes) -> str | None:
    """UTF-16 of a Western text has a NUL in every second byte."""
    head = data[:SAMPLE]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) > 0.4 * len(head) / 2 > 8 * head[1 - first :: 2].count(0):
            return name
    return None


def _without_controls(data: bytes) -> tuple[bytes, list[tuple[int, str]]]:
    """A few NULs and other control bytes are dropped and told; many make a file binary."""
    found = CONTROL.search(data)
    if found is None:
        return data, []
    at, kept = found.start(), CONTROL.sub(b"", data)
    gone = len(data) - len(kept)
    if gone > FEW * len(data):
        which = "NUL" if data[at] == 0 else f"control byte 0x{data[at]:02x}"
        raise Unreadable("unreadable", f"the file is binary, not text (a {which} at byte {at})")
    line = data.count(b"\n", 0, at) + 1
    return kept, [(line, f"line {line}: {gone} control bytes were dropped, the first 0x{data[at]:02x} at byte {at}")]


def _by_lines(data: bytes, declared: str | None) -> tuple[str, list[tuple[int, str]]]:
    """Lines that are UTF-8 as such, the others in the encoding that is declared, guessed or Western."""
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(codecs.BOM_UTF8)
    lines = [(line, _tried(line, "utf-8")) for line in plain.split(b"\n")]
    other = [number for number, (_, text) in enumerate(lines) if text is None]
    name = _guessed(b"\n".join(lines[number][0] for number in other), declared)
    read = [line.decode(name, errors="replace") if text is None else text for line, text in lines]
    first = other[0]
    byte = _bad_byte(lines[first][0])
    told = f"line {first + 1}: byte 0x{byte:02x} is not UTF-8; {_how_many(len(other), len(lines))} as {NAMES.get(name, name)}"
    lost = sum(read[number].count("\ufffd") for number in other)
    return "\n".join(read), [(first + 1, told + (f", {lost} characters are lost" if lost else ""))]


def _guessed(data: bytes, declared: str | None) -> str:
    """The declared encoding if there is such a one, a guess where much is beyond ASCII, else Windows-1252."""
    if declared and _known(declared) and not declared.lower().startswith(("utf", "ascii", "us-ascii")):
        return declared
    beyond = sum(map(data[:SAMPLE].count, range(128, 256)))
    if beyond < ENOUGH or beyond < FOREIGN * len(data[:SAMPLE]):
        return "cp1252"
    best = from_bytes(data[:SAMPLE], cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"]).best()
    return best.encoding if best else "cp1252"


def _tried(data: bytes, name: str) -> str | None:
    """The text, or nothing where the bytes are not in this encoding, or there is no such encoding of text."""
    try:
        return data.decode(name) if _known(name) else None
    except (UnicodeError, ValueError):
        return None


def _known(name: str) -> bool:
    try:
        return (
            codecs.lookup(name)._is_text_encoding and "escape" not in name and name.lower() not in ("idna", "punycode")
        )
    except (LookupError, ValueError):
        return False


def _bad_byte(line: bytes) -> int:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return line[error.start]
    raise AssertionError("the line is UTF-8")


def _how_many(some: int, of: int) -> str:
    return "read" if some == of == 1 else f"{some} of {of} lines are read"


def _differing(line: str, better: str) -> str:
    """The first word that was mended."""
    pairs = zip(line.split(), better.split(), strict=False)
    return next((word for word, new in pairs if word != new), line)[:40]


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
