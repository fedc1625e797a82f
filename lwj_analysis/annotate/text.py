"""The text of a Doc, joined once: spaCy puts it together from its tokens anew each time it is asked for."""

from __future__ import annotations

from spacy.tokens import Doc

KEY = "lwj_text"


def text_of(doc: Doc) -> str:
    """``doc.text``, kept with the Doc."""
    text = doc.user_data.get(KEY)
    if text is None:
        text = doc.user_data[KEY] = doc.text
    return text
