"""Does what `decide` says: claim, write down, post, confirm; each step outlives a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.client import CitewireBot
from bot.digest.decide import (
    Action,
    Claim,
    GiveUp,
    News,
    Resume,
    Slot,
    Subscription,
    may_post,
    news,
)
from bot.digest.history import look, mark, nonce
from bot.pieces import existing
from bot.render.listing import listing_embed, listing_title
from bot.store import digests
from retrieval.types import Digest

AT_ONCE = 10
"""Articles in a post."""
LOOK_BACK = 500
"""How many of the newest articles are compared with what was posted before."""


async def act(bot: CitewireBot, subscription: Subscription, action: Action, now: datetime) -> None:
    """One step for one digest.

    Raises what Discord and the archive raise; the slot then stays begun, and is resumed later.
    """
    me = bot.process_id
    match action:
        case Claim(day=day):
            if await bot.database.run(
                lambda c: digests.claim(c, subscription.id, day, me, now.timestamp()),
                durable=True,
            ):
                await _begin(bot, subscription, day)
        case Resume(slot=slot) | GiveUp(slot=slot):
            taken = await bot.database.run(
                lambda c: digests.take_over(c, subscription.id, slot.day, me), durable=True
            )
            if taken is not None:
                await _go_on(bot, subscription, replace(action, slot=taken), now)


async def _go_on(
    bot: CitewireBot, subscription: Subscription, action: Resume | GiveUp, now: datetime
) -> None:
    slot = action.slot
    if isinstance(action, GiveUp):
        await _give_up(bot, subscription, slot)
    elif slot.article_ids is None:
        await _begin(bot, subscription, slot.day)
    else:
        await _resume(bot, subscription, slot, now)


async def _begin(bot: CitewireBot, subscription: Subscription, day: date) -> None:
    """Writes down what is new and posts it; nothing new is a slot well done, too."""
    known = await bot.database.run(lambda c: digests.seen(c, subscription.id))
    digest = await bot.service.run(lambda lib: lib.latest(subscription.tag, n=LOOK_BACK))
    latest = [article.id for article in digest.articles]
    fresh = news(latest, known | _told(digest, known), AT_ONCE)
    await bot.database.run(
        lambda c: digests.intend(c, subscription.id, day, fresh, latest), durable=True
    )
    await _post(bot, subscription, day, fresh)


def _told(digest: Digest, known: frozenset[str]) -> frozenset[str]:
    """Those of which a copy was posted before: the same story is no news."""
    return frozenset(
        article_id
        for article_id, copies in digest.also_in.items()
        if any(copy.article_id in known for copy in copies)
    )


async def _resume(bot: CitewireBot, subscription: Subscription, slot: Slot, now: datetime) -> None:
    history = await look(bot, subscription, slot)
    if may_post(slot, history, now):
        fresh = News(article_ids=slot.article_ids or (), more=slot.more)
        await _post(bot, subscription, slot.day, fresh)
    else:
        await _finish(bot, subscription, slot.day, history.message_id)


async def _give_up(bot: CitewireBot, subscription: Subscription, slot: Slot) -> None:
    """Lets the slot go; what it surely did not post comes with the next one."""
    intended = slot.article_ids
    if not intended:
        await _finish(bot, subscription, slot.day, None)
        return
    history = await look(bot, subscription, slot)
    if history.certainly_absent:
        await bot.database.run(lambda c: digests.unsee(c, subscription.id, intended))
    await _finish(bot, subscription, slot.day, history.message_id)


async def _post(bot: CitewireBot, subscription: Subscription, day: date, fresh: News) -> None:
    shown = await bot.service.run(lambda library: existing(library, fresh.article_ids))
    if not shown.articles:
        await _finish(bot, subscription, day, None)
        return
    note = f"*… and {fresh.more} more; see them with `/latest`.*" if fresh.more else ""
    embed = listing_embed(
        listing_title(subscription.tag),
        shown.articles,
        shown.also_in,
        note=note,
        footer=mark(subscription, day),
    )
    # A process that stood still for long may find that another took the slot over meanwhile.
    if not await bot.database.run(lambda c: digests.owns(c, subscription.id, day, bot.process_id)):
        return
    channel = bot.get_partial_messageable(subscription.channel_id, guild_id=subscription.server_id)
    message = await channel.send(embed=embed, nonce=nonce(subscription, day))
    await _finish(bot, subscription, day, message.id)


async def _finish(
    bot: CitewireBot, subscription: Subscription, day: date, message_id: int | None
) -> None:
    await bot.database.run(
        lambda c: digests.finish(c, subscription.id, day, message_id), durable=True
    )
