"""A digest whose channel is gone or closed ends, and the one who set it up is told."""

from __future__ import annotations

import discord

from bot.client import CitewireBot
from bot.digest.decide import Subscription
from bot.logs import log
from bot.render.listing import listing_title
from bot.render.text import plain
from bot.store import digests


def reason(error: discord.HTTPException) -> str | None:
    """Why a digest cannot go on, in plain words; None where it can be tried again later."""
    if isinstance(error, discord.NotFound):
        return "its channel is gone"
    if isinstance(error, discord.Forbidden):
        return "I may no longer post in its channel"
    return None


async def stop(bot: CitewireBot, subscription: Subscription, why: str) -> None:
    """Ends the digest for good and tells its creator, where they can be told."""
    await bot.database.run(lambda c: digests.stop(c, subscription.id, why), durable=True)
    log.info("digest %d stopped: %s", subscription.id, why)
    if subscription.creator_id is None:
        return
    text = (
        f"Your digest {subscription.id} “{listing_title(subscription.tag)}” "
        f"({plain(str(subscription.schedule))}) has stopped: {why}. "
        "Set it up again with `/digest add`."
    )
    try:
        channel = await bot.create_dm(discord.Object(subscription.creator_id))
        await channel.send(text)
    except discord.HTTPException as error:
        log.warning("digest %d: its creator cannot be told (%s)", subscription.id, error.status)
