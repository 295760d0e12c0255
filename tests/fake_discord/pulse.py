"""Waiting for something to become true."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable


class Pulse:
    """Wakes whoever waits, each time that something changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        """Something changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, true: Callable[[], object], seconds: float, what: str) -> None:
        """Wait until `true()`; raises `NoAnswerError`, saying `what`, after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    await self._next()
        except TimeoutError:
            raise NoAnswerError(f"not within {seconds:g} s: {what}") from None

    async def _next(self) -> None:
        # What a test asks may also change inside the bot, which tells nobody.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), 0.1)


class NoAnswerError(AssertionError):
    """The bot did not do in time what a member waits for."""
