"""Finds names in text whatever the spelling: hyphens, apostrophes, accents, Arabic articles, full stops in acronyms.

Case counts: a capital in the name asks for a capital in the text, an acronym for capitals throughout. The longest name
wins, so that no short name is found inside a longer one.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
POSSESSIVE = re.compile(r"['’‘ʼ]s$", re.IGNORECASE)
GAP = re.compile(r"(?: \(|[ \t\u00a0\u202f]?[-‐–—]?[ \t\u00a0\u202f]?\n?|['’‘ʼ][ \u00a0]?|[/.&])")
ARTICLES = {"el", "ul", "ad", "ash", "as", "an", "az", "at", "ar"}
PARTICLES = {"the", "al", "of", "in", "and", "for", "to", "e", "i", "wal", "bin", "ibn", "ul", "el", "du", "de", "s"}
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´.")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, folded for comparison; ``start`` and ``end`` leave a possessive 's out."""

    folded: str
    start: int
    end: int
    capital: bool
    upper: bool
    stop: int  # end with the possessive


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text and what it stands for (one value for each entry that has the name)."""

    start: int
    end: int
    values: tuple[Any, ...]


class Names:
    """A set of names, each with the values it stands for."""

    def __init__(self) -> None:
        self._senses: dict[tuple[str, ...], list[tuple[tuple[int, ...], Any]]] = defaultdict(list)
        self._lengths: dict[str, list[int]] = defaultdict(list)  # by first word, the longest first

    def add(self, name: str, value: Any) -> None:
        """Take a name; the same name may be added for several values."""
        words = split(name)
        if not words:
            return
        key = tuple(w.folded for w in words)
        self._senses[key].append((_capitals(words), value))
        if len(key) not in self._lengths[key[0]]:
            self._lengths[key[0]] = sorted([*self._lengths[key[0]], len(key)], reverse=True)

    def find(self, text: str, *, words: list[Word] | None = None) -> list[Found]:
        """All names in ``text``, from left to right, the longest at each place, none inside another.

        ``words`` is what ``split`` makes of the text, where the caller has it.
        """
        words, found, at = words or split(text), [], 0
        while at < len(words):
            length, hit = self._longest(words, at, text)
            if hit and words[at].folded == "the" and self._reaches_further(words, at + 1, text, hit.end):
                length, hit = 1, None  # "the National Directorate of Security" is not "The National"
            if hit:
                found.append(hit)
            at += length
        return found

    def _reaches_further(self, words: list[Word], at: int, text: str, end: int) -> bool:
        _, later = self._longest(words, at, text) if at < len(words) else (1, None)
        return later is not None and later.end > end

    def _longest(self, words: list[Word], at: int, text: str) -> tuple[int, Found | None]:
        for length in self._lengths.get(words[at].folded, ()):
            here = words[at : at + length]
            senses = self._senses.get(tuple(w.folded for w in here))
            if senses is None or not _together(here, text):
                continue
            if values := [value for capitals, value in senses if _case_fits(here, capitals)]:
                end = here[-1].end  # of "CPI (Maoist)" with what closes the bracket
                closed = text[end : end + 1] == ")" and "(" in text[here[0].start : end]
                return length, Found(here[0].start, end + closed, tuple(dict.fromkeys(values)))
        return 1, None


def split(text: str) -> list[Word]:
    """The words of ``text``, folded: lower case, no accents, apostrophes or full stops; al for every Arabic article."""
    words = []
    for match in WORD.finditer(text):
        raw = match.group()
        bare = POSSESSIVE.sub("", raw) or raw
        folded = fold(bare)
        if (folded in ARTICLES and text[match.end() : match.end() + 1] in {"-", "‐", "’", "'"}) or folded in {
            "el",
            "ul",
        }:
            folded = "al"
        words.append(
            Word(
                folded,
                match.start(),
                match.start() + len(bare),
                bare[:1].isupper() or bare[:1].isdigit(),
                bare.isupper(),
                match.end(),
            )
        )
    return words


def fold(word: str) -> str:
    """Lower case without accents, apostrophes and full stops; one spelling of Qaeda."""
    plain = (
        word
        if word.isascii()
        else "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    )
    plain = plain.translate(APOSTROPHES).lower()
    return "qaeda" if plain in {"qaida", "qaidah", "qaeda", "qaedah", "qaeeda"} else plain


def _capitals(words: list[Word]) -> tuple[int, ...]:
    """What each word asks for: 0 nothing, 1 a capital, 2 capitals throughout (acronyms)."""
    single = len(words) == 1
    asks = []
    for word in words:
        letters = sum(c.isalpha() for c in word.folded)
        if word.upper and letters > 1 and (single or letters <= 5):
            asks.append(2)
        else:
            asks.append(int(word.capital and word.folded not in PARTICLES))
    return tuple(asks)


def _case_fits(words: list[Word], capitals: tuple[int, ...]) -> bool:
    return all((word.upper if ask == 2 else word.capital) or not ask for word, ask in zip(words, capitals, strict=True))


def _together(words: list[Word], text: str) -> bool:
    """No sentence end, comma or bracket between the words; a possessive may stand between them."""
    return all(GAP.fullmatch(text[a.stop : b.start]) for a, b in itertools.pairwise(words))
