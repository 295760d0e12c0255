"""The door to the library: off the loop, bounded, given up after a time, drained at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from small_library import SmallLibrary

from bot.conversations import Conversations, Turn
from bot.errors import BusyError, SlowError, StoppingError
from bot.jobs import Jobs
from bot.services import Library, Service
from retrieval.types import Question


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Work waits at it; opened at the end whatever happens."""
    event = threading.Event()
    yield event
    event.set()


def service(workers: int = 1, queue: int = 1, timeout: float = 30.0) -> Service:
    return Service(SmallLibrary(), workers=workers, queue=queue, timeout=timeout)


async def test_a_full_queue_is_said_at_once(gate: threading.Event) -> None:
    """One runs, one waits, the third is told that the bot is busy; then there is room again."""
    door = service()

    def work(_: Library) -> bool:
        return gate.wait(30)

    running = [asyncio.create_task(door.run(work)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError, match="try again in a moment"):
        await door.run(work)
    gate.set()
    assert await asyncio.gather(*running) == [True, True]
    await asyncio.sleep(0)
    assert await door.run(lambda library: library.status().articles) == 3


async def test_slow_work_is_given_up_and_keeps_its_place(gate: threading.Event) -> None:
    """A thread cannot be stopped, so it counts until it ends."""
    door = service(queue=0 + 1, timeout=0.05)
    with pytest.raises(SlowError):
        await door.run(lambda _: gate.wait(30))
    assert door.under_way == 1
    gate.set()
    while door.under_way:
        await asyncio.sleep(0.01)


async def test_the_library_s_own_errors_come_through() -> None:
    """As they are."""
    with pytest.raises(TimeoutError, match="mine"):
        await service().run(_raise)


def _raise(_: Library) -> None:
    raise TimeoutError("mine")


async def test_a_stop_waits_for_running_work_and_lets_none_in() -> None:
    """What runs ends first; what comes later is told to come back."""
    jobs, done = Jobs(), asyncio.Event()

    async def job() -> str:
        jobs.enter()
        await done.wait()
        return "delivered"

    running = asyncio.create_task(job())
    await asyncio.sleep(0)
    draining = asyncio.create_task(jobs.drain(30))
    await asyncio.sleep(0)
    with pytest.raises(StoppingError):
        await asyncio.create_task(job())
    assert not draining.done()
    done.set()
    assert await draining == 0
    assert await running == "delivered"


async def test_a_stop_does_not_wait_for_ever() -> None:
    """It says how many were late."""
    jobs = Jobs()

    async def job() -> None:
        jobs.enter()
        await asyncio.sleep(60)

    running = asyncio.create_task(job())
    await asyncio.sleep(0)
    assert await jobs.drain(0.01) == 1
    running.cancel()


def test_conversations_of_two_people_never_mix() -> None:
    """In one thread each has their own last turn; the oldest is forgotten first."""
    turns = Conversations(size=3)
    turns.remember(100, Turn(1, Question(text="the islands?")))
    turns.remember((100, 1), Turn(1, Question(text="and Abe?")))
    turns.remember((100, 2), Turn(2, Question(text="and Putin?")))
    assert turns.recall((100, 1), 100) == Question(text="and Abe?")
    assert turns.recall((100, 3), 100) == Question(text="the islands?")
    turns.remember(200, Turn(2, Question(text="new")))
    assert turns.recall((100, 2)) is None
    assert turns.forget(1) == 2
    assert turns.recall(100) is None
