"""The only door to `retrieval`: off the event loop, a few at a time, the rest in a short queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from bot.errors import BusyError, SlowError, StoppingError
from bot.exits import ARCHIVE_THREADS
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Copy,
    Count,
    Digest,
    Question,
    Said,
)
from retrieval.upkeep import Source, Status

Result = TypeVar("Result")


class Library(Protocol):
    """What the bot needs of `retrieval.app.Citewire`; every method may be slow."""

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        """At most `k` verbatim extracts, or an abstention."""
        ...

    def follow_up(self, text: str, previous: Question | None) -> Question:
        """What `text` asks, said after `previous`."""
        ...

    def latest(self, tag: str | None = None, n: int = 10) -> Digest:
        """The `n` newest articles."""
        ...

    def tags(self) -> tuple[Count, ...]:
        """The archive's tags."""
        ...

    def publishers(self) -> tuple[Count, ...]:
        """The archive's publishers."""
        ...

    def speakers(self) -> tuple[Count, ...]:
        """The archive's speakers."""
        ...

    def said(self, name: str, about: str | None = None) -> Said:
        """What somebody said, oldest first; raises `UnknownNameError`."""
        ...

    def article(self, article_id: str) -> Article:
        """One article; raises `UnknownNameError`."""
        ...

    def copies(self, article_ids: Sequence[str]) -> Mapping[str, tuple[Copy, ...]]:
        """Where else the story of each of these articles stands."""
        ...

    def status(self) -> Status:
        """How large and how fresh the archive is."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """What was added, and how the last reading of each went."""
        ...

    def reload_if_new(self) -> bool:
        """True where a newer index generation was picked up."""
        ...


class Service:
    """Runs work on the library in `workers` threads; `queue` more may wait, each `timeout` s."""

    def __init__(self, library: Library, *, workers: int, queue: int, timeout: float) -> None:
        self._library = library
        self._most, self._timeout = workers + queue, timeout
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix=ARCHIVE_THREADS)
        self._under_way, self._given_up = 0, False
        self._waiting: set[asyncio.Future[Any]] = set()

    @property
    def under_way(self) -> int:
        """How many pieces of work run or wait."""
        return self._under_way

    async def run(self, work: Callable[[Library], Result]) -> Result:
        """What `work(library)` returns or raises.

        Raises `BusyError` at once where the queue is full, `SlowError` after the timeout and
        `StoppingError` once work was given up. Work that a thread has begun keeps its place until
        it ends: a thread cannot be stopped.
        """
        if self._given_up:
            raise StoppingError
        if self._under_way >= self._most:
            raise BusyError
        loop = asyncio.get_running_loop()
        self._under_way += 1
        future = self._threads.submit(work, self._library)
        future.add_done_callback(lambda _: self._ended(loop))
        return await self._result(future)

    def give_up(self) -> None:
        """Whoever waits now gets a `StoppingError`, whatever the threads still do."""
        self._given_up = True
        for future in self._waiting:
            future.cancel()

    def close(self) -> None:
        """Drops what waits; what runs is left to end by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _result(self, future: Future[Result]) -> Result:
        waiting = asyncio.wrap_future(future)
        self._waiting.add(waiting)
        waiting.add_done_callback(self._waiting.discard)
        try:
            async with asyncio.timeout(self._timeout):
                return await waiting
        except TimeoutError:
            if future.done() and not future.cancelled():
                raise
            raise SlowError(self._timeout) from None
        except asyncio.CancelledError:
            if not self._given_up:
                raise
            raise StoppingError from None

    def _ended(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called in the worker's thread; the loop may be gone by then, and nobody counts."""
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        self._under_way -= 1
