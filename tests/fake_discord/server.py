"""A Discord for one bot, on 127.0.0.1, that the real discord.py client cannot tell apart."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import discord as discord_py
from aiohttp import web

from .faults import Faults, Hold
from .gateway import INVALID_SESSION, RECONNECT, Gateway
from .guild import Server
from .interaction import Interaction
from .interaction_wire import interaction_json, origin_json
from .model import Channel, Guild, Message, User, World, snowflake_of
from .pipeline import Pipeline
from .posting import Posting
from .pulse import NoAnswerError
from .record import Record
from .rest.channels import Channels
from .rest.commands import Commands
from .rest.login import Login
from .rest.webhooks import Webhooks
from .wire import (
    BOT_PERMISSIONS,
    Json,
    channel_json,
    guild_create_json,
)

API = "/api/v10"
TOKEN = "MTA0.test-token.never-real-but-kept-out-of-logs"
MEMBER_PERMISSIONS = discord_py.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, use_application_commands=True
)


class FakeDiscord:
    """The server; `async with` starts and stops it, the bot may come and go in between."""

    def __init__(
        self, *, port: int = 0, token: str = TOKEN, acknowledge_within: float = 3.0
    ) -> None:
        self.token, self._port, self.acknowledge_within = token, port, acknowledge_within
        self.world, self.record, self.faults = World(), Record(), Faults()
        self.gateway = Gateway(self.world, self.record, token)
        self.pipeline = Pipeline(self.record, self.faults, token, API)
        self.posting = Posting(self.world, self.gateway, self.record, self.pipeline)
        self.commands = Commands(self.world, self.record)
        self.login = Login(self.world, self.gateway)
        self._channels = Channels(self.world, self.posting)
        self._webhooks = Webhooks(self.world, self.posting, origin_json)
        self._runner: web.AppRunner

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        for part in (self.login, self.commands, self._channels, self._webhooks):
            app.router.add_routes(part.routes(self.pipeline))
        app.router.add_route("*", "/{anything:.*}", self.pipeline.unknown)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.url = self.gateway_url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in self.gateway.live:
            if session.connection is not None:
                session.connection.cut()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """What `discord.http.Route.BASE` must be."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        """What `DiscordWebSocket.DEFAULT_GATEWAY` must be."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    @property
    def bot(self) -> User:
        """The bot's own user."""
        return self.world.bot

    # The world, as a test sets it up

    def guild(self, name: str = "Newsroom", *, shard: tuple[int, int] = (0, 1)) -> Server:
        """A server that the bot is in; it hears of it at once where it is connected.

        Its id is one of `shard`, which is a number from 0 and how many there are.
        """
        guild = Guild(name, id=snowflake_of(shard), everyone=MEMBER_PERMISSIONS.value)
        guild.users[self.bot.id] = self.bot
        guild.permissions[self.bot.id] = BOT_PERMISSIONS
        self.world.guilds[guild.id] = guild
        self.gateway.dispatch("GUILD_CREATE", guild_create_json(guild, self.bot), guild.id)
        return Server(self, guild)

    def delete_channel(self, channel: Channel) -> None:
        """A moderator deletes a channel."""
        data = channel_json(channel, self.bot)
        assert channel.guild is not None
        self.world.channels.pop(channel.id)
        channel.guild.channels.pop(channel.id)
        self.gateway.dispatch("CHANNEL_DELETE", data, channel.guild.id)

    def close_channel(self, channel: Channel) -> None:
        """A moderator hides a channel from the bot."""
        assert channel.guild is not None
        channel.denied[self.bot.id] = discord_py.Permissions(
            view_channel=True, send_messages=True
        ).value
        data = channel_json(channel, self.bot)
        self.gateway.dispatch("CHANNEL_UPDATE", data, channel.guild.id)

    # The bot, as a test waits for it

    async def until(self, true: Callable[[], object], what: str, seconds: float = 20.0) -> None:
        """Wait until `true()`; looked at after each call of the bot."""
        await self.record.pulse.until(true, seconds, what)

    async def connected(
        self, seconds: float = 20.0, *, shard: tuple[int, int] | None = None
    ) -> None:
        """Wait until every shard, or `shard` alone, is connected and knows its servers."""
        await self.until(lambda: self._is_connected(shard), "the bot is connected", seconds)

    def _is_connected(self, shard: tuple[int, int] | None) -> bool:
        shards = {session.shard for session in self.gateway.live}
        return (
            any(len(shards) == count for _, count in shards) if shard is None else shard in shards
        )

    async def disconnected(self, seconds: float = 20.0) -> None:
        """Wait until the bot has gone."""
        await self.until(lambda: not self.gateway.live, "the bot is gone", seconds)

    async def reply_to(self, message: Message, seconds: float = 20.0) -> Message:
        """Wait for the bot's reply to a message."""
        replies: list[Message] = []

        def found() -> bool:
            replies[:] = [m for m in message.channel.messages if m.reply_to is message]
            return bool(replies)

        await self.until(found, f"a reply to {message.content!r}", seconds)
        return replies[0]

    def said(self, channel: Channel) -> list[Message]:
        """What the bot said there for everybody, oldest first."""
        own = (m for m in channel.messages if m.author is self.bot and not m.deleted)
        return [message for message in own if not message.ephemeral]

    # Troubles

    def fail_next(self, route: str, status: int = 502, *, times: int = 1) -> None:
        """The next request to `route`, such as `POST /channels/{}/messages`, fails."""
        self.faults.fail_next(route, status, times)

    def rate_limit_next(self, route: str, seconds: float = 0.05, **how: Any) -> None:
        """The next request to `route` is answered with 429; see `Faults.rate_limit_next`."""
        self.faults.rate_limit_next(route, seconds, **how)

    def hold_next(self, route: str) -> Hold:
        """The next reply of `route` is kept back until the test releases it."""
        return self.faults.hold_next(route)

    def drop_connection(self) -> None:
        """Every connection to the gateway breaks, without a word; its session can be resumed."""
        for session in self.gateway.live:
            connection, session.connection = session.connection, None
            if connection is not None:
                connection.cut()

    def ask_to_reconnect(self) -> None:
        """Discord asks for a reconnection (op 7), as it does every few hours."""
        for session in self.gateway.live:
            assert session.connection is not None
            session.connection.send(RECONNECT)

    def invalidate_sessions(self, *, resumable: bool = False) -> None:
        """Discord declares the sessions invalid (op 9)."""
        for session in self.gateway.live:
            assert session.connection is not None
            session.connection.send(INVALID_SESSION, resumable)
        if not resumable:
            self.gateway.sessions.clear()

    def expire_tokens(self) -> None:
        """Fifteen minutes go by: no interaction so far can be answered any more."""
        for interaction in self.interactions:
            interaction.expired = True

    def forget_nonces(self) -> None:
        """Minutes go by: Discord knows no nonce of a message any more."""
        for channel in self.world.channels.values():
            for message in channel.messages:
                message.nonce = None

    # Interactions

    @property
    def interactions(self) -> list[Interaction]:
        """All interactions so far, in order."""
        return list(self._webhooks.interactions.values())

    def begin(self, interaction: Interaction, data: Json) -> Interaction:
        """Send an interaction to the bot; its three seconds begin."""
        self._webhooks.interactions[interaction.token] = interaction
        loop = asyncio.get_running_loop()
        loop.call_later(self.acknowledge_within, self._lapse, interaction)
        guild = interaction.channel.guild
        payload = interaction_json(interaction, data, self.bot)
        self.gateway.dispatch("INTERACTION_CREATE", payload, guild.id if guild else None)
        return interaction

    def _lapse(self, interaction: Interaction) -> None:
        if not interaction.acknowledged:
            interaction.lapsed = True
            interaction.pulse.beat()
            self.record.fault(
                f"{interaction.what} was not acknowledged within {self.acknowledge_within:g} s"
            )

    # The verdict

    def check_log(self, log: str) -> None:
        """Find secrets in what the bot logged."""
        if self.token in log:
            self.record.fault("the bot's token stands in the log")
        if any(interaction.token in log for interaction in self.interactions):
            self.record.fault("an interaction's token stands in the log")

    async def verify(self) -> None:
        """Fails with all that was wrong since the last time; waits for open interactions."""
        for interaction in self.interactions:
            with contextlib.suppress(NoAnswerError):  # its lapse is among the faults
                await interaction.until("acknowledged", self.acknowledge_within + 1)
        faults = self.record.take_faults()
        assert not faults, "\n".join(faults)
