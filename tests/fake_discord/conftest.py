from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from . import FakeDiscord
from .raw_bot import RawBot, running


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(acknowledge_within=0.5) as fake:
        yield fake


@pytest.fixture
async def bot(discord: FakeDiscord) -> AsyncIterator[RawBot]:
    """A raw discord.py bot in the server Newsroom with the channel #news."""
    discord.guild("Newsroom").channel("news")
    async with running(discord) as client:
        yield client
