"""Share: a private answer, shown to the channel by the one who asked."""

from __future__ import annotations

from bot.errors import ExpiredError, RefusalError
from bot.pieces import from_pieces
from bot.render.answer import answer_embed
from bot.render.text import shown
from bot.store import answers
from bot.ui.button import PersistentButton, Press, spend, stored, title_of
from bot.ui.page import PER_MESSAGE, page_view


class ShareButton(PersistentButton, template=r"cw:share:(\d{1,18})"):
    """Posts the first extracts of an answer, once."""

    def __init__(self, answer_id: int) -> None:
        super().__init__(f"cw:share:{answer_id}", "Share", emoji="📣")
        self.answer_id = answer_id

    async def press(self, interaction: Press) -> None:
        """Posts the answer in the channel where it was asked."""
        await spend(interaction)
        await interaction.response.defer()
        client = interaction.client
        answer = await stored(interaction, self.answer_id)
        page = await client.service.run(
            lambda library: from_pieces(library, answer.pieces, 0, PER_MESSAGE)
        )
        if not page.extracts:
            raise ExpiredError
        if not await client.database.run(lambda c: answers.claim_share(c, self.answer_id)):
            raise RefusalError("This answer was shared already.")
        title = shown(title_of(interaction.message))
        await interaction.followup.send(
            embed=answer_embed(title, page.extracts, page.citations, notes=page.notes),
            view=page_view(self.answer_id, 0, len(answer.pieces)),
        )
