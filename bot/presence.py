"""This process among those that share the bot's memory: it comes in, says that it lives, leaves."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket

from bot.errors import StoreError
from bot.exits import BotEndedError, Exit
from bot.logs import log
from bot.shard import Shard
from bot.store import processes
from bot.store.database import Database

BEAT_SECONDS = 2.0


class Presence:
    """One process and its shard, in the database."""

    def __init__(self, database: Database, shard: Shard) -> None:
        self._database, self._shard = database, shard
        self.process_id = f"{socket.gethostname()}, process {os.getpid()}, {secrets.token_hex(4)}"

    async def enter(self) -> None:
        """Comes in; waits for the lease of a process that may have ended without a word.

        Raises `BotEndedError` where that lives: both would answer the same members.
        """
        last: processes.Process | None = None
        while other := await self._enter():
            if last is not None and last != other:
                raise BotEndedError(Exit.CONFIGURATION, taken(other))
            if last is None:
                log.info("waiting to see whether %s still lives", other.id)
            last = other
            await asyncio.sleep(BEAT_SECONDS / 2)

    async def stay(self) -> None:
        """Says again and again that this process lives; ends only by an error.

        Raises `BotEndedError` where it was taken for dead and another came in its place.
        """
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                lives = await self._database.run(lambda c: processes.beat(c, self.process_id))
            except StoreError as error:
                log.warning("the bot's memory is out of reach: %s", error.reason)
                continue
            if not lives:
                reason = f"This process was taken for dead: another serves shard {self._shard} now."
                raise BotEndedError(Exit.FAILED, reason)

    async def leave(self) -> None:
        """Leaves, so that the next need not wait."""
        try:
            await self._database.run(lambda c: processes.leave(c, self.process_id))
        except StoreError as error:
            log.warning("the bot's memory is out of reach: %s", error.reason)

    async def _enter(self) -> processes.Process | None:
        return await self._database.run(lambda c: processes.enter(c, self.process_id, self._shard))


def taken(other: processes.Process) -> str:
    """Why a process may not run beside `other`, and what to do."""
    return (
        f"Another bot serves the same Discord servers (shard {other.shard}: {other.id}): stop it, "
        "or give each process a CITEWIRE_DISCORD_SHARD of its own, such as 0/2 and 1/2."
    )
