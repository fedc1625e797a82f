"""Names of private persons, blacked out in every frame before anything is counted, drawn or written.

Private is a person whom no lexicon has: leaders, spokesmen and officials that the shipped lexicon or the user's own names are
public. A name is blacked out wherever it stands, in full, as a surname, in ids, file names and addresses; the bar has one
length, and offsets follow it. Article ids and hashes are made anew: a name could be guessed and tried against the old ones.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace

import pandas as pd

from lwj_analysis import lexicon
from lwj_analysis.blackout import BAR, Blacked, Forms, Span, pattern
from lwj_analysis.corrections import Book
from lwj_analysis.schema import FRAMES

SHORTEST = 3  # letters of a part of a name that is looked for by itself
POINTS = ("start", "end", "source_start", "source_end", "cue_start", "cue_end")
KINDS = ("actors", "sources", "places", "countries", "peoples", "placewords")  # lexicons whose words are public
HASHED = re.compile(r"[0-9a-f]{12}(-[0-9a-f]{6})?")  # an article id that was made of the article's words
HIDDEN = ("quote", "prefix", "suffix", "article_id", "title", "source_path", "row_id", "reason")  # of a correction
Tables = dict[str, pd.DataFrame]


def persons(tables: Tables, book: Book | None) -> tuple[Tables, Book | None, tuple[str, ...]]:
    """Frames and corrections without the names of private persons, and the forms that were blacked out.

    Actors and incidents have still to be joined anew from the rows.
    """
    private = _private(tables)
    named = _named(tables, private)
    hashed = sorted(a for a in tables["articles"]["article_id"] if HASHED.fullmatch(a))
    own = {a: f"article-{n:04}" for n, a in enumerate(hashed, 1)}
    first = dict.fromkeys([*tables["mentions"]["actor_id"], *sorted(private)])
    ids = {a: f"person:{n}" for n, a in enumerate((a for a in first if a in private), 1)}
    red = Forms(_forms(tables, named), ids | own)
    local = _local_parts(tables, named)
    texts = {
        row.article_id: Blacked(
            row.text or "", [*red.spans(row.text or ""), *_local_spans(tables, row, local, private)]
        )
        for row in tables["articles"].itertuples()
    }
    scrub = _Scrub(red, {a: _local_redaction(parts) for a, parts in local.items()}, _public_names(tables, private))
    made = {name: _redacted(name, df, texts, scrub) for name, df in tables.items()}
    made["actors"] = made["actors"].assign(
        name=[_bar_name(i, name) for i, name in zip(made["actors"]["actor_id"], made["actors"]["name"], strict=True)]
    )
    return {name: FRAMES[name].check(df) for name, df in made.items()}, _of_book(book, red), red.forms


def _private(tables: Tables) -> set[str]:
    actors = tables["actors"]
    unknown = (actors["actor_type"] == "person") & ~actors["in_lexicon"].astype(bool)
    return set(actors.loc[unknown, "actor_id"])


def _named(tables: Tables, private: set[str]) -> dict[str, set[str]]:
    """The names of each private person: as the actor is called, and as texts name it; authors stand for themselves."""
    actors, said = tables["actors"], tables["mentions"]
    named: dict[str, set[str]] = defaultdict(set)
    for row in actors[actors["actor_id"].isin(private)].itertuples():
        named[row.actor_id].add(row.name)
    for row in said[said["actor_id"].isin(private) & (said["basis"] != "description")].itertuples():
        named[row.actor_id].add(row.text)
    for authors in tables["articles"]["authors"].dropna():
        for author in authors.split("; "):
            if " " in author and author.casefold() not in _public()[1]:
                named[f"author:{author}"].add(author)
    return {k: {" ".join(n.split()) for n in names if n != n.lower()} for k, names in named.items()}


def _public() -> tuple[set[str], set[str]]:
    """The words of all names in the lexicons, and the whole names."""
    known = lexicon.load()
    names = {
        name.casefold()
        for kind in KINDS
        for entry in known.tables.get(kind, {}).values()
        for name in (getattr(entry, "name", None), *getattr(entry, "aliases", ()))
        if name
    }
    return {word for name in names for word in re.findall(r"[^\W\d_]+", name)}, names


def _forms(tables: Tables, named: dict[str, set[str]]) -> tuple[str, ...]:
    """Whole names, and parts of them that can be nobody else's and are no common words."""
    public, common = _public()[0], _common(tables)
    towns = {w for name in tables["places"]["name"].dropna() for w in _parts(name)}
    found = {name for names in named.values() for name in names}
    for name in list(found):
        found |= {
            p
            for p in _parts(name)
            if len(p) >= SHORTEST and p.casefold() not in public | common and p not in towns and p[0].isupper()
        }
    return tuple(sorted(found))


def _common(tables: Tables) -> set[str]:
    """Words that the articles also write small."""
    return {w for text in tables["articles"]["text"] for w in re.findall(r"[^\W\d_]+", text or "") if w.islower()}


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", name)


def _local_parts(tables: Tables, named: dict[str, set[str]]) -> dict[str, set[str]]:
    """In the articles that name a private person, any part of the name, even one that others have too."""
    common = _common(tables)
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables["mentions"].itertuples():
        for name in named.get(row.actor_id, ()):
            found[row.article_id] |= {
                p for p in _parts(name) if p[0].isupper() and len(p) >= SHORTEST and p.casefold() not in common
            }
    return found


def _local_spans(tables: Tables, article, local: dict[str, set[str]], private: set[str]) -> list[Span]:
    """Parts of names that stand in no other actor's and no place's name."""
    finder = pattern(local.get(article.article_id, ()))
    if finder is None:
        return []
    said, places = tables["mentions"], tables["places"]
    said = said[(said["article_id"] == article.article_id) & ~said["actor_id"].isin(private)]
    said = said[said["basis"] != "description"]
    places = places[places["article_id"] == article.article_id]
    taken = [(int(r.start), int(r.end)) for df in (said, places) for r in df.itertuples()]
    spans = [m.span() for m in finder.finditer(article.text or "")]
    return [(s, e) for s, e in spans if not any(s < b and a < e for a, b in taken)]


def _local_redaction(parts: set[str]) -> Forms:
    return Forms(tuple(sorted(parts)))


def _public_names(tables: Tables, private: set[str]) -> dict[str, set[str]]:
    """The names of other actors and places in each article."""
    found: dict[str, set[str]] = defaultdict(set)
    said = tables["mentions"]
    for df in (said[~said["actor_id"].isin(private) & (said["basis"] != "description")], tables["places"]):
        for row in df.itertuples():
            found[row.article_id].add(row.text)
    return found


@dataclass(frozen=True)
class _Scrub:
    """Blacks out cells that are no span of an article's text."""

    red: Forms
    local: dict[str, Forms]
    public: dict[str, set[str]]

    def __call__(self, cell: str, article_id: str | None) -> str:
        made = self.red.text(cell)
        here = self.local.get(article_id) if article_id else None
        if here is None or any(name in cell for name in self.public.get(article_id, ())):
            return made
        return here.text(made)


def _redacted(name: str, df: pd.DataFrame, texts: dict[str, Blacked], scrub: _Scrub) -> pd.DataFrame:
    articles = list(df["article_id"]) if "article_id" in df else [None] * len(df)
    articles = [a if isinstance(a, str) else None for a in articles]
    made: dict[str, list] = {}
    for column in [c for c in POINTS if c in df]:
        made[column] = [
            texts[a].place(int(at), end=column.endswith("end")) if a and not pd.isna(at) else at
            for a, at in zip(articles, df[column], strict=True)
        ]
    for column in [c.name for c in FRAMES[name].columns if c.type == "text" and c.values is None]:
        if name == "articles" and column == "text":
            made[column] = [texts[a].text for a in articles]
        elif column == "text":
            made[column] = [
                texts[a].text[s:e] if a and not pd.isna(s) else cell
                for a, s, e, cell in zip(articles, made["start"], made["end"], df["text"], strict=True)
            ]
        else:
            made[column] = [
                scrub(cell, a) if isinstance(cell, str) else cell for a, cell in zip(articles, df[column], strict=True)
            ]
    if name == "articles":
        made["sha256"] = [hashlib.sha256(text.encode()).hexdigest() for text in made["text"]]
        made["title"] = [
            _title(old, texts[a], cell) for a, old, cell in zip(articles, df["title"], made["title"], strict=True)
        ]
        made["authors"] = [_authors(cell) for cell in df["authors"]]
    if name == "problems":  # words that were cut are no part of the article: nobody has looked for names in them
        made["detail"] = [
            f"{cell.partition(':')[0]}: {BAR}" if kind == "cut" else cell
            for kind, cell in zip(df["kind"], made["detail"], strict=True)
        ]
    return df.assign(**{c: pd.Series(values, index=df.index, dtype=df[c].dtype) for c, values in made.items()})


def _title(old: object, text: Blacked, scrubbed: object) -> object:
    """The title as it begins the text now."""
    first = text.text.partition("\n\n")[0]
    return first if isinstance(old, str) and text.old.partition("\n\n")[0] == old else scrubbed


def _authors(cell: object) -> object:
    """Bylines name private persons, unless a lexicon has the name."""
    if not isinstance(cell, str):
        return cell
    return "; ".join(dict.fromkeys(a if a.casefold() in _public()[1] else BAR for a in cell.split("; ")))


def _bar_name(actor_id: str, name: str) -> str:
    kind, _, number = actor_id.partition(":")
    return f"{BAR} {number}" if kind == "person" and number.isdigit() else name


def _of_book(book: Book | None, red: Forms) -> Book | None:
    """The corrections without names and without who made them."""
    if book is None:
        return None
    hide = red.text
    lines = [
        replace(
            li,
            **{c: hide(getattr(li, c)) for c in HIDDEN},
            by="", cells={}, facts={},
            change={k: hide(v) if isinstance(v, str) else v for k, v in li.change.items()},
            was={k: hide(v) if isinstance(v, str) else v for k, v in li.was.items()},
        )
        for li in book.lines
    ]  # fmt: skip
    return Book(book.path, lines, [], [], {k: hide(v) for k, v in book.status.items()})
