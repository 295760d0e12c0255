"""One interaction: three seconds to acknowledge it, once; fifteen minutes to answer it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError
from .model import Channel, Message, User, snowflake
from .pulse import NoAnswerError, Pulse

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: {MESSAGE, DEFERRED_MESSAGE, MODAL},
    COMPONENT: {MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE},
}


@dataclass(eq=False)
class Interaction:
    """What a member did, and what the bot made of it."""

    type: int
    member: User
    channel: Channel
    what: str
    """In words, for a fault: `/ask by Ada`."""
    source: Message | None = None
    """The message whose button, menu or modal it was."""
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(60))
    began: float = field(default_factory=time.monotonic)
    callback: dict[str, Any] | None = None
    acknowledged_after: float | None = None
    """Seconds from the interaction to its acknowledgement."""
    lapsed: bool = False
    """True when three seconds went by without one."""
    expired: bool = False
    """True when its token is no longer valid."""
    original: Message | None = None
    touched: bool = False
    """True when the original response was edited, deleted or followed up after a deferral."""
    followups: list[Message] = field(default_factory=list)
    pulse: Pulse = field(default_factory=Pulse)

    @property
    def kind(self) -> int | None:
        """The type of the callback; None while there is none."""
        return None if self.callback is None else int(self.callback["type"])

    @property
    def answered(self) -> bool:
        """True when the member sees the outcome, not "thinking ..."."""
        if self.kind in (DEFERRED_MESSAGE, DEFERRED_UPDATE):
            return self.touched
        return self.kind is not None

    @property
    def answer(self) -> Message | None:
        """The message that the member looks at: a new one where there is one."""
        if self.original is not None and not self.original.deleted:
            return self.original
        return self.followups[0] if self.followups else self.source

    def acknowledge(self, callback: dict[str, Any]) -> None:
        """Take the one callback there may be; raises `ApiError` as Discord answers."""
        if self.lapsed:
            raise ApiError(404, 10062, "Unknown interaction")
        if self.callback is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if callback["type"] not in FITTING[self.type]:
            raise ApiError(400, 50035, "Invalid Form Body: this interaction has no such callback")
        self.callback = callback
        self.acknowledged_after = time.monotonic() - self.began

    async def until(self, condition: str, seconds: float) -> None:
        """Wait until the attribute `condition` is true.

        Raises `NoAnswerError` after `seconds`, or when the interaction lapsed.
        """
        await self.pulse.until(
            lambda: getattr(self, condition) or self.lapsed, seconds, f"{self.what} {condition}"
        )
        if self.lapsed:
            raise NoAnswerError(f"{self.what}: the application did not respond")

    @property
    def acknowledged(self) -> bool:
        """True when the callback came in time."""
        return self.callback is not None
