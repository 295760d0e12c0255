"""/help, /privacy and /forget-me."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CitewireBot
from bot.render.about import help_embed, privacy_embed
from bot.store import forget, gaps


class About(commands.Cog):
    """What the bot can do, what it keeps, and how to have it deleted."""

    @app_commands.command(name="help")
    async def help(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """What you can ask me, and how."""
        await interaction.response.send_message(embed=help_embed(), ephemeral=True)

    @app_commands.command(name="privacy")
    async def privacy(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """What I keep about you, and for how long."""
        server_id = interaction.guild_id or 0
        kept = await interaction.client.database.run(lambda c: gaps.kept(c, server_id))
        await interaction.response.send_message(embed=privacy_embed(gaps_kept=kept), ephemeral=True)

    @app_commands.command(name="forget-me")
    async def forget_me(self, interaction: discord.Interaction[CitewireBot]) -> None:
        """Deletes what I keep about you, at once."""
        bot, member_id = interaction.client, interaction.user.id
        turns = bot.conversations.forget(member_id)
        await bot.database.run(lambda c: forget.tell_others(c, member_id, bot.process_id))
        rows = await bot.database.erase(lambda c: forget.forget_member(c, member_id))
        await interaction.response.send_message(
            f"Done: {rows + turns} entries about you are deleted. "
            "The buttons of your earlier answers no longer work.",
            ephemeral=True,
        )


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(About())
