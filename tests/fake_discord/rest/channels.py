"""Channels: the bot reads, speaks, opens threads and direct messages, where it may."""

from __future__ import annotations

from typing import Any

import discord
from aiohttp import web

from ..errors import ApiError, unknown
from ..model import PUBLIC_THREAD, Channel, Message, World
from ..pipeline import Pipeline
from ..posting import Posting
from ..wire import Json, channel_json, message_json

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
HAS_THREAD = 1 << 5
P = discord.Permissions


class Channels:
    """The routes under /channels, and the one that opens direct messages."""

    def __init__(self, world: World, posting: Posting) -> None:
        self._world, self._posting = world, posting

    def routes(self, pipeline: Pipeline) -> list[web.RouteDef]:
        """All routes of this file."""
        return [
            pipeline.route("GET", "/channels/{channel_id}", self.get),
            pipeline.route("GET", MESSAGES, self.history),
            pipeline.route("POST", MESSAGES, self.send),
            pipeline.route("GET", MESSAGE, self.message),
            pipeline.route("PATCH", MESSAGE, self.edit),
            pipeline.route("DELETE", MESSAGE, self.delete),
            pipeline.route("POST", MESSAGE + "/threads", self.open_thread_at),
            pipeline.route("POST", "/channels/{channel_id}/threads", self.open_thread),
            pipeline.route("POST", "/channels/{channel_id}/typing", self.typing),
            pipeline.route("POST", "/users/@me/channels", self.open_direct),
        ]

    async def get(self, request: web.Request, body: Any) -> Json:
        """One channel."""
        return channel_json(self._channel(request), self._world.bot)

    async def history(self, request: web.Request, body: Any) -> list[Json]:
        """The newest messages, newest first."""
        channel = self._channel(request, P(read_message_history=True))
        limit = int(request.query.get("limit", 50))
        before = int(request.query.get("before", 1 << 63))
        after = int(request.query.get("after", 0))
        seen = [m for m in channel.messages if after < m.id < before and not m.deleted]
        public = [m for m in seen if not m.ephemeral]
        return [self._shown(message) for message in reversed(public[-limit:])]

    async def message(self, request: web.Request, body: Any) -> Json:
        """One message; its text only where the intents allow it."""
        return self._shown(self._message(request))

    async def send(self, request: web.Request, body: Json) -> Json:
        """The bot says something."""
        channel = self._channel(request)
        self._need(channel, P(**{self._send_right(channel): True}))
        if body.get("embeds"):
            self._need(channel, P(embed_links=True))
        nonce = str(body["nonce"]) if body.get("nonce") is not None else None
        if body.get("enforce_nonce") and (known := self._by_nonce(channel, nonce)):
            return message_json(known)
        replied = self._replied(channel, body.get("message_reference"))
        message = self._posting.compose(
            f"POST {MESSAGES}", channel, body, reply_to=replied, pings_replied=False, nonce=nonce
        )
        return message_json(self._posting.post(message))

    async def edit(self, request: web.Request, body: Json) -> Json:
        """The bot changes what it said."""
        message = self._own(request, 50005, "Cannot edit a message authored by another user")
        return message_json(self._posting.revise(f"PATCH {MESSAGE}", message, body))

    async def delete(self, request: web.Request, body: Any) -> None:
        """The bot takes back what it said."""
        self._posting.delete(self._own(request, 50013, "Missing Permissions"))

    async def open_thread_at(self, request: web.Request, body: Json) -> tuple[int, Json]:
        """Open a thread at a message; it takes that message's id."""
        message = self._message(request)
        if message.thread is not None:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        message.thread = self._thread(message.channel, body["name"], id=message.id)
        message.flags |= HAS_THREAD
        return 201, channel_json(message.thread, self._world.bot)

    async def open_thread(self, request: web.Request, body: Json) -> tuple[int, Json]:
        """Open a thread at no message."""
        return 201, channel_json(
            self._thread(self._channel(request), body["name"]), self._world.bot
        )

    async def typing(self, request: web.Request, body: Any) -> None:
        """The bot shows that it types."""
        self._channel(request)

    async def open_direct(self, request: web.Request, body: Json) -> Json:
        """Open the direct messages with somebody."""
        user = self._world.users.get(int(body["recipient_id"]))
        if user is None:
            raise unknown(10013, "User")
        return channel_json(self._world.direct_channel(user), self._world.bot)

    def _thread(self, parent: Channel, name: str, **facts: Any) -> Channel:
        self._need(parent, P(create_public_threads=True))
        thread = Channel(
            name, type=PUBLIC_THREAD, guild=parent.guild, parent=parent, owner=self._world.bot,
            **facts,
        )  # fmt: skip
        self._posting.announce_thread(self._world.add_channel(thread))
        return thread

    def _by_nonce(self, channel: Channel, nonce: str | None) -> Message | None:
        own = (m for m in channel.messages if m.author is self._world.bot and not m.deleted)
        return next((m for m in own if m.nonce is not None and m.nonce == nonce), None)

    def _shown(self, message: Message) -> Json:
        return message_json(message, hide=self._posting.is_guarded(message))

    def _channel(self, request: web.Request, needed: discord.Permissions | None = None) -> Channel:
        channel = self._world.channels.get(int(request.match_info["channel_id"]))
        if channel is None:
            raise unknown(10003, "Channel")
        self._need(channel, needed or P.none())
        return channel

    def _need(self, channel: Channel, needed: discord.Permissions) -> None:
        permissions = channel.permissions_of(self._world.bot)
        if not P(permissions).view_channel:
            raise ApiError(403, 50001, "Missing Access")
        if needed.value & ~permissions:
            raise ApiError(403, 50013, "Missing Permissions")
        if channel.recipient is not None and not channel.recipient.takes_direct_messages:
            raise ApiError(403, 50007, "Cannot send messages to this user")

    def _send_right(self, channel: Channel) -> str:
        return "send_messages_in_threads" if channel.type == PUBLIC_THREAD else "send_messages"

    def _replied(self, channel: Channel, reference: Json | None) -> Message | None:
        if reference is None:
            return None
        self._need(channel, P(read_message_history=True))
        message = channel.find(int(reference["message_id"]))
        if message is None and reference.get("fail_if_not_exists", True):
            raise ApiError(400, 50035, "Invalid Form Body: message_reference: Unknown message")
        return message

    def _message(self, request: web.Request) -> Message:
        message = self._channel(request).find(int(request.match_info["message_id"]))
        if message is None or message.ephemeral:
            raise unknown(10008, "Message")
        return message

    def _own(self, request: web.Request, code: int, refusal: str) -> Message:
        message = self._message(request)
        if message.author is not self._world.bot:
            raise ApiError(403, code, refusal)
        return message
