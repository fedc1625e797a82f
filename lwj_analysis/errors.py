"""The one family of exceptions: what went wrong, where, with which value, and what to do."""

from __future__ import annotations

import re

# What a terminal would obey or a line would break at: control characters, direction marks, halves of surrogate pairs.
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class LwjError(Exception):
    """Anything this package raises on purpose. The message names file, line, column and value, and what to do.

    Its kinds are built-in errors as well (``ValueError``, ``OSError``), so that callers may catch either.
    """


class ProblemsFound(LwjError, ValueError):
    """With ``--strict`` or ``strict=True``: something could not be read; names every problem, one a line."""


def shown(text: object) -> str:
    r"""Words as a terminal may show them, in one line: control characters as ``\x1b``, so that nothing is obeyed."""
    return UNSHOWN.sub(lambda m: repr(m[0])[1:-1] if m[0] < "\x7f" else f"\\u{ord(m[0]):04x}", str(text))
