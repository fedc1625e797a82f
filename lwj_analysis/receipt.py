"""The receipt of a report: what it was made from, how well that was understood, and its figures, for ``lwj diff``.

No clock and no path of the machine is in it: the same articles, words, corrections and program give the same receipt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pandas as pd

from lwj_analysis import lexicon
from lwj_analysis.corrections.lines import pairs_text
from lwj_analysis.diff import FORM

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

TOTALS = tuple(
    f"{what}_{bound}"
    for what in ("killed", "wounded", "captured", "abducted", "missing")
    for bound in ("low", "best", "high")
)
FACTS = (
    "date_start",
    "date_end",
    "place",
    "country",
    "sub_event_type",
    "initiator_id",
    "target_id",
    "agreement",
    "grade",
)
SOURCES = ("missing", "unreadable", "empty", "format", "column", "refused")  # kinds of problems that cost an article


def receipt(frames: Frames, *, parameters: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The receipt of frames, as JSON can hold it: made_with, parameters, articles, lexicon, corrections, health, figures,
    incidents."""
    return {
        "form": FORM,
        "made_with": dict(frames.made_with) | {"program": _program()},
        "parameters": {k: v for k, v in (parameters or {}).items() if k != "DATA"},  # its articles are listed
        "articles": list(_articles(frames.articles)),
        "lexicon": _lexicon(),
        "corrections": list(_corrections(frames)),
        "health": [{"what": what, "n": n, "detail": detail} for what, n, detail in _health(frames)],
        "figures": {row.what: int(row.n) for row in frames.summary().itertuples()},
        "incidents": list(_incidents(frames)),
    }


def _articles(articles: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in articles.itertuples():
        yield {
            "id": row.article_id,
            "title": _word(row.title),
            "published": _word(row.published),
            "basis": row.published_basis,
            "file": _file(row.source_path),
            "sha256": row.sha256,
            "copy_of": _word(row.duplicate_of),
        }


def _file(path: object) -> str:
    """The name of the file, or the address: folders are the machine's own."""
    text = _word(path) or ""
    return text if "://" in text else PurePath(text.replace("\\", "/")).name


def _lexicon() -> dict[str, Any]:
    """Digest of the shipped words, and of each entry of the user's own files."""
    shipped = hashlib.sha256()
    for path in sorted(lexicon.SHIPPED.glob("*.toml")):
        shipped.update(path.name.encode() + path.read_bytes())
    own = lexicon.own_entries()
    return {
        "shipped": shipped.hexdigest()[:12],
        "own": {
            f"{kind}.{key}": hashlib.sha256(repr(entry).encode()).hexdigest()[:8]
            for kind, entries in sorted(own.items())
            for key, entry in sorted(entries.items())
        },
    }


def _corrections(frames: Frames) -> Iterable[dict[str, Any]]:
    """The corrections that were laid over these articles, and those that should have been."""
    book = frames.book
    for line in book.holding if book else ():
        status = book.status.get(line.id, "")
        if status and status != "its article is not among these":
            yield {
                "id": line.id,
                "action": line.action,
                "frame": line.frame,
                "article_id": line.article_id,
                "quote": line.quote,
                "change": pairs_text(line.change.items()),
                "reason": line.reason,
                "status": status,
            }


def _health(frames: Frames) -> Iterable[tuple[str, int, str]]:
    """What was not read or not understood."""
    problems, articles, said = frames.problems, frames.articles, frames.casualties
    skipped = problems[problems["article_id"].isna() & problems["kind"].isin(SOURCES)]
    told = [f"{_file(p.source_path)}: {p.detail}" for p in skipped.itertuples()]
    yield "sources skipped", len(skipped), "; ".join(told[:20]) + (" ..." if len(told) > 20 else "")
    yield "second copies left out", _n(problems["kind"] == "duplicate"), ""
    yield "near copies that no total counts", _n(articles["duplicate_of"].notna()), ""
    broken = problems["detail"].str.startswith("the article could not be parsed").fillna(False)
    yield "articles that could not be parsed", _n(broken), ""
    yield "articles without a day", _n(articles["published"].isna()), "their relative dates stay open"
    yield "dates that stay open", _n((problems["kind"] == "date") & problems["article_id"].notna()), ""
    none = said["source_type"].isin(("outlet", "unknown"))
    yield "statements of victims without a named claimant", _n(none), f"of {len(said)}"
    unread = frames.numbers["role"] == "unread"
    yield "numbers whose meaning is not known", _n(unread), f"of {len(frames.numbers)}"
    unknown = ~frames.actors["in_lexicon"].astype(bool)
    yield "names that no lexicon has", _n(unknown), f"of {len(frames.actors)}"
    yield "corrections that do not hold", _n(problems["kind"] == "correction"), ""


def _n(mask: pd.Series) -> int:
    return int(mask.sum())


def _incidents(frames: Frames) -> Iterable[dict[str, Any]]:
    """Figures of each incident, its articles and events, and the corrections that it shows."""
    events = frames.events.dropna(subset=["incident_id"]).groupby("incident_id")
    of_events = events["event_id"].agg(list).to_dict()
    of_articles = events["article_id"].agg(lambda s: sorted(set(s))).to_dict()
    for row in frames.incidents.to_dict("records"):
        key = row["incident_id"]
        yield {
            "id": key,
            "title": _word(row["title"]),
            "facts": {name: _word(row[name]) for name in FACTS if _word(row[name]) is not None},
            "totals": {name: int(row[name]) for name in TOTALS if not pd.isna(row[name])},
            "articles": of_articles.get(key, []),
            "events": of_events.get(key, []),
            "corrections": (_word(row["correction"]) or "").split("; ") if _word(row["correction"]) else [],
        }


def _word(value: object) -> str | None:
    if value is None or pd.isna(value):
        return None
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


@cache
def _program() -> str:
    """Digest of all code of the package."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
