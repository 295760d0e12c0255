"""Context: the paragraphs around each extract, for the presser alone."""

from __future__ import annotations

from bot.errors import ExpiredError
from bot.pieces import from_pieces
from bot.render.context import context_embeds
from bot.ui.button import PersistentButton, Press, spend, stored


class ContextButton(PersistentButton, template=r"cw:context:(\d{1,18}):(\d{1,18}):(\d{1,18})"):
    """For the extracts `start` to `stop` of an answer."""

    def __init__(self, answer_id: int, start: int, stop: int) -> None:
        super().__init__(f"cw:context:{answer_id}:{start}:{stop}", "Context", emoji="📖")
        self.answer_id, self.start, self.stop = answer_id, start, stop

    async def press(self, interaction: Press) -> None:
        """Reads the articles again and shows where the extracts stand."""
        await spend(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        answer = await stored(interaction, self.answer_id)
        page = await interaction.client.service.run(
            lambda library: from_pieces(library, answer.pieces, self.start, self.stop)
        )
        if not page.extracts:
            raise ExpiredError
        spans = [extract.span for extract in page.extracts]
        await interaction.edit_original_response(
            embeds=context_embeds(list(zip(page.articles, spans, strict=True)))
        )
