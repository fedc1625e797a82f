"""The one family of exceptions: what went wrong, where, with which value, and what to do.

Each kind is a built-in error as well (``ValueError``, ``KeyError``, ``OSError``), so that callers may catch either.
"""

from __future__ import annotations

import re

# What a terminal would obey or a line would break at: control characters, direction marks, halves of surrogate pairs.
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class LwjError(Exception):
    """Anything this package raises on purpose. The message names file, line, column or value, and what to do."""


class BadValue(LwjError, ValueError):
    """A value, an option or a table that cannot be used; the message names it and what would be right."""


class NotThere(LwjError, KeyError):
    """An id, a name or words that are not in the frames."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class NoFile(LwjError, FileNotFoundError):
    """A file or folder that is not there."""


class NotAFile(LwjError, IsADirectoryError):
    """A folder where a file was meant."""


class NotAFolder(LwjError, NotADirectoryError):
    """A file where a folder was meant."""


class Unreachable(LwjError, OSError):
    """An address that gives no page now: no such name, no answer, too slow, an error of the server."""


class NoModel(LwjError, OSError):
    """The language model is not installed; the message says how to install it."""


class NotAllowed(LwjError, PermissionError):
    """A file that may not be written as things are."""


class Taken(LwjError, FileExistsError):
    """A name that is taken."""


class Busy(LwjError, TimeoutError):
    """Another program holds what is needed, for too long."""


class NoLibrary(LwjError, ImportError):
    """A package that only some commands need is not installed; the message says how to install it."""


class NoConnection(LwjError, ConnectionError):
    """Nobody answers at an address of a cluster."""


class Failed(LwjError, RuntimeError):
    """Work that another process did, and that failed there."""


class ProblemsFound(LwjError, ValueError):
    """With ``--strict``: sources that could not be read as they should be; a line each."""


def shown(text: object) -> str:
    r"""Words as a terminal may show them, in one line: control characters as ``\x1b``, so that nothing is obeyed."""
    return UNSHOWN.sub(lambda m: repr(m[0])[1:-1] if m[0] < "\x7f" else f"\\u{ord(m[0]):04x}", str(text))
