"""New articles put into the folder of articles: dropped files, a pasted text, the page at an address; and what was read.

Nothing that is there is written over. Each file is written beside and moved, so that a killed process leaves no half file.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import yaml

from lwj_analysis import decoding, fetch, lexicon, pages, sources, unseen
from lwj_analysis.errors import BadValue, Taken
from lwj_analysis.read import read_day
from lwj_analysis.store import Frames

LONGEST = 80  # characters of a file's name
BYTES = 200  # in UTF-8; systems take 255 with the ending, the number and what stands before a file in the making
LONGEST_ENDING = 10
DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # no names for files on Windows
NOT_READ = ("missing", "unreadable", "empty", "format", "column", "refused", "encoding", "duplicate", "date", "other")
COSTS = ("missing", "unreadable", "empty", "format", "column", "refused", "duplicate")  # no article comes of it
ARTICLE_COLUMNS = ["title", "published", "known_from", "clues", "words", "words_cut", "file"]


@dataclass(frozen=True)
class Kept:
    """A file that was put into the folder, what there is to say of it, and whether it was written just now."""

    path: Path
    told: str = "new"
    written: bool = False


def folder_of(data: object) -> Path | None:
    """The folder that articles go into: the first folder of ``DATA``; ``None`` if it names none."""
    named = [data] if isinstance(data, (str, Path)) else list(data)
    return next((Path(n) for n in named if "://" not in str(n) and Path(n).is_dir()), None)


def keep_file(folder: Path, name: str, data: bytes) -> Kept:
    """Put a file into the folder. The same file again is not written; another one of the same name gets a number."""
    name = safe_name(name)
    stem, dot, ending = name.partition(".")
    for number in range(1, 1000):
        path = folder / (name if number == 1 else f"{stem}-{number}{dot}{ending}")
        if not path.exists():
            _write(path, data)
            other = f"{name} is there with other words; kept beside it as {path.name}"
            return Kept(path, "new" if number == 1 else other, written=True)
        if path.is_file() and path.read_bytes() == data:
            return Kept(path, "was there already")
    raise Taken(f"{folder / name}: a thousand files of this name; give it another one")


def keep_text(
    folder: Path, text: str, *, title: str = "", published: str = "", publisher: str = "", url: str = ""
) -> Kept:
    """Put a pasted text into the folder. Raises ValueError for an empty text or what is no day."""
    if not re.search(r"\w", text):
        raise BadValue("there is no text yet: paste the article into the large field")
    given = {"title": title, "published": published, "publisher": publisher, "url": url}
    known = {k: " ".join(v.split()) for k, v in given.items() if v.strip()}
    if "published" in known:
        known["published"] = read_day(known["published"]).isoformat()
    text = text.replace("\r\n", "\n").strip() + "\n"
    name = known.get("title") or text.split("\n", 1)[0]
    if not known:
        return keep_file(folder, f"{slug(name)}.txt", text.encode())
    if "title" not in known and _headed(text):
        known["title"], text = (part.strip() for part in text.split("\n", 1))
    matter = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return keep_file(folder, f"{slug(name)}.md", f"---\n{matter}---\n\n{text}".encode())


def keep_page(folder: Path, address: str) -> Kept:
    """Put the page at an address into the folder, with its address. Raises Refused, OSError, ValueError."""
    address = address.strip()
    page = fetch.fetch(address if "://" in address else f"https://{address}")
    parts = urlsplit(page.url)
    words = [w for w in re.split(r"[/.]", parts.path) if w not in ("", "html", "htm", "index", "php")]
    name = slug(f"{parts.hostname} {' '.join(words[-2:])}")
    text, _ = decoding.decode(page.data, declared=page.charset)
    if page.kind == "text/plain":
        return keep_text(folder, text, url=page.url)
    if not pages.read_page(text).meta.get("url"):
        link = f'<link rel="canonical" href="{html.escape(page.url)}">'
        text, found = re.subn(r"(<head\b[^>]*>)", lambda m: m[1] + link, text, count=1, flags=re.IGNORECASE)
        text = text if found else link + text
    return keep_file(folder, f"{name}.html", text.encode())


def without_use(frames: Frames, kept: Iterable[Kept]) -> list[Kept]:
    """The files written just now of which no article came: refused, unreadable, empty, or copies of what is there."""
    problems = frames.problems
    costly = set(problems.loc[problems["kind"].isin(COSTS), "source_path"])
    read = set(frames.articles["source_path"])
    shown = ((k, sources.shown_path(str(k.path))) for k in kept if k.written)
    return [k for k, path in shown if path in costly and path not in read]


def take_back(kept: Iterable[Kept]) -> None:
    """Take files out of the folder again that were written just now: each later reading would complain of them."""
    for one in kept:
        if not one.written:
            raise Taken(f"{one.path} was there before; it stays")
        one.path.unlink(missing_ok=True)


def what_was_read(frames: Frames, kept: Iterable[Path]) -> dict[str, pd.DataFrame]:
    """What became of the files: ``articles`` (title, day and its basis, words, what was cut), ``cut``, ``not_read`` (kind,
    why, file; copies are among them), ``names`` (as of ``unseen``: those that no other article has and no lexicon)."""
    paths = {sources.shown_path(str(p)) for p in kept}
    articles = frames.articles[frames.articles["source_path"].isin(paths)]
    ids = set(articles["article_id"])
    problems = frames.problems[frames.problems["source_path"].isin(paths)]
    cut = problems[problems["kind"] == "cut"]
    why = problems[problems["kind"].isin(NOT_READ) & (problems["sentence_id"].isna())]
    titles = frames.articles.set_index("article_id")["title"]
    near = [
        (f"nearly the same as “{titles.get(c.duplicate_of)}”; no total counts it", c.source_path)
        for c in articles.dropna(subset=["duplicate_of"]).itertuples()
    ]
    rows = [{"kind": p.kind, "why": p.detail, "file": p.source_path} for p in why.itertuples()]
    said = frames.mentions[frames.mentions["basis"] != "description"]
    elsewhere = set(said.loc[~said["article_id"].isin(ids), "actor_id"])
    names = unseen.names(frames.tables)
    here = set(said.loc[said["article_id"].isin(ids), "actor_id"])
    return {
        "articles": pd.DataFrame(
            {
                "title": articles["title"],
                "published": articles["published"],
                "known_from": articles["published_basis"],
                "clues": articles["published_evidence"],
                "words": articles["n_words"],
                "words_cut": articles["n_cut_words"],
                "file": articles["source_path"],
            },
            columns=ARTICLE_COLUMNS,
        ),
        "cut": cut["detail"]
        .str.split(": ", n=1, expand=True)
        .reindex(columns=[0, 1])
        .set_axis(["reason", "words"], axis=1),
        "not_read": pd.DataFrame(
            [*rows, *({"kind": "near copy", "why": told, "file": file} for told, file in near)],
            columns=["kind", "why", "file"],
        ),
        "names": names[names["actor_id"].isin(here - elsewhere)].reset_index(drop=True),
    }


def add_to_lexicon(toml: str, folder: Path) -> Path:
    """Put tables into the user's ``actors.toml``; returns the file. Raises LexiconError for what breaks a rule there."""
    if not toml.strip():
        raise BadValue("there is no table yet: choose a name")
    path = folder / "actors.toml"
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    with tempfile.TemporaryDirectory() as trial:
        for file in folder.glob("*.toml") if folder.is_dir() else ():
            shutil.copy(file, trial)
        (Path(trial) / "actors.toml").write_text(before + toml.strip() + "\n", encoding="utf-8")
        if wrong := lexicon.problems(Path(trial)):
            raise lexicon.LexiconError("\n".join(w.replace(f"{trial}{os.sep}", "") for w in wrong))
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, (before + toml.strip() + "\n").encode())
    return path


def safe_name(name: str) -> str:
    """A file's name without folders, hidden beginnings and signs or names that a system may not take."""
    base = re.split(r"[/\\]", name)[-1]
    base = re.sub(r"[^\w.()+,’' -]+", "-", base).strip(" .-_") or "article.txt"
    if DEVICE.match(base):
        base = f"article-{base}"
    stem, dot, ending = base.rpartition(".")
    return f"{_clipped(stem)}{dot}{ending}" if dot and len(ending) <= LONGEST_ENDING else _clipped(base)


def _clipped(words: str) -> str:
    """As much of a name as systems take, who count bytes."""
    return words[:LONGEST].encode()[:BYTES].decode(errors="ignore")


def slug(words: str) -> str:
    """Words as a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST].strip("-") or (
        "text-" + hashlib.sha256(words.encode()).hexdigest()[:8]
    )


def _headed(text: str) -> bool:
    """Whether a headline stands above the text: one line without a full stop, then an empty line."""
    first, found, rest = text.partition("\n\n")
    return bool(found and rest.strip() and "\n" not in first and not first.rstrip().endswith((".", "!", ":")))


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    beside.write_bytes(data)
    beside.replace(path)
