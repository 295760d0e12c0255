"""The bot: what it listens to, what it holds, and that it never mentions anybody."""

from __future__ import annotations

import time

import discord
from discord.ext import commands

from bot.conversations import Conversations
from bot.jobs import Jobs
from bot.logs import log
from bot.presence import Presence
from bot.refresh import Refresher
from bot.services import Service
from bot.settings import BotSettings
from bot.sources import SourceReader
from bot.store import buckets
from bot.store.database import Database
from bot.tree import CitewireTree

COGS = ("ask", "mention", "find", "latest", "said", "digest", "archive", "about", "upkeep")


def intents() -> discord.Intents:
    """No privileged intent: servers, and messages with the text of those that mention the bot."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class CitewireBot(commands.Bot):
    """One connection to Discord; everything that features share hangs on it."""

    def __init__(
        self, settings: BotSettings, service: Service, database: Database, *, force_sync: bool
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CitewireTree,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_id=settings.discord_shard.number,
            shard_count=settings.discord_shard.count,
        )
        self.service, self.database = service, database
        self.presence = Presence(database, settings.discord_shard)
        self.jobs, self.conversations = Jobs(), Conversations()
        self.reader = SourceReader(settings.data)
        self.refresher = Refresher(service, self.reader, database, self.process_id)
        self.refresh_minutes = settings.refresh_minutes
        self.member_rule = buckets.Rule(
            burst=settings.bot_member_burst, per_minute=settings.bot_member_per_minute
        )
        self.server_rule = buckets.Rule(
            burst=settings.bot_server_burst, per_minute=settings.bot_server_per_minute
        )
        self._force_sync = force_sync

    @property
    def process_id(self) -> str:
        """What the database knows this process by."""
        return self.presence.process_id

    @property
    def commands_tree(self) -> CitewireTree:
        """The tree of slash commands and menus."""
        assert isinstance(self.tree, CitewireTree)
        return self.tree

    async def setup_hook(self) -> None:
        """Loads the features and tells Discord the commands, before the gateway opens."""
        for name in COGS:
            await self.load_extension(f"bot.cogs.{name}")
        await self.refresher.refresh()
        try:
            await self.commands_tree.sync_if_changed(force=self._force_sync)
        except discord.HTTPException as error:
            log.error("the commands are not synchronised: Discord said %s", error.status)

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no commands in messages; the mention feature listens by itself."""

    async def spend(self, member_id: int, server_id: int | None) -> None:
        """Takes a token of the member's and the server's; raises `CooldownError` without one."""
        member = (member_id, self.member_rule)
        server = (server_id, self.server_rule) if server_id is not None else None
        await self.database.run(lambda c: buckets.spend(c, member, server, time.time()))
