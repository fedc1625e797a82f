"""How much of re3d's organisations and places is found: ``python benchmarks/re3d.py re3d.jsonl``.

One JSON object a line: ``text`` and ``gold.entities`` with ``type``, ``start``, ``end``, ``text``. The texts go through the
pipeline as they are, so that the offsets fit. A span is found if a row overlaps it. Asked are the Organisation spans that
hold a capital letter once an article is taken off: pronouns and "the regime" fall out. The finders were tuned with these
texts at hand.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import lwj_analysis as lwj
from lwj_analysis import lexicon
from lwj_analysis.annotate.pipeline import article_doc
from lwj_analysis.annotate.words import Vocabulary

ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
FIGHTING = {"armed_group", "state_force"}


def main() -> None:
    """Print the shares and the twenty commonest misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    documents = read(parser.parse_args().path)
    scores = score(documents)
    for name, share in scores.items():
        if isinstance(share, dict):
            print(f"{name:24} {share['found']:5} of {share['n']:5}  {share['found'] / share['n']:.3f}")
    print("commonest misses:", "; ".join(f"{text} ({n})" for text, n in scores["misses"]))


def read(path: Path) -> list[dict]:
    """The documents of the file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score(documents: list[dict]) -> dict:
    """What was asked (``n``) and ``found``, over all documents, and the twenty commonest ``misses`` with their number.

    ``groups_and_forces`` are the organisations that name an armed group or a force, ``numbers_read``
    the rows of ``numbers`` whose role is known.
    """
    nlp, is_fighting = lwj.build_nlp(), _fighting()
    names = ("organisations", "groups_and_forces", "places", "numbers_read")
    shares = {name: {"n": 0, "found": 0} for name in names}
    misses: Counter[str] = Counter()
    for document in documents:
        found = nlp(article_doc(nlp, document["text"]))._.lwj
        for span in _named(document, "Organisation"):
            hit = _overlaps(span, found.mentions)
            _count(shares["organisations"], hit)
            if is_fighting(span["text"]):
                _count(shares["groups_and_forces"], hit)
            if not hit:
                misses[_bare(span["text"])] += 1
        for span in _named(document, "Location"):
            _count(shares["places"], _overlaps(span, found.places))
        for number in found.numbers:
            _count(shares["numbers_read"], number.role != "unread")
    return shares | {"misses": sorted(misses.items(), key=lambda m: (-m[1], m[0]))[:20]}


def _named(document: dict, kind: str) -> list[dict]:
    return [e for e in document["gold"]["entities"] if e["type"] == kind and re.search("[A-Z]", _bare(e["text"]))]


def _bare(text: str) -> str:
    return ARTICLE.sub("", text, count=1) if ARTICLE.match(text) else text


def _overlaps(span: dict, rows: Iterable) -> bool:
    return any(row.start < span["end"] and span["start"] < row.end for row in rows)


def _count(share: dict, hit: bool) -> None:
    share["n"] += 1
    share["found"] += hit


def _fighting():
    """Whether words name an armed group or a force of the lexicon, or a nation and its force ("Syrian air force")."""
    words = Vocabulary(lexicon.load())
    forces = [
        f for e in words.lexicon.speakers.values() if e.actor_type == "state_force" and not e.in_name for f in e.forms
    ]
    force = re.compile(rf"\W+(?:\w+\W+)?(?:{'|'.join(map(re.escape, forces))})\b", re.IGNORECASE)

    def is_fighting(text: str) -> bool:
        for hit in words.names.find(text):
            if any(s.kind == "actors" and words.lexicon.actors[s.key].type in FIGHTING for s in hit.values):
                return True
            if any(s.kind == "demonym" for s in hit.values) and force.match(text, hit.end):
                return True
        return False

    return is_fighting


if __name__ == "__main__":
    main()
