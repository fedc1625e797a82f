"""What long work is at: which article is being parsed, how many are left, and an end that says what was done.

A teller is called as ``tell(done, of, what)``: before each article with its title, and at the end with ``done == of``.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Callable
from typing import TextIO

Tell = Callable[[int, int, str], object]
LINES = 20  # lines a log gets at most; a terminal has one that changes
WIDTH = 60  # characters of a title


def default() -> Tell | None:
    """A bar in a live notebook; nothing in reports, scripts and other shells."""
    return Notebook() if _live() else None


def _live() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return type(shell).__name__ == "ZMQInteractiveShell" and os.environ.get("LWJ_REPORT") != "1"


class Terminal:
    """One line that changes on a terminal; at most twenty lines in a file or pipe."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr

    def __call__(self, done: int, of: int, what: str) -> None:
        """Say it."""
        one_line = self.out.isatty()
        if done == of:
            print(("\r\x1b[K" if one_line else "") + finished(of), file=self.out, flush=True)
        elif one_line:
            print(f"\r\x1b[K{doing(done, of, what)}", end="", file=self.out, flush=True)
        elif done % -(-of // LINES) == 0:
            print(doing(done, of, what), file=self.out, flush=True)


class Notebook:
    """A bar below the cell, with words; it stays as one line that says what was done."""

    def __init__(self) -> None:
        self.handle = None

    def __call__(self, done: int, of: int, what: str) -> None:
        """Draw it."""
        from IPython.display import HTML, display

        words = finished(of) if done == of else doing(done, of, what)
        bar = "" if done == of else f'<progress value="{done}" max="{of}" aria-label="Articles parsed"></progress> '
        page = HTML(f"<p>{bar}{html.escape(words)}</p>")
        if self.handle is None:
            self.handle = display(page, display_id=True)
        else:
            self.handle.update(page)


def doing(done: int, of: int, what: str) -> str:
    """``parsing article 3 of 19, 16 more after it: Title``."""
    short = what if len(what) <= WIDTH else what[: WIDTH - 1] + "…"
    left = of - done - 1
    return f"parsing article {done + 1} of {of}, {left or 'none'} after it: {short}"


def finished(of: int) -> str:
    """``parsed 3 new articles``."""
    return f"parsed {of} new or changed article" + ("" if of == 1 else "s")
