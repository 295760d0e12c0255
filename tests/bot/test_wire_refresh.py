"""A running bot reads its sources again and picks up what is new, without a restart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from fake_discord import FakeDiscord, Member
from fake_discord.model import Channel
from running import REPOSITORY, Process
from web_site.server import Site, page

from retrieval.app import Citewire
from retrieval.settings import Settings

LINE = {
    "_id": "lamp",
    "title": "The lamp of Zanzibar",
    "text": "“The lamp of Zanzibar will burn for a hundred years,” keeper Juma Hassan said.",
    "tags": ["zanzibar"],
}


async def test_new_articles_without_a_restart(
    discord: FakeDiscord, process: Callable[..., Process], data: Path, tmp_path: Path,
    ada: Member, boss: Member, news: Channel,
) -> None:  # fmt: skip
    """After `/archive refresh` a new article is quoted and its tag is offered."""
    bot = process()
    await bot.start()
    await discord.connected()
    question = "What did the keeper say about the lamp of Zanzibar?"
    before = await ada.slash(news, "ask", question=question)
    assert "hundred years" not in before.seen
    source = tmp_path / "new.jsonl"
    source.write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    Citewire(Settings(data=data, seeds=REPOSITORY / "seeds")).add([str(source)])
    refreshed = await boss.slash(news, "archive refresh")
    assert refreshed.text.endswith("a newer index is in use")
    after = await ada.slash(news, "ask", question=question)
    assert "The lamp of Zanzibar will burn for a hundred years" in after.seen
    choices = await ada.autocomplete(news, "latest", tag="zanz")
    assert choices == [{"name": "zanzibar (1)", "value": "zanzibar"}]
    assert await bot.terminate() == 0


def feed(*texts: str) -> str:
    """An RSS feed of one article in full for each text."""
    items = "".join(
        f"<item><guid>{text[:9]}</guid><title>Harbour news</title><description>in short"
        f"</description><content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item>"
        for text in texts
    )
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>Port Times</title>{items}</channel></rss>"
    )


FERRY = "“The ferry will sail again on Friday,” harbour master Nils Holm said."
CRANE = "“The crane of the harbour fell into the sea,” dock worker Eva Lind said."


async def test_sources_are_read_again_by_command_and_failures_are_said(
    discord: FakeDiscord, process: Callable[..., Process], data: Path,
    ada: Member, boss: Member, news: Channel,
) -> None:  # fmt: skip
    """A feed's new article is quoted after `/archive refresh`; a dead feed stands in the status."""
    with Site() as site:
        site.routes["/feed.xml"] = page(feed(FERRY), "application/rss+xml")
        settings = Settings(data=data, seeds=REPOSITORY / "seeds", fetch_loopback=True)
        Citewire(settings).add([site.url("/feed.xml")])
        bot = process(CITEWIRE_FETCH_LOOPBACK="true")
        await bot.start()
        await discord.connected()
        site.routes["/feed.xml"] = page(feed(CRANE, FERRY), "application/rss+xml")
        refreshed = await boss.slash(news, "archive refresh")
        assert refreshed.text.endswith("a newer index is in use")
        answer = await ada.slash(news, "ask", question="What did Eva Lind say about the crane?")
        assert "The crane of the harbour fell into the sea" in answer.seen
        site.routes["/feed.xml"] = page("", status=503)
        failed = await boss.slash(news, "archive refresh")
        assert "it failed" in failed.text
        status = await boss.slash(news, "archive status")
        assert "1 failed:" in status.text
        assert "503" in status.text
        assert await bot.terminate() == 0


async def test_sources_are_read_again_by_the_clock(
    discord: FakeDiscord, process: Callable[..., Process], data: Path, ada: Member, news: Channel
) -> None:
    """A bot that starts reads what it missed; nobody has to ask for it."""
    with Site() as site:
        site.routes["/feed.xml"] = page(feed(FERRY), "application/rss+xml")
        settings = Settings(data=data, seeds=REPOSITORY / "seeds", fetch_loopback=True)
        Citewire(settings).add([site.url("/feed.xml")])
        site.routes["/feed.xml"] = page(feed(CRANE, FERRY), "application/rss+xml")
        bot = process(CITEWIRE_FETCH_LOOPBACK="true", CITEWIRE_REFRESH_MINUTES="60")
        await bot.start()
        await discord.connected()
        while "the sources were read again: exit code 0" not in bot.log:
            await asyncio.sleep(0.1)
        while "a newer index is in use" not in bot.log:
            await asyncio.sleep(0.1)
        answer = await ada.slash(news, "ask", question="What did Eva Lind say about the crane?")
        assert "The crane of the harbour fell into the sea" in answer.seen
        assert await bot.terminate() == 0
