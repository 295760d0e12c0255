"""Mentions, replies and threads: the bot answers who speaks to it, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Running
from small_library import SmallLibrary

from bot.client import CitewireBot


@pytest.fixture(autouse=True)
async def small_bot(start: Callable[..., Running], news: Channel) -> AsyncIterator[CitewireBot]:
    async with start(SmallLibrary()) as client:
        yield client


async def test_mention(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A mention is answered by a reply with the archive's words."""
    reply = await ada.ask(news, f"{discord.bot.mention} who spoke of sanctions?")
    assert "They support the sanctions and this is one of the questions" in reply.seen
    assert reply.embeds[0]["title"] == "who spoke of sanctions?"
    assert "Context" in reply.labels


async def test_mention_without_words(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A bare mention is told how to ask."""
    reply = await ada.ask(news, discord.bot.mention)
    assert reply.content.startswith("Ask me something, such as")


async def test_follow_up(
    discord: FakeDiscord, ada: Member, newsroom: Server, news: Channel
) -> None:
    """A reply keeps the topic of the answer it replies to, whoever asked since."""
    about_sanctions = await ada.ask(news, f"{discord.bot.mention} sanctions?")
    await newsroom.member("Bo").ask(news, f"{discord.bot.mention} islands?")
    follow_up = await ada.ask(news, "and Peskov?", reply_to=about_sanctions)
    assert follow_up.seen.startswith("and Peskov? (sanctions?)")
    further = await ada.ask(news, "and then?", reply_to=follow_up)
    assert further.seen.startswith("and then? (and Peskov? (sanctions?))")


async def test_follow_up_of_a_command(ada: Member, news: Channel) -> None:
    """The answer to a slash command can be followed up, too."""
    answer = await ada.slash(news, "ask", question="sanctions?")
    follow_up = await ada.ask(news, "and Peskov?", reply_to=answer)
    assert follow_up.seen.startswith("and Peskov? (sanctions?)")


async def test_thread(discord: FakeDiscord, ada: Member, newsroom: Server, news: Channel) -> None:
    """In a thread of the bot's, each member goes on with their own topic."""
    answer = await ada.slash(news, "ask", question="sanctions?")
    await ada.press(answer, "Follow up", wait="acknowledged")
    await discord.until(lambda: answer.thread and discord.said(answer.thread), "a welcome")
    thread, me, bo = answer.thread, discord.bot.mention, newsroom.member("Bo")
    assert thread is not None
    first = await ada.ask(thread, f"{me} and Peskov?")
    assert first.seen.startswith("and Peskov? (sanctions?)")
    other = await bo.ask(thread, f"{me} islands?")
    assert other.seen.startswith("islands? (sanctions?)")
    second = await ada.ask(thread, f"{me} more?")
    assert second.seen.startswith("more? (and Peskov? (sanctions?))")


async def test_one_thread_an_answer(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """A second press opens no second thread."""
    answer = await ada.slash(news, "ask", question="sanctions?")
    await ada.press(answer, "Follow up", wait="acknowledged")
    await discord.until(lambda: answer.thread and discord.said(answer.thread), "a welcome")
    again = await ada.press(answer, "Follow up")
    assert again.text == "This answer has its thread already."


async def test_never_unasked(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """The bot is silent on what does not speak to it, even on replies that switch the ping off."""
    answer = await ada.ask(news, f"{discord.bot.mention} sanctions?")
    await ada.say(news, "what about sanctions?")
    await ada.say(news, "citewire?")
    await ada.say(news, "@everyone look")
    await ada.say(news, "indeed", reply_to=answer, ping=False)
    last = await ada.ask(news, f"{discord.bot.mention} islands?")
    assert discord.said(news) == [answer, last]


async def test_direct_message(discord: FakeDiscord, ada: Member) -> None:
    """Alone with the bot, nobody needs to mention it."""
    reply = await ada.ask(discord.world.direct_channel(ada.user), "sanctions?")
    assert "They support the sanctions" in reply.seen


async def test_forgotten_conversation(
    discord: FakeDiscord, start: Callable[..., Running], small_bot: CitewireBot,
    ada: Member, news: Channel,
) -> None:  # fmt: skip
    """A reply to an answer that is no longer remembered is taken as new, and that is said."""
    answer = await ada.ask(news, f"{discord.bot.mention} sanctions?")
    small_bot.conversations.forget(ada.user.id)
    reply = await ada.ask(news, "islands?", reply_to=answer)
    assert reply.content.startswith("I no longer remember that conversation")
    assert reply.embeds[0]["title"] == "islands?"


async def test_closed_channel(discord: FakeDiscord, ada: Member, news: Channel) -> None:
    """Where the bot may not speak, it goes on working elsewhere."""
    discord.close_channel(news)
    await ada.say(news, f"{discord.bot.mention} sanctions?")
    reply = await ada.ask(discord.world.direct_channel(ada.user), "sanctions?")
    assert "They support the sanctions" in reply.seen
    assert discord.said(news) == []
