"""Several bots, each a shard of its own: a server is answered by its own shard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_discord import FakeDiscord
from running import Running
from small_library import SmallLibrary

from bot.exits import BotEndedError, Exit
from bot.shard import Shard


async def test_each_answers_its_own_servers(
    discord: FakeDiscord, start: Callable[..., Running]
) -> None:
    """Commands and mentions reach one bot each, a direct message reaches shard 0."""
    servers = [discord.guild(name, shard=(name == "odd", 2)) for name in ("even", "odd")]
    first, second = (start(SmallLibrary(), discord_shard=Shard(number, 2)) for number in (0, 1))
    async with first as even, second as odd:
        for server in servers:
            news, ada = server.channel("news"), server.member("Ada")
            answer = await ada.slash(news, "ask", question="sanctions?")
            reply = await ada.ask(news, f"{discord.bot.mention} islands?")
            assert discord.said(news) == [answer, reply]
        inbox = discord.world.direct_channel(ada.user)
        await ada.ask(inbox, "sanctions?")
        assert len(discord.said(inbox)) == 1
        for client, server in zip((even, odd), servers, strict=True):
            assert [guild.id for guild in client.guilds] == [server.id]


async def test_too_many_servers_for_one_process(
    discord: FakeDiscord, start: Callable[..., Running]
) -> None:
    """Where Discord requires shards, the line says which setting makes them."""
    discord.gateway.most_guilds = 0
    discord.guild()
    with pytest.raises(BotEndedError, match="CITEWIRE_DISCORD_SHARD") as caught:
        async with start(SmallLibrary()):
            pass
    assert caught.value.code is Exit.CONFIGURATION
