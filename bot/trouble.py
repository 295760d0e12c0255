"""What a member reads when something went wrong, and what the log keeps of it."""

from __future__ import annotations

import secrets

import discord
from discord import app_commands

from bot.errors import RefusalError
from bot.logs import frames, log
from bot.render.cut import head
from bot.render.limits import CONTENT
from bot.render.text import one_line
from retrieval.errors import CitewireError, UsageError


def sentence(error: BaseException) -> str:
    """One sentence for the member, ready to send; where the fault is ours, with an error id.

    The log gets the same id with the types and frames of the error, not its text.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, RefusalError):
        return str(error)
    if isinstance(error, UsageError):
        return head(one_line(str(error)), CONTENT)
    if isinstance(error, app_commands.MissingPermissions):
        return "You need the permission to manage this server for that."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "That works in a server only."
    if isinstance(error, discord.Forbidden):
        return "I am not allowed to do that here; a moderator can give me the permission."
    return _reported(error)


def _reported(error: BaseException) -> str:
    error_id = secrets.token_hex(4)
    log.error("error %s\n%s", error_id, frames(error))
    what = "The archive cannot answer right now" if isinstance(error, CitewireError) else None
    return f"{what or 'Something went wrong on my side'}; the error has the id {error_id}."


async def tell(interaction: discord.Interaction, text: str) -> None:
    """Says `text` to the member, however far the interaction has come; alone, where it can be."""
    try:
        await _say(interaction, text)
    except discord.HTTPException as error:
        log.warning("could not tell a member: %s %s", type(error).__name__, error.status)


async def _say(interaction: discord.Interaction, text: str) -> None:
    response = interaction.response
    if not response.is_done():
        if interaction.type is discord.InteractionType.autocomplete:
            await response.autocomplete([])
        else:
            await response.send_message(text, ephemeral=True)
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(content=text, embeds=[], view=None)
    else:
        await interaction.followup.send(text, ephemeral=True)
