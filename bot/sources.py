"""Reading the sources again, in a process of its own: what it loads is not kept in the bot."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

from bot.logs import log

_COMPLAINT = 300
"""Characters of the command's last complaint that are kept."""


class SourceReader:
    """Runs `citewire refresh`, one at a time; who asks meanwhile waits for the one under way."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[str | None] | None = None

    async def read(self) -> str | None:
        """Reads all sources that are due; returns the last complaint, or None where all is well."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._run())
        return await asyncio.shield(self._reading)

    def stop(self) -> None:
        """Ends the process; what it had read is kept by the archive."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    async def _run(self) -> str | None:
        environment = {k: v for k, v in os.environ.items() if k != "CITEWIRE_DISCORD_TOKEN"}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "retrieval", "refresh",
            env=environment | {"CITEWIRE_DATA": str(self._data)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, said = await self._process.communicate()
        code, self._process = self._process.returncode, None
        log.info("the sources were read again: exit code %s", code)
        if code == 0:
            return None
        lines = said.decode(errors="replace").strip().splitlines()
        last = lines[-1].removeprefix("citewire: ") if lines else f"it ended with code {code}"
        return last[:_COMPLAINT]
