"""What finders ask an article for again and again, taken from the Doc once: its text, its words and where they stand.

spaCy makes all of this anew each time it is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc


def text_of(doc: Doc) -> str:
    """``doc.text``."""
    return _kept(doc, "lwj_text", lambda: doc.text)


def words_in(doc: Doc) -> list[str]:
    """The words of all tokens."""
    return _kept(doc, "lwj_words", lambda: [token.text for token in doc])


def lower_words(doc: Doc) -> list[str]:
    """The words of all tokens in lower case, as ``Token.lower_`` has them."""
    return _kept(doc, "lwj_lower_words", lambda: [token.lower_ for token in doc])


def bounds_of(doc: Doc) -> tuple[list[int], list[int]]:
    """Where each token starts and ends, in characters."""
    return _kept(doc, "lwj_bounds", lambda: ([t.idx for t in doc], [t.idx + len(t) for t in doc]))


def paragraph_of(doc: Doc, char: int) -> int:
    """The number of empty lines before a character."""
    return bisect_right(_kept(doc, "lwj_breaks", lambda: [m.end() for m in re.finditer("\n\n", text_of(doc))]), char)


def _kept(doc: Doc, key: str, make):
    found = doc.user_data.get(key)
    if found is None:
        found = doc.user_data[key] = make()
    return found
