"""`citewire bot` as an operator runs it: from start to end, across restarts and crashes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Process
from test_wire_digest import backdate, one_round, set_up

Make = Callable[..., Process]
QUESTION = "What did Peskov say about the sanctions of Japan?"
SANCTIONS = "They support the sanctions and this is one of the questions"
AFTER_CRASH = 60.0
"""Seconds: the next bot first waits until the lease of the killed one is over."""
CALLBACK = "POST /interactions/{}/{}/callback"


async def test_ask_press_restart_press(
    discord: FakeDiscord, process: Make, ada: Member, news: Channel
) -> None:
    """Buttons of the first process are answered by the second; commands are synchronised once."""
    for button in ("👍", "Context"):
        bot = process()
        await bot.start()
        await discord.connected()
        if not discord.said(news):
            answer = await ada.slash(news, "ask", question=QUESTION)
            assert SANCTIONS in answer.seen
        pressed = await ada.press(answer, button)
        assert pressed.shown_to is ada.user
        assert await bot.terminate() == 0
        assert QUESTION not in bot.log
    assert "“Moscow.Kremlin.Putin”" in pressed.seen
    assert discord.commands.syncs == 1


async def test_terminated_while_answering(
    discord: FakeDiscord, process: Make, ada: Member, news: Channel
) -> None:
    """SIGTERM in the middle of an answer: it is delivered, new questions are refused, exit 0."""
    bot = process()
    await bot.start()
    await discord.connected()
    hold = discord.hold_next(CALLBACK)
    answer = asyncio.create_task(ada.slash(news, "ask", question=QUESTION))
    await hold.reached.wait()
    bot.signal(signal.SIGTERM)
    await bot.printed("stopping")
    refused = await ada.slash(news, "ask", question="And Abe?")
    assert refused.text == "I am being restarted; try again in a minute."
    hold.release()
    assert SANCTIONS in (await answer).seen
    assert await bot.ended() == 0


async def test_digest_exactly_once_through_a_crash(
    discord: FakeDiscord, process: Make, data: Path, boss: Member, news: Channel
) -> None:
    """Killed between posting and writing that down, the bot does not post again."""
    first = process()
    await first.start()
    await discord.connected()
    await set_up(boss, news, tag="Japan")
    await first.kill()
    backdate(data)
    hold = discord.hold_next("POST /channels/{}/messages")
    second = process()
    await second.start()
    await hold.reached.wait()
    await second.kill()
    hold.release()
    discord.forget_nonces()
    third = process()
    await third.start()
    history = "GET /channels/{channel_id}/messages"
    await discord.until(lambda: discord.record.to(history), "a look into the channel", AFTER_CRASH)
    assert await third.terminate() == 0
    assert [post.embeds[0]["title"] for post in discord.said(news)] == ["Latest · Japan"]


@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("wrong.token.not-real", "Discord refused the token: put the bot's present token in"),
        ("", "CITEWIRE_DISCORD_TOKEN is missing: put the bot's token there, or in .env"),
    ],
)
async def test_no_good_token(process: Make, token: str, line: str) -> None:
    """A missing or refused token is one clear line and the exit code 4."""
    bot = process(CITEWIRE_DISCORD_TOKEN=token)
    await bot.start()
    assert await bot.ended() == 4
    told = [printed for printed in bot.log.splitlines() if " INFO " not in printed]
    assert len(told) == 1
    assert told[0].startswith(line)
    assert "wrong.token" not in bot.log


async def test_check(discord: FakeDiscord, process: Make) -> None:
    """`--check` says what is wrong with the configuration, and connects to nothing."""
    good = process("--check")
    await good.start()
    assert (await good.ended(), good.log) == (0, "The configuration is fine.\n")
    bad = process("--check", CITEWIRE_DISCORD_API="https://discord.example/api")
    await bad.start()
    assert await bad.ended() == 2
    assert bad.log.startswith("CITEWIRE_DISCORD_API: ")
    assert bad.log.count("\n") == 1
    assert discord.record.calls == []


async def test_unreachable(process: Make) -> None:
    """Where Discord cannot be reached, that is one line and the exit code 5."""
    bot = process(CITEWIRE_DISCORD_API="http://127.0.0.1:9/api/v10")
    await bot.start()
    assert await bot.ended() == 5
    assert "Discord cannot be reached" in bot.log.splitlines()[-1]


async def test_stuck_archive(
    discord: FakeDiscord, process: Make, data: Path, ada: Member, news: Channel
) -> None:
    """Where the archive never answers, the asker is told at the end of the drain, and exit is 0.

    A named pipe that is opened and never written to stands for a disk that hangs.
    """
    bot = process(CITEWIRE_BOT_DRAIN="0.5")
    await bot.start()
    await discord.connected()
    pointer = data / "index" / "CURRENT"
    pointer.unlink()
    os.mkfifo(pointer)
    # The next look for a newer index, some seconds away, opens it.
    writer = await asyncio.to_thread(os.open, pointer, os.O_WRONLY)
    asked = ada.begin_slash(news, "ask", question=QUESTION)
    await asked.until("acknowledged", 5)
    assert await bot.terminate() == 0
    os.close(writer)
    assert asked.answer is not None
    assert asked.answer.text == "I am being restarted; try again in a minute."
    assert "1 answers were not ready in time" in bot.log


async def test_digest_exactly_once_through_an_early_crash(
    discord: FakeDiscord, process: Make, data: Path,
    newsroom: Server, boss: Member, news: Channel,
) -> None:  # fmt: skip
    """Killed before Discord took the post, the bot posts it after the restart, once.

    It can tell because it may read the channel. Where it may not, it posts within two minutes,
    while Discord still knows the post by its nonce, and later rather not at all.
    """
    post = "POST /channels/{}/messages"
    first = process()
    await first.start()
    await discord.connected()
    hold = discord.hold_next(post)
    discord.fail_next(post)
    await set_up(boss, news, tag="Japan")
    backdate(data)
    await hold.reached.wait()
    await first.kill()
    hold.release()
    assert discord.said(news) == []
    second = process()
    await second.start()
    await discord.until(lambda: discord.said(news), "the digest", AFTER_CRASH)
    await one_round(discord, data, boss, newsroom.channel("elsewhere"))
    assert await second.terminate() == 0
    assert [found.embeds[0]["title"] for found in discord.said(news)] == ["Latest · Japan"]
