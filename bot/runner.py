"""From settings to a running bot and to its end: signals, drain, exit codes."""

from __future__ import annotations

import asyncio
import signal

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.client import CitewireBot
from bot.exits import BotEndedError, Exit
from bot.logs import log, stray
from bot.services import Library, Service
from bot.settings import BotSettings
from bot.store.database import Database

REFUSED, TOO_MANY_SERVERS = 4004, 4011
"""The gateway's close codes for a token that it does not accept, and for want of shards."""

FAREWELL_SECONDS = 2.0
"""For telling those whose answers were not ready in time."""

UNREACHABLE = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    discord.HTTPException,
    discord.GatewayNotFound,
)


def point_at(settings: BotSettings) -> None:
    """Has discord.py talk to another server where the settings name one (loopback only)."""
    if settings.discord_api:
        Route.BASE = settings.discord_api
    if settings.discord_gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway)


async def serve(settings: BotSettings, library: Library, *, force_sync: bool) -> None:
    """Runs the bot until SIGTERM or SIGINT; then lets running answers be delivered.

    Raises `BotEndedError` where Discord refuses the token or cannot be reached, or another process
    serves the same servers, and `StoreError` where the bot's database cannot be used.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.set_exception_handler(stray)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    service = Service(
        library,
        workers=settings.bot_workers,
        queue=settings.bot_queue,
        timeout=settings.bot_timeout,
    )
    database = Database(settings.memory)
    try:
        async with CitewireBot(settings, service, database, force_sync=force_sync) as bot:
            await run_until(stopping, bot, settings)
    finally:
        service.close()
        database.close()


async def run_until(stopping: asyncio.Event, bot: CitewireBot, settings: BotSettings) -> None:
    """Keeps the bot connected until `stopping` is set; takes no new work then, and drains.

    Raises as `serve` does.
    """
    try:
        await _run_until(stopping, bot, settings)
    finally:
        await bot.presence.leave()


async def _run_until(stopping: asyncio.Event, bot: CitewireBot, settings: BotSettings) -> None:
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    running = asyncio.create_task(_present(bot, token))
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        stop.cancel()
        await running
        raise BotEndedError(Exit.UNREACHABLE, "Discord closed the connection for good.")
    log.info("stopping: running answers are delivered, new ones are refused")
    bot.reader.stop()
    if late := await bot.jobs.drain(settings.bot_drain):
        log.warning("%d answers were not ready in time", late)
        bot.service.give_up()
        await bot.jobs.drain(FAREWELL_SECONDS)
    await bot.close()
    running.cancel()
    await asyncio.wait({running})


async def _present(bot: CitewireBot, token: str) -> None:
    """Connected, and living as far as other processes can see."""
    await bot.presence.enter()
    tasks = [asyncio.create_task(work) for work in (_connected(bot, token), bot.presence.stay())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await next(iter(done))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _connected(bot: CitewireBot, token: str) -> None:
    try:
        await bot.start(token)
    except discord.LoginFailure:
        raise _refused() from None
    except discord.ConnectionClosed as error:
        if error.code == REFUSED:
            raise _refused() from None
        if error.code == TOO_MANY_SERVERS:
            raise _too_many_servers() from None
        reason = f"Discord closed the connection (code {error.code})."
        raise BotEndedError(Exit.UNREACHABLE, reason) from None
    except UNREACHABLE as error:
        reason = f"Discord cannot be reached ({type(error).__name__}); check the network."
        raise BotEndedError(Exit.UNREACHABLE, reason) from None


def _refused() -> BotEndedError:
    return BotEndedError(
        Exit.TOKEN,
        "Discord refused the token: put the bot's present token in CITEWIRE_DISCORD_TOKEN.",
    )


def _too_many_servers() -> BotEndedError:
    return BotEndedError(
        Exit.CONFIGURATION,
        "The bot is in too many servers for one shard: start more processes, each with its "
        "CITEWIRE_DISCORD_SHARD (0/2 and 1/2, and so on).",
    )
