"""Messages come, change and go; whoever may see that over the gateway is told."""

from __future__ import annotations

import copy
import itertools
from datetime import UTC, datetime
from typing import Any

from .errors import ApiError
from .gateway import Gateway, Session
from .limits import is_empty, mention_problems, message_problems
from .model import DIRECT, EPHEMERAL, Channel, Message, User, World, walk
from .pipeline import Pipeline
from .record import Record
from .wire import Json, channel_json, member_json, message_json

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
MESSAGE_CONTENT, LOADING = 1 << 15, 1 << 7
KEPT_FLAGS = (1 << 2) | (1 << 12) | (1 << 15)
"""Flags that a sender may set: suppress embeds, suppress notifications, components v2."""


class Posting:
    """Every way in which a message is made, changed or deleted."""

    def __init__(self, world: World, gateway: Gateway, record: Record, pipeline: Pipeline) -> None:
        self._world, self._gateway = world, gateway
        self._record, self._pipeline = record, pipeline

    def check(self, route: str, body: Json) -> None:
        """Hold a body from the bot against all limits; raises `ApiError` where one is broken."""
        for problem in mention_problems(body):
            self._record.fault(f"{route}: {problem}")
        self._pipeline.refuse(route, message_problems(body))

    def fault(self, what: str) -> None:
        """Note something that must fail the test."""
        self._record.fault(what)

    def compose(self, route: str, channel: Channel, body: Json, **facts: Any) -> Message:
        """A new message of the bot, checked but not yet posted."""
        self.check(route, body)
        if is_empty(body):
            self._record.fault(f"{route}: an empty message")
            raise ApiError(400, 50006, "Cannot send an empty message")
        message = Message(channel, self._world.bot, **facts)
        message.flags = (body.get("flags") or 0) & (KEPT_FLAGS | EPHEMERAL)
        fill(message, body)
        return message

    def post(self, message: Message) -> Message:
        """Put the message into its channel."""
        message.channel.messages.append(message)
        if not message.ephemeral:
            self._tell("MESSAGE_CREATE", message)
        return message

    def revise(self, route: str, message: Message, body: Json) -> Message:
        """Change a message of the bot; keys that are absent leave their part as it is."""
        self.check(route, body)
        fill(message, body)
        message.loading = False
        message.flags &= ~LOADING
        message.edited = datetime.now(UTC)
        message.revisions += 1
        if is_empty({"content": message.content, "embeds": message.embeds} | _parts(message)):
            self._record.fault(f"{route}: the message is empty now")
            raise ApiError(400, 50006, "Cannot send an empty message")
        if not message.ephemeral:
            self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.deleted = True
        data: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        guild = message.channel.guild
        if guild is not None:
            data["guild_id"] = str(guild.id)
        self._gateway.dispatch("MESSAGE_DELETE", data, guild.id if guild else None, GUILD_MESSAGES)

    def announce_thread(self, thread: Channel) -> None:
        """Tell the bot of a new thread."""
        data = channel_json(thread, self._world.bot) | {"newly_created": True}
        assert thread.guild is not None
        self._gateway.dispatch("THREAD_CREATE", data, thread.guild.id, GUILDS)

    def _tell(self, event: str, message: Message) -> None:
        guild = message.channel.guild
        direct = message.channel.type == DIRECT
        intent = DIRECT_MESSAGES if direct else GUILD_MESSAGES
        for session in self._gateway.sessions_for(guild.id if guild else None, intent):
            session.dispatch(event, self._event(message, session))

    def _event(self, message: Message, session: Session) -> Json:
        hide = not session.wants(MESSAGE_CONTENT) and self.is_guarded(message)
        data = message_json(message, hide=hide)
        guild = message.channel.guild
        if guild is not None:
            data["guild_id"] = str(guild.id)
            if message.origin is None:
                data["member"] = member_json(message.author, with_user=False)
        return copy.deepcopy(data)

    def is_guarded(self, message: Message) -> bool:
        """True where the text needs the message content intent: not ours, and not to us."""
        bot = self._world.bot
        return not (
            message.channel.type == DIRECT or message.author is bot or bot in message.mentions
        )


def _parts(message: Message) -> Json:
    return {"components": message.components}


def fill(message: Message, body: Json) -> None:
    """Write the parts of a body into a message, as Discord stores them."""
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = [{"type": "rich"} | _stored(embed) for embed in body["embeds"] or []]
    if "components" in body:
        message.components = _without_nulls(body["components"] or [])
        numbers = itertools.count(1)
        for component in walk(message.components):
            component.setdefault("id", next(numbers))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return value


def _stored(embed: Json) -> Json:
    fields = [{"inline": False} | pair for pair in embed.get("fields") or []]
    kept = {key: value for key, value in embed.items() if value is not None}
    return kept | ({"fields": fields} if fields else {})


def said_by(user: User, channel: Channel, text: str, **facts: Any) -> Message:
    """A message that a member typed."""
    return Message(channel, user, content=text, **facts)
