"""One server, as a test sets it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord as discord_py

from .member import Member
from .model import Channel, Guild, User
from .wire import channel_json

if TYPE_CHECKING:
    from .server import FakeDiscord


class Server:
    """A server's channels and members."""

    def __init__(self, discord: FakeDiscord, guild: Guild) -> None:
        self._discord, self.guild, self.id = discord, guild, guild.id

    def channel(self, name: str) -> Channel:
        """A new text channel."""
        channel = self._discord.world.add_channel(Channel(name, guild=self.guild))
        data = channel_json(channel, self._discord.bot)
        self._discord.gateway.dispatch("CHANNEL_CREATE", data, self.guild.id)
        return channel

    def member(self, name: str, permissions: discord_py.Permissions | None = None) -> Member:
        """A new member, who may do what everyone may and `permissions`."""
        user = User(name)
        self._discord.world.users[user.id] = self.guild.users[user.id] = user
        self.guild.permissions[user.id] = permissions.value if permissions else 0
        return Member(self._discord, user, self.guild)
