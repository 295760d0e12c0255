"""The gateway: compression, heartbeats, lost connections, invalid sessions, refused logins."""

from __future__ import annotations

import discord as discord_py
import pytest

from . import FakeDiscord
from .raw_bot import RawBot, running


async def test_replay(discord: FakeDiscord, bot: RawBot) -> None:
    """What happened while the connection was broken is sent again after RESUME, once."""
    news = next(iter(discord.world.channels.values()))
    ada = discord.guild().member("Ada")
    discord.drop_connection()
    await ada.say(news, f"{discord.bot.mention} missed")
    await discord.until(lambda: bot.heard, "the missed message")
    assert [message.content for message in bot.heard] == [f"{discord.bot.mention} missed"]
    assert [session.resumes for session in discord.gateway.sessions] == [1]


async def test_requested_reconnect(discord: FakeDiscord, bot: RawBot) -> None:
    """After op 7 the bot resumes."""
    discord.ask_to_reconnect()
    await discord.until(lambda: discord.gateway.sessions[0].resumes, "a resume")


@pytest.mark.parametrize("resumable", [True, False])
async def test_invalid_session(discord: FakeDiscord, bot: RawBot, resumable: bool) -> None:
    """After op 9 the bot resumes where it may, and identifies anew where not."""
    first = discord.gateway.sessions[0]
    discord.invalidate_sessions(resumable=resumable)
    await discord.until(
        lambda: first.resumes if resumable else discord.gateway.live, "a new connection"
    )
    assert (discord.gateway.sessions == [first]) is resumable


async def test_message_content_intent(discord: FakeDiscord) -> None:
    """With the privileged intent switched on, the text of every message is there."""
    discord.gateway.allowed_intents = discord_py.Intents(message_content=True).value
    server = discord.guild()
    news, ada = server.channel("news"), server.member("Ada")
    client = RawBot(discord_py.Intents(guilds=True, guild_messages=True, message_content=True))
    async with running(discord, client):
        await ada.say(news, "no secret")
        await discord.until(lambda: client.heard, "a message is heard")
    assert client.heard[0].content == "no secret"


async def test_heartbeats(discord: FakeDiscord) -> None:
    """Heartbeats are recorded with the gaps between them."""
    discord.gateway.heartbeat_interval = 0.05
    async with running(discord):
        session = discord.gateway.sessions[0]
        await discord.until(lambda: len(session.beats) >= 3, "three heartbeats")
    assert all(gap > 0.03 for gap in session.gaps)


async def test_shards(discord: FakeDiscord) -> None:
    """A sharded bot gets each server's events on that server's shard."""

    class Sharded(RawBot, discord_py.AutoShardedClient):
        pass

    discord.login.shards = 2
    servers = [discord.guild(name) for name in "abc"]
    async with running(discord, Sharded()) as client:
        await discord.until(lambda: len(client.guilds) == 3, "all servers")
        assert {guild.id: guild.shard_id for guild in client.guilds} == {
            s.id: (s.id >> 22) % 2 for s in servers
        }
        ada, news = servers[0].member("Ada"), servers[0].channel("news")
        assert (await ada.slash(news, "digest add", tag="x")).content == "added x"


async def test_direct_messages_go_to_the_first_shard(discord: FakeDiscord) -> None:
    """A direct message is heard by shard 0 alone, as Discord has it."""
    ada = discord.guild().member("Ada")
    first, second = (RawBot(shard=(number, 2)) for number in (0, 1))
    async with running(discord, first), running(discord, second):
        inbox = discord.world.direct_channel(ada.user)
        await ada.say(inbox, "psst")
        await discord.until(lambda: first.heard, "the message is heard")
    assert [message.content for message in first.heard] == ["psst"]
    assert second.heard == []


async def test_two_sessions_of_a_shard_both_hear(discord: FakeDiscord) -> None:
    """Discord does not keep two clients from being the same shard: each gets every event."""
    server = discord.guild()
    news, ada = server.channel("news"), server.member("Ada")
    async with running(discord) as first, running(discord) as second:
        await discord.until(lambda: len(discord.gateway.live) == 2, "both are connected")
        await ada.say(news, f"{discord.bot.mention} hello")
        await discord.until(lambda: first.heard and second.heard, "both hear it")


@pytest.mark.parametrize("shard", [(2, 2), (-1, 2), (0, 0)])
async def test_a_shard_that_cannot_be(discord: FakeDiscord, shard: tuple[int, int]) -> None:
    """A shard beyond its count ends the connection with 4010."""
    client = RawBot(shard=shard)
    with pytest.raises(discord_py.ConnectionClosed) as caught:
        async with running(discord, client):
            pass
    assert caught.value.code == 4010


async def test_too_many_servers_for_a_shard(discord: FakeDiscord) -> None:
    """A shard of more servers than it may have ends the connection with 4011."""
    discord.gateway.most_guilds = 0
    discord.guild()
    with pytest.raises(discord_py.ConnectionClosed) as caught:
        async with running(discord):
            pass
    assert caught.value.code == 4011


async def test_refused_token(discord: FakeDiscord) -> None:
    """A wrong token is refused with 401."""
    discord.token = "another"
    with pytest.raises(discord_py.LoginFailure):
        async with running(discord):
            pass


async def test_privileged_intents(discord: FakeDiscord) -> None:
    """A privileged intent that is not switched on ends the connection with 4014."""
    client = RawBot(discord_py.Intents(guilds=True, message_content=True))
    with pytest.raises(discord_py.PrivilegedIntentsRequired):
        async with running(discord, client):
            pass
