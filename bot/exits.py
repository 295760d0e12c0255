"""How the bot ends."""

from __future__ import annotations

from enum import IntEnum


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
