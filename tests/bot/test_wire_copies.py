"""Copies of one report over the wire: named beside it, and no news of their own."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Running
from small_library import ISLANDS, MARKETS, SmallLibrary
from test_wire_digest import backdate, set_up, ticked

from retrieval.types import Article, Copy


def copy_of(article: Article) -> Copy:
    """`article` as one of its copies names it."""
    return Copy(
        article_id=article.id,
        title=article.title,
        publisher=article.publisher or "The *Wire*",
        published=article.published,
        url=article.url,
    )


async def test_a_listing_names_copies(
    start: Callable[..., Running], boss: Member, news: Channel
) -> None:
    """As inert text, below the headline."""
    library = SmallLibrary(MARKETS)
    library.elsewhere["markets"] = (copy_of(ISLANDS),)
    async with start(library):
        shown = await boss.slash(news, "latest")
    assert "also in: The \\*Wire\\*" in shown.embeds[0]["description"]


async def test_a_copy_of_what_was_posted_is_no_news(
    discord: FakeDiscord,
    start: Callable[..., Running],
    data: Path,
    newsroom: Server,
    boss: Member,
    news: Channel,
) -> None:
    """A report that another paper prints the next day is not posted again."""
    async with start(SmallLibrary(MARKETS)):
        await set_up(boss, news)
    elsewhere = newsroom.channel("elsewhere")
    backdate(data)
    with sqlite3.connect(data / "bot.sqlite") as connection:
        connection.execute("INSERT INTO seen SELECT id, 'markets' FROM subscriptions")
    connection.close()
    printed = dataclasses.replace(MARKETS, id="printed", title="Markets go up")
    library = SmallLibrary(printed, ISLANDS)
    library.elsewhere["printed"] = (copy_of(MARKETS),)
    for _ in range(2):
        async with start(library) as client:
            await ticked(discord, client, boss, elsewhere)
    [post] = discord.said(news)
    assert "Islands in dispute" in post.seen
    assert "Markets go up" not in post.seen
