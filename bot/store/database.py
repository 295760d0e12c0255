"""One SQLite database, off the event loop, every piece of work one transaction."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.errors import StoreError
from bot.store.migrate import migrate

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


def connect(path: Path) -> sqlite3.Connection:
    """An open, migrated database at `path`, made where there is none, readable by its owner only.

    Raises `StoreError` where it is damaged, cannot be written or was made by a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(path, str(error)) from None
    return connection


class Database:
    """The bot's memory: one connection on one thread, so that no two transactions interleave."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bot-store")

    async def run(self, work: Work[Result], *, durable: bool = False) -> Result:
        """What `work(connection)` returns, as one transaction: all of it is kept or nothing.

        `durable` waits until the disk has it, so that it outlives a loss of power.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._transact, work, durable)

    async def erase(self, work: Work[Result]) -> Result:
        """Like `run`; what `work` deleted stands in no file afterwards, the log included."""
        result = await self.run(work, durable=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._empty_log)
        return result

    def close(self) -> None:
        """Waits for running work and closes the database."""
        self._thread.shutdown()
        self._connection.close()

    def _empty_log(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _transact(self, work: Work[Result], durable: bool) -> Result:
        connection = self._connection
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return result
