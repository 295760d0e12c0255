"""What the bot keeps, and what is for those who manage the server, over the wire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, NotOfferedError
from fake_discord.model import Channel
from running import Running
from small_library import SmallLibrary

from bot.client import CitewireBot


async def test_help_and_privacy(start: Callable[..., Running], ada: Member, news: Channel) -> None:
    """Help and privacy are shown to whoever asks alone."""
    async with start(SmallLibrary()):
        for command, title in [("help", "citewire"), ("privacy", "What I keep")]:
            reply = await ada.slash(news, command)
            assert reply.shown_to is ada.user
            assert reply.embeds[0]["title"] == title


async def test_forget_me(start: Callable[..., Running], ada: Member, news: Channel) -> None:
    """After /forget-me the buttons of earlier answers say that they are forgotten."""
    async with start(SmallLibrary()):
        answer = await ada.slash(news, "ask", question="sanctions?")
        await ada.press(answer, "👍")
        assert (await ada.slash(news, "forget-me")).text.startswith("Done: ")
        for button in ("Context", "👍"):
            gone = await ada.press(answer, button)
            assert gone.text == "I no longer remember this message; please ask again."


async def test_archive_is_for_managers(
    start: Callable[..., Running], ada: Member, boss: Member, news: Channel
) -> None:
    """Status and refresh are hidden from others, and refused where a server opens them up."""
    async with start(SmallLibrary()):
        with pytest.raises(NotOfferedError):
            await ada.slash(news, "archive status")
        refused = await ada.slash(news, "archive status", opened=True)
        assert refused.text == "You need the permission to manage this server for that."
        status = await boss.slash(news, "archive status")
        assert "3 articles · 7 passages · 3 tags" in status.text
        assert "0, all read" in status.text
        # The library is a small one, but the sources are read by a process: it finds no archive.
        refresh = await boss.slash(news, "archive refresh")
        assert "it failed" in refresh.text
        assert "is empty" in refresh.text


async def test_gaps(
    start: Callable[..., Running], ada: Member, boss: Member, news: Channel
) -> None:
    """Unanswered questions are kept only once the server wants it, and not private ones."""
    async with start(SmallLibrary()):
        abstention = await ada.slash(news, "ask", question="zebras?")
        assert "I found nothing in the archive" in abstention.text
        off = await boss.slash(news, "archive gaps")
        assert "Unanswered questions are not kept here." in off.text
        await boss.slash(news, "archive gaps", keep="on")
        await ada.slash(news, "ask", question="giraffes?")
        await ada.slash(news, "ask", question="Giraffes")
        await ada.slash(news, "ask", question="lions?", private=True)
        kept = await boss.slash(news, "archive gaps")
        assert kept.shown_to is boss.user
        assert kept.embeds[0]["description"].startswith("**2×** ")
        assert "iraffes" in kept.text
        assert "zebras" not in kept.text
        assert "lions" not in kept.text


async def test_sync_only_when_changed(
    discord: FakeDiscord, start: Callable[..., Running], news: Channel
) -> None:
    """Commands are synchronised once, again only by force."""
    for force, syncs in [(False, 1), (False, 1), (True, 2)]:
        async with start(SmallLibrary(), force_sync=force) as client:
            assert isinstance(client, CitewireBot)
        assert discord.commands.syncs == syncs


async def test_no_question_is_stored(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel, data: Path
) -> None:
    """By default no word of a question reaches the disk, be it answered or not."""
    async with start(SmallLibrary()):
        answer = await ada.slash(news, "ask", question="sanctions xylo?")
        assert "Context" in answer.labels
        for reply in (
            await ada.slash(news, "ask", question="quizzical zebras?", private=True),
            await ada.ask(news, f"{discord.bot.mention} quizzical giraffes?"),
            await ada.ask(news, "quizzical lions?", reply_to=answer),
        ):
            assert reply.embeds
        stored = b"".join(file.read_bytes() for file in data.iterdir())
    assert b"xylo" not in stored
    assert b"quizzical" not in stored
