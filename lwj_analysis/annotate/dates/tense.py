"""Whether the verb that a date goes with speaks of what is to come."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

Future = Callable[[int, int], bool | None]

_EXPECTING = frozenset(
    [
        "due",
        "set",
        "schedule",
        "expect",
        "plan",
        "slate",
        "intend",
        "vow",
        "hope",
        "want",
        "likely",
        "prepare",
        "promise",
        "threaten",
        "go",
    ]
)
_PAST_WORDS = re.compile(
    r"(?<!be )(?<!been )\b(?:was|were|had|has|have|did|said|told|made|took|came|fell|began|broke|struck|shot|went|left|"
    r"\w{2,}ed)\b"
)


def future_by_parse(doc: Doc) -> Future:
    """A question to the parse: does the verb governing the characters from start to end speak of the future?

    The answer is ``None`` where no finite verb governs them.
    """

    def ask(start: int, end: int) -> bool | None:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return None
        for token in (span.root, *span.root.ancestors):
            answer = _of_verb(token) if token.pos_ in ("VERB", "AUX") else None
            if answer is not None:
                return answer
        return None

    return ask


def future_by_words(before: str, after: str, future: re.Pattern) -> bool:
    """The nearest words of the same clause that tell past from future, those before the date first."""
    clause = re.split(r"[;:]|\b(?:but|while|although|because)\b", before)[-1]
    coming = [m.end() for m in future.finditer(clause)]
    gone = [m.end() for m in _PAST_WORDS.finditer(clause)]
    if coming or gone:
        return max(coming, default=-1) > max(gone, default=-1)
    clause = re.split(r"[;:]|\b(?:but|while|although|because|that|which|who)\b", after)[0]
    coming = [m.start() for m in future.finditer(clause)]
    gone = [m.start() for m in _PAST_WORDS.finditer(clause)]
    return bool(coming) and coming[0] < min(gone, default=10**6)


def _of_verb(verb: Token) -> bool | None:
    """True or false for a finite verb, ``None`` for one that takes its time from the verb above it."""
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    if helpers & {"will", "'ll", "’ll", "shall", "wo"}:
        return True
    if "to" in helpers:
        return True if _expected(verb) else None
    if helpers & {"has", "have", "had", "was", "were", "did", "would", "could", "might"} or verb.tag_ == "VBD":
        return False
    if verb.tag_ in ("VBZ", "VBP"):
        marks = {t.lower_ for t in verb.children if t.dep_ in ("mark", "advmod")}
        return bool(marks & {"before", "until", "till"}) or (
            (verb.lemma_ in _EXPECTING and not _goes_on(verb)) or (bool(helpers & {"is", "are"}) and _due(verb))
        )
    if helpers & {"is", "are"}:
        return _due(verb)
    return None


def _goes_on(verb: Token) -> bool:
    """ "On Tuesday, the text goes on, three men entered a checkpoint"."""
    return verb.lemma_ == "go" and any(c.lower_ == "on" and c.dep_ in ("advmod", "prt") for c in verb.children)


def _expected(verb: Token) -> bool:
    """ "Is due to", "are expected to", "plans to"; not "was due to"."""
    head = verb.head
    if head.i == verb.i:
        return False
    past = {t.lower_ for t in (head, *head.children, *head.head.children)} & {"was", "were", "had"}
    return not past and (head.lemma_.lower() in _EXPECTING or head.lower_ in ("is", "are"))


def _due(verb: Token) -> bool:
    """ "Is scheduled for", "are due"."""
    return verb.lemma_.lower() in _EXPECTING
