"""What hangs on a word in the parse."""

from __future__ import annotations

from spacy.tokens import Token


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """What a word has with one of these prepositions ("the shelling *of a base*"), in the order of the text."""
    return [p for c in token.children if c.lower_ in prepositions for p in c.children if p.dep_ == "pobj"]


def object_of(token: Token, *prepositions: str) -> Token | None:
    """The first of them."""
    return next(iter(objects_of(token, *prepositions)), None)


def stands_for_another(token: Token) -> bool:
    """The "that" of "the attack on Jaiba follows that of 18 June on Largu": a second thing of the kind of the subject."""
    if token.lower_ not in ("that", "those") or token.pos_ not in ("PRON", "DET") or token.dep_ not in COMPARED:
        return False
    return any(c.dep_ == "prep" and c.i == token.i + 1 for c in token.children)


COMPARED = ("dobj", "pobj", "attr", "oprd")
