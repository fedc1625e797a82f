"""In which language a text is: its script, then its commonest small words (``lexicons/languages.toml``)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from lwj_analysis import lexicon

ENGLISH = "en"
LEAST = 0.1  # share of small words in any prose; English has three times as many
SURE = 40  # words from which on a text without English small words is told not to be English, whatever else it is
FEWEST = 6  # words from which on small words prove anything
SAMPLE = 200_000  # characters that are looked at: the beginning and the end of a longer text
SCRIPTS = {
    "Latin": r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]",
    "Cyrillic": r"[\u0400-\u052f]",
    "Arabic": r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]",
    "Hebrew": r"[\u0590-\u05ff]",
    "Greek": r"[\u0370-\u03ff]",
    "Devanagari": r"[\u0900-\u097f]",
    "Bengali": r"[\u0980-\u09ff]",
    "Thai": r"[\u0e00-\u0e7f]",
    "Myanmar": r"[\u1000-\u109f]",
    "Ethiopic": r"[\u1200-\u137f]",
    "Kana": r"[\u3040-\u30ff]",
    "CJK": r"[\u4e00-\u9fff]",
    "Hangul": r"[\uac00-\ud7af]",
}


def of(text: str, *, told: str | None = None) -> tuple[str | None, bool, str | None]:
    """Code of the language (``None``: not known), whether to read the text as English, and what to tell of it.

    What the text shows counts before what its source says (``told``): a page's template may be in another language. A
    text that shows nothing is read as English, unless its source names another language.
    """
    text = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[-SAMPLE // 2 :]
    known = lexicon.load().languages
    words = re.findall(r"[^\W\d_]+", text.casefold())
    shares, script = _shares(words), _script(text)
    if script in ("Latin", None) and (not words or shares.get(ENGLISH, 0) >= LEAST):
        return (ENGLISH if words else None), True, None
    found = _likeliest(known, shares, script, len(words))
    if found is None and len(words) < SURE:
        found = (told or "")[:2].lower() or None
    if found == ENGLISH or (found is None and len(words) < SURE):
        return found, True, None
    if found is None:
        return None, True, "the text does not look like English; its rows are not to be trusted"
    name = known[found].name if found in known else f"in the language {found!r}"
    return found, False, f"the text is {name}, not English; it is kept, and nothing is read from it"


def _likeliest(known: dict, shares: dict[str, float], script: str | None, n_words: int) -> str | None:
    """The language of the script with most small words, or the only one of the script."""
    of_script = [code for code, entry in known.items() if entry.script == script]
    if len(of_script) == 1:
        return of_script[0]
    best = max(of_script, key=lambda code: shares.get(code, 0), default=None)
    return best if best and n_words >= FEWEST and shares.get(best, 0) >= LEAST else None


def _shares(words: list[str]) -> dict[str, float]:
    """Language -> share of the words that are its small words."""
    found: Counter[str] = Counter()
    speakers = _speakers(lexicon.load().digest)
    for word, n in Counter(words).items():
        for code in speakers.get(word, ()):
            found[code] += n
    return {code: n / len(words) for code, n in found.items()}


@lru_cache(maxsize=2)
def _speakers(digest: str) -> dict[str, tuple[str, ...]]:
    """Word -> the languages that have it among their small words."""
    entries = lexicon.load().languages.items()
    words = {word for _, entry in entries for word in entry.words}
    return {word: tuple(code for code, entry in entries if word in entry.words) for word in words}


def _script(text: str) -> str | None:
    """The script of most letters. Japanese has many Chinese characters: a tenth of kana is enough."""
    counts = {name: len(re.findall(letters, text)) for name, letters in SCRIPTS.items()}
    if counts["Kana"] * 10 > counts["CJK"] and counts["Kana"] > counts["Latin"] / 10:
        return "Kana"
    return max(counts, key=counts.get) if any(counts.values()) else None
