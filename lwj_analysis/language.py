"""In which language a text is, by py3langid (Lui & Baldwin 2012); the only door to it."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
NOT_TOLD = ("pcm", "zxx")  # Nigerian Pidgin, which the model sees in Nigerian English; no language at all
SURE = 0.6  # probability from which on a text is another language than English
FEWEST = 6  # words from which on the text is asked, and not only its source
COMMON = {"the", "of", "and", "that", "was", "were", "with", "by", "from"}  # a fifth of the words of English prose
COMMON_SHARE, COMMON_FEWEST = 0.1, 5  # of these, from which on the slow model need not be asked
SAMPLE = 20_000  # characters that are looked at: the beginning and the end of a longer text


def of(text: str, *, told: str | None = None) -> tuple[str | None, bool, str | None]:
    """Code of the language (ISO 639; ``None``: not known), whether to read the text as English, and what to tell of it.

    What the text shows counts before what its source says (``told``): a page's template may be in another language. A
    text that shows nothing is read as English, unless its source names another language.
    """
    text = text if len(text) <= SAMPLE else f"{text[: SAMPLE // 2]} {text[-SAMPLE // 2 :]}"
    letters = re.sub(r"[\W\d_]+", " ", text).strip()
    words = letters.lower().split()
    if sum(word in COMMON for word in words) >= max(COMMON_FEWEST, COMMON_SHARE * len(words)):
        return ENGLISH, True, None
    found, share = _model().classify(text) if letters else (None, 0.0)
    ours = 2 * sum(c.isascii() for c in letters) > len(letters)  # in letters that English is written with
    if found != ENGLISH and ours and (share < SURE or len(words) < FEWEST):
        found = _known(told) or (ENGLISH if letters else None)
    if found in (ENGLISH, None):
        return found, True, None
    return found, False, f"the text is {_name(found)}, not English; it is kept, and nothing is read from it"


@cache
def _model() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([label for label in model.labels if label not in NOT_TOLD])
    return model


def _known(told: str | None) -> str | None:
    """The language that a source names, as ``en`` or ``en-GB``, if there is one."""
    code = re.match(r"[a-z]{2}(?![a-z])", (told or "").lower())
    return code[0] if code and _name(code[0]) != code[0] else None


def _name(code: str) -> str:
    try:
        return Locale.parse(code).english_name
    except UnknownLocaleError:
        return code
