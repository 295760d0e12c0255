"""How the bot ends."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from enum import IntEnum

ARCHIVE_THREADS = "archive"
"""What the names of the threads begin with in which the archive works."""
LAST_SECONDS = 2.0


class Exit(IntEnum):
    """Exit codes of `citewire bot`; errors of the library end with their own, 1 or 2."""

    CLEAN = 0
    FAILED = 1
    CONFIGURATION = 2
    TOKEN = 4
    UNREACHABLE = 5


class BotEndedError(Exception):
    """The bot cannot go on; `code` is its exit code and `str()` the one line that says why."""

    def __init__(self, code: Exit, reason: str) -> None:
        self.code = code
        super().__init__(reason)


def leave(code: int) -> int:
    """`code`, for the process to end with; where work on the archive never ends, ends it at once.

    Python waits for every thread before it ends, and a thread cannot be stopped.
    """
    until = time.monotonic() + LAST_SECONDS
    working = [t for t in threading.enumerate() if t.name.startswith(ARCHIVE_THREADS)]
    for thread in working:
        thread.join(max(0.0, until - time.monotonic()))
    if any(thread.is_alive() for thread in working):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
