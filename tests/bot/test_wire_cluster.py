"""Two `citewire bot` processes, a shard each, on one memory and one pretend Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import discord as discord_py
import pytest
from fake_discord import FakeDiscord, Member
from fake_discord.model import Channel
from postgres_server import address
from pydantic import SecretStr
from running import REPOSITORY, Process
from sqlalchemy import Engine, select, update
from test_wire_digest import set_up
from test_wire_process import QUESTION, SANCTIONS

from bot.cogs.digest import TICK_SECONDS
from bot.store.opening import open_memory
from bot.store.schema import slots, subscriptions
from retrieval.app import Citewire
from retrieval.database import Location
from retrieval.settings import Settings

Make = Callable[..., Process]
POST = "POST /channels/{}/messages"


class Cluster:
    """Both processes, each with a server of its own."""

    def __init__(self, discord: FakeDiscord, memory: Engine, bots: list[Process]) -> None:
        self.discord, self.memory, self.bots = discord, memory, bots
        self.servers = [
            discord.guild(name, shard=(number, 2)) for number, name in enumerate(("Even", "Odd"))
        ]
        manages = discord_py.Permissions(manage_guild=True)
        self.bosses = [server.member("Boss", manages) for server in self.servers]

    def places(self, name: str) -> list[tuple[Member, Channel]]:
        """A new channel in each server, and who manages it."""
        channels = (server.channel(name) for server in self.servers)
        return list(zip(self.bosses, channels, strict=True))

    async def start(self) -> None:
        """Start both; the first comes alone, so that it reads the sources."""
        for number, bot in enumerate(self.bots):
            await bot.start()
            await self.discord.connected(60, shard=(number, 2))

    def due(self) -> None:
        """Two days go by since the digests were set up."""
        earlier = update(subscriptions).values(made_at=subscriptions.c.made_at - 48 * 3600)
        with self.memory.begin() as connection:
            connection.execute(earlier)

    def owner(self) -> Process:
        """The process that works at a slot."""
        with self.memory.connect() as connection:
            begun = select(slots.c.owner).where(slots.c.state == "claimed")
            owner = connection.scalars(begun).one()
        return next(bot for bot in self.bots if f"process {bot.pid}," in owner)

    async def all_said(self, channels: list[Channel], seconds: float = 60) -> None:
        """Wait until the bots have posted to each channel."""
        await self.discord.until(lambda: all(map(self.discord.said, channels)), "posts", seconds)


@pytest.fixture(params=["sqlite", "postgresql"])
async def cluster(
    request: pytest.FixtureRequest, discord: FakeDiscord, process: Make, data: Path
) -> AsyncIterator[Cluster]:
    """Two bots, not started yet, on one SQLite file or one PostgreSQL server."""
    more = {"CITEWIRE_REFRESH_MINUTES": "60"}
    memory: Location = data / "bot.sqlite"
    if request.param == "postgresql":
        memory = request.getfixturevalue("database")
        more["CITEWIRE_ARCHIVE"] = address(memory)
        Citewire(
            Settings(
                data=data,
                archive=SecretStr(address(memory)),
                seeds=REPOSITORY / "seeds",
                _env_file=None,
            )
        ).ensure_ready()
    engine = open_memory(memory)
    bots = [process(CITEWIRE_DISCORD_SHARD=f"{number}/2", **more) for number in (0, 1)]
    yield Cluster(discord, engine, bots)
    for bot in bots:
        await bot.kill()
    engine.dispose()


async def test_each_thing_is_done_once(discord: FakeDiscord, cluster: Cluster) -> None:
    """Each bot answers its own server; what is due by the clock, one of them does for both."""
    await cluster.start()
    for boss, news in cluster.places("news"):
        answer = await boss.slash(news, "ask", question=QUESTION)
        assert SANCTIONS in answer.seen
        assert discord.said(news) == [answer]
    first, second = cluster.places("digests"), cluster.places("more digests")
    for places in (first, second):
        for boss, channel in places:
            await set_up(boss, channel, tag="Japan")
        cluster.due()
        await cluster.all_said([channel for _, channel in places])
    await asyncio.sleep(TICK_SECONDS + 1)  # both bots look once more
    for _, channel in first + second:
        assert [post.embeds[0]["title"] for post in discord.said(channel)] == ["Latest · Japan"]
    assert [await bot.terminate() for bot in cluster.bots] == [0, 0]
    read = [bot.log.count("the sources were read again: exit code 0") for bot in cluster.bots]
    assert sum(read) == 1


@pytest.mark.parametrize("posted", [True, False], ids=["after posting", "before posting"])
async def test_the_other_goes_on_for_a_killed_one(
    discord: FakeDiscord, cluster: Cluster, posted: bool
) -> None:
    """A digest whose bot is killed in the middle is posted once, by whichever bot is left."""
    await cluster.start()
    (boss, news), _ = cluster.places("news")
    await set_up(boss, news, tag="Japan")
    hold = discord.hold_next(POST)
    if not posted:
        discord.fail_next(POST)
    cluster.due()
    await hold.reached.wait()
    owner = cluster.owner()
    await owner.kill()
    hold.release()
    assert len(discord.said(news)) == posted
    discord.forget_nonces()
    with cluster.memory.connect() as connection:
        while connection.scalars(select(slots.c.state)).all() != ["done"]:
            connection.rollback()
            await asyncio.sleep(0.5)
    assert [post.embeds[0]["title"] for post in discord.said(news)] == ["Latest · Japan"]


async def test_two_bots_for_the_same_servers(discord: FakeDiscord, process: Make) -> None:
    """The second ends with one line and the exit code 2, and so does its check."""
    first = process()
    await first.start()
    await discord.connected(60)
    for arguments in ((), ("--check",)):
        second = process(*arguments)
        await second.start()
        assert await second.ended() == 2
        *_, line = second.log.splitlines()
        assert line.startswith("Another bot serves the same Discord servers (shard 0/1: ")
        assert f"process {first.pid}," in line
        assert "CITEWIRE_DISCORD_SHARD" in line
        assert "Traceback" not in second.log
    assert len(discord.gateway.sessions) == 1
    assert await first.terminate() == 0
