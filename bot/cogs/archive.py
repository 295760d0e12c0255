"""/archive: how the archive is, a refresh now, and the questions that found no answer."""

from __future__ import annotations

import asyncio
import time
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CitewireBot
from bot.render.gaps import gaps_embed
from bot.render.status import refresh_line, status_embed
from bot.store import feedback, gaps

UNDER_WAY = "The sources are still being read; `/archive status` will say how it went."
PATIENCE_SECONDS = 600
"""Discord lets an answer be edited for 15 minutes; reading goes on after this."""


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Archive(commands.GroupCog, name="archive", description="Care of the archive"):
    """For those who manage the server."""

    @app_commands.command(name="status")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def status(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """Size, age, model and the last refresh."""
        bot = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await bot.service.run(lambda library: library.status())
        sources = await bot.service.run(lambda library: library.sources())
        votes = await bot.database.run(feedback.totals)
        await interaction.edit_original_response(
            embed=status_embed(status, sources, bot.refresher.last, votes)
        )

    @app_commands.command(name="refresh")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def refresh(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """Reads the sources again and picks up what is new."""
        bot = interaction.client
        await bot.spend(interaction.user.id, interaction.guild_id)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                read = await bot.refresher.read_sources()
            outcome = refresh_line(read) if read else UNDER_WAY
        except TimeoutError:
            outcome = UNDER_WAY
        await interaction.edit_original_response(content=outcome)

    @app_commands.command(name="gaps")
    @app_commands.describe(keep="Turn the keeping of unanswered questions on or off")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def gaps(
        self,
        interaction: discord.Interaction[CitewireBot],
        keep: Literal["on", "off"] | None = None,
    ) -> None:
        """The questions that found no answer in 30 days, where the server keeps them."""
        server_id, database = interaction.guild_id, interaction.client.database
        if server_id is None:
            raise app_commands.NoPrivateMessage
        if keep is not None:
            await database.erase(lambda c: gaps.turn(c, server_id, keep == "on"))
        on = await database.run(lambda c: gaps.kept(c, server_id))
        questions = await database.run(lambda c: gaps.read(c, server_id, time.time()))
        await interaction.response.send_message(embed=gaps_embed(questions, on=on), ephemeral=True)


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Archive())
