"""What a member does reaches a real discord.py bot, and its answers come back."""

from __future__ import annotations

import discord as discord_py
import pytest

from . import FakeDiscord, Member, NotOfferedError, Server
from .model import Channel
from .raw_bot import RawBot, running


@pytest.fixture
def news(discord: FakeDiscord, bot: RawBot) -> Channel:
    return next(iter(discord.world.channels.values()))


@pytest.fixture
def ada(discord: FakeDiscord, news: Channel) -> Member:
    return server_of(discord, news).member("Ada")


def server_of(discord: FakeDiscord, channel: Channel) -> Server:
    assert channel.guild is not None
    return Server(discord, channel.guild)


async def test_slash_command(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A deferred answer is read after its edit, followups stand beside it."""
    reply = await ada.slash(news, "ask", question="What?")
    assert reply.text.splitlines() == ["What?", "an answer", "[1]", "a source"]
    assert reply.labels == ["Context", "More", "👍"]
    assert not reply.ephemeral
    await discord.until(lambda: reply.interaction.followups, "a followup")
    assert reply.interaction.followups[0].content == "and more"
    assert reply.interaction.followups[0].ephemeral
    assert reply.interaction.acknowledged_after < 0.5
    await discord.verify()


async def test_private_answer(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """An answer deferred as ephemeral is seen and pressed by its asker alone."""
    reply = await ada.slash(news, "ask", question="What?", private=True)
    assert reply.ephemeral
    assert reply.shown_to is ada.user
    with pytest.raises(NotOfferedError, match="does not see"):
        await server_of(discord, news).member("Bo").press(reply, "More")


async def test_subcommand_and_options(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """Subcommands, channel options and required options behave as in Discord's client."""
    assert (await ada.slash(news, "digest add", tag="iran")).content == "added iran"
    boss = server_of(discord, news).member("Bo", discord_py.Permissions(manage_guild=True))
    assert (await boss.slash(news, "quick", channel=news)).content == "in news"
    with pytest.raises(NotOfferedError, match="needs question"):
        await ada.slash(news, "ask")
    with pytest.raises(NotOfferedError, match="no option"):
        await ada.slash(news, "ask", question="x", tag="y")
    with pytest.raises(NotOfferedError, match="hidden"):
        await ada.slash(news, "quick", channel=news)
    await discord.verify()


async def test_autocomplete(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """Choices come back while the last option is being typed."""
    assert await ada.autocomplete(news, "latest", tag="jap") == [
        {"name": "Japan", "value": "Japan"}
    ]
    await discord.verify()


async def test_buttons_and_menus(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A button may answer anew, change its message or answer after a silent deferral."""
    reply = await ada.slash(news, "ask", question="What?")
    context = await ada.press(reply, "Context")
    assert (context.content, context.ephemeral) == ("the paragraph", True)
    assert await ada.press(reply, "More") is reply
    assert reply.content == "page 2"
    assert (await ada.press(reply, "👍")).content == "thanks"
    assert (await ada.select(reply, "Tag", "Iran")).content == "tag ir"
    with pytest.raises(NotOfferedError, match="no 'Share' there"):
        await ada.press(reply, "Share")
    await discord.verify()


async def test_modal(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A modal is filled in by its field's label."""
    modal = await ada.slash(news, "form")
    assert modal.data["title"] == "Why"
    assert (await ada.submit(modal, the_reason="I can")).content == "because I can"
    await discord.verify()


async def test_message_menu(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A message's menu shows the bot its whole text, whoever wrote it."""
    claim = await ada.say(news, "Abe promised it")
    assert (await ada.menu(claim, "Find in archive")).content == "seen: Abe promised it"
    await discord.verify()


async def test_text_needs_an_intent(
    discord: FakeDiscord, bot: RawBot, ada: Member, news: Channel
) -> None:
    """Without the privileged intent, a message's text is there only where the bot is addressed."""
    await ada.say(news, "a secret")
    reply = await ada.ask(news, f"{discord.bot.mention} what?")
    assert reply.content == "you asked"
    await ada.ask(news, "and then?", reply_to=reply)
    await ada.say(news, "psst", reply_to=reply, ping=False)
    await discord.until(lambda: len(bot.heard) == 4, "four messages are heard")
    contents = ["", f"{discord.bot.mention} what?", "and then?", ""]
    assert [message.content for message in bot.heard] == contents
    reference = bot.heard[2].reference
    assert reference is not None
    assert isinstance(reference.resolved, discord_py.Message)
    assert reference.resolved.content == "you asked"
    await discord.verify()


async def test_direct_messages(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """The bot writes to a member, unless they do not take direct messages."""
    await ada.slash(news, "do", what="direct")
    await discord.until(lambda: ada.inbox, "a note")
    assert [message.content for message in ada.inbox] == ["a note"]
    await discord.verify()


async def test_threads(discord: FakeDiscord, bot: RawBot, ada: Member, news: Channel) -> None:
    """The bot opens a thread at its message and speaks in it."""
    await ada.slash(news, "do", what="thread")
    await discord.until(lambda: len(discord.world.channels) == 2, "a thread")
    thread = list(discord.world.channels.values())[1]
    await discord.until(lambda: discord.said(thread), "a message in it")
    assert (thread.name, thread.parent) == ("Follow-ups", news)
    known = bot.get_channel(thread.id)
    assert isinstance(known, discord_py.Thread)
    assert known.owner_id == discord.bot.id
    await discord.verify()


async def test_closed_and_deleted_channels(
    discord: FakeDiscord, ada: Member, news: Channel
) -> None:
    """A channel that is closed to the bot answers 50001, one that is gone 10003."""
    discord.close_channel(news)
    assert (await ada.slash(news, "do", what="say")).content == "403 50001"
    discord.delete_channel(news)
    assert (await ada.slash(news, "do", what="say")).content == "404 10003"
    await discord.verify()


async def test_restart(discord: FakeDiscord) -> None:
    """Messages outlive the bot: a button of an old message works with the next process."""
    server = discord.guild()
    news, ada = server.channel("news"), server.member("Ada")
    async with running(discord):
        reply = await ada.slash(news, "ask", question="What?")
        await discord.until(lambda: reply.interaction.followups, "a followup")
    await discord.disconnected()
    async with running(discord):
        assert (await ada.press(reply, "Context")).content == "the paragraph"
    assert discord.commands.syncs == 2
    await discord.verify()
