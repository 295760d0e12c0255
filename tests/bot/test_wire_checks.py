"""The checks after each test on the wire can fail."""

from __future__ import annotations

import asyncio
import gc
import logging

from running import Log


async def fail() -> None:
    raise ValueError("a task's error")


async def test_unhandled_task_error(log: Log) -> None:
    """The error of a task that nobody awaits is found in the log."""
    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    del task
    gc.collect()
    [found] = log.unhandled
    assert found.startswith("Task exception was never retrieved")


def test_error_in_discord_py(log: Log) -> None:
    """What discord.py could only log is found, what the bot logs itself is not taken for it."""
    logging.getLogger("discord.client").error("Ignoring exception in on_message")
    logging.getLogger("citewire.bot").error("error 1234abcd")
    assert log.unhandled == ["Ignoring exception in on_message"]
