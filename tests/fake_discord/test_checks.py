"""Each check can fail: a bot with bad manners is caught."""

from __future__ import annotations

import aiohttp
import discord as discord_py
import pytest

from . import FakeDiscord, Member, NoAnswerError
from .guild import Server
from .limits import choices_problems, message_problems
from .model import Channel
from .raw_bot import RawBot

QUIET = {"content": "x", "allowed_mentions": {"parse": []}}
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
def news(discord: FakeDiscord, bot: RawBot) -> Channel:
    return next(iter(discord.world.channels.values()))


@pytest.fixture
def ada(discord: FakeDiscord, news: Channel) -> Member:
    assert news.guild is not None
    return Server(discord, news.guild).member("Ada")


@pytest.mark.parametrize(
    ("manner", "fault"),
    [
        ("twice", "callback of /do by Ada: Interaction has already been acknowledged"),
        ("ping", "allowed_mentions.parse is not empty"),
        ("long_content", "content has 2001 characters, at most 2000"),
        ("long_embeds", "embeds have 6002 characters together, at most 6000"),
        ("same_ids", "custom_id 'same' stands 2 times in one message"),
        ("bad_link", "not a well-formed URL: 'javascript:1'"),
        ("strange_route", "unknown route: GET /api/v10/voice/regions"),
    ],
)
async def test_bad_manners(
    discord: FakeDiscord, ada: Member, news: Channel, manner: str, fault: str
) -> None:
    """Whatever Discord would refuse, or could ping somebody, fails the test."""
    ada.begin_slash(news, "do", what=manner)
    await discord.until(lambda: discord.record.faults, "a fault")
    with pytest.raises(AssertionError) as failure:
        await discord.verify()
    assert fault in str(failure.value)


async def test_description(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A body of the wrong shape is caught by Discord's own description."""
    if discord.pipeline.description is None:
        pytest.skip("Discord's OpenAPI description is not beside this checkout")
    ada.begin_slash(news, "do", what="wrong_shape")
    await discord.until(lambda: discord.record.faults, "a fault")
    [fault] = discord.record.take_faults()
    assert "/messages/@original: $.content: 7 is not of type" in fault


async def test_silence(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """An interaction that nobody acknowledges fails the member's wait and the test."""
    with pytest.raises(NoAnswerError, match="/do by Ada: the application did not respond"):
        await ada.slash(news, "do", what="never")
    with pytest.raises(AssertionError, match=r"/do by Ada was not acknowledged within 0\.5 s"):
        await discord.verify()


async def test_late(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A late acknowledgement is refused with 10062."""
    ada.begin_slash(news, "do", what="late")
    await discord.until(lambda: len(discord.record.faults) == 2, "two faults")
    with pytest.raises(AssertionError, match="Unknown interaction"):
        await discord.verify()
    assert [call.status for call in discord.record.to(CALLBACK)] == [404]


async def test_secrets_in_the_log(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """The bot's token in the log fails the test."""
    discord.check_log(f"connecting with {discord.token}")
    with pytest.raises(AssertionError, match="the bot's token stands in the log"):
        await discord.verify()


async def test_rate_limit(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """discord.py waits out a rate limit and one failure, and the member gets the answer."""
    discord.rate_limit_next("POST /channels/{}/messages", 0.01)
    discord.fail_next("PATCH /webhooks/{}/{}/messages/@original", 502)
    discord.rate_limit_next(CALLBACK, 0.01)
    await ada.slash(news, "do", what="thread")
    await ada.slash(news, "ask", question="What?")
    assert discord.record.to("POST /channels/{channel_id}/messages")[0].status == 429
    original = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
    assert [call.status for call in discord.record.to(original)] == [502, 200]
    await discord.verify()


async def test_global_rate_limit(discord: FakeDiscord, bot: RawBot, news: Channel) -> None:
    """A rate limit may hold for all routes; without `Via` it reads like a ban, and is no answer."""
    channel = bot.get_partial_messageable(news.id)
    discord.rate_limit_next("POST /channels/{}/messages", 0.01, everywhere=True)
    await channel.send("hello")
    discord.rate_limit_next("POST /channels/{}/messages", 0.01, via=False)
    with pytest.raises(discord_py.HTTPException) as banned:
        await channel.send("hello")
    assert banned.value.status == 429
    assert [message.content for message in discord.said(news)] == ["hello"]


async def test_held_reply(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A reply that is kept back leaves the bot waiting though Discord has acted."""
    hold = discord.hold_next(CALLBACK)
    interaction = ada.begin_slash(news, "ask", question="What?")
    await hold.reached.wait()
    assert interaction.original is not None
    assert interaction.original.loading
    hold.release()
    await interaction.until("answered", 5)
    await discord.verify()


async def test_nonce(discord: FakeDiscord, bot: RawBot, news: Channel) -> None:
    """A message whose enforced nonce is known already is not posted again."""
    channel = bot.get_partial_messageable(news.id)
    first, second = [await channel.send("once", nonce="slot-1") for _ in range(2)]
    assert first.id == second.id
    assert [message.content for message in discord.said(news)] == ["once"]


async def test_expired_token(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """After fifteen minutes an interaction's webhook is refused with 50027."""
    reply = await ada.slash(news, "ask", question="What?")
    discord.expire_tokens()
    url = f"{discord.api}/webhooks/{discord.bot.id}/{reply.interaction.token}"
    async with aiohttp.ClientSession() as session, session.post(url, json=QUIET) as response:
        assert (response.status, (await response.json())["code"]) == (401, 50027)


def test_limits_by_hand() -> None:
    """Limits that the description misses are counted here."""
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}]}
    six = [{"type": 2, "style": 1, "label": "x", "custom_id": str(i)} for i in range(6)]
    field = {"name": " ", "value": "x"}
    assert message_problems({"components": [row]}) == []
    assert message_problems({"components": [{"type": 1, "components": six}]}) == [
        "6 buttons in a row, at most 5"
    ]
    assert message_problems({"embeds": [{"fields": [field]}]}) == ["an embed field is empty"]
    assert message_problems({"embeds": [{"title": "x" * 257}]}) == [
        "embed title has 257 characters, at most 256"
    ]
    assert choices_problems([{"name": str(i), "value": str(i)} for i in range(26)]) == [
        "26 choices, at most 25"
    ]
