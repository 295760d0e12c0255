"""The commands as Discord has them: synchronised only when they changed, errors in one place."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import RefusalError
from bot.logs import log
from bot.store import meta
from bot.trouble import sentence, tell

if TYPE_CHECKING:
    from bot.client import CitewireBot

SYNCED = "commands synchronised"


class CitewireTree(app_commands.CommandTree["CitewireBot"]):
    """Lets a command in only while the bot takes work, and tells the member what went wrong."""

    async def interaction_check(self, interaction: discord.Interaction[CitewireBot], /) -> bool:
        """Counts the command as work under way; refuses it once the bot is stopping."""
        try:
            interaction.client.jobs.enter()
        except RefusalError as error:
            await tell(interaction, str(error))
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[CitewireBot], error: app_commands.AppCommandError, /
    ) -> None:
        """One sentence for the member, with an error id where the fault is ours."""
        await tell(interaction, sentence(error))

    def definition(self) -> str:
        """A hash of what Discord would be told about the commands of this application."""
        commands = [command.to_dict(self) for command in self.get_commands()]
        told = json.dumps([self.client.application_id, commands], sort_keys=True)
        return sha256(told.encode()).hexdigest()

    async def sync_if_changed(self, *, force: bool) -> bool:
        """Tells Discord the commands where they differ from the last time; True where it did."""
        database, new = self.client.database, self.definition()
        if not force and await database.run(lambda c: meta.read(c, SYNCED)) == new:
            return False
        commands = await self.sync()
        await database.run(lambda c: meta.write(c, SYNCED, new))
        log.info("%d commands synchronised", len(commands))
        return True
