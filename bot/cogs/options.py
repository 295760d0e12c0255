"""The completions of options that name something in the archive."""

from __future__ import annotations

import discord
from discord.app_commands import Choice

from bot.client import CitewireBot
from bot.digest.schedule import zones
from bot.render.choices import choices

Asked = discord.Interaction[CitewireBot]


async def tags(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The archive's tags that contain what was typed."""
    return choices(interaction.client.refresher.names.tags, typed)


async def publishers(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The archive's publishers that contain what was typed."""
    return choices(interaction.client.refresher.names.publishers, typed)


async def speakers(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The archive's speakers whose name contains what was typed."""
    return choices(interaction.client.refresher.names.speakers, typed)


async def time_zones(interaction: Asked, typed: str) -> list[Choice[str]]:
    """The time zones that contain what was typed; "new york" finds "America/New_York"."""
    wanted = typed.replace(" ", "_").casefold()
    fitting = [zone for zone in zones() if wanted in zone.casefold()]
    return [Choice(name=zone, value=zone) for zone in fitting[:25]]
