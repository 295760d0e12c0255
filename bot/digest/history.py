"""Was it posted? A look into the channel, after a crash between posting and writing that down."""

from __future__ import annotations

from datetime import date, timedelta

from bot.client import CitewireBot
from bot.digest.decide import History, Slot, Subscription

MESSAGES = 100


def nonce(subscription: Subscription, day: date) -> str:
    """Names the post of a slot to Discord, which posts one of that name once (25 characters)."""
    return f"digest-{subscription.id}-{day:%Y%m%d}"[-25:]


def mark(subscription: Subscription, day: date) -> str:
    """The footer by which the bot knows its own post of a slot again."""
    return f"Digest {subscription.id} · {day:%Y-%m-%d}"


async def look(bot: CitewireBot, subscription: Subscription, slot: Slot) -> History:
    """What the channel shows of the slot; raises what Discord raises where the channel is gone."""
    channel = bot.get_partial_messageable(subscription.channel_id, guild_id=subscription.server_id)
    empty, wanted = True, mark(subscription, slot.day)
    since = slot.claimed_at - timedelta(minutes=5)
    async for message in channel.history(limit=MESSAGES):
        empty = False
        if message.created_at < since:
            break
        own = bot.user is not None and message.author.id == bot.user.id
        if own and any(embed.footer.text == wanted for embed in message.embeds):
            return History(message_id=message.id, empty=False, readable=True)
    return History(message_id=None, empty=empty, readable=_readable(bot, subscription))


def _readable(bot: CitewireBot, subscription: Subscription) -> bool:
    """True where the bot certainly may read the messages of the channel."""
    guild = bot.get_guild(subscription.server_id)
    channel = guild.get_channel_or_thread(subscription.channel_id) if guild else None
    if guild is None or channel is None:
        return False
    return channel.permissions_for(guild.me).read_message_history
