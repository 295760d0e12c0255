"""Digests: posted once, resumed after trouble, ended with a note."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Running
from small_library import SmallLibrary

from bot.client import CitewireBot


def twelve_hours_ago() -> str:
    """A time of the day that is far from now on both sides."""
    return f"{datetime.now(UTC) - timedelta(hours=12):%H:%M}"


def backdate(data: Path, hours: int = 48) -> None:
    """Hours go by since the digests were set up."""
    with sqlite3.connect(data / "bot.sqlite") as connection:
        connection.execute("UPDATE subscriptions SET made_at = made_at - ?", (hours * 3600,))
    connection.close()


@pytest.fixture
def elsewhere(newsroom: Server) -> Channel:
    """A second channel."""
    return newsroom.channel("elsewhere")


async def ticked(discord: FakeDiscord, client: CitewireBot, boss: Member, news: Channel) -> None:
    """Wait until the bot has looked once for digests that are due."""
    await discord.until(client.is_ready, "the bot is ready, and its clock runs")
    await boss.slash(news, "digest list")


async def set_up(boss: Member, news: Channel, **more: str) -> None:
    """A digest in #news whose last slot was twelve hours ago."""
    await boss.slash(news, "digest add", at=twelve_hours_ago(), zone="UTC", **more)


async def one_round(discord: FakeDiscord, data: Path, boss: Member, elsewhere: Channel) -> None:
    """Wait until a bot in another process has looked at all digests set up before."""
    await set_up(boss, elsewhere)
    backdate(data)
    await discord.until(lambda: discord.said(elsewhere), "a digest that stands behind the others")


async def test_digest_once(
    discord: FakeDiscord,
    start: Callable[..., Running],
    data: Path,
    boss: Member,
    news: Channel,
    elsewhere: Channel,
) -> None:
    """One missed slot is caught up, once; a restart posts nothing again."""
    async with start(SmallLibrary()):
        await set_up(boss, news, tag="japan")
    backdate(data)
    for _ in range(2):
        async with start(SmallLibrary()) as client:
            await ticked(discord, client, boss, elsewhere)
    [post] = discord.said(news)
    assert post.seen.startswith("Latest · japan\n")
    assert "Islands in dispute" in post.seen
    assert "Markets rise" not in post.seen
    assert post.nonce is not None


async def test_new_digest_waits(
    discord: FakeDiscord,
    start: Callable[..., Running],
    boss: Member,
    news: Channel,
    elsewhere: Channel,
) -> None:
    """A digest does not post for slots from before it was set up, and can be listed and removed."""
    async with start(SmallLibrary()) as client:
        await set_up(boss, news)
        await ticked(discord, client, boss, elsewhere)
        listed = await boss.slash(news, "digest list")
        assert listed.embeds[0]["description"].startswith("**1** Latest · daily at ")
        assert (await boss.slash(news, "digest remove", number=1)).text == "Digest 1 is removed."
        assert "None yet" in (await boss.slash(news, "digest list")).text
    assert discord.said(news) == []


async def test_digest_of_a_deleted_channel(
    discord: FakeDiscord,
    start: Callable[..., Running],
    data: Path,
    boss: Member,
    news: Channel,
    elsewhere: Channel,
) -> None:
    """Where the channel is gone, the digest ends and whoever set it up is told, once."""
    async with start(SmallLibrary()):
        await set_up(boss, news)
    backdate(data)
    discord.delete_channel(news)
    for _ in range(2):
        async with start(SmallLibrary()) as client:
            await ticked(discord, client, boss, elsewhere)
    [note] = boss.inbox
    assert "Your digest 1" in note.text
    assert "its channel is gone" in note.text


async def test_digest_of_a_closed_channel(
    discord: FakeDiscord,
    start: Callable[..., Running],
    data: Path,
    boss: Member,
    news: Channel,
    elsewhere: Channel,
) -> None:
    """The same where the bot may no longer post; whoever takes no messages is left alone."""
    boss.user.takes_direct_messages = False
    async with start(SmallLibrary()):
        await set_up(boss, news)
    backdate(data)
    discord.close_channel(news)
    async with start(SmallLibrary()) as client:
        await ticked(discord, client, boss, elsewhere)
    assert boss.inbox == []


async def test_bad_schedule(start: Callable[..., Running], boss: Member, news: Channel) -> None:
    """A time or a zone that is none is refused with how to type it."""
    async with start(SmallLibrary()):
        reply = await boss.slash(news, "digest add", at="25:00", zone="UTC")
        assert reply.text == "Give the time as hours and minutes of 24, such as 08:30."
        reply = await boss.slash(news, "digest add", at="08:00", zone="Mars")
        assert reply.text.startswith("I don't know that time zone")
