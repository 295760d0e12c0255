"""What the bot refuses on purpose; `str()` is one sentence for the member who asked.

RefusalError
├── BusyError         the queue for the archive is full
├── SlowError         the archive took too long
├── CooldownError     this member or server asked too much just now
├── StoppingError     the bot is being stopped
└── ExpiredError      a button of an answer that is no longer remembered
StoreError            the bot's database cannot be used (for the operator, exit code 2)
"""

from __future__ import annotations

import math
from pathlib import Path

from retrieval.errors import CitewireError


class RefusalError(Exception):
    """Something a member asked for is not done; `str()` says why, in the bot's own words."""


class BusyError(RefusalError):
    """As many questions wait as may wait."""

    def __init__(self) -> None:
        super().__init__("I am busy with other questions; try again in a moment.")


class SlowError(RefusalError):
    """The answer was not ready after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__("That took too long, so I gave it up; try again in a moment.")


class CooldownError(RefusalError):
    """Too many questions; the next one may come in `seconds`."""

    def __init__(self, seconds: float, whose: str) -> None:
        self.seconds, self.whose = seconds, whose
        wait = max(1, math.ceil(seconds))
        who = "You have" if whose == "member" else "This server has"
        super().__init__(
            f"{who} asked a lot just now; try again in {wait} second{'s' * (wait > 1)}."
        )


class StoppingError(RefusalError):
    """The bot takes no new work."""

    def __init__(self) -> None:
        super().__init__("I am being restarted; try again in a minute.")


class ExpiredError(RefusalError):
    """What a button refers to is gone."""

    def __init__(self) -> None:
        super().__init__("I no longer remember this message; please ask again.")


class StoreError(CitewireError):
    """The bot's database at `place` cannot be used; `reason` says why.

    `place` is its file, or its server's address without the password.
    """

    exit_code = 2

    def __init__(self, place: Path | str, reason: str) -> None:
        self.place, self.reason = place, reason
        mend = (
            "Move it away, or restore it."
            if isinstance(place, Path)
            else "See that its server runs and that CITEWIRE_ARCHIVE names it rightly."
        )
        super().__init__(f"{place} cannot be used: {reason}. {mend}")
