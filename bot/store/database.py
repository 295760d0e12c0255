"""The bot's memory, off the event loop, every piece of work one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

from sqlalchemy import Connection

from bot.store.opening import open_memory, store_errors
from retrieval.database import Location

Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Database:
    """Works on one thread, so that no two transactions of this process interleave."""

    def __init__(self, location: Location) -> None:
        self._location, self._engine = location, open_memory(location)
        self._durable = self._engine.execution_options(durable=True)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bot-store")

    async def run(self, work: Work[Result], *, durable: bool = False) -> Result:
        """What `work(connection)` returns, as one transaction: all of it is kept or nothing.

        `durable` waits until the disk has it, so that it outlives a loss of power. Raises what
        `work` raises, and `StoreError` for what the database does.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._transact, work, durable)

    async def erase(self, work: Work[Result]) -> Result:
        """Like `run`; what `work` deleted from a file stands in none afterwards, the log included.

        A PostgreSQL server clears deleted rows by its own VACUUM, and its logs as it is set up to.
        """
        result = await self.run(work, durable=True)
        if self._engine.dialect.name == "sqlite":
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._empty_log)
        return result

    def close(self) -> None:
        """Waits for running work and closes the database."""
        self._thread.shutdown()
        self._engine.dispose()

    def _empty_log(self) -> None:
        """Outside a transaction: SQLite does not do it within one."""
        with store_errors(self._location), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _transact(self, work: Work[Result], durable: bool) -> Result:
        engine = self._durable if durable else self._engine
        with store_errors(self._location), engine.begin() as connection:
            return work(connection)
