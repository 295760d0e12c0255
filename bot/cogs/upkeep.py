"""What the bot does by itself: reading sources, a newer index, forgetting what is old."""

from __future__ import annotations

import time

import discord
from discord.ext import commands, tasks

from bot.client import CitewireBot
from bot.logs import unharmed
from bot.store import buckets, forget

REFRESH_SECONDS = 15
FORGET_HOURS = 1


class Upkeep(commands.Cog):
    """Three clocks, and a farewell to servers that removed the bot."""

    def __init__(self, bot: CitewireBot) -> None:
        self.bot = bot
        self._forgotten: frozenset[tuple[int, float]] = frozenset()
        """Who asked for it lately, and is forgotten here."""

    async def cog_load(self) -> None:
        """Starts the clocks."""
        self.refresh.start()
        if self.bot.refresh_minutes:
            self.read_sources.start()
        self.forget.start()

    async def cog_unload(self) -> None:
        """Stops the clocks."""
        self.refresh.cancel()
        self.read_sources.cancel()
        self.forget.cancel()

    @tasks.loop(seconds=REFRESH_SECONDS)
    async def refresh(self) -> None:
        """Picks up a newer index generation without a restart, and whom to forget."""
        await self.bot.refresher.refresh()
        await unharmed(self._forget_members(), "forgetting members")

    async def _forget_members(self) -> None:
        """Those who asked another process for it: what this one has in memory of them goes."""
        lately = await self.bot.database.run(forget.lately)
        for member_id, _ in lately - self._forgotten:
            self.bot.conversations.forget(member_id)
        self._forgotten = lately

    @tasks.loop(seconds=REFRESH_SECONDS)
    async def read_sources(self) -> None:
        """Reads the sources again where that is due; one process does it for all."""
        every = self.bot.refresh_minutes * 60.0
        await unharmed(self.bot.refresher.read_sources(every), "reading the sources")

    @tasks.loop(hours=FORGET_HOURS)
    async def forget(self) -> None:
        """Deletes what is older than promised."""
        await unharmed(self._forget(time.time()), "forgetting what is old")

    async def _forget(self, now: float) -> None:
        bot = self.bot
        await bot.database.erase(lambda c: forget.forget_old(c, now))
        await bot.database.run(
            lambda c: buckets.drop_full(c, bot.member_rule, bot.server_rule, now)
        )

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forgets what a server set up, once the bot is not in it any more."""
        await self.bot.database.erase(lambda c: forget.forget_server(c, guild.id))


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Upkeep(bot))
