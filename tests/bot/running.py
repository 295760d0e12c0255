"""The bot in this process, or as a process of its own, pointed at a pretend Discord."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import discord as discord_py
from fake_discord import FakeDiscord
from pydantic import SecretStr

from bot.client import CitewireBot
from bot.runner import point_at, run_until
from bot.services import Library, Service
from bot.settings import BotSettings
from bot.store.database import Database

REPOSITORY = Path(__file__).resolve().parents[2]
Running = AbstractAsyncContextManager[CitewireBot]


def settings_for(fake: FakeDiscord, data: Path, **more: object) -> BotSettings:
    """The bot's settings for `fake`, from nowhere else."""
    given: dict[str, object] = {
        "discord_token": SecretStr(fake.token),
        "discord_api": fake.api,
        "discord_gateway": fake.gateway_url,
        "data": data,
        "bot_member_burst": 100,
    }
    return BotSettings(_env_file=None, **(given | more))  # type: ignore[arg-type]


@asynccontextmanager
async def running(
    fake: FakeDiscord, settings: BotSettings, library: Library
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
    database = Database(settings.database_path)
    stopping = asyncio.Event()
    try:
        async with CitewireBot(settings, service, database, force_sync=False) as client:
            task = asyncio.create_task(run_until(stopping, client, settings))
            await fake.connected()
            yield client
            stopping.set()
            await task
    finally:
        service.close()
        database.close()
        discord_py.http.Route.BASE, discord_py.gateway.DiscordWebSocket.DEFAULT_GATEWAY = hooks


class Process:
    """`citewire bot` as a process; `data` begins as a copy of `archive` and is kept on restart."""

    def __init__(
        self,
        fake: FakeDiscord,
        archive: Path,
        data: Path,
        arguments: Sequence[str],
        environment: dict[str, str],
    ) -> None:
        self._arguments = arguments
        if not data.exists():
            shutil.copytree(archive, data)
        self._environment = os.environ | {
            "CITEWIRE_DISCORD_TOKEN": fake.token,
            "CITEWIRE_DISCORD_API": fake.api,
            "CITEWIRE_DISCORD_GATEWAY": fake.gateway_url,
            "CITEWIRE_DATA": str(data),
            "CITEWIRE_SEEDS": str(REPOSITORY / "seeds"),
            **environment,
        }
        self._running: asyncio.subprocess.Process | None = None
        self.log = ""

    async def start(self) -> None:
        """Start it; what it prints is read at its end."""
        self._running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *self._arguments,
            cwd=REPOSITORY, env=self._environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip

    async def ended(self) -> int:
        """Wait for its end; returns the exit code."""
        assert self._running is not None
        out, _ = await asyncio.wait_for(self._running.communicate(), 30)
        self.log = out.decode()
        return self._running.returncode or 0

    async def terminate(self) -> int:
        """Stop it as an operator does, by SIGTERM; returns the exit code."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """End it without warning, where it still runs."""
        if self._running is not None and self._running.returncode is None:
            self.signal(signal.SIGKILL)
            await self.ended()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._running is not None
        self._running.send_signal(number)
