"""The completions of options that name something in the archive."""

from __future__ import annotations

import discord
from discord.app_commands import Choice

from bot.client import CitewireBot
from bot.digest.schedule import zones
from bot.errors import RefusalError
from bot.logs import log
from bot.names import Names
from bot.render.choices import choices
from retrieval.errors import CitewireError

Asked = discord.Interaction[CitewireBot]


async def tags(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The archive's tags that contain what was typed."""
    return choices((await _names(interaction)).tags, typed)


async def publishers(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The archive's publishers that contain what was typed."""
    return choices((await _names(interaction)).publishers, typed)


async def time_zones(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The time zones that contain what was typed; "new york" finds "America/New_York"."""
    wanted = typed.replace(" ", "_").casefold()
    fitting = [zone for zone in zones() if wanted in zone.casefold()]
    return [Choice(name=zone, value=zone) for zone in fitting[:25]]


async def _names(interaction: Asked) -> Names:
    """The names, or none: a completion has no way to tell the member of an error."""
    try:
        return await interaction.client.names.names()
    except (CitewireError, RefusalError) as error:
        log.warning("no names to complete from: %s", type(error).__name__)
        return Names()
