"""The bot in this process, or as a process of its own, pointed at a pretend Discord."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import discord as discord_py
from fake_discord import FakeDiscord
from fake_discord.pulse import Pulse
from pydantic import SecretStr

from bot.client import CitewireBot
from bot.runner import point_at, run_until
from bot.services import Library, Service
from bot.settings import BotSettings
from bot.store.database import Database

REPOSITORY = Path(__file__).resolve().parents[2]
NOISY = ("asyncio", "discord")
Running = AbstractAsyncContextManager[CitewireBot]


def settings_for(fake: FakeDiscord, data: Path, **more: object) -> BotSettings:
    """The bot's settings for `fake`, from nowhere else."""
    given: dict[str, object] = {
        "discord_token": SecretStr(fake.token),
        "discord_api": fake.api,
        "discord_gateway": fake.gateway_url,
        "data": data,
        "bot_member_burst": 100,
        "refresh_minutes": 0,
    }
    return BotSettings(_env_file=None, **(given | more))  # type: ignore[arg-type]


@asynccontextmanager
async def running(
    fake: FakeDiscord, settings: BotSettings, library: Library, *, force_sync: bool = False
) -> AsyncIterator[CitewireBot]:
    """The bot, connected; it is stopped as by SIGTERM at the end."""
    hooks = discord_py.http.Route.BASE, discord_py.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    point_at(settings)
    service = Service(
        library,
        workers=settings.bot_workers,
        queue=settings.bot_queue,
        timeout=settings.bot_timeout,
    )
    database = Database(settings.memory)
    stopping = asyncio.Event()
    try:
        async with CitewireBot(settings, service, database, force_sync=force_sync) as client:
            task = asyncio.create_task(run_until(stopping, client, settings))
            try:
                shard = settings.discord_shard
                await first_of(task, fake.connected(shard=(shard.number, shard.count)))
                yield client
            finally:
                stopping.set()
                await task
    finally:
        service.close()
        database.close()
        discord_py.http.Route.BASE, discord_py.gateway.DiscordWebSocket.DEFAULT_GATEWAY = hooks


async def first_of(bot: asyncio.Task[None], wanted: Coroutine[Any, Any, None]) -> None:
    """Waits for what is wanted; raises what the bot ended with where that comes first."""
    waiting = asyncio.create_task(wanted)
    await asyncio.wait({bot, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        await bot
    await waiting


class Process:
    """`citewire bot` as a process; `data` is kept when it is started again."""

    def __init__(
        self,
        fake: FakeDiscord,
        data: Path,
        arguments: Sequence[str],
        environment: dict[str, str],
    ) -> None:
        self._arguments = arguments
        self._environment = os.environ | {
            "CITEWIRE_DISCORD_TOKEN": fake.token,
            "CITEWIRE_DISCORD_API": fake.api,
            "CITEWIRE_DISCORD_GATEWAY": fake.gateway_url,
            "CITEWIRE_DATA": str(data),
            "CITEWIRE_SEEDS": str(REPOSITORY / "seeds"),
            "CITEWIRE_REFRESH_MINUTES": "0",
            **environment,
        }
        self._running: asyncio.subprocess.Process
        self._reading: asyncio.Task[None] | None = None
        self._pulse = Pulse()
        self.log = ""
        """All that it printed so far."""

    async def start(self) -> None:
        """Start it and read along."""
        self._running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "retrieval", "bot", *self._arguments,
            cwd=REPOSITORY, env=self._environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._running.stdout is not None
        async for line in self._running.stdout:
            self.log += line.decode()
            self._pulse.beat()

    async def printed(self, text: str) -> None:
        """Wait until it has printed `text`."""
        await self._pulse.until(lambda: text in self.log, 30, f"{text!r} is printed")

    async def ended(self) -> int:
        """Wait for its end; returns the exit code."""
        async with asyncio.timeout(30):
            code = await self._running.wait()
            assert self._reading is not None
            await self._reading
        return code

    async def terminate(self) -> int:
        """Stop it as an operator does, by SIGTERM; returns the exit code."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """End it without warning, where it still runs."""
        if self._reading is not None and self._running.returncode is None:
            self.signal(signal.SIGKILL)
            await self.ended()

    @property
    def pid(self) -> int:
        """Its number on this machine."""
        return self._running.pid

    @property
    def megabytes(self) -> float:
        """Its resident memory now, from Linux's /proc."""
        status = Path(f"/proc/{self._running.pid}/status").read_text(encoding="ascii")
        [kilobytes] = re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        return int(kilobytes) / 1024

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._running.send_signal(number)


class Log(logging.Handler):
    """All records from INFO on, as lines."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.records.append(record)

    @property
    def text(self) -> str:
        """The lines."""
        return "\n".join(map(self.format, self.records))

    @property
    def unhandled(self) -> list[str]:
        """What asyncio or discord.py could only log."""
        return [
            record.getMessage()
            for record in self.records
            if record.levelno >= logging.ERROR and record.name.split(".")[0] in NOISY
        ]
