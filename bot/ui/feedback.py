"""Thumbs up and down, kept."""

from __future__ import annotations

from bot.errors import ExpiredError
from bot.store import feedback
from bot.ui.button import PersistentButton, Press, stored


class FeedbackButton(PersistentButton, template=r"cw:vote:(\d{1,18}):([01])"):
    """A vote on an answer: 1 is up, 0 is down."""

    def __init__(self, answer_id: int, up: int) -> None:
        super().__init__(f"cw:vote:{answer_id}:{up}", "", emoji="👍" if up else "👎")
        self.answer_id, self.value = answer_id, 1 if up else -1

    async def press(self, interaction: Press) -> None:
        """Keeps the vote in place of the presser's earlier one."""
        member_id = interaction.user.id
        await stored(interaction, self.answer_id)
        kept = await interaction.client.database.run(
            lambda c: feedback.vote(c, self.answer_id, member_id, self.value)
        )
        if not kept:
            raise ExpiredError
        await interaction.response.send_message("Thank you, I kept that.", ephemeral=True)
