"""What a source stands for: files, folders, globs, addresses, standard input; and how they are opened safely.

Only plain files are opened: no device, pipe or link that leads out of the folder that was named, never more than a limit.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from lwj_analysis import decoding, fetch, kinds, pages
from lwj_analysis.errors import shown
from lwj_analysis.kinds import Raw, ReadProblem, Unreadable

Load = Callable[[], kinds.Found]
T = TypeVar("T")
NOTES = ("README", "LICENSE", "LICENCE", "CHANGELOG")
DENSEST = 100  # times its packed size that a file may unpack to; texts pack to a third or a tenth
MOST_TOLD = 1_000  # problems of one kind that are told of one file, each by itself
MOST_BROKEN = 1_000_000  # problems after which a file is no table of articles


def places(source: str, stdin: IO | None = None) -> Iterator[tuple[str, Load]]:
    """The places a source stands for, as they are shown, each with what reads it or raises Unreadable."""
    for path, load in _places(source, stdin):
        yield shown_path(path), load


def shown_path(path: str) -> str:
    """A path from the working folder on where it lies below it, so that no row depends on the machine, in one line."""
    if path == "-" or "://" in path:
        return shown(path)
    absolute, here = Path(path).absolute(), Path.cwd()
    return shown((absolute.relative_to(here) if absolute.is_relative_to(here) else Path(path)).as_posix())


def found_by(load: Callable[[], Iterator[T]], *, line: int | None = None) -> Iterator[T | ReadProblem]:
    """What a reader finds; whatever a broken file or row (of that line) makes a parser raise, the others are read."""
    try:
        yield from load()
    except Exception as error:
        kind, told = _told(error)
        yield ReadProblem("", kind, f"line {line}: {told}" if line else told, line)


def first_problems(found: Iterable[T | ReadProblem]) -> Iterator[T | ReadProblem]:
    """What was found in a file; of thousands of problems of one kind the first, and how many more there are.

    Memory holds the problems: a packed file of a few bytes could have millions of rows that are nothing.
    """
    told: Counter[str] = Counter()
    for one in found:
        if isinstance(one, ReadProblem):
            told[one.kind] += 1
            if told.total() > MOST_BROKEN:
                yield ReadProblem("", "refused", f"{MOST_BROKEN:,} problems; the rest of the file is left")
                break
            if told[one.kind] > MOST_TOLD:
                continue
        yield one
    yield from (
        ReadProblem("", kind, f"{n - MOST_TOLD:,} more of this kind in this file")
        for kind, n in told.items()
        if n > MOST_TOLD
    )


def _places(source: str, stdin: IO | None) -> Iterator[tuple[str, Load]]:
    if source == "-":
        yield source, partial(_standard_input, stdin)
    elif re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE):
        yield source, partial(_page_at, source)
    elif os.path.isdir(source):
        yield from _folder(Path(source))
    elif os.path.lexists(source):
        yield source, partial(_file, Path(source))
    else:
        found = _fitting(source)
        if not found:
            yield source, partial(_refuse, "missing", "no such file or folder, and no file fits it")
        for path in found:
            yield from _folder(path) if path.is_dir() else [(str(path), partial(_file, path))]


def _fitting(pattern: str) -> list[Path]:
    """What fits a glob, hidden files aside; links to folders are not followed."""
    if not re.search(r"[*?[]", pattern):
        return []
    path = Path(pattern)
    root = Path(path.anchor) if path.is_absolute() else Path()
    try:
        found = sorted(root.glob(str(path.relative_to(root) if path.is_absolute() else path)))
    except (ValueError, NotImplementedError):
        return []
    return [p for p in found if not _hidden(Path(*p.parts[len(_fixed(path).parts) :]))]


def _fixed(pattern: Path) -> Path:
    """The part of a glob before its first sign."""
    parts = pattern.parts
    return Path(*parts[: next(n for n, part in enumerate(parts) if re.search(r"[*?[]", part))])


def _folder(folder: Path) -> Iterator[tuple[str, Load]]:
    """The files below a folder, hidden ones aside. A README tells of the folder, and is no article."""
    errors: list[OSError] = []
    paths, inside = [], folder.resolve()
    for at, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not _hidden(Path(name))]
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        paths += [Path(at, name) for name in (*names, *links) if not _hidden(Path(name))]
    for error in errors:
        yield str(error.filename), partial(_raise, error)
    if not paths and not errors:
        yield str(folder), partial(_refuse, "empty", "the folder holds no file")
    for path in sorted(paths):
        yield str(path), _of_folder(path, inside)


def _of_folder(path: Path, inside: Path) -> Load:
    """What reads a file that nobody named himself."""
    if path.is_symlink():
        if not os.path.exists(path):
            return partial(_refuse, "missing", "a link that leads nowhere")
        if path.is_dir():
            return partial(_refuse, "refused", "a link to a folder; name that folder itself to read it")
        if not path.resolve().is_relative_to(inside):
            return partial(_refuse, "refused", "a link that leads out of the folder; name the file itself to read it")
    if path.stem.upper() in NOTES:
        told = "taken for a note on the folder, not for an article; name the file itself to read it"
        return partial(_refuse, "refused", told)
    return partial(_file, path)


def _file(path: Path) -> kinds.Found:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if suffix in kinds.REFUSED:
        raise Unreadable("refused", f"{suffix} is not read; {kinds.REFUSED[suffix]}")
    if suffix not in kinds.READERS:
        read = ", ".join(kinds.READERS)
        what = shown(suffix) or "a file without an ending"
        raise Unreadable("refused", f"{what} is not read; these are, each also as .gz: {read}")
    most = kinds.LIMITS.get(suffix, kinds.LARGEST)
    with _opened(path) as plain, contextlib.ExitStack() as stack:
        if path.suffix.lower() == ".gz":
            packed = os.fstat(plain.fileno()).st_size
            file = stack.enter_context(gzip.open(plain))
            yield from kinds.READERS[suffix](Limited(file, min(most, max(kinds.LARGEST, DENSEST * packed))))
        else:
            yield from kinds.READERS[suffix](Limited(plain, most))


def _opened(path: Path) -> IO[bytes]:
    """A plain file, opened without waiting for the other end of a pipe."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    kind = os.fstat(number).st_mode
    if stat.S_ISREG(kind):
        return os.fdopen(number, "rb")
    os.close(number)
    what = next((name for test, name in SPECIAL if test(kind)), "no file")
    raise Unreadable("refused", f"{what}, no plain file; what comes from a pipe is read with -")


SPECIAL = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISDIR, "a folder"),
)


class Limited:
    """An open file that gives ``most`` bytes and no line longer than ``kinds.LONGEST_LINE``, else raises Unreadable."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most, self._left = file, most, most

    def read(self) -> bytes:
        """All that is left."""
        return self._counted(self._file.read(self._left + 1))

    def readline(self) -> bytes:
        """The next line with its end."""
        line = self._file.readline(kinds.LONGEST_LINE + 1)
        if len(line) > kinds.LONGEST_LINE:
            raise Unreadable("unreadable", f"a line has more than {kinds.LONGEST_LINE:,} bytes")
        return self._counted(line)

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable("unreadable", f"more than {self._most:,} bytes, unpacked; split it")
        return data


def _standard_input(stdin: IO | None) -> kinds.Found:
    stream = stdin or sys.stdin
    data = getattr(stream, "buffer", stream).read(kinds.LARGEST + 1)
    if len(data) > kinds.LARGEST:
        raise Unreadable("unreadable", f"more than {kinds.LARGEST:,} bytes on standard input; split it")
    yield from kinds.txt(io.BytesIO(data if isinstance(data, bytes) else data.encode("utf-8", "replace")))


def _page_at(url: str) -> kinds.Found:
    page = fetch.fetch(url)
    fetch.keep(page, asked=url, folder=fetch.pages_folder())
    declared = page.charset or decoding.declared_in(page.data)
    text, problems = kinds.decode(page.data, declared=declared)
    yield from problems
    if page.kind == "text/plain":
        yield Raw(text, {"url": page.url})
        return
    read = pages.read_page(text)
    yield Raw(read.text, {"url": page.url} | read.meta, cut=read.cut)


def _refuse(kind: str, detail: str) -> kinds.Found:
    raise Unreadable(kind, detail)


def _raise(error: Exception) -> kinds.Found:
    raise error


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _told(error: Exception) -> tuple[str, str]:
    """Kind and words of an error, without paths of the machine."""
    if isinstance(error, Unreadable):
        return error.kind, str(error)
    if isinstance(error, fetch.Refused):
        return "refused", str(error)
    if isinstance(error, OSError) and error.strerror:
        return ("missing" if isinstance(error, FileNotFoundError) else "unreadable"), error.strerror
    return "unreadable", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
