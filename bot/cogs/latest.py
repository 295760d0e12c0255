"""/latest: the newest articles, a page at a time."""

from __future__ import annotations

import time
from datetime import datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CitewireBot
from bot.cogs import options
from bot.dates import day_begins
from bot.render.listing import listing_embed, listing_title, page, pages
from bot.store import listings
from bot.ui.pager import PageButton, page_footer, pager_view
from retrieval.types import Article


class Latest(commands.Cog):
    """The command and the buttons under its list."""

    @app_commands.command(name="latest")
    @app_commands.describe(
        tag="Only articles with this tag",
        count="How many, 10 if you don't say",
        since="Only articles from this day on, such as 2023-10-01; leaves out undated ones",
    )
    @app_commands.autocomplete(tag=options.tags)
    async def latest(
        self,
        interaction: discord.Interaction[CitewireBot],
        tag: str | None = None,
        count: app_commands.Range[int, 1, 50] = 10,
        since: str | None = None,
    ) -> None:
        """The newest articles, newest first, with their first sentence."""
        begin, bot = day_begins(since), interaction.client
        await bot.spend(interaction.user.id, interaction.guild_id)
        await interaction.response.defer(thinking=True)
        digest = await bot.service.run(lambda library: library.latest(tag, n=count))
        articles = published_since(digest.articles, begin)
        listing_id = await bot.database.run(
            lambda c: listings.keep(
                c, interaction.user.id, digest.tag, [a.id for a in articles], time.time()
            )
        )
        number = pages(len(articles))
        await interaction.edit_original_response(
            embed=listing_embed(
                listing_title(digest.tag),
                page(articles, 0),
                digest.also_in,
                footer=page_footer(0, number),
            ),
            view=pager_view(listing_id, 0, number) if number > 1 else None,
        )


def published_since(articles: tuple[Article, ...], begin: datetime | None) -> tuple[Article, ...]:
    """Those published at `begin` or later; an unknown date is not later than anything."""
    if begin is None:
        return articles
    return tuple(a for a in articles if a.published is not None and a.published >= begin)


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    bot.add_dynamic_items(PageButton)
    await bot.add_cog(Latest())
