"""Where words stand: a quote with what stands before and behind it (the TextQuoteSelector of W3C's Web Annotation).

The context ends with the paragraph, so that paragraphs may change places. A quote that stands nowhere word for word is
looked for by likeness, where one place alone is like it and its numbers are the same.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

CONTEXT = 32  # characters kept on each side
ENOUGH = 16  # characters of context that must be the same, where there are so many
SHORT = 24  # a quote with its context of fewer characters is not looked for by likeness
LIKE = 0.8  # the least likeness of quote and context together
APART = 0.1  # how much less like it any other place must be
SIGNS = str.maketrans("‘’‚`“”„«»–—−‐‑", '\'\'\'\'"""""-----')
NUMBER = re.compile(
    r"\d+|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|\w*hundreds?|thousands?"
    r"|millions?|dozens?|scores?|several|many|few)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Anchor:
    """Words, and up to 32 characters of their paragraph on each side."""

    quote: str
    prefix: str = ""
    suffix: str = ""


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``; white space of any kind is one blank."""
    before = text[:start].rpartition("\n\n")[2]
    after = text[end:].partition("\n\n")[0]
    prefix, suffix = _blanks(before).strip()[-CONTEXT:].lstrip(), _blanks(after).strip()[:CONTEXT].rstrip()
    return Anchor(_blanks(text[start:end]).strip(), prefix, suffix)


@dataclass
class Text:
    """A text to look in: white space as one blank, one kind of quotation marks and dashes."""

    text: str

    @cached_property
    def offsets(self) -> list[int]:
        """For each character of ``flat`` its place in the text."""
        return [m.start() for m in re.finditer(r"\s+|\S", self.text)]

    @cached_property
    def flat(self) -> str:
        return _plain(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text for offsets into ``flat``."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def find(self, wanted: Anchor) -> list[tuple[int, int]]:
        """Every place that fits best: none, one, or several that fit equally well."""
        prefix, quote, suffix = _composed(wanted)
        if not quote:
            return []
        total = len(prefix) + len(suffix)
        fits = [(self._context(at, quote, prefix, suffix), at) for at in self._occurrences(quote)]
        least = min(total, max(ENOUGH, total / 2))
        good = [(n, at) for n, at in fits if n >= least]
        if good:
            most = max(n for n, _ in good)
            return [self.span(at, at + len(quote)) for n, at in good if n == most]
        return self._alike(quote, prefix, suffix)

    def exactly(self, wanted: Anchor) -> bool:
        """The quote stands here with all of its context."""
        whole = "".join(_composed(wanted)).replace(" ", "")
        return len(whole) >= ENOUGH + SHORT and whole in self._squeezed

    @cached_property
    def _squeezed(self) -> str:
        return self.flat.replace(" ", "")

    def _occurrences(self, quote: str) -> list[int]:
        left = r"(?<!\w)" if quote[0].isalnum() else ""
        right = r"(?!\w)" if quote[-1].isalnum() else ""
        return [m.start() for m in re.finditer(left + re.escape(quote) + right, self.flat)]

    def _context(self, at: int, quote: str, prefix: str, suffix: str) -> int:
        before = self.flat[max(at - len(prefix) - 1, 0) : at].rstrip()
        after = self.flat[at + len(quote) : at + len(quote) + len(suffix) + 1].lstrip()
        return _common(prefix[::-1], before[::-1]) + _common(suffix, after)

    def _alike(self, quote: str, prefix: str, suffix: str) -> list[tuple[int, int]]:
        """The one place that is much like quote and context, and whose numbers are the same; else none."""
        prefix, suffix = prefix and f"{prefix} ", suffix and f" {suffix}"
        whole = prefix + quote + suffix
        if len(whole) < SHORT:
            return []
        words = Counter(whole.split())
        scored = []
        for word in re.finditer(r"\S+", self.flat):
            window = self.flat[word.start() : word.start() + len(whole)]
            if sum((Counter(window.split()) & words).values()) * 2 >= len(words):
                scored.append((SequenceMatcher(None, whole, window, autojunk=False).ratio(), word.start()))
        if not scored:
            return []
        likeness, at = max(scored)
        others = [score for score, start in scored if abs(start - at) >= len(whole)]
        if likeness < LIKE or any(score > likeness - APART for score in others):
            return []
        start, end = self._aligned(whole, at, len(prefix), len(prefix) + len(quote))
        found = self.flat[start:end]
        same = SequenceMatcher(None, quote, found, autojunk=False).ratio() >= LIKE and _numbers(quote) == _numbers(
            found
        )
        return [self.span(start, end)] if same else []

    def _aligned(self, whole: str, at: int, start: int, end: int) -> tuple[int, int]:
        """Where the quote's ends lie in the window at ``at``, moved out to whole words."""
        window = self.flat[at : at + len(whole)]
        blocks = SequenceMatcher(None, whole, window, autojunk=False).get_matching_blocks()[:-1]

        def there(n: int) -> int:
            i = max(bisect_right([b.a for b in blocks], n) - 1, 0)
            return at + min(max(blocks[i].b + n - blocks[i].a, 0), len(window))

        first, last = there(start), there(end - 1) + 1
        while first > 0 and first < len(self.flat) and self.flat[first - 1].isalnum() and self.flat[first].isalnum():
            first -= 1
        while last < len(self.flat) and self.flat[last - 1].isalnum() and self.flat[last].isalnum():
            last += 1
        return first, max(last, first + 1)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _numbers(words: str) -> list[str]:
    return sorted(w.casefold() for w in NUMBER.findall(words))


def _blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _plain(text: str) -> str:
    return _blanks(text).translate(SIGNS)


def _composed(wanted: Anchor) -> tuple[str, str, str]:
    """Prefix, quote and suffix, plain; some systems take accents apart when they save."""
    prefix, quote, suffix = (unicodedata.normalize("NFC", s) for s in (wanted.prefix, wanted.quote, wanted.suffix))
    return _plain(prefix).strip(), _plain(quote).strip(), _plain(suffix).strip()
