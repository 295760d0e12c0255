"""The digests of a server as one embed."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.digest.decide import Subscription
from bot.render.answer import BLUE
from bot.render.limits import DESCRIPTION
from bot.render.listing import listing_title
from bot.render.sources import fitted
from bot.render.text import plain


def digests_embed(subscriptions: Sequence[Subscription]) -> discord.Embed:
    """A line each: number, tag, when, where, and why it stopped where it did."""
    lines = [_line(subscription) for subscription in subscriptions]
    body = fitted(lines, DESCRIPTION, "… and {} more.")
    return discord.Embed(
        title="Digests of this server",
        description=body or "None yet; set one up with `/digest add`.",
        colour=BLUE,
    )


def _line(subscription: Subscription) -> str:
    stopped = f" · stopped: {subscription.stopped}" if subscription.stopped else ""
    return (
        f"**{subscription.id}** {listing_title(subscription.tag)} · "
        f"{plain(str(subscription.schedule))} · in <#{subscription.channel_id}>{stopped}"
    )
