"""/said: what somebody said, in order of date, a few statements at a time."""

from __future__ import annotations

import time

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CitewireBot
from bot.cogs import options
from bot.pieces import from_pieces, to_pieces
from bot.render.said import nothing_said_embed, said_embed
from bot.store import answers
from bot.ui.page import PER_MESSAGE, page_view

KEPT = 150
"""Statements that can be paged through, the last in order of date."""


class Said(commands.Cog):
    """The command; its pages are turned by the button under every answer."""

    @app_commands.command(name="said")
    @app_commands.describe(
        name="Whose words, such as Peskov", about="Only what is about this, such as sanctions"
    )
    @app_commands.autocomplete(name=options.speakers)
    async def said(
        self,
        interaction: discord.Interaction[CitewireBot],
        name: app_commands.Range[str, 1, 100],
        about: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        """What somebody said, oldest first, word for word, each with its source."""
        bot, member_id = interaction.client, interaction.user.id
        await bot.spend(member_id, interaction.guild_id)
        await interaction.response.defer(thinking=True)
        found = await bot.service.run(lambda library: library.said(name, about))
        pieces = to_pieces(found.extracts[-KEPT:])
        if not pieces:
            await interaction.edit_original_response(embed=nothing_said_embed(found))
            return
        first = await bot.service.run(lambda library: from_pieces(library, pieces, 0, PER_MESSAGE))
        answer_id = await bot.database.run(
            lambda c: answers.keep(c, member_id, pieces, private=False, now=time.time())
        )
        await interaction.edit_original_response(
            embed=said_embed(found, first, kept=len(pieces)),
            view=page_view(answer_id, 0, len(pieces)),
        )


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Said())
