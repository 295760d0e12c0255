"""Follow up: a thread from an answer, in which the conversation goes on."""

from __future__ import annotations

from bot.errors import RefusalError
from bot.render.limits import THREAD_NAME
from bot.render.text import one_line, shown
from bot.ui.button import PersistentButton, Press, title_of

WELCOME = (
    "Go on here: mention me with your next question, such as “and what about the islands?”, "
    "and I keep to the topic."
)


class ThreadButton(PersistentButton, template=r"cw:thread"):
    """Opens a thread under the message it stands on."""

    def __init__(self) -> None:
        super().__init__("cw:thread", "Follow up", emoji="🧵")

    async def press(self, interaction: Press) -> None:
        """Opens the thread and says how to go on in it."""
        message = interaction.message
        if message is None or message.flags.has_thread:
            raise RefusalError("This answer has its thread already.")
        await interaction.response.defer(ephemeral=True)
        name = one_line(shown(title_of(message)))[: THREAD_NAME // 2] or "Follow-up"
        thread = await message.create_thread(name=name)
        await thread.send(WELCOME)
