"""What all buttons share: a press is work under way, and its errors reach the presser."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.client import CitewireBot
from bot.errors import ExpiredError
from bot.store import answers
from bot.trouble import sentence, tell

Press = discord.Interaction[CitewireBot]


class PersistentButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?!)"):
    """A button whose custom id holds the numbers that its constructor takes."""

    def __init__(self, custom_id: str, label: str, *, emoji: str) -> None:
        super().__init__(discord.ui.Button(custom_id=custom_id, label=label or None, emoji=emoji))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """The button that was pressed, from its custom id alone."""
        return cls(*map(int, match.groups()))  # type: ignore[arg-type, call-arg]

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Does what the button says, or says why not."""
        try:
            interaction.client.jobs.enter()
            await self.press(interaction)
        except Exception as error:
            await tell(interaction, sentence(error))

    async def press(self, interaction: Press) -> None:
        """What the button does."""
        raise NotImplementedError


async def spend(interaction: Press) -> None:
    """A press that has the archive work costs a token, like a question."""
    await interaction.client.spend(interaction.user.id, interaction.guild_id)


async def stored(interaction: Press, answer_id: int) -> answers.StoredAnswer:
    """The answer that the button belongs to; raises `ExpiredError` once it is forgotten.

    Another member's private answer is as good as forgotten: numbers in custom ids can be guessed.
    """
    found = await interaction.client.database.run(lambda c: answers.find(c, answer_id))
    if found is None or not found.is_for(interaction.user.id):
        raise ExpiredError
    return found


def title_of(message: discord.Message | None) -> str:
    """The title of the bot's own message, still escaped: the question is stored nowhere else."""
    return (message.embeds[0].title or "") if message and message.embeds else ""
