"""/digest: what is new, posted to a channel at a time of the day; and the clock that does it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands, tasks

from bot.client import CitewireBot
from bot.cogs import options
from bot.digest.decide import Action, Slot, Subscription, decide
from bot.digest.post import act
from bot.digest.schedule import WEEKDAYS, read_schedule
from bot.digest.stop import reason, stop
from bot.errors import RefusalError
from bot.logs import frames, log, unharmed
from bot.render.digests import digests_embed
from bot.render.listing import listing_title
from bot.render.text import plain
from bot.store import digests

TICK_SECONDS = 5
MOST = 25
EVERY = [Choice(name="day", value=-1)] + [
    Choice(name=name, value=number) for number, name in enumerate(WEEKDAYS)
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Digest(commands.GroupCog, name="digest", description="News posted to a channel"):
    """The commands, and a clock that looks every few seconds for what is due."""

    def __init__(self, bot: CitewireBot) -> None:
        self.bot = bot
        super().__init__()

    async def cog_load(self) -> None:
        """Starts the clock."""
        self.clock.start()

    async def cog_unload(self) -> None:
        """Stops the clock."""
        self.clock.cancel()

    @app_commands.command(name="add")
    @app_commands.describe(
        at="The time of the day, such as 08:30",
        zone="The time zone, such as Europe/London",
        every="On which days, every day if you don't say",
        tag="Only articles with this tag",
    )
    @app_commands.choices(every=EVERY)
    @app_commands.autocomplete(tag=options.tags, zone=options.time_zones)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def add(
        self,
        interaction: discord.Interaction[CitewireBot],
        at: str,
        zone: str,
        every: int = -1,
        tag: str | None = None,
    ) -> None:
        """Posts what is new to this channel, daily or weekly."""
        schedule = read_schedule(None if every < 0 else every, at, zone)
        place = _place(interaction)
        _check_may_post(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        known = await self.bot.service.run(lambda library: library.latest(tag, n=1))
        if len(await self._of(place[0])) >= MOST:
            raise RefusalError(f"A server can have {MOST} digests; remove one first.")
        number = await self.bot.database.run(
            lambda c: digests.add(c, place, known.tag, schedule, time.time())
        )
        await interaction.edit_original_response(
            content=f"Digest {number}: “{listing_title(known.tag)}”, {plain(str(schedule))}, "
            "in this channel, when there is something new."
        )

    @app_commands.command(name="remove")
    @app_commands.describe(number="Its number, as /digest list shows it")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def remove(self, interaction: discord.Interaction[CitewireBot], number: int) -> None:
        """Ends a digest of this server."""
        server_id = _place(interaction)[0]
        if not await self.bot.database.run(lambda c: digests.remove(c, server_id, number)):
            raise RefusalError(f"This server has no digest {number}; see `/digest list`.")
        await interaction.response.send_message(f"Digest {number} is removed.", ephemeral=True)

    @app_commands.command(name="list")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """The digests of this server."""
        found = await self._of(_place(interaction)[0])
        await interaction.response.send_message(embed=digests_embed(found), ephemeral=True)

    @tasks.loop(seconds=TICK_SECONDS)
    async def clock(self) -> None:
        """Does what is due; a digest that fails waits for the next tick and holds up no other."""
        await unharmed(self._tick(datetime.now(UTC)), "the clock of the digests")

    async def _tick(self, now: datetime) -> None:
        for subscription, slot in await self._newest():
            action = decide(subscription, slot, now)
            if action is not None and not self.bot.jobs.stopping:
                await asyncio.create_task(self._do(subscription, action, now))

    async def _newest(self) -> tuple[tuple[Subscription, Slot | None], ...]:
        me = self.bot.process_id
        return await self.bot.database.run(lambda c: digests.with_newest_slot(c, me))

    @clock.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    async def _do(self, subscription: Subscription, action: Action, now: datetime) -> None:
        """One step as a task of its own, so that a stop waits for it."""
        self.bot.jobs.enter()
        try:
            await act(self.bot, subscription, action, now)
        except discord.HTTPException as error:
            if why := reason(error):
                await stop(self.bot, subscription, why)
            else:
                log.warning("digest %d: Discord said %s", subscription.id, error.status)
        except Exception as error:
            log.error("digest %d\n%s", subscription.id, frames(error))

    async def _of(self, server_id: int) -> tuple[Subscription, ...]:
        return await self.bot.database.run(lambda c: digests.of_server(c, server_id))


def _place(interaction: discord.Interaction[CitewireBot]) -> tuple[int, int, int]:
    """Server, channel and member; raises `NoPrivateMessage` outside a server."""
    if interaction.guild_id is None or interaction.channel_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id, interaction.channel_id, interaction.user.id


def _check_may_post(interaction: discord.Interaction[CitewireBot]) -> None:
    """Raises `RefusalError` where the bot could not post its digest to this channel."""
    may = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    send = may.send_messages_in_threads if in_thread else may.send_messages
    if not (may.view_channel and send and may.embed_links):
        raise RefusalError(
            "I may not post here: give me View Channel, Send Messages and Embed Links first."
        )


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Digest(bot))
