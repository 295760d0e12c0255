"""/latest and the completions of time zones, over the wire."""

from __future__ import annotations

import pytest
from fake_discord import Member
from fake_discord.model import Channel


@pytest.mark.usefixtures("bot")
async def test_latest(ada: Member, news: Channel) -> None:
    """Ten articles in the order of their listing, five a page, turned by buttons."""
    first = await ada.slash(news, "latest", tag="Japan")
    assert first.seen.startswith("Latest · Japan\n")
    assert "Lavrov: Russia has no artificial deadlines" in first.seen
    assert "undated" in first.seen
    assert first.seen.endswith("Page 1 of 2")
    second = await ada.press(first, "Next")
    assert second is first
    assert "Putin asks Abe for investments" in second.seen
    assert second.seen.endswith("Page 2 of 2")
    await ada.press(first, "Back")
    assert first.seen.endswith("Page 1 of 2")


@pytest.mark.usefixtures("bot")
async def test_latest_of_an_unknown_tag(ada: Member, news: Channel) -> None:
    """A tag that the archive lacks is named."""
    reply = await ada.slash(news, "latest", tag="Mars")
    assert reply.seen.startswith("The archive has no tag 'Mars'.")


@pytest.mark.usefixtures("bot")
async def test_time_zones_are_completed(boss: Member, news: Channel) -> None:
    """At most 25 time zones are offered, found by any part of their name."""
    zones = await boss.autocomplete(news, "digest add", at="08:30", zone="new york")
    assert zones == [{"name": "America/New_York", "value": "America/New_York"}]
    assert len(await boss.autocomplete(news, "digest add", at="08:30", zone="")) == 25
