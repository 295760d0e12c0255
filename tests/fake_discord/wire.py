"""The world as JSON, in the shapes of Discord's API v10."""

from __future__ import annotations

from typing import Any

import discord

from .model import DIRECT, PUBLIC_THREAD, Channel, Guild, Message, User, World

Json = dict[str, Any]
BOT_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,
    use_application_commands=True,
).value


def user_json(user: User) -> Json:
    """A `UserResponse`."""
    return {
        "id": str(user.id),
        "username": user.name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": None if user.bot else user.name,
        "primary_guild": None,
        "bot": user.bot,
    }


def me_json(user: User) -> Json:
    """The `UserPIIResponse` of the bot itself."""
    return {**user_json(user), "mfa_enabled": True, "locale": "en-US", "verified": True}


def member_json(user: User, permissions: int | None = None, *, with_user: bool = True) -> Json:
    """A `GuildMemberResponse`; `permissions` only where Discord computes them."""
    data: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        data["user"] = user_json(user)
    if permissions is not None:
        data["permissions"] = str(permissions)
    return data


def application_json(world: World) -> Json:
    """A `PrivateApplicationResponse`."""
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_json(world.owner),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "bot_public": True,
        "bot_require_code_grant": False,
    }


def role_json(guild: Guild) -> Json:
    """The @everyone role, the only one there is."""
    return {
        "id": str(guild.id),
        "name": "@everyone",
        "description": None,
        "permissions": str(guild.everyone),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild_json(guild: Guild) -> Json:
    """A `GuildWithCountsResponse`."""
    absent = (
        "icon description home_header splash discovery_splash banner application_id "
        "afk_channel_id system_channel_id widget_channel_id vanity_url_code rules_channel_id "
        "safety_alerts_channel_id public_updates_channel_id incidents_data max_presences"
    )
    return dict.fromkeys(absent.split()) | {
        "id": str(guild.id),
        "name": guild.name,
        "features": [],
        "owner_id": str(next(iter(guild.users))),
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "roles": [role_json(guild)],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
    }


def guild_create_json(guild: Guild, bot: User) -> Json:
    """The data of GUILD_CREATE; without the members intent, the bot is its only member."""
    threads = [c for c in guild.channels.values() if c.type == PUBLIC_THREAD]
    plain = [c for c in guild.channels.values() if c.type != PUBLIC_THREAD]
    return guild_json(guild) | {
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": len(guild.users),
        "voice_states": [],
        "members": [member_json(bot)],
        "channels": [channel_json(c, bot) for c in plain],
        "threads": [channel_json(c, bot) for c in threads],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def channel_json(channel: Channel, bot: User) -> Json:
    """A `GuildChannelResponse`, `ThreadResponse` or `PrivateChannelResponse`."""
    last = str(channel.messages[-1].id) if channel.messages else None
    data: Json = {
        "id": str(channel.id),
        "type": channel.type,
        "flags": 0,
        "last_message_id": last,
    }
    if channel.type == DIRECT and channel.recipient is not None:
        return data | {"recipients": [user_json(channel.recipient)]}
    guild = channel.guild
    assert guild is not None
    data |= {"name": channel.name, "guild_id": str(guild.id), "rate_limit_per_user": 0}
    if channel.type == PUBLIC_THREAD:
        return data | _thread_json(channel)
    denied = channel.denied.get(bot.id, 0)
    overwrite = {"id": str(bot.id), "type": 1, "allow": "0", "deny": str(denied)}
    return data | {
        "position": 0,
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": [overwrite] if denied else [],
    }


def _thread_json(channel: Channel) -> Json:
    assert channel.parent is not None
    assert channel.owner is not None
    return {
        "parent_id": str(channel.parent.id),
        "owner_id": str(channel.owner.id),
        "message_count": len(channel.messages),
        "member_count": 1,
        "total_message_sent": len(channel.messages),
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": channel.created.isoformat(),
            "auto_archive_duration": 1440,
            "locked": False,
            "create_timestamp": channel.created.isoformat(),
        },
    }


def message_json(message: Message, *, hide: bool = False, nested: bool = True) -> Json:
    """A `MessageResponse`; `hide` empties what the message content intent guards."""
    reference = message.reply_to
    data: Json = {
        "type": _message_type(message),
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": "" if hide else message.content,
        "embeds": [] if hide else message.embeds,
        "components": [] if hide else message.components,
        "attachments": [],
        "mentions": [user_json(user) for user in message.mentions],
        "mention_roles": [],
        "mention_everyone": False,
        "timestamp": message.sent.isoformat(),
        "edited_timestamp": message.edited.isoformat() if message.edited else None,
        "flags": message.flags,
        "pinned": False,
        "tts": False,
    }
    if reference is not None and nested:
        data["message_reference"] = _reference_json(reference)
        gone = reference.deleted
        data["referenced_message"] = None if gone else message_json(reference, nested=False)
    if message.nonce is not None:
        data["nonce"] = message.nonce
    if message.thread is not None:
        data["thread"] = channel_json(message.thread, message.author)
    if message.origin is not None:
        data["interaction_metadata"] = message.origin
        data["application_id"] = str(message.author.id)
        data["webhook_id"] = str(message.author.id)
    return data


def _message_type(message: Message) -> int:
    if message.reply_to is not None:
        return 19
    return 20 if message.origin and message.origin["type"] == 2 else 0


def _reference_json(message: Message) -> Json:
    data: Json = {"type": 0, "message_id": str(message.id), "channel_id": str(message.channel.id)}
    if message.channel.guild is not None:
        data["guild_id"] = str(message.channel.guild.id)
    return data
