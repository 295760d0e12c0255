"""The pages of a list, by two buttons."""

from __future__ import annotations

import discord

from bot.errors import ExpiredError
from bot.pieces import existing
from bot.render.listing import PER_PAGE, listing_embed, listing_title, pages
from bot.store import listings
from bot.ui.button import PersistentButton, Press, spend


class PageButton(PersistentButton, template=r"cw:page:(\d+):(\d+):([01])"):
    """Turns a list to `page`, counted from 0; `forward` says which way the button points."""

    def __init__(self, listing_id: int, page: int, forward: int) -> None:
        custom_id = f"cw:page:{listing_id}:{page}:{forward}"
        super().__init__(custom_id, "Next" if forward else "Back", emoji="▶️" if forward else "◀️")
        self.listing_id, self.page = listing_id, page

    async def press(self, interaction: Press) -> None:
        """Puts the page in the place of the one that is shown."""
        await spend(interaction)
        await interaction.response.defer()
        client = interaction.client
        listing = await client.database.run(lambda c: listings.find(c, self.listing_id))
        if listing is None:
            raise ExpiredError
        ids = listing.article_ids[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]
        shown = await client.service.run(lambda library: existing(library, ids))
        count = pages(len(listing.article_ids))
        await interaction.edit_original_response(
            embed=listing_embed(
                listing_title(listing.tag),
                shown.articles,
                shown.also_in,
                footer=page_footer(self.page, count),
            ),
            view=pager_view(self.listing_id, self.page, count),
        )


def page_footer(page: int, count: int) -> str | None:
    """Which page of how many this is; None where there is only one."""
    return f"Page {page + 1} of {count}" if count > 1 else None


def pager_view(listing_id: int, page: int, count: int) -> discord.ui.View:
    """Back and Next under page `page` of `count`, as far as there are such pages."""
    view = discord.ui.View(timeout=None)
    if page > 0:
        view.add_item(PageButton(listing_id, page - 1, 0))
    if page + 1 < count:
        view.add_item(PageButton(listing_id, page + 1, 1))
    return view
