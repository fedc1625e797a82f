"""Forms of names and ids blacked out in words, however a text, a file name, an address or a page writes them."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

BAR = "█████"  # one length for all names
Span = tuple[int, int]


@dataclass(frozen=True)
class Forms:
    """What is to be blacked out: forms that count everywhere, and ids with what stands for them."""

    forms: tuple[str, ...]
    ids: dict[str, str] = field(default_factory=dict)

    def text(self, words: str) -> str:
        """The words with every form and id blacked out."""
        if self._ids:
            words = self._ids.sub(lambda m: self.ids[m[0]], words)
        return self._pattern.sub(BAR, words) if self._pattern else words

    def spans(self, words: str) -> list[Span]:
        """Where a form stands."""
        return [m.span() for m in self._pattern.finditer(words)] if self._pattern else []

    @cached_property
    def _pattern(self) -> re.Pattern | None:
        return pattern(self.forms)

    @cached_property
    def _ids(self) -> re.Pattern | None:
        longest = sorted(self.ids, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?![\w-])") if longest else None


@dataclass(frozen=True)
class Blacked:
    """A text with bars in the place of spans, and where each of its places is now."""

    old: str
    found: list[Span]

    @cached_property
    def spans(self) -> list[Span]:
        """The spans in order; those that touch or have only white space between them are one."""
        merged: list[list[int]] = []
        for start, end in sorted(self.found):
            if merged and (start <= merged[-1][1] or not self.old[merged[-1][1] : start].strip(" \xa0-")):
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return [(s, e) for s, e in merged]

    @cached_property
    def text(self) -> str:
        """The text with bars."""
        ends = [0, *(e for _, e in self.spans)]
        starts = [*(s for s, _ in self.spans), len(self.old)]
        return BAR.join(self.old[e:s] for e, s in zip(ends, starts, strict=True))

    def place(self, at: int, *, end: bool) -> int:
        """Where a place is now; inside a name it is the bar's start, or its end."""
        number = bisect_right([s for s, _ in self.spans], at - (1 if end else 0))
        shift = sum(len(BAR) - (e - s) for s, e in self.spans[: max(number - 1, 0)])
        if number == 0:
            return at
        start, stop = self.spans[number - 1]
        if at >= stop:
            return at + shift + len(BAR) - (stop - start)
        return start + shift + (len(BAR) if end else 0)


def pattern(forms: Iterable[str]) -> re.Pattern | None:
    """Finds the forms in running text, ids, file names and addresses; full names in any case."""
    several, single = [], []
    for form in sorted(set(forms), key=lambda f: (-len(f), f)):
        parts = [_letters(part) for part in re.split(r"[\s_-]+", form) if part]
        if len(parts) > 1:
            several.append(r"(?:[\s_\xa0‐-―-]|%20|\+)+".join(parts))
        elif parts:
            single += [parts[0], _letters(form.upper())]
    found = [rf"(?i:{'|'.join(several)})"] if several else []
    found += single
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])") if found else None


def left(forms: Iterable[str], page: str) -> list[str]:
    """The forms that still stand in a page, as words, JSON escapes, HTML entities or percent signs."""
    small = page.casefold()  # a plain search first: it is much quicker
    ways = ((form, way) for form in set(forms) for way in spellings(form))
    return sorted({form for form, way in ways if way.casefold() in small and _stands(way, page)})


def spellings(form: str) -> set[str]:
    """A form as the layers of a page may write it."""
    ways = {form, unicodedata.normalize("NFD", form), quote(form), quote(form, safe="").replace("%20", "+")}
    ways |= {html.escape(form), form.encode("ascii", "xmlcharrefreplace").decode(), json.dumps(form)[1:-1]}
    return ways | {re.sub(r"\s+", way, form) for way in ("-", "_", "&nbsp;", "&#160;", "\xa0")}


def _letters(part: str) -> str:
    """A part as a pattern: any apostrophe, accents composed or taken apart."""
    composed = unicodedata.normalize("NFC", part)
    return "".join(
        "['’‘ʼ`]"
        if c in "'’‘ʼ`"
        else f"(?:{re.escape(c)}|{re.escape(d)})"
        if (d := unicodedata.normalize("NFD", c)) != c
        else re.escape(c)
        for c in composed
    )


def _stands(way: str, page: str) -> bool:
    """As words of their own; full names in any case."""
    flags = re.IGNORECASE if re.search(r"[\s_-]|%20|&", way) else 0
    return re.search(rf"(?<![^\W_]){re.escape(way)}(?![^\W_])", page, flags) is not None
