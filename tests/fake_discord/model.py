"""What the pretend Discord knows: people, servers, channels and messages. No wire, no I/O."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL = 1 << 6
TEXT, DIRECT, PUBLIC_THREAD = 0, 1, 11

_sequence = itertools.count(1)


def snowflake() -> int:
    """A new id that carries the present time, as Discord's do; later ids are larger."""
    milliseconds = int(time.time() * 1000) - DISCORD_EPOCH_MS
    return (milliseconds << 22) | (next(_sequence) & 0x3FFFFF)


def snowflake_of(shard: tuple[int, int]) -> int:
    """A new id for a server of that shard, at most as many milliseconds ahead as there are."""
    number, count = shard
    new = snowflake()
    return new + (((number - (new >> 22)) % count) << 22)


@dataclass(eq=False)
class User:
    """A person, or the bot itself."""

    name: str
    bot: bool = False
    id: int = field(default_factory=snowflake)
    takes_direct_messages: bool = True

    @property
    def mention(self) -> str:
        """What a message must hold to mention them."""
        return f"<@{self.id}>"


@dataclass(eq=False)
class Guild:
    """A server; `permissions` maps a user's id to what they may do everywhere in it."""

    name: str
    id: int = field(default_factory=snowflake)
    users: dict[int, User] = field(default_factory=dict)
    permissions: dict[int, int] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    everyone: int = 0

    def permissions_of(self, user: User) -> int:
        """The permission bits of `user` in this server."""
        return self.everyone | self.permissions.get(user.id, 0)


@dataclass(eq=False)
class Channel:
    """A text channel, a thread (`parent` is set) or a direct message (`recipient` is set)."""

    name: str
    type: int = TEXT
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    owner: User | None = None
    id: int = field(default_factory=snowflake)
    messages: list[Message] = field(default_factory=list)
    denied: dict[int, int] = field(default_factory=dict)
    """Permission bits that a user (by id) lacks here though the server grants them."""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def permissions_of(self, user: User) -> int:
        """The permission bits of `user` in this channel."""
        place = self.parent or self
        if place.guild is None:
            return -1 & ((1 << 53) - 1)
        return place.guild.permissions_of(user) & ~place.denied.get(user.id, 0)

    def find(self, message_id: int) -> Message | None:
        """The message with that id, unless it was deleted."""
        return next((m for m in self.messages if m.id == message_id and not m.deleted), None)


@dataclass(eq=False, repr=False)
class Message:
    """A message as it stands now: edits change it in place, so a test always reads the latest."""

    channel: Channel
    author: User
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    nonce: str | None = None
    reply_to: Message | None = None
    pings_replied: bool = True
    thread: Channel | None = None
    origin: dict[str, Any] | None = None
    """The `interaction_metadata` of a message that answers an interaction."""
    interaction: Any = None
    """The `Interaction` that it answers, if any."""
    shown_to: User | None = None
    """The only member who sees it; None when everyone in the channel does."""
    id: int = field(default_factory=snowflake)
    sent: datetime = field(default_factory=lambda: datetime.now(UTC))
    edited: datetime | None = None
    deleted: bool = False
    loading: bool = False
    revisions: int = 0

    def __repr__(self) -> str:
        return f"<message by {self.author.name}: {self.text[:60]!r}>"

    @property
    def ephemeral(self) -> bool:
        """True when only one member sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def mentions(self) -> list[User]:
        """Who is pinged: those named in the text and, for a reply with its ping on, its target.

        The bot pings nobody: a test fails where its `allowed_mentions` are not empty.
        """
        if self.author.bot:
            return []
        people = self.channel.guild.users if self.channel.guild else {}
        named = [user for user in people.values() if user.mention in self.content]
        if self.reply_to and self.pings_replied and self.reply_to.author not in named:
            named.append(self.reply_to.author)
        return named

    @property
    def text(self) -> str:
        """Everything there is to read in it, one line an item: content, then each embed's parts."""
        parts = [self.content, *(text for embed in self.embeds for text in embed_texts(embed))]
        return "\n".join(part for part in parts if part)

    @property
    def seen(self) -> str:
        """Its `text` as a member sees it: without the backslashes that keep marks inert."""
        return re.sub(r"\\([^\w\s])", r"\1", self.text)

    @property
    def controls(self) -> list[dict[str, Any]]:
        """Its buttons and menus in order."""
        return [c for c in walk(self.components) if c["type"] in (2, 3, 5, 6, 7, 8)]

    @property
    def labels(self) -> list[str]:
        """What its buttons say, the emoji where there is no label."""
        return [label_of(c) for c in self.controls if c["type"] == 2]


def embed_texts(embed: dict[str, Any]) -> Iterator[str]:
    """The texts of an embed, in the order in which Discord draws them."""
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for pair in embed.get("fields") or ():
        yield pair["name"]
        yield pair["value"]
    yield (embed.get("footer") or {}).get("text") or ""


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, parents before children."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([c for c in (component.get("component"), component.get("accessory")) if c])


def label_of(button: dict[str, Any]) -> str:
    """A button's label, or its emoji."""
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or "")


class World:
    """All that exists, and the way to find it by id."""

    def __init__(self, bot_name: str = "citewire") -> None:
        self.bot = User(bot_name, bot=True)
        self.owner = User("Owner")
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {self.bot.id: self.bot, self.owner.id: self.owner}

    def add_channel(self, channel: Channel) -> Channel:
        """Make `channel` findable, in its server too."""
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels[channel.id] = channel
        return channel

    def direct_channel(self, user: User) -> Channel:
        """The bot's direct-message channel with `user`, opened when there is none."""
        known = (c for c in self.channels.values() if c.recipient is user)
        return next(known, None) or self.add_channel(
            Channel(user.name, type=DIRECT, recipient=user)
        )
