"""Members and articles that mean harm, over the wire: what they get, and what others still get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Running
from small_library import SANCTIONS, SmallLibrary

Start = Callable[..., Running]
FORGOTTEN = "I no longer remember this message; please ask again."
TRAP = "\u202e@everyone\u200b <@&1> [see](https://evil.example) ||no|| `x` <t:1:R>"
LIVE = ("<@", "](https://evil", "||", "`x`", "<t:", "\u202e", "\u200b")


@pytest.fixture
def bo(newsroom: Server) -> Member:
    """A second member."""
    return newsroom.member("Bo")


async def test_private_answers_are_their_askers(
    discord: FakeDiscord, start: Start, ada: Member, bo: Member, news: Channel
) -> None:
    """Nobody else can press anything of a private answer before it is shared."""
    async with start(SmallLibrary()):
        private = await ada.slash(news, "ask", question="sanctions?", private=True)
        for button in ("Context", "👍", "Share"):
            assert (await bo.forge(private, button)).text == FORGOTTEN
        await ada.press(private, "Share", wait="acknowledged")
        await discord.until(lambda: discord.said(news), "the shared answer")
        [shared] = discord.said(news)
        assert "They support" in (await bo.press(shared, "Context")).seen


async def test_a_flood_of_mentions(
    discord: FakeDiscord, start: Start, ada: Member, bo: Member, news: Channel
) -> None:
    """Who floods is told once to wait, then left alone, even without words; others are served."""
    me = discord.bot.mention
    async with start(SmallLibrary(), bot_member_burst=1, bot_member_per_minute=1):
        first = await ada.ask(news, me)
        second = await ada.ask(news, f"{me} sanctions?")
        for words in ("", "sanctions?", "islands?"):
            await ada.say(news, f"{me} {words}")
        last = await bo.ask(news, f"{me} islands?")
    assert first.text.startswith("Ask me something")
    assert second.text.startswith("You have asked a lot just now")
    assert "Abe promised" in last.seen
    assert discord.said(news) == [first, second, last]


async def test_hostile_names(
    discord: FakeDiscord, start: Start, ada: Member, boss: Member, news: Channel
) -> None:
    """Tags, publishers and questions arrive as characters in choices, lists, notes and threads."""
    article = replace(SANCTIONS, title=TRAP, text=TRAP, publisher=TRAP, tags=(TRAP,))
    async with start(SmallLibrary(article)):
        listed = await ada.slash(news, "latest", tag=TRAP)
        set_up = await boss.slash(news, "digest add", at="08:00", zone="UTC", tag=TRAP)
        digests = await boss.slash(news, "digest list")
        answer = await ada.slash(news, "ask", question=TRAP, tag=TRAP)
        await ada.press(answer, "Follow up", wait="acknowledged")
        await discord.until(lambda: answer.thread and discord.said(answer.thread), "a welcome")
        [choice] = await ada.autocomplete(news, "latest", tag="everyone")
    for message in (listed, set_up, digests, answer):
        for live in LIVE:
            assert live not in message.text
        assert "@everyone" not in message.text.replace("\\@everyone", "")
    assert "\u202e" not in choice["name"]
    assert "\u200b" not in choice["name"]
    assert answer.thread is not None
    assert answer.thread.name == "@everyone <@&1> [see](https://evil.example) ||no||"


async def test_what_is_deleted_is_in_no_file(
    start: Start, ada: Member, boss: Member, news: Channel, data: Path
) -> None:
    """Kept questions leave the disk, the log of the database included, once that is turned off."""

    def stored(words: bytes) -> bool:
        return any(words in file.read_bytes() for file in data.iterdir())

    async with start(SmallLibrary()):
        await boss.slash(news, "archive gaps", keep="on")
        await ada.slash(news, "ask", question="quizzical zebras?")
        assert stored(b"quizzical zebras")
        await ada.slash(news, "forget-me")
        assert not stored(b"quizzical zebras")
        await ada.slash(news, "ask", question="quizzical giraffes?")
        assert stored(b"quizzical giraffes")
        await boss.slash(news, "archive gaps", keep="off")
        assert not stored(b"quizzical giraffes")
