"""One process at a time: a lock on a file, which the system lets go of when the process ends, however it ends."""

from __future__ import annotations

import os
from typing import IO


def take_lock(handle: IO[bytes]) -> bool:
    """Take the lock of an open file, without waiting; whether it is ours now. Closing the file gives it back."""
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
