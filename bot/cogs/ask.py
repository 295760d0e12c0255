"""/ask: a question, answered with the words that stand in the archive."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot import asking
from bot.client import CitewireBot
from bot.cogs import options
from bot.conversations import Turn
from bot.dates import day_begins, day_ends
from bot.ui.context import ContextButton
from bot.ui.feedback import FeedbackButton
from bot.ui.page import MoreButton
from bot.ui.share import ShareButton
from bot.ui.thread import ThreadButton
from retrieval.types import Filters, Question

BUTTONS = (ContextButton, MoreButton, FeedbackButton, ShareButton, ThreadButton)


class Ask(commands.Cog):
    """The command and the buttons under its answers."""

    @app_commands.command(name="ask")
    @app_commands.describe(
        question="What you want to know, such as: What did Peskov say about sanctions?",
        tag="Only articles with this tag",
        publisher="Only articles of this publisher",
        since="Only articles from this day on, such as 2023-10-01",
        until="Only articles up to this day, such as 2023-10-31",
        private="Show the answer to you alone",
    )
    @app_commands.autocomplete(tag=options.tags, publisher=options.publishers)
    async def ask(
        self,
        interaction: discord.Interaction[CitewireBot],
        question: app_commands.Range[str, 1, 1000],
        tag: str | None = None,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool = False,
    ) -> None:
        """Ask the news archive; the answer is quoted word for word, with its source."""
        filters = Filters(
            tag=tag, publisher=publisher, since=day_begins(since), until=day_ends(until)
        )
        await reply(interaction, Question(text=question, filters=filters), private=private)


async def reply(
    interaction: discord.Interaction[CitewireBot], question: Question, *, private: bool
) -> None:
    """Answers a command or menu: defers at once, then fills in the answer."""
    bot, member_id = interaction.client, interaction.user.id
    await bot.spend(member_id, interaction.guild_id)
    await interaction.response.defer(ephemeral=private, thinking=True)
    asker = asking.Asker(
        member_id=member_id,
        server_id=interaction.guild_id,
        private=private,
        can_open_thread=isinstance(interaction.channel, discord.TextChannel),
    )
    answer = await asking.answer(bot, question, asker)
    sent = await interaction.edit_original_response(embed=answer.embed, view=answer.view)
    if not private:
        bot.conversations.remember(sent.id, Turn(member_id, question))


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(Ask())
