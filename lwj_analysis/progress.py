"""What long work is at: which article is being parsed, how many are left and for how long, and what was done at the end.

A teller is called as ``tell(done, of, what)``: before each article with its title, and at the end with ``done == of``.
"""

from __future__ import annotations

import html
import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

Tell = Callable[[int, int, str], object]
LINES = 20  # lines a log gets at most; a terminal has one that changes
WIDTH = 60  # characters of a title
SURE = 5.0  # seconds of work from which on the pace tells how long the rest will take


def default() -> Tell | None:
    """A bar in a live notebook; nothing in reports, scripts and other shells."""
    return Notebook() if _live() else None


def notice() -> Callable[[str], object] | None:
    """A line below the cell in a live notebook, where a warning would look like an error; nothing in other shells."""
    return _note if _live() else None


def _note(words: str) -> None:
    from IPython.display import HTML, display

    display(HTML(f"<p>{html.escape(words)}</p>"))


def _live() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return type(shell).__name__ == "ZMQInteractiveShell" and os.environ.get("LWJ_REPORT") != "1"


class Terminal:
    """One line that changes on a terminal; at most twenty lines in a file or pipe."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out, self.pace = out or sys.stderr, Pace()

    def __call__(self, done: int, of: int, what: str) -> None:
        """Say it."""
        one_line, left = self.out.isatty(), self.pace(done, of)
        if done == of:
            print(("\r\x1b[K" if one_line else "") + finished(of), file=self.out, flush=True)
        elif one_line:
            print(f"\r\x1b[K{doing(done, of, what, left)}", end="", file=self.out, flush=True)
        elif done % -(-of // LINES) == 0:
            print(doing(done, of, what, left), file=self.out, flush=True)


class Notebook:
    """A bar below the cell, with words; it stays as one line that says what was done."""

    def __init__(self) -> None:
        self.handle, self.pace = None, Pace()

    def __call__(self, done: int, of: int, what: str) -> None:
        """Draw it."""
        from IPython.display import HTML, display

        page = HTML(as_bar(done, of, what, self.pace(done, of)))
        if self.handle is None:
            self.handle = display(page, display_id=True)
        else:
            self.handle.update(page)


class Pace:
    """How long the rest will take, from how long what is done took. Told where enough is done to know."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.began = clock, 0.0

    def __call__(self, done: int, of: int) -> float | None:
        """Seconds that are left, ``None`` as long as nobody can say. The first call begins."""
        if not done:
            self.began = self.clock()
            return None
        spent = self.clock() - self.began
        return spent / done * (of - done) if spent >= SURE else None


def as_bar(done: int, of: int, what: str, left: float | None = None) -> str:
    """A bar with words as HTML; at the end only the words."""
    if done == of:
        return f"<p>{html.escape(finished(of))}</p>"
    bar = f'<progress value="{done}" max="{of}" aria-label="Articles parsed"></progress>'
    return f"<p>{bar} {html.escape(doing(done, of, what, left))}</p>"


def doing(done: int, of: int, what: str, left: float | None = None) -> str:
    """``parsing article 3 of 19, 16 more after it, about 2 minutes left: Title``."""
    short = what if len(what) <= WIDTH else what[: WIDTH - 1] + "…"
    after = of - done - 1
    rest = f", about {_span(left)} left" if left is not None else ""
    return f"parsing article {done + 1} of {of}, {after or 'none'} after it{rest}: {short}"


def _span(seconds: float) -> str:
    """``40 seconds``, ``3 minutes``, ``2.5 hours``: no finer than such a guess can be."""
    if seconds < 55:
        n = max(5, 5 * round(seconds / 5))
        return f"{n} seconds"
    if seconds < 5400:
        n = max(1, round(seconds / 60))
        return f"{n} minute" + ("" if n == 1 else "s")
    return f"{seconds / 3600:.1f} hours"


def finished(of: int) -> str:
    """``parsed 3 new articles``."""
    return f"parsed {of} new or changed article" + ("" if of == 1 else "s")
