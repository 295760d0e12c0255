"""The message menu "Find in archive": looks up what a message claims, privately."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CitewireBot
from bot.cogs.ask import reply
from bot.errors import RefusalError
from bot.words import words
from retrieval.types import Question

LONGEST = 1000
MENU = "Find in archive"


class Find(commands.Cog):
    """The menu's entry; a cog cannot declare one, so it comes and goes with the cog."""

    def __init__(self, bot: CitewireBot) -> None:
        self.bot = bot
        self.menu = app_commands.ContextMenu(name=MENU, callback=self.find)

    async def cog_load(self) -> None:
        """Adds the entry to the menu."""
        self.bot.tree.add_command(self.menu)

    async def find(
        self, interaction: discord.Interaction[CitewireBot], message: discord.Message
    ) -> None:
        """Looks for the message's claim, and shows what it finds to the member alone."""
        await reply(interaction, Question(text=claim(message)), private=True)


def claim(message: discord.Message) -> str:
    """The words of a message, or of the first embed of one without, in at most 1,000 characters.

    Raises `RefusalError` where there are none.
    """
    texts = [message.content, *(f"{e.title or ''} {e.description or ''}" for e in message.embeds)]
    found = next((words(text) for text in texts if words(text)), "")
    if not found:
        raise RefusalError("There are no words in this message to look for.")
    return found[:LONGEST]


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Find(bot))
