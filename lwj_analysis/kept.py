"""``Store``: what has been parsed before, on disk, and the frames of the last run, to be asked in SQL.

Parsed rows are keyed by the article, wherever it lies, and by what made them (code, lexicons, model). Each article is first
a file of its own, written beside and moved, so that a killed process loses the article in work and nothing else; a few
hundred such files become one Parquet part. Parts are never changed, so any number of processes may read and write at once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import secrets
import shutil
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from lwj_analysis import files
from lwj_analysis.errors import BadValue, NoFile, NotAllowed
from lwj_analysis.locks import take_lock
from lwj_analysis.schema import FRAMES

if TYPE_CHECKING:
    from lwj_analysis.frames import Rows
    from lwj_analysis.read import Article

PACK = 500  # articles that become a part
NEW, PARTS, RUNS, CURRENT = "new", "parts", "frames", "current"
SCHEMA = pa.schema([("key", pa.string()), ("made", pa.string()), ("rows", pa.binary())])
MADE = "made.json"


def default_folder() -> Path | None:
    """``$LWJ_CACHE``, else the user's cache folder; ``None`` where the variable is empty: nothing is kept."""
    named = os.environ.get("LWJ_CACHE")
    return None if named == "" else Path(named or platformdirs.user_cache_dir("lwj_analysis"))


def ask(sql: str, values: Iterable[Any] = (), **tables: pa.Table) -> list[tuple]:
    """Ask tables in memory in SQL (DuckDB), by their names; nothing is written anywhere."""
    import duckdb

    with duckdb.connect(config={"temp_directory": ""}) as db:
        for name, table in tables.items():
            db.register(name, table)
        return db.execute(sql, list(values)).fetchall()


class Store:
    """Rows of articles in a folder, and the frames that were written there.

    ``made`` says what makes the rows (versions and digests); rows that something else made are not given out. A store of
    no folder keeps nothing. Reading needs no lock; what a reader does not find is parsed again.
    """

    def __init__(self, folder: str | Path | None, *, made: dict[str, str] | None = None) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.made = made or {}
        self.tools = hashlib.sha256(json.dumps(self.made, sort_keys=True).encode()).hexdigest()[:12]
        self._parts: dict[str, tuple[Path, int]] = {}  # article and tools -> part, row
        self._read: set[str] = set()

    # ---- rows of articles ----

    def get(self, article: Article) -> Rows | None:
        """The rows, or ``None`` if they are not there or damaged (then the article is parsed again)."""
        return next(rows for _, rows in self.get_all([article]))

    def get_all(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Rows | None]]:
        """Each article with its rows or ``None``, a part read once; not in the order given."""
        if self.folder is None:
            yield from ((article, None) for article in articles)
            return
        self._look()
        in_parts: dict[Path, list[tuple[int, Article]]] = {}
        not_found = []
        for article in articles:
            if place := self._parts.get(self._name(article)):
                in_parts.setdefault(place[0], []).append((place[1], article))
            elif (rows := _unpacked(_bytes(self._file(article)))) is not None:
                yield article, _from_here(article, rows)
            else:
                not_found.append(article)
        if not_found:
            self._look()  # another process may have packed them since
        for article in not_found:
            if place := self._parts.get(self._name(article)):
                in_parts.setdefault(place[0], []).append((place[1], article))
            else:
                yield article, None
        for part, wanted in sorted(in_parts.items()):
            yield from _rows_of_part(part, wanted)

    def put(self, article: Article, rows: Rows) -> None:
        """Keep the rows of an article: on disk when this returns."""
        if self.folder is None:
            return
        made = self.folder / NEW / f"{self.tools}.json"
        try:
            if not made.is_file():
                _write(made, json.dumps(self.made, sort_keys=True).encode())
            _write(self._file(article), gzip.compress(json.dumps(rows).encode(), compresslevel=1, mtime=0))
        except OSError as error:
            told = f"{self.folder}: nothing can be kept there ({error.strerror or error})"
            raise NotAllowed(f"{told}; make room, or name another folder, or none, in $LWJ_CACHE") from error

    def outdated(self, articles: Iterable[Article]) -> tuple[int, list[str]]:
        """How many articles are kept, but made by something else, and what has changed since (``lexicon``, ``code`` ...)."""
        if self.folder is None or not self.folder.is_dir():
            return 0, []
        self._look()
        others: dict[str, set[str]] = {}
        for name in (*self._parts, *(p.name.removesuffix(".json.gz") for p in (self.folder / NEW).glob("*/*.gz"))):
            key, _, tools = name.partition("-")
            others.setdefault(key, set()).add(tools)
        kept = [others.get(_key(article), set()) for article in articles]
        old = [tools for tools in kept if tools and self.tools not in tools]
        last = Counter(t for tools in old for t in tools).most_common(1)
        before = self._made_by(last[0][0]) if last else {}
        return len(old), sorted(what for what in self.made if before.get(what) != self.made[what]) if last else []

    def pack(self, *, least: int = PACK) -> int:
        """Make parts of articles' files, ``least`` or more at a time; returns how many articles went into parts.

        One process packs at a time; another one that wants to goes on without.
        """
        if self.folder is None or not (self.folder / NEW).is_dir():
            return 0
        with _alone(self.folder) as mine:
            if not mine:
                return 0
            self._look()
            waiting = sorted((self.folder / NEW).glob(f"*/*-{self.tools}.json.gz"))
            packed = 0
            while len(waiting) - packed >= least:
                some = waiting[packed : packed + max(least, PACK)]
                self._write_part([p for p in some if p.name.removesuffix(".json.gz") not in self._parts])
                for path in some:
                    path.unlink(missing_ok=True)
                packed += len(some)
            for left in filter(_is_old, self.folder.glob(".part-*")):  # of a killed process
                shutil.rmtree(left, ignore_errors=True)
            return packed

    def pack_these(self, articles: Iterable[Article]) -> None:
        """Make one part of the files of these articles, for a worker that has just put them here; needs no lock."""
        paths = [path for article in articles if (path := self._file(article)).is_file()]
        self._write_part(paths)
        for path in paths:
            path.unlink(missing_ok=True)

    def without_file(self, articles: Iterable[Article]) -> list[Article]:
        """Those that do not lie here as files of their own; parts are not looked at, so it costs the same in any store."""
        return [article for article in articles if _unpacked(_bytes(self._file(article))) is None]

    def has_part_of(self, articles: Iterable[Article]) -> bool:
        """Whether ``pack_these`` has made the part of just these articles, and it can be read."""
        return _is_whole(self._part_of(_key(article) for article in articles))

    # ---- frames ----

    def write(self, tables: dict[str, pd.DataFrame]) -> Path:
        """Put the frames of a run where ``query`` finds them, in the place of those before; all of them or none."""
        if self.folder is None:
            raise BadValue("this store has no folder to write to")
        run = self.folder / RUNS / secrets.token_hex(6)
        files.write(tables, run, format="parquet", made_with=self.made)
        _write(self.folder / RUNS / CURRENT, run.name.encode())
        for other in (self.folder / RUNS).iterdir():
            if other.is_dir() and other != run and _is_old(other):
                shutil.rmtree(other, ignore_errors=True)
        return run

    def query(self, sql: str) -> pd.DataFrame:
        """Ask the frames in SQL (DuckDB): every frame is a table. They stay on disk; only the answer is loaded.

        The frames are those of the last run that wrote into this store, or those that ``lwj parse --out`` wrote into the
        folder. Raises FileNotFoundError if there are none, ValueError if the question is wrong.
        """
        import duckdb

        folder = self._frames()
        with duckdb.connect() as db:
            for name in FRAMES:
                place = str(folder / f"{name}.parquet").replace("'", "''")
                db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{place}')")
            try:
                return db.execute(sql).df()
            except duckdb.Error as error:
                raise BadValue(f"the question could not be answered: {error}") from error

    def _frames(self) -> Path:
        if self.folder is not None:
            current = _bytes(self.folder / RUNS / CURRENT)
            for folder in (*([self.folder / RUNS / current.decode()] if current else ()), self.folder):
                if (folder / "articles.parquet").is_file():
                    return folder
        raise NoFile(f"{self.folder}: no frames here yet; write them with lwj parse SOURCE --store DIR")

    # ---- files ----

    def _name(self, article: Article) -> str:
        return f"{_key(article)}-{self.tools}"

    def _file(self, article: Article) -> Path:
        name = self._name(article)
        return self.folder / NEW / name[:2] / f"{name}.json.gz"

    def _made_by(self, tools: str) -> dict[str, str]:
        places = [self.folder / NEW / f"{tools}.json", *(self.folder / PARTS).glob(f"{tools}-*/{MADE}")]
        return next((made for place in places if (made := _loaded(_bytes(place)))), {})

    def _look(self) -> None:
        """Take in the parts that are new since the last look."""
        for part in sorted((self.folder / PARTS).glob("*-*")):
            if part.name not in self._read:
                self._parts |= {f"{key}-{made}": (part, at) for at, (key, made) in enumerate(_names_of_part(part))}
                self._read.add(part.name)

    def _write_part(self, paths: list[Path]) -> None:
        rows = [(*path.name.removesuffix(".json.gz").split("-"), _bytes(path)) for path in paths]
        rows = [row for row in rows if _unpacked(row[2]) is not None]
        if not rows:
            return
        keys, made, packed = zip(*rows, strict=True)
        beside = self.folder / f".part-{secrets.token_hex(6)}"
        beside.mkdir()
        table = pa.table([list(keys), list(made), list(packed)], schema=SCHEMA)
        pq.write_table(table, beside / "rows.parquet", compression="none", use_dictionary=False)
        (beside / MADE).write_text(json.dumps(self.made, sort_keys=True), encoding="utf-8")
        (self.folder / PARTS).mkdir(exist_ok=True)
        part = self._part_of(keys)
        if part.is_dir() and not _is_whole(part):
            shutil.rmtree(part)
        try:
            beside.rename(part)
        except OSError:
            if not part.is_dir():
                raise
            shutil.rmtree(beside)  # another process has just made the same part

    def _part_of(self, keys: Iterable[str]) -> Path:
        return self.folder / PARTS / f"{self.tools}-{hashlib.sha256(''.join(keys).encode()).hexdigest()[:16]}"


def _key(article: Article) -> str:
    """Of all that the rows are made of. The path is not: the same folder has another one as seen from a notebook."""
    return hashlib.sha256(repr(astuple(replace(article, source_path="", line=None))).encode()).hexdigest()[:32]


def _from_here(article: Article, rows: Rows | None) -> Rows | None:
    """The rows with the path and the line at which the article stands now."""
    place = {"source_path": article.source_path, "line": article.line}
    for row in (*rows.get("articles", ()), *rows.get("problems", ())) if rows else ():
        row.update({name: value for name, value in place.items() if name in row})
    return rows


def _names_of_part(part: Path) -> Iterable[tuple[str, str]]:
    """Article and tools of each row; none if the part is damaged: its articles are parsed again."""
    names = _column_of(part, ["key", "made"])
    return zip(*(column.to_pylist() for column in names.columns), strict=True) if names is not None else ()


def _is_whole(part: Path) -> bool:
    return _column_of(part, list(SCHEMA.names)) is not None


def _rows_of_part(part: Path, wanted: list[tuple[int, Article]]) -> Iterator[tuple[Article, Rows | None]]:
    table = _column_of(part, ["rows"])
    for at, article in wanted:
        yield article, _from_here(article, _unpacked(table["rows"][at].as_py())) if table is not None else None


def _column_of(part: Path, columns: list[str]) -> pa.Table | None:
    try:
        return pq.read_table(part / "rows.parquet", columns=columns)
    except (OSError, pa.ArrowException):
        return None


def _unpacked(packed: bytes | None) -> Any:
    try:
        return None if packed is None else json.loads(gzip.decompress(packed))
    except (OSError, EOFError, ValueError, zlib.error):
        return None


def _loaded(written: bytes | None) -> Any:
    try:
        return None if written is None else json.loads(written)
    except ValueError:
        return None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Write beside and move: another process sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _is_old(run: Path) -> bool:
    """An hour old: nobody who asked for it before the last one came still reads it."""
    return run.stat().st_mtime < pd.Timestamp.now().timestamp() - 3600


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether the lock is ours; the system lets go of it when the process ends, however it ends."""
    with (folder / "lock").open("a+b") as handle:
        yield take_lock(handle)
