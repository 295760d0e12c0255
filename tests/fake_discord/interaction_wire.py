"""Interactions as JSON: what the gateway sends, and what a message keeps of its origin."""

from __future__ import annotations

from .interaction import COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from .model import User
from .wire import Json, channel_json, member_json, message_json, user_json


def interaction_json(interaction: Interaction, data: Json, bot: User) -> Json:
    """The data of INTERACTION_CREATE."""
    channel, user = interaction.channel, interaction.member
    guild, permissions = channel.guild, channel.permissions_of(user)
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(bot.id),
        "type": interaction.type,
        "data": data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": channel_json(channel, bot) | {"permissions": str(permissions)},
        "app_permissions": str(channel.permissions_of(bot)),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
        "context": 0 if guild else 1,
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if interaction.source is not None:
        payload["message"] = message_json(interaction.source)
    if guild is None:
        return payload | {"user": user_json(user)}
    return payload | {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": member_json(user, permissions),
    }


def origin_json(interaction: Interaction) -> Json:
    """The `interaction_metadata` of a message that answers `interaction`."""
    guild = interaction.channel.guild
    data: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "user": user_json(interaction.member),
        "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
    }
    if interaction.type == COMPONENT and interaction.source is not None:
        data["interacted_message_id"] = str(interaction.source.id)
    if interaction.type == MODAL_SUBMIT:
        data["triggering_interaction_metadata"] = data | {"type": COMMAND}
    return data
