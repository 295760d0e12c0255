"""A running bot picks up what was added to the archive, without a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from fake_discord import FakeDiscord, Member
from fake_discord.model import Channel
from running import REPOSITORY, Process

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
