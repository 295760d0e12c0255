"""More: the next extracts of an answer; and the buttons that every page of extracts has."""

from __future__ import annotations

import discord

from bot.errors import ExpiredError
from bot.pieces import from_pieces
from bot.render.answer import answer_embed
from bot.render.text import shown
from bot.ui.button import PersistentButton, Press, spend, stored, title_of
from bot.ui.context import ContextButton
from bot.ui.feedback import FeedbackButton

PER_MESSAGE = 3
"""Extracts in a message."""


class MoreButton(PersistentButton, template=r"cw:more:(\d{1,18}):(\d{1,18})"):
    """For the extracts of an answer from `start` on."""

    def __init__(self, answer_id: int, start: int) -> None:
        super().__init__(f"cw:more:{answer_id}:{start}", "More", emoji="➕")
        self.answer_id, self.start = answer_id, start

    async def press(self, interaction: Press) -> None:
        """Shows the next extracts to the presser, with a button for those after them."""
        await spend(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        answer = await stored(interaction, self.answer_id)
        page = await interaction.client.service.run(
            lambda library: from_pieces(
                library, answer.pieces, self.start, self.start + PER_MESSAGE
            )
        )
        if not page.extracts:
            raise ExpiredError
        title = shown(title_of(interaction.message))
        await interaction.edit_original_response(
            embed=answer_embed(title, page.extracts, page.citations, notes=page.notes),
            view=page_view(self.answer_id, self.start, len(answer.pieces)),
        )


def page_view(answer_id: int, start: int, total: int) -> discord.ui.View:
    """Under the extracts from `start` on of `total`: Context, More where there is more, votes."""
    stop = start + PER_MESSAGE
    view = discord.ui.View(timeout=None)
    view.add_item(ContextButton(answer_id, start, stop))
    if total > stop:
        view.add_item(MoreButton(answer_id, stop))
    return view.add_item(FeedbackButton(answer_id, 1)).add_item(FeedbackButton(answer_id, 0))
