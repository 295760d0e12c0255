"""Work under way for members, so that a stop waits for it."""

from __future__ import annotations

import asyncio

from bot.errors import StoppingError


class Jobs:
    """The tasks that answer somebody; once `stopping`, no further one is let in."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()
        self.stopping = False

    def enter(self) -> None:
        """Counts the current task in until it ends; raises `StoppingError` once stopping."""
        task = asyncio.current_task()
        if task is None or task in self._running:
            return
        if self.stopping:
            raise StoppingError
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> int:
        """Lets nothing more in, waits for what runs; returns how many did not end in time."""
        self.stopping = True
        if not self._running:
            return 0
        _, late = await asyncio.wait(self._running, timeout=seconds)
        return len(late)
