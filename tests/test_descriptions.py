"""Names inside an article: acronyms, spellings, surnames, descriptions and pronouns, on passages of our own."""

import json
import re

import pytest
from paths import SENTENCES

PASSAGES = [json.loads(line) for line in (SENTENCES / "descriptions.jsonl").open(encoding="utf-8")]
PERSONAL = {"he", "his", "him", "she", "her"}  # neither asked for nor punished


def span(text, words):
    """Where the words stand; "it#2" is the second "it"."""
    words, _, nth = words.partition("#")
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    return found[int(nth or 1) - 1].span()


def at(doc, words):
    start, end = span(doc.text, words)
    return next((m for m in doc._.lwj.mentions if m.start < end and start < m.end), None)


def judged(doc, passage):
    """Every tie between words of a passage: (words, right, asked for, given)."""
    mentions = doc._.lwj.mentions
    rows, told = [], []
    for words, name in passage["refers"]:
        mention = at(doc, words)
        given = mention is not None and any(m.actor_id == mention.actor_id for m in mentions if m is not mention)
        target = at(doc, name) if name else None
        right = given and target is not None and target.actor_id == mention.actor_id
        rows.append((words, right, name is not None, given))
        told.append(span(doc.text, words))
    for mention in mentions:
        text = doc.text[mention.start : mention.end]
        inside = any(mention.start < end and start < mention.end for start, end in told)
        tied = any(m.actor_id == mention.actor_id for m in mentions if m is not mention)
        if mention.basis == "description" and tied and not inside and text.lower() not in PERSONAL:
            rows.append((text, False, False, True))
    return rows


def unlisted(doc, passage):
    """The names that no lexicon has: (name, as expected)."""
    rows = []
    for name, kind in passage.get("unlisted", ()):
        mention = at(doc, name)
        actor = mention and doc._.lwj.actors[mention.actor_id]
        rows.append((name, bool(actor) and not actor.in_lexicon and actor.type == kind))
    return rows


def score(read, half):
    """Precision and recall of the ties, share of the unlisted names found with their type."""
    right = asked = given = new = found = 0
    for passage in PASSAGES:
        if passage["half"] != half:
            continue
        doc = read(passage["text"])
        for _, is_right, is_asked, is_given in judged(doc, passage):
            right, asked, given = right + is_right, asked + is_asked, given + is_given
        rows = unlisted(doc, passage)
        new, found = new + len(rows), found + sum(ok for _, ok in rows)
    return right / given, right / asked, found / new


@pytest.mark.parametrize(("half", "floor"), [("tune", (0.96, 0.99, 0.83)), ("held", (0.97, 0.97, 0.99))])
def test_floor(read, half, floor):
    scores = score(read, half)
    assert all(got >= wanted for got, wanted in zip(scores, floor, strict=True)), scores
